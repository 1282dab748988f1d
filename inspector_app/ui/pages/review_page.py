"""Reviewing: what is asked for, what the force says to the draft, what was so last time."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.watermark import Shown
from inspector_app.ui import theme
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.accuracy_panel import AccuracyPanel
from inspector_app.ui.pages.follow_up_panel import FollowUpPanel
from inspector_app.ui.pages.page import Page
from inspector_app.ui.pages.recommendations_panel import RecommendationsPanel
from inspector_app.ui.pages.review_panel import ReviewPanel
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.segmented_choice import Choice, SegmentedChoice

_PART = "part:"
KEYS = (
    Shortcut(f"{_PART}recommendations", "1", tr("recommendations"), is_hinted=True),
    Shortcut(f"{_PART}accuracy", "2", tr("accuracy check"), is_hinted=True),
    Shortcut(f"{_PART}last-time", "3", tr("last time"), is_hinted=True),
    Shortcut("new", "N", tr("new recommendation, or send a draft"), is_hinted=True),
    Shortcut("edit", "Return", tr("edit, or answer the point")),
    Shortcut("list", "Escape", tr("back to the list")),
    Shortcut("withdraw", "Delete", tr("withdraw the recommendation")),
    Shortcut("go", "G", tr("go there"), is_hinted=True),
    Shortcut("take", "I", tr("take in a reply of the force")),
    Shortcut("again", "W", tr("write the workbook again")),
    Shortcut("accept", "A", tr("accept the point")),
    Shortcut("part", "P", tr("accept the point in part")),
    Shortcut("refuse", "X", tr("do not accept the point")),
    Shortcut("link", "L", tr("link what was changed since the point came")),
)


class ReviewPage(Page):
    """Recommendations, accuracy check or last time; each is built when it is first shown."""

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(KEYS, parent)
        self._inspection = inspection
        self._panels: dict[str, ReviewPanel] = {}
        self._parts = SegmentedChoice(tr("Part of the review"), self)
        self._parts.show_choices(
            (
                Choice("recommendations", tr("Recommendations"), "1"),
                Choice("accuracy", tr("Accuracy check"), "2"),
                Choice("last-time", tr("Last time"), "3"),
            )
        )
        self._parts.chosen.connect(self.show_part)
        self._stack = QStackedWidget(self)
        px = theme.current().px
        head = QHBoxLayout()
        head.addWidget(self._parts, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(8), px(16), px(8))
        layout.setSpacing(px(8))
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        inspection.changed.connect(self._on_inspection_changed)

    @property
    def recommendations(self) -> RecommendationsPanel:
        """The part with what is asked for."""
        panel = self._panel("recommendations")
        assert isinstance(panel, RecommendationsPanel)  # noqa: S101 - made so
        return panel

    @property
    def accuracy(self) -> AccuracyPanel:
        """The part with the force's points."""
        panel = self._panel("accuracy")
        assert isinstance(panel, AccuracyPanel)  # noqa: S101 - made so
        return panel

    @property
    def last_time(self) -> FollowUpPanel:
        """The part with what an earlier inspection asked for."""
        panel = self._panel("last-time")
        assert isinstance(panel, FollowUpPanel)  # noqa: S101 - made so
        return panel

    def arrive(self, place: str) -> None:
        """Show the part that ``place`` names or holds, else the one shown before."""
        if place in _MAKING:
            self.show_part(place)
            return
        part = self._parts.value or "recommendations"
        if place:
            part = next((name for name in _MAKING if self._panel(name).holds(place)), part)
        self._show(part, place)

    def shown(self) -> Shown | None:
        """Return what the chosen part shows."""
        panel = self._current()
        return panel.marked() if panel is not None else None

    def place(self) -> str:
        """Return the id of what is shown, else the part."""
        panel = self._current()
        return (panel.place() if panel else "") or self._parts.value

    def flush(self) -> None:
        """Let what is being typed settle."""
        for panel in self._panels.values():
            panel.flush()

    def on_key(self, action: str) -> None:
        """Do what a key of the screen asks for."""
        if action.startswith(_PART):
            self.show_part(action.removeprefix(_PART))
        elif (panel := self._current()) is not None:
            panel.act(action)

    def show_part(self, part: str) -> None:
        """Show one part, and go there."""
        self._show(part, "")

    def _show(self, part: str, place: str) -> None:
        self.flush()
        panel = self._panel(part)
        self._parts.show_value(part)
        self._stack.setCurrentWidget(panel)
        panel.arrive(place)
        self.showing.emit()

    def _current(self) -> ReviewPanel | None:
        return self._panels.get(self._parts.value)

    def _panel(self, part: str) -> ReviewPanel:
        if part not in self._panels:
            panel = _MAKING[part](self._inspection, self._stack)
            self._panels[part] = panel
            self._stack.addWidget(panel)
            self.keys.watch(panel.view)
            panel.going.connect(self.going)
            panel.told.connect(self.told)
            panel.noticed.connect(self.noticed)
        return self._panels[part]

    def _on_inspection_changed(self, subjects: frozenset[str]) -> None:
        for panel in self._panels.values():
            panel.show_changed(subjects)


_MAKING: dict[str, Callable[[OpenInspection, QWidget], ReviewPanel]] = {
    "recommendations": RecommendationsPanel,
    "accuracy": AccuracyPanel,
    "last-time": FollowUpPanel,
}

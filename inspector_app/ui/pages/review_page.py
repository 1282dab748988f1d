"""Reviewing what was found: recommendations, and how far they have come."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Page
from inspector_app.ui.pages.recommendations_panel import RecommendationsPanel
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.labels import label

KEYS = (
    Shortcut("new", "N", tr("new recommendation"), is_hinted=True),
    Shortcut("edit", "Return", tr("edit"), is_hinted=True),
    Shortcut("list", "Escape", tr("back to the list")),
    Shortcut("withdraw", "Delete", tr("withdraw the recommendation")),
    Shortcut("go", "G", tr("go to what it rests on"), is_hinted=True),
)


class ReviewPage(Page):
    """The recommendations of the inspection."""

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(KEYS, parent)
        px = theme.current().px
        self.recommendations = RecommendationsPanel(inspection, self)
        self.keys.watch(self.recommendations.view)
        head = QHBoxLayout()
        head.addWidget(label(tr("Recommendations"), "page", self))
        head.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(8), px(16), px(8))
        layout.setSpacing(px(8))
        layout.addLayout(head)
        layout.addWidget(self.recommendations, 1)
        for panel in (self.recommendations,):
            panel.going.connect(self.going)
            panel.told.connect(self.told)
            panel.noticed.connect(self.noticed)
        inspection.changed.connect(self._on_inspection_changed)

    def arrive(self, place: str) -> None:
        """Show the recommendation with this id, or the one shown before."""
        self.recommendations.arrive(place)

    def place(self) -> str:
        """Return the id of what is shown."""
        return self.recommendations.place()

    def flush(self) -> None:
        """Let what is being typed settle."""
        self.recommendations.flush()

    def on_key(self, action: str) -> None:
        """Do what a key of the screen asks for."""
        self.recommendations.act(action)

    def _on_inspection_changed(self, subjects: frozenset[str]) -> None:
        self.recommendations.show_changed(subjects)

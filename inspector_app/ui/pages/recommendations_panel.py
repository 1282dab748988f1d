"""Recommendations, causes of concern and areas for improvement: the list, and the chosen one."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.ids import RecommendationId
from inspector_app.domain.items import RecommendationItem
from inspector_app.domain.recommendations import Advance, Recommendation, RecommendationKind
from inspector_app.domain.recommending import kind_words
from inspector_app.domain.watermark import Shown
from inspector_app.services.recording import Act
from inspector_app.ui import review_viewing, theme
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.models.words_table import WordsRow
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Destination, Screen
from inspector_app.ui.pages.review_panel import ReviewPanel
from inspector_app.ui.texts import counted, tr
from inspector_app.ui.widgets.advance_editor import AdvanceEditor
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.popups import Menu
from inspector_app.ui.widgets.recommendation_editor import RecommendationEditor


class RecommendationsPanel(ReviewPanel):
    """The list at the left; the chosen one, and how far it has come, at the right."""

    WATCHED = frozenset(
        {Subject.RECOMMENDATION, Subject.PROGRESS, Subject.SOURCE, Subject.EVIDENCE}
    )

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        titles = (tr("Kind"), tr("Number"), tr("Text"), tr("To"), tr("By"), tr("Progress"))
        names = (tr("Recommendations"), tr("The recommendation"))
        super().__init__(inspection, titles, names, parent)
        self._wanted = ""
        """One that was recorded and is to be chosen when it stands."""
        self._count = label("", "dim", self)
        self.new_button = button(tr("New …"), "plus", parent=self)
        self.new_button.clicked.connect(self._ask_kind)
        head = QHBoxLayout()
        head.addWidget(self._count, 1)
        head.addWidget(self.new_button)
        self.above.addLayout(head)
        self._title = label("", "strong", self.room)
        self.editor = RecommendationEditor(self.room)
        self.editor.edited.connect(self._on_editor_edited)
        self.advance = AdvanceEditor(self.room)
        self.advance.told.connect(self._on_advance_told)
        self.chosen.addWidget(self._title)
        self.chosen.addWidget(self.editor)
        self.chosen.addSpacing(theme.current().px(8))
        self.chosen.addWidget(label(tr("How far it has come"), "strong", self.room))
        self.chosen.addWidget(self.advance)
        self.chosen.addStretch(1)
        self.refresh()

    # What the page asks

    def begin(self) -> QWidget:
        """Return the button that begins one."""
        return self.new_button

    def flush(self) -> None:
        """Let what is being typed settle."""
        if self.shown:
            self.editor.flush()
            self.advance.flush()

    def act(self, action: str) -> None:
        """Do what a key of the screen asks for."""
        if action == "list":
            self.view.setFocus()
        elif self.view.hasFocus() or self.new_button.hasFocus():
            verbs: dict[str, Callable[[], None]] = {
                "new": self._ask_kind,
                "edit": self.editor.begin,
                "withdraw": self._ask_withdrawal,
                "go": self._go,
            }
            verbs.get(action, _nothing)()

    def show_changed(self, subjects: frozenset[str]) -> None:
        """Bring the list up to date, and go to one that was just made."""
        super().show_changed(subjects)
        if self._wanted and self.holds(self._wanted):
            wanted, self._wanted = self._wanted, ""
            self.choose(wanted)
            if self.isVisible():
                self.editor.to.setFocus(Qt.FocusReason.OtherFocusReason)

    # Showing

    def marked(self) -> Shown:
        """Return the recommendations and how far they have come."""
        return Shown(frozenset({Subject.RECOMMENDATION, Subject.PROGRESS}))

    def rows(self) -> tuple[WordsRow, ...]:
        """Return the recommendations of this inspection."""
        rows = review_viewing.recommendation_rows(self.inspection.standing)
        self._count.setText(
            counted(len(rows), "item", "items")
            if rows
            else tr("None yet; an inspection may end without any")
        )
        return rows

    def _item(self) -> RecommendationItem | None:
        items = self.inspection.standing.recommendations()
        return next((each for each in items if each.id == self.shown), None)

    def show_chosen(self) -> bool:
        """Show the chosen recommendation, and how far it has come."""
        item, standing = self._item(), self.inspection.standing
        made = item.recommendation if item else None
        typed = self.inspection.typed_of(subject(Subject.RECOMMENDATION, self.shown))
        if made is not None and isinstance(typed, Recommendation):
            made = typed
        self.editor.show_recommendation(made, standing)
        field = standing.advance(standing.id, RecommendationId(self.shown))
        stamp = review_viewing.told_words(standing, field)
        told = self.inspection.typed_of(subject(Subject.PROGRESS, standing.id, self.shown))
        value = told if isinstance(told, Advance) else field.value
        self.advance.show_advance(made, value, stamp, standing)
        if item is not None:
            words = f"{item.recommendation.number} · {kind_words(item.recommendation.kind)}"
            if item.is_disputed:
                words += " · " + tr("stands in versions: what you write settles them")
            self._title.setText(words)
        return item is not None

    # What happens

    def _ask_kind(self) -> None:
        menu = Menu(self, tr("What is asked for"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for kind in RecommendationKind:
            menu.addAction(f"&{kind_words(kind)}").setData(kind.value)
        menu.triggered.connect(self._on_menu_triggered)
        below = self.new_button.mapToGlobal(self.new_button.rect().bottomLeft())
        menu.popup(below if self.new_button.isVisible() else QCursor.pos())

    def _on_menu_triggered(self, action: object) -> None:
        kind = RecommendationKind(action.data())  # type: ignore[attr-defined]
        asking = AskReason(
            self,
            tr("New: {kind}").format(kind=kind_words(kind).lower()),
            tr("To whom, by when and what it rests on are asked next."),
            tr("Record"),
            name=tr("Text"),
        )
        service, id_ = self.inspection.services.recommendations, self.inspection.standing.id

        def given(text: str) -> None:
            def verb() -> Act:
                made, act = service.make(id_, Recommendation(kind, text))
                self._wanted = made
                return act

            self.inspection.record(self, verb, tr("{kind} recorded").format(kind=kind_words(kind)))

        asking.given.connect(given)
        asking.open()

    def _on_editor_edited(self, made: Recommendation) -> None:
        service, standing = self.inspection.services.recommendations, self.inspection.standing
        shown = RecommendationId(self.shown)
        self.inspection.write(
            self,
            subject(Subject.RECOMMENDATION, shown),
            made,
            standing.recommendation(shown).heads,
            lambda seen: service.revise(standing.id, shown, made, seen),
            tr("{number} recorded").format(number=made.number),
            refused=self.refuse,
        )

    def _on_advance_told(self, advance: Advance) -> None:
        service, id_ = self.inspection.services.recommendations, self.inspection.standing.id
        shown = RecommendationId(self.shown)
        self.inspection.write(
            self,
            subject(Subject.PROGRESS, id_, shown),
            advance,
            self.inspection.standing.advance(id_, shown).heads,
            lambda seen: service.tell(id_, id_, shown, advance, seen),
            tr("Progress recorded"),
            refused=self.refuse,
        )

    def _ask_withdrawal(self) -> None:
        item = self._item()
        if item is None:
            return
        service, id_ = self.inspection.services.recommendations, self.inspection.standing.id
        number = item.recommendation.number
        asking = AskReason(
            self,
            tr("Withdraw {number}?").format(number=number),
            tr("It is no longer printed; what was recorded stays in the history."),
            tr("Withdraw"),
        )

        def given(reason: str) -> None:
            self.record(
                lambda: service.withdraw(id_, item.id, reason),
                tr("{number} withdrawn").format(number=number),
            )

        asking.given.connect(given)
        asking.open()

    def _go(self) -> None:
        item = self._item()
        rests_on = item.recommendation.rests_on if item else None
        places = (*rests_on.lines, *rests_on.sections) if rests_on else ()
        if places:
            self.going.emit(Destination(Screen.SECTION, places[0]))
        else:
            self.noticed.emit(tr("It rests on no line or section yet."))


def _nothing() -> None:
    """The key has no meaning in this part."""

"""Last time: which earlier inspection is followed up, and what became of what it asked for."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.follow_up import Earlier
from inspector_app.domain.recommendations import Advance
from inspector_app.domain.recommending import AskedBefore, asked_last_time, kind_words
from inspector_app.domain.watermark import Shown
from inspector_app.ui import review_viewing, theme
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.models.words_table import WordsRow
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.review_panel import ReviewPanel
from inspector_app.ui.texts import tr, tr_counted
from inspector_app.ui.widgets.advance_editor import AdvanceEditor
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.popups import Menu


class FollowUpPanel(ReviewPanel):
    """What the earlier inspection asked for at the left; how far it has come at the right."""

    WATCHED = frozenset({Subject.FOLLOW_UP, Subject.PROGRESS, Subject.SOURCE, Subject.EVIDENCE})

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        titles = (tr("Kind"), tr("Number"), tr("Text"), tr("To"), tr("By"), tr("Progress"))
        names = (tr("Asked for last time"), tr("What was asked for"))
        super().__init__(inspection, titles, names, parent)
        self._state = label("", "", self)
        self._state.setWordWrap(True)
        self._lines = label("", "dim", self)
        self._lines.setWordWrap(True)
        self.choose_button = button(tr("Another earlier inspection …"), "history", parent=self)
        self.choose_button.clicked.connect(self._ask_earlier)
        head = QHBoxLayout()
        head.addWidget(self.choose_button)
        head.addStretch(1)
        self.above.addWidget(self._state)
        self.above.addWidget(self._lines)
        self.above.addLayout(head)
        self._title = label("", "strong", self.room)
        self._text = label("", "body-strong", self.room)
        self._text.setWordWrap(True)
        self.advance = AdvanceEditor(self.room)
        self.advance.told.connect(self._on_advance_told)
        self.chosen.addWidget(self._title)
        self.chosen.addWidget(self._text)
        self.chosen.addSpacing(theme.current().px(8))
        self.chosen.addWidget(label(tr("How far it has come"), "strong", self.room))
        self.chosen.addWidget(self.advance)
        self.chosen.addStretch(1)
        self.refresh()

    # What the page asks

    def begin(self) -> QWidget:
        """Return the button that names an earlier inspection."""
        return self.choose_button

    def flush(self) -> None:
        """Let what is being typed settle."""
        if self.shown:
            self.advance.flush()

    def act(self, action: str) -> None:
        """Do what a key of the screen asks for."""
        verbs: dict[str, Callable[[], None]] = {
            "new": self._ask_earlier,
            "edit": self.advance.stage.begin,
            "list": self.view.setFocus,
            "withdraw": self._ask_withdrawal,
        }
        if action in verbs:
            verbs[action]()

    # Showing

    def _asked(self) -> tuple[AskedBefore, ...]:
        followed = self.inspection.followed
        earlier = followed.standing if followed else None
        return asked_last_time(self.inspection.standing, earlier)

    def marked(self) -> Shown:
        """Return how far recommendations have come, and all of the earlier inspection."""
        followed = self.inspection.followed
        earlier = followed.standing.markings() if followed and followed.standing else ()
        return Shown(frozenset({Subject.FOLLOW_UP, Subject.PROGRESS}), marked=earlier)

    def rows(self) -> tuple[WordsRow, ...]:
        """Return what was asked for last time."""
        followed, lasts = self.inspection.followed, self.inspection.last_times
        self._state.setText(
            followed.words()
            if followed
            else tr("No earlier inspection of this force is in this vault.")
        )
        self._lines.setText(
            tr_counted(
                len(lasts),
                "What it found stands beside {number} line of the walk, and is never counted as "
                "established now.",
                "What it found stands beside {number} lines of the walk, and is never counted as "
                "established now.",
            ).format(number=len(lasts))
            if lasts
            else ""
        )
        self._lines.setVisible(bool(lasts))
        return review_viewing.asked_rows(self._asked())

    def _item(self) -> AskedBefore | None:
        return next((each for each in self._asked() if each.key == self.shown), None)

    def show_chosen(self) -> bool:
        """Show what was asked for, and how far it has come."""
        item, standing = self._item(), self.inspection.standing
        if item is None:
            self.advance.show_advance(None, None, "", standing)
            return False
        self._title.setText(f"{item.of.number} · {kind_words(item.of.kind)}")
        self._text.setText(item.of.text)
        field = standing.advance(item.made_in, item.id)
        stamp = review_viewing.told_words(standing, field)
        told = self.inspection.typed_of(subject(Subject.PROGRESS, item.made_in, item.id))
        value = told if isinstance(told, Advance) else field.value
        self.advance.show_advance(item.of, value, stamp, standing)
        return True

    # What happens

    def _on_advance_told(self, advance: Advance) -> None:
        item = self._item()
        if item is None:
            return
        service, id_ = self.inspection.services.recommendations, self.inspection.standing.id
        self.inspection.write(
            self,
            subject(Subject.PROGRESS, item.made_in, item.id),
            advance,
            self.inspection.standing.advance(item.made_in, item.id).heads,
            lambda seen: service.tell(id_, item.made_in, item.id, advance, seen),
            tr("Progress recorded"),
            refused=self.refuse,
        )

    def _ask_earlier(self) -> None:
        service, id_ = self.inspection.services.follow_up, self.inspection.standing.id
        self.inspection.jobs.run(self, lambda: service.candidates(id_), self._show_candidates)

    def _show_candidates(self, candidates: tuple[Earlier, ...]) -> None:
        if not candidates:
            self.noticed.emit(tr("No earlier inspection of this force is in this vault."))
            return
        menu = Menu(self, tr("Earlier inspections of this force"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for each in candidates:
            words = f"{each.force} · {each.fieldwork.words()}"
            made = menu.addAction(words.replace("&", "&&"))
            made.triggered.connect(partial(self._name, each))
        below = self.choose_button.mapToGlobal(self.choose_button.rect().bottomLeft())
        menu.popup(below if self.choose_button.isVisible() else QCursor.pos())

    def _name(self, earlier: Earlier, _is_checked: bool = False) -> None:
        service, id_ = self.inspection.services.follow_up, self.inspection.standing.id
        self.record(
            lambda: service.name(id_, earlier.inspection),
            tr("Follows up the inspection of {dates}").format(dates=earlier.fieldwork.words()),
        )

    def _ask_withdrawal(self) -> None:
        followed = self.inspection.followed
        if followed is None or not followed.is_named:
            self.noticed.emit(tr("No earlier inspection was named here."))
            return
        service, id_ = self.inspection.services.follow_up, self.inspection.standing.id
        asking = AskReason(
            self,
            tr("Take back which inspection is followed up?"),
            tr("What was told of its recommendations stays."),
            tr("Take back"),
        )

        def given(reason: str) -> None:
            self.record(lambda: service.withdraw(id_, reason), tr("Taken back"))

        asking.given.connect(given)
        asking.open()

"""Asking to whom lines or a section are assigned."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QPlainTextEdit, QWidget

from inspector_app.ui import theme
from inspector_app.ui.dialogs.ask import Ask
from inspector_app.ui.models.people_list import PeopleList, PersonView
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import label

_MOST_ROWS = 8
_ROW = 28


class AskAssignment(Ask):
    """People of the team with a tick each; with nobody ticked the assignment is taken back.

    Signals:
        given(tuple, str): the people who are ticked, and the reason.
        another_asked(): somebody is wanted who is not of the team yet; the question closes.
    """

    given = Signal(tuple, str)
    another_asked = Signal()

    def __init__(
        self,
        parent: QWidget,
        title: str,
        words: str,
        people: tuple[PersonView, ...],
        chosen: Iterable[str],
        *,
        may_take_back: bool,
        needs_reason: bool,
    ) -> None:
        super().__init__(parent, title, words, tr("Assign"))
        px = theme.current().px
        self._may_take_back = may_take_back
        self._needs_reason = needs_reason
        self._people = PeopleList(people, chosen, self)
        self._people.ticked.connect(self._wake)
        self.list = QListView(self)
        self.list.setAccessibleName(tr("People of the team; a number or Space ticks"))
        self.list.setModel(self._people)
        theme.set_look(self.list, "topics")
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedHeight(px(_ROW) * min(max(len(people), 2), _MOST_ROWS) + px(8))
        self.list.setCurrentIndex(self._people.index(0, 0))
        self.list.installEventFilter(self)
        self.body.addWidget(self.list)
        self.another = button(tr("Somebody else … (N)"), "plus", "link", self)
        self.another.setAutoDefault(False)
        self.another.clicked.connect(self._ask_another)
        row = QHBoxLayout()
        row.addWidget(self.another)
        row.addStretch(1)
        self.body.addLayout(row)
        self.reason = QPlainTextEdit(self)
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(px(60))
        self.reason.textChanged.connect(self._wake)
        heading = label(tr("Reason"), "dim", self)
        heading.setBuddy(self.reason)
        self.reason.setAccessibleName(heading.text())
        for part in (heading, self.reason):
            part.setVisible(needs_reason)
            self.body.addWidget(part)
        self.accepted.connect(self._on_accepted)
        self.list.setFocus()
        self._wake()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tick by number; N is somebody else (Qt)."""
        if watched is self.list and isinstance(event, QKeyEvent):
            number = event.key() - Qt.Key.Key_0
            if event.type() == QEvent.Type.KeyPress and 1 <= number <= 9:
                if self._people.toggle(number - 1):
                    self.list.setCurrentIndex(self._people.index(number - 1, 0))
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_N:
                self._ask_another()
                return True
        return super().eventFilter(watched, event)

    def _ask_another(self) -> None:
        self.reject()
        self.another_asked.emit()

    def _wake(self) -> None:
        chosen = self._people.chosen()
        words = tr("Assign") if chosen or not self._may_take_back else tr("Take back")
        self.accept_button.setText(words)
        has_reason = bool(self.reason.toPlainText().strip()) or not self._needs_reason
        self.accept_button.setEnabled(has_reason and bool(chosen or self._may_take_back))

    def _on_accepted(self) -> None:
        self.given.emit(self._people.chosen(), self.reason.toPlainText().strip())

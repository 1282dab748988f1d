"""The drawers of the open line, of which one is open at a time."""

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget

from inspector_app.domain.answers import Answer
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.line_drawers import (
    AccountDrawer,
    CapabilityDrawer,
    DateDrawer,
    MarkingDrawer,
)
from inspector_app.ui.widgets.values.registers import Registers


class AnswerDrawers(QObject):
    """Makes each when it is first opened; a form gives the room and the heading beside it.

    Signals:
        edited(): something was typed or chosen in the open one.
        left(): what was typed there has settled.
        account_given(str, str): role and words of a new account.
        account_closed(): no account is to be given any more.
    """

    edited = Signal()
    left = Signal()
    account_given = Signal(str, str)
    account_closed = Signal()

    def __init__(self, form: QWidget, room: QHBoxLayout, heading: QLabel) -> None:
        super().__init__(form)
        self._form, self._room, self._heading = form, room, heading
        self._made: dict[str, QWidget] = {}
        self._visit = ""
        self._inherited = ""
        self.open_one = ""
        """``as-at``, ``capability``, ``marking`` or ``account``; empty while all are shut."""

    def set_inherited(self, visit: str, marking: str) -> None:
        """Say what holds where an answer has none of its own: the visit's dates, a marking."""
        self._visit, self._inherited = visit, marking

    def open(self, name: str, answer: Answer, registers: Registers) -> None:
        """Open the one of that name, filled from the answer, and put the focus there."""
        self.close()
        drawer = self._drawer(name, registers)
        self._fill(drawer, answer)
        self.open_one = name
        drawer.show()
        self._heading.setText(_words(name))
        self._heading.show()
        if isinstance(drawer, MarkingDrawer):
            drawer.begin()
        else:
            drawer.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close(self) -> None:
        """Shut the one that is open."""
        if self.open_one:
            self._made[self.open_one].hide()
            self.open_one = ""
        self._heading.hide()

    def holds(self, widget: QWidget | None) -> bool:
        """Return whether a widget is within the open one."""
        if not self.open_one or widget is None:
            return False
        return self._made[self.open_one].isAncestorOf(widget)

    def show_answer(self, answer: Answer) -> None:
        """Fill the open one, unless somebody is at work in it."""
        if self.open_one and not self.holds(QApplication.focusWidget()):
            self._fill(self._made[self.open_one], answer)

    def edited_answer(self, answer: Answer) -> Answer:
        """Return the answer with what the open one says.

        Raises:
            BadInput: a day that the calendar does not have, or a marking that is none.
        """
        drawer = self._made.get(self.open_one)
        if isinstance(drawer, DateDrawer):
            return replace(answer, as_at=drawer.date())
        if isinstance(drawer, CapabilityDrawer):
            return replace(answer, capability=drawer.sources(), share=drawer.share())
        if isinstance(drawer, MarkingDrawer):
            return replace(answer, marking=drawer.marking())
        return answer

    def give_account(self) -> None:
        """Hand over an account that is being typed."""
        drawer = self._made.get("account")
        if isinstance(drawer, AccountDrawer):
            drawer.give()

    def put_account_back(self, role: str, words: str) -> bool:
        """Show an account that was handed over as it was typed; False when another one is."""
        drawer = self._made.get("account")
        return isinstance(drawer, AccountDrawer) and drawer.put_back(role, words)

    def _drawer(self, name: str, registers: Registers) -> QWidget:
        if name in self._made:
            return self._made[name]
        drawer: QWidget
        if name == "as-at":
            drawer = DateDrawer(self._form)
        elif name == "capability":
            drawer = CapabilityDrawer(self._form)
        elif name == "marking":
            drawer = MarkingDrawer(self._form)
        else:
            drawer = AccountDrawer(registers, self._form)
        if isinstance(drawer, AccountDrawer):
            drawer.given.connect(self.account_given)
            drawer.closed.connect(self.account_closed)
        elif isinstance(drawer, DateDrawer | CapabilityDrawer | MarkingDrawer):
            drawer.edited.connect(self.edited)
            drawer.left.connect(self.left)
        self._room.addWidget(drawer)
        self._made[name] = drawer
        return drawer

    def _fill(self, drawer: QWidget, answer: Answer) -> None:
        if isinstance(drawer, DateDrawer):
            drawer.show_date(answer.as_at, self._visit)
        elif isinstance(drawer, CapabilityDrawer):
            drawer.show_capability(answer.capability, answer.share)
        elif isinstance(drawer, MarkingDrawer):
            drawer.show_marking(answer.marking, self._inherited)


def _words(name: str) -> str:
    return {
        "as-at": tr("As at"),
        "capability": tr("Whose"),
        "marking": tr("Marking"),
        "account": tr("Account"),
    }[name]

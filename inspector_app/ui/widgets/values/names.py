"""The editor of organisations and roles: type to search the registers, or a free name."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from inspector_app.domain.checklist import AnswerKind, Part
from inspector_app.domain.registers import for_answers
from inspector_app.domain.values import Named, Names, Value
from inspector_app.ui import icons
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.flow_layout import FlowLayout
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.tips import set_tip
from inspector_app.ui.widgets.values.fields import WordField
from inspector_app.ui.widgets.values.registers import RegisterCompleter, Registers
from inspector_app.ui.widgets.values.value_editor import Surroundings, ValueEditor


@dataclass(frozen=True, slots=True)
class _Shown:
    name: Named
    chip: QPushButton


class NamesEditor(ValueEditor):
    """The names as buttons that take them off, and a field for the next one."""

    def __init__(self, part: Part, around: Surroundings, name: str, parent: QWidget) -> None:
        super().__init__(part, around, name, parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._register = for_answers(part.kind, part.register)
        self._adding: set[str] = set()
        """Names on their way into the register: they are its entries once they are there."""
        self._shown: list[_Shown] = []
        hint = tr("role, never a name") if part.kind is AnswerKind.ROLE else tr("type to search")
        self.field = NameField(name, hint, around.registers, self._register, self)
        self.field.adding.connect(self._adding.add)
        around.registers.changed.connect(self._on_registers_changed)
        self.field.edited.connect(self.edited)
        self.field.named.connect(self._on_field_named)
        self.field.left.connect(self.settled)
        self._told = label("", "dim", self)
        self._flow = FlowLayout(self, across=6, down=4)
        self._flow.addWidget(self.field)
        self._flow.addWidget(self._told)
        self.setFocusProxy(self.field)

    def show_value(self, value: Value | None) -> None:
        """Show the names."""
        self._show(list(value.entries) if isinstance(value, Names) else [])
        self.field.show_text("")

    def value(self) -> Value | None:
        """Return the names, the one in the field included."""
        found = [each.name for each in self._shown]
        if self.field.words:
            typed = self.around.registers.named(self.field.words, self._register)
            found = self._with(found, typed)
        return Names(tuple(found)) if found else None

    def _with(self, names: list[Named], name: Named) -> list[Named]:
        if not self.part.many:
            return [name]
        return names if name in names else [*names, name]

    def _show(self, names: list[Named]) -> None:
        if [each.name for each in self._shown] != names:
            for each in self._shown:
                self._flow.removeWidget(each.chip)
                each.chip.hide()
                each.chip.deleteLater()
            self._flow.removeWidget(self.field)
            self._flow.removeWidget(self._told)
            self._shown = [_Shown(name, self._chip(name)) for name in names]
            for each in self._shown:
                self._flow.addWidget(each.chip)
                each.chip.show()
            self._flow.addWidget(self.field)
            self._flow.addWidget(self._told)
        free = [name.name for name in names if not name.entry]
        words = tr("not in the register: {names}").format(names=", ".join(free)) if free else ""
        self._told.setText(words)
        self._told.setVisible(bool(words))
        self.updateGeometry()

    def _chip(self, name: Named) -> QPushButton:
        chip = button(name.name, parent=self)
        icons.dress(chip, "cross", "dim")
        chip.setAccessibleName(tr("Take off: {name}").format(name=name.name))
        set_tip(chip, tr("Take off"))
        chip.clicked.connect(self._on_chip_clicked)
        return chip

    def _on_chip_clicked(self) -> None:
        kept = [each.name for each in self._shown if each.chip is not self.sender()]
        self.field.setFocus()
        self._show(kept)
        self.settled.emit()

    def _on_field_named(self, name: Named) -> None:
        self.field.show_text("")
        self._show(self._with([each.name for each in self._shown], name))
        # One on its way into the register settles when it is its entry.
        is_waiting = not name.entry and name.name in self._adding
        (self.edited if is_waiting else self.settled).emit()

    def _on_registers_changed(self) -> None:
        """Let names that were put into the register be its entries."""
        before = [each.name for each in self._shown]
        after = [
            self.around.registers.named(name.name, self._register)
            if not name.entry and name.name in self._adding
            else name
            for name in before
        ]
        if after != before:
            self._show(after)
            self.settled.emit()


class NameField(WordField):
    """A field that offers register entries while one types.

    Signals:
        named(Named): Enter, or an entry was chosen from the list.
        adding(str): a name that is being put into the register.
    """

    named = Signal(object)
    adding = Signal(str)

    def __init__(
        self, name: str, hint: str, offered: Registers, register: str, parent: QWidget
    ) -> None:
        super().__init__(name, 260, hint, parent)
        self._offered = offered
        self._register = register
        self.returnPressed.connect(self._on_return_pressed)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Make the list when it is first of use: it costs more than the field (Qt)."""
        if self.completer() is None:
            completer = RegisterCompleter(self._offered, self._register, self)
            completer.adding.connect(self.adding)
            # Queued: the line itself writes the chosen words into the field after this signal.
            completer.activated.connect(self._on_completed, Qt.ConnectionType.QueuedConnection)
            self.setCompleter(completer)
        super().focusInEvent(event)

    def _on_completed(self, text: str) -> None:
        self.named.emit(self._offered.named(text, self._register))

    def _on_return_pressed(self) -> None:
        # The field has had the focus, so the list is made.
        popup = self.completer().popup()
        if popup is None or not popup.isVisible():
            self._give()

    def _give(self) -> None:
        if self.words:
            self.named.emit(self._offered.named(self.words, self._register))

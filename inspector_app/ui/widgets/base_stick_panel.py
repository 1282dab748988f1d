"""Sticks to base: who authorised the journey, on which stick, and the three things to be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.base_stick_viewing import BaseStickView
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.flow_layout import FlowLayout
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.progress_row import ProgressRow


class BaseStickPanel(Card):
    """A card; it decides nothing and asks for what its page does.

    Signals:
        pack_asked(): what base lacks is to be packed.
        answer_asked(): base's answer is to be taken in.
        wipe_asked(): a stick is to be wiped.
    """

    pack_asked = Signal()
    answer_asked = Signal()
    wipe_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("To base by a stick"), parent)
        self._can_pack = False
        self._state = label("", "secondary", self)
        self._state.setWordWrap(True)
        self.authorised = self._field(tr("Lead inspector"), tr("Authorised by, as a role"))
        self.stick = self._field(
            tr("as the system says, else its number"), tr("What the stick is known by")
        )
        self.pack = button(tr("Pack for base …"), "export", "primary", self)
        self.pack.clicked.connect(self.pack_asked)
        self.answer = button(tr("Take base’s answer in …"), "folder", parent=self)
        self.answer.clicked.connect(self.answer_asked)
        self.wipe = button(tr("Wipe a stick …"), "cross", parent=self)
        self.wipe.clicked.connect(self.wipe_asked)
        self._progress = QVBoxLayout()
        self.result = label("", "body", self)
        self.result.setWordWrap(True)
        self.result.setTextFormat(Qt.TextFormat.PlainText)
        self.result.hide()
        self._lay_out()

    def show_view(self, view: BaseStickView) -> None:
        """Show how the inspection stands to base."""
        self._state.setText(view.state)
        self._can_pack = view.can_pack
        self.pack.setEnabled(view.can_pack)

    def show_result(self, text: str) -> None:
        """Say what came of it."""
        self.result.setText(text)
        self.result.setVisible(bool(text))

    def show_under_way(self, row: ProgressRow | None) -> None:
        """Show what is being done; None: it has ended."""
        if row is not None:
            self._progress.addWidget(row)
        for each in (self.answer, self.wipe):
            each.setEnabled(row is None)
        self.pack.setEnabled(row is None and self._can_pack)

    def _field(self, example: str, words: str) -> QLineEdit:
        made = QLineEdit(self)
        made.setPlaceholderText(example)
        made.setAccessibleName(words)
        made.setMaxLength(120)
        return made

    def _lay_out(self) -> None:
        self.add(self._state)
        self.add_field(tr("Authorised &by, as a role; recorded, and told to base"), self.authorised)
        self.add_field(tr("What the &stick is known by"), self.stick)
        self.body.addSpacing(theme.current().px(4))
        row = QWidget(self)
        buttons = FlowLayout(row)
        for each in (self.pack, self.answer, self.wipe):
            buttons.addWidget(each)
        self.add(row)
        self.add(self._progress)
        self.add(self.result)

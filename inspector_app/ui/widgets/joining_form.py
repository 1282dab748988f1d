"""What base has to be told once: the invitation, the inspector's name, a PIN, the passphrase."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.announce import tell
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.passphrase_field import PassphraseField

SUFFIX = ".spr-base"


@dataclass(frozen=True, slots=True)
class Joining:
    """What was filled in."""

    invitation: str | Path
    name: str
    pin: str
    passphrase: str


class JoiningForm(QFrame):
    """Four fields and a button; a refusal stands under them, and what is typed stays typed.

    Signals:
        asked(Joining): the user wants to join by what is filled in.
        file_wanted(): the user wants to choose the invitation's file.
    """

    asked = Signal(object)
    file_wanted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Args: ``name`` is the inspector's, as the vault knows it."""
        super().__init__(parent)
        theme.set_look(self, "opened")
        self.invitation = QLineEdit(self)
        self.invitation.setAccessibleName(tr("Invitation"))
        self.invitation.setPlaceholderText(tr("https://base.example:8443 ABCD-EFGH-…, or a file"))
        self.choose = button(tr("File …"), "folder", parent=self)
        self.choose.clicked.connect(self.file_wanted)
        self.name = QLineEdit(name, self)
        self.name.setAccessibleName(tr("Your name, as signed summaries will show it"))
        self.pin = PassphraseField(tr("New PIN for signing"), parent=self)
        self.pin_again = PassphraseField(tr("The PIN once more"), parent=self)
        self.passphrase = PassphraseField(tr("Passphrase of this vault"), parent=self)
        self.passphrase.entered.connect(self._ask)
        self.join = button(tr("Join"), "key", "primary", self)
        self.join.clicked.connect(self._ask)
        self._told = label("", "body-strong", self)
        self._told.setWordWrap(True)
        self._told.hide()
        self._lay_out()

    def show_refusal(self, words: str) -> None:
        """Say why it did not come about; empty: nothing is wrong so far."""
        tell(self._told, words)
        self._told.setVisible(bool(words))

    @property
    def refusal(self) -> str:
        """What is said under the fields."""
        return "" if self._told.isHidden() else self._told.text()

    def show_busy(self, is_busy: bool) -> None:
        """Take no second asking while one is under way."""
        self.join.setEnabled(not is_busy)

    def forget_secrets(self) -> None:
        """Forget what is nobody's to keep."""
        for field in (self.pin, self.pin_again, self.passphrase):
            field.clear()

    def _lay_out(self) -> None:
        px = theme.current().px
        why = label(
            tr(
                "The base administrator gives out an invitation for this laptop: a file, or base’s "
                "address with a code. Joining also lets base open this vault should its passphrase "
                "be lost."
            ),
            "body",
            self,
        )
        why.setWordWrap(True)
        first = QHBoxLayout()
        first.setSpacing(px(8))
        first.addWidget(self.invitation, 1)
        first.addWidget(self.choose)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(label(tr("Invitation"), "secondary", self), first)
        for words, field in (
            (tr("Name"), self.name),
            (tr("New PIN for signing"), self.pin),
            (tr("The PIN once more"), self.pin_again),
            (tr("Passphrase"), self.passphrase),
        ):
            form.addRow(label(words, "secondary", self), field)
        foot = QHBoxLayout()
        foot.addWidget(self.join)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(14), px(10), px(14), px(10))
        layout.setSpacing(px(8))
        layout.addWidget(why)
        layout.addLayout(form)
        layout.addWidget(self._told)
        layout.addLayout(foot)

    def _ask(self) -> None:
        given = self.invitation.text().strip()
        if not given:
            self.show_refusal(
                tr("The invitation is missing: paste it, type it, or choose its file.")
            )
            self.invitation.setFocus()
            return
        if self.pin.text != self.pin_again.text:
            self.show_refusal(tr("The two PINs differ: type the same twice."))
            self.pin.line.setFocus()
            return
        self.show_refusal("")
        is_file = "://" not in given and Path(given).suffix == SUFFIX
        self.asked.emit(
            Joining(
                Path(given) if is_file else given,
                self.name.text().strip(),
                self.pin.text,
                self.passphrase.text,
            )
        )

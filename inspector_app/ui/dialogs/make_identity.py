"""Making a self-issued signing identity: a name, and a PIN typed twice."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from inspector_app.ui.dialogs.ask import Ask
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.passphrase_field import PassphraseField


class MakeIdentity(Ask):
    """Says what such an identity proves and what not; wakes its button when all is typed.

    Signals:
        given(str, str): the name to be shown, and the PIN.
    """

    given = Signal(str, str)

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(
            parent,
            tr("Make a self-issued identity"),
            tr(
                "A signature by it proves that a summary was not altered since. It does not prove "
                "who signed: nobody but you vouches for the name. The PIN is asked for at each "
                "signing and is kept nowhere."
            ),
            tr("Make it"),
            records=False,
        )
        self.name = QLineEdit(self)
        self.name.setText(name)
        self.name.setAccessibleName(tr("Name on the signature"))
        self.pin = PassphraseField(tr("PIN, six characters or more"), parent=self)
        self.again = PassphraseField(tr("The same PIN again"), parent=self)
        self._told = label("", "dim", self)
        self._told.setWordWrap(True)
        self.body.addWidget(label(tr("Name on the signature"), "dim", self))
        self.body.addWidget(self.name)
        self.body.addWidget(self.pin)
        self.body.addWidget(self.again)
        self.body.addWidget(self._told)
        for signal in (self.name.textChanged, self.pin.changed, self.again.changed):
            signal.connect(self._on_changed)
        self.accepted.connect(self._on_accepted)
        self.finished.connect(self._on_finished)
        self._on_changed()
        self.pin.setFocus()

    def _on_changed(self) -> None:
        differs = bool(self.again.text) and self.again.text != self.pin.text
        self._told.setText(tr("The two PINs differ.") if differs else "")
        is_whole = bool(self.name.text().strip() and self.pin.text)
        self.accept_button.setEnabled(is_whole and self.pin.text == self.again.text)

    def _on_accepted(self) -> None:
        self.given.emit(self.name.text().strip(), self.pin.text)

    def _on_finished(self) -> None:
        self.pin.clear()
        self.again.clear()

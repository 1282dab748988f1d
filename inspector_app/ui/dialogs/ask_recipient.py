"""Asking for somebody to whom bundles are encrypted: a name and their public key."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.ui.dialogs.ask import Ask
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.refusable_form import RefusableForm
from inspector_app.ui.widgets.values.fields import WordField


class AskRecipient(Ask):
    """A name, and a public key as ``age-keygen`` writes it.

    Signals:
        given(str, str): name and key.
    """

    given = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent,
            tr("Keep a recipient"),
            tr(
                "Whoever has the secret to this key can open what is encrypted to it. Have the "
                "key told to you by somebody you know, or compare it by telephone."
            ),
            tr("Keep"),
            records=False,
        )
        self._form = RefusableForm(self)
        self.name = WordField(tr("Name"), 300, tr("an office or a store"), self)
        self.key = WordField(tr("Public key"), 300, "age1…", self)
        for id_, words, field in (("name", tr("Name"), self.name), ("key", tr("Key"), self.key)):
            field.edited.connect(self._wake)
            self._form.add(id_, words, field)
        self.body.addWidget(self._form)
        self.accepted.connect(self._on_accepted)
        self.name.setFocus()
        self._wake()

    def _wake(self) -> None:
        self.accept_button.setEnabled(bool(self.name.words and self.key.words))

    def _on_accepted(self) -> None:
        self.given.emit(self.name.words, self.key.words)

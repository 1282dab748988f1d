"""The vault's passphrase on the screen of settings: another one takes its place."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.ui.jobs import Jobs, Lane
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.announce import tell
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.passphrase_field import PassphraseField, Strength

if TYPE_CHECKING:
    from inspector_app.services.vault import VaultService


class PassphraseCard(Card):
    """Asks for the present one, and for the new one twice; says below what came of it."""

    def __init__(self, service: "VaultService", jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(tr("Passphrase"), parent)
        self._service, self._jobs = service, jobs
        self.old = PassphraseField(tr("Present passphrase"), parent=self)
        self.new = PassphraseField(tr("New passphrase"), shows_strength=True, parent=self)
        self.new.changed.connect(self._on_new_changed)
        self.again = PassphraseField(tr("The new one again"), parent=self)
        self.again.entered.connect(self._on_change)
        for field in (self.old, self.new, self.again):
            self.add(field)
        self.told = label("", "", self)
        self.told.setWordWrap(True)
        self.change = button(tr("Change the passphrase"), "key", parent=self)
        self.change.clicked.connect(self._on_change)
        row = QHBoxLayout()
        row.addWidget(self.change)
        row.addStretch(1)
        self.add(row)
        self.add(self.told)

    def _on_new_changed(self, passphrase: str) -> None:
        service = self._service

        def measured() -> Strength:
            strength = service.strength(passphrase)
            words = f"{strength.level.words.capitalize()}. {strength.advice}"
            return Strength(int(strength.level), words)

        def shown(strength: Strength) -> None:
            if self.new.text == passphrase:
                self.new.show_strength(strength)

        self._jobs.run(self, measured, shown)

    @Slot()
    def _on_change(self) -> None:
        service, old, new = self._service, self.old.text, self.new.text
        if not self.change.isEnabled():
            return
        if not old or not new:
            self._tell(tr("Type the present passphrase, and the new one twice."))
            return
        if new != self.again.text:
            self._tell(tr("The two new passphrases differ: type the same one twice."))
            self.again.setFocus()
            return
        self.change.setEnabled(False)
        self._tell(tr("Changing …"))
        self._jobs.run(
            self,
            lambda: service.change_passphrase(old, new),
            self._on_changed,
            lane=Lane.WRITES,
            refused=self._on_refused,
            finished=partial(self.change.setEnabled, True),
        )

    def _on_changed(self, _nothing: None) -> None:
        for field in (self.old, self.new, self.again):
            field.clear()
        self._tell(
            tr("Changed. Copies of the vault made before still open with the passphrase of then.")
        )

    def _on_refused(self, error: InspectorError) -> None:
        self._tell(str(error))
        if self.isVisible():
            self.old.setFocus()

    def _tell(self, words: str) -> None:
        tell(self.told, words)

"""With what the report signs: identities that are kept, a file, a card, a module."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.errors import RuleViolation
from inspector_app.services.reports import CardIdentity, FileIdentity, OwnIdentity, SigningChoice
from inspector_app.ui.dialogs.ask_secret import AskSecret
from inspector_app.ui.dialogs.files import ChooseFiles
from inspector_app.ui.dialogs.make_identity import MakeIdentity
from inspector_app.ui.jobs import Lane
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Page
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.signing_chooser import (
    IdentityView,
    Signer,
    SignerKind,
    SigningChooser,
)


class Signers(QObject):
    """Fills the chooser with what there is, and lets one be made or looked for.

    Signals:
        refused(InspectorError): no identity was made, and why.
    """

    refused = Signal(object)

    def __init__(self, page: Page, chooser: SigningChooser, inspection: OpenInspection) -> None:
        super().__init__(page)
        self._page, self._chooser, self._inspection = page, chooser, inspection
        chooser.making_asked.connect(self._on_making_asked)
        chooser.file_asked.connect(self._on_file_asked)
        chooser.module_asked.connect(self._on_module_asked)

    def look(self, chosen: str = "") -> None:
        """Offer the identities that are kept; ``chosen``, just made, is to sign."""
        reports = self._inspection.services.reports

        def read() -> tuple[IdentityView, ...]:
            return tuple(IdentityView(each.id, each.label) for each in reports.identities())

        self._inspection.jobs.run(self._page, read, partial(self._on_identities_known, chosen))

    def _on_identities_known(self, chosen: str, identities: tuple[IdentityView, ...]) -> None:
        self._chooser.show_identities(identities, chosen)
        if chosen:  # told only now: whoever hears it may sign with it
            self._page.noticed.emit(tr("Identity made"))

    def _on_file_asked(self) -> None:
        dialog = ChooseFiles(
            self._page,
            tr("Choose a PKCS#12 file"),
            tr("PKCS#12 files (*.p12 *.pfx);;All files (*)"),
        )
        dialog.files_chosen.connect(self._on_file_chosen)
        dialog.open()

    def _on_file_chosen(self, paths: list[Path]) -> None:
        self._chooser.file.line.setText(str(paths[0]))

    def _on_module_asked(self) -> None:
        dialog = ChooseFiles(
            self._page,
            tr("Choose a PKCS#11 module"),
            tr("Modules (*.so *.dll *.dylib);;All files (*)"),
        )
        dialog.files_chosen.connect(self._on_module_chosen)
        dialog.open()

    def _on_module_chosen(self, paths: list[Path]) -> None:
        self._chooser.module.line.setText(str(paths[0]))

    def _on_making_asked(self) -> None:
        dialog = MakeIdentity(self._page, self._inspection.services.inspector.name)
        dialog.given.connect(self._on_identity_given)
        dialog.open()

    def _on_identity_given(self, name: str, pin: str) -> None:
        reports = self._inspection.services.reports
        self._inspection.jobs.run(
            self._page,
            lambda: reports.make_identity(name, pin).id,
            self.look,
            lane=Lane.WRITES,
            refused=self.refused.emit,
        )


def ask_secret(page: Page, signer: Signer, title: str, verb: str) -> AskSecret:
    """Return the dialog that asks for the PIN or passphrase of what was chosen, to be opened."""
    is_file = signer.kind is SignerKind.FILE
    name = tr("Passphrase of the file") if is_file else tr("PIN")
    words = tr("Signing with {identity}.").format(identity=signer.words)
    return AskSecret(page, title, words, verb, name)


def signing_choice(signer: Signer, secret: str) -> SigningChoice:
    """Return with what to sign, now that its secret is known.

    Raises:
        RuleViolation: no file or module is named.
    """
    if signer.kind is SignerKind.OWN:
        return OwnIdentity(signer.identity, secret)
    if signer.path is None:
        raise RuleViolation(tr("Choose the file or module to sign with."))
    if signer.kind is SignerKind.FILE:
        return FileIdentity(signer.path, secret)
    return CardIdentity(signer.path, secret, signer.token or None)

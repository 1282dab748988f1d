"""Countersigning a signed summary, as the report asks for it: which, and where it goes."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from inspector_app.services.verifying import countersigned_name
from inspector_app.ui.dialogs.files import ChooseFiles, ChooseSave
from inspector_app.ui.jobs import Lane
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Page
from inspector_app.ui.pages.signers import ask_secret, signing_choice
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.signing_chooser import Signer


class Countersigning(QObject):
    """Asks one thing after another, and the secret last.

    Signals:
        begun(): the summary is being checked.
        countersigned(Countersigned): the file is written.
        refused(InspectorError): it is not, and why.
        ended(): it was begun, and is over in one way or the other.
    """

    begun = Signal()
    countersigned = Signal(object)
    refused = Signal(object)
    ended = Signal()

    def __init__(self, page: Page, inspection: OpenInspection) -> None:
        super().__init__(page)
        self._page, self._inspection = page, inspection

    def ask(self, signer: Signer) -> None:
        """Ask which summary, then all else."""
        dialog = ChooseFiles(
            self._page, tr("Which signed summary to countersign"), tr("PDF files (*.pdf)")
        )
        dialog.files_chosen.connect(partial(self._on_signed_chosen, signer))
        dialog.open()

    def _on_signed_chosen(self, signer: Signer, paths: list[Path]) -> None:
        signed = paths[0]
        dialog = ChooseSave(
            self._page,
            tr("Where the countersigned PDF goes"),
            countersigned_name(signed),
            tr("PDF files (*.pdf)"),
        )
        dialog.place_chosen.connect(partial(self._on_place_chosen, signer, signed))
        dialog.open()

    def _on_place_chosen(self, signer: Signer, signed: Path, target: Path) -> None:
        dialog = ask_secret(self._page, signer, tr("Countersign the summary"), tr("Countersign"))
        dialog.given.connect(partial(self._on_secret_given, signer, signed, target))
        dialog.open()

    def _on_secret_given(self, signer: Signer, signed: Path, target: Path, secret: str) -> None:
        reports = self._inspection.services.reports
        self.begun.emit()
        self._inspection.jobs.run(
            self._page,
            lambda: reports.countersign(signed, target, signing_choice(signer, secret)),
            self.countersigned.emit,
            lane=Lane.FILES,
            refused=self.refused.emit,
            finished=self.ended.emit,
        )

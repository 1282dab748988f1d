"""Signing a summary, as the report asks for it: where it goes, and by which secret."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout

from inspector_app.services.printing import Choice
from inspector_app.services.reports import Exported
from inspector_app.ui.dialogs.files import ChooseSave
from inspector_app.ui.jobs import CancelCheck, Progress
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Page
from inspector_app.ui.pages.signers import ask_secret, signing_choice
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.progress_row import ProgressRow
from inspector_app.ui.widgets.signing_chooser import Signer


class Signing(QObject):
    """Asks one thing after another, then prints and signs with its progress in ``place``.

    Signals:
        begun(): it is being printed.
        signed(Exported): the file is written.
        refused(InspectorError): it is not, and why.
        stopped(): it is not, as the user wished.
        ended(): it was begun, and is over in one way or the other.
    """

    begun = Signal()
    signed = Signal(object)
    refused = Signal(object)
    stopped = Signal()
    ended = Signal()

    def __init__(self, page: Page, inspection: OpenInspection, place: QVBoxLayout) -> None:
        super().__init__(page)
        self._page, self._inspection, self._place = page, inspection, place

    def ask(self, signer: Signer, chosen: Choice, suggested: Path) -> None:
        """Ask where what was chosen goes, then for the secret."""
        dialog = ChooseSave(
            self._page, tr("Where the signed PDF goes"), suggested, tr("PDF files (*.pdf)")
        )
        dialog.place_chosen.connect(partial(self._on_place_chosen, signer, chosen))
        dialog.open()

    def _on_place_chosen(self, signer: Signer, chosen: Choice, target: Path) -> None:
        dialog = ask_secret(self._page, signer, tr("Sign the summary"), tr("Sign"))
        dialog.given.connect(partial(self._on_secret_given, signer, chosen, target))
        dialog.open()

    def _on_secret_given(self, signer: Signer, chosen: Choice, target: Path, secret: str) -> None:
        reports, id_ = self._inspection.services.reports, self._inspection.standing.id
        row = ProgressRow(tr("Printing and signing {file}").format(file=target.name), self._page)
        self._place.addWidget(row)
        self.begun.emit()

        def work(progress: Progress, is_cancelled: CancelCheck) -> Exported:
            signing = signing_choice(signer, secret)
            return reports.export(id_, target, signing, chosen.options(), progress, is_cancelled)

        def finished() -> None:
            row.deleteLater()
            self.ended.emit()

        handle = self._inspection.jobs.run_long(
            self._page,
            work,
            self.signed.emit,
            progress=row.show_progress,
            refused=self.refused.emit,
            cancelled=self.stopped.emit,
            finished=finished,
        )
        row.cancel_asked.connect(handle.cancel)

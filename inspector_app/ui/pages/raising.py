"""Raising a signed summary, as the report asks for it: which, by whom, and where it goes."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.errors import InspectorError
from inspector_app.services.raising import Raised, raised_name
from inspector_app.ui.dialogs.ask_authority import AskAuthority
from inspector_app.ui.dialogs.files import ChooseFiles, ChooseSave
from inspector_app.ui.jobs import Lane
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Page
from inspector_app.ui.texts import tr


class Raising(QObject):
    """Asks one thing after another, and remembers the authority while the app is open.

    Signals:
        begun(): the network is being asked.
        raised(Raised): the file is written.
        refused(InspectorError): it is not, and why.
        ended(): it was begun, and is over in one way or the other.
    """

    begun = Signal()
    raised = Signal(object)
    refused = Signal(object)
    ended = Signal()

    def __init__(self, page: Page, inspection: OpenInspection) -> None:
        super().__init__(page)
        self._page, self._inspection = page, inspection
        self._address = ""
        self._certificates: tuple[Path, ...] = ()

    def ask(self) -> None:
        """Ask which summary, then all else."""
        dialog = ChooseFiles(
            self._page, tr("Which signed summary to raise"), tr("PDF files (*.pdf)")
        )
        dialog.files_chosen.connect(self._on_signed_chosen)
        dialog.open()

    def _on_signed_chosen(self, paths: list[Path]) -> None:
        dialog = AskAuthority(self._page, self._address, self._certificates)
        dialog.given.connect(partial(self._on_authority_given, paths[0]))
        dialog.open()

    def _on_authority_given(self, signed: Path, address: str, certificates: list[Path]) -> None:
        self._address, self._certificates = address, tuple(certificates)
        dialog = ChooseSave(
            self._page,
            tr("Where the raised PDF goes"),
            raised_name(signed),
            tr("PDF files (*.pdf)"),
        )
        dialog.place_chosen.connect(partial(self._on_place_chosen, signed))
        dialog.open()

    def _on_place_chosen(self, signed: Path, target: Path) -> None:
        reports, address = self._inspection.services.reports, self._address
        certificates = self._certificates
        self.begun.emit()
        self._inspection.jobs.run(
            self._page,
            lambda: reports.raise_(signed, target, address, certificates),
            self._on_raised,
            lane=Lane.NETWORK,
            refused=self._on_refused,
            finished=self.ended.emit,
        )

    def _on_raised(self, made: Raised) -> None:
        self.raised.emit(made)

    def _on_refused(self, error: InspectorError) -> None:
        self.refused.emit(error)

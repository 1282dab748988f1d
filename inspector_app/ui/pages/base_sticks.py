"""Sticks to base, as their panel asks for them: packed, answered, wiped."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox

from inspector_app.domain.errors import InspectorError
from inspector_app.services.vault import Unlocked
from inspector_app.ui.base_stick_viewing import packed_text, taken_text, wiped_text
from inspector_app.ui.dialogs.confirm import Confirm
from inspector_app.ui.dialogs.files import ChooseFolder
from inspector_app.ui.jobs import CancelCheck, Progress
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.one_exchange import OneExchange
from inspector_app.ui.pages.page import Page
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.base_stick_panel import BaseStickPanel
from inspector_app.ui.widgets.progress_row import ProgressRow

_NO_BASE = tr("This laptop has not joined a base.")


class BaseSticks(QObject):
    """Asks where the stick is, and says in the panel what came of it.

    Signals:
        ended(): one of them is over, in whichever way.
    """

    ended = Signal()

    def __init__(
        self,
        page: Page,
        panel: BaseStickPanel,
        with_files: QCheckBox,
        exchange: OneExchange,
        services: Unlocked,
        inspection: OpenInspection | None,
    ) -> None:
        """Args: ``with_files`` is checked while evidence files travel too."""
        super().__init__(page)
        self._page = page
        self._panel = panel
        self._with_files = with_files
        self._exchange = exchange
        self._services = services
        self._inspection = inspection
        panel.pack_asked.connect(self.ask_to_pack)
        panel.answer_asked.connect(self.ask_for_answer)
        panel.wipe_asked.connect(self.ask_to_wipe)

    def _has_base(self) -> bool:
        """Return whether there is a base to carry anything to; if not, say so."""
        if self._panel.isHidden():
            self._page.noticed.emit(_NO_BASE)
        return not self._panel.isHidden() and not self._exchange.is_under_way

    def ask_to_pack(self) -> None:
        """Ask for the stick, and pack what base lacks; who authorised it must be said before."""
        if not self._has_base():
            return
        if self._inspection is None:
            self._page.noticed.emit(tr("No inspection is open."))
        elif not self._panel.authorised.text().strip():
            self._panel.show_result(
                tr("Say first who authorised that this inspection leaves on a stick, as a role.")
            )
            self._panel.authorised.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._inspection.refuses_all():
            self._ask_where(tr("The stick for base"), self._pack)

    def _pack(self, folder: Path) -> None:
        if self._inspection is None:
            return
        inspection = self._inspection.standing.id
        carrying, with_files = self._services.base_transfer, self._with_files.isChecked()
        by, stick = self._panel.authorised.text(), self._panel.stick.text()
        self._run(
            tr("Packing for base"),
            lambda progress, cancelled: packed_text(
                carrying.pack(
                    inspection,
                    folder,
                    by,
                    stick,
                    with_files=with_files,
                    progress=progress,
                    cancelled=cancelled,
                )
            ),
        )

    def ask_for_answer(self) -> None:
        """Ask for the stick that base's answer is on, and take it in."""
        if self._has_base():
            self._ask_where(tr("The stick with base’s answer"), self._take_answer)

    def _take_answer(self, folder: Path) -> None:
        carrying = self._services.base_transfer
        self._run(
            tr("Taking base’s answer in"),
            lambda progress, cancelled: taken_text(
                carrying.take_in(folder, progress=progress, cancelled=cancelled)
            ),
        )

    def ask_to_wipe(self) -> None:
        """Ask which stick is to be wiped of what went to base or came from it, and wipe it."""
        if self._has_base():
            self._ask_where(tr("The stick to be wiped"), self._confirm_wiping)

    def _confirm_wiping(self, folder: Path) -> None:
        asking = Confirm(
            self._page,
            tr("Wipe what went to base, and came from it?"),
            tr(
                "This laptop’s transfer files to base and from it, in {folder}, are overwritten "
                "and removed. What has not reached base by another way stays in the vault alone."
            ).format(folder=folder),
            tr("Wipe them"),
            records=False,
        )
        carrying = self._services.base_transfer

        def given() -> None:
            self._run(tr("Wiping"), lambda _p, _c: wiped_text(carrying.wipe(folder)))

        asking.confirmed.connect(given)
        asking.open()

    def _ask_where(self, title: str, then: Callable[[Path], None]) -> None:
        choosing = ChooseFolder(self._page, title)
        choosing.folder_chosen.connect(then)
        choosing.open()

    def _run(self, words: str, work: Callable[[Progress, CancelCheck], str]) -> None:
        """Do one of them, and say in the panel what came of it."""
        if self._exchange.is_under_way:
            return
        panel = self._panel
        row = ProgressRow(words, panel)
        panel.show_under_way(row)
        panel.show_result("")

        def refused(error: InspectorError) -> None:
            panel.show_result(str(error))

        def stopped() -> None:
            panel.show_result(tr("Stopped. Files that were finished by then stay."))

        self._exchange.run(
            row,
            work,
            panel.show_result,
            refused=refused,
            cancelled=stopped,
            finished=self._on_ended,
        )

    def _on_ended(self) -> None:
        self._panel.show_under_way(None)
        self.ended.emit()

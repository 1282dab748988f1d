"""The start screen behind the lock: the inspections of this vault, and the ways to get one."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.ids import InspectionId
from inspector_app.domain.standing import Standing
from inspector_app.services.exchange import Imported
from inspector_app.services.inspections import InspectionSummary
from inspector_app.services.reports import SinceSigned
from inspector_app.services.retention import Record
from inspector_app.services.vault import Unlocked
from inspector_app.services.verifying import Verified
from inspector_app.ui import theme, viewing
from inspector_app.ui.dialogs.destruction_records import DestructionRecords
from inspector_app.ui.dialogs.files import ChooseFiles
from inspector_app.ui.jobs import CancelCheck, Jobs, Lane, Progress, stoppable
from inspector_app.ui.models.inspections_table import InspectionsTable
from inspector_app.ui.pages.page import Destination, Page, Screen
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.drop_zone import DropZone
from inspector_app.ui.widgets.empty_state import EmptyState
from inspector_app.ui.widgets.inspections_list import InspectionsList
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.progress_row import ProgressRow
from inspector_app.ui.widgets.verdict_view import VerdictView

KEYS = (
    Shortcut("open", "Return", tr("open"), is_hinted=True),
    Shortcut("new", "N", tr("new inspection"), is_hinted=True),
    Shortcut("sample", "O", tr("open the sample"), is_hinted=True),
    Shortcut("import", "I", tr("import a JSON export"), is_hinted=True),
    Shortcut("verify", "V", tr("verify a file"), is_hinted=True),
    Shortcut("together", "T", tr("bring the team’s laptops together")),
    Shortcut("destroyed", "D", tr("records of destroyed inspections")),
)


class InspectionsPage(Page):
    """The list, with the state of each inspection filled in as it becomes known.

    Signals:
        opened(Standing, str): an inspection is to be shown, at the place it was left.
    """

    opened = Signal(object, str)

    def __init__(self, unlocked: Unlocked, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(KEYS, parent)
        self._unlocked = unlocked
        self._jobs = jobs
        self._model = InspectionsTable(self)
        self.list = InspectionsList(self)
        self.list.show_model(self._model)
        self.list.opened.connect(self._on_list_opened)
        self.keys.watch(self.list)
        self._empty = EmptyState(
            "folder",
            tr("No inspection yet"),
            tr(
                "Begin one, or open the sample to see what a finished one looks like. "
                "Everything stays encrypted on this laptop."
            ),
            tr("New inspection"),
            self,
        )
        self._empty.action_asked.connect(self._on_new)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        self._new = button(tr("New inspection"), "plus", "primary", self)
        self._new.clicked.connect(self._on_new)
        self._sample = button(tr("Open the sample"), "book", parent=self)
        self._sample.clicked.connect(self.open_sample)
        self._import = button(tr("Import"), "import", parent=self)
        self._import.clicked.connect(self._on_import)
        self._together = button(tr("Bring together"), "laptop", parent=self)
        self._together.clicked.connect(self._on_together)
        self.drop = DropZone(
            tr("Drop a signed PDF here to see whether it is genuine"), tr("or press V"), self
        )
        self.drop.setObjectName("verify")
        self.drop.files_given.connect(self._on_drop_files_given)
        self.drop.choosing_asked.connect(self._on_verify)
        self.verdict = VerdictView(self)
        self.verdict.hide()
        self._progress_place = QVBoxLayout()
        self._lay_out()
        self.setAcceptDrops(True)

    def arrive(self, place: str) -> None:
        """Read the list anew and put the focus on it."""
        del place
        self._jobs.run(self, self._unlocked.inspections.all, self._on_loaded)

    def look_again(self) -> None:
        """Show what came from elsewhere; the row chosen, the order and the focus stay."""
        self._jobs.run(self, self._unlocked.inspections.all, self._on_loaded_again)

    def on_key(self, action: str) -> None:
        """Do what a key of the list asks for."""
        if action == "open":
            self.list.open_current()
        elif action == "new":
            self._on_new()
        elif action == "sample":
            self.open_sample()
        elif action == "import":
            self._on_import()
        elif action == "together":
            self._on_together()
        elif action == "verify":
            self._on_verify()
        elif action == "destroyed":
            self._show_destroyed()

    def verify(self, path: Path) -> None:
        """Tell whether a file is genuine, and how it compares with the inspection here."""
        row = self._begin_row(tr("Verifying {file}").format(file=path.name))
        services = self._unlocked
        handle = self._jobs.run(
            self,
            lambda: services.reports.verify(path),
            partial(self._on_verified, path),
            lane=Lane.FILES,
            finished=row.deleteLater,
        )
        row.cancel_asked.connect(handle.forget)
        row.cancel_asked.connect(row.deleteLater)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files anywhere on the screen (Qt)."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped beside the target as if on it (Qt)."""
        if self.drop.take(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def _lay_out(self) -> None:
        px = theme.current().px
        top = QHBoxLayout()
        top.setSpacing(px(8))
        top.addWidget(label(tr("Inspections"), "page", self))
        top.addStretch(1)
        for each in (self._together, self._import, self._sample, self._new):
            top.addWidget(each)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(10), px(16), px(12))
        layout.setSpacing(px(8))
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)
        layout.addLayout(self._progress_place)
        layout.addWidget(self.verdict)
        layout.addWidget(self.drop)
        for one, other in (
            (self.list, self._new),
            (self._new, self._sample),
            (self._sample, self._import),
            (self._import, self._together),
            (self._together, self.drop),
            (self.drop, self.verdict),
        ):
            QWidget.setTabOrder(one, other)

    def _on_loaded(self, summaries: tuple[InspectionSummary, ...]) -> None:
        chosen = self.list.current_id
        self._model.show(tuple(viewing.inspection_view(each, "") for each in summaries))
        self._show_which(summaries)
        if self.isVisible():
            if summaries:
                self.list.go_to(chosen)
                self.list.setFocus()
            else:
                self._empty.button.setFocus()
        self._look_for_states(summaries)

    def _on_loaded_again(self, summaries: tuple[InspectionSummary, ...]) -> None:
        if not self._model.rowCount() or not summaries:
            self._on_loaded(summaries)
            return
        self._model.bring_up_to_date(tuple(viewing.inspection_view(s, "") for s in summaries))
        self._look_for_states(summaries)

    def _show_which(self, summaries: tuple[InspectionSummary, ...]) -> None:
        self._stack.setCurrentIndex(0 if summaries else 1)
        self._new.setVisible(bool(summaries))

    def _look_for_states(self, summaries: tuple[InspectionSummary, ...]) -> None:
        reports = self._unlocked.reports
        for summary in summaries:
            self._jobs.run(
                self,
                partial(reports.since_signed, summary.id),
                partial(self._on_state_known, summary),
            )

    def _on_state_known(self, summary: InspectionSummary, since: SinceSigned | None) -> None:
        self._model.inspection_changed(
            viewing.inspection_view(summary, viewing.state_words(since, is_short=True))
        )

    def _on_list_opened(self, inspection: str) -> None:
        self._open(InspectionId(inspection))

    def _open(self, inspection: InspectionId) -> None:
        services = self._unlocked.inspections

        def read() -> tuple[Standing, str]:
            return viewing.warmed(services.standing(inspection)), services.place(inspection)

        self._jobs.run(self, read, self._on_read)

    def _on_read(self, found: tuple[Standing, str]) -> None:
        self.opened.emit(*found)

    def _on_new(self) -> None:
        self.going.emit(Destination(Screen.NEW_INSPECTION))

    @Slot()
    def open_sample(self) -> None:
        """Open the sample, taking it into the vault first if it is not there."""
        if not self._sample.isEnabled():  # it is on its way
            return
        services = self._unlocked

        def take(progress: Progress, is_cancelled: CancelCheck) -> InspectionId:
            # What has been taken in stays; opening the sample again completes it.
            return services.sample.open_sample(stoppable(progress, is_cancelled))

        row = self._begin_row(tr("Opening the sample inspection"))
        self._sample.setEnabled(False)

        def finished() -> None:
            self._sample.setEnabled(True)
            row.deleteLater()

        handle = self._jobs.run_long(
            self, take, self._open, progress=row.show_progress, finished=finished
        )
        row.cancel_asked.connect(handle.cancel)

    def _on_together(self) -> None:
        self.going.emit(Destination(Screen.TOGETHER))

    def _on_import(self) -> None:
        dialog = ChooseFiles(
            self, tr("Import an inspection"), tr("Exported inspections (*.json);;All files (*)")
        )
        dialog.files_chosen.connect(self._on_import_chosen)
        dialog.open()

    def _on_import_chosen(self, paths: list[Path]) -> None:
        for path in paths:
            self.take_in(path)

    def take_in(self, path: Path) -> None:
        """Bring an exported inspection into this vault and open it."""
        row = self._begin_row(tr("Importing {file}").format(file=path.name))
        services = self._unlocked

        def take(progress: Progress, is_cancelled: CancelCheck) -> Imported:
            return services.exchange.take_in(path, stoppable(progress, is_cancelled))

        handle = self._jobs.run_long(
            self,
            take,
            self._on_taken_in,
            progress=row.show_progress,
            finished=row.deleteLater,
        )
        row.cancel_asked.connect(handle.cancel)

    def _on_taken_in(self, taken: Imported) -> None:
        self._open(taken.inspection)

    def _show_destroyed(self) -> None:
        self._jobs.run(self, self._unlocked.retention.records, self._on_destroyed_known)

    def _on_destroyed_known(self, records: tuple[Record, ...]) -> None:
        DestructionRecords(self, self._unlocked, self._jobs, records).open()

    def _on_verify(self) -> None:
        dialog = ChooseFiles(self, tr("Verify a file"), tr("PDF files (*.pdf);;All files (*)"))
        dialog.files_chosen.connect(self._on_drop_files_given)
        dialog.open()

    def _on_drop_files_given(self, paths: list[Path]) -> None:
        self.verify(paths[0])
        if len(paths) > 1:
            self.noticed.emit(tr("One file at a time: the first is verified."))

    def _on_verified(self, path: Path, verified: Verified) -> None:
        self.verdict.show_verdict(viewing.verdict_words(path.name, verified))
        self.verdict.show()
        if self.isVisible():
            self.verdict.setFocus()

    def _begin_row(self, words: str) -> ProgressRow:
        row = ProgressRow(words, self)
        self._progress_place.addWidget(row)
        return row

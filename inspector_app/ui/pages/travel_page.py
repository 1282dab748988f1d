"""Ready to travel: what to look at before the team leaves, each with what to do."""

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QTableView, QVBoxLayout, QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.readiness import Check, Item, item_words, summed
from inspector_app.ui import theme
from inspector_app.ui.jobs import CancelCheck, Handle, Lane, Progress
from inspector_app.ui.models.checks_table import ChecksTable, Column
from inspector_app.ui.models.index import Role
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Destination, Page, Screen
from inspector_app.ui.printers import printers
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import ElidedLabel, label
from inspector_app.ui.widgets.passphrase_field import PassphraseField
from inspector_app.ui.widgets.table import dress_table

KEYS = (
    Shortcut("move", "Up", tr("move"), is_hinted=True, cap="↑↓"),
    Shortcut("passphrase", "P", tr("try the passphrase"), is_hinted=True),
    Shortcut("again", "G", tr("look again"), is_hinted=True),
    Shortcut("go", "Return", tr("go where it is mended"), is_hinted=True),
    Shortcut("back", "Escape", tr("back"), is_hinted=True),
)


class TravelPage(Page):
    """The passphrase above, the list of checks, and the chosen one whole below."""

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(KEYS, parent)
        self._inspection = inspection
        self._checks: tuple[Check, ...] = ()
        self._opens: bool | None = None
        """What came of trying the passphrase since this screen was gone to."""
        self._looking: Handle | None = None
        self._sum = ElidedLabel("", "dim", self)
        self.again = button(tr("Look again"), "sync", parent=self)
        self.again.clicked.connect(self._look)
        self.passphrase = PassphraseField(tr("Passphrase of this vault"), parent=self)
        self.passphrase.entered.connect(self._try)
        self.passphrase.changed.connect(self._on_passphrase_changed)
        self.attempt = button(tr("Try it"), "key", parent=self)
        self.attempt.clicked.connect(self._try)
        self._model = ChecksTable(self)
        self.view = QTableView(self)
        self.view.setModel(self._model)
        dress_table(self.view, tr("Ready to travel"), widest=Column.WORDS)
        side = theme.current().px(16)
        self.view.setIconSize(QSize(side, side))
        self.view.selectionModel().currentRowChanged.connect(self._on_view_row_changed)
        self.view.doubleClicked.connect(self._go)
        self.keys.watch(self.view)
        self._panel = QFrame(self)
        theme.set_look(self._panel, "opened")
        self._title = label("", "title", self._panel)
        self._words = label("", "body", self._panel)
        self._advice = label("", "body-strong", self._panel)
        self._details = QPlainTextEdit(self._panel)
        self._details.setReadOnly(True)
        self._details.setTabChangesFocus(True)
        self._details.setAccessibleName(tr("More of it"))
        for part in (self._words, self._advice):
            part.setWordWrap(True)
            part.setTextFormat(Qt.TextFormat.PlainText)
        self._lay_out()
        self._on_passphrase_changed("")

    # What the window asks

    def arrive(self, place: str) -> None:
        """Look at everything anew, and choose the check that ``place`` names."""
        self._opens = None
        self._look()
        self._choose(place)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> str:
        """Return the check that is chosen."""
        return str(self.view.currentIndex().data(Role.ID) or "")

    def flush(self) -> None:
        """Forget a passphrase that is being typed: it is nobody's to keep."""
        self.passphrase.clear()

    def on_key(self, action: str) -> None:
        """Do what a key of the screen asks for."""
        if action == "go" and not self.view.hasFocus():
            return
        {
            "move": self._move_up,
            "passphrase": self._go_to_passphrase,
            "again": self._look,
            "go": self._go,
            "back": self._back,
        }[action]()

    # Building

    def _lay_out(self) -> None:
        px = theme.current().px
        head = QHBoxLayout()
        head.setSpacing(px(12))
        head.addWidget(label(tr("Ready to travel"), "page", self))
        head.addWidget(self._sum, 1)
        head.addWidget(self.again)
        attempt = QHBoxLayout()
        attempt.setSpacing(px(8))
        attempt.addWidget(self.passphrase, 1)
        attempt.addWidget(self.attempt)
        panel = QVBoxLayout(self._panel)
        panel.setContentsMargins(px(14), px(10), px(14), px(10))
        panel.setSpacing(px(6))
        for part in (self._title, self._words, self._advice):
            panel.addWidget(part)
        panel.addWidget(self._details, 1)
        panel.addStretch(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(8), px(16), px(8))
        layout.setSpacing(px(8))
        layout.addLayout(head)
        layout.addLayout(attempt)
        layout.addWidget(self.view, 3)
        layout.addWidget(self._panel, 2)
        self._details.setMinimumHeight(px(24))

    # Looking

    def _look(self) -> None:
        if self._looking is not None:
            self._looking.forget()
        self._sum.show_text(tr("Being looked at …"))
        self.again.setEnabled(False)
        service, id_ = self._inspection.services.readiness, self._inspection.standing.id
        known, opens = printers(), self._opens

        def work(progress: Progress, is_cancelled: CancelCheck) -> tuple[Check, ...]:
            return service.check(id_, known, opens, progress, is_cancelled)

        self._looking = self._inspection.jobs.run_long(
            self,
            work,
            self._on_looked,
            lane=Lane.CHECKS,
            progress=self._on_progress,
            cancelled=self._on_stopped,
            refused=self._on_refused,
        )

    def _on_progress(self, done: int, total: int) -> None:
        share = 100 * done // total if total else 100
        self._sum.show_text(tr("Being looked at … {share} %").format(share=share))

    def _on_looked(self, checks: tuple[Check, ...]) -> None:
        self._looking = None
        self.again.setEnabled(True)
        self._show(checks)
        if self._checks[0].item is Item.PASSPHRASE and self._opens is not None:
            self._show_passphrase()  # tried while the rest was looked at

    def _on_stopped(self) -> None:
        self._looking = None
        self.again.setEnabled(True)
        self._sum.show_text(tr("Stopped: whether this laptop is ready was not found out."))

    def _on_refused(self, error: InspectorError) -> None:
        self._on_stopped()
        self.told.emit(str(error))

    def _show(self, checks: tuple[Check, ...]) -> None:
        here = self.place()
        self._checks = checks
        self._model.show_checks(checks)
        self._sum.show_text(summed(checks))
        self._choose(here)

    def _choose(self, item: str) -> None:
        if self._model.rowCount():
            row = max(self._model.row_of(item), 0)
            self.view.selectRow(row)
            self.view.setCurrentIndex(self._model.index(row, 0))
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = next((each for each in self._checks if each.item.value == self.place()), None)
        self._panel.setVisible(chosen is not None)
        if chosen is None:
            return
        self._title.setText(item_words(chosen.item))
        self._words.setText(chosen.words)
        self._advice.setText(chosen.advice)
        self._advice.setVisible(bool(chosen.advice))
        self._details.setPlainText("\n".join(chosen.details))
        self._details.setVisible(bool(chosen.details))

    # The passphrase

    def _try(self) -> None:
        """Try what is typed against the key file, and forget it at once."""
        passphrase = self.passphrase.text
        if not passphrase:
            return
        self.passphrase.clear()
        self.noticed.emit(tr("The passphrase is being tried …"))
        service = self._inspection.services.readiness
        self._inspection.jobs.run(self, lambda: service.try_passphrase(passphrase), self._on_tried)

    def _on_tried(self, opens: bool) -> None:
        self._opens = opens
        self._show_passphrase()
        self.noticed.emit(
            tr("The passphrase opens this vault.")
            if opens
            else tr("What was typed does not open this vault.")
        )
        (self.view if opens else self.passphrase).setFocus()

    def _show_passphrase(self) -> None:
        service, opens = self._inspection.services.readiness, self._opens
        self._inspection.jobs.run(self, lambda: service.of_passphrase(opens), self._on_passphrase)

    def _on_passphrase(self, check: Check) -> None:
        if self._checks:
            self._show(tuple(check if c.item is check.item else c for c in self._checks))
            self._choose(Item.PASSPHRASE.value)

    def _on_passphrase_changed(self, text: str) -> None:
        self.attempt.setEnabled(bool(text))

    # Keys

    def _go_to_passphrase(self) -> None:
        self.passphrase.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _go(self) -> None:
        if self.place() == Item.TEAM.value:
            self.going.emit(Destination(Screen.TOGETHER))
        elif self.place() == Item.PASSPHRASE.value:
            self._go_to_passphrase()
        else:
            self.noticed.emit(tr("This cannot be put right in the app; what to do is told below."))

    def _move_up(self) -> None:
        row = self.view.currentIndex().row() - 1
        if row >= 0:
            self.view.selectRow(row)

    def _back(self) -> None:
        if self.passphrase.line.hasFocus():
            self.passphrase.clear()
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.leaving.emit()

    def _on_view_row_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_chosen()

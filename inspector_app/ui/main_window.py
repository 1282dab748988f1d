"""The window: the frame around the screens, and the way from one to the other.

Nothing heavy is imported until a vault is open: the screens that know services come then.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from inspector_app import config
from inspector_app.ui import theme
from inspector_app.ui.idle_watch import IdleWatch
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.pages.page import Destination, Page, Screen
from inspector_app.ui.pages.unlock_page import UnlockPage
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.marking_strip import MarkingStrip
from inspector_app.ui.widgets.message_bar import MessageBar
from inspector_app.ui.widgets.status_line import StatusLine
from inspector_app.ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from inspector_app.services.vault import Unlocked, VaultService
    from inspector_app.ui.open_inspection import OpenInspection

EVERYWHERE = (
    Shortcut("keys", "F1", tr("keys"), is_hinted=True),
    Shortcut("lock", "Ctrl+L", tr("lock now")),
    Shortcut("cover", "F9", tr("cover the screen")),
    Shortcut("undo", "Ctrl+Z", tr("undo")),
    Shortcut("redo", "Ctrl+Shift+Z", tr("redo")),
    Shortcut("inspections", "Ctrl+Home", tr("inspections")),
    Shortcut("board", "Ctrl+B", tr("board")),
    Shortcut("report", "Ctrl+P", tr("report")),
    Shortcut("settings", "Ctrl+,", tr("settings")),
    Shortcut("help", "Shift+F1", tr("help")),
)


class MainWindow(QWidget):
    """One window: marking, bar, message, screen, status.

    Signals:
        painted(): the window has been painted for the first time.
    """

    painted = Signal()

    def __init__(
        self, places: config.Places, make_vault_service: "Callable[[], VaultService]", jobs: Jobs
    ) -> None:
        super().__init__()
        self._places = places
        self._make_vault_service = make_vault_service
        self.jobs = jobs
        self.settings = config.load(places.config)
        self._vault_service: VaultService | None = None
        self._unlocked: Unlocked | None = None
        self._inspection: OpenInspection | None = None
        self._pages: dict[Screen, Page] = {}
        self._back_to: Destination | None = None
        self._is_painted = False
        self._is_closing = False
        self.setWindowTitle(tr("SPR Inspector"))
        self._strip = MarkingStrip("", self)
        self._bar = TopBar(self)
        self._message = MessageBar(self)
        self._stack = QStackedWidget(self)
        self._status = StatusLine(self)
        self._status.undo_asked.connect(self._on_undo)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self._strip, self._bar, self._message):
            layout.addWidget(part)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._status)
        self._buttons = {
            Screen.INSPECTIONS: self._bar.add_button("folder", tr("Inspections")),
            Screen.REPORT: self._bar.add_button("report", tr("Report")),
            Screen.SETTINGS: self._bar.add_button("settings", tr("Settings")),
            Screen.HELP: self._bar.add_button("help", tr("Help")),
        }
        self._lock_button = self._bar.add_button("lock", tr("Lock"))
        self._buttons[Screen.INSPECTIONS].clicked.connect(self._on_inspections)
        self._buttons[Screen.REPORT].clicked.connect(self._on_report)
        self._buttons[Screen.SETTINGS].clicked.connect(self._on_settings)
        self._buttons[Screen.HELP].clicked.connect(self._on_help)
        self._lock_button.clicked.connect(self.lock_now)
        jobs.failed.connect(self._on_job_failed)
        jobs.idle.connect(self._on_jobs_idle)
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101 - a widget exists, so there is one
        self._idle = IdleWatch(app, self.settings.auto_lock_minutes)
        self._idle.idled.connect(self.cover_and_lock)
        self._everywhere = {shortcut.action: shortcut for shortcut in EVERYWHERE}
        for shortcut, slot in (
            ("keys", self._on_keys),
            ("lock", self.lock_now),
            ("cover", self.cover),
            ("undo", self._on_undo),
            ("redo", self._on_redo),
            ("inspections", self._on_inspections),
            ("board", self._on_board),
            ("report", self._on_report),
            ("settings", self._on_settings),
            ("help", self._on_help),
        ):
            made = QShortcut(QKeySequence(self._everywhere[shortcut].keys), self)
            made.setAutoRepeat(False)
            made.activated.connect(slot)
        self._unlock = UnlockPage(jobs)
        self._unlock.unlocked.connect(self._on_unlocked)
        self._add(Screen.UNLOCK, self._unlock)
        self.show_screen(Screen.UNLOCK)
        self.resize(theme.current().px(1366), theme.current().px(768))

"""The window: the frame around the screens, and the way from one to the other.

Nothing heavy is imported until a vault is open: the screens that know services come then. What
is not seen at once, such as the list of keys, is imported when it is asked for.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaObject, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from inspector_app import config
from inspector_app.ui import acting, theme
from inspector_app.ui.idle_watch import IdleWatch
from inspector_app.ui.jobs import Failure, Handle, Jobs, Lane
from inspector_app.ui.pages.page import Destination, Page, Screen
from inspector_app.ui.pages.unlock_page import UnlockPage
from inspector_app.ui.shortcuts import Shortcut, key_text
from inspector_app.ui.texts import counted, screen_text, tr
from inspector_app.ui.widgets.archive_strip import ArchiveStrip
from inspector_app.ui.widgets.correction_strip import CorrectionStrip
from inspector_app.ui.widgets.marking_strip import MarkingStrip
from inspector_app.ui.widgets.message_bar import MessageBar
from inspector_app.ui.widgets.past_strip import PastStrip
from inspector_app.ui.widgets.room import Room
from inspector_app.ui.widgets.screens import Screens
from inspector_app.ui.widgets.status_line import StatusLine
from inspector_app.ui.widgets.top_bar import TopBar
from inspector_app.ui.widgets.tour_strip import TourStrip

if TYPE_CHECKING:
    from inspector_app.domain.changes.chain import Finding
    from inspector_app.domain.ids import InspectionId, SourceId
    from inspector_app.domain.searching import Filter
    from inspector_app.domain.standing import Standing
    from inspector_app.services.base_sync import Round
    from inspector_app.services.quick_card import QuickCardService
    from inspector_app.services.releases import ReleaseService
    from inspector_app.services.retention import Record
    from inspector_app.services.search import Hit
    from inspector_app.services.vault import Unlocked, VaultService
    from inspector_app.ui.base_syncing import BaseSyncing
    from inspector_app.ui.caret import Caret
    from inspector_app.ui.correcting import Correcting
    from inspector_app.ui.dialogs.search_palette import Command
    from inspector_app.ui.file_reading import FileReading
    from inspector_app.ui.open_inspection import OpenInspection
    from inspector_app.ui.read_only import ReadOnly
    from inspector_app.ui.scrubbing import Scrubbing
    from inspector_app.ui.tour import Tour

EVERYWHERE = (
    Shortcut("keys", "F1", tr("keys"), is_hinted=True),
    Shortcut("lock", "Ctrl+L", tr("lock now")),
    Shortcut("cover", "F9", tr("cover the screen")),
    Shortcut("search", "Ctrl+K", tr("search"), is_hinted=True),
    Shortcut("undo", "Ctrl+Z", tr("undo")),
    Shortcut("redo", "Ctrl+Shift+Z", tr("redo")),
    Shortcut("inspections", "Ctrl+Home", tr("inspections")),
    Shortcut("board", "Ctrl+B", tr("board")),
    Shortcut("encounter", "Ctrl+I", tr("encounter: capture, timetable")),
    Shortcut("correct", "F7", tr("correction session: begin, end")),
    Shortcut("hand-over", "F6", tr("recorded as: hand the laptop over")),
    Shortcut("sources", "Ctrl+U", tr("sources and requests")),
    Shortcut("prompts", "Ctrl+G", tr("prompts: what to look at again")),
    Shortcut("history", "Ctrl+H", tr("history of this line, or of everything")),
    Shortcut("review", "Ctrl+R", tr("accuracy check and recommendations")),
    Shortcut("together", "Ctrl+T", tr("bring the team’s laptops together")),
    Shortcut("sync", "F5", tr("sync with base")),
    Shortcut("report", "Ctrl+P", tr("report")),
    Shortcut("papers", "Ctrl+O", tr("papers: interim summary and others")),
    Shortcut("settings", "Ctrl+,", tr("settings")),
    Shortcut("help", "Shift+F1", tr("help")),
    Shortcut("tour", "Ctrl+F1", tr("tour on the sample: begin, go on")),
)


class MainWindow(QWidget):
    """One window: marking, bar, message, screen, status.

    Signals:
        painted(): the window has been painted for the first time.
    """

    painted = Signal()

    def __init__(
        self,
        places: config.Places,
        make_vault_service: "Callable[[], VaultService]",
        jobs: Jobs,
        make_release_service: "Callable[[], ReleaseService]",
        make_quick_card_service: "Callable[[], QuickCardService]",
    ) -> None:
        super().__init__()
        self._places = places
        self._make_vault_service = make_vault_service
        self._make_release_service = make_release_service
        self._make_quick_card_service = make_quick_card_service
        self._quick_card: QuickCardService | None = None
        self._to_open: Path | None = None
        self.jobs = jobs
        self.settings = config.load(places.config)
        self._vault_service: VaultService | None = None
        self._unlocked: Unlocked | None = None
        self._inspection: OpenInspection | None = None
        self._syncing: BaseSyncing | None = None
        self._reading: FileReading | None = None
        self._scrubbing: Scrubbing | None = None
        self._inspection_id: InspectionId | None = None
        self._pages: dict[Screen, Page] = {}
        self._back_to: Destination | None = None
        self._caret: Caret | None = None
        self._captured: SourceId | None = None
        self._came_from: Destination | None = None
        self._is_painted = False
        self._is_locking = False
        self._looking: Handle | None = None
        self._has_copied = False
        QGuiApplication.clipboard().dataChanged.connect(self._on_clipboard_data_changed)
        self.setWindowTitle(tr("SPR Inspector"))
        self._strip = MarkingStrip("", self)
        self._bar = TopBar(self)
        self._bar.searched.connect(self._search_for)
        self._past = PastStrip(self)
        self._past.left.connect(self._on_past_left)
        self._archive = ArchiveStrip(self)
        self._archive.asked.connect(self._on_archive)
        self._corrections = CorrectionStrip(self)
        self._correcting: Correcting | None = None
        self._read_only: ReadOnly | None = None
        self._tour_strip = TourStrip(self)
        self._tour: Tour | None = None
        self._message = MessageBar(self)
        self._message.dismissed.connect(self._on_message_dismissed)
        self._stack = Screens(self)
        self._status = StatusLine(self)
        self._status.undo_asked.connect(self._on_undo)
        self._status.hand_over_asked.connect(self._on_hand_over)
        self._acting = acting.current()
        self._acting.asked.connect(self._on_hand_over_asked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (
            self._strip,
            self._bar,
            self._past,
            self._archive,
            self._corrections,
            self._tour_strip,
            self._message,
        ):
            layout.addWidget(part)
        layout.addWidget(Room(self._stack, self), 1)
        layout.addWidget(self._status)
        self._buttons = {
            Screen.INSPECTIONS: self._bar.add_button("folder", tr("Inspections")),
            Screen.ENCOUNTER: self._bar.add_button("clock", tr("Encounter")),
            Screen.SOURCES: self._bar.add_button("user", tr("Sources")),
            Screen.PROMPTS: self._bar.add_button("bell", tr("Prompts")),
            Screen.REPORT: self._bar.add_button("report", tr("Report")),
            Screen.SYNC: self._bar.add_button("sync", tr("Sync")),
            Screen.SETTINGS: self._bar.add_button("settings", tr("Settings")),
            Screen.HELP: self._bar.add_button("help", tr("Help")),
        }
        self._unlock_button = self._bar.add_button("unlock", tr("Unlock"))
        self._unlock_button.clicked.connect(self._on_unlock_asked)
        self._lock_button = self._bar.add_button("lock", tr("Lock"))
        self._lock_button.setObjectName("lock")
        self._buttons[Screen.INSPECTIONS].clicked.connect(self._on_inspections)
        self._buttons[Screen.ENCOUNTER].clicked.connect(self._on_encounter)
        self._buttons[Screen.SOURCES].clicked.connect(self._on_sources)
        self._buttons[Screen.PROMPTS].clicked.connect(self._on_prompts)
        self._buttons[Screen.REPORT].clicked.connect(self._on_report)
        self._buttons[Screen.SYNC].clicked.connect(self._on_sync)
        self._buttons[Screen.SETTINGS].clicked.connect(self._on_settings)
        self._buttons[Screen.HELP].clicked.connect(self._on_help)
        self._lock_button.clicked.connect(self.lock_now)
        jobs.failed.connect(self._on_job_failed)
        jobs.idle.connect(self._on_jobs_idle)
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101 - a widget exists, so there is one
        self._idle = IdleWatch(app, self.settings.auto_lock_minutes)
        self._idle.idled.connect(self.cover_and_lock)
        self._actions: dict[str, Callable[[], object]] = {
            "keys": self._on_keys,
            "lock": self.lock_now,
            "cover": self.cover,
            "search": self._on_search,
            "undo": self._on_undo,
            "redo": self._on_redo,
            "inspections": self._on_inspections,
            "board": self._on_board,
            "encounter": self._on_encounter,
            "hand-over": self._on_hand_over,
            "correct": self._on_correct,
            "sources": self._on_sources,
            "prompts": self._on_prompts,
            "history": self._on_history,
            "review": self._on_review,
            "together": self._on_together,
            "sync": self._on_sync,
            "report": self._on_report,
            "papers": self._on_papers,
            "settings": self._on_settings,
            "help": self._on_help,
            "tour": self._on_tour,
        }
        for shortcut in EVERYWHERE:
            made = QShortcut(QKeySequence(shortcut.keys), self)
            made.setAutoRepeat(False)
            made.activated.connect(self._actions[shortcut.action])
        self._unlock = UnlockPage(jobs)
        self._unlock.unlocked.connect(self._on_unlocked)
        self._add(Screen.UNLOCK, self._unlock)
        self.show_screen(Screen.UNLOCK)
        self.resize(theme.current().px(1366), theme.current().px(768))

    # Screens

    def show_screen(self, screen: Screen, place: str = "") -> None:
        """Go to a screen, handing over first what is being typed on the one that is left."""
        self.flush()
        if screen in _ASIDE and self.current_screen not in _ASIDE:
            self._came_from = Destination(self.current_screen, self.current_page.place())
        page = self._page(screen)
        self._stack.setCurrentWidget(page)
        self._message.clear()
        self._status.clear()
        self._status.hints.show_hints((*page.keys.shortcuts, EVERYWHERE[0]))
        self._show_frame(screen)
        page.arrive(place)
        self._show_marking()
        self._show_tour()
        if screen is Screen.BOARD:
            self._remember_board()

    @property
    def current_screen(self) -> Screen:
        """The screen that is shown."""
        return next(s for s, page in self._pages.items() if page is self._stack.currentWidget())

    @property
    def current_page(self) -> Page:
        """The page that is shown."""
        return self._pages[self.current_screen]

    def open_later(self, path: Path) -> None:
        """Open a file once the vault is: a summary, an exported inspection, a transfer file."""
        self._to_open = path

    def flush(self) -> None:
        """Hand what is being typed to the writes lane."""
        if self._stack.currentWidget() is not None:
            self.current_page.flush()

    def _page(self, screen: Screen) -> Page:
        if screen not in self._pages:
            self._add(screen, self._made(screen))
        return self._pages[screen]

    def _made(self, screen: Screen) -> Page:
        """Build a screen; its imports are paid for when it is first shown."""
        if screen is Screen.SETTINGS:
            from inspector_app.ui.pages.settings_page import SettingsPage

            settings = SettingsPage(
                self.settings,
                self._vault_service,
                self.jobs,
                self._make_release_service,
                self._unlocked,
                places=self._places,
            )
            settings.licences_asked.connect(self._on_licences_asked)
            settings.settings_changed.connect(self._on_settings_changed)
            settings.name_erased.connect(self._on_name_erased)
            return settings
        if screen is Screen.HELP:
            from inspector_app.ui.pages.help_page import HelpPage

            self._quick_card = self._make_quick_card_service()
            help_ = HelpPage(self._places.resources, self._quick_card, self.jobs, EVERYWHERE)
            help_.tour_asked.connect(self._on_tour)
            return help_
        unlocked = self._unlocked
        assert unlocked is not None  # noqa: S101 - the other screens stand behind the lock
        if screen is Screen.INSPECTIONS:
            from inspector_app.ui.pages.inspections_page import InspectionsPage

            inspections = InspectionsPage(unlocked, self.jobs)
            inspections.opened.connect(self._on_inspection_opened)
            return inspections
        if screen is Screen.NEW_INSPECTION:
            from inspector_app.ui.pages.new_inspection_page import NewInspectionPage

            new = NewInspectionPage(unlocked, self.jobs)
            new.opened.connect(self._on_inspection_opened)
            return new
        inspection = self._inspection
        if screen is Screen.TOGETHER:
            from inspector_app.ui.pages.together_page import TogetherPage

            return TogetherPage(unlocked, self.jobs, inspection)
        if screen is Screen.SYNC:
            from inspector_app.ui.pages.sync_page import SyncPage

            assert self._syncing is not None  # noqa: S101 - a vault is open
            return SyncPage(unlocked, self.jobs, self._syncing)
        assert inspection is not None  # noqa: S101 - these screens are of an inspection
        if screen is Screen.BOARD:
            from inspector_app.ui.pages.board_page import BoardPage

            board = BoardPage(inspection)
            board.archive_asked.connect(self._on_archive)
            return board
        if screen is Screen.SECTION:
            from inspector_app.ui.pages.section_page import SectionPage

            return SectionPage(inspection)
        if screen is Screen.ENCOUNTER:
            from inspector_app.ui.pages.encounter_page import EncounterPage

            return EncounterPage(inspection)
        if screen is Screen.SOURCES:
            from inspector_app.ui.pages.sources_page import SourcesPage

            return SourcesPage(inspection)
        if screen is Screen.REGISTERS:
            from inspector_app.ui.pages.registers_page import RegistersPage

            return RegistersPage(inspection)
        if screen is Screen.REVIEW:
            from inspector_app.ui.pages.review_page import ReviewPage

            return ReviewPage(inspection)
        if screen is Screen.PROMPTS:
            from inspector_app.ui.pages.prompts_page import PromptsPage

            return PromptsPage(inspection)
        if screen is Screen.VERSIONS:
            from inspector_app.ui.pages.versions_page import VersionsPage

            return VersionsPage(inspection)
        if screen is Screen.CHECKLIST:
            from inspector_app.ui.pages.checklist_page import ChecklistPage

            return ChecklistPage(inspection)
        if screen is Screen.TRAVEL:
            from inspector_app.ui.pages.travel_page import TravelPage

            return TravelPage(inspection)
        if screen is Screen.PAPERS:
            from inspector_app.ui.pages.papers_page import PapersPage

            return PapersPage(inspection)
        if screen is Screen.HISTORY:
            from inspector_app.ui.pages.history_page import HistoryPage

            history = HistoryPage(inspection)
            history.stood_asked.connect(self._on_stood_asked)
            return history
        from inspector_app.ui.pages.report_page import ReportPage

        return ReportPage(inspection)

    def _add(self, screen: Screen, page: Page) -> None:
        self._pages[screen] = page
        self._stack.addWidget(page)
        page.going.connect(self._on_going)
        page.told.connect(self._message.show_message)
        page.noticed.connect(self._status.show_passing)
        page.leaving.connect(self._on_leaving)
        page.hinting.connect(self._on_hinting)
        page.showing.connect(self._on_showing)

    def _on_hinting(self, shortcuts: tuple[Shortcut, ...]) -> None:
        if self.sender() is self.current_page:
            self._status.hints.show_hints((*shortcuts, EVERYWHERE[0]))

    def _on_showing(self) -> None:
        if self.sender() is self.current_page:
            self._show_marking()

    def _show_marking(self) -> None:
        """Show the highest marking of what the screen shows."""
        if self._inspection is None or self._strip.isHidden():
            return
        from inspector_app.domain.watermark import NOTHING, watermark

        shown = self.current_page.shown() or NOTHING
        self._strip.show_marking(watermark(self._inspection.standing, shown).words())

    def _drop(self, *screens: Screen) -> None:
        for screen in screens:
            if (page := self._pages.pop(screen, None)) is not None:
                self._stack.removeWidget(page)
                page.deleteLater()

    def _show_frame(self, screen: Screen) -> None:
        is_open = self._unlocked is not None
        is_about_it = screen in _OF_INSPECTION or screen is Screen.TOGETHER
        inspection = self._inspection if is_about_it else None
        if inspection is None:
            self._bar.hide_search()
            self._past.show_moment("")
        else:
            self._bar.show_search(tr("Search (Ctrl+K)"))
            self._past.show_moment(inspection.moment)
        if self._correcting is not None:
            self._correcting.show(inspection)
        self._show_archive(inspection)
        self._buttons[Screen.INSPECTIONS].setVisible(is_open)
        for of_inspection in (Screen.ENCOUNTER, Screen.SOURCES, Screen.PROMPTS, Screen.REPORT):
            has_one = is_open and self._inspection is not None
            self._buttons[of_inspection].setVisible(has_one)
        is_joined = self._syncing is not None and self._syncing.state.is_joined
        self._buttons[Screen.SYNC].setVisible(is_open and is_joined)
        self._lock_button.setVisible(is_open)
        self._unlock_button.setVisible(not is_open and screen is not Screen.UNLOCK)
        self._strip.setVisible(inspection is not None)
        if inspection is None:
            self._bar.show_title(tr("SPR Inspector"), screen_text(screen))
        else:
            details = inspection.standing.details
            self._bar.show_title(
                details.force.name,
                tr("{edition} · fieldwork {dates}").format(
                    edition=inspection.standing.pack.title, dates=details.fieldwork.words()
                ),
            )

    # Opening and locking

    def lock_now(self) -> None:
        """Lock at once: what is typed is recorded, imports and exports are stopped."""
        self.jobs.cancel_long()
        self.cover_and_lock()

    def cover_and_lock(self) -> None:
        """Cover the screen at once; close the vault when running imports and exports are done."""
        if self._unlocked is None or self._is_locking:
            return
        from inspector_app.ui.caret import caret_of

        self.flush()
        self._is_locking = True
        if self._looking is not None:
            self._looking.cancel()
        if self._syncing is not None:
            self._syncing.stop()
        if self._scrubbing is not None:
            self._scrubbing.stop()
        if self._reading is not None:
            self._reading.stop()
            self._reading = None
        if self._tour is not None:
            self._tour.rest()
        self._back_to = Destination(self.current_screen, self.current_page.place())
        self._caret = caret_of(self.current_page)
        self._close_dialogs()
        self._unlock.show_closing()
        self._stack.setCurrentWidget(self._unlock)
        self._show_frame(Screen.UNLOCK)
        self._forget_clipboard()
        self._status.clear()
        self._message.clear()
        if self.jobs.is_idle:
            self._on_jobs_idle()

    def cover(self) -> None:
        """Cover the screen without locking; any key uncovers it."""
        from inspector_app.ui.widgets.cover import Cover

        Cover(self).show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first painting, then begin the slow imports behind it (Qt)."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QMetaObject.invokeMethod(self, "_on_painted", Qt.ConnectionType.QueuedConnection)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Record what is typed, stop imports and exports, and close the vault (Qt)."""
        self.flush()
        self._acting.show("")
        self.jobs.close()
        if self._quick_card is not None:
            self._quick_card.close()
        if self._unlocked is not None:
            self._unlocked.close()
            self._unlocked = None
        super().closeEvent(event)

    @Slot()
    def _on_painted(self) -> None:
        self.painted.emit()
        self.jobs.run(self, self._make_vault_service, self._on_vault_service)

    def _on_vault_service(self, service: "VaultService") -> None:
        self._vault_service = service
        self._unlock.show_service(service)
        self._drop(Screen.SETTINGS)

    def _on_unlocked(self, unlocked: "Unlocked") -> None:
        from inspector_app.ui.base_syncing import BaseSyncing
        from inspector_app.ui.scrubbing import Scrubbing

        self._unlocked = unlocked
        self._syncing = BaseSyncing(unlocked, self.jobs, self)
        self._syncing.changed.connect(self._on_syncing_changed)
        self._syncing.came.connect(self._on_syncing_came)
        self._syncing.look()
        self._scrubbing = Scrubbing(unlocked, self.jobs, self._idle, self)
        self._scrubbing.changed.connect(self._on_damage_changed)
        self._scrubbing.found.connect(self._on_damage_found)
        self._open_tour(unlocked)
        self._idle.touch()
        self._drop(Screen.SETTINGS)
        back, self._back_to = self._back_to, None
        if unlocked.used_backup:
            self._message.show_message(
                tr(
                    "The vault’s key file was damaged. Its backup opened the vault and has "
                    "replaced it; nothing was lost."
                )
            )
        self.jobs.run(self, unlocked.checks.glance, self._on_checked)
        self._looking = self.jobs.run_long(
            self,
            lambda progress, cancelled: unlocked.checks.look_through(progress, cancelled),
            self._on_checked,
            lane=Lane.CHECKS,
        )
        if back is None:
            self.show_screen(Screen.INSPECTIONS)
        elif self._inspection_id is None:
            self.show_screen(back.screen, back.place)
            self._put_caret_back()
        else:
            inspection = self._inspection_id

            def reopened(standing: "Standing") -> None:
                self._open(standing, back)
                self._put_caret_back()

            self.jobs.run(self, lambda: _read(unlocked, inspection), reopened)
        path, self._to_open = self._to_open, None
        if path is not None:
            self._open_file(path)

    def _open_file(self, path: Path) -> None:
        """Go where one would have brought the file oneself, and bring it there."""
        from inspector_app.sync.transfer import SUFFIX

        if path.suffix == SUFFIX:
            from inspector_app.ui.pages.together_page import TogetherPage

            self.show_screen(Screen.TOGETHER)
            together = self.current_page
            assert isinstance(together, TogetherPage)  # noqa: S101 - it was just shown
            together.offer(path.parent)
            return
        from inspector_app.ui.pages.inspections_page import InspectionsPage

        self.show_screen(Screen.INSPECTIONS)
        inspections = self.current_page
        assert isinstance(inspections, InspectionsPage)  # noqa: S101 - it was just shown
        if path.suffix == ".json":
            inspections.take_in(path)
        else:
            inspections.verify(path)

    def _on_licences_asked(self) -> None:
        self.show_screen(Screen.HELP, "about")

    def _on_checked(self, findings: "tuple[Finding, ...]") -> None:
        if findings:
            self._message.show_message(
                tr(
                    "The journal does not fit together: {first} Nothing was merged or changed. "
                    "Run “journal verify” and tell your base administrator."
                ).format(first=findings[0].words())
            )

    def _on_damage_changed(self) -> None:
        if self._inspection is not None and not self._is_locking:
            self._inspection.places.look_again()

    def _on_damage_found(self, words: str) -> None:
        if not self._is_locking:
            self._status.show_passing(words, _NEWS_MILLISECONDS)

    def _on_inspection_opened(self, standing: "Standing", place: str) -> None:
        self._open(standing, _place_of(place))

    def _open(self, standing: "Standing", destination: Destination, moment: str = "") -> None:
        from inspector_app.ui.correcting import Correcting
        from inspector_app.ui.file_reading import FileReading
        from inspector_app.ui.open_inspection import OpenInspection

        assert self._unlocked is not None  # noqa: S101 - an open vault gave the standing
        self._drop(*_OF_INSPECTION, Screen.NEW_INSPECTION, Screen.TOGETHER)
        if self._inspection is not None:
            self._inspection.deleteLater()
        self._inspection = OpenInspection(self._unlocked, standing, self.jobs, self, moment)
        self._inspection_id = standing.id
        if self._correcting is None:
            self._correcting = Correcting(self._corrections, self)
        if not moment:
            self._reading = FileReading(self._inspection)
        self._inspection.recorded.connect(self._status.show_recorded)
        self._inspection.changed.connect(self._on_inspection_changed)
        self._inspection.checklist_changed.connect(self._on_checklist_changed)
        self._inspection.destroyed_for_good.connect(self._on_inspection_destroyed)
        unlocked, id_ = self._unlocked, standing.id
        self.jobs.run(
            self, lambda: unlocked.handing.take_up(id_), self._on_taken_up, lane=Lane.WRITES
        )
        self.show_screen(destination.screen, destination.place)

    def _on_inspection_changed(self, subjects: frozenset[str]) -> None:
        if self._syncing is not None:
            self._syncing.recorded()
        self._show_frame(self.current_screen)
        self._show_marking()
        if any(each.startswith("source:") for each in subjects):
            self._look_for_encounter()

    def _on_checklist_changed(self) -> None:
        """Build the screens anew that were made of another version of the checklist."""
        screen = self.current_screen
        place = Destination(screen, self.current_page.place())
        shown = (screen,) if screen is Screen.CHECKLIST or screen not in _OF_INSPECTION else ()
        self.flush()
        self._drop(*(each for each in _OF_INSPECTION if each not in shown))
        if screen not in shown:
            self.show_screen(place.screen, place.place)

    def _on_taken_up(self, _person: object) -> None:
        self._show_recorded_as()
        if self._inspection is not None:
            self._inspection.mine.look_again()
        self._look_for_encounter()

    def _on_jobs_idle(self) -> None:
        if not self._is_locking:
            return
        self._is_locking = False
        unlocked, self._unlocked = self._unlocked, None
        self._drop(*(screen for screen in Screen if screen is not Screen.UNLOCK))
        if self._inspection is not None:
            self._inspection.deleteLater()
            self._inspection = None
        if self._syncing is not None:
            self._syncing.deleteLater()
            self._syncing = None
        if self._scrubbing is not None:
            self._scrubbing.deleteLater()
            self._scrubbing = None
        self._captured = None
        self._idle.lengthen(False)
        self._status.show_recorded_as("")
        self._acting.show("")
        if unlocked is not None:
            unlocked.close()
        self._unlock.show_locked()
        self._show_frame(Screen.UNLOCK)

    def _put_caret_back(self) -> None:
        caret, self._caret = self._caret, None
        if caret is not None:
            from inspector_app.ui.caret import put_back

            put_back(self.current_page, caret)

    def _close_dialogs(self) -> None:
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QDialog) and dialog.isVisible():
                dialog.reject()

    def _remember_board(self) -> None:
        unlocked, inspection = self._unlocked, self._inspection
        if unlocked is None or inspection is None:
            return
        id_, place = inspection.standing.id, f"{Screen.BOARD.value}:{self.current_page.place()}"
        self.jobs.run(
            self,
            lambda: unlocked.inspections.remember_place(id_, place),
            self._on_place_remembered,
            lane=Lane.WRITES,
        )

    def _on_place_remembered(self, _nothing: None) -> None:
        """The place is in the vault; there is nothing to show."""

    def _on_clipboard_data_changed(self) -> None:
        # Not ownsClipboard(): a clipboard manager takes over what was copied here.
        self._has_copied = QGuiApplication.applicationState() is _ACTIVE

    def _forget_clipboard(self) -> None:
        if self._has_copied:
            QGuiApplication.clipboard().clear()
            self._has_copied = False

    # What the user asks for

    def _on_going(self, destination: Destination) -> None:
        if destination.screen in _OF_INSPECTION and self._inspection is None:
            destination = Destination(Screen.INSPECTIONS)
        inspection = self._inspection
        if destination.screen in _PRINTING and inspection is not None and inspection.refuses_all():
            return
        self.show_screen(destination.screen, destination.place)

    def _on_search(self) -> None:
        self._search_for("")

    def _search_for(self, text: str) -> None:
        """Open the palette, which finds things of the inspection, commands and screens."""
        unlocked, inspection = self._unlocked, self._inspection
        if unlocked is None or inspection is None or self._is_locking:
            return
        from inspector_app.domain.learned import learned_from, letters_in
        from inspector_app.domain.source_fields import letter_words
        from inspector_app.ui.dialogs.search_palette import SearchPalette
        from inspector_app.ui.finding import found_view, marking_of

        self.flush()
        search, id_ = unlocked.search, inspection.standing.id

        def find(words: str, filters: "tuple[Filter, ...]", letter: str) -> "tuple[Hit, ...]":
            learned = learned_from(inspection.standing, letter) if letter else None
            return search.find(id_, words, filters=filters, learned=learned)

        palette = SearchPalette(
            self,
            self.jobs,
            find,
            lambda hit: found_view(inspection.standing, hit),
            self._commands(),
            lambda hits: marking_of(inspection.standing, hits),
            tuple((each, letter_words(each)) for each in letters_in(inspection.standing)),
            text,
        )
        palette.hit_chosen.connect(self._on_hit_chosen)
        palette.command_chosen.connect(self._on_command_chosen)
        palette.open()

    def _commands(self) -> "tuple[Command, ...]":
        from inspector_app.ui.dialogs.search_palette import Command

        screens = tuple(
            Command(f"screen {screen.value}", screen_text(screen), "", icon, tr("Screen"))
            for screen, icon in _FOUND_SCREENS.items()
        )
        here = tuple(
            Command(f"here {each.action}", each.words, each.cap or key_text(each.keys))
            for each in self.current_page.keys.shortcuts
        )
        everywhere = tuple(
            Command(f"everywhere {each.action}", each.words, key_text(each.keys))
            for each in EVERYWHERE
            if each.action != "search"
        )
        return tuple({each.id: each for each in (*screens, *here, *everywhere)}.values())

    def _on_hit_chosen(self, hit: "Hit") -> None:
        from inspector_app.ui.finding import destination

        self._on_going(destination(hit))

    def _on_command_chosen(self, command: str) -> None:
        where, _, action = command.partition(" ")
        if where == "screen":
            self._on_going(Destination(Screen(action)))
        elif where == "here":
            self.current_page.setFocus()
            self.current_page.on_key(action)
        else:
            self._actions[action]()

    def _on_history(self) -> None:
        if self._inspection is not None and not self._is_locking:
            is_walk = self.current_screen is Screen.SECTION
            self.show_screen(Screen.HISTORY, self.current_page.place() if is_walk else "")

    def _on_stood_asked(self, standing: "Standing", moment: str) -> None:
        self._came_from = None
        self._open(standing, Destination(Screen.BOARD), moment)

    def _on_past_left(self) -> None:
        """Show the inspection as it stands now, at the same place."""
        unlocked, inspection = self._unlocked, self._inspection
        if unlocked is None or inspection is None or self._is_locking:
            return
        here, id_ = (
            Destination(self.current_screen, self.current_page.place()),
            inspection.standing.id,
        )
        self.jobs.run(
            self,
            lambda: _read(unlocked, id_),
            lambda standing: self._open(standing, here),
        )

    def _on_inspections(self) -> None:
        if self._unlocked is not None and not self._is_locking:
            self.show_screen(Screen.INSPECTIONS)

    def _on_board(self) -> None:
        if self._inspection is not None and not self._is_locking:
            self.show_screen(Screen.BOARD)

    def _on_encounter(self) -> None:
        """Go on with the encounter that goes on, else begin one where the inspector is."""
        if self._inspection is None or self._is_locking:
            return
        if self.current_screen is Screen.SOURCES:
            place = self.current_page.place()
            if self._has_notes(place):
                self.show_screen(Screen.ENCOUNTER, place)
                return
        here = self.current_page.place() if self.current_screen is Screen.SECTION else ""
        section = here.rpartition("-")[0] if here.count("-") > 1 else here
        self.show_screen(Screen.ENCOUNTER, f"from:{section}" if section else "")

    def _has_notes(self, source: str) -> bool:
        states = self._inspection.standing.states if self._inspection is not None else {}
        return any(each.startswith(f"paragraph:{source}/") for each in states)

    def _on_hand_over(self) -> None:
        """Ask whose acts are recorded on this laptop from now on."""
        if self._inspection is None or self._is_locking or self._inspection.refuses_all():
            return
        from inspector_app.ui.handing_over import HandingMenu

        self.flush()
        menu = HandingMenu(self._inspection, self)
        menu.chosen.connect(self._on_handed_to)
        menu.open_at(self._status)

    def _on_correct(self) -> None:
        """Begin a correction session, or end the one that goes on."""
        if self._inspection is None or self._correcting is None or self._is_locking:
            return
        self.flush()
        self._correcting.show(self._inspection)
        self._correcting.turn()

    def _on_hand_over_asked(self, where: QWidget) -> None:
        """Ask the same in a dialog; what is typed there stays typed, for whoever goes on."""
        if self._inspection is None or self._is_locking or self._inspection.refuses():
            return
        from inspector_app.ui.handing_over import HandingMenu

        menu = HandingMenu(self._inspection, where.window())
        menu.chosen.connect(self._on_handed_to)
        menu.open_at(where)

    def _show_archive(self, inspection: "OpenInspection | None") -> None:
        """Tell that an inspection is archived, and shut its fields against typing."""
        if self._inspection is None:
            self._archive.show_words("")
            return
        from inspector_app.ui.archive_viewing import strip_words
        from inspector_app.ui.read_only import ReadOnly

        is_now = inspection is not None and not inspection.moment
        self._archive.show_words(strip_words(inspection.standing) if inspection and is_now else "")
        if self._read_only is None:
            app = QApplication.instance()
            assert isinstance(app, QApplication)  # noqa: S101 - a window is shown
            self._read_only = ReadOnly(app, self._stack)
        is_of_it = self.current_screen in _OF_INSPECTION and self.current_screen not in _PRINTING
        self._read_only.show(inspection if is_of_it else None)

    def _on_message_dismissed(self) -> None:
        self._show_frame(self.current_screen)

    def _on_archive(self) -> None:
        """Show what can be done with the archive."""
        if self._inspection is None or self._is_locking or self._inspection.refuses_all():
            return
        from inspector_app.ui.dialogs.archive import Archive

        self.flush()
        Archive(self, self._inspection).open()

    def _on_inspection_destroyed(self, record: "Record") -> None:
        """Leave an inspection of which only the record of its destruction is left."""
        if self._reading is not None:
            self._reading.stop()
            self._reading = None
        inspection, self._inspection, self._inspection_id = self._inspection, None, None
        self.show_screen(Screen.INSPECTIONS)
        self._drop(*_OF_INSPECTION, Screen.TOGETHER)
        self._captured = None
        self._show_recorded_as()
        if inspection is not None:
            inspection.deleteLater()
        self._message.show_message(record.words[0])

    def _on_handed_to(self, person: str) -> None:
        unlocked, inspection = self._unlocked, self._inspection
        if unlocked is None or inspection is None or self._is_locking:
            return
        from inspector_app.domain.ids import PersonId

        id_ = inspection.standing.id
        # In the lane of the acts: what was done before is recorded as whoever did it.
        self.jobs.run(
            self,
            lambda: unlocked.handing.hand_over(id_, PersonId(person)),
            self._on_handed_over,
            lane=Lane.WRITES,
        )

    def _on_handed_over(self, _nothing: None) -> None:
        self._show_recorded_as()
        if self._inspection is not None:
            self._inspection.mine.look_again()
        self._status.show_passing(tr("Acts are recorded so from now on."))

    def _show_recorded_as(self) -> None:
        from inspector_app.ui.handing_over import recorded_as_words

        words = recorded_as_words(self._inspection) if self._inspection is not None else ""
        self._status.show_recorded_as(words)
        self._acting.show(words)

    def _look_for_encounter(self) -> None:
        """Lengthen the idle limit while an encounter goes on at this laptop."""
        unlocked, inspection = self._unlocked, self._inspection
        if unlocked is not None and inspection is not None and not self._is_locking:
            id_ = inspection.standing.id
            self.jobs.run(self, lambda: unlocked.encounters.captured(id_), self._on_captured)

    def _on_captured(self, source: "SourceId | None") -> None:
        self._idle.lengthen(source is not None)
        is_news = source is not None and source != self._captured
        self._captured = source
        if is_news and self.current_screen is not Screen.ENCOUNTER:
            self._message.show_message(tr("An encounter goes on here: Ctrl+I goes on with it."))

    def _on_sources(self) -> None:
        if self._inspection is not None and not self._is_locking:
            self.show_screen(Screen.SOURCES)

    def _on_review(self) -> None:
        if self._inspection is not None and not self._is_locking:
            self.show_screen(Screen.REVIEW)

    def _on_prompts(self) -> None:
        if self._inspection is not None and not self._is_locking:
            self.show_screen(Screen.PROMPTS)

    def _on_together(self) -> None:
        if self._unlocked is not None and not self._is_locking:
            self.show_screen(Screen.TOGETHER)

    def _on_sync(self) -> None:
        if self._unlocked is not None and not self._is_locking:
            self.show_screen(Screen.SYNC)

    def _on_syncing_changed(self) -> None:
        """Say in the frame how sync stands, by words and by a shape."""
        if self._syncing is None:
            return
        from inspector_app.ui.sync_viewing import ICONS

        state, shown = self._syncing.state, self._buttons[Screen.SYNC]
        self._bar.rename(shown, state.button_words(), ICONS[state.status])
        is_shown = state.is_joined and self._unlocked is not None and not self._is_locking
        shown.setVisible(is_shown)
        if self._inspection is not None and not self._is_locking:
            self._inspection.places.hear_joined(state.is_joined)
            self._show_recorded_as()  # by the initials that base has allotted

    def _on_syncing_came(self, ended: "Round") -> None:
        """Show what others recorded, where it stands; nothing else moves."""
        from inspector_app.ui.sync_viewing import fresh_in, new_in

        if self._is_locking:
            return
        self.current_page.look_again()
        said = []
        if new := new_in(ended):
            said.append(counted(new, "inspection came from base", "inspections came from base"))
        if (inspection := self._inspection) is not None:
            inspection.places.look_again()
            if fresh := fresh_in(ended, inspection.standing.id):
                inspection.read_anew()
                said.append(counted(fresh, "change of others", "changes of others"))
        if said:
            self._status.show_passing(" · ".join(said))

    def _on_report(self) -> None:
        inspection = self._inspection
        if inspection is not None and not self._is_locking and not inspection.refuses_all():
            self.show_screen(Screen.REPORT)

    def _on_papers(self) -> None:
        inspection = self._inspection
        if inspection is not None and not self._is_locking and not inspection.refuses_all():
            self.show_screen(Screen.PAPERS)

    def _on_settings(self) -> None:
        if not self._is_locking:
            self.show_screen(Screen.SETTINGS)

    def _on_help(self) -> None:
        if not self._is_locking:
            self.show_screen(Screen.HELP, self.current_screen.value)

    def _open_tour(self, unlocked: "Unlocked") -> None:
        if self._tour is None:
            from inspector_app.ui.tour import Tour

            self._tour = Tour(self, self._tour_strip, self.jobs)
            self._tour.going.connect(self._on_going)
            self._tour.sample_asked.connect(self._on_sample_asked)
            self._tour.told.connect(self._status.show_passing)
        self._tour.open_with(unlocked)

    def _show_tour(self) -> None:
        """Let the tour know what is shown; as it stood at another moment is not its sample."""
        if self._tour is not None and not self._is_locking:
            inspection = self._inspection
            is_now = inspection is not None and not inspection.moment
            shown = self._inspection_id if is_now else None
            self._tour.follow(self.current_screen, self.current_page, shown)

    def _on_tour(self) -> None:
        """Begin the tour or go on with it; from its card to the screen, or back to it."""
        if self._tour is not None and self._unlocked is not None and not self._is_locking:
            self.flush()
            self._tour.turn()
        elif self._unlocked is None:
            self._status.show_passing(
                tr("The tour goes through a sample in your vault: unlock the vault first.")
            )

    def _on_sample_asked(self) -> None:
        from inspector_app.ui.pages.inspections_page import InspectionsPage

        self.show_screen(Screen.INSPECTIONS)
        inspections = self.current_page
        assert isinstance(inspections, InspectionsPage)  # noqa: S101 - it was just shown
        inspections.open_sample()

    def _on_unlock_asked(self) -> None:
        self.show_screen(Screen.UNLOCK)

    def _on_leaving(self) -> None:
        back, self._came_from = self._came_from, None
        if back is None or (back.screen in _OF_INSPECTION and self._inspection is None):
            back = Destination(Screen.UNLOCK if self._unlocked is None else Screen.INSPECTIONS)
        self.show_screen(back.screen, back.place)

    def _on_keys(self) -> None:
        from inspector_app.ui.dialogs.keys_overlay import KeysOverlay
        from inspector_app.ui.models.keys_table import ScreenKeys

        here = ScreenKeys(screen_text(self.current_screen), self.current_page.keys.shortcuts)
        KeysOverlay(self, (here, ScreenKeys(tr("Everywhere"), EVERYWHERE))).open()

    def _on_undo(self) -> None:
        if self._inspection is not None and not self._is_locking:
            self.flush()
            if self._inspection.is_archived:
                from inspector_app.ui.dialogs.archive import ask_back

                ask_back(self, self._inspection)
                return
            self._inspection.undo(self)

    def _on_redo(self) -> None:
        if self._inspection is not None and not self._is_locking:
            self._inspection.redo(self)

    def _on_settings_changed(self, settings: config.Settings) -> None:
        if settings.text_percent != self.settings.text_percent:
            # Built anew when they are next shown, with lengths that suit the text.
            self._drop(*(each for each in Screen if each not in _STAYING))
        self.settings = replace(settings, last_vault=self.settings.last_vault)
        theme.current().apply(settings.theme, settings.text_percent)
        self._idle.set_minutes(settings.auto_lock_minutes)
        if not config.save(self._places.config, self.settings):
            self._message.show_message(
                tr("The settings could not be saved; they hold until the app is closed.")
            )

    def _on_name_erased(self) -> None:
        if self._inspection is not None:
            self._inspection.read_anew()

    def _on_job_failed(self, failure: Failure) -> None:
        if failure.is_bug:
            from inspector_app.ui.dialogs.tell_failure import TellFailure

            TellFailure(self, failure.log).open()
        else:
            # In large letters there is no room for both; the message says it for the time being.
            self._archive.hide()
            self._message.show_message(failure.text)


_NEWS_MILLISECONDS = 60_000
"""Nobody is at the keyboard when it comes; the board and the item go on telling it."""
_ACTIVE = Qt.ApplicationState.ApplicationActive
_OF_INSPECTION = (
    Screen.BOARD,
    Screen.SECTION,
    Screen.SOURCES,
    Screen.REGISTERS,
    Screen.ENCOUNTER,
    Screen.PROMPTS,
    Screen.VERSIONS,
    Screen.CHECKLIST,
    Screen.HISTORY,
    Screen.REVIEW,
    Screen.REPORT,
    Screen.PAPERS,
    Screen.TRAVEL,
)
_PRINTING = (Screen.REPORT, Screen.PAPERS)
"""Where what is chosen is not recorded, so that an archive does not shut the fields."""
_FOUND_SCREENS = {
    Screen.BOARD: "board",
    Screen.SECTION: "section",
    Screen.ENCOUNTER: "clock",
    Screen.SOURCES: "user",
    Screen.REGISTERS: "table",
    Screen.REVIEW: "flag",
    Screen.PROMPTS: "bell",
    Screen.HISTORY: "history",
    Screen.TOGETHER: "laptop",
    Screen.SYNC: "sync",
    Screen.TRAVEL: "place",
    Screen.INSPECTIONS: "inspections",
    Screen.REPORT: "report",
    Screen.PAPERS: "printer",
    Screen.SETTINGS: "settings",
    Screen.HELP: "help",
    Screen.VERSIONS: "versions",
    Screen.CHECKLIST: "book",
}
"""Screens that the search finds, with their icons."""
_ASIDE = (
    *(Screen.VERSIONS, Screen.HISTORY, Screen.TOGETHER, Screen.SYNC, Screen.TRAVEL),
    *(Screen.REGISTERS, Screen.CHECKLIST, Screen.SETTINGS, Screen.HELP),
)
"""Screens that one looks into and leaves by Esc, for wherever one was."""
_STAYING = (Screen.UNLOCK, Screen.SETTINGS)
"""Screens that are not built anew when the size of text is changed on the latter."""


def _read(unlocked: "Unlocked", inspection: "InspectionId") -> "Standing":
    from inspector_app.ui.viewing import warmed

    return warmed(unlocked.inspections.standing(inspection))


def _place_of(place: str) -> Destination:
    """Return the screen and place that a remembered ``section:CC-PO-07`` names; else the board."""
    screen, _, rest = place.partition(":")
    if screen in (Screen.SECTION.value, Screen.BOARD.value):
        return Destination(Screen(screen), rest)
    return Destination(Screen.BOARD)

"""The window: the frame around the screens, and the way from one to the other.

Nothing heavy is imported until a vault is open: the screens that know services come then. What
is not seen at once, such as the list of keys, is imported when it is asked for.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaObject, QObject, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from inspector_app import config
from inspector_app.ui import acting, arriving, motion, theme
from inspector_app.ui.bar_buttons import BarButtons
from inspector_app.ui.clipboard import OwnClipboard
from inspector_app.ui.closing import Closing
from inspector_app.ui.everywhere import EVERYWHERE, SCREEN_OF
from inspector_app.ui.focus_telling import FocusTelling
from inspector_app.ui.idle_watch import IdleWatch
from inspector_app.ui.jobs import Failure, Jobs, Lane
from inspector_app.ui.kinds_of_screen import ASIDE, OF_INSPECTION, OF_VAULT, PRINTING, STAYING
from inspector_app.ui.language_viewing import told_at_start
from inspector_app.ui.pages.page import Destination, Page, Screen
from inspector_app.ui.pages.unlock_page import UnlockPage
from inspector_app.ui.screen_making import ScreenMaking
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import counted, screen_text, tr
from inspector_app.ui.widgets.archive_strip import ArchiveStrip
from inspector_app.ui.widgets.correction_strip import CorrectionStrip
from inspector_app.ui.widgets.focus_ring import FocusRings
from inspector_app.ui.widgets.labels import in_other_letters
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
    from inspector_app.domain.ids import InspectionId
    from inspector_app.domain.standing import Standing
    from inspector_app.services.base_rounds import Round
    from inspector_app.services.quick_card import QuickCardService
    from inspector_app.services.releases import ReleaseService
    from inspector_app.services.retention import Record
    from inspector_app.services.vault import Unlocked, VaultService
    from inspector_app.ui.caret import Caret
    from inspector_app.ui.open_inspection import OpenInspection
    from inspector_app.ui.searching import Searching
    from inspector_app.ui.serving import Serving
    from inspector_app.ui.session import Session
    from inspector_app.ui.tour import Tour


class MainWindow(QWidget):
    """One window: marking, bar, message, screen, status.

    Signals:
        painted(): the window has been painted for the first time.
    """

    painted = Signal()

    def __init__(
        self,
        places: config.Places,
        has_vault: bool,
        make_vault_service: "Callable[[], VaultService]",
        jobs: Jobs,
        make_release_service: "Callable[[], ReleaseService]",
        make_quick_card_service: "Callable[[], QuickCardService]",
    ) -> None:
        super().__init__()
        self._places = places
        self._make_vault_service = make_vault_service
        self._to_open: Path | None = None
        self.jobs = jobs
        self.settings = config.load(places.config)
        self._vault_service: VaultService | None = None
        self._session: Session | None = None
        """There is one while a vault is open."""
        self._inspection_id: InspectionId | None = None
        """The inspection that is shown, also behind the lock."""
        self._pages: dict[Screen, Page] = {}
        self._back_to: Destination | None = None
        self._caret: Caret | None = None
        self._came_from: Destination | None = None
        self._is_painted = False
        self._clipboard = OwnClipboard(self)
        self.setWindowTitle(tr("SPR Inspector"))
        self._making = ScreenMaking(
            places, jobs, make_release_service, make_quick_card_service, self
        )
        self._making.inspection_opened.connect(self._on_inspection_opened)
        self._making.stood_asked.connect(self._on_stood_asked)
        self._making.archive_asked.connect(self._on_archive)
        self._making.licences_asked.connect(self._on_licences_asked)
        self._making.settings_changed.connect(self._on_settings_changed)
        self._making.name_erased.connect(self._on_name_erased)
        self._making.tour_asked.connect(self._on_tour)
        self._strip = MarkingStrip("", self)
        self._bar = TopBar(self)
        self._bar.searched.connect(self._search_for)
        self._past = PastStrip(self)
        self._past.left.connect(self._on_past_left)
        self._archive = ArchiveStrip(self)
        self._archive.asked.connect(self._on_archive)
        self._corrections = CorrectionStrip(self)
        self._tour_strip = TourStrip(self)
        self._tour: Tour | None = None
        self._message = MessageBar(self)
        self._message.dismissed.connect(self._on_message_dismissed)
        self._stack = Screens(self)
        self._status = StatusLine(self)
        self._status.undo_asked.connect(self._on_undo)
        self._status.hand_over_asked.connect(self._on_hand_over)
        self._serving: Serving | None = None
        """There is one once an inspection was opened."""
        self._acting = acting.current()
        self._acting.asked.connect(self._on_hand_over_asked)
        self._searching: Searching | None = None
        self._buttons = BarButtons(self._bar)
        self._buttons.asked.connect(self._ask_for)
        self._buttons.unlock_asked.connect(self._on_unlock_asked)
        self._buttons.lock_asked.connect(self.lock_now)
        self._lay_out()
        jobs.failed.connect(self._on_job_failed)
        jobs.idle.connect(self._on_jobs_idle)
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101 - a widget exists, so there is one
        self._app = app
        self._focus_telling = FocusTelling(app)
        self._focus_rings = FocusRings(app)
        self._idle = IdleWatch(app, self.settings.auto_lock_minutes)
        self._idle.idled.connect(self.cover_and_lock)
        self._actions: dict[str, Callable[[], object]] = {
            "keys": self._on_keys,
            "lock": self.lock_now,
            "cover": self.cover,
            "search": self._on_search,
            "undo": self._on_undo,
            "redo": self._on_redo,
            "hand-over": self._on_hand_over,
            "correct": self._on_correct,
            "tour": self._on_tour,
        }
        self._shortcuts: dict[QObject, str] = {}
        for shortcut in EVERYWHERE:
            key = QShortcut(QKeySequence(shortcut.keys), self)
            key.setAutoRepeat(False)
            key.activated.connect(self._on_shortcut_activated)
            self._shortcuts[key] = shortcut.action
        self._unlock = UnlockPage(jobs, has_vault)
        self._unlock.unlocked.connect(self._on_unlocked)
        self._unlock.uncovered.connect(self._on_uncovered)
        self._closing = Closing(jobs, self._flush_all, self)
        self._closing.ready.connect(self._on_ready_to_close)
        self._closing.held.connect(self._unlock.show_held)
        self._may_lose = False
        """The user would rather lose what could not be recorded than stay."""
        self._add(Screen.UNLOCK, self._unlock)
        self.show_screen(Screen.UNLOCK)
        self.resize(theme.current().px(1366), theme.current().px(768))

    def _lay_out(self) -> None:
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

    # Screens

    def show_screen(self, screen: Screen, place: str = "") -> None:
        """Go to a screen, handing over first what is being typed on the one that is left."""
        self.flush()
        if screen in ASIDE and self.current_screen not in ASIDE:
            self._came_from = self._here
        page = self._page(screen)
        self._stack.setCurrentWidget(page)
        self._message.clear()
        self._status.clear()
        self._show_hints(page.keys.shortcuts)
        self._show_frame(screen)
        page.arrive(place)
        self._show_marking()
        self._show_tour()
        if screen is Screen.BOARD:
            self._remember_board()

    def _shown(self, screen: Screen) -> Page:
        """Go to a screen, and return it."""
        self.show_screen(screen)
        return self.current_page

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
        if self._inspection is not None:
            self._inspection.flush()

    @property
    def _here(self) -> Destination:
        return Destination(self.current_screen, self.current_page.place())

    @property
    def _unlocked(self) -> "Unlocked | None":
        return self._session.unlocked if self._session is not None else None

    @property
    def _inspection(self) -> "OpenInspection | None":
        return self._session.inspection if self._session is not None else None

    @property
    def _is_closing(self) -> bool:
        return self._session is not None and self._session.is_closing

    @property
    def _acted_on(self) -> "OpenInspection | None":
        """The inspection that is shown; None while the vault is about to be closed."""
        return None if self._is_closing else self._inspection

    def _page(self, screen: Screen) -> Page:
        if screen not in self._pages:
            made = self._making.made(screen, self.settings, self._vault_service, self._session)
            self._add(screen, made)
        return self._pages[screen]

    def _add(self, screen: Screen, page: Page) -> None:
        self._pages[screen] = page
        self._stack.addWidget(page)
        page.going.connect(self._on_going)
        page.told.connect(self._message.show_message)
        page.noticed.connect(self._status.show_passing)
        page.leaving.connect(self._on_leaving)
        page.hinting.connect(self._on_hinting)
        page.showing.connect(self._on_showing)

    def _drop(self, *screens: Screen) -> None:
        for screen in screens:
            if (page := self._pages.pop(screen, None)) is not None:
                self._stack.removeWidget(page)
                page.deleteLater()

    # The frame

    def _show_frame(self, screen: Screen) -> None:
        is_about_it = screen in OF_INSPECTION or screen is Screen.TOGETHER
        inspection = self._inspection if is_about_it else None
        if inspection is None:
            self._bar.hide_search()
            self._past.show_moment("")
        else:
            self._bar.show_search(tr("Search (Ctrl+K)"))
            self._past.show_moment(inspection.moment)
        if self._serving is not None:
            can_record = screen in OF_INSPECTION and screen not in PRINTING
            self._serving.show(inspection, can_record=can_record)
        if self._is_closing:
            self._buttons.show_none()
        else:
            self._buttons.show(
                screen,
                is_open=self._session is not None,
                has_inspection=self._inspection is not None,
                is_joined=self._session is not None and self._session.syncing.state.is_joined,
            )
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

    def _show_marking(self) -> None:
        """Show the highest marking of what the screen shows."""
        if self._inspection is None or self._strip.isHidden():
            return
        from inspector_app.domain.watermark import NOTHING, watermark

        shown = self.current_page.shown() or NOTHING
        self._strip.show_marking(watermark(self._inspection.standing, shown).words())

    def _show_hints(self, shortcuts: tuple[Shortcut, ...]) -> None:
        self._status.hints.show_hints((*shortcuts, EVERYWHERE[0]))

    def _on_hinting(self, shortcuts: tuple[Shortcut, ...]) -> None:
        if self.sender() is self.current_page:
            self._show_hints(shortcuts)

    def _on_showing(self) -> None:
        if self.sender() is self.current_page:
            self._show_marking()

    def _on_message_dismissed(self) -> None:
        self._show_frame(self.current_screen)

    def _on_job_failed(self, failure: Failure) -> None:
        if failure.is_bug:
            from inspector_app.ui.dialogs.tell_failure import TellFailure

            TellFailure(self, failure.log).open()
        else:
            # In large letters there is no room for both; the message says it for the time being.
            self._archive.hide()
            self._message.show_message(failure.text)

    # Unlocking and locking

    def lock_now(self) -> None:
        """Lock at once: what is typed is recorded, imports and exports are stopped."""
        self.jobs.cancel_long()
        self.cover_and_lock()

    def cover_and_lock(self) -> None:
        """Cover the screen at once; close the vault when running imports and exports are done.

        While what was typed last cannot be recorded, the vault stays open behind the cover.
        """
        if self._session is None or self._session.is_closing:
            return
        from inspector_app.ui.caret import caret_of

        self._closing.begin()
        self._session.is_closing = True
        if self._serving is not None:
            self._serving.leave()
        if self._tour is not None:
            self._tour.rest()
        self._back_to = self._here
        self._caret = caret_of(self.current_page)
        self._unlock.show_closing(left_undone=self._close_dialogs())
        self._stack.setCurrentWidget(self._unlock)
        self._show_hints(self._unlock.keys.shortcuts)
        self._show_frame(Screen.UNLOCK)
        self._clipboard.forget()
        self._status.clear()
        self._message.clear()

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
        """Record what is typed, stop imports and exports, and close the vault (Qt).

        What cannot be recorded keeps the window open, unless the user would rather lose it.
        """
        why = self._closing.finish()
        if why and self._session is not None and not self._may_lose:
            event.ignore()
            self._ask_to_lose(why)
            return
        self._acting.show("")
        self.jobs.close()
        self._making.close()
        if self._session is not None:
            self._session.close()
            self._session = None
        super().closeEvent(event)

    @Slot()
    def _on_painted(self) -> None:
        self.painted.emit()
        if told := told_at_start():
            self._message.show_message(told)
        self.jobs.run(self, self._make_vault_service, self._on_vault_service)

    def _on_vault_service(self, service: "VaultService") -> None:
        self._vault_service = service
        self._unlock.show_service(service)
        self._drop(Screen.SETTINGS)

    def _on_unlocked(self, unlocked: "Unlocked") -> None:
        from inspector_app.ui.session import Session

        self._session = session = Session(unlocked, self.jobs, self._idle, self)
        session.faults_found.connect(self._on_faults_found)
        session.syncing.changed.connect(self._on_syncing_changed)
        session.syncing.came.connect(self._on_syncing_came)
        session.scrubbing.changed.connect(self._on_damage_changed)
        session.scrubbing.found.connect(self._on_damage_found)
        session.encounters.noticed.connect(self._on_encounter_noticed)
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
        session.begin()
        if back is None:
            self.show_screen(Screen.INSPECTIONS)
        elif self._inspection_id is None:
            self.show_screen(back.screen, back.place)
            self._put_caret_back()
        else:
            self._read_and_open(self._inspection_id, back, self._put_caret_back)
        path, self._to_open = self._to_open, None
        if path is not None:
            from inspector_app.ui.bringing_files import bring

            bring(path, self._shown)

    def _flush_all(self) -> None:
        for page in self._pages.values():
            page.flush()
        if self._inspection is not None:
            self._inspection.flush()

    def _ask_to_lose(self, why: str) -> None:
        from inspector_app.ui.dialogs.confirm import Confirm

        asking = Confirm(
            self,
            tr("Close without what was typed last?"),
            tr("{why} It is still in its field, and may be lost when the window closes.").format(
                why=why
            ),
            tr("Close without it"),
            records=False,
        )
        asking.confirmed.connect(self._on_losing_confirmed)
        asking.open()

    def _on_losing_confirmed(self) -> None:
        self._may_lose = True
        self.close()

    def _on_ready_to_close(self, why: str) -> None:
        if self._session is None or not self._session.is_closing:
            return
        self._unlock.hear_refused(why)
        self._session.stop()
        if self.jobs.is_idle:
            self._on_jobs_idle()

    def _on_uncovered(self, why: str) -> None:
        """Go back to what could not be recorded; the vault was not closed for its sake."""
        session, back = self._session, self._back_to
        if session is None or session.is_stopped or back is None:
            return
        self._closing.rest()
        session.is_closing = False
        self._back_to = None
        self._idle.touch()
        if self._serving is not None and session.inspection is not None:
            self._serving.take_up(session.inspection)
        page = self._page(back.screen)
        self._stack.setCurrentWidget(page)
        self._show_hints(page.keys.shortcuts)
        self._open_tour(session.unlocked)
        self._show_frame(back.screen)
        self._show_marking()
        self._show_tour()
        self._put_caret_back()
        self._message.show_message(why)

    def _on_jobs_idle(self) -> None:
        if self._session is None or not self._session.is_stopped:
            return
        session, self._session = self._session, None
        self._drop(*(screen for screen in Screen if screen is not Screen.UNLOCK))
        session.close()
        self._unlock.show_locked()
        self._show_frame(Screen.UNLOCK)

    def _put_caret_back(self) -> None:
        caret, self._caret = self._caret, None
        if caret is not None:
            from inspector_app.ui.caret import put_back

            put_back(self.current_page, caret)

    def _close_dialogs(self) -> bool:
        """Close what stands in front, with nothing done; return whether anything did."""
        found = [
            each
            for each in QApplication.topLevelWidgets()
            if isinstance(each, QDialog) and each.isVisible()
        ]
        for dialog in found:
            dialog.reject()
        return bool(found)

    def _on_faults_found(self, findings: "tuple[Finding, ...]") -> None:
        self._message.show_message(
            tr(
                "What was recorded does not fit together: {first} Nothing was merged or "
                "changed. “Check this laptop”, in the settings, tells more; then tell the base "
                "administrator."
            ).format(first=findings[0].words())
        )

    # Opening

    def _on_inspection_opened(self, standing: "Standing", place: str) -> None:
        self._open(standing, arriving.remembered(place))

    def _read_and_open(
        self,
        inspection: "InspectionId",
        destination: Destination,
        then: Callable[[], None] | None = None,
    ) -> None:
        """Open an inspection as it stands now."""
        unlocked = self._unlocked
        assert unlocked is not None  # noqa: S101 - asked for behind the lock

        def work() -> "Standing":
            from inspector_app.ui.viewing import warmed

            return warmed(unlocked.inspections.standing(inspection))

        def opened(standing: "Standing") -> None:
            self._open(standing, destination)
            if then is not None:
                then()

        self.jobs.run(self, work, opened)

    def _open(self, standing: "Standing", destination: Destination, moment: str = "") -> None:
        session = self._session
        assert session is not None  # noqa: S101 - an open vault gave the standing
        self._drop(*OF_INSPECTION, Screen.NEW_INSPECTION, Screen.TOGETHER)
        inspection = session.open(standing, moment)
        self._inspection_id = standing.id
        inspection.recorded.connect(self._status.show_recorded)
        inspection.changed.connect(self._on_inspection_changed)
        inspection.checklist_changed.connect(self._on_checklist_changed)
        inspection.destroyed_for_good.connect(self._on_inspection_destroyed)
        self._serve(inspection)
        self.show_screen(destination.screen, destination.place)

    def _serve(self, inspection: "OpenInspection") -> None:
        """Make what serves inspections, when the first one is opened."""
        if self._serving is None:
            from inspector_app.ui.serving import Serving

            self._serving = Serving(
                self._app, self._corrections, self._archive, self._status, self._stack, self
            )
            self._serving.taken_up.connect(self._look_for_encounter)
        self._serving.take_up(inspection)

    def _on_inspection_changed(self, subjects: frozenset[str]) -> None:
        if self._session is not None:
            self._session.syncing.recorded()
        self._show_frame(self.current_screen)
        self._show_marking()
        if any(each.startswith("source:") for each in subjects):
            self._look_for_encounter()

    def _on_checklist_changed(self) -> None:
        """Build the screens anew that were made of another version of the checklist."""
        here = self._here
        stays = here.screen is Screen.CHECKLIST or here.screen not in OF_INSPECTION
        self.flush()
        self._drop(*(each for each in OF_INSPECTION if not (stays and each is here.screen)))
        if not stays:
            self.show_screen(here.screen, here.place)

    def _on_inspection_destroyed(self, record: "Record") -> None:
        """Leave an inspection of which only the record of its destruction is left."""
        self._inspection_id = None
        if self._session is not None:
            self._session.leave()
        self.show_screen(Screen.INSPECTIONS)
        self._drop(*OF_INSPECTION, Screen.TOGETHER)
        if self._serving is not None:
            self._serving.leave()
        self._message.show_message(record.words[0])

    def _on_stood_asked(self, standing: "Standing", moment: str) -> None:
        self._came_from = None
        self._open(standing, Destination(Screen.BOARD), moment)

    def _on_past_left(self) -> None:
        """Show the inspection as it stands now, at the same place."""
        if (inspection := self._acted_on) is not None:
            self._read_and_open(inspection.standing.id, self._here)

    def _remember_board(self) -> None:
        if (inspection := self._inspection) is None:
            return
        service, id_ = inspection.services.inspections, inspection.standing.id
        place = f"{Screen.BOARD.value}:{self.current_page.place()}"
        self.jobs.run(
            self,
            lambda: service.remember_place(id_, place),
            self._on_place_remembered,
            lane=Lane.WRITES,
        )

    def _on_place_remembered(self, _nothing: None) -> None:
        """The place is in the vault; there is nothing to show."""

    # Where the user wants to go

    def _on_going(self, destination: Destination) -> None:
        inspection = self._inspection
        if destination.screen in OF_INSPECTION and inspection is None:
            destination = Destination(Screen.INSPECTIONS)
        if destination.screen in PRINTING and inspection is not None and inspection.refuses_all():
            return
        self.show_screen(destination.screen, destination.place)

    def _on_leaving(self) -> None:
        back, self._came_from = self._came_from, None
        if back is None or (back.screen in OF_INSPECTION and self._inspection is None):
            back = Destination(Screen.UNLOCK if self._session is None else Screen.INSPECTIONS)
        self.show_screen(back.screen, back.place)

    def _on_shortcut_activated(self) -> None:
        self._act(self._shortcuts[self.sender()])

    def _act(self, action: str) -> None:
        """Do what a key that holds everywhere asks for."""
        if action in SCREEN_OF:
            self._ask_for(SCREEN_OF[action])
        else:
            self._actions[action]()

    def _ask_for(self, screen: Screen) -> None:
        """Go to a screen by its key or button, if one can go there now."""
        inspection = self._inspection
        if (
            self._is_closing
            or (screen in OF_VAULT and self._session is None)
            or (screen in OF_INSPECTION and inspection is None)
            or (screen in PRINTING and inspection is not None and inspection.refuses_all())
        ):
            return
        standing = inspection.standing if inspection is not None else None
        self.show_screen(screen, arriving.place_from(self._here, screen, standing))

    def _on_unlock_asked(self) -> None:
        self.show_screen(Screen.UNLOCK)

    def _on_licences_asked(self) -> None:
        self.show_screen(Screen.HELP, "about")

    def _on_search(self) -> None:
        self._search_for("")

    def _search_for(self, text: str) -> None:
        """Open the palette, which finds things of the inspection, commands and screens."""
        if (inspection := self._acted_on) is None:
            return
        if self._searching is None:
            from inspector_app.ui.searching import Searching

            self._searching = Searching(self)
            self._searching.going.connect(self._on_going)
            self._searching.asked_here.connect(self._on_asked_here)
            self._searching.asked_everywhere.connect(self._act)
        self.flush()
        self._searching.open(inspection, self.current_page, text)

    def _on_asked_here(self, action: str) -> None:
        self.current_page.setFocus()
        self.current_page.on_key(action)

    # What the user asks for

    def _on_keys(self) -> None:
        from inspector_app.ui.dialogs.keys_overlay import KeysOverlay
        from inspector_app.ui.models.keys_table import ScreenKeys

        here = ScreenKeys(screen_text(self.current_screen), self.current_page.keys.shortcuts)
        KeysOverlay(self, (here, ScreenKeys(tr("Everywhere"), EVERYWHERE))).open()

    def _on_undo(self) -> None:
        if (inspection := self._acted_on) is None:
            return
        self.flush()
        if inspection.is_archived and self._serving is not None:
            self._serving.ask_back(inspection)
        else:
            inspection.undo(self)

    def _on_redo(self) -> None:
        if (inspection := self._acted_on) is not None:
            inspection.redo(self)

    def _on_correct(self) -> None:
        """Begin a correction session, or end the one that goes on."""
        if (inspection := self._acted_on) is not None and self._serving is not None:
            self.flush()
            self._serving.turn_correction(inspection)

    def _on_archive(self) -> None:
        """Show what can be done with the archive."""
        inspection = self._acted_on
        if inspection is None or self._serving is None or inspection.refuses_all():
            return
        self.flush()
        self._serving.ask_archive(inspection)

    def _on_hand_over(self) -> None:
        """Ask whose acts are recorded on this laptop from now on."""
        inspection = self._acted_on
        if inspection is None or self._serving is None or inspection.refuses_all():
            return
        self.flush()
        self._serving.ask_hand_over()

    def _on_hand_over_asked(self, where: QWidget) -> None:
        """Ask the same in a dialog; what is typed there stays typed, for whoever goes on."""
        inspection = self._acted_on
        if inspection is not None and self._serving is not None and not inspection.refuses():
            self._serving.ask_hand_over(where)

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
        if self._tour is not None and not self._is_closing:
            inspection = self._inspection
            is_now = inspection is not None and not inspection.moment
            shown = self._inspection_id if is_now else None
            self._tour.follow(self.current_screen, self.current_page, shown)

    def _on_tour(self) -> None:
        """Begin the tour or go on with it; from its card to the screen, or back to it."""
        if self._session is None:
            self._status.show_passing(
                tr("The tour goes through a sample in your vault: unlock the vault first.")
            )
        elif self._tour is not None and not self._is_closing:
            self.flush()
            self._tour.turn()

    def _on_sample_asked(self) -> None:
        from inspector_app.ui.pages.inspections_page import InspectionsPage

        inspections = self._shown(Screen.INSPECTIONS)
        assert isinstance(inspections, InspectionsPage)  # noqa: S101 - it was just shown
        inspections.open_sample()

    def _on_settings_changed(self, settings: config.Settings) -> None:
        if settings.text_percent != self.settings.text_percent:
            # Built anew when they are next shown, with lengths that suit the text.
            self._drop(*(each for each in Screen if each not in STAYING))
        self.settings = replace(settings, last_vault=self.settings.last_vault)
        theme.current().apply(settings.theme, settings.text_percent)
        in_other_letters(self)
        motion.current().apply(settings.motion)
        self._idle.set_minutes(settings.auto_lock_minutes)
        if not config.save(self._places.config, self.settings):
            self._message.show_message(
                tr("The settings could not be saved; they hold until the app is closed.")
            )

    def _on_name_erased(self) -> None:
        if self._inspection is not None:
            self._inspection.read_anew()

    # What happens meanwhile

    def _look_for_encounter(self) -> None:
        """Lengthen the idle limit while an encounter goes on at this laptop."""
        if (inspection := self._acted_on) is not None and self._session is not None:
            self._session.encounters.look(inspection.standing.id)

    def _on_encounter_noticed(self) -> None:
        if self.current_screen is not Screen.ENCOUNTER:
            self._message.show_message(
                tr("An encounter is under way here: Ctrl+I goes back to it.")
            )

    def _on_damage_changed(self) -> None:
        if (inspection := self._acted_on) is not None:
            inspection.places.look_again()

    def _on_damage_found(self, words: str) -> None:
        if not self._is_closing:
            self._status.show_passing(words, _NEWS_MILLISECONDS)

    def _on_syncing_changed(self) -> None:
        """Say in the frame how sync stands, by words and by a shape."""
        if self._session is None:
            return
        from inspector_app.ui.sync_viewing import ICONS

        state = self._session.syncing.state
        is_shown = state.is_joined and not self._is_closing
        self._buttons.show_sync(state.button_words(), ICONS[state.status], is_shown=is_shown)
        if (inspection := self._acted_on) is not None:
            inspection.places.hear_joined(state.is_joined)
            if self._serving is not None:
                self._serving.show_recorded_as()  # by the initials that base has allotted

    def _on_syncing_came(self, ended: "Round") -> None:
        """Show what others recorded, where it stands; nothing else moves."""
        from inspector_app.ui.sync_viewing import fresh_in, new_in

        if self._is_closing:
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


_NEWS_MILLISECONDS = 60_000
"""Nobody is at the keyboard when it comes; the board and the item go on telling it."""

"""The making of screens: each is imported when it is first gone to, and not before."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector_app import config
from inspector_app.ui.everywhere import EVERYWHERE
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.kinds_of_screen import OF_INSPECTION
from inspector_app.ui.pages.page import Page, Screen

if TYPE_CHECKING:
    from inspector_app.services.quick_card import QuickCardService
    from inspector_app.services.releases import ReleaseService
    from inspector_app.services.vault import VaultService
    from inspector_app.ui.open_inspection import OpenInspection
    from inspector_app.ui.session import Session


class ScreenMaking(QObject):
    """Makes each screen of what is open at that moment, and tells what the screens ask of the app.

    Signals:
        inspection_opened(Standing, str): an inspection is to be shown, at a remembered place.
        stood_asked(Standing, str): it is to be shown as it stood at a moment.
        archive_asked(): what can be done with the archive is to be shown.
        licences_asked(): the licences are to be shown.
        settings_changed(Settings): this device is set otherwise.
        name_erased(): somebody's name is known no longer.
        tour_asked(): the tour is to begin, or to go on.
    """

    inspection_opened = Signal(object, str)
    stood_asked = Signal(object, str)
    archive_asked = Signal()
    licences_asked = Signal()
    settings_changed = Signal(object)
    name_erased = Signal()
    tour_asked = Signal()

    def __init__(
        self,
        places: config.Places,
        jobs: Jobs,
        make_release_service: "Callable[[], ReleaseService]",
        make_quick_card_service: "Callable[[], QuickCardService]",
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._places = places
        self._jobs = jobs
        self.make_release_service = make_release_service
        self._make_quick_card_service = make_quick_card_service
        self._quick_card: QuickCardService | None = None

    def made(
        self,
        screen: Screen,
        settings: config.Settings,
        vault_service: "VaultService | None",
        session: "Session | None",
    ) -> Page:
        """Return a new screen; all but settings and help need an open vault."""
        if screen is Screen.SETTINGS:
            return self._settings_page(settings, vault_service, session)
        if screen is Screen.HELP:
            from inspector_app.ui.pages.help_page import HelpPage

            self._quick_card = self._make_quick_card_service()
            help_ = HelpPage(self._places.resources, self._quick_card, self._jobs, EVERYWHERE)
            help_.tour_asked.connect(self.tour_asked)
            return help_
        assert session is not None  # noqa: S101 - the other screens stand behind the lock
        if screen not in OF_INSPECTION:
            return self._page_of_vault(screen, session)
        assert session.inspection is not None  # noqa: S101 - these screens are of an inspection
        return self._page_of_inspection(screen, session.inspection)

    def close(self) -> None:
        """Stop what screens have begun in other processes."""
        if self._quick_card is not None:
            self._quick_card.close()

    def _settings_page(
        self,
        settings: config.Settings,
        vault_service: "VaultService | None",
        session: "Session | None",
    ) -> Page:
        from inspector_app.ui.pages.settings_page import SettingsPage

        page = SettingsPage(
            settings,
            vault_service,
            self._jobs,
            self.make_release_service,
            session.unlocked if session is not None else None,
            places=self._places,
        )
        page.licences_asked.connect(self.licences_asked)
        page.settings_changed.connect(self.settings_changed)
        page.name_erased.connect(self.name_erased)
        return page

    def _page_of_vault(self, screen: Screen, session: "Session") -> Page:
        unlocked = session.unlocked
        if screen is Screen.INSPECTIONS:
            from inspector_app.ui.pages.inspections_page import InspectionsPage

            inspections = InspectionsPage(unlocked, self._jobs)
            inspections.opened.connect(self.inspection_opened)
            return inspections
        if screen is Screen.NEW_INSPECTION:
            from inspector_app.ui.pages.new_inspection_page import NewInspectionPage

            new = NewInspectionPage(unlocked, self._jobs)
            new.opened.connect(self.inspection_opened)
            return new
        if screen is Screen.TOGETHER:
            from inspector_app.ui.pages.together_page import TogetherPage

            return TogetherPage(unlocked, self._jobs, session.inspection)
        from inspector_app.ui.pages.sync_page import SyncPage

        return SyncPage(unlocked, self._jobs, session.syncing)

    def _page_of_inspection(self, screen: Screen, inspection: "OpenInspection") -> Page:
        if screen is Screen.BOARD:
            from inspector_app.ui.pages.board_page import BoardPage

            board = BoardPage(inspection)
            board.archive_asked.connect(self.archive_asked)
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
            history.stood_asked.connect(self.stood_asked)
            return history
        from inspector_app.ui.pages.report_page import ReportPage

        return ReportPage(inspection)

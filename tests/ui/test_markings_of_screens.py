"""The strip at the top shows the highest marking of what is on the screen, and of no other."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from inspector_app.domain.answers import Answer
from inspector_app.domain.evidence import Caption
from inspector_app.domain.ids import LineId
from inspector_app.domain.markings import Marking, Tier
from inspector_app.services.vault import Unlocked
from inspector_app.ui.dialogs.ask_marking import AskMarking
from inspector_app.ui.dialogs.evidence_preview import EvidencePreview
from inspector_app.ui.dialogs.search_palette import SearchPalette
from inspector_app.ui.pages.page import Destination, Screen
from inspector_app.ui.widgets.marking_strip import MarkingStrip
from tests.support.desk_window import DeskWindow, OpensDesk
from tests.support.vaults import PASSPHRASE, an_inspection, vault_service

LINE = LineId("CC-T-01")
WHO = "The witness lives in Quayside Lane"


@pytest.fixture
def desk(open_desk: OpensDesk, vault_template: Path) -> DeskWindow:
    """An inspection marked OFFICIAL: one answer of section CC-T is higher, one file is older."""
    desk = open_desk(vault_template)
    vault = vault_service(desk.folder).unlock(PASSPHRASE)
    _fill(vault, desk.folder)
    vault.close()
    desk.unlock()
    desk.key(Qt.Key.Key_Return)
    assert desk.screen is Screen.BOARD
    return desk


def _fill(vault: Unlocked, folder: Path) -> None:
    inspection = an_inspection(vault)
    marked = Answer(note=WHO, marking=Marking(Tier.OFFICIAL_SENSITIVE, "PERSONAL"))
    vault.inspections.answer(inspection, LINE, marked)
    path = folder / "order.txt"
    path.write_text("An order of the day")
    (kept,) = vault.evidence.attach(inspection, [path], [LineId("CC-PO-01")])
    assert kept.item is not None
    vault.evidence.caption(inspection, kept.item, Caption("An order", marking_found="RESTRICTED"))


def strip(desk: DeskWindow) -> str:
    return desk.window._strip.text()


def go(desk: DeskWindow, screen: Screen, place: str = "") -> None:
    desk.window._on_going(Destination(screen, place))
    desk.settle()


def test_each_screen_shows_the_highest_marking_of_what_it_shows(desk: DeskWindow) -> None:
    high, plain = "OFFICIAL-SENSITIVE [PERSONAL]", "OFFICIAL"
    go(desk, Screen.SECTION, "CC-T")
    assert strip(desk) == high
    go(desk, Screen.SECTION, "CP-PO")
    assert strip(desk) == plain
    go(desk, Screen.SECTION, "CC-PO")
    assert strip(desk) == "OFFICIAL · FOUND ON IT: RESTRICTED"
    go(desk, Screen.BOARD, "CP-PO")
    assert strip(desk) == plain
    go(desk, Screen.BOARD, "CC-T")
    assert strip(desk) == high
    for screen in (Screen.SOURCES, Screen.ENCOUNTER, Screen.REVIEW, Screen.TOGETHER):
        go(desk, screen)
        assert strip(desk) == plain, screen
    go(desk, Screen.HISTORY, "CP-PO")
    assert strip(desk) == plain
    go(desk, Screen.HISTORY, "CC-T-01")
    assert strip(desk) == high
    go(desk, Screen.REPORT)
    assert strip(desk) == f"{high} · FOUND ON IT: RESTRICTED"
    assert desk.window._strip.accessibleName().startswith("Protective marking: OFFICIAL-SENSITIVE")


def test_the_strip_follows_what_is_recorded_and_taken_back(desk: DeskWindow) -> None:
    go(desk, Screen.SECTION, "CC-T")
    inspection = desk.window._inspection
    assert inspection is not None
    service, id_ = inspection.services.inspections, inspection.standing.id
    plain = replace(inspection.standing.answer(LINE).value or Answer(), marking=None)
    inspection.record(inspection, lambda: service.answer(id_, LINE, plain), "Marking recorded")
    desk.settle()
    assert strip(desk) == "OFFICIAL"
    desk.ctrl(Qt.Key.Key_Z)
    assert strip(desk) == "OFFICIAL-SENSITIVE [PERSONAL]"


def test_what_is_found_shows_its_own_marking(desk: DeskWindow) -> None:
    desk.ctrl(Qt.Key.Key_K)
    palette = desk.dialog()
    assert isinstance(palette, SearchPalette)
    strip_ = palette.findChild(MarkingStrip)
    assert strip_ is not None
    assert strip_.text() == "OFFICIAL"
    desk.type("Quayside")
    assert strip_.text() == "OFFICIAL-SENSITIVE [PERSONAL]"
    palette.field.clear()
    desk.type("An order")
    assert "RESTRICTED" in strip_.text()


def test_a_marking_found_on_a_file_is_given_by_keyboard_shown_and_refused_when_too_high(
    desk: DeskWindow,
) -> None:
    go(desk, Screen.SECTION, "CC-PO")
    page = desk.window.current_page
    panel = page.evidence  # type: ignore[attr-defined]
    panel.view.setCurrentIndex(panel.view.model().index(0, 0))
    desk.settle()
    panel._on_marking_asked()
    desk.settle()
    asking = desk.dialog()
    assert isinstance(asking, AskMarking)
    assert asking.found.text() == "RESTRICTED"
    asking.found.setFocus()
    asking.found.selectAll()
    desk.type("top secret")
    assert asking.found.text() == "top secret"
    desk.key(Qt.Key.Key_Return)
    assert asking.isVisible()
    assert "title, its owner and where it is held" in asking._problem.text()
    asking.found.selectAll()
    desk.type("protect - staff")
    desk.key(Qt.Key.Key_Return)
    assert strip(desk) == "OFFICIAL · FOUND ON IT: PROTECT - STAFF"
    assert "Marking found on it: PROTECT - STAFF" in panel._details._marking.text()
    panel._on_details_open_asked()
    desk.settle()
    preview = desk.dialog()
    assert isinstance(preview, EvidencePreview)
    shown = preview.findChild(MarkingStrip)
    assert shown is not None
    assert shown.text() == "OFFICIAL · FOUND ON IT: PROTECT - STAFF"

"""Who acts are recorded as is always seen, on screens and in dialogs, and changed by one key."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from inspector_app.domain.ids import LineId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.services.vault import Unlocked
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.dialogs.redact import Redact
from inspector_app.ui.dialogs.take_in_photos import TakeInPhotos
from inspector_app.ui.pages.page import Destination, Screen
from inspector_app.ui.widgets.recorded_as import RecordedAs
from tests.support.desk_window import DeskWindow, OpensDesk
from tests.support.photos import a_photo
from tests.support.vaults import PASSPHRASE, an_inspection, vault_service

DIALOGS = Path(__file__).parents[2] / "inspector_app" / "ui" / "dialogs"
LOOKS_ONLY = {
    "check_laptop.py",
    "destruction_records.py",
    "evidence_preview.py",
    "files.py",
    "keys_overlay.py",
    "search_palette.py",
}
"""Dialogs from which nothing is recorded."""
KEY = Qt.Key
OF_INSPECTION = (
    *(Screen.BOARD, Screen.SECTION, Screen.ENCOUNTER, Screen.SOURCES, Screen.REVIEW),
    *(Screen.PROMPTS, Screen.HISTORY, Screen.TOGETHER, Screen.REPORT),
)


def _fill(vault: Unlocked, folder: Path) -> None:
    inspection = an_inspection(vault)
    vault.inspections.name_member(inspection, None, "Al Moor", Member(TeamRole.INSPECTOR, "AM"))
    vault.evidence.attach(inspection, [a_photo(folder, "gate.jpg")], [LineId("CC-PO-01")])


@pytest.fixture
def desk(open_desk: OpensDesk, vault_template: Path) -> DeskWindow:
    desk = open_desk(vault_template)
    vault = vault_service(desk.folder).unlock(PASSPHRASE)
    _fill(vault, desk.folder)
    vault.close()
    desk.unlock()
    desk.key(KEY.Key_Return)
    assert desk.screen is Screen.BOARD
    return desk


def go(desk: DeskWindow, screen: Screen, place: str = "") -> None:
    desk.window._on_going(Destination(screen, place))
    desk.settle()


def hand_over(desk: DeskWindow, initials: str) -> None:
    """Press F6 where the focus is and choose somebody."""
    desk.key(KEY.Key_F6)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    desk.key(KEY.Key_A if initials == "AM" else KEY.Key_J)


def test_every_screen_says_it_and_one_key_changes_it(desk: DeskWindow) -> None:
    now = "JS"
    for screen in OF_INSPECTION:
        go(desk, screen, "CC-PO" if screen is Screen.SECTION else "")
        line = desk.window._status.recorded_as
        assert line.isVisible(), screen
        assert line.text().startswith(f"Recorded as {now}"), screen
        now = "AM" if now == "JS" else "JS"
        hand_over(desk, now)
        assert line.text().startswith(f"Recorded as {now}"), screen


def a_reason(desk: DeskWindow) -> None:
    go(desk, Screen.SECTION, "CC-PO")
    panel = desk.window.current_page.evidence  # type: ignore[attr-defined]
    panel.view.setCurrentIndex(panel.view.model().index(0, 0))
    panel.ask_withdrawal()


def a_redaction(desk: DeskWindow) -> None:
    go(desk, Screen.SECTION, "CC-PO")
    panel = desk.window.current_page.evidence  # type: ignore[attr-defined]
    panel.view.setCurrentIndex(panel.view.model().index(0, 0))
    panel.redact()


def photos(desk: DeskWindow) -> None:
    go(desk, Screen.SOURCES)
    desk.window.current_page.take_in_photos()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("opens", "kind"), [(a_reason, AskReason), (a_redaction, Redact), (photos, TakeInPhotos)]
)
def test_a_dialog_that_records_says_it_and_hands_over_by_the_same_key(
    desk: DeskWindow, opens: Callable[[DeskWindow], None], kind: type[QDialog]
) -> None:
    opens(desk)
    desk.settle()
    dialog = desk.dialog()
    assert isinstance(dialog, kind)
    words = dialog.findChild(RecordedAs)
    assert words is not None
    assert words.isVisible()
    assert words.text() == "Recorded as JS · F6"
    hand_over(desk, "AM")
    assert dialog.isVisible()
    assert words.text() == "Recorded as AM on JS’s laptop · F6"
    assert desk.window._status.recorded_as.text() == words.text()


def test_what_a_dialog_records_after_it_was_handed_over_is_the_other_persons(
    desk: DeskWindow,
) -> None:
    a_reason(desk)
    desk.settle()
    hand_over(desk, "AM")
    asking = desk.dialog()
    assert isinstance(asking, AskReason)
    asking.text.setFocus()
    desk.type("Taken twice")
    asking.accept()
    desk.settle()
    inspection = desk.window._inspection
    assert inspection is not None
    history = inspection.services.inspections.history(inspection.standing.id)
    assert inspection.standing.initials(history[-1].header.author) == "AM"


def test_no_dialog_is_made_that_could_record_without_saying_as_whom() -> None:
    for path in DIALOGS.glob("*.py"):
        classes = [
            node
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.ClassDef)
        ]
        bases = {base.id for each in classes for base in each.bases if isinstance(base, ast.Name)}
        if "QDialog" in bases and path.name not in LOOKS_ONLY:
            assert "RecordedAs(self)" in path.read_text(encoding="utf-8"), path.name

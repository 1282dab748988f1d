"""Pictures of every screen with the sample in it, for looking at and for the README.

Usage: python -m tests.support.screens FOLDER [light|dark] [PERCENT] [WIDTHxHEIGHT]

QT_SCALE_FACTOR=2 gives the pictures of a screen with twice the density.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from inspector_app.config import Settings, Theme, save
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.ids import LineId
from inspector_app.domain.sources import Arrangement, Level, Source
from inspector_app.domain.values import Named
from inspector_app.ui.dialogs.files import ChooseFolder
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.settings_page import SettingsPage
from inspector_app.ui.pages.together_page import TogetherPage
from tests.support.by_keyboard import sign
from tests.support.desk_window import DeskWindow, with_sample
from tests.support.joined import join
from tests.support.small_packs import of_the_shipped
from tests.support.told_by_base import BASE, DECLARED, told
from tests.support.vaults import an_inspection

_LINE = "CC-PO-09"
"""Stands in two versions by the end of the walk, with a picture beside it."""
DIALOGS = (
    *("keys", "photos", "assignment", "settle", "carry", "redact"),
    *("correction", "archive", "destroyed", "laptop"),
)


def screens(desk: DeskWindow, *, signs: bool = True) -> Iterator[str]:
    """Walk through every screen by keyboard; yields its name while it is shown.

    Signing a summary takes as long as all the rest; without it there is no ``signed``.
    """
    key = Qt.Key
    yield "unlock"
    desk.unlock()
    yield "inspections"
    desk.key(key.Key_N)
    desk.type("camb")
    desk.key(key.Key_Escape)
    yield "new-inspection"
    desk.key(key.Key_Escape)
    desk.key(key.Key_Return)
    yield "board"
    desk.key(key.Key_B)
    yield "assignment"
    desk.key(key.Key_Escape)
    desk.key(key.Key_R)
    yield "travel"
    desk.key(key.Key_Escape)
    desk.key(key.Key_Return)
    yield "section"
    desk.ctrl(key.Key_R)
    yield "review"
    desk.ctrl(key.Key_H)
    yield "history"
    desk.key(key.Key_Escape)
    desk.ctrl(key.Key_G)
    yield "prompts"
    desk.ctrl(key.Key_T)
    yield "together"
    desk.key(key.Key_Escape)
    desk.ctrl(key.Key_U)
    yield "sources"
    desk.key(key.Key_R)
    yield "registers"
    desk.key(key.Key_Escape)
    desk.key(key.Key_P)
    yield "photos"
    desk.key(key.Key_Escape)
    desk.ctrl(key.Key_I)
    yield "timetable"
    desk.type("Control room supervisor")
    desk.tab(7)
    desk.type("CC-PO")
    desk.key(key.Key_Return)
    desk.type("Asked for eight units, to be sent at once.")
    desk.key(key.Key_1, Qt.KeyboardModifier.AltModifier)
    desk.type("Unsure which list of commanders is the one in use; will check with the inspector.")
    desk.key(key.Key_F8)
    desk.key(key.Key_Return)
    desk.type("Contingency plans are opened from the incident log")
    yield "encounter"
    desk.ctrl(key.Key_Return)
    yield "sorting"
    desk.ctrl(key.Key_P)
    yield "report"
    if signs:
        sign(desk, desk.folder / "summary.pdf")
        yield "signed"
        desk.key(key.Key_Escape)
    desk.ctrl(key.Key_O)
    desk.key(key.Key_Return)
    yield "papers"
    desk.ctrl(key.Key_Up)
    desk.key(key.Key_Down)
    yield "papers-workbooks"
    desk.key(key.Key_Down)
    yield "papers-bundle"
    desk.key(key.Key_Down)
    yield "papers-copies"
    desk.key(key.Key_F5)
    yield "joining"
    desk.key(key.Key_Escape)
    desk.ctrl(key.Key_Comma)
    yield "settings"
    check_laptop(desk)
    yield "laptop"
    desk.key(key.Key_Escape)
    desk.key(key.Key_Escape)
    desk.ctrl(key.Key_B)
    desk.key(key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    yield "help"
    desk.key(key.Key_Escape)
    desk.key(key.Key_F1)
    yield "keys"
    desk.key(key.Key_Escape)
    _make_occasions(desk)
    desk.key(key.Key_V)
    yield "versions"
    desk.key(key.Key_1)
    yield "settle"
    desk.key(key.Key_Escape)
    desk.key(key.Key_Return)
    yield "versions-at-the-line"
    desk.ctrl(key.Key_T)
    show_sticks(desk)
    yield "sticks"
    desk.key(key.Key_F5)
    yield "sync"
    desk.key(key.Key_Escape)
    desk.ctrl(key.Key_U)
    desk.key(key.Key_W)
    yield "carry"
    desk.key(key.Key_Escape)
    redact(desk)
    yield "redact"
    desk.key(key.Key_Escape)
    desk.ctrl(key.Key_B)
    desk.key(key.Key_F)
    desk.key(key.Key_3)
    desk.key(key.Key_F7)
    yield "correction"
    desk.type("The force counted again")
    desk.tab()
    desk.type("Letter of the force")
    desk.key(key.Key_Return)
    desk.key(key.Key_Return)
    desk.key(key.Key_N)
    yield "corrected"
    desk.ctrl(key.Key_B)
    _look_into_newer(desk)
    yield "checklist"
    desk.key(key.Key_U)
    yield "checklist-pinned"
    desk.key(key.Key_Return)
    yield "asked-again"
    desk.ctrl(key.Key_B)
    yield "board-asking-again"
    desk.key(key.Key_F)
    desk.key(key.Key_8)
    yield "archived"
    desk.key(key.Key_F)
    desk.key(key.Key_A)
    yield "archive"
    desk.key(key.Key_Escape)
    desk.ctrl(key.Key_Home)
    desk.key(key.Key_D)
    yield "destroyed"
    desk.key(key.Key_Escape)


def check_laptop(desk: DeskWindow) -> None:
    """Check the laptop from the settings."""
    page = desk.window.current_page
    assert isinstance(page, SettingsPage)
    page.check_laptop.setFocus()
    desk.key(Qt.Key.Key_Space)


def redact(desk: DeskWindow) -> None:
    """Open the redaction of the last evidence item of a section."""
    desk.window.show_screen(Screen.SECTION, _LINE)
    desk.settle()
    desk.key(Qt.Key.Key_F4)
    desk.key(Qt.Key.Key_End)
    while not (isinstance(desk.target, QPushButton) and desk.target.accessibleName() == "More"):
        desk.tab()
    desk.key(Qt.Key.Key_Space)
    desk.type("r")


def _look_into_newer(desk: DeskWindow) -> None:
    """Look at a newer version of the checklist that lies in a folder."""
    changes = (
        ("Is a regional public order STRA planned", "Is a STRA for the region planned"),
        ("CC-PO-11", "CC-PO-91"),
    )
    newer = of_the_shipped(desk.folder / "newer", *changes)
    desk.key(Qt.Key.Key_K)
    desk.key(Qt.Key.Key_O)
    dialog = desk.dialog()
    assert isinstance(dialog, ChooseFolder)
    dialog.reject()
    dialog.folder_chosen.emit(newer)
    desk.settle()


def show_sticks(desk: DeskWindow) -> None:
    """Show what goes to base by a stick, on a laptop that has joined one."""
    page = desk.window.current_page
    assert isinstance(page, TogetherPage)
    page.sticks.authorised.setText("Lead inspector")
    page.sticks.stick.setText("SPR-07")
    page.sticks.stick.setFocus()
    desk.settle()


def _make_occasions(desk: DeskWindow) -> None:
    """Make what the sample has no occasion for: versions, an ally, a picture, a word of base's."""
    opened, unlocked = desk.window._inspection, desk.window._unlocked
    assert opened is not None
    assert unlocked is not None
    id_, line = opened.standing.id, LineId(_LINE)
    note = "Two of the eight were on leave when the control room asked for them."
    unlocked.inspections.answer(id_, line, Answer(note=note), seen=())
    allied = an_inspection(unlocked, force=Named("Bedfordshire Police"))
    shared = Source(Arrangement(level=Level.ALLIANCE), "Joint protective services")
    unlocked.sources.record(allied, shared, [Account(line, "One unit for all three.")])
    picture = desk.folder / "carrier.jpg"
    Image.new("RGB", (800, 600), "#8090a0").save(picture, quality=95)
    unlocked.evidence.attach(id_, [picture], [line])
    unlocked.comparisons.keep(id_, BASE, told(id_, DECLARED))
    join(unlocked)
    unlocked.desk.keep("sync-paused", "yes")
    opened.read_anew()
    desk.settle()


def picture(desk: DeskWindow, name: str, folder: Path) -> None:
    """Write what is seen now."""
    shown: QWidget = desk.window
    if name in DIALOGS:
        shown = desk.dialog()
    path = folder / f"{name}.png"
    shown.grab().save(str(path))
    with Image.open(path) as whole:  # few colours: a quarter of the bytes, and nothing lost
        whole.convert("RGB").quantize(160, dither=Image.Dither.NONE).save(path, optimize=True)


def main() -> None:
    out = Path(sys.argv[1])
    theme = Theme(sys.argv[2]) if len(sys.argv) > 2 else Theme.LIGHT
    percent = int(sys.argv[3]) if len(sys.argv) > 3 else 100
    width, height = map(int, sys.argv[4].split("x")) if len(sys.argv) > 4 else (1366, 768)
    out.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    app.setCursorFlashTime(0)
    with tempfile.TemporaryDirectory(prefix="spr-inspector-") as name:
        folder = Path(name)
        settings = Settings(theme=theme, text_percent=percent)
        save(folder / "config", settings)
        from inspector_app.ui import theme as look

        look.current().apply(settings.theme, settings.text_percent)
        empty = DeskWindow(folder)
        empty.window.resize(width, height)
        empty.settle()
        picture(empty, "make-vault", out)
        empty.close()
        with_sample(folder)
        desk = DeskWindow(folder)
        desk.window.resize(width, height)
        desk.settle()
        for screen in screens(desk):
            desk.settle()
            if desk.window.size().width() > width or desk.window.size().height() > height:
                print(f"{screen}: grew to {desk.window.size().toTuple()}")
            picture(desk, screen, out)
        desk.close()


if __name__ == "__main__":
    main()

"""A photograph with a number plate becomes a copy without it, by keys alone."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from inspector_app.config import Theme
from inspector_app.ui import theme
from inspector_app.ui.dialogs.redact import Redact
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.section_page import SectionPage
from tests.support.by_keyboard import type_path
from tests.support.desk_window import DeskWindow
from tests.support.vaults import PASSPHRASE, a_vault, an_inspection, vault_service

KEY, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier
PLATE = (230, 190, 20)
"""A colour found nowhere else in the picture."""


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> DeskWindow:
    theme.current().apply(Theme.LIGHT, 100)
    vault = a_vault(tmp_path)
    an_inspection(vault)
    vault.close()
    desk = DeskWindow(tmp_path)
    desk.unlock()
    return desk


def test_a_photograph_is_redacted_by_keyboard(desk: DeskWindow, tmp_path: Path) -> None:
    picture = Image.new("RGB", (800, 600), "#8090a0")
    ImageDraw.Draw(picture).rectangle((360, 280, 520, 320), fill=PLATE)
    picture.save(tmp_path / "carrier.jpg", quality=95)
    original = (tmp_path / "carrier.jpg").read_bytes()

    desk.key(KEY.Key_Return)
    desk.key(KEY.Key_Return)
    page = desk.window.current_page
    assert isinstance(page, SectionPage)
    assert desk.screen is Screen.SECTION
    desk.ctrl(KEY.Key_E)
    type_path(desk, tmp_path / "carrier.jpg")
    desk.key(KEY.Key_F4)
    desk.key(KEY.Key_Home)
    while not (isinstance(desk.target, QPushButton) and desk.target.accessibleName() == "More"):
        desk.tab()
    desk.key(KEY.Key_Space)
    desk.type("r")
    dialog = desk.dialog()
    assert isinstance(dialog, Redact)

    desk.type("n")
    for _ in range(2):
        desk.key(KEY.Key_Down)
        desk.key(KEY.Key_Right, SHIFT)
        desk.key(KEY.Key_Down, SHIFT)
    dialog.reason.setFocus()
    desk.type("Number plate of a hired carrier")
    while desk.target is not dialog.preview_button:
        desk.tab()
    desk.key(KEY.Key_Space)
    desk.wait_for(dialog.keep_button.isVisible, "the copy is seen")
    while desk.target is not dialog.keep_button:
        desk.tab()
    desk.key(KEY.Key_Space)
    desk.wait_for(lambda: page.evidence.view.model().rowCount() == 2, "the copy is an item")
    desk.close()

    vault = vault_service(tmp_path).unlock(PASSPHRASE)
    try:
        inspection = vault.inspections.all()[0].id
        standing = vault.inspections.standing(inspection)
        before, copy = standing.evidence()
        assert copy.file.made_of is not None
        assert copy.file.made_of.evidence == before.id
        assert before.caption.do_not_export
        with vault.evidence.opened(inspection, before.file.sha256) as stream:
            assert stream.read() == original
        with vault.evidence.opened(inspection, copy.file.sha256) as stream:
            seen = Image.open(io.BytesIO(stream.read())).convert("RGB")
        colours = seen.getcolors(800 * 600) or []
        assert not any(r > 200 and g > 150 and b < 90 for _, (r, g, b) in colours)  # type: ignore[misc]
    finally:
        vault.close()

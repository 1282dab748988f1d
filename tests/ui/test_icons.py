"""Icons: every name used exists, and colours follow the theme."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from inspector_app.config import Theme
from inspector_app.ui import icons, theme
from inspector_app.ui.theme import DARK, LIGHT, Look

UI = Path(theme.__file__).parent


def darkest(icon: QIcon) -> QColor:
    image = icon.pixmap(QSize(32, 32)).toImage()
    points = (image.pixelColor(x, y) for x in range(32) for y in range(32))
    return max(points, key=lambda colour: colour.alpha())


def test_every_drawing_takes_its_colour_from_the_theme(look: Look) -> None:
    for path in (theme.resources() / "icons").glob("*.svg"):
        if path.stem != "spr-inspector":  # the app's own picture has its own colours
            assert not icons.icon(path.stem).pixmap(24).isNull()
            assert "currentColor" in path.read_text("utf-8"), path.name


def test_icons_named_in_the_code_exist() -> None:
    used = set()
    for path in UI.rglob("*.py"):
        used |= set(re.findall(r'icons\.\w+\(\s*(?:[\w.]+, )?"([a-z-]+)"', path.read_text("utf-8")))
    assert {"search", "eye", "cross"} & used
    missing = [n for n in used if not (theme.resources() / "icons" / f"{n}.svg").is_file()]
    assert missing == []


def test_an_icon_that_is_not_there_is_a_bug(look: Look) -> None:
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon")


def test_the_same_icon_is_drawn_once(look: Look) -> None:
    assert icons.icon("bell") is icons.icon("bell")


def test_a_dressed_button_changes_with_the_theme(look: Look, qtbot: QtBot) -> None:
    button = QPushButton("Sync")
    qtbot.addWidget(button)
    icons.dress(button, "sync")
    assert darkest(button.icon()).name() == LIGHT.text
    look.apply(Theme.DARK, 200)
    assert darkest(button.icon()).name() == DARK.text
    assert button.iconSize() == QSize(32, 32)


def test_a_button_can_be_dressed_anew(look: Look, qtbot: QtBot) -> None:
    button = QPushButton("Show")
    qtbot.addWidget(button)
    icons.dress(button, "eye")
    before = button.icon().pixmap(16).toImage()
    icons.dress(button, "cover", "accent")
    assert button.icon().pixmap(16).toImage() != before
    look.apply(Theme.DARK)
    assert darkest(button.icon()).name() == DARK.accent

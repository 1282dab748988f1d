"""The look: contrast, text size, following the system."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from inspector_app.config import Theme
from inspector_app.ui import theme
from inspector_app.ui.theme import DARK, LIGHT, Look, Size, Tokens

PAIRS = [
    *[("text", ground, 4.5) for ground in ("win", "base", "alt", "soft", "badge")],
    *[("dim", ground, 4.5) for ground in ("win", "base", "alt", "soft")],
    *[("accent", ground, 4.5) for ground in ("win", "base", "alt", "soft")],
    ("on_accent", "accent", 4.5),
    ("note", "note_back", 4.5),
    ("on_strip", "strip", 4.5),
    ("dim", "track", 4.5),
    *[("field", ground, 3.0) for ground in ("win", "base", "alt")],
    ("accent", "track", 3.0),
]


@pytest.mark.parametrize(
    "tokens",
    [LIGHT, DARK, theme.stronger(LIGHT), theme.stronger(DARK)],
    ids=["light", "dark", "stronger light", "stronger dark"],
)
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_every_pair_of_colours_can_be_read(
    tokens: Tokens, front: str, ground: str, least: float
) -> None:
    assert theme.contrast(getattr(tokens, front), getattr(tokens, ground)) >= least


def test_contrast_is_reckoned_as_the_guidelines_say() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert theme.contrast("#123456", "#123456") == 1


def test_the_shipped_font_is_the_one_in_use(look: Look) -> None:
    assert "Noto Sans" in QFontDatabase.families()
    info = QFontInfo(look.font(Size.BODY))
    assert info.family() == "Noto Sans"
    assert info.pixelSize() == 13


def test_figures_are_of_equal_width(look: Look) -> None:
    widths = {look.metrics(Size.BODY).horizontalAdvance(figure * 10) for figure in "0123456789"}
    assert len(widths) == 1


def test_a_text_size_of_200_per_cent_doubles_type_and_lengths(look: Look, qtbot: QtBot) -> None:
    label = QLabel("Headline")
    theme.set_look(label, "title")
    qtbot.addWidget(label)
    label.show()
    before = label.sizeHint()
    look.apply(Theme.LIGHT, 200)
    assert look.px(28) == 56
    assert look.font(Size.META).pixelSize() == 22
    assert QApplication.font().pixelSize() == 26
    label.ensurePolished()
    assert label.sizeHint().width() == pytest.approx(2 * before.width(), rel=0.05)


def test_text_sizes_out_of_range_are_brought_to_the_nearest(look: Look) -> None:
    look.apply(Theme.LIGHT, 900)
    assert look.scale == 2
    look.apply(Theme.LIGHT, 1)
    assert look.scale == 0.8


def test_dark_and_light_reach_the_palette_and_are_told(look: Look, qtbot: QtBot) -> None:
    with qtbot.waitSignal(look.changed):
        look.apply(Theme.DARK)
    assert look.is_dark
    assert QApplication.palette().color(QPalette.ColorRole.Window).name() == DARK.win
    with qtbot.waitSignal(look.changed):
        look.apply(Theme.LIGHT)
    assert QApplication.palette().color(QPalette.ColorRole.Window).name() == LIGHT.win


def test_system_means_light_where_the_system_says_nothing(look: Look) -> None:
    look.apply(Theme.SYSTEM)
    assert QApplication.styleHints().colorScheme() is Qt.ColorScheme.Unknown
    assert not look.is_dark


def test_a_chosen_theme_does_not_follow_the_system(look: Look, qtbot: QtBot) -> None:
    look.apply(Theme.DARK)
    QApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert look.is_dark


def test_a_theme_left_to_the_system_is_dressed_anew_when_the_system_changes(
    look: Look, qtbot: QtBot
) -> None:
    look.apply(Theme.SYSTEM)
    with qtbot.waitSignal(look.changed):
        QApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Unknown)


@pytest.mark.parametrize(("chosen", "usual"), [(Theme.LIGHT, LIGHT), (Theme.DARK, DARK)])
def test_whoever_asked_the_system_for_contrast_sees_borders_as_dark_as_quiet_words_are_else(
    look: Look, qtbot: QtBot, chosen: Theme, usual: Tokens
) -> None:
    look.apply(chosen)
    hints = QApplication.styleHints()
    told = hints.accessibility().contrastPreferenceChanged
    with qtbot.waitSignal(look.changed):
        told.emit(Qt.ContrastPreference.HighContrast)
    assert look.is_dark is (chosen is Theme.DARK)
    for ground in ("win", "base", "alt"):
        behind = getattr(look.tokens, ground)
        assert theme.contrast(look.tokens.line, behind) >= 3
        assert theme.contrast(look.tokens.field, behind) >= 4.5
    with qtbot.waitSignal(look.changed):
        told.emit(Qt.ContrastPreference.NoPreference)
    assert look.tokens == usual


def test_the_style_sheet_names_only_colours_that_exist_and_leaves_nothing_unfilled() -> None:
    sheet = (theme.resources() / "styles" / "window.qss").read_text("utf-8")
    for tokens in (LIGHT, DARK):
        filled = theme.style_sheet(sheet, tokens, 1.5)
        assert "$" not in filled
        assert "px(" not in re.sub(r"/\*.*?\*/", "", filled, flags=re.DOTALL)
        for path in re.findall(r'url\("([^"]+)"\)', filled):
            assert Path(path).is_file(), path


def test_the_style_sheet_is_set_in_one_place_only() -> None:
    ui = Path(theme.__file__).parent
    setters = [path.name for path in ui.rglob("*.py") if "setStyleSheet(" in path.read_text()]
    assert setters == ["theme.py"]

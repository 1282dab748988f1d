"""Section and Board as in the drawings: named, in reach, nothing cut off, in both themes."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.config import Theme
from inspector_app.ui.theme import Look
from inspector_app.ui.widgets.board_view import BoardView
from inspector_app.ui.widgets.lines_view import LinesView
from inspector_app.ui.widgets.regions import Regions
from inspector_app.ui.widgets.sections_view import SectionsView
from tests.support import gallery
from tests.support.accessibility import cut_off, focus_order, outside, roleless, unnamed

SCREENS = [gallery.section_screen, gallery.board_screen]
SIZES = [(Theme.LIGHT, 100, 1366, 768), (Theme.DARK, 100, 1366, 768),
         (Theme.LIGHT, 200, 1366, 768), (Theme.LIGHT, 100, 683, 384)]  # fmt: skip


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize(("chosen", "percent", "width", "height"), SIZES)
def test_every_control_has_a_name_and_nothing_is_cut_off(
    qtbot: QtBot,
    look: Look,
    screen: Callable[[], QWidget],
    chosen: Theme,
    percent: int,
    width: int,
    height: int,
) -> None:
    look.apply(chosen, percent)
    window = screen()
    qtbot.addWidget(window)
    gallery.shown(window, width, height)
    assert (window.width(), window.height()) == (width, height)
    assert unnamed(window) == []
    assert roleless(window) == []
    assert cut_off(window) == []
    assert outside(window) == []


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_changes_its_theme_while_it_is_open(
    qtbot: QtBot, look: Look, screen: Callable[[], QWidget]
) -> None:
    window = screen()
    qtbot.addWidget(window)
    light = gallery.shown(window, 1366, 768)
    look.apply(Theme.DARK, 100)
    changed = gallery.shown(window, 1366, 768)
    fresh = screen()
    qtbot.addWidget(fresh)
    dark = gallery.shown(fresh, 1366, 768)
    assert changed != light
    assert changed == dark


def test_tab_reaches_every_part_of_the_section_in_the_order_of_the_eye(
    qtbot: QtBot, look: Look
) -> None:
    window = gallery.section_screen()
    qtbot.addWidget(window)
    gallery.shown(window, 1366, 768)
    search = window.findChildren(QLineEdit)[0]
    names = [widget.accessibleName() for widget in focus_order(search)]
    wanted = ["Sections", "Board", "Headline: The force can contribute to the national "
              "requirement; how it works out its local need is unclear.", "Lines of this section",
              "Note", "Evidence items"]  # fmt: skip
    places = [names.index(name) for name in wanted]
    assert places == sorted(places)


def test_tab_leaves_every_view(qtbot: QtBot, look: Look) -> None:
    window = gallery.section_screen()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for kind in (SectionsView, LinesView):
        view = window.findChildren(kind)[0]
        view.setFocus()
        qtbot.keyClick(view, Qt.Key.Key_Tab)
        assert not view.hasFocus()


def test_the_board_is_walked_by_arrows_and_opened_by_enter(qtbot: QtBot, look: Look) -> None:
    window = gallery.board_screen()
    qtbot.addWidget(window)
    gallery.shown(window, 1366, 768)
    board = window.findChildren(BoardView)[0]
    assert board.current_section == "s30"
    with qtbot.waitSignal(board.current_changed) as changed:
        qtbot.keyClick(board, Qt.Key.Key_Right)
    assert changed.args == ["s31"]
    with qtbot.waitSignal(board.section_opened) as opened:
        qtbot.keyClick(board, Qt.Key.Key_Return)
    assert opened.args == ["s31"]
    board.go_to("s02")
    with qtbot.assertNotEmitted(board.section_opened):  # it is not in scope
        qtbot.keyClick(board, Qt.Key.Key_Return)


def test_the_drawers_of_a_narrow_section_lie_over_it(qtbot: QtBot, look: Look) -> None:
    window = gallery.section_screen()
    qtbot.addWidget(window)
    gallery.shown(window, 683, 384)
    regions = window.findChildren(Regions)[0]
    assert regions.is_narrow
    regions.toggle("left")
    gallery.shown(window, 683, 384)
    assert window.findChildren(SectionsView)[0].isVisible()
    assert unnamed(window) == []


def test_the_audit_finds_what_it_is_for(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    for bad in (QPushButton(), QLineEdit(), QComboBox()):
        layout.addWidget(bad)
    named = QLineEdit()
    named.setAccessibleName("Force")
    layout.addWidget(named)
    words = QLabel("Words far too long for their place")
    words.setFixedWidth(20)
    layout.addWidget(words)
    astray = QPushButton("Astray", page)
    page.show()
    astray.setGeometry(-40, 0, 30, 20)
    assert [each.split()[0] for each in unnamed(page)] == ["QPushButton", "QLineEdit", "QComboBox"]
    assert any("Words far" in each for each in cut_off(page))
    assert any("QPushButton (-40" in each for each in outside(page))

"""Where the keyboard is can be seen: on every kind of control; by campaign, on every screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QStringListModel
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSpinBox,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from inspector_app.config import Theme
from inspector_app.ui import theme
from inspector_app.ui.models.words_table import WordsRow, WordsTable
from inspector_app.ui.theme import Look, set_look
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.focus_ring import FocusRings
from inspector_app.ui.widgets.help_text import HelpText
from inspector_app.ui.widgets.lines_view import LinesView
from inspector_app.ui.widgets.table import dress_table
from inspector_app.ui.widgets.wrapped_table import wrapped_table
from tests.support.accessibility import focus_order
from tests.support.desk_window import OpensDesk
from tests.support.focus_marks import LEAST_PIXELS, clearly_other, without_mark
from tests.support.screens import screens

BUTTONS = ("", "primary", "link", "row", "crumb", "quiet")
"""Looks of buttons in the style sheet."""
THEMES = (Theme.LIGHT, Theme.DARK)


@pytest.fixture
def window(qtbot: QtBot, look: Look) -> Iterator[QWidget]:
    """A window with one control of every kind, ringed as the app's own is."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    rings = FocusRings(app)
    made = QWidget()
    qtbot.addWidget(made)
    layout = QVBoxLayout(made)
    for control in _one_of_each(made):
        layout.addWidget(control)
    made.resize(500, 1500)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    rings.deleteLater()


def _one_of_each(parent: QWidget) -> Iterator[QWidget]:
    for name in BUTTONS:
        button = QPushButton("Go there", parent)
        set_look(button, name)
        yield button
    yield Chip("lock", "Marking", parent=parent)
    for worded in (QToolButton(parent), QCheckBox(parent), QRadioButton(parent)):
        worded.setText("Do not export")
        yield worded
    yield from (QLineEdit(parent), QPlainTextEdit(parent), QSpinBox(parent), HelpText(parent))
    box = QComboBox(parent)
    box.addItems(["Met", "Not met"])
    yield box
    words = WordsTable(("Word", "Meaning"), parent)
    words.show((WordsRow("1", ("PSU", "A police support unit")),))
    plain, cells = QTableView(parent), QTableView(parent)
    for table in (plain, cells):
        table.setModel(words)
        dress_table(table, "Words")
    set_look(cells, "cells")
    for table in (plain, cells, wrapped_table(words, "Words", 1, parent)):
        table.selectRow(0)
        yield table
    topics = QListView(parent)
    topics.setModel(QStringListModel(["The board"], parent))
    set_look(topics, "topics")
    yield topics
    yield LinesView(parent)
    area = QScrollArea(parent)
    area.setWidget(QLabel("A long text"))
    yield area


@pytest.mark.parametrize("chosen", THEMES)
def test_the_keyboard_is_seen_on_every_kind_of_control(
    window: QWidget, look: Look, chosen: Theme
) -> None:
    look.apply(chosen)
    first = window.findChild(QPushButton)
    assert isinstance(first, QPushButton)
    first.setFocus()
    assert len(focus_order(first)) == 21
    assert without_mark(window) == []
    assert first.hasFocus()


def test_a_look_of_buttons_without_a_mark_is_found(window: QWidget) -> None:
    first = window.findChild(QPushButton)
    assert isinstance(first, QPushButton)
    first.setFocus()
    set_look(first, "chip")  # which paints its own, and here has nobody to do so
    assert without_mark(window) == ["QPushButton '': 0 pixels"]


def test_every_look_of_buttons_is_among_them() -> None:
    sheet = (theme.resources() / "styles" / "window.qss").read_text("utf-8")
    named = {part.partition('"]')[0] for part in sheet.split('QPushButton[look="')[1:]}
    assert named == set(BUTTONS) - {""} | {"chip"}


def test_a_mark_too_faint_to_see_is_none() -> None:
    ground = QImage(30, 30, QImage.Format.Format_RGB32)
    ground.fill(QColor("#ffffff"))
    for colour, is_seen in (("#e6eefb", False), ("#959595", False), ("#1f5fbf", True)):
        marked = ground.copy()
        painter = QPainter(marked)
        painter.setPen(QColor(colour))
        painter.drawRect(1, 1, 20, 20)
        painter.end()
        assert (clearly_other(ground, marked) >= LEAST_PIXELS) is is_seen


def test_a_ring_comes_with_the_focus_and_goes_with_it(window: QWidget) -> None:
    area = window.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    corner = QPoint(area.width() // 2, 0)
    area.setFocus()
    assert area.grab().toImage().pixelColor(corner).name() == theme.LIGHT.accent
    area.resize(area.width() - 40, area.height())
    edge = QPoint(area.width() - 1, area.height() // 2)
    assert area.grab().toImage().pixelColor(edge).name() == theme.LIGHT.accent
    area.clearFocus()
    assert area.grab().toImage().pixelColor(corner).name() != theme.LIGHT.accent


def test_the_ring_of_a_filled_button_keeps_clear_of_its_words(window: QWidget) -> None:
    filled = next(each for each in window.findChildren(QPushButton) if _is_filled(each))
    filled.setFocus()
    shot = filled.grab().toImage()
    edge = [shot.pixelColor(x, shot.height() // 2).name() for x in range(9)]
    ring, fill = theme.LIGHT.on_accent, theme.LIGHT.accent
    assert [*edge[:2], *edge[6:]] == [theme.LIGHT.text] * 2 + [fill] * 3
    assert edge[3] == ring


def _is_filled(button: QPushButton) -> bool:
    return bool(button.property("look") == "primary")


def test_a_panel_that_shows_what_is_chosen_looks_as_if_it_had_no_focus(
    qtbot: QtBot, look: Look
) -> None:
    panel = QFrame()
    set_look(panel, "opened")
    qtbot.addWidget(panel)
    panel.resize(60, 40)
    shot = panel.grab().toImage()
    sides = {shot.pixelColor(*at).name() for at in ((0, 20), (59, 20), (30, 39))}
    assert sides == {theme.LIGHT.line}


@pytest.mark.campaign
@pytest.mark.parametrize("chosen", THEMES)
def test_the_keyboard_is_seen_wherever_tab_leads_on_every_screen(
    open_desk: OpensDesk, sample_template: Path, look: Look, chosen: Theme
) -> None:
    look.apply(chosen)
    desk = open_desk(sample_template)
    desk.window.resize(1366, 768)
    desk.settle()
    dull = {}
    for name in screens(desk, signs=False):
        desk.settle()
        dull[name] = without_mark(QApplication.activeWindow() or desk.window)
        desk.settle()
    assert {name: each for name, each in dull.items() if each} == {}
    assert len(dull) == 42

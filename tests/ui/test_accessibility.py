"""Every screen, walked by keyboard with the sample in it, in both themes and at every size."""

import functools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPropertyAnimation, QRect, QSize, Qt, QTimeLine
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QProgressBar,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from inspector_app.config import Theme
from inspector_app.ui import theme
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.theme import Look, contrast
from tests.support.accessibility import cut_off, focus_order, moving, outside, roleless, unnamed
from tests.support.desk_window import DeskWindow, OpensDesk
from tests.support.few_pages import choose_one_section
from tests.support.screens import DIALOGS, screens


@dataclass(frozen=True, slots=True)
class Walk:
    """One way through every screen: at a size of the window and of the text, in a theme."""

    width: int
    height: int
    percent: int = 100
    chosen: Theme = Theme.LIGHT
    is_read: bool = False
    """Whether the contrast of all words is measured on the way."""
    signs: bool = False
    """Whether a summary, of a few pages, is signed on the way."""
    tabs: bool = False
    """Whether Tab goes round every screen on the way."""

    def __str__(self) -> str:
        return f"{self.width}-{self.height}-{self.percent}-{self.chosen}"


WALKS = (
    Walk(1366, 768, is_read=True, tabs=True),
    Walk(960, 540, chosen=Theme.DARK, is_read=True, signs=True),  # 1920×1080 at a scale of two
    Walk(1366, 768, 200),
    pytest.param(Walk(1366, 768, 80), marks=pytest.mark.campaign),  # the smallest text is roomiest
)
"""Walking is most of the time, so that all that can be seen on one way is looked at on it."""


def shown(desk: DeskWindow) -> QWidget:
    """The window, or the dialog over it."""
    active = QApplication.activeWindow()
    return active if active is not None and active.isVisible() else desk.window


@pytest.fixture
def locked_desk(open_desk: OpensDesk, sample_template: Path) -> DeskWindow:
    desk = open_desk(sample_template)
    desk.window.resize(1366, 768)
    return desk


@pytest.mark.parametrize("walk", WALKS, ids=str)
def test_every_screen_is_named_whole_in_reach_and_can_be_read(
    locked_desk: DeskWindow, look: Look, walk: Walk
) -> None:
    look.apply(walk.chosen, walk.percent)
    locked_desk.window.resize(walk.width, walk.height)
    locked_desk.settle()
    faults: dict[str, list[str]] = {}
    seen: set[Screen] = set()
    for name in screens(locked_desk, signs=walk.signs):
        locked_desk.settle()
        seen.add(locked_desk.screen)
        where = shown(locked_desk)
        faults[name] = [
            *unnamed(where),
            *roleless(where),
            *cut_off(where),
            *outside(where),
            *_too_large(locked_desk.window.size(), walk),
            *(_hard_to_read(where) if walk.is_read else ()),
            *(_out_of_reach(where) if walk.tabs else ()),
            *moving(where),
        ]
        if name == "report" and walk.signs:
            choose_one_section(locked_desk)
    assert {name: each for name, each in faults.items() if each} == {}
    assert seen == set(Screen)
    assert faults.keys() >= {*DIALOGS, *(("signed",) if walk.signs else ())}


def _too_large(size: QSize, walk: Walk) -> Iterator[str]:
    if size.width() > walk.width or size.height() > walk.height:
        yield f"larger than the screen: {size.toTuple()}"


def _out_of_reach(where: QWidget) -> list[str]:
    """Return what Tab does not reach; the focus is where it was afterwards."""
    first = QApplication.focusWidget()
    if first is None:
        return ["nothing has the focus"]
    expected = set(focus_order(first))
    reached = {first}
    for _ in range(len(expected) + 12):
        QTest.keyClick(QApplication.focusWidget() or where, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is None:
            return ["Tab lost the focus"]
        reached.add(now)
    first.setFocus()
    # Of a group of radio buttons Tab reaches one; arrows walk the others.
    return [
        f"out of Tab's reach: {type(each).__name__} {each.accessibleName()!r}"
        for each in expected - reached
        if not isinstance(each, QRadioButton)
    ]


def _hard_to_read(where: QWidget) -> list[str]:
    """Return the words that do not stand out from their ground."""
    picture = where.grab().toImage()
    return [
        f"hard to read: {label.text()!r}"
        for label in where.findChildren(QLabel)
        if label.text() and label.isVisibleTo(where) and _is_in_sight(label)
        if _contrast_of(label, where, picture) < 4.5
    ]


def _is_in_sight(widget: QWidget) -> bool:
    """Whether at least a line of it can be read; of one scrolled away an edge may still show."""
    seen = widget.visibleRegion().boundingRect().height()
    return widget.isEnabled() and seen >= min(widget.height(), widget.fontMetrics().height())


def _contrast_of(label: QWidget, where: QWidget, picture: QImage) -> float:
    """The contrast of the ground, the colour most seen, with the colour furthest from it."""
    seen = label.visibleRegion().boundingRect()
    place = QRect(label.mapTo(where, seen.topLeft()), seen.size()).intersected(picture.rect())
    pixels = picture.copy(place).convertToFormat(QImage.Format.Format_RGB32)
    counts = Counter(memoryview(pixels.constBits()).cast("I"))
    ground = _name(max(counts, key=lambda colour: counts[colour]))
    return max(contrast(ground, _name(colour)) for colour in counts)


@functools.cache
def _name(colour: int) -> str:
    return QColor.fromRgb(colour).name()


def test_what_moves_by_itself_is_found(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    assert moving(window) == []
    bar = QProgressBar(window)
    bar.setRange(0, 0)
    line = QTimeLine(1000, window)
    line.start()
    gliding = QPropertyAnimation(bar, b"pos", window)
    gliding.setEndValue(QPoint(9, 9))
    gliding.start()
    assert len(moving(window)) == 3


def test_borders_of_fields_can_be_seen_in_both_themes() -> None:
    for tokens in (theme.LIGHT, theme.DARK):
        for ground in (tokens.base, tokens.win, tokens.alt):
            assert contrast(tokens.field, ground) >= 3
            assert contrast(tokens.accent, ground) >= 3


def test_a_verdict_has_the_focus_and_says_all_to_assistive_technology(
    empty_desk: DeskWindow,
) -> None:
    wrong = empty_desk.folder / "letter.txt"
    wrong.write_text("Dear inspector")
    page = empty_desk.window.current_page
    page.verify(wrong)  # type: ignore[attr-defined]
    empty_desk.settle()
    verdict = page.verdict  # type: ignore[attr-defined]
    interface = QAccessible.queryAccessibleInterface(verdict)
    assert interface.text(QAccessible.Text.Name) == "letter.txt: Cannot tell"
    assert "cannot be told" in interface.text(QAccessible.Text.Description)
    assert verdict.hasFocus()

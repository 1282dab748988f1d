"""Every screen, walked by keyboard with the sample in it, in both themes and at every size."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QRadioButton,
    QWidget,
)

from inspector_app.config import Theme
from inspector_app.ui import theme
from inspector_app.ui.theme import Look, contrast
from tests.support.accessibility import cut_off, focus_order, outside, roleless, unnamed
from tests.support.desk_window import DeskWindow, OpensDesk
from tests.support.screens import screens

SIZES = [(1366, 768, 100), (960, 540, 100), (1366, 768, 200), (1366, 768, 80)]
"""Width and height of the window and the text size; 960×540 is 1920×1080 at a scale of two."""


def shown(desk: DeskWindow) -> QWidget:
    """The window, or the dialog over it."""
    active = QApplication.activeWindow()
    return active if active is not None and active.isVisible() else desk.window


@pytest.fixture
def locked_desk(open_desk: OpensDesk, sample_template: Path) -> DeskWindow:
    desk = open_desk(sample_template)
    desk.window.resize(1366, 768)
    return desk


def walked(desk: DeskWindow, *, signs: bool = False) -> Iterator[tuple[str, QWidget]]:
    for name in screens(desk, signs=signs):
        desk.settle()
        yield name, shown(desk)


def test_every_control_of_every_screen_has_a_name_and_a_role(
    locked_desk: DeskWindow, look: Look
) -> None:
    faults = {
        name: unnamed(where) + roleless(where) for name, where in walked(locked_desk, signs=True)
    }
    assert {name: each for name, each in faults.items() if each} == {}
    assert len(faults) == 42


def test_tab_reaches_every_control_of_every_screen_and_leaves_it_again(
    locked_desk: DeskWindow, look: Look
) -> None:
    for name, where in walked(locked_desk):
        first = QApplication.focusWidget()
        assert first is not None, f"{name}: nothing has the focus"
        expected = set(focus_order(first))
        reached = {first}
        for _ in range(len(expected) + 12):
            QTest.keyClick(QApplication.focusWidget() or where, Qt.Key.Key_Tab)
            now = QApplication.focusWidget()
            assert now is not None, f"{name}: Tab lost the focus"
            reached.add(now)
        # Of a group of radio buttons Tab reaches one; arrows walk the others.
        missed = [
            f"{type(each).__name__} {each.accessibleName()!r}"
            for each in expected - reached
            if not isinstance(each, QRadioButton)
        ]
        assert missed == [], name
        first.setFocus()


@pytest.mark.parametrize(("width", "height", "percent"), SIZES)
def test_nothing_is_cut_off_at_any_size(
    locked_desk: DeskWindow, look: Look, width: int, height: int, percent: int
) -> None:
    look.apply(Theme.LIGHT, percent)
    locked_desk.window.resize(width, height)
    locked_desk.settle()
    for name, where in walked(locked_desk, signs=width < 1000):
        assert locked_desk.window.width() <= width, f"{name} is wider than the screen"
        assert locked_desk.window.height() <= height, f"{name} is higher than the screen"
        assert cut_off(where) == [], name
        assert outside(where) == [], name


@pytest.mark.parametrize("chosen", [Theme.LIGHT, Theme.DARK])
def test_words_stand_out_from_their_ground_on_every_screen(
    locked_desk: DeskWindow, look: Look, chosen: Theme
) -> None:
    look.apply(chosen, 100)
    for name, where in walked(locked_desk):
        picture = where.grab().toImage()
        for label in where.findChildren(QLabel):
            if label.text() and label.isVisibleTo(where) and _is_in_sight(label):
                assert _contrast_of(label, where, picture) >= 4.5, f"{name}: {label.text()}"


def _is_in_sight(widget: QWidget) -> bool:
    """Whether at least a line of it can be read; of one scrolled away an edge may still show."""
    seen = widget.visibleRegion().boundingRect().height()
    return widget.isEnabled() and seen >= min(widget.height(), widget.fontMetrics().height())


def _contrast_of(label: QWidget, where: QWidget, picture: QImage) -> float:
    """The contrast of the ground, the colour most seen, with the colour furthest from it."""
    corner = label.mapTo(where, label.visibleRegion().boundingRect().topLeft())
    size = label.visibleRegion().boundingRect().size()
    counts: dict[str, int] = {}
    for x in range(corner.x(), min(corner.x() + size.width(), picture.width())):
        for y in range(corner.y(), min(corner.y() + size.height(), picture.height())):
            colour = QColor(picture.pixel(x, y)).name()
            counts[colour] = counts.get(colour, 0) + 1
    ground = max(counts, key=lambda colour: counts[colour])
    return max(contrast(ground, colour) for colour in counts)


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

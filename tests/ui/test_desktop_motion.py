"""Whoever asked a Linux desktop for less motion is given less here too, as soon as it says so."""

import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.config import Motion
from inspector_app.ui.motion import Stillness
from tests.support.portal import Said, portal
from tests.support.session_bus import session_bus

APPEARANCE = ("org.freedesktop.appearance", "reduced-motion")
GNOME = ("org.gnome.desktop.interface", "enable-animations")
KDE = ("org.kde.kdeglobals.KDE", "AnimationDurationFactor")
PATIENCE_MS = 60_000
"""A ceiling for a loaded machine; all of it comes at once elsewhere."""
_NUMBERS = count()


@pytest.fixture
def address() -> Iterator[str]:
    # The path of a socket is short; that of tmp_path is not.
    with tempfile.TemporaryDirectory(prefix="spr-") as folder, session_bus(Path(folder)) as bus:
        yield bus


@pytest.fixture
def stillness() -> Iterator[Stillness]:
    """Of an application whose caret blinks and whose menus unroll."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    general = Qt.UIEffect.UI_General
    before = app.cursorFlashTime(), app.isEffectEnabled(general)
    app.setCursorFlashTime(1000)
    app.setEffectEnabled(general, True)
    made = Stillness(app)
    yield made
    made.deleteLater()
    app.setCursorFlashTime(before[0])
    app.setEffectEnabled(general, before[1])


def bus_at(address: str) -> QDBusConnection:
    bus = QDBusConnection.connectToBus(address, f"motion-{next(_NUMBERS)}")
    assert bus.isConnected()
    return bus


def is_still() -> bool:
    return QApplication.cursorFlashTime() == 0 and not QApplication.isEffectEnabled(
        Qt.UIEffect.UI_General
    )


@pytest.mark.parametrize(
    ("place", "less", "more"),
    [
        (APPEARANCE, ("u", 1), ("u", 0)),
        (GNOME, ("b", False), ("b", True)),
        (KDE, ("s", "0"), ("s", "1")),
    ],
)
def test_what_the_desktop_wishes_is_done_and_a_change_of_mind_too(
    qtbot: QtBot,
    address: str,
    stillness: Stillness,
    place: tuple[str, str],
    less: Said,
    more: Said,
) -> None:
    with portal(address, {place: less}) as desktop:
        stillness.ask(bus_at(address))
        assert not is_still(), "nobody waited for the answer"
        qtbot.waitUntil(is_still, timeout=PATIENCE_MS)
        stillness.apply(Motion.SYSTEM)
        assert is_still()
        desktop.change(*place, more)
        qtbot.waitUntil(lambda: not is_still(), timeout=PATIENCE_MS)
        desktop.change(*place, less)
        qtbot.waitUntil(is_still, timeout=PATIENCE_MS)


def test_a_desktop_that_says_nothing_of_it_wishes_nothing(
    qtbot: QtBot, address: str, stillness: Stillness
) -> None:
    said = {GNOME: ("b", True), KDE: ("s", "fast"), APPEARANCE: ("(ii)", (1, 2))}
    with portal(address, said) as desktop:
        stillness.ask(bus_at(address))
        qtbot.waitUntil(lambda: desktop.questions == 3, timeout=PATIENCE_MS)
        desktop.change("org.gnome.desktop.interface", "cursor-size", ("i", 0))
        assert not is_still()
        desktop.change(*GNOME, ("b", False))
        qtbot.waitUntil(is_still, timeout=PATIENCE_MS)  # by which the rest was heard too
        desktop.change(*GNOME, ("b", True))
        qtbot.waitUntil(lambda: not is_still(), timeout=PATIENCE_MS)
        stillness.apply(Motion.REDUCED)
        assert is_still()


def test_without_a_portal_the_settings_alone_decide(
    qtbot: QtBot, address: str, stillness: Stillness
) -> None:
    stillness.ask(bus_at(address))
    with portal(address, {}) as desktop:  # which begins later, as after a crash
        desktop.change(*GNOME, ("b", False))
        qtbot.waitUntil(is_still, timeout=PATIENCE_MS)

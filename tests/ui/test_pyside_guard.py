"""PySide6 6.12.0 on Python 3.11 loses references until the process aborts; never ship on it."""

import sys

from PySide6.QtCore import QObject, Signal


class Emitter(QObject):
    progressed = Signal(int)


def test_calls_that_return_none_keep_the_references_to_none() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(500):
        thing.setObjectName("x")
    assert sys.getrefcount(None) > before - 100


def test_emitting_a_signal_keeps_the_references_to_true() -> None:
    emitter = Emitter()
    before = sys.getrefcount(True)
    for number in range(500):
        emitter.progressed.emit(number)
    assert sys.getrefcount(True) > before - 100

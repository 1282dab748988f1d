import logging
import sys

import pytest
from PySide6.QtCore import Qt

from inspector_app.ui.application import telling
from inspector_app.ui.dialogs.tell_failure import TellFailure
from inspector_app.ui.pages.page import Screen
from tests.support.desk_window import DeskWindow

KEY = Qt.Key


def test_a_bug_in_a_slot_is_owned_up_to_and_the_window_goes_on(
    empty_desk: DeskWindow, caplog: pytest.LogCaptureFixture
) -> None:
    bug = ZeroDivisionError("one too many")
    with caplog.at_level(logging.CRITICAL, logger="inspector_app.ui.application"):
        telling(empty_desk.jobs)(type(bug), bug, None)
    asked = empty_desk.dialog()
    assert isinstance(asked, TellFailure)
    assert "ZeroDivisionError: one too many" in asked.log.toPlainText()
    asked.accept()
    empty_desk.failures.clear()
    empty_desk.key(KEY.Key_N)
    assert empty_desk.screen is Screen.NEW_INSPECTION


def test_a_stop_in_the_terminal_is_no_bug(
    empty_desk: DeskWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []
    monkeypatch.setattr(sys, "__excepthook__", lambda *given: seen.append(given[0]))
    telling(empty_desk.jobs)(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert seen == [KeyboardInterrupt]
    assert empty_desk.failures == []

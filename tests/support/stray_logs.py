"""A pytest plugin: a warning that a test did not announce fails the test."""

import logging
import re
from collections.abc import Iterator

import pytest


class ExpectedLog(logging.Handler):
    """Collects every record from WARNING up while one test runs, fixtures included.

    Calling it announces a record; the test fails both if an announced record does not come
    and if another one does.
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._announced: list[str] = []
        self._lines: list[str] = []

    def __call__(self, pattern: str) -> None:
        """Announce records whose ``LEVEL logger: message`` the regular expression is found in."""
        self._announced.append(pattern)

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def complaints(self) -> list[str]:
        """What was logged unannounced, and what was announced and not logged."""
        stray = [
            f"stray log record: {line}"
            for line in self._lines
            if not any(re.search(pattern, line) for pattern in self._announced)
        ]
        missing = [
            f"announced log record did not come: {pattern}"
            for pattern in self._announced
            if not any(re.search(pattern, line) for line in self._lines)
        ]
        return stray + missing


@pytest.fixture(autouse=True)
def expected_log() -> Iterator[ExpectedLog]:
    """Ask for it by name to announce a warning: ``expected_log(r"vault.*backup was used")``."""
    log = ExpectedLog()
    root = logging.getLogger()
    root.addHandler(log)
    yield log
    still_listening = log in root.handlers
    root.removeHandler(log)
    assert still_listening, "the root logger's handlers were replaced, so warnings went unseen"
    complaints = log.complaints()
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)

"""What the screens of a large inspection cost, against the same screens of a tenth of its size.

Usage: python -m tests.benchmarks.fieldwork [ROUNDS]    (7 by default)

The large inspection has 2,000 lines, 2,000 sources, 5,000 evidence items and 20,000 changes. Both
inspections are of this process, all screens take turns, and the lowest of the rounds counts: CPU
time of user and system, from the making of a screen to its first painting. The prompts are read as
the window reads them behind itself; their figure is told and not judged.

Prints one JSON line per measure: {"name", "measured", "baseline", "ratio", "limit", "unit"}.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from inspector_app.config import Theme
from inspector_app.domain.standing import Standing
from inspector_app.services.vault import Unlocked
from inspector_app.ui import theme, viewing
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.board_page import BoardPage
from inspector_app.ui.pages.page import Page
from inspector_app.ui.pages.section_page import SectionPage
from inspector_app.ui.pages.sources_page import SourcesPage
from tests.benchmarks.large import large_inspection
from tests.benchmarks.telling import tell
from tests.support.vaults import a_vault

_ROUNDS = 7
_LIMIT = 1.5
_SIZE = (1366, 684)
_PART = 10
"""The small inspection has this part of everything."""


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else _ROUNDS
    app = QApplication(sys.argv[:1])
    theme.current().apply(Theme.LIGHT, 100)
    with tempfile.TemporaryDirectory(prefix="fieldwork-benchmark-") as name:
        vault = a_vault(Path(name))
        jobs = Jobs()
        small, large = (_standing(vault, Path(name), part) for part in (_PART, 1))
        opened = [OpenInspection(vault, standing, jobs) for standing in (small, large)]
        for title, make in _SCREENS.items():
            _tell(f"opening {title} of 2,000 lines, CPU", opened, _opening(make), rounds, _LIMIT)
        _tell("prompts of 2,000 lines, behind the window", opened, _prompts(vault), rounds, None)
        jobs.close()
        vault.close()
    del app


def _tell(
    name: str,
    opened: Sequence[OpenInspection],
    measured: Callable[[OpenInspection], float],
    rounds: int,
    limit: float | None,
) -> None:
    # The first round pays for what Python and Qt keep.
    found = [[measured(each) for each in opened] for _ in range(rounds + 1)][1:]
    baseline, large = (min(each[place] for each in found) for place in (0, 1))
    tell(name, large * 1000, baseline * 1000, limit, "ms CPU")


def _opening(make: Callable[[OpenInspection], Page]) -> Callable[[OpenInspection], float]:
    def measured(inspection: OpenInspection) -> float:
        _settle(inspection)
        began = time.thread_time()
        page = make(inspection)
        page.resize(*_SIZE)
        page.show()
        page.arrive("CC-PO" if isinstance(page, BoardPage | SectionPage) else "")
        for _ in range(4):
            QApplication.processEvents()
        spent = time.thread_time() - began
        page.hide()
        page.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return spent

    return measured


def _settle(inspection: OpenInspection) -> None:
    """Let what the screen before has begun behind the window come to its end."""
    while not inspection.jobs.is_idle:
        QApplication.processEvents()


def _prompts(vault: Unlocked) -> Callable[[OpenInspection], float]:
    def measured(inspection: OpenInspection) -> float:
        began = time.thread_time()
        vault.prompts.among(inspection.standing)
        return time.thread_time() - began

    return measured


_SCREENS: dict[str, Callable[[OpenInspection], Page]] = {
    "the board": BoardPage,
    "a section": SectionPage,
    "the sources": SourcesPage,
}


def _standing(vault: Unlocked, folder: Path, part: int) -> Standing:
    """Return an inspection of one ``part``-th of the full size, recorded and read back."""
    inspection = large_inspection(vault, folder / f"pack-{part}", part)
    return viewing.warmed(vault.inspections.standing(inspection))


if __name__ == "__main__":
    main()

"""A laptop that dies while somebody types a note has lost the last second at most."""

import os
import subprocess
import sys
import time
from pathlib import Path

from inspector_app.domain.timetable import Planned
from tests.support.vaults import PASSPHRASE, a_vault, an_inspection, vault_service

ROOT = Path(__file__).parents[2]
TYPIST = """
import sys, time
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.support.desk_window import DeskWindow

app = QApplication(sys.argv[:1])
desk = DeskWindow(Path(sys.argv[1]))
desk.unlock()
desk.key(Qt.Key.Key_Return)
desk.ctrl(Qt.Key.Key_I)
for number in range(100_000):
    QTest.keyClicks(desk.target, f"{number} ")
    print(number, time.monotonic(), flush=True)
    QTest.qWait(20)
"""
SECONDS = 2.5
"""How long is typed without a pause as long as the one after which texts settle."""


def test_a_kill_while_typing_without_a_pause_loses_the_last_second_at_most(
    tmp_path: Path,
) -> None:
    vault = a_vault(tmp_path)
    inspection = an_inspection(vault)
    source = vault.encounters.begin(inspection, Planned("interview", "Chief")).id
    vault.close()
    environment = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    typed: list[tuple[str, float]] = []
    with subprocess.Popen(
        [sys.executable, "-c", TYPIST, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    ) as typist:
        assert typist.stdout is not None
        for line in typist.stdout:
            number, at = line.split()
            typed.append((number, float(at)))
            if typed[-1][1] - typed[0][1] >= SECONDS:
                break
        killed = time.monotonic()
        typist.kill()
    assert typed, "nothing was typed"
    again = vault_service(tmp_path).unlock(PASSPHRASE)
    try:
        draft = again.encounters.draft(inspection)
        assert again.encounters.captured(inspection) == source
    finally:
        again.close()
    assert draft is not None
    assert draft.source == source
    kept = draft.text.split()
    owed = [number for number, at in typed if at <= killed - 1]
    assert len(owed) > 10
    assert kept[: len(owed)] == owed

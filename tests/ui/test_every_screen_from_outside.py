"""Every screen is visited from outside, and what a screen reader is told there is enough."""

import os
import select
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

import pytest

from tests.support.accessible_desktop import accessible_desktop
from tests.support.screen_reader import ScreenReader
from tests.support.x_keyboard import XKeyboard

ROOT = Path(__file__).resolve().parents[2]
SAID = "said-by-the-program.txt"


@pytest.mark.campaign
def test_all_that_takes_the_focus_on_any_screen_says_what_it_is_and_how_it_stands(
    sample_template: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "laptop"
    shutil.copytree(sample_template, folder)
    faults: dict[str, list[str]] = {}
    with (
        tempfile.TemporaryDirectory(prefix="spr-") as sockets,  # paths of sockets must be short
        accessible_desktop(Path(sockets)) as desktop,
        XKeyboard(desktop.environment["DISPLAY"]) as keyboard,
        ScreenReader(desktop.accessibility, keyboard) as reader,
        (tmp_path / SAID).open("w", encoding="utf-8") as said,
        subprocess.Popen(
            [sys.executable, "-m", "tests.support.screens_aloud", str(folder)],
            cwd=ROOT,
            env=desktop.environment | {"QT_QPA_PLATFORM": "xcb"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
        ) as walk,
    ):
        assert walk.stdin is not None
        assert walk.stdout is not None
        names = walk.stdout
        try:
            while True:
                reader.wait_for(lambda: has_said(names), "the next screen")
                name = os.read(names.fileno(), 100).decode().strip()
                if not name:
                    break
                faults[name] = reader.strays() + reader.unclear()
                walk.stdin.write(b"\n")
                walk.stdin.flush()
        finally:
            walk.kill()
    told = (tmp_path / SAID).read_text(encoding="utf-8")
    assert "Traceback" not in told, told
    said_wrong = [f"{name}: {each}" for name, found in faults.items() for each in found]
    assert said_wrong == [], "\n".join(said_wrong)
    assert len(faults) == 43


def has_said(pipe: IO[bytes]) -> bool:
    return bool(select.select([pipe], [], [], 0)[0])

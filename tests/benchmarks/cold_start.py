"""What the installed program takes until its window is painted, the first time after a start.

Usage: python -m tests.benchmarks.cold_start [ROUNDS] BUNDLE    (3 by default)

BUNDLE is the folder that holds the program ``spr-inspector`` and all that it brings, as
``./packaging/build`` makes it and the package installs it (``/opt/spr-inspector``). The window is a
real one, on an Xvfb of its own, and counts as painted once words stand in it: when what the screen
shows has many colours. *Cold* is with none of the bundle's files in the system's memory, as after a
start of the machine, though what else the program reads may be; its baseline is the same at once
again. That one's baseline is an empty window of PySide6 in this checkout, until anything of it is
seen. Seconds by the clock, the lowest of the rounds.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.benchmarks.telling import tell
from tests.support.x_display import x_display

_ROUNDS = 3
_PATIENCE_S = 60
_PROGRAM = "spr-inspector"
_WIDTH, _HEIGHT = 1366, 768
_COLOURS = 20
"""More than these are on the screen once there are words, with their smooth edges."""
_EMPTY_SHARE = 0.01
"""Of the pixels, what may be other than black without a window: the pointer's."""
_EMPTY = """
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.show()
app.exec()
"""


def main() -> None:
    *rounds, name = sys.argv[1:] or [""]
    bundle = Path(name)
    program = bundle / _PROGRAM
    if not name or not os.access(program, os.X_OK):
        raise SystemExit(f"There is no program {_PROGRAM} in the folder “{name}”.")
    seconds: dict[str, list[float]] = {"cold": [], "warm": [], "empty": []}
    with tempfile.TemporaryDirectory(prefix="cold-start-") as place:
        screen = Path(place)
        with x_display(_WIDTH, _HEIGHT, pixels=screen) as environment:
            for number in range(int(rounds[0]) if rounds else _ROUNDS):
                cold, warm = (
                    [str(program), "--data-dir", str(screen / f"{way}{number}")]
                    for way in ("cold", "warm")
                )
                _forget(bundle)
                before = _read_from_disk()
                seconds["cold"].append(_painted(cold, environment, screen, _has_words))
                if _read_from_disk() == before:
                    raise SystemExit("Nothing was read from the disk, so that was no cold start.")
                seconds["warm"].append(_painted(warm, environment, screen, _has_words))
                empty = [sys.executable, "-c", _EMPTY]
                seconds["empty"].append(_painted(empty, environment, screen, _has_window))
    least = {way: min(found) for way, found in seconds.items()}
    tell(
        "installed program until painted, cold, against warm",
        least["cold"],
        least["warm"],
        None,
        "s",
    )
    title = "installed program until painted, warm, against an empty window"
    tell(title, least["warm"], least["empty"], None, "s")


def _forget(bundle: Path) -> None:
    """Take all files of a folder out of the system's memory."""
    os.sync()  # what waits to be written would stay
    for path in bundle.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _read_from_disk() -> int:
    """Return how often the processes that have ended so far had to wait for the disk."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_inblock


def _painted(
    command: Sequence[str],
    environment: Mapping[str, str],
    screen: Path,
    is_painted: Callable[[memoryview], bool],
) -> float:
    """Return the seconds from starting a program until the screen shows what it should."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        while not is_painted(_pixels(screen)):
            if process.poll() is not None or time.perf_counter() - start > _PATIENCE_S:
                raise SystemExit(f"{command[0]} has shown no window.")
            time.sleep(0.01)
        return time.perf_counter() - start
    finally:
        process.kill()
        process.wait()
        _wait_for_black(screen)


def _wait_for_black(screen: Path) -> None:
    """Return when the last window has gone, which is a moment after its program."""
    end = time.perf_counter() + _PATIENCE_S
    while _has_window(_pixels(screen)):
        if time.perf_counter() > end:
            raise SystemExit("The last window did not go.")
        time.sleep(0.05)


def _has_words(pixels: memoryview) -> bool:
    return len(set(pixels)) > _COLOURS


def _has_window(pixels: memoryview) -> bool:
    return sum(map(bool, pixels)) > _EMPTY_SHARE * len(pixels)


def _pixels(screen: Path) -> memoryview:
    """Return every thirteenth pixel of the screen.

    Source: X11/XWDFile.h: the header's size is its first number, that of colours its twentieth,
    and each of those takes twelve bytes.
    """
    raw = (screen / "Xvfb_screen0").read_bytes()
    start = int.from_bytes(raw[:4]) + 12 * int.from_bytes(raw[76:80])
    return memoryview(raw)[start : start + 4 * _WIDTH * _HEIGHT].cast("I")[::13]


if __name__ == "__main__":
    main()

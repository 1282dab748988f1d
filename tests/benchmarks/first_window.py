"""What the first window costs until it is painted, against an empty PySide6 window.

Usage: python -m tests.benchmarks.first_window [ROUNDS]    (7 by default)

Prints one JSON line: {"name", "measured", "baseline", "ratio", "limit"}; CPU seconds of user and
system time of a fresh process each, the lowest of the rounds, which take turns. The window's
process ends the moment it has been painted, and fails if a heavy library was imported by then.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

_ROUNDS = 7
_LIMIT = 2.5
_HEAVY = ("sqlalchemy", "sqlmodel", "reportlab", "pyhanko", "aiohttp")


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else _ROUNDS
    environment = {"QT_QPA_PLATFORM": "offscreen"} | dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="first-window-") as folder:
        # Once each before the measuring: compiled modules and fonts are then in their caches.
        seconds: dict[str, list[float]] = {way: [] for way in ("empty", "window")}
        for count in range(rounds + 1):
            for way, kept in seconds.items():
                taken = _run(way, folder, environment)
                if count:
                    kept.append(taken)
    measured, baseline = min(seconds["window"]), min(seconds["empty"])
    print(
        json.dumps(
            {
                "name": "first window painted, CPU s",
                "measured": round(measured, 3),
                "baseline": round(baseline, 3),
                "ratio": round(measured / baseline, 2),
                "limit": _LIMIT,
            }
        )
    )


def _run(way: str, folder: str, environment: dict[str, str]) -> float:
    run = subprocess.run(
        [sys.executable, "-m", __spec__.name, way, folder],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    return float(run.stdout)


def _empty(_folder: Path) -> None:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QWidget

    class Empty(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            _end()

    app = QApplication([])
    window = Empty()
    window.show()
    app.exec()


def _window(folder: Path) -> None:
    from inspector_app.cli.main import main as start
    from inspector_app.ui.main_window import MainWindow

    painted = MainWindow.paintEvent

    def paint(self: MainWindow, event: object) -> None:
        painted(self, event)  # type: ignore[arg-type]
        _end()

    MainWindow.paintEvent = paint  # type: ignore[method-assign]  # ends at the moment itself
    start(["--data-dir", str(folder)])


def _end() -> None:
    heavy = [name for name in _HEAVY if name in sys.modules]
    if heavy:
        sys.stderr.write(f"imported before the first window: {', '.join(heavy)}\n")
        os._exit(1)
    used = resource.getrusage(resource.RUSAGE_SELF)
    sys.stdout.write(str(used.ru_utime + used.ru_stime))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        {"empty": _empty, "window": _window}[sys.argv[1]](Path(sys.argv[2]))
    else:
        main()

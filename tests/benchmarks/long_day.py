"""What the window holds after eight hours of use, against what it held before and a fresh one.

Usage: python -m tests.benchmarks.long_day [ROUNDS]    (48 by default)

Each round stands for ten minutes of a day, and the app's clock goes on by as much. For four hours
somebody works in the real window by keys: walks lines, answers, notes, takes back, attaches,
searches, notes an encounter, makes interim summaries, looks at every screen, locks, and leaves the
laptop until it locks by itself. For two hours more they look at everything and record nothing, with
the vault open all the while; for the last two it is also locked and unlocked in every round.

After each round it is counted what the process holds once Python's garbage and the C library's
spare memory are given back: resident memory, open files, threads, widgets and all objects of Qt;
and what lies in the vault, in its log and in the folder of temporary files. While nothing is
recorded nothing may grow: the last quarter of such a part is held against its second, as the first
warms up, and both look at the same sections. Of open files the fewest count: whether a second
connection for reading is open when it is counted is chance, but what leaks is never closed. What
the work left is held against a process that opens the same vault afresh and looks at the same
screens.
"""

import ctypes
import gc
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication

from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.section_page import SectionPage
from tests.benchmarks.gui_ticks import memory_kib
from tests.support.desk_window import DeskWindow, with_sample
from tests.support.vaults import Clock

_ROUNDS = 48
_MINUTES = 10
_FRESH_ROUNDS = 12
_STEADY = 1.02
"""By how much memory may seem to grow while nothing is recorded: what the counting is good for."""
_BESIDE_FRESH = 1.15
"""By how much a process of eight hours may hold more than a fresh one: undo, and odds and ends."""
_ODD_WIDGETS = 1.05
"""As for memory: what was once opened, such as the files to choose from, stays with the window."""
_BY_WORK = 1.25
"""By how much a change may take more room in the vault at the end than at the beginning."""
_LOG_KB = 8 * 1024
"""The log of the database is written back long before it is as large as this."""
_KEY = Qt.Key
_SCREENS = (
    Screen.SOURCES,
    Screen.REGISTERS,
    Screen.REVIEW,
    Screen.PROMPTS,
    Screen.HISTORY,
    Screen.VERSIONS,
    Screen.CHECKLIST,
    Screen.TOGETHER,
    Screen.TRAVEL,
    Screen.REPORT,
    Screen.PAPERS,
    Screen.ENCOUNTER,
    Screen.SETTINGS,
    Screen.HELP,
    Screen.INSPECTIONS,
)
_SOUGHT = ("mobilisation", "carrier", "chief con", "mutual aid")
_DAY, _FRESH = "day", "fresh"
_WORKED, _LOOKED, _LOCKED = "worked", "looked", "locked"
_PARTS = (_WORKED, _WORKED, _LOOKED, _LOCKED)
"""Of a day, each a quarter."""
_HELD = {
    "handles": "open files",
    "threads": "threads",
    "widgets": "widgets",
    "objects": "objects of Qt",
}
_KEPT = {"database_kb": "KB of the database", "evidence_kb": "KB of evidence", "left": "left files"}
Counts = Mapping[str, float]


class Day:
    """Somebody at the window, and what is counted after each of their rounds."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._desk = DeskWindow(folder, clock)
        self._desk.unlock()
        self._desk.key(_KEY.Key_Return)
        self._desk.wait_for(lambda: self._desk.screen is not Screen.INSPECTIONS, "it is opened")
        self.acts = 0
        """Keys pressed, and screens gone to, so far."""

    def work(self, number: int) -> None:
        """Record what one does in ten minutes, and look at everything."""
        for place in range(3 * number, 3 * number + 3):
            page = self._section(place)
            for line in range(9):
                self._key((_KEY.Key_1, _KEY.Key_2, _KEY.Key_3)[(number + line) % 3])
                if line % 3 == 0:
                    self._key(_KEY.Key_Return)
                    self._type(f"Told at the desk in round {number}, {line}.")
                    self._key(_KEY.Key_Escape)
                self._key(_KEY.Key_Down)
            self._ctrl(_KEY.Key_Z)
            self._ctrl(_KEY.Key_Z)
        path = self._folder / f"note-{number}.txt"
        path.write_text(f"Carrier kit complete, round {number}.\n" * 200)
        page.evidence.attach([path])
        self._desk.settle()
        path.unlink()
        if number % 6 == 1:
            self._note_an_encounter()
        if number % 12 == 2:
            self._ctrl(_KEY.Key_O)
            self._key(_KEY.Key_Return)
        self.look(number)
        if number % 3 == 2:
            self.lock(by_itself=number % 6 == 5)

    def look(self, number: int) -> None:
        """Look at everything, and record nothing."""
        for place in range(number, number + 2):
            self._section(place)
            for _ in range(6):
                self._key(_KEY.Key_Down)
        for opening in (_KEY.Key_F1, _KEY.Key_F9):
            self._key(opening)
            self._key(_KEY.Key_Escape)
        for text in _SOUGHT:
            self._ctrl(_KEY.Key_K)
            self._type(text)
            self._key(_KEY.Key_Escape)
        for screen in (*_SCREENS, Screen.BOARD):
            self._show(screen)
        self._clock.time += timedelta(minutes=_MINUTES)

    def lock(self, *, by_itself: bool) -> None:
        """Lock, or leave the laptop until it locks by itself, and unlock."""
        desk = self._desk
        if by_itself:
            minutes = desk.window.settings.auto_lock_minutes
            desk.window._idle.set_minutes(0.005)
            desk.wait_for(lambda: desk.screen is Screen.UNLOCK, "the vault locks by itself")
            desk.window._idle.set_minutes(minutes)
        else:
            self._ctrl(_KEY.Key_L)
        desk.wait_for(lambda: desk.window._unlocked is None, "the vault is closed")
        desk.unlock()
        desk.wait_for(lambda: desk.window._inspection is not None, "the inspection is back")

    def counted(self) -> dict[str, float]:
        """Return what the process and the vault hold now."""
        for _ in range(3):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QApplication.processEvents()
            gc.collect()
        ctypes.CDLL("libc.so.6").malloc_trim(0)
        vault = self._folder / "vault"
        opened = self._desk.window._inspection
        changes = (
            0 if opened is None else len(opened.services.inspections.history(opened.standing.id))
        )
        return {
            "memory_mb": memory_kib("VmRSS") / 1024,
            "handles": _entries("/proc/self/fd"),
            "threads": _entries("/proc/self/task"),
            "widgets": len(QApplication.allWidgets()),
            "objects": sum(1 for _ in _objects()),
            "changes": changes,
            "acts": self.acts,
            "database_kb": _size(vault / "vault.db") / 1024,
            "log_kb": _size(vault / "vault.db-wal") / 1024,
            "evidence_kb": sum(_size(each) for each in (vault / "evidence").rglob("*")) / 1024,
            "left": sum(1 for each in Path(tempfile.gettempdir()).rglob("*") if each.is_file())
            + sum(1 for each in (vault / "evidence" / "tmp").glob("*")),
        }

    def _note_an_encounter(self) -> None:
        self._ctrl(_KEY.Key_I)
        self._type("Control room supervisor")
        for _ in range(7):
            self._key(_KEY.Key_Tab)
        self._type("CC-PO")
        self._key(_KEY.Key_Return)
        self._type("Asked for eight units, to be sent at once.")
        self._key(_KEY.Key_Return)
        self._type("Contingency plans are opened from the incident log.")
        self._ctrl(_KEY.Key_Return)
        self._key(_KEY.Key_Escape)

    def _section(self, place: int) -> SectionPage:
        opened = self._desk.window._inspection
        assert opened is not None
        sections = [section.id for section in opened.standing.sections() if section.lines]
        self._show(Screen.SECTION, sections[place % len(sections)])
        page = self._desk.window.current_page
        assert isinstance(page, SectionPage)
        return page

    def _show(self, screen: Screen, place: str = "") -> None:
        self.acts += 1
        self._desk.window.show_screen(screen, place)
        self._desk.settle()

    def _key(self, key: Qt.Key) -> None:
        self.acts += 1
        self._desk.key(key)

    def _ctrl(self, key: Qt.Key) -> None:
        self.acts += 1
        self._desk.ctrl(key)

    def _type(self, text: str) -> None:
        self.acts += len(text)
        self._desk.type(text)


def _objects() -> Iterator[QObject]:
    """Yield every object of Qt that hangs on the application or on a window."""
    app = QApplication.instance()
    assert app is not None
    yield from app.findChildren(QObject)
    for widget in QApplication.topLevelWidgets():
        yield widget
        yield from widget.findChildren(QObject)


def _entries(folder: str) -> int:
    return sum(1 for _ in Path(folder).iterdir())


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else _ROUNDS
    with tempfile.TemporaryDirectory(prefix="day-benchmark-") as name:
        folder = Path(name) / "data"
        (Path(name) / "tmp").mkdir()
        with_sample(folder)
        day = _run(folder, _DAY, rounds)
        fresh = _run(folder, _FRESH, _FRESH_ROUNDS)
    _tell_work(day[_WORKED], _at_end(day[_LOCKED]), _at_end(fresh[_FRESH]))
    for part, words in ((_LOOKED, "looking"), (_LOCKED, "locking")):
        _tell_rest(f"a day, two hours of {words}", day[part])


def _run(folder: Path, way: str, rounds: int) -> dict[str, list[Counts]]:
    run = subprocess.run(
        [sys.executable, "-m", __spec__.name, way, str(rounds), folder],
        check=True,
        stdout=subprocess.PIPE,
        env=os.environ | {"TMPDIR": str(folder.parent / "tmp")},
        text=True,
    )
    return dict(json.loads(run.stdout))


def _tell_work(worked: Sequence[Counts], last: Counts, fresh: Counts) -> None:
    """Tell what the day's work has left in the process and on the disk."""
    end = f"a day, at its end after {last['acts']:,.0f} acts"
    _tell(f"{end}, memory against a fresh process", last, fresh, "memory_mb", _BESIDE_FRESH, "MB")
    for figure, words in _HELD.items():
        limit = _ODD_WIDGETS if figure in ("widgets", "objects") else 1.0
        _tell(f"{end}, {words} against a fresh process", last, fresh, figure, limit)
    quarter = len(worked) // 4
    first, later = (
        _growth(worked[start : start + quarter]) for start in (0, len(worked) - quarter)
    )
    changes = f"a day, {worked[-1]['changes'] - worked[0]['changes']:,.0f} changes, the vault’s"
    _tell(f"{changes} bytes for each, later against earlier", later, first, "each", _BY_WORK)
    largest = {"log_kb": max(each["log_kb"] for each in worked)}
    promised = {"log_kb": _LOG_KB}
    _tell("a day, the database’s log at its largest", largest, promised, "log_kb", 1.0, "KB")
    _tell(f"{end}, temporary files left", last, {"left": 0}, "left", 0.0)


def _growth(found: Sequence[Counts]) -> Counts:
    changes = found[-1]["changes"] - found[0]["changes"]
    return {"each": 1024 * (found[-1]["database_kb"] - found[0]["database_kb"]) / changes}


def _at_end(found: Sequence[Counts]) -> Counts:
    quarter = found[-max(1, len(found) // 4) :]
    return {**found[-1], "handles": min(each["handles"] for each in quarter)}


def _tell_rest(part: str, found: Sequence[Counts]) -> None:
    """Tell what has grown while nothing was recorded."""
    quarter = len(found) // 4
    before, after = (
        {key: (min if key == "handles" else max)(each[key] for each in some) for key in some[0]}
        for some in (found[quarter : 2 * quarter], found[-quarter:])
    )
    _tell(f"{part}, memory at the end", after, before, "memory_mb", _STEADY, "MB")
    for figure, words in (_HELD | _KEPT).items():
        _tell(f"{part}, {words} at the end", after, before, figure, 1.0)


def _tell(
    name: str,
    measured: Counts,
    baseline: Counts,
    figure: str,
    limit: float,
    unit: str = "",
) -> None:
    ours, other = measured[figure], baseline[figure]
    line = {
        "name": name,
        "measured": round(ours, 1),
        "baseline": round(other, 1),
        # Of nothing no share can be taken: then any is too much.
        "ratio": round(ours / other, 3) if other else round(ours, 1),
        "limit": limit,
        "unit": unit,
    }
    print(json.dumps(line), flush=True)


# In a process of its own


def _live(way: str, rounds: int, folder: Path) -> None:
    """Live the day, or look afresh at what it left, and print what was counted."""
    app = QApplication(sys.argv[:1])
    clock = Clock()
    if way == _FRESH:
        clock.time += timedelta(days=1)
    day = Day(folder, clock)
    counts: dict[str, list[Counts]] = {_WORKED: [], _LOOKED: [], _LOCKED: [], _FRESH: []}
    for number in range(rounds):
        part = _FRESH if way == _FRESH else _PARTS[4 * number // rounds]
        if part == _WORKED:
            day.work(number)
        else:
            day.look(number % max(1, rounds // len(_PARTS) // 4))
        if part in (_LOCKED, _FRESH):
            day.lock(by_itself=number % 6 == 0)
        counts[part].append(day.counted())
        told = {key: round(value, 1) for key, value in counts[part][-1].items()}
        print(f"{part} {number + 1}/{rounds}: {told}", file=sys.stderr, flush=True)
    print(json.dumps(counts), flush=True)
    del app
    os._exit(0)  # closing is no part of it


if __name__ == "__main__":
    if len(sys.argv) == 4:
        _live(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()

"""What an inspection of ten times the usual size costs, against one of the usual size.

Usage: python -m tests.benchmarks.tenfold [PART]    (1 by default: the full sizes)

The usual one has 2,000 lines, 2,000 sources, 2,000 evidence files and 20,000 changes; the other has
ten times of each: 20,000 lines under 54 threats, and 200,000 changes. Both are recorded, signed and
encrypted by the app's own parts, many acts in one transaction, and their files lie in the real
store. A pack has at most 64 files, each of at most 2 MiB: as many threats as here are about what
fits.

Each task is done in a process of its own, first in a small inspection, so that loading modules is
no part of what is measured. Cost is processor time of user and system, that of the helper process
that reads files included. What reads all may cost twelve times as much. What shows or records one
thing may cost twice as much: the middle one of some, since the first file that a laptop ever
attaches counts all numbers given before it. A search while typing ranks all that a few letters
begin, so that none of the best is left out: it grows with what there is, and is held to what nobody
notices. Memory is the most that the process ever held, and the gap the longest time in which the
window's thread did not come back to its event loop, both against what is promised.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.ids import ChangeId, InspectionId
from inspector_app.services.copies import CopyForm
from inspector_app.services.reports import OwnIdentity
from inspector_app.services.vault import Unlocked
from tests.benchmarks.filled_vault import filled_vault
from tests.benchmarks.gui_ticks import memory_kib
from tests.benchmarks.large import Size
from tests.support.commands import PIN
from tests.support.vaults import PASSPHRASE, RealClock, vault_service

_SIZES = {
    "small": Size(lines=202, sources=100, items=100, changes=1_000),
    "usual": Size(lines=2_000, sources=2_000, items=2_000, changes=20_000),
    "tenfold": Size(lines=20_000, sources=20_000, items=20_000, changes=200_000, times_threats=9),
}
_READS_ALL, _SHOWS_ONE = 12.0, 2.0
_PROMISED_MB, _PROMISED_MS = 1_500, 1_000
_UNNOTICED_S = 0.05
_SCREENS = "screens"
_ANSWERS, _FILES = 40, 10
_TEXTS = ("planning", "mutual aid", "cc-po-07", "mobilisation", "chief constable", "quartermaster")


@dataclass(frozen=True, slots=True)
class Task:
    """Something that is done with an inspection."""

    words: str
    limit: float | None
    """On its cost at ten times the size."""
    do: Callable[["Desk"], float | None]
    """Returns what it cost, in seconds, where that is not all that the process did."""
    promised_s: float | None = None
    """The most that it may cost at ten times the size."""


class Desk:
    """A vault of one of the sizes, open."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.vault: Unlocked = vault_service(folder, RealClock()).unlock(PASSPHRASE)
        self.inspection: InspectionId = self.vault.inspections.all()[0].id

    def written(self, name: str) -> Path:
        """Return where a task writes, or has written."""
        return self.folder / name


def main() -> None:
    part = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    with tempfile.TemporaryDirectory(prefix="tenfold-benchmark-") as name:
        folder = Path(name)
        for title, size in _SIZES.items():
            filled_vault(folder / title, size if title == "small" else size.part(part))
        for task in _TASKS:
            _tell(task, *(_run(task, size, folder) for size in ("usual", "tenfold")))
        _tell_screens(*(_run(_SCREENS, size, folder) for size in ("usual", "tenfold")))


def _tell(name: str, usual: dict[str, Any], tenfold: dict[str, Any]) -> None:
    task = _TASKS[name]
    _tell_figure(f"{task.words}, CPU", usual["cpu_s"], tenfold["cpu_s"], task.limit, "s")
    _tell_figure(f"{task.words}, wall", usual["wall_s"], tenfold["wall_s"], None, "s")
    if task.promised_s is not None:
        words = f"{task.words}, CPU against the promise"
        _tell_figure(words, task.promised_s, tenfold["cpu_s"], 1.0, "s")
    memory = f"{task.words}, memory at its peak against the promise"
    _tell_figure(memory, _PROMISED_MB, tenfold["memory_mb"], 1.0, "MB")


def _tell_screens(usual: dict[str, Any], tenfold: dict[str, Any]) -> None:
    for name, mine in tenfold["screens"].items():
        gap_ms = mine["gap_ms"]
        words = f"the window, {name}, longest gap"
        _tell_figure(words, usual["screens"][name]["gap_ms"], gap_ms, None, "ms")
        _tell_figure(f"{words} against the promise", _PROMISED_MS, gap_ms, 1.0, "ms")
    memory = "the window, memory at its peak against the promise"
    _tell_figure(memory, _PROMISED_MB, tenfold["memory_mb"], 1.0, "MB")


def _tell_figure(
    name: str, baseline: float, measured: float, limit: float | None, unit: str
) -> None:
    line = {
        "name": f"tenfold: {name}",
        "measured": round(measured, 4),
        "baseline": round(baseline, 4),
        "ratio": round(measured / baseline, 2),
        "limit": limit,
        "unit": unit,
    }
    print(json.dumps(line), flush=True)


def _run(task: str, size: str, folder: Path) -> dict[str, Any]:
    run = subprocess.run(
        [sys.executable, "-m", __spec__.name, task, size, folder],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return dict(json.loads(run.stdout))


# In a process of its own


def _measure_screens(folder: Path) -> None:
    from tests.benchmarks.tenfold_screens import Screens  # no other task is to load Qt

    screens = Screens(folder)
    screens.walk()
    print(json.dumps({"screens": screens.found, "memory_mb": _peak_mb()}), flush=True)
    os._exit(0)  # closing is no part of it


def _measure(name: str, folder: Path, size: str) -> None:
    if name == _SCREENS:
        _measure_screens(folder / size)
    task = _TASKS[name]
    for each in ("small", size):
        began, at = _cpu_s(), time.perf_counter()
        desk = Desk(folder / each)
        if name != "open":
            began, at = _cpu_s(), time.perf_counter()
        cost = task.do(desk)
        if cost is None:
            cost = _cpu_s() - began
        wall = time.perf_counter() - at
        desk.vault.close()
    print(json.dumps({"cpu_s": cost, "wall_s": wall, "memory_mb": _peak_mb()}), flush=True)
    os._exit(0)  # ending is no part of it


def _peak_mb() -> float:
    return memory_kib("VmHWM") / 1024


def _cpu_s() -> float:
    """Return the processor time of this process and of its helpers so far, ended ones included."""
    times = os.times()
    ended = times.children_user + times.children_system
    return time.process_time() + ended + sum(map(_of_child, _children()))


def _children() -> list[str]:
    return Path("/proc/self/task/").joinpath(str(os.getpid()), "children").read_text().split()


def _of_child(pid: str) -> float:
    """Source: Linux, proc(5): the 14th and 15th word are user and system time in ticks."""
    with suppress(OSError):
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


# What is done


def _open(desk: Desk) -> None:
    """Do as the window does when an inspection is opened."""
    if desk.vault.checks.glance():
        raise SystemExit("The vault is not sound.")
    desk.vault.inspections.standing(desk.inspection)


def _look_through(desk: Desk) -> None:
    if desk.vault.checks.look_through():
        raise SystemExit("The vault is not sound.")


def _search(desk: Desk) -> float:
    texts = [text[:end] for text in _TEXTS for end in range(2, len(text) + 1)]
    found = [_least(partial(desk.vault.search.find, desk.inspection, text)) for text in texts]
    return sum(found) / len(found)


def _least(work: Callable[[], object], times: int = 3) -> float:
    found = []
    for _ in range(times):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found)


def _answer(desk: Desk) -> float:
    line = next(iter(desk.vault.inspections.pack(desk.inspection).lines())).id
    seen: tuple[ChangeId, ...] | None = None
    costs = []
    for number in range(_ANSWERS):
        answer = Answer(outcome=Outcome.NEVER_AROSE, note=f"Said {time.time_ns()} {number}")
        began = time.process_time()
        act = desk.vault.inspections.answer(desk.inspection, line, answer, seen)
        costs.append(time.process_time() - began)
        seen = act.changes
    return sorted(costs)[len(costs) // 2]


def _attach(desk: Desk) -> float:
    costs = []
    for number in range(_FILES):
        path = desk.written(f"new-{number}.txt")
        path.write_text(f"Seen just now: {time.time_ns()}")
        began = _cpu_s()
        desk.vault.evidence.attach(desk.inspection, [path])
        costs.append(_cpu_s() - began)
    return sorted(costs)[len(costs) // 2]


def _export(desk: Desk) -> None:
    identity = desk.vault.reports.identities()[0]
    target = desk.written("summary.pdf")
    desk.vault.reports.export(desk.inspection, target, OwnIdentity(identity.id, PIN))


def _verify(desk: Desk) -> None:
    target = desk.written("summary.pdf")
    if not target.exists():
        _export(desk)
    desk.vault.reports.verify(target)


def _copy(form: CopyForm) -> Callable[[Desk], None]:
    def write(desk: Desk) -> None:
        desk.vault.copies.write(desk.inspection, form, desk.written(f"copy.{form.value}"))

    return write


def _team_file(desk: Desk) -> None:
    desk.vault.exchange.export(desk.inspection, desk.written("team.json"))


def _scrub(desk: Desk) -> None:
    while not desk.vault.scrub.step(8 * 1024 * 1024).rests:
        pass


def _scrub_now(desk: Desk) -> None:
    desk.vault.scrub.check()


def _doctor(desk: Desk) -> None:
    list(desk.vault.health.findings())


def _rebuild(desk: Desk) -> None:
    desk.vault.journal.rebuild(desk.inspection)


def _prompts(desk: Desk) -> None:
    desk.vault.prompts.among(desk.vault.inspections.standing(desk.inspection))


_TASKS = {
    "open": Task("unlocking and opening", _READS_ALL, _open),
    "search": Task("a search while typing", None, _search, _UNNOTICED_S),
    "answer": Task("one answer", _SHOWS_ONE, _answer),
    "attach": Task("attaching one file", _SHOWS_ONE, _attach),
    "look-through": Task("checking all signatures", _READS_ALL, _look_through),
    "prompts": Task("prompts", _READS_ALL, _prompts),
    "export": Task("exporting the signed summary", _READS_ALL, _export),
    "verify": Task("verifying it", _READS_ALL, _verify),
    "xlsx": Task("a workbook copy", _READS_ALL, _copy(CopyForm.XLSX)),
    "json": Task("a data copy", _READS_ALL, _copy(CopyForm.JSON)),
    "team-file": Task("the team's full export", _READS_ALL, _team_file),
    "scrub": Task("reading all files in the background", _READS_ALL, _scrub),
    "scrub-now": Task("reading all files at once", _READS_ALL, _scrub_now),
    "doctor": Task("the laptop check", _READS_ALL, _doctor),
    "rebuild": Task("folding all anew", _READS_ALL, _rebuild),
}

if __name__ == "__main__":
    if len(sys.argv) == 4:
        _measure(sys.argv[1], Path(sys.argv[3]), sys.argv[2])
    else:
        main()

"""Runs targets in child processes, watches over time and memory, and keeps what breaks them."""

import hashlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_STARTING_SECONDS = 180
ROOT = Path(__file__).parents[2]


@dataclass
class Told:
    """What came of one target."""

    target: str
    cases: int = 0
    refused: int = 0
    shapes: int = 0
    """Different answers, numbers and names apart."""
    slowest_seconds: float = 0
    faults: list[str] = field(default_factory=list)
    """Each with its traceback, and where its file lies."""

    def line(self) -> str:
        """Return the facts in a line."""
        return (
            f"{self.target:18} {self.cases:8,} cases  {self.refused:8,} refused  "
            f"{self.shapes:4} answers  slowest {self.slowest_seconds:5.1f} s  "
            f"{len(self.faults)} faults"
        )


def run(
    plan: Mapping[str, int],
    seed: int,
    *,
    seconds: float = 10**9,
    patience: float | None = None,
    out: Path | None = None,
) -> dict[str, Told]:
    """Offer targets spoilt files, one target after another in one process, up to the first fault.

    Args:
        plan: how many cases at most, by the target's name.
        seed: of chance; the same one, and the same plan, offer the same.
        seconds: for how long at most.
        patience: seconds for one case; whoever takes longer hangs. None: as the target says.
        out: where the file that broke one is kept; None: nowhere.
    """
    told = {name: Told(name) for name in plan}
    folder = Path(tempfile.mkdtemp(prefix="fuzz-", dir=_quick_place()))
    errors = (folder / "errors").open("wb")
    asked = [f"{name}={most}" for name, most in plan.items()]
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.fuzz.child", str(folder), str(seed), *asked],
        stdout=subprocess.PIPE,
        stderr=errors,
        cwd=ROOT,
        text=True,
        start_new_session=True,
    )
    lines: queue.Queue[str] = queue.Queue()
    listening = threading.Thread(target=_listen, args=(child, lines), daemon=True)
    listening.start()
    try:
        name, fault = _heard(told, lines, time.monotonic() + seconds, patience)
        if fault is None and child.wait(10) != 0:
            fault = f"the process ended by itself: {child.returncode}"
        if fault:
            said = (folder / "errors").read_text(encoding="utf-8", errors="replace")[-3000:]
            told[name].faults.append(f"{fault}\n{said}\n{_kept(name, folder / 'case', out)}")
    finally:
        _end(child)
        listening.join(5)
        if child.stdout:
            child.stdout.close()
        errors.close()
        shutil.rmtree(folder, ignore_errors=True)
    return told


def _heard(
    told: Mapping[str, Told], lines: "queue.Queue[str]", until: float, patience: float | None
) -> tuple[str, str | None]:
    """Return the last target and its fault; None: it ended; empty: time is up."""
    wait: float = _STARTING_SECONDS
    name = next(iter(told))
    while time.monotonic() < until:
        try:
            line = lines.get(timeout=wait)
        except queue.Empty:
            return name, f"it hangs: no answer after {wait:.0f} seconds"
        if not line:
            return name, None
        facts: dict[str, Any] = json.loads(line)
        if "fault" in facts:
            return name, str(facts["fault"])
        if "ready" in facts:
            name, wait = facts["ready"], patience or facts["patience"]
            continue
        found = told[name]
        found.cases += 1
        found.refused += facts["refused"]
        found.shapes = max(found.shapes, facts["new"])
        found.slowest_seconds = max(found.slowest_seconds, facts["took"])
    return name, ""


def _listen(child: "subprocess.Popen[str]", lines: "queue.Queue[str]") -> None:
    for line in child.stdout or ():
        lines.put(line)
    lines.put("")


def _kept(target: str, case: Path, out: Path | None) -> str:
    if out is None or not case.exists():
        return ""
    content = case.read_bytes()
    place = out / target / hashlib.sha256(content).hexdigest()[:16]
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return str(place)


def _end(child: "subprocess.Popen[str]") -> None:
    """End a child with its own children."""
    if child.poll() is None:
        if os.name == "posix":
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    child.wait()


def _quick_place() -> str | None:
    """Return a folder in memory where there is one: thousands of small files come and go."""
    place = Path("/dev/shm")
    return str(place) if place.is_dir() and os.access(place, os.W_OK) else None

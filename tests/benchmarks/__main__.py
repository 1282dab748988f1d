"""All benchmarks, one after the other, and one table of their ratios.

Usage: python -m tests.benchmarks [NAME ...]    (all by default; a name is a script of this folder)

Each script prints JSON lines: {"name", "measured", "baseline", "ratio", "limit", "unit"}. A limit
is on the ratio; where it is null the figure is told and not judged. Exit code 1 if a limit was
passed or a script failed.
"""

import json
import os
import platform
import re
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_HERE = Path(__file__).parent
_NO_SCRIPTS = {"__init__", "__main__", "gui_ticks", "own_cost", "served_base", "watch"}
_TELLING = (
    "cryptography",
    "SQLAlchemy",
    "sqlcipher3",
    "PySide6_Essentials",
    "reportlab",
    "pyhanko",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of a script."""

    name: str
    measured: float
    baseline: float
    ratio: float | None
    limit: float | None
    unit: str

    @property
    def verdict(self) -> str:
        """Return how the ratio lies to its limit."""
        if self.limit is None or self.ratio is None:
            return ""
        return "within" if self.ratio <= self.limit else "OVER"


def main() -> int:
    names = sys.argv[1:] or sorted(
        path.stem for path in _HERE.glob("*.py") if path.stem not in _NO_SCRIPTS
    )
    print(_machine(), "\n")
    figures: list[Figure] = []
    failed = []
    for name in names:
        print(f"… {name}", file=sys.stderr, flush=True)
        run = subprocess.run(
            [sys.executable, "-m", f"{__package__}.{name}"],
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        figures += [_figure(line) for line in run.stdout.splitlines() if line.startswith("{")]
        if run.returncode:
            failed.append(name)
    print(_table(figures))
    for name in failed:
        print(f"\n{name} failed.")
    return 1 if failed or any(figure.verdict == "OVER" for figure in figures) else 0


def _figure(line: str) -> Figure:
    form = json.loads(line)
    return Figure(
        form["name"],
        form["measured"],
        form["baseline"],
        form["ratio"],
        form["limit"],
        form.get("unit", ""),
    )


def _table(figures: list[Figure]) -> str:
    rows = [("measure", "here", "baseline", "unit", "ratio", "limit", "")]
    rows += [
        (
            figure.name,
            f"{figure.measured:g}",
            f"{figure.baseline:g}",
            figure.unit,
            "" if figure.ratio is None else f"{figure.ratio:.2f}",
            "" if figure.limit is None else f"{figure.limit:g}",
            figure.verdict,
        )
        for figure in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [_row(row, widths) for row in rows]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def _row(row: tuple[str, ...], widths: list[int]) -> str:
    first, *others = (
        text.ljust(width) if column in (0, 3, 6) else text.rjust(width)
        for column, (text, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join([first, *others]).rstrip()


def _machine() -> str:
    """Return what the figures hold for: processor, memory, system, versions."""
    versions = [f"Python {platform.python_version()}"]
    for name in _TELLING:
        try:
            versions.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg()) if hasattr(os, "getloadavg") else ""
    return (
        f"{_processor()}, {os.cpu_count()} cores; {platform.system()} {platform.release()}; "
        f"load {load or 'not told'}\n{', '.join(versions)}"
    )


def _processor() -> str:
    try:
        found = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    except OSError:
        found = None
    return found[1] if found else platform.processor() or platform.machine()


if __name__ == "__main__":
    raise SystemExit(main())

"""Two runs of benchmarks side by side, and what got worse from the one to the other."""

from collections import Counter
from dataclasses import dataclass

from tests.benchmarks.runs import Figure, Result, Run
from tests.benchmarks.tables import grid, holds_for, number

_HEADS = (
    ("benchmark", "<"),
    ("measure", "<"),
    ("unit", "<"),
    ("A", ">"),
    ("B", ">"),
    ("ratio A", ">"),
    ("ratio B", ">"),
    ("limit", ">"),
    ("change", ">"),
    ("verdict", "<"),
)

_Key = tuple[str, str, str, int]
"""Benchmark, measure, unit, and which of them if the benchmark told the same name again."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs side by side."""

    text: str
    """In Markdown."""
    worse: tuple[str, ...]
    """What got worse: measures by name, and benchmarks that fail now."""


def compared(before: Run, after: Run, tolerance: float) -> Comparison:
    """Hold a run, B, against an earlier one, A.

    Ratios are compared, as they hold on any machine; where there is none, what was measured is, and
    is judged only if both ran on the same one. What is worse is so by more than the tolerance, or
    has passed a limit that it kept before.

    Args:
        before: A.
        after: B.
        tolerance: how much of A a figure may grow before it counts as worse; 0.1 is a tenth.
    """
    same = before.machine == after.machine
    old, new = _figures(before), _figures(after)
    rows, worse = [], []
    for key in [*old, *(key for key in new if key not in old)]:
        change, verdict = _judged(old.get(key), new.get(key), tolerance, same)
        if verdict.startswith("worse"):
            worse.append(f"{key[0]}: {key[1]}")
        rows.append(_row(key, old.get(key), new.get(key), change, verdict))
    ends = {result.benchmark: result for result in after.results}
    begins = {result.benchmark: result for result in before.results}
    for name in begins | ends:
        fault, verdict = _end(begins.get(name), ends.get(name))
        if verdict:
            rows.append([name, fault, *[""] * 7, verdict])
        if verdict.startswith("worse"):
            worse.append(f"{name}: {fault}")
    names = [result.benchmark for run in (before, after) for result in run.results]
    rows.sort(key=lambda row: names.index(row[0]))
    found = [f"- {each}" for each in worse] or ["Nothing."]
    parts = [
        "# Two runs of benchmarks",
        f"## Worse in B (by more than {tolerance:.0%}, or over a limit now)",
        "\n".join(found),
        "## A",
        "\n".join(holds_for(before)),
        "## B",
        "\n".join(holds_for(after)),
        *_unlike(before, after),
        "## Side by side",
        "\n".join(grid(_HEADS, rows)),
    ]
    return Comparison("\n\n".join(parts), tuple(worse))


def _figures(run: Run) -> dict[_Key, Figure]:
    """Return the figures by what tells them apart; a name told twice counts as two."""
    seen: Counter[tuple[str, str, str]] = Counter()
    found: dict[_Key, Figure] = {}
    for result in run.results:
        for figure in result.figures:
            name = (result.benchmark, figure.name, figure.unit)
            found[*name, seen[name]] = figure
            seen[name] += 1
    return found


def _judged(
    old: Figure | None, new: Figure | None, tolerance: float, same: bool
) -> tuple[str, str]:
    if old is None or new is None:
        return "", f"{'worse: OVER, ' if new and new.is_bad else ''}only in {'B' if new else 'A'}"
    by_ratio = old.ratio is not None and new.ratio is not None
    first, then = (old.ratio, new.ratio) if by_ratio else (old.measured, new.measured)
    assert first is not None
    assert then is not None
    change = f"{then / first - 1:+.0%}" if first else ""
    if new.is_bad and not old.is_bad:
        return change, f"worse: {new.verdict}"
    still = f"{new.verdict} in both" if new.is_bad else ""
    if not by_ratio and not same:
        return change, still or "not judged"
    if then > first * (1 + tolerance):
        return change, f"worse{', ' if still else ''}{still}"
    if then * (1 + tolerance) < first:
        return change, f"better{', ' if still else ''}{still}"
    return change, still


def _end(old: Result | None, new: Result | None) -> tuple[str, str]:
    """Return why a benchmark failed in either run, and in which; empty if it ended well."""
    before, now = old.fault if old else "", new.fault if new else ""
    if not now:
        return before, "failed in A" if before else ""
    return now, "failed in both" if before else "worse: FAILED"


def _row(key: _Key, old: Figure | None, new: Figure | None, change: str, verdict: str) -> list[str]:
    limit = new.limit if new else old.limit if old else None
    return [
        *key[:3],
        number(old.measured if old else None),
        number(new.measured if new else None),
        number(old.ratio if old else None, ".2f"),
        number(new.ratio if new else None, ".2f"),
        number(limit),
        change,
        verdict,
    ]


def _unlike(before: Run, after: Run) -> list[str]:
    """Return what else differs, as it may be the reason."""
    lines = []
    if before.machine != after.machine:
        lines.append("- The machines are not the same, so only ratios are judged.")
    names = sorted(before.versions.keys() | after.versions.keys(), key=str.casefold)
    differing = [
        f"{name} {before.versions.get(name, 'not there')} → {after.versions.get(name, 'not there')}"
        for name in names
        if before.versions.get(name) != after.versions.get(name)
    ]
    if differing:
        lines.append(f"- Versions: {', '.join(differing)}")
    return ["## What else differs", "\n".join(lines)] if lines else []

"""A run of benchmarks as one table in Markdown."""

from collections.abc import Sequence

from tests.benchmarks.runs import Figure, Result, Run

_TELLING = (
    "SPR Inspector",
    "Python",
    "OpenSSL of Python",
    "cryptography",
    "SQLAlchemy",
    "sqlcipher3",
    "PySide6_Essentials",
    "reportlab",
    "pikepdf",
    "pyHanko",
    "fastapi",
)
_HEADS = (
    ("benchmark", "<"),
    ("measure", "<"),
    ("here", ">"),
    ("baseline", ">"),
    ("unit", "<"),
    ("ratio", ">"),
    ("limit", ">"),
    ("verdict", "<"),
    ("memory, MB", ">"),
    ("took, s", ">"),
)


def table_of(run: Run) -> str:
    """Return a run as Markdown: what came of it, what it holds for, and a row for each figure.

    Memory is the peak of the largest process of a benchmark, and what it took includes its
    preparing; both stand in its first row.
    """
    rows = [row for result in run.results for row in _rows(result)]
    return "\n".join(
        ["# Benchmarks", "", outcome(run), "", *holds_for(run), "", *grid(_HEADS, rows)]
    )


def outcome(run: Run) -> str:
    """Return in one line what came of a run."""
    figures = [figure for result in run.results for figure in result.figures]
    judged = [figure for figure in figures if figure.limit is not None]
    over = sum(figure.is_bad for figure in judged)
    failed = [result.benchmark for result in run.results if result.fault]
    waiting = [result.benchmark for result in run.results if result.seconds is None]
    said = [
        f"{_counted(len(figures), 'figure')} of {_counted(len(run.results), 'benchmark')}",
        f"{len(judged)} with a limit",
        f"{over} over it",
    ]
    said += [f"failed: {', '.join(failed)}"] if failed else []
    said += [f"not run: {', '.join(waiting)}"] if waiting else []
    return "; ".join(said) + "."


def holds_for(run: Run) -> list[str]:
    """Return the lines that say when and on what a run was measured."""
    versions = [f"{name} {run.versions[name]}" for name in _TELLING if name in run.versions]
    return [
        f"- Begun {run.begun}, at commit {run.commit or 'not known'}",
        f"- {run.machine}; load when it began {run.load}",
        f"- {', '.join(versions)}",
    ]


def grid(heads: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a Markdown table, set so that it can be read as it is.

    Args:
        heads: the name of each column, and ``<`` or ``>`` for the side that it keeps to.
        rows: the texts of its cells.
    """
    cells = [[head for head, _ in heads], *([_safe(cell) for cell in row] for row in rows)]
    widths = [max(3, *map(len, column)) for column in zip(*cells, strict=True)]
    sides = [side for _, side in heads]
    lines = [
        "| "
        + " | ".join(
            f"{cell:{side}{width}}" for cell, side, width in zip(row, sides, widths, strict=True)
        )
        + " |"
        for row in cells
    ]
    rules = [
        "-" * (width + 1) + (":" if side == ">" else "-")
        for side, width in zip(sides, widths, strict=True)
    ]
    return [lines[0], f"|{'|'.join(rules)}|", *lines[1:]]


def number(value: float | None, form: str = ",.6g") -> str:
    """Return a number as a cell shows it."""
    return "" if value is None else f"{value:{form}}"


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _rows(result: Result) -> list[list[str]]:
    rows = [_row(figure) for figure in result.figures]
    if result.fault:
        rows.append([f"failed: {result.fault}", *[""] * 5, "FAILED"])
    if result.seconds is None:
        rows.append([*[""] * 6, "not run"])
    told = [number(result.peak_mb, ",.0f"), number(result.seconds, ",.0f")]
    return [
        [result.benchmark, *row, *(["", ""] if place else told)] for place, row in enumerate(rows)
    ]


def _row(figure: Figure) -> list[str]:
    return [
        figure.name,
        number(figure.measured),
        number(figure.baseline),
        figure.unit,
        number(figure.ratio, ".2f"),
        number(figure.limit),
        figure.verdict,
    ]


def _safe(cell: str) -> str:
    return " ".join(cell.replace("|", "\\|").split())

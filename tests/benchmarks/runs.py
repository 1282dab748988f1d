"""What one run of the benchmarks found, as it is kept in a file."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_FORM = 1


class Unreadable(Exception):
    """A file or a line that is no run, or no figure, of benchmarks."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of a benchmark; less is better in all of them."""

    name: str
    measured: float
    baseline: float
    ratio: float | None
    limit: float | None
    """On the ratio; None: the figure is told and not judged."""
    unit: str
    """Empty where the name says it."""

    @property
    def verdict(self) -> str:
        """Return how the ratio lies to its limit; empty without a limit."""
        if self.limit is None:
            return ""
        if self.ratio is None:
            return "NO RATIO"
        return "within" if self.ratio <= self.limit else "OVER"

    @property
    def is_bad(self) -> bool:
        """Tell whether the limit was passed, or could not be held against anything."""
        return self.verdict not in {"", "within"}


@dataclass(frozen=True, slots=True)
class Result:
    """What one benchmark came to."""

    benchmark: str
    """As it was asked for: a name, and its arguments after colons if there were any."""
    figures: tuple[Figure, ...] = ()
    seconds: float | None = None
    """How long it took with all its preparing; None: it has not run."""
    peak_mb: float | None = None
    """Resident memory of the largest of its processes, at its peak."""
    fault: str = ""
    """Why it came to no end; the figures are those from before."""


@dataclass(frozen=True, slots=True)
class Run:
    """What some benchmarks came to on one machine, one after the other."""

    begun: str
    """ISO 8601 in UTC, to the second."""
    commit: str
    machine: str
    load: str
    """Of this machine when the run began: what else went on then."""
    versions: dict[str, str]
    results: tuple[Result, ...]

    @property
    def is_good(self) -> bool:
        """Tell whether all ran to their end and no limit was passed."""
        return not any(
            result.fault
            or result.seconds is None
            or any(figure.is_bad for figure in result.figures)
            for result in self.results
        )


def figure_from(line: str) -> Figure:
    """Return the figure that a benchmark printed.

    Raises:
        Unreadable: the line is none.
    """
    try:
        form = json.loads(line)
        return _figure(form | {"unit": form.get("unit", "")})
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise Unreadable(f"it printed what is no figure: {line.strip()[:200]}") from error


def kept(run: Run) -> str:
    """Return a run as the text of its JSON file."""
    return json.dumps({"form": _FORM, **asdict(run)}, indent=2, ensure_ascii=False) + "\n"


def read(path: Path) -> Run:
    """Return the run that a JSON file keeps.

    Raises:
        Unreadable: there is no such file, or it keeps no run.
    """
    try:
        form = json.loads(path.read_text(encoding="utf-8"))
        return _run(**form)
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise Unreadable(f"{path} keeps no run of benchmarks.") from error


def _run(*, form: int, results: list[dict[str, Any]], **others: Any) -> Run:
    if form != _FORM:
        raise ValueError(form)
    read = (
        Result(**result | {"figures": tuple(map(_figure, result["figures"]))}) for result in results
    )
    return Run(results=tuple(read), **others)


def _figure(form: dict[str, Any]) -> Figure:
    def number(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            raise TypeError(value)
        return value

    return Figure(
        str(form["name"]),
        number(form["measured"]),
        number(form["baseline"]),
        None if form["ratio"] is None else number(form["ratio"]),
        None if form["limit"] is None else number(form["limit"]),
        str(form["unit"]),
    )

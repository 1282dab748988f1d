"""The command: all benchmarks or some, one after the other, and one table of them.

Each is a module of this folder that prints JSON lines: {"name", "measured", "baseline", "ratio",
"limit", "unit"}. Less is better; a limit is on the ratio, and where it is null the figure is told
and not judged.

Exit code: 0 if all is well; 1 if a limit was passed or a benchmark failed or, with --compare, if
anything got worse; 2 if what was asked cannot be done.
"""

import argparse
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks import machine
from tests.benchmarks.comparing import compared
from tests.benchmarks.running import benchmarks, command_of, result_of, shorter
from tests.benchmarks.runs import Figure, Result, Run, Unreadable, kept, read
from tests.benchmarks.tables import number, outcome, table_of

_FOLDER = "bench-results"
_OF_A_BUNDLE = "cold_start"
"""The one that measures no checkout."""


def main(arguments: list[str] | None = None) -> int:
    """Do what is asked, and return the exit code."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    known = benchmarks()
    if asked.list:
        for name, sentence in known.items():
            print(f"{name:<15}{sentence}")
        return 0
    if asked.compare:
        try:
            before, after = map(read, asked.compare)
        except Unreadable as error:
            parser.error(str(error))
        told = compared(before, after, asked.tolerance / 100)
        print(told.text)
        return 1 if told.worse else 0
    if strange := [name for name in asked.names if name.partition(":")[0] not in known]:
        parser.error(f"no such benchmark: {', '.join(strange)}. There are: {', '.join(known)}.")
    if asked.full and asked.names:
        parser.error("--full is for a run of all; a benchmark by its name has its full size.")
    names = list(dict.fromkeys(asked.names)) or [
        name if asked.full else shorter(name)
        for name in known
        if asked.bundle or name != _OF_A_BUNDLE
    ]
    if not asked.bundle and any(map(_is_of_a_bundle, names)):
        parser.error(f"{_OF_A_BUNDLE} needs --bundle.")
    if asked.bundle and not any(map(_is_of_a_bundle, names)):
        parser.error(f"--bundle is for {_OF_A_BUNDLE}, which was not chosen.")
    if not asked.names and not asked.bundle:
        _say(f"{_OF_A_BUNDLE} is left out, as it needs --bundle.")
    begun = datetime.now(UTC)
    out = asked.out or Path(_FOLDER) / f"{begun:%Y-%m-%dT%H-%M-%S}.json"
    files = _Files(out.with_suffix(".json"), out.with_suffix(".md"))
    if there := files.that_are_there():
        parser.error(f"{there} is there already, and is not written over: choose another name.")
    try:
        run = _run(begun, names, asked.bundle, files)
    except OSError as error:
        parser.error(f"{error.filename} cannot be written: {error.strerror}.")
    print(table_of(run))
    print(f"Kept in {files.json} and {files.markdown}.", file=sys.stderr)
    return 0 if run.is_good else 1


def _run(begun: datetime, names: list[str], bundle: Path | None, files: "_Files") -> Run:
    """Run the benchmarks; what is known is kept after each, so that a cut loses only the one."""
    run = Run(
        f"{begun:%Y-%m-%dT%H:%M:%SZ}",
        machine.commit(),
        machine.machine(),
        machine.load(),
        machine.versions(),
        tuple(map(Result, names)),
    )
    files.keep(run)
    for place, name in enumerate(names):
        _say(f"[{place + 1}/{len(names)}] {name} …")
        command = command_of(name)
        if bundle and _is_of_a_bundle(name):
            command.append(str(bundle.absolute()))
        result = result_of(name, command, _tell)
        _say(f"    {result.seconds:,.0f} s" + (f"; failed: {result.fault}" if result.fault else ""))
        run = replace(run, results=(*run.results[:place], result, *run.results[place + 1 :]))
        files.keep(run)
    _say(outcome(run))
    return run


class _Files:
    """The two files that keep a run."""

    def __init__(self, json: Path, markdown: Path) -> None:
        self.json, self.markdown = json, markdown

    def that_are_there(self) -> str:
        """Return which of them exist, or nothing."""
        return " and ".join(str(path) for path in (self.json, self.markdown) if path.exists())

    def keep(self, run: Run) -> None:
        self.json.parent.mkdir(parents=True, exist_ok=True)
        self.json.write_text(kept(run), encoding="utf-8")
        self.markdown.write_text(table_of(run) + "\n", encoding="utf-8")


def _is_of_a_bundle(benchmark: str) -> bool:
    return benchmark.partition(":")[0] == _OF_A_BUNDLE


def _tell(figure: Figure) -> None:
    ratio = "" if figure.ratio is None else f", ratio {figure.ratio:.2f}"
    limit = "" if figure.limit is None else f" of {figure.limit:g}, {figure.verdict}"
    _say(f"    {figure.name}: {number(figure.measured)} {figure.unit}".rstrip() + ratio + limit)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bench",
        description="Runs benchmarks one after the other and makes one table of them.",
        epilog="Exit code: 0 all well; 1 a limit was passed, a benchmark failed or, with "
        "--compare, something got worse; 2 it cannot be done.",
    )
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help="a benchmark, with arguments of its own after colons if it has any (base_quiet:20); "
        "all of them by default, some of them smaller than they are meant",
    )
    parser.add_argument(
        "--full", action="store_true", help="run all of them, none smaller: for hours"
    )
    parser.add_argument("--list", action="store_true", help="say which benchmarks there are")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="the JSON file to write, and beside it one with the ending .md; "
        f"by default named for the time, in {_FOLDER}",
    )
    parser.add_argument(
        "--bundle",
        type=Path,
        metavar="DIR",
        help=f"the folder of an installed or built program, which {_OF_A_BUNDLE} measures",
    )
    parser.add_argument(
        "--compare",
        nargs=2,
        type=Path,
        metavar=("A", "B"),
        help="run nothing: show the runs of two JSON files side by side",
    )
    parser.add_argument(
        "--tolerance",
        type=float,
        default=10,
        metavar="PERCENT",
        help="by how much a figure may grow before --compare calls it worse (10)",
    )
    return parser


if __name__ == "__main__":
    raise SystemExit(main())

"""Known weaknesses of what is pinned, told from a copy of the advisories that somebody brought.

For a machine that reaches no advisory service. What the copy does not know this cannot know either,
so the day of its newest advisory is told with every result.
"""

import argparse
import json
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from packaging.version import InvalidVersion, Version

from bundle.parts import pins, spelt

NOTHING_TO_ASK = 69


@dataclass(frozen=True, slots=True)
class Weakness:
    """One advisory that holds for a version that is pinned."""

    name: str
    version: str
    advisory: str
    """Its id and other names."""
    fixed_in: str
    """Versions that lack it, as the advisory tells them; empty: none is told."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a copy says of a set of pins."""

    weaknesses: tuple[Weakness, ...]
    advisories: int
    """How many the copy holds for packages of Python."""
    newest: str
    """The day on which one of them was last changed: ``2026-10-31``; empty: the copy holds none."""


def told(records: Iterator[Mapping[str, Any]], pinned: Mapping[str, str]) -> Told:
    """Return what advisories say of packages.

    Args:
        records: in the form of OSV, which the Python Packaging Authority's own advisories have.
        pinned: versions by name, as lock files spell it.
    """
    found: set[Weakness] = set()
    count, newest = 0, ""
    for record in records:
        affected = [
            each
            for each in record.get("affected") or ()
            if (each.get("package") or {}).get("ecosystem") == "PyPI"
        ]
        if not affected:
            continue
        count += 1
        newest = max(newest, str(record.get("modified", ""))[:10])
        if record.get("withdrawn"):
            continue
        for each in affected:
            name = spelt(each["package"]["name"])
            if name in pinned and is_affected(each, pinned[name]):
                names = ", ".join((record["id"], *record.get("aliases", ())))
                found.add(Weakness(name, pinned[name], names, ", ".join(_fixes(each))))
    return Told(tuple(sorted(found, key=lambda each: (each.name, each.advisory))), count, newest)


def is_affected(affected: Mapping[str, Any], version: str) -> bool:
    """Tell whether one entry of an advisory holds for a version: it is listed, or in a range.

    Source: the OSV schema, *Evaluation*.
    """
    if version in affected.get("versions", ()):
        return True
    asked = Version(version)
    for span in affected.get("ranges", ()):
        if span.get("type") != "ECOSYSTEM":
            continue
        events = sorted(
            (_point(point), kind, point)
            for event in span.get("events", ())
            for kind, point in event.items()
        )
        is_in = False
        for at, kind, _ in events:
            if kind == "introduced" and at <= asked:
                is_in = True
            elif (kind == "fixed" and at <= asked) or (kind == "last_affected" and at < asked):
                is_in = False
        if is_in:
            return True
    return False


def _point(written: str) -> Version:
    try:
        return Version(written)
    except InvalidVersion:
        return Version("0")  # as OSV writes "from the beginning"; an unreadable end ends nothing


def _fixes(affected: Mapping[str, Any]) -> list[str]:
    return [
        event["fixed"]
        for span in affected.get("ranges", ())
        if span.get("type") == "ECOSYSTEM"
        for event in span.get("events", ())
        if "fixed" in event
    ]


def records(copy: Path) -> Iterator[Mapping[str, Any]]:
    """Yield what is in a copy: a folder of YAML or JSON files, or a ZIP archive of JSON files."""
    if copy.is_file():
        with zipfile.ZipFile(copy) as held:
            for name in sorted(held.namelist()):
                if name.endswith(".json"):
                    yield json.loads(held.read(name))
        return
    for path in sorted(copy.rglob("*")):
        if path.suffix == ".json":
            yield json.loads(path.read_text(encoding="utf-8"))
        elif path.suffix == ".yaml":
            # Nothing but strings: a version is none of YAML's numbers.
            found = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
            if isinstance(found, dict) and "affected" in found:
                yield found


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="audit", description=__doc__)
    parser.add_argument("copy", type=Path)
    parser.add_argument("lock", type=Path, nargs="+")
    given = parser.parse_args(arguments)
    pinned = {name: version for lock in given.lock for name, (version, _) in pins(lock).items()}
    said = told(records(given.copy), pinned)
    if not said.advisories:
        print(f"{given.copy} holds no advisory for any package of Python.", file=sys.stderr)
        return NOTHING_TO_ASK
    for each in said.weaknesses:
        after = f"; fixed in {each.fixed_in}" if each.fixed_in else "; no fix is told"
        print(f"{each.name} {each.version}: {each.advisory}{after}")
    print(
        f"{len(pinned)} packages, {len(said.weaknesses)} known weaknesses, by {said.advisories}"
        f" advisories, the newest of {said.newest}. What became known later is not in them."
    )
    return 1 if said.weaknesses else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

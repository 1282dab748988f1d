"""A large inspection: 2,000 lines, 2,000 sources, 5,000 evidence items and 20,000 changes.

Its pack is the shipped one with its lines over and over, and where that is asked for with its
threats over and over too, written to a folder and read from there as any pack; every line is
answered, and each source has an account.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from inspector_app import config
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.changes.bodies import (
    AccountGiven,
    AnswerRecorded,
    Body,
    EvidenceAdded,
    EvidenceCaptioned,
    EvidenceLinked,
    SourceRecorded,
    Subject,
    subject,
)
from inspector_app.domain.evidence import Caption, EvidenceFile
from inspector_app.domain.ids import EvidenceId, InspectionId, LineId, Sha256
from inspector_app.domain.sources import Interview, Source
from inspector_app.packs import shelf
from inspector_app.services.vault import Unlocked
from tests.support.vaults import an_inspection


@dataclass(frozen=True, slots=True)
class Size:
    """How much an inspection holds."""

    lines: int
    sources: int
    items: int
    changes: int
    times_threats: int = 1
    """How often its pack has each threat of the shipped one."""

    def part(self, part: int) -> "Size":
        """Return one ``part``-th of all, over as many threats."""
        return Size(
            self.lines // part,
            self.sources // part,
            self.items // part,
            self.changes // part,
            self.times_threats,
        )


LARGE = Size(lines=2_000, sources=2_000, items=5_000, changes=20_000)
CHANGES = LARGE.changes
_BATCH = 1_000
_NOUNS = ("plan", "carrier", "return", "exercise", "commander", "assessment", "call-out", "radio")
_PLACES = ("desk", "control room", "garage", "headquarters", "regional unit", "custody suite")


class _Plain(yaml.CSafeDumper):
    """Writes what stands twice twice: packs have no anchors."""

    def ignore_aliases(self, _data: object) -> bool:
        """Say yes (PyYAML)."""
        return True


def large_inspection(vault: Unlocked, folder: Path, part: int = 1) -> InspectionId:
    """Begin and fill an inspection of one ``part``-th of the full size; write its pack to a folder.

    Lines are never fewer than the shipped pack has.
    """
    size = LARGE.part(part)
    write_pack(folder, size)
    inspection = an_inspection(vault, pack=str(folder))
    fill(vault, inspection, size, _no_file)
    return inspection


def fill(
    vault: Unlocked, inspection: InspectionId, size: Size, file_of: Callable[[int], EvidenceFile]
) -> None:
    """Record as many acts as the size says, many in one transaction.

    Args:
        file_of: tells what is true of the file of an item, by its place among all of them.
    """
    lines = [line.id for line in vault.inspections.pack(inspection).lines()]
    acts = _acts(lines, size, file_of)
    while batch := list(itertools.islice(acts, _BATCH)):
        vault.inspections._recording.act(inspection, batch)


def write_pack(folder: Path, size: Size) -> None:
    """Write the shipped pack with its threats, then its lines, as often as the size asks for."""
    folder.mkdir()
    shipped = shelf.find(config.places(folder).checklists, "spr-2012")
    texts: dict[str, Any] = {
        path.name: yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
        for path in sorted(shipped.glob("*.yaml"))
    }
    for number in range(2, size.times_threats + 1):
        _add_threats(texts, number)
    sections = [
        section
        for text in texts.values()
        for section in text.get("sections", ())
        if isinstance(section, dict)  # pack.yaml names files there
    ]
    known = [(section, line) for section in sections for line in list(section.get("lines", []))]
    for number in range(size.lines - len(known)):
        section, line = known[number % len(known)]
        section["lines"].append({**line, "id": f"{line['id']}-{number // len(known) + 2}"})
    for name, text in texts.items():
        with (folder / name).open("w", encoding="utf-8") as file:
            yaml.dump(text, file, _Plain, allow_unicode=True)


def _add_threats(texts: dict[str, Any], number: int) -> None:
    """Add each threat of the shipped pack once more, with its sections and lines."""
    main = texts["pack.yaml"]
    for threat in [each for each in main["threats"] if each["id"].isalpha()]:
        old, new = threat["id"], f"{threat['id']}{number}"
        name = next(name for name, text in texts.items() if text.get("threat") == old)
        copied = f"{name.removesuffix('.yaml')}-{number}.yaml"
        texts[copied] = _renamed(texts[name], re.compile(rf"^(\w+-)?{old}(?=$|-)"), new)
        main["sections"].append(copied)
        main["threats"].append({**threat, "id": new, "name": f"{threat['name']} {number}"})


def _renamed(value: Any, old: re.Pattern[str], new: str) -> Any:
    """Return what stands in a file with the threat's ids renamed."""
    if isinstance(value, str):
        return old.sub(rf"\g<1>{new}", value)
    if isinstance(value, list):
        return [_renamed(each, old, new) for each in value]
    return {key: _renamed(each, old, new) for key, each in value.items()}


def _no_file(n: int) -> EvidenceFile:
    return EvidenceFile(
        f"JS/{LARGE.sources + n + 1}", "p.jpg", Sha256(f"{n:064x}"), 9, "image/jpeg"
    )


def _acts(
    lines: Sequence[LineId], size: Size, file_of: Callable[[int], EvidenceFile]
) -> Iterator[tuple[str, Body]]:
    for n in range(size.sources):
        source = Source(Interview(), f"Interview {n} about the {_NOUNS[n % 8]}", f"JS/{n + 1}")
        yield subject(Subject.SOURCE, f"{n:032x}"), SourceRecorded(source)
        line = lines[n % len(lines)]
        account = Account(line, _said(n), source=f"{n:032x}")
        yield subject(Subject.ACCOUNT, line, f"{n:016x}"), AccountGiven(account)
    for n in range(size.items):
        id_, line = EvidenceId(f"{n:032x}"), lines[n % len(lines)]
        yield subject(Subject.EVIDENCE, id_), EvidenceAdded(file_of(n))
        yield subject(Subject.LINK, id_, line), EvidenceLinked(id_, line)
        if n % 10 == 0:
            caption = Caption(f"Photo {n} of the {_PLACES[n % 6]}")
            yield subject(Subject.CAPTION, id_), EvidenceCaptioned(caption)
    left = size.changes - 2 * size.sources - 2 * size.items - -(-size.items // 10)
    for n in range(left):
        answer = Answer(outcome=Outcome.NEVER_AROSE, note=_said(n))
        yield subject(Subject.ANSWER, lines[n % len(lines)]), AnswerRecorded(answer)


def _said(number: int) -> str:
    noun, place = _NOUNS[number % len(_NOUNS)], _PLACES[number // 7 % len(_PLACES)]
    return f"Told at the {place}, {number}: the mobilisation {noun} was last tried in March."

"""A large inspection: 2,000 lines, 2,000 sources, 5,000 evidence items and 20,000 changes.

Its pack is the shipped one with its lines over and over, written to a folder and read from there as
any pack; every line is answered, and each source has an account.
"""

import itertools
from collections.abc import Iterator, Sequence
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

LINES, SOURCES, ITEMS, CHANGES = 2_000, 2_000, 5_000, 20_000
_BATCH = 1_000
_NOUNS = ("plan", "carrier", "return", "exercise", "commander", "assessment", "call-out", "radio")
_PLACES = ("desk", "control room", "garage", "headquarters", "regional unit", "custody suite")


class _Plain(yaml.SafeDumper):
    """Writes what stands twice twice: packs have no anchors."""

    def ignore_aliases(self, _data: object) -> bool:
        """Say yes (PyYAML)."""
        return True


def large_inspection(vault: Unlocked, folder: Path, part: int = 1) -> InspectionId:
    """Begin and fill an inspection of one ``part``-th of the full size; write its pack to a folder.

    Lines are never fewer than the shipped pack has.
    """
    _write_pack(folder, LINES // part)
    inspection = an_inspection(vault, pack=str(folder))
    acts = _acts([line.id for line in vault.inspections.pack(inspection).lines()], part)
    while batch := list(itertools.islice(acts, _BATCH)):
        vault.inspections._recording.act(inspection, batch)
    return inspection


def _write_pack(folder: Path, wanted: int) -> None:
    """Write the shipped pack with its lines over and over until it has as many as wanted."""
    folder.mkdir()
    shipped = shelf.find(config.places(folder).checklists, "spr-2012")
    texts: dict[str, Any] = {
        path.name: yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
        for path in sorted(shipped.glob("*.yaml"))
    }
    sections = [
        section
        for text in texts.values()
        for section in text.get("sections", ())
        if isinstance(section, dict)  # pack.yaml names files there
    ]
    known = [(section, line) for section in sections for line in list(section.get("lines", []))]
    for number in range(wanted - len(known)):
        section, line = known[number % len(known)]
        section["lines"].append({**line, "id": f"{line['id']}-{number // len(known) + 2}"})
    for name, text in texts.items():
        with (folder / name).open("w", encoding="utf-8") as file:
            yaml.dump(text, file, _Plain, allow_unicode=True)


def _acts(lines: Sequence[LineId], part: int) -> Iterator[tuple[str, Body]]:
    sources, items = SOURCES // part, ITEMS // part
    for n in range(sources):
        source = Source(Interview(), f"Interview {n} about the {_NOUNS[n % 8]}", f"JS/{n + 1}")
        yield subject(Subject.SOURCE, f"{n:032x}"), SourceRecorded(source)
        line = lines[n % len(lines)]
        account = Account(line, _said(n), source=f"{n:032x}")
        yield subject(Subject.ACCOUNT, line, f"{n:016x}"), AccountGiven(account)
    for n in range(items):
        id_, line = EvidenceId(f"{n:032x}"), lines[n % len(lines)]
        file = EvidenceFile(f"JS/{sources + n + 1}", "p.jpg", Sha256(f"{n:064x}"), 9, "image/jpeg")
        yield subject(Subject.EVIDENCE, id_), EvidenceAdded(file)
        yield subject(Subject.LINK, id_, line), EvidenceLinked(id_, line)
        if n % 10 == 0:
            caption = Caption(f"Photo {n} of the {_PLACES[n % 6]}")
            yield subject(Subject.CAPTION, id_), EvidenceCaptioned(caption)
    left = CHANGES // part - 2 * sources - 2 * items - -(-items // 10)
    for n in range(left):
        answer = Answer(outcome=Outcome.NEVER_AROSE, note=_said(n))
        yield subject(Subject.ANSWER, lines[n % len(lines)]), AnswerRecorded(answer)


def _said(number: int) -> str:
    noun, place = _NOUNS[number % len(_NOUNS)], _PLACES[number // 7 % len(_PLACES)]
    return f"Told at the {place}, {number}: the mobilisation {noun} was last tried in March."

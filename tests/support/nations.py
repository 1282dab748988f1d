"""Several forces' inspections, folded from real signed changes. All figures are invented."""

import hashlib
from collections.abc import Callable, Mapping

from inspector_app.domain.answers import Answer
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.checklist import Pack
from inspector_app.domain.dates import read
from inspector_app.domain.ids import InspectionId, SourceId
from inspector_app.domain.inspection import Details, PackPin
from inspector_app.domain.markings import Marking
from inspector_app.domain.sources import Source
from inspector_app.domain.standing import Standing
from inspector_app.domain.values import Counted, Judged, Named, Value
from tests.support.standings import Journal, a_journal, the_pack

NAMES = ("Avonshire", "Borsetshire", "Coketown", "Downshire", "Eastland", "Fenshire", "Glenshire")

PARTS = {
    "CC-PO-08": "needed",
    "CC-PO-09": "declared",
    "CC-PO-11": "expected",
    "CN-PO-04": "received",
    "CN-PO-05": "provided",
    "CP-CY-14": "enrolled",
}
"""The lines with one count each, and the part that holds it."""


def an_inspection(
    force: str = "Avonshire",
    numbers: Mapping[str, int] | None = None,
    *,
    values: Mapping[str, Mapping[str, Value]] | None = None,
    fieldwork: str = "2013-09-16",
    marking: Marking | None = None,
    pack: Pack | None = None,
    more: Callable[[Journal], object] | None = None,
) -> Standing:
    """Return one force's inspection, see :func:`a_journal_of`."""
    return a_journal_of(
        force,
        numbers,
        values=values,
        fieldwork=fieldwork,
        marking=marking,
        pack=pack,
        more=more,
    ).standing()


def a_journal_of(
    force: str = "Avonshire",
    numbers: Mapping[str, int] | None = None,
    *,
    values: Mapping[str, Mapping[str, Value]] | None = None,
    fieldwork: str = "2013-09-16",
    marking: Marking | None = None,
    pack: Pack | None = None,
    more: Callable[[Journal], object] | None = None,
) -> Journal:
    """Return the signed changes of one force's inspection.

    Args:
        force: its name; ids follow from it and the date.
        numbers: counts by line, see ``PARTS``.
        values: whole values of other lines.
        fieldwork: when, as somebody types it.
        marking: the inspection's own.
        pack: None: the one that ships.
        more: records what else is to stand.
    """
    id_ = an_id(force, fieldwork)
    journal = a_journal(pack or the_pack(), marking=marking, force=force, inspection=id_)
    pin = PackPin(journal.pack.id, journal.pack.version, journal.pack.sha256)
    details = Details(Named(force), pin, read(fieldwork), marking or Marking())
    journal.record(subject(Subject.INSPECTION), bodies.InspectionDescribed(details))
    for line, number in (numbers or {}).items():
        journal.answer(line, Answer({PARTS[line]: Counted(number)}))
    for line, held in (values or {}).items():
        journal.answer(line, Answer(dict(held)))
    if more is not None:
        more(journal)
    return journal


def an_id(force: str, fieldwork: str = "2013-09-16") -> InspectionId:
    """Return the id of the inspection of a force at a time."""
    return InspectionId(hashlib.sha256(f"{force} {fieldwork}".encode()).hexdigest()[:32])


def forces(line: str, *numbers: int) -> list[Standing]:
    """Return as many forces as numbers, each with its own on a line."""
    return [
        an_inspection(name, {line: number}) for name, number in zip(NAMES, numbers, strict=False)
    ]


def judged(*words: str) -> list[Standing]:
    """Return as many forces as words, each with its own judgement on CP-CY-01."""
    return [
        an_inspection(name, values={"CP-CY-01": {"judgement": Judged(word)}})
        for name, word in zip(NAMES, words, strict=False)
    ]


def source(journal: Journal, told: Source, key: str = "") -> SourceId:
    """Record a source and return its id."""
    id_ = SourceId(hashlib.sha256((key or told.title).encode()).hexdigest()[:32])
    journal.record(subject(Subject.SOURCE, id_), bodies.SourceRecorded(told))
    return id_

"""An inspection in which every text of every kind of record ends in a word of its own.

It is made of all that an inspector must be able to record (``records``), recorded anew with the
words, and with what is to be left out marked so.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import Enum, auto
from pathlib import Path
from typing import Any

from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.change import Change
from inspector_app.domain.debriefs import Debrief, ForDebrief, Heard, Stance
from inspector_app.domain.held import value_of_body
from inspector_app.domain.ids import ChangeId, PersonId, SectionId
from inspector_app.domain.inspection import Details
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.standing import Standing
from inspector_app.domain.values import Named
from tests.support.records import a_desk, all_recorded
from tests.support.standings import AM, JS, Journal
from tests.support.vaults import a_vault

ABOVE = Marking(Tier.OFFICIAL_SENSITIVE, "QUIZZICAL")
NAMES = {
    PersonId("d" * 32): "Philomena Zwetschgenbaum",
    JS: "Hyacinth Quetzalcoatl",
    AM: "Barnaby Xylophonist",
}
_NEVER_PRINTED = (
    bodies.ParagraphWritten,
    bodies.EncounterPlanned,
    bodies.DraftSent,
    bodies.ReplyTaken,
    bodies.PointMade,
    bodies.PointAnswered,
    bodies.PromptPutAside,
    bodies.HeadlineModerated,
    bodies.EvidenceAdded,
    bodies.Withdrawn,
)
"""Kinds whose words no paper prints, or none of what is closed."""
_PROSE = re.compile(r"[A-Za-z]{3}.* |^[A-Z][a-z]{3,}|\.(png|csv)$")
_CODES = frozenset({"marking", "marking_found", "media_type", "number", "value", "kind"})
"""Fields that hold a word of the machine's or of a scheme, or a number for people."""


class Closed(Enum):
    """How what bears a word is left out."""

    NOT = auto()
    NOT_EXPORTED = auto()
    ABOVE = auto()
    """Marked above OFFICIAL."""
    BOTH = auto()
    """By turns."""


@dataclass
class Canaries:
    """The inspection, and the words by where they stand."""

    journal: Journal
    words: dict[str, str] = field(default_factory=dict)
    """By word: the kind of record and the field."""

    def standing(self) -> Standing:
        """Return what stands, with names that this laptop knows."""
        return replace(self.journal.standing(), names=NAMES)

    def secrets(self) -> tuple[str, ...]:
        """Return every word, and every name that may not be printed."""
        return (*self.words, *(name.split()[1] for name in NAMES.values()))


def recorded_changes(folder: Path) -> list[Change]:
    """Record every kind of record, and return the changes."""
    vault = a_vault(folder)
    try:
        desk = a_desk(vault, folder)
        all_recorded(desk)
        return list(vault.inspections.history(desk.inspection))
    finally:
        vault.close()


def canaries(changes: Collection[Change], closed: Closed) -> Canaries:
    """Return the inspection with a word of its own at the end of every text to be left out.

    Args:
        changes: as :func:`recorded_changes` returns them.
        closed: how it is left out.
    """
    found = Canaries(Journal())
    for at, change in enumerate(changes):
        body: Any = change.body
        about, value = change.header.subject, value_of_body(body)
        if isinstance(body, bodies.InspectionDescribed):
            body = bodies.InspectionDescribed(_plain_details(body.details, found))
        elif isinstance(body, bodies.SummarySigned | bodies.DeviceAdmitted):
            continue
        elif hasattr(value, "do_not_export") or isinstance(body, _NEVER_PRINTED):
            body = _sung(body, type(body).__name__, found)
            held: Any = value_of_body(body)
            if hasattr(held, "do_not_export"):
                is_above = closed is Closed.ABOVE or (closed is Closed.BOTH and at % 2)
                how: dict[str, Any] = {"do_not_export": closed is not Closed.NOT}
                if is_above:
                    how = {"marking": ABOVE, "do_not_export": False}
                name = next(f.name for f in fields(body) if getattr(body, f.name) is held)
                body = replace(body, **{name: replace(held, **how)})
        found.journal.record(about, body)
    told = Heard(SectionId("CC-PO"), Stance.CONCERN, ChangeId("0" * 64), "Said by the chief ")
    held = Debrief("2013-09-20", (JS,), (Named("Chief constable"),), (), "", (told,), note="Note ")
    body = _sung(bodies.DebriefHeld(held), "DebriefHeld", found)
    found.journal.record("debrief:1", body)
    for section in ("CC-PO", "CC-T", "CP-PO"):
        tick = bodies.HeadlineTicked(ForDebrief(Stance.CONCERN))
        found.journal.record(f"tick:{section}", tick)
    return found


def _plain_details(details: Details, found: Canaries) -> Details:
    """Return the particulars, whose notes are for the team alone, at the lowest marking."""
    found.words["notesofthedetails"] = "InspectionDescribed.notes"
    return replace(details, marking=Marking(), notes="Notes notesofthedetails")


def _sung(value: Any, where: str, found: Canaries) -> Any:
    """Return a value with a word at the end of every text in it that people wrote."""
    if isinstance(value, str) and not hasattr(value, "value"):
        if where.rpartition(".")[2] in _CODES or not _PROSE.search(value):
            return value
        word = f"canary{_letters(len(found.words))}bird"
        found.words[word] = where
        return f"{value} {word}"
    if isinstance(value, tuple):
        return tuple(_sung(each, where, found) for each in value)
    if isinstance(value, Mapping):
        return {key: _sung(each, f"{where}.{key}", found) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        made = {
            each.name: _sung(getattr(value, each.name), f"{where}.{each.name}", found)
            for each in fields(value)
            if each.init
        }
        return replace(value, **made)
    return value


def _letters(number: int) -> str:
    """Return a number in letters: no digit is taken for a part of it, and none holds another."""
    return "".join("qwxzjkvyhg"[int(digit)] for digit in f"{number:04d}")

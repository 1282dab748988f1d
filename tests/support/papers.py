"""Papers that nobody signs, made as the services make them, of a visit that is invented."""

from pathlib import Path

from inspector_app import config
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.debriefs import ForDebrief, Stance
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import LineId
from inspector_app.reports import aide_memoire_pages, debrief_pages, quick_card_pages
from inspector_app.reports.aide_memoire import SheetOptions, sheet_facts
from inspector_app.reports.debrief_note import NoteOptions, note_facts
from inspector_app.reports.quick_card import card_of
from inspector_app.services.papers import written_paper
from tests.support.standings import FONTS, MADE_AT_MS, Journal, a_visit, the_pack

QUICK_CARD = config.places(Path()).resources / "help" / "quick-card.md"
"""The help topic that the card is made from."""


def a_told_visit() -> Journal:
    """Return a visit of which two headlines are ticked for the debrief, one of them endless."""
    journal = a_visit()
    journal.headline("CN-PO", Headline("Long. Ŵyn & <b>Łódź</b> 🚓 " * 400))
    for section, stance in (("CC-PO", Stance.CONCERN), ("CN-PO", Stance.TO_ESTABLISH)):
        body = bodies.HeadlineTicked(ForDebrief(stance))
        journal.record(subject(Subject.TICK, section), body)
    return journal


def a_debrief_note(journal: Journal, target: Path) -> Path:
    """Write the debrief note of an inspection and return where it lies."""
    facts = note_facts(journal.standing(), NoteOptions(room=True))
    written_paper(
        debrief_pages.paper_of(facts),
        lambda setter: debrief_pages.story(facts, MADE_AT_MS, setter),
        FONTS,
        target,
        MADE_AT_MS,
    )
    return target


def a_sheet(journal: Journal, target: Path) -> Path:
    """Write an aide-memoire with a line of every kind of answer and return where it lies."""
    of_kind: dict[str, LineId] = {}
    for line in the_pack().lines():
        for part in line.parts:
            of_kind.setdefault(part.kind, line.id)
    lines = {*of_kind.values(), LineId("CC-PO-09"), LineId("CC-PO-11")}
    facts = sheet_facts(journal.standing(), lines, "JS/12", SheetOptions(recorded=True))
    written_paper(
        aide_memoire_pages.paper_of(facts),
        lambda setter: aide_memoire_pages.story(facts, setter),
        FONTS,
        target,
        MADE_AT_MS,
    )
    return target


def a_quick_card(target: Path) -> Path:
    """Write the quick card of a version 1.2.3 and return where it lies."""
    card = card_of(QUICK_CARD.read_text(encoding="utf-8"))
    made = written_paper(
        quick_card_pages.paper_of(card, "1.2.3"),
        lambda setter: quick_card_pages.story(card, setter),
        FONTS,
        target,
        MADE_AT_MS,
    )
    assert not made.remarks
    return target

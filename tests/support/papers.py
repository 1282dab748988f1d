"""Papers that nobody signs, made as the services make them, of a visit that is invented."""

from pathlib import Path

from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.debriefs import ForDebrief, Stance
from inspector_app.domain.headlines import Headline
from inspector_app.reports import debrief_pages
from inspector_app.reports.debrief_note import NoteOptions, note_facts
from inspector_app.services.papers import written_paper
from tests.support.standings import FONTS, MADE_AT_MS, Journal, a_visit


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

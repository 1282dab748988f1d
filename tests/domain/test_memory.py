"""What is remembered of an inspection never differs from what its states say."""

from dataclasses import replace

import pytest

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.changes.fold import folded
from inspector_app.domain.evidence import Caption
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import LineId
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.sources import DocumentSighted, Source
from inspector_app.domain.standing import Standing
from inspector_app.domain.strength import Supports
from tests.support.standings import AM, INSPECTION, Journal, a_visit

LINES = tuple(map(LineId, ("CC-PO-02", "CC-PO-09", "CC-PO-11", "CP-CE-06", "")))


def busy() -> Journal:
    """Return a visit that goes on: something of every kind is added, revised and withdrawn."""
    journal = a_visit()
    id_ = "f" * 32
    seen = subject(Subject.SOURCE, id_)
    made = Source(DocumentSighted(), "The roster", "JS/9", marking=Marking(Tier.OFFICIAL_SENSITIVE))
    journal.record(seen, bodies.SourceRecorded(made))
    account = journal.account(Account(LineId("CC-PO-09"), "Eight.", source=id_))
    journal.record(
        seen, bodies.SourceRecorded(replace(made, title="The old roster")), by=AM, seen=()
    )
    item = journal.evidence("JS/10", Caption("The roster"), "CC-PO-09")
    journal.record(subject(Subject.CAPTION, item), bodies.EvidenceCaptioned(Caption("Its page 2")))
    link = subject(Subject.LINK, item, "CC-PO-11")
    journal.record(link, bodies.EvidenceLinked(item, LineId("CC-PO-11")))
    journal.record(link, bodies.Withdrawn("Wrong line"))
    journal.answer("CC-PO-09", Answer(outcome=Outcome.NOT_SUPPLIED))
    journal.record(account.header.subject, bodies.Withdrawn("Recorded twice"))
    journal.headline("CC-PO", Headline("Settled.", marking=Marking(Tier.OFFICIAL_SENSITIVE)))
    journal.record(subject(Subject.EVIDENCE, item), bodies.Withdrawn("Not ours"))
    journal.answer("CC-PO-11", Answer(outcome=Outcome.NEVER_AROSE, reason="Settled"))
    return journal


def readings(standing: Standing) -> list[object]:
    supports = Supports(standing)
    section = standing.pack.section("CC-PO")
    found: list[object] = [standing.accounts(), standing.sources(), standing.evidence()]
    found += [standing.accounts(line) for line in LINES]
    found += [standing.evidence(line) for line in LINES]
    found += [standing.answer(line) for line in LINES]
    found += [supports.strength(line) for line in LINES if line]
    found += [standing.progress(section), supports.of_section(section)]
    found += [standing.highest_marking(), standing.conflicts()]
    found += [dict(standing.disputed(kind)) for kind in Subject]
    return found


def test_after_each_act_what_is_remembered_equals_what_is_read_from_nothing() -> None:
    changes = busy().changes
    states = folded(changes[:1])
    kept = Standing(INSPECTION, busy().pack, states, {})
    for number, change in enumerate(changes[1:], 2):
        readings(kept)
        about = change.header.subject
        fresh = folded(changes[:number])
        kept = kept.with_states([fresh[about]])
        assert readings(kept) == readings(Standing(INSPECTION, kept.pack, fresh, {})), about


def test_an_older_standing_is_not_changed_by_what_came_after_it() -> None:
    journal = busy()
    before = journal.standing(journal.changes[:-8])
    told = readings(before)
    after = before.with_states(journal.standing().states.values())
    assert readings(after) == readings(journal.standing())
    assert readings(before) == told


def test_another_pack_is_read_anew() -> None:
    standing = busy().standing()
    section = standing.pack.section("CC-PO")
    assert standing.progress(section).total > 1
    fewer = tuple(
        replace(each, lines=each.lines[:1]) if each.id == section.id else each
        for each in standing.pack.sections
    )
    smaller = replace(standing, pack=replace(standing.pack, sections=fewer))
    assert smaller.progress(smaller.pack.section("CC-PO")).total == 1


@pytest.mark.parametrize("kind", [Subject.ACCOUNT, Subject.EVIDENCE])
def test_memory_is_no_part_of_what_stands(kind: Subject) -> None:
    one, other = busy().standing(), busy().standing()
    assert one._of(kind)
    assert one == other
    assert "memory" not in repr(one)


def test_of_two_particulars_that_stand_the_higher_marking_counts() -> None:
    journal = a_visit()
    about = subject(Subject.INSPECTION)
    details = journal.standing().details
    assert details.marking == Marking(Tier.OFFICIAL_SENSITIVE)
    lower = replace(details, marking=Marking(Tier.OFFICIAL))
    journal.record(about, bodies.InspectionDescribed(lower), by=AM, seen=())
    standing = Standing(INSPECTION, journal.pack, {about: journal.standing().states[about]}, {})
    assert standing.states[about].in_conflict
    assert standing.details == lower
    assert standing.highest_marking() == Marking(Tier.OFFICIAL_SENSITIVE)

"""Encounters as values: begun, stamped, ended; notes, the timetable, and what each may say."""

from dataclasses import replace
from datetime import date

import pytest

from inspector_app.domain import encounters, timetable
from inspector_app.domain.changes.bodies import (
    AccountGiven,
    EncounterPlanned,
    ParagraphWritten,
    SourceRecorded,
    Subject,
    body_from,
    form_of,
    subject,
)
from inspector_app.domain.encounters import Paragraph, Step
from inspector_app.domain.errors import BadInput, NotFound, RuleViolation
from inspector_app.domain.ids import LineId, SectionId, SourceId
from inspector_app.domain.notes import (
    going_on,
    lines_for,
    notes_of,
    to_come_back_to,
    unannounced,
    unsorted,
)
from inspector_app.domain.notes import timetable as standing_timetable
from inspector_app.domain.sources import Interview, RunState, Sitting, Source, UnannouncedTest
from inspector_app.domain.sources import checked as checked_source
from inspector_app.domain.timetable import Planned
from inspector_app.domain.values import Named
from tests.support.standings import AM, MADE_AT_MS, Journal, a_journal, the_pack

CHIEF = Named("Chief constable", "chief-constable")
TEST = Planned("test", "Mobilisation", place="Control room", day="2013-09-18", at="15:02")
ID = SourceId("c" * 32)
NINE, TEN = LineId("CC-PO-09"), LineId("CC-PO-10")


def run(planned: Planned = TEST) -> Source:
    return replace(encounters.begun(planned, MADE_AT_MS), number="JS/1")


def test_an_encounter_is_a_source_from_its_beginning_and_closed_until_it_ends() -> None:
    source = encounters.begun(Planned("interview", roles=(CHIEF,)), MADE_AT_MS)
    assert source.particulars == Interview()
    assert source.as_at is not None
    assert source.as_at.words() == "18 September 2013"
    assert source.is_closed
    ended = encounters.ended(source, MADE_AT_MS + 60_000)
    assert ended.sitting == Sitting(MADE_AT_MS, MADE_AT_MS + 60_000)
    assert not ended.is_closed
    with pytest.raises(RuleViolation, match="has ended already"):
        encounters.ended(ended, MADE_AT_MS)
    assert encounters.ended(source, MADE_AT_MS - 5_000).sitting == Sitting(MADE_AT_MS, MADE_AT_MS)


def test_a_test_run_is_stamped_step_by_step_and_each_step_once() -> None:
    source = run()
    for at, step in enumerate(Step):
        assert encounters.next_step(source) is step
        source = encounters.stamped(source, MADE_AT_MS + at * 61_000)
    test = source.particulars
    assert isinstance(test, UnannouncedTest)
    assert (test.started, test.asked, test.first_offered) == ("15:02:00", "15:02:00", "15:03:01")
    assert (test.enough, test.ended, test.state) == ("15:04:02", "15:05:03", RunState.RUN)
    assert encounters.next_step(source) is None
    with pytest.raises(RuleViolation, match="Every step"):
        encounters.stamped(source, MADE_AT_MS)
    with pytest.raises(RuleViolation, match=r"first offered.* already"):
        encounters.stamped(source, MADE_AT_MS, Step.FIRST_OFFERED)
    assert checked_source(source, the_pack()) is source
    with pytest.raises(RuleViolation, match="Only a test run"):
        encounters.stamped(run(Planned("interview", "X")), MADE_AT_MS)


def test_a_test_run_that_is_abandoned_says_why_and_ends_there() -> None:
    source = encounters.abandoned(encounters.stamped(run(), MADE_AT_MS), MADE_AT_MS + 30_000)
    test = source.particulars
    assert isinstance(test, UnannouncedTest)
    assert (test.state, test.abandoned, test.ended) == (
        RunState.ABANDONED,
        "live incident",
        "15:02:30",
    )
    assert encounters.next_step(source) is None
    with pytest.raises(RuleViolation, match="Say why"):
        encounters.abandoned(source, MADE_AT_MS, "  ")
    assert checked_source(encounters.ended(source, MADE_AT_MS), the_pack())


def test_notes_that_are_typed_up_keep_the_time_at_which_they_were_written() -> None:
    source = encounters.begun(TEST, MADE_AT_MS, written_at="2013-09-17 09:10")
    test = encounters.ended(source, MADE_AT_MS).particulars
    assert isinstance(test, UnannouncedTest)
    assert (test.started, test.ended) == ("09:10", "")
    assert source.as_at is not None
    assert source.as_at.words() == "17 September 2013"
    assert source.written_at == "2013-09-17 09:10"
    late = Paragraph("Later.", MADE_AT_MS, "2013-09-17 09:40")
    early = Paragraph("Earlier.", MADE_AT_MS + 1, "2013-09-17 09:20")
    typed = Paragraph("Typed.", MADE_AT_MS)
    assert sorted((typed, late, early), key=encounters.order_of) == [early, late, typed]
    assert [encounters.time_words(each) for each in (late, typed)] == ["09:40", "15:02"]
    for wrong in ("yesterday", "2013-09-31", "2013-09-17 9:20", "2013-09-17 25:00"):
        with pytest.raises(RuleViolation, match="does not say when"):
            encounters.checked(Paragraph("x", 0, wrong))
        with pytest.raises(RuleViolation, match="does not say when"):
            encounters.begun(TEST, MADE_AT_MS, written_at=wrong)


@pytest.mark.parametrize(
    ("planned", "why"),
    [
        (Planned("interview"), "with whom|whom it is with"),
        (Planned("data-return", "X"), "not a kind of encounter"),
        (Planned("hearsay", "X"), "not a kind of encounter"),
        (Planned("interview", "X", day="17/9/2013"), "is not a day"),
        (Planned("interview", "X", day="2013-02-30"), "is not a day"),
        (Planned("interview", "X", day="2013-09-17", at="9"), "is not a time"),
        (Planned("interview", "X", at="09:00"), "needs its day"),
    ],
)
def test_what_cannot_stand_in_the_timetable_is_refused_with_a_sentence(
    planned: Planned, why: str
) -> None:
    with pytest.raises(RuleViolation, match=why):
        timetable.checked(planned, the_pack())


def test_a_line_or_section_that_the_pack_lacks_is_refused() -> None:
    for wrong in (
        Planned("interview", "X", lines=(LineId("CC-PO-99"),)),
        Planned("interview", "X", sections=(SectionId("CC-XX"),)),
    ):
        with pytest.raises(NotFound):
            timetable.checked(wrong, the_pack())


def test_bodies_come_back_from_their_form_and_strange_fields_are_refused() -> None:
    for body in (
        EncounterPlanned(replace(TEST, roles=(CHIEF,), lead=AM, lines=(NINE,), unannounced=True)),
        ParagraphWritten(Paragraph("Said.", MADE_AT_MS, "2013-09-17", True, True)),
        SourceRecorded(run()),
    ):
        assert body_from(body.KIND, body.VERSION, form_of(body)) == body
        with pytest.raises(BadInput):
            body_from(body.KIND, body.VERSION, {**form_of(body), "strange": 1})


def with_note(journal: Journal, key: str, text: str, *, by: str = AM, seen: object = None) -> None:
    body = ParagraphWritten(Paragraph(text, MADE_AT_MS))
    journal.record(
        subject(Subject.PARAGRAPH, ID, key),
        body,
        by=by,  # type: ignore[arg-type]
        seen=seen,  # type: ignore[arg-type]
    )


def test_two_laptops_that_sort_the_same_note_agree_and_their_notes_accumulate() -> None:
    journal = a_journal()
    source = encounters.begun(Planned("interview", roles=(CHIEF,)), MADE_AT_MS)
    journal.record(subject(Subject.SOURCE, ID), SourceRecorded(replace(source, number="JS/1")))
    with_note(journal, "a" * 16, "Eight units.")
    with_note(journal, "b" * 16, "Kept by AM.", by=AM)
    account = encounters.account_of(Paragraph("Eight units.", MADE_AT_MS), NINE, ID)
    about = subject(Subject.ACCOUNT, encounters.account_id(NINE, "a" * 16))
    journal.record(about, AccountGiven(account), seen=())
    journal.record(about, AccountGiven(account), by=AM, seen=())

    standing = journal.standing()

    first, second = notes_of(standing, ID)
    assert dict(first.accounts) == {NINE: f"{NINE}/{'a' * 16}"}
    assert len(standing.accounts(NINE)) == 1
    assert standing.conflicts() == ()
    assert [note.key for note in unsorted(standing, ID)] == ["b" * 16]
    assert second.held.author == AM
    assert [item.id for item in going_on(standing)] == [ID]
    reversed_ = journal.standing(list(reversed(journal.changes)))
    assert notes_of(reversed_, ID) == notes_of(standing, ID)


def test_a_note_written_twice_at_once_keeps_both_versions_and_says_so() -> None:
    journal = a_journal()
    key = "a" * 16
    with_note(journal, key, "One.", seen=())
    with_note(journal, key, "Two.", by="a" * 32, seen=())
    (note,) = notes_of(journal.standing(), ID)
    assert note.is_disputed
    assert note.paragraph.text == "Two."
    assert to_come_back_to(journal.standing()) == ()


def test_what_an_encounter_can_speak_to_follows_from_plan_role_and_place() -> None:
    journal = a_journal()
    known = Source(Interview(), "Earlier", "JS/9", roles=(CHIEF,), lines=(TEN,), place="HQ")
    journal.record(subject(Subject.SOURCE, "d" * 32), SourceRecorded(known))
    standing = journal.standing()
    planned = Planned("interview", "X", lines=(NINE,))
    assert lines_for(standing, planned, "CC-PO") == (NINE,)
    assert lines_for(standing, replace(planned, roles=(CHIEF,))) == (NINE, TEN)
    assert lines_for(standing, replace(planned, lines=(), place=" hq ")) == (TEN,)
    section = lines_for(standing, Planned("interview", "X"), "CC-PO")
    assert section[0] == "CC-PO-01"
    assert lines_for(standing, replace(planned, sections=(SectionId("CC-PO"),)))[:2] == (
        NINE,
        "CC-PO-01",
    )
    assert lines_for(standing, Planned("interview", "X")) == ()


def test_the_timetable_is_in_order_and_says_what_the_force_must_not_know() -> None:
    journal = a_journal()
    plans = {
        "1": replace(TEST, day="", at=""),
        "2": TEST,
        "3": Planned("interview", "Chief", day="2013-09-17", at="09:00"),
        "4": Planned("system", "Stores", day="2013-09-17", at="10:00", unannounced=True),
    }
    for key, planned in plans.items():
        journal.record(subject(Subject.ENCOUNTER, key * 32), EncounterPlanned(planned))
    entries = standing_timetable(journal.standing())
    assert [entry.id[0] for entry in entries] == ["3", "4", "2", "1"]
    assert [entry.is_secret for entry in entries] == [False, True, True, True]
    assert unannounced(journal.standing()) == 3
    begun = encounters.begun(plans["4"], MADE_AT_MS)
    about = subject(Subject.SOURCE, "4" * 32)
    journal.record(about, SourceRecorded(replace(begun, number="JS/1")))
    assert unannounced(journal.standing()) == 3
    journal.record(about, SourceRecorded(encounters.ended(begun, MADE_AT_MS)))
    assert unannounced(journal.standing()) == 2
    assert timetable.is_on(plans["3"], date(2013, 9, 17))

"""Sources: every kind is kept whole, described once, read as it is typed; what support it is."""

import json
from dataclasses import fields, replace
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import forms
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import SourceRecorded, Subject, body_from, form_of, subject
from inspector_app.domain.changes.codec import canonical
from inspector_app.domain.checklist import RegisterEntry
from inspector_app.domain.dates import read
from inspector_app.domain.errors import BadInput, NotFound, RuleViolation
from inspector_app.domain.evidence import Caption
from inspector_app.domain.ids import AccountId, EvidenceId, LineId, SourceId
from inspector_app.domain.source_fields import COMMON, FORMS, Editor, Fact, letter_words
from inspector_app.domain.source_wording import (
    fact_text,
    facts_of,
    read_fact,
    source_words,
    state_words,
    value_of_fact,
    with_fact,
)
from inspector_app.domain.sources import (
    KINDS,
    AbsenceKnown,
    Arrangement,
    CopyKept,
    DataReturn,
    DocumentAbsent,
    DocumentRequest,
    DocumentSighted,
    EquipmentInspection,
    Figure,
    Interview,
    Meeting,
    Number,
    Offered,
    Particulars,
    RequestOutcome,
    RunState,
    SafetyMatter,
    Seen,
    Source,
    UnannouncedTest,
    checked,
    kind_of,
)
from inspector_app.domain.strength import Ground, Strength, Supports, accounts_of, ground_of
from inspector_app.domain.values import Named, YesNo, YesNoGiven
from tests.support.sources import PARTICULARS, a_source
from tests.support.standings import Journal, a_journal, the_pack

EMPTY = a_journal().standing()
BY_KIND = {type(each): each for each in PARTICULARS}
EVERY_FACT = [
    pytest.param(kind, fact, id=f"{kind.KIND}-{fact.name}")
    for kind in KINDS
    for fact in facts_of(kind)
    if fact.editor is not Editor.PEOPLE
]


def recorded(journal: Journal, id_: str, source: Source) -> SourceId:
    journal.record(subject(Subject.SOURCE, id_), SourceRecorded(source))
    return SourceId(id_)


def test_every_kind_is_tried_here_with_every_field_filled() -> None:
    assert [type(each) for each in PARTICULARS] == list(KINDS) == list(get_args(Particulars))
    for each in PARTICULARS:
        blank = type(each)()
        same = {f.name for f in fields(each) if getattr(each, f.name) == getattr(blank, f.name)}
        assert same <= {"abandoned", "state"}, (each.KIND, same)


def test_letters_and_tags_tell_the_kinds_apart() -> None:
    assert len({kind.LETTER for kind in KINDS}) == len({kind.KIND for kind in KINDS}) == len(KINDS)
    for kind in KINDS:
        assert kind_of(kind.LETTER.lower()) is kind_of(f" {kind.KIND.upper()} ") is kind
    assert kind_of("no such") is None
    assert (letter_words("I"), letter_words("Q")) == ("interview", "document request")


@pytest.mark.parametrize("particulars", PARTICULARS, ids=lambda each: each.KIND)
def test_every_kind_comes_back_equal_from_its_json(particulars: Particulars) -> None:
    body = SourceRecorded(a_source(particulars))

    form = json.loads(canonical(form_of(body)))

    assert body_from("source-recorded", 1, form) == body
    assert form["source"]["particulars"]["kind"] == particulars.KIND


@given(st.data())
def test_whatever_a_source_holds_comes_back_from_its_json(data: st.DataObject) -> None:
    particulars = data.draw(st.one_of(*(st.from_type(kind) for kind in KINDS)))
    source = data.draw(st.builds(Source, particulars=st.just(particulars)))

    assert forms.from_json(Source, forms.as_json(source)) == source


st.register_type_strategy(
    type(read("2013")), st.sampled_from([read("2013"), read("since 2011/12")])
)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"title": "No particulars"},
        {"particulars": {}},
        {"particulars": {"kind": "hearsay"}},
        {"particulars": {"kind": "interview", "due": "2013"}},
        {"particulars": {"kind": "group", "number": "7"}},
        {"particulars": {"kind": "interview"}, "roles": ["Analyst"]},
        {"particulars": {"kind": "interview"}, "marking": {"tier": "SECRET"}},
    ],
)
def test_what_is_no_source_is_refused(form: object) -> None:
    with pytest.raises(BadInput, match="Source cannot be read"):
        forms.from_json(Source, form)


def test_every_field_is_described_exactly_once_and_nothing_else_is() -> None:
    apart = {"particulars", "number", "origin", "sitting"}
    assert sorted(f.name for f in COMMON) == sorted({f.name for f in fields(Source)} - apart)
    assert [form.kind for form in FORMS] == list(KINDS)
    for form in FORMS:
        kept = {f.name for f in fields(form.kind)} - {"global_id", "titles"}
        assert sorted(fact.name for fact in form.facts) == sorted(kept), form.tag
        for fact in form.facts:
            if fact.row is not None:
                assert [c.name for c in fact.columns] == [f.name for f in fields(fact.row)]
            if fact.enum is not None:
                assert [o.id for o in fact.choices] == [c.value for c in fact.enum]
        assert form.help
        assert form.name


@pytest.mark.parametrize(("kind", "fact"), EVERY_FACT)
def test_what_stands_is_typed_so_that_reading_it_gives_it_back(
    kind: type[Particulars], fact: Fact
) -> None:
    journal = a_journal()
    item = journal.evidence("JS/1", Caption("Photo"))
    standing = journal.standing()
    source = a_source(BY_KIND[kind], evidence=(EvidenceId(item),))

    text = fact_text(source, fact, standing)

    assert read_fact(text, fact, standing) == value_of_fact(source, fact)
    blank = Source(kind(), "Blank")
    value = read_fact(text, fact, standing)
    assert value_of_fact(with_fact(blank, fact, value), fact) == value_of_fact(source, fact)
    assert with_fact(blank, fact, read_fact("", fact, standing)) in (
        blank,
        replace(blank, title=""),
    )


@given(st.lists(st.builds(Offered, resource=st.text(min_size=1), by=st.text()), max_size=3))
def test_rows_with_any_words_in_them_are_typed_and_read_back(rows: list[Offered]) -> None:
    fact = next(f for f in facts_of(UnannouncedTest) if f.name == "resources")
    source = Source(UnannouncedTest(resources=tuple(rows)), "A test")

    assert read_fact(fact_text(source, fact, EMPTY), fact, EMPTY) == tuple(rows)


@pytest.mark.parametrize(
    ("kind", "name", "text", "told"),
    [
        (
            Interview,
            "attributable",
            "perhaps",
            "May be attributed: “perhaps” is not one of yes, no",
        ),
        (DocumentRequest, "due", "31/9/2013", "Due: “2013-09-31” names a day"),
        (UnannouncedTest, "resources", "a|b|c|d|e|f", "each row has these cells: Resource"),
        (UnannouncedTest, "resources", "a|many", "Number: “many” is not a whole number"),
        (UnannouncedTest, "resources", "[3]", "Offered cannot be read"),
        (UnannouncedTest, "resources", "[", "not JSON"),
        (UnannouncedTest, "withhold_scenario", "maybe", "say yes or no"),
        (Interview, "lines", "CC-PO-99", "no line CC-PO-99"),
        (Interview, "evidence", "JS/77", "no evidence item JS/77"),
        (Interview, "inspectors", "ZZ", "nobody of the team"),
        (Interview, "marking", "SECRET", "must not be put into this app"),
        (EquipmentInspection, "items", "|pass", "a row needs its Item"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_fact_it_was_typed_for(
    kind: type[Particulars], name: str, text: str, told: str
) -> None:
    fact = next(f for f in facts_of(kind) if f.name == name)
    with pytest.raises(BadInput) as refused:
        read_fact(text, fact, EMPTY)
    assert told in str(refused.value)
    assert str(refused.value).startswith(f"{fact.label}: ") or text.startswith("[")


def test_names_are_found_by_name_or_alias_in_the_pack_and_among_those_added() -> None:
    journal = a_journal()
    entry = RegisterEntry("added-1", "roles", "Duty superintendent", ("night duty",))
    journal.record(subject(Subject.REGISTER, entry.id), bodies.EntryRecorded(entry))
    standing = journal.standing()
    roles = next(f for f in COMMON if f.name == "roles")
    supplier = next(f for f in facts_of(DataReturn) if f.name == "supplier")

    found = read_fact("NIGHT  duty; Somebody new", roles, standing)

    assert found == (Named("Duty superintendent", "added-1"), Named("Somebody new"))
    assert read_fact("bch", supplier, standing).entry == "strategic-alliance"
    assert read_fact("night duty", supplier, standing) == Named("night duty")
    assert standing.register()[-1] == entry


def test_a_request_is_overdue_from_the_day_after_the_last_day_it_was_due_until_it_ends() -> None:
    for due, last in (
        ("2013-09-30", date(2013, 9, 30)),
        ("Sept 2013", date(2013, 9, 30)),
        ("2013", date(2013, 12, 31)),
        ("2011/12", date(2012, 3, 31)),
        ("1 Sep 2013 to 3 Sep 2013", date(2013, 9, 3)),
    ):
        request = DocumentRequest(due=read(due))
        assert not request.is_overdue(last)
        assert request.is_overdue(date.fromordinal(last.toordinal() + 1))
        source = Source(request, "A plan")
        assert state_words(source, date(2020, 1, 1)) == f"overdue since {read(due).words()}"
        assert state_words(source) == "still open"
    assert not DocumentRequest(due=read("before the visit")).is_overdue(date(2020, 1, 1))
    assert not DocumentRequest().is_overdue(date(2020, 1, 1))
    for outcome in RequestOutcome:
        request = DocumentRequest(due=read("2013"), outcome=outcome)
        assert request.is_overdue(date(2020, 1, 1)) == (outcome is RequestOutcome.OPEN)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (Source(Interview()), "title, or the role"),
        (Source(Interview(), roles=(Named(" "),)), "title, or the role"),
        (Source(Interview(), "T", written_at="yesterday"), "when the notes were written"),
        (Source(Interview(), "T", written_at="2013-09-31 14:20"), "when the notes were written"),
        (Source(Interview(), "T", written_at="2013-09-17 24:00"), "when the notes were written"),
        (Source(UnannouncedTest(started="2 pm"), "T"), "not a time of day"),
        (Source(UnannouncedTest(resources=(Offered("PSU", at="25:00"),)), "T"), "time of day"),
        (Source(UnannouncedTest(abandoned="A live incident"), "T"), "reason for abandoning"),
        (Source(SafetyMatter(raised_at="noon"), "T"), "not a time of day"),
        (Source(Figure(titles=("a",), rows=(("1", "2"),)), "T"), "has 1 cells"),
        (Source(DocumentSighted(marking_found="Secret", copy=CopyKept.TAKEN), "T"), "owner and"),
        (Source(DocumentSighted(marking_found="UK SECRET", pages="3"), "T"), "owner and where"),
        (
            Source(DocumentSighted(marking_found="TOP SECRET"), "T", evidence=(EvidenceId("e"),)),
            "TOP SECRET must not be put",
        ),
    ],
)
def test_what_cannot_be_recorded_as_a_source_is_refused_in_words(source: Source, told: str) -> None:
    with pytest.raises(RuleViolation, match=told):
        checked(source, the_pack())


def test_of_what_is_too_high_title_owner_and_place_are_recorded_and_older_markings_are_kept() -> (
    None
):
    high = Source(DocumentSighted(Named("HQ"), marking_found="SECRET", held_at="Safe 3"), "Plan")
    old = Source(DocumentSighted(marking_found="RESTRICTED", copy=CopyKept.TAKEN), "Plan")
    assert checked(high, the_pack()) == high
    assert checked(old, the_pack()) == old
    with pytest.raises(NotFound):
        checked(Source(Interview(), "T", lines=(LineId("CC-PO-99"),)), the_pack())


def test_a_source_goes_by_its_title_or_by_its_kind_and_role() -> None:
    roles = (Named("Chief constable"), Named("Analyst"))
    assert source_words(Source(Interview(), " Two\nlines ")) == "Two lines"
    assert (
        source_words(Source(Interview(), roles=roles)) == "Interview: Chief constable and Analyst"
    )


def test_a_test_that_is_only_planned_stays_out_of_exports() -> None:
    assert Source(UnannouncedTest(RunState.PLANNED), "T").is_closed
    assert not Source(UnannouncedTest(RunState.RUN), "T").is_closed
    assert Source(Interview(), "T", do_not_export=True).is_closed


# What support it is


@pytest.mark.parametrize(
    ("particulars", "inside", "outside"),
    [
        (BY_KIND[UnannouncedTest], Ground.TEST, Ground.TEST),
        (BY_KIND[EquipmentInspection], Ground.TEST, Ground.TEST),
        (DocumentAbsent(), Ground.STATEMENT, Ground.THIRD_PARTY),
        (DocumentAbsent(known=AbsenceKnown.LOOKED_FOR), Ground.OBSERVATION, Ground.OBSERVATION),
        (DocumentSighted(), Ground.DOCUMENT, Ground.THIRD_PARTY),
        (DocumentRequest(), Ground.DOCUMENT, Ground.THIRD_PARTY),
        (DataReturn(), Ground.DATA, Ground.THIRD_PARTY),
        (Figure(), Ground.DATA, Ground.THIRD_PARTY),
        (Interview(), Ground.STATEMENT, Ground.THIRD_PARTY),
        (Meeting(seen=Seen.OBSERVED), Ground.OBSERVATION, Ground.OBSERVATION),
        (Meeting(seen=Seen.ON_PAPER), Ground.DOCUMENT, Ground.THIRD_PARTY),
        (Arrangement(seen=Seen.DESCRIBED), Ground.STATEMENT, Ground.THIRD_PARTY),
    ],
)
def test_each_kind_of_source_is_one_kind_of_support(
    particulars: Particulars, inside: Ground, outside: Ground
) -> None:
    assert ground_of(Source(particulars, "T")) is inside
    assert ground_of(Source(particulars, "T", outside=True)) is outside


def supported() -> tuple[Journal, dict[str, Any]]:
    """Return a line with an interview, a return with exclusions, a loose note, and their ids."""
    journal = a_journal()
    said = recorded(journal, "1" * 32, Source(Interview(), "Chief", number="JS/10"))
    numbers = DataReturn(
        exclusions="One operation", numbers=(Number("PSU", "8", exclusions="Dogs"),)
    )
    counted = recorded(journal, "2" * 32, Source(numbers, "Return", number="JS/2"))
    ids = {}
    for name, source in (("said", said), ("counted", counted), ("loose", "")):
        change = journal.account(Account(LineId("CC-PO-09"), name, source=source))
        ids[name] = AccountId(change.header.subject.partition(":")[2])
    return journal, ids


def test_an_answer_rests_on_all_accounts_of_its_line_unless_it_names_some() -> None:
    journal, ids = supported()
    supports = Supports(journal.standing())

    assert supports.letters(LineId("CC-PO-09")) == ("I", "R")
    strength = supports.strength(LineId("CC-PO-09"))
    assert strength == Strength(((Ground.DATA, 1), (Ground.STATEMENT, 1)), ("I", "R"), unsourced=1)
    assert strength.words() == "data (1), force’s statement (1)"
    assert strength.independent_words() == "2 independent kinds"
    assert supports.exclusions(LineId("CC-PO-09")) == ("One operation", "PSU: Dogs")

    journal.answer("CC-PO-09", Answer(note="x", accounts=(ids["said"],)))
    supports = Supports(journal.standing())
    assert supports.strength(LineId("CC-PO-09")).is_statement_alone
    assert supports.exclusions(LineId("CC-PO-09")) == ()

    journal.answer("CC-PO-01", Answer({"j": YesNoGiven(YesNo.YES)}, accounts=(ids["counted"],)))
    supports = Supports(journal.standing())
    assert supports.letters(LineId("CC-PO-01")) == ("R",), "of another line"
    section = the_pack().section("CC-PO")
    assert supports.of_section(section).letters == ("I", "R")
    assert supports.of_section(the_pack().section("CC-T")).words() == "nothing"
    assert Supports(journal.standing()).strength(LineId("CC-T-01")).independent_words() == ""


def test_an_account_counted_twice_in_a_section_is_one_account() -> None:
    journal, ids = supported()
    for line in ("CC-PO-01", "CC-PO-02"):
        journal.answer(line, Answer(note="x", accounts=(ids["said"],)))
    strength = Supports(journal.standing()).of_section(the_pack().section("CC-PO"))
    assert dict(strength.counts)[Ground.STATEMENT] == 1


def test_what_was_withdrawn_or_made_by_a_newer_version_supports_nothing() -> None:
    journal, _ = supported()
    journal.record(subject(Subject.SOURCE, "1" * 32), bodies.Withdrawn("Twice"))
    standing = journal.standing()
    assert [item.source.number for item in standing.sources()] == ["JS/2"]
    assert Supports(standing).letters(LineId("CC-PO-09")) == ("R",)
    assert Supports(standing).strength(LineId("CC-PO-09")).unsourced == 2
    assert accounts_of(standing, SourceId("1" * 32)), "what it said is kept"


def test_sources_stand_by_number_and_tell_when_versions_differ() -> None:
    journal, _ = supported()
    about = subject(Subject.SOURCE, "1" * 32)
    journal.record(about, SourceRecorded(Source(Interview(), "Other", number="JS/10")), seen=())
    items = journal.standing().sources()
    assert [item.source.number for item in items] == ["JS/2", "JS/10"]
    assert [item.is_disputed for item in items] == [False, True]
    assert journal.standing().conflicts() == (about,)

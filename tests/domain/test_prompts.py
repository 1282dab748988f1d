"""What is pointed out: each kind where it applies, nowhere else, and never twice over."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.asides import put_aside
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.checklist import Part
from inspector_app.domain.dates import read
from inspector_app.domain.errors import BadInput, NotFound, RuleViolation
from inspector_app.domain.evidence import Caption
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import LineId, PersonId, SectionId
from inspector_app.domain.inspection import Scope
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.phases import Phase
from inspector_app.domain.prompts import of_figures
from inspector_app.domain.prompts.prompt import (
    PlaceKind,
    Prompt,
    PromptKind,
    is_told_in,
    kind_of,
    kind_words,
)
from inspector_app.domain.prompts.prompt import prompt_name as name_of
from inspector_app.domain.prompts.told import counts, find, open_ones, prompts
from inspector_app.domain.sources import (
    DataReturn,
    DocumentRequest,
    DocumentSighted,
    Figure,
    ForceStatement,
    Interview,
    Number,
    Particulars,
    RequestOutcome,
    RunState,
    SafetyMatter,
    Source,
    SystemObservation,
    UnannouncedTest,
)
from inspector_app.domain.standing import Standing
from inspector_app.domain.values import (
    Basis,
    Counted,
    DocumentKnown,
    DocumentStanding,
    Judged,
    Named,
    Names,
    Proportion,
    Tabled,
)
from tests.support.standings import AM, JS, Journal, a_journal, a_visit, the_pack

TODAY = date(2013, 9, 18)
MET = Answer({"judgement": Judged("met")})
LINE = LineId("CC-PO-01")


def told(
    journal: Journal | Standing, phase: Phase = Phase.FIELDWORK, today: date = TODAY
) -> dict[str, Prompt]:
    standing = journal if isinstance(journal, Standing) else journal.standing()
    return {prompt.id: prompt for prompt in prompts(standing, phase, today)}


def source(journal: Journal, particulars: Particulars, **facts: object) -> str:
    """Record a source called JS/n, and return its id."""
    number = 1 + sum(each.header.kind == bodies.SourceRecorded.KIND for each in journal.changes)
    id_ = f"{number:032}"
    made = Source(particulars, number=f"JS/{number}", **{"title": "Its title", **facts})  # type: ignore[arg-type]
    journal.record(subject(Subject.SOURCE, id_), bodies.SourceRecorded(made))
    return id_


def supported(journal: Journal, line: str, *particulars: Particulars) -> None:
    """Let sources of these kinds speak on a line."""
    for each in particulars:
        id_ = source(journal, each)
        journal.account(Account(LineId(line), "It is so.", source=id_))


def aside(
    journal: Journal, prompt: Prompt, reason: str = "Known and accepted", **how: object
) -> None:
    body = bodies.PromptPutAside(put_aside(prompt.facts, reason))
    journal.record(subject(Subject.PROMPT, prompt.id), body, **how)  # type: ignore[arg-type]


# Lines and answers


def test_lines_that_are_not_established_are_told_once_for_their_section() -> None:
    found = told(a_visit())["not-established/CC-PO"]
    assert found.words.startswith("7 lines are not established: CC-PO-07, CC-PO-10, CC-PO-11")
    assert found.words.endswith("and 1 more.")
    assert len(found.places) == 7
    assert found.places[0].name == "CC-PO-07"
    assert found.section == "CC-PO"


def test_a_line_that_is_not_in_scope_and_a_derived_check_are_no_gap() -> None:
    names = {place.name for place in told(a_visit())["not-established/CC-PO"].places}
    assert "CC-PO-13" not in names, "it was said to be not in scope"
    derived = {line.id for line in the_pack().section("CC-PO").lines if line.derived}
    assert derived
    assert not names & derived


def test_nothing_is_told_of_a_section_that_is_out_of_scope() -> None:
    journal = a_visit()
    assert "not-established/CC-T" in told(journal)
    switched = bodies.SectionSwitched(Scope(False, "Next year"))
    journal.record(subject(Subject.SECTION, "CC-T"), switched)
    assert not [each for each in told(journal).values() if each.section == "CC-T"]


def test_weak_answers_are_told_by_what_they_rest_on_once_for_a_section() -> None:
    journal = a_journal()
    journal.answer("CC-PO-01", MET)
    journal.answer("CC-PO-02", MET)
    journal.answer("CC-PO-04", Answer(outcome=Outcome.NEVER_AROSE))
    supported(journal, "CC-PO-01", Interview())
    supported(journal, "CC-PO-02", Interview(), SystemObservation())
    found = told(journal)
    assert found["answers-on-statement/CC-PO"].words == (
        "1 answer rests on the force’s statement alone: CC-PO-01."
    )
    assert found["answers-on-nothing/CC-PO"].words == (
        "1 answer rests on no source that is recorded here: CC-PO-04."
    )


def test_an_account_without_an_answer_is_told_until_there_is_one() -> None:
    journal = a_journal()
    journal.account(Account(LINE, "It is so."))
    journal.answer(LINE, Answer(note="Only a note so far."))
    assert told(journal)["accounts-without-answer/CC-PO"].places[0].name == LINE
    journal.answer(LINE, MET)
    assert "accounts-without-answer/CC-PO" not in told(journal)


def test_versions_are_told_at_their_lines_and_settle_silently() -> None:
    journal = a_visit()
    assert told(journal)["versions-to-settle/CC-PO"].places[0].name == "CC-PO-11"
    journal.answer("CC-PO-11", Answer({"expected": Counted(6)}, reason="Counted again"))
    assert "versions-to-settle/CC-PO" not in told(journal)


def test_versions_of_headlines_sources_captions_and_particulars_are_told_as_well() -> None:
    journal = a_journal()
    written = subject(Subject.HEADLINE, "CC-T")
    for by, words in ((JS, "One"), (AM, "Other")):
        body = bodies.HeadlineWritten(Headline(words))
        journal.record(written, body, by=by, seen=())
    id_ = source(journal, Interview(), lines=(LineId("CC-PO-01"),))
    other = bodies.SourceRecorded(Source(Interview("More"), "Other", "JS/1"))
    journal.record(subject(Subject.SOURCE, id_), other, by=AM, seen=())
    item = journal.evidence("JS/9", Caption("One"), "CC-CE-01")
    caption = bodies.EvidenceCaptioned(Caption("Other"))
    journal.record(subject(Subject.CAPTION, item), caption, by=AM, seen=())
    found = told(journal)
    assert found["versions-to-settle/CC-T"].places[0].kind == "section"
    places = {
        p.name for each in found.values() if each.kind == "versions-to-settle" for p in each.places
    }
    assert {"CC-T", "JS/1", "JS/9"} <= places


def test_an_answer_that_rests_on_something_later_than_the_visit_needs_a_date() -> None:
    journal = a_journal()
    journal.answer(LINE, MET)
    id_ = source(journal, Interview(), as_at=read("since July 2014"))
    journal.account(Account(LINE, "It moved.", source=id_))
    assert "later-fact-without-date/CC-PO" not in told(journal), "only from writing up on"
    assert told(journal, Phase.WRITING_UP)["later-fact-without-date/CC-PO"].places[0].name == LINE
    journal.answer(LINE, replace(MET, as_at=read("since July 2014")))
    assert "later-fact-without-date/CC-PO" not in told(journal, Phase.WRITING_UP)


@pytest.mark.parametrize(
    ("answer_as_at", "fact_as_at", "is_told"),
    [
        ("", "20 September 2013", False),
        ("", "21 September 2013", True),
        ("March 2014", "31 March 2014", False),
        ("March 2014", "April 2014", True),
        ("1 May 2013", "17 September 2013", True),  # within the visit, after what it speaks of
        ("2013/14", "March 2014", False),
        ("since May 2013", "July 2014", False),
    ],
)
def test_a_later_fact_is_judged_by_its_own_date_and_the_answer_by_its_own(
    answer_as_at: str, fact_as_at: str, is_told: bool
) -> None:
    journal = a_journal()
    as_at = read(answer_as_at) if answer_as_at else None
    journal.answer(LINE, replace(MET, as_at=as_at))
    id_ = source(journal, Interview())
    journal.account(Account(LINE, "It moved.", source=id_, as_at=read(fact_as_at)))
    assert ("later-fact-without-date/CC-PO" in told(journal, Phase.WRITING_UP)) is is_told


# Headlines


def test_a_missing_headline_is_told_once_something_is_known_and_always_when_writing_up() -> None:
    journal = a_journal()
    journal.answer("CC-PO-01", MET)
    assert "no-headline/CC-PO" in told(journal)
    assert "no-headline/CC-T" not in told(journal)
    assert "no-headline/CC-T" in told(journal, Phase.WRITING_UP)
    assert "no-headline/IN" not in told(journal, Phase.WRITING_UP), "it has no headline"


@pytest.mark.parametrize(
    ("particulars", "kind"),
    [
        ((), PromptKind.HEADLINE_ON_NOTHING),
        ((Interview(), ForceStatement()), PromptKind.HEADLINE_ON_STATEMENT),
        ((DocumentSighted(), DocumentSighted()), PromptKind.HEADLINE_ON_ONE_KIND),
        ((DocumentSighted(), Interview()), None),
    ],
)
def test_a_headline_is_told_by_how_little_it_rests_on(
    particulars: tuple[Particulars, ...], kind: PromptKind | None
) -> None:
    journal = a_journal()
    journal.headline("CC-PO", Headline("It can."))
    supported(journal, "CC-PO-01", *particulars)
    found = {each.kind for each in told(journal).values() if each.kind.value.startswith("headline")}
    assert found == ({kind} if kind else set())


def test_a_headline_on_one_kind_says_which() -> None:
    journal = a_journal()
    journal.headline("CC-PO", Headline("It can."))
    supported(journal, "CC-PO-01", DocumentSighted(), DocumentSighted())
    assert told(journal)["headline-on-one-kind/CC-PO"].words == (
        "The headline rests on one kind alone: document (2)."
    )


# Sources and requests


def request(outcome: RequestOutcome = RequestOutcome.OPEN) -> DocumentRequest:
    return DocumentRequest(due=read("16 Sep 2013"), outcome=outcome)


def test_a_request_is_overdue_from_the_day_after_and_no_more_when_something_became_of_it() -> None:
    journal = a_journal()
    id_ = source(journal, request(), title="The plan")
    assert f"request-overdue/{id_}" not in told(journal, today=date(2013, 9, 16))
    found = told(journal, Phase.PLANNING, date(2013, 9, 17))[f"request-overdue/{id_}"]
    assert found.words == "JS/1 (The plan) is overdue since 16 September 2013."
    assert (found.places[0].kind, found.places[0].key) == ("source", id_)
    journal.record(
        subject(Subject.SOURCE, id_),
        bodies.SourceRecorded(Source(request(RequestOutcome.RECEIVED), "The plan", "JS/1")),
    )
    assert not [each for each in told(journal).values() if each.kind is PromptKind.OVERDUE]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(outcome=Outcome.NOT_SUPPLIED),
        Answer({"assessment": DocumentKnown(DocumentStanding.NOT_SUPPLIED, "STRA")}),
    ],
)
def test_a_refusal_is_told_until_an_answer_reflects_it(answer: Answer) -> None:
    journal = a_journal()
    id_ = source(journal, request(RequestOutcome.REFUSED), lines=(LineId("CC-PO-03"),))
    found = told(journal)[f"refusal-not-reflected/{id_}"]
    assert found.section == "CC-PO"
    assert found.words == "JS/1 (Its title) was refused, and no answer says so."
    journal.answer("CC-PO-03", answer)
    assert f"refusal-not-reflected/{id_}" not in told(journal)


def test_an_answer_that_rests_on_the_request_reflects_its_refusal() -> None:
    journal = a_journal()
    id_ = source(journal, request(RequestOutcome.NOT_SUPPLIED))
    assert "did not come" in told(journal)[f"refusal-not-reflected/{id_}"].words
    journal.account(Account(LINE, "Not supplied.", source=id_))
    journal.answer(LINE, MET)
    assert f"refusal-not-reflected/{id_}" not in told(journal)


def test_the_title_of_a_source_that_stays_out_of_exports_is_not_told() -> None:
    journal = a_journal()
    id_ = source(journal, request(), title="The secret plan", do_not_export=True)
    assert "secret" not in told(journal)[f"request-overdue/{id_}"].words


@pytest.mark.parametrize(
    ("particulars", "is_told"),
    [
        (Interview(), True),
        (request(RequestOutcome.RECEIVED), True),
        (request(RequestOutcome.OPEN), False),
        (request(RequestOutcome.CANCELLED), False),
        (UnannouncedTest(RunState.PLANNED), False),
        (UnannouncedTest(RunState.RUN), True),
        (SafetyMatter("A door"), False),
    ],
)
def test_sources_that_told_nothing_are_told_when_something_could_be_expected(
    particulars: Particulars, is_told: bool
) -> None:
    journal = a_journal()
    source(journal, particulars, lines=(LINE,))
    found = told(journal)
    assert ("source-without-account/CC-PO" in found) is is_told


def test_a_source_of_no_line_is_told_for_the_inspection_as_a_whole() -> None:
    journal = a_journal()
    source(journal, Interview())
    assert told(journal)["source-without-account/"].section is None


@pytest.mark.parametrize(
    ("particulars", "is_told"),
    [
        (DataReturn(), True),
        (DataReturn(numbers=(Number("Received"),)), True),
        (DataReturn(numbers=(Number("Received", period=read("2012/13")),)), False),
        (DataReturn(period=read("2011/12 to 2012/13")), False),
        (Figure(titles=("Course",), rows=(("Awareness",),)), True),
        (Interview(), False),
    ],
)
def test_numbers_without_a_date_or_period_are_told(particulars: Particulars, is_told: bool) -> None:
    journal = a_journal()
    source(journal, particulars, lines=(LINE,))
    assert ("return-without-date/CC-PO" in told(journal)) is is_told
    dated = a_journal()
    source(dated, particulars, lines=(LINE,), as_at=read("September 2013"))
    assert "return-without-date/CC-PO" not in told(dated)


def test_a_figure_is_told_until_it_has_its_table_and_for_nothing_else() -> None:
    journal = a_journal()
    source(journal, Figure(), lines=(LINE,))
    found = [each.kind for each in told(journal).values() if each.places[0].name == "JS/1"]
    assert found == [PromptKind.NO_TABLE]


# Numbers


def units(needed: int = 5, declared: int = 8, expected: int = 5) -> Journal:
    journal = a_journal()
    journal.answer("CC-PO-08", Answer({"needed": Counted(needed)}))
    journal.answer("CC-PO-09", Answer({"declared": Counted(declared)}))
    journal.answer("CC-PO-11", Answer({"expected": Counted(expected)}))
    return journal


def test_need_and_contribution_that_exceed_what_can_be_provided_are_told_at_their_lines() -> None:
    found = told(units())["cross-check/both-at-once"]
    assert found.words.endswith("As answered, 5 + 5 ≤ 8 does not hold.")
    assert [place.name for place in found.places] == ["CC-PO-08", "CC-PO-11", "CC-PO-09"]
    assert "cross-check/local-need" not in told(units())
    assert "cross-check/local-need" in told(units(needed=9))
    assert "cross-check/national-share" in told(units(expected=9))
    assert "cross-check/both-at-once" not in told(units(declared=10))


def test_a_check_whose_number_is_missing_or_in_dispute_points_nothing_out() -> None:
    journal = units()
    journal.answer("CC-PO-11", Answer({"expected": Counted(4)}), by=AM, seen=())
    assert not [each for each in told(journal).values() if each.kind is PromptKind.CROSS_CHECK]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Proportion("20", "5", "25"), ""),
        (Proportion("33.3", "1", "3"), ""),
        (Proportion("33", "1", "3"), ""),
        (Proportion("34", "1", "3"), "1 of 3 is not 34%."),
        (Proportion("34", "1", "3", about=True), ""),
        (Proportion("101"), "101% is more than the whole."),
        (Proportion("", "4", "3"), "4 of 3 is more than the whole."),
        (Proportion("20", "5", "0"), "5 of 0 is more than the whole."),
        (Proportion("20"), ""),
        (Proportion("", "x", "3"), ""),
    ],
)
def test_a_percentage_must_agree_with_what_it_is_a_share_of(value: Proportion, words: str) -> None:
    assert (
        of_figures._share(value, Part("share", the_pack().line("CP-CE-06").parts[0].kind)) == words
    )


def rows(*cells: tuple[str, str]) -> Tabled:
    return Tabled(tuple((f"Course {at}", "completed", *each) for at, each in enumerate(cells)))


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (rows(("130", "10"), ("650", "50"), ("13", "1")), ""),
        (rows(("130", "10%"), ("400", "50")), "row 2 differs"),
        (rows(("130", "110")), "row 1 gives 110%, more than the whole."),
        (rows(("130", ""), ("", "50"), ("x", "y")), ""),
        (rows(("0", "0"), ("650", "50")), ""),
    ],
)
def test_shares_in_a_table_must_be_of_one_workforce(table: Tabled, words: str) -> None:
    journal = a_journal()
    journal.answer("CP-CY-13", Answer({"take_up": table}))
    found = told(journal).get("share-against-headcount/CP-CY-13/take_up")
    assert (found is not None) is bool(words)
    assert words in (found.words if found else "")


def test_an_answer_that_no_account_bears_out_is_told_and_differing_accounts_alone_are_not() -> None:
    journal = units()
    for number in (7, 8):
        id_ = source(journal, DataReturn(period=read("2013")))
        said = Account(LineId("CC-PO-09"), values={"declared": Counted(number)}, source=id_)
        journal.account(said)
    assert "number-differs-from-account/CC-PO" not in told(journal)
    journal.answer("CC-PO-09", Answer({"declared": Counted(9)}))
    found = told(journal)["number-differs-from-account/CC-PO"]
    assert [place.name for place in found.places] == ["CC-PO-09"]


def test_two_numbers_that_are_compared_must_both_say_what_they_leave_out() -> None:
    journal = a_journal()
    table = Tabled((("2012/13", "16", "10"),), caveat="Without the Olympics")
    columns = next(p for p in the_pack().line("CC-PO-14").parts if p.id == "returns").columns
    assert len(columns) == 3
    journal.answer("CC-PO-14", Answer({"returns": table}))
    journal.answer("CN-PO-04", Answer({"received": Counted(16)}))
    found = [each for each in told(journal).values() if each.kind is PromptKind.EXCLUSIONS]
    assert [each.words for each in found] == [
        "CN-PO-04 does not say what its number leaves out; CC-PO-14, which it is compared with, "
        "does."
    ]
    journal.answer("CN-PO-04", Answer({"received": Counted(16, caveat="Without the Olympics")}))
    assert not [each for each in told(journal).values() if each.kind is PromptKind.EXCLUSIONS]


ONE = Number("PSU", "8")


@pytest.mark.parametrize(
    ("particulars", "is_told"),
    [
        (DataReturn(numbers=(ONE,)), True),
        (DataReturn(exclusions="none", numbers=(ONE,)), False),
        (DataReturn(exclusions="One operation", numbers=(ONE,)), False),
        (DataReturn(numbers=(replace(ONE, exclusions="Reserves"),)), False),
        (DataReturn(numbers=(replace(ONE, exclusions="Reserves"), ONE)), True),
        (DataReturn(numbers=(Number("PSU"),)), False),  # asked for, and no number yet
        (DataReturn(), False),
        (Figure(titles=("a",), rows=(("1",),)), True),
        (Figure(titles=("a",), rows=(("1",),), exclusions="none"), False),
        (Figure(), False),
    ],
)
def test_a_return_or_figure_that_does_not_say_what_it_leaves_out_is_told(
    particulars: Particulars, is_told: bool
) -> None:
    journal = a_journal()
    id_ = source(journal, particulars, lines=(LineId("CC-PO-09"),))
    found = told(journal).get("number-without-exclusions/CC-PO")
    assert (found is not None) is is_told
    assert found is None or [place.key for place in found.places] == [id_]


@pytest.mark.parametrize(
    ("value", "is_told"),
    [
        (Counted(8, supplier="the force"), True),
        (Counted(8, basis=Basis.DECLARED), True),
        (Counted(8, basis=Basis.DECLARED, caveat="none"), False),
        (Counted(8, basis=Basis.DECLARED, caveat="Without reserves"), False),
        (Counted(8), False),  # counted by the team itself
    ],
)
def test_a_supplied_number_alone_on_its_line_says_what_it_leaves_out(
    value: Counted, is_told: bool
) -> None:
    journal = a_journal()
    journal.answer("CC-PO-09", Answer({"declared": value}))
    found = told(journal).get("number-without-exclusions/CC-PO")
    assert (found is not None) is is_told
    assert found is None or [place.name for place in found.places] == ["CC-PO-09"]
    assert found is None or found.is_of_lines


def test_a_number_that_rests_on_a_return_is_told_once_at_the_return() -> None:
    journal = a_journal()
    id_ = source(journal, DataReturn(numbers=(ONE,)), lines=(LineId("CC-PO-09"),))
    journal.account(Account(LineId("CC-PO-09"), "8", source=id_))
    journal.answer("CC-PO-09", Answer({"declared": Counted(8, basis=Basis.DECLARED)}))
    (place,) = told(journal)["number-without-exclusions/CC-PO"].places
    assert place.key == id_


# What leaves the app


NAMES = {PersonId("d" * 32): "Ann Otterby", PersonId("e" * 32): "Lee Norfolk"}


def named(journal: Journal) -> dict[str, Prompt]:
    return told(replace(journal.standing(), names=NAMES), Phase.PLANNING)


@pytest.mark.parametrize(
    ("words", "is_told"),
    [
        ("Said by Ann Otterby.", True),
        ("Said by ANN  OTTERBY.", True),
        ("Said by Ms Otterby.", True),
        ("The otterby said so.", False),
        ("Said by Anne Otterbyson.", False),
        ("Said by Lee Norfolk.", True),
        ("Norfolk runs it.", False),
    ],
)
def test_a_registered_name_in_exportable_text_is_told(words: str, is_told: bool) -> None:
    journal = a_journal()
    journal.answer(LINE, replace(MET, note=words))
    found = named(journal)
    assert ("registered-name/CC-PO" in found) is is_told
    assert not any("Otterby" in each.words + "".join(each.facts) for each in found.values())


@pytest.mark.parametrize(
    "write",
    [
        lambda j: j.headline("CC-PO", Headline("As Ann Otterby says.")),
        lambda j: j.account(Account(LINE, "So.", role="Ann Otterby")),
        lambda j: source(j, Interview("Put to Ann Otterby"), lines=(LINE,)),
        lambda j: j.evidence("JS/9", Caption("Ann Otterby’s desk"), LINE),
    ],
)
def test_names_are_found_in_headlines_accounts_sources_and_captions(
    write: Callable[[Journal], object],
) -> None:
    journal = a_journal()
    write(journal)
    assert "registered-name/CC-PO" in named(journal)


@pytest.mark.parametrize(
    "write",
    [
        lambda j: j.answer(LINE, replace(MET, note="Ann Otterby", do_not_export=True)),
        lambda j: source(
            j, UnannouncedTest(RunState.PLANNED, scenario="Ann Otterby"), lines=(LINE,)
        ),
        lambda j: j.evidence("JS/9", Caption("Ann Otterby", do_not_export=True), LINE),
    ],
)
def test_names_in_what_is_never_exported_are_not_told(write: Callable[[Journal], object]) -> None:
    journal = a_journal()
    write(journal)
    assert not [each for each in named(journal).values() if each.kind is PromptKind.NAME]


def test_what_is_marked_above_the_inspection_is_told_in_every_phase_but_the_archive() -> None:
    journal = a_journal()
    journal.answer(LINE, replace(MET, marking=Marking(Tier.OFFICIAL_SENSITIVE)))
    for phase in Phase:
        is_told = "marking-too-high/CC-PO" in told(journal, phase)
        assert is_told is (phase is not Phase.ARCHIVED)
    higher = a_journal(marking=Marking(Tier.OFFICIAL_SENSITIVE))
    higher.answer(LINE, replace(MET, marking=Marking(Tier.OFFICIAL_SENSITIVE)))
    assert "marking-too-high/CC-PO" not in told(higher)


def test_a_file_that_bears_a_marking_too_high_is_told_and_the_bare_word_is_not() -> None:
    journal = a_journal()
    journal.evidence("JS/1", Caption("Page 3, marked TOP SECRET"), LINE)
    assert told(journal)["marking-too-high/CC-PO"].places[0].name == "JS/1"
    journal = a_journal()
    journal.evidence("JS/1", Caption("It is no secret, nor confidential."), LINE)
    assert "marking-too-high/CC-PO" not in told(journal)


def test_captions_are_asked_for_from_writing_up_on() -> None:
    journal = a_journal()
    journal.evidence("JS/1", Caption(""), LINE)
    journal.evidence("JS/2", Caption("The yard"), LINE)
    journal.evidence("JS/3", Caption("", do_not_export=True), LINE)
    for phase in Phase:
        found = told(journal, phase).get("no-caption/CC-PO")
        asked = phase.has_reached(Phase.WRITING_UP) and Phase.FINAL.has_reached(phase)
        assert (found is not None) is asked
        assert not asked or [place.name for place in found.places] == ["JS/1"]  # type: ignore[union-attr]


def test_pictures_are_to_be_described_from_writing_up_on() -> None:
    journal = a_journal()
    for number, caption in enumerate(
        (
            Caption("The yard"),
            Caption("The yard", description="Six vans in a row, facing the gate"),
            Caption("The yard", do_not_export=True),
        ),
        1,
    ):
        journal.evidence(f"JS/{number}", caption, LINE, picture=b"a picture")
    journal.evidence("JS/4", Caption("Words"), LINE)
    for phase in Phase:
        found = told(journal, phase).get("picture-not-described/CC-PO")
        asked = phase.has_reached(Phase.WRITING_UP) and Phase.FINAL.has_reached(phase)
        assert (found is not None) is asked
        assert not asked or [place.name for place in found.places] == ["JS/1"]  # type: ignore[union-attr]


def test_a_number_that_was_given_twice_is_told_with_all_that_bear_it() -> None:
    journal = a_journal()
    source(journal, Interview())
    journal.evidence("JS/2", Caption("The yard"), LINE)
    assert not [each for each in told(journal).values() if each.kind is PromptKind.NUMBER_TWICE]
    journal.evidence("JS/1", Caption("The gate"), LINE)
    for phase in (Phase.PLANNING, Phase.PUBLISHED):
        found = told(journal, phase)["number-given-twice/JS/1"]
        assert "an evidence item and a source" in found.words
        assert {place.kind for place in found.places} == {PlaceKind.EVIDENCE, PlaceKind.SOURCE}
    assert "number-given-twice/JS/2" not in told(journal)


# All together


def test_the_archive_is_told_nothing_and_planning_asks_for_no_answers() -> None:
    assert not told(a_visit(), Phase.ARCHIVED)
    kinds = {each.kind for each in told(a_visit(), Phase.PLANNING).values()}
    assert kinds <= {PromptKind.VERSIONS, PromptKind.OVERDUE, PromptKind.NAME, PromptKind.MARKING}


def test_prompts_stand_section_by_section_in_the_packs_order_each_id_once() -> None:
    found = prompts(a_visit().standing(), Phase.WRITING_UP, TODAY)
    order = [None, *(section.id for section in the_pack().sections)]
    at = [order.index(each.section) for each in found]
    assert at == sorted(at)
    assert len({each.id for each in found}) == len(found)
    assert counts(found)[SectionId("CC-PO")] == sum(each.section == "CC-PO" for each in found)


def test_the_order_in_which_changes_arrived_makes_no_difference() -> None:
    journal = a_visit()
    first = prompts(journal.standing(), Phase.WRITING_UP, TODAY)
    again = prompts(journal.standing(list(reversed(journal.changes))), Phase.WRITING_UP, TODAY)
    assert first == again


@pytest.mark.parametrize("kind", PromptKind)
def test_every_kind_has_a_name_and_at_least_one_phase(kind: PromptKind) -> None:
    assert kind_words(kind)
    assert any(is_told_in(kind, phase) for phase in Phase)


def test_no_prompt_calls_itself_a_finding() -> None:
    for phase in Phase:
        for each in told(a_visit(), phase).values():
            assert "finding" not in each.words.lower()


# Putting aside


def test_a_prompt_stays_put_aside_while_nothing_is_added_to_its_facts() -> None:
    journal = a_visit()
    prompt = told(journal)["not-established/CC-PO"]
    aside(journal, prompt)
    held = told(journal)["not-established/CC-PO"].aside
    assert held is not None
    assert held.value is not None
    assert held.value.reason == "Known and accepted"
    journal.answer("CC-PO-10", Answer({"difference": Counted(3)}))
    fewer = told(journal)["not-established/CC-PO"]
    assert len(fewer.places) == 6
    assert fewer.aside is not None, "one of them is mended, nothing was added"
    withdrawn = bodies.Withdrawn("Wrong line")
    journal.record(subject(Subject.ANSWER, "CC-PO-02"), withdrawn)
    assert told(journal)["not-established/CC-PO"].aside is None


def test_a_cross_check_comes_back_when_one_of_its_numbers_is_recorded_anew() -> None:
    journal = units()
    aside(journal, told(journal)["cross-check/both-at-once"])
    assert not open_ones([told(journal)["cross-check/both-at-once"]])
    journal.answer("CC-PO-08", Answer({"needed": Counted(6)}))
    assert told(journal)["cross-check/both-at-once"].aside is None


def test_putting_aside_is_taken_back_by_withdrawing_it() -> None:
    journal = units()
    prompt = told(journal)["cross-check/both-at-once"]
    aside(journal, prompt)
    journal.record(subject(Subject.PROMPT, prompt.id), bodies.Withdrawn("Brought back"))
    assert told(journal)["cross-check/both-at-once"].aside is None


def test_two_who_put_the_same_prompt_aside_do_not_contradict_each_other() -> None:
    journal = units()
    prompt = told(journal)["cross-check/both-at-once"]
    aside(journal, prompt, "It is known", seen=())
    aside(journal, prompt, "Asked and accepted", by=AM, seen=())
    found = told(journal)
    assert found["cross-check/both-at-once"].aside is not None
    assert not [each for each in found.values() if each.kind is PromptKind.VERSIONS]


def test_putting_aside_needs_a_reason() -> None:
    with pytest.raises(RuleViolation, match="needs a reason"):
        put_aside(("a fact",), "  ")


def test_what_a_prompt_rests_on_holds_no_word_that_somebody_wrote() -> None:
    journal = a_visit()
    journal.answer("CC-PO-08", Answer({"needed": Counted(87_654)}, note="Spilled words"))
    for each in told(journal, Phase.WRITING_UP).values():
        assert not any("Spilled" in fact or "87654" in fact for fact in each.facts)


def test_an_unknown_prompt_is_refused_and_one_that_does_not_apply_is_not_found() -> None:
    found = told(units()).values()
    assert find(found, "cross-check/both-at-once").section == "CC-PO"
    with pytest.raises(NotFound):
        find(found, "cross-check/local-need")
    with pytest.raises(BadInput):
        find(found, "nonsense/CC-PO")
    assert kind_of("cross-check/both-at-once") is PromptKind.CROSS_CHECK
    assert name_of("nonsense/CC-PO") == "a prompt"
    assert name_of("no-headline/CC-PO") == "the prompt “no headline” (CC-PO)"


def test_purged_and_newer_answers_are_told_as_not_established() -> None:
    journal = a_journal()
    change = journal.answer(LINE, MET)
    purge = bodies.BodyPurged((change.id,), "spilled-material", "Spilled")
    journal.record(subject(Subject.ANSWER, LINE), purge, seen=())
    assert f"{LINE} purged" in told(journal)["not-established/CC-PO"].facts


# Tests and registers


def test_a_test_that_ran_is_told_until_it_has_one_result_on_each_of_its_lines() -> None:
    journal = a_journal()
    lines = (LineId("CP-PO-11"), LineId("CP-PO-12"))
    ran = source(journal, UnannouncedTest(), lines=lines)
    about = f"one-result-per-line/{ran}"
    assert about not in told(journal), "that it has told nothing at all is told already"
    journal.account(Account(lines[0], "Eleven minutes.", source=ran))
    prompt = told(journal)[about]
    assert "JS/1 (Its title) has no result on CP-PO-12" in prompt.words
    assert [place.name for place in prompt.places] == ["JS/1", "CP-PO-12"]
    journal.account(Account(lines[0], "Twelve minutes.", source=ran))
    assert "and several results on CP-PO-11" in told(journal)[about].words
    journal.account(Account(lines[1], "Enough.", source=ran))
    assert "no result" not in told(journal)[about].words


@pytest.mark.parametrize("state", [RunState.PLANNED, RunState.ABANDONED])
def test_a_test_that_did_not_run_to_its_end_owes_no_result(state: RunState) -> None:
    journal = a_journal()
    lines = (LineId("CP-PO-11"), LineId("CP-PO-12"))
    test = source(journal, UnannouncedTest(state), lines=lines)
    journal.account(Account(lines[0], "Begun.", source=test))
    assert f"one-result-per-line/{test}" not in told(journal)


def test_what_names_an_entry_of_another_time_is_told_by_the_time_it_speaks_of() -> None:
    journal = a_journal()
    nca = Named("National Crime Agency", "national-crime-agency")
    line = (LineId("CC-CY-02"),)
    source(journal, DocumentSighted(owner=nca), lines=line)
    about = "entry-of-another-time/CC-CY"
    assert [place.name for place in told(journal)[about].places] == ["JS/1"]
    source(journal, DocumentSighted(owner=nca), lines=line, as_at=read("Nov 2013"))
    source(journal, DocumentSighted(owner=Named("Somebody new")), lines=line)
    assert [place.name for place in told(journal)[about].places] == ["JS/1"]
    journal.answer("CC-CY-08", Answer({"bodies": Names((nca,))}))
    assert [p.name for p in told(journal)[about].places] == ["JS/1", "CC-CY-08"]
    mended = replace(
        next(each for each in the_pack().registers if each.id == nca.entry), valid_from="2013"
    )
    journal.record(subject(Subject.REGISTER, mended.id), bodies.EntryRecorded(mended))
    assert about not in told(journal)


def test_an_entry_that_stands_in_two_versions_leads_to_the_registers() -> None:
    journal = a_journal()
    entry = the_pack().registers[0]
    for alias in ("one", "other"):
        body = bodies.EntryRecorded(replace(entry, aliases=(alias,)))
        journal.record(subject(Subject.REGISTER, entry.id), body, seen=())
    (place,) = told(journal)["versions-to-settle/"].places
    assert (place.kind, place.key, place.name) == (PlaceKind.ENTRY, entry.id, entry.name)

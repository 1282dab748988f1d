import pytest

from inspector_app.domain import values
from inspector_app.domain.answer_wording import (
    absence_words,
    answer_details,
    answer_words,
    capability_words,
    given_parts,
    outcome_words,
    values_words,
)
from inspector_app.domain.answers import Answer, CapabilitySource, Outcome
from inspector_app.domain.checklist import AnswerKind, Column, Option, Part
from inspector_app.domain.dates import PartialDate, Precision, read
from inspector_app.domain.held import Absence
from inspector_app.domain.inspection import TeamRole
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.standing import Progress
from inspector_app.domain.value_wording import (
    caveat_of,
    number_words,
    table_rows,
    value_details,
    value_words,
)
from inspector_app.domain.values import (
    CLASS_OF,
    Basis,
    Condition,
    Counted,
    Dated,
    DocumentKnown,
    DocumentStanding,
    Examined,
    ItemChecked,
    Judged,
    Named,
    Names,
    Progressed,
    ProgressState,
    Proportion,
    Selected,
    Tabled,
    Tick,
    Ticked,
    Told,
    Value,
    YesNo,
    YesNoGiven,
)
from inspector_app.domain.wording import (
    as_at_words,
    counted,
    day_words,
    first_words,
    form_words,
    marking_words,
    progress_words,
    role_words,
    signer_words,
    size_words,
    when_words,
)
from tests.support.standings import the_pack

OPTIONS = (Option("a", "Alpha"), Option("b", "Beta"), Option("c", "Gamma"))
COLUMNS = (
    Column("who", "Who", AnswerKind.ORGANISATION),
    Column("units", "Units", AnswerKind.COUNT, unit="PSU"),
    Column("agreed", "Agreed", AnswerKind.YES_NO),
    Column("since", "Since", AnswerKind.DATE),
)


def part(kind: AnswerKind, **facts: object) -> Part:
    return Part(id="p", kind=kind, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "of", "words"),
    [
        (YesNoGiven(YesNo.PARTLY), part(AnswerKind.YES_NO), "Partly"),
        (Judged("met"), part(AnswerKind.JUDGEMENT, scale="judgement"), "Met"),
        (Judged("gone"), part(AnswerKind.JUDGEMENT, scale="no such scale"), "gone"),
        (Counted(1), part(AnswerKind.COUNT, unit="PSU"), "1 police support unit"),
        (
            Counted(5, about=True),
            part(AnswerKind.COUNT, unit="PSU"),
            "about 5 police support units",
        ),
        (Counted(-6), part(AnswerKind.COUNT, unit="PSU"), "−6 police support units"),
        (
            Counted(12_000, period=read("2011/12 to 2012/13")),
            part(AnswerKind.COUNT, unit="forces"),
            "12,000 forces, 2011/12 to 2012/13",
        ),
        (
            Counted(3, caveat="Three operations left out."),
            part(AnswerKind.COUNT),
            "3 (caveat: Three operations left out)",
        ),
        (Proportion("20", about=True), part(AnswerKind.RATIO, unit="percent"), "about 20%"),
        (Proportion("", "3", "8"), part(AnswerKind.RATIO), "3 of 8"),
        (Proportion("37.5", "3", "8"), part(AnswerKind.RATIO), "37.5% (3 of 8)"),
        (Proportion(), part(AnswerKind.RATIO), "no figure"),
        (
            Dated((read("since 2013"), read("10 Feb 2014"))),
            part(AnswerKind.DATE),
            "since 2013; 10 February 2014",
        ),
        (
            Tabled((("Alliance", "2", "yes", "2013-03"), ("Region", "x", "", "spring"))),
            part(AnswerKind.TABLE, columns=COLUMNS),
            "Alliance · 2 police support units · Yes · March 2013; Region · x · · spring",
        ),
        (Tabled(()), part(AnswerKind.TABLE, columns=COLUMNS), "no rows"),
        (
            Ticked({"b": Tick.NO, "a": Tick.YES}),
            part(AnswerKind.TICKS, options=OPTIONS),
            "Yes: Alpha; no: Beta; not known: Gamma",
        ),
        (Selected("a", "in part"), part(AnswerKind.SELECT, options=OPTIONS), "Alpha: in part"),
        (Selected("", "neither"), part(AnswerKind.SELECT, options=OPTIONS), "neither"),
        (
            DocumentKnown(DocumentStanding.SEEN_ON_SITE, "Protocol"),
            part(AnswerKind.DOCUMENT),
            "Seen on site: Protocol",
        ),
        (values.Tested("All came\nin time."), part(AnswerKind.TEST), "All came in time."),
        (Examined(Condition.PART, "Carrier"), part(AnswerKind.OBJECT), "Passed in part: Carrier"),
        (
            Names((Named("Bedfordshire Police"), Named("Hertfordshire Constabulary"))),
            part(AnswerKind.ORGANISATION),
            "Bedfordshire Police; Hertfordshire Constabulary",
        ),
        (Progressed(ProgressState.IN_PROGRESS), part(AnswerKind.PROGRESS), "In progress"),
        (Told("Two\n\nparagraphs"), part(AnswerKind.NARRATIVE), "Two paragraphs"),
    ],
)
def test_every_kind_of_value_is_said_on_one_line(value: Value, of: Part, words: str) -> None:
    assert value_words(value, of, the_pack()) == words


def test_no_kind_of_value_was_forgotten_above() -> None:
    marks = test_every_kind_of_value_is_said_on_one_line.pytestmark  # type: ignore[attr-defined]
    tried = {type(case[0]) for case in marks[0].args[1]}
    assert tried == set(CLASS_OF.values())


def test_the_details_of_a_count_tell_supplier_basis_and_caveat() -> None:
    value = Counted(16, supplier="the force", basis=Basis.VERIFIED, caveat="Three left out.")
    assert value_details(
        value, part(AnswerKind.COUNT, unit="PSU", label="Received"), the_pack()
    ) == (
        ("Received", "16 police support units"),
        ("Supplied by", "the force"),
        ("Basis", "checked by the team"),
        ("Caveat", "Three left out."),
    )
    assert caveat_of(value) == "Three left out."
    assert caveat_of(Told("x")) == ""


def test_the_details_of_a_table_are_its_rows_under_their_titles() -> None:
    value = Tabled((("Alliance", "2", "no", "2013"),), caveat="As told.")
    assert value_details(value, part(AnswerKind.TABLE, columns=COLUMNS), the_pack()) == (
        ("", "Who: Alliance; Units: 2 police support units; Agreed: No; Since: 2013"),
        ("Caveat", "As told."),
    )


def test_fixed_rows_bring_their_titles() -> None:
    fixed = part(AnswerKind.TABLE, columns=COLUMNS[:1], rows=("2011/12", "2012/13"))
    assert table_rows(Tabled((("x",), ("y",), ("z",))), fixed, the_pack()) == (
        ("2011/12", "x"),
        ("2012/13", "y"),
        ("", "z"),
    )


def test_details_tell_all_that_a_document_a_test_and_a_thing_hold() -> None:
    document = DocumentKnown(
        DocumentStanding.SUPPLIED, "Plan", "Silver", read("March 2013"), "2", "RESTRICTED", "f" * 64
    )
    test = values.Tested("Good.", "HMIC", read("18/9/2013"), "Control room", "Riot", YesNo.NO)
    thing = Examined(
        Condition.FAIL, "Shield", "S1", "BS", (ItemChecked("Strap", Condition.PASS),), "Cracked"
    )
    told = [
        words
        for value, kind in (
            (document, AnswerKind.DOCUMENT),
            (test, AnswerKind.TEST),
            (thing, AnswerKind.OBJECT),
        )
        for pair in value_details(value, part(kind), the_pack())
        for words in pair
    ]
    for expected in ("Silver", "March 2013", "2", "RESTRICTED", "f" * 64, "HMIC", "Riot", "No"):
        assert expected in told
    for expected in ("18 September 2013", "Failed: Shield", "Strap: Passed", "Cracked", "S1", "BS"):
        assert expected in told


@pytest.mark.parametrize("outcome", list(Outcome))
def test_an_outcome_is_the_answer_in_words(outcome: Outcome) -> None:
    line = the_pack().line("CC-PO-08")
    words = outcome_words(outcome)
    assert words[0].isupper()
    assert answer_words(Answer(outcome=outcome), line, the_pack()) == words
    assert ("Outcome", words) in answer_details(Answer(outcome=outcome), line, the_pack())


def test_an_answer_of_several_parts_is_said_in_the_order_of_the_line() -> None:
    pack = the_pack()
    line = next(line for line in pack.lines() if len(line.parts) > 1)
    given: dict[str, Value] = {each.id: Told(f"<{each.id}>") for each in reversed(line.parts)}
    given["strange"] = Told("kept")
    expected = "; ".join([*(f"<{each.id}>" for each in line.parts), "kept"])
    assert answer_words(Answer(given), line, pack) == expected
    assert values_words(given, line, pack) == expected
    assert given_parts(Answer(given), line)[-1][0].label == "strange"


def test_a_note_alone_says_nothing_on_the_line_and_all_in_the_details() -> None:
    line = the_pack().line("CC-PO-08")
    answer = Answer(
        note="Ask again.",
        as_at=read("2013"),
        capability=(CapabilitySource.OWN, CapabilitySource.REGION),
        share="most",
        marking=Marking(Tier.OFFICIAL_SENSITIVE, "PERSONAL"),
        do_not_export=True,
        reason="Corrected.",
    )
    assert answer_words(answer, line, the_pack()) == ""
    assert answer_details(answer, line, the_pack()) == (
        ("As at", "2013"),
        ("Note", "Ask again."),
        ("Source of capability", "own and region (most)"),
        ("Marking", "OFFICIAL-SENSITIVE [PERSONAL]"),
        ("Export", "Left out of every export"),
        ("Reason", "Corrected."),
    )


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (1_379_512_920_000, "18 September 2013, 15:02"),  # British Summer Time
        (1_389_967_320_000, "17 January 2014, 14:02"),  # Greenwich
        (0, "1 January 1970, 01:00"),  # British Standard Time
        (2**53 - 1, "a time beyond the calendar"),
    ],
)
def test_an_instant_is_told_in_londons_time(instant: int, words: str) -> None:
    assert when_words(instant) == words


def test_a_day_is_told_without_its_hour() -> None:
    assert day_words(1_379_512_920_000) == "18 September 2013"


def test_what_has_no_date_of_its_own_is_as_the_visit() -> None:
    assert as_at_words(None) == "as the visit"
    assert as_at_words(PartialDate("2013-09", Precision.MONTH)) == "September 2013"


def test_whose_capability_is_told_with_its_share() -> None:
    assert capability_words(()) == ""
    assert capability_words((), "most from the region") == "most from the region"
    assert capability_words(tuple(CapabilitySource)[:3]) == "own, alliance and region"


def test_an_unknown_unit_is_printed_as_it_is() -> None:
    assert number_words(2, "lorries", the_pack()) == "2 lorries"
    assert number_words("2.50", "percent", the_pack(), about=True) == "about 2.50%"
    assert number_words(7, "", the_pack()) == "7"


def test_short_words_for_the_rest() -> None:
    assert progress_words(Progress(11, 16)) == "11 of 16 established"
    assert counted(1, "file", "files") == "1 file"
    assert counted(1_200, "file", "files") == "1,200 files"
    assert [size_words(n) for n in (1, 999, 4_512_000, 12_000_000_000)] == [
        "1 byte",
        "999 bytes",
        "4.5 MB",
        "12.0 GB",
    ]
    assert marking_words(None) == ""
    assert form_words("fieldwork-record") == "Fieldwork record"
    assert form_words("other") == "other"
    assert "not identity" in signer_words("self-issued")
    assert {role_words(role) for role in TeamRole} == {"Lead inspector", "Inspector", "Observer"}
    assert len({absence_words(absence) for absence in Absence}) == len(Absence)


def test_first_words_are_cut_between_words() -> None:
    assert first_words("The force can send\nwhat it must.", 20) == "The force can send…"
    assert first_words("Short.", 20) == "Short."
    assert first_words("W" * 50, 20) == "W" * 19 + "…"

"""What a line can hold: each kind takes its own values, and says in words what it refuses."""

import pytest

from inspector_app.domain import values
from inspector_app.domain.answers import MAX_TEXT, Answer, Outcome, checked
from inspector_app.domain.checklist import AnswerKind, Column, Line, Option, Part
from inspector_app.domain.dates import PartialDate, Precision
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.ids import LineId, SectionId
from inspector_app.domain.values import (
    CLASS_OF,
    Condition,
    Counted,
    Dated,
    Examined,
    Judged,
    Named,
    Names,
    Proportion,
    Selected,
    Tabled,
    Tick,
    Ticked,
    Told,
    Value,
)
from tests.support.standings import the_pack
from tests.support.values import PARTS, VALUES

DAY = PartialDate("2013-09-16", Precision.DAY)
LONG = "x" * (MAX_TEXT + 1)


def a_part(kind: AnswerKind, *, many: bool = False, signed: bool = False) -> Part:
    return Part(
        "part",
        kind,
        options=(Option("one", "One"), Option("two", "Two")),
        columns=(
            Column("a", "A", AnswerKind.NARRATIVE),
            Column("b", "B", AnswerKind.COUNT),
        ),
        scale="judgement",
        many=many,
        signed=signed,
    )


def a_line(*parts: Part) -> Line:
    return Line(LineId("CC-PO-99"), SectionId("CC-PO"), "Is it so?", parts, "", "", "")


def refusal(value: Value, kind: AnswerKind) -> str:
    with pytest.raises(RuleViolation) as refused:
        checked(Answer({"part": value}), a_line(a_part(kind)), the_pack())
    return str(refused.value)


@pytest.mark.parametrize("kind", AnswerKind)
def test_a_line_holds_a_value_of_its_kind(kind: AnswerKind) -> None:
    for value in VALUES[kind]:
        answer = Answer({"p": value})

        assert checked(answer, a_line(PARTS[kind]), the_pack()) == answer


@pytest.mark.parametrize("kind", AnswerKind)
def test_a_line_refuses_a_value_of_every_other_kind(kind: AnswerKind) -> None:
    for other in AnswerKind:
        if CLASS_OF[other] is not CLASS_OF[kind]:
            assert f"of the kind “{kind.value}”" in refusal(VALUES[other][0], kind)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_line_holds_every_outcome(outcome: Outcome) -> None:
    answer = Answer(outcome=outcome, note="why")

    for kind in AnswerKind:
        assert checked(answer, a_line(a_part(kind)), the_pack()) == answer


def test_a_note_alone_is_held_and_establishes_nothing() -> None:
    line = a_line(a_part(AnswerKind.COUNT))

    checked(Answer(note="asked again on Thursday"), line, the_pack())
    assert not Answer(note="asked again on Thursday").is_established(line)


def test_a_value_and_an_outcome_at_once_are_refused() -> None:
    line = a_line(a_part(AnswerKind.COUNT))

    with pytest.raises(RuleViolation, match="not both"):
        checked(Answer({"part": Counted(1)}, Outcome.NOT_ASKED), line, the_pack())


def test_a_part_the_line_does_not_ask_for_is_refused() -> None:
    line = a_line(a_part(AnswerKind.COUNT))

    with pytest.raises(RuleViolation, match="does not ask for “other”"):
        checked(Answer({"other": Counted(1)}), line, the_pack())


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (AnswerKind.JUDGEMENT, Judged("splendid"), "has no choice “splendid”"),
        (AnswerKind.COUNT, Counted(-1), "below zero"),
        (AnswerKind.COUNT, Counted(2**53), "too large"),
        (AnswerKind.SELECT, Selected("three"), "has no choice “three”"),
        (AnswerKind.SELECT, Selected(), "choose one"),
        (AnswerKind.TICKS, Ticked({"three": Tick.YES}), "has no choice “three”"),
        (AnswerKind.TABLE, Tabled((("a",),)), "has 2 cells"),
        (AnswerKind.ORGANISATION, Names((Named("A"), Named("B"))), "takes one name"),
        (AnswerKind.ROLE, Names(()), "give a name"),
        (AnswerKind.DATE, Dated((DAY, DAY)), "takes one date"),
        (AnswerKind.DATE, Dated(()), "give a date"),
        (AnswerKind.RATIO, Proportion(percent="half"), "not a number"),
        (AnswerKind.RATIO, Proportion(numerator="1.2.3"), "not a number"),
        (AnswerKind.RATIO, Proportion(denominator="--1"), "not a number"),
        (AnswerKind.RATIO, Proportion(percent="٣"), "not a number"),
        (AnswerKind.RATIO, Proportion(percent="5."), "not a number"),
        (AnswerKind.NARRATIVE, Told(LONG), "200,000 characters at most"),
        (AnswerKind.TEST, values.Tested(LONG), "200,000 characters at most"),
        (AnswerKind.OBJECT, Examined(Condition.FAIL, defects=LONG), "200,000 characters at most"),
    ],
)
def test_what_a_line_cannot_hold_is_refused_with_the_lines_name(
    kind: AnswerKind, value: Value, words: str
) -> None:
    sentence = refusal(value, kind)

    assert words in sentence
    assert sentence.startswith("CC-PO-99")


def test_several_names_and_dates_are_held_where_the_line_asks_for_several() -> None:
    for kind, value in (
        (AnswerKind.ORGANISATION, Names((Named("A"), Named("B")))),
        (AnswerKind.DATE, Dated((DAY, DAY))),
    ):
        checked(Answer({"part": value}), a_line(a_part(kind, many=True)), the_pack())


def test_a_difference_may_be_negative() -> None:
    line = a_line(a_part(AnswerKind.COUNT, signed=True))

    checked(Answer({"part": Counted(-3)}), line, the_pack())


def test_a_note_too_long_to_be_one_is_refused() -> None:
    line = a_line(a_part(AnswerKind.COUNT))

    with pytest.raises(RuleViolation, match="attach it as a file"):
        checked(Answer(note=LONG), line, the_pack())


def test_a_line_is_established_by_all_parts_that_are_not_optional_or_by_a_finding() -> None:
    parts = (
        Part("one", AnswerKind.COUNT),
        Part("two", AnswerKind.COUNT),
        Part("more", AnswerKind.COUNT, optional=True),
    )
    line = a_line(*parts)

    assert not Answer({"one": Counted(1)}).is_established(line)
    assert Answer({"one": Counted(1), "two": Counted(2)}).is_established(line)
    findings = {o for o in Outcome if Answer(outcome=o).is_established(line)}
    assert findings == {Outcome.NOT_SUPPLIED, Outcome.DOES_NOT_EXIST, Outcome.NEVER_AROSE}


def test_every_line_of_the_pack_that_ships_holds_a_value_of_each_part() -> None:
    pack = the_pack()
    for line in pack.lines():
        for part in line.parts:
            assert part.kind in CLASS_OF
            if part.kind is AnswerKind.JUDGEMENT:
                for value in pack.scale(part.scale).values:
                    checked(Answer({part.id: Judged(value.id)}), line, pack)

"""What somebody types for one part of an answer means one value, or is refused."""

import pytest

from inspector_app import config
from inspector_app.domain import dates, values
from inspector_app.domain.checklist import AnswerKind, Column, Option, Pack, Part
from inspector_app.domain.errors import BadInput
from inspector_app.domain.typed import value_of
from inspector_app.domain.values import (
    Condition,
    Counted,
    Dated,
    DocumentKnown,
    DocumentStanding,
    Examined,
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
from inspector_app.packs.reader import read_pack

OPTIONS = (Option("own", "Its own"), Option("shared", "Shared with others"))
COLUMNS = (
    Column("who", "Who", AnswerKind.NARRATIVE),
    Column("since", "Since", AnswerKind.DATE),
)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_pack(config.places().checklists / "spr-2012")


def a_part(kind: AnswerKind) -> Part:
    return Part(
        id="part",
        kind=kind,
        label="The part",
        options=OPTIONS,
        columns=COLUMNS,
        scale="judgement",
        register="forces",
        many=True,
    )


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (AnswerKind.JUDGEMENT, "partly", Judged("partly")),
        (AnswerKind.JUDGEMENT, "Partly, or NOT yet", Judged("partly")),
        (AnswerKind.YES_NO, "y", YesNoGiven(YesNo.YES)),
        (AnswerKind.YES_NO, "Partly", YesNoGiven(YesNo.PARTLY)),
        (AnswerKind.COUNT, "8", Counted(8)),
        (AnswerKind.COUNT, "about 1,200", Counted(1200, about=True)),
        (AnswerKind.COUNT, "−3", Counted(-3)),
        (AnswerKind.RATIO, "20%", Proportion(percent="20")),
        (AnswerKind.RATIO, "about 12.5 per cent", Proportion(percent="12.5", about=True)),
        (AnswerKind.RATIO, "3/20", Proportion(numerator="3", denominator="20")),
        (AnswerKind.RATIO, "3 out of 20", Proportion(numerator="3", denominator="20")),
        (
            AnswerKind.DATE,
            "since 2014-07; Oct 2014",
            Dated((dates.read("since 2014-07"), dates.read("2014-10"))),
        ),
        (
            AnswerKind.TABLE,
            "Chief fire officer | 2014-10; Interim |",
            Tabled((("Chief fire officer", "2014-10"), ("Interim", ""))),
        ),
        (
            AnswerKind.TICKS,
            "own, Shared with others=not known",
            Ticked({"own": Tick.YES, "shared": Tick.NOT_KNOWN}),
        ),
        (AnswerKind.SELECT, "its own", Selected("own")),
        (AnswerKind.SELECT, "nobody's", Selected(other="nobody's")),
        (
            AnswerKind.DOCUMENT,
            "seen on site: Plan: part 2",
            DocumentKnown(DocumentStanding.SEEN_ON_SITE, title="Plan: part 2"),
        ),
        (AnswerKind.TEST, "Worked; twice", values.Tested("Worked; twice")),
        (AnswerKind.OBJECT, "fail: a shield", Examined(Condition.FAIL, item="a shield")),
        (
            AnswerKind.ORGANISATION,
            "essex; A new body",
            Names((Named("Essex Police", "essex"), Named("A new body"))),
        ),
        (AnswerKind.PROGRESS, "in progress", Progressed(ProgressState.IN_PROGRESS)),
        (AnswerKind.NARRATIVE, "  By event.\n", Told("By event.")),
        (AnswerKind.COUNT, '{"number": 5, "caveat": "c"}', Counted(5, caveat="c")),
        (AnswerKind.ROLE, '{"entries": [{"name": "X"}]}', Names((Named("X"),))),
    ],
)
def test_words_mean_a_value(kind: AnswerKind, text: str, value: Value, pack: Pack) -> None:
    assert value_of(text, a_part(kind), pack) == value


@pytest.mark.parametrize(
    ("kind", "text", "hint"),
    [
        (AnswerKind.JUDGEMENT, "good", "met-proven"),
        (AnswerKind.YES_NO, "perhaps", "partly"),
        (AnswerKind.COUNT, "8.5", "whole number"),
        (AnswerKind.COUNT, "1,20", "whole number"),
        (AnswerKind.COUNT, "9" * 400, "whole number"),
        (AnswerKind.RATIO, "half", "20%"),
        (AnswerKind.DATE, "30 Feb 2014", "does not exist"),
        (AnswerKind.DATE, ";", "nothing"),
        (AnswerKind.TABLE, "one cell", "Who | Since"),
        (AnswerKind.TICKS, "own=maybe", "not-known"),
        (AnswerKind.TICKS, "theirs", "own, shared"),
        (AnswerKind.DOCUMENT, "lost", "not-supplied"),
        (AnswerKind.OBJECT, "broken", "fail"),
        (AnswerKind.PROGRESS, "soon", "planned"),
        (AnswerKind.NARRATIVE, " ", "nothing"),
        (AnswerKind.COUNT, "{", "JSON"),
        (AnswerKind.COUNT, '{"number": "5"}', "count"),
        (AnswerKind.COUNT, '{"kind": "narrative", "text": "5"}', "count"),
        (AnswerKind.COUNT, '{"number": 5, "extra": 1}', "extra"),
    ],
)
def test_words_that_mean_nothing_are_refused_with_what_would(
    kind: AnswerKind, text: str, hint: str, pack: Pack
) -> None:
    with pytest.raises(BadInput, match="The part") as refused:
        value_of(text, a_part(kind), pack)
    assert hint in str(refused.value)

"""A part of each kind, and values that use every field the kind has."""

from functools import cache

from inspector_app import config
from inspector_app.domain import dates
from inspector_app.domain.checklist import AnswerKind, Column, Option, Pack, Part
from inspector_app.domain.values import (
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
    Tested,
    Tick,
    Ticked,
    Told,
    Value,
    YesNo,
    YesNoGiven,
)
from inspector_app.packs import archive, shelf

OPTIONS = (Option("north", "North"), Option("south", "South"), Option("east", "East"))
COLUMNS = (
    Column("unit", "Unit", AnswerKind.NARRATIVE),
    Column("people", "People", AnswerKind.COUNT, unit="people"),
    Column("when", "When", AnswerKind.DATE),
    Column("ready", "Ready", AnswerKind.YES_NO),
    Column("side", "Side", AnswerKind.SELECT, options=OPTIONS),
)
SHA256 = "ab" * 32

PARTS = {
    AnswerKind.JUDGEMENT: Part("p", AnswerKind.JUDGEMENT, scale="judgement"),
    AnswerKind.YES_NO: Part("p", AnswerKind.YES_NO),
    AnswerKind.COUNT: Part("p", AnswerKind.COUNT, unit="PSU", signed=True),
    AnswerKind.RATIO: Part("p", AnswerKind.RATIO, unit="percent"),
    AnswerKind.DATE: Part("p", AnswerKind.DATE, many=True),
    AnswerKind.TABLE: Part("p", AnswerKind.TABLE, columns=COLUMNS),
    AnswerKind.TICKS: Part("p", AnswerKind.TICKS, options=OPTIONS),
    AnswerKind.SELECT: Part("p", AnswerKind.SELECT, options=OPTIONS),
    AnswerKind.DOCUMENT: Part("p", AnswerKind.DOCUMENT),
    AnswerKind.TEST: Part("p", AnswerKind.TEST),
    AnswerKind.OBJECT: Part("p", AnswerKind.OBJECT),
    AnswerKind.ORGANISATION: Part("p", AnswerKind.ORGANISATION, many=True),
    AnswerKind.ROLE: Part("p", AnswerKind.ROLE, many=True),
    AnswerKind.PROGRESS: Part("p", AnswerKind.PROGRESS),
    AnswerKind.NARRATIVE: Part("p", AnswerKind.NARRATIVE),
}
"""By kind, so that a kind without a part here is missed by no test that walks the enum."""

VALUES: dict[AnswerKind, tuple[Value, ...]] = {
    AnswerKind.JUDGEMENT: (Judged("met-with-others"),),
    AnswerKind.YES_NO: (YesNoGiven(YesNo.PARTLY),),
    AnswerKind.COUNT: (
        Counted(1200),
        Counted(
            -3, True, dates.read("2011/12"), "Control room", Basis.VERIFIED, "mounted units apart"
        ),
    ),
    AnswerKind.RATIO: (Proportion("66.7", "2", "3", True, "of trained staff"),),
    AnswerKind.DATE: (
        Dated((dates.read("since 16/9/2013"), dates.read("2012-04 to 2013-03"))),
        Dated((dates.read("before the visit"),)),
    ),
    AnswerKind.TABLE: (
        Tabled((("First", "25", "2013-09", "yes", "north"), ("", "12", "", "", "")), "as told"),
    ),
    AnswerKind.TICKS: (Ticked({"north": Tick.YES, "east": Tick.NO}),),
    AnswerKind.SELECT: (Selected("south"), Selected("", "both"), Selected("east", "and a bit")),
    AnswerKind.DOCUMENT: (
        DocumentKnown(DocumentStanding.ASKED_FOR),
        DocumentKnown(
            DocumentStanding.SEEN_ON_SITE,
            "Public order plan",
            "Operations",
            dates.read("Sept 2013"),
            "3.1",
            "RESTRICTED",
            SHA256,
        ),
    ),
    AnswerKind.TEST: (
        Tested("Staff found the plan in four minutes"),
        Tested("It failed", "HMIC", dates.read("17 Sep 2013"), "HQ", "disorder", YesNo.NO),
    ),
    AnswerKind.OBJECT: (
        Examined(Condition.PASS),
        Examined(
            Condition.PART,
            "Personnel carrier",
            "PC 12",
            "ACPO",
            (ItemChecked("Jack", Condition.PASS), ItemChecked("Torch", Condition.FAIL)),
            "No spare bulbs\nin the rear",
        ),
    ),
    AnswerKind.ORGANISATION: (
        Names((Named("Cambridgeshire Constabulary", "cambridgeshire"), Named("A new unit"))),
    ),
    AnswerKind.ROLE: (Names((Named("Control room supervisor"),)),),
    AnswerKind.PROGRESS: (Progressed(ProgressState.IN_PROGRESS),),
    AnswerKind.NARRATIVE: (Told("Two lines\nof words  with blanks"),),
}


@cache
def the_pack() -> Pack:
    """Return the pack that is shipped."""
    return archive.opened(archive.archived(shelf.find(config.places().checklists, "spr-2012")))

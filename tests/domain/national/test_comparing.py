"""What base may tell of other forces: enough of them, and never which force's a figure is."""

from dataclasses import replace

import pytest

from inspector_app.domain.accounts import checked as checked_account
from inspector_app.domain.answers import Answer
from inspector_app.domain.checklist import Measure
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.ids import InspectionId, LineId
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.national.comparing import (
    Worked,
    comparisons,
    gives_away,
    tells_each,
)
from inspector_app.domain.national.telling import (
    BaseTells,
    account_of,
    result_words,
    source_of,
    told_words,
)
from inspector_app.domain.national.visits import nation
from inspector_app.domain.sources import NationalComparison, checked
from inspector_app.domain.standing import Standing
from inspector_app.domain.values import Counted, Judged, Told
from tests.support.nations import an_inspection, forces, judged
from tests.support.standings import the_pack

JUNE_2014_MS = 1_401_793_200_000


def worked(id_: str, standings: list[Standing], at_least: int = 5) -> Worked:
    found = comparisons(nation(standings), at_least)
    return next(each for each in found if each.comparison.id == id_)


def with_aid(*pairs: tuple[int, int]) -> list[Standing]:
    names = "ABCDEFGHI"
    return [
        an_inspection(names[at], {"CN-PO-05": given, "CN-PO-04": received})
        for at, (given, received) in enumerate(pairs)
    ]


def tells(**overrides: object) -> BaseTells:
    told = BaseTells(
        "declared",
        LineId("CC-PO-09"),
        "PSUs that forces declare they can put out",
        "",
        "police support units",
        12,
        True,
        (
            (Measure.MEDIAN, "6.5"),
            (Measure.LEAST, "2"),
            (Measure.MOST, "14"),
            (Measure.TOTAL, "84"),
        ),
        (),
        Marking(Tier.OFFICIAL_SENSITIVE),
        "Eastern region",
        JUNE_2014_MS,
    )
    return replace(told, **overrides)  # type: ignore[arg-type]


def test_no_inspections_wait_for_nothing() -> None:
    assert comparisons(nation([])) == ()


def test_every_comparison_of_the_checklist_is_worked_out_or_says_why_not() -> None:
    found = comparisons(nation([an_inspection()]))
    assert [each.comparison for each in found] == list(the_pack().comparisons)
    assert all("0 forces have figures" in each.refusal for each in found)
    assert not any(each.values or each.spread for each in found)


def test_enough_forces_give_what_the_checklist_asks_and_no_more() -> None:
    found = worked("declared", forces("CC-PO-09", 8, 4, 6, 2, 10, 9))
    assert found.refusal == ""
    assert found.values == {
        Measure.MEDIAN: "7",
        Measure.LEAST: "2",
        Measure.MOST: "10",
        Measure.TOTAL: "39",
    }
    assert set(worked("received", forces("CN-PO-04", 8, 4, 6, 2, 10)).values) == {
        Measure.MEDIAN,
        Measure.TOTAL,
    }


@pytest.mark.parametrize("number", [1, 2, 4])
def test_fewer_forces_than_stated_give_none(number: int) -> None:
    found = worked("declared", forces("CC-PO-09", *(8, 4, 6, 2)[:number]))
    assert found.values == {}
    assert "rests on 5 or more" in found.refusal


def test_the_stated_number_can_be_altered_but_two_never_compare() -> None:
    three = forces("CC-PO-09", 8, 4, 6)
    assert worked("declared", three, 3).values[Measure.TOTAL] == "18"
    with pytest.raises(RuleViolation, match="each could work out the other’s"):
        comparisons(nation(three), 2)


def test_several_visits_to_one_force_are_one_force() -> None:
    visits = [
        an_inspection(numbers={"CC-PO-09": n}, fieldwork=f"{2010 + n}-03-02") for n in range(6)
    ]
    assert "1 force has a figure" in worked("declared", visits).refusal


def test_figures_alike_but_one_would_tell_each_and_are_not_told() -> None:
    assert worked("declared", forces("CC-PO-09", 7, 7, 7, 7, 5)).values == {}
    assert worked("declared", forces("CC-PO-09", 7, 7, 7, 7, 7)).values == {}
    assert worked("declared", forces("CC-PO-09", 7, 7, 7, 5, 5)).values
    why = worked("declared", forces("CC-PO-09", 7, 7, 7, 7, 5)).refusal
    assert "so one that knows its own could tell each other’s" in why  # the four cannot


@pytest.mark.parametrize(
    ("values", "expected"),
    [("", True), ("a", True), ("ab", True), ("aab", True), ("aabb", False), ("abc", False)],
)
def test_what_tells_each(values: str, *, expected: bool) -> None:
    assert tells_each(values) is expected


def test_what_must_not_be_told_and_what_is_unsettled_counts_nowhere() -> None:
    closed = Answer({"declared": Counted(777)}, do_not_export=True)
    secret = an_inspection("Z", more=lambda journal: journal.answer("CC-PO-09", closed))
    found = worked("declared", [*forces("CC-PO-09", 8, 4, 6, 2), secret])
    assert len(found.figures) == 4
    one = an_inspection("Y", {"CC-PO-09": 1})
    other = replace(an_inspection("Y", {"CC-PO-09": 3}), id=InspectionId("f" * 32))
    found = worked("declared", [*forces("CC-PO-09", 8, 4, 6, 2, 3), one, other])
    assert found.unsettled == ("Y",)
    assert found.values[Measure.TOTAL] == "23"


def test_forces_in_the_same_net_position_are_counted_for_each_side() -> None:
    found = worked("same-position", with_aid((10, 16), (4, 9), (8, 2), (9, 1), (3, 3), (7, 2)))
    assert (found.alike("a"), found.alike("c"), found.alike("e")) == (2, 3, 1)
    assert found.alike("nowhere") is None
    assert found.refusal == ""


def test_choices_are_counted_in_the_scales_order_and_never_ranked() -> None:
    found = worked("cybercrime-understood", judged("not-met", "met", "met", "not-met", "partly"))
    assert [number for _, number in found.spread] == [2, 1, 2]
    texts = [option.text for option in the_pack().scale("judgement").values]
    shown = [text for text, _ in found.spread]
    assert shown == [text for text in texts if text in shown]


def test_a_comparison_bears_the_highest_marking_of_what_it_rests_on() -> None:
    marked = an_inspection("Z", {"CC-PO-09": 3}, marking=Marking(Tier.OFFICIAL_SENSITIVE))
    found = worked("declared", [*forces("CC-PO-09", 8, 4, 6, 2), marked])
    assert found.marking == Marking(Tier.OFFICIAL_SENSITIVE)


def test_a_difference_of_few_forces_gives_theirs_away_and_is_not_told() -> None:
    before = dict.fromkeys("abcde", "8")
    one_more = {**before, "f": "12"}
    why = gives_away(one_more, [before], 5)
    assert "1 force" in why
    assert "stands" not in why  # it may have been told to inspections under another checklist
    assert gives_away({**before, "a": "9", "b": "9"}, [before], 5)
    assert gives_away(before, [before], 5) == ""
    assert gives_away({**before, **dict.fromkeys("fghij", "1")}, [before], 5) == ""
    assert gives_away({"b": "8", "c": "8"}, [before], 5)


def test_a_difference_from_any_comparison_told_so_far_counts() -> None:
    first = dict.fromkeys("abcde", "8")
    second = dict.fromkeys("abcde", "9")
    back_but_one = {**first, "a": "10"}
    assert gives_away(second, [first], 5) == ""
    assert gives_away(back_but_one, [second], 5) == ""
    assert gives_away(back_but_one, [first, second], 5)


def test_what_base_tells_is_said_with_its_date_and_of_how_many_forces() -> None:
    assert result_words(tells()) == "median 6.5, from 2 to 14, 84 in all"
    assert told_words(tells()) == (
        "PSUs that forces declare they can put out (police support units): median 6.5, from 2 to "
        "14, 84 in all. So says base Eastern region of 12 forces, this one among them, 3 June 2014."
    )
    alike = tells(values=((Measure.ALIKE, "5"),), is_among=False)
    assert result_words(alike) == "5 of 12 in the same position"
    assert "this one not among them" in told_words(alike)
    assert result_words(tells(values=(), spread=(("Met", 3), ("Partly", 2)))) == "Met: 3, Partly: 2"


def test_taking_it_over_records_a_source_that_says_whose_figure_it_is() -> None:
    source = checked(replace(source_of(tells()), number="JS/1"), the_pack())
    assert isinstance(source.particulars, NationalComparison)
    assert source.particulars.result == "median 6.5, from 2 to 14, 84 in all"
    assert "Eastern region" in source.particulars.made_from
    assert "3 June 2014" in source.title
    assert source.marking == Marking(Tier.OFFICIAL_SENSITIVE)


def test_taking_it_over_fills_the_part_that_waits_with_its_caveat_and_no_other() -> None:
    pack = the_pack()
    alike = tells(line=LineId("CC-PO-15"), part="forces", values=((Measure.ALIKE, "5"),))
    account = checked_account(account_of(alike, pack.line("CC-PO-15")), pack)
    (value,) = account.values.values()
    assert isinstance(value, Counted)
    assert (value.number, value.supplier) == (5, "base Eastern region")
    assert "12 forces" in value.caveat
    spread = tells(
        line=LineId("CP-CY-01"), part="comparison", values=(), spread=(("Met", 3), ("Partly", 9))
    )
    account = checked_account(account_of(spread, pack.line("CP-CY-01")), pack)
    assert isinstance(account.values["comparison"], Told)
    assert "judgement" not in account.values
    plain = checked_account(account_of(tells(), pack.line("CC-PO-09")), pack)
    assert plain.values == {}
    assert Judged not in map(type, plain.values.values())

"""Quantities, balances and take-up over several forces: sums and no ranks."""

from dataclasses import replace
from fractions import Fraction

import pytest

from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.figures import Known
from inspector_app.domain.ids import InspectionId, LineId, Sha256
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.national.balances import BalanceAcross, balances_across
from inspector_app.domain.national.quantities import (
    QuantityAcross,
    digits,
    median,
    quantities_across,
)
from inspector_app.domain.national.take_up import TakeUpAcross, take_ups_across
from inspector_app.domain.national.visits import nation
from inspector_app.domain.standing import Standing
from inspector_app.domain.values import Counted, Proportion, Tabled
from tests.support.nations import an_inspection, forces
from tests.support.standings import AM, Journal


def quantity(id_: str, *standings: Standing, up_to: Marking | None = None) -> QuantityAcross:
    found = quantities_across(nation(standings, up_to))
    return next(each for each in found if each.quantity.id == id_)


def balance(id_: str, *standings: Standing) -> BalanceAcross:
    return next(e for e in balances_across(nation(standings)) if e.balance.id == id_)


def courses(*standings: Standing) -> TakeUpAcross:
    return take_ups_across(nation(standings))[0]


def with_courses(force: str, *rows: tuple[str, str, str, str]) -> Standing:
    return an_inspection(force, values={"CP-CY-13": {"take_up": Tabled(rows)}})


def with_answer(force: str, line: str, answer: Answer) -> Standing:
    return an_inspection(force, more=lambda journal: journal.answer(line, answer))


def test_an_empty_nation_has_no_quantities_balances_or_tables() -> None:
    whole = nation([])
    assert quantities_across(whole) == ()
    assert balances_across(whole) == ()
    assert take_ups_across(whole) == ()


def test_figures_stand_in_the_order_of_forces_and_never_of_size() -> None:
    found = quantity("Q2", *reversed(forces("CC-PO-09", 9, 2, 30)))
    assert [each.number for each in found.figures] == [9, 2, 30]
    assert found.unit == "police support units"


def test_a_total_says_of_how_many_forces_it_is() -> None:
    found = quantity("Q2", *forces("CC-PO-09", 8, 4, 6), an_inspection("Nowhere"))
    assert [found.summary.total, found.summary.forces] == [18, 3]
    assert [found.summary.least, found.summary.median, found.summary.most] == [4, 6, 8]
    assert found.figures[-1].words == "No answer recorded"


def test_forces_without_any_figure_give_no_total() -> None:
    found = quantity("Q2", an_inspection(), an_inspection("Coketown"))
    assert (found.summary.forces, found.summary.total, found.summary.median) == (0, None, None)


def test_what_is_the_same_for_every_force_is_not_compared() -> None:
    ids = {each.quantity.id for each in quantities_across(nation([an_inspection()]))}
    assert "Q1" in ids
    assert "Q16" not in ids


def test_a_share_and_a_count_of_the_region_are_never_added_up() -> None:
    shares = [
        an_inspection(name, values={"CP-CE-06": {"share": Proportion(percent)}})
        for name, percent in (("Avonshire", "20"), ("Coketown", "7.5"))
    ]
    assert quantity("Q10", *shares).summary.total is None
    assert quantity("Q10", *shares).summary.least == Fraction("7.5")


def test_a_force_inspected_twice_counts_once_by_its_last_visit_that_has_a_figure() -> None:
    early = an_inspection(numbers={"CC-PO-09": 8})
    late = an_inspection(numbers={"CC-PO-09": 10}, fieldwork="2015-03-02")
    latest = an_inspection(fieldwork="2016-03-02")
    found = quantity("Q2", late, early, latest, an_inspection("Coketown", {"CC-PO-09": 1}))
    assert [each.number for each in found.figures] == [8, 10, None, 1]
    assert [found.summary.forces, found.summary.total] == [2, 11]


def test_two_visits_of_one_date_that_differ_are_in_no_total() -> None:
    one = an_inspection(numbers={"CC-PO-09": 8})
    other = replace(an_inspection(numbers={"CC-PO-09": 9}), id=InspectionId("f" * 32))
    found = quantity("Q2", one, other, an_inspection("Coketown", {"CC-PO-09": 1}))
    assert found.summary.total == 1
    assert found.summary.unsettled == ("Avonshire",)
    same = replace(one, id=InspectionId("f" * 32))
    assert quantity("Q2", one, same).summary.total == 8


def test_withheld_unsettled_and_outcomes_are_told_and_in_no_total() -> None:
    def both(journal: Journal) -> None:
        journal.answer("CC-PO-09", Answer({"declared": Counted(7)}))
        journal.answer("CC-PO-09", Answer({"declared": Counted(8)}), by=AM, seen=())

    found = quantity(
        "Q2",
        with_answer("A", "CC-PO-09", Answer({"declared": Counted(777)}, do_not_export=True)),
        an_inspection("B", more=both),
        with_answer("C", "CC-PO-09", Answer(outcome=Outcome.NOT_SUPPLIED)),
        an_inspection("D", {"CC-PO-09": 5}),
    )
    assert [each.known for each in found.figures] == [
        Known.LEFT_OUT,
        Known.DISPUTED,
        Known.MISSING,
        Known.FOUND,
    ]
    assert [each.words for each in found.figures][2] == "Not supplied"
    assert found.summary.total == 5
    assert found.number(Known.LEFT_OUT) == 1


def test_a_figure_marked_above_is_in_no_total_where_a_marking_is_asked_for() -> None:
    marked = Answer({"declared": Counted(7)}, marking=Marking(Tier.OFFICIAL_SENSITIVE))
    found = quantity("Q2", with_answer("A", "CC-PO-09", marked), up_to=Marking())
    assert (found.figures[0].known, found.summary.total) == (Known.LEFT_OUT, None)


def test_a_caveat_goes_wherever_its_figure_goes() -> None:
    told = Answer({"received": Counted(16, caveat="Three operations left out")})
    found = quantity("Q6", with_answer("A", "CN-PO-04", told))
    assert found.figures[0].caveats == ("Three operations left out",)


def test_a_carried_over_figure_counts_for_nobody_until_it_is_confirmed() -> None:
    from inspector_app.domain.ids import ChangeId, PersonId
    from inspector_app.domain.origins import Origin

    origin = Origin(InspectionId("2" * 32), "B", ChangeId("c" * 64), PersonId("e" * 32), "XY", 0)
    carried = Answer({"declared": Counted(7)}, origin=origin)
    assert quantity("Q2", with_answer("A", "CC-PO-09", carried)).summary.forces == 0
    confirmed = replace(carried, origin=replace(origin, is_confirmed=True))
    assert quantity("Q2", with_answer("A", "CC-PO-09", confirmed)).summary.total == 7


def test_need_is_set_against_supply_for_each_force_and_over_those_that_have_both() -> None:
    found = balance(
        "support-units",
        an_inspection("A", {"CC-PO-08": 5, "CC-PO-09": 8, "CC-PO-11": 5}),
        an_inspection("B", {"CC-PO-08": 6, "CC-PO-09": 4}),
        an_inspection("C", {"CC-PO-09": 100}),
    )
    assert [row.difference for row in found.rows] == [3, -2, None]
    assert [found.plus.total, found.minus.total, found.difference.total] == [12, 11, 1]
    assert found.difference.forces == 2
    assert [row.beside[0].number for row in found.rows] == [5, None, None]
    assert found.prompts == ()


def test_what_a_forces_own_figures_do_not_agree_in_is_a_prompt_beside_it() -> None:
    found = balance(
        "support-units", an_inspection("A", {"CC-PO-08": 5, "CC-PO-09": 8, "CC-PO-11": 5})
    )
    assert any(
        "both calls at once" in each and "5 + 5 ≤ 8" in each for each in found.rows[0].prompts
    )


def test_a_net_position_is_given_less_received_and_may_be_nought() -> None:
    found = balance(
        "mutual-aid",
        an_inspection("A", {"CN-PO-04": 16, "CN-PO-05": 10}),
        an_inspection("B", {"CN-PO-04": 4, "CN-PO-05": 10}),
        an_inspection("C", {"CN-PO-04": 3, "CN-PO-05": 3}),
    )
    assert [row.difference for row in found.rows] == [-6, 6, 0]
    assert found.difference.total == 0
    assert found.prompts == ()


def test_given_that_nobody_received_is_a_prompt_over_all_and_no_finding() -> None:
    found = balance(
        "mutual-aid",
        an_inspection("A", {"CN-PO-04": 1, "CN-PO-05": 10}),
        an_inspection("B", {"CN-PO-04": 2, "CN-PO-05": 4}),
    )
    assert len(found.prompts) == 1
    assert "give 14 and receive 3" in found.prompts[0]


def test_courses_are_added_up_by_what_is_counted_and_shares_never() -> None:
    found = courses(
        with_courses(
            "A", ("Awareness", "enrolled", "100", "10"), ("Awareness", "completed", "40", "4")
        ),
        with_courses("B", ("awareness ", "enrolled", "50", "5.5")),
        an_inspection("C"),
    )
    assert found.labels == ("Course", "What is counted")
    assert found.columns == ("People", "Share of the workforce (%)")
    told = {row.labels: (row.totals, row.forces) for row in found.rows}
    assert told == {
        ("Awareness", "Completed"): ((Fraction(40), None), 1),
        ("Awareness", "Enrolled"): ((Fraction(150), None), 2),
    }
    assert [each.why for each in found.tables] == ["", "", "No answer recorded"]


def test_a_table_that_must_not_be_told_says_so_and_gives_no_row() -> None:
    secret = Answer(
        {"take_up": Tabled((("Awareness", "enrolled", "777", ""),))}, do_not_export=True
    )
    found = courses(with_answer("A", "CP-CY-13", secret))
    assert [each.why for each in found.tables] == ["Withheld"]
    assert found.rows == ()


def test_a_cell_that_is_no_number_is_shown_and_not_counted() -> None:
    found = courses(with_courses("A", ("Awareness", "enrolled", "some", "")))
    assert found.rows[0].numbers[0][0].words == "some"
    assert found.rows[0].totals == (None, None)


def test_who_is_in_no_total_of_a_row_is_named() -> None:
    once = with_courses("A", ("Awareness", "enrolled", "10", ""))
    again = replace(
        with_courses("A", ("Awareness", "enrolled", "11", "")), id=InspectionId("f" * 32)
    )
    found = courses(
        once,
        again,
        with_courses("B", ("Awareness", "enrolled", "some", "")),
        with_courses("C", ("Awareness", "enrolled", "5", "")),
    )
    (row,) = found.rows
    assert (row.totals, row.forces) == ((Fraction(5), None), 3)
    assert (row.unsettled, row.numberless) == (("A",), ("B",))


def test_forces_with_a_figure_are_counted_though_their_units_differ() -> None:
    one, other = forces("CC-PO-09", 8, 4)
    quantities = tuple(
        replace(each, unit="") if each.id == "Q2" else each for each in one.pack.quantities
    )
    unitless = replace(one, pack=replace(one.pack, quantities=quantities, sha256=Sha256("0" * 64)))
    found = quantity("Q2", unitless, other)
    assert (found.unit, found.has_one_unit) == ("", False)
    assert (found.summary.forces, found.summary.total, found.summary.least) == (2, None, None)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [((4,), "4"), ((1, 2), "1.5"), ((1, 5, 9), "5"), ((-6, 0), "−3")],
)
def test_a_median_of_an_even_number_lies_halfway(numbers: tuple[int, ...], expected: str) -> None:
    assert digits(median([Fraction(each) for each in numbers])) == expected


def test_no_table_holds_a_rank_or_a_grade() -> None:
    words = [field for cls in (QuantityAcross, BalanceAcross) for field in cls.__dataclass_fields__]
    assert not {"rank", "grade", "score", "best", "worst"}.intersection(words)
    assert LineId("CC-PO-09") in quantity("Q2", an_inspection()).quantity.lines

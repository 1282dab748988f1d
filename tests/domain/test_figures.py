from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.checklist import CrossCheck
from inspector_app.domain.errors import BadInput
from inspector_app.domain.figures import (
    CheckMade,
    Figure,
    Figures,
    Known,
    Verdict,
    figures,
    quantities_named,
    relation_holds,
)
from inspector_app.domain.ids import LineId
from inspector_app.domain.values import Counted, Named, Names, Proportion, Tabled
from tests.support.standings import Journal, a_journal, the_pack


def of(found: Figures, id_: str) -> Figure:
    return next(figure for figure in found.quantities if figure.quantity.id == id_)


def check(found: Figures, id_: str) -> CheckMade:
    return next(made for made in found.checks if made.check.id == id_)


def the_published_numbers() -> Journal:
    """The numbers that make the source's own prompt: five and five against eight."""
    journal = a_journal()
    for line, part, number in (
        ("CC-PO-08", "needed", 5),
        ("CC-PO-09", "declared", 8),
        ("CC-PO-11", "expected", 5),
    ):
        journal.answer(line, Answer({part: Counted(number)}))
    return journal


def test_every_quantity_and_every_check_of_the_pack_is_told() -> None:
    found = figures(a_journal().standing())
    assert [f.quantity for f in found.quantities] == list(the_pack().quantities)
    assert [c.check for c in found.checks] == list(the_pack().checks)
    assert {f"Q{n}" for n in range(1, 24)} <= {f.quantity.id for f in found.quantities}


def test_nothing_can_be_told_before_anything_is_answered() -> None:
    found = figures(a_journal().standing())
    assert {made.verdict for made in found.checks} == {Verdict.CANNOT_BE_TOLD}
    assert check(found, "both-at-once").unknown == ("Q1", "Q3", "Q2")


def test_both_calls_at_once_make_a_prompt_and_each_alone_does_not() -> None:
    found = figures(the_published_numbers().standing())
    assert of(found, "Q1").words == "5 police support units"
    assert check(found, "local-need").verdict is Verdict.HOLDS
    assert check(found, "national-share").verdict is Verdict.HOLDS
    both = check(found, "both-at-once")
    assert both.verdict is Verdict.DOES_NOT_HOLD
    assert both.working == "5 + 5 ≤ 8"
    assert both.lines == ("CC-PO-08", "CC-PO-11", "CC-PO-09")


def test_a_line_left_out_tells_nothing_of_its_number() -> None:
    found = figures(the_published_numbers().standing(), {LineId("CC-PO-09")})
    left_out = of(found, "Q2")
    assert (left_out.known, left_out.words, left_out.number) == (Known.LEFT_OUT, "", None)
    both = check(found, "both-at-once")
    assert both.verdict is Verdict.CANNOT_BE_TOLD
    assert both.working == "5 + 5 ≤ Q2"


def test_a_number_in_dispute_is_not_reckoned_with() -> None:
    journal = the_published_numbers()
    journal.answer("CC-PO-08", Answer({"needed": Counted(9)}), seen=())
    found = figures(journal.standing())
    assert of(found, "Q1").known is Known.DISPUTED
    assert check(found, "local-need").verdict is Verdict.CANNOT_BE_TOLD


def test_an_outcome_stands_in_words_where_a_number_would() -> None:
    journal = a_journal()
    journal.answer("CC-PO-08", Answer(outcome=Outcome.NOT_SUPPLIED))
    found = of(figures(journal.standing()), "Q1")
    assert (found.known, found.words, found.number) == (Known.MISSING, "Not supplied", None)


def test_a_percentage_keeps_its_about_and_its_caveat() -> None:
    journal = a_journal()
    share = Proportion("20", about=True, caveat="No site is named.")
    journal.answer("CP-CE-06", Answer({"share": share}))
    found = of(figures(journal.standing()), "Q10")
    assert found.words == "about 20%"
    assert found.caveat == "No site is named."
    assert found.number == 20


def test_a_table_counts_its_rows_and_sums_its_columns() -> None:
    journal = a_journal()
    part = the_pack().line("CC-PO-17").parts[0]
    unit = ("1", "3", "18", "3", "3")
    assert [column.id for column in part.columns][1:] == [
        *("inspectors", "sergeants", "constables", "drivers", "carriers")
    ]
    rows = tuple((f"PSU {n}", *unit) for n in range(8))
    journal.answer("CC-PO-17", Answer({part.id: Tabled(rows)}))
    journal.answer("CC-PO-09", Answer({"declared": Counted(8)}))
    found = figures(journal.standing())
    assert of(found, "D5").number == 8
    assert of(found, "D8").words == "144 people"
    for id_ in ("units-listed", "inspectors", "sergeants", "constables", "drivers", "carriers"):
        assert check(found, id_).verdict is Verdict.HOLDS, id_
    short = (("PSU 1", "1", "2", "18", "3", ""),)
    journal.answer("CC-PO-17", Answer({part.id: Tabled(short)}))
    found = figures(journal.standing())
    assert check(found, "sergeants").verdict is Verdict.DOES_NOT_HOLD
    assert check(found, "carriers").verdict is Verdict.CANNOT_BE_TOLD


def test_named_organisations_are_counted() -> None:
    journal = a_journal()
    members = Names(tuple(Named(f"Force {n}") for n in range(3)))
    journal.answer("CC-T-05", Answer({"forces": members}))
    assert of(figures(journal.standing()), "Q15").number == 3


def test_documents_not_supplied_are_counted_by_outcome() -> None:
    journal = a_journal()
    assert of(figures(journal.standing()), "Q23").known is Known.MISSING
    journal.answer("CC-PO-03", Answer(outcome=Outcome.NOT_SUPPLIED))
    assert of(figures(journal.standing()), "Q23").number == 1
    journal.answer("CP-PO-05", Answer(outcome=Outcome.NOT_SUPPLIED))
    assert of(figures(journal.standing()), "Q23").number == 2


def test_what_is_the_same_for_every_force_needs_no_answer() -> None:
    found = of(figures(a_journal().standing()), "Q16")
    assert found.known is Known.NOT_ASKED
    assert found.number == 43


def test_a_check_that_is_no_relation_is_refused() -> None:
    wrong = replace(the_pack(), checks=(CrossCheck("x", "?", "Q1 + Q2"),))
    with pytest.raises(BadInput, match="exactly one comparison"):
        figures(a_journal(wrong).standing())


@pytest.mark.parametrize(
    ("expression", "holds"),
    [
        ("Q1 + Q3 <= Q2", False),
        ("Q1 + Q3 - 2 * 1 <= Q2", True),
        ("Q2 - Q1 = 3", True),
        ("Q2 ≥ Q1", True),
        ("2 * (Q1 + Q3) == 20", True),
        ("-Q1 < 0", True),
        ("Q1 != 5", False),
        ("Q2 - Q1 - Q3 > -3", True),
        ("0.5 * Q2 ≤ 4", True),
    ],
)
def test_relations_are_reckoned_as_they_are_read(expression: str, holds: bool) -> None:
    numbers = {"Q1": Fraction(5), "Q2": Fraction(8), "Q3": Fraction(5)}
    assert relation_holds(expression, numbers) is holds


@pytest.mark.parametrize(
    "expression",
    [
        *("", "Q1", "Q1 <", "< Q1", "Q1 < Q2 < Q3", "Q1 Q2 < 3", "(Q1 < 3)", "(Q1 + 2 < 3"),
        *("Q1 / 2 < 3", "Q1 ** 2 < 3", "__import__('os') < 1", "Q1.real < 3", "Q1 < [1]"),
        *("(" * 60 + "1" + ")" * 60 + " < 2", "1 < " + "-" * 600 + "1"),
    ],
)
def test_anything_else_is_refused_and_never_run(expression: str) -> None:
    with pytest.raises(BadInput):
        quantities_named(expression)


def test_a_relation_without_all_its_numbers_is_refused() -> None:
    with pytest.raises(BadInput, match="Q9"):
        relation_holds("Q9 < 1", {})


@given(st.text(alphabet="Q129+-*()<>=≤ .x", max_size=30))
def test_reading_any_text_ends_in_names_or_a_refusal(expression: str) -> None:
    try:
        names = quantities_named(expression)
    except BadInput:
        return
    assert all(name in expression for name in names)


@given(st.integers(-1000, 1000), st.integers(-1000, 1000), st.integers(-1000, 1000))
def test_sums_and_products_are_exact(a: int, b: int, c: int) -> None:
    numbers = {"A": Fraction(a), "B": Fraction(b), "C": Fraction(c)}
    assert relation_holds("A + B * C - A <= B", numbers) == (b * c <= b)

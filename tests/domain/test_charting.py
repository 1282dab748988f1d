"""What the charts of a pack show of an inspection."""

from fractions import Fraction

import pytest

from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.charting import Charted, charts
from inspector_app.domain.figures import figures, fraction
from inspector_app.domain.ids import LineId
from inspector_app.domain.values import Counted, Tabled
from tests.support.standings import AM, Journal, a_journal


def drawn(journal: Journal, *left_out: str) -> dict[str, Charted]:
    standing, closed = journal.standing(), frozenset(map(LineId, left_out))
    return {c.chart.id: c for c in charts(standing, figures(standing, closed), closed)}


def units(journal: Journal) -> None:
    journal.answer("CC-PO-08", Answer({"needed": Counted(5)}))
    journal.answer("CC-PO-09", Answer({"declared": Counted(8, caveat="Leave is not counted.")}))


def returns(*rows: tuple[str, str, str]) -> Answer:
    return Answer({"returns": Tabled(rows)})


def test_a_chart_of_quantities_has_a_row_for_each_and_says_which_are_not_known() -> None:
    journal = a_journal()
    units(journal)
    found = drawn(journal)["support-units"]
    assert found.why == ""
    assert [row.cells[0].number for row in found.rows] == [5, 8, None]
    assert found.rows[2].cells[0].words == "No answer recorded"
    assert found.caveats == ("Leave is not counted.",)
    assert found.unit == "police support units"
    assert found.lines[0] == "CC-PO-08"


def test_a_chart_without_numbers_says_why() -> None:
    journal = a_journal()
    assert drawn(journal)["support-units"].why == "No answer recorded"
    assert drawn(journal)["mutual-aid-by-year"].why == "No answer recorded"
    journal.answer("CC-PO-14", Answer(outcome=Outcome.NOT_SUPPLIED))
    journal.answer("CN-PO-04", Answer(outcome=Outcome.NOT_ASKED))
    found = drawn(journal)
    assert found["mutual-aid-by-year"].why == "Not supplied"
    assert found["mutual-aid"].why == "No number is recorded"
    journal.answer("CC-PO-14", returns(("2011-12", "few", "many")))
    assert drawn(journal)["mutual-aid-by-year"].why == "No number is recorded"


def test_a_chart_of_a_table_has_a_bar_for_each_row_and_column() -> None:
    journal = a_journal()
    journal.answer("CC-PO-14", returns(("2011", "4", "9"), ("2012", "6", "none")))
    found = drawn(journal)["mutual-aid-by-year"]
    assert found.heads == ("Year", "Provided", "Received")
    assert [row.label for row in found.rows] == ["2011", "2012"]
    numbers = [[cell.number for cell in row.cells] for row in found.rows]
    assert numbers == [[4, 9], [6, None]]
    assert found.rows[1].cells[1].words == "none"


def test_a_row_is_named_by_all_its_words() -> None:
    journal = a_journal()
    rows = (("Digital Communications", "completed", "120", "12.5"),)
    journal.answer("CP-CY-13", Answer({"take_up": Tabled(rows)}))
    found = drawn(journal)["course-take-up"]
    assert found.rows[0].label == "Digital Communications, Completed"
    assert found.rows[0].cells[0].number == Fraction("12.5")


def test_what_is_left_out_or_disputed_is_told_as_that_and_never_as_a_number() -> None:
    journal = a_journal()
    units(journal)
    journal.answer("CC-PO-14", returns(("2011", "4", "9")))
    found = drawn(journal, "CC-PO-09", "CC-PO-14")
    assert [row.cells[0].number for row in found["support-units"].rows] == [5, None, None]
    assert found["support-units"].rows[1].cells[0].words == "Left out of this export"
    by_year = found["mutual-aid-by-year"]
    assert (by_year.why, by_year.rows) == ("Left out of this export", ())
    journal.answer("CC-PO-08", Answer({"needed": Counted(7)}), by=AM, seen=())
    assert drawn(journal)["support-units"].rows[0].cells[0].words == "In differing versions"


@pytest.mark.parametrize("text", ["9" * 5_000, "1e9", "", "four", "--3", "1.2.3"])
def test_what_is_no_plain_number_has_no_bar(text: str) -> None:
    assert fraction(text) is None
    journal = a_journal()
    journal.answer("CC-PO-14", returns(("2011", text, "9")))
    assert drawn(journal)["mutual-aid-by-year"].rows[0].cells[0].number is None

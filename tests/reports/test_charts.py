"""Charts on the pages: figure, table, words and patterns."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from reportlab.graphics.shapes import Line, Rect, String

from inspector_app.domain.answers import Answer
from inspector_app.domain.checklist import Pack
from inspector_app.domain.values import Counted, Tabled
from inspector_app.reports import charts
from inspector_app.reports.chart_facts import by_section
from inspector_app.reports.charts import BarChart, alternative, rows_drawn
from inspector_app.reports.facts import ChartFacts, ChartRow
from inspector_app.reports.styles import faces
from inspector_app.reports.tagging import Node
from tests.reports.test_layout import laid, read, words_of
from tests.support.standings import FONTS, Journal, a_journal, the_pack

WIDTH = 300.0


def of_public_order() -> Pack:
    """The real pack with one section, so that setting it takes no time."""
    pack = the_pack()
    kept = tuple(section for section in pack.sections if section.id in ("IN", "CC-PO"))
    shown = tuple(c for c in pack.charts if c.id in ("support-units", "mutual-aid-by-year"))
    held = tuple(q for q in pack.quantities if q.id in ("Q1", "Q2", "Q3"))
    return replace(pack, sections=kept, quantities=held, checks=(), charts=shown)


def a_force_with_units() -> Journal:
    journal = a_journal(of_public_order())
    journal.answer("CC-PO-08", Answer({"needed": Counted(5)}))
    caveat = "Leave is not counted."
    journal.answer("CC-PO-09", Answer({"declared": Counted(8, caveat=caveat)}))
    return journal


def facts(*rows: ChartRow, heads: tuple[str, ...] = ("What", "Number")) -> ChartFacts:
    return ChartFacts("chart", "Units", "units", heads, rows, "", ())


def row(label: str, *numbers: str) -> ChartRow:
    return ChartRow(label, tuple(f"{each} units" if each else "none" for each in numbers), numbers)


def shapes(found: ChartFacts, kind: type) -> list[Any]:
    drawing = BarChart(found, WIDTH, faces(FONTS), Node("Figure"))._drawing
    return [shape for shape in drawing.contents if isinstance(shape, kind)]


def test_a_chart_stands_in_its_section_with_its_table_its_caveat_and_its_number(
    tmp_path: Path,
) -> None:
    target = tmp_path / "out.pdf"
    laid(a_force_with_units(), target)
    text = words_of(target)
    place = text.index("Figure 1 Police support units needed locally")
    assert text.index("Its answers rest on") < place < text.index("Does the chief constable")
    told = text[place : text.index("Does the chief constable")]
    for words in ("8 police support units", "No answer recorded", "Caveat: Leave is not counted."):
        assert words in told
    assert told.count("PSUs needed for local disorder") == 2, "beside its bar, and in the table"
    assert "Without a figure, for want of numbers: Mutual aid by year. No answer recorded." in text


def test_a_chart_is_one_figure_whose_alternative_text_states_its_numbers(tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    structure = laid(a_force_with_units(), target).structure
    (chart,) = [node for node in _all(structure.root) if node.tag == "Figure"]
    assert chart.alt == (
        "Figure 1, bar chart: Police support units needed locally, able to be put out, and "
        "expected nationally. PSUs needed for local disorder: 5 police support units; PSUs that "
        "the force can put out: 8 police support units; PSUs towards a national mobilisation: No "
        "answer recorded."
    )
    assert len(chart.kids) == 1
    assert chart.box is not None
    with pikepdf.open(target) as pdf:
        images = [o for o in pdf.objects if getattr(o, "Subtype", None) == "/Image"]
    assert images == [], "it is drawn, and no picture of a drawing"


def _all(node: Node) -> list[Node]:
    kids = [kid for kid in node.kids if isinstance(kid, Node)]
    return [node, *(each for kid in kids for each in _all(kid))]


def test_what_may_not_be_exported_is_in_no_chart(tmp_path: Path) -> None:
    journal = a_force_with_units()
    journal.answer("CC-PO-09", Answer({"declared": Counted(7391)}, do_not_export=True))
    target = tmp_path / "out.pdf"
    structure = laid(journal, target).structure
    assert "7,391" not in words_of(target)
    assert all("7,391" not in node.alt and "7391" not in node.alt for node in _all(structure.root))
    charts_told = [c for section in read(journal).record.sections() for c in section.charts]
    assert charts_told
    assert "7391" not in repr(charts_told)


def test_bars_are_as_long_as_their_numbers_and_start_at_nought() -> None:
    three, eight = shapes(facts(row("a", "3"), row("b", "8"), row("none", "")), Rect)
    assert three.x == eight.x == 0
    assert three.width / eight.width == pytest.approx(3 / 8)
    minus, plus = shapes(facts(row("a", "-6"), row("b", "2")), Rect)
    assert minus.x + minus.width == pytest.approx(plus.x)
    assert minus.width / plus.width == pytest.approx(3)


def test_two_columns_differ_by_pattern_and_by_words_and_not_by_colour_alone() -> None:
    found = facts(row("2011", "4", "9"), heads=("Year", "Provided", "Received"))
    provided, received = shapes(found, Rect)
    assert provided.fillColor != received.fillColor
    hatching = [each for each in shapes(found, Line) if each.x1 != each.x2]
    assert len(hatching) > 10
    for line in hatching:
        assert received.y - 0.01 <= min(line.y1, line.y2)
        assert max(line.y1, line.y2) <= received.y + received.height + 0.01
        assert max(line.x1, line.x2) <= received.x + received.width + 0.01
    words = [each.text for each in shapes(found, String)]
    assert words == ["2011", "Provided 4 units", "Received 9 units"]


@pytest.mark.parametrize(
    "found",
    [
        facts(row("W" * 100_000, "8")),
        facts(row("a", "0"), row("b", "0")),
        facts(row("a", "9" * 60), row("b", "1")),
        facts(*(row(f"Row {n}", str(n)) for n in range(1_000))),
        facts(row("a", *map(str, range(200))), heads=("What", *map(str, range(200)))),
        facts(row("", "")),
    ],
    ids=["endless label", "noughts", "vast", "1,000 rows", "200 columns", "no number"],
)
def test_a_chart_fits_its_room_whatever_it_holds(found: ChartFacts) -> None:
    chart = BarChart(found, WIDTH, faces(FONTS), Node("Figure"))
    assert chart.height < 640
    assert 1 <= rows_drawn(found) <= len(found.rows)
    for bar in shapes(found, Rect):
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
    assert len(alternative(1, found)) <= charts._ALT_CHARACTERS


def test_a_long_table_is_printed_whole_and_says_how_much_of_it_is_drawn(tmp_path: Path) -> None:
    journal = a_journal(of_public_order())
    rows = tuple((str(1900 + n), str(n), str(2 * n)) for n in range(60))
    journal.answer("CC-PO-14", Answer({"returns": Tabled(rows)}))
    target = tmp_path / "out.pdf"
    laid(journal, target)
    text = words_of(target)
    assert "The first 11 of 60 rows are drawn." in text
    start = text.index("Figure 1 Mutual aid by year")
    assert "1959 59 police support units 118 police support units" in text[start:]


def test_decimals_are_written_as_they_were_answered() -> None:
    journal = a_journal()
    answer = Answer({"take_up": Tabled((("Course", "completed", "3", "12.05"),))})
    journal.answer("CP-CY-13", answer)
    sections = {s.id: s for chapter in read(journal).record.chapters for s in chapter.sections}
    chart = next(c for c in sections["CP-CY"].charts if c.id == "course-take-up")
    assert [each.numbers for each in chart.rows] == [("12.05",)]
    assert by_section((), the_pack(), lambda _: ()) == {}

"""What a chart is in the forms that cannot draw: its table with all that the drawing shows."""

from inspector_app.reports.legible import Legible
from inspector_app.reports.outline import Manner, Table, Words
from inspector_app.reports.outline_charts import chart_blocks
from inspector_app.reports.outlining import outlined
from tests.reports.test_charts import a_force_with_units
from tests.reports.test_layout import read
from tests.support.standings import MADE_AT_MS


def test_a_chart_is_a_table_with_its_caveats_in_every_form() -> None:
    blocks = outlined(read(a_force_with_units()), MADE_AT_MS).blocks
    (table,) = (b for b in blocks if isinstance(b, Table) and "figure" in b.caption)
    assert table.caption.startswith("The numbers of figure 1: Police support units needed")
    assert ("PSUs that the force can put out", "8 police support units") in table.rows
    assert Words("Leave is not counted.", Manner.QUIET, "Caveat:") in blocks


def test_a_chart_without_numbers_says_why() -> None:
    sections = read(a_force_with_units()).record.sections()
    chart = next(c for s in sections for c in s.charts if c.why)
    (told,) = chart_blocks(chart, {}, Legible())
    assert isinstance(told, Words)
    assert told.text == "No number for: Mutual aid by year. No answer recorded."

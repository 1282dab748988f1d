"""The charts of a pack, read strictly: a chart compares like with like."""

from collections.abc import Iterable, Mapping

from inspector_app.domain.charting import NUMBER_KINDS
from inspector_app.domain.checklist import Chart, Column, Quantity, Section
from inspector_app.packs.records import Record

CHART = ("id", "title", "quantities", "columns")


def columns_of(sections: Iterable[Section]) -> Mapping[str, Column]:
    """Return every column of every table by its place, ``CC-PO-14/returns/received``."""
    return {
        f"{line.id}/{part.id}/{column.id}": column
        for section in sections
        for line in section.lines
        for part in line.parts
        for column in part.columns
    }


def chart(
    record: Record, quantities: Mapping[str, Quantity], columns: Mapping[str, Column]
) -> Chart:
    """Return one chart; what cannot be drawn on one scale is a fault."""
    identity = record.identity("chart")
    by = f"the chart {identity}"
    if record.has("quantities") == record.has("columns"):
        record.fault("id", f"{by} needs either quantities or the columns of one table")
    shown = record.references("quantity", "quantities", by)
    places = record.references("place", "columns", by)
    units = {quantities[each].unit for each in shown if each in quantities}
    known = {place: columns[place] for place in places if place in columns}
    units |= {column.unit for column in known.values()}
    for place in places:
        if place not in known or known[place].kind not in NUMBER_KINDS:
            record.fault("columns", f"{by} cannot draw {place}, which is no column of numbers")
    if len({place.rpartition("/")[0] for place in known}) > 1:
        record.fault("columns", f"{by} names columns of more than one table")
    if len(units) > 1:
        record.fault("id", f"{by} compares what is counted in different units")
    return Chart(identity, record.text("title"), shown, places)

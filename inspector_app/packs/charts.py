"""The charts of a pack, read strictly: a chart compares like with like."""

from collections.abc import Iterable, Mapping

from inspector_app.domain.charting import NUMBER_KINDS
from inspector_app.domain.checklist import Chart, Column, Quantity, Section
from inspector_app.packs.records import Record
from inspector_app.texts import tr

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
    by = tr("the chart {identity}").format(identity=identity)
    if record.has("quantities") == record.has("columns"):
        record.fault(
            "id", tr("{by} needs either quantities or the columns of one table").format(by=by)
        )
    shown = record.references("quantity", "quantities", by)
    places = record.references("place", "columns", by)
    units = {quantities[each].unit for each in shown if each in quantities}
    known = {place: columns[place] for place in places if place in columns}
    units |= {column.unit for column in known.values()}
    for place in places:
        if place not in known or known[place].kind not in NUMBER_KINDS:
            record.fault(
                "columns",
                tr("{by} cannot draw {place}, which is not a column of numbers").format(
                    by=by, place=place
                ),
            )
    if len({place.rpartition("/")[0] for place in known}) > 1:
        record.fault("columns", tr("{by} names columns of more than one table").format(by=by))
    if len(units) > 1:
        record.fault("id", tr("{by} compares what is counted in different units").format(by=by))
    return Chart(identity, record.text("title"), shown, places)

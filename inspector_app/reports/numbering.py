"""Numbers the figures of a summary, alike in every form of it."""

from collections.abc import Mapping

from inspector_app.reports.facts import Record


def figures(record: Record) -> Mapping[str, int]:
    """Return the number of each chart by its id and of each picture by its item's number.

    Charts come first, as they are printed; what is not drawn has no number.
    """
    charts = (chart.id for s in record.sections() for chart in s.charts if not chart.why)
    pictures = (item.number for item in record.evidence if item.picture is not None)
    return {key: at for at, key in enumerate((*charts, *pictures), 1)}

"""Columns that recur in the sheets of a working copy, and how their cells are filled."""

from collections.abc import Sequence

from inspector_app.reports.facts import By, Detail
from inspector_app.reports.legible import Legible
from inspector_app.sheets.book import Cell, Column
from inspector_app.texts import tr

BY = (Column(tr("By"), 6), Column(tr("When"), 24))
OWN_MARKING = Column(tr("Marking, where it is its own"), 22)
_YES, _NO = tr("yes"), tr("no")


def fitted(cells: Sequence[Cell], fit: Legible, place: str) -> tuple[Cell, ...]:
    """Return a row with its texts made fit; ``place`` is told where one cannot be shown."""
    fit.place = place
    return tuple(fit.text(cell) if isinstance(cell, str) else cell for cell in cells)


def by_of(by: By) -> tuple[str, str]:
    """Return the cells under :data:`BY`."""
    return by.initials, by.when


def said(flag: bool) -> str:
    """Return ``yes`` or ``no``."""
    return _YES if flag else _NO


def in_parts(details: Sequence[Detail]) -> str:
    """Return the parts of an answer or source, each on a line of its own; a table's row by row."""
    found = []
    for detail in details:
        label = f"{detail.label}: " if detail.label else ""
        if not detail.titles:
            found.append(label + detail.words)
        for row in detail.rows:
            cells = zip(detail.titles, row, strict=False)
            found.append(label + "; ".join(f"{title}: {cell}" for title, cell in cells))
    return "\n".join(found)

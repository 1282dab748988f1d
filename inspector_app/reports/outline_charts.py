"""Puts a chart into blocks: its table and its caveats, which say all that the drawing shows."""

from collections.abc import Iterator, Mapping

from inspector_app.reports.facts import ChartFacts
from inspector_app.reports.legible import Legible
from inspector_app.reports.outline import Block, Manner, Table, Words
from inspector_app.texts import tr


def chart_blocks(facts: ChartFacts, figures: Mapping[str, int], fit: Legible) -> Iterator[Block]:
    """Yield a chart's blocks; ``figures`` has the number that the signed summary gives it."""
    title = fit.text(facts.title)
    if facts.why:
        yield Words(
            tr("No number for: {title}. {text}.").format(title=title, text=fit.text(facts.why)),
            Manner.QUIET,
        )
        return
    yield Table(
        tr("The numbers of figure {figures}: {title}").format(
            figures=figures[facts.id], title=title
        ),
        tuple(map(fit.text, facts.heads)),
        tuple(tuple(map(fit.text, (row.label, *row.words))) for row in facts.rows),
        has_row_heads=True,
    )
    for caveat in facts.caveats:
        yield Words(fit.text(caveat), Manner.QUIET, tr("Caveat:"))

"""What all parts of a summary's pages are set with: headings, leads, tables, entries kept whole."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from reportlab.lib.utils import ImageReader
from reportlab.platypus import CondPageBreak, KeepTogether, Spacer

from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.ids import Sha256
from inspector_app.reports import numbering, styles
from inspector_app.reports.anchors import anchors
from inspector_app.reports.facts import Content, Detail, LineFacts
from inspector_app.reports.flowables import Grid, Prose, grid
from inspector_app.reports.linking import Lead, LinkedWords
from inspector_app.reports.phrases import dotted as _dotted
from inspector_app.reports.typesetting import Typesetter
from inspector_app.texts import tr

Fetch = Callable[[Sha256], ImageReader | None]
_KEPT_CHARACTERS, _KEPT_PARTS = 1_500, 12
"""A question with its answer is kept on one page up to this length."""
_CELL_CHARACTERS = 300
"""A table with a longer text in a cell is set as a list, so that no row can outgrow a page."""
_MOST_COLUMNS = 6
_MOST_ROWS_KEPT = 12
"""A table up to this length is kept with its title, on one page where it can."""
_ROWS_IN_A_GRID = 200
"""Longer tables are set as several: the time a table takes grows with the square of its rows."""
_GRID_LOOK = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 8),
    ("TOPPADDING", (0, 0), (-1, -1), 2.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
    ("LINEBELOW", (0, 0), (-1, 0), 0.75, styles.STRONG_RULE),
    ("LINEBELOW", (0, 1), (-1, -1), 0.5, styles.RULE),
]
CARD_LOOK = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
]


class PageParts:
    """Sets one part of a content's pages; the parts are set one after the other."""

    def __init__(
        self,
        content: Content,
        made_at_ms: int,
        setter: Typesetter,
        fetch: Fetch,
        page_of: Mapping[str, int],
    ) -> None:
        self._content = content
        self._record = content.record
        self._anchors = tuple(anchors(content))
        self._made_at_ms = made_at_ms
        self._set = setter
        self._look = setter.styles
        self._fetch = fetch
        self._page_of = page_of
        detail = content.options.detail
        self._since = content.interim.since if content.interim else None
        self._is_full = detail.has(DetailLevel.FULL)
        self._lists_sources = detail.has(DetailLevel.ACCOUNTS)
        self._figures = numbering.figures(self._record)
        self._terms = {each.number: each.term for each in content.record.definitions}

    def _at(self, place: str) -> None:
        self._set.place = place

    def _heading(self, key: str) -> Prose:
        anchor = next(each for each in self._anchors if each.key == key)
        return self._set.prose(anchor.title, self._look.chapter, anchor=anchor, tag="H1")

    def _fact(self, label: str, words: str) -> list[Prose]:
        return self._set.paragraphs(words or "–", self._look.fact, bullet=label) if words else []

    def _lead(self, words: str, key: str, told: str = "") -> Lead:
        """Return words that lead to a place, if that is on a page: the last setting knows."""
        return Lead(self._set.plain(words), key, told or words, key in self._page_of)

    def _evidence_lead(self, number: str) -> Lead:
        figure = self._figures.get(number)
        figured = tr("{number} (figure {figure})").format(number=number, figure=figure)
        words = figured if figure else number
        return self._lead(words, f"evidence-{number}")

    def _note(self, number: int) -> Lead:
        term = self._terms.get(number, "")
        return self._lead(
            str(number),
            note_key(number),
            tr("Definition {number}: {term}").format(number=number, term=term),
        )

    def _details(self, details: Sequence[Detail], lead: Any, told: Any, rest: Any) -> Iterator[Any]:
        for at, detail in enumerate(details):
            label = self._set.quiet(f"{detail.label}:") + " " if detail.label else ""
            if detail.titles:
                if detail.label:
                    title = self._set.prose(f"{detail.label}:", self._look.meta)
                    title.keepWithNext = len(detail.rows) <= _MOST_ROWS_KEPT
                    yield title
                yield from self._table(detail.titles, detail.rows)
                continue
            style = (lead if len(detail.words) < 200 else told) if at == 0 else rest
            yield from self._set.paragraphs(detail.words, style, lead=label)

    def _table(self, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Any]:
        longest = max((len(text) for row in (titles, *rows) for text in row), default=0)
        widest = max(map(len, (titles, *rows)))
        if longest > _CELL_CHARACTERS or len(titles) > _MOST_COLUMNS or widest > len(titles):
            yield from self._table_as_list(titles, rows)
            return
        for start in range(0, len(rows), _ROWS_IN_A_GRID):
            chunk = rows[start : start + _ROWS_IN_A_GRID]
            yield self._grid(titles, chunk, styles.WIDTH - styles.NUMBER_COLUMN)
        yield Spacer(1, 4)

    def _grid(self, titles: Sequence[str], rows: Sequence[Sequence[str]], room: float) -> Grid:
        """Return one table, which the open element holds."""
        look = self._look
        with self._set.tree.inside("Table"):
            cells = [self._set.heads(titles, look.cell_head)]
            cells += [self._set.cells(row, look.cell) for row in rows]
        made = grid(cells, _widths(titles, rows, room), _GRID_LOOK, look.faces.text, heads=1)
        # What is narrower than the page stands at its right edge: the left is for numbers.
        made.hAlign = "RIGHT"
        if len(rows) <= _MOST_ROWS_KEPT:
            made.characters = sum(len(text) for row in (titles, *rows) for text in row)
        return made

    def _table_as_list(self, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Any]:
        for number, row in enumerate(rows, 1):
            yield self._set.prose(tr("Row {number}").format(number=number), self._look.meta)
            for title, cell in zip(titles, row, strict=False):
                lead = f"{self._set.markup(title)}: " if title else ""
                yield from self._set.paragraphs(cell or "–", self._look.part, lead=lead)
            if beyond := row[len(titles) :]:
                words = tr("Beyond its columns: {dotted}").format(dotted=_dotted(beyond))
                yield from self._set.paragraphs(words, self._look.part)

    def _printed_lines(self) -> Iterator[LineFacts]:
        return (line for section in self._record.sections() for line in section.lines)


def line_key(line: str) -> str:
    """Return the name of the place of a line."""
    return f"line-{line}"


def note_key(number: int) -> str:
    """Return the name of the place of a definition."""
    return f"note-{number}"


def kept(opening: Sequence[Any], rest: Sequence[Any]) -> list[Any]:
    """Return an entry's parts so that short ones stay on one page, and else the first two."""
    weight = sum(map(weight_of, opening))
    if weight + sum(map(weight_of, rest)) < _KEPT_CHARACTERS and len(rest) < _KEPT_PARTS:
        return [KeepTogether([*opening, *rest])]
    if rest and weight + weight_of(rest[0]) < _KEPT_CHARACTERS:
        return [KeepTogether([*opening, rest[0]]), *rest[1:]]
    return [CondPageBreak(80), *opening, *rest]


def joined(heading: Sequence[Any], body: Sequence[Any]) -> list[Any]:
    """Return a heading kept with the first thing below it, where both are short."""
    first = body[0] if body else None
    if sum(map(weight_of, heading)) > _KEPT_CHARACTERS:
        return [CondPageBreak(170), *heading, *body]
    if isinstance(first, KeepTogether):
        return [KeepTogether([*heading, *first._content]), *body[1:]]
    return [CondPageBreak(170), KeepTogether([*heading]), *body]


def weight_of(flowable: object) -> int:
    """Return how many characters a thing that is set holds."""
    if isinstance(flowable, Grid):
        return flowable.characters or _KEPT_CHARACTERS
    return flowable.characters if isinstance(flowable, LinkedWords | Prose) else 0


def _widths(titles: Sequence[str], rows: Sequence[Sequence[str]], room: float) -> list[float]:
    """Return column widths that share the room by how much the columns hold, none below a floor."""
    weights = [
        max(8, min(60, max((len(row[at]) for row in (titles, *rows) if at < len(row)), default=0)))
        for at in range(len(titles))
    ]
    return [room * weight / sum(weights) for weight in weights]

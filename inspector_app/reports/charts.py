"""A chart as a vector drawing that can be read in grey: bars with their words beside them.

What tells the bars of two columns apart is their pattern and the words behind them, never a colour.
"""

from collections.abc import Iterator
from fractions import Fraction

from reportlab.graphics.renderPDF import draw as draw_drawing
from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color
from reportlab.platypus import Flowable

from inspector_app.domain.locales import current
from inspector_app.domain.wording import first_words, one_line
from inspector_app.reports import styles
from inspector_app.reports.facts import ChartFacts, ChartRow
from inspector_app.reports.measuring import fitted
from inspector_app.reports.measuring import width as width_of
from inspector_app.reports.styles import Faces
from inspector_app.reports.tagging import Node, TaggedCanvas
from inspector_app.texts import tr

_MOST_HEIGHT = 520.0
"""Points; what has no room in them is not drawn, and stands in the table."""
_MOST_BARS = 6
"""Of one row."""
_BAR, _BETWEEN_BARS, _LABEL, _AFTER_ROW = 10.0, 3.0, 12.0, 9.0
_SIZE = 8.0
_WORDS_SHARE = 0.42
"""Of the width, kept for the words behind the longest bar."""
_ALT_CHARACTERS = 1_500
_HATCH = 4.0
_LEAST_BAR = 1.0
"""Points; else a small number beside a great one could not be told from none."""


def alternative(number: int, facts: ChartFacts) -> str:
    """Return what is read out in a chart's place: its title and its numbers."""
    told = "; ".join(_row_words(row, facts) for row in facts.rows[: rows_drawn(facts)])
    words = tr("Figure {number}, bar chart: {facts}. {told}.").format(
        number=number, facts=one_line(facts.title), told=one_line(told)
    )
    return first_words(words, _ALT_CHARACTERS)


def rows_drawn(facts: ChartFacts) -> int:
    """Return how many rows of its table are drawn; all but of a long table."""
    return min(len(facts.rows), max(1, int(_MOST_HEIGHT // _row_height(facts))))


def _bars(facts: ChartFacts) -> int:
    return min(max(len(facts.heads) - 1, 1), _MOST_BARS)


def _row_height(facts: ChartFacts) -> float:
    return _LABEL + _bars(facts) * (_BAR + _BETWEEN_BARS) - _BETWEEN_BARS + _AFTER_ROW


class BarChart(Flowable):  # type: ignore[misc]
    """The bars of a chart: one figure."""

    def __init__(self, facts: ChartFacts, width: float, faces: Faces, node: Node) -> None:
        super().__init__()
        self.width = width
        self._node = node
        self._drawing = _drawing(facts, width, faces)
        self.height = self._drawing.height

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Return the room it takes."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it."""
        canvas: TaggedCanvas = self.canv
        left, bottom = canvas.absolutePosition(0, 0)
        self._node.box = (left, bottom, left + self.width, bottom + self.height)
        with canvas.marked(self._node):
            draw_drawing(self._drawing, canvas, 0, 0)


def _row_words(row: ChartRow, facts: ChartFacts) -> str:
    if len(row.words) == 1:
        return f"{row.label}: {row.words[0]}"
    titles = facts.heads[1:]
    told = ", ".join(f"{title} {words}" for title, words in zip(titles, row.words, strict=True))
    return f"{row.label}: {told}"


def _drawing(facts: ChartFacts, width: float, faces: Faces) -> Drawing:
    rows = facts.rows[: rows_drawn(facts)]
    bars, row_height = _bars(facts), _row_height(facts)
    height = max(row_height * len(rows) - _AFTER_ROW + 2, _BAR)
    drawing = Drawing(width, height, initialFontName=faces.text, initialFontSize=_SIZE)
    numbers = [Fraction(each) for row in rows for each in row.numbers[:bars] if each]
    most, least = max([*numbers, Fraction(0)]), min([*numbers, Fraction(0)])
    room = width * (1 - _WORDS_SHARE)
    span = most - least
    zero = float(-least / span) * room if span else 0.0
    top = height
    for row in rows:
        drawing.add(_words(row.label, 4, top - _SIZE, width - 4, faces.text, styles.INK))
        bottom = top - _LABEL - _BAR
        told_numbers = list(zip(row.words, row.numbers, strict=True))[:bars]
        for at, (words, number) in enumerate(told_numbers):
            end = zero
            if number:
                share = float(abs(Fraction(number)) / span) if span else 0.0
                long = max(share * room, _LEAST_BAR if Fraction(number) else 0.0)
                left = zero - long if number.startswith("-") else zero
                for shape in _bar(left, bottom, long, at):
                    drawing.add(shape)
                end = max(zero, left + long)
            said = words if bars == 1 else f"{facts.heads[at + 1]} {words}"
            colour = styles.INK if number else styles.DIM
            face = faces.semibold if number else faces.italic
            space = width - end - 5
            said = _shortest_loss(said, number, face, space)
            drawing.add(_words(said, end + 5, bottom + 2, space, face, colour))
            bottom -= _BAR + _BETWEEN_BARS
        top -= row_height
    drawing.add(Line(zero, 0, zero, height, strokeColor=styles.STRONG_RULE, strokeWidth=0.75))
    return drawing


def _shortest_loss(said: str, number: str, face: str, room: float) -> str:
    """Return the words if they fit, else their beginning up to a comma, else the bare number."""
    plain = current().decimal_words(number)
    wanted = (one_line(said), one_line(said).partition(",")[0], plain)
    fits = (each for each in wanted if each and width_of(each, face, _SIZE) <= room)
    return next(fits, plain or said)


def _words(text: str, x: float, y: float, room: float, face: str, colour: Color) -> String:
    words = fitted(one_line(text), face, _SIZE, room)
    return String(x, y, words, fontName=face, fontSize=_SIZE, fillColor=colour)


def _bar(left: float, bottom: float, long: float, pattern: int) -> Iterator[Rect | Line]:
    """Yield a bar: full, hatched or empty, so that each column has its own."""
    kind = pattern % 3
    fill = (styles.ACCENT, styles.WHITE, styles.TRACK)[kind]
    yield Rect(
        left, bottom, long, _BAR, fillColor=fill, strokeColor=styles.ACCENT, strokeWidth=0.75
    )
    if kind == 1:
        for x1, y1, x2, y2 in _hatching(left, bottom, long, _BAR):
            yield Line(x1, y1, x2, y2, strokeColor=styles.ACCENT, strokeWidth=0.75)


def _hatching(
    left: float, bottom: float, long: float, high: float
) -> Iterator[tuple[float, float, float, float]]:
    """Yield the slanting lines that fill a rectangle, each cut off at its edges."""
    start = _HATCH - high
    for step in range(int((long + high) // _HATCH)):
        x = start + step * _HATCH
        begin, end = max(x, 0.0), min(x + high, long)
        if end > begin:
            yield left + begin, bottom + begin - x, left + end, bottom + end - x

"""Words on a page that lead to another place of it, and the index made of such words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from inspector_app.reports import styles
from inspector_app.reports.measuring import fitted, width
from inspector_app.reports.tagging import Node, TaggedCanvas, Tree
from inspector_app.texts import tr

_NUMBER_COLUMN, _PAGE_COLUMN = 52.0, 22.0
"""Of an index, in points."""


@dataclass(frozen=True, slots=True)
class Lead:
    """Words that lead somewhere."""

    words: str
    key: str
    """Of the place that they lead to."""
    told: str
    """What is read out of the link, where its words alone say too little."""
    leads: bool
    """False: the place is on no page, and the words are printed as words."""


@dataclass(frozen=True, slots=True)
class _Token:
    words: str
    node: Node
    lead: Lead | None


class LinkedWords(Flowable):  # type: ignore[misc]
    """A label and words that lead somewhere, in as many lines as they need; may break."""

    def __init__(
        self,
        label: str,
        leads: Sequence[Lead],
        style: ParagraphStyle,
        tree: Tree,
    ) -> None:
        super().__init__()
        self._style, self._tree = style, tree
        paragraph = tree.add("P")
        self._tokens = [_Token(f"{word} ", paragraph, None) for word in label.split()]
        for at, lead in enumerate(leads, 1):
            words = lead.words if at == len(leads) else f"{lead.words}, "
            node = paragraph
            if lead.leads:
                node = tree.add("Link", tree.add("Reference", paragraph))
            self._tokens.append(_Token(words, node, lead if lead.leads else None))
        self.characters = sum(len(token.words) for token in self._tokens)
        self.spaceBefore, self.spaceAfter = style.spaceBefore, style.spaceAfter

    def wrap(self, wide: float, _high: float) -> tuple[float, float]:
        """Return the room it takes."""
        self.width = wide
        self._rows = list(self._broken(wide - self._style.leftIndent - self._style.rightIndent))
        self.height = self._style.leading * len(self._rows)
        return wide, self.height

    def split(self, wide: float, high: float) -> list["LinkedWords"]:
        """Return itself as two, which are parts of the same paragraph (ReportLab)."""
        self.wrap(wide, high)
        fits = int(high // self._style.leading)
        if fits < 1 or fits >= len(self._rows):
            return []
        return [self._part(self._rows[:fits]), self._part(self._rows[fits:])]

    def draw(self) -> None:
        """Draw it; each word that leads somewhere is a link."""
        canvas: TaggedCanvas = self.canv
        style = self._style
        baseline = self.height - style.fontSize
        for row in self._rows:
            x = style.leftIndent
            for token in row:
                room = self._width(token.words)
                with canvas.marked(token.node):
                    canvas.setFont(style.fontName, style.fontSize)
                    canvas.setFillColor(styles.ACCENT if token.lead else style.textColor)
                    canvas.drawString(x, baseline, token.words)
                if token.lead is not None:
                    box = (x, baseline - 2, x + room, baseline + style.fontSize)
                    canvas.link(self._tree, token.node, token.lead.told, token.lead.key, box)
                x += room
            baseline -= style.leading

    def _broken(self, room: float) -> Iterator[list[_Token]]:
        row: list[_Token] = []
        used = 0.0
        for token in self._tokens:
            wide = self._width(token.words)
            if wide > room:
                words = fitted(token.words, self._style.fontName, self._style.fontSize, room)
                token, wide = replace(token, words=words), room
            if row and used + wide > room:
                yield row
                row, used = [], 0.0
            row.append(token)
            used += wide
        if row:
            yield row

    def _width(self, words: str) -> float:
        return width(words, self._style.fontName, self._style.fontSize)

    def _part(self, rows: list[list[_Token]]) -> "LinkedWords":
        part = LinkedWords.__new__(LinkedWords)
        Flowable.__init__(part)
        part._style, part._tree = self._style, self._tree
        part._tokens = [token for row in rows for token in row]
        part.characters = sum(len(token.words) for token in part._tokens)
        part.spaceBefore, part.spaceAfter = 0, self.spaceAfter
        return part


class IndexRow(Flowable):  # type: ignore[misc]
    """One row of an index: a number, as much of a text as fits, and the page it stands on."""

    def __init__(
        self, number: str, text: str, page: int, key: str, style: ParagraphStyle, tree: Tree
    ) -> None:
        super().__init__()
        self._number, self._text, self._page, self._key = number, text, page, key
        self._style, self._tree = style, tree
        self._link = tree.add("Link", tree.add("Reference", tree.add("LBody", tree.item())))
        self.height = style.leading

    def wrap(self, wide: float, _high: float) -> tuple[float, float]:
        """Return the room it takes: one line."""
        self.width = wide
        return wide, self.height

    def draw(self) -> None:
        """Draw it; all of it leads to the page."""
        canvas: TaggedCanvas = self.canv
        style = self._style
        face, size = style.fontName, style.fontSize
        baseline = self.height - size
        room = self.width - _NUMBER_COLUMN - _PAGE_COLUMN
        with canvas.marked(self._link):
            canvas.setFont(face, size)
            canvas.setFillColor(styles.DIM)
            canvas.drawString(0, baseline, f"{self._number} ")
            canvas.setFillColor(style.textColor)
            words = fitted(self._text, face, size, room)
            canvas.drawString(_NUMBER_COLUMN, baseline, f"{words} ")
            if self._page:
                canvas.drawRightString(self.width, baseline, str(self._page))
        if self._page:
            box = (0, baseline - 2, self.width, baseline + size)
            told = tr("{number}, page {page}").format(number=self._number, page=self._page)
            canvas.link(self._tree, self._link, told, self._key, box)

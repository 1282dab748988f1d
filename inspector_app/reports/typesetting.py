"""Texts of any script and length as paragraphs that are sure to print."""

from collections.abc import Callable, Iterable, Sequence
from math import ceil
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle

from inspector_app.domain.locales import whole_words
from inspector_app.domain.wording import first_words
from inspector_app.reports import styles
from inspector_app.reports.flowables import Anchor, NoteMark, Prose, room_of_marks
from inspector_app.reports.linking import Lead
from inspector_app.reports.measuring import width
from inspector_app.reports.scripts import SEE_DATA, Face, Run, runs
from inspector_app.reports.styles import Faces, Styles
from inspector_app.reports.tagging import Tree
from inspector_app.texts import tr, tr_counted

_LONGEST_PARAGRAPH, _LONGEST_PATCHWORK = 6_000, 1_200
"""Characters; a longer line is set as several paragraphs, since each page that one breaks over
costs time for all that is left of it, the more so where its font changes (measured: 6 s, not 0.3).
"""
_PATCHWORK_CHANGES = 20
_FIXED_SPACE = "\u00a0"


class Typesetter:
    """Makes paragraphs, each part of a structure, and remembers what could not be printed.

    ``asked`` is called at every paragraph, and may raise to stop: making a long report's takes
    seconds before the first page is set.
    """

    def __init__(self, look: Styles, asked: Callable[[], None] | None = None) -> None:
        self.styles = look
        self._asked = asked
        self.tree = Tree()
        """What the paragraphs are, in the order in which they were made."""
        self.place = tr("Cover")
        """Where the texts that come now stand, for the list of what was replaced."""
        self._replaced: dict[str, None] = {}

    @property
    def replaced(self) -> tuple[str, ...]:
        """What was replaced and where, each once, in order."""
        return tuple(self._replaced)

    def markup(self, text: str) -> str:
        """Return ``text`` as one paragraph's markup; line breaks become spaces."""
        return "".join(map(self._marked, self._runs(text.replace("\n", " "))))

    def strong(self, text: str) -> str:
        """Return markup that sets ``text`` in semibold."""
        return f'<font name="{self.styles.faces.semibold}">{self.markup(text)}</font>'

    def quiet(self, text: str) -> str:
        """Return markup that sets ``text`` as a label: dim and light."""
        face = self.styles.faces.text
        return f'<font name="{face}" color="{_hex(styles.DIM)}">{self.markup(text)}</font>'

    def accented(self, text: str) -> str:
        """Return markup that sets ``text`` in the accent's colour."""
        return f'<font color="{_hex(styles.ACCENT)}">{self.markup(text)}</font>'

    def shortened(self, text: str, most: int) -> str:
        """Return ``text``, or its beginning where it has more than ``most`` characters; told."""
        if len(text) <= most:
            return text
        replaced = tr_counted(len(text), "{place}: a text of {number} characters").format(
            place=self.place, number=whole_words(len(text))
        )
        self._replaced[replaced] = None
        shown = first_words(text[: most + 1], most)
        return tr("{text} ‹shortened; {see_data}›").format(text=shown, see_data=SEE_DATA)

    def plain(self, text: str) -> str:
        """Return ``text`` as it can be printed in the text font alone, on one line."""
        flat = text.replace("\n", " ")
        return "".join(
            run.text if run.face is not Face.SYMBOLS else "·" * len(run.text)
            for run in self._runs(flat)
        )

    def prose(
        self,
        text: str,
        style: ParagraphStyle,
        *,
        bullet: str = "",
        lead: str = "",
        tail: str = "",
        anchor: Anchor | None = None,
        tag: str = "P",
    ) -> Prose:
        """Return one paragraph.

        Args:
            text: any text; its line breaks become spaces.
            style: of the paragraph.
            bullet: short words that hang to the left.
            lead: markup, made with :meth:`markup`, that goes before the text.
            tail: markup that goes after it.
            anchor: a place that contents and bookmarks lead to.
            tag: what it is; with a bullet, a ``P`` is an item of a list. Empty: it is all that the
                open element holds.
        """
        if self._asked is not None:
            self._asked()
        hanging = self.plain(bullet) if bullet else None
        prose = Prose(lead + self.markup(text) + tail, style, bulletText=hanging)
        prose.anchor, prose.characters = anchor, len(text)
        if hanging and tag in ("P", "Note"):
            holder = self.tree.item() if tag == "P" else self.tree.add("Note")
            prose.label = self.tree.add("Lbl", holder)
            prose.holder = self.tree.add("LBody", holder) if tag == "P" else holder
            prose.node = self.tree.add("P", prose.holder)
        else:
            prose.node = self.tree.add(tag) if tag else self.tree.current
        return prose

    def paragraphs(
        self,
        text: str,
        style: ParagraphStyle,
        *,
        bullet: str = "",
        lead: str = "",
        tail: str = "",
        tag: str = "P",
        notes: Sequence[Lead] = (),
    ) -> list[Prose]:
        """Return a text of any length as paragraphs, one for each line that is not empty.

        What comes after the first is part of its item where it is one, and never a heading. Behind
        the last stand the marks of ``notes``.
        """
        lines = (line for line in text.splitlines() if line.strip())
        pieces = [piece for line in lines for piece in _cut(line, self._longest(line))]
        pieces = pieces or [""]
        first, *rest = pieces
        tail += self._room_for(notes, style)
        end = tail if not rest else ""
        found = [self.prose(first, style, bullet=bullet, lead=lead, tail=end, tag=tag)]
        with self.tree.within(found[0].holder or self.tree.current):
            for at, piece in enumerate(rest, 1):
                end = tail if at == len(rest) else ""
                found.append(self.prose(piece, style, tail=end))
        found[-1].marks = [self._mark(each, found[-1]) for each in notes]
        return found

    def _room_for(self, notes: Sequence[Lead], style: ParagraphStyle) -> str:
        """Return spaces at which no line breaks, as wide as the marks of ``notes``."""
        words = [each.words for each in notes]
        if not words:
            return ""
        space = width(_FIXED_SPACE, style.fontName, style.fontSize)
        return _FIXED_SPACE * ceil(room_of_marks(words, style) / space)

    def _mark(self, note: Lead, prose: Prose) -> NoteMark:
        of = prose.node or self.tree.current
        node = self.tree.add("Link", self.tree.add("Reference", of)) if note.leads else of
        return NoteMark(note, node, self.tree)

    def heads(self, titles: Iterable[str], style: ParagraphStyle) -> list[Prose]:
        """Return the header cells of the table that is open; they may repeat on later pages."""
        found = []
        with self.tree.inside("TR"):
            for title in titles:
                with self.tree.inside("TH", scope="Column") as cell:
                    cell.is_drawn_once = True
                    found.append(self.prose(title, style, tag=""))
        return found

    def cells(self, texts: Iterable[str], style: ParagraphStyle) -> list[Prose]:
        """Return the cells of one row of the table that is open."""
        found = []
        with self.tree.inside("TR"):
            for text in texts:
                with self.tree.inside("TD"):
                    found.append(self.prose(text, style, tag=""))
        return found

    def _longest(self, line: str) -> int:
        if len(line) <= _LONGEST_PATCHWORK:
            return _LONGEST_PATCHWORK
        changes = len(self._read(line)) + sum(map(line.count, "&<>"))
        return _LONGEST_PATCHWORK if changes > _PATCHWORK_CHANGES else _LONGEST_PARAGRAPH

    def _runs(self, text: str) -> list[Run]:
        found = self._read(text)
        for run in found:
            if run.lost:
                self._replaced[f"{self.place}: {run.lost}"] = None
        return found

    def _read(self, text: str) -> list[Run]:
        faces: Faces = self.styles.faces
        return list(runs(text, faces.letters, faces.symbol_letters))

    def _marked(self, run: Run) -> str:
        words = escape(run.text)
        if run.face is Face.SYMBOLS:
            return f'<font name="{self.styles.faces.symbols}">{words}</font>'
        if run.face is Face.REPLACED:
            return f'<font name="{self.styles.faces.italic}">{words}</font>'
        return words


def _hex(colour: Color) -> str:
    return "#" + str(colour.hexval()).removeprefix("0x")


def _cut(line: str, longest: int) -> list[str]:
    """Return a line as pieces of at most ``longest``, cut between words where there are any."""
    pieces = []
    start = 0
    while len(line) - start > longest:
        at = line.rfind(" ", start + longest // 2, start + longest)
        at = at if at > 0 else start + longest
        pieces.append(line[start:at])
        start = at
    return [*pieces, line[start:]]

"""How a summary looks: faces, sizes, colours and measures, in points."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from inspector_app.domain.errors import NotFound
from inspector_app.texts import tr

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 20 * mm
TOP = 24 * mm
FOOT = 24 * mm
WIDTH = PAGE_WIDTH - 2 * MARGIN
HEIGHT = PAGE_HEIGHT - TOP - FOOT
GUTTER = 22
"""Between the two columns of an index."""
NUMBER_COLUMN = 58
"""Room for a line's number, which hangs left of its words."""
ACCOUNT_INDENT = NUMBER_COLUMN + 12
FACT_COLUMN = 112
"""Room for the labels of a list of facts."""

INK = HexColor("#1b2430")
DIM = HexColor("#566171")
RULE = HexColor("#d5dae1")
STRONG_RULE = HexColor("#858f9d")
ACCENT = HexColor("#1f4f8f")
SOFT = HexColor("#eef2f7")
TRACK = HexColor("#dfe4ea")
WATERMARK = HexColor("#dfe4ea")
"""Seen in grey, 1.28 to 1 on white; the faintest text stands 4.9 to 1 on it."""
NOTE = HexColor("#7a4800")
NOTE_BACK = HexColor("#fdf3e1")
WHITE = HexColor("#ffffff")
WATERMARK = HexColor("#eceff3")
"""Under the words, which stay readable on it."""


@dataclass(frozen=True, slots=True)
class Faces:
    """The registered fonts by what they are for, with the characters they have."""

    text: str
    semibold: str
    bold: str
    italic: str
    symbols: str
    letters: frozenset[int]
    symbol_letters: frozenset[int]


_FILES = {
    "text": "NotoSans-Regular.ttf",
    "semibold": "NotoSans-SemiBold.ttf",
    "bold": "NotoSans-Bold.ttf",
    "italic": "NotoSans-Italic.ttf",
    "symbols": "DejaVuSans.ttf",
}


@cache
def faces(folder: Path) -> Faces:
    """Return the fonts of ``folder``, registered with ReportLab for as long as the app runs.

    Raises:
        NotFound: a font file is missing or is no TrueType font.
    """
    names = {use: f"SPR-{use}" for use in _FILES}
    for use, file in _FILES.items():
        try:
            pdfmetrics.registerFont(TTFont(names[use], str(folder / file)))
        except (TTFError, OSError) as error:
            raise NotFound(
                tr(
                    "The font {file} cannot be read, so no PDF can be made. Install the app "
                    "again; the inspection itself is unharmed."
                ).format(file=file)
            ) from error
    letters = [
        frozenset(pdfmetrics.getFont(names[use]).face.charToGlyph)
        for use in ("text", "semibold", "bold", "italic")
    ]
    return Faces(
        **names,
        letters=frozenset.intersection(*letters),
        symbol_letters=frozenset(pdfmetrics.getFont(names["symbols"]).face.charToGlyph),
    )


class Styles:
    """The paragraph styles, made once for a document."""

    def __init__(self, faces: Faces) -> None:
        self.faces = faces
        hang: dict[str, Any] = {"leftIndent": NUMBER_COLUMN, "bulletIndent": 0}
        self.body = self._style(9.5, 13.5, after=4)
        self.dim = self._style(8.5, 12, colour=DIM, after=2)
        self.meta = self._style(8, 11, colour=DIM, after=2, **hang)
        self.title = self._style(30, 36, faces.semibold, after=4)
        self.subtitle = self._style(13, 18, colour=DIM, after=10)
        self.form = self._style(11, 15, faces.bold, ACCENT, after=8)
        self.chapter = self._style(21, 27, faces.semibold, after=4)
        self.meaning = self._style(10.5, 15.5, faces.italic, DIM, after=10)
        self.section = self._style(14.5, 19, faces.semibold, after=2, before=6)
        self.subheading = self._style(11, 15, faces.semibold, after=3, before=8)
        self.headline = self._style(
            11,
            16,
            faces.semibold,
            after=4,
            backColor=SOFT,
            borderPadding=(7, 9, 8, 9),
            leftIndent=9,
            rightIndent=9,
            before=8,
        )
        self.no_headline = self._style(10, 15, faces.italic, DIM, after=6, before=4)
        self.question = self._style(9.5, 13.5, after=2, before=6, **hang)
        self.question.bulletFontSize = 8
        self.question.bulletColor = DIM
        self.answer = self._style(10, 14, faces.semibold, after=2, **hang)
        self.told = self._style(9.5, 13.5, after=3, **hang)
        self.gap = self._style(9.5, 13.5, faces.italic, DIM, after=2, **hang)
        self.part = self._style(9.5, 13.5, after=1, **hang)
        self.warning = self._style(8.5, 12, faces.semibold, NOTE, after=2, before=2, **hang)
        self.warning_flush = self._style(8.5, 12, faces.semibold, NOTE, after=2, before=4)
        self.headline_meta = self._style(8, 11, colour=DIM, after=6, before=7)
        self.caption = self._style(9, 12.5, after=5, before=10)
        self.caveat = self._style(8, 11, colour=DIM, before=4, after=2)
        self.prompt = self._style(
            9.5,
            13.5,
            after=8,
            before=8,
            backColor=NOTE_BACK,
            borderPadding=(5, 8, 6, 8),
            leftIndent=8,
            rightIndent=8,
        )
        self.account = self._style(9, 12.5, before=3, after=2, leftIndent=ACCOUNT_INDENT)
        self.account_meta = self._style(8, 11, colour=DIM, after=4, leftIndent=ACCOUNT_INDENT)
        self.fact = self._style(9.5, 13.5, after=3, leftIndent=FACT_COLUMN, bulletIndent=0)
        self.fact.bulletFontSize = 9.5
        self.fact.bulletColor = DIM
        self.cell = self._style(8.5, 11.5)
        self.cell_head = self._style(8, 11, faces.semibold, DIM)
        self.cell_cap = self._style(8.5, 11.5, faces.semibold)
        self.cell_dim = self._style(8, 10.5, colour=DIM)
        self.tile_count = self._style(8.5, 11.5, colour=DIM)
        self.tile_open = self._style(8.5, 11.5, faces.semibold)
        """Of a section with lines that are not established: it stands out in grey too."""
        self.tile_headline = self._style(8.5, 11.5, faces.semibold, after=2)
        self.tile_none = self._style(8.5, 11.5, faces.italic, DIM, after=2)
        self.tile_note = self._style(8, 10.5, faces.semibold, NOTE)
        self.card_title = self._style(9.5, 13, faces.semibold, after=2)
        self.card = self._style(8, 11, colour=DIM, after=1)
        self.under_picture = self._style(8, 11, colour=DIM, before=3, after=1)
        self.digest = self._style(7, 10, colour=DIM, after=1)
        self.contents_chapter = self._style(10.5, 15, faces.semibold, before=7, rightIndent=40)
        self.contents_section = self._style(9.5, 14, leftIndent=14, rightIndent=40)
        self.index_section = self._style(8.5, 12, faces.semibold, before=6, after=1)
        self.index = self._style(8, 11.5)
        self.used = self._style(8, 11, colour=DIM, after=5, leftIndent=24)
        self.term = self._style(9, 12.5, after=4, leftIndent=24, bulletIndent=0)
        self.term.bulletFontSize = 8
        self.term.bulletColor = DIM
        self.limit = self._style(9.5, 14, after=5, leftIndent=14, bulletIndent=2)
        self.limit.bulletFontSize = 9.5
        self.step = self._style(9.5, 14, after=5, leftIndent=18, bulletIndent=2)
        self.step.bulletFontSize = 9.5
        self.marking = self._style(13, 17, faces.bold, after=10)
        self.centred = self._style(8.5, 12, colour=DIM, alignment=TA_CENTER)

    def _style(
        self,
        size: float,
        leading: float,
        face: str = "",
        colour: Color = INK,
        *,
        before: float = 0,
        after: float = 0,
        **more: Any,
    ) -> ParagraphStyle:
        return ParagraphStyle(
            "",
            fontName=face or self.faces.text,
            fontSize=size,
            leading=leading,
            textColor=colour,
            spaceBefore=before,
            spaceAfter=after,
            bulletFontName=self.faces.text,
            splitLongWords=1,
            allowWidows=0,
            allowOrphans=0,
            **more,
        )

"""The styles of a working copy in DOCX: few, named for what they are, built on Word's own."""

from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from inspector_app.reports.outline import Manner
from inspector_app.texts import language

FACE = "Arial"
"""On every machine, or replaced by one of the same widths (Liberation Sans)."""
INK, DIM, ACCENT, WARNING = "1B2430", "505B6A", "1F4E79", "8A3B12"
_KEPT = frozenset(
    (
        *("Normal", "Title", "Subtitle", "Heading1", "Heading2", "Heading3", "Caption"),
        *("Header", "Footer", "DefaultParagraphFont", "TableNormal", "NoList", "ListBullet"),
    )
)


@dataclass(frozen=True, slots=True)
class _Look:
    """How a paragraph style looks."""

    size: float
    before: float = 0
    after: float = 4
    left_cm: float = 0
    hanging_cm: float = 0
    colour: str = INK
    is_bold: bool = False
    is_italic: bool = False
    keeps_next: bool = False
    begins_page: bool = False
    edge: str = ""
    """Colour of a line at the left; empty: none."""


STYLE_OF = {
    Manner.NOTICE: "Notice",
    Manner.BODY: "Normal",
    Manner.QUIET: "Quiet",
    Manner.HEADLINE: "HeadlineText",
    Manner.ANSWER: "Answer",
    Manner.GAP: "NotEstablished",
    Manner.TOLD: "Normal",
    Manner.WARNING: "Warning",
    Manner.ACCOUNT: "Account",
    Manner.ACCOUNT_QUIET: "AccountQuiet",
}
_CHANGED = {
    "Normal": _Look(10, after=5),
    "Title": _Look(26, before=60, after=2, is_bold=True),
    "Subtitle": _Look(13, after=3, colour=DIM),
    "Heading 1": _Look(
        18, before=24, after=8, colour=ACCENT, is_bold=True, keeps_next=True, begins_page=True
    ),
    "Heading 2": _Look(14, before=16, after=4, is_bold=True, keeps_next=True),
    "Heading 3": _Look(10.5, before=12, after=3, is_bold=True, keeps_next=True),
    "Caption": _Look(8.5, after=4, colour=DIM, keeps_next=True),
    "List Bullet": _Look(10, after=3, left_cm=0.6, hanging_cm=0.6),
    "Header": _Look(10, is_bold=True),
    "Footer": _Look(8, colour=DIM, after=0),
}
_NEW = {
    "Entry Heading": _Look(11.5, before=12, after=3, is_bold=True, keeps_next=True),
    "Notice": _Look(11, before=8, after=14, left_cm=0.3, edge=WARNING),
    "Quiet": _Look(8.5, after=3, colour=DIM),
    "Headline Text": _Look(12, before=4, after=3, left_cm=0.3, edge=ACCENT, keeps_next=True),
    "Answer": _Look(10.5, after=3),
    "Not Established": _Look(10, after=3, colour=DIM, is_italic=True),
    "Warning": _Look(10, before=4, after=3, colour=WARNING, is_bold=True, keeps_next=True),
    "Account": _Look(9.5, before=3, after=2, left_cm=1),
    "Account Quiet": _Look(8, after=4, left_cm=1, colour=DIM),
    "Fact": _Look(10, after=3, left_cm=4.6, hanging_cm=4.6),
    "Cell": _Look(9, after=1),
    "Cell Head": _Look(9, after=1, is_bold=True, keeps_next=True),
    # Not kept with the next: a table whose rows all are would be moved as a whole.
    "Row Head": _Look(9, after=1, is_bold=True),
    "Picture": _Look(10, before=4, after=2, keeps_next=True),
    "Definition": _Look(10, after=4, left_cm=1, hanging_cm=1),
    "Contents Heading": _Look(18, after=8, colour=ACCENT, is_bold=True, begins_page=True),
}
_CONTENTS = {"toc 1": _Look(10.5, before=4, after=2, is_bold=True), "toc 2": _Look(10, left_cm=0.6)}
_TABLE_STYLE = f"""\
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="SummaryTable">
<w:name w:val="Summary Table"/><w:basedOn w:val="TableNormal"/><w:qFormat/>
<w:tblPr><w:tblBorders>
<w:top w:val="single" w:sz="6" w:space="0" w:color="{DIM}"/>
<w:bottom w:val="single" w:sz="6" w:space="0" w:color="{DIM}"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="C3CAD3"/>
</w:tblBorders><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="60" w:type="dxa"/>
<w:bottom w:w="40" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:shd w:val="clear" w:color="auto" \
w:fill="E9EEF4"/></w:tcPr></w:tblStylePr>
</w:style>"""
_CHARACTER_STYLES = f"""\
<w:styles {nsdecls("w")}>
<w:style w:type="character" w:customStyle="1" w:styleId="Label"><w:name w:val="Label"/>
<w:qFormat/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="Number"><w:name w:val="Number"/>
<w:qFormat/><w:rPr><w:color w:val="{ACCENT}"/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="Digest"><w:name w:val="Digest"/>
<w:qFormat/><w:rPr><w:sz w:val="15"/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="NoteMark"><w:name w:val="Note Mark"/>
<w:qFormat/><w:rPr><w:b w:val="0"/><w:vertAlign w:val="superscript"/></w:rPr></w:style>
</w:styles>"""


def dress(document: Any) -> None:
    """Give a new python-docx document the styles of a working copy, and no others."""
    styles, tag = document.styles, language().tag
    for each in list(styles.element):
        if each.tag == qn("w:style") and each.get(qn("w:styleId")) not in _KEPT:
            styles.element.remove(each)
    defaults = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for each in list(defaults):
        defaults.remove(each)
    for default in (
        f'<w:rFonts {nsdecls("w")} w:ascii="{FACE}" w:hAnsi="{FACE}" w:eastAsia="{FACE}" '
        f'w:cs="{FACE}"/>',
        f'<w:sz {nsdecls("w")} w:val="20"/>',
        f'<w:lang {nsdecls("w")} w:val="{tag}" w:eastAsia="{tag}" w:bidi="ar-SA"/>',
    ):
        defaults.append(parse_xml(default))
    for name, look in _CHANGED.items():
        _dress(styles[name], look)
    for name, look in _NEW.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Heading 2" if name == "Entry Heading" else "Normal"]
        style.quick_style = True
        _dress(style, look)
    for name, look in _CONTENTS.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        style.base_style = styles["Normal"]
        _dress(style, look)
    styles.element.append(parse_xml(_TABLE_STYLE))
    for each in list(parse_xml(_CHARACTER_STYLES)):
        styles.element.append(each)


def _dress(style: Any, look: _Look) -> None:
    for tag in ("w:rPr", "w:pPr"):
        old = style.element.find(qn(tag))
        if old is not None:
            kept = [each for each in old if each.tag in (qn("w:outlineLvl"), qn("w:numPr"))]
            for each in list(old):
                if each not in kept:
                    old.remove(each)
    font = style.font
    font.size = Pt(look.size)
    font.bold = look.is_bold
    font.italic = look.is_italic
    font.color.rgb = RGBColor.from_string(look.colour)
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.line_spacing = 1.15
    shape.keep_with_next = look.keeps_next
    shape.widow_control = True
    shape.page_break_before = look.begins_page
    shape.left_indent = Cm(look.left_cm)
    shape.first_line_indent = Cm(-look.hanging_cm)
    if look.hanging_cm:
        shape.tab_stops.add_tab_stop(Cm(look.left_cm))
    if look.edge:
        edge = parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="24" w:space="8" '
            f'w:color="{look.edge}"/></w:pBdr>'
        )
        _put_border(style.element.get_or_add_pPr(), edge)


def _put_border(properties: Any, edge: Any) -> None:
    """Put a border where the order of ECMA-376-1, 17.3.1.26 wants it: before spacing and tabs."""
    for at, each in enumerate(properties):
        if each.tag in (qn("w:tabs"), qn("w:spacing"), qn("w:ind")):
            properties.insert(at, edge)
            return
    properties.append(edge)

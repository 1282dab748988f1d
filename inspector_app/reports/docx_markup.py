"""WordprocessingML as text: the runs, paragraphs, tables and pictures of a document's body.

Written as text and parsed once, because python-docx's way of adding one paragraph or row at a time
takes time that grows with the square of their number (notes of the reports: 6.6 times for 4 times
the content).

Source: ECMA-376-1, 17 (WordprocessingML), 20.4 (DrawingML in words).
"""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

EMU_PER_CM = 360_000
TWENTIETHS_PER_CM = 567
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_LOOK_OF_HEADS = ("0620", "06A0")
"""First row, no bands; with the first column too: the same flags as the attributes beside it."""
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


def run(text: str, character_style: str = "") -> str:
    """Return a run of text; a tab in it is a tab."""
    properties = f'<w:rPr><w:rStyle w:val="{character_style}"/></w:rPr>' if character_style else ""
    parts = (f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\t"))
    return f"<w:r>{properties}{'<w:tab/>'.join(parts)}</w:r>"


def paragraph(style: str, content: str) -> str:
    """Return a paragraph of runs."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'


def bookmarked(content: str, name: str, number: int) -> str:
    """Return runs as a place that links lead to."""
    opened = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
    return f'{opened}{content}<w:bookmarkEnd w:id="{number}"/>'


def link(content: str, name: str) -> str:
    """Return runs that lead to a bookmark."""
    return f'<w:hyperlink w:anchor="{name}" w:history="1">{content}</w:hyperlink>'


def field(instruction: str, shown: str) -> str:
    """Return a field with what it shows until it is reckoned anew."""
    return f"{field_begin(instruction)}{shown}{FIELD_END}"


def field_begin(instruction: str) -> str:
    """Return the beginning of a field, up to what it shows."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def table(
    caption: str,
    titles: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[int],
    *,
    has_row_heads: bool,
) -> str:
    """Return a table whose row of titles repeats on every page.

    Args:
        caption: what it is called by assistive technology.
        titles: runs of the heads, in paragraphs.
        rows: the other cells, each as paragraphs.
        widths: of the columns, in twentieths of a point.
        has_row_heads: whether the first column names the rows.
    """
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    first = int(has_row_heads)
    head = _row(titles, widths, "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
    body = "".join(_row(row, widths, "") for row in rows)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="SummaryTable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{_LOOK_OF_HEADS[has_row_heads]}" w:firstRow="1" w:lastRow="0" '
        f'w:firstColumn="{first}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(caption)}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"
    )


def _row(cells: Sequence[str], widths: Sequence[int], properties: str) -> str:
    drawn = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr>{properties}{drawn}</w:tr>"


def picture(relation: str, number: int, alternative: str, size_cm: tuple[float, float]) -> str:
    """Return a run with a picture; ``relation`` leads to its file, ``number`` is its own."""
    width, height = (round(each * EMU_PER_CM) for each in size_cm)
    told = quoteattr(alternative)
    named = f'id="{number}" name="Picture {number}" descr={told}'
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr {named}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" '
        f'cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )

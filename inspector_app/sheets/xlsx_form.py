"""A book of sheets as XLSX: words as words, values as numbers, and no formula anywhere.

Written part by part, because openpyxl puts every sheet on the disk in plain on its way into the
file, into the folder for temporary files, and what a vault holds may lie only where it was sent.

Source: ECMA-376-1, 18 (SpreadsheetML); a cell is a formula only by an ``f`` element, and none is
ever written here. ``quotePrefix`` keeps a text a text even when somebody edits its cell.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from inspector_app.domain.locales import whole_words
from inspector_app.sheets.book import Book, Cell, Column, Sheet
from inspector_app.sheets.steady_zip import write_steadily
from inspector_app.texts import language, tr, tr_counted

Step = Callable[[], None]

MOST_CHARACTERS = 32_767
"""Of one cell: the format's own limit."""
ABOUT = "About"
FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""With these a spreadsheet may take a text for a formula. Source: OWASP, CSV Injection."""
_CUT = f" … ({tr('cut')})"
_LINE_POINTS, _HIGHEST_POINTS = 13, 405
"""Of a row; the format allows 409."""
_LONGEST_BAND = 120
"""Characters of a marking in header and footer, which the format bounds at 255 together."""
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What begins like this would be read as a character's number. Source: ECMA-376-1, 22.9.2.19."""
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML can hold, however it is written. Source: XML 1.0, 2.2."""
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PLAIN, _QUOTED, _TITLE, _NUMBER, _BOLD, _NOTICE = range(6)
"""Places in the list of cell formats below."""
_STYLES = f"""{_HEAD}<styleSheet xmlns="{_MAIN}">\
<fonts count="2"><font><sz val="10"/><name val="Arial"/></font>\
<font><b/><sz val="10"/><name val="Arial"/></font></fonts>\
<fills count="3"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill>\
<fill><patternFill patternType="solid"><fgColor rgb="FFE9EEF4"/></patternFill></fill></fills>\
<borders count="2"><border/>\
<border><left/><right/><top/><bottom style="thin"><color rgb="FFC3CAD3"/></bottom></border>\
</borders>\
<cellStyleXfs count="1"><xf/></cellStyleXfs>\
<cellXfs count="6">\
<xf numFmtId="49" fontId="0" fillId="0" borderId="1" applyNumberFormat="1" applyAlignment="1">\
<alignment vertical="top" wrapText="1"/></xf>\
<xf numFmtId="49" fontId="0" fillId="0" borderId="1" quotePrefix="1" applyNumberFormat="1" \
applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>\
<xf numFmtId="49" fontId="1" fillId="2" borderId="1" applyNumberFormat="1" applyFont="1" \
applyFill="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>\
<xf numFmtId="0" fontId="0" fillId="0" borderId="1" applyAlignment="1">\
<alignment vertical="top"/></xf>\
<xf numFmtId="49" fontId="1" fillId="0" borderId="1" applyNumberFormat="1" applyFont="1" \
applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>\
<xf numFmtId="49" fontId="1" fillId="0" borderId="0" applyNumberFormat="1" applyFont="1" \
applyAlignment="1"><alignment vertical="top"/></xf>\
</cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>\
</styleSheet>"""


def write_xlsx(book: Book, target: BinaryIO, *, made_at: datetime, step: Step) -> tuple[str, ...]:
    """Write the book to ``target`` and return what was cut, in sentences.

    Equal books made at an equal time give equal bytes.

    Args:
        book: the sheets.
        target: open for writing.
        made_at: aware; the file's date.
        step: called after each sheet; may raise to stop.

    Raises:
        OSError: ``target`` cannot be written.
    """
    cut: list[str] = []
    write_steadily(_parts(book, made_at, step, cut), target)
    return tuple(cut)


def cell_name(column: int, row: int) -> str:
    """Return how a person finds a cell, both counted from 1: ``AB7``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def _parts(
    book: Book, made_at: datetime, step: Step, cut: list[str]
) -> Iterator[tuple[str, bytes]]:
    names = (ABOUT, *(sheet.name for sheet in book.sheets))
    yield "[Content_Types].xml", _content_types(len(names)).encode()
    yield "_rels/.rels", _package_relations().encode()
    yield "docProps/core.xml", _core(book, made_at).encode()
    yield "xl/workbook.xml", _workbook(names, book.sheets).encode()
    yield "xl/_rels/workbook.xml.rels", _workbook_relations(len(names)).encode()
    yield "xl/styles.xml", _STYLES.encode()
    yield "xl/worksheets/sheet1.xml", _about(book, cut).encode()
    step()
    for at, sheet in enumerate(book.sheets, 2):
        yield f"xl/worksheets/sheet{at}.xml", _sheet(sheet, book, cut).encode()
        step()


def _about(book: Book, cut: list[str]) -> str:
    columns = (Column("", 26), Column("", 110))
    writing = _Rows(ABOUT, columns, cut)
    rows = [writing.row(1, (f"{book.marking} · {book.claim}",), _NOTICE)]
    rows += [writing.row(at, pair, _BOLD, _PLAIN) for at, pair in enumerate(book.about, 3)]
    return _worksheet(columns, rows, book.marking, "")


def _sheet(sheet: Sheet, book: Book, cut: list[str]) -> str:
    writing = _Rows(sheet.name, sheet.columns, cut)
    titles = tuple(column.title for column in sheet.columns)
    rows = [writing.row(1, (book.notice,), _NOTICE), writing.row(2, titles, _TITLE)]
    rows += [writing.row(at, row) for at, row in enumerate(sheet.rows, 3)]
    last = cell_name(len(titles), max(len(sheet.rows) + 2, 2))
    return _worksheet(sheet.columns, rows, book.marking, f"A2:{last}")


class _Rows:
    """Writes the rows of one sheet, high enough for their words, and tells what it cuts."""

    def __init__(self, name: str, columns: tuple[Column, ...], cut: list[str]) -> None:
        self._name = name
        self._widths = [column.width for column in columns]
        self._cut = cut

    def row(self, at: int, cells: tuple[Cell, ...], *styles: int) -> str:
        """Return a row; its cells have the styles in order, the last of them from there on."""
        drawn = []
        for column, cell in enumerate(cells, 1):
            style = styles[min(column, len(styles)) - 1] if styles else _PLAIN
            drawn.append(self._cell(cell, cell_name(column, at), style))
        wraps = _NOTICE not in styles
        lines = max(map(_lines, cells, self._widths), default=1) if wraps else 1
        height = min(lines * _LINE_POINTS + 3, _HIGHEST_POINTS)
        return f'<row r="{at}" ht="{height}" customHeight="1">{"".join(drawn)}</row>'

    def _cell(self, cell: Cell, name: str, style: int) -> str:
        if not isinstance(cell, str):
            return f'<c r="{name}" s="{_NUMBER}"><v>{cell}</v></c>'
        if not cell:
            return f'<c r="{name}" s="{style}"/>'
        text = self._fitted(_NO_XML.sub("\ufffd", cell), name)
        if style in (_PLAIN, _TITLE) and text.startswith(FORMULA_BEGINNINGS):
            style = _QUOTED
        written = escape(_ESCAPE.sub("_x005F_", text))
        words = f'<is><t xml:space="preserve">{written}</t></is>'
        return f'<c r="{name}" s="{style}" t="inlineStr">{words}</c>'

    def _fitted(self, text: str, name: str) -> str:
        """Return as much of a text as a cell holds; the format counts in UTF-16."""
        units = text.encode("utf-16-le")
        if len(units) // 2 <= MOST_CHARACTERS:
            return text
        self._cut.append(
            tr_counted(
                len(text),
                "{cell}: {number} characters, more than a cell of XLSX can hold; the rest is cut "
                "off.",
            ).format(cell=f"{self._name}!{name}", number=whole_words(len(text)))
        )
        kept = units[: 2 * (MOST_CHARACTERS - len(_CUT))]
        return kept.decode("utf-16-le", errors="ignore") + _CUT


def _lines(cell: Cell, width: int) -> int:
    """Return how many lines a text takes in a column, near enough."""
    if not isinstance(cell, str) or (len(cell) <= width and "\n" not in cell):
        return 1
    return sum(max(1, -(-len(line) // max(width - 2, 1))) for line in cell.split("\n"))


def _worksheet(columns: tuple[Column, ...], rows: list[str], marking: str, filtered: str) -> str:
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{column.width}" customWidth="1"/>'
        for at, column in enumerate(columns, 1)
    )
    frozen, under = (2, "A3") if filtered else (1, "A2")
    view = (
        f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{frozen}" topLeftCell="{under}" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    )
    band = escape(f"&C{marking[:_LONGEST_BAND].replace('&', '&&')}")
    filters = f'<autoFilter ref="{filtered}"/>' if filtered else ""
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>{view}'
        f"<cols>{widths}</cols><sheetData>{''.join(rows)}</sheetData>{filters}"
        '<pageSetup paperSize="8" orientation="landscape" fitToHeight="0"/>'
        f"<headerFooter><oddHeader>{band}</oddHeader>"
        f"<oddFooter>{band}&amp;RPage &amp;P of &amp;N</oddFooter></headerFooter></worksheet>"
    )


def _workbook(names: tuple[str, ...], sheets: tuple[Sheet, ...]) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"/>'
        for at, name in enumerate(names, 1)
    )
    # What the sheet is and its titles repeat on every printed page.
    defined = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{at}">{_quoted(sheet.name)}!$1:$2'
        "</definedName>"
        for at, sheet in enumerate(sheets, 1)
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets>'
        f"<definedNames>{defined}</definedNames></workbook>"
    )


def _quoted(name: str) -> str:
    """Return a sheet's name as a reference has it."""
    return name if name.isalnum() else escape("'" + name.replace("'", "''") + "'")


def _workbook_relations(sheets: int) -> str:
    found = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, sheets + 1)
    )
    styles = f'<Relationship Id="rId{sheets + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{found}{styles}</Relationships>'


def _package_relations() -> str:
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return (
        f'{_HEAD}<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        f'<Relationship Id="rId2" Type="{core}" Target="docProps/core.xml"/></Relationships>'
    )


def _content_types(sheets: int) -> str:
    found = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        for at in range(1, sheets + 1)
    )
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
        f'<Override PartName="/docProps/core.xml" ContentType="{core}"/>{found}</Types>'
    )


def _core(book: Book, made_at: datetime) -> str:
    when = made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    dublin = "http://purl.org/dc"
    return (
        f"{_HEAD}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="{dublin}/elements/1.1/" xmlns:dcterms="{dublin}/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(book.title)}</dc:title><dc:subject>{escape(book.marking)}</dc:subject>"
        "<dc:creator>SPR Inspector</dc:creator>"
        f"<dc:language>{escape(language().tag)}</dc:language>"
        f"<cp:contentStatus>{escape(book.status)}</cp:contentStatus>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{when}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{when}</dcterms:modified>'
        "</cp:coreProperties>"
    )

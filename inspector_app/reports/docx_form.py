"""An outline as a DOCX: real styles, headings and tables, contents that are filled already.

Nothing but what the outline holds goes in, and equal outlines made at an equal time give equal
bytes.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, BinaryIO

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.image import ImagePart
from docx.shared import Cm

from inspector_app.reports import docx_markup as markup
from inspector_app.reports.docx_styles import STYLE_OF, dress
from inspector_app.reports.outline import (
    Block,
    Contents,
    Definition,
    Figure,
    Heading,
    Listed,
    Manner,
    Outline,
    Pairs,
    Table,
    Words,
)
from inspector_app.reports.pictures import JPEG, Pictures
from inspector_app.sheets.steady_zip import parts_of, write_steadily
from inspector_app.texts import language, tr

Step = Callable[[], None]

_PAGE_CM = (21.0, 29.7)
_MARGIN_CM, _TOP_CM = 2.2, 2.6
_ROOM = round((_PAGE_CM[0] - 2 * _MARGIN_CM) * markup.TWENTIETHS_PER_CM)
_PICTURE_CM = (8.0, 7.0)
_LONG_WORD = 48
"""Characters of a word that does not fit beside its label."""
_LONGEST_COLUMN, _LONGEST_WORD = 44, 24
"""Characters that a table's column is given at most for what it holds, and for a word of it."""
_CONTENT_TYPES = "[Content_Types].xml"
_LEFT_BEHIND = ("thumbnail", "customXml", "stylesWithEffects")
"""What python-docx's template brings that is not ours."""
_COMPATIBILITY = f"""\
<w:compat {nsdecls("w")}><w:compatSetting w:name="compatibilityMode" \
w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>"""


def write_docx(
    outline: Outline, pictures: Pictures, target: BinaryIO, *, made_at: datetime, step: Step
) -> None:
    """Write the outline to ``target`` as a DOCX.

    Args:
        outline: the document.
        pictures: gives its thumbnails, one at a time.
        target: open for writing.
        made_at: aware; the document's date.
        step: called after each block; may raise to stop.

    Raises:
        OSError: ``target`` cannot be written.
    """
    document = Document()
    _leave_behind(document)
    dress(document)
    _set_up(document, outline)
    _name(document, outline, made_at)
    body = _Body(document, outline, pictures)
    written = [markup.paragraph("Title", markup.run(outline.name))]
    written += [markup.paragraph("Subtitle", markup.run(words)) for words in outline.under]
    for block in outline.blocks:
        written.append(body.written(block))
        step()
    whole = parse_xml(f"<w:body {markup.NAMESPACES}>{''.join(written)}</w:body>")
    place = document.element.body
    last = place.find(qn("w:sectPr"))
    for each in list(place):
        if each is not last:
            place.remove(each)
    for each in list(whole):
        last.addprevious(each)
    saved = io.BytesIO()
    document.save(saved)
    saved.seek(0)
    write_steadily(parts_of(saved, _CONTENT_TYPES), target)


class _Body:
    """Writes blocks as WordprocessingML, and counts bookmarks and pictures."""

    def __init__(self, document: Any, outline: Outline, pictures: Pictures) -> None:
        self._document = document
        self._outline = outline
        self._pictures = pictures
        headings = (each for each in outline.blocks if isinstance(each, Heading))
        self._bookmark = {each.key: at for at, each in enumerate(headings, 1)}
        self._defined = frozenset(
            each.number for each in outline.blocks if isinstance(each, Definition)
        )

    def written(self, block: Block) -> str:
        """Return a block as paragraphs and tables."""
        match block:
            case Heading():
                return self._heading(block)
            case Words():
                return "".join(_words(block.text, STYLE_OF[block.manner], block.lead))
            case Pairs():
                return "".join(_fact(label, words) for label, words in block.rows)
            case Listed():
                return "".join(
                    markup.paragraph("ListBullet", markup.run(item)) for item in block.items
                )
            case Table():
                return _table(block)
            case Figure():
                return self._figure(block)
            case Definition():
                return _definition(block)
            case Contents():
                return self._contents()

    def _heading(self, block: Heading) -> str:
        lead = markup.run(f"{block.lead}  ", "Number") if block.lead else ""
        runs = lead + markup.run(block.text.replace("\n", " "))
        number = self._bookmark[block.key]
        marked = markup.bookmarked(runs, _bookmark_name(number), number)
        known = [each for each in block.notes if each in self._defined]
        for at, note in enumerate(known):
            mark = markup.run(f"{',' if at else ' '}{note}", "NoteMark")
            marked += markup.link(mark, f"Definition_{note}")
        if block.level == 2 and not block.is_listed:
            return markup.paragraph("EntryHeading", marked)
        return markup.paragraph(f"Heading{block.level}", marked)

    def _contents(self) -> str:
        """Return the contents, filled: they show without being reckoned anew.

        Page numbers are not known here, and none are claimed; the field adds them when a reader
        has it updated.
        """
        listed = list(self._outline.contents())
        found = [markup.paragraph("ContentsHeading", markup.run(tr("Contents")))]
        for at, heading in enumerate(listed):
            name = _bookmark_name(self._bookmark[heading.key])
            content = markup.link(markup.run(heading.text.replace("\n", " ")), name)
            if at == 0:
                content = markup.field_begin(r'TOC \o "1-2" \h \z') + content
            if at == len(listed) - 1:
                content += markup.FIELD_END
            found.append(markup.paragraph(f"toc{heading.level}", content))
        return "".join(found)

    def _figure(self, block: Figure) -> str:
        content = self._pictures.jpeg(block.sha256)
        if content is None:
            words = tr("The picture of {caption} could not be shown.").format(caption=block.caption)
            return markup.paragraph(STYLE_OF[Manner.GAP], markup.run(words))
        # Added without python-docx's look at all pictures before it, which takes a digest of each.
        name = PackURI(f"/word/media/picture{block.number}.jpg")
        part = ImagePart(name, JPEG, content)
        relation = self._document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        drawn = markup.picture(relation, block.number, block.alternative, _fitted(block))
        number = markup.field("SEQ Picture", markup.run(str(block.number)))
        caption = markup.run(tr("Picture") + " ") + number + markup.run(f"  {block.caption}")
        return markup.paragraph("Picture", drawn) + markup.paragraph("Caption", caption)


def _words(text: str, style: str, lead: str = "") -> Iterator[str]:
    lines = [line for line in text.split("\n") if line.strip()] or [""]
    for at, line in enumerate(lines):
        opening = markup.run(f"{lead} ", "Label") if lead and at == 0 else ""
        yield markup.paragraph(style, opening + markup.run(line.replace("\t", " ")))


def _fact(label: str, words: str) -> str:
    first, *rest = [line for line in words.split("\n") if line.strip()] or [""]
    # A digest has no place to break at.
    style = "Digest" if len(first) > _LONG_WORD and " " not in first else ""
    found = markup.paragraph("Fact", markup.run(f"{label}\t", "Label") + markup.run(first, style))
    return found + "".join(markup.paragraph("Fact", markup.run(f"\t{line}")) for line in rest)


def _definition(block: Definition) -> str:
    number = markup.bookmarked(
        markup.run(f"{block.number}\t"), f"Definition_{block.number}", 1_000_000 + block.number
    )
    first, *rest = _words(block.meaning, "Definition", block.term)
    opening = "</w:pPr>"
    return first.replace(opening, opening + number, 1) + "".join(rest)


def _table(block: Table) -> str:
    widths = _widths(block.titles, block.rows)
    heads = [markup.paragraph("CellHead", markup.run(title)) for title in block.titles]
    rows = (
        [
            "".join(_words(cell, "RowHead" if block.has_row_heads and not at else "Cell"))
            for at, cell in enumerate(_filled(row, len(block.titles)))
        ]
        for row in block.rows
    )
    drawn = markup.table(block.caption, heads, rows, widths, has_row_heads=block.has_row_heads)
    # Two tables in a row would be read as one.
    return (
        markup.paragraph("Caption", markup.run(block.caption))
        + drawn
        + markup.paragraph("Quiet", "")
    )


def _filled(row: Sequence[str], columns: int) -> list[str]:
    return [*row[:columns], *[""] * (columns - len(row))]


def _widths(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Return column widths that share the room by how much the columns hold."""
    weights = []
    for at in range(len(titles)):
        texts = [row[at] for row in (titles, *rows) if at < len(row)]
        longest = max(map(len, texts), default=0)
        word = max((len(word) for text in texts for word in text.split()), default=0)
        weights.append(max(min(longest, _LONGEST_COLUMN), min(word, _LONGEST_WORD)) + 2)
    return [_ROOM * weight // sum(weights) for weight in weights]


def _fitted(block: Figure) -> tuple[float, float]:
    scale = min(_PICTURE_CM[0] / block.width, _PICTURE_CM[1] / block.height)
    return block.width * scale, block.height * scale


def _bookmark_name(number: int) -> str:
    return f"_Toc{number:08d}"


def _leave_behind(document: Any) -> None:
    for holder in (document.part.package, document.part):
        for id_, relation in list(holder.rels.items()):
            if relation.reltype.rpartition("/")[2] in _LEFT_BEHIND:
                del holder.rels[id_]


def _set_up(document: Any, outline: Outline) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = map(Cm, _PAGE_CM)
    section.left_margin = section.right_margin = Cm(_MARGIN_CM)
    section.top_margin = section.bottom_margin = Cm(_TOP_CM)
    section.header_distance = section.footer_distance = Cm(1.1)
    centred = f'<w:jc {nsdecls("w")} w:val="center"/>'
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    page = markup.field("PAGE", markup.run("1"))
    pages = markup.field("NUMPAGES", markup.run("1"))
    before, _, rest = tr("Page {number} of {pages}").partition("{number}")
    between, _, after = rest.partition("{pages}")
    told = (
        markup.run(f"{outline.foot} · {before}")
        + page
        + markup.run(between)
        + pages
        + (markup.run(after) if after else "")
    )
    _fill(head, markup.run(outline.marking), centred)
    _fill(foot, told, centred)
    under = section.footer.add_paragraph(style="Header")
    _fill(under, markup.run(outline.marking), centred)
    settings = document.settings.element
    for tag in ("w:savePreviewPicture", "w:rsids", "w:proofState"):
        for each in settings.findall(qn(tag)):
            settings.remove(each)
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), language().tag)
    old = settings.find(qn("w:compat"))
    settings.replace(old, parse_xml(_COMPATIBILITY))


def _fill(paragraph: Any, runs: str, alignment: str) -> None:
    paragraph._p.get_or_add_pPr().append(parse_xml(alignment))
    for each in list(parse_xml(f"<w:p {markup.NAMESPACES}>{runs}</w:p>")):
        paragraph._p.append(each)


def _name(document: Any, outline: Outline, made_at: datetime) -> None:
    properties = document.core_properties
    properties.title = outline.title[:255]
    properties.subject = outline.marking[:255]
    properties.author = properties.last_modified_by = "SPR Inspector"
    properties.comments = properties.keywords = properties.category = ""
    properties.language = language().tag
    properties.content_status = tr("Working copy")
    properties.revision = 1
    # python-docx writes what it is given with a Z behind it.
    properties.created = properties.modified = made_at.astimezone(UTC)

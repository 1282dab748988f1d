import functools
import io
import re
import zipfile
from itertools import pairwise
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from inspector_app.reports.content import content_sha256
from tests.support.working_copies import MADE_AT, docx_of, the_content

WORDS = qn("w:t")


@functools.cache
def the_file() -> bytes:
    return docx_of(the_content())[0]


@functools.cache
def the_document() -> Any:
    return Document(io.BytesIO(the_file()))


def text_of(element: Any) -> str:
    return "".join(each.text or "" for each in element.iter(WORDS))


def test_the_first_page_says_that_it_is_a_working_copy_and_of_what() -> None:
    body = the_document().element.body
    before_contents = []
    for each in body:
        if text_of(each) == "Contents":
            break
        before_contents.append(text_of(each))
    first = "\n".join(before_contents)
    assert "This is a working copy and not the signed record." in first
    for told in ("OFFICIAL-SENSITIVE", "Sample Constabulary", "1" * 32, "18 September 2013, 15:02"):
        assert told in first
    assert content_sha256(the_content()) in first


def test_headings_are_real_and_none_is_skipped_on_the_way_down() -> None:
    levels = []
    for paragraph in the_document().paragraphs:
        name = paragraph.style.name
        if name.startswith("Heading"):
            levels.append(int(name.removeprefix("Heading ")))
        elif name == "Entry Heading":
            assert paragraph.style.base_style.name == "Heading 2"
            levels.append(2)
    assert levels[0] == 1
    assert set(levels) == {1, 2, 3}
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_contents_are_filled_and_every_entry_leads_somewhere() -> None:
    body = the_document().element.body
    instructions = [each.text for each in body.iter(qn("w:instrText"))]
    assert any(each.split()[0] == "TOC" for each in instructions)
    entries = [p for p in the_document().paragraphs if p.style.name.startswith("toc ")]
    titles = [text_of(entry._p) for entry in entries]
    headed = [
        text_of(p._p)
        for p in the_document().paragraphs
        if p.style.name in ("Heading 1", "Heading 2")
    ]
    assert titles == headed
    assert "Public order" in titles
    marks = {each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))}
    anchors = [each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))]
    assert len(anchors) > len(titles)
    assert set(anchors) <= marks
    ids = [each.get(qn("w:id")) for each in body.iter(qn("w:bookmarkStart"))]
    assert len(ids) == len(set(ids))


def test_fields_are_closed_where_they_were_opened() -> None:
    kinds = [e.get(qn("w:fldCharType")) for e in the_document().element.body.iter(qn("w:fldChar"))]
    assert kinds[:2] == ["begin", "separate"]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")


def test_tables_are_real_and_repeat_their_titles() -> None:
    tables = the_document().tables
    assert len(tables) >= 3
    for table in tables:
        first, *rest = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr is None for row in rest)
        assert table.style.name == "Summary Table"
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
    board = tables[0]
    assert board.cell(0, 0).text == "Threat"
    assert "The force can send what is expected" in board.cell(4, 1).text


def test_pictures_have_alternative_text_caption_and_number() -> None:
    drawn = list(the_document().element.body.iter(qn("wp:docPr")))
    assert len(drawn) == 4
    told = [each.get("descr") for each in drawn]
    assert told[0] == "JS/2: Carrier 2, kit laid out in the yard"
    assert len({each.get("id") for each in drawn}) == 4
    captions = [
        p.text for p in the_document().paragraphs if p.style.name == "Caption" and "Pict" in p.text
    ]
    assert captions[0].startswith("Picture 1  JS/2")
    assert captions[3].startswith("Picture 4  JS/5")


def test_every_page_is_marked_and_numbered() -> None:
    section = the_document().sections[0]
    assert text_of(section.header._element) == "OFFICIAL-SENSITIVE"
    foot = text_of(section.footer._element)
    assert "Working copy, not the signed record" in foot
    assert "Page 1 of 1" in foot  # reckoned by whoever shows it
    assert foot.endswith("OFFICIAL-SENSITIVE")
    fields = [e.text.strip() for e in section.footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_the_document_is_named_and_in_english() -> None:
    properties = the_document().core_properties
    assert properties.title.startswith("OFFICIAL-SENSITIVE: Sample Constabulary, Fieldwork record")
    assert properties.title.endswith("(working copy)")
    assert properties.language == "en-GB"
    assert properties.author == "SPR Inspector"
    assert properties.created.replace(tzinfo=MADE_AT.tzinfo) == MADE_AT.replace(microsecond=0)
    language = the_document().styles.element.find(f".//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "en-GB"


def test_nothing_of_the_library_s_template_is_left() -> None:
    with zipfile.ZipFile(io.BytesIO(the_file())) as packed:
        names = packed.namelist()
        everything = b"".join(map(packed.read, names))
    assert not [name for name in names if "thumbnail" in name or "customXml" in name]
    assert b"python-docx" not in everything
    assert not re.search(rb'TargetMode="External"', everything)


def test_a_style_that_is_used_is_there() -> None:
    body = the_document().element.body
    known = {style.style_id for style in the_document().styles}
    used = {
        each.get(qn("w:val"))
        for tag in ("w:pStyle", "w:rStyle", "w:tblStyle")
        for each in body.iter(qn(tag))
    }
    assert used <= known, used - known

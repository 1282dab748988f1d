import base64
import functools
import hashlib
import re
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree, html

from inspector_app.domain.answers import Answer
from inspector_app.domain.errors import NotFound
from inspector_app.domain.headlines import Headline
from inspector_app.domain.values import Tabled
from inspector_app.reports.content import content_sha256
from inspector_app.reports.html_form import write_html
from inspector_app.reports.outlining import outlined
from inspector_app.reports.pictures import Pictures
from tests.support.standings import MADE_AT_MS, a_journal, the_pack
from tests.support.working_copies import fetched, html_of, no_step, read, the_content


@functools.cache
def the_text() -> str:
    return html_of(the_content())[0].decode()


@functools.cache
def the_page() -> html.HtmlElement:
    return html.document_fromstring(the_text())


def test_it_says_first_that_it_is_a_working_copy_and_of_what() -> None:
    header = the_page().find(".//header")
    (note,) = header.findall("p[@role='note']")
    assert "This is a working copy and not the signed record." in note.text_content()
    assert the_text().index('role="note"') < the_text().index("<nav")
    facts = header.find("dl").text_content()
    for told in ("OFFICIAL-SENSITIVE", "Sample Constabulary", "1" * 32, "18 September 2013, 15:02"):
        assert told in facts
    assert content_sha256(the_content()) in facts


def test_it_has_its_landmarks_once_and_a_way_past_the_contents() -> None:
    page = the_page()
    for landmark in ("header", "nav", "main", "footer", "h1", "title"):
        assert len(page.findall(f".//{landmark}")) == 1, landmark
    assert page.get("lang") == "en-GB"
    skip = page.find(".//a")
    assert skip.get("class") == "skip"
    assert skip.get("href") == "#document"
    assert page.find(".//main").get("id") == "document"
    named = page.find(".//nav").get("aria-labelledby")
    assert page.get_element_by_id(named).text == "Contents"


def test_headings_go_down_one_step_at_a_time() -> None:
    levels = [int(e.tag[1]) for e in the_page().iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert set(levels) == {1, 2, 3, 4}


def test_every_id_is_used_once_and_every_link_leads_to_one() -> None:
    ids = [each.get("id") for each in the_page().iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    links = [each.get("href") for each in the_page().iter("a")]
    assert len(links) > 30
    assert all(link.startswith("#") and link[1:] in ids for link in links)


def test_tables_have_captions_and_scopes() -> None:
    tables = list(the_page().iter("table"))
    assert len(tables) >= 3
    for table in tables:
        assert table.find("caption").text
        heads = table.findall("thead/tr/*")
        for head in heads:
            # A head without words would be read out as one.
            assert (head.tag, head.get("scope")) == (("th", "col") if head.text else ("td", None))
        assert all(len(row) == len(heads) for row in table.findall("tbody/tr"))
    board = tables[0]
    assert all(row[0].get("scope") == "row" for row in board.findall("tbody/tr"))


def test_the_rows_of_a_table_whose_first_column_has_no_title_are_named_by_it() -> None:
    part = the_pack().line("IN-09").parts[0]
    journal = a_journal()
    journal.answer("IN-09", Answer({part.id: Tabled((("Force", "Sample"), ("ISBN", "None")))}))
    page = html.document_fromstring(html_of(read(journal))[0].decode())
    table = next(t for t in page.iter("table") if "IN-09" in t.find("caption").text)
    assert [each.tag for each in table.find("thead/tr")] == ["td", "th"]
    assert [row[0].get("scope") for row in table.findall("tbody/tr")] == ["row", "row"]


def test_pictures_are_in_it_with_words_for_whoever_cannot_see_them() -> None:
    pictures = list(the_page().iter("img"))
    assert len(pictures) == 4
    assert pictures[0].get("alt") == "JS/2: Carrier 2, kit laid out in the yard"
    for each in pictures:
        kind, _, data = each.get("src").partition(",")
        assert kind == "data:image/jpeg;base64"
        assert base64.b64decode(data, validate=True).startswith(b"\xff\xd8")
        assert each.getparent().find("figcaption").text.startswith("Picture ")


def test_nothing_in_it_runs_and_nothing_leaves_it() -> None:
    page = the_page()
    policy = page.find(".//meta[@http-equiv]").get("content")
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    style = re.search(r"<style>(.*?)</style>", the_text(), re.S)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in policy
    assert not list(page.iter("script", "link", "iframe", "object", "embed", "form", "base"))
    for each in page.iter(etree.Element):
        assert not [name for name in each.attrib if name.startswith("on") or name == "style"]
    assert "http:" not in the_text()
    assert "https:" not in the_text()
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_it_can_be_printed_and_read_in_the_dark() -> None:
    assert "@media print" in the_text()
    assert "prefers-color-scheme: dark" in the_text()
    assert the_page().find(".//meta[@name='color-scheme']").get("content") == "light dark"


def test_words_that_look_like_markup_stay_words() -> None:
    journal = a_journal(force='</title><script>alert("x")</script>')
    attack = '"><img src=x onerror=alert(1)><!-- {{ 7*7 }} {% raw %}'
    journal.headline("CC-PO", Headline(attack))
    journal.answer("CC-PO-02", Answer(note=attack))
    page = html.document_fromstring(html_of(read(journal))[0].decode())
    assert not list(page.iter("script", "img"))
    assert page.find(".//p[@class='headline']").text_content() == attack
    assert page.find(".//h1").text == '</title><script>alert("x")</script>'


def test_without_its_template_the_refusal_says_so(tmp_path: Path) -> None:
    outline = outlined(the_content(), MADE_AT_MS)
    with (tmp_path / "page").open("w+b") as file, pytest.raises(NotFound, match="template"):
        write_html(outline, Pictures(fetched), tmp_path, file, step=no_step)

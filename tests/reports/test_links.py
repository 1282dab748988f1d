"""What leads from one place of a summary to another, and back."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from inspector_app.domain.answers import Answer
from inspector_app.domain.evidence import Caption
from inspector_app.reports.linking import Lead, LinkedWords
from inspector_app.reports.styles import Styles, faces
from inspector_app.reports.tagging import Tree
from tests.reports.test_layout import a_small_pack, laid, pages_of, read
from tests.support.standings import FONTS, a_journal


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    journal = a_journal(a_small_pack())
    for line in ("CC-PO-01", "CC-PO-02", "CC-PO-09"):
        journal.answer(line, Answer(note="Told at length. " * 60))
    journal.evidence("JS/1", Caption("The return"), "CC-PO-02", "CC-PO-09")
    target = tmp_path_factory.mktemp("links") / "out.pdf"
    laid(journal, target)
    return target


def links(path: Path) -> Iterator[tuple[int, str, int, float]]:
    """Yield of each link its page, its words, and the page and height that it leads to."""
    with pikepdf.open(path) as pdf:
        number = {page.objgen: at for at, page in enumerate(pdf.pages, 1)}
        for at, page in enumerate(pdf.pages, 1):
            for each in page.get("/Annots", ()):
                target: Any = each.Dest
                yield at, str(each.Contents), number[target[0].objgen], float(target[3])


def words_below(path: Path, page: int, top: float) -> str:
    """Return the first words at and below a height of a page."""
    with pypdfium2.PdfDocument(path) as document:
        text = document[page - 1].get_textpage().get_text_bounded(top=top + 1, bottom=top - 30)
    return " ".join(text.split())


def test_each_note_mark_leads_to_its_definition_and_each_definition_back(summary: Path) -> None:
    found = read(a_journal(a_small_pack())).record
    used = {line.id: line.notes for section in found.sections() for line in section.lines}
    term = {each.number: each.term for each in found.definitions}
    there, back = set(), set()
    for _, words, page, top in links(summary):
        if told := re.match(r"Definition (\d+): ", words):
            assert words_below(summary, page, top).startswith(f"{told[1]} {term[int(told[1])]}")
            there.add(int(told[1]))
        elif words.startswith("Back to line "):
            id_ = words.removeprefix("Back to line ")
            assert words_below(summary, page, top).startswith(f"{id_} ")
            back.add(id_)
    assert there == set(term)
    assert back == {id_ for id_, notes in used.items() if notes}


def test_evidence_and_the_lines_that_it_supports_lead_to_each_other(summary: Path) -> None:
    found = {words: words_below(summary, page, top) for _, words, page, top in links(summary)}
    assert found["JS/1"].startswith("JS/1 The return")
    assert found["Line CC-PO-09"].startswith("CC-PO-09 ")


def test_the_index_names_every_printed_line_with_its_page_and_leads_there(summary: Path) -> None:
    pages = pages_of(summary)
    told = {words: page for at, words, page, _ in links(summary) if at == len(pages)}
    lines = [line.id for s in read(a_journal(a_small_pack())).record.sections() for line in s.lines]
    assert list(told) == [f"{id_}, page {told[f]}" for id_, f in zip(lines, told, strict=True)]
    for words, page in told.items():
        assert words.partition(",")[0] in pages[page - 1]


def test_words_that_lead_to_no_page_are_printed_and_lead_nowhere() -> None:
    tree = Tree()
    words = LinkedWords(
        "At",
        [Lead(f"CC-{at}", f"line-{at}", "", leads=at == 2) for at in range(1, 4)],
        Styles(faces(FONTS)).used,
        tree,
    )
    (paragraph,) = tree.root.kids
    assert words.characters == len("At CC-1, CC-2, CC-3")
    assert [kid.tag for kid in paragraph.kids] == ["Reference"]  # type: ignore[union-attr]


def test_linked_words_break_over_lines_and_pages_and_lose_none() -> None:
    leads = [Lead(f"CC-PO-{at}", f"line-{at}", "", leads=True) for at in range(200)]
    words = LinkedWords("At", leads, Styles(faces(FONTS)).used, Tree())
    _, height = words.wrap(300, 10_000)
    first, second = words.split(300, height / 2)
    assert first.wrap(300, 10_000)[1] + second.wrap(300, 10_000)[1] == height
    assert first.characters + second.characters == words.characters
    assert words.split(300, 3) == []


def test_a_word_wider_than_its_room_is_cut_and_not_lost() -> None:
    lead = Lead("W" * 5_000, "line", "the line", leads=True)
    words = LinkedWords("At", [lead], Styles(faces(FONTS)).used, Tree())
    assert words.wrap(200, 1_000)[1] == 22

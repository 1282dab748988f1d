"""The quick card says what its help topic says, whole, on the two sides of one sheet."""

import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from inspector_app.domain.errors import BadInput
from inspector_app.reports import quick_card_pages
from inspector_app.reports.quick_card import Card, Text, card_of
from tests.reports.test_layout import pages_of, words_of
from tests.support.papers import QUICK_CARD, a_quick_card

TEXT = QUICK_CARD.read_text(encoding="utf-8")
CARD = card_of(TEXT)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_quick_card(tmp_path_factory.mktemp("card") / "card.pdf")


def test_the_card_is_one_sheet_and_says_how_many_sides_it_has(printed: Path) -> None:
    sides = pages_of(printed)
    assert len(sides) == 2
    for number, side in enumerate(sides, 1):
        assert f"Page {number} of 2" in side
        assert "Quick card of SPR Inspector 1.2.3" in side
        assert side.count(quick_card_pages.UNMARKED) == 2


def test_all_of_the_topic_is_on_the_card_in_its_order(printed: Path) -> None:
    words = words_of(printed)
    at = 0
    for wanted in in_reading_order(CARD):
        at = words.find(wanted, at)
        assert at >= 0, wanted
    unread = re.sub(r"^[0-9]+\. |^\| Key \| Does \|$", "", TEXT, flags=re.MULTILINE)
    assert letters(" ".join(in_reading_order(CARD))) == letters(unread)


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def in_reading_order(card: Card) -> list[str]:
    found = [card.title, *map(said, card.opening)]
    for part in card.parts:
        found += [part.title, *map(said, part.texts)]
        for screen in part.screens:
            found += [screen.screen, *(f"{cap} {words}" for cap, words in screen.keys)]
    return found


def said(text: Text) -> str:
    return "".join(run.text for run in text.runs)


def test_nothing_stands_beyond_the_margins(printed: Path) -> None:
    with pypdfium2.PdfDocument(printed) as document:
        for page in document:
            text = page.get_textpage()
            wide, high = page.get_size()
            for at in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(at)
                assert 50 < left <= right < wide - 50
                assert 25 < bottom <= top < high - 25


def test_there_are_seven_steps_five_mishaps_and_where_a_pdf_is_verified() -> None:
    walk, mishaps, genuine, keys = CARD.parts
    assert [text.bullet for text in walk.texts] == [f"{number}." for number in range(1, 8)]
    assert [text.runs[0].text for text in mishaps.texts] == [
        "The laptop is lost or stolen.",
        "The disk is full.",
        "A file is told as damaged.",
        "Base cannot be reached.",
        "The passphrase is not accepted.",
    ]
    assert any(run.text.startswith("spr-inspector verify ") for run in genuine.texts[0].runs)
    assert len(keys.screens) > 3


def test_equal_cards_have_equal_bytes(printed: Path, tmp_path: Path) -> None:
    assert a_quick_card(tmp_path / "again.pdf").read_bytes() == printed.read_bytes()


def test_the_card_is_tagged_as_what_it_is(printed: Path) -> None:
    tags: list[str] = []

    def walk(element: pikepdf.Object) -> None:
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            tags.append(str(element.S))
        if isinstance(element, pikepdf.Dictionary) and "/K" in element:
            kids = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
            for kid in kids:
                walk(kid)

    with pikepdf.open(printed) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        walk(pdf.Root.StructTreeRoot)
    screens = [screen for part in CARD.parts for screen in part.screens]
    assert tags.count("/H1") == 1
    assert tags.count("/H2") == len(CARD.parts)
    assert tags.count("/H3") == tags.count("/Table") == len(screens)
    assert tags.count("/TR") == sum(len(each.keys) + 1 for each in screens)
    assert tags.count("/LI") == 12


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "no title"),
        ("Quick card\n\nWords.", "no title"),
        ("# Card\n\n> quoted", "> quoted"),
        ("# Card\n\n### Board\n\nWords.", "### Board"),
        ("# Card\n\n## Keys\n\n| Key | Does |\n|---|---|\n| N | new |", "| Key"),
        ("# Card\n\n## Keys\n\n### Board\n\n| Key | Does |\n|---|---|\n| N |", "| N |"),
        ("# Card\n\n## Keys\n\n### Board\n\n| N | new |", "| N | new |"),
        ("# Card\n\nHalf **bold.", "Half **bold."),
    ],
)
def test_what_cannot_be_set_is_named_and_never_left_out(text: str, named: str) -> None:
    with pytest.raises(BadInput) as refused:
        card_of(text)
    assert named in str(refused.value)

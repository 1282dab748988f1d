"""What can be searched: passages of a length that an excerpt can be cut from."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app import config
from inspector_app.domain.evidence import Caption, EvidenceFile
from inspector_app.domain.held import Held
from inspector_app.domain.ids import ChangeId, EvidenceId, LineId, PersonId, Sha256
from inspector_app.domain.items import EvidenceItem
from inspector_app.domain.searching import (
    Filter,
    Kind,
    filter_words,
    kind_words,
    of_file,
    of_item,
    of_pack,
    shown_by,
    stems,
)
from inspector_app.packs import shelf
from inspector_app.packs.reader import read_pack

PACK = read_pack(shelf.find(config.places(Path()).checklists, "spr-2012"))


def an_item(*lines: str, caption: str = "") -> EvidenceItem:
    file = EvidenceFile("JS/1", "return.csv", Sha256("a" * 64), 9, "text/plain")
    held = Held(file, None, ChangeId("c" * 64), PersonId("d" * 32), 0)
    return EvidenceItem(
        EvidenceId("e" * 32), file, held, Caption(caption), tuple(map(LineId, lines))
    )


def test_every_line_and_term_of_the_checklist_can_be_found() -> None:
    found = list(of_pack(PACK))
    assert {p.line for p in found if p.kind is Kind.LINE} == {line.id for line in PACK.lines()}
    assert {p.number for p in found if p.kind is Kind.TERM} == {t.term for t in PACK.glossary}


@given(st.text(max_size=9000))
def test_a_long_text_is_cut_and_nothing_of_it_is_lost(text: str) -> None:
    passages = of_file(text, an_item("CC-PO-01"), PACK)
    assert all(len(each.words) <= 2000 for each in passages)
    kept = "".join("".join(each.words.split()) for each in passages)
    plain = "".join(" " if ord(c) < 32 or ord(c) == 127 else c for c in text)
    assert kept == "".join(plain.split())


def test_an_item_stands_at_its_first_line_that_the_checklist_knows() -> None:
    assert of_item(an_item("AA-00", "CC-PO-07"), PACK)[0].line == "CC-PO-07"
    assert of_item(an_item(), PACK)[0].line is None
    assert of_item(an_item(caption="A carrier"), PACK)[0].words == "A carrier · return.csv"


@pytest.mark.parametrize(
    ("about", "shown"),
    [
        ("caption:ab", "evidence:ab"),
        ("link:ab/CC-PO-07", "evidence:ab"),
        ("answer:CC-PO-07", "answer:CC-PO-07"),
    ],
)
def test_captions_and_links_show_in_their_item(about: str, shown: str) -> None:
    assert shown_by(about) == shown


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("plan", ("plan",)),
        ("planning", ("plan",)),
        ("policies", ("policies", "policy")),
        ("policy", ("policie", "policy")),
        ("survey", ("survey",)),
        ("addresses", ("address",)),
        ("address", ("address",)),
        ("string", ("string",)),
        ("CC-PO-07", ("cc-po-07",)),
        ("used", ("used",)),
    ],
)
def test_words_are_looked_for_by_what_their_endings_share(
    word: str, found: tuple[str, ...]
) -> None:
    assert stems(word) == found


def test_every_kind_and_filter_has_its_words() -> None:
    assert all(map(kind_words, Kind))
    assert all(map(filter_words, Filter))

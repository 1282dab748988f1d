"""Papers that nobody signs say what they are, how they are marked, and on which page you are."""

from pathlib import Path

import pytest

from tests.reports.test_layout import pages_of
from tests.support.papers import a_debrief_note, a_told_visit

PAPERS = ["debrief note"]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("papers")
    return {"debrief note": a_debrief_note(a_told_visit(), folder / "note.pdf")}


@pytest.mark.parametrize("name", PAPERS)
def test_every_page_says_its_marking_twice_and_which_page_it_is(
    papers: dict[str, Path], name: str
) -> None:
    pages = pages_of(papers[name])
    assert len(pages) > 1
    for number, text in enumerate(pages, 1):
        assert text.count("OFFICIAL-SENSITIVE") >= 2
        assert f"Page {number} of {len(pages)}" in text


def test_a_debrief_note_says_that_it_is_provisional_on_every_page(
    papers: dict[str, Path],
) -> None:
    pages = pages_of(papers["debrief note"])
    assert all("PROVISIONAL" in text for text in pages)
    whole = " ".join(" ".join(pages).split())
    assert "It is not a published finding." in whole
    assert "Concerns Capacity and contribution: public order The force can send" in whole
    assert "Strengths None told." in whole


def test_equal_papers_have_equal_bytes(papers: dict[str, Path], tmp_path: Path) -> None:
    again = a_debrief_note(a_told_visit(), tmp_path / "again.pdf")
    assert again.read_bytes() == papers["debrief note"].read_bytes()

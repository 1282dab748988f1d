"""Papers that nobody signs say what they are, how they are marked, and on which page you are."""

from pathlib import Path

import pytest

from inspector_app.domain.answers import Answer
from inspector_app.domain.ids import LineId
from inspector_app.domain.values import Judged
from inspector_app.reports.aide_memoire import SheetOptions, sheet_facts
from tests.reports.test_layout import pages_of
from tests.support.papers import a_debrief_note, a_sheet, a_told_visit
from tests.support.standings import a_visit

PAPERS = ["debrief note", "aide-memoire"]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("papers")
    journal = a_told_visit()
    return {
        "debrief note": a_debrief_note(journal, folder / "note.pdf"),
        "aide-memoire": a_sheet(journal, folder / "sheet.pdf"),
    }


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
    for name, make in (("debrief note", a_debrief_note), ("aide-memoire", a_sheet)):
        again = make(a_told_visit(), tmp_path / f"{name}.pdf")
        assert again.read_bytes() == papers[name].read_bytes()


def test_an_aide_memoire_leaves_room_by_the_kind_of_answer(papers: dict[str, Path]) -> None:
    words = " ".join(" ".join(pages_of(papers["aide-memoire"])).replace("\u00a0", " ").split())
    assert "Marked OFFICIAL-SENSITIVE. From the first word written on it" in words
    assert "say in the app that JS/12 is typed up" in words
    assert "Good evidence:" in words
    assert "☐ Yes ☐ No ☐ Partly" in words
    assert "☐ Not supplied ☐ Does not exist ☐ Never arose ☐ Not asked ☐ Asked, no reply" in words
    assert "Recorded so far: In 2 versions:" in words
    facts = sheet_facts(
        a_visit().standing(), map(LineId, ("CC-PO-09", "CC-PO-16")), "", SheetOptions()
    )
    (section,) = facts.sections
    count, narrative = (line.parts[0].room for line in section.lines)
    assert count < narrative


def test_an_aide_memoire_prints_nothing_recorded_unless_chosen() -> None:
    standing, lines = a_visit().standing(), [LineId("CC-PO-01"), LineId("CC-PO-09")]
    bare = sheet_facts(standing, lines, "JS/1", SheetOptions(good_evidence=False))
    assert all(line.recorded == line.good_evidence == "" for line in bare.sections[0].lines)
    told = sheet_facts(standing, lines, "JS/1", SheetOptions(recorded=True))
    assert told.sections[0].lines[1].recorded == "8 police support units · since October 2013"
    journal = a_visit()
    journal.answer("CC-PO-01", Answer({"judgement": Judged("met")}, do_not_export=True))
    left_out = sheet_facts(journal.standing(), lines, "JS/1", SheetOptions(recorded=True))
    assert left_out.sections[0].lines[0].recorded == "Left out of this paper"

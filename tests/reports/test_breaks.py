"""Where pages break: nothing that leads on to something is left alone at a foot."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import LineId
from inspector_app.domain.values import Counted, Tabled
from inspector_app.reports.layout import Laid
from inspector_app.reports.tagging import Node
from tests.reports.test_layout import a_photo, laid, pages_of
from tests.support.standings import Journal, a_journal, a_visit, the_pack

_HEADINGS = frozenset({"H1", "H2", "H3"})


def a_full_visit(words: int) -> Journal:
    """Return a visit whose lines are of such lengths that pages break at many places."""
    journal = a_visit(a_photo)
    table = next(part for part in the_pack().line(LineId("IN-08")).parts if part.id)
    rows = tuple((f"Alliance {row}", "Force", "Function") for row in range(words // 4))
    journal.answer("IN-08", Answer({table.id: Tabled(rows)}))
    journal.answer("CN-PO-04", Answer({"received": Counted(16)}))
    journal.answer("CN-PO-05", Answer({"provided": Counted(10)}))
    for at, section in enumerate(the_pack().sections):
        if section.lines:
            journal.headline(section.id, Headline("Words of a headline. " * (at % 7 + 1)))
        for number, line in enumerate(section.lines):
            if number % 3 == at % 3 and line.id not in ("IN-08", "CC-PO-09", "CC-PO-08"):
                journal.answer(line.id, Answer(note="Told at the desk. " * (number * words % 40)))
                journal.account(Account(line.id, "He said so. " * (number * 7 % 30)))
    return journal


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Laid]:
    target = tmp_path_factory.mktemp("breaks") / "out.pdf"
    return target, laid(a_full_visit(60), target)


def leaves(node: Node, within: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Yield each drawn part: the tags it stands in, and its first and last page."""
    tags = (*within, node.tag)
    marks = [kid[0] for kid in node.kids if isinstance(kid, tuple)]
    if marks:
        yield tags, marks[0], marks[-1]
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from leaves(kid, tags)


def test_no_heading_stands_alone_at_the_foot_of_a_page(summary: tuple[Path, Laid]) -> None:
    drawn = list(leaves(summary[1].structure.root))
    headings = 0
    for at, (tags, _, last) in enumerate(drawn[:-1]):
        if not _HEADINGS.isdisjoint(tags):
            after = next(p for t, p, _ in drawn[at + 1 :] if _HEADINGS.isdisjoint(t))
            assert after == last, (tags, last)
            headings += 1
    assert headings > 150


@pytest.mark.parametrize("lines", range(0, 40, 3))
def test_a_section_begins_with_its_first_line_wherever_the_page_ends(
    tmp_path: Path, lines: int
) -> None:
    pack = the_pack()
    kept = tuple(
        replace(section, lines=section.lines[:3])
        for section in pack.sections
        if section.id in ("IN", "CC-T", "CC-PO")
    )
    journal = a_journal(replace(pack, sections=kept, quantities=(), checks=(), charts=()))
    journal.answer("CC-T-03", Answer(note="\n".join(["One more line."] * lines)))
    journal.headline("CC-PO", Headline("The force can send what is expected of it."))
    drawn = list(leaves(laid(journal, tmp_path / "out.pdf").structure.root))
    sections = [page for tags, page, _ in drawn if tags[-1] == "H2"]
    questions = [page for tags, page, _ in drawn if tags[-1] == "H3"]
    assert len(questions) == 6
    assert questions[3] in sections


def test_a_caption_stands_on_the_page_of_its_figure(summary: tuple[Path, Laid]) -> None:
    drawn = list(leaves(summary[1].structure.root))
    captions = [at for at, (tags, _, _) in enumerate(drawn) if "Caption" in tags]
    assert len(captions) >= 2
    for at in captions:
        tags, first, _ = drawn[at + 1]
        assert "Figure" in tags
        assert first == drawn[at][2]


def test_no_page_is_empty_and_none_holds_a_single_line(summary: tuple[Path, Laid]) -> None:
    for number, text in enumerate(pages_of(summary[0]), 1):
        lines = [line for line in text.splitlines() if line.strip()]
        assert len(lines) > 5, f"page {number}: {lines}"


def test_what_is_not_in_scope_is_told_at_the_beginning_of_its_chapter(tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    pack = the_pack()
    kept = tuple(s for s in pack.sections if s.requirement == "CS" or s.id == "IN")
    laid(a_journal(replace(pack, sections=kept, quantities=(), checks=(), charts=())), target)
    page = next(text for text in pages_of(target) if "Key specialist" in text)
    assert page.index("Not in scope for this inspection.") < page.index("CS-PO-01")

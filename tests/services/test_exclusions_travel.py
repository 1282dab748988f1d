"""What a number leaves out goes with it: rows, accounts, search, prompts, board, paper, files."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from inspector_app.domain import exclusions
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.ids import InspectionId, LineId
from inspector_app.domain.sources import DataReturn, Interview, Number, Source
from inspector_app.domain.strength import Supports
from inspector_app.domain.values import Counted, Named
from inspector_app.reports.content import form_of
from inspector_app.reports.draft_rows import draft_rows
from inspector_app.reports.facts import Form, Options
from inspector_app.services.vault import Unlocked
from inspector_app.ui.finding import found_view
from inspector_app.ui.line_viewing import account_views, line_standing, source_account_views
from inspector_app.ui.viewing import board_view, line_view
from tests.support.vaults import a_vault, an_inspection

LINE = LineId("CC-PO-09")
OWN, BEHIND = "Dog units apart", "Operation Heron, being exceptional."
TOLD = "left out: Operation Heron, being exceptional"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Unlocked]:
    with closing(a_vault(tmp_path)) as vault:
        yield vault


@pytest.fixture
def inspection(vault: Unlocked) -> InspectionId:
    """Need and declaration of serials that a return bears out, each leaving something out."""
    id_ = an_inspection(vault)
    numbers = (Number("Serials", "4"),)
    counted = Source(DataReturn(Named("The force"), exclusions=BEHIND, numbers=numbers), "Return")
    vault.sources.record(
        id_, counted, [Account(LINE, "4 serials of the return"), Account(LineId("CC-PO-01"), "Yes")]
    )
    said = Source(Interview(), "Chief", roles=(Named("Chief constable"),))
    vault.sources.record(id_, said, [Account(LINE, values={"declared": Counted(4, caveat=OWN)})])
    vault.inspections.answer_many(
        id_,
        {
            LINE: Answer({"declared": Counted(4, caveat=OWN)}),
            LineId("CC-PO-08"): Answer({"needed": Counted(5)}),
            LineId("CC-PO-11"): Answer({"expected": Counted(5)}),
        },
    )
    return id_


def test_a_row_of_the_section_tells_it_with_the_number(
    vault: Unlocked, inspection: InspectionId
) -> None:
    standing = vault.inspections.standing(inspection)
    row = line_view(standing, standing.pack.line(LINE))
    assert row.answer.endswith(f"units (caveat: {OWN}) ({TOLD})")
    without = line_view(standing, standing.pack.line("CC-PO-08"))
    assert "left out" not in without.answer


def test_an_account_tells_it_at_its_line_and_at_its_source(
    vault: Unlocked, inspection: InspectionId
) -> None:
    standing = vault.inspections.standing(inspection)
    first, second = account_views(standing, standing.pack.line(LINE))
    assert first.words == f"4 serials of the return ({TOLD})"
    assert f"caveat: {OWN}" in second.words
    counted = standing.sources()[0]
    assert {view.words for view in source_account_views(standing, counted.id)} == {
        "Yes",  # no number, so nothing was left out of it
        f"4 serials of the return ({TOLD})",
    }
    assert line_standing(standing, standing.pack.line(LINE)).accounts[0].words == first.words


def test_what_a_search_finds_tells_it_even_where_the_excerpt_is_cut(
    vault: Unlocked, inspection: InspectionId
) -> None:
    standing = vault.inspections.standing(inspection)
    for words, kinds in (("serials", {"account", "source"}), ("apart", {"answer", "account"})):
        hits = vault.search.find(inspection, words)
        assert {hit.kind.value for hit in hits} >= kinds
        for hit in hits:
            if hit.kind.value in kinds:
                view = found_view(standing, hit)
                left_out = exclusions.of_subject(hit.subject, standing)
                assert left_out
                assert all(each.rstrip(".") in view.words for each in left_out)
                assert all(each.rstrip(".") in view.detail for each in left_out)


def test_a_prompt_about_numbers_tells_it(vault: Unlocked, inspection: InspectionId) -> None:
    told = vault.prompts.found(inspection)
    check = next(p for p in told if p.kind.value == "cross-check" and "≤ 4" in p.words)
    assert f"CC-PO-09 leaves out: {OWN}; Operation Heron, being exceptional." in check.words


def test_the_board_prints_no_number_of_an_answer(vault: Unlocked, inspection: InspectionId) -> None:
    vault.inspections.answer(inspection, LINE, Answer({"declared": Counted(98_765)}))
    standing = vault.inspections.standing(inspection)
    assert "98,765" not in repr(board_view(standing))
    assert "98765" not in repr(board_view(standing))


def test_paper_its_data_and_the_draft_for_the_force_tell_it(
    vault: Unlocked, inspection: InspectionId
) -> None:
    record = vault.reports.content(inspection, Options(Form.ACCURACY_DRAFT)).record
    (line,) = (each for s in record.sections() for each in s.lines if each.id == LINE)
    assert line.versions[0].exclusions == (BEHIND,)
    assert OWN in line.versions[0].answer
    assert line.accounts[0].exclusions == (BEHIND,)
    assert OWN in line.accounts[1].answer
    row = next(row for place, row in draft_rows(record) if place == LINE)
    assert OWN in row.words
    assert f"Left out of the number: {BEHIND}" in row.words
    quantity = next(q for q in record.quantities if q.line == LINE)
    assert (OWN in quantity.caveat, BEHIND in quantity.caveat) == (True, True)
    assert json.dumps(form_of(record)).count("Heron") >= 4


def test_an_answer_that_says_it_itself_says_it_once(
    vault: Unlocked, inspection: InspectionId
) -> None:
    answer = Answer({"declared": Counted(4, caveat=BEHIND)})
    vault.inspections.answer(inspection, LINE, answer)
    standing = vault.inspections.standing(inspection)
    assert exclusions.of_answer(answer, LINE, Supports(standing)) == ()
    assert line_view(standing, standing.pack.line(LINE)).answer.count("Heron") == 1

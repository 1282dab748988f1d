"""Aide-memoires: which lines, that they were printed, and what became of the paper."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.answers import Answer
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.history.entries import entries
from inspector_app.domain.ids import InspectionId, LineId, SectionId, SourceId
from inspector_app.domain.line_choosing import LineChoice, lines_chosen
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.searching import Kind
from inspector_app.domain.sheet_words import fate_words
from inspector_app.domain.sources import Interview, Source
from inspector_app.domain.timetable import Planned
from inspector_app.domain.values import Counted
from inspector_app.reports.aide_memoire import SheetOptions
from inspector_app.services.vault import Unlocked
from tests.reports.test_layout import words_of
from tests.support.vaults import a_vault, an_inspection

LINE = LineId("CC-PO-09")


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unlocked]:
    vault = a_vault(tmp_path_factory.mktemp("vault"))
    yield vault
    vault.close()


@pytest.fixture
def inspection(vault: Unlocked) -> InspectionId:
    return an_inspection(vault)


def test_lines_are_chosen_by_section_encounter_mine_or_hand_in_the_packs_order(
    vault: Unlocked, inspection: InspectionId
) -> None:
    me = vault.inspector.person
    vault.assignments.assign(inspection, ["CC-T-02"], [me])
    planned = Planned("test", "The secret one", lines=(LineId("CP-PO-01"),))
    entry, _ = vault.encounters.plan(inspection, planned)
    standing = vault.inspections.standing(inspection)

    def chosen(**choice: object) -> tuple[str, ...]:
        return lines_chosen(standing, LineChoice(**choice), me)  # type: ignore[arg-type]

    assert chosen(mine=True) == ("CC-T-02",)
    assert chosen(encounter=entry) == ("CP-PO-01",)
    section = standing.pack.section("CC-PO")
    of_section = chosen(sections=(SectionId("CC-PO"),))
    assert of_section == tuple(line.id for line in section.lines if not line.derived)
    together = chosen(mine=True, encounter=entry, lines=(LINE, LINE))
    order: list[str] = [line.id for line in standing.pack.lines()]
    assert set(together) == {"CC-T-02", "CP-PO-01", LINE}
    assert list(together) == sorted(together, key=order.index)
    with pytest.raises(RuleViolation, match="No line is chosen"):
        chosen()
    with pytest.raises(NotFound):
        chosen(encounter=SourceId("f" * 32))


def test_one_is_printed_numbered_and_followed_until_its_paper_is_gone(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    target = tmp_path / "sheet.pdf"
    made = vault.sheets.print(inspection, target, LineChoice(lines=(LINE,)))
    assert made.number == "JS/1"
    assert "Aide-memoire JS/1" in words_of(target)
    with pytest.raises(RuleViolation, match="stands for good"):
        vault.inspections.undo_change(inspection, made.act.changes[0])
    source = vault.sources.record(inspection, Source(Interview(), "Met in the cell block"))
    assert source.number == "JS/2"  # one sequence with all that bears a number
    vault.sheets.typed_up(inspection, "js/1", [source.id])
    vault.sheets.gone(inspection, "JS/1", "Shredded on 17 September")
    (item,) = vault.sheets.all(inspection)
    standing = vault.inspections.standing(inspection)
    assert fate_words(item.sheet, standing) == "typed up in JS/2; Shredded on 17 September"
    vault.inspections.undo(inspection)
    (item,) = vault.sheets.all(inspection)
    assert fate_words(item.sheet, standing) == "typed up in JS/2"
    changes = vault.inspections.history(inspection)
    told = [each.what for each in entries(changes, changes, standing)]
    assert "Printed aide-memoire JS/1: 1 line" in told
    assert "Told what became of aide-memoire JS/1" in told
    assert Kind.SHEET in {hit.kind for hit in vault.search.find(inspection, LINE)}
    with pytest.raises(NotFound, match="no aide-memoire JS/7"):
        vault.sheets.gone(inspection, "JS/7", "Shredded")
    with pytest.raises(RuleViolation, match="what became"):
        vault.sheets.gone(inspection, "JS/1", " ")


def test_no_number_is_given_for_one_that_is_refused(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    marked = Answer({"declared": Counted(8)}, marking=Marking(Tier.OFFICIAL_SENSITIVE))
    vault.inspections.answer(inspection, LINE, marked)
    options = SheetOptions(recorded=True, marking=Marking())
    with pytest.raises(RuleViolation, match="cannot be marked OFFICIAL"):
        vault.sheets.print(inspection, tmp_path / "no.pdf", LineChoice(lines=(LINE,)), options)
    lower = SheetOptions(recorded=True, up_to=Marking())
    target = tmp_path / "yes.pdf"
    made = vault.sheets.print(inspection, target, LineChoice(lines=(LINE,)), lower)
    assert (made.number, made.printed.marking) == ("JS/1", "OFFICIAL")
    assert "Left out of this paper" in words_of(target)


def test_what_was_printed_comes_back_in_another_vault(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    made = vault.sheets.print(inspection, tmp_path / "s.pdf", LineChoice(lines=(LINE,)))
    vault.exchange.export(inspection, tmp_path / "whole.json")
    form = json.loads((tmp_path / "whole.json").read_text(encoding="utf-8"))
    kinds = [json.loads(change["header"])["kind"] for change in form["changes"]]
    assert kinds[-1] == "sheet-printed"
    other = a_vault(tmp_path / "other", initials="BC")
    try:
        other.exchange.take_in(tmp_path / "whole.json")
        (there,) = other.sheets.all(inspection)
        assert there.sheet.file_sha256 == made.printed.sha256
    finally:
        other.close()

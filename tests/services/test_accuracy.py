"""The accuracy check: paragraphs go out, points come back, each is answered with a reason."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from inspector_app.domain import dates
from inspector_app.domain.accuracy import Decision
from inspector_app.domain.accuracy_words import draft_state_words, state_words
from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.errors import BadInput, NotFound, RuleViolation
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import InspectionId, LineId, PointId, SectionId
from inspector_app.domain.paragraphs import numbers
from inspector_app.domain.values import Counted
from inspector_app.reports.facts import Form, Options
from inspector_app.services.accuracy import Sent
from inspector_app.services.vault import Unlocked
from tests.support.vaults import a_vault, an_inspection

LINE, OTHER, SECTION = LineId("CC-PO-09"), LineId("CC-PO-08"), SectionId("CC-PO")
TODAY, DUE = dates.read("2 Nov 2013"), dates.read("16 Nov 2013")


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Unlocked]:
    vault = a_vault(tmp_path / "vault")
    yield vault
    vault.close()


@pytest.fixture
def inspection(vault: Unlocked) -> InspectionId:
    inspection = an_inspection(vault)
    vault.inspections.headline(inspection, SECTION, Headline("It can meet its share."))
    vault.inspections.answer(inspection, LINE, Answer({"declared": Counted(8)}))
    vault.inspections.answer(inspection, OTHER, Answer(outcome=Outcome.NOT_SUPPLIED))
    return inspection


def send(vault: Unlocked, inspection: InspectionId, target: Path) -> Sent:
    return vault.accuracy.send(inspection, target, "The chief constable", TODAY, DUE)


def number_of(vault: Unlocked, inspection: InspectionId, place: str) -> str:
    return numbers(vault.inspections.pack(inspection))[place]


def filled(path: Path, points: dict[str, str], change: Callable[[Any], None] | None = None) -> Path:
    """Fill the workbook in as a force would."""
    book = load_workbook(path)
    sheet = book["Points"]
    for row in range(6, sheet.max_row + 1):
        said = points.get(str(sheet.cell(row, 1).value))
        if said:
            sheet.cell(row, 4).value = said
    if change:
        change(sheet)
    target = path.with_name("back.xlsx")
    book.save(target)
    return target


def taken(vault: Unlocked, inspection: InspectionId, path: Path) -> tuple[PointId, ...]:
    return vault.accuracy.take(vault.accuracy.preview(inspection, path), TODAY)[0]


def test_every_printed_headline_and_finding_has_a_number_that_never_shifts(
    vault: Unlocked, inspection: InspectionId
) -> None:
    def printed() -> dict[str, str]:
        record = vault.reports.content(inspection, Options(Form.ACCURACY_DRAFT)).record
        found = {line.id: line.paragraph for s in record.sections() for line in s.lines}
        found |= {section.id: section.headline.paragraph for section in record.sections()}
        return {place: number for place, number in found.items() if number}

    before = printed()
    assert set(before) == {LINE, OTHER, SECTION}
    assert before[LINE] == f"{before[SECTION]}.9"
    vault.inspections.answer(inspection, LineId("CC-PO-01"), Answer(outcome=Outcome.NOT_SUPPLIED))
    after = printed()
    assert {place: after[place] for place in before} == before
    assert len(set(after.values())) == len(after)
    for form in (Form.FIELDWORK_RECORD, Form.FINAL_SUMMARY):
        record = vault.reports.content(inspection, Options(form)).record
        assert not any(line.paragraph for s in record.sections() for line in s.lines)


def test_what_is_not_to_be_exported_has_no_number_and_no_row(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    vault.inspections.answer(inspection, LINE, Answer(note="quizzacious", do_not_export=True))
    send(vault, inspection, tmp_path / "out.xlsx")
    (item,) = vault.inspections.standing(inspection).drafts()
    assert {each.place for each in item.draft.paragraphs} == {OTHER, SECTION}
    plan = vault.journal.plan_purge(inspection, subject(Subject.ANSWER, OTHER))
    assert f"draft {item.draft.number} and every copy of it" in plan.beyond_reach
    book = load_workbook(tmp_path / "out.xlsx")
    assert not [
        c for sheet in book for row in sheet.iter_rows() for c in row if "quizz" in str(c.value)
    ]


def test_points_come_back_by_workbook_and_are_seen_before_they_are_recorded(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    sent = send(vault, inspection, tmp_path / "out.xlsx")
    number = number_of(vault, inspection, LINE)
    back = filled(tmp_path / "out.xlsx", {number: "Nine, by the return of May."})
    preview = vault.accuracy.preview(inspection, back)
    assert (len(preview.points), preview.known) == (1, 0)
    (cell,) = preview.cells
    assert (cell.where[:8], cell.what) == ("Points!D", "Your point")
    assert (cell.after, cell.about) == ("Nine, by the return of May.", f"{number} · {LINE}")
    assert vault.inspections.standing(inspection).points() == ()
    vault.accuracy.take(preview, TODAY)
    (item,) = vault.inspections.standing(inspection).points()
    assert (item.point.paragraph, item.point.place, item.point.draft) == (number, LINE, sent.id)
    assert state_words(item) == "not answered yet"
    answer = vault.inspections.standing(inspection).answer(LINE).value
    assert answer == Answer({"declared": Counted(8)})  # the team's answer is the team's


def test_a_reply_without_a_point_is_a_reply(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    send(vault, inspection, tmp_path / "out.xlsx")
    assert taken(vault, inspection, tmp_path / "out.xlsx") == ()
    standing = vault.inspections.standing(inspection)
    assert len(standing.replies()) == 1
    assert "1 reply; 0 points" in draft_state_words(standing)


def test_the_same_file_is_refused_and_a_point_that_came_before_is_not_recorded_twice(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    send(vault, inspection, tmp_path / "out.xlsx")
    first, second = (number_of(vault, inspection, each) for each in (LINE, OTHER))
    back = filled(tmp_path / "out.xlsx", {first: "Nine."})
    taken(vault, inspection, back)
    with pytest.raises(RuleViolation, match="taken in already"):
        vault.accuracy.preview(inspection, back)
    again = filled(tmp_path / "out.xlsx", {first: "Nine.", second: "It was sent."})
    preview = vault.accuracy.preview(inspection, again)
    assert [point.said for point in preview.points] == ["It was sent."]
    assert preview.known == 1


def test_unknown_and_repeated_paragraphs_are_told_by_cell_and_nothing_is_recorded(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    send(vault, inspection, tmp_path / "out.xlsx")
    before = len(vault.inspections.history(inspection))

    def spoil(sheet: Any) -> None:
        sheet.cell(7, 1).value = sheet.cell(6, 1).value
        sheet.cell(8, 1).value = "99.9.9"

    preview = vault.accuracy.preview(inspection, filled(tmp_path / "out.xlsx", {}, spoil))
    with pytest.raises(BadInput) as refused:
        vault.accuracy.take(preview, TODAY)
    assert "Points!A7: paragraph" in str(refused.value)
    assert "Points!A8: draft JS/1 has no paragraph 99.9.9" in str(refused.value)
    assert len(vault.inspections.history(inspection)) == before


def test_a_workbook_of_another_inspection_or_draft_is_refused(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    other = an_inspection(vault)
    send(vault, inspection, tmp_path / "out.xlsx")
    with pytest.raises(BadInput, match="no accuracy draft of this inspection"):
        vault.accuracy.preview(other, tmp_path / "out.xlsx")
    book = load_workbook(tmp_path / "out.xlsx")
    book["About"]["B3"] = "0" * 32
    book.save(tmp_path / "out.xlsx")
    with pytest.raises(BadInput, match="no accuracy draft of this inspection"):
        vault.accuracy.preview(inspection, tmp_path / "out.xlsx")


def test_an_accepted_point_is_linked_to_the_change_that_results(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    send(vault, inspection, tmp_path / "out.xlsx")
    back = filled(tmp_path / "out.xlsx", {number_of(vault, inspection, LINE): "Nine."})
    (point,) = taken(vault, inspection, back)
    vault.accuracy.answer(inspection, point, Decision.ACCEPTED, "The return says so.")
    (item,) = vault.inspections.standing(inspection).points()
    assert state_words(item) == "accepted; no change yet"
    with pytest.raises(NotFound, match="Nothing was recorded"):
        vault.accuracy.link(inspection, point)
    corrected = vault.inspections.answer(inspection, LINE, Answer({"declared": Counted(9)}))
    vault.accuracy.link(inspection, point)
    (item,) = vault.inspections.standing(inspection).points()
    assert item.response.value is not None
    assert item.response.value.changes == corrected.changes
    assert state_words(item) == "accepted; 1 change"


@pytest.mark.parametrize("decision", list(Decision))
def test_each_point_is_accepted_in_part_or_not_and_always_with_a_reason(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path, decision: Decision
) -> None:
    send(vault, inspection, tmp_path / "out.xlsx")
    back = filled(tmp_path / "out.xlsx", {number_of(vault, inspection, SECTION): "Not so."})
    (point,) = taken(vault, inspection, back)
    with pytest.raises(RuleViolation, match="reason"):
        vault.accuracy.answer(inspection, point, decision, "  ")
    earlier = vault.inspections.history(inspection)[0].id
    with pytest.raises(NotFound, match="cannot result from it"):
        vault.accuracy.answer(inspection, point, decision, "Why", [earlier])
    changed = vault.inspections.headline(inspection, SECTION, Headline("It says it can."))
    vault.accuracy.answer(inspection, point, decision, "Looked at again.")
    response = vault.inspections.standing(inspection).response(point).value
    assert response is not None
    assert response.decision is decision
    assert response.changes == (() if decision is Decision.NOT_ACCEPTED else changed.changes)
    vault.inspections.undo(inspection)
    assert vault.inspections.standing(inspection).response(point).value is None


def test_a_draft_that_went_out_stands_for_good_and_its_workbook_can_be_written_again(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    send(vault, inspection, tmp_path / "out.xlsx")
    vault.inspections.answer(inspection, LINE, Answer({"declared": Counted(9)}))
    item = vault.accuracy.find_draft(inspection)
    assert vault.accuracy.write_workbook(inspection, item, tmp_path / "again.xlsx") == 3
    first, again = (
        [[c.value for c in row] for sheet in load_workbook(tmp_path / name) for row in sheet]
        for name in ("out.xlsx", "again.xlsx")
    )
    assert first == again  # as it stood then, whatever was corrected since
    vault.inspections.undo(inspection)
    vault.inspections.undo(inspection)
    assert len(vault.inspections.standing(inspection).drafts()) == 1


def test_nothing_is_sent_to_nobody_or_while_there_is_nothing_to_check(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    with pytest.raises(RuleViolation, match="to whom"):
        vault.accuracy.send(inspection, tmp_path / "out.xlsx", " ", TODAY)
    with pytest.raises(RuleViolation, match="no finding and no headline"):
        vault.accuracy.send(an_inspection(vault), tmp_path / "out.xlsx", "Chief", TODAY)
    assert not (tmp_path / "out.xlsx").exists()
    with pytest.raises(NotFound, match="no accuracy draft yet"):
        vault.accuracy.find_draft(inspection)


def test_it_is_told_in_the_history_of_its_line_found_by_its_words_and_in_no_summary(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    send(vault, inspection, tmp_path / "out.xlsx")
    number = number_of(vault, inspection, LINE)
    back = filled(tmp_path / "out.xlsx", {number: "A quizzacious figure."})
    (point,) = taken(vault, inspection, back)
    vault.accuracy.answer(inspection, point, Decision.PARTLY, "The return is of another year.")
    answered, made, *_ = vault.history.page(inspection, LINE).entries
    assert made.what == f"The force on paragraph {number}, {LINE}: “A quizzacious figure.”"
    assert answered.what == f"The force’s point on {LINE}: accepted in part"
    assert answered.why == "The return is of another year."
    (hit,) = vault.search.find(inspection, "quizzacious")
    assert (hit.kind.value, hit.number, hit.place) == ("point", number, LINE)
    for form in Form:
        record = vault.reports.content(inspection, Options(form)).record
        assert "quizzacious" not in str(record)


def test_two_answers_to_a_point_that_did_not_know_of_each_other_are_both_kept(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    send(vault, inspection, tmp_path / "out.xlsx")
    back = filled(tmp_path / "out.xlsx", {number_of(vault, inspection, LINE): "Nine."})
    (point,) = taken(vault, inspection, back)
    vault.accuracy.answer(inspection, point, Decision.ACCEPTED, "So it is.")
    vault.accuracy.answer(inspection, point, Decision.NOT_ACCEPTED, "No.", seen=())
    (item,) = vault.inspections.standing(inspection).points()
    assert state_words(item) == "answered in 2 versions"
    vault.accuracy.answer(inspection, point, Decision.PARTLY, "Settled.")
    assert not vault.inspections.standing(inspection).response(point).in_conflict


def test_a_purged_point_is_gone_for_good(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    send(vault, inspection, tmp_path / "out.xlsx")
    back = filled(tmp_path / "out.xlsx", {number_of(vault, inspection, LINE): "quizzacious"})
    (point,) = taken(vault, inspection, back)
    plan = vault.journal.plan_purge(inspection, subject(Subject.POINT, point))
    vault.journal.purge(plan, "spilled-material", "Names a person")
    assert vault.inspections.standing(inspection).points() == ()
    assert vault.search.find(inspection, "quizzacious") == ()


def test_the_whole_inspection_can_be_looked_at_as_the_draft_went_out(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    (sent,) = send(vault, inspection, tmp_path / "out.xlsx").act.changes
    vault.inspections.answer(inspection, LINE, Answer({"declared": Counted(9)}))
    moment = vault.history.moment_of(inspection, sent)
    assert moment.words == "the accuracy draft JS/1, sent 2 November 2013"
    stood = vault.history.stood(inspection, moment)
    assert stood.answer(LINE).value == Answer({"declared": Counted(8)})

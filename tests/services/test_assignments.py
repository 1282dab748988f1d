"""Assigning lines and sections: one act, undone by one, told in the history, printed nowhere."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain import dates
from inspector_app.domain.answers import Answer
from inspector_app.domain.assigning import about_place, member_called, whose_line, whose_section
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import InspectionId, LineId, PersonId, SectionId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.domain.phases import Phase
from inspector_app.domain.searching import Filter
from inspector_app.domain.timetable import Planned
from inspector_app.reports.content import content_sha256
from inspector_app.reports.facts import Form, Options
from inspector_app.services.vault import Unlocked
from tests.support.laptops import TeamLaptop, a_laptop, everything, introduced
from tests.support.vaults import PASSPHRASE, Clock, a_vault, an_inspection, vault_service

SECTION, LINE, OTHER = SectionId("CC-PO"), LineId("CC-PO-05"), LineId("CC-PO-06")


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Unlocked]:
    made = a_vault(tmp_path, Clock())
    yield made
    made.close()


@pytest.fixture
def inspection(vault: Unlocked) -> InspectionId:
    return an_inspection(vault, team=(("Ann Moss", Member(TeamRole.INSPECTOR, "AM")),))


@pytest.fixture
def ann(vault: Unlocked, inspection: InspectionId) -> PersonId:
    return member_called(vault.inspections.standing(inspection), "am")


def has(vault: Unlocked, inspection: InspectionId, line: str = LINE) -> tuple[PersonId, ...]:
    standing = vault.inspections.standing(inspection)
    return whose_line(standing, standing.pack.line(line)).people


def test_several_lines_are_one_act_that_one_undo_takes_back(
    vault: Unlocked, inspection: InspectionId, ann: PersonId
) -> None:
    me = vault.inspector.person
    vault.assignments.assign(inspection, [SECTION], [me])
    act = vault.assignments.assign(inspection, [LINE, OTHER, LINE], [ann])
    assert len(act.changes) == 2
    assert has(vault, inspection) == has(vault, inspection, OTHER) == (ann,)
    vault.inspections.undo(inspection)
    assert has(vault, inspection) == has(vault, inspection, OTHER) == (me,)
    vault.inspections.redo(inspection)
    assert has(vault, inspection) == (ann,)
    vault.assignments.unassign(inspection, [LINE, SECTION])
    assert has(vault, inspection) == ()
    vault.inspections.undo(inspection)
    assert has(vault, inspection) == (ann,)
    assert vault.checks.check(inspection).is_sound


def test_the_history_of_a_line_tells_who_gave_it_to_whom(
    vault: Unlocked, inspection: InspectionId, ann: PersonId
) -> None:
    vault.assignments.assign(inspection, [LINE], [ann, vault.inspector.person])
    vault.assignments.assign(inspection, [LINE], [ann])
    vault.assignments.unassign(inspection, [LINE])
    told = vault.history.all(inspection, about_place(LINE))
    standing = vault.inspections.standing(inspection)
    both = ", ".join(map(standing.initials, sorted((ann, vault.inspector.person))))
    assert [entry.what for entry in told] == [
        f"Assigned CC-PO-05 to {both}",
        "Assigned CC-PO-05 to AM",
        "Withdrew the assignment of CC-PO-05",
    ]
    assert told[1].differences == (f"Assigned to: {both} → AM",)
    assert {entry.place for entry in told} == {LINE}
    page = vault.history.page(inspection, LINE)
    assert {entry.what for entry in page.entries} == {entry.what for entry in told}


def test_bad_places_people_and_repetitions_record_nothing(
    vault: Unlocked, inspection: InspectionId, ann: PersonId
) -> None:
    vault.assignments.assign(inspection, [SECTION], [ann])
    before = len(vault.inspections.history(inspection))
    with pytest.raises(NotFound, match="no line or section XX-01"):
        vault.assignments.assign(inspection, [LINE, "XX-01"], [ann])
    with pytest.raises(RuleViolation, match="already"):
        vault.assignments.assign(inspection, [SECTION], [ann])
    with pytest.raises(RuleViolation, match="Nobody was named"):
        vault.assignments.assign(inspection, [LINE], [])
    with pytest.raises(RuleViolation, match="none of these is assigned as itself"):
        vault.assignments.unassign(inspection, [LINE])
    vault.inspections.name_member(
        inspection, ann, "", Member(TeamRole.INSPECTOR, "AM", present=False)
    )
    with pytest.raises(RuleViolation, match="AM has left the team"):
        vault.assignments.assign(inspection, [LINE], [ann])
    assert len(vault.inspections.history(inspection)) == before + 1
    assert has(vault, inspection) == (ann,), "who has left keeps what they had until it is moved"


def test_an_archived_inspection_assigns_nothing(
    vault: Unlocked, inspection: InspectionId, ann: PersonId
) -> None:
    vault.phases.enter(inspection, Phase.ARCHIVED)
    with pytest.raises(RuleViolation, match="archived"):
        vault.assignments.assign(inspection, [LINE], [ann])


def test_assignments_are_in_the_full_export_and_in_nothing_that_is_printed(
    vault: Unlocked, inspection: InspectionId, ann: PersonId, tmp_path: Path
) -> None:
    vault.inspections.answer(inspection, LINE, Answer(note="Seen."))
    before = vault.reports.content(inspection, Options())
    vault.assignments.assign(inspection, [SECTION, LINE], [ann])
    after = vault.reports.content(inspection, Options())
    assert content_sha256(after) == content_sha256(before)
    target = tmp_path / "whole.json"
    vault.exchange.export(inspection, target)
    form = json.loads(target.read_text(encoding="utf-8"))
    kinds = [json.loads(change["header"])["kind"] for change in form["changes"]]
    assert kinds.count("assigned") == 2
    assert "Ann Moss" not in target.read_text(encoding="utf-8")
    other = a_vault(tmp_path / "other", initials="BK")
    other.exchange.take_in(target)
    assert has(other, inspection) == (ann,)
    other.close()


def test_who_is_to_run_an_unannounced_test_shows_in_nothing_for_the_force(
    vault: Unlocked, inspection: InspectionId, ann: PersonId, tmp_path: Path
) -> None:
    vault.inspections.answer(inspection, LINE, Answer(note="Seen."))
    vault.inspections.headline(inspection, SECTION, Headline("It can."))
    vault.encounters.plan(
        inspection,
        Planned("test", "Midnight call-out", lead=ann, sections=(SECTION,), unannounced=True),
    )
    vault.assignments.assign(inspection, [SECTION, LINE], [ann])
    for form in Form:
        content = repr(vault.reports.content(inspection, Options(form=form)))
        for word in ("Midnight", "call-out", ann, "ssigned"):
            assert word not in content, form
    sent = dates.read("2 Nov 2013")
    vault.accuracy.send(inspection, tmp_path / "points.xlsx", "The chief constable", sent)
    with zipfile.ZipFile(tmp_path / "points.xlsx") as book:
        inside = b"".join(book.read(name) for name in book.namelist()).decode("utf-8", "replace")
    assert "It can." in inside, "what is printed is there, so the rest would be found"
    for word in ("Midnight", "call-out", ann, "ssigned"):
        assert word not in inside


def test_the_search_is_narrowed_to_what_is_mine(
    vault: Unlocked, inspection: InspectionId, ann: PersonId
) -> None:
    vault.inspections.answer(inspection, LINE, Answer(note="quizzaciously"))
    vault.inspections.answer(inspection, OTHER, Answer(note="quizzaciously"))
    vault.inspections.headline(inspection, SECTION, Headline("Quizzaciously good."))
    vault.inspections.headline(inspection, SectionId("CC-CY"), Headline("Quizzaciously bad."))

    def found() -> set[str]:
        hits = vault.search.find(inspection, "quizzaciously", filters=[Filter.MINE])
        return {hit.number for hit in hits}

    assert found() == set()
    vault.assignments.assign(inspection, [SECTION], [vault.inspector.person])
    vault.assignments.assign(inspection, [OTHER], [ann])
    assert found() == {LINE, SECTION}
    vault.handing.hand_over(inspection, ann)
    assert found() == {OTHER}, "mine is whom acts are recorded as"
    only = vault.search.find(inspection, "", filters=[Filter.MINE])
    assert {hit.number for hit in only} == {OTHER}


def test_only_mine_is_remembered_on_this_laptop_and_never_recorded(
    tmp_path: Path,
) -> None:
    vault = a_vault(tmp_path)
    inspection = an_inspection(vault)
    before = len(vault.inspections.history(inspection))
    vault.assignments.show_only_mine(inspection, is_on=True)
    assert len(vault.inspections.history(inspection)) == before
    vault.close()
    vault = vault_service(tmp_path).unlock(PASSPHRASE)
    assert vault.assignments.shows_only_mine(inspection)
    vault.assignments.show_only_mine(inspection, is_on=False)
    assert not vault.assignments.shows_only_mine(inspection)
    vault.close()


# Several laptops


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[TeamLaptop, TeamLaptop]]:
    jo, ann = a_laptop(tmp_path, "JS"), a_laptop(tmp_path, "AM", 7)
    introduced(jo, ann)
    yield jo, ann
    jo.vault.close()
    ann.vault.close()


def test_assigned_apart_on_two_laptops_both_stand_and_a_reason_settles_it(
    pair: tuple[TeamLaptop, TeamLaptop], tmp_path: Path
) -> None:
    jo, ann = pair
    stick = tmp_path / "stick"
    stick.mkdir()
    inspection = an_inspection(jo.vault)
    jo.vault.team.let_in(inspection, ann.vault.team.device)
    for laptop in (jo, ann, jo):
        laptop.together(stick)
    js, am = jo.vault.inspector.person, ann.vault.inspector.person
    jo.vault.assignments.assign(inspection, [LINE], [js])
    ann.vault.assignments.assign(inspection, [LINE], [am])
    for laptop in (jo, ann, jo):
        laptop.together(stick)
    assert everything(jo, inspection) == everything(ann, inspection)
    for laptop in pair:
        assert set(has(laptop.vault, inspection)) == {js, am}
        assert laptop.vault.inspections.standing(inspection).conflicts() == (about_place(LINE),)
    with pytest.raises(RuleViolation, match="differently"):
        jo.vault.assignments.assign(inspection, [LINE, OTHER], [am])
    assert has(jo.vault, inspection, OTHER) == (), "all of it or nothing"
    (waiting,) = jo.vault.settling.contested(inspection)
    keep = next(side.change for side in waiting.sides if side.author == am)
    jo.vault.settling.keep(inspection, waiting.subject, keep, "Ann knows the room.")
    for laptop in (jo, ann):
        laptop.together(stick)
        assert has(laptop.vault, inspection) == (am,)
    assert everything(jo, inspection) == everything(ann, inspection)


def test_what_was_not_seen_is_not_overwritten(
    vault: Unlocked, inspection: InspectionId, ann: PersonId
) -> None:
    me = vault.inspector.person
    seen = vault.inspections.standing(inspection).assignment(LINE).heads
    vault.assignments.assign(inspection, [LINE], [ann])
    vault.assignments.assign(inspection, [LINE], [me], seen={LINE: seen})
    assert set(has(vault, inspection)) == {ann, me}


def test_what_was_planned_for_a_name_is_the_laptops_own_once_it_is_let_in(
    pair: tuple[TeamLaptop, TeamLaptop], tmp_path: Path
) -> None:
    jo, ann = pair
    stick = tmp_path / "stick"
    stick.mkdir()
    inspection = an_inspection(jo.vault, team=(("Ann Moss", Member(TeamRole.INSPECTOR, "AM")),))
    named = member_called(jo.vault.inspections.standing(inspection), "AM")
    jo.vault.assignments.assign(inspection, [SECTION], [named])
    jo.vault.encounters.plan(inspection, Planned("interview", "Gold", lead=named))
    jo.vault.team.let_in(inspection, ann.vault.team.device)
    for laptop in (jo, ann):
        laptop.together(stick)
    am = ann.vault.inspector.person
    for laptop in pair:
        standing = laptop.vault.inspections.standing(inspection)
        assert whose_section(standing, SECTION).people == (am,)
        assert [m.initials for _, m in standing.members() if m.present] == ["AM", "JS"]
        assert member_called(standing, "AM") == am
    hers = ann.vault.search.find(inspection, "", limit=500, filters=[Filter.MINE])
    assert {LINE, OTHER} <= {hit.number for hit in hers}

"""What comes from base is weighed like what comes by a stick: versions, newer checklists."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain import upgrading
from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.ids import InspectionId
from inspector_app.domain.values import Counted, Judged
from tests.support import small_packs
from tests.support.base import BaseLaptop, Shelf, a_shelf
from tests.support.laptops import everything
from tests.support.small_packs import BOATS, CREWS, EDITION, ENOUGH
from tests.support.vaults import an_inspection

Team = tuple[BaseLaptop, BaseLaptop, BaseLaptop]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with a_shelf(tmp_path_factory.mktemp("shelf")) as found:
        yield found


@pytest.fixture(scope="module")
def team(shelf: Shelf) -> Team:
    """Ann who leads, Bob, and Kit who comes late."""
    folder = shelf.base.folder.parent
    ann, bob, kit = (shelf.laptop(folder, initials) for initials in ("AM", "BW", "KT"))
    return ann, bob, kit


@pytest.fixture(scope="module")
def shared(shelf: Shelf, team: Team, tmp_path_factory: pytest.TempPathFactory) -> InspectionId:
    """An inspection that all three hold; each test has a line of its own."""
    return begun(shelf, team, small_packs.older(tmp_path_factory.mktemp("pack")))


def begun(shelf: Shelf, team: Team, pack: Path | str) -> InspectionId:
    """Begin one on Ann's laptop that all three hold."""
    ann, *others = team
    inspection = an_inspection(ann.vault, pack=str(pack))
    ann.synced(inspection)
    for laptop in others:
        shelf.add(inspection, laptop)
        laptop.synced(inspection)
    level(team, inspection)
    return inspection


def level(team: Team, inspection: InspectionId) -> None:
    for laptop in (*team, *team):
        laptop.synced(inspection)


def are_equal(team: Team, inspection: InspectionId) -> bool:
    found = [everything(laptop, inspection) for laptop in team]  # type: ignore[arg-type]
    return all(each == found[0] for each in found[1:])


def test_a_newer_checklist_travels_and_what_was_recorded_under_the_older_is_taken_in(
    shelf: Shelf, team: Team, tmp_path: Path
) -> None:
    ann, bob, kit = team
    older, newer = small_packs.older(tmp_path), small_packs.newer(tmp_path)
    inspection = begun(shelf, (ann, bob, kit), older)
    ann.vault.upgrading.upgrade(inspection, str(newer), "clearer")
    ann.vault.inspections.answer(inspection, CREWS, Answer({"judgement": Judged("yes")}))
    bob.vault.inspections.answer(inspection, BOATS, Answer({"boats": Counted(7)}))
    bob.vault.inspections.answer(inspection, ENOUGH, Answer(outcome=Outcome.NOT_SUPPLIED))
    for laptop in (bob, ann, kit, bob):
        came = laptop.synced(inspection)
        assert (came.is_synced, came.sentences) == (True, ())
    assert are_equal(team, inspection)
    for laptop in team:
        now = laptop.vault.inspections.standing(inspection)
        assert now.pack.version == "1.3.0"
        assert upgrading.asking_again(now) == (BOATS,)
        assert [each.place for each in upgrading.left(now)] == [ENOUGH]
        assert laptop.vault.checks.check(inspection).is_sound
    kit.vault.upgrading.confirm(inspection, [BOATS])
    level(team, inspection)
    assert are_equal(team, inspection)
    assert upgrading.asking_again(ann.vault.inspections.standing(inspection)) == ()


def test_who_joins_after_the_upgrade_gets_every_version(
    shelf: Shelf, team: Team, tmp_path: Path
) -> None:
    ann, bob, _ = team
    inspection = an_inspection(ann.vault, pack=str(small_packs.older(tmp_path)))
    ann.vault.inspections.answer(inspection, BOATS, Answer({"boats": Counted(8)}))
    ann.vault.upgrading.upgrade(inspection, str(small_packs.newer(tmp_path)))
    # The particulars, revised under the newer version, still name the one it began with.
    ann.vault.inspections.describe(inspection, ann.vault.inspections.standing(inspection).details)
    assert ann.synced(inspection).is_synced
    shelf.add(inspection, bob)
    assert bob.synced(inspection).is_synced
    now = bob.vault.inspections.standing(inspection)
    assert (now.pack.version, now.asks_again(BOATS)) == ("1.3.0", True)


def test_the_same_said_twice_agrees_by_itself_and_both_stay_in_the_history(
    team: Team, shared: InspectionId
) -> None:
    ann, bob, kit = team
    inspection, line = shared, BOATS
    ann.answer(inspection, "Twelve", line)
    bob.answer(inspection, "Twelve", line)
    for laptop in (ann, bob, kit, ann):
        laptop.synced(inspection)
    for laptop in team:
        assert line not in {each.place for each in laptop.vault.settling.contested(inspection)}
        told = laptop.vault.history.all(inspection, f"answer:{line}")
        assert {entry.initials for entry in told} == {"AM", "BW"}
        field = laptop.vault.inspections.standing(inspection).answer(line)
        assert len(field.versions) == 2, "until the next act supersedes both"


def test_what_arrives_late_reopens_what_was_settled_without_it_and_a_third_is_added(
    team: Team, shared: InspectionId
) -> None:
    ann, bob, kit = team
    inspection, line = shared, EDITION
    ann.answer(inspection, "Twelve", line)
    bob.answer(inspection, "Thirteen", line)
    kit.answer(inspection, "Nine", line)  # and does not sync
    for laptop in (ann, bob, ann):
        laptop.synced(inspection)
    (at,) = ann.vault.settling.contested(inspection)
    assert {side.initials for side in at.sides} == {"AM", "BW"}
    ann.vault.settling.answer(inspection, line, Answer(note="Twelve, by the rota"), "it is dated")
    for laptop in (ann, bob):
        laptop.synced(inspection)
        assert laptop.notes(inspection, line) == ["Twelve, by the rota"]
        assert laptop.vault.settling.contested(inspection) == ()
    for laptop in (kit, ann, bob):
        laptop.synced(inspection)
    assert are_equal(team, inspection)
    for laptop in team:
        assert laptop.notes(inspection, line) == ["Nine", "Twelve, by the rota"]
        assert len(laptop.vault.settling.contested(inspection)) == 1

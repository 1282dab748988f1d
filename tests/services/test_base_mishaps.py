"""What goes wrong between laptops and base: each behaves as it must, and is told in a sentence."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app.domain.errors import LaptopRefused
from inspector_app.domain.ids import InspectionId
from inspector_app.domain.phases import Phase
from tests.support.base import OTHER, BaseLaptop, Shelf
from tests.support.laptops import everything
from tests.support.vaults import an_inspection


@pytest.fixture
def shared(shelf: Shelf, ann: BaseLaptop, bob: BaseLaptop) -> InspectionId:
    """An inspection of Ann's that is at base and on Bob's laptop."""
    inspection = an_inspection(ann.vault)
    ann.answer(inspection, "Ann saw it")
    ann.synced(inspection)
    shelf.add(inspection, bob)
    bob.synced(inspection)
    ann.synced(inspection)
    return inspection


@pytest.fixture(scope="module")
def set_up_cy(shelf: Shelf) -> BaseLaptop:
    return shelf.laptop(shelf.base.folder.parent, "CY")


@pytest.fixture
def cy(shelf: Shelf, shared: InspectionId, set_up_cy: BaseLaptop) -> BaseLaptop:
    """A laptop of the team to which things happen that it outlives."""
    shelf.add(shared, set_up_cy)
    set_up_cy.synced(shared)
    return set_up_cy


@pytest.fixture
def spare(shelf: Shelf, shared: InspectionId, tmp_path: Path) -> BaseLaptop:
    """A laptop of the team that does not outlive what happens to it."""
    initials = "".join(chr(65 + int(digit)) for digit in f"{len(shelf.laptops):03}")
    laptop = shelf.laptop(tmp_path, initials)
    shelf.add(shared, laptop)
    laptop.synced(shared)
    return laptop


def level(inspection: InspectionId, *laptops: BaseLaptop) -> None:
    """Sync each of them twice, and require that all hold the same."""
    for laptop in laptops:
        laptop.synced(inspection)
    for laptop in laptops:
        assert laptop.synced(inspection).is_synced
    for laptop in laptops:
        assert everything(laptop, inspection) == everything(laptops[0], inspection)  # type: ignore[arg-type]


def restored(laptop: BaseLaptop, backup: Path) -> None:
    """Put a laptop's folder back to what it was."""
    laptop.closed()
    shutil.rmtree(laptop.folder)
    shutil.copytree(backup, laptop.folder)
    laptop.reopened()


def backed_up(laptop: BaseLaptop, folder: Path) -> Path:
    """Keep a laptop's folder as it is."""
    laptop.closed()
    shutil.copytree(laptop.folder, folder)
    laptop.reopened()
    return folder


def test_a_laptop_that_was_set_back_gets_its_own_work_again_and_is_told(
    shared: InspectionId, ann: BaseLaptop, cy: BaseLaptop, tmp_path: Path
) -> None:
    backup = backed_up(cy, tmp_path / "backup")
    cy.answer(shared, "Recorded after the backup")
    assert cy.synced(shared).is_synced
    restored(cy, backup)
    assert cy.notes(shared) == ["Ann saw it"]
    cy.answer(shared, "Recorded after the restore", OTHER)
    came = cy.synced(shared)
    assert "was set back" in " ".join(came.sentences)
    assert came.is_synced
    assert cy.notes(shared) == ["Recorded after the backup"]
    assert cy.notes(shared, OTHER) == ["Recorded after the restore"]
    level(shared, cy, ann)


def test_a_laptop_that_was_installed_anew_gets_all_that_reached_base(
    shared: InspectionId, ann: BaseLaptop, spare: BaseLaptop, shelf: Shelf, tmp_path: Path
) -> None:
    spare.answer(shared, "Before the disk died", OTHER)
    spare.synced(shared)
    initials = spare.vault.inspector.initials
    again = shelf.laptop(tmp_path / "again", initials, replaces=spare.device)
    came = again.synced(shared)
    assert (came.is_new, came.is_synced) == (True, True)
    assert again.notes(shared, OTHER) == ["Before the disk died"]
    again.answer(shared, "After it")
    level(shared, again, ann)
    assert "After it" in ann.notes(shared)
    # The former laptop is of no team any more, and what is on it stays there.
    told = " ".join(spare.synced(shared).sentences)
    assert "does not count this laptop to the team" in told
    assert spare.notes(shared, OTHER) == ["Before the disk died"]


def test_what_a_restored_base_lost_the_laptops_bring_again(
    shared: InspectionId, ann: BaseLaptop, bob: BaseLaptop, shelf: Shelf
) -> None:
    backup = shelf.backup()
    ann.answer(shared, "After base's backup")
    bob.answer(shared, "Bob's, too", OTHER)
    ann.synced(shared)
    bob.synced(shared)
    ann.synced(shared)
    lost = shelf.changes(shared)
    shelf.restore(backup)
    assert shelf.changes(shared) < lost
    ended = ann.sync()
    assert "Base was restored from a backup" in " ".join(ended.sentences)
    assert shelf.changes(shared) == lost  # any laptop of the team may bring what others recorded
    level(shared, ann, bob)


def test_the_team_that_a_restored_base_tells_holds_though_the_one_it_lost_was_numbered_higher(
    ann: BaseLaptop, bob: BaseLaptop, cy: BaseLaptop, shelf: Shelf
) -> None:
    inspection = an_inspection(ann.vault)
    ann.synced(inspection)
    backup = shelf.backup()
    for role in ("inspector", "lead", "inspector"):
        shelf.add(inspection, bob, role)
    ann.synced(inspection)
    shelf.restore(backup)
    shelf.add(inspection, cy)
    ann.synced(inspection)
    cy.synced(inspection)
    cy.answer(inspection, "Cy is of the team now")
    cy.synced(inspection)
    ann.synced(inspection)
    assert "Cy is of the team now" in ann.notes(inspection)


def test_base_and_a_laptop_both_restored_lose_nothing_that_is_on_any_disk(
    shared: InspectionId, ann: BaseLaptop, cy: BaseLaptop, shelf: Shelf, tmp_path: Path
) -> None:
    base, folder = shelf.backup(), backed_up(cy, tmp_path / "backup")
    cy.answer(shared, "On base and Ann's laptop alone", OTHER)
    cy.synced(shared)
    ann.synced(shared)
    shelf.restore(base)
    restored(cy, folder)
    cy.answer(shared, "After both")
    cy.synced(shared)
    ann.synced(shared)
    level(shared, ann, cy)
    assert cy.notes(shared, OTHER) == ["On base and Ann's laptop alone"]
    assert "After both" in cy.notes(shared)


def test_a_copied_laptop_is_told_and_the_work_of_both_is_kept(
    shared: InspectionId, ann: BaseLaptop, cy: BaseLaptop, shelf: Shelf
) -> None:
    twin = shelf.copied(cy, "twin").reopened()
    shelf.laptops.append(twin)
    cy.answer(shared, "On the one")
    twin.answer(shared, "On the other", OTHER)
    cy.synced(shared)
    told = " ".join(twin.synced(shared).sentences)
    assert "a copy of its vault is at work elsewhere" in told
    level(shared, cy, twin, ann)
    assert ann.notes(shared) == ["On the one"]
    assert ann.notes(shared, OTHER) == ["On the other"]


def test_a_laptop_taken_off_the_team_keeps_its_unsent_work_and_says_so(
    shared: InspectionId, ann: BaseLaptop, cy: BaseLaptop, shelf: Shelf
) -> None:
    cy.answer(shared, "Not sent yet", OTHER)
    shelf.remove(shared, cy)
    came = cy.synced(shared)
    told = " ".join(came.sentences)
    assert not came.is_synced
    assert "does not count this laptop to the team" in told
    assert "1 change of it here that base has not confirmed" in told
    assert cy.notes(shared, OTHER) == ["Not sent yet"]
    shelf.add(shared, cy)
    level(shared, cy, ann)
    assert ann.notes(shared, OTHER) == ["Not sent yet"]


def test_a_revoked_laptop_keeps_its_unsent_work_and_says_so(
    shared: InspectionId, ann: BaseLaptop, spare: BaseLaptop, shelf: Shelf
) -> None:
    spare.answer(shared, "Not sent yet", OTHER)
    before = spare.changes(shared)
    shelf.revoke(spare)
    with pytest.raises(LaptopRefused, match=r"has revoked this laptop.*1 change here"):
        spare.sync()
    assert spare.changes(shared) == before
    assert "revoked" in spare.vault.base.standing().refused
    # Nor does a team-mate bring it in unasked: base keeps it apart for the lead inspector.
    with pytest.raises(LaptopRefused):
        spare.sync()
    assert ann.synced(shared).is_synced


def test_a_stranger_cannot_tell_that_an_inspection_exists(
    shared: InspectionId, cy: BaseLaptop, shelf: Shelf
) -> None:
    shelf.remove(shared, cy)
    answers = set()
    for place in (shared, "0" * 32):
        with cy.vault.base.contact() as (client, _):
            for ask in (client.of, client.names, client.copies):
                try:
                    ask(InspectionId(place))
                except Exception as error:  # noqa: BLE001 - whatever it is, it is to be the same
                    answers.add((type(error), str(error)))
    assert len(answers) == 1


@pytest.mark.parametrize("days", [-9, 9])
def test_a_laptop_whose_clock_is_days_off_syncs_and_its_times_stay_as_it_said(
    shared: InspectionId, ann: BaseLaptop, cy: BaseLaptop, days: int
) -> None:
    minutes = days * 24 * 60
    cy.clock.time += timedelta(minutes=minutes)
    cy.answer(shared, "By a wrong clock", OTHER)
    ended = cy.sync()
    assert round(ended.ahead_ms / 60_000) == pytest.approx(minutes, abs=5)
    level(shared, cy, ann)
    assert ann.notes(shared, OTHER) == ["By a wrong clock"]
    # Once, since the clock did not alter in between; and told to whoever reads those times.
    told = [entry.words() for entry in ann.vault.history.all(shared)]
    how = "9 days fast" if days > 0 else "9 days slow"
    assert len([each for each in told if f"was {how}, by base’s" in each]) == 1
    cy.clock.time -= timedelta(minutes=minutes)


def test_a_laptop_whose_clock_is_off_gets_an_inspection_that_is_new_to_it(
    shelf: Shelf, ann: BaseLaptop, bob: BaseLaptop
) -> None:
    inspection = an_inspection(ann.vault)
    ann.answer(inspection, "Ann saw it")
    ann.synced(inspection)
    shelf.add(inspection, bob)
    bob.clock.time += timedelta(minutes=7)
    try:
        came = bob.synced(inspection)
        assert (came.is_new, came.is_synced, came.sentences) == (True, True, ())
        assert bob.notes(inspection) == ["Ann saw it"]
    finally:
        bob.clock.time -= timedelta(minutes=7)


def test_an_archived_inspection_still_goes_to_a_laptop_that_is_new_in_its_team(
    shelf: Shelf, ann: BaseLaptop, bob: BaseLaptop
) -> None:
    inspection = an_inspection(ann.vault)
    ann.answer(inspection, "Ann saw it")
    ann.vault.phases.enter(inspection, Phase.ARCHIVED)
    ann.synced(inspection)
    shelf.add(inspection, bob)
    for laptop in (bob, ann, bob):
        came = laptop.synced(inspection)
        assert (came.is_synced, came.sentences) == (True, ())
    assert bob.notes(inspection) == ["Ann saw it"]

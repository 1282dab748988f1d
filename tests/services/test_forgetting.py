"""Giving files up for room: only what base has in a backup, by a signed act, and back if asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from inspector_app.domain.errors import BaseAway, NotAtBase, RuleViolation
from inspector_app.domain.ids import EvidenceId, InspectionId, Sha256
from inspector_app.server.backups import back_up
from inspector_app.services.whereabouts import Place
from tests.support.base import BaseLaptop, Shelf, a_shelf
from tests.support.photos import a_photo
from tests.support.vaults import an_inspection


@dataclass
class Visit:
    """An inspection with one photograph, at base."""

    shelf: Shelf
    ann: BaseLaptop
    inspection: InspectionId
    item: EvidenceId
    sha256: Sha256
    folder: Path

    def backed_up(self) -> None:
        back_up(self.shelf.base, self.folder / "backups")

    def place(self) -> Place:
        (found,) = self.ann.vault.whereabouts.of(self.inspection).items
        return found.place

    def is_here(self) -> bool:
        return self.ann.vault.evidence.is_here(self.inspection, self.sha256)


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Visit]:
    with a_shelf(tmp_path) as shelf:
        ann = shelf.laptop(tmp_path, "AM")
        inspection = an_inspection(ann.vault)
        ann.vault.evidence.attach(inspection, [a_photo(tmp_path, "gate.jpg")])
        (item,) = ann.vault.inspections.standing(inspection).evidence()
        yield Visit(shelf, ann, inspection, item.id, item.file.sha256, tmp_path)


def test_a_file_goes_from_here_to_base_into_a_backup_off_the_laptop_and_back(visit: Visit) -> None:
    vault, inspection = visit.ann.vault, visit.inspection
    assert visit.place() is Place.HERE_ONLY
    visit.ann.sync()
    assert visit.place() is Place.AT_BASE
    with pytest.raises(RuleViolation, match="has made no backup yet"):
        vault.forgetting.forget(inspection, [visit.item])
    visit.backed_up()
    done = vault.forgetting.forget(inspection, [visit.item])
    assert done.numbers == ("AM/1",)
    assert not visit.is_here()
    with vault._database.read() as work:
        assert work.blobs.count(inspection) == 1  # the thumbnail stays
    visit.ann.sync()
    (found,) = vault.whereabouts.of(inspection).items
    assert (found.place, found.is_here, found.laptops) == (Place.BACKED_UP, False, 0)
    assert found.words() == "at base and backed up; on no laptop that told of it"
    said = [entry.words() for entry in vault.history.all(inspection)]
    assert any("Took the file of AM/1 off laptop" in each for each in said)

    # It stays off, even where all files are to come, until it is asked for.
    vault.base_sync.bring_all(inspection)
    visit.ann.sync()
    assert not visit.is_here()
    assert vault.base_sync.fetch(inspection, [visit.sha256]) == ()
    assert visit.is_here()
    vault.evidence.copy_out(inspection, visit.sha256, visit.folder / "again.jpg")
    assert (visit.folder / "again.jpg").read_bytes() == (visit.folder / "gate.jpg").read_bytes()


def test_what_came_after_the_backup_is_not_given_up(visit: Visit) -> None:
    visit.ann.sync()
    visit.backed_up()
    vault = visit.ann.vault
    vault.evidence.attach_bytes(visit.inspection, "late.txt", b"after the backup")
    visit.ann.sync()
    items = vault.inspections.standing(visit.inspection).evidence()
    with pytest.raises(RuleViolation, match="does not hold AM/2, so no file was taken off"):
        vault.forgetting.forget(visit.inspection, [item.id for item in items])
    assert visit.is_here()


def test_a_receipt_from_before_base_was_restored_counts_for_nothing(visit: Visit) -> None:
    before = visit.shelf.backup()
    visit.ann.sync()
    visit.backed_up()
    visit.ann.sync()
    assert visit.place() is Place.BACKED_UP
    visit.shelf.restore(before)
    with pytest.raises(NotAtBase):  # the restored base has never heard of it
        visit.ann.vault.forgetting.forget(visit.inspection, [visit.item])
    assert visit.is_here()
    visit.ann.sync()
    assert visit.place() is Place.AT_BASE


def test_without_base_at_hand_nothing_is_given_up(visit: Visit) -> None:
    visit.ann.sync()
    visit.backed_up()
    visit.ann.sync()
    visit.shelf.is_away = True
    with pytest.raises(BaseAway):
        visit.ann.vault.forgetting.forget(visit.inspection, [visit.item])
    assert visit.is_here()


def test_giving_up_cannot_be_undone_and_is_told_to_the_team(visit: Visit) -> None:
    bob = visit.shelf.laptop(visit.folder, "BW")
    visit.ann.sync()
    visit.shelf.add(visit.inspection, bob)
    bob.sync()
    visit.ann.sync()
    visit.backed_up()
    done = visit.ann.vault.forgetting.forget(visit.inspection, [visit.item])
    assert done.act is not None
    with pytest.raises(RuleViolation, match="stands for good"):
        visit.ann.vault.inspections.undo_change(visit.inspection, done.act.changes[0])
    visit.ann.sync()
    bob.sync()
    said = [entry.words() for entry in bob.vault.history.all(visit.inspection)]
    assert any("Took the file of AM/1 off laptop" in each for each in said)
    (found,) = bob.vault.whereabouts.of(visit.inspection).items
    assert (found.is_here, found.laptops) == (False, 0)

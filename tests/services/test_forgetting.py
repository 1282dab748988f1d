"""Giving files up for room: only what base has in a backup, by a signed act, and back if asked."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from inspector_app.domain.errors import BaseAway, NotAtBase, NotFound, RuleViolation
from inspector_app.domain.ids import EvidenceId, InspectionId, Sha256
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.domain.phases import Phase
from inspector_app.server.backups import back_up
from inspector_app.server.files import found_damaged
from inspector_app.server.problems import Refused
from inspector_app.services.whereabouts import Place
from inspector_app.sync.wire import ProblemCode
from tests.support.base import LINE, OTHER, BaseLaptop, Shelf
from tests.support.laptops import everything
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


@pytest.fixture(scope="module")
def ann(shelf: Shelf) -> BaseLaptop:
    return shelf.laptop(shelf.base.folder.parent, "AM")


@pytest.fixture
def visit(shelf: Shelf, ann: BaseLaptop, tmp_path: Path) -> Visit:
    inspection = an_inspection(ann.vault)
    ann.vault.evidence.attach(inspection, [a_photo(tmp_path, "gate.jpg")])
    (item,) = ann.vault.inspections.standing(inspection).evidence()
    return Visit(shelf, ann, inspection, item.id, item.file.sha256, tmp_path)


def test_a_file_goes_from_here_to_base_into_a_backup_off_the_laptop_and_back(visit: Visit) -> None:
    vault, inspection = visit.ann.vault, visit.inspection
    assert visit.place() is Place.HERE_ONLY
    visit.ann.synced(visit.inspection)
    assert visit.place() is Place.AT_BASE
    plan = vault.journal.plan_purge(inspection, f"evidence:{visit.item}")
    assert "base, until it takes this purge in, and base’s backups" in plan.beyond_reach
    with pytest.raises(RuleViolation, match="has made no backup yet"):
        vault.forgetting.forget(inspection, [visit.item])
    visit.backed_up()
    done = vault.forgetting.forget(inspection, [visit.item])
    assert done.numbers == ("AM/1",)
    assert not visit.is_here()
    with vault._database.read() as work:
        assert work.blobs.count(inspection) == 1  # the thumbnail stays
    visit.ann.synced(visit.inspection)
    (found,) = vault.whereabouts.of(inspection).items
    assert (found.place, found.is_here, found.laptops) == (Place.BACKED_UP, False, 0)
    assert found.words() == "at base and backed up; on no laptop that told of it"
    said = [entry.words() for entry in vault.history.all(inspection)]
    assert any("Took the file of AM/1 off laptop" in each for each in said)

    # It stays off, even where all files are to come, until it is asked for.
    vault.base_sync.bring_all(inspection)
    visit.ann.synced(visit.inspection)
    assert not visit.is_here()
    assert vault.base_sync.fetch(inspection, [visit.sha256]) == ()
    assert visit.is_here()
    vault.evidence.copy_out(inspection, visit.sha256, visit.folder / "again.jpg")
    assert (visit.folder / "again.jpg").read_bytes() == (visit.folder / "gate.jpg").read_bytes()


def test_what_came_after_the_backup_is_not_given_up(visit: Visit) -> None:
    visit.ann.synced(visit.inspection)
    visit.backed_up()
    vault = visit.ann.vault
    vault.evidence.attach_bytes(visit.inspection, "late.txt", b"after the backup")
    visit.ann.synced(visit.inspection)
    items = vault.inspections.standing(visit.inspection).evidence()
    with pytest.raises(RuleViolation, match="does not hold AM/2, so no file was taken off"):
        vault.forgetting.forget(visit.inspection, [item.id for item in items])
    assert visit.is_here()


def test_what_base_never_heard_of_is_not_given_up(visit: Visit) -> None:
    visit.ann.synced(visit.inspection)
    visit.backed_up()
    vault = visit.ann.vault
    kept = vault.evidence.attach_bytes(visit.inspection, "late.txt", b"not synced yet")
    assert kept.item is not None
    with pytest.raises(RuleViolation, match="does not hold AM/2, so no file was taken off"):
        vault.forgetting.forget(visit.inspection, [kept.item])


def test_a_receipt_from_before_base_was_restored_counts_for_nothing(visit: Visit) -> None:
    before = visit.shelf.backup()
    visit.ann.synced(visit.inspection)
    visit.backed_up()
    visit.ann.synced(visit.inspection)
    assert visit.place() is Place.BACKED_UP
    visit.shelf.restore(before)
    with pytest.raises(NotAtBase):  # the restored base has never heard of it
        visit.ann.vault.forgetting.forget(visit.inspection, [visit.item])
    assert visit.is_here()
    visit.ann.synced(visit.inspection)
    assert visit.place() is Place.AT_BASE


def test_a_receipt_of_a_clock_that_was_ahead_counts_no_more_than_the_one_given_now(
    visit: Visit,
) -> None:
    visit.shelf.clock.move(timedelta(days=400))
    visit.ann.synced(visit.inspection)
    visit.backed_up()
    visit.ann.synced(visit.inspection)
    assert visit.place() is Place.BACKED_UP
    visit.shelf.clock.move(timedelta(days=-400))
    assert found_damaged(visit.shelf.base, visit.inspection, visit.sha256)
    with pytest.raises(RuleViolation, match="no file was taken off"):
        visit.ann.vault.forgetting.forget(visit.inspection, [visit.item])
    assert visit.is_here()
    assert visit.place() is Place.HERE_ONLY


def test_without_base_at_hand_nothing_is_given_up(visit: Visit) -> None:
    visit.ann.synced(visit.inspection)
    visit.backed_up()
    visit.ann.synced(visit.inspection)
    visit.shelf.is_away = True
    try:
        with pytest.raises(BaseAway):
            visit.ann.vault.forgetting.forget(visit.inspection, [visit.item])
    finally:
        visit.shelf.is_away = False
    assert visit.is_here()


def test_giving_up_cannot_be_undone_and_is_told_to_the_team(visit: Visit) -> None:
    bob = visit.shelf.laptop(visit.folder, "BW")
    visit.ann.synced(visit.inspection)
    visit.shelf.add(visit.inspection, bob)
    bob.synced(visit.inspection)
    visit.ann.synced(visit.inspection)
    visit.backed_up()
    done = visit.ann.vault.forgetting.forget(visit.inspection, [visit.item])
    assert done.act is not None
    with pytest.raises(RuleViolation, match="stands for good"):
        visit.ann.vault.inspections.undo_change(visit.inspection, done.act.changes[0])
    visit.ann.synced(visit.inspection)
    bob.synced(visit.inspection)
    said = [entry.words() for entry in bob.vault.history.all(visit.inspection)]
    assert any("Took the file of AM/1 off laptop" in each for each in said)
    (found,) = bob.vault.whereabouts.of(visit.inspection).items
    assert (found.is_here, found.laptops) == (False, 0)


def test_a_whole_inspection_goes_once_it_is_backed_up_and_comes_back_as_it_was(
    visit: Visit,
) -> None:
    vault, inspection = visit.ann.vault, visit.inspection
    visit.ann.answer(inspection, "A word that nobody else uses: zymurgy")
    visit.ann.synced(visit.inspection)
    with pytest.raises(RuleViolation, match="no backup of this inspection yet"):
        vault.forgetting.forget_inspection(inspection)
    visit.backed_up()
    visit.ann.answer(inspection, "After the backup", OTHER)
    visit.ann.synced(visit.inspection)
    with pytest.raises(RuleViolation, match="does not hold 1 change of this inspection"):
        vault.forgetting.forget_inspection(inspection)
    visit.backed_up()
    before = everything(visit.ann, inspection)  # type: ignore[arg-type]
    others = {each.id for each in vault.inspections.all() if each.id != inspection}
    statement = vault.forgetting.forget_inspection(inspection).statement

    assert {each.id for each in vault.inspections.all()} == others
    assert vault.forgetting.given_up() == (statement,)
    with vault._database.read() as work:
        assert work.blobs.count(inspection) == 0
        assert not work.search.has(inspection)
        assert not any(each.has_body for each in work.journal.tally(inspection))
    assert not vault.checks.glance()
    visit.ann.sync()  # it does not come by itself
    assert {each.id for each in vault.inspections.all()} == others
    assert visit.shelf.forgotten(inspection) == {visit.ann.device}

    visit.ann.closed()
    vault = visit.ann.reopened().vault
    with pytest.raises(NotFound, match=r"^No inspection that was taken off .* matches “Kent”.$"):
        vault.forgetting.bring_back("Kent")
    vault.forgetting.bring_back(inspection[:12])
    vault.base_sync.bring_all(inspection)
    assert visit.ann.synced(inspection).is_synced
    assert everything(visit.ann, inspection) == before  # type: ignore[arg-type]
    assert visit.is_here()
    assert vault.forgetting.given_up() == ()
    assert vault.search.find(inspection, "zymurgy")
    assert visit.shelf.forgotten(inspection) == set()
    visit.ann.answer(inspection, "And goes on", OTHER)
    assert visit.ann.synced(inspection).is_synced
    assert not vault.checks.glance()


def test_what_was_typed_and_not_recorded_keeps_an_inspection_here(visit: Visit) -> None:
    visit.ann.synced(visit.inspection)
    visit.backed_up()
    visit.ann.vault.desk.keep_typed(visit.inspection, LINE, "half a sent")
    with pytest.raises(RuleViolation, match="typed in this inspection and not recorded"):
        visit.ann.vault.forgetting.forget_inspection(visit.inspection)


def test_what_a_copy_of_the_running_laptop_brought_vouches_for_nothing_recorded_here(
    visit: Visit,
) -> None:
    """Both went on in one chain, and base holds a longer one than this laptop does."""
    ann = visit.shelf.laptop(visit.folder, "DD")
    inspection = an_inspection(ann.vault)
    ann.synced(inspection)
    copy = _running_copy(visit.shelf, ann)
    try:
        for note in ("on the copy", "on the copy again"):
            copy.answer(inspection, note)
        copy.synced(inspection)
        visit.backed_up()
        kept = ann.vault.evidence.attach_bytes(inspection, "late.txt", b"base never heard of it")
        assert kept.item is not None
        with pytest.raises(RuleViolation, match=r"has not heard of yet.*no file was taken off"):
            ann.vault.forgetting.forget(inspection, [kept.item])
        (item,) = ann.vault.inspections.standing(inspection).evidence()
        assert ann.vault.evidence.is_here(inspection, item.file.sha256)
        with pytest.raises(RuleViolation, match=r"has not heard of yet.*stays on this laptop"):
            ann.vault.forgetting.forget_inspection(inspection)
        for _ in range(2):
            ann.synced(inspection)
        visit.backed_up()
        assert ann.vault.forgetting.forget(inspection, [kept.item]).numbers == ("DD/1",)
    finally:
        copy.closed()


def test_base_hears_that_an_inspection_was_given_up_though_it_could_not_hear_it_then(
    visit: Visit,
) -> None:
    vault, inspection = visit.ann.vault, visit.inspection
    visit.ann.synced(inspection)
    visit.backed_up()
    visit.ann.synced(inspection)
    http = visit.shelf.http
    visit.shelf.http = _FailingAt(http, "holding")  # type: ignore[assignment]
    try:
        assert vault.forgetting.forget_inspection(inspection).statement.inspection == inspection
    finally:
        visit.shelf.http = http
    assert visit.shelf.forgotten(inspection) == set()
    visit.ann.sync()
    assert visit.shelf.forgotten(inspection) == {visit.ann.device}
    vault.forgetting.bring_back(inspection)
    visit.ann.synced(inspection)
    assert visit.shelf.forgotten(inspection) == set()


def test_a_file_that_came_is_told_as_come_though_base_could_not_hear_of_it(visit: Visit) -> None:
    vault, inspection = visit.ann.vault, visit.inspection
    visit.ann.synced(inspection)
    visit.backed_up()
    vault.forgetting.forget(inspection, [visit.item])
    http = visit.shelf.http
    visit.shelf.http = _FailingAt(http, "holding")  # type: ignore[assignment]
    try:
        assert vault.base_sync.fetch(inspection, [visit.sha256]) == ()
    finally:
        visit.shelf.http = http
    assert visit.is_here()
    visit.ann.synced(inspection)
    assert visit.place() is Place.BACKED_UP
    (found,) = vault.whereabouts.of(inspection).items
    assert found.laptops == 1


def test_base_hears_that_an_inspection_was_destroyed_here(visit: Visit) -> None:
    laptop = visit.shelf.laptop(visit.folder, "EE")
    vault = laptop.vault
    inspection = an_inspection(vault, me=Member(TeamRole.LEAD, "EE"))
    laptop.synced(inspection)
    vault.phases.enter(inspection, Phase.ARCHIVED)
    vault.retention.keep_until(inspection, "2026-12-31", "Schedule of retention")
    laptop.synced(inspection)
    laptop.clock.time += timedelta(days=60)
    visit.shelf.clock.move(timedelta(days=60))
    try:
        vault.retention.destroy(inspection, "Cambridgeshire Constabulary")
        laptop.sync()
    finally:
        visit.shelf.clock.move(timedelta(days=-60))
    assert visit.shelf.forgotten(inspection) == {laptop.device}
    assert vault.inspections.all() == ()


class _FailingAt:
    """A way to base at whose end base fails at requests whose address holds a word."""

    def __init__(self, http: httpx2.Client, word: str) -> None:
        self._http = http
        self._word = word
        told = Refused(ProblemCode.FAILED).problem().model_dump_json()
        self._failing = httpx2.Client(
            transport=httpx2.MockTransport(lambda _: httpx2.Response(500, text=told))
        )

    def stream(self, method: str, url: str, **given: Any) -> Any:
        return (self._failing if self._word in url else self._http).stream(method, url, **given)


def _running_copy(shelf: Shelf, laptop: BaseLaptop) -> BaseLaptop:
    """Return a copy of a laptop that goes on in the same sessions, as a machine's snapshot does."""
    chains = dict(laptop.vault.inspections._recording._chains)
    copy = shelf.copied(laptop, "copied").reopened()
    for each in (laptop, copy):
        each.vault.inspections._recording._chains = dict(chains)
    return copy

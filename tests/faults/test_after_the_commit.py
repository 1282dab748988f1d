"""A disk that refuses once the thing itself is done: what is told says that it is done."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from inspector_app.domain.ids import EvidenceId, InspectionId, Sha256
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.server.backups import back_up
from tests.support.base import LINE, BaseLaptop, Shelf, a_shelf
from tests.support.laptops import TeamLaptop, a_laptop, introduced
from tests.support.mirrored import WHY_NOT, Mirror, may_mirror, mirrored
from tests.support.photos import a_photo
from tests.support.vaults import an_inspection

pytestmark = pytest.mark.skipif(not may_mirror(), reason=f"a disk that refuses {WHY_NOT}")


@dataclass
class AtWork:
    """A laptop that has joined base, its vault on a disk that can be told to refuse."""

    shelf: Shelf
    ann: BaseLaptop
    mirror: Mirror
    backups: Path

    def visited(self) -> tuple[InspectionId, EvidenceId, Sha256]:
        """Return an inspection with one file, all of it in base's backup."""
        vault = self.ann.vault
        inspection = an_inspection(vault)
        vault.evidence.attach(inspection, [a_photo(self.backups.parent, "gate.jpg")])
        (item,) = vault.inspections.standing(inspection).evidence()
        self.ann.synced(inspection)
        back_up(self.shelf.base, self.backups)
        return inspection, item.id, item.file.sha256

    def refuse_from_wiping(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let the disk refuse everything as soon as wiping after an act begins."""
        wipe = self.ann.vault.journal._wipe_free_pages

        def refused() -> bool:
            self._refuse()
            return wipe()

        monkeypatch.setattr(self.ann.vault.journal, "_wipe_free_pages", refused)

    def refuse_wiping(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let the disk refuse everything while it is wiped after an act, and no longer."""
        wipe = self.ann.vault.journal._wipe_free_pages

        def refused() -> bool:
            self._refuse()
            try:
                return wipe()
            finally:
                self.mirror.control.relent()

        monkeypatch.setattr(self.ann.vault.journal, "_wipe_free_pages", refused)

    def refuse_the_note(self, service: object, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let the disk refuse everything as soon as a service notes what came of its work."""
        remember = service._remember  # type: ignore[attr-defined]

        def refused(*given: Any) -> None:
            self._refuse()
            remember(*given)

        monkeypatch.setattr(service, "_remember", refused)

    def relent(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let the disk take everything again."""
        self.mirror.control.relent()
        monkeypatch.undo()

    @contextmanager
    def refusing_once_base_has_heard(self, word: str) -> Iterator[None]:
        """Let the disk refuse everything from base's answer on to an address with a word in it."""
        http = self.shelf.http

        class Refusing:
            def stream(_, method: str, url: str, **given: Any) -> Any:  # noqa: N805
                @contextmanager
                def streamed() -> Iterator[Any]:
                    with http.stream(method, url, **given) as answer:
                        if word in url:
                            self._refuse()
                        yield answer

                return streamed()

        self.shelf.http = Refusing()  # type: ignore[assignment]
        try:
            yield
        finally:
            self.shelf.http = http
            self.mirror.control.relent()

    def _refuse(self) -> None:
        self.mirror.control.refuse(self.mirror.control.count + 1, errno.ENOSPC)

    def is_here(self, inspection: InspectionId, sha256: Sha256) -> bool:
        return self.ann.vault.evidence.is_here(inspection, sha256)


@pytest.fixture(scope="module")
def at_work() -> Iterator[AtWork]:
    with TemporaryDirectory(dir="/dev/shm") as name:
        place = Path(name)
        with a_shelf(place) as shelf, mirrored(place / "disk") as mirror:
            ann = shelf.laptop(mirror.folder, "AM")
            try:
                yield AtWork(shelf, ann, mirror, place / "backups")
            finally:
                ann.closed()


def test_files_given_up_are_told_as_off_where_the_disk_has_no_room_to_wipe_after_them(
    at_work: AtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = at_work.ann.vault
    inspection, item, sha256 = at_work.visited()
    at_work.refuse_from_wiping(monkeypatch)
    done = vault.forgetting.forget(inspection, [item])
    assert (done.numbers, done.freed_bytes > 0) == (("AM/1",), True)
    assert "wiped when the vault is next opened" in done.left
    at_work.relent(monkeypatch)
    assert not at_work.is_here(inspection, sha256)
    assert vault.journal.finish_purges()
    assert at_work.ann.synced(inspection).is_synced
    assert vault.forgetting.forget(inspection, [item]).numbers == ()


def test_files_given_up_are_told_as_off_where_it_cannot_be_noted_that_base_knows(
    at_work: AtWork,
) -> None:
    vault = at_work.ann.vault
    inspection, item, sha256 = at_work.visited()
    with at_work.refusing_once_base_has_heard("holding"):
        done = vault.forgetting.forget(inspection, [item])
    assert (done.numbers, done.left) == (("AM/1",), "")
    assert not at_work.is_here(inspection, sha256)
    assert at_work.ann.synced(inspection).is_synced


def test_an_inspection_given_up_is_told_as_off_whatever_the_disk_refuses_after_it(
    at_work: AtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = at_work.ann.vault
    inspection, _, _ = at_work.visited()
    at_work.refuse_from_wiping(monkeypatch)
    done = vault.forgetting.forget_inspection(inspection)
    at_work.relent(monkeypatch)
    assert "wiped when the vault is next opened" in done.left
    assert done.statement in vault.forgetting.given_up()
    at_work.ann.sync()
    assert at_work.shelf.forgotten(inspection) == {at_work.ann.device}


def test_a_sync_goes_on_where_what_a_purge_destroyed_cannot_be_wiped_now(
    at_work: AtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    bob = at_work.shelf.laptop(at_work.backups.parent, "BW")
    inspection = an_inspection(bob.vault, me=Member(TeamRole.LEAD, "BW"))
    bob.answer(inspection, "Told in confidence")
    bob.synced(inspection)
    at_work.shelf.add(inspection, at_work.ann)
    assert at_work.ann.synced(inspection).is_synced
    plan = bob.vault.journal.plan_purge(inspection, f"answer:{LINE}")
    bob.vault.journal.purge(plan, "spilled-material", "Marked too highly")
    bob.vault.evidence.attach(inspection, [a_photo(at_work.backups.parent, "yard.jpg")])
    bob.synced(inspection)
    at_work.refuse_wiping(monkeypatch)
    came = at_work.ann.synced(inspection)
    at_work.relent(monkeypatch)
    assert (came.is_synced, came.sentences) == (True, ())
    assert at_work.ann.notes(inspection) == []
    assert at_work.ann.vault.journal.finish_purges()


def test_a_sync_that_cannot_be_noted_tells_what_travelled_and_asks_again(
    at_work: AtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspection, _, _ = at_work.visited()
    at_work.ann.answer(inspection, "As told")
    at_work.refuse_the_note(at_work.ann.vault.base_sync, monkeypatch)
    came = at_work.ann.synced(inspection)
    at_work.relent(monkeypatch)
    assert (came.is_synced, came.sent) == (True, 1)
    (told,) = came.sentences
    assert "What travelled counts" in told
    again = at_work.ann.synced(inspection)
    assert (again.was_asked, again.sentences) == (True, ())


def test_coming_together_that_cannot_be_noted_tells_what_was_exchanged(
    at_work: AtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    (stick := at_work.backups.parent / "stick").mkdir()
    jo = a_laptop(at_work.backups.parent, "JS")
    ann = TeamLaptop(at_work.ann.vault, at_work.backups.parent, jo.clock)
    introduced(jo, ann)
    inspection = an_inspection(jo.vault)
    jo.answer(inspection, "As told")
    jo.vault.team.let_in(inspection, ann.vault.team.device)
    assert jo.together(stick).sentences == ()
    at_work.refuse_the_note(ann.vault.merging, monkeypatch)
    brought = ann.together(stick)
    at_work.relent(monkeypatch)
    assert [met.inspection for met in brought.met if met.is_new] == [inspection]
    (told,) = brought.sentences
    assert "What was exchanged counts" in told
    assert ann.notes(inspection) == ["As told"]
    assert ann.together(stick).sentences == ()
    jo.vault.close()

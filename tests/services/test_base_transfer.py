"""To base by a stick and back: what is packed, what is taken in, and what each says of itself."""

import errno
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import select

from inspector_app.domain.errors import Cancelled, DeviceFull, MayNotLast, NotFound, RuleViolation
from inspector_app.domain.ids import InspectionId
from inspector_app.durable import whole_file
from inspector_app.server import answers, files, transfers
from inspector_app.server.tables import transfer as transfers_table
from inspector_app.server.transfers import Imported
from inspector_app.services.base_transfer import BaseTransferService, Packed, TakenFromBase
from inspector_app.sync import sticks, transfer, volumes
from inspector_app.sync.plan import Vector
from inspector_app.sync.vectors import vector_of
from inspector_app.system import disks
from tests.server.support import RECOVERY_KEY
from tests.support.base import BaseLaptop, Shelf, a_shelf
from tests.support.failing_names import failing_names
from tests.support.small_packs import of_the_shipped
from tests.support.vaults import a_vault, an_inspection

BY = "Lead inspector"
SMALL = 14 * 1024 * 1024


@dataclass
class Visit:
    """A laptop that has joined a base, with an inspection and a photograph, and a stick."""

    shelf: Shelf
    laptop: BaseLaptop
    inspection: InspectionId
    stick: Path

    def pack(self, **given: object) -> Packed:
        return self.laptop.vault.base_transfer.pack(
            self.inspection,
            self.stick,
            BY,
            "SPR-07",
            **given,  # type: ignore[arg-type]
        )

    def imported(self, packed: Packed) -> list[Imported]:
        found = [transfers.take_in(self.shelf.base, path, "spr-base") for path in packed.paths]
        while files.verify_next(self.shelf.base):
            pass
        return found

    def answered(self, packed: Packed, **given: object) -> tuple[Path, ...]:
        volume = self.imported(packed)[-1].volume
        assert volume is not None
        return answers.write(
            self.shelf.base,
            self.laptop.device,
            self.inspection,
            self.stick,
            vector_of(volume.vector),
            frozenset(volume.lacks),  # type: ignore[arg-type]
            **given,  # type: ignore[arg-type]
        ).paths

    def take_in(self) -> TakenFromBase:
        return self.laptop.vault.base_transfer.take_in(self.stick)


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Visit]:
    with a_shelf(tmp_path) as shelf:
        laptop = shelf.laptop(tmp_path, "JS")
        inspection = an_inspection(laptop.vault)
        laptop.vault.evidence.attach_bytes(inspection, "note.txt", b"as it was typed" * 1000)
        laptop.answer(inspection, "eight")
        (stick := tmp_path / "stick").mkdir()
        yield Visit(shelf, laptop, inspection, stick)


def test_after_the_receipt_only_what_is_new_is_packed(visit: Visit) -> None:
    first = visit.pack()
    assert (len(first.paths), first.files, first.sentence) == (1, 1, "")
    assert first.changes == len(visit.laptop.vault.inspections.history(visit.inspection))
    (came,) = visit.imported(first)
    assert (came.state, came.fresh, came.files) == ("taken", first.changes, 1)
    assert visit.pack().changes == first.changes + 1  # no receipt yet, and one leave more
    visit.answered(first)
    (answered,) = visit.take_in().inspections
    assert answered.not_covered == 1  # the second leave
    assert answered.lacking_at_base == 0
    visit.laptop.answer(visit.inspection, "nine")
    delta = visit.pack()
    assert (delta.changes, delta.files) == (3, 0)
    assert visit.imported(delta)[0].fresh == 3


def test_who_authorised_it_and_the_stick_stand_in_the_journal_the_file_and_at_base(
    visit: Visit,
) -> None:
    packed = visit.pack()
    (came,) = visit.imported(packed)
    assert came.volume is not None
    assert (came.volume.authorised_by, came.volume.stick) == (BY, "SPR-07")
    with visit.shelf.base.database.read() as connection:
        row = connection.execute(select(transfers_table)).one()
    assert (row.authorised_by, row.stick, row.bundle) == (BY, "SPR-07", packed.bundle)
    vault = visit.laptop.vault
    said = [entry.what for entry in vault.history.all(visit.inspection)]
    assert said[-1] == (
        "To be carried to base, Eastern region, on stick SPR-07; authorised by Lead inspector"
    )
    plan = vault.journal.plan_purge(visit.inspection, "answer:CC-PO-01")
    assert "stick SPR-07, which was to carry it to base" in plan.beyond_reach


def test_nothing_is_packed_before_it_is_said_who_authorised_it_and_on_what(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = visit.laptop.vault.base_transfer.pack
    with pytest.raises(RuleViolation, match="who authorised"):
        pack(visit.inspection, visit.stick, "  ", "SPR-07")
    monkeypatch.setattr(disks, "known_as", lambda _folder: "")
    with pytest.raises(RuleViolation, match="stick is known by"):
        pack(visit.inspection, visit.stick, BY)
    with pytest.raises(NotFound, match="stick in its place"):
        pack(visit.inspection, visit.stick / "gone", BY, "SPR-07")
    assert list(visit.stick.iterdir()) == []
    monkeypatch.setattr(disks, "known_as", lambda _folder: "KINGSTON · 1A2B-3C4D")
    assert pack(visit.inspection, visit.stick, BY).stick == "KINGSTON · 1A2B-3C4D"


def test_a_laptop_that_never_joined_is_told_to_join_first(tmp_path: Path) -> None:
    vault = a_vault(tmp_path / "alone")
    with pytest.raises(RuleViolation, match="not joined a base"):
        vault.base_transfer.take_in(tmp_path)
    vault.close()


def test_evidence_may_stay_behind_and_travel_another_time(visit: Visit) -> None:
    packed = visit.pack(with_files=False)
    assert (packed.files, packed.left_out) == (0, 1)
    visit.answered(packed)
    (answered,) = visit.take_in().inspections
    assert answered.lacking_at_base == 1
    assert visit.pack().files == 1  # the receipt says that base lacks it


def test_an_answer_brings_the_others_work_and_lets_the_team_in(
    visit: Visit, tmp_path: Path
) -> None:
    other = visit.shelf.laptop(tmp_path, "AM")
    visit.answered(visit.pack())
    visit.take_in()
    visit.shelf.add(visit.inspection, other)
    other.sync()
    other.vault.evidence.attach_bytes(visit.inspection, "photo.txt", b"hers" * 500)
    other.answer(visit.inspection, "nine, she heard")
    other.sync()
    shutil.rmtree(visit.stick / "SPR-Inspector")
    visit.answered(visit.pack())
    (answered,) = visit.take_in().inspections
    assert answered.fresh > 0
    assert answered.files == 1
    assert answered.lacking_here == 0
    assert visit.laptop.notes(visit.inspection) == ["nine, she heard"]
    assert other.device in visit.laptop.vault.team.is_in(visit.inspection)


def test_newer_checklists_travel_both_ways(visit: Visit, tmp_path: Path) -> None:
    newer = of_the_shipped(tmp_path / "newer", ("declare it can put out", "put out"))
    visit.laptop.vault.upgrading.upgrade(visit.inspection, str(newer))
    visit.laptop.answer(visit.inspection, "nine")
    packed = visit.pack()
    (came,) = visit.imported(packed)
    assert (came.state, came.fresh) == ("taken", packed.changes)
    ann = visit.shelf.laptop(tmp_path, "AM")
    visit.shelf.add(visit.inspection, ann)
    answers.write(
        visit.shelf.base, ann.device, visit.inspection, visit.stick, Vector(), frozenset()
    )
    assert ann.vault.base_transfer.take_in(visit.stick).sentences == ()
    there = ann.vault.inspections.standing(visit.inspection)
    assert there.pack.version == "1.1.0"
    assert [each.version for each in there.pack.others] == ["1.0.0"]
    assert ann.notes(visit.inspection) == ["nine"]


def test_an_answer_taken_in_twice_or_after_a_newer_one_changes_nothing_and_is_told(
    visit: Visit,
) -> None:
    (old,) = visit.answered(visit.pack())
    visit.laptop.answer(visit.inspection, "nine")
    visit.shelf.clock.move(timedelta(minutes=1))
    (new,) = visit.answered(visit.pack())
    kept = visit.stick / "old"
    kept.mkdir()
    old.rename(kept / old.name)
    (first,) = visit.take_in().inspections
    assert first.not_covered == 0
    again = visit.take_in()
    assert "all of it was here already" in again.sentences[0]
    replayed = visit.laptop.vault.base_transfer.take_in(kept)
    assert "all of it was here already" in replayed.sentences[0]
    assert replayed.inspections[0].receipt_ms == first.receipt_ms
    assert replayed.inspections[0].not_covered == 0
    assert new.exists()


def test_an_answer_from_before_base_was_restored_does_not_count_after_a_newer_one(
    visit: Visit,
) -> None:
    """Both lie on the stick; what the old one covers base has lost, and it travels again."""
    before = visit.shelf.backup()
    (old,) = visit.answered(visit.pack())
    kept = visit.stick / "old"
    kept.mkdir()
    old.rename(kept / old.name)
    visit.shelf.restore(before)
    visit.shelf.clock.move(timedelta(minutes=1))
    packed = visit.pack()
    visit.answered(packed)
    visit.laptop.answer(visit.inspection, "nine")
    (now,) = visit.take_in().inspections
    visit.shelf.restore(before)
    (replayed,) = visit.laptop.vault.base_transfer.take_in(kept).inspections
    assert (replayed.receipt_ms, replayed.not_covered) == (now.receipt_ms, now.not_covered)


def test_a_damaged_answer_is_refused_whole_and_one_for_another_laptop_left_alone(
    visit: Visit, tmp_path: Path
) -> None:
    other = visit.shelf.laptop(tmp_path, "AM")
    (path,) = visit.answered(visit.pack())
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    taken = visit.take_in()
    assert taken.inspections == ()
    assert "Nothing of it was taken in" in taken.sentences[0]
    assert visit.laptop.vault.base_transfer.to_carry(visit.inspection).receipt_ms is None
    assert other.vault.base_transfer.take_in(visit.stick).found == 0


def test_a_stick_that_is_full_or_pulled_out_keeps_what_was_whole(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = visit.laptop.vault
    film = bytes(range(256)) * 4096 * 20
    vault.evidence.attach_bytes(visit.inspection, "film.bin", film)
    small = _of_small_volumes(vault)
    free = iter([10**9, 10**9, 1000])
    usage = shutil.disk_usage(visit.stick)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=next(free)))
    packed = small.pack(visit.inspection, visit.stick, BY, "SPR-07")
    monkeypatch.undo()
    assert (len(packed.paths), packed.volumes) == (2, 3)
    assert "The stick is full" in packed.sentence
    assert "each good by itself" in packed.sentence
    found = visit.imported(packed)
    assert found[-1].lacking == (3,)
    monkeypatch.setattr(volumes, "write", _pulled_out(visit.stick))
    with pytest.raises(DeviceFull, match="pulled out"):
        small.pack(visit.inspection, visit.stick, BY, "SPR-07")


def test_stopping_leaves_whole_files_and_nothing_else(visit: Visit) -> None:
    with pytest.raises(Cancelled):
        visit.pack(cancelled=lambda: True)
    assert [path for path in visit.stick.rglob("*") if path.is_file()] == []


def test_a_stick_pulled_out_while_an_answer_is_read_is_told_and_nothing_is_half_in(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit.answered(visit.pack())

    def failing(*_: object) -> object:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(transfer, "opened", failing)
    taken = visit.take_in()
    assert "was the stick pulled out" in taken.sentences[0]
    assert taken.inspections == ()


def test_wiping_overwrites_this_laptops_files_alone(visit: Visit) -> None:
    packed = visit.pack()
    visit.answered(packed)
    place = sticks.place_on(visit.stick)
    (mine := place / "mine.inspx").write_bytes(b"not a transfer file")
    wiped = visit.laptop.vault.base_transfer.wipe(visit.stick)
    assert (wiped.files, wiped.left) == (2, ())
    assert [*place.iterdir()] == [mine]


def test_what_recovery_keys_open_needs_no_base(visit: Visit) -> None:
    """The file is encrypted to the escrow key too: with it, age and tar alone open it."""
    (path,) = visit.pack().paths
    secret = (visit.shelf.base.folder / RECOVERY_KEY).read_text().splitlines()[-1]
    identity = pyrage.x25519.Identity.from_str(secret)
    assert b"manifest.json" in pyrage.decrypt(path.read_bytes()[80:-64], [identity])[:100]


def _of_small_volumes(vault: object) -> BaseTransferService:
    return BaseTransferService(
        vault.base_transfer._recording,  # type: ignore[attr-defined]
        vault.journal,  # type: ignore[attr-defined]
        vault.base_transfer._blobs,  # type: ignore[attr-defined]
        vault.team,  # type: ignore[attr-defined]
        vault.base,  # type: ignore[attr-defined]
        most=SMALL,
    )


def _pulled_out(stick: Path) -> object:
    def failing(target: Path, *_: object) -> int:
        with whole_file(target):
            shutil.rmtree(stick)
            raise OSError(errno.EIO, "Input/output error")

    return failing


def test_a_transfer_file_that_may_not_last_is_counted_as_written(visit: Visit) -> None:
    (place := sticks.place_on(visit.stick)).mkdir(parents=True)
    with failing_names(place):
        packed = visit.pack()
    assert list(place.iterdir()) == list(packed.paths)
    assert packed.size_bytes == packed.paths[0].stat().st_size
    assert f"{packed.paths[0].name} was written, but the disk failed" in packed.sentence
    with failing_names(place), pytest.raises(MayNotLast, match="It is file 1 of the 1 of the answ"):
        visit.answered(packed)
    assert len(list(place.iterdir())) == 2


def test_what_is_not_sure_to_be_kept_apart_is_to_be_brought_again(visit: Visit) -> None:
    (path,) = visit.pack().paths
    content = path.read_bytes()
    path.write_bytes(content[:16] + bytes(32) + content[48:])
    base = visit.shelf.base
    with (
        failing_names(base.folder / "kept-apart"),
        pytest.raises(DeviceFull, match="Nothing of it was taken in"),
    ):
        transfers.take_in(base, path, "spr-base")
    assert transfers.kept_apart(base) == ()
    assert transfers.take_in(base, path, "spr-base").state == transfers.APART

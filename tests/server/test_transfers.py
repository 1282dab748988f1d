"""What comes by a stick is taken in whole or not at all, and what must not count is kept apart."""

import hashlib
import os
import shutil
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import delete, func, select

from inspector_app.domain.changes.change import Change
from inspector_app.domain.errors import BadInput, DeviceFull
from inspector_app.domain.ids import DeviceId, Sha256
from inspector_app.server import files, held, journal, teams, transfers
from inspector_app.server.base import Base
from inspector_app.server.database import Database
from inspector_app.server.keeping import release
from inspector_app.server.tables import change, event, file, inspection, member, transfer
from inspector_app.server.transfers import APART, TAKEN, Imported
from inspector_app.server.unpacking import Limits
from tests.support.arrivals import NOW_MS, enrol, open_inspection, push
from tests.support.carried import a_base, attached, carried
from tests.support.changes import INSPECTION, Laptop
from tests.support.full_disk import file_limit

SMALL = 14 * 1024 * 1024
"""Bytes of a volume: one part of a large file and some changes."""
PHOTO = os.urandom(300_000)
FILM = os.urandom(20 * 1024 * 1024)
BY = "spr-base"


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    database = Database(f"sqlite:///{tmp_path / 'base.db'}")
    database.make()
    yield a_base(tmp_path, database)
    database.close()


@pytest.fixture
def ann(base: Base) -> Laptop:
    laptop = Laptop("ann")
    open_inspection(base.database, laptop, Laptop("bob"))
    return laptop


def at_base(base: Base) -> set[str]:
    with base.database.read() as connection:
        return set(connection.scalars(select(change.c.id)))


def states(base: Base) -> dict[str, str]:
    while files.verify_next(base):
        pass
    with base.database.read() as connection:
        return {row.sha256: row.state for row in connection.execute(select(file))}


def rows(base: Base) -> list[tuple[str, str, str | None, str | None]]:
    with base.database.read() as connection:
        found = connection.execute(select(transfer).order_by(transfer.c.volume))
        return [(row.state, row.reason, row.stick, row.authorised_by) for row in found]


def ids(changes: list[Change]) -> set[str]:
    return {each.id for each in changes}


def some_work(laptop: Laptop, *contents: bytes) -> list[Change]:
    return [
        laptop.begin(),
        *(attached(laptop, content, n) for n, content in enumerate(contents, 1)),
        *(laptop.answer(f"{n}") for n in range(4)),
    ]


def test_a_volume_is_taken_in_with_its_files_and_who_authorised_it(
    database: Database, tmp_path: Path
) -> None:
    base, ann = a_base(tmp_path, database), Laptop("ann")
    open_inspection(database, ann)
    work = some_work(ann, PHOTO, b"")
    lacks = (Sha256("a" * 64),)
    (path,) = carried(tmp_path / "stick", ann, work, (PHOTO, b""), lacks=lacks)
    found = transfers.take_in(base, path, BY)
    assert (found.state, found.fresh, found.files, found.held) == (TAKEN, len(work), 2, 0)
    assert at_base(base) == ids(work)
    assert set(states(base).values()) == {"verified"}
    assert rows(base) == [(TAKEN, "", "SPR-07", "Lead inspector")]
    with base.database.read() as connection:
        said = connection.execute(select(member.c.lacks, member.c.told_ms)).one()
        assert [row.what for row in connection.execute(select(event))] == ["transfer-imported"]
    assert said.lacks == f'["{"a" * 64}"]'
    assert said.told_ms is not None


def test_the_same_volume_twice_has_no_effect_and_is_told(
    base: Base, ann: Laptop, tmp_path: Path
) -> None:
    work = some_work(ann, PHOTO)
    (path,) = carried(tmp_path / "stick", ann, work, (PHOTO,))
    assert not transfers.take_in(base, path, BY).was_here
    states(base)
    again = transfers.take_in(base, path, BY)
    assert (again.was_here, again.fresh, again.files) == (True, 0, 0)
    assert len(rows(base)) == 1
    assert at_base(base) == ids(work)
    assert not list((tmp_path / "files" / "arriving").iterdir())


def test_an_old_bundle_after_a_newer_one_takes_nothing_back(
    base: Base, ann: Laptop, tmp_path: Path
) -> None:
    work = some_work(ann)
    (old,) = carried(tmp_path / "stick", ann, work[:3])
    (new,) = carried(tmp_path / "stick", ann, work)
    assert transfers.take_in(base, new, BY).fresh == len(work)
    assert transfers.take_in(base, old, BY).fresh == 0
    with base.database.read() as connection:
        (end,) = journal.vector(connection, INSPECTION).lines.values()
    assert end == (len(work), work[-1].id)


def test_volumes_come_in_any_order_and_what_lacks_is_told(
    base: Base, ann: Laptop, tmp_path: Path
) -> None:
    work = some_work(ann, PHOTO, FILM)
    paths = carried(tmp_path / "stick", ann, work, (PHOTO, FILM), most=SMALL)
    assert len(paths) == 3
    lacking: list[tuple[int, ...]] = []
    for number in (3, 1):
        found = transfers.take_in(base, paths[number - 1], BY)
        assert found.state == TAKEN
        lacking.append(found.lacking)
    assert lacking == [(1, 2), (2,)]
    assert sorted(states(base).values()) == ["arriving", "verified"]
    assert transfers.take_in(base, paths[1], BY).lacking == ()
    assert set(states(base).values()) == {"verified"}
    assert at_base(base) == ids(work)


def test_volumes_of_two_bundles_mixed_are_each_told_of_their_own(
    base: Base, ann: Laptop, tmp_path: Path
) -> None:
    work = some_work(ann, FILM)
    one = carried(tmp_path / "one", ann, work, (FILM,), most=SMALL)
    other = carried(tmp_path / "other", ann, work, (FILM,), most=SMALL)
    assert transfers.take_in(base, one[0], BY).lacking == (2, 3)
    assert transfers.take_in(base, other[1], BY).lacking == (1, 3)
    assert transfers.take_in(base, one[2], BY).lacking == (2,)
    assert set(states(base).values()) == {"verified"}  # the parts are the same


def test_a_change_that_is_not_what_its_device_signed_undoes_the_whole_volume(
    base: Base, ann: Laptop, tmp_path: Path
) -> None:
    work = some_work(ann, PHOTO)
    work[-1] = replace(work[-1], signature=bytes(64))
    (path,) = carried(tmp_path / "stick", ann, work, (PHOTO,))
    with pytest.raises(BadInput, match="Nothing of it was taken in"):
        transfers.take_in(base, path, BY)
    assert at_base(base) == set()
    assert rows(base) == []
    assert not list((tmp_path / "files" / "arriving").iterdir())
    assert not list((tmp_path / "staging").iterdir())


def test_an_unknown_laptops_volume_is_kept_unopened_until_it_is_enrolled(
    base: Base, ann: Laptop, tmp_path: Path
) -> None:
    eve = Laptop("eve")
    work = some_work(eve)
    (path,) = carried(tmp_path / "stick", eve, work)
    found = transfers.take_in(base, path, BY)
    assert (found.state, found.reason, found.manifest) == (APART, "not-known", None)
    assert at_base(base) == set()
    (kept,) = transfers.kept_apart(base)
    assert kept.read_bytes() == path.read_bytes()
    path.unlink()
    with base.database.begin() as connection:
        enrol(connection, eve)
        teams.add(connection, INSPECTION, eve.device, "inspector", NOW_MS)
    assert transfers.take_in(base, kept, BY).state == TAKEN
    assert transfers.kept_apart(base) == ()
    assert at_base(base) == ids(work)


@pytest.mark.parametrize("how", ["revoked", "left"])
def test_what_a_revoked_laptop_or_one_that_left_brings_waits_for_the_lead(
    base: Base, ann: Laptop, tmp_path: Path, how: str
) -> None:
    bob = Laptop("bob", now_ms=1_379_400_000_000)
    push(base.database, ann, some_work(ann))
    with base.database.begin(INSPECTION) as connection:
        if how == "revoked":
            teams.revoke(connection, bob.device, NOW_MS)
        else:
            teams.remove(connection, INSPECTION, bob.device, NOW_MS)
    work = [attached(bob, PHOTO), bob.answer("unsent")]
    (path,) = carried(tmp_path / "stick", bob, work, (PHOTO,))
    found = transfers.take_in(base, path, BY)
    assert (found.state, found.reason, found.held, found.files) == (APART, how, 2, 0)
    assert ids(work).isdisjoint(at_base(base))
    with base.database.read() as connection:
        waiting = held.waiting(connection, INSPECTION)
    assert {each.change.id for each in waiting} == ids(work)
    with base.database.begin(INSPECTION) as connection:  # as an administrator lets it in
        release(connection, INSPECTION, waiting, NOW_MS)
    assert ids(work) <= at_base(base)
    (kept,) = transfers.kept_apart(base)
    again = transfers.take_in(base, kept, BY)
    assert (again.state, again.files) == (TAKEN, 1)
    assert states(base) == dict.fromkeys(states(base), "verified")
    assert transfers.kept_apart(base) == ()


def test_what_cannot_be_kept_apart_is_not_said_to_be(
    base: Base, ann: Laptop, tmp_path: Path
) -> None:
    bob = Laptop("bob", now_ms=1_379_400_000_000)
    with base.database.begin(INSPECTION) as connection:
        teams.revoke(connection, bob.device, NOW_MS)
    (path,) = carried(tmp_path / "stick", bob, [bob.answer("unsent")])
    in_the_way = base.folder / "kept-apart"
    in_the_way.write_bytes(b"")
    with pytest.raises(DeviceFull, match="Nothing of it was taken in"):
        transfers.take_in(base, path, BY)
    with base.database.read() as connection:
        assert held.waiting(connection, INSPECTION) == ()
    assert rows(base) == []
    in_the_way.unlink()
    assert transfers.take_in(base, path, BY).held == 1
    assert len(transfers.kept_apart(base)) == 1


def test_what_a_laptop_said_by_a_late_stick_does_not_take_back_what_it_said_since(
    base: Base, ann: Laptop, tmp_path: Path
) -> None:
    (late,) = carried(tmp_path / "stick", ann, some_work(ann))
    said = {"lacks": '["since"]', "told_ms": NOW_MS + 10**9, "forgot_ms": NOW_MS + 10**9}
    with base.database.begin(INSPECTION) as connection:
        connection.execute(member.update().where(member.c.device == ann.device).values(said))
    assert transfers.take_in(base, late, BY).state == TAKEN
    with base.database.read() as connection:
        stands = connection.execute(
            select(*(member.c[each] for each in said)).where(member.c.device == ann.device)
        ).one()
    assert stands._asdict() == said


def test_files_that_no_change_names_wait_with_their_volume(
    base: Base, ann: Laptop, tmp_path: Path
) -> None:
    work = some_work(ann, PHOTO)
    without = [each for each in work if each.header.kind != "evidence-added"]
    (path,) = carried(tmp_path / "stick", ann, without, (PHOTO,))
    found = transfers.take_in(base, path, BY)
    assert (found.state, found.reason, found.fresh) == (APART, "unnamed", len(without))
    push(base.database, ann, work)
    (kept,) = transfers.kept_apart(base)
    assert transfers.take_in(base, kept, BY).state == TAKEN
    assert set(states(base).values()) == {"verified"}


def test_another_bases_file_a_stranger_to_the_format_and_a_damaged_one_are_refused(
    base: Base, ann: Laptop, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    (path,) = carried(stick, ann, some_work(ann))
    sound = bytearray(path.read_bytes())
    other, noise, cut, bit = (stick / f"{name}.inspx" for name in ("other", "noise", "cut", "bit"))
    other.write_bytes(sound[:48] + b"x" * 32 + sound[80:])
    noise.write_bytes(bytes(500))
    cut.write_bytes(sound[:-10])
    sound[200] ^= 1
    bit.write_bytes(sound)
    key = str(pyrage.x25519.Identity.generate().to_public())
    (foreign,) = carried(stick, ann, ann.recorded, recipients=(key,))
    for wrong in (other, noise, cut, bit, foreign, stick / "nothing.inspx"):
        with pytest.raises((BadInput, DeviceFull), match="Nothing of it was taken in"):
            transfers.take_in(base, wrong, BY)
    assert at_base(base) == set()
    assert transfers.kept_apart(base) == ()


def test_a_volume_signed_by_a_team_mate_for_another_laptop_is_not_believed(
    base: Base, ann: Laptop, tmp_path: Path
) -> None:
    """Whoever re-signs what another laptop packed is found out: inside it names its writer."""
    bob = Laptop("bob")
    (path,) = carried(tmp_path / "stick", ann, some_work(ann))
    content = path.read_bytes()[:-64]
    content = content[:16] + bytes.fromhex(bob.device) + content[48:]
    digest = hashlib.sha256(b"spr-transfer-file/1\0" + content).digest()
    path.write_bytes(content + bob.key.sign(digest))
    with pytest.raises(BadInput, match="other things inside than outside"):
        transfers.take_in(base, path, BY)


def test_a_full_disk_at_base_leaves_nothing_of_a_volume(
    base: Base, ann: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = carried(tmp_path / "stick", ann, some_work(ann, PHOTO), (PHOTO,))
    with file_limit(tmp_path, 100_000), pytest.raises(DeviceFull, match="Nothing of it was taken"):
        transfers.take_in(base, path, BY)
    full = shutil._ntuple_diskusage(10**9, 10**9 - 1000, 1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: full)
    with pytest.raises(DeviceFull, match="no room at base"):
        transfers.take_in(base, path, BY)
    monkeypatch.undo()
    assert at_base(base) == set()
    assert not list((tmp_path / "files" / "arriving").iterdir())
    assert transfers.take_in(base, path, BY).state == TAKEN


def test_a_volume_that_counts_is_told_so_though_its_copy_kept_apart_cannot_be_cleared(
    base: Base, ann: Laptop, tmp_path: Path
) -> None:
    work = some_work(ann)
    (path,) = carried(tmp_path / "stick", ann, work)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    in_the_way = base.folder / "kept-apart" / f"{digest}.inspx"
    in_the_way.mkdir(parents=True)
    assert transfers.take_in(base, path, BY).state == TAKEN
    assert at_base(base) == ids(work)
    assert in_the_way.is_dir()


def test_a_laptop_that_base_knows_opens_an_inspection_that_it_does_not(
    base: Base, ann: Laptop, tmp_path: Path
) -> None:
    with base.database.begin() as connection:
        connection.execute(delete(member))
        connection.execute(delete(inspection))
    work = some_work(ann)
    (path,) = carried(tmp_path / "stick", ann, work)
    found: Imported = transfers.take_in(base, path, BY)
    assert found.state == TAKEN
    with base.database.read() as connection:
        assert teams.role(connection, INSPECTION, DeviceId(ann.device)) == "lead"
        told = set(connection.scalars(select(event.c.what)))
        assert told == {"inspection-opened", "transfer-imported"}
        assert connection.execute(select(func.count()).select_from(change)).scalar() == len(work)


def test_memory_does_not_grow_with_a_volume(base: Base, ann: Laptop, tmp_path: Path) -> None:
    """In short: 24 MiB pass through some megabytes; the campaign takes 300."""
    _import_of(base, ann, tmp_path, 24)


@pytest.mark.campaign
def test_300_megabytes_pass_through_some_megabytes(base: Base, ann: Laptop, tmp_path: Path) -> None:
    _import_of(base, ann, tmp_path, 300)


def _import_of(base: Base, ann: Laptop, tmp_path: Path, megabytes: int) -> None:
    """Import a large file under a child's limit far below its size, and watch what base takes."""
    content = os.urandom(1 << 20) * megabytes
    (path,) = carried(tmp_path / "stick", ann, some_work(ann, content), (content,))
    del content
    tracemalloc.start()
    try:
        found = transfers.take_in(base, path, BY, Limits(memory_bytes=200 << 20))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (found.state, found.files) == (TAKEN, 1)
    assert most < 24 << 20

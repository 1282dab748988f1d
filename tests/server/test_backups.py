"""What a receipt calls backed up can be put back, whole, into either engine."""

import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from inspector_app.domain.changes.bodies import EvidenceAdded, Subject, subject
from inspector_app.domain.errors import BadInput, MayNotLast, NotFound, RuleViolation
from inspector_app.domain.evidence import EvidenceFile
from inspector_app.durable import Unsettled
from inspector_app.server import backup_place, files, journal, keys, receipts, restoring
from inspector_app.server.__main__ import main
from inspector_app.server.backups import Made, back_up, put_back_all
from inspector_app.server.base import Base
from inspector_app.server.dumping import TABLES
from inspector_app.server.opening import (
    DATABASE_VARIABLE,
    OBJECTS_VARIABLE,
    opened_base,
    opened_objects,
)
from inspector_app.server.places.s3 import S3
from inspector_app.server.restoring import Restored, check, restore
from inspector_app.server.settings import epoch
from inspector_app.server.statements import form_of
from inspector_app.server.tables import file, inspection
from inspector_app.sync.wire import Receipt
from tests.server.support import RECOVERY_KEY, Clock, a_base
from tests.server.test_files import name_of
from tests.support.arrivals import open_inspection, push
from tests.support.changes import INSPECTION, Laptop
from tests.support.failing_names import failing_names
from tests.support.full_disk import file_limit
from tests.support.postgres import Cluster
from tests.support.s3 import Store

PHOTO, NOTE, LATE = b"a photograph" * 1000, b"a note", b"it never arrived"
WITHOUT = {"setting", "inspection", "event", "file", "part", "receipt", "backup", "backed_up"}
"""Tables that a restore writes to, besides putting them back."""


class Scene:
    """A base with work of one laptop: two files verified, one still lacking."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.clock = Clock()
        self.folder = folder / "base"
        self.folder.mkdir()
        self.base = a_base(self.folder, database_url, self.clock)
        self.safe = folder / "for-the-safe.txt"
        shutil.move(self.folder / RECOVERY_KEY, self.safe)
        self.place = folder / "backups"
        self.ann = Laptop("ann")
        open_inspection(self.base.database, self.ann)
        push(self.base.database, self.ann, [self.ann.begin(), self.ann.answer("8")])
        self.attached = 0
        for content in (PHOTO, NOTE, LATE):
            self.attach(content)
        for content in (PHOTO, NOTE):
            put(self.base, content)

    def attach(self, content: bytes) -> None:
        self.attached += 1
        kept = EvidenceFile(
            f"AN/{self.attached}", "x", name_of(content), len(content), "image/jpeg"
        )
        about = subject(Subject.EVIDENCE, f"{self.attached:032x}")
        push(self.base.database, self.ann, [self.ann.record(EvidenceAdded(kept), about)])

    def receipt(self) -> Receipt:
        with self.base.database.begin() as connection:
            given = receipts.issue(
                connection, self.base.keys, epoch(connection), INSPECTION, self.ann.device, 1
            )
        return Receipt.model_validate_json(given.text)

    def back_up(self, **given: Any) -> Made:
        self.clock.move(timedelta(minutes=1))
        return back_up(self.base, self.place, **given)

    def restore(self, folder: Path, environ: dict[str, str] | None = None) -> Restored:
        return restore(
            backup_place.newest(self.place),
            folder,
            environ or {},
            self.clock.now(),
            recovery_key=self.safe,
        )


def put(base: Base, content: bytes) -> None:
    """The file is at base, verified."""
    sha256 = name_of(content)
    files.offer(base, INSPECTION, sha256, len(content))
    files.keep_part(base, INSPECTION, sha256, 1, content, sha256)
    files.complete(base, INSPECTION, sha256)
    assert files.verify_next(base)


def mark(base: Base) -> int:
    with base.database.read() as connection:
        return int(connection.scalars(select(inspection.c.mark)).one())


def rows(base: Base, *, without: set[str] = WITHOUT) -> dict[str, list[tuple[Any, ...]]]:
    with base.database.read() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=str)
            for table in TABLES
            if table.name not in without
        }


def content_of(base: Base, content: bytes) -> bytes:
    return b"".join(files.read(base, INSPECTION, name_of(content), 0).content)


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    made = Scene(tmp_path, f"sqlite:///{tmp_path / 'base' / 'base.db'}")
    yield made
    made.base.database.close()


@pytest.mark.parametrize("there", ["sqlite", "postgresql"])
def test_a_base_is_put_back_into_either_engine_with_all_that_it_held(
    tmp_path: Path, database_url: str, there: str, request: pytest.FixtureRequest
) -> None:
    scene = Scene(tmp_path, database_url)
    before, old = rows(scene.base), scene.receipt()
    made = scene.back_up()
    assert (made.files, made.copied, made.lacking, made.damaged) == (2, 2, 1, ())
    scene.base.database.close()
    environ = {}
    if there == "postgresql":
        environ[DATABASE_VARIABLE] = request.getfixturevalue("postgres").new_database()
    restored = scene.restore(tmp_path / "again", environ)
    assert restored.epoch != old.epoch
    assert [(each.changes, each.lacking) for each in restored.stands] == [(5, 1)]
    with opened_base(tmp_path / "again", environ, scene.clock.now) as base:
        assert rows(base) == before
        assert content_of(base, PHOTO) == PHOTO
        with base.database.read() as connection:
            assert form_of(journal.vector(connection, INSPECTION)) == old.vector
            assert receipts.lacks(connection, INSPECTION) == (name_of(LATE),)
        push(base.database, scene.ann, [scene.ann.answer("9")])  # numbered on, in both engines
        put(base, LATE)
        assert content_of(base, LATE) == LATE


def test_receipts_say_what_is_backed_up_once_it_is(scene: Scene) -> None:
    before = scene.receipt()
    assert before.backup is None
    was = mark(scene.base)
    made = scene.back_up()
    after = scene.receipt()
    assert mark(scene.base) > was
    assert after.backup == made.manifest.backup
    assert after.backup_vector == before.vector
    assert after.backup_lacks == (name_of(LATE),)
    push(scene.base.database, scene.ann, [scene.ann.answer("9")])
    scene.attach(b"later")
    put(scene.base, LATE)
    put(scene.base, b"later")
    later = scene.receipt()
    assert later.vector != after.vector
    assert (later.lacks, later.backup_vector) == ((), after.backup_vector)
    assert later.backup_lacks == tuple(sorted((name_of(LATE), name_of(b"later"))))
    scene.back_up()
    last = scene.receipt()
    assert (last.backup_vector, last.backup_lacks) == (later.vector, ())


def test_nothing_of_before_holds_in_the_restored_base(scene: Scene, tmp_path: Path) -> None:
    files.offer(scene.base, INSPECTION, name_of(LATE), len(LATE))
    scene.receipt()
    scene.back_up()
    scene.back_up()
    was = mark(scene.base)
    scene.restore(tmp_path / "again")
    with opened_base(tmp_path / "again", {}, scene.clock.now) as base:
        empty = rows(base, without=set())
        for table in ("part", "receipt", "backup", "backed_up"):
            assert empty[table] == []
        assert files.state(base, INSPECTION, name_of(LATE)).state == "lacking"
        assert mark(base) > was - 1  # and of another epoch
        assert list((tmp_path / "again" / "files" / "arriving").iterdir()) == []
        with base.database.read() as connection:
            number = connection.scalars(select(inspection.c.membership)).one()
        assert number > 1000, "lists of the team that were told since the backup rank below it"
        assert files.tidy(base) == 0


def test_only_what_is_new_is_copied(scene: Scene) -> None:
    scene.back_up()
    put(scene.base, LATE)
    made = scene.back_up()
    assert (made.files, made.copied) == (3, 1)
    assert len(backup_place.all_in(scene.place)) == 2


def test_a_file_that_got_damaged_in_the_backups_is_mended_by_the_next(scene: Scene) -> None:
    scene.back_up()
    path = backup_place.file_path(scene.place, INSPECTION, name_of(PHOTO))
    path.write_bytes(PHOTO[:-1] + b"\0")
    made = scene.back_up()
    assert (made.mended, made.copied) == (1, 1)
    assert path.read_bytes() == PHOTO


def test_a_file_that_got_damaged_at_base_is_asked_for_anew_and_not_called_backed_up(
    scene: Scene,
) -> None:
    (path,) = (scene.folder / "files").glob(f"*/*/{name_of(PHOTO)}")
    path.write_bytes(PHOTO[:-1] + b"\0")
    made = scene.back_up()
    assert [each.sha256 for each in made.damaged] == [name_of(PHOTO)]
    receipt = scene.receipt()
    assert name_of(PHOTO) in receipt.lacks
    assert name_of(PHOTO) in receipt.backup_lacks
    put(scene.base, PHOTO)
    scene.back_up()
    assert name_of(PHOTO) not in scene.receipt().backup_lacks


def test_a_file_purged_while_it_is_copied_is_no_damage(scene: Scene) -> None:
    def purge(_done: int, _total: int) -> None:
        with scene.base.database.begin() as connection:
            connection.execute(file.update().values(state="purged"))
        files.destroy_purged(scene.base)

    made = scene.back_up(progress=purge)
    assert (made.files, made.damaged) == (1, ())
    check(backup_place.newest(scene.place))


def test_a_file_that_base_and_all_laptops_lost_is_put_back_from_the_backups(
    scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    scene.back_up()
    for content in (PHOTO, NOTE):
        (path,) = (scene.folder / "files").glob(f"*/*/{name_of(content)}")
        path.write_bytes(b"rotten")
    backup_place.file_path(scene.place, INSPECTION, name_of(NOTE)).write_bytes(b"rotten too")
    words = ["--base", str(scene.folder), "check", "--backups", str(scene.place)]
    assert main(words, {}) == 1
    told = capsys.readouterr().out
    assert f"Put back: file {name_of(PHOTO)}" in told
    assert f"asked for anew: file {name_of(NOTE)}" in told
    assert content_of(scene.base, PHOTO) == PHOTO
    put(scene.base, NOTE)
    assert main(words, {}) == 0


def test_what_comes_while_a_backup_is_made_is_not_in_it_and_not_called_backed_up(
    scene: Scene, tmp_path: Path
) -> None:
    before = scene.receipt().vector

    def come(_done: int, _total: int) -> None:
        push(scene.base.database, scene.ann, [scene.ann.answer("meanwhile")])

    scene.back_up(progress=come)
    after = scene.receipt()
    assert after.backup_vector == before
    assert after.vector != before
    scene.restore(tmp_path / "again")
    with (
        opened_base(tmp_path / "again", {}, scene.clock.now) as base,
        base.database.read() as connection,
    ):
        assert form_of(journal.vector(connection, INSPECTION)) == before


def test_a_file_of_a_branch_that_came_after_the_backup_is_not_called_backed_up(
    scene: Scene,
) -> None:
    """A copy of the laptop went on in the same chain: its numbers lie within the backup's."""
    copy = Laptop("ann", now_ms=scene.ann.now_ms, recorded=list(scene.ann.recorded))
    copy.head = scene.ann.head
    push(scene.base.database, scene.ann, [scene.ann.answer("9"), scene.ann.answer("10")])
    scene.back_up()
    scene.ann = copy
    film = b"recorded on the copy"
    scene.attach(film)
    put(scene.base, film)
    assert name_of(film) in scene.receipt().backup_lacks
    assert name_of(PHOTO) not in scene.receipt().backup_lacks
    scene.back_up()
    assert name_of(film) not in scene.receipt().backup_lacks


def test_a_backup_that_finds_no_room_is_not_made_and_nothing_is_claimed(scene: Scene) -> None:
    put(scene.base, LATE)
    with file_limit(scene.folder, 5000), pytest.raises(OSError):
        scene.back_up()
    assert backup_place.all_in(scene.place) == []
    assert list((scene.place / "backups").iterdir()) == []
    assert scene.receipt().backup is None


def test_what_a_backup_that_was_killed_left_is_cleared_by_the_next(scene: Scene) -> None:
    left = scene.place / "backups" / ".20260101-000000-abcdef01.part"
    left.mkdir(parents=True)
    (left / "change.ndjson.gz").write_bytes(b"half")
    notes = scene.place / "backups" / "my notes"
    notes.mkdir()
    scene.back_up()
    assert not left.exists()
    assert notes.exists()


def test_only_the_newest_backups_are_kept_where_asked_for(scene: Scene) -> None:
    scene.back_up()
    gone = backup_place.file_path(scene.place, INSPECTION, name_of(PHOTO))
    with scene.base.database.begin() as connection:
        connection.execute(
            file.update().where(file.c.sha256 == name_of(PHOTO)).values(state="purged")
        )
    files.destroy_purged(scene.base)
    assert scene.back_up(keep=2).removed == 0
    assert gone.exists()
    assert scene.back_up(keep=2).removed == 1
    assert not gone.exists(), "purged, and no backup holds it any more"
    for folder in backup_place.all_in(scene.place):
        check(backup_place.opened(folder))


def test_a_backup_is_told_as_made_though_older_ones_cannot_be_removed(
    scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    scene.back_up()
    (scene.place / "files" / "an" / "administrators" / "folder").mkdir(parents=True)
    assert main(["--base", str(scene.folder), "backup", str(scene.place), "--keep", "1"], {}) == 73
    said = capsys.readouterr()
    assert "The backup is whole" in said.out
    assert "could be removed" in said.err
    made = backup_place.newest(scene.place)
    assert scene.receipt().backup == made.manifest.backup


def test_a_clock_that_was_put_back_makes_no_older_backup_the_newest(scene: Scene) -> None:
    scene.back_up()  # by a clock that is years ahead
    scene.clock.move(timedelta(days=-3650))
    scene.attach(b"since then")
    put(scene.base, b"since then")
    made = scene.back_up(keep=1)
    assert made.removed == 1
    assert backup_place.newest(scene.place).folder == made.folder
    kept = backup_place.opened(made.folder)
    assert name_of(b"since then") in {each.sha256 for each in kept.files()}
    check(kept)


def test_backups_of_another_base_and_of_another_name_are_left_alone(
    scene: Scene, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    keys.make(other, "Northern region", ("localhost",), (tmp_path / "safe",), scene.clock.now())
    renamed = scene.back_up().folder.rename(scene.place / "backups" / "zz before the move")
    damaged = scene.back_up().folder / backup_place.MANIFEST
    damaged.write_bytes(b"{}")
    gone = backup_place.file_path(scene.place, INSPECTION, name_of(PHOTO))
    with scene.base.database.begin() as connection:
        connection.execute(
            file.update().where(file.c.sha256 == name_of(PHOTO)).values(state="purged")
        )
    files.destroy_purged(scene.base)
    theirs = back_up(replace(scene.base, folder=other, keys=keys.read(other)), scene.place)
    made = scene.back_up(keep=1)
    assert made.folder.exists()
    assert theirs.folder.exists()
    assert damaged.exists()
    assert not renamed.exists()
    assert gone.exists(), "nobody can tell which files the damaged one holds"
    damaged.unlink()
    scene.back_up(keep=1)
    assert not gone.exists()


def test_two_backups_into_one_place_do_not_get_in_each_others_way(scene: Scene) -> None:
    def another(_done: int, _total: int) -> None:
        with pytest.raises(RuleViolation, match="Another backup is being made"):
            back_up(scene.base, scene.place)

    scene.back_up(progress=another)
    assert len(backup_place.all_in(scene.place)) == 1


def test_no_backup_lies_in_bases_own_folder(scene: Scene) -> None:
    with pytest.raises(RuleViolation, match="own folder"):
        back_up(scene.base, scene.folder / "backups")


def test_any_damage_to_a_backup_is_found_before_anything_is_put_back(
    scene: Scene, tmp_path: Path
) -> None:
    folder = scene.back_up().folder
    evidence = backup_place.file_path(scene.place, INSPECTION, name_of(NOTE))
    for path in (*sorted(folder.iterdir()), evidence):
        good = path.read_bytes()
        for bad in (good[:-1] + bytes([good[-1] ^ 1]), good[:-1], good + b"\0", b"", None):
            if bad is None:
                path.unlink()
            else:
                path.write_bytes(bad)
            with pytest.raises((BadInput, NotFound)):
                scene.restore(tmp_path / "again")
            path.write_bytes(good)
    assert not list(tmp_path.glob("*again*"))
    scene.restore(tmp_path / "again")


def test_a_backup_that_somebody_else_signed_is_refused(scene: Scene) -> None:
    manifest = scene.back_up().folder / backup_place.MANIFEST
    statement = json.loads(manifest.read_text())
    statement["text"] = statement["text"].replace('"name":"Eastern', '"name":"Western')
    manifest.write_text(json.dumps(statement))
    with pytest.raises(BadInput, match="not what base wrote"):
        backup_place.newest(scene.place)


def test_only_an_empty_folder_and_an_empty_database_are_restored_into(
    scene: Scene, tmp_path: Path
) -> None:
    scene.back_up()
    with pytest.raises(RuleViolation, match="is not empty"):
        scene.restore(scene.folder)
    used = {DATABASE_VARIABLE: f"sqlite:///{scene.folder / 'base.db'}"}
    before = rows(scene.base, without=set())
    with pytest.raises(RuleViolation, match="database is not empty"):
        scene.restore(tmp_path / "again", used)
    assert rows(scene.base, without=set()) == before
    assert not list(tmp_path.glob("*again*"))
    (tmp_path / "again").mkdir()
    scene.restore(tmp_path / "again")


def test_a_restore_that_was_killed_before_its_folder_was_there_begins_anew(
    scene: Scene, tmp_path: Path, postgres: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.back_up()
    again, environ = tmp_path / "again", {DATABASE_VARIABLE: postgres.empty_database()}
    killed = tmp_path / "killed"

    def kill(temporary: Path, _folder: Path) -> None:
        shutil.move(temporary, killed)  # as it lies there afterwards, under no name of a base's
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(restoring, "_name", kill)
        with pytest.raises(KeyboardInterrupt):
            scene.restore(again, environ)
    assert not again.exists()
    with (
        pytest.raises(BadInput, match="was cut off before its folder was whole"),
        opened_base(scene.folder, environ, scene.clock.now),
    ):
        pass
    scene.restore(again, environ)
    with (
        pytest.raises(BadInput, match="was cut off"),
        opened_base(killed, environ, scene.clock.now),
    ):
        pass
    for _ in range(2):
        with opened_base(again, environ, scene.clock.now) as base:
            assert rows(base) == rows(scene.base)
            assert content_of(base, PHOTO) == PHOTO
    with pytest.raises(RuleViolation, match="database is not empty"):
        scene.restore(tmp_path / "third", environ)


def test_the_keys_are_had_by_the_recovery_key_or_from_the_old_base_and_no_other_way(
    scene: Scene, tmp_path: Path
) -> None:
    scene.back_up()
    backup = backup_place.newest(scene.place)
    secret = scene.base.keys.identity.encode()
    for path in scene.place.rglob("*"):
        assert not path.is_file() or secret not in path.read_bytes()
    other = tmp_path / "other"
    assert (
        main(["init", str(other), "--name", "x", "--recovery-key", str(tmp_path / "o.txt")], {})
        == 0
    )
    wrongs: tuple[dict[str, Any], ...] = (
        {}, {"recovery_key": tmp_path / "o.txt"}, {"recovery_key": tmp_path / "gone.txt"},
        {"recovery_key": scene.place / "lock"}, {"old_base": other},
    )  # fmt: skip
    for wrong in wrongs:
        with pytest.raises(BadInput):
            restore(backup, tmp_path / "again", {}, scene.clock.now(), **wrong)
    assert not list(tmp_path.glob("*again*"))
    restore(backup, tmp_path / "again", {}, scene.clock.now(), old_base=scene.folder)


def test_a_store_that_outlived_its_base_is_put_right(
    scene: Scene, tmp_path: Path, store: Store
) -> None:
    scene.back_up()
    environ = {OBJECTS_VARIABLE: store.new_bucket()}
    objects = opened_objects(tmp_path, environ)
    objects.write(INSPECTION, name_of(NOTE), io.BytesIO(NOTE))
    rotten = len(PHOTO) * b"x"  # of the right size, which proves nothing
    assert isinstance(objects, S3)
    objects._store.put_object(**objects._object(INSPECTION, name_of(PHOTO)), Body=rotten)
    scene.restore(tmp_path / "again", environ)
    with opened_base(tmp_path / "again", environ, scene.clock.now) as base:
        assert content_of(base, PHOTO) == PHOTO
        assert content_of(base, NOTE) == NOTE


def test_the_commands_back_up_check_and_restore(
    scene: Scene, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scene.base.database.close()
    base, place, again = str(scene.folder), str(scene.place), tmp_path / "again"
    assert main(["--base", base, "backup", place, "--keep", "3"], {}) == 0
    assert "2 files are in it, 2 of them new there." in capsys.readouterr().out
    assert main(["restore", place, "--check"], {}) == 0
    assert "is whole" in capsys.readouterr().out
    assert main(["restore", place, str(again)], {}) == 65
    assert main(["restore", place], {}) == 64
    assert main(["--base", base, "backup", place, "--keep", "0"], {}) == 64
    assert main(["restore", str(tmp_path / "none"), "--check"], {}) == 66
    capsys.readouterr()
    safe = ["--recovery-key", str(scene.safe)]
    assert main(["restore", place, str(again), *safe, "--json"], {}) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(each["changes"], each["lacking"]) for each in told["inspections"]] == [(5, 1)]
    assert main(["--base", str(again), "--json", "backup", place], {}) == 0
    (path,) = (again / "files").glob(f"*/*/{name_of(PHOTO)}")
    path.write_bytes(b"rotten")
    assert main(["--base", str(again), "backup", place], {}) == 0, "the backups have it"
    assert main(["--base", str(again), "check"], {}) == 1
    assert f"asked for anew: file {name_of(PHOTO)}" in capsys.readouterr().out
    assert main(["--base", str(again), "check"], {}) == 0
    assert "is whole" in capsys.readouterr().out
    (path,) = (again / "files").glob(f"*/*/{name_of(NOTE)}")
    path.write_bytes(b"rotten")
    shutil.rmtree(scene.place / "files")
    assert main(["--base", str(again), "backup", place], {}) == 1
    assert f"asked for anew: file {name_of(NOTE)}" in capsys.readouterr().out


def test_a_backup_that_may_not_last_is_whole_and_laptops_are_not_told_of_it(scene: Scene) -> None:
    scene.back_up()
    before = mark(scene.base)
    with failing_names(scene.place / backup_place.BACKUPS), pytest.raises(Unsettled) as failed:
        scene.back_up()
    newest = backup_place.newest(scene.place)
    assert newest.folder == Path(failed.value.filename)
    check(newest)
    assert mark(scene.base) == before


def test_a_base_that_is_back_and_may_not_last_is_said_to_be_back(
    scene: Scene, tmp_path: Path
) -> None:
    scene.back_up()
    (parent := tmp_path / "disk").mkdir()
    with (
        failing_names(parent, "base"),
        pytest.raises(MayNotLast, match=r"^Base is back in .*, but the disk"),
    ):
        scene.restore(parent / "base")
    assert keys.read(parent / "base").base == scene.base.keys.base


def test_a_file_that_may_not_last_is_not_taken_for_backed_up_the_next_time(
    scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = backup_place.file_path(scene.place, INSPECTION, name_of(PHOTO))
    words = ["--base", str(scene.folder), "backup", str(scene.place)]
    with failing_names(copy.parent, copy.name):
        assert main(words, environ={}) == 73
    assert "What was asked for was not finished" in (said := capsys.readouterr().err)
    assert "was written" not in said
    assert not copy.exists()
    assert scene.back_up().files == 2


def test_a_file_put_back_that_may_not_last_is_vouched_for_only_once_it_does(scene: Scene) -> None:
    scene.back_up()
    (path,) = (scene.folder / "files").glob(f"*/*/{name_of(PHOTO)}")
    path.write_bytes(b"rotten")
    assert len(files.check_all(scene.base)) == 1
    with failing_names(path.parent, path.name):
        for _ in range(2):
            with pytest.raises(OSError, match="Input/output error"):
                put_back_all(scene.base, scene.place)
    assert path.exists()
    assert len(put_back_all(scene.base, scene.place)) == 1

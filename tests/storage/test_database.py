"""The database file: what can be wrong with it is one sentence, and nothing is lost."""

import os
import resource
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from inspector_app.domain.errors import (
    DeviceFull,
    VaultDamaged,
    VaultInUse,
    VaultLocked,
    VaultTooNew,
)
from inspector_app.storage import database as module
from inspector_app.storage.database import create_database, open_database
from inspector_app.storage.statements import driver_of
from inspector_app.storage.translation import translated
from inspector_app.storage.unit_of_work import UnitOfWork
from tests.support.changes import INSPECTION, Laptop
from tests.support.needles import decrypted, files_with

KEY = os.urandom(32)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed database that holds ten answers."""
    made = create_database(tmp_path / "vault.db", KEY)
    laptop = Laptop()
    with made.begin() as work:
        for number in range(10):
            work.journal.add(laptop.answer(f"{number}" * 2000))
        work.commit()
    made.close()
    return tmp_path / "vault.db"


def count(path: Path) -> int:
    database = open_database(path, KEY)
    with database.read() as work:
        found = work.journal.count(INSPECTION)
    database.close()
    return found


def test_what_was_committed_is_there_after_closing_and_no_log_is_left(path: Path) -> None:
    assert count(path) == 10
    assert [each.name for each in path.parent.iterdir()] == ["vault.db"]


def test_another_key_is_one_sentence_and_changes_nothing(path: Path) -> None:
    before = path.read_bytes()

    with pytest.raises(VaultDamaged, match="Nothing was changed"):
        open_database(path, os.urandom(32))

    assert path.read_bytes() == before
    assert count(path) == 10


def test_a_missing_file_is_one_sentence_and_none_is_made(path: Path) -> None:
    path.unlink()

    with pytest.raises(VaultDamaged, match="is missing"):
        open_database(path, KEY)

    assert not path.exists()


@pytest.mark.parametrize("kept", [0, 1, 100, 4096, 5000])
def test_a_file_cut_short_is_one_sentence(path: Path, kept: int) -> None:
    path.write_bytes(path.read_bytes()[:kept])

    with pytest.raises(VaultDamaged):
        count(path)


def test_a_flipped_bit_anywhere_is_found_before_it_is_believed(path: Path) -> None:
    whole = path.read_bytes()
    for at in range(100, len(whole), len(whole) // 40):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        try:
            database = open_database(path, KEY)
        except VaultDamaged:
            continue
        try:
            with database.read() as work:
                changes = list(work.journal.changes(INSPECTION))
        except VaultDamaged:
            continue
        finally:
            database.close()
        assert len(changes) == 10  # the bit lay in a page that holds nothing of this
    path.write_bytes(whole)
    assert count(path) == 10


def test_a_file_that_is_no_database_is_one_sentence(path: Path) -> None:
    path.write_bytes(os.urandom(50_000))

    with pytest.raises(VaultDamaged):
        open_database(path, KEY)


def test_a_database_of_a_newer_version_is_refused_and_left_alone(path: Path) -> None:
    newer = open_database(path, KEY)
    with newer.begin() as work:
        work.journal._connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        work.commit()
    newer.close()
    before = path.read_bytes()

    with pytest.raises(VaultTooNew, match="newer version"):
        open_database(path, KEY)

    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == ["vault.db"]


def an_older(path: Path) -> None:
    """Say of a database that it stands one migration before the one it stands at."""
    older = open_database(path, KEY)
    with older.begin() as work:
        work.journal._connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
        work.commit()
    older.close()


def test_before_a_migration_a_copy_is_kept_that_opens_and_holds_everything(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_older(path)
    seen: list[Path] = []

    def migrated(database: module.Database) -> None:
        seen.extend(path.parent.glob("*.before-*"))

    monkeypatch.setattr(module.Database, "migrate", migrated)
    open_database(path, KEY).close()

    copy = path.with_name(f"vault.before-{module.LATEST}.db")
    assert seen == [copy]  # the copy was whole before anything was migrated
    shutil.copyfile(copy, path)
    monkeypatch.setattr(module, "LATEST", "0000")
    assert count(path) == 10


def test_a_copy_before_a_migration_holds_what_only_the_log_held(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_older(path)
    monkeypatch.setattr(module.Database, "migrate", lambda _: None)
    _killed_while_open(path)
    assert path.with_name("vault.db-wal").stat().st_size > 0

    latest = module.LATEST
    open_database(path, KEY).close()

    monkeypatch.setattr(module, "LATEST", "0000")
    copy = path.with_name(f"vault.before-{latest}.db")
    alone = path.parent / "elsewhere" / "vault.db"
    alone.parent.mkdir()
    shutil.copyfile(copy, alone)
    assert count(alone) == 11


def test_a_migration_that_fails_leaves_the_database_as_it_was(path: Path) -> None:
    an_older(path)  # alembic knows no revision 0000, so that it must fail

    with pytest.raises(Exception, match="0000"):
        open_database(path, KEY)

    assert path.with_name(f"vault.before-{module.LATEST}.db").exists()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "LATEST", "0000")
        assert count(path) == 10


def test_no_room_for_the_copy_means_no_migration(path: Path) -> None:
    an_older(path)

    with _at_most(path.stat().st_size // 2), pytest.raises(DeviceFull, match="Nothing was changed"):
        open_database(path, KEY)

    assert [each.name for each in path.parent.glob("*.before-*")] == []


@contextmanager
def _at_most(size: int) -> Iterator[None]:
    """Let no file grow beyond ``size`` bytes, as a full disk would not."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


def test_a_full_disk_is_one_sentence_and_everything_before_is_kept(path: Path) -> None:
    database = open_database(path, KEY)
    laptop = Laptop("b")

    def record(times: int = 1) -> None:
        for _ in range(times):
            with database.begin() as work:
                work.journal.record(laptop.answer("x" * 50_000))
                work.commit()

    with _at_most(100_000), pytest.raises(DeviceFull, match="Everything recorded before is kept"):
        record(times=10)
    kept = database_count(database)
    assert kept >= 10

    record()  # room was made

    assert database_count(database) == kept + 1
    database.close()
    assert count(path) == kept + 1


def database_count(database: module.Database) -> int:
    with database.read() as work:
        return work.journal.count(INSPECTION)


def test_who_reads_all_holds_more_pages_only_until_the_end_of_it(path: Path) -> None:
    def pages_kept(work: UnitOfWork) -> int:
        return int(driver_of(work._connection).execute("PRAGMA cache_size").fetchone()[0])

    database = open_database(path, KEY)
    with database.begin() as work:
        usual = pages_kept(work)
        work.expect_to_read_all()
        assert abs(pages_kept(work)) > abs(usual)
    with database.begin() as work:
        assert pages_kept(work) == usual
    database.close()


def test_a_closed_database_refuses_everything(path: Path) -> None:
    database = open_database(path, KEY)
    database.close()
    database.close()

    for begin in (database.begin, database.read):
        with pytest.raises(VaultLocked, match="unlock it"), begin():
            pass
    with pytest.raises(VaultLocked):
        database.wipe_free_pages()


def test_a_writer_who_waits_too_long_is_told_so(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_database(path, KEY)
    monkeypatch.setattr(module, "_WRITER_WAITS_SECONDS", 0.05)
    refused: list[Exception] = []

    def write() -> None:
        try:
            with database.begin():
                pass
        except VaultInUse as error:
            refused.append(error)

    with database.begin():
        writer = threading.Thread(target=write)
        writer.start()
        writer.join()
    database.close()

    assert len(refused) == 1


def test_another_process_that_writes_is_waited_for_and_told() -> None:
    reasons = {
        "database is locked": VaultInUse,
        "database or disk is full": DeviceFull,
        "attempt to write a readonly database": DeviceFull,
        "disk I/O error": DeviceFull,
        "unable to open database file": DeviceFull,
        "database disk image is malformed": VaultDamaged,
        "file is not a database": VaultDamaged,
    }
    for reason, kind in reasons.items():
        with pytest.raises(kind), translated():
            raise OperationalError("SELECT 1", {}, Exception(reason))
    with pytest.raises(OperationalError), translated():
        raise OperationalError("SELECT 1", {}, Exception("near SELEKT: syntax error"))


def test_a_reader_who_still_sees_what_is_to_be_wiped_is_told_of(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_FILE_WAITS_SECONDS", 0.1)
    database = open_database(path, KEY)

    with database.read() as work:
        work.journal.count(INSPECTION)
        assert not database.wipe_free_pages()

    assert database.wipe_free_pages()
    database.close()


def test_copies_from_before_a_migration_go_when_free_pages_are_wiped(path: Path) -> None:
    copy = path.with_name(f"vault.before-{module.LATEST}.db")
    shutil.copyfile(path, copy)
    database = open_database(path, KEY)

    assert database.wipe_free_pages()

    assert not copy.exists()
    database.close()


_WRITER = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from inspector_app.storage import database
from tests.support.changes import Laptop
database.LATEST = sys.argv[4]
made = database.open_database(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
with made.begin() as work:
    work.journal.record(Laptop("k").answer("a needle in a log 2f1c9e"))
    work.people.name("p" * 32, "a needle in a log 2f1c9e")
    work.settings.set("place", "a needle in a log 2f1c9e")
    work.commit()
os.kill(os.getpid(), signal.SIGKILL)
"""


def _killed_while_open(path: Path, latest: str = "0000") -> None:
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-c", _WRITER, path, KEY.hex(), root, latest], check=False
    )
    assert run.returncode == -9


def test_nothing_is_in_plain_on_the_disk_open_killed_or_closed(path: Path) -> None:
    needle = b"a needle in a log 2f1c9e"
    _killed_while_open(path, module.LATEST)

    assert path.with_name("vault.db-wal").stat().st_size > 0
    assert needle in decrypted(path, KEY)  # else the search below proves nothing
    assert files_with(needle, path.parent) == []
    assert count(path) == 11
    assert files_with(needle, path.parent) == []
    assert needle in decrypted(path, KEY)

"""A laptop whose power goes has lost nothing that it said was kept, and opens every time."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from inspector_app.durable import write_whole
from inspector_app.storage import database
from inspector_app.storage.database import _PRAGMAS
from tests.faults.power_cut import cut_again_and_again
from tests.support.cut_disk import Cuts, may_cut, recorded_disk
from tests.support.mirrored import WHY_NOT

pytestmark = pytest.mark.skipif(not may_cut(), reason=f"cutting a disk's power {WHY_NOT}")


def test_what_was_flushed_outlives_a_cut_and_what_was_not_may_be_gone(tmp_path: Path) -> None:
    with recorded_disk(tmp_path / "disk") as (disk, recording):
        begun = disk.written()
        write_whole(disk.folder / "flushed", b"kept" * 5_000)
        flushed = disk.written()
        (disk.folder / "unflushed").write_bytes(b"lost" * 5_000)
        at_the_cut = disk.written()
    cuts, chance = Cuts(recording, tmp_path), random.Random(1)
    with cuts.cut(begun, chance) as folder:
        assert not (folder / "flushed").exists()
    for at in (flushed, at_the_cut):
        with cuts.cut(at, chance) as folder:
            assert (folder / "flushed").read_bytes() == b"kept" * 5_000
            assert not (folder / "unflushed").exists()


@pytest.mark.parametrize(("waits", "lost"), [("FULL", False), ("NORMAL", True)])
def test_only_a_database_that_waits_for_the_disk_keeps_what_it_acknowledged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waits: str, lost: bool
) -> None:
    """The check could fail: a laxer database, faster by little, loses answers in the same cuts."""
    laxer = tuple(each.replace("synchronous = FULL", f"synchronous = {waits}") for each in _PRAGMAS)
    monkeypatch.setattr(database, "_PRAGMAS", laxer)
    key, chance = b"k" * 32, random.Random(1)
    with recorded_disk(tmp_path / "disk") as (disk, recording):
        opened = database.create_database(disk.folder / "vault.db", key)
        opened.close()  # which writes it through, laxer or not
        opened = database.open_database(disk.folder / "vault.db", key)
        for number in range(5):
            with opened.begin() as work:
                work.settings.set("said", number)
                work.commit()
        acknowledged = disk.written()
        opened.close()
    with Cuts(recording, tmp_path).cut(acknowledged, chance) as folder:
        opened = database.open_database(folder / "vault.db", key)
        with opened.read() as work:
            found = work.settings.get("said")
        opened.close()
    assert (found != 4) is lost


def test_of_thirty_cuts_in_a_day_of_work_none_loses_what_was_acknowledged() -> None:
    # In memory: the disk itself would only be waited for.
    with TemporaryDirectory(dir="/dev/shm") as name:
        counted = cut_again_and_again(Path(name), 30, "the day")
    assert (counted["cuts"], counted["failed"]) == (30, 0)
    assert counted["acknowledged"] > 300

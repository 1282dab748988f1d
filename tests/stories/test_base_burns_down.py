"""Base is lost with all that was in it; a backup and the laptops make it whole again."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.server import files, receipts
from inspector_app.server.app import create_app
from inspector_app.server.backup_place import newest
from inspector_app.server.backups import back_up
from inspector_app.server.opening import opened_base
from inspector_app.server.restoring import restore
from inspector_app.server.settings import epoch
from inspector_app.sync.wire import Receipt
from tests.server.support import RECOVERY_KEY
from tests.support.base import OTHER, BaseLaptop, Shelf, a_shelf
from tests.support.vaults import an_inspection


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with a_shelf(tmp_path) as found:
        yield found


def attached(laptop: BaseLaptop, inspection: InspectionId, content: bytes) -> Sha256:
    laptop.vault.evidence.attach_bytes(inspection, "paper.txt", content)
    return laptop.vault.inspections.standing(inspection).evidence()[-1].file.sha256


def receipt(shelf: Shelf, laptop: BaseLaptop, inspection: InspectionId) -> Receipt:
    with shelf.base.database.begin() as connection:
        given = receipts.issue(
            connection,
            shelf.base.keys,
            epoch(connection),
            inspection,
            laptop.device,
            shelf.base.now_ms(),
        )
    return Receipt.model_validate_json(given.text)


def test_base_burns_down_and_nothing_that_a_laptop_or_the_backup_has_is_lost(
    tmp_path: Path, shelf: Shelf
) -> None:
    """It comes back older than the laptops are."""
    ann, bob = shelf.laptop(tmp_path, "AM"), shelf.laptop(tmp_path, "BW")
    inspection = an_inspection(ann.vault)
    ann.answer(inspection, "Ann saw it")
    early = attached(ann, inspection, b"in the backup" * 1000)
    ann.sync()
    shelf.add(inspection, bob)
    bob.sync()
    ann.sync()
    safe = (shelf.base.folder / RECOVERY_KEY).rename(tmp_path / "safe.txt")
    back_up(shelf.base, tmp_path / "backups")
    assert receipt(shelf, ann, inspection).backup_lacks == ()

    bob.answer(inspection, "Bob's, after the backup", OTHER)
    late = attached(bob, inspection, b"after the backup" * 1000)
    assert bob.synced(inspection).is_synced
    ann.sync()
    lost = shelf.changes(inspection)
    said = receipt(shelf, ann, inspection)
    assert said.backup_lacks == (late,)

    assert isinstance(shelf.http, TestClient)
    app = shelf.http.app
    assert isinstance(app, FastAPI)
    app.state.verifier.stop()
    shelf.base.database.close()
    shutil.rmtree(shelf.base.folder)
    again = tmp_path / "again"
    restore(newest(tmp_path / "backups"), again, {}, shelf.clock.now(), recovery_key=safe)
    with ExitStack() as up:
        shelf.base = up.enter_context(opened_base(again, {}, shelf.clock.now))
        shelf.http = up.enter_context(
            TestClient(create_app(shelf.base), base_url="http://localhost")
        )
        assert shelf.changes(inspection) < lost
        ended = ann.sync()
        assert "Base was restored from a backup" in " ".join(ended.sentences)
        for laptop in (bob, ann, bob, ann):
            laptop.sync()
        for laptop in (ann, bob):
            assert laptop.synced(inspection).is_synced
            assert laptop.notes(inspection) == ["Ann saw it"]
            assert laptop.notes(inspection, OTHER) == ["Bob's, after the backup"]
        assert shelf.changes(inspection) >= lost
        for sha256, content in ((early, b"in the backup"), (late, b"after the backup")):
            given = files.read(shelf.base, inspection, sha256, 0)
            assert b"".join(given.content) == content * 1000
        told = receipt(shelf, ann, inspection)
        assert (told.lacks, told.backup, told.epoch != said.epoch) == ((), None, True)
        back_up(shelf.base, tmp_path / "backups")
        assert receipt(shelf, ann, inspection).backup_lacks == ()

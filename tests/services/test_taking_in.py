"""What others have written comes in proven, whichever way it came, or not at all."""

import io
from dataclasses import replace
from pathlib import Path

import pytest

from inspector_app.domain.changes.bodies import BodyPurged, Purged
from inspector_app.domain.errors import BadInput
from inspector_app.domain.ids import Sha256
from inspector_app.services.holdings import File
from inspector_app.services.taking_in import Proof
from tests.support.changes import INSPECTION, LINE, PACK, Laptop
from tests.support.vaults import a_vault, an_inspection


def test_a_change_without_what_it_said_needs_the_purge_that_destroyed_it() -> None:
    laptop = Laptop()
    bare = replace(laptop.answer("8"), salt=None, body_bytes=None, body=Purged())
    proof = Proof(INSPECTION, {PACK}, ())
    proof.see(bare)
    assert proof.unexplained() == {bare.id}
    proof.see(laptop.record(BodyPurged((bare.id,), "other", "spilled"), "answer:CC-PO-02"))
    assert proof.unexplained() == {bare.id}, "a purge of another subject explains nothing"
    proof.see(laptop.record(BodyPurged((bare.id,), "other", "spilled"), LINE))
    assert proof.unexplained() == frozenset()


def test_a_file_that_is_not_the_one_that_was_recorded_leaves_nothing(tmp_path: Path) -> None:
    vault = a_vault(tmp_path)
    taking, inspection = vault.base_sync._taking, an_inspection(vault)
    wanted = File(Sha256("a" * 64), 3)
    for content, size in ((b"abc", None), (b"abc", 3), (b"abcd", 4)):
        with pytest.raises(BadInput, match="was recorded"):
            taking.keep_file(inspection, wanted, io.BytesIO(content), size)
    assert [each for each in (tmp_path / "vault" / "evidence").rglob("*") if each.is_file()] == []
    with vault._database.read() as work:
        assert work.blobs.count(inspection) == 0
    vault.close()


def test_another_file_than_was_recorded_harms_none_that_is_being_kept_meanwhile(
    tmp_path: Path,
) -> None:
    vault = a_vault(tmp_path)
    taking, inspection = vault.base_sync._taking, an_inspection(vault)
    # As an attachment is, between its encryption and its record.
    blob = taking._blobs.put(io.BytesIO(b"abc"), inspection, lambda _: None)
    with pytest.raises(BadInput, match="was recorded"):
        taking.keep_file(inspection, File(Sha256("a" * 64), 3), io.BytesIO(b"abc"))
    taking._blobs.verify(blob.name, blob.key, blob.sha256)
    vault.close()

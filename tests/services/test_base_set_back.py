"""A lead hears once of a team-mate's laptop that was set back."""

import shutil
from pathlib import Path

from inspector_app.domain.prompts.prompt import PromptKind
from tests.support.base import OTHER, a_shelf
from tests.support.vaults import an_inspection


def test_a_lead_is_told_once_that_a_laptop_of_the_team_was_set_back(tmp_path: Path) -> None:
    with a_shelf(tmp_path) as shelf:
        ann, bob = shelf.laptop(tmp_path, "AM"), shelf.laptop(tmp_path, "BW")
        inspection = an_inspection(ann.vault)
        ann.synced(inspection)
        shelf.add(inspection, bob)
        bob.synced(inspection)
        bob.answer(inspection, "In the backup")
        bob.synced(inspection)
        bob.closed()
        shutil.copytree(bob.folder, tmp_path / "backup")
        bob.reopened()
        bob.answer(inspection, "After the backup")
        bob.synced(inspection)
        assert "set back" not in " ".join(ann.synced(inspection).sentences)
        bob.closed()
        shutil.rmtree(bob.folder)
        shutil.copytree(tmp_path / "backup", bob.folder)
        bob.reopened()
        bob.answer(inspection, "After the restore", OTHER)
        bob.synced(inspection)
        told = " ".join(ann.synced(inspection).sentences)
        assert "BW’s laptop was set back" in told
        ann.answer(inspection, "Ann goes on")
        assert "set back" not in " ".join(ann.synced(inspection).sentences)
        assert "After the backup" in bob.notes(inspection)


def test_a_number_that_a_laptop_gave_twice_is_told_on_every_laptop_that_hears_of_both(
    tmp_path: Path,
) -> None:
    with a_shelf(tmp_path) as shelf:
        ann = shelf.laptop(tmp_path, "AM")
        inspection = an_inspection(ann.vault)
        ann.synced(inspection)
        older = shelf.copied(ann, "older")
        ann.vault.evidence.attach_bytes(inspection, "one.txt", b"before it was set back")
        ann.synced(inspection)
        older.reopened()
        try:
            older.vault.evidence.attach_bytes(inspection, "other.txt", b"after it was set back")
            assert "set back" in " ".join(older.synced(inspection).sentences)
            ann.synced(inspection)
            for laptop in (ann, older):
                numbers = [
                    item.file.number
                    for item in laptop.vault.inspections.standing(inspection).evidence()
                ]
                assert numbers == ["AM/1", "AM/1"], "neither is lost, and none is altered"
                found = laptop.vault.prompts.found(inspection)
                (told,) = [each for each in found if each.kind is PromptKind.NUMBER_TWICE]
                assert told.words.startswith("AM/1 was given more than once")
        finally:
            older.closed()

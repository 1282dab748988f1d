"""A lead hears once of a team-mate's laptop that was set back."""

import shutil
from pathlib import Path

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

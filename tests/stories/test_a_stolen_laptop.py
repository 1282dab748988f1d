"""A laptop is stolen: its key counts no more, its owner goes on with another, the team with all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.errors import LaptopRefused
from inspector_app.server import devices
from tests.support.base import OTHER, Shelf, a_shelf
from tests.support.laptops import everything
from tests.support.vaults import an_inspection


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with a_shelf(tmp_path) as found:
        yield found


def test_a_laptop_is_stolen_and_the_work_goes_on(shelf: Shelf, tmp_path: Path) -> None:
    ann, bob = shelf.laptop(tmp_path, "AM"), shelf.laptop(tmp_path, "BW")
    inspection = an_inspection(ann.vault)
    ann.synced(inspection)
    shelf.add(inspection, bob)
    bob.synced(inspection)
    bob.answer(inspection, "Bob saw it before the theft")
    assert bob.synced(inspection).is_synced
    bob.answer(inspection, "Bob had not synced this", OTHER)

    # Base is told; whoever has the laptop learns nothing more, and can bring nothing.
    stolen = bob.device
    with shelf.base.database.begin() as connection:
        devices.revoke(connection, stolen, shelf.base.now_ms(), "the administrator", "stolen")
    with pytest.raises(LaptopRefused, match="revoked") as refused:
        bob.sync()
    assert "never confirmed by base" in str(refused.value)
    assert bob.notes(inspection, OTHER) == ["Bob had not synced this"], "and it keeps what it has"

    # The lead's laptop hears of it at its next round; what reached base before the theft counts.
    assert ann.synced(inspection).is_synced
    assert ann.notes(inspection) == ["Bob saw it before the theft"]
    assert ann.notes(inspection, OTHER) == []

    # Bob goes on with a new laptop, in the place of the old one, and has all that was ever synced.
    again = shelf.laptop(tmp_path / "new", "BW", replaces=stolen)
    came = again.synced(inspection)
    assert (came.is_new, came.is_synced) == (True, True)
    assert again.notes(inspection) == ["Bob saw it before the theft"]
    again.answer(inspection, "Bob looked once more", OTHER)
    again.synced(inspection)
    ann.synced(inspection)
    again.synced(inspection)
    assert ann.notes(inspection, OTHER) == ["Bob looked once more"]
    assert everything(ann, inspection) == everything(again, inspection)  # type: ignore[arg-type]

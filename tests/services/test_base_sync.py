"""Two laptops and a base: each has what the other records; nothing is called synced too early."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.base import OTHER, BaseLaptop, Shelf, a_shelf
from tests.support.laptops import everything
from tests.support.vaults import an_inspection


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with a_shelf(tmp_path) as found:
        yield found


@pytest.fixture
def ann(shelf: Shelf, tmp_path: Path) -> BaseLaptop:
    return shelf.laptop(tmp_path, "AM")


@pytest.fixture
def bob(shelf: Shelf, tmp_path: Path) -> BaseLaptop:
    return shelf.laptop(tmp_path, "BW")


def test_what_one_laptop_records_the_other_has_after_a_round_of_each(
    shelf: Shelf, ann: BaseLaptop, bob: BaseLaptop
) -> None:
    inspection = an_inspection(ann.vault)
    ann.answer(inspection, "Ann saw it")
    first = ann.synced(inspection)
    assert first.is_synced
    assert first.sent > 1

    assert bob.sync().inspections == ()  # not of the team: it cannot even tell that there is one
    shelf.add(inspection, bob)
    came = bob.synced(inspection)
    assert (came.is_new, came.is_synced) == (True, True)
    assert bob.notes(inspection) == ["Ann saw it"]

    bob.answer(inspection, "Bob saw it too", OTHER)
    assert bob.synced(inspection).is_synced
    assert ann.synced(inspection).fresh > 0
    assert ann.notes(inspection, OTHER) == ["Bob saw it too"]
    for laptop in (bob, ann):
        assert laptop.synced(inspection).is_synced
    assert everything(ann, inspection) == everything(bob, inspection)  # type: ignore[arg-type]

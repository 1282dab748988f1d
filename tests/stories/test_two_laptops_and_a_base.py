"""A team of two at a force: base is reached in the evenings, when the line holds, and not else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.answers import Answer
from inspector_app.domain.errors import BaseAway
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import SectionId, Sha256
from inspector_app.services.whereabouts import Place
from tests.support.base import LINE, OTHER, Shelf, a_shelf
from tests.support.laptops import everything
from tests.support.vaults import an_inspection

SECTION = SectionId("CC-PO")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with a_shelf(tmp_path) as found:
        yield found


def test_a_visit_over_a_network_that_comes_and_goes(shelf: Shelf, tmp_path: Path) -> None:
    ann, bob = shelf.laptop(tmp_path, "AM"), shelf.laptop(tmp_path, "BW")
    inspection = an_inspection(ann.vault)
    assert ann.synced(inspection).is_synced
    shelf.add(inspection, bob)
    assert bob.synced(inspection).is_new

    # By day nobody reaches base, and both work on, on one line without knowing of each other.
    shelf.is_away = True
    ann.answer(inspection, "Ann counted eight")
    bob.answer(inspection, "Bob counted nine")
    bob.answer(inspection, "Bob alone looked here", OTHER)
    photograph = b"a photograph of the store" * 1000
    item = ann.vault.evidence.attach_bytes(inspection, "store.jpg", photograph, [LINE])
    with pytest.raises(BaseAway, match="cannot be reached"):
        ann.sync()
    where = ann.vault.whereabouts.of(inspection)
    assert where.items[0].place is Place.HERE_ONLY
    assert where.changes_at_base < where.changes, "nothing is called sent that is not"

    # In the evening it is back: first for the one, then for the other.
    shelf.is_away = False
    ann.synced(inspection)
    came = bob.synced(inspection)
    assert came.fresh > 0
    assert bob.notes(inspection) == ["Ann counted eight", "Bob counted nine"]
    for laptop in (ann, bob):
        laptop.sync()
    assert ann.notes(inspection) == bob.notes(inspection)
    assert everything(ann, inspection) == everything(bob, inspection)  # type: ignore[arg-type]

    # The lead settles it while base is away again; Bob hears of it the next evening.
    shelf.is_away = True
    standing = ann.vault.inspections.standing(inspection)
    (conflict,) = standing.conflicts()
    kept = next(
        each
        for each in standing.answer(LINE).versions
        if each.value == Answer(note="Bob counted nine")
    )
    seen = [each.change for each in standing.answer(LINE).versions]
    ann.vault.settling.keep(inspection, conflict, kept.change, "Bob opened the boxes", seen)
    ann.vault.inspections.headline(inspection, SECTION, Headline("Nine, and all in order."))
    shelf.is_away = False
    for laptop in (ann, bob, ann):
        laptop.sync()
    assert bob.notes(inspection) == ["Bob counted nine"]
    assert everything(ann, inspection) == everything(bob, inspection)  # type: ignore[arg-type]

    # The file is at base as it was taken, and comes when Bob asks for it.
    sha256 = Sha256(ann.vault.inspections.standing(inspection).evidence()[0].file.sha256)
    assert b"".join(shelf.base.objects.read(inspection, sha256)) == photograph
    assert bob.vault.base_sync.fetch(inspection, [sha256]) == ()
    assert bob.vault.evidence.is_here(inspection, sha256)
    assert item.item == bob.vault.inspections.standing(inspection).evidence()[0].id

"""A purge by somebody who does not lead is kept apart, and sync comes to rest all the same."""

import pytest

from inspector_app.domain.ids import InspectionId
from tests.support.base import LINE, OTHER, BaseLaptop, Shelf
from tests.support.vaults import an_inspection
from tests.support.wilful import purge_anyway


@pytest.fixture
def kept_apart(shelf: Shelf, ann: BaseLaptop, bob: BaseLaptop) -> InspectionId:
    """An inspection of Ann's, of which Bob's altered app has destroyed an answer of hers."""
    inspection = an_inspection(ann.vault)
    ann.answer(inspection, "told in confidence")
    ann.synced(inspection)
    shelf.add(inspection, bob)
    bob.synced(inspection)
    purge_anyway(bob.vault, inspection, f"answer:{LINE}")
    bob.answer(inspection, "what he recorded after it", OTHER)
    assert bob.synced(inspection).is_synced
    return inspection


def test_a_refused_purge_is_told_in_one_sentence_and_sync_comes_to_rest(
    shelf: Shelf, ann: BaseLaptop, kept_apart: InspectionId
) -> None:
    came = ann.synced(kept_apart)
    assert came.is_synced, "base holds exactly what is here, the purge too"
    assert ann.notes(kept_apart) == ["told in confidence"]
    assert ann.notes(kept_apart, OTHER) == ["what he recorded after it"]
    assert came.words().endswith(
        "Synced; 1 thing is kept apart here until a lead inspector decides (Bring together)."
    )
    (why,) = came.apart
    assert why == (
        f"BW would destroy 1 earlier record of {LINE} (because), which only a lead inspector of "
        "this inspection may. Nothing of it was destroyed here."
    )
    assert ann.synced(kept_apart).sent == 0
    asked: list[str] = []
    shelf.http.event_hooks["request"] = [lambda request: asked.append(str(request.url))]
    still = ann.synced(kept_apart)
    shelf.http.event_hooks["request"] = []
    assert (still.was_asked, still.apart) == (False, (why,))
    assert "kept apart here" in still.words()
    assert not [each for each in asked if kept_apart in each], "it is at rest"
    assert ann.vault.base_sync.unsent(kept_apart) == 0


def test_once_the_lead_has_taken_it_in_it_is_carried_out_and_nothing_more_is_said(
    ann: BaseLaptop, bob: BaseLaptop, kept_apart: InspectionId
) -> None:
    ann.synced(kept_apart)
    (kept,) = ann.vault.branches.apart(kept_apart)
    ann.vault.branches.take_in(kept_apart, kept.id, "he was right")
    came = ann.synced(kept_apart)
    assert (came.is_synced, came.apart) == (True, ())
    assert "apart" not in came.words()
    assert ann.notes(kept_apart) == []
    bob.synced(kept_apart)
    assert ann.synced(kept_apart).is_synced
    assert bob.changes(kept_apart) == ann.changes(kept_apart)


def test_base_is_not_said_to_lack_what_it_holds_and_does_not_carry_out(
    ann: BaseLaptop, kept_apart: InspectionId
) -> None:
    ann.synced(kept_apart)
    where = ann.vault.whereabouts.of(kept_apart)
    assert where.changes_at_base == where.changes

"""How sync is told in words: what is kept apart does not hide behind a tick."""

from inspector_app.domain.ids import InspectionId
from inspector_app.services.base_rounds import OfRound, Round
from inspector_app.services.whereabouts import Whereabouts
from inspector_app.ui.sync_viewing import SyncState, row_of, with_round

INSPECTION = InspectionId("1" * 32)
WHY = "BW would destroy 1 earlier record of CC-PO-01 (because). Nothing of it was destroyed here."


def test_what_is_kept_apart_is_told_on_its_row_and_with_its_reason() -> None:
    came = OfRound(INSPECTION, "Norfolk", is_synced=True, was_asked=False, apart=(WHY,))
    where = Whereabouts(7, 7, 0, (), 1)
    row = row_of(INSPECTION, "Norfolk", where, to_send=0, came=came)
    assert row.state == "Synced · 1 thing kept apart"
    state = with_round(SyncState(), Round((came,), (), True, 0))
    assert state.came_words() == f"Norfolk, kept apart here: {WHY}"
    assert came.words() == (
        "Norfolk: synced; nothing new; 1 thing is kept apart here until a lead inspector decides "
        "(Bring together)."
    )

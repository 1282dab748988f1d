"""Five forces are inspected; base tells each how it stands; an inspector takes that over."""

from pathlib import Path

from inspector_app.domain.answers import Answer
from inspector_app.domain.checklist import Measure
from inspector_app.domain.ids import LineId
from inspector_app.domain.values import Counted, Named
from inspector_app.server import national
from tests.support.base import a_shelf
from tests.support.vaults import an_inspection

LINE = LineId("CC-PO-09")


def test_what_base_tells_of_other_forces_comes_with_the_sync_and_goes_back_as_an_account(
    tmp_path: Path,
) -> None:
    with a_shelf(tmp_path) as shelf:
        laptop = shelf.laptop(tmp_path, "JS")
        vault = laptop.vault
        visits = [an_inspection(vault, force=Named(name)) for name in ("A", "B", "C", "D", "E")]
        for visit, number in zip(visits, (8, 4, 6, 2, 10), strict=True):
            vault.inspections.answer(visit, LINE, Answer({"declared": Counted(number)}))
        assert laptop.sync().is_synced
        assert vault.comparisons.told(visits[0]) == ()

        national.tell(shelf.base.database, 5, shelf.base.now_ms())
        assert laptop.sync().is_synced

        (told,) = vault.comparisons.told(visits[0])
        assert (told.base, told.forces, told.is_among) == ("Eastern region", 5, True)
        assert dict(told.values)[Measure.TOTAL] == "30"

        recorded = vault.comparisons.take_over(visits[0], LINE)
        answer = vault.inspections.standing(visits[0]).answer(LINE).value
        assert answer is not None
        assert answer.values == {"declared": Counted(8)}
        assert laptop.sync().is_synced
        with shelf.base.database.read() as connection:
            at_base = national.picture(connection).visit(visits[0])
        assert at_base is not None
        assert at_base.standing.source(recorded.id).value is not None
        # An account of what base said is no figure of the force's: nothing is told anew by it.
        again = national.tell(shelf.base.database, 5, shelf.base.now_ms())
        declared = next(each for each in again if each.worked.comparison.id == "declared")
        assert declared.issued_ms == told.issued_ms

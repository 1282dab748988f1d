"""Two laptops work on one inspection apart; in the evening both show the same, conflict and all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.changes.change import Change
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import InspectionId, LineId, SectionId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.services.vault import Unlocked
from tests.support.vaults import Clock, a_vault, an_inspection

LINE, OTHER, SECTION = LineId("CC-PO-01"), LineId("CC-PO-02"), SectionId("CC-PO")


@dataclass
class Laptop:
    vault: Unlocked
    folder: Path

    def changes(self, inspection: InspectionId) -> tuple[Change, ...]:
        return self.vault.inspections.history(inspection)

    def answer(self, inspection: InspectionId, note: str, line: LineId = LINE) -> None:
        self.vault.inspections.answer(inspection, line, Answer(note=note))

    def note(self, inspection: InspectionId, line: LineId = LINE) -> list[str]:
        field = self.vault.inspections.standing(inspection).answer(line)
        return [held.value.note for held in field.versions if held.value]


@pytest.fixture
def laptops(tmp_path: Path) -> Iterator[tuple[Laptop, Laptop]]:
    clocks = (Clock(), Clock(datetime(2013, 9, 16, 9, 7, tzinfo=UTC)))  # seven minutes fast
    made = tuple(
        Laptop(a_vault(tmp_path / initials, clock, initials), tmp_path / initials)
        for clock, initials in zip(clocks, ("JS", "AM"), strict=True)
    )
    yield made[0], made[1]
    for laptop in made:
        laptop.vault.close()


def handed_over(one: Laptop, other: Laptop, inspection: InspectionId) -> None:
    """Carry the inspection from one laptop to the other in the exported file, to and fro.

    Three times, since each notes down whom it has admitted.
    """
    for giving, taking in ((one, other), (other, one), (one, other)):
        path = giving.folder / "inspection.json"
        giving.vault.exchange.export(inspection, path)
        assert taking.vault.exchange.take_in(path).inspection == inspection


def shown(laptop: Laptop, inspection: InspectionId) -> object:
    standing = laptop.vault.inspections.standing(inspection)
    return (dict(standing.states), standing.conflicts(), standing.highest_marking())


def test_what_two_did_apart_is_one_inspection_on_both(laptops: tuple[Laptop, Laptop]) -> None:
    jo, ann = laptops
    inspection = an_inspection(jo.vault)
    jo.answer(inspection, "as told on Monday")
    handed_over(jo, ann, inspection)
    assert shown(ann, inspection) == shown(jo, inspection)

    # A day apart: on different things, on the same thing, and the same about the same thing.
    jo.answer(inspection, "45 officers")
    jo.answer(inspection, "the plan was seen", OTHER)
    jo.vault.inspections.headline(inspection, SECTION, Headline("Well prepared."))
    jo.vault.inspections.give_account(inspection, Account(LINE, "45, said the inspector."))
    ann.answer(inspection, "42 officers")
    ann.answer(inspection, "the plan was seen", OTHER)
    ann.vault.inspections.give_account(inspection, Account(LINE, "42, said the rota."))
    me = ann.vault.inspector.person
    ann.vault.inspections.name_member(inspection, me, "", Member(TeamRole.INSPECTOR, "AM"))
    (ann.folder / "rota.txt").write_text("the rota")
    (attached,) = ann.vault.evidence.attach(inspection, [ann.folder / "rota.txt"], [LINE])
    assert attached.number == "AM/1"

    handed_over(jo, ann, inspection)

    assert shown(ann, inspection) == shown(jo, inspection)
    for laptop in laptops:
        standing = laptop.vault.inspections.standing(inspection)
        # The clock that was seven minutes fast decides what is shown first, never what is true.
        assert laptop.note(inspection) == ["42 officers", "45 officers"]
        assert standing.conflicts() == (f"answer:{LINE}",)
        assert not standing.answer(OTHER).in_conflict
        assert len(standing.answer(OTHER).versions) == 2
        assert len(standing.accounts(LINE)) == 2
        assert [item.file.number for item in standing.evidence()] == ["AM/1"]
        assert laptop.vault.checks.check(inspection).is_sound

    # A person settles it, having seen both, with a reason.
    settled = Answer(note="45, of whom three in training", reason="the rota was last month's")
    jo.vault.inspections.answer(inspection, LINE, settled)
    handed_over(jo, ann, inspection)

    assert shown(ann, inspection) == shown(jo, inspection)
    for laptop in laptops:
        assert laptop.vault.inspections.standing(inspection).conflicts() == ()
        assert laptop.note(inspection) == [settled.note]
        notes = {
            change.body.answer.note  # type: ignore[union-attr]
            for change in laptop.vault.inspections.history(inspection, f"answer:{LINE}")
        }
        assert {"45 officers", "42 officers"} <= notes  # nothing is ever lost from the history


def test_late_work_opens_a_settled_conflict_again_and_undoing_shows_both(
    laptops: tuple[Laptop, Laptop],
) -> None:
    jo, ann = laptops
    inspection = an_inspection(jo.vault)
    jo.answer(inspection, "as told on Monday")
    handed_over(jo, ann, inspection)
    ann.answer(inspection, "42 officers")
    jo.answer(inspection, "45 officers")
    theirs = ann.changes(inspection)
    ann.answer(inspection, "40 officers, counted again")  # not handed over yet
    jo.vault.journal.take_in(inspection, theirs)
    jo.answer(inspection, "settled: 44")
    assert jo.note(inspection) == ["settled: 44"]

    handed_over(jo, ann, inspection)

    for laptop in laptops:
        assert sorted(laptop.note(inspection)) == ["40 officers, counted again", "settled: 44"]
    ann.vault.inspections.answer(inspection, LINE, Answer(outcome=Outcome.ASKED_NO_REPLY))
    handed_over(jo, ann, inspection)
    assert jo.vault.inspections.standing(inspection).conflicts() == ()
    ann.vault.inspections.undo(inspection)
    handed_over(jo, ann, inspection)
    for laptop in laptops:
        assert sorted(laptop.note(inspection)) == ["40 officers, counted again", "settled: 44"]
    assert shown(ann, inspection) == shown(jo, inspection)


def test_the_order_in_which_work_arrives_makes_no_difference(
    laptops: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    jo, ann = laptops
    inspection = an_inspection(jo.vault)
    handed_over(jo, ann, inspection)
    for number in range(5):
        jo.answer(inspection, f"Jo {number}")
        ann.answer(inspection, f"Ann {number}")
    both = (*jo.changes(inspection), *ann.changes(inspection))
    everything = list({change.id: change for change in both}.values())
    orders: list[Callable[[list[Change]], list[Change]]] = [
        lambda changes: changes,
        lambda changes: changes[::-1],
        lambda changes: sorted(changes, key=lambda change: change.id),
    ]
    seen = []
    for number, order in enumerate(orders):
        third = a_vault(tmp_path / f"third-{number}", Clock(), "KT")
        for change in order(everything):
            third.journal.take_in(inspection, [change])
        while waiting := third.journal.take_in(inspection, []).waiting:
            third.journal.admit(inspection, waiting[0], "of the team")
        with jo.vault._database.read() as theirs, third._database.begin() as work:
            pack = everything[0].header.pack
            work.packs.keep(pack, "spr-2012", "", theirs.packs.archive(pack))
            work.commit()
        standing = third.inspections.standing(inspection)
        seen.append({k: v for k, v in standing.states.items() if not k.startswith("device:")})
        assert standing.answer(LINE).in_conflict
        assert third.checks.check(inspection).is_sound
        third.close()

    assert seen[0] == seen[1] == seen[2]

"""Two laptops that carry the same over from an allied inspection hold it once, in no conflict."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from inspector_app.domain import carrying
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.ids import InspectionId, LineId, SourceId
from inspector_app.domain.settling import contested
from inspector_app.domain.sources import Arrangement, Interview, Level, Source
from inspector_app.domain.standing import Standing
from inspector_app.domain.strength import Supports
from inspector_app.domain.values import Named, YesNo, YesNoGiven
from tests.support.laptops import TeamLaptop, a_laptop, everything, introduced
from tests.support.vaults import an_inspection

LINE = LineId("CC-T-06")


@dataclass
class Allied:
    """Two laptops with two inspections on both: from one things are carried into the other."""

    jo: TeamLaptop
    ann: TeamLaptop
    stick: Path
    there: InspectionId
    here: InspectionId
    arrangement: SourceId
    interview: SourceId

    def evening(self) -> None:
        for laptop in (self.jo, self.ann, self.jo):
            laptop.together(self.stick)

    def standing(self, laptop: TeamLaptop) -> Standing:
        return laptop.vault.inspections.standing(self.here)

    def wanted(self) -> list[str]:
        return [f"source:{self.arrangement}", f"source:{self.interview}", f"answer:{LINE}"]

    def carry(self, laptop: TeamLaptop) -> None:
        laptop.vault.carrying.carry_over(self.here, self.there, self.wanted())

    def require_once(self) -> None:
        """Both laptops hold each thing once, and nothing is to be settled."""
        assert everything(self.jo, self.here) == everything(self.ann, self.here)
        for laptop in (self.jo, self.ann):
            standing = self.standing(laptop)
            assert contested(standing) == ()
            assert len(standing.accounts(LINE)) == 2
            assert len(standing.sources()) == 2
            assert len(Supports(standing).grounds(LINE)) == 2
            assert laptop.vault.checks.check(self.here).is_sound


@pytest.fixture
def allied(tmp_path: Path) -> Iterator[Allied]:
    jo, ann = a_laptop(tmp_path, "JS"), a_laptop(tmp_path, "AM", 7)
    introduced(jo, ann)
    stick = tmp_path / "stick"
    stick.mkdir()
    there = an_inspection(jo.vault, force=Named("Bedfordshire Police"))
    here = an_inspection(jo.vault)
    for inspection in (there, here):
        jo.vault.team.let_in(inspection, ann.vault.team.device)
    shared = Source(Arrangement(level=Level.ALLIANCE), "Joint protective services")
    asked = Source(Interview(), "Head of the unit")
    arrangement = jo.vault.sources.record(there, shared, [Account(LINE, "One for all three.")]).id
    interview = jo.vault.sources.record(there, asked, [Account(LINE, "It is staffed by night.")]).id
    jo.vault.inspections.answer(there, LINE, Answer({"answer": YesNoGiven(YesNo.YES)}))
    made = Allied(jo, ann, stick, there, here, arrangement, interview)
    made.evening()
    yield made
    jo.vault.close()
    ann.vault.close()


def test_what_both_carried_over_is_there_once_and_has_a_number_from_each(allied: Allied) -> None:
    allied.carry(allied.jo)
    allied.carry(allied.ann)
    allied.evening()
    allied.require_once()
    vault = allied.jo.vault
    for number in ("JS/1", "AM/1"):
        assert vault.sources.find(allied.here, number) in {
            item.id for item in allied.standing(allied.jo).sources()
        }
    # And it can be carried over a third time no more than a second.
    offers = vault.carrying.offers(allied.here, allied.there)[1]
    assert all(offer.refusal for offer in offers)


@pytest.mark.parametrize("who", ["jo", "ann"])
def test_what_one_of_them_has_confirmed_is_confirmed(allied: Allied, who: str) -> None:
    allied.carry(allied.jo)
    allied.carry(allied.ann)
    one: TeamLaptop = getattr(allied, who)
    one.vault.carrying.confirm(allied.here, carrying.waiting(allied.standing(one)))
    allied.evening()
    allied.require_once()
    for laptop in (allied.jo, allied.ann):
        standing = allied.standing(laptop)
        assert carrying.waiting(standing) == ()
        assert standing.is_established(standing.pack.line(LINE))
    # What comes later supersedes both.
    allied.jo.answer(allied.here, "looked at again", LINE)
    allied.evening()
    allied.require_once()
    assert allied.ann.notes(allied.here, LINE) == ["looked at again"]


def test_both_may_confirm_it(allied: Allied) -> None:
    for laptop in (allied.jo, allied.ann):
        allied.carry(laptop)
        waiting = carrying.waiting(allied.standing(laptop))
        laptop.vault.carrying.confirm(allied.here, waiting)
    allied.evening()
    allied.require_once()
    assert carrying.waiting(allied.standing(allied.jo)) == ()


def test_what_came_by_two_ways_is_one_thing(allied: Allied) -> None:
    third = an_inspection(allied.ann.vault, force=Named("Hertfordshire Constabulary"))
    allied.ann.vault.carrying.carry_over(third, allied.there, allied.wanted())
    copies = [
        f"source:{item.id}" for item in allied.ann.vault.inspections.standing(third).sources()
    ]
    allied.carry(allied.jo)
    allied.ann.vault.carrying.carry_over(allied.here, third, [*copies, f"answer:{LINE}"])
    allied.evening()
    for laptop in (allied.jo, allied.ann):
        standing = allied.standing(laptop)
        assert len(standing.accounts(LINE)) == len(standing.sources()) == 2
        assert contested(standing) == ()


def test_what_was_recorded_here_first_is_not_copied_back(allied: Allied) -> None:
    third = an_inspection(allied.jo.vault, force=Named("Hertfordshire Constabulary"))
    vault = allied.jo.vault
    vault.carrying.carry_over(third, allied.there, allied.wanted())
    before = set(vault.inspections.standing(allied.there).states)
    offers = vault.carrying.offers(allied.there, third)[1]
    assert all(offer.refusal for offer in offers)
    assert set(vault.inspections.standing(allied.there).states) == before


def test_another_answer_of_ones_own_is_still_to_be_settled(allied: Allied) -> None:
    allied.carry(allied.jo)
    answer = Answer({"answer": YesNoGiven(YesNo.NO)})
    allied.ann.vault.inspections.answer(allied.here, LINE, answer)
    allied.evening()
    for laptop in (allied.jo, allied.ann):
        standing = allied.standing(laptop)
        assert [each.subject for each in contested(standing)] == [f"answer:{LINE}"]
        first = standing.answer(LINE).value
        assert first is not None
        assert first.origin is None, "what nobody confirmed stands behind the team's own"

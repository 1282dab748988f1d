"""Following up: last time is shown beside each line, counts for nothing, and asks what became."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inspector_app.domain import dates
from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import InspectionId, LineId, SectionId
from inspector_app.domain.last_time import last_times, matched
from inspector_app.domain.recommendations import (
    Advance,
    Recommendation,
    RecommendationKind,
    RestsOn,
    Stage,
)
from inspector_app.domain.recommending import asked_last_time
from inspector_app.domain.values import Counted, Named
from inspector_app.services.vault import Unlocked
from tests.support.vaults import a_vault, an_inspection

LINE, OTHER = LineId("CC-PO-09"), LineId("CC-PO-08")
ASKED = Recommendation(RecommendationKind.AREA_FOR_IMPROVEMENT, "Work out the need.")
LATER = dates.read("Sept 2014")


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Unlocked]:
    vault = a_vault(tmp_path / "vault")
    yield vault
    vault.close()


@pytest.fixture
def first(vault: Unlocked) -> InspectionId:
    first = an_inspection(vault)
    answer = Answer({"declared": Counted(8)}, note="By its return.")
    vault.inspections.answer(first, LINE, answer)
    vault.inspections.answer(first, OTHER, Answer(outcome=Outcome.NOT_SUPPLIED, as_at=LATER))
    vault.inspections.headline(first, SectionId("CC-PO"), Headline("It can."))
    vault.recommendations.make(first, ASKED)
    return first


@pytest.fixture
def second(vault: Unlocked, first: InspectionId) -> InspectionId:
    return an_inspection(vault, fieldwork=LATER)


def test_last_time_stands_beside_each_line_with_its_own_date_and_is_never_established(
    vault: Unlocked, first: InspectionId, second: InspectionId
) -> None:
    followed = vault.follow_up.followed(second)
    assert followed is not None
    assert followed.standing is not None
    assert (followed.earlier.inspection, followed.is_named) == (first, False)
    standing = vault.inspections.standing(second)
    last = last_times(standing, followed.standing)
    assert set(last) == {line.id for line in standing.pack.lines()}
    assert (
        last[LINE].words()
        == "8 police support units (as at 16 September 2013 to 20 September 2013)"
    )
    assert last[LINE].note == "By its return."
    assert last[OTHER].words() == "Not supplied (as at September 2014)"
    assert last[LineId("CC-PO-01")].words() == "No answer recorded"
    assert not any(map(standing.is_established, standing.pack.lines()))
    record = vault.reports.content(second).record
    assert record.cover.established == 0
    assert "8 police support units" not in str(record.chapters)


def test_only_an_earlier_inspection_of_the_same_force_is_last_time(
    vault: Unlocked, first: InspectionId
) -> None:
    assert vault.follow_up.followed(first) is None
    other = an_inspection(vault, force=Named("Norfolk Constabulary"), fieldwork=LATER)
    assert vault.follow_up.followed(other) is None
    with pytest.raises(RuleViolation, match="same force"):
        vault.follow_up.name(other, first)
    with pytest.raises(RuleViolation, match="same force"):
        vault.follow_up.name(first, first)
    assert vault.inspections.standing(other).earlier().value is None


def test_the_latest_is_taken_unless_another_is_named_and_that_can_be_taken_back(
    vault: Unlocked, first: InspectionId, second: InspectionId
) -> None:
    third = an_inspection(vault, fieldwork=dates.read("Sept 2015"))
    assert [e.inspection for e in vault.follow_up.candidates(third)] == [second, first]
    named = vault.follow_up.name(third, first)
    assert named.changes
    followed = vault.follow_up.followed(third)
    assert followed is not None
    assert (followed.earlier.inspection, followed.is_named) == (first, True)
    assert any("follows up" in limit for limit in vault.reports.content(third).record.limits)
    entry = vault.history.page(third).entries[0]
    assert entry.what == "Follows up the inspection of 16 September 2013 to 20 September 2013"
    with pytest.raises(RuleViolation, match="reason"):
        vault.follow_up.withdraw(third, "")
    vault.follow_up.withdraw(third, "Another visit")
    followed = vault.follow_up.followed(third)
    assert followed is not None
    assert followed.earlier.inspection == second
    with pytest.raises(NotFound):
        vault.follow_up.withdraw(third, "Again")


def test_lines_of_another_pack_are_matched_by_cross_reference_and_by_nothing_else(
    vault: Unlocked, first: InspectionId, second: InspectionId
) -> None:
    old = vault.inspections.pack(first)
    section = old.section("CC-PO")
    lines = (
        replace(section.lines[0], formerly=("spr-2012/CC-PO-09",)),
        replace(section.lines[1], formerly=("spr-2009/CC-PO-01", "spr-2012/CC-XX-1")),
        *section.lines[2:],
    )
    changed = tuple(replace(s, lines=lines) if s.id == "CC-PO" else s for s in old.sections)
    new = replace(old, id="spr-2023", sections=changed)
    assert matched(new, old) == {lines[0].id: LINE}
    same = matched(replace(new, id=old.id), old)  # another version of the same pack
    assert (same[lines[0].id], same[lines[2].id]) == (LINE, lines[2].id)
    assert lines[1].id not in same  # its cross-reference leads nowhere, and decides
    standing = replace(vault.inspections.standing(second), pack=new)
    last = last_times(standing, vault.inspections.standing(first))
    assert set(last) == {lines[0].id}
    assert last[lines[0].id].question == old.line(LINE).text


def test_what_was_never_settled_or_was_taken_back_is_told_as_such(
    vault: Unlocked, first: InspectionId, second: InspectionId
) -> None:
    vault.inspections.answer(first, LINE, Answer({"declared": Counted(9)}), seen=())
    vault.inspections.withdraw_answer(first, OTHER, "Wrong line")
    last = last_times(vault.inspections.standing(second), vault.inspections.standing(first))
    assert last[LINE].words() == "in 2 versions, never settled"
    assert last[OTHER].words() == "No answer recorded"


def test_progress_is_told_here_and_the_earlier_inspection_stays_as_it_was(
    vault: Unlocked, first: InspectionId, second: InspectionId
) -> None:
    before = len(vault.inspections.history(first))
    earlier = vault.inspections.standing(first)
    (asked,) = asked_last_time(vault.inspections.standing(second), earlier)
    assert (asked.of.text, asked.advance) == (ASKED.text, None)
    told = Advance(
        asked.of, Stage.IN_PROGRESS, "A draft was shown.", LATER, RestsOn(lines=(OTHER,))
    )
    vault.recommendations.tell(second, asked.made_in, asked.id, told)
    (asked,) = asked_last_time(vault.inspections.standing(second), earlier)
    assert asked.advance == told
    assert len(vault.inspections.history(first)) == before
    record = vault.reports.content(second).record
    assert record.recommendations == ()
    (printed,) = record.followed_up
    assert (printed.text, printed.by) == (ASKED.text, None)
    assert printed.advance is not None
    assert (printed.advance.stage, printed.advance.rests_on) == ("In progress", "CC-PO-08")
    done = Advance(asked.of, Stage.DONE, "The force says so.")
    with pytest.raises(RuleViolation, match="must rest on something"):
        vault.recommendations.tell(second, asked.made_in, asked.id, done)
    closed = replace(told, do_not_export=True)
    vault.recommendations.tell(second, asked.made_in, asked.id, closed)
    record = vault.reports.content(second).record
    assert (record.followed_up, record.cover.left_out.recommendations) == ((), 1)


def test_a_laptop_without_the_earlier_inspection_says_so_and_still_reads_what_was_asked(
    vault: Unlocked, first: InspectionId, second: InspectionId, tmp_path: Path
) -> None:
    vault.follow_up.name(second, first)
    (asked,) = asked_last_time(
        vault.inspections.standing(second), vault.inspections.standing(first)
    )
    told = Advance(asked.of, Stage.OPEN, "No word of it.")
    vault.recommendations.tell(second, asked.made_in, asked.id, told)
    vault.exchange.export(second, tmp_path / "second.json")
    other = a_vault(tmp_path / "other", initials="AM")
    try:
        other.exchange.take_in(tmp_path / "second.json")
        followed = other.follow_up.followed(second)
        assert followed is not None
        assert followed.standing is None
        assert "not on this laptop" in followed.words()
        (here,) = asked_last_time(other.inspections.standing(second), None)
        assert (here.of.text, here.of.number) == (ASKED.text, "JS/1")
    finally:
        other.close()

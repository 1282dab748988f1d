"""The debrief: headlines are ticked, a note tells them and nothing else, what was said is kept."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inspector_app.domain import debriefing
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.debriefs import Debrief, ForDebrief, Stance
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.headlines import Headline
from inspector_app.domain.history.entries import entries
from inspector_app.domain.ids import InspectionId, LineId, PersonId, SectionId
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.phases import Phase
from inspector_app.domain.searching import Kind
from inspector_app.domain.sources import Interview, Source
from inspector_app.domain.values import Named
from inspector_app.reports.debrief_note import NoteOptions, note_facts
from inspector_app.services.vault import Unlocked
from tests.support.standings import AM, Journal, a_journal
from tests.support.vaults import a_vault, an_inspection

ONE, TWO, THREE = SectionId("CC-PO"), SectionId("CC-T"), SectionId("CP-CY")
SENSITIVE = Marking(Tier.OFFICIAL_SENSITIVE)
CHIEF = Named("Chief constable")


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unlocked]:
    vault = a_vault(tmp_path_factory.mktemp("vault"))
    yield vault
    vault.close()


@pytest.fixture
def inspection(vault: Unlocked) -> InspectionId:
    inspection = an_inspection(vault)
    vault.inspections.headline(inspection, ONE, Headline("The force can meet its share."))
    vault.inspections.headline(inspection, TWO, Headline("The plan is out of date."))
    return inspection


def a_debrief(vault: Unlocked) -> Debrief:
    return Debrief("2013-09-20 16:00", (vault.inspector.person,), (CHIEF,))


def test_a_headline_is_ticked_goes_round_and_is_taken_off_again(
    vault: Unlocked, inspection: InspectionId
) -> None:
    stance: Stance | None = None
    seen = []
    for _ in range(4):
        stance = debriefing.following(stance)
        vault.debriefs.tick(inspection, ONE, stance)
        seen.append(debriefing.told(vault.inspections.standing(inspection), ONE))
    assert seen == [Stance.STRENGTH, Stance.CONCERN, Stance.TO_ESTABLISH, None]
    assert debriefing.chosen(vault.inspections.standing(inspection)) == ()
    before = len(vault.inspections.history(inspection))
    vault.debriefs.tick(inspection, ONE, None)
    assert len(vault.inspections.history(inspection)) == before  # it stands so already


def test_a_tick_needs_a_headline_and_undo_takes_it_back(
    vault: Unlocked, inspection: InspectionId
) -> None:
    with pytest.raises(RuleViolation, match="no headline here"):
        vault.debriefs.tick(inspection, THREE, Stance.CONCERN)
    with pytest.raises(NotFound):
        vault.debriefs.tick(inspection, SectionId("XX"), Stance.CONCERN)
    vault.debriefs.tick(inspection, ONE, Stance.CONCERN)
    vault.inspections.undo(inspection)
    assert debriefing.told(vault.inspections.standing(inspection), ONE) is None
    vault.inspections.redo(inspection)
    assert debriefing.told(vault.inspections.standing(inspection), ONE) is Stance.CONCERN


def test_an_archived_inspection_refuses_a_tick(vault: Unlocked, inspection: InspectionId) -> None:
    vault.phases.enter(inspection, Phase.ARCHIVED)
    with pytest.raises(RuleViolation, match="archived"):
        vault.debriefs.tick(inspection, ONE, Stance.CONCERN)


def ticked(journal: Journal, section: str, stance: Stance | None, **how: object) -> None:
    body = bodies.HeadlineTicked(ForDebrief(stance))
    journal.record(subject(Subject.TICK, section), body, **how)  # type: ignore[arg-type]


def test_two_laptops_that_tick_differently_are_a_conflict_that_keeps_the_headline_out() -> None:
    journal = a_journal()
    journal.headline("CC-PO", Headline("One."))
    journal.headline("CC-T", Headline("Another."))
    for each in ("CC-PO", "CC-T"):
        ticked(journal, each, Stance.STRENGTH)
    ticked(journal, "CC-PO", Stance.CONCERN, by=AM, seen=())
    ticked(journal, "CC-T", Stance.STRENGTH, by=AM, seen=())  # the same said twice agrees
    standing = journal.standing()
    assert standing.conflicts() == ("tick:CC-PO",)
    assert [(t.section, t.why_not) for t in debriefing.chosen(standing) if t.why_not] == [
        ("CC-PO", "laptops have ticked it differently")
    ]
    facts = note_facts(standing, NoteOptions())
    assert [p.words for part in facts.parts for p in part.points] == ["Another."]
    assert facts.left_out == 1
    ticked(journal, "CC-PO", Stance.CONCERN)  # having seen both
    assert not journal.standing().conflicts()


def test_a_note_leaves_out_what_may_not_be_told_and_counts_it(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.sources.record(inspection, Source(Interview(), "Met"), names=["Philomena Unprintable"])
    for section, words in (
        (THREE, Headline("Withheld words.", do_not_export=True)),
        (SectionId("CP-PO"), Headline("As JS/1 told us.")),
        (SectionId("CP-T"), Headline("Superintendent Unprintable knows it all.")),
        (SectionId("CS-PO"), Headline("Higher words.", marking=SENSITIVE)),
    ):
        vault.inspections.headline(inspection, section, words)
        vault.debriefs.tick(inspection, section, Stance.CONCERN)
    vault.debriefs.tick(inspection, ONE, Stance.STRENGTH)
    standing = vault.inspections.standing(inspection)
    why: dict[str, str] = {each.section: each.why_not for each in debriefing.chosen(standing)}
    assert why["CP-CY"] == "it is not to be exported"
    assert why["CP-PO"] == "it names a source or an item, JS/1"
    assert why["CP-T"] == "it names somebody; write it by role"
    whole = note_facts(standing, NoteOptions())
    assert (whole.left_out, whole.marking) == (3, "OFFICIAL-SENSITIVE")
    lower = note_facts(standing, NoteOptions(up_to=Marking()))
    assert (lower.left_out, lower.marking) == (4, "OFFICIAL")
    told = str(lower)
    for secret in ("Withheld", "JS", "Unprintable", "Higher"):
        assert secret not in told
    with pytest.raises(RuleViolation, match="cannot be marked OFFICIAL"):
        note_facts(standing, NoteOptions(marking=Marking()))


def test_a_note_without_ticks_is_refused(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    with pytest.raises(RuleViolation, match="No headline is ticked"):
        vault.debriefs.print_note(inspection, tmp_path / "note.pdf")
    vault.debriefs.tick(inspection, ONE, Stance.CONCERN)
    vault.inspections.headline(inspection, ONE, Headline("Kept in.", do_not_export=True))
    with pytest.raises(RuleViolation, match="none can be told"):
        vault.debriefs.print_note(inspection, tmp_path / "note.pdf")
    assert not (tmp_path / "note.pdf").exists()


def test_what_was_said_is_kept_with_the_words_that_were_told(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.debriefs.tick(inspection, ONE, Stance.STRENGTH)
    vault.debriefs.tick(inspection, TWO, Stance.CONCERN)
    with pytest.raises(NotFound, match="was not told in this debrief"):
        vault.debriefs.hold(inspection, a_debrief(vault), {THREE: "What?"})
    id_, _ = vault.debriefs.hold(
        inspection, a_debrief(vault), {TWO: "It is being written anew."}, ["Anne Otherwise"]
    )
    (held,) = vault.debriefs.held(inspection)
    assert held.id == id_
    assert not held.debrief.copy_left  # not, unless chosen
    assert [(h.section, h.stance, h.said) for h in held.debrief.heard] == [
        (ONE, Stance.STRENGTH, ""),
        (TWO, Stance.CONCERN, "It is being written anew."),
    ]
    standing = vault.inspections.standing(inspection)
    assert standing.names[held.debrief.people[0]] == "Anne Otherwise"
    assert not any(debriefing.is_written_anew(standing, h) for h in held.debrief.heard)
    vault.inspections.headline(inspection, TWO, Headline("The plan is being written anew."))
    standing = vault.inspections.standing(inspection)
    assert [debriefing.is_written_anew(standing, h) for h in held.debrief.heard] == [False, True]
    vault.debriefs.revise(inspection, id_, replace(held.debrief, copy_left=True), {ONE: "Pleased."})
    (again,) = vault.debriefs.held(inspection)
    assert again.debrief.copy_left
    assert [h.said for h in again.debrief.heard] == ["Pleased.", "It is being written anew."]
    with pytest.raises(RuleViolation, match="reason"):
        vault.debriefs.withdraw(inspection, id_, " ")
    vault.debriefs.withdraw(inspection, id_, "Another inspection")
    assert vault.debriefs.held(inspection) == ()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"held_at": ""}, "when the debrief was held"),
        ({"held_at": "tomorrow"}, "does not say when"),
        ({"spoke": ()}, "who of the team spoke"),
        ({"spoke": (PersonId("c" * 32),)}, "somebody is not in the team"),
        ({"roles": (Named(" "),)}, "to whom it was said"),
    ],
)
def test_a_debrief_that_says_too_little_is_refused(
    vault: Unlocked, inspection: InspectionId, change: dict[str, object], sentence: str
) -> None:
    vault.debriefs.tick(inspection, ONE, Stance.STRENGTH)
    before = len(vault.inspections.history(inspection))
    debrief = replace(a_debrief(vault), **change)  # type: ignore[arg-type]
    with pytest.raises(RuleViolation, match=sentence):
        vault.debriefs.hold(inspection, debrief, {})
    assert len(vault.inspections.history(inspection)) == before


def test_history_search_and_another_vault_tell_of_it(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    vault.debriefs.tick(inspection, TWO, Stance.CONCERN)
    vault.debriefs.hold(inspection, a_debrief(vault), {TWO: "Quizzaciously answered."}, ["A Name"])
    standing = vault.inspections.standing(inspection)
    changes = vault.inspections.history(inspection)
    told = [each.what for each in entries(changes, changes, standing)]
    assert any(re.search(r"Ticked the headline of .* for the debrief: concern", t) for t in told)
    assert "Recorded the debrief of 2013-09-20 16:00 to Chief constable: 1 headline told" in told
    hits = vault.search.find(inspection, "Quizzaciously")
    assert [hit.kind for hit in hits] == [Kind.DEBRIEF]
    vault.exchange.export(inspection, tmp_path / "whole.json")
    assert "A Name" not in (tmp_path / "whole.json").read_text(encoding="utf-8")
    other = a_vault(tmp_path / "other", initials="BC")
    try:
        other.exchange.take_in(tmp_path / "whole.json")
        there = other.debriefs.held(inspection)
        assert [each.debrief for each in there] == [
            each.debrief for each in vault.debriefs.held(inspection)
        ]
        assert debriefing.told(other.inspections.standing(inspection), TWO) is Stance.CONCERN
    finally:
        other.close()


def test_a_purged_response_is_gone_and_says_so(vault: Unlocked, inspection: InspectionId) -> None:
    vault.debriefs.tick(inspection, TWO, Stance.CONCERN)
    id_, _ = vault.debriefs.hold(inspection, a_debrief(vault), {TWO: "Spilled."})
    plan = vault.journal.plan_purge(inspection, subject(Subject.DEBRIEF, id_))
    vault.journal.purge(plan, "spilled-material", "It named somebody.")
    assert vault.debriefs.held(inspection) == ()
    assert not vault.search.find(inspection, "Spilled")


def test_a_correction_session_is_not_asked_for(vault: Unlocked, inspection: InspectionId) -> None:
    vault.inspections.answer(inspection, LineId("CC-PO-09"), Answer(note="n"))
    vault.phases.enter(inspection, Phase.WRITING_UP)
    act = vault.debriefs.tick(inspection, ONE, Stance.CONCERN)
    change = next(c for c in vault.inspections.history(inspection) if c.id == act.changes[0])
    assert change.session is None

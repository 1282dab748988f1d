"""The verbs of inspecting."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app import config
from inspector_app.domain import dates, values
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer, CapabilitySource, Outcome
from inspector_app.domain.checklist import AnswerKind, Pack, Part
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.headlines import Headline
from inspector_app.domain.held import Absence
from inspector_app.domain.ids import AccountId, InspectionId, LineId, SectionId
from inspector_app.domain.inspection import Details, Member, TeamRole
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.values import (
    Condition,
    Counted,
    Dated,
    DocumentKnown,
    DocumentStanding,
    Examined,
    Judged,
    Named,
    Names,
    Progressed,
    ProgressState,
    Proportion,
    Selected,
    Tabled,
    Tick,
    Ticked,
    Told,
    Value,
    YesNo,
    YesNoGiven,
)
from inspector_app.services.vault import Places, Unlocked, VaultService
from inspector_app.vault.derivation import FLOOR
from tests.support.vaults import PASSPHRASE, Clock, a_vault, an_inspection, vault_service

LINE, OTHER, SECTION = LineId("CC-PO-01"), LineId("CC-PO-02"), SectionId("CC-PO")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def vault(tmp_path: Path, clock: Clock) -> Iterator[Unlocked]:
    made = a_vault(tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def inspection(vault: Unlocked) -> InspectionId:
    return an_inspection(vault)


def a_value(part: Part, pack: Pack) -> Value:
    """Return a value that the part takes."""
    made: dict[AnswerKind, Value] = {
        AnswerKind.YES_NO: YesNoGiven(YesNo.PARTLY),
        AnswerKind.COUNT: Counted(45, about=True, caveat="reserve not counted"),
        AnswerKind.RATIO: Proportion(percent="97.50"),
        AnswerKind.DATE: Dated((dates.read("since Sept 2013"),)),
        AnswerKind.DOCUMENT: DocumentKnown(DocumentStanding.SUPPLIED, title="Plan"),
        AnswerKind.TEST: values.Tested("27 minutes", announced=YesNo.NO),
        AnswerKind.OBJECT: Examined(Condition.PART, defects="one helmet"),
        AnswerKind.ORGANISATION: Names((Named("Eastern region"),)),
        AnswerKind.ROLE: Names((Named("Chief inspector"),)),
        AnswerKind.PROGRESS: Progressed(ProgressState.PLANNED),
        AnswerKind.NARRATIVE: Told("as told – “yn Gymraeg”"),
        AnswerKind.TABLE: Tabled((("x",) * len(part.columns),)),
        AnswerKind.TICKS: Ticked({option.id: Tick.NOT_KNOWN for option in part.options}),
        AnswerKind.SELECT: Selected(part.options[0].id if part.options else "", "or this"),
    }
    if part.kind is AnswerKind.JUDGEMENT:
        return Judged(pack.scale(part.scale).values[0].id)
    return made[part.kind]


def test_every_line_of_the_pack_takes_an_answer_to_each_part_and_gives_it_back(
    vault: Unlocked, inspection: InspectionId
) -> None:
    pack = vault.inspections.pack(inspection)
    answers = {
        line.id: Answer(
            {part.id: a_value(part, pack) for part in line.parts},
            as_at=dates.read("2011/12"),
            note="note",
            capability=(CapabilitySource.OWN, CapabilitySource.REGION),
            share="most",
            marking=Marking(Tier.OFFICIAL_SENSITIVE, "PERSONAL"),
            do_not_export=True,
        )
        for line in pack.lines()
    }

    act = vault.inspections.answer_many(inspection, answers)

    standing = vault.inspections.standing(inspection)
    assert {line: standing.answer(line).value for line in answers} == answers
    assert len(act.changes) == len(act.states) == len(answers)
    assert standing.with_states(act.states).states == standing.states
    assert all(standing.is_established(line) for line in pack.lines())
    assert vault.checks.check(inspection).is_sound


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_is_taken_as_an_answer_and_as_an_account(
    vault: Unlocked, inspection: InspectionId, outcome: Outcome
) -> None:
    vault.inspections.answer(inspection, LINE, Answer(outcome=outcome))
    vault.inspections.give_account(inspection, Account(LINE, outcome=outcome))

    standing = vault.inspections.standing(inspection)
    assert standing.answer(LINE).value == Answer(outcome=outcome)
    assert [held.value for _, held in standing.accounts(LINE)] == [Account(LINE, outcome=outcome)]


def test_accounts_only_accumulate_and_two_that_differ_are_no_conflict(
    vault: Unlocked, inspection: InspectionId
) -> None:
    first = Account(LINE, "It was tried in March.", role="Chief inspector")
    second = Account(LINE, "Never.", role="Constable", as_at=dates.read("Sept 2013"))
    for account in (first, second):
        vault.inspections.give_account(inspection, account)

    standing = vault.inspections.standing(inspection)

    assert [held.value for _, held in standing.accounts(LINE)] == [first, second]
    assert standing.conflicts() == ()
    assert standing.answer(LINE).value is None


def test_an_account_says_something_that_its_line_can_hold(
    vault: Unlocked, inspection: InspectionId
) -> None:
    for account, error in (
        (Account(LINE, "  "), RuleViolation),
        (Account(LINE, values={"nope": Told("x")}), RuleViolation),
        (Account(LineId("XX-99"), "words"), NotFound),
    ):
        with pytest.raises(error):
            vault.inspections.give_account(inspection, account)
    assert vault.inspections.standing(inspection).accounts() == ()


def test_an_account_is_withdrawn_with_a_reason_and_stays_in_the_history(
    vault: Unlocked, inspection: InspectionId
) -> None:
    act = vault.inspections.give_account(inspection, Account(LINE, "Of another force."))
    ((id_, _),) = vault.inspections.standing(inspection).accounts()

    vault.inspections.withdraw_account(inspection, id_, "of another force")

    assert vault.inspections.standing(inspection).accounts() == ()
    history = vault.inspections.history(inspection, f"account:{id_}")
    assert [change.id for change in history][:1] == list(act.changes)
    with pytest.raises(NotFound):
        vault.inspections.withdraw_account(inspection, id_, "again")
    with pytest.raises(NotFound):
        vault.inspections.withdraw_account(inspection, AccountId("none"), "nothing there")


def test_answers_given_together_are_all_recorded_or_none(
    vault: Unlocked, inspection: InspectionId
) -> None:
    before = len(vault.inspections.history(inspection))

    with pytest.raises(RuleViolation):
        vault.inspections.answer_many(
            inspection, {OTHER: Answer(note="good"), LINE: Answer({"nope": Told("x")})}
        )

    assert len(vault.inspections.history(inspection)) == before
    assert vault.inspections.standing(inspection).answer(OTHER).value is None


def test_what_an_author_had_not_seen_stays_and_is_a_conflict_until_somebody_settles_it(
    vault: Unlocked, inspection: InspectionId
) -> None:
    first = vault.inspections.answer(inspection, LINE, Answer(note="45"))
    vault.inspections.answer(inspection, LINE, Answer(note="46"), seen=first.changes)
    vault.inspections.answer(inspection, LINE, Answer(note="42"), seen=first.changes)

    standing = vault.inspections.standing(inspection)
    field = standing.answer(LINE)
    assert field.in_conflict
    assert [held.value.note for held in field.versions if held.value] == ["42", "46"]
    assert standing.conflicts() == ("answer:CC-PO-01",)

    vault.inspections.answer(inspection, LINE, Answer(note="44", reason="both miscounted"))

    standing = vault.inspections.standing(inspection)
    assert standing.conflicts() == ()
    assert standing.answer(LINE).value == Answer(note="44", reason="both miscounted")
    assert len(vault.inspections.history(inspection, "answer:CC-PO-01")) == 4


def test_a_settled_conflict_that_is_undone_shows_both_versions_again(
    vault: Unlocked, inspection: InspectionId
) -> None:
    first = vault.inspections.answer(inspection, LINE, Answer(note="46"))
    vault.inspections.answer(inspection, LINE, Answer(note="42"), seen=())
    assert first.changes
    vault.inspections.answer(inspection, LINE, Answer(note="44"))

    for _ in range(2):
        vault.inspections.undo(inspection)
        field = vault.inspections.standing(inspection).answer(LINE)
        assert field.in_conflict
        assert {held.value.note for held in field.versions if held.value} == {"42", "46"}
        vault.inspections.redo(inspection)
        field = vault.inspections.standing(inspection).answer(LINE)
        assert not field.in_conflict
        assert field.value == Answer(note="44")


def test_every_sort_of_act_can_be_taken_back_and_brought_again(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    (tmp_path / "plan.txt").write_text("the plan")
    inspections, evidence = vault.inspections, vault.evidence
    details = inspections.standing(inspection).details
    attached = evidence.attach(inspection, [tmp_path / "plan.txt"], [LINE])
    item = attached[0].item
    assert item is not None
    acts: list[Callable[[], object]] = [
        lambda: inspections.answer(inspection, LINE, Answer(note="x")),
        lambda: inspections.withdraw_answer(inspection, LINE, "mistaken"),
        lambda: inspections.give_account(inspection, Account(LINE, "words")),
        lambda: inspections.headline(inspection, SECTION, Headline("Good.")),
        lambda: inspections.withdraw_headline(inspection, SECTION, "too early"),
        lambda: inspections.switch(inspection, SECTION, in_scope=False),
        lambda: inspections.describe(inspection, _titled(details)),
        lambda: inspections.name_member(inspection, None, "Ann", Member(TeamRole.INSPECTOR, "AM")),
        lambda: evidence.link(inspection, item, OTHER),
        lambda: evidence.unlink(inspection, item, LINE),
        lambda: evidence.withdraw(inspection, item, "of another force"),
    ]
    for act in acts:
        before = _shown(vault, inspection)
        act()
        after = _shown(vault, inspection)
        assert after != before
        inspections.undo(inspection)
        assert _shown(vault, inspection) == before
        inspections.redo(inspection)
        assert _shown(vault, inspection) == after
    assert vault.checks.check(inspection).is_sound


def _titled(details: Details) -> Details:
    return replace(details, title="Second visit")


def _shown(vault: Unlocked, inspection: InspectionId) -> object:
    """What screens show, without who recorded it when."""
    standing = vault.inspections.standing(inspection)
    return (
        standing.details,
        standing.answer(LINE).value,
        [held.value for _, held in standing.accounts()],
        standing.headline(SECTION).value,
        [section.id for section in standing.sections()],
        standing.members(),
        [(item.id, item.file, item.caption, item.lines) for item in standing.evidence()],
    )


def test_an_act_of_an_earlier_session_is_taken_back_by_its_change(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path, clock: Clock
) -> None:
    act = vault.inspections.answer(inspection, LINE, Answer(note="as it was"))
    act = vault.inspections.answer(inspection, LINE, Answer(note="mistaken"))
    vault.close()
    again = vault_service(tmp_path, clock).unlock(PASSPHRASE)

    again.inspections.undo_change(inspection, act.changes[0])

    standing = again.inspections.standing(inspection)
    assert standing.answer(LINE).value == Answer(note="as it was")
    history = again.inspections.history(inspection, "answer:CC-PO-01")
    assert history[-1].undoes == act.changes[0]
    assert history[-1].header.chain != history[0].header.chain  # one chain for each session
    assert history[-1].header.sequence == 1
    assert again.checks.check(inspection).is_sound
    with pytest.raises(RuleViolation, match="Something newer"):
        again.inspections.undo_change(inspection, act.changes[0])
    again.close()


def test_what_begins_an_inspection_cannot_be_undone(
    vault: Unlocked, inspection: InspectionId
) -> None:
    first = vault.inspections.history(inspection)[0]

    with pytest.raises(RuleViolation, match="stands for good"):
        vault.inspections.undo_change(inspection, first.id)
    with pytest.raises(RuleViolation, match="nothing to undo"):
        vault.inspections.undo(inspection)


def test_an_undo_that_something_newer_forbids_changes_nothing(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.inspections.answer(inspection, LINE, Answer(note="mine"))
    recording = vault.inspections._recording
    trail = list(recording._trail(inspection).done)
    vault.inspections.answer(inspection, LINE, Answer(note="newer"))
    recording._trail(inspection).done = trail

    with pytest.raises(RuleViolation, match="Something newer"):
        vault.inspections.undo(inspection)

    assert vault.inspections.standing(inspection).answer(LINE).value == Answer(note="newer")


def test_a_headline_needs_words(vault: Unlocked, inspection: InspectionId) -> None:
    with pytest.raises(RuleViolation, match="needs words"):
        vault.inspections.headline(inspection, SECTION, Headline("  "))
    with pytest.raises(NotFound):
        vault.inspections.headline(inspection, SectionId("XX"), Headline("Good."))


def test_a_good_headline_may_stand_over_bad_details(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.inspections.answer(inspection, LINE, Answer(outcome=Outcome.DOES_NOT_EXIST))
    vault.inspections.headline(inspection, SECTION, Headline("Well prepared."))

    assert vault.inspections.standing(inspection).headline(SECTION).value == Headline(
        "Well prepared."
    )


def test_answers_given_in_a_section_survive_its_being_switched_off_and_on(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.inspections.answer(inspection, LINE, Answer(note="kept"))
    vault.inspections.switch(inspection, SECTION, in_scope=False, reason="other inspectorate")
    standing = vault.inspections.standing(inspection)
    assert SECTION not in [section.id for section in standing.sections()]

    vault.inspections.switch(inspection, SECTION, in_scope=True)

    standing = vault.inspections.standing(inspection)
    assert SECTION in [section.id for section in standing.sections()]
    assert standing.answer(LINE).value == Answer(note="kept")


def test_an_inspection_keeps_the_pack_it_was_begun_with(
    vault: Unlocked, inspection: InspectionId
) -> None:
    details = vault.inspections.standing(inspection).details
    with pytest.raises(RuleViolation, match="keeps the checklist"):
        vault.inspections.describe(
            inspection, replace(details, pack=replace(details.pack, version="9.9.9"))
        )


def test_an_inspection_opens_after_its_checklist_is_gone(tmp_path: Path, clock: Clock) -> None:
    shipped = config.places(tmp_path)
    checklists = tmp_path / "checklists"
    shutil.copytree(shipped.checklists, checklists)
    places = Places(tmp_path / "vault", checklists, shipped.resources)
    service = VaultService(places, clock, FLOOR)
    vault = service.create(PASSPHRASE, "Jo Smith", "JS")
    inspection = an_inspection(vault)
    pack = vault.inspections.pack(inspection)
    vault.close()
    shutil.rmtree(checklists)

    vault = service.unlock(PASSPHRASE)

    assert vault.inspections.pack(inspection) == pack
    vault.inspections.answer(inspection, LINE, Answer(note="still"))
    assert vault.inspections.standing(inspection).answer(LINE).value == Answer(note="still")
    with pytest.raises(NotFound):
        an_inspection(vault)
    vault.close()


def test_a_clock_set_back_a_day_is_recorded_truthfully_and_the_order_stays(
    vault: Unlocked, inspection: InspectionId, clock: Clock
) -> None:
    vault.inspections.answer(inspection, LINE, Answer(note="before"))
    clock.time -= timedelta(days=1)
    vault.inspections.answer(inspection, LINE, Answer(note="after"))

    before, after = vault.inspections.history(inspection, "answer:CC-PO-01")
    assert after.header.time_ms < before.header.time_ms
    assert after.header.stamp > before.header.stamp
    assert vault.inspections.standing(inspection).answer(LINE).value == Answer(note="after")
    assert vault.checks.check(inspection).is_sound


def test_the_history_says_who_did_what_when_and_what_was_taken_back(
    vault: Unlocked, inspection: InspectionId
) -> None:
    act = vault.inspections.answer(inspection, LINE, Answer(note="x"))
    vault.inspections.undo(inspection)

    recorded, undone = vault.inspections.history(inspection, "answer:CC-PO-01")

    assert recorded.id == act.changes[0]
    assert undone.undoes == recorded.id
    assert {recorded.header.author, undone.header.author} == {vault.inspector.person}
    assert vault.inspections.standing(inspection).initials(recorded.header.author) == "JS"
    field = vault.inspections.standing(inspection).answer(LINE)
    assert field.first is not None
    assert (field.first.absence, field.first.reason) == (Absence.WITHDRAWN, "Undone")


def test_names_lie_outside_the_journal(vault: Unlocked, inspection: InspectionId) -> None:
    vault.inspections.name_member(
        inspection, None, "Annabel Mbeki", Member(TeamRole.INSPECTOR, "AM")
    )

    standing = vault.inspections.standing(inspection)
    assert "Annabel Mbeki" in standing.names.values()
    everything = b"".join(
        change.header_bytes + (change.body_bytes or b"")
        for change in vault.inspections.history(inspection)
    )
    assert b"Mbeki" not in everything
    assert b"Smith" not in everything
    assert b"AM" in everything


def test_the_place_in_the_walk_survives_a_restart(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path, clock: Clock
) -> None:
    assert vault.inspections.place(inspection) == ""
    vault.inspections.remember_place(inspection, "CC-PO/CC-PO-07/note/12")
    vault.close()

    again = vault_service(tmp_path, clock).unlock(PASSPHRASE)

    assert again.inspections.place(inspection) == "CC-PO/CC-PO-07/note/12"
    assert again.inspections.place(InspectionId("0" * 32)) == ""
    again.close()


def test_the_list_of_inspections_shows_the_one_last_worked_on_first(vault: Unlocked) -> None:
    first, second = an_inspection(vault), an_inspection(vault, force=Named("Norfolk"))
    assert [each.id for each in vault.inspections.all()] == [second, first]

    vault.inspections.answer(first, LINE, Answer(outcome=Outcome.DOES_NOT_EXIST))

    found = vault.inspections.all()
    assert [each.id for each in found] == [first, second]
    assert found[0].progress.established == 1
    assert found[0].progress.total == found[1].progress.total
    assert found[0].changes == found[1].changes + 1
    assert vault.inspections.find("norf") == second
    assert vault.inspections.find(first[:12]) == first
    with pytest.raises(NotFound):
        vault.inspections.find("Kent")
    with pytest.raises(RuleViolation, match="2 inspections"):
        vault.inspections.find("")


def test_an_inspection_not_on_this_laptop_is_told_so_by_every_verb(vault: Unlocked) -> None:
    stranger = InspectionId("f" * 32)
    verbs: tuple[Callable[[], object], ...] = (
        lambda: vault.inspections.standing(stranger),
        lambda: vault.inspections.pack(stranger),
        lambda: vault.inspections.answer(stranger, LINE, Answer(note="x")),
        lambda: vault.inspections.switch(stranger, SECTION, in_scope=False),
        lambda: vault.checks.check(stranger),
    )
    for verb in verbs:
        with pytest.raises(NotFound):
            verb()


def test_a_line_the_pack_does_not_have_is_told_so(
    vault: Unlocked, inspection: InspectionId
) -> None:
    with pytest.raises(NotFound, match="XX-99"):
        vault.inspections.answer(inspection, LineId("XX-99"), Answer(note="x"))


def test_sections_that_are_off_by_default_can_be_begun_with(vault: Unlocked) -> None:
    pack = vault.inspections.pack(an_inspection(vault))
    off = [section.id for section in pack.sections if not section.on_by_default and section.lines]
    on = next(s.id for s in pack.sections if s.on_by_default and s.lines and s.threat)
    begun = an_inspection(vault, switched={**dict.fromkeys(off, True), on: False})

    shown = {section.id for section in vault.inspections.standing(begun).sections()}

    assert set(off) <= shown
    assert on not in shown

"""Under a newer checklist nothing is lost, and what is asked otherwise asks again."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from inspector_app import config
from inspector_app.domain import upgrading
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.headlines import Headline
from inspector_app.domain.history.things import thing
from inspector_app.domain.ids import InspectionId, LineId, SectionId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.domain.prompts.prompt import PromptKind
from inspector_app.domain.readiness import Item, State
from inspector_app.domain.standing import Standing
from inspector_app.domain.upgrade_words import again_words, left_pairs
from inspector_app.domain.values import Counted, Judged, Named, Names, Selected
from inspector_app.reports.facts import Options, Record, VersionFacts
from inspector_app.reports.outlining import outlined
from inspector_app.reports.sheet_rows import book_of
from inspector_app.reports.snapshot import content_of, snapshot
from tests.support import small_packs
from tests.support.laptops import TeamLaptop, a_laptop, everything, introduced
from tests.support.small_packs import BOATS, CREWS, EDITION, ENOUGH, NEW_TEXT, OLD_TEXT
from tests.support.vaults import an_inspection

EIGHT = Answer({"boats": Counted(8)}, note="counted")
YES = Answer({"judgement": Judged("yes"), "who": Names((Named("North Police", "north"),))})
SECTION = SectionId("CC-F")


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("packs")
    return {
        "older": str(small_packs.older(folder)),
        "newer": str(small_packs.newer(folder)),
        "reshaped": str(small_packs.reshaped(folder)),
    }


@pytest.fixture(scope="module")
def laptops(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TeamLaptop, TeamLaptop]]:
    folder = tmp_path_factory.mktemp("laptops")
    jo, ann = a_laptop(folder, "JS"), a_laptop(folder, "AM", 7)
    introduced(jo, ann)
    yield jo, ann
    jo.vault.close()
    ann.vault.close()


@pytest.fixture
def jo(laptops: tuple[TeamLaptop, TeamLaptop]) -> TeamLaptop:
    return laptops[0]


@pytest.fixture
def ann(laptops: tuple[TeamLaptop, TeamLaptop]) -> TeamLaptop:
    return laptops[1]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def answered(jo: TeamLaptop, packs: dict[str, str]) -> InspectionId:
    """An inspection under the older version, every line of it answered."""
    inspection = an_inspection(jo.vault, pack=packs["older"])
    answer = jo.vault.inspections.answer
    answer(inspection, EDITION, Answer({"edition": Selected("2012")}))
    answer(inspection, BOATS, EIGHT)
    answer(inspection, ENOUGH, YES)
    jo.vault.inspections.give_account(inspection, Account(ENOUGH, words="There are."))
    return inspection


def standing(laptop: TeamLaptop, inspection: InspectionId) -> Standing:
    return laptop.vault.inspections.standing(inspection)


def words(laptop: TeamLaptop, inspection: InspectionId) -> list[str]:
    return [entry.words() for entry in laptop.vault.history.all(inspection)]


def test_unchanged_lines_keep_their_answers_and_changed_ones_ask_again(
    jo: TeamLaptop, answered: InspectionId, packs: dict[str, str]
) -> None:
    before = standing(jo, answered)
    found = jo.vault.upgrading.look(answered, packs["newer"])
    assert standing(jo, answered).states == before.states, "looking records nothing"
    assert found.effects.asking_again == (BOATS,)
    assert found.effects.without_a_line == (ENOUGH,)

    jo.vault.upgrading.upgrade(answered, packs["newer"], "the wording was unclear")
    now = standing(jo, answered)
    assert now.pack.version == "1.3.0"
    assert now.is_established(now.pack.line(EDITION))
    assert upgrading.asking_again(now) == (BOATS,)
    assert now.answer(BOATS).value == EIGHT, "kept as it was given"
    assert not now.is_established(now.pack.line(BOATS))
    progress = now.progress(now.pack.section(SECTION))
    assert (progress.established, progress.total, progress.again) == (0, 1, 1)
    held = now.answer(BOATS).versions[0]
    assert now.asked(BOATS, held.pack)[0].text == OLD_TEXT
    assert now.pack.line(BOATS).text == NEW_TEXT
    assert "version 1.2.3 of the checklist, not confirmed since" in again_words(now, BOATS)


def test_one_act_confirms_an_old_answer_under_the_new_question_and_undo_asks_again(
    jo: TeamLaptop, answered: InspectionId, packs: dict[str, str]
) -> None:
    jo.vault.upgrading.upgrade(answered, packs["newer"])
    jo.vault.upgrading.confirm(answered, [BOATS])
    now = standing(jo, answered)
    assert now.answer(BOATS).value == EIGHT
    assert now.is_established(now.pack.line(BOATS))
    with pytest.raises(RuleViolation, match="does not ask again"):
        jo.vault.upgrading.confirm(answered, [BOATS])
    jo.vault.inspections.undo(answered)
    assert standing(jo, answered).asks_again(BOATS)
    jo.vault.inspections.redo(answered)
    assert not standing(jo, answered).asks_again(BOATS)


def test_an_answer_given_anew_does_not_ask_again(
    jo: TeamLaptop, answered: InspectionId, packs: dict[str, str]
) -> None:
    jo.vault.upgrading.upgrade(answered, packs["newer"])
    jo.vault.inspections.answer(answered, BOATS, Answer({"boats": Counted(6)}))
    now = standing(jo, answered)
    assert not now.asks_again(BOATS)
    assert now.is_established(now.pack.line(BOATS))


def test_answers_to_lines_that_went_are_kept_listed_and_answered_no_more(
    jo: TeamLaptop, answered: InspectionId, packs: dict[str, str]
) -> None:
    jo.vault.inspections.headline(answered, SECTION, Headline("Enough."))
    jo.vault.upgrading.upgrade(answered, packs["newer"])
    now = standing(jo, answered)
    (left,) = upgrading.left(now)
    assert (left.place, left.version, left.has_answer, left.accounts) == (ENOUGH, "1.2.3", True, 1)
    told = dict(left_pairs(left, now))
    assert told["Who says so"] == "North Police"
    assert "There are." in told.values()
    assert now.answer(ENOUGH).value == YES
    with pytest.raises(RuleViolation, match="no longer asked"):
        jo.vault.inspections.answer(answered, ENOUGH, YES)
    with pytest.raises(RuleViolation, match="no longer asked"):
        jo.vault.inspections.give_account(answered, Account(ENOUGH, words="Still."))
    assert standing(jo, answered).states == now.states
    jo.vault.inspections.answer(answered, CREWS, YES)
    with pytest.raises(NotFound):
        jo.vault.inspections.answer(answered, LineId("CC-F-09"), YES)


def test_an_answer_whose_form_fits_no_more_is_shown_in_its_words_and_not_confirmed(
    jo: TeamLaptop, answered: InspectionId, packs: dict[str, str]
) -> None:
    jo.vault.upgrading.upgrade(answered, packs["reshaped"])
    now = standing(jo, answered)
    assert now.asks_again(EDITION)
    assert "another kind of answer" in again_words(now, EDITION)
    with pytest.raises(RuleViolation, match="another kind of answer"):
        jo.vault.upgrading.confirm(answered, [EDITION])
    entries = {e.subject: e.what for e in jo.vault.history.all(answered)}
    assert "1.0" in entries[subject(Subject.ANSWER, EDITION)], "the choice, in the words it had"
    with pytest.raises(RuleViolation, match="another kind of answer"):
        jo.vault.upgrading.confirm(answered, [BOATS, EDITION])
    assert standing(jo, answered).states == now.states, "all of them or none"


def test_an_outcome_fits_every_form(
    jo: TeamLaptop, answered: InspectionId, packs: dict[str, str]
) -> None:
    jo.vault.inspections.answer(answered, EDITION, Answer(outcome=Outcome.NOT_SUPPLIED))
    jo.vault.upgrading.upgrade(answered, packs["reshaped"])
    jo.vault.upgrading.confirm(answered, [EDITION])
    now = standing(jo, answered)
    assert now.is_established(now.pack.line(EDITION))


def test_the_upgrade_is_taken_back_and_done_again_like_every_act(
    jo: TeamLaptop, answered: InspectionId, packs: dict[str, str]
) -> None:
    jo.vault.upgrading.upgrade(answered, packs["newer"])
    jo.vault.inspections.answer(answered, CREWS, YES)
    jo.vault.inspections.undo(answered)
    jo.vault.inspections.redo(answered)
    jo.vault.inspections.undo(answered)
    jo.vault.inspections.undo(answered)
    before = standing(jo, answered)
    assert before.pack.version == "1.2.3"
    assert not before.asks_again(BOATS)
    assert before.is_established(before.pack.line(BOATS))
    assert upgrading.left(before) == ()
    jo.vault.inspections.redo(answered)
    assert standing(jo, answered).pack.version == "1.3.0"
    jo.vault.upgrading.upgrade(answered, packs["reshaped"])
    jo.vault.inspections.undo(answered)
    assert standing(jo, answered).pack.version == "1.3.0"
    assert jo.vault.checks.check(answered).is_sound


def test_what_was_recorded_under_a_version_that_was_taken_back_is_listed_too(
    jo: TeamLaptop, answered: InspectionId, packs: dict[str, str]
) -> None:
    pinned = jo.vault.upgrading.upgrade(answered, packs["newer"])
    jo.vault.inspections.answer(answered, CREWS, YES)
    jo.vault.inspections.undo_change(answered, pinned.changes[0])
    (left,) = upgrading.left(standing(jo, answered))
    assert (left.place, left.version) == (CREWS, "1.3.0")


@pytest.mark.parametrize("reason", ["not newer", "another", "same"])
def test_only_a_newer_version_of_the_same_checklist_is_pinned(
    jo: TeamLaptop, answered: InspectionId, packs: dict[str, str], reason: str
) -> None:
    jo.vault.upgrading.upgrade(answered, packs["newer"])
    before = standing(jo, answered).states
    wanted = {"not newer": packs["older"], "another": "spr-2012", "same": packs["newer"]}[reason]
    told = {"not newer": "not newer", "another": "another checklist", "same": "already"}[reason]
    with pytest.raises(RuleViolation, match=told):
        jo.vault.upgrading.upgrade(answered, wanted)
    with pytest.raises(NotFound, match="no newer version"):
        jo.vault.upgrading.upgrade(answered)
    assert standing(jo, answered).states == before


def test_history_tells_the_act_its_reason_and_what_was_confirmed(
    jo: TeamLaptop, answered: InspectionId, packs: dict[str, str]
) -> None:
    jo.vault.upgrading.upgrade(answered, packs["newer"], "the wording was unclear")
    jo.vault.upgrading.confirm(answered, [BOATS])
    told = words(jo, answered)
    assert (
        "Put the inspection under small 1.3.0, before 1.2.3; because: the wording was unclear"
        in told
    )
    differences = [each for e in jo.vault.history.all(answered) for each in e.differences]
    assert "Confirmed under version 1.3.0 of the checklist, before 1.2.3" in differences


def test_search_finds_new_wording_and_what_is_recorded_at_lines_that_went(
    jo: TeamLaptop, answered: InspectionId, packs: dict[str, str]
) -> None:
    jo.vault.upgrading.upgrade(answered, packs["newer"])
    found = {hit.subject for hit in jo.vault.search.find(answered, "float")}
    assert any(BOATS in each for each in found)
    (hit,) = jo.vault.search.find(answered, "There are")
    assert hit.place == ENOUGH


# Two laptops, one upgraded and one not


def shared(jo: TeamLaptop, ann: TeamLaptop, stick: Path, inspection: InspectionId) -> None:
    jo.vault.team.let_in(inspection, ann.vault.team.device)
    for laptop in (jo, ann, jo):
        laptop.together(stick)


def test_what_was_recorded_under_the_older_version_meanwhile_is_taken_in(
    jo: TeamLaptop, ann: TeamLaptop, answered: InspectionId, packs: dict[str, str], stick: Path
) -> None:
    shared(jo, ann, stick, answered)
    jo.vault.upgrading.upgrade(answered, packs["newer"])
    jo.vault.inspections.answer(answered, CREWS, YES)
    ann.vault.inspections.answer(answered, BOATS, Answer({"boats": Counted(7)}))
    ann.vault.inspections.answer(answered, ENOUGH, Answer(outcome=Outcome.NOT_SUPPLIED))
    for laptop in (ann, jo, ann, jo):
        assert laptop.together(stick).sentences == ()
    assert everything(jo, answered) == everything(ann, answered)
    for laptop in (jo, ann):
        now = standing(laptop, answered)
        assert now.pack.version == "1.3.0"
        assert now.answer(BOATS).value == Answer({"boats": Counted(7)})
        assert now.asks_again(BOATS), "Ann had not seen the new question"
        assert [each.place for each in upgrading.left(now)] == [ENOUGH]
        assert now.is_established(now.pack.line(CREWS))
        assert laptop.vault.checks.check(answered).is_sound
    ann.vault.upgrading.confirm(answered, [BOATS])
    for laptop in (ann, jo):
        laptop.together(stick)
    assert not standing(jo, answered).asks_again(BOATS)


def test_a_laptop_that_never_held_the_inspection_gets_every_version(
    jo: TeamLaptop, ann: TeamLaptop, answered: InspectionId, packs: dict[str, str], stick: Path
) -> None:
    jo.vault.upgrading.upgrade(answered, packs["newer"])
    shared(jo, ann, stick, answered)
    assert everything(jo, answered) == everything(ann, answered)
    assert standing(ann, answered).asks_again(BOATS)
    assert (
        standing(ann, answered)
        .asked(BOATS, standing(ann, answered).answer(BOATS).versions[0].pack)[0]
        .text
        == OLD_TEXT
    )


def test_two_leads_who_pin_at_once_agree_or_settle(
    jo: TeamLaptop, ann: TeamLaptop, answered: InspectionId, packs: dict[str, str], stick: Path
) -> None:
    jo.vault.inspections.name_member(
        answered, ann.vault.inspector.person, "", Member(TeamRole.LEAD, "AM")
    )
    shared(jo, ann, stick, answered)
    jo.vault.upgrading.upgrade(answered, packs["newer"])
    ann.vault.upgrading.upgrade(answered, packs["newer"])
    for laptop in (ann, jo, ann, jo):
        laptop.together(stick)
    assert standing(jo, answered).conflicts() == (), "the same pinned twice agrees by itself"

    ann.vault.upgrading.upgrade(answered, packs["reshaped"])
    jo.vault.inspections.undo(answered)
    for laptop in (ann, jo, ann):
        laptop.together(stick)
    assert everything(jo, answered) == everything(ann, answered)
    assert standing(jo, answered).pack == standing(ann, answered).pack
    (at,) = jo.vault.settling.contested(answered)
    assert (at.subject, at.name) == ("pack", "the version of the checklist")
    pinned = next(side for side in at.sides if ("Checklist", "small 1.4.0") in side.facts)
    jo.vault.settling.keep(answered, at.subject, pinned.change, "it is the newest")
    for laptop in (jo, ann):
        laptop.together(stick)
        assert standing(laptop, answered).pack.version == "1.4.0"
        assert laptop.vault.settling.contested(answered) == ()
    assert everything(jo, answered) == everything(ann, answered)


def test_only_the_lead_pins_once_others_work_on_it(
    jo: TeamLaptop, ann: TeamLaptop, answered: InspectionId, packs: dict[str, str], stick: Path
) -> None:
    shared(jo, ann, stick, answered)
    with pytest.raises(RuleViolation, match="only its lead inspector"):
        ann.vault.upgrading.upgrade(answered, packs["newer"])
    assert standing(ann, answered).pack.version == "1.2.3"


def test_versions_that_were_given_under_two_checklists_are_settled_and_ask_again(
    jo: TeamLaptop, ann: TeamLaptop, answered: InspectionId, packs: dict[str, str], stick: Path
) -> None:
    shared(jo, ann, stick, answered)
    jo.vault.upgrading.upgrade(answered, packs["newer"])
    jo.vault.inspections.answer(answered, BOATS, Answer({"boats": Counted(6)}))
    ann.vault.inspections.answer(answered, BOATS, Answer({"boats": Counted(7)}))
    for laptop in (ann, jo):
        laptop.together(stick)
    (at,) = jo.vault.settling.contested(answered)
    told = {dict(side.facts).get("Answered under", "") for side in at.sides}
    assert told == {"", f"version 1.2.3 of the checklist, which asked: {OLD_TEXT}"}
    old = next(side for side in at.sides if dict(side.facts).get("Answered under"))
    jo.vault.settling.keep(answered, at.subject, old.change, "the rota is dated")
    assert standing(jo, answered).asks_again(BOATS), "it was never asked in the new words"


# The full export


def test_the_full_export_carries_every_version_and_lists_what_has_no_line(
    jo: TeamLaptop, ann: TeamLaptop, answered: InspectionId, packs: dict[str, str], tmp_path: Path
) -> None:
    jo.vault.upgrading.upgrade(answered, packs["newer"])
    file = tmp_path / "whole.json"
    jo.vault.exchange.export(answered, file)
    form = json.loads(file.read_text(encoding="utf-8"))
    schema = config.places().resources / "schemas" / "inspection.schema.json"
    Draft202012Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(form)
    assert form["pack"]["version"] == "1.3.0"
    assert [each["version"] for each in form["packs"]] == ["1.2.3"]
    assert [(e["place"], e["has_answer"], e["accounts"]) for e in form["left"]] == [
        (ENOUGH, True, 1)
    ]
    ann.vault.exchange.take_in(file)
    there = standing(ann, answered)
    assert there.asks_again(BOATS)
    assert [each.place for each in upgrading.left(there)] == [ENOUGH]


def test_the_past_is_shown_under_the_version_it_was_under(
    jo: TeamLaptop, answered: InspectionId, packs: dict[str, str]
) -> None:
    before = jo.vault.inspections.history(answered)[-1]
    jo.vault.upgrading.upgrade(answered, packs["newer"])
    moment = jo.vault.history.moment_of(answered, before.id)
    then = jo.vault.history.stood(answered, moment)
    assert then.pack.version == "1.2.3"
    assert not then.asks_again(BOATS)
    assert thing("pack", then) == "the version of the checklist"


# What papers, prompts and the check before travelling say of it


def test_papers_say_under_which_version_an_answer_was_given_and_what_that_asked(
    jo: TeamLaptop, answered: InspectionId, packs: dict[str, str]
) -> None:
    before = jo.vault.reports.content(answered).record
    assert all(not version.under for version in printed(before).values())
    jo.vault.upgrading.upgrade(answered, packs["newer"])
    record = jo.vault.reports.content(answered).record
    told = printed(record)
    under = "Answered under version 1.2.3 of the checklist"
    assert told[EDITION].under == under
    assert told[BOATS].under == f"{under}, which asked: “{OLD_TEXT}” Not confirmed since"
    assert told[BOATS].answer == "8 boats"
    limits = "\n".join(record.limits)
    assert "began under version 1.2.3 of its checklist and came under 1.3.0" in limits
    assert "1 line has another question or form since" in limits
    jo.vault.upgrading.confirm(answered, [BOATS])
    assert printed(jo.vault.reports.content(answered).record)[BOATS].under == ""


def test_what_stands_at_lines_that_are_gone_is_listed_by_line_with_what_was_asked_and_answered(
    jo: TeamLaptop, answered: InspectionId, packs: dict[str, str]
) -> None:
    before = jo.vault.reports.content(answered).record
    assert not any(section.kept_from for section in before.sections())
    question = standing(jo, answered).pack.line(ENOUGH).text
    jo.vault.upgrading.upgrade(answered, packs["newer"])
    record = jo.vault.reports.content(answered).record
    chapter = record.chapters[-1]
    assert chapter.title == "No longer in the checklist"
    (section,) = chapter.sections
    assert (section.id, section.kept_from) == ("CC-F", "1.2.3")
    (line,) = section.lines
    assert (line.id, line.question, line.established) == (ENOUGH, question, False)
    assert line.versions[0].answer == "Yes; North Police"
    assert line.versions[0].under == "Answered under version 1.2.3 of the checklist"
    assert [account.words for account in line.accounts] == ["There are."]
    limits = "\n".join(record.limits)
    assert "recorded at 1 place that the checklist has no more is listed under" in limits
    assert "not printed" not in limits
    assert (section.established, section.total) == (0, 0), "it is counted nowhere"
    assert record.cover.sections == before.cover.sections
    assert "kept" not in str(record.board)


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        (Options(detail=DetailLevel.HEADLINES), []),
        (Options(detail=DetailLevel.ANSWERS), [ENOUGH]),
        (Options(sections=(SECTION,)), [ENOUGH]),
        (Options(sections=(SectionId("IN"),)), []),
    ],
)
def test_of_lines_that_are_gone_as_much_is_printed_as_was_chosen(
    jo: TeamLaptop,
    answered: InspectionId,
    packs: dict[str, str],
    options: Options,
    lines: list[LineId],
) -> None:
    jo.vault.upgrading.upgrade(answered, packs["newer"])
    record = jo.vault.reports.content(answered, options).record
    kept = [each for section in record.sections() if section.kept_from for each in section.lines]
    assert [each.id for each in kept] == lines
    assert ("not printed" in "\n".join(record.limits)) is (not lines and not options.sections)


def test_every_form_of_the_record_lists_lines_that_are_gone(
    jo: TeamLaptop, answered: InspectionId, packs: dict[str, str], tmp_path: Path
) -> None:
    question = standing(jo, answered).pack.line(ENOUGH).text
    jo.vault.upgrading.upgrade(answered, packs["newer"])
    content = jo.vault.reports.content(answered)
    assert content_of(json.loads(snapshot(content, 0))) == content
    schema = config.places().resources / "schemas" / "report-snapshot.schema.json"
    form = json.loads(snapshot(content, 0))
    Draft202012Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(form)
    outline = str(outlined(content, 0))
    assert question in outline
    assert "CC-F · as version 1.2.3 of the checklist asked" in outline
    book = str(book_of(content, 0))
    assert question in book
    assert "no longer in the checklist (version 1.2.3 had it)" in book


def printed(record: Record) -> dict[str, VersionFacts]:
    return {
        line.id: line.versions[0]
        for section in record.sections()
        for line in section.lines
        if line.versions
    }


def test_what_is_left_out_of_exports_stays_so_when_its_line_goes(
    jo: TeamLaptop, answered: InspectionId, packs: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "secret-plan.txt").write_text("not for anybody", encoding="utf-8")
    jo.vault.inspections.answer(answered, ENOUGH, replace(YES, do_not_export=True))
    jo.vault.evidence.attach(answered, [tmp_path / "secret-plan.txt"], [ENOUGH])
    assert not jo.vault.reports.content(answered).record.evidence
    jo.vault.upgrading.upgrade(answered, packs["newer"])
    assert not jo.vault.reports.content(answered).record.evidence


def test_prompts_and_the_check_before_travelling_tell_what_asks_again(
    jo: TeamLaptop, answered: InspectionId, packs: dict[str, str]
) -> None:
    jo.vault.upgrading.upgrade(answered, packs["newer"])
    told = {prompt.kind: prompt for prompt in jo.vault.prompts.found(answered)}
    assert [place.name for place in told[PromptKind.ASKS_AGAIN].places] == [BOATS]
    assert [place.name for place in told[PromptKind.WITHOUT_LINE].places] == [ENOUGH]
    gap = told.get(PromptKind.NOT_ESTABLISHED)
    assert gap is None or BOATS not in {place.name for place in gap.places}, "told apart"
    (check,) = (c for c in jo.vault.readiness.check(answered, opens=True) if c.item is Item.PACK)
    assert check.state is State.LOOK
    assert "1 line asks again" in check.words
    jo.vault.upgrading.confirm(answered, [BOATS])
    assert PromptKind.ASKS_AGAIN not in {p.kind for p in jo.vault.prompts.found(answered)}


def test_a_note_or_the_accounts_beside_an_old_answer_confirm_nothing(
    jo: TeamLaptop, answered: InspectionId, packs: dict[str, str]
) -> None:
    jo.vault.inspections.give_account(answered, Account(BOATS, words="Eight."))
    jo.vault.upgrading.upgrade(answered, packs["newer"])
    jo.vault.upgrading.say_beside(answered, BOATS, replace(EIGHT, note="to be counted again"))
    (account,) = (id_ for id_, _ in standing(jo, answered).accounts(BOATS))
    jo.vault.sources.rest(answered, BOATS, [account])
    now = standing(jo, answered)
    assert now.asks_again(BOATS)
    assert now.answer(BOATS).value == replace(
        EIGHT, note="to be counted again", accounts=(account,)
    )
    with pytest.raises(RuleViolation, match="answered differently"):
        jo.vault.upgrading.say_beside(answered, BOATS, Answer({"boats": Counted(9)}))

"""Encounters in a real vault: captured, sorted, undone, purged, merged; and what never leaves."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from inspector_app.domain.changes.bodies import AccountGiven, Subject, subject
from inspector_app.domain.encounters import Paragraph, Step
from inspector_app.domain.errors import BadInput, NotFound, RuleViolation
from inspector_app.domain.ids import InspectionId, LineId, SourceId
from inspector_app.domain.notes import notes_of, timetable, unsorted
from inspector_app.domain.searching import Kind
from inspector_app.domain.sources import RunState, UnannouncedTest
from inspector_app.domain.timetable import Planned
from inspector_app.domain.values import Named
from inspector_app.services.encounters import Draft
from inspector_app.services.reports import OwnIdentity
from inspector_app.services.vault import Unlocked
from tests.support.vaults import a_vault, an_inspection

NINE, TEN = LineId("CC-PO-09"), LineId("CC-PO-10")
CHIEF = Planned("interview", roles=(Named("Chief constable", "chief-constable"),), lines=(NINE,))
TEST = Planned("test", "Heron mobilisation", place="Heron control room", lines=(TEN,))


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Unlocked]:
    opened = a_vault(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def inspection(vault: Unlocked) -> InspectionId:
    return an_inspection(vault)


def begin(vault: Unlocked, inspection: InspectionId, planned: Planned = CHIEF) -> SourceId:
    return vault.encounters.begin(inspection, planned).id


def write(
    vault: Unlocked, inspection: InspectionId, source: SourceId, text: str, *lines: LineId
) -> str:
    paragraph = Paragraph(text, vault.encounters.now_ms())
    return vault.encounters.write(inspection, source, paragraph, lines)[0]


def test_an_interview_goes_from_the_timetable_to_accounts_on_its_lines(
    vault: Unlocked, inspection: InspectionId
) -> None:
    entry, _ = vault.encounters.plan(inspection, replace(CHIEF, day="2013-09-17", at="09:00"))
    begun = vault.encounters.begin(inspection, CHIEF, entry)
    assert (begun.id, begun.number) == (entry, "JS/1")
    assert vault.encounters.captured(inspection) == entry
    write(vault, inspection, entry, "Eight units, and tried.", NINE)
    key = write(vault, inspection, entry, "Ask for the roster.")
    vault.encounters.come_back(inspection, entry, key, needed=True)
    vault.encounters.end(inspection, entry)

    standing = vault.inspections.standing(inspection)
    assert vault.encounters.captured(inspection) is None
    ((_, held),) = standing.accounts(NINE)
    assert held.value is not None
    assert (held.value.words, held.value.source) == ("Eight units, and tried.", entry)
    (waiting,) = unsorted(standing, entry)
    assert (waiting.key, waiting.paragraph.come_back) == (key, True)
    vault.encounters.link(inspection, entry, key, TEN)
    assert unsorted(vault.inspections.standing(inspection), entry) == ()
    (planned,) = timetable(vault.inspections.standing(inspection))
    assert planned.source is not None
    with pytest.raises(RuleViolation, match="has begun already"):
        vault.encounters.begin(inspection, CHIEF, entry)
    with pytest.raises(RuleViolation, match="has begun: withdraw"):
        vault.encounters.cancel(inspection, entry, "Ill")


def test_each_step_of_capturing_is_one_act_and_one_undo(
    vault: Unlocked, inspection: InspectionId
) -> None:
    source = begin(vault, inspection)
    key = write(vault, inspection, source, "Eight.", NINE)
    vault.encounters.unlink(inspection, source, key, NINE)
    (note,) = unsorted(vault.inspections.standing(inspection), source)
    assert note.key == key
    vault.inspections.undo(inspection)
    assert unsorted(vault.inspections.standing(inspection), source) == ()
    vault.encounters.rewrite(inspection, source, key, "Nine.")
    ((_, held),) = vault.inspections.standing(inspection).accounts(NINE)
    assert held.value is not None
    assert held.value.words == "Nine."
    vault.inspections.undo(inspection)
    ((_, held),) = vault.inspections.standing(inspection).accounts(NINE)
    assert held.value is not None
    assert held.value.words == "Eight."
    vault.inspections.undo(inspection)
    standing = vault.inspections.standing(inspection)
    assert (notes_of(standing, source), standing.accounts()) == ((), ())
    vault.inspections.redo(inspection)
    vault.encounters.withdraw_note(inspection, source, key, "Not said")
    standing = vault.inspections.standing(inspection)
    assert (notes_of(standing, source), standing.accounts()) == ((), ())


def test_an_account_put_in_other_words_stays_when_its_note_is_written_anew(
    vault: Unlocked, inspection: InspectionId
) -> None:
    source = begin(vault, inspection)
    key = write(vault, inspection, source, "Eihgt.", NINE, TEN)
    (about,) = (
        subject(Subject.ACCOUNT, id_)
        for id_, held in vault.inspections.standing(inspection).accounts(TEN)
    )
    ((_, held),) = vault.inspections.standing(inspection).accounts(TEN)
    assert held.value is not None
    anew = AccountGiven(replace(held.value, words="In other words."))
    vault.inspections._recording.act(inspection, [(about, anew)])
    vault.encounters.rewrite(inspection, source, key, "Eight.")
    said = {
        held.value.line: held.value.words
        for _, held in vault.inspections.standing(inspection).accounts()
        if held.value is not None
    }
    assert said == {NINE: "Eight.", TEN: "In other words."}


def test_a_test_run_flows_into_its_source_with_one_result_for_each_line(
    vault: Unlocked, inspection: InspectionId
) -> None:
    source = begin(vault, inspection, TEST)
    for _ in range(3):
        vault.encounters.stamp(inspection, source)
    write(vault, inspection, source, "Two units at once.", TEN)
    vault.encounters.end(inspection, source)
    found = vault.inspections.standing(inspection).source(source).value
    assert found is not None
    test = found.particulars
    assert isinstance(test, UnannouncedTest)
    assert test.state is RunState.RUN
    assert all((test.started, test.asked, test.first_offered, test.enough, test.ended))
    assert not found.is_closed
    with pytest.raises(RuleViolation, match="already"):
        vault.encounters.stamp(inspection, source, Step.ASKED)
    other = begin(vault, inspection, TEST)
    vault.encounters.abandon(inspection, other)
    found = vault.inspections.standing(inspection).source(other).value
    assert found is not None
    assert isinstance(found.particulars, UnannouncedTest)
    assert found.particulars.abandoned == "live incident"


def test_what_is_refused_records_nothing(vault: Unlocked, inspection: InspectionId) -> None:
    source = begin(vault, inspection)
    before = len(vault.inspections.history(inspection))
    for wrong in ("", "   \n"):
        with pytest.raises(RuleViolation, match="needs words"):
            write(vault, inspection, source, wrong, NINE)
    with pytest.raises(NotFound):
        write(vault, inspection, source, "x", NINE, LineId("CC-PO-99"))
    with pytest.raises(NotFound, match="not in this inspection"):
        write(vault, inspection, SourceId("f" * 32), "x")
    with pytest.raises(NotFound, match="no such note"):
        vault.encounters.link(inspection, source, "0" * 16, NINE)
    with pytest.raises(NotFound, match="not in the timetable"):
        vault.encounters.begin(inspection, CHIEF, SourceId("f" * 32))
    with pytest.raises(RuleViolation, match="needs a reason"):
        vault.encounters.cancel(inspection, SourceId("f" * 32), " ")
    assert len(vault.inspections.history(inspection)) == before


def test_what_is_being_written_is_kept_until_it_is_a_note(
    vault: Unlocked, inspection: InspectionId
) -> None:
    source = begin(vault, inspection)
    draft = Draft(source, "Half a sent", vault.encounters.now_ms(), "", 11)
    vault.encounters.keep_draft(inspection, draft)
    assert vault.encounters.draft(inspection) == draft
    write(vault, inspection, source, "Half a sentence.")
    assert vault.encounters.draft(inspection) is None


def test_notes_are_found_and_stand_in_the_history_of_their_encounter(
    vault: Unlocked, inspection: InspectionId
) -> None:
    source = begin(vault, inspection)
    write(vault, inspection, source, "The pelican roster was not to hand.")
    (hit,) = vault.search.find(inspection, "pelican")
    assert (hit.kind, hit.number) == (Kind.NOTE, "JS/1")
    vault.search.make_anew(inspection)
    assert vault.search.find(inspection, "pelican") == (hit,)
    told = [entry.what for entry in vault.history.page(inspection, "JS/1").entries]
    assert "Wrote a note in JS/1 of 10:00: “The pelican roster was not to hand.”" in told


def test_a_purge_of_a_note_destroys_the_accounts_made_of_it_and_one_of_a_source_all_its_notes(
    vault: Unlocked, inspection: InspectionId
) -> None:
    source = begin(vault, inspection)
    key = write(vault, inspection, source, "A name that was spilled.", NINE)
    plan = vault.journal.plan_purge(inspection, subject(Subject.PARAGRAPH, source, key))
    assert len(plan.parts) == 2
    vault.journal.purge(plan, "spilled-material", "A name")
    standing = vault.inspections.standing(inspection)
    assert (notes_of(standing, source), standing.accounts()) == ((), ())
    assert not vault.search.find(inspection, "spilled")
    write(vault, inspection, source, "Pelicans.", NINE)
    plan = vault.journal.plan_purge(inspection, subject(Subject.SOURCE, source))
    assert len(plan.parts) == 3
    vault.journal.purge(plan, "right-to-erasure", "Asked for")
    assert not vault.search.find(inspection, "pelicans")
    assert vault.checks.check(inspection).is_sound


def test_two_laptops_capture_the_same_encounter_and_come_together(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    entry, _ = vault.encounters.plan(inspection, CHIEF)
    vault.encounters.begin(inspection, CHIEF, entry)
    key = write(vault, inspection, entry, "Eight.")
    vault.exchange.export(inspection, tmp_path / "there.json")
    other = a_vault(tmp_path / "other", initials="BC")
    try:
        other.exchange.take_in(tmp_path / "there.json")
        assert other.encounters.captured(inspection) is None
        other.encounters.capture(inspection, entry)
        assert other.encounters.captured(inspection) == entry
        write(other, inspection, entry, "Seen from there.", TEN)
        other.encounters.link(inspection, entry, key, NINE)
        vault.encounters.link(inspection, entry, key, NINE)
        other.exchange.export(inspection, tmp_path / "here.json")
        vault.exchange.take_in(tmp_path / "here.json")
    finally:
        other.close()
    standing = vault.inspections.standing(inspection)
    texts = {note.paragraph.text for note in notes_of(standing, entry)}
    assert texts == {"Eight.", "Seen from there."}
    assert len(standing.accounts(NINE)) == 1
    assert standing.conflicts() == ()
    assert not vault.journal.rebuild(inspection)


def test_nothing_unannounced_and_no_note_is_in_a_summary_until_it_has_run(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    visit = Planned("system", "Heron stores", place="Heron yard", unannounced=True, lines=(NINE,))
    vault.encounters.plan(inspection, replace(TEST, note="Heron scenario", day="2013-09-18"))
    for planned in (TEST, visit, CHIEF):
        source = begin(vault, inspection, planned)
        write(vault, inspection, source, "Heron words of a line.", NINE)
        write(vault, inspection, source, "Heron words of a note.")
    lost = begin(vault, inspection, visit)
    write(vault, inspection, lost, "Heron words of one taken back.", NINE)
    vault.sources.withdraw(inspection, lost, "Not today")
    signing = vault.reports.make_identity("Jo Smith", "246813")
    made = vault.reports.export(inspection, tmp_path / "s.pdf", OwnIdentity(signing.id, "246813"))
    assert "Heron" not in everything_in(made.path)

    for item in vault.inspections.standing(inspection).sources():
        vault.encounters.end(inspection, item.id)
    made = vault.reports.export(inspection, tmp_path / "t.pdf", OwnIdentity(signing.id, "246813"))
    told = everything_in(made.path)
    assert "Heron words of a line." in told
    assert "Heron stores" in told
    assert "Heron words of a note" not in told
    assert "Heron scenario" not in told
    assert "taken back" not in told


def everything_in(path: Path) -> str:
    """Every stream and text of a PDF, attachments included, in one text."""
    found = [path.read_bytes()]
    with pikepdf.open(path) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream):
                try:
                    found.append(thing.read_bytes())
                except pikepdf.PdfError:
                    found.append(thing.read_raw_bytes())
            elif isinstance(thing, pikepdf.Dictionary):
                found.append(str(thing).encode())
    return b"\n".join(found).decode("utf-8", errors="replace")


def test_the_whole_export_is_for_the_team_and_holds_everything(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    vault.encounters.plan(inspection, TEST)
    vault.exchange.export(inspection, tmp_path / "all.json")
    assert "Heron mobilisation" in (tmp_path / "all.json").read_text(encoding="utf-8")


def told(file: Path, **fields: object) -> Path:
    file.write_text(json.dumps(fields), encoding="utf-8")
    return file


def test_an_encounter_is_recorded_whole_from_a_file_and_a_wrong_one_not_at_all(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    good: dict[str, object] = {
        "kind": "T",
        "title": "Mobilisation",
        "written_at": "2013-09-17 09:00",
        "notes": [
            {"text": "Two units.", "written_at": "2013-09-17 09:20", "lines": ["cc-po-10"]},
            {"text": "Ask again.", "come_back": True, "keep": True},
        ],
        "steps": {"asked": "09:04", "first_offered": "09:07", "ended": "09:30"},
    }
    for wrong, why in (
        ({"kind": "hearsay"}, "not a kind of encounter"),
        ({"notes": [{"text": ""}]}, "notes 1, text: the field text is missing"),
        ({"notes": [{"text": "x", "lines": ["CC-PO-99"]}]}, "CC-PO-99"),
        ({"notes": [{"text": "x", "written_at": "noon"}]}, "does not say when"),
        ({"kind": "interview"}, "only a test has steps"),
        ({"steps": {"begun": "09:04"}}, "not known here"),
        ({"strange": 1}, "not known here"),
        ({"evidence": ["JS/99"]}, "no evidence item JS/99"),
        ({"people": "Ann"}, "people"),
    ):
        with pytest.raises(BadInput, match=why):
            vault.encounters.hold(inspection, told(tmp_path / "w.json", **{**good, **wrong}))
    untimely = told(tmp_path / "w.json", **{**good, "steps": {"asked": "4 past"}})
    with pytest.raises(RuleViolation, match="not a time"):
        vault.encounters.hold(inspection, untimely)
    assert vault.inspections.standing(inspection).sources() == ()
    held = vault.encounters.hold(inspection, told(tmp_path / "g.json", **good))
    standing = vault.inspections.standing(inspection)
    source = standing.source(held.id).value
    assert source is not None
    assert not source.is_going_on
    assert isinstance(source.particulars, UnannouncedTest)
    assert (source.particulars.started, source.particulars.asked) == ("09:00", "09:04")
    assert [n.paragraph.text for n in notes_of(standing, held.id)] == ["Ask again.", "Two units."]
    assert unsorted(standing, held.id) == ()
    vault.inspections.undo(inspection)
    assert vault.inspections.standing(inspection).sources() == ()


def test_an_encounter_from_a_file_brings_who_spoke_and_the_photograph_of_the_page(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    (tmp_path / "page.txt").write_text("the page", encoding="utf-8")
    (kept,) = vault.evidence.attach(inspection, [tmp_path / "page.txt"])
    fields = {"kind": "interview", "title": "On paper", "notes": [{"text": "Two units."}]}
    wrong = told(tmp_path / "w.json", **fields, people=["Ann Other"], evidence=["JS/99"])
    with pytest.raises(BadInput):
        vault.encounters.hold(inspection, wrong)
    assert "Ann Other" not in vault.inspections.standing(inspection).names.values()
    right = told(
        tmp_path / "g.json",
        **fields,
        people=["Ann  Other", "ann other", "Bo Third"],
        evidence=[kept.number.lower()],
    )
    held = vault.encounters.hold(inspection, right)
    standing = vault.inspections.standing(inspection)
    source = standing.source(held.id).value
    assert source is not None
    assert [standing.names[each] for each in source.people] == ["Ann Other", "Bo Third"]
    assert source.evidence == (kept.item,)
    vault.exchange.export(inspection, tmp_path / "all.json")
    assert "Other" not in (tmp_path / "all.json").read_text(encoding="utf-8")


def test_a_purge_forgets_the_note_that_is_being_written_in_the_same_encounter(
    vault: Unlocked, inspection: InspectionId
) -> None:
    source = begin(vault, inspection)
    key = write(vault, inspection, source, "A name.")
    vault.encounters.keep_draft(inspection, Draft(source, "The same name", 0))
    plan = vault.journal.plan_purge(inspection, subject(Subject.PARAGRAPH, source, key))
    vault.journal.purge(plan, "spilled-material", "A name")
    assert vault.encounters.draft(inspection) is None

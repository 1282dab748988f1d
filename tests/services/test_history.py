"""Looking back: who recorded what, when and why; and the inspection as it once stood."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.changes.clock import Stamp
from inspector_app.domain.checklist import RegisterEntry
from inspector_app.domain.errors import NotFound
from inspector_app.domain.evidence import Caption
from inspector_app.domain.headlines import Headline
from inspector_app.domain.history.entries import Entry
from inspector_app.domain.ids import InspectionId, LineId, SectionId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.domain.sources import DocumentRequest, RequestOutcome, Source
from inspector_app.domain.values import Counted
from inspector_app.reports.facts import Options
from inspector_app.services.reports import OwnIdentity
from inspector_app.services.vault import Unlocked
from tests.support.vaults import Clock, a_vault, an_inspection

LINE, SECTION = LineId("CC-PO-09"), SectionId("CC-PO")


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


def eight(number: int = 8, **more: object) -> Answer:
    return Answer({"declared": Counted(number)}, **more)  # type: ignore[arg-type]


def latest(vault: Unlocked, inspection: InspectionId, place: str = "") -> Entry:
    return vault.history.page(inspection, place).entries[0]


def test_a_source_is_called_by_its_number_and_tells_how_it_changed(
    vault: Unlocked, inspection: InspectionId
) -> None:
    source = Source(DocumentRequest(), "Public order STRA")
    recorded = vault.sources.record(inspection, source, [Account(LINE, "None")])
    told = vault.history.page(inspection, "JS/1").entries
    assert [entry.what for entry in told] == [
        "Gave an account on CC-PO-09: None",
        "Recorded JS/1, document request: “Public order STRA”",
    ]
    refused = DocumentRequest(outcome=RequestOutcome.REFUSED)
    vault.sources.revise(inspection, recorded.id, replace(source, particulars=refused))
    entry = latest(vault, inspection)
    assert entry.what == "Changed JS/1, document request: “Public order STRA”"
    assert entry.differences == ("What became of it: still open → refused",)
    vault.sources.withdraw(inspection, recorded.id, "recorded twice")
    assert latest(vault, inspection).what == "Withdrew JS/1"

    vault.sources.add_entry(inspection, RegisterEntry("", "regional", "Marine unit"))
    assert latest(vault, inspection).what == "Added Marine unit in the register of regional bodies"


def test_each_act_is_told_in_words(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    told: list[tuple[str, str]] = []

    def tell() -> None:
        entry = latest(vault, inspection)
        assert entry.initials == "JS"
        told.append((entry.what, entry.why))

    vault.inspections.answer(inspection, LINE, eight(reason="counted again"))
    tell()
    vault.inspections.answer(inspection, LINE, Answer(outcome=Outcome.NOT_ASKED))
    tell()
    vault.inspections.withdraw_answer(inspection, LINE, "wrong line")
    tell()
    vault.inspections.headline(inspection, SECTION, Headline("It can."))
    tell()
    vault.inspections.give_account(inspection, Account(LINE, "Eight.", role="Sergeant"))
    tell()
    vault.inspections.switch(inspection, SECTION, in_scope=False, reason="asked for")
    tell()
    vault.inspections.name_member(inspection, None, "Al", Member(TeamRole.OBSERVER, "AB"))
    tell()
    path = tmp_path / "return.csv"
    path.write_text("a,b")
    [kept] = vault.evidence.attach(inspection, [path])
    assert kept.item
    tell()
    vault.evidence.link(inspection, kept.item, LINE)
    tell()
    vault.evidence.caption(inspection, kept.item, Caption("The return"))
    tell()
    vault.evidence.unlink(inspection, kept.item, LINE)
    tell()
    vault.evidence.withdraw(inspection, kept.item, "twice")
    tell()
    name = "Public order · Capacity and contribution"
    assert told == [
        (f"{LINE}: 8 police support units", "counted again"),
        (f"{LINE}: Not asked", ""),
        (f"Withdrew {LINE}", "wrong line"),
        (f"Wrote the headline of {name}: “It can.”", ""),
        (f"Gave an account on {LINE} by Sergeant: Eight.", ""),
        (f"Put {name} out of scope", "asked for"),
        ("AB: observer", ""),
        ("Attached JS/1, return.csv", ""),
        (f"Put JS/1 to {LINE}", ""),
        ("Wrote the caption of JS/1: “The return”", ""),
        (f"Took JS/1 off {LINE}", "Taken off the line"),
        ("Withdrew JS/1", "twice"),
    ]


def test_the_difference_to_what_stood_before_is_told(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.inspections.answer(inspection, LINE, eight(7, note="by letter"))
    assert latest(vault, inspection).differences == ()
    vault.inspections.answer(inspection, LINE, eight(8))
    [number, note] = latest(vault, inspection).differences
    assert "7 police support units → 8 police support units" in number
    assert note == "Note: by letter (taken out)"


def test_what_was_undone_is_marked_until_it_is_redone(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.inspections.answer(inspection, LINE, eight())
    vault.inspections.undo(inspection)
    undoing, first = vault.history.page(inspection, LINE).entries
    assert (first.is_undone, undoing.is_undone, undoing.is_undoing) == (True, False, True)
    assert undoing.what == f"Undid an act. Withdrew {LINE}"
    assert first.words() == f"{LINE}: 8 police support units; undone since"
    vault.inspections.redo(inspection)
    redoing, undoing, first = vault.history.page(inspection, LINE).entries
    assert (first.is_undone, undoing.is_undone, redoing.is_undone) == (False, True, False)


def test_any_act_that_still_stands_is_undone_from_the_history(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.inspections.answer(inspection, LINE, eight())
    vault.inspections.headline(inspection, SECTION, Headline("It can."))
    entry = latest(vault, inspection, LINE)
    vault.inspections.undo_change(inspection, entry.change)
    standing = vault.inspections.standing(inspection)
    assert standing.answer(LINE).value is None
    assert standing.headline(SECTION).value is not None


def test_a_purge_is_told_and_nothing_of_what_it_destroyed(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.inspections.answer(inspection, LINE, eight(note="spilled words"))
    plan = vault.journal.plan_purge(inspection, subject(Subject.ANSWER, LINE))
    vault.journal.purge(plan, "spilled-material", "marked too high")
    purge, purged = vault.history.page(inspection, LINE).entries
    assert purge.what == f"Destroyed 1 earlier record of {LINE}"
    assert purge.why == "spilled material: marked too high"
    assert purged.is_purged
    assert purged.what == f"{LINE}: what was recorded here was destroyed by a purge"
    assert "spilled words" not in repr(vault.history.page(inspection))


def test_the_history_of_a_place_is_its_own(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    path = tmp_path / "return.csv"
    path.write_text("a,b")
    vault.evidence.attach(inspection, [path], [LINE], caption="The return")
    vault.inspections.answer(inspection, LINE, eight())
    vault.inspections.give_account(inspection, Account(LINE, "Eight."))
    vault.inspections.headline(inspection, SECTION, Headline("It can."))
    vault.inspections.answer(inspection, LineId("CP-PO-01"), Answer(note="elsewhere"))
    assert [e.place for e in vault.history.page(inspection, LINE).entries] == [LINE, LINE]
    section = vault.history.page(inspection, SECTION).entries
    assert [e.place for e in section] == [SECTION, LINE, LINE]
    item = [e.what for e in vault.history.page(inspection, "JS/1").entries]
    assert item == [
        f"Put JS/1 to {LINE}",
        "Wrote the caption of JS/1: “The return”",
        "Attached JS/1, return.csv",
    ]
    with pytest.raises(NotFound):
        vault.history.page(inspection, "XX-99")


def test_a_long_history_comes_in_pages(vault: Unlocked, inspection: InspectionId) -> None:
    for number in range(7):
        vault.inspections.answer(inspection, LINE, eight(number))
    first = vault.history.page(inspection, LINE, limit=4)
    assert len(first.entries) == 4
    second = vault.history.page(inspection, LINE, first.older, limit=4)
    assert len(second.entries) == 3
    assert second.older is None
    told = [entry.what for entry in (*first.entries, *second.entries)]
    assert told == [
        f"{LINE}: {n} police support unit{'s' if n != 1 else ''}" for n in range(6, -1, -1)
    ]


def test_the_inspection_is_seen_as_it_stood_after_an_act(
    vault: Unlocked, inspection: InspectionId, clock: Clock
) -> None:
    vault.inspections.answer(inspection, LINE, eight(7))
    entry = latest(vault, inspection)
    clock.time += timedelta(hours=1)
    vault.inspections.answer(inspection, LINE, eight(8))
    vault.inspections.headline(inspection, SECTION, Headline("It can."))

    moment = vault.history.moment_of(inspection, entry.change)
    stood = vault.history.stood(inspection, moment)

    assert moment.words == "16 September 2013, 10:00"
    value = stood.answer(LINE).value
    assert value is not None
    assert value.values == {"declared": Counted(7)}
    assert stood.headline(SECTION).value is None
    assert stood.details == vault.inspections.standing(inspection).details


def test_the_inspection_is_seen_as_it_was_signed(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    assert vault.history.moments(inspection) == ()
    vault.inspections.answer(inspection, LINE, eight(7))
    signed = vault.inspections.standing(inspection)
    identity = vault.reports.make_identity("Jo Sample", "246813")
    own, few_pages = OwnIdentity(identity.id, "246813"), Options(sections=(SectionId("CC-PO"),))
    vault.reports.export(inspection, tmp_path / "s.pdf", own, few_pages)
    vault.inspections.answer(inspection, LINE, eight(8))

    [moment] = vault.history.moments(inspection)
    stood = vault.history.stood(inspection, moment)

    assert moment.words.startswith("the summary signed on 16 September 2013")
    assert {a: s.versions for a, s in stood.states.items()} == {
        a: s.versions for a, s in signed.states.items()
    }
    entry = next(e for e in vault.history.page(inspection).entries if "Signed" in e.what)
    assert vault.history.moment_of(inspection, entry.change) == moment


def test_before_it_began_there_is_nothing_to_see(vault: Unlocked, inspection: InspectionId) -> None:
    moment = vault.history.moment_of(inspection, latest(vault, inspection).change)
    with pytest.raises(NotFound, match="by then"):
        vault.history.stood(inspection, replace(moment, until=Stamp(0)))

"""Workbooks for the force: what goes out, and what comes back seen cell by cell, all or nothing."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from inspector_app.domain import dates
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.errors import BadInput, NotFound, RuleViolation
from inspector_app.domain.ids import InspectionId, SourceId
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.sources import (
    DataReturn,
    DocumentRequest,
    Interview,
    Number,
    RequestOutcome,
    RunState,
    Sitting,
    Source,
    UnannouncedTest,
)
from inspector_app.domain.values import Basis, Named
from inspector_app.services.vault import Unlocked
from inspector_app.services.workbooks import Preview
from tests.support.vaults import a_vault, an_inspection

TODAY, DUE = dates.read("2 Sep 2013"), dates.read("16 Sep 2013")
ASKED = DocumentRequest(form="as a file", asked=TODAY, due=DUE)
PLAN = Source(ASKED, "The public order plan")
COUNTED = DataReturn(
    definition="Units that can be put out",
    exclusions="Dogs and horses",
    numbers=(
        Number("Declared", unit="PSU", period=dates.read("2012/13")),
        Number("Needed locally"),
        Number("Already told", "5", "PSU"),
    ),
)
UNITS = Source(COUNTED, "Support units")
REQUESTS, RETURNS = "Requests", "Data returns"


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unlocked]:
    vault = a_vault(tmp_path_factory.mktemp("workbooks"))
    yield vault
    vault.close()


class Desk:
    """An inspection with a request and a return, whose workbook went out."""

    def __init__(self, vault: Unlocked, folder: Path) -> None:
        self.vault, self.out = vault, folder / "out.xlsx"
        self.inspection = an_inspection(vault)
        self.plan = vault.sources.record(self.inspection, PLAN).id
        self.units = vault.sources.record(self.inspection, UNITS).id
        self.send()

    def send(self, *numbers: str, out: Path | None = None) -> None:
        self.vault.workbooks.send(
            self.inspection, out or self.out, "The chief constable", TODAY, DUE, numbers
        )

    def source(self, id_: SourceId) -> Any:
        source = self.vault.inspections.standing(self.inspection).source(id_).value
        assert source is not None
        return source.particulars

    def back(self, cells: dict[str, object] | None = None, **more: Callable[[Any], None]) -> Path:
        """Fill the workbook in as a force would."""
        book = load_workbook(self.out)
        for where, value in (cells or {}).items():
            sheet, _, cell = where.partition("!")
            book[sheet][cell] = value
        for change in more.values():
            change(book)
        path = self.out.with_name("back.xlsx")
        book.save(path)
        return path

    def preview(self, cells: dict[str, object] | None = None) -> Preview:
        return self.vault.workbooks.preview(self.inspection, self.back(cells))

    @property
    def history(self) -> int:
        return len(self.vault.inspections.history(self.inspection))


@pytest.fixture
def desk(vault: Unlocked, tmp_path: Path) -> Desk:
    return Desk(vault, tmp_path)


FILLED: dict[str, object] = {
    f"{REQUESTS}!F5": "Provided",
    f"{REQUESTS}!G5": "POP/7",
    f"{REQUESTS}!H5": "12 September 2013",
    f"{REQUESTS}!I5": "The version of March",
    f"{RETURNS}!I5": 8,
    f"{RETURNS}!J5": "Verified by us",
    f"{RETURNS}!K5": "One operation",
    f"{RETURNS}!L5": "It was exceptional",
    f"{RETURNS}!G6": "PSU",
    f"{RETURNS}!H6": "September 2013",
    f"{RETURNS}!I6": "1,250.50",
}


def test_every_change_is_seen_by_cell_and_then_recorded_as_one_act_with_the_file(
    desk: Desk,
) -> None:
    before = desk.history
    preview = desk.preview(FILLED)
    assert preview.faults == ()
    told = {cell.where: (cell.what, cell.before, cell.after) for cell in preview.cells}
    assert told[f"{REQUESTS}!F5"] == ("What became of it", "still open", "received")
    assert told[f"{REQUESTS}!H5"] == ("On", "", "12 September 2013")
    assert told[f"{RETURNS}!I5"] == ("Value", "", "8")
    assert told[f"{RETURNS}!K5"] == ("Left out", "", "One operation (It was exceptional)")
    assert told[f"{RETURNS}!I6"] == ("Value", "", "1250.5")
    assert desk.history == before  # nothing is recorded by looking
    act = desk.vault.workbooks.accept(preview, DUE)
    standing = desk.vault.inspections.standing(desk.inspection)
    plan, (declared, needed, known) = desk.source(desk.plan), desk.source(desk.units).numbers
    assert (plan.outcome, plan.reference) == (RequestOutcome.RECEIVED, "POP/7")
    assert plan.settled == dates.read("12 September 2013")
    assert plan.reason == "The version of March"
    assert (declared.value, declared.basis) == ("8", Basis.CHECKED_BY_SUPPLIER)
    assert (needed.unit, needed.period) == ("PSU", dates.read("September 2013"))
    assert known == Number("Already told", "5", "PSU")
    (item,) = standing.evidence()
    (reading,) = standing.readings()
    digest = hashlib.sha256(desk.out.with_name("back.xlsx").read_bytes()).hexdigest()
    assert reading.value is not None
    assert reading.value.file_sha256 == item.file.sha256 == digest
    assert reading.author == desk.vault.inspector.person
    assert set(reading.value.sources) == {desk.plan, desk.units}
    for id_ in (desk.plan, desk.units):
        source = standing.source(id_).value
        assert source is not None
        assert source.evidence == (item.id,)
    desk.vault.inspections.undo(desk.inspection)  # one act, taken back at once
    assert desk.source(desk.plan).outcome is RequestOutcome.OPEN
    assert desk.vault.inspections.standing(desk.inspection).readings() == ()
    assert len(act.changes) == 5


def test_it_never_holds_what_the_force_must_not_see(vault: Unlocked, tmp_path: Path) -> None:
    inspection = an_inspection(vault)
    for source in (
        PLAN,
        Source(UnannouncedTest(RunState.PLANNED, scenario="quizzscenario"), "quizztest"),
        Source(UnannouncedTest(RunState.RUN, scenario="quizzscenario"), "quizzrun"),
        Source(Interview("quizztopics"), "quizzinterview", note="quizznote"),
        replace(PLAN, title="quizzclosed", do_not_export=True),
        replace(PLAN, title="quizzvisit", sitting=Sitting(1, unannounced=True)),
        replace(PLAN, title="Seen", note="quizznote", place="quizzplace"),
    ):
        vault.sources.record(inspection, source, names=("Quizz Person",))
    out = tmp_path / "out.xlsx"
    sent = vault.workbooks.send(inspection, out, "The force", TODAY)
    assert sent.rows == 2
    with zipfile.ZipFile(out) as packed:
        whole = b"".join(packed.read(name) for name in packed.namelist())
    assert b"quizz" not in whole.lower()
    (item, *_) = vault.inspections.standing(inspection).sources()
    plan = vault.journal.plan_purge(inspection, subject(Subject.SOURCE, item.id))
    number = vault.workbooks.find(inspection).workbook.number
    assert f"workbook {number} and every copy of it" in plan.beyond_reach
    # One reference and no other id.
    assert sent.item.encode() in whole
    assert inspection.encode() not in whole
    for item in vault.inspections.standing(inspection).sources():
        assert item.id.encode() not in whole


def test_what_goes_out_is_text_locked_marked_and_the_same_bytes_each_time(desk: Desk) -> None:
    book = load_workbook(desk.out)
    assert book.sheetnames == ["About", REQUESTS, RETURNS]
    assert book.security.lockStructure
    for sheet in book:
        assert sheet.protection.sheet
        assert sheet["A1"].value == sheet.oddHeader.center.text == "OFFICIAL"
        assert sheet.oddFooter.center.text == "OFFICIAL"
        assert {c.data_type for row in sheet.iter_rows() for c in row if c.value} == {"s"}
    opened = {
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    row_of = {REQUESTS: "FGHI", RETURNS: "IJKL"}
    wanted = {f"{name}!{c}5" for name, columns in row_of.items() for c in columns}
    # The unit and period of the second number are the force's to tell.
    assert opened == wanted | {f"{RETURNS}!{column}6" for column in "GHIJKL"}
    lists = {v.formula1 for name in row_of for v in book[name].data_validations.dataValidation}
    assert {'"Provided,Refused,Does not exist"', '"Declared,Verified by us"'} < lists
    item = desk.vault.workbooks.find(desk.inspection)
    desk.vault.sources.revise(desk.inspection, desk.plan, replace(PLAN, title="Another plan"))
    again = desk.out.with_name("again.xlsx")
    desk.vault.workbooks.write_workbook(desk.inspection, item, again)
    assert again.read_bytes() == desk.out.read_bytes()


def on(sheet: str, verb: str, *given: object) -> Callable[[Any], None]:
    return lambda book: getattr(book[sheet], verb)(*given)


def renamed(book: Any) -> None:
    book[REQUESTS].title = "Blad1"


CELLS: tuple[dict[str, tuple[object, str]], ...] = (
    {
        f"{RETURNS}!G5": (
            "officers",
            "G5: the unit asked for is “PSU”, and “officers” stands",
        ),
        f"{RETURNS}!I5": ("eight", "I5: “eight” is not a number"),
        f"{RETURNS}!J5": ("Guessed", "J5: “Guessed” is not one of Declared, Verified by us"),
        f"{RETURNS}!J6": ("Declared", "I6: the value is missing"),
        f"{RETURNS}!L6": ("x", "K6: say what was left out"),
        f"{REQUESTS}!B5": ("=1+1", "B5: this is a formula"),
        f"{REQUESTS}!F5": ("Perhaps", "F5: “Perhaps” is not one of Provided, Refused"),
        f"{REQUESTS}!H5": ("soon", "H5: “soon” is not a date"),
        f"{REQUESTS}!J5": ("More", "J5: something stands beside the table"),
        f"{REQUESTS}!A6": ("JS/99", "A6: this row did not go out"),
        f"{REQUESTS}!F9": ("Provided", "A9: this row did not go out"),
    },
    {
        f"{RETURNS}!I5": (1, ""),
        f"{RETURNS}!K5": ("x", "L5: say why it was left out"),
        f"{RETURNS}!I6": ("=4+4", "I6: this is a formula"),
        f"{RETURNS}!H6": ("then", "H6: “then” is not a date"),
        f"{REQUESTS}!F5": (1, "F5: this is a number or a date"),
        f"{REQUESTS}!A6": ("JS/1", "A6: JS/1 stands in row 5 already"),
    },
    {
        f"{RETURNS}!I5": (True, "I5: this is not a number"),
        f"{RETURNS}!I6": ("1,5", "I6: “1,5” is not a number"),
        f"{REQUESTS}!G5": ("POP/7", "F5: choose Provided, Refused, Does not exist"),
        f"{REQUESTS}!B5": ("Another", "B5: “What we ask for” was changed; it went out as"),
    },
)


@pytest.fixture(scope="module")
def steady(vault: Unlocked, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk at which nothing is recorded."""
    return Desk(vault, tmp_path_factory.mktemp("steady"))


def faults_of(steady: Desk, path: Path) -> str:
    before = steady.history
    preview = steady.vault.workbooks.preview(steady.inspection, path)
    with pytest.raises(BadInput, match=r"Nothing was recorded\."):
        steady.vault.workbooks.accept(preview, DUE)
    assert steady.history == before
    return "\n".join(each.sentence for each in preview.faults)


@pytest.mark.parametrize("cells", CELLS)
def test_every_fault_of_a_workbook_is_told_at_once_with_its_cell_and_nothing_is_recorded(
    steady: Desk, cells: dict[str, tuple[object, str]]
) -> None:
    told = faults_of(steady, steady.back({where: value for where, (value, _) in cells.items()}))
    for _, words in cells.values():
        assert words in told


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (on(RETURNS, "delete_rows", 6), f"{RETURNS}!A6: the row of JS/2 no. 2 is gone"),
        (on(REQUESTS, "delete_rows", 4), "Requests!A4: here the title “Reference” must stand"),
        (renamed, "Requests: this sheet is missing or was given another name; “Blad1” stands"),
        (lambda book: book.create_sheet("Notes"), "Notes: this sheet did not go out"),
    ],
)
def test_rows_and_sheets_that_are_gone_added_or_renamed_are_told(
    steady: Desk, change: Callable[[Any], None], told: str
) -> None:
    assert told in faults_of(steady, steady.back(change=change))


def test_a_percentage_is_not_taken_for_its_hundredth(steady: Desk) -> None:
    def percent(book: Any) -> None:
        book[RETURNS]["I5"] = 0.25
        book[RETURNS]["I5"].number_format = "0%"

    preview = steady.vault.workbooks.preview(steady.inspection, steady.back(change=percent))
    assert "I5: the cell is formatted as a percentage" in preview.faults[0].sentence


def test_a_link_is_told_with_its_cell(steady: Desk) -> None:
    def link(book: Any) -> None:
        book[REQUESTS]["F5"] = "Provided"
        book[REQUESTS]["I5"] = "See our site"
        book[REQUESTS]["I5"].hyperlink = "https://example.org/"

    preview = steady.vault.workbooks.preview(steady.inspection, steady.back(change=link))
    (fault,) = preview.faults
    assert fault.sentence == f"{REQUESTS}!I5: this is a link to elsewhere; write the words alone"


def test_rows_may_come_back_in_another_order(desk: Desk) -> None:
    def swap(book: Any) -> None:
        sheet = book[RETURNS]
        for column in range(1, 13):
            one, other = sheet.cell(5, column), sheet.cell(6, column)
            one.value, other.value = other.value, one.value
        sheet["I6"] = 8

    preview = desk.vault.workbooks.preview(desk.inspection, desk.back(change=swap))
    assert preview.faults == ()
    desk.vault.workbooks.accept(preview, DUE)
    assert desk.source(desk.units).numbers[0].value == "8"


def test_the_same_workbook_is_read_once_and_one_without_an_answer_is_a_reply(desk: Desk) -> None:
    path = desk.back()
    preview = desk.vault.workbooks.preview(desk.inspection, path)
    assert (preview.cells, preview.answered) == ((), ())
    desk.vault.workbooks.accept(preview, DUE)
    assert len(desk.vault.inspections.standing(desk.inspection).readings()) == 1
    with pytest.raises(RuleViolation, match="read in already"):
        desk.vault.workbooks.preview(desk.inspection, path)
    with pytest.raises(RuleViolation, match="read in already"):
        desk.vault.workbooks.accept(preview, DUE)


def test_a_workbook_of_another_inspection_or_an_older_one_is_refused(
    desk: Desk, vault: Unlocked, tmp_path: Path
) -> None:
    other = an_inspection(vault, force=Named("Norfolk Constabulary"))
    path = desk.back(FILLED)
    with pytest.raises(BadInput, match="belongs to another inspection: Cambridgeshire"):
        vault.workbooks.preview(other, path)
    desk.send("JS/1", out=tmp_path / "later.xlsx")
    with pytest.raises(BadInput, match="the same was asked again in workbook JS/4"):
        vault.workbooks.preview(desk.inspection, path)
    assert vault.workbooks.preview(desk.inspection, tmp_path / "later.xlsx").faults == ()

    def strange(book: Any) -> None:
        book["About"]["B4"] = "0" * 32

    with pytest.raises(BadInput, match="not a workbook that went out from this inspection"):
        vault.workbooks.preview(desk.inspection, desk.back(change=strange))


def test_a_change_made_here_meanwhile_is_a_conflict_and_both_are_kept(desk: Desk) -> None:
    refused = replace(PLAN, particulars=replace(ASKED, outcome=RequestOutcome.REFUSED))
    desk.vault.sources.revise(desk.inspection, desk.plan, refused)
    preview = desk.preview(FILLED)
    (conflict,) = (cell for cell in preview.cells if cell.is_conflict)
    assert (conflict.where, conflict.here) == (f"{REQUESTS}!F5", "refused")
    assert preview.conflicts == 1
    desk.vault.workbooks.accept(preview, DUE)
    field = desk.vault.inspections.standing(desk.inspection).source(desk.plan)
    assert field.in_conflict
    outcomes = {held.value.particulars.outcome for held in field.versions if held.value}  # type: ignore[union-attr]
    assert outcomes == {RequestOutcome.REFUSED, RequestOutcome.RECEIVED}
    desk.vault.settling.keep(
        desk.inspection, f"source:{desk.plan}", field.versions[0].change, "It came after all."
    )
    assert desk.source(desk.plan).outcome is RequestOutcome.RECEIVED


def test_what_was_added_here_meanwhile_and_contradicts_nothing_stays(desk: Desk) -> None:
    later = replace(PLAN, note="Asked again by telephone", title="The plan for public order")
    desk.vault.sources.revise(desk.inspection, desk.plan, later)
    preview = desk.preview(FILLED)
    assert preview.conflicts == 0
    desk.vault.workbooks.accept(preview, DUE)
    field = desk.vault.inspections.standing(desk.inspection).source(desk.plan)
    assert not field.in_conflict
    assert field.value is not None
    assert (field.value.note, field.value.title) == (later.note, later.title)
    assert desk.source(desk.plan).outcome is RequestOutcome.RECEIVED


def test_rows_of_a_return_that_are_others_here_are_not_merged(desk: Desk) -> None:
    moved = replace(COUNTED, numbers=(Number("Another", "3"), *COUNTED.numbers))
    desk.vault.sources.revise(desk.inspection, desk.units, replace(UNITS, particulars=moved))
    preview = desk.preview(FILLED)
    assert preview.conflicts
    desk.vault.workbooks.accept(preview, DUE)
    field = desk.vault.inspections.standing(desk.inspection).source(desk.units)
    assert field.in_conflict


def test_what_changes_while_the_preview_is_looked_at_is_not_overwritten(desk: Desk) -> None:
    preview = desk.preview(FILLED)
    desk.vault.sources.revise(desk.inspection, desk.plan, replace(PLAN, note="Later"))
    before = desk.history
    with pytest.raises(RuleViolation, match="JS/1 was changed here while"):
        desk.vault.workbooks.accept(preview, DUE)
    assert desk.history == before


def test_what_was_taken_back_or_destroyed_here_is_told(desk: Desk) -> None:
    desk.vault.sources.withdraw(desk.inspection, desk.plan, "Asked twice")
    preview = desk.preview(FILLED)
    assert preview.faults[0].sentence.startswith(f"{REQUESTS}!F5: JS/1 was taken back here")
    desk.vault.journal.purge(
        desk.vault.journal.plan_purge(desk.inspection, f"source:{desk.units}"), "other", "A name"
    )
    with pytest.raises(NotFound, match="was destroyed since"):
        desk.preview(FILLED)


def test_nothing_goes_out_to_nobody_or_that_is_answered_closed_or_not_there(
    desk: Desk, tmp_path: Path
) -> None:
    vault, inspection = desk.vault, desk.inspection
    with pytest.raises(RuleViolation, match="to whom"):
        vault.workbooks.send(inspection, desk.out, " ", TODAY)
    with pytest.raises(NotFound, match="no source JS/77"):
        desk.send("JS/77")
    closed = vault.sources.record(inspection, replace(PLAN, do_not_export=True)).number
    with pytest.raises(RuleViolation, match="not to be exported"):
        desk.send(closed)
    told = vault.sources.record(inspection, Source(Interview(), "Chiefs")).number
    with pytest.raises(RuleViolation, match="nothing for the force to fill in"):
        desk.send(told)
    empty = an_inspection(vault)
    with pytest.raises(RuleViolation, match="nothing to ask"):
        vault.workbooks.send(empty, tmp_path / "none.xlsx", "Ops", TODAY)
    with pytest.raises(NotFound, match="no workbook for the force yet"):
        vault.workbooks.find(empty)
    assert not (tmp_path / "none.xlsx").exists()


def test_a_return_without_rows_is_asked_for_as_one_number(vault: Unlocked, tmp_path: Path) -> None:
    inspection: InspectionId = an_inspection(vault)
    id_ = vault.sources.record(inspection, Source(DataReturn(), "Officers trained")).id
    out = tmp_path / "out.xlsx"
    vault.workbooks.send(inspection, out, "Training", TODAY)
    book = load_workbook(out)
    sheet = book[RETURNS]
    sheet["G5"], sheet["I5"], sheet["J5"] = "officers", 41, "Declared"
    kept = io.BytesIO()
    book.save(kept)
    out.write_bytes(kept.getvalue())
    vault.workbooks.accept(vault.workbooks.preview(inspection, out), DUE)
    source = vault.inspections.standing(inspection).source(id_).value
    assert source is not None
    assert source.particulars == DataReturn(
        numbers=(Number("Officers trained", "41", "officers", None, Basis.DECLARED),)
    )


def test_a_workbook_that_one_laptop_sent_is_read_in_on_another(desk: Desk, tmp_path: Path) -> None:
    desk.vault.exchange.export(desk.inspection, tmp_path / "whole.json")
    other = a_vault(tmp_path / "other", initials="AM")
    try:
        other.exchange.take_in(tmp_path / "whole.json")
        preview = other.workbooks.preview(desk.inspection, desk.back(FILLED))
        assert preview.faults == ()
        other.workbooks.accept(preview, DUE)
        (reading,) = other.inspections.standing(desk.inspection).readings()
        assert reading.author == other.inspector.person
        source = other.inspections.standing(desk.inspection).source(desk.plan).value
        assert source is not None
        assert isinstance(source.particulars, DocumentRequest)
        assert source.particulars.outcome is RequestOutcome.RECEIVED
    finally:
        other.close()


def test_the_number_of_a_workbook_is_never_given_again_even_if_it_is_destroyed(
    desk: Desk,
) -> None:
    item = desk.vault.workbooks.find(desk.inspection)
    plan = desk.vault.journal.plan_purge(desk.inspection, f"workbook:{item.id}")
    desk.vault.journal.purge(plan, "other", "Sent by mistake")
    assert desk.vault.inspections.standing(desk.inspection).workbooks() == ()
    with pytest.raises(BadInput, match="not a workbook that went out"):
        desk.preview(FILLED)
    assert desk.vault.sources.record(desk.inspection, PLAN).number == "JS/4"


def test_the_highest_marking_of_what_is_asked_stands_on_it_and_leads_its_name(
    vault: Unlocked, tmp_path: Path
) -> None:
    inspection = an_inspection(vault)
    marked = replace(PLAN, marking=Marking(Tier.OFFICIAL_SENSITIVE))
    vault.sources.record(inspection, marked)
    name = vault.workbooks.suggested_name(inspection)
    assert name == "OFFICIAL-SENSITIVE Cambridgeshire Constabulary requests.xlsx"
    vault.workbooks.send(inspection, tmp_path / name, "Ops", TODAY)
    assert load_workbook(tmp_path / name)[REQUESTS]["A1"].value == "OFFICIAL-SENSITIVE"

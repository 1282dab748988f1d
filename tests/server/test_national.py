"""The national picture at base, and what inspections are told of it."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import insert, select

from inspector_app.domain.answers import Answer
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.ids import DeviceId, InspectionId
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.national.visits import Nation, nation
from inspector_app.domain.sources import DocumentAbsent, RunState, Source, UnannouncedTest
from inspector_app.domain.values import Counted
from inspector_app.server import comparisons, national
from inspector_app.server.database import Database
from inspector_app.server.national_sheets import (
    book,
    everything,
    of_documents,
    of_lines,
    of_quantities,
)
from inspector_app.server.tables import comparison, event, inspection
from inspector_app.sheets.csv_form import csv_files
from inspector_app.sheets.xlsx_form import write_xlsx
from inspector_app.sync.statements import believed
from inspector_app.sync.wire import Comparisons, Mine, Signed
from tests.server.national_base import LAPTOP, NOW_MS, bring
from tests.server.support import Clock, Laptop, a_base, app_client, enrolled
from tests.support.nations import NAMES, a_journal_of, an_id, an_inspection, source
from tests.support.standings import JS, Journal, key_of

LINE = "CC-PO-09"
FIGURES = (8, 4, 6, 2, 10, 9)


def with_figures(*numbers: int) -> list[Journal]:
    return [a_journal_of(name, {LINE: n}) for name, n in zip(NAMES, numbers, strict=False)]


def told(database: Database, about: InspectionId) -> dict[str, dict[str, str]]:
    with database.read() as connection:
        return {each.id: each.values for each in comparisons.told(connection, about)}


def telling(tellings: tuple[national.Telling, ...], id_: str = "declared") -> national.Telling:
    return next(each for each in tellings if each.worked.comparison.id == id_)


def marks(database: Database) -> dict[str, int]:
    with database.read() as connection:
        rows = connection.execute(select(inspection.c.id, inspection.c.mark))
        return {row.id: row.mark for row in rows}


def test_an_empty_base_shows_and_tells_nothing(database: Database) -> None:
    with database.read() as connection:
        whole = national.picture(connection)
    assert whole.visits == ()
    assert national.tell(database, 5, NOW_MS) == ()
    assert book(everything(whole), whole, "Eastern", None, NOW_MS).sheets


def test_all_inspections_at_base_stand_side_by_side(database: Database) -> None:
    bring(database, with_figures(8, 4))
    with database.read() as connection:
        connection.execute(
            insert(inspection).values(id="9" * 32, pack="x", opened_ms=0, opened_by=LAPTOP)
        )
        whole = national.picture(connection)
        one = national.picture(connection, only=[an_id("Borsetshire")])
    assert [visit.name for visit in whole.visits] == ["Avonshire", "Borsetshire"]
    assert whole.unreadable == 1
    assert [visit.name for visit in one.visits] == ["Borsetshire"]
    (row,) = of_lines(whole, [LINE]).sheets[0].rows
    assert row[2:] == ("8 police support units", "4 police support units", 2)
    (remark,) = of_lines(whole, [LINE]).remarks
    assert remark == (
        "1 inspection cannot be shown, because particulars or checklist are not at base or cannot "
        "be read there."
    )


def test_a_sum_that_leaves_a_force_out_names_it_and_does_not_speak_of_all() -> None:
    both = {"CC-PO-08": 5, "CC-PO-09": 8}
    twice = [an_inspection(numbers=both), an_inspection(numbers={**both, "CC-PO-09": 9})]
    whole = nation(
        [twice[0], replace(twice[1], id=InspectionId("f" * 32)), an_inspection("Coketown", both)]
    )
    sheets = {each.name: each for each in of_quantities(whole).sheets}
    last = sheets["Support units"].rows[-1]
    assert last[:4] == ("1 force that has both", 8, 5, 3)
    assert last[-1] == "Not counted, two inspections differ: Avonshire"
    alone = {each.name: each for each in of_quantities(nation(twice[:1])).sheets}
    assert alone["Support units"].rows[-1][0] == "All 1 force that has both"


def test_enough_forces_are_told_and_every_laptop_sees_that_there_is_news(
    database: Database,
) -> None:
    first, *_ = bring(database, with_figures(*FIGURES))
    before = marks(database)
    assert telling(national.worked_out(database)).issued_ms is None
    assert told(database, first) == {}
    tellings = national.tell(database, 5, NOW_MS)
    assert telling(tellings).issued_ms == NOW_MS
    assert told(database, first)["declared"]["total"] == "39"
    assert all(number > before[each] for each, number in marks(database).items())
    with database.read() as connection:
        events = [row.what for row in connection.execute(select(event.c.what))]
    assert events == ["comparisons-told"]


def test_telling_again_what_is_the_same_alters_nothing(database: Database) -> None:
    first, *_ = bring(database, with_figures(*FIGURES))
    national.tell(database, 5, NOW_MS)
    before = marks(database)
    again = national.tell(database, 5, NOW_MS + 1)
    assert telling(again).issued_ms == NOW_MS
    assert marks(database) == before
    assert told(database, first)["declared"]["total"] == "39"


def test_too_few_forces_are_told_nothing_and_a_number_below_three_is_refused(
    database: Database,
) -> None:
    first, *_ = bring(database, with_figures(8, 4, 6, 2))
    assert "rests on 5 or more" in telling(national.tell(database, 5, NOW_MS)).why
    assert told(database, first) == {}
    with pytest.raises(RuleViolation):
        national.tell(database, 2, NOW_MS)
    assert telling(national.tell(database, 4, NOW_MS)).issued_ms == NOW_MS


def test_one_more_force_does_not_give_its_figure_away_by_the_difference(
    database: Database,
) -> None:
    first, *_ = bring(database, with_figures(*FIGURES))
    national.tell(database, 5, NOW_MS)
    (late,) = bring(database, [a_journal_of("Zedshire", {LINE: 77})])
    again = telling(national.tell(database, 5, NOW_MS + 1))
    assert "figures of 1 force differ" in again.why
    assert again.issued_ms == NOW_MS
    assert told(database, first)["declared"]["total"] == "39"
    with database.read() as connection:
        (heard,) = comparisons.told(connection, late)
    assert (heard.forces, heard.is_among, heard.values["total"]) == (6, False, "39")


def test_a_purged_figure_is_kept_nowhere_and_still_not_given_away(database: Database) -> None:
    recorded = with_figures(*FIGURES)
    bring(database, recorded)
    national.tell(database, 5, NOW_MS)
    about = subject(Subject.ANSWER, LINE)
    answer = next(c for c in recorded[0].changes if c.header.subject == about)
    purge = bodies.BodyPurged((answer.id,), "spilled-material", "Not ours")
    recorded[0].record(about, purge)
    bring(database, recorded[:1])
    with database.read() as connection:
        kept = [json.loads(row[0]) for row in connection.execute(select(comparison.c.figures))]
    assert {each["avonshire"] for each in kept if "avonshire" in each} == {"purged"}
    again = telling(national.tell(database, 5, NOW_MS + 1))
    assert "figures of 1 force differ" in again.why


def test_each_force_is_told_how_many_are_on_its_own_side(database: Database) -> None:
    pairs = ((10, 16), (4, 9), (8, 2), (9, 1), (3, 3), (7, 2))
    recorded = [
        a_journal_of(name, {"CN-PO-05": given, "CN-PO-04": received})
        for name, (given, received) in zip(NAMES, pairs, strict=False)
    ]
    ids = bring(database, [*recorded, a_journal_of("Nowhere")])
    national.tell(database, 5, NOW_MS)
    sides = [told(database, each).get("same-position", {}).get("alike") for each in ids]
    assert sides == ["2", "2", "3", "3", "1", "3", None]


def test_an_inspection_is_told_over_the_wire_signed_and_others_learn_nothing(
    tmp_path: Path,
) -> None:
    clock = Clock(datetime.fromtimestamp(NOW_MS / 1000, UTC))
    base = a_base(tmp_path, f"sqlite:///{tmp_path / 'base.db'}", clock)
    first, *_ = bring(base.database, with_figures(*FIGURES))
    stranger = enrolled(base, "ZZ")
    national.tell(base.database, 5, NOW_MS)
    jo = Laptop("JS", key_of(JS))
    place = f"/v1/inspections/{first}/comparisons"
    with app_client(base, jo) as client:
        answer = client.get(place)
        statement = believed(
            Signed.model_validate_json(answer.content), Comparisons, DeviceId(base.keys.base)
        )
        absent = client.get(f"/v1/inspections/{'0' * 32}/comparisons")
        mine = Mine.model_validate_json(client.get("/v1/inspections").content)
    assert (statement.name, statement.inspection) == ("Eastern region", first)
    assert [each.id for each in statement.comparisons] == ["declared"]
    assert "figures" not in statement.model_dump_json()
    assert len(mine.inspections) == len(FIGURES)
    with app_client(base, stranger) as client:
        refused = client.get(place)
    assert (refused.status_code, refused.content) == (absent.status_code, absent.content)
    base.database.close()


def test_the_workbook_opens_says_what_it_is_and_runs_nothing(tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://x","y")\x07'
    whole = nation_of(
        tmp_path,
        [
            a_journal_of(evil, {LINE: 8, "CC-PO-08": 5}),
            a_journal_of("Coketown", {LINE: 5}, marking=Marking(Tier.OFFICIAL_SENSITIVE)),
        ],
    )
    made = book(everything(whole), whole, "Eastern region", None, NOW_MS)
    target = tmp_path / "national.xlsx"
    with target.open("w+b") as file:
        write_xlsx(
            made, file, made_at=datetime.fromtimestamp(NOW_MS / 1000, UTC), step=lambda: None
        )
    opened = openpyxl.load_workbook(target)
    assert opened.sheetnames[:4] == ["About", "Inspections", "Side by side", "Lines"]
    assert "OFFICIAL-SENSITIVE" in str(opened["About"]["A1"].value)
    assert "not a signed record" in str(opened["About"]["A1"].value)
    cells = [cell for sheet in opened for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert any(str(cell.value).startswith("=HYPERLINK") and cell.quotePrefix for cell in cells)
    numbers = [row[3].value for row in opened["Quantities"].iter_rows(min_row=3)]
    assert 8 in numbers


def test_csv_files_stand_in_quotes_and_begin_with_no_formula(tmp_path: Path) -> None:
    whole = nation_of(tmp_path, [a_journal_of("=1+1", {LINE: 8}), a_journal_of("@Sum", {LINE: 5})])
    made = book(everything(whole), whole, "Eastern region", None, NOW_MS)
    for name, content in csv_files(made):
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert all(len(row) == len(rows[0]) for row in rows), name
        assert not [c for row in rows for c in row if c.lstrip().startswith(("=", "+", "@"))], name


def test_what_must_not_be_told_is_in_no_sheet_and_counted(tmp_path: Path) -> None:
    def more(journal: Journal) -> None:
        closed = Answer({"declared": Counted(777)}, note="needle-note", do_not_export=True)
        journal.answer(LINE, closed)
        source(journal, Source(DocumentAbsent(), "needle-plan", "JS/1", do_not_export=True))
        planned = UnannouncedTest(RunState.PLANNED, scenario="needle-scenario")
        source(journal, Source(planned, "needle-test", "JS/2"))

    whole = nation_of(tmp_path, [a_journal_of(more=more)])
    made = book(everything(whole), whole, "Eastern region", None, NOW_MS)
    told_all = repr(made)
    assert "needle" not in told_all
    assert "777" not in told_all
    assert "1 answer is withheld." in made.remarks
    assert "1 document is withheld." in of_documents(whole).remarks


def nation_of(tmp_path: Path, recorded: list[Journal]) -> Nation:
    database = Database(f"sqlite:///{tmp_path / 'nation.db'}")
    database.make()
    bring(database, recorded)
    with database.read() as connection:
        whole = national.picture(connection)
    database.close()
    return whole

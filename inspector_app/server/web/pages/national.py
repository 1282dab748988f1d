"""Inspections of several forces side by side: lines, quantities, arrangements, documents."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import Response

from inspector_app.domain import markings
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.markings import Marking
from inspector_app.domain.national.comparing import AT_LEAST
from inspector_app.domain.national.lines import LineAcross, lines_across
from inspector_app.domain.national.visits import Nation
from inspector_app.domain.wording import listed
from inspector_app.server import national, settings
from inspector_app.server import national_sheets as sheets
from inspector_app.server.settings import Setting
from inspector_app.server.web.visits import Asked, Visit, went
from inspector_app.sheets.book import Book, Cell, Sheet
from inspector_app.sheets.csv_form import csv_files
from inspector_app.sheets.steady_zip import write_steadily
from inspector_app.sheets.xlsx_form import write_xlsx

_PLACE: Final = "/national"
_TOPICS: Final = (
    ("", "Inspections"),
    ("/lines", "Lines"),
    ("/quantities", "Quantities"),
    ("/arrangements", "Arrangements"),
    ("/documents", "Documents"),
)
_FOR_ADMINS: Final = ("/comparisons", "What inspections are told")
_LONGEST: Final = 120
"""Rows of a table that stands open; a longer one opens when somebody wants it."""
_OF_LINE: Final = 3
"""Columns that say which line it is, and stand over its table here."""
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MARKINGS: Final = (("OFFICIAL", "OFFICIAL"),)
_AT_LEAST_HINT: Final = "Forces that a comparison must rest on, 3 or more."


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as a page shows it."""

    words: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet as a page shows it: columns in which nothing stands are left out."""

    id: str
    title: str
    meaning: str
    remarks: tuple[str, ...]
    heads: tuple[Shown, ...]
    rows: tuple[tuple[Shown, ...], ...]

    @property
    def is_long(self) -> bool:
        """Whether it is too long to stand open."""
        return len(self.rows) > _LONGEST


def router() -> APIRouter:
    """Return its addresses."""
    made = APIRouter()
    made.get(_PLACE)(_inspections)
    made.get(f"{_PLACE}/lines")(_lines)
    made.get(f"{_PLACE}/quantities")(_quantities)
    made.get(f"{_PLACE}/arrangements")(_arrangements)
    made.get(f"{_PLACE}/documents")(_documents)
    made.get(f"{_PLACE}/comparisons")(_comparisons)
    made.post(f"{_PLACE}/comparisons")(_tell)
    made.get(f"{_PLACE}/workbook")(_workbook)
    made.get(f"{_PLACE}/csv")(_csv)
    return made


def _inspections(visit: Asked) -> Response:
    topic = sheets.of_inspections(_nation(visit))
    return _page(visit, "", topic, [_table(each) for each in topic.sheets])


def _lines(visit: Asked) -> Response:
    nation = _nation(visit)
    wanted = visit.request.query_params.get("of", "").split()[:20]
    found: tuple[LineAcross, ...] = ()
    missing = ""
    if wanted:
        try:
            found = lines_across(nation, wanted)
        except NotFound as refusal:
            missing = str(refusal)
    topic = sheets.Topic("Lines", (), sheets.of_lines(nation, wanted).remarks if found else ())
    return _page(
        visit,
        "/lines",
        topic,
        [_line(each) for each in found],
        sections=sheets.section_choices(nation),
        missing=missing,
        of=" ".join(wanted),
    )


def _quantities(visit: Asked) -> Response:
    topic = sheets.of_quantities(_nation(visit))
    first, *others = topic.sheets
    return _page(visit, "/quantities", topic, [_table(each) for each in (*others, first)])


def _arrangements(visit: Asked) -> Response:
    topic = sheets.of_arrangements(_nation(visit))
    return _page(visit, "/arrangements", topic, [_table(each) for each in topic.sheets])


def _documents(visit: Asked) -> Response:
    topic = sheets.of_documents(_nation(visit))
    return _page(visit, "/documents", topic, [_table(each) for each in topic.sheets])


def _comparisons(visit: Asked) -> Response:
    visit.require_admin()
    return _tellings(visit, {})


def _tell(visit: Asked) -> Response:
    visit.require_admin()
    given = visit.text("at_least")
    if not (given.isascii() and given.isdigit() and len(given) < 4):
        wrong = "Give a number of forces, such as 5. Nothing was told."
        return _tellings(visit, {"at_least": wrong})
    try:
        national.tell(visit.base.database, int(given), visit.base.now_ms(), visit.who)
    except RuleViolation as refusal:
        return _tellings(visit, {"at_least": str(refusal)})
    return went(f"{_PLACE}/comparisons", "comparisons-told")


def _workbook(visit: Asked) -> Response:
    made, made_ms = _book(visit), visit.base.now()
    target = io.BytesIO()
    write_xlsx(made, target, made_at=made_ms, step=_nothing)
    return _download(target.getvalue(), _XLSX, f"{made.marking} national picture.xlsx")


def _csv(visit: Asked) -> Response:
    made = _book(visit)
    target = io.BytesIO()
    write_steadily(csv_files(made), target)
    return _download(target.getvalue(), "application/zip", f"{made.marking} national picture.zip")


def _nation(visit: Visit) -> Nation:
    with visit.base.database.read() as connection:
        return national.picture(connection, _up_to(visit), visit.mine(connection))


def _book(visit: Visit) -> Book:
    nation = _nation(visit)
    with visit.base.database.read() as connection:
        name = settings.get(connection, Setting.NAME) or ""
    return sheets.book(sheets.everything(nation), nation, name, _up_to(visit), visit.base.now_ms())


def _up_to(visit: Visit) -> Marking | None:
    asked = visit.request.query_params.get("up_to", "")
    return markings.read(asked) if asked in dict(_MARKINGS) else None


def _page(
    visit: Visit,
    place: str,
    topic: sheets.Topic,
    tables: list[Table],
    *,
    sections: tuple[tuple[str, str], ...] = (),
    missing: str = "",
    of: str = "",
) -> Response:
    up_to = _up_to(visit)
    chosen = f"?up_to={quote(up_to.words())}" if up_to else ""
    return visit.page(
        "national.html",
        f"National picture: {topic.title[0].lower()}{topic.title[1:]}",
        place=place,
        topics=_topics(visit),
        chosen=chosen,
        up_to=up_to.words() if up_to else "",
        markings=_MARKINGS,
        remarks=topic.remarks,
        tables=tables,
        sections=sections,
        missing=missing,
        of=of,
    )


def _tellings(visit: Visit, errors: dict[str, str]) -> Response:
    rows = national.worked_out(visit.base.database, AT_LEAST)
    return visit.page(
        "national-comparisons.html",
        "National picture: what inspections are told",
        errors=errors,
        place=_FOR_ADMINS[0],
        topics=_topics(visit),
        chosen="",
        rows=rows,
        at_least=str(AT_LEAST),
        hint=_AT_LEAST_HINT,
    )


def _topics(visit: Visit) -> tuple[tuple[str, str], ...]:
    return (*_TOPICS, _FOR_ADMINS) if visit.account.is_admin else _TOPICS


def _line(across: LineAcross) -> Table:
    sheet = sheets.in_full((across,))
    title = f"{across.id} · {across.wordings[0].text}"
    remarks: tuple[str, ...] = (across.section,)
    if len(across.wordings) > 1:
        remarks = (
            *remarks,
            *(f"{listed(each.checklists)} asks: {each.text}" for each in across.wordings),
        )
    return _made(across.id, title, "", remarks, sheet, _OF_LINE)


def _table(sheet: Sheet) -> Table:
    return _made(sheet.name, sheet.name, sheet.meaning, (), sheet, 0)


def _made(
    id_: str, title: str, meaning: str, remarks: tuple[str, ...], sheet: Sheet, skipped: int
) -> Table:
    at = [
        column
        for column in range(skipped, len(sheet.columns))
        if column == skipped or any(str(row[column]) for row in sheet.rows)
    ]
    numbers = {column for column in at if _is_number([row[column] for row in sheet.rows])}
    return Table(
        id_.lower().replace(" ", "-"),
        title,
        meaning,
        remarks,
        tuple(Shown(sheet.columns[each].title, each in numbers) for each in at),
        tuple(
            tuple(Shown(_words(row[each]), each in numbers) for each in at) for row in sheet.rows
        ),
    )


def _is_number(cells: Sequence[Cell]) -> bool:
    given = [cell for cell in cells if cell != ""]
    return bool(given) and not any(isinstance(cell, str) for cell in given)


def _words(cell: Cell) -> str:
    return cell if isinstance(cell, str) else f"{cell:,}".replace("-", "−")


def _download(content: bytes, media_type: str, name: str) -> Response:
    told = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": told})


def _nothing() -> None:
    """Nobody watches how far it is."""

"""The national picture on the command line: to read, to export, and to tell inspections."""

from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.command_line import Parser
from inspector_app.domain import markings
from inspector_app.domain.errors import DeviceFull, MayNotLast
from inspector_app.domain.wording import counted, when_words
from inspector_app.durable import (
    Unsettled,
    make_folder,
    refusal_elsewhere,
    whole_file,
    write_whole,
)
from inspector_app.server.commands.level import Commands, Desk, Exit

if TYPE_CHECKING:
    from inspector_app.domain.national.visits import Nation
    from inspector_app.server.national import Telling
    from inspector_app.server.national_sheets import Topic
    from inspector_app.sheets.book import Book, Sheet


def add(commands: Commands) -> None:
    """Add the family's commands."""
    national = commands.level("national", "Inspections of several forces side by side; no ranks")
    lines = national.add(
        "lines",
        _lines,
        "Show the same lines in every inspection; without any, all of them",
        "national lines CC-PO-09",
        "national lines CC-PO CN-PO --xlsx public-order.xlsx",
    )
    lines.add_argument("line", nargs="*", help="a line or a section: CC-PO-09, CC-PO")
    _with_export(lines)
    for name, verb, brief in (
        (
            "quantities",
            _quantities,
            "Show quantities, need against supply, mutual aid, and take-up of courses",
        ),
        ("arrangements", _arrangements, "Show which forces share an arrangement"),
        ("documents", _documents, "Show who lacks what document"),
    ):
        _with_export(national.add(name, verb, brief, f"national {name} --csv out"))
    whole = national.add(
        "export",
        _export,
        "Write all of it into one file, or one folder",
        "national export --xlsx national.xlsx",
    )
    _with_export(whole)
    compared = national.add(
        "comparisons",
        _comparisons,
        "Show what base can tell inspections of other forces; with --tell, tell it",
        "national comparisons",
        "national comparisons --tell",
    )
    compared.add_argument(
        "--tell", action="store_true", help="from now on tell it to inspections that wait for it"
    )
    compared.add_argument(
        "--at-least",
        type=int,
        default=5,
        metavar="N",
        help="forces that a comparison must rest on (default 5, never below 3)",
    )


def _with_export(command: Parser) -> None:
    command.add_argument(
        "--up-to",
        metavar="MARKING",
        help="withhold what is marked above it, such as OFFICIAL (default: withhold nothing for "
        "its marking; what is not to be exported never is shown)",
    )
    command.add_argument("--xlsx", type=Path, metavar="FILE", help="also write a workbook")
    command.add_argument("--csv", type=Path, metavar="DIR", help="also write one file a sheet")


def _lines(given: Namespace, desk: Desk) -> Exit:
    from inspector_app.server import national_sheets as sheets

    return _told(given, desk, lambda nation: (sheets.of_lines(nation, given.line),))


def _quantities(given: Namespace, desk: Desk) -> Exit:
    from inspector_app.server import national_sheets as sheets

    return _told(given, desk, lambda nation: (sheets.of_quantities(nation),))


def _arrangements(given: Namespace, desk: Desk) -> Exit:
    from inspector_app.server import national_sheets as sheets

    return _told(given, desk, lambda nation: (sheets.of_arrangements(nation),))


def _documents(given: Namespace, desk: Desk) -> Exit:
    from inspector_app.server import national_sheets as sheets

    return _told(given, desk, lambda nation: (sheets.of_documents(nation),))


def _export(given: Namespace, desk: Desk) -> Exit:
    from inspector_app.server.national_sheets import everything

    return _told(given, desk, everything)


def _told(given: Namespace, desk: Desk, made: "Callable[[Nation], tuple[Topic, ...]]") -> Exit:
    from inspector_app.server import national
    from inspector_app.server.national_sheets import book
    from inspector_app.server.settings import Setting, get

    up_to = markings.read(given.up_to) if given.up_to else None
    with desk.database() as database, database.read() as connection:
        nation = national.picture(connection, up_to)
        name = get(connection, Setting.NAME) or ""
    topics = made(nation)
    whole = book(topics, nation, name, up_to, desk.now_ms())
    written = _written(whole, given, desk)
    words = [f"{whole.marking} · {whole.claim}"]
    if given.verb is not _export:
        for topic in topics:
            words += [line for sheet in topic.sheets for line in _words(sheet)]
    words += ["", *whole.remarks, *(f"Written: {path}" for path in written)]
    desk.tell(
        words,
        {
            "marking": whole.marking,
            "claim": whole.claim,
            "remarks": list(whole.remarks),
            "sheets": [_form(sheet) for sheet in whole.sheets],
            "files": [str(path) for path in written],
        },
    )
    return Exit.OK


def _written(whole: "Book", given: Namespace, desk: Desk) -> list[Path]:
    from inspector_app.sheets.xlsx_form import write_xlsx

    written: list[Path] = []
    if given.xlsx:
        made_at = datetime.fromtimestamp(desk.now_ms() / 1000, UTC)
        with whole_file(given.xlsx) as file:
            for remark in write_xlsx(whole, file, made_at=made_at, step=_nothing):
                desk.remark(remark)
        written.append(given.xlsx)
    if given.csv:
        written += _folder_written(whole, given.csv, written, desk)
    return written


def _folder_written(
    whole: "Book", folder: Path, before: Sequence[Path], desk: Desk
) -> Sequence[Path]:
    """Write a file a sheet and then the one that lists them.

    Args:
        whole: the sheets.
        folder: made where it is not there; what else lies in it stays, and is told.
        before: what the command wrote before.
        desk: hears what is told beside the result.
    """
    from inspector_app.sheets.csv_folder import others, so_far
    from inspector_app.sheets.csv_form import csv_files

    about, *sheets = csv_files(whole)
    files = (*sheets, about)
    written: list[Path] = []
    make_folder(folder.absolute())
    for name, content in files:
        try:
            write_whole(folder / name, content)
        except Unsettled as error:  # it counts with those that are there
            told = [
                f"{folder / name}: {refusal_elsewhere(error, '')}",
                *(f"{path} is written." for path in before),
                so_far(len(written) + 1, len(files), folder),
            ]
            raise MayNotLast(" ".join(told)) from error
        except OSError as error:
            kept = so_far(len(written), len(files), folder) or f"No file of {folder} was altered."
            told = [*(f"{path} is written." for path in before), kept]
            refused = refusal_elsewhere(error, " ".join(told))
            raise DeviceFull(f"{folder / name}: {refused}") from error
        written.append(folder / name)
    for remark in others(folder, written):
        desk.remark(remark)
    return written


def _comparisons(given: Namespace, desk: Desk) -> Exit:
    from inspector_app.server import national

    with desk.database() as database:
        if given.tell:
            tellings = national.tell(database, given.at_least, desk.now_ms())
        else:
            tellings = national.worked_out(database, given.at_least)
    heading = (
        "What inspections are told from now on:"
        if given.tell
        else "Nothing was told; this is how it stands:"
    )
    desk.tell(
        [heading, *map(_telling_words, tellings)] if tellings else ["Nothing waits for it."],
        [_telling_form(each) for each in tellings],
    )
    return Exit.OK


def _telling_words(each: "Telling") -> str:
    worked = each.worked
    forces = counted(len(worked.figures), "force", "forces")
    line = f"{worked.comparison.line} {worked.comparison.title}: "
    if each.why:
        stands = f" What was told on {when_words(each.issued_ms)} stands." if each.issued_ms else ""
        return f"{line}not told. {each.why[0].upper()}{each.why[1:]}{stands}"
    when = f"told since {when_words(each.issued_ms)}" if each.issued_ms else "can be told"
    return f"{line}{when}, of {forces}."


def _telling_form(each: "Telling") -> dict[str, object]:
    worked = each.worked
    return {
        "checklist": worked.pack,
        "comparison": worked.comparison.id,
        "line": worked.comparison.line,
        "forces": len(worked.figures),
        "values": {measure.value: value for measure, value in worked.values.items()},
        "spread": [{"choice": choice, "forces": number} for choice, number in worked.spread],
        "marking": worked.marking.words(),
        "unsettled": list(worked.unsettled),
        "issued_ms": each.issued_ms,
        "why_not": each.why,
    }


def _words(sheet: "Sheet") -> list[str]:
    from inspector_app.server.national_sheets import SIDE_BY_SIDE

    if sheet.name == SIDE_BY_SIDE:
        return []  # as wide as there are forces: the next one says the same below each other
    titles = [column.title for column in sheet.columns]
    found = ["", f"{sheet.name}. {sheet.meaning}"]
    for row in sheet.rows:
        cells = [
            f"{title}: {str(cell).strip()}" if at else str(cell).strip()
            for at, (title, cell) in enumerate(zip(titles, row, strict=True))
            if str(cell).strip()
        ]
        found.append("  " + " · ".join(" ".join(cell.split()) for cell in cells))
    return found if sheet.rows else [*found, "  Nothing."]


def _form(sheet: "Sheet") -> dict[str, object]:
    return {
        "name": sheet.name,
        "meaning": sheet.meaning,
        "columns": [column.title for column in sheet.columns],
        "rows": [
            [cell if isinstance(cell, str | int) else float(cell) for cell in row]
            for row in sheet.rows
        ],
    }


def _nothing() -> None:
    """Nobody watches how far it is."""

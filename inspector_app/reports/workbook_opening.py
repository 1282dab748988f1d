"""Opens a workbook that came back, which may be anything: nothing in it is trusted.

Looked at before it is opened: its size, that of every entry once unpacked, passwords, macros,
embedded files, links to elsewhere, and that no entry brings entities of its own. A formula, and
whatever else is not the words, number or day that belongs in a cell, is a fault. Every fault is
told, by sheet and cell.
"""

import hashlib
import io
import posixpath
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from inspector_app.domain.errors import BadInput, InspectorError
from inspector_app.domain.locales import whole_words
from inspector_app.domain.workbooks import Fault
from inspector_app.reports.hostile_zip import UNREADABLE
from inspector_app.reports.workbook_cells import MOST_CHARACTERS
from inspector_app.texts import tr, tr_counted

MAX_BYTES = 8 * 1024 * 1024
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
MAX_ENTRIES = 300
MAX_ROWS = 20_000
MAX_TAGS = 1_000_000
"""Of all parts, each end of an element counted: a reader makes some 400 bytes of every one."""
MAX_TAGS_BESIDE_CELLS = 50_000
"""Of what is neither a sheet nor its words; styles take a reader a hundred times as long."""
NOTHING = tr("Nothing was recorded.")
_MOST_FAULTS_TOLD = 20
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_REFUSED_PARTS = {
    "vbaproject": tr("it holds macros. Save it as a workbook without macros (.xlsx)"),
    "xl/macrosheets/": tr("it holds macros. Save it as a workbook without macros (.xlsx)"),
    "xl/externallinks/": tr("it draws on another workbook. Break the links and save it again"),
    "xl/connections": tr(
        "it draws on data from elsewhere. Remove the connection and save it again"
    ),
    "xl/embeddings/": tr("it holds another file inside. Send that one by itself"),
    "xl/activex/": tr("it holds program controls. Remove them and save it again"),
}
_MACRO_TYPE = "macroEnabled"
_SHEETS = "xl/worksheets/"
_OF_CELLS = (_SHEETS, "xl/sharedStrings")
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_HYPERLINK = "/hyperlink"


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook that was looked at and opened."""

    name: str
    """Of its file."""
    content: bytes
    sha256: str
    book: Any
    faults: list[Fault]
    """What is found to be wrong, in the order in which it was found."""


@contextmanager
def opened(source: Path, kind: str) -> Iterator[Opened]:
    """Open a workbook for reading; leaving closes it.

    Args:
        source: the file.
        kind: what it should be: ``accuracy workbook``.

    Raises:
        BadInput: it is no workbook, would grow beyond bounds, or holds more than cells.
    """
    content = _content(source, kind)
    links = _look_before_opening(content, source.name, kind)
    content.seek(0)
    sha256 = hashlib.sha256(content.getvalue()).hexdigest()
    # Slow to import, and only needed here.
    from openpyxl import load_workbook

    try:
        book = load_workbook(content, read_only=True, data_only=False, keep_links=False)
        try:
            titles = dict(zip(_parts(content), book.sheetnames, strict=False))
            faults = [
                Fault(
                    f"{titles.get(part, part)}!{cell}" if cell else titles.get(part, part),
                    tr("this is a link to elsewhere; write the words alone"),
                )
                for part, cell in links
            ]
            yield Opened(source.name, content.getvalue(), sha256, book, faults)
        finally:
            book.close()
    except InspectorError:
        raise
    except Exception as error:
        raise BadInput(
            tr("{source} cannot be read as a workbook ({name}). {nothing}").format(
                source=source.name, name=type(error).__name__, nothing=NOTHING
            )
        ) from error


def require_sheets(book: Opened, names: tuple[str, ...]) -> bool:
    """Return whether all sheets are there, and tell those that are missing or never went out."""
    there = book.book.sheetnames
    strange = [name for name in there if name not in names]
    missing = [name for name in names if name not in there]
    for name in missing:
        stands = (
            tr("; “{strange}” stands there instead").format(strange=strange[0]) if strange else ""
        )
        book.faults.append(
            Fault(
                name,
                tr("this sheet is missing or was given another name{stands}").format(stands=stands),
            )
        )
    if not missing:
        book.faults.extend(
            Fault(name, tr("this sheet did not go out; remove it")) for name in strange
        )
    return not missing


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet that came back, with the faults found in its cells."""

    sheet: str
    number: int
    """From 1."""
    cells: tuple[Any, ...]
    faults: list[Fault]

    def where(self, column: int) -> str:
        """Return how a person finds a cell: ``Points!D7``."""
        return where(self.sheet, column, self.number)

    def fault(self, column: int, words: str) -> None:
        """Tell that something is wrong in a cell."""
        self.faults.append(Fault(self.where(column), words))

    def value(self, column: int) -> Any:
        """Return what stands in a cell; None: nothing does.

        A formula and an error of the spreadsheet are told, and nothing is taken of them.
        """
        cell = self.cells[column - 1] if column <= len(self.cells) else None
        if cell is None or cell.value is None:
            return None
        if cell.data_type == "f":
            self.fault(column, tr("this is a formula; write the words or the number themselves"))
            return None
        if cell.data_type == "e":
            self.fault(column, tr("this is an error of the spreadsheet; write what belongs here"))
            return None
        return cell.value

    def words(self, column: int) -> str:
        """Return the words of a cell; anything but words is told and left out."""
        value = self.value(column)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault(
                column, tr("this is a number or a date; format the cell as text and write it again")
            )
            return ""
        if len(value) > MOST_CHARACTERS:
            self.fault(
                column,
                tr_counted(MOST_CHARACTERS, "this is longer than {number} characters").format(
                    number=whole_words(MOST_CHARACTERS)
                ),
            )
            return ""
        return value.strip()

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in any of its cells."""
        return all(
            cell.value is None or (isinstance(cell.value, str) and not cell.value.strip())
            for cell in self.cells
        )


def where(sheet: str, column: int, row: int) -> str:
    """Return how a person finds a cell: ``Points!D7``."""
    return f"{sheet}!{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[column - 1]}{row}"


def rows(book: Opened, name: str, columns: int, head_row: int) -> Iterator[Row]:
    """Yield the rows of a sheet from ``head_row`` on, without what stands beyond ``columns``.

    Raises:
        BadInput: there are too many.
    """
    sheet = book.book[name]
    sheet.reset_dimensions()  # what a file says of its own size is not believed
    for number, cells in enumerate(sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=columns), 1):
        if number > MAX_ROWS:
            raise BadInput(
                tr_counted(MAX_ROWS, "{book} has more than {number} rows. {nothing}").format(
                    book=book.name, number=whole_words(MAX_ROWS), nothing=NOTHING
                )
            )
        if number >= head_row:
            yield Row(name, number, tuple(cells), book.faults)


def require_titles(
    book: Opened, row: Row | None, sheet: str, titles: dict[int, str], head_row: int
) -> bool:
    """Return whether the titles of a table stand where they went out, and tell each that does not.

    Args:
        book: to which the faults are told.
        row: the row of the titles; None: the sheet ends before it.
        sheet: its name.
        titles: by column.
        head_row: where they belong.
    """
    is_whole = True
    for column, title in titles.items():
        cell = row.cells[column - 1] if row and column <= len(row.cells) else None
        if str((cell.value if cell is not None else "") or "").strip() != title:
            there = where(sheet, column, head_row)
            book.faults.append(
                Fault(there, tr("here the title “{title}” must stand").format(title=title))
            )
            is_whole = False
    return is_whole


def refuse(name: str, faults: list[Fault]) -> None:
    """Refuse a workbook that has faults, telling the first of them.

    Raises:
        BadInput: there is any.
    """
    if not faults:
        return
    told = [fault.sentence for fault in faults[:_MOST_FAULTS_TOLD]]
    if more := len(faults) - len(told):
        told.append(tr_counted(more, "and {number} more").format(number=more))
    raise BadInput(f"{name}: {'; '.join(told)}. {NOTHING}")


def _content(source: Path, kind: str) -> io.BytesIO:
    try:
        with source.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadInput(
            tr("{source} cannot be read: {strerror}.").format(
                source=source.name, strerror=error.strerror
            )
        ) from error
    if len(content) > MAX_BYTES:
        raise BadInput(
            tr("{source} is larger than {max_bytes} MB, which no {kind} is. {nothing}").format(
                source=source.name, max_bytes=MAX_BYTES // 1024 // 1024, kind=kind, nothing=NOTHING
            )
        )
    if content.startswith(_OLD_OFFICE):
        if _ENCRYPTED in content:
            raise BadInput(
                tr(
                    "{source} is locked with a password. Take the password off, save it as .xlsx "
                    "and read it in again. {nothing}"
                ).format(source=source.name, nothing=NOTHING)
            )
        raise BadInput(
            tr("{source} is of an older kind (.xls). Save it as .xlsx. {nothing}").format(
                source=source.name, nothing=NOTHING
            )
        )
    return io.BytesIO(content)


def _look_before_opening(content: io.BytesIO, name: str, kind: str) -> list[tuple[str, str]]:
    """Refuse what would grow beyond bounds, or holds more than cells, before a reader sees it.

    Returns the links to elsewhere: the part of each sheet, and the cell.
    """
    try:
        with zipfile.ZipFile(content) as packed:
            entries = packed.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES:
                raise BadInput(
                    tr_counted(
                        len(entries),
                        "{name} would unpack to {size} MB in {number} entries, which no {kind} "
                        "does. {nothing}",
                    ).format(
                        name=name,
                        size=whole_words(unpacked // 1024 // 1024),
                        number=whole_words(len(entries)),
                        kind=kind,
                        nothing=NOTHING,
                    )
                )
            if len({entry.filename.casefold() for entry in entries}) < len(entries):
                raise BadInput(
                    tr("{name} holds two parts of the same name. {nothing}").format(
                        name=name, nothing=NOTHING
                    )
                )
            if any(entry.flag_bits & 1 for entry in entries):
                raise BadInput(
                    tr("{name} is locked with a password. Take it off. {nothing}").format(
                        name=name, nothing=NOTHING
                    )
                )
            for entry in entries:
                for beginning, words in _REFUSED_PARTS.items():
                    if beginning in entry.filename.casefold():
                        raise BadInput(
                            tr("{name} is refused: {words}. {nothing}").format(
                                name=name, words=words, nothing=NOTHING
                            )
                        )
            _require_modest((_look_at(packed, entry, name) for entry in entries), name, kind)
            return list(_links(packed, name))
    except (*UNREADABLE, OSError) as error:
        raise BadInput(
            tr("{name} is not a workbook of the kind .xlsx. {nothing}").format(
                name=name, nothing=NOTHING
            )
        ) from error
    except ValueError as error:
        raise BadInput(
            tr("{name} is damaged. {nothing}").format(name=name, nothing=NOTHING)
        ) from error


def _require_modest(parts: Iterable[tuple[int, bool]], name: str, kind: str) -> None:
    """Refuse what would keep a reader busy beyond bounds; ``parts`` are their tags."""
    tags = beside = 0
    for count, is_of_cells in parts:
        tags += count
        beside += 0 if is_of_cells else count
        if tags > MAX_TAGS or beside > MAX_TAGS_BESIDE_CELLS:
            raise BadInput(
                tr("{name} holds more than any {kind} does. {nothing}").format(
                    name=name, kind=kind, nothing=NOTHING
                )
            )


def _look_at(packed: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> tuple[int, bool]:
    """Return how many tags a part has, and whether it holds cells or their words."""
    entry, called = packed.read(part), part.filename
    # A reader is told by the workbook which part is what, not by what it is called.
    is_named = called.lower().endswith((".xml", ".rels", ".vml"))
    if not is_named and not entry.lstrip().startswith(
        (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
    ):
        return 0, False
    try:
        text = entry.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            tr("{name}: {called} is not written in UTF-8. {nothing}").format(
                name=name, called=called, nothing=NOTHING
            )
        ) from error
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise BadInput(
            tr("{name}: {called} brings entities of its own. {nothing}").format(
                name=name, called=called, nothing=NOTHING
            )
        )
    if called == "[Content_Types].xml" and _MACRO_TYPE in text:
        words = _REFUSED_PARTS["vbaproject"]
        raise BadInput(
            tr("{name} is refused: {words}. {nothing}").format(
                name=name, words=words, nothing=NOTHING
            )
        )
    return text.count("<"), called.startswith(_OF_CELLS)


def _links(packed: zipfile.ZipFile, name: str) -> Iterator[tuple[str, str]]:
    """Yield the links that lead out of the workbook; one that is not a cell's is refused."""
    linked: dict[str, dict[str, list[str]]] = {}
    for called in packed.namelist():
        if not called.endswith(".rels"):
            continue
        for relation in _tree(packed.read(called)).iter(f"{_RELATIONS}Relationship"):
            if relation.get("TargetMode") != "External":
                continue
            of = posixpath.join(posixpath.dirname(posixpath.dirname(called)), "")
            part = of + posixpath.basename(called).removesuffix(".rels")
            is_link = str(relation.get("Type")).endswith(_HYPERLINK)
            if not (is_link and part.startswith(_SHEETS)):
                raise BadInput(
                    tr(
                        "{name} is refused: it draws on something outside it. Break the links and "
                        "save it again. {nothing}"
                    ).format(name=name, nothing=NOTHING)
                )
            if part not in linked:
                linked[part] = _linked_cells(packed.read(part))
            for cell in linked[part].get(str(relation.get("Id")), [""]):
                yield part, cell


def _linked_cells(sheet: bytes) -> dict[str, list[str]]:
    """Return the cells that are links, by the relation they follow."""
    found: dict[str, list[str]] = {}
    for each in _tree(sheet).iter(f"{_MAIN}hyperlink"):
        found.setdefault(str(each.get(f"{_OFFICE}id")), []).append(str(each.get("ref", "")))
    return found


def _parts(content: io.BytesIO) -> list[str]:
    """Return the part of each sheet, in the order of the workbook."""
    with zipfile.ZipFile(content) as packed:
        targets = {
            each.get("Id"): posixpath.join("xl", str(each.get("Target")).removeprefix("/xl/"))
            for each in _tree(packed.read("xl/_rels/workbook.xml.rels")).iter(
                f"{_RELATIONS}Relationship"
            )
        }
        sheets = _tree(packed.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
        return [targets.get(each.get(f"{_OFFICE}id"), "") for each in sheets]


def _tree(content: bytes) -> ElementTree.Element:
    """Return a part as a tree; it was looked through for entities before."""
    try:
        return ElementTree.fromstring(content)  # noqa: S314 - no entities, and bounded in size
    except ElementTree.ParseError as error:
        raise ValueError("not well-formed") from error

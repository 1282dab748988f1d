"""The full-text index, kept beside what stands: passages go in, passages are found."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from inspector_app.domain.assigning import NOTHING_MINE, Mine
from inspector_app.domain.ids import InspectionId, LineId, SectionId, Sha256
from inspector_app.domain.learned import Learned
from inspector_app.domain.searching import Filter, Kind, Passage, stems
from inspector_app.storage.statements import Statement, driver_of
from inspector_app.storage.tables import table

MARK, UNMARK = "\x02", "\x03"
"""Stand around a found word in an excerpt; passages hold no control characters of their own."""

_EXCERPT_WORDS = 24
_MOST_WORDS = 12
_MOST_CHARACTERS = 200
_passage, _file_read = table("passage"), table("file_read")
_of_subject = (
    _passage.c.inspection == bindparam("inspection"),
    _passage.c.subject == bindparam("subject"),
)
_TOLD = tuple(column.name for column in _passage.c if column.name != "id")
_ADD = f"INSERT INTO passage ({', '.join(_TOLD)}) VALUES "  # noqa: S608 - constants
_ADD_ONE = f"({', '.join('?' * len(_TOLD))})"
_AT_ONCE = 500
_DROP = Statement(delete(_passage).where(*_of_subject, _passage.c.kind != Kind.TEXT.value))
_DROP_TEXT = Statement(delete(_passage).where(*_of_subject, _passage.c.kind == Kind.TEXT.value))
_IS_THERE = Statement(
    select(_passage.c.id).where(_passage.c.inspection == bindparam("inspection")).limit(1)
)
_READ = Statement(
    select(_file_read.c.sha256).where(
        _file_read.c.inspection == bindparam("inspection"),
        _file_read.c.subject == bindparam("subject"),
    )
)
_KEEP_READ = Statement(insert(_file_read).prefix_with("OR REPLACE"))
_DROP_READ = Statement(
    delete(_file_read).where(
        _file_read.c.inspection == bindparam("inspection"),
        _file_read.c.subject == bindparam("subject"),
    )
)
_MOVE_TEXT = (
    "UPDATE passage SET section = ?, line = ?, is_withheld = ? "
    "WHERE inspection = ? AND subject = ? AND kind = 'text'"
)
_COLUMNS = "p.subject, p.kind, p.number, p.section, p.line"
# The index is asked first: it hands its rows over best first, and the search ends at the limit.
_FIND = (
    f"SELECT {_COLUMNS}, snippet(found, 1, '{MARK}', '{UNMARK}', '…', {_EXCERPT_WORDS}), "  # noqa: S608 - constants
    "found.rank "
    "FROM found CROSS JOIN passage AS p ON p.id = found.rowid "
    "WHERE found MATCH ? AND p.inspection = ? {narrowed} ORDER BY found.rank LIMIT ?"
)
_LIST = (
    f"SELECT {_COLUMNS}, substr(p.words, 1, 200), 0 FROM passage AS p "  # noqa: S608 - constants
    "WHERE p.inspection = ? {narrowed} ORDER BY p.number, p.kind, p.id LIMIT ?"
)
_NARROWED = {
    Filter.NOT_ESTABLISHED: "p.line <> '' AND p.line NOT IN "
    "(SELECT line FROM passage WHERE inspection = p.inspection AND is_established)",
    Filter.VERSIONS: "p.in_conflict",
    Filter.NOT_EXPORTED: "p.is_withheld",
    Filter.CHANGED_TODAY: "EXISTS (SELECT 1 FROM version AS v JOIN change AS c "
    "ON c.id = v.change_id WHERE v.inspection = p.inspection AND v.subject = p.subject "
    "AND c.time_ms >= ?)",
    Filter.MINE: "((p.line <> '' AND p.line IN (SELECT value FROM json_each(?))) "
    "OR (p.line = '' AND p.section IN (SELECT value FROM json_each(?))))",
}

_LEARNED = (
    "(p.line IN (SELECT value FROM json_each(?)) OR p.subject IN (SELECT value FROM json_each(?)))"
)


@dataclass(frozen=True, slots=True)
class Found:
    """One passage that was found."""

    subject: str
    kind: Kind
    number: str
    section: SectionId | None
    line: LineId | None
    excerpt: str
    """Found words stand between :data:`MARK` and :data:`UNMARK`."""


class SearchIndex:
    """The passages of all inspections, and which evidence files were read for them."""

    def __init__(self, connection: Connection) -> None:
        self._driver = driver_of(connection)

    def has(self, inspection: InspectionId) -> bool:
        """Return whether anything of the inspection can be found."""
        return _IS_THERE.run(self._driver, inspection=inspection).fetchone() is not None

    def replace(self, inspection: InspectionId, subject: str, passages: Iterable[Passage]) -> None:
        """Let ``passages`` be all that is found about a subject but for the text of its file."""
        _DROP.run(self._driver, inspection=inspection, subject=subject)
        self.add(inspection, passages)

    def add(self, inspection: InspectionId, passages: Iterable[Passage]) -> None:
        """Let more be found.

        Many with one statement: at the beginning of each, the index writes down what it has
        gathered, and merges that later with all before it.
        """
        rows = [_row(inspection, passage) for passage in passages]
        for start in range(0, len(rows), _AT_ONCE):
            part = rows[start : start + _AT_ONCE]
            values = [row[name] for row in part for name in _TOLD]
            self._driver.execute(_ADD + ", ".join([_ADD_ONE] * len(part)), values)

    def clear(self, inspection: InspectionId) -> None:
        """Forget everything of the inspection but the text of its files."""
        self._driver.execute(
            "DELETE FROM passage WHERE inspection = ? AND kind <> 'text'", (inspection,)
        )

    def erase(self, inspection: InspectionId) -> None:
        """Forget everything of the inspection, the text of its files too."""
        self._driver.execute("DELETE FROM passage WHERE inspection = ?", (inspection,))
        self._driver.execute("DELETE FROM file_read WHERE inspection = ?", (inspection,))

    # The text of files

    def read(self, inspection: InspectionId, subject: str) -> Sha256 | None:
        """Return which file of an evidence item was read; None: none was."""
        row = _READ.run(self._driver, inspection=inspection, subject=subject).fetchone()
        return Sha256(row[0]) if row else None

    def files_read(self, inspection: InspectionId) -> dict[str, Sha256]:
        """Return which file was read of every evidence item."""
        rows = self._driver.execute(
            "SELECT subject, sha256 FROM file_read WHERE inspection = ?", (inspection,)
        )
        return {subject: Sha256(sha256) for subject, sha256 in rows}

    def keep_text(
        self,
        inspection: InspectionId,
        subject: str,
        sha256: Sha256,
        passages: Iterable[Passage],
    ) -> None:
        """Let ``passages`` be the text of an item's file, which may be none at all."""
        self.forget_text(inspection, subject)
        self.add(inspection, passages)
        _KEEP_READ.run(self._driver, inspection=inspection, subject=subject, sha256=sha256)

    def move_text(
        self,
        inspection: InspectionId,
        subject: str,
        section: SectionId | None,
        line: LineId | None,
        *,
        is_withheld: bool,
    ) -> None:
        """Tell where the text of an item's file is found from now on."""
        place = (section or "", line or "", is_withheld)
        self._driver.execute(_MOVE_TEXT, (*place, inspection, subject))

    def forget_text(self, inspection: InspectionId, subject: str) -> None:
        """Forget the text of an item's file."""
        for statement in (_DROP_TEXT, _DROP_READ):
            statement.run(self._driver, inspection=inspection, subject=subject)

    # Finding

    def find(
        self,
        inspection: InspectionId,
        words: str,
        limit: int,
        filters: Collection[Filter] = (),
        since_ms: int = 0,
        sections: Collection[SectionId] | None = None,
        mine: Mine = NOTHING_MINE,
        learned: Learned | None = None,
    ) -> tuple[Found, ...]:
        """Return what holds all the words, the best first; each thing once.

        Args:
            inspection: whose.
            words: as somebody types them; nothing in them means anything to the index.
            limit: how many passages are looked at.
            filters: all of them must hold. Without any words they alone choose.
            since_ms: when today began, milliseconds UTC.
            sections: those in which a line can be not established; None: all.
            mine: the lines and sections of whoever searches.
            learned: narrows to what has to do with one kind of source; None: all.
        """
        match = matching(words)
        if not match and ((not filters and learned is None) or words.strip()):
            return ()
        narrowed, given = _narrowing(filters, since_ms, sections, mine)
        if learned is not None:
            narrowed += f"AND {_LEARNED} "
            given += (json.dumps(sorted(each)) for each in (learned.lines, learned.subjects))
        begun: tuple[object, ...] = (match, inspection) if match else (inspection,)
        statement = (_FIND if match else _LIST).format(narrowed=narrowed)
        rows = self._driver.execute(statement, (*begun, *given, limit))
        found: dict[tuple[str, str], Found] = {}
        # Equals stand in an order of their own, not in that in which they came.
        for subject, kind, number, section, line, excerpt, _ in sorted(rows, key=_best_first):
            found.setdefault(
                (subject, kind),
                Found(
                    subject,
                    Kind(kind),
                    number,
                    SectionId(section) if section else None,
                    LineId(line) if line else None,
                    excerpt,
                ),
            )
        return tuple(found.values())


def matching(words: str) -> str:
    """Return typed words as a question to the index; empty when there is no word in them.

    Every word stands in quotes, in which the index knows no operators.
    """
    plain = "".join(" " if ord(each) < 32 else each for each in words[:_MOST_CHARACTERS])
    asked = []
    for word in plain.replace('"', " ").split()[:_MOST_WORDS]:
        if any(each.isalnum() for each in word):
            ways = [f'"{stem}" *' for stem in stems(word)]
            asked.append(ways[0] if len(ways) == 1 else f"({' OR '.join(ways)})")
    return " AND ".join(asked)


def _best_first(row: tuple[Any, ...]) -> tuple[Any, ...]:
    subject, kind, number, _, _, excerpt, rank = row
    return (rank, number, kind, subject, excerpt)


def _narrowing(
    filters: Collection[Filter],
    since_ms: int,
    sections: Collection[SectionId] | None,
    mine: Mine,
) -> tuple[str, list[object]]:
    conditions: list[str] = []
    given: list[object] = []
    for each in sorted(filters):
        conditions.append(_NARROWED[each])
        if each is Filter.CHANGED_TODAY:
            given.append(since_ms)
        if each is Filter.MINE:
            given += (json.dumps(sorted(places)) for places in (mine.lines, mine.sections))
        if each is Filter.NOT_ESTABLISHED and sections is not None:
            conditions.append(f"p.section IN ({', '.join('?' * len(sections))})")
            given += sections
    return "".join(f"AND {condition} " for condition in conditions), given


def _row(inspection: InspectionId, passage: Passage) -> dict[str, object]:
    return {
        "inspection": inspection,
        "subject": passage.subject,
        "kind": passage.kind.value,
        "number": passage.number,
        "section": passage.section or "",
        "line": passage.line or "",
        "words": passage.words,
        "is_established": passage.is_established,
        "in_conflict": passage.in_conflict,
        "is_withheld": passage.is_withheld,
    }

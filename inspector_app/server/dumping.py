"""The rows of base's tables as lines of text, alike for both engines, and back again."""

import base64
import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, func, insert, select, text

from inspector_app.server.tables import METADATA

_AT_ONCE = 1000
_OF_NO_USE = {"nonce", "session", "attempt"}
"""Of what is going on just now; whoever restores begins without."""

TABLES: tuple[Table, ...] = tuple(
    table for table in METADATA.sorted_tables if table.name not in _OF_NO_USE
)
"""What is kept, in an order in which rows may be put back."""


def rows_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """Yield a table's columns and then its rows, a line each; memory does not grow with them."""
    columns = list(table.columns)
    yield _line([column.name for column in columns])
    query = select(table).execution_options(yield_per=_AT_ONCE)
    binary = [isinstance(column.type, LargeBinary) for column in columns]
    for row in connection.execute(query):
        yield _line(
            [
                base64.b64encode(value).decode() if is_binary and value is not None else value
                for value, is_binary in zip(row, binary, strict=True)
            ]
        )


def put_rows(connection: Connection, table: Table, lines: Iterable[bytes]) -> int:
    """Put rows that :func:`rows_of` gave into an empty table and return how many.

    Raises:
        ValueError: a line is none of this table.
    """
    each = iter(lines)
    names = json.loads(next(each, b"[]"))
    if names != [column.name for column in table.columns]:
        raise ValueError(f"{table.name}: columns {names}")
    count = 0
    waiting: list[dict[str, Any]] = []
    for line in each:
        waiting.append(_values(table, json.loads(line)))
        if len(waiting) == _AT_ONCE:
            connection.execute(insert(table), waiting)
            count += len(waiting)
            waiting = []
    if waiting:
        connection.execute(insert(table), waiting)
    _go_on_numbering(connection, table)
    return count + len(waiting)


def _line(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _values(table: Table, values: list[Any]) -> dict[str, Any]:
    return {
        column.name: base64.b64decode(value)
        if isinstance(column.type, LargeBinary) and value is not None
        else value
        for column, value in zip(table.columns, values, strict=True)
    }


def _go_on_numbering(connection: Connection, table: Table) -> None:
    """Have PostgreSQL number further rows after those that were put; SQLite does by itself."""
    own = table.autoincrement_column
    if connection.dialect.name == "sqlite" or own is None:
        return
    largest = connection.scalar(select(func.max(own)))
    if largest is not None:
        numbering = text("SELECT setval(pg_get_serial_sequence(:table, :own), :largest)")
        connection.execute(numbering, {"table": table.name, "own": own.name, "largest": largest})

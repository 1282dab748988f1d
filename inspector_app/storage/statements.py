"""Statements that are written as SQLAlchemy writes them, compiled once, and run by the driver.

One answer is a dozen small statements: between SQLAlchemy's own steps and the disk, most of its
time went into preparing statements that never differ.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ClauseElement, Connection
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite


class Statement:
    """A statement without anything to decide at run time: names in, rows out."""

    def __init__(self, clause: ClauseElement) -> None:
        compiled: Any = clause.compile(dialect=SQLiteDialect_pysqlite(paramstyle="qmark"))
        self._sql = str(compiled)
        self._names: tuple[str, ...] = tuple(compiled.positiontup or ())
        self._given: dict[str, object] = compiled.params

    def run(self, connection: Connection, **values: object) -> Any:
        """Run in the connection's transaction and return the driver's cursor.

        Args:
            connection: in a transaction.
            values: by the names of the statement's parameters; one left out is NULL.
        """
        return self._cursor(connection).execute(self._sql, self._ordered(values))

    def run_many(self, connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
        """Run once for each of the rows."""
        if rows:
            self._cursor(connection).executemany(self._sql, map(self._ordered, rows))

    def _ordered(self, values: Mapping[str, object]) -> list[object]:
        return [values[name] if name in values else self._given[name] for name in self._names]

    @staticmethod
    def _cursor(connection: Connection) -> Any:
        return connection.connection.cursor()

"""Statements that are written as SQLAlchemy writes them, compiled once, and run by the driver.

One answer is a dozen small statements: between SQLAlchemy's own steps and the disk, most of its
time went into preparing statements that never differ.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ClauseElement, Connection
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

Driver = Any
"""A connection of sqlcipher3, which ships no types."""


def driver_of(connection: Connection) -> Driver:
    """Return the driver's own connection."""
    return connection.connection.driver_connection


class Statement:
    """A statement without anything to decide at run time: names in, rows out."""

    def __init__(self, clause: ClauseElement) -> None:
        compiled: Any = clause.compile(dialect=SQLiteDialect_pysqlite(paramstyle="qmark"))
        self._sql = str(compiled)
        self._names: tuple[str, ...] = tuple(compiled.positiontup or ())
        self._given: dict[str, object] = compiled.params

    def run(self, driver: Driver, **values: object) -> Any:
        """Run in the driver's transaction and return its cursor.

        Args:
            driver: the connection below SQLAlchemy, in a transaction.
            values: by the names of the statement's parameters.
        """
        return driver.execute(self._sql, self._ordered(values))

    def run_many(self, driver: Driver, rows: Sequence[Mapping[str, object]]) -> None:
        """Run once for each of the rows."""
        if rows:
            driver.executemany(self._sql, map(self._ordered, rows))

    def _ordered(self, values: Mapping[str, object]) -> list[object]:
        return [values[name] if name in values else self._given[name] for name in self._names]

"""Whether the database's file is what was written, and how much is in it."""

from sqlalchemy import Connection, func, select
from sqlmodel import SQLModel

from inspector_app.domain.changes.bodies import is_known_kind
from inspector_app.storage.statements import driver_of
from inspector_app.texts import tr

_MOST = 100
"""Faults that are told; a file damaged in more places is not better known by more of them."""


def faults(connection: Connection) -> tuple[str, ...]:
    """Return what is wrong with the file, page by page and table by table; empty: nothing.

    Reads every page: about a second for each 100 MB.
    """
    driver = driver_of(connection)
    told = [str(row[0]) for row in driver.execute("PRAGMA cipher_integrity_check")]
    if not told:
        rows = driver.execute(f"PRAGMA integrity_check({_MOST})")
        told = [str(row[0]) for row in rows if row[0] != "ok"]
    if not told:
        rows = driver.execute("PRAGMA foreign_key_check")
        told = [
            tr("a row of {table} names a row of {other} that is missing").format(
                table=row[0], other=row[2]
            )
            for row in rows
        ]
    return tuple(told[:_MOST])


def counts(connection: Connection) -> dict[str, dict[str, int]]:
    """Return how many rows each table has, and how many changes there are of each kind."""
    rows = {
        table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
        for table in SQLModel.metadata.sorted_tables
    }
    change = SQLModel.metadata.tables["change"]
    kinds: dict[str, int] = {}
    wanted = select(change.c.kind, func.count()).group_by(change.c.kind)
    for kind, count in connection.execute(wanted):
        # A kind of a newer version is a word that this one does not know, so it is not told.
        known = str(kind) if is_known_kind(str(kind)) else tr("of a newer version")
        kinds[known] = kinds.get(known, 0) + int(count)
    return {"rows": rows, "acts": kinds}

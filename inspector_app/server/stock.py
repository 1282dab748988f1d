"""How much base holds and how far its backups reach."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, func, select, text

from inspector_app.server.arrivals import NOT_HERE
from inspector_app.server.tables import (
    backed_up,
    backup,
    chain,
    change,
    device,
    file,
    inspection,
    transfer,
)


@dataclass(frozen=True, slots=True)
class Stock:
    """What base holds in all."""

    is_embedded: bool
    """Whether the database is the embedded one, SQLite; else it is PostgreSQL."""
    database_bytes: int
    free_bytes: int
    """Of the disk where base's folder lies."""
    disk_bytes: int
    inspections: int
    laptops: int
    changes: int
    files: int
    file_bytes: int
    """Of those that are here whole."""
    coming: int
    coming_bytes: int
    """As far as their sizes are known."""
    purged: int


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup that was made."""

    id: str
    made_ms: int
    place: str
    reaches: int
    """How many inspections none reaches further for."""


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume of a transfer file that came."""

    imported_ms: int
    imported_by: str
    device: str
    size_bytes: int
    reason: str
    """Why it is kept apart; empty: it was taken in."""
    bundle: str | None
    """As it says within, as are the following; None where nobody has looked."""
    volume: int | None
    volumes: int | None
    authorised_by: str | None
    stick: str | None


def taken(connection: Connection, folder: Path) -> Stock:
    """Return how much there is now, in the database and on the disk of base's ``folder``."""
    is_embedded = connection.dialect.name == "sqlite"
    usage = shutil.disk_usage(folder)
    states = {
        row.state: row
        for row in connection.execute(
            select(
                file.c.state,
                func.count().label("number"),
                func.coalesce(func.sum(file.c.size_bytes), 0).label("bytes"),
            ).group_by(file.c.state)
        )
    }
    whole = states.get("verified")
    coming = [states[each] for each in NOT_HERE if each in states]
    purged = states.get("purged")
    return Stock(
        is_embedded=is_embedded,
        database_bytes=_database_bytes(connection, is_embedded),
        free_bytes=usage.free,
        disk_bytes=usage.total,
        inspections=_number(connection, select(func.count()).select_from(inspection)),
        laptops=_number(
            connection,
            select(func.count())
            .select_from(device)
            .where(device.c.revoked_ms.is_(None), device.c.replaced_by.is_(None)),
        ),
        changes=_changes(connection),
        files=whole.number if whole else 0,
        file_bytes=int(whole.bytes) if whole else 0,
        coming=sum(each.number for each in coming),
        coming_bytes=sum(int(each.bytes) for each in coming),
        purged=purged.number if purged else 0,
    )


def backups(connection: Connection, *, skip: int = 0, most: int = 50) -> list[Backup]:
    """Return the backups that were made, the newest first."""
    reaches = (
        select(backed_up.c.backup, func.count().label("number"))
        .group_by(backed_up.c.backup)
        .subquery()
    )
    query = (
        select(backup, func.coalesce(reaches.c.number, 0).label("reaches"))
        .outerjoin(reaches, reaches.c.backup == backup.c.id)
        .order_by(backup.c.made_ms.desc(), backup.c.id)
    )
    return [
        Backup(row.id, row.made_ms, row.place, row.reaches)
        for row in connection.execute(query.offset(skip).limit(most))
    ]


def volumes(connection: Connection, *, skip: int = 0, most: int = 50) -> Sequence[Volume]:
    """Return the volumes of transfer files that came, the newest first."""
    query = select(transfer).order_by(transfer.c.imported_ms.desc(), transfer.c.digest)
    return [
        Volume(
            imported_ms=row.imported_ms,
            imported_by=row.imported_by,
            device=row.device,
            size_bytes=row.size_bytes,
            reason="" if row.state == "taken" else row.reason or "nobody has looked at it",
            bundle=row.bundle,
            volume=row.volume,
            volumes=row.volumes,
            authorised_by=row.authorised_by,
            stick=row.stick,
        )
        for row in connection.execute(query.offset(skip).limit(most))
    ]


def _changes(connection: Connection) -> int:
    in_line = select(func.coalesce(func.sum(chain.c.length), 0)).where(chain.c.is_line)
    loose = (
        select(func.count())
        .select_from(change)
        .join(
            chain, (change.c.inspection == chain.c.inspection) & (change.c.chain == chain.c.chain)
        )
        .where(~chain.c.is_line)
    )
    return _number(connection, in_line) + _number(connection, loose)


def _database_bytes(connection: Connection, is_embedded: bool) -> int:
    size = (
        "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        if is_embedded
        else "SELECT pg_database_size(current_database())"
    )
    return int(connection.execute(text(size)).scalar_one())


def _number(connection: Connection, query: Select[Any]) -> int:
    return int(connection.execute(query).scalar_one())

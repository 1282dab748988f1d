"""What base's pushing and pulling cost, with little in it and with a hundred times as much.

Usage: python -m tests.benchmarks.base_growth [PART]    (1 by default: the full size)

One inspection at base holds 10,000 changes, then 1,000,000, of ten laptops, two hundred to a
session, in SQLite as base opens it and in a PostgreSQL that writes through to the disk. `push` is
one request of 500 new changes, as they came: read, proven, kept, linked up, in one transaction.
Its baseline writes the same bytes into one bare table of the same database with the id as its
key, 500 in one transaction. `push, signatures apart` leaves out the proving, which is the same
whatever base holds. `pull` is a page of 500 changes for a laptop that holds all others, its
baseline the reading of those rows by their ids; `pull, first page` is one for a laptop that holds
nothing.
`growth` is the cost at the larger size against that at the smaller one. Lowest of the rounds.
"""

import contextlib
import gc
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    LargeBinary,
    MetaData,
    String,
    Table,
    insert,
    select,
    text,
)

from inspector_app.domain.changes.change import Change
from inspector_app.domain.ids import ChainId, ChangeId
from inspector_app.server import journal
from inspector_app.server.database import Database
from inspector_app.server.keeping import Arrived, keep
from inspector_app.server.tables import chain, change
from inspector_app.sync.lines import line_of
from inspector_app.sync.plan import Vector
from tests.benchmarks.telling import tell
from tests.support.arrivals import NOW_MS, open_inspection
from tests.support.changes import INSPECTION, Laptop
from tests.support.postgres import Cluster

_SIZES = (10_000, 1_000_000)
_SESSION = 200
_LAPTOPS = 10
_AT_ONCE = 500
_ROUNDS = 6
_LONG_AGO_MS = 1_370_000_000_000
_PUSH_LIMIT = 8.0
"""Of keeping against bare inserts: four indexes, two tables, chains, whose it is, what it names."""
_GROWTH_LIMIT = 2.0
BARE = MetaData()
BARE_CHANGE = Table(
    "bare_change",
    BARE,
    Column("id", String(64), primary_key=True),
    Column("header", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
)


def main() -> None:
    part = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    for engine in ("SQLite", "PostgreSQL"):
        with _database(engine) as database:
            _measure(engine, database, [size // part for size in _SIZES])


@contextlib.contextmanager
def _database(engine: str) -> Iterator[Database]:
    with contextlib.ExitStack() as stack:
        if engine == "SQLite":
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="growth-"))
            url = f"sqlite:///{Path(folder) / 'base.db'}"
        else:
            url = stack.enter_context(Cluster.started(durable=True)).new_database()
        database = Database(url)
        stack.callback(database.close)
        yield database


def _measure(engine: str, database: Database, sizes: Sequence[int]) -> None:
    database.make()
    laptop = Laptop("ann")
    open_inspection(database, laptop)
    with database.begin() as connection:
        BARE.create_all(connection)
    found: dict[str, list[float]] = {}
    held = 0
    for size in sizes:
        _fill(database, laptop, held, size)
        held = size
        for what, ms in _at_this_size(database, laptop).items():
            found.setdefault(what, []).append(ms)
    few, many = (f"{size:,}" for size in sizes)
    for what, limit in (
        ("push", None),
        ("push, signatures apart", _PUSH_LIMIT),
        ("pull", None),
        ("pull, first page", None),
    ):
        bare = "bare inserts" if what.startswith("push") else "bare reading"
        for at, ours, base in zip((few, many), found[what], found[bare], strict=True):
            tell(f"{engine}, {what} of {_AT_ONCE} at {at}, ms", ours, base, limit, "ms", digits=3)
        tell(
            f"{engine}, {what}, growth to {many}",
            found[what][1],
            found[what][0],
            _GROWTH_LIMIT,
            "ms",
            digits=3,
        )


def _at_this_size(database: Database, laptop: Laptop) -> dict[str, float]:
    """Return the milliseconds of everything that is measured."""
    found: dict[str, float] = {}

    def took(what: str, work: Callable[..., object], *given: object) -> None:
        gc.collect()
        start = time.perf_counter()
        work(database, *given)
        ms = (time.perf_counter() - start) * 1000
        found[what] = min(ms, found.get(what, ms))

    for _ in range(_ROUNDS):
        with database.read() as connection:
            before = journal.vector(connection, INSPECTION)
        fresh = _work(laptop)
        lines = [line_of(each) for each in fresh]
        took("push", _push, laptop, lines)
        others = journal.read([line_of(each) for each in _work(laptop)])
        took("push, signatures apart", _keep, laptop, others)
        took("bare inserts", _bare_inserts, fresh)
        took("pull", _pull, before)
        took("pull, first page", _pull, Vector())
        took("bare reading", _bare_reading, [each.id for each in fresh])
    return found


def _work(laptop: Laptop) -> list[Change]:
    """Record as many changes as one request holds, session by session."""
    made = []
    for number in range(_AT_ONCE):
        if len(laptop.recorded) % _SESSION == 0:
            laptop.begin_chain(len(laptop.recorded))
        made.append(laptop.answer(f"What was found at this place, as it was said: {number}"))
    return made


def _push(database: Database, laptop: Laptop, lines: Sequence[bytes]) -> None:
    arrived = journal.read(lines)
    with database.read() as connection:
        known = journal.here(connection, INSPECTION, arrived)
    journal.prove(INSPECTION, [each for each in arrived if each.change.id not in known])
    _keep(database, laptop, arrived)


def _keep(database: Database, laptop: Laptop, arrived: Sequence[Arrived]) -> None:
    with database.begin(INSPECTION) as connection:
        taken = keep(connection, INSPECTION, laptop.device, arrived, NOW_MS)
    assert taken.fresh == _AT_ONCE


def _bare_inserts(database: Database, changes: Sequence[Change]) -> None:
    with database.begin() as connection:
        connection.execute(
            insert(BARE_CHANGE),
            [
                {
                    "id": each.id,
                    "header": each.header_bytes,
                    "signature": each.signature,
                    "salt": each.salt,
                    "body": each.body_bytes,
                }
                for each in changes
            ],
        )


def _pull(database: Database, theirs: Vector) -> None:
    with database.read() as connection:
        found, _ = journal.lacking(connection, INSPECTION, theirs, _AT_ONCE)
    assert len(found) == _AT_ONCE


def _bare_reading(database: Database, ids: Sequence[ChangeId]) -> None:
    with database.read() as connection:
        rows = connection.execute(select(BARE_CHANGE).where(BARE_CHANGE.c.id.in_(ids))).all()
    assert len(rows) == len(ids)


def _fill(database: Database, laptop: Laptop, held: int, until: int) -> None:
    """Let base hold many more changes than anybody could record in the time: of their shape.

    A tenth of the sessions are those of the laptop that is measured.
    """
    devices = [laptop.device, *(f"{number:064x}" for number in range(1, _LAPTOPS))]
    model = Laptop("model").answer("What was found at this place, as it was said: 0")
    header, said = model.header, {"salt": model.salt, "body": model.body_bytes}
    for start in range(held, until, _SESSION * 50):
        rows: list[dict[str, Any]] = []
        chains: list[dict[str, Any]] = []
        for session in range(start // _SESSION, min(start // _SESSION + 50, until // _SESSION)):
            name, device = ChainId(secrets.token_hex(16)), devices[session % _LAPTOPS]
            wall_ms = _LONG_AGO_MS + session * 1000
            previous = "0" * 64
            for number in range(1, _SESSION + 1):
                id_ = secrets.token_hex(32)
                rows.append(
                    {
                        "id": id_,
                        "inspection": INSPECTION,
                        "chain": name,
                        "sequence": number,
                        "device": device,
                        "author": header.author,
                        "previous": previous,
                        "kind": header.kind,
                        "subject": f"answer:CC-PO-{number % 90:02}",
                        "time_ms": header.time_ms,
                        "wall_ms": wall_ms,
                        "is_whole": True,
                        "header": model.header_bytes,
                        "signature": model.signature,
                        **said,
                        "came_from": device,
                        "came_ms": NOW_MS,
                    }
                )
                previous = id_
            chains.append(
                {
                    "inspection": INSPECTION,
                    "chain": name,
                    "device": device,
                    "length": _SESSION,
                    "tip": previous,
                    "is_line": True,
                    "is_forked": False,
                    "first_ms": wall_ms,
                    "last_ms": wall_ms,
                    "follows": secrets.token_hex(32),
                    "went_back": False,
                }
            )
        with database.begin() as connection:
            connection.execute(insert(change), rows)
            connection.execute(insert(chain), chains)
            _fill_bare(connection, rows, said)
    if not database.is_sqlite:
        with database.begin() as connection:
            connection.execute(text("ANALYZE"))


def _fill_bare(
    connection: Connection, rows: Sequence[dict[str, Any]], said: dict[str, Any]
) -> None:
    bare = [
        {"id": row["id"], "header": row["header"], "signature": row["signature"], **said}
        for row in rows
    ]
    connection.execute(insert(BARE_CHANGE), bare)


if __name__ == "__main__":
    main()

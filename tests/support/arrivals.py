"""What reaches base, for tests: lines of real changes, laptops that are enrolled, teams."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, insert

from inspector_app.domain.changes.change import Change
from inspector_app.domain.ids import DeviceId
from inspector_app.server import journal
from inspector_app.server.database import Database
from inspector_app.server.tables import device, inspection, pack
from inspector_app.server.teams import INSPECTOR, LEAD, add
from inspector_app.sync.lines import line_of
from inspector_app.sync.wire import Taken
from tests.support.changes import INSPECTION, PACK, Laptop

NOW_MS = 1_800_000_000_000


def enrol(connection: Connection, *laptops: Laptop) -> None:
    """Enrol laptops, as if each had come with a good code."""
    for laptop in laptops:
        connection.execute(
            insert(device).values(
                id=laptop.device,
                recipient=f"age1{'q' * 58}",
                person=laptop.person,
                initials=laptop.name[:2].upper(),
                name=laptop.name,
                label=laptop.name,
                certificate="",
                enrolled_ms=NOW_MS,
            )
        )


def open_inspection(
    database: Database, lead: Laptop, *others: Laptop, strangers: Sequence[Laptop] = ()
) -> None:
    """Open the inspection of the tests at base, with a team; strangers are enrolled alone."""
    with database.begin(INSPECTION) as connection:
        enrol(connection, lead, *others, *strangers)
        connection.execute(insert(pack).values(sha256=PACK, id="p", version="1", archive=b""))
        connection.execute(
            insert(inspection).values(
                id=INSPECTION, pack=PACK, opened_ms=NOW_MS, opened_by=lead.device
            )
        )
        add(connection, INSPECTION, lead.device, LEAD, NOW_MS)
        for other in others:
            add(connection, INSPECTION, other.device, INSPECTOR, NOW_MS)


def push(
    database: Database,
    came_from: Laptop | DeviceId,
    changes: Iterable[Change],
    now_ms: int = NOW_MS,
) -> Taken:
    """Bring changes to base, as one request."""
    bearer = came_from.device if isinstance(came_from, Laptop) else came_from
    with database.begin(INSPECTION) as connection:
        lines = [line_of(change) for change in changes]
        return journal.take(connection, INSPECTION, bearer, lines, now_ms)

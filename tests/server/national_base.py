"""Several forces' inspections at a base, brought there by the laptop that recorded them."""

from collections.abc import Iterable

from sqlalchemy import insert, select

from inspector_app.domain.ids import InspectionId
from inspector_app.packs import archive
from inspector_app.server import journal as journals
from inspector_app.server import teams
from inspector_app.server.database import Database
from inspector_app.server.tables import device, inspection, pack
from inspector_app.sync.lines import line_of
from tests.support.standings import JS, PACK_FOLDER, Journal, device_of, the_pack

NOW_MS = 1_401_793_200_000
"""3 June 2014."""
LAPTOP = device_of(JS)


def bring(database: Database, recorded: Iterable[Journal]) -> list[InspectionId]:
    """Bring inspections, or what was recorded of them since."""
    found = []
    with database.begin() as connection:
        if connection.execute(select(pack.c.sha256)).first() is None:
            shipped = the_pack()
            row = {"sha256": shipped.sha256, "id": shipped.id, "version": shipped.version}
            content = archive.archived(PACK_FOLDER)
            connection.execute(insert(pack).values(**row, archive=content))
        if connection.execute(select(device.c.id)).first() is None:
            connection.execute(
                insert(device).values(
                    id=LAPTOP,
                    recipient=f"age1{'q' * 58}",
                    person=JS,
                    initials="JS",
                    name="Jo Smith",
                    label="laptop JS",
                    certificate="",
                    enrolled_ms=NOW_MS,
                )
            )
        for each in recorded:
            about = each.inspection
            known = select(inspection.c.id).where(inspection.c.id == about)
            if connection.execute(known).first() is None:
                connection.execute(
                    insert(inspection).values(
                        id=about, pack=the_pack().sha256, opened_ms=NOW_MS, opened_by=LAPTOP
                    )
                )
                teams.add(connection, about, LAPTOP, teams.LEAD, NOW_MS)
            lines = [line_of(change) for change in each.changes]
            journals.take(connection, about, LAPTOP, lines, NOW_MS)
            found.append(about)
    return found

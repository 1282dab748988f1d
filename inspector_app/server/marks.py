"""How laptops see that something of an inspection altered."""

from sqlalchemy import Connection, update

from inspector_app.domain.ids import InspectionId
from inspector_app.server.tables import inspection as _inspection


def mark(connection: Connection, inspection: InspectionId) -> None:
    """Let the inspection's laptops see that something of it altered."""
    of_it = update(_inspection).where(_inspection.c.id == inspection)
    connection.execute(of_it.values(mark=_inspection.c.mark + 1))

"""Putting laptops into teams and taking them out, as administrators and leads do."""

from sqlalchemy import Connection, select

from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.ids import DeviceId, InspectionId
from inspector_app.server import teams
from inspector_app.server.events import note
from inspector_app.server.problems import Refused
from inspector_app.server.tables import device

ROLES = {teams.INSPECTOR: "inspector", teams.LEAD: "lead inspector"}
"""What a laptop may do in a team, in words."""


def put(
    connection: Connection,
    inspection: InspectionId,
    which: DeviceId,
    role: str,
    now_ms: int,
    by: str,
) -> None:
    """Put a laptop into a team, or give it another part there.

    Raises:
        RuleViolation: there is no such part.
        NotFound: there is no such inspection or laptop, or it was revoked.
    """
    if role not in ROLES:
        raise RuleViolation("A laptop is an inspector’s or a lead inspector’s.")
    try:
        teams.add(connection, inspection, which, role, now_ms)
    except Refused as refusal:
        raise NotFound(
            "There is no such laptop any more, or it was revoked. The team was not altered."
        ) from refusal
    words = f"{_called(connection, which)}, as {ROLES[role]}"
    note(connection, now_ms, by, "member-added", inspection, words)


def take_out(
    connection: Connection, inspection: InspectionId, which: DeviceId, now_ms: int, by: str
) -> None:
    """Take a laptop out of a team; what it brought stays.

    Raises:
        NotFound: it is not of the team.
    """
    if teams.role(connection, inspection, which) is None:
        raise NotFound("The laptop is not of the team. Nothing was altered.")
    teams.remove(connection, inspection, which, now_ms)
    note(connection, now_ms, by, "member-removed", inspection, _called(connection, which))


def _called(connection: Connection, which: DeviceId) -> str:
    row = connection.execute(
        select(device.c.initials, device.c.label).where(device.c.id == which)
    ).one()
    return f"{row.initials} · {row.label}"

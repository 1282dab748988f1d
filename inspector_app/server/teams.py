"""Who works on an inspection, as base says and signs."""

from sqlalchemy import Connection, insert, select, update

from inspector_app.domain.ids import DeviceId, InspectionId
from inspector_app.server import held
from inspector_app.server.keeping import release
from inspector_app.server.keys import Keys
from inspector_app.server.problems import Refused
from inspector_app.server.statements import signed
from inspector_app.server.tables import device as _device
from inspector_app.server.tables import inspection as _inspection
from inspector_app.server.tables import member as _member
from inspector_app.sync.wire import (
    MEMBERSHIP_DOMAIN,
    Membership,
    ProblemCode,
    Signed,
    TeamLaptop,
)

LEAD, INSPECTOR = "lead", "inspector"
ROLES = (LEAD, INSPECTOR)


def role(connection: Connection, inspection: InspectionId, device: DeviceId) -> str | None:
    """Return what a laptop does in an inspection; None: it is not of its team, or was revoked."""
    wanted = (
        select(_member.c.role)
        .join(_device, _device.c.id == _member.c.device)
        .where(
            _member.c.inspection == inspection,
            _member.c.device == device,
            _member.c.left_ms.is_(None),
            _device.c.revoked_ms.is_(None),
        )
    )
    found: str | None = connection.execute(wanted).scalar()
    return found


def inspections_of(connection: Connection, device: DeviceId) -> dict[InspectionId, int]:
    """Return the inspections that a laptop works on, with their marks."""
    wanted = (
        select(_inspection.c.id, _inspection.c.mark)
        .join(_member, _member.c.inspection == _inspection.c.id)
        .where(_member.c.device == device, _member.c.left_ms.is_(None))
        .order_by(_inspection.c.id)
    )
    return {InspectionId(row[0]): row[1] for row in connection.execute(wanted)}


def add(
    connection: Connection,
    inspection: InspectionId,
    device: DeviceId,
    role: str,
    now_ms: int,
) -> None:
    """Put a laptop into a team, or give it another role there; once more changes nothing.

    What was held of it because nobody knew it here is taken in.

    Raises:
        Refused: no such inspection, no such laptop, or it was revoked.
    """
    assert role in ROLES  # noqa: S101 - the callers offer no others
    _require(connection, inspection, device)
    place = (_member.c.inspection == inspection) & (_member.c.device == device)
    before = connection.execute(select(_member.c.role, _member.c.left_ms).where(place)).first()
    if before is None:
        row = {"inspection": inspection, "device": device, "role": role, "since_ms": now_ms}
        connection.execute(insert(_member), row)
    elif tuple(before) == (role, None):
        return
    else:
        again = update(_member).where(place).values(role=role, left_ms=None)
        connection.execute(again if before.left_ms is None else again.values(since_ms=now_ms))
    _altered(connection, inspection)
    known = [
        each
        for each in held.waiting(connection, inspection)
        if each.reason == held.UNKNOWN and each.change.header.device == device
    ]
    release(connection, inspection, known, now_ms)


def remove(connection: Connection, inspection: InspectionId, device: DeviceId, now_ms: int) -> None:
    """Let a laptop be of a team no more; its work stays, and once more changes nothing."""
    gone = connection.execute(
        update(_member)
        .where(
            _member.c.inspection == inspection,
            _member.c.device == device,
            _member.c.left_ms.is_(None),
        )
        .values(left_ms=now_ms)
    )
    if gone.rowcount:
        _altered(connection, inspection)


def revoke(connection: Connection, device: DeviceId, now_ms: int) -> None:
    """Let a laptop's key count for nothing from now on; what it brought before stays.

    Raises:
        Refused: no such laptop.
    """
    known = connection.execute(select(_device.c.revoked_ms).where(_device.c.id == device)).first()
    if known is None:
        raise Refused(ProblemCode.NOT_FOUND)
    if known.revoked_ms is not None:
        return
    connection.execute(update(_device).where(_device.c.id == device).values(revoked_ms=now_ms))
    wanted = select(_member.c.inspection).where(_member.c.device == device)
    for (inspection,) in connection.execute(wanted.order_by(_member.c.inspection)).all():
        _altered(connection, InspectionId(inspection))


def membership(connection: Connection, keys: Keys, inspection: InspectionId) -> Signed:
    """Return who works on an inspection, signed.

    Raises:
        Refused: no such inspection.
    """
    number = connection.execute(
        select(_inspection.c.membership).where(_inspection.c.id == inspection)
    ).scalar()
    if number is None:
        raise Refused(ProblemCode.NOT_FOUND)
    rows = connection.execute(
        select(
            _member.c.device,
            _device.c.recipient,
            _device.c.person,
            _device.c.initials,
            _member.c.role,
            _member.c.left_ms,
            _device.c.revoked_ms,
        )
        .join(_device, _device.c.id == _member.c.device)
        .where(_member.c.inspection == inspection)
        .order_by(_member.c.device)
    ).all()
    statement = Membership(
        base=keys.base,
        inspection=inspection,
        number=number,
        laptops=tuple(
            TeamLaptop(
                device=row.device,
                recipient=row.recipient,
                person=row.person,
                initials=row.initials,
                role=row.role,
            )
            for row in rows
            if row.left_ms is None and row.revoked_ms is None
        ),
        left=tuple(
            row.device for row in rows if row.left_ms is not None and row.revoked_ms is None
        ),
        revoked=tuple(row.device for row in rows if row.revoked_ms is not None),
    )
    return signed(keys, MEMBERSHIP_DOMAIN, statement)


def _require(connection: Connection, inspection: InspectionId, device: DeviceId) -> None:
    opened = select(_inspection.c.id).where(_inspection.c.id == inspection)
    living = select(_device.c.id).where(_device.c.id == device, _device.c.revoked_ms.is_(None))
    if any(connection.execute(wanted).first() is None for wanted in (opened, living)):
        raise Refused(ProblemCode.NOT_FOUND)


def _altered(connection: Connection, inspection: InspectionId) -> None:
    connection.execute(
        update(_inspection)
        .where(_inspection.c.id == inspection)
        .values(membership=_inspection.c.membership + 1, mark=_inspection.c.mark + 1)
    )

"""The laptops that base knows: what they are called, and whose key counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, func, select, update

from inspector_app.domain.errors import BadInput, NotFound, RuleViolation
from inspector_app.domain.ids import DeviceId
from inspector_app.server import teams
from inspector_app.server.events import note
from inspector_app.server.tables import certificate as _certificate
from inspector_app.server.tables import device as _device
from inspector_app.server.tables import member as _member

LONGEST_LABEL = 200


@dataclass(frozen=True, slots=True)
class Device:
    """A laptop."""

    id: DeviceId
    label: str
    """As the administrator calls it."""
    name: str
    """The inspector's."""
    initials: str
    """The tag of the numbers it gives."""
    enrolled_ms: int
    revoked_ms: int | None
    replaced_by: DeviceId | None
    seen_ms: int | None
    """Its last signed request; None: none yet."""
    ahead_ms: int | None
    """Its clock less base's, then."""
    inspections: int
    """How many it works on."""

    @property
    def is_living(self) -> bool:
        """Whether its key counts and no other laptop came in its place."""
        return self.revoked_ms is None and self.replaced_by is None


def devices(connection: Connection) -> Sequence[Device]:
    """Return all laptops that ever enrolled, by initials."""
    counted = (
        select(_member.c.device, func.count().label("inspections"))
        .where(_member.c.left_ms.is_(None))
        .group_by(_member.c.device)
        .subquery()
    )
    rows = connection.execute(
        select(_device, func.coalesce(counted.c.inspections, 0).label("inspections"))
        .outerjoin(counted, counted.c.device == _device.c.id)
        .order_by(_device.c.initials, _device.c.enrolled_ms, _device.c.id)
    )
    return [
        Device(
            id=DeviceId(row.id),
            label=row.label,
            name=row.name,
            initials=row.initials,
            enrolled_ms=row.enrolled_ms,
            revoked_ms=row.revoked_ms,
            replaced_by=DeviceId(row.replaced_by) if row.replaced_by else None,
            seen_ms=row.seen_ms,
            ahead_ms=row.ahead_ms,
            inspections=row.inspections,
        )
        for row in rows
    ]


def found(connection: Connection, words: str) -> Device:
    """Return the laptop with these initials or this label, or whose key begins so.

    Raises:
        NotFound: there is none.
        BadInput: there are several; those that count are preferred.
    """
    wanted = words.strip().casefold()
    fitting = [
        each
        for each in devices(connection)
        if wanted
        and (
            wanted in (each.initials.casefold(), each.label.casefold())
            or each.id.startswith(wanted)
        )
    ]
    chosen = [each for each in fitting if each.is_living] or fitting
    if not chosen:
        raise NotFound(
            f"Base knows no laptop by “{words}”: “spr-base devices” lists all that it knows."
        )
    if len(chosen) > 1:
        raise BadInput(
            f"Several laptops are known by “{words}”. Nothing was changed; say which one by the "
            "beginning of its key, which “spr-base devices” shows."
        )
    return chosen[0]


def rename(connection: Connection, device: DeviceId, label: str, now_ms: int, by: str) -> None:
    """Call a laptop something else.

    Raises:
        BadInput: the label is empty, too long, or cannot be printed.
        NotFound: there is no such laptop.
    """
    label = fit_label(label)
    changed = connection.execute(update(_device).where(_device.c.id == device).values(label=label))
    if not changed.rowcount:
        raise NotFound("Base knows no such laptop.")
    note(connection, now_ms, by, "device-renamed", device, label)


def revoke(
    connection: Connection, device: DeviceId, now_ms: int, by: str, reason: str = ""
) -> None:
    """Let a laptop's key count for nothing from now on; what it brought before stays.

    Args:
        connection: of one transaction.
        device: the laptop.
        now_ms: by base's clock.
        by: who revokes it, as events name them.
        reason: why, for the events; empty: none was given.

    Raises:
        NotFound: there is no such laptop.
        RuleViolation: it was revoked before.
    """
    row = connection.execute(select(_device.c.revoked_ms).where(_device.c.id == device)).first()
    if row is None:
        raise NotFound("Base knows no such laptop.")
    if row.revoked_ms is not None:
        raise RuleViolation("The laptop was revoked before; nothing was changed.")
    teams.revoke(connection, device, now_ms)
    note(connection, now_ms, by, "device-revoked", device, reason)


def revoked_certificates(connection: Connection) -> dict[int, datetime]:
    """Return when the certificates of revoked laptops were revoked, by their serial numbers."""
    rows = connection.execute(
        select(_certificate.c.serial, _device.c.revoked_ms)
        .join(_device, _device.c.id == _certificate.c.device)
        .where(_device.c.revoked_ms.is_not(None))
    )
    return {
        int(row.serial, 16): datetime.fromtimestamp(row.revoked_ms // 1000, UTC) for row in rows
    }


def fit_label(label: str) -> str:
    """Return what a laptop is to be called, without spare spaces.

    Raises:
        BadInput: it is empty, too long, or cannot be printed.
    """
    label = " ".join(label.split())
    if not label or len(label) > LONGEST_LABEL or not label.isprintable():
        raise BadInput(
            f"A laptop’s label has 1 to {LONGEST_LABEL} printable letters. Nothing was changed."
        )
    return label

"""What base tells of an inspection beside its changes, and by what laptops see that it altered."""

import hashlib
import json

from pydantic import BaseModel
from sqlalchemy import Connection, select

from inspector_app.domain.ids import InspectionId
from inspector_app.server import comparisons as _comparisons
from inspector_app.server.keys import Keys
from inspector_app.server.settings import Setting, get
from inspector_app.server.tables import member as _member
from inspector_app.server.tables import person_name as _name
from inspector_app.sync.wire import Beside, Comparisons, Copies, People


def told(connection: Connection, keys: Keys, about: InspectionId) -> Beside:
    """Return the digests of all of it, so that nobody asks for what they were told."""
    return Beside(
        names=_digest(names(connection, about)),
        copies=_digest(copies(connection, about)),
        comparisons=_digest(comparisons(connection, keys, about)),
    )


def names(connection: Connection, about: InspectionId) -> People:
    """Return the names of those whom the inspection mentions, as far as base was told them."""
    rows = connection.execute(
        select(_name.c.person, _name.c.name)
        .where(_name.c.inspection == about, _name.c.name.is_not(None))
        .order_by(_name.c.person)
    )
    return People(names={row.person: row.name for row in rows})


def copies(connection: Connection, about: InspectionId) -> Copies:
    """Return what lies on the team's laptops, as they said last."""
    rows = connection.execute(
        select(_member.c.device, _member.c.lacks)
        .where(
            _member.c.inspection == about,
            _member.c.left_ms.is_(None),
            _member.c.forgot_ms.is_(None),
            _member.c.lacks.is_not(None),
        )
        .order_by(_member.c.device)
    )
    return Copies(laptops={device: tuple(json.loads(lacks)) for device, lacks in rows})


def comparisons(connection: Connection, keys: Keys, about: InspectionId) -> Comparisons:
    """Return what lines of the inspection wait for; no force's own figure is among it."""
    return Comparisons(
        base=keys.base,
        name=get(connection, Setting.NAME) or "",
        inspection=about,
        comparisons=_comparisons.told(connection, about),
    )


def _digest(message: BaseModel) -> str:
    return hashlib.sha256(message.model_dump_json().encode()).hexdigest()

"""Addresses by which laptops bring the checklists that inspections follow, and fetch them."""

import re
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Response
from sqlalchemy import select

from inspector_app.domain.ids import Sha256
from inspector_app.packs import archive
from inspector_app.server import allowance
from inspector_app.server.database import insert_missing
from inspector_app.server.problems import Refused, refusals
from inspector_app.server.requests import Asked, Asker, Body, plain
from inspector_app.server.room import require_room
from inspector_app.server.tables import pack as _pack
from inspector_app.sync.wire import ProblemCode

_PLACE: Final = "/packs/{sha256}"
_BYTES: Final[dict[str, Any]] = {
    "application/json": {"schema": {"type": "object", "additionalProperties": {"type": "string"}}}
}
_HASH = re.compile(r"[0-9a-f]{64}")


def router() -> APIRouter:
    """Return them."""
    found = APIRouter(prefix="/v1", tags=["packs"])
    unknown = refusals(ProblemCode.NOT_FOUND)
    kept = refusals(ProblemCode.NOT_FOUND, ProblemCode.ALLOWANCE)
    found.get(_PLACE, response_class=Response, responses={200: {"content": _BYTES}, **unknown})(
        pack
    )
    found.put(
        _PLACE,
        status_code=204,
        responses=kept,
        openapi_extra={"requestBody": {"required": True, "content": _BYTES}},
    )(put_pack)
    return found


def pack(sha256: str, base: Asked, _: Asker) -> Response:
    """Give a checklist pack's archive."""
    with base.database.read() as connection:
        wanted = select(_pack.c.archive).where(_pack.c.sha256 == _hash(sha256))
        found = connection.execute(wanted).scalar()
    if found is None:
        raise Refused(ProblemCode.NOT_FOUND)
    return Response(bytes(found), media_type="application/json")


def put_pack(
    sha256: str,
    base: Asked,
    who: Asker,
    body: Body,
    content_encoding: Annotated[str, Header(include_in_schema=False)] = "",
) -> None:
    """Bring a checklist pack's archive; one that is here already is let pass."""
    wanted = _hash(sha256)
    content = plain(body, content_encoding)
    if archive.digest(content) != wanted:
        raise Refused(ProblemCode.BAD_MESSAGE, "It is another pack than the address names.")
    with base.database.read() as connection:
        known = select(_pack.c.sha256).where(_pack.c.sha256 == wanted)
        if connection.execute(known).first() is not None:
            return
    require_room(base)
    opened = archive.opened(content)
    row = {
        "sha256": wanted,
        "id": opened.id,
        "version": opened.version,
        "archive": content,
        "came_from": who,
    }
    with allowance.told(base, who, wanted), base.database.begin(who) as connection:
        allowance.require_pack(connection, who, len(content))
        insert_missing(connection, _pack, [row])


def _hash(sha256: str) -> Sha256:
    if not _HASH.fullmatch(sha256):
        raise Refused(ProblemCode.NOT_FOUND)
    return Sha256(sha256)

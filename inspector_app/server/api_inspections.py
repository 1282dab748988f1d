"""Addresses by which laptops exchange an inspection's changes and hear how it stands."""

import gzip
import json
import re
from collections.abc import Iterable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Response
from sqlalchemy import Connection, insert, select, update

from inspector_app.domain.ids import ChainId, ChangeId, DeviceId, InspectionId
from inspector_app.server import (
    allowance,
    beside,
    events,
    going_back,
    held,
    journal,
    receipts,
    teams,
)
from inspector_app.server.base import Base
from inspector_app.server.database import insert_missing
from inspector_app.server.keeping import keep
from inspector_app.server.marks import mark
from inspector_app.server.problems import Refused, refusals
from inspector_app.server.requests import (
    Asked,
    Asker,
    Body,
    a_member,
    described,
    plain,
    signed_message,
)
from inspector_app.server.room import require_room
from inspector_app.server.settings import epoch
from inspector_app.server.tables import inspection as _inspection
from inspector_app.server.tables import member as _member
from inspector_app.server.tables import pack as _pack
from inspector_app.server.tables import person_name as _name
from inspector_app.sync.plan import Vector
from inspector_app.sync.wire import (
    MORE,
    NDJSON,
    AtBaseOf,
    Copies,
    Holding,
    Mine,
    Opening,
    People,
    ProblemCode,
    Taken,
    VectorForm,
    Wanted,
)

_INSPECTION = re.compile(r"[0-9a-f]{32}")
_PLACE: Final = "/inspections/{inspection}"
_LINES: Final[dict[str, Any]] = {
    NDJSON: {"schema": {"type": "string", "description": "One WireChange a line."}}
}
_PACKING: Final = 5
"""Of 1 to 9: more than this takes longer than the wire saves."""


def router() -> APIRouter:
    """Return them."""
    found = APIRouter(prefix="/v1", tags=["inspections"])
    unknown = refusals(ProblemCode.NOT_FOUND)
    found.get("/inspections")(mine)
    found.post(
        "/inspections",
        status_code=201,
        responses={
            200: {"model": AtBaseOf, "description": "It is open, and the laptop is of its team"},
            **refusals(ProblemCode.NOT_FOUND, ProblemCode.PACK_UNKNOWN, ProblemCode.ALLOWANCE),
        },
        openapi_extra=described(Opening),
    )(open_one)
    found.get(_PLACE, responses=unknown)(one)
    found.post(
        f"{_PLACE}/changes",
        responses=refusals(
            ProblemCode.NOT_FOUND,
            ProblemCode.PACK_UNKNOWN,
            ProblemCode.BAD_CHANGE,
            ProblemCode.ALLOWANCE,
        ),
        openapi_extra={"requestBody": {"required": True, "content": _LINES}},
    )(push)
    found.post(
        f"{_PLACE}/changes/wanted",
        response_class=Response,
        responses={
            200: {
                "content": _LINES,
                "headers": {MORE: {"description": "1: ask again", "schema": {"type": "string"}}},
            },
            **unknown,
        },
        openapi_extra=described(Wanted),
    )(pull)
    found.get(f"{_PLACE}/names", responses=unknown)(names)
    found.put(
        f"{_PLACE}/names", status_code=204, responses=unknown, openapi_extra=described(People)
    )(put_names)
    found.put(
        f"{_PLACE}/holding", status_code=204, responses=unknown, openapi_extra=described(Holding)
    )(put_holding)
    found.get(f"{_PLACE}/copies", responses=unknown)(copies)
    return found


def place(inspection: str) -> InspectionId:
    """Return the inspection of the address; what can be none is none.

    Raises:
        Refused: ``NOT_FOUND``.
    """
    if not _INSPECTION.fullmatch(inspection):
        raise Refused(ProblemCode.NOT_FOUND)
    return InspectionId(inspection)


Place = Annotated[InspectionId, Depends(place)]


def mine(base: Asked, who: Asker) -> Mine:
    """Tell which inspections the laptop works on, and whether anything of them altered."""
    with base.database.read() as connection:
        current = epoch(connection)
        found = teams.inspections_of(connection, who)
    marks: dict[str, str] = {each: f"{current}/{number}" for each, number in found.items()}
    return Mine(time_ms=base.now_ms(), epoch=current, inspections=marks)


def open_one(
    base: Asked,
    who: Asker,
    response: Response,
    opening: Annotated[Opening, Depends(signed_message(Opening))],
) -> AtBaseOf:
    """Bring an inspection that base does not know; once more changes nothing."""
    about = InspectionId(opening.inspection)
    with allowance.told(base, who, who), base.database.begin(about) as connection:
        known = select(_inspection.c.id).where(_inspection.c.id == about)
        if connection.execute(known).first() is not None:
            response.status_code = 200
        else:
            require_room(base)
            allowance.require_opening(connection, who)
            _open(connection, opening, who, base.now_ms())
        return _told(base, connection, about, who)


def one(about: Place, base: Asked, who: Asker) -> AtBaseOf:
    """Tell how an inspection stands, with a receipt for what base holds of it."""
    with base.database.begin(about) as connection:
        return _told(base, connection, about, who)


def push(
    about: Place,
    base: Asked,
    who: Asker,
    body: Body,
    content_encoding: Annotated[str, Header(include_in_schema=False)] = "",
) -> Taken:
    """Bring changes, whoever recorded them: one a line, all of them kept or none."""
    with base.database.read() as connection:
        a_member(connection, about, who)
    require_room(base)
    arrived = journal.read(plain(body, content_encoding).splitlines())
    with base.database.read() as connection:
        known = journal.here(connection, about, arrived)
    # The slow part, of which nobody else's writing has to wait for the end.
    journal.prove(about, [each for each in arrived if each.change.id not in known])
    with allowance.told(base, who, about), base.database.begin(about) as connection:
        a_member(connection, about, who)
        allowance.require_changes(connection, about, who, arrived, known)
        return keep(connection, about, who, arrived, base.now_ms())


def pull(
    about: Place,
    base: Asked,
    who: Asker,
    wanted: Annotated[Wanted, Depends(signed_message(Wanted))],
    accept_encoding: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """Give changes that the laptop lacks, one a line; ``SPR-More`` when there are others."""
    with base.database.read() as connection:
        a_member(connection, about, who)
        found, is_more = journal.lacking(connection, about, _vector(wanted.vector), wanted.limit)
    lines = b"".join(each.model_dump_json().encode() + b"\n" for each in found)
    headers = {"Cache-Control": "private, no-store", "Vary": "Accept-Encoding"}
    if is_more:
        headers[MORE] = "1"
    if "gzip" in accept_encoding:
        headers["Content-Encoding"] = "gzip"
        lines = gzip.compress(lines, _PACKING)
    return Response(lines, media_type=NDJSON, headers=headers)


def names(about: Place, base: Asked, who: Asker) -> People:
    """Give the names of those whom the inspection mentions, as far as base was told them."""
    with base.database.read() as connection:
        a_member(connection, about, who)
        return beside.names(connection, about)


def put_names(
    about: Place,
    base: Asked,
    who: Asker,
    people: Annotated[People, Depends(signed_message(People))],
) -> None:
    """Tell names; one that base knows stays as it is, one that was erased is not taken again."""
    if any("\0" in name for name in people.names.values()):
        raise Refused(ProblemCode.BAD_MESSAGE, "A name holds something that is not a letter.")
    with base.database.begin(about) as connection:
        a_member(connection, about, who)
        rows = connection.execute(select(_name.c.person).where(_name.c.inspection == about))
        known = {row[0] for row in rows}
        new = [
            {"inspection": about, "person": person, "name": name}
            for person, name in people.names.items()
            if person not in known and name.strip()
        ]
        if new:
            require_room(base)
            insert_missing(connection, _name, new)
            mark(connection, about)


def put_holding(
    about: Place,
    base: Asked,
    who: Asker,
    holding: Annotated[Holding, Depends(signed_message(Holding))],
) -> None:
    """Tell which files lie on the laptop itself."""
    now_ms = base.now_ms()
    lacks = json.dumps(sorted(holding.lacks))
    with base.database.begin(about) as connection:
        a_member(connection, about, who)
        place = (_member.c.inspection == about) & (_member.c.device == who)
        before = connection.execute(select(_member.c.lacks, _member.c.forgot_ms).where(place)).one()
        is_news = before.lacks != lacks or (before.forgot_ms is None) == holding.is_forgotten
        said = {"lacks": lacks, "told_ms": now_ms}
        if is_news:
            said["forgot_ms"] = now_ms if holding.is_forgotten else None
            mark(connection, about)
        connection.execute(update(_member).where(place).values(**said))


def copies(about: Place, base: Asked, who: Asker) -> Copies:
    """Tell what lies on the team's laptops, as they said last."""
    with base.database.read() as connection:
        a_member(connection, about, who)
        return beside.copies(connection, about)


def _open(connection: Connection, opening: Opening, who: DeviceId, now_ms: int) -> None:
    known = select(_pack.c.sha256).where(_pack.c.sha256 == opening.pack)
    if connection.execute(known).first() is None:
        raise Refused(ProblemCode.PACK_UNKNOWN)
    about = InspectionId(opening.inspection)
    row = {"id": about, "pack": opening.pack, "opened_ms": now_ms, "opened_by": who}
    connection.execute(insert(_inspection), row)
    teams.add(connection, about, who, teams.LEAD, now_ms)
    events.note(connection, now_ms, who, "inspection-opened", about)


def _told(base: Base, connection: Connection, about: InspectionId, who: DeviceId) -> AtBaseOf:
    role = a_member(connection, about, who)
    row = connection.execute(select(_inspection).where(_inspection.c.id == about)).one()
    current, now_ms = epoch(connection), base.now_ms()
    receipt = receipts.receipt_of(connection, base.keys, current, about, who, now_ms)
    is_lead = role == teams.LEAD
    went_back = going_back.went_back(connection, about)
    return AtBaseOf(
        mark=f"{current}/{row.mark}",
        time_ms=now_ms,
        epoch=current,
        pack=row.pack,
        vector=receipt.vector,
        lacks=receipt.lacks,
        held=held.count(connection, about) if is_lead else 0,
        went_back={
            device: times for device, times in went_back.items() if is_lead or device == who
        },
        beside=beside.told(connection, base.keys, about),
        membership=teams.membership(connection, base.keys, about),
        receipt=receipts.given(connection, base.keys, receipt),
    )


def _vector(form: VectorForm) -> Vector:
    return Vector(
        {ChainId(chain): (number, ChangeId(tip)) for chain, (number, tip) in form.lines.items()},
        {ChainId(chain): _ids(ids) for chain, ids in form.loose.items()},
    )


def _ids(ids: Iterable[str]) -> frozenset[ChangeId]:
    return frozenset(map(ChangeId, ids))

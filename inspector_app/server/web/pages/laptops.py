"""Laptops: enrolling by a code, renaming, revoking."""

import base64
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy import select
from starlette.responses import Response

from inspector_app.domain.errors import BadInput, NotFound, RuleViolation
from inspector_app.domain.ids import DeviceId
from inspector_app.server import arrivals, chronicle, codes, devices, enrolling
from inspector_app.server.devices import Device
from inspector_app.server.tables import member
from inspector_app.server.web import told
from inspector_app.server.web.visits import Absent, Asked, Visit, went

_Which = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]


def router() -> APIRouter:
    """Return its addresses."""
    made = APIRouter()
    made.get("/laptops")(_list)
    made.post("/laptops")(_alter_list)
    made.get("/laptops/{which}")(_one)
    made.post("/laptops/{which}")(_alter)
    return made


def _list(visit: Asked) -> Response:
    visit.require_admin()
    return _page(visit, {})


def _alter_list(visit: Asked) -> Response:
    visit.require_admin()
    match visit.text("act"):
        case "invite":
            return _invite(visit)
        case "withdraw":
            return _withdraw(visit)
        case _:
            raise Absent


def _invite(visit: Visit) -> Response:
    days = visit.text("days")
    inviting = enrolling.Inviting(
        label=visit.text("label"),
        initials=visit.text("initials").upper() or None,
        replaces=DeviceId(visit.text("replaces")) if visit.text("replaces") else None,
        days=int(days) if days.isascii() and days.isdigit() and len(days) < 4 else 0,
    )
    base = visit.base
    try:
        with base.database.begin() as connection:
            made = enrolling.invite(base.keys, connection, inviting, base.now_ms(), visit.who)
    except BadInput as refusal:
        words = str(refusal)
        field = "initials" if "Initials" in words else "days" if "days" in words else "label"
        return _page(visit, {field: words})
    except NotFound as refusal:
        return _page(visit, {"replaces": str(refusal)})
    text = made.model_dump_json()
    # Shown by this very answer, and only now: the code itself is kept nowhere.
    return visit.page(
        "invitation.html",
        "Enrolment code",
        label=inviting.label,
        made=made,
        grouped=codes.grouped(made.code),
        picture=_data("image/svg+xml", codes.svg(text, f"Enrolment code for {inviting.label}")),
        file=_data("application/json", text),
    )


def _withdraw(visit: Visit) -> Response:
    try:
        with visit.base.database.begin() as connection:
            enrolling.withdraw(connection, visit.text("code"), visit.base.now_ms(), visit.who)
    except NotFound as refusal:
        return _page(visit, {"": str(refusal)})
    return went("/laptops", "invitation-withdrawn")


def _one(visit: Asked, which: _Which) -> Response:
    visit.require_admin()
    return _page_of(visit, which, {})


def _alter(visit: Asked, which: _Which) -> Response:
    visit.require_admin()
    match visit.text("act"):
        case "rename":
            return _rename(visit, which)
        case "revoke":
            return _revoke(visit, which)
        case _:
            raise Absent


def _rename(visit: Visit, which: str) -> Response:
    try:
        with visit.base.database.begin() as connection:
            devices.rename(
                connection,
                DeviceId(which),
                visit.text("label"),
                visit.base.now_ms(),
                visit.who,
            )
    except BadInput as refusal:
        return _page_of(visit, which, {"label": str(refusal)})
    except NotFound as error:
        raise Absent from error
    return went(f"/laptops/{which}", "device-renamed")


def _revoke(visit: Visit, which: str) -> Response:
    reason = " ".join(visit.text("reason").split())
    if not reason:
        return _page_of(visit, which, {"reason": "Say why the laptop is revoked."})
    try:
        with visit.base.database.begin() as connection:
            devices.revoke(
                connection, DeviceId(which), visit.base.now_ms(), visit.who, reason[:1000]
            )
    except RuleViolation as refusal:
        return _page_of(visit, which, {"": str(refusal)})
    except NotFound as error:
        raise Absent from error
    return went(f"/laptops/{which}", "device-revoked")


def _page(visit: Visit, wrong: dict[str, str]) -> Response:
    with visit.base.database.read() as connection:
        rows = devices.devices(connection)
        invitations = enrolling.invitations(connection, visit.base.now_ms())
    return visit.page(
        "laptops.html",
        "Laptops",
        errors=wrong,
        rows=rows,
        invitations=invitations,
        called=_called(rows),
        most_days=enrolling.MOST_DAYS,
    )


def _page_of(visit: Visit, which: str, wrong: dict[str, str]) -> Response:
    with visit.base.database.read() as connection:
        rows = devices.devices(connection)
        of = next((each for each in rows if each.id == which), None)
        if of is None:
            raise Absent
        places = connection.execute(
            select(member).where(member.c.device == which).order_by(member.c.since_ms)
        ).all()
        names = arrivals.names(connection, {row.inspection for row in places})
        events = told.listed(connection, chronicle.listed(connection, (which,), most=20))
    return visit.page(
        "laptop.html",
        f"{of.initials} · {of.label}",
        errors=wrong,
        of=of,
        places=places,
        names=names,
        events=events,
        called=_called(rows),
    )


def _called(rows: Sequence[Device]) -> dict[DeviceId, str]:
    return {each.id: f"{each.initials} · {each.label}" for each in rows}


def _data(kind: str, content: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(content.encode()).decode()}"

"""Inspections: which there are, what has arrived of each and what is on its way."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.ids import DeviceId, InspectionId
from inspector_app.server import accounts, arrivals, chronicle, devices, staffing
from inspector_app.server.web import paging, told
from inspector_app.server.web.visits import PER_PAGE, Absent, Asked, Visit, went

Which = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]


def router() -> APIRouter:
    """Return its addresses."""
    made = APIRouter()
    made.get("/inspections")(_list)
    made.get("/inspections/{which}")(_one)
    made.post("/inspections/{which}")(_alter)
    made.get("/inspections/{which}/coming")(_coming)
    return made


def _list(visit: Asked, find: str = "") -> Response:
    find = find.strip()[:100]
    with visit.base.database.read() as connection:
        mine = visit.mine(connection)
        here = paging.part(visit, arrivals.count(connection, mine, find), find=find)
        rows = arrivals.listed(connection, mine, find, skip=here.skip, most=PER_PAGE)
    return visit.page("inspections.html", "Inspections", rows=rows, here=here, find=find)


def _one(visit: Asked, which: Which) -> Response:
    return _page(visit, InspectionId(which), {})


def _alter(visit: Asked, which: Which) -> Response:
    id_, chosen = InspectionId(which), DeviceId(visit.text("device"))
    now_ms = visit.base.now_ms()
    wrong = {}
    done = ""
    with visit.base.database.begin(id_) as connection:
        visit.require(connection, id_)
        try:
            match visit.text("act"):
                case "put":
                    role = visit.text("role")
                    staffing.put(connection, id_, chosen, role, now_ms, visit.who)
                    done = "member-added"
                case "take-out" if chosen in accounts.laptops(connection, visit.account):
                    wrong[""] = (
                        "This is your own laptop: taken out, you would not see the inspection any "
                        "more. An administrator can do it."
                    )
                case "take-out":
                    staffing.take_out(connection, id_, chosen, now_ms, visit.who)
                    done = "member-removed"
                case _:
                    raise Absent
        except RuleViolation as refusal:
            wrong["role"] = str(refusal)
        except NotFound as refusal:
            wrong["device"] = str(refusal)
    return _page(visit, id_, wrong) if wrong else went(f"/inspections/{id_}", done)


def _page(visit: Visit, id_: InspectionId, wrong: dict[str, str]) -> Response:
    with visit.base.database.read() as connection:
        visit.require(connection, id_)
        found = arrivals.of_inspection(connection, id_)
        events = told.listed(connection, chronicle.listed(connection, (id_,), most=10))
        known = devices.devices(connection)
    if found is None:
        raise Absent
    team = {each.device for each in found.laptops if each.role and not each.has_left}
    return visit.page(
        "inspection.html",
        found.summary.name.words,
        errors=wrong,
        of=found.summary,
        laptops=found.laptops,
        events=events,
        others=[
            (each.id, f"{each.initials} · {each.label} ({each.name})")
            for each in known
            if each.is_living and each.id not in team
        ],
        roles=staffing.ROLES.items(),
    )


def _coming(visit: Asked, which: Which) -> Response:
    id_ = InspectionId(which)
    with visit.base.database.read() as connection:
        visit.require(connection, id_)
        found = arrivals.of_inspection(connection, id_)
        if found is None:
            raise Absent
        here = paging.part(visit, found.summary.on_the_way)
        rows = arrivals.coming(connection, id_, skip=here.skip, most=PER_PAGE)
    return visit.page(
        "coming.html",
        "Files on their way",
        of=found.summary,
        rows=rows,
        here=here,
        states=told.FILE_STATES,
    )

"""Events: what was done at base, and by whom."""

from fastapi import APIRouter
from starlette.responses import Response

from inspector_app.server import chronicle
from inspector_app.server.web import paging, told
from inspector_app.server.web.visits import PER_PAGE, Asked


def router() -> APIRouter:
    """Return its address."""
    made = APIRouter()
    made.get("/events")(_list)
    return made


def _list(visit: Asked) -> Response:
    visit.require_admin()
    with visit.base.database.read() as connection:
        here = paging.part(visit, chronicle.count(connection))
        rows = chronicle.listed(connection, skip=here.skip, most=PER_PAGE)
        events = told.listed(connection, rows)
    return visit.page("events.html", "Events", events=events, here=here)

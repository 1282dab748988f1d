"""Backups: which were made, and how far the last ones reach."""

from fastapi import APIRouter
from starlette.responses import Response

from inspector_app.server import arrivals, stock
from inspector_app.server.web import paging
from inspector_app.server.web.visits import PER_PAGE, Asked


def router() -> APIRouter:
    """Return its address."""
    made = APIRouter()
    made.get("/backups")(_show)
    return made


def _show(visit: Asked) -> Response:
    visit.require_admin()
    with visit.base.database.read() as connection:
        made = stock.backups(connection, most=20)
        here = paging.part(visit, arrivals.count(connection, None))
        rows = arrivals.listed(connection, None, skip=here.skip, most=PER_PAGE)
    return visit.page("backups.html", "Backups", made=made, rows=rows, here=here)

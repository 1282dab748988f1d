"""The first page: whether base is well, and what waits for somebody."""

from fastapi import APIRouter
from starlette.responses import Response

from inspector_app.server import arrivals, health, holding
from inspector_app.server.web.visits import PER_PAGE, Asked


def router() -> APIRouter:
    """Return its address."""
    made = APIRouter()
    made.get("/")(_show)
    return made


def _show(visit: Asked) -> Response:
    base = visit.base
    with base.database.read() as connection:
        mine = visit.mine(connection)
        points = (
            health.points(connection, base.folder, base.keys.authority, base.now())
            if visit.account.is_admin
            else []
        )
        latest = arrivals.listed(connection, mine, most=10)
        total = arrivals.count(connection, mine)
        waiting = arrivals.listed(connection, holding.inspections(connection, mine), most=PER_PAGE)
    return visit.page(
        "overview.html",
        "Overview",
        points=points,
        worst=health.worst(points),
        latest=latest,
        total=total,
        waiting=waiting,
    )

"""Storage: how much base holds, where, and what came by transfer file."""

from fastapi import APIRouter
from starlette.responses import Response

from inspector_app.server import stock
from inspector_app.server.web.visits import Asked


def router() -> APIRouter:
    """Return its address."""
    made = APIRouter()
    made.get("/storage")(_show)
    return made


def _show(visit: Asked) -> Response:
    visit.require_admin()
    with visit.base.database.read() as connection:
        taken = stock.taken(connection, visit.base.folder)
        volumes = stock.volumes(connection)
    return visit.page("storage.html", "Storage", taken=taken, volumes=volumes)

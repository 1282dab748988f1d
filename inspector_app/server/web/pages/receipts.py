"""Receipts: what each laptop was told that base holds."""

from fastapi import APIRouter
from sqlalchemy import select
from starlette.responses import Response

from inspector_app.server import arrivals
from inspector_app.server.tables import device
from inspector_app.server.web import paging
from inspector_app.server.web.visits import PER_PAGE, Asked


def router() -> APIRouter:
    """Return its address."""
    made = APIRouter()
    made.get("/receipts")(_list)
    return made


def _list(visit: Asked) -> Response:
    with visit.base.database.read() as connection:
        mine = visit.mine(connection)
        here = paging.part(visit, arrivals.count_receipts(connection, mine))
        rows = arrivals.receipts(connection, mine, skip=here.skip, most=PER_PAGE)
        names = arrivals.names(connection, {each.inspection for each in rows})
        laptops = {
            row.id: f"{row.initials} · {row.label}"
            for row in connection.execute(
                select(device).where(device.c.id.in_({each.device for each in rows}))
            )
        }
    return visit.page(
        "receipts.html", "Receipts", rows=rows, here=here, names=names, laptops=laptops
    )

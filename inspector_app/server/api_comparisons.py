"""The address at which an inspection hears what base tells of other forces."""

from fastapi import APIRouter

from inspector_app.server import beside
from inspector_app.server.api_inspections import Place
from inspector_app.server.problems import refusals
from inspector_app.server.requests import Asked, Asker, a_member
from inspector_app.server.statements import signed
from inspector_app.sync.wire import COMPARISON_DOMAIN, ProblemCode, Signed


def router() -> APIRouter:
    """Return it."""
    found = APIRouter(prefix="/v1", tags=["comparisons"])
    unknown = refusals(ProblemCode.NOT_FOUND)
    found.get("/inspections/{inspection}/comparisons", responses=unknown)(compared)
    return found


def compared(about: Place, base: Asked, who: Asker) -> Signed:
    """Tell what lines of the inspection wait for, signed; no force's own figure is among it."""
    with base.database.read() as connection:
        a_member(connection, about, who)
        statement = beside.comparisons(connection, base.keys, about)
    return signed(base.keys, COMPARISON_DOMAIN, statement)

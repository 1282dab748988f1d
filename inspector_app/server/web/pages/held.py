"""Held changes: what base keeps apart, looked at and let in with a reason."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.ids import InspectionId
from inspector_app.server import arrivals, holding
from inspector_app.server.web.visits import Absent, Asked, Visit, went

_Which = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]


def router() -> APIRouter:
    """Return its addresses."""
    made = APIRouter()
    made.get("/held")(_list)
    made.get("/held/{which}")(_one)
    made.post("/held/{which}")(_release)
    return made


def _list(visit: Asked) -> Response:
    with visit.base.database.read() as connection:
        which = holding.inspections(connection, visit.mine(connection))
        rows = arrivals.listed(connection, which, most=len(which))
    return visit.page("held.html", "Held changes", rows=rows)


def _one(visit: Asked, which: _Which) -> Response:
    return _page(visit, InspectionId(which), {})


def _release(visit: Asked, which: _Which) -> Response:
    id_ = InspectionId(which)
    chosen = {name.removeprefix("change-") for name in visit.sent if name.startswith("change-")}
    now_ms = visit.base.now_ms()
    wrong = {}
    with visit.base.database.begin(id_) as connection:
        visit.require(connection, id_)
        of_laptop = visit.text("act")
        if of_laptop != "chosen":
            chosen = {
                change.id
                for group in holding.looked_at(connection, id_)
                if f"{group.device}-{group.reason}" == of_laptop
                for change in group.changes
            }
        if not chosen:
            wrong["changes"] = "Choose the changes that are to be let in."
        try:
            if not wrong:
                holding.let_in(connection, id_, chosen, visit.text("reason"), now_ms, visit.who)
        except RuleViolation as refusal:
            wrong["reason"] = str(refusal)
        except NotFound as refusal:
            wrong["changes"] = str(refusal)
    if wrong:
        return _page(visit, id_, wrong)
    return went(f"/held/{id_}", "held-released")


def _page(visit: Visit, id_: InspectionId, wrong: dict[str, str]) -> Response:
    with visit.base.database.read() as connection:
        visit.require(connection, id_)
        found = arrivals.of_inspection(connection, id_)
        groups = holding.looked_at(connection, id_)
    if found is None:
        raise Absent
    return visit.page(
        "held-of.html",
        f"Held changes: {found.summary.name.words}",
        errors=wrong,
        of=found.summary,
        groups=groups,
        reasons=holding.REASONS,
    )

"""My own account: its password, and where it is signed in."""

from fastapi import APIRouter
from sqlalchemy import func, select
from starlette.responses import Response

from inspector_app.domain.errors import RuleViolation
from inspector_app.server import accounts, passwords
from inspector_app.server.events import note
from inspector_app.server.tables import session
from inspector_app.server.web import attempts
from inspector_app.server.web.visits import Asked, Visit, give_cookie, went


def router() -> APIRouter:
    """Return its address."""
    made = APIRouter()
    made.get("/mine")(_show)
    made.post("/mine")(_set_password)
    return made


def _show(visit: Asked) -> Response:
    return _page(visit, {})


def _set_password(visit: Asked) -> Response:
    old, new = visit.sent.get("old", ""), visit.sent.get("password", "")
    name = visit.account.name
    with visit.base.database.begin("sign-in") as connection:
        may = attempts.begin(connection, name, visit.address, visit.base.now_ms())
    if not may:
        return _page(visit, {"old": "There were too many attempts. Wait a quarter of an hour."})
    with visit.base.database.read() as connection:
        kept = accounts.password_hash(connection, name)
    try:
        is_right = passwords.matches(kept, old)
    except passwords.Crowded:
        return _page(visit, {"": "Base is busy with others who sign in. Try again in a moment."})
    if not is_right:
        return _page(visit, {"old": "This is not the account’s password."})
    if new != visit.sent.get("again"):
        return _page(visit, {"again": "The two passwords differ. Type the same one twice."})
    try:
        with visit.base.database.begin("accounts") as connection:
            attempts.forgive(connection, name, visit.address)
            accounts.set_password(connection, name, new)
            note(connection, visit.base.now_ms(), visit.who, "password-set", name)
    except RuleViolation as refusal:
        return _page(visit, {"password": str(refusal)})
    answer = went("/sign-in", "password-set")
    give_cookie(visit.request, answer, "")
    return answer


def _page(visit: Visit, wrong: dict[str, str]) -> Response:
    mine = session.c.account == visit.account.name
    with visit.base.database.read() as connection:
        number = connection.execute(select(func.count()).where(mine)).scalar_one()
        person = accounts.persons(connection).get(visit.account.person or "", "")
    return visit.page("mine.html", "My account", errors=wrong, sessions=number, person=person)

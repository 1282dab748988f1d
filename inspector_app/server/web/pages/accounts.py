"""Accounts of those who administer base."""

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.responses import Response

from inspector_app.domain.errors import NotFound
from inspector_app.server import accounts
from inspector_app.server.accounts import Role, Unfit
from inspector_app.server.events import note
from inspector_app.server.web import attempts
from inspector_app.server.web.visits import Absent, Asked, Visit, went


def router() -> APIRouter:
    """Return its addresses."""
    made = APIRouter()
    made.get("/accounts")(_list)
    made.post("/accounts")(_make)
    made.get("/accounts/{name}")(_one)
    made.post("/accounts/{name}")(_alter)
    return made


def _list(visit: Asked) -> Response:
    visit.require_admin()
    return _page(visit, {})


def _make(visit: Asked) -> Response:
    visit.require_admin()
    name, password = visit.text("name"), visit.sent.get("password", "")
    wrong = _differ(visit)
    if visit.text("role") not in list(Role):
        wrong["role"] = "Choose what the account may do."
    if wrong:
        return _page(visit, wrong)
    role = Role(visit.text("role"))
    try:
        with visit.base.database.begin("accounts") as connection:
            made = accounts.make(
                connection,
                name,
                role,
                password,
                visit.base.now_ms(),
                person=visit.text("person") or None,
            )
            _note(visit, connection, "account-made", made.name, role.value)
    except Unfit as refusal:
        return _page(visit, {refusal.part: str(refusal)})
    return went("/accounts", "account-made")


def _one(visit: Asked, name: str) -> Response:
    visit.require_admin()
    return _page_of(visit, name, {})


def _alter(visit: Asked, name: str) -> Response:
    visit.require_admin()
    match visit.text("act"):
        case "password":
            return _set_password(visit, name)
        case "role":
            return _set_role(visit, name)
        case "remove":
            return _remove(visit, name)
        case _:
            raise Absent


def _set_password(visit: Visit, name: str) -> Response:
    wrong = _differ(visit)
    if wrong:
        return _page_of(visit, name, wrong)
    try:
        with visit.base.database.begin("accounts") as connection:
            accounts.set_password(connection, name, visit.sent.get("password", ""))
            attempts.forgive(connection, name)
            _note(visit, connection, "password-set", accounts.folded(name))
    except NotFound as error:
        raise Absent from error
    except Unfit as refusal:
        return _page_of(visit, name, {refusal.part: str(refusal)})
    return went("/accounts", "password-set")


def _set_role(visit: Visit, name: str) -> Response:
    if visit.text("role") not in list(Role):
        return _page_of(visit, name, {"role": "Choose what the account may do."})
    role, person = Role(visit.text("role")), visit.text("person") or None
    try:
        with visit.base.database.begin("accounts") as connection:
            accounts.set_role(connection, name, role, person=person)
            _note(visit, connection, "role-set", accounts.folded(name), role.value)
    except NotFound as error:
        raise Absent from error
    except Unfit as refusal:
        return _page_of(visit, name, {refusal.part: str(refusal)})
    return went("/accounts", "role-set")


def _remove(visit: Visit, name: str) -> Response:
    try:
        with visit.base.database.begin("accounts") as connection:
            accounts.remove(connection, name)
            _note(visit, connection, "account-removed", accounts.folded(name))
    except NotFound as error:
        raise Absent from error
    except Unfit as refusal:
        return _page_of(visit, name, {"": str(refusal)})
    return went("/accounts", "account-removed")


def _note(visit: Visit, connection: Connection, what: str, about: str, words: str = "") -> None:
    note(connection, visit.base.now_ms(), visit.who, what, about, words)


def _page(visit: Visit, wrong: dict[str, str]) -> Response:
    with visit.base.database.read() as connection:
        rows = accounts.listed(connection)
        persons = accounts.persons(connection)
    return visit.page("accounts.html", "Accounts", errors=wrong, rows=rows, persons=persons)


def _page_of(visit: Visit, name: str, wrong: dict[str, str]) -> Response:
    try:
        with visit.base.database.read() as connection:
            of = accounts.get(connection, name)
            persons = accounts.persons(connection)
    except NotFound as error:
        raise Absent from error
    return visit.page("account.html", f"Account {of.name}", errors=wrong, of=of, persons=persons)


def _differ(visit: Visit) -> dict[str, str]:
    if visit.sent.get("password") == visit.sent.get("again"):
        return {}
    return {"again": "The two passwords differ. Type the same one twice."}

"""Signing in, and signing out again."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from inspector_app.server import accounts, passwords
from inspector_app.server.base import Base
from inspector_app.server.events import note
from inspector_app.server.web import attempts, forms, sessions
from inspector_app.server.web.done import WORDS
from inspector_app.server.web.drawing import drawn
from inspector_app.server.web.visits import (
    Asked,
    base_name,
    cookie_name,
    give_cookie,
    went,
)

_WRONG = "There is no such account, or it has another password."
_TOO_MANY = (
    "There were too many attempts. Wait a quarter of an hour, "
    "or set the password anew at base’s own machine: spr-base account password."
)
_CROWDED = "Base is busy with others who sign in. Try again in a moment."


def router() -> APIRouter:
    """Return its addresses."""
    made = APIRouter()
    made.get("/sign-in")(_show)
    made.post("/sign-in")(_sign_in)
    made.post("/sign-out")(_sign_out)
    made.post("/sign-out-everywhere")(_sign_out_everywhere)
    return made


def _show(request: Request, to: str = "/", done: str = "") -> Response:
    return _page(request, to=to, done=WORDS.get(done, ""))


def _sign_in(
    request: Request, sent: Annotated[Mapping[str, str], Depends(forms.fields)]
) -> Response:
    base: Base = request.app.state.base
    name, to = sent.get("name", "").strip(), sent.get("to", "/")
    address = request.client.host if request.client else ""
    with base.database.begin("sign-in") as connection:
        may = attempts.begin(connection, name, address, base.now_ms())
    if not may:
        return _page(request, to=to, name=name, wrong=_TOO_MANY, status=429)
    with base.database.read() as connection:
        kept = accounts.password_hash(connection, name)
    try:
        is_right = passwords.matches(kept, sent.get("password", ""))
    except passwords.Crowded:
        return _page(request, to=to, name=name, wrong=_CROWDED, status=503)
    if not is_right:
        return _page(request, to=to, name=name, wrong=_WRONG, status=403)
    with base.database.begin("sign-in") as connection:
        attempts.forgive(connection, name, address)
        kept_name = accounts.get(connection, name).name
        old = request.cookies.get(cookie_name(request), "")
        sessions.end(connection, old)
        token = sessions.begin(connection, kept_name, base.now_ms())
        note(connection, base.now_ms(), f"account:{kept_name}", "signed-in", kept_name)
    answer = RedirectResponse(to if _is_local(to) else "/", 303)
    give_cookie(request, answer, token)
    return answer


def _sign_out(request: Request, visit: Asked) -> Response:
    with visit.base.database.begin() as connection:
        sessions.end(connection, visit.token)
    return _out(request, "signed-out")


def _sign_out_everywhere(request: Request, visit: Asked) -> Response:
    with visit.base.database.begin() as connection:
        sessions.end_all(connection, visit.account.name)
        note(
            connection,
            visit.base.now_ms(),
            visit.who,
            "signed-out-everywhere",
            visit.account.name,
        )
    return _out(request, "signed-out-everywhere")


def _out(request: Request, done: str) -> Response:
    answer = went("/sign-in", done)
    give_cookie(request, answer, "")
    return answer


def _page(
    request: Request, *, to: str, name: str = "", wrong: str = "", done: str = "", status: int = 200
) -> Response:
    return drawn(
        "sign-in.html",
        {
            "title": "Sign in",
            "base_name": base_name(request.app.state.base),
            "to": to if _is_local(to) else "/",
            "name": name,
            "errors": {"name": wrong} if wrong else {},
            "done": done,
        },
        status,
    )


def _is_local(path: str) -> bool:
    # Two slashes, or one and a backslash, lead to another host.
    return path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()

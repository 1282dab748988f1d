"""One request of somebody who is signed in: who it is, what they may, what they sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import Depends
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from inspector_app.domain.ids import InspectionId
from inspector_app.server import accounts, settings
from inspector_app.server.accounts import Account
from inspector_app.server.base import Base
from inspector_app.server.settings import Setting
from inspector_app.server.web import forms, menu, sessions
from inspector_app.server.web.done import WORDS
from inspector_app.server.web.drawing import drawn

_SAFE: Final = "__Host-spr-base"
_PLAIN: Final = "spr-base"
PER_PAGE: Final = 50


class SignInFirst(Exception):
    """Nobody is signed in, or not any more."""


class Absent(Exception):
    """There is no such page, or none for whoever asks: nobody can tell which."""


class AdminsOnly(Exception):
    """The page is for administrators; that there is one is no secret."""


class ElsewhereAsked(Exception):
    """The request names a host that is not base's: a page elsewhere may have had it made."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page is given."""

    request: Request
    base: Base
    account: Account
    token: str
    """The session's."""
    sent: Mapping[str, str] = field(default_factory=dict)
    """By a form; nothing where a page is only asked for."""

    @property
    def who(self) -> str:
        """What stands in the events."""
        return f"account:{self.account.name}"

    @property
    def address(self) -> str:
        """Where the request came from."""
        return self.request.client.host if self.request.client else ""

    def text(self, name: str) -> str:
        """Return what was sent in a field, without the spaces around it."""
        return self.sent.get(name, "").strip()

    def number(self) -> int:
        """Return which page of a long list is asked for, from 1."""
        asked = self.request.query_params.get("page", "1")
        return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 1

    def require_admin(self) -> None:
        """Refuse whoever is no administrator.

        Raises:
            AdminsOnly: they are not.
        """
        if not self.account.is_admin:
            raise AdminsOnly

    def mine(self, connection: Connection) -> frozenset[InspectionId] | None:
        """Return the inspections that may be seen; None: all."""
        return accounts.led(connection, self.account)

    def require(self, connection: Connection, inspection: InspectionId) -> None:
        """Refuse an inspection that is none of the visitor's concern.

        Raises:
            Absent: it is not; and so it is said of one that does not exist.
        """
        mine = self.mine(connection)
        if mine is not None and inspection not in mine:
            raise Absent

    def page(
        self,
        template: str,
        title: str,
        *,
        errors: Mapping[str, str] | None = None,
        status: int | None = None,
        **values: object,
    ) -> Response:
        """Return a page.

        Args:
            template: its file.
            title: where one is, as the heading and the window say it.
            errors: what is wrong with what was sent, by the field's name.
            status: None: 422 with errors, else 200.
            values: what the template shows.
        """
        return drawn(
            template,
            {
                "title": title,
                "errors": errors or {},
                "sent": self.sent if errors else {},
                "visit": self,
                "base_name": base_name(self.base),
                "menu": menu.of(self.account, self.request.url.path),
                "form_token": sessions.form_token(self.token),
                "now_ms": self.base.now_ms(),
                "done": WORDS.get(self.request.query_params.get("done", ""), ""),
                **values,
            },
            status or (422 if errors else 200),
        )


def went(path: str, done: str = "") -> Response:
    """Return what leads to a page once something was altered, which says there what was."""
    return RedirectResponse(f"{path}?done={done}" if done else path, 303)


def visit(request: Request, sent: Annotated[Mapping[str, str], Depends(forms.fields)]) -> Visit:
    """Return who asks, for every page but the one to sign in.

    Raises:
        SignInFirst: nobody is signed in.
        NotOurs: a form does not carry the session's token.
    """
    base: Base = request.app.state.base
    token = request.cookies.get(cookie_name(request), "")
    account = sessions.found(base.database, token, base.now_ms()) if token else None
    if account is None:
        raise SignInFirst
    found = Visit(request, base, account, token, sent)
    request.state.visit = found
    if request.method == "POST":
        forms.require_token(sent, sessions.form_token(token))
    return found


Asked = Annotated[Visit, Depends(visit)]


def cookie_name(request: Request) -> str:
    """Return what the cookie of a session is called.

    The prefix makes browsers refuse one that another host or a plain page has set.
    """
    return _PLAIN if forms.is_plain(request) else _SAFE


def give_cookie(request: Request, response: Response, token: str) -> None:
    """Let the browser keep a session until it is closed; an empty token ends that."""
    response.set_cookie(
        cookie_name(request),
        token,
        max_age=None if token else 0,
        path="/",
        secure=not forms.is_plain(request),
        httponly=True,
        samesite="strict",
    )


def asked_path(request: Request) -> str:
    """Return the path of a page that was asked for, fit to come back to after signing in."""
    path = request.url.path
    return quote(path) if request.method == "GET" and path.startswith("/") else "/"


def base_name(base: Base) -> str:
    """Return what base is called."""
    with base.database.read() as connection:
        return settings.get(connection, Setting.NAME) or "Base"

"""A browser without a screen: keeps cookies, sends forms as a page's own would be sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import httpx2
from sqlalchemy import insert

from inspector_app.server import passwords
from inspector_app.server.accounts import Role
from inspector_app.server.base import Base
from inspector_app.server.tables import account
from inspector_app.server.web import sessions
from tests.server.support import ADDRESS, app_client

PASSWORD = "lattice walnut harbour quill"
COOKIE = "__Host-spr-base"


@dataclass
class Browser:
    """Somebody at base's pages."""

    client: httpx2.Client

    def get(self, path: str) -> httpx2.Response:
        return self.client.get(path, follow_redirects=False)

    def post(
        self,
        path: str,
        fields: dict[str, str] | None = None,
        *,
        origin: str | None = ADDRESS,
        token: str | None = None,
    ) -> httpx2.Response:
        """Send a form; with the session's token, unless another is given."""
        given = (
            sessions.form_token(self.client.cookies.get(COOKIE) or "") if token is None else token
        )
        return self.client.post(
            path,
            data={"form": given, **(fields or {})},
            headers={"Origin": origin} if origin else {},
            follow_redirects=False,
        )

    def sign_in(self, name: str, password: str = PASSWORD) -> httpx2.Response:
        return self.post("/sign-in", {"name": name, "password": password})


@contextmanager
def a_browser(base: Base, name: str = "") -> Iterator[Browser]:
    """Give a browser; signed in as ``name``, if given, without the ceremony."""
    with app_client(base) as client:
        if name:
            with base.database.begin() as connection:
                token = sessions.begin(connection, name, base.now_ms())
            client.cookies.set(COOKIE, token, domain="base.example")
        yield Browser(client)


def an_account(base: Base, name: str, role: Role = Role.ADMIN, person: str | None = None) -> None:
    """Put an account with :data:`PASSWORD` into the table; hashing it each time would take long."""
    with base.database.begin() as connection:
        connection.execute(
            insert(account).values(
                name=name,
                role=role.value,
                person=person,
                password_hash=_hashed(),
                made_ms=base.now_ms(),
            )
        )


@cache
def _hashed() -> str:
    return passwords.hashed(PASSWORD)

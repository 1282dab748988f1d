"""Base's pages as one application, put beside the API's addresses."""

import logging
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Mount
from starlette.types import Scope

from inspector_app.server.base import Base
from inspector_app.server.web.drawing import drawn
from inspector_app.server.web.forms import NotOurs
from inspector_app.server.web.headers import Guarded
from inspector_app.server.web.pages import (
    accounts,
    assets,
    backups,
    events,
    held,
    inspections,
    laptops,
    mine,
    national,
    overview,
    receipts,
    sign_in,
    storage,
)
from inspector_app.server.web.visits import (
    Absent,
    AdminsOnly,
    ElsewhereAsked,
    SignInFirst,
    asked_path,
    base_name,
)

_log = logging.getLogger(__name__)

_PAGES: Final[tuple[Callable[[], APIRouter], ...]] = (
    accounts.router,
    assets.router,
    backups.router,
    events.router,
    held.router,
    inspections.router,
    laptops.router,
    mine.router,
    national.router,
    overview.router,
    receipts.router,
    sign_in.router,
    storage.router,
)
"""One a line."""


class Pages(Mount):
    """Everything that is not the API's, whose refusals are told to programs."""

    def __init__(self, app: FastAPI) -> None:
        super().__init__("", app=Guarded(app))

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Tell whether a request is for a page."""
        path = scope.get("path", "")
        if scope["type"] != "http" or path == "/v1" or path.startswith("/v1/"):
            return Match.NONE, {}
        return super().matches(scope)


def site(base: Base) -> FastAPI:
    """Return the application of the pages of ``base``."""
    app = FastAPI(
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(_require_our_host)],
    )
    app.state.base = base
    for kind, told in _TOLD.items():
        app.add_exception_handler(kind, told)
    for router in _PAGES:
        app.include_router(router())
    return app


def _require_our_host(request: Request) -> None:
    base: Base = request.app.state.base
    if request.url.hostname not in base.keys.hosts:
        raise ElsewhereAsked


def _sign_in_first(request: Request, _: Exception) -> Response:
    return RedirectResponse(f"/sign-in?to={quote(asked_path(request), safe='')}", 303)


def _absent(request: Request, _: Exception) -> Response:
    return _told(request, 404, "No such page", "There is no such page, or none for this account.")


def _admins_only(request: Request, _: Exception) -> Response:
    return _told(
        request, 403, "For administrators", "This page is for administrators of this base."
    )


def _not_ours(request: Request, _: Exception) -> Response:
    return _told(
        request,
        403,
        "Nothing was altered",
        "The form was not one that base had just shown here. Open its page again, and send it "
        "from there.",
    )


def _elsewhere(request: Request, _: Exception) -> Response:
    return _told(request, 421, "Not this address", "Base is not reached by this address.")


def _failed(request: Request, error: Exception) -> Response:
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return _told(
        request,
        500,
        "Base failed",
        "This is a fault of ours. What was to be altered was left as it was; base’s log says more.",
    )


def _told(request: Request, status: int, title: str, words: str) -> Response:
    values = {
        "title": title,
        "words": words,
        "errors": {},
        "base_name": base_name(request.app.state.base),
    }
    return drawn("plain.html", values, status)


_TOLD: Final[dict[type[Exception], Callable[[Request, Exception], Response]]] = {
    SignInFirst: _sign_in_first,
    Absent: _absent,
    HTTPException: _absent,
    RequestValidationError: _absent,
    AdminsOnly: _admins_only,
    NotOurs: _not_ours,
    ElsewhereAsked: _elsewhere,
    Exception: _failed,
}

"""Base as a web application: its addresses, and how its refusals are told."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from inspector_app.domain.errors import BadInput, DeviceFull
from inspector_app.server import (
    api_comparisons,
    api_enrolment,
    api_files,
    api_inspections,
    api_packs,
)
from inspector_app.server.base import Base
from inspector_app.server.description import describe
from inspector_app.server.files import Verifier
from inspector_app.server.part_bodies import Buffers
from inspector_app.server.problems import Refused, answer
from inspector_app.server.requests import LARGE_BODIES
from inspector_app.server.room import is_full
from inspector_app.server.web.site import Pages, site
from inspector_app.sync.wire import ProblemCode
from inspector_app.version import VERSION

_log = logging.getLogger(__name__)

_ROUTERS: tuple[Callable[[], APIRouter], ...] = (
    api_comparisons.router,
    api_enrolment.router,
    api_files.router,
    api_files.parts_router,
    api_inspections.router,
    api_packs.router,
)  # fmt: skip
"""One a line: each slice of the API has its own."""
_BUSY_S = 5


def create_app(base: Base) -> FastAPI:
    """Return the application that serves ``base``; its background work runs while it does."""
    app = FastAPI(
        title="SPR base",
        version=VERSION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/v1/openapi.json",
        lifespan=_verifying,
        exception_handlers={
            Refused: _refused,
            RequestValidationError: _unreadable,
            HTTPException: _unrouted,
            BadInput: _bad_input,
            DeviceFull: _full,
            OperationalError: _database_away,
            PoolTimeout: _database_away,
            ClientDisconnect: _gone,
            Exception: _failed,
        },
    )
    app.state.base = base
    app.state.room = asyncio.Semaphore(LARGE_BODIES)
    app.state.buffers = Buffers()
    routers = [make() for make in _ROUTERS]
    for router in routers:
        app.include_router(router)
    describe(app, routers)
    app.router.routes.append(Pages(site(base)))
    return app


@asynccontextmanager
async def _verifying(app: FastAPI) -> AsyncIterator[None]:
    """While the application runs, what has arrived is hashed and what was purged destroyed."""
    app.state.verifier = verifier = Verifier(app.state.base)
    verifier.start()
    try:
        yield
    finally:
        await run_in_threadpool(verifier.stop)


async def _refused(_: Request, refusal: Refused) -> Response:
    return answer(refusal)


async def _unreadable(_: Request, error: RequestValidationError) -> Response:
    places = sorted({".".join(map(str, each["loc"])) for each in error.errors()})
    return answer(Refused(ProblemCode.BAD_MESSAGE, f"Not as it must be: {', '.join(places)}."))


async def _unrouted(_: Request, error: HTTPException) -> Response:
    code = {404: ProblemCode.NOT_FOUND, 405: ProblemCode.WRONG_METHOD}.get(error.status_code)
    told = answer(Refused(code or ProblemCode.BAD_MESSAGE))
    told.headers.update(error.headers or {})
    return told


async def _bad_input(_: Request, error: BadInput) -> Response:
    return answer(Refused(ProblemCode.BAD_MESSAGE, str(error)))


async def _full(_: Request, error: DeviceFull) -> Response:
    _log.error("No room: %s", error)
    return answer(Refused(ProblemCode.NO_ROOM))


async def _database_away(request: Request, error: OperationalError | PoolTimeout) -> Response:
    if isinstance(error, OperationalError) and is_full(error):
        _log.error("%s %s: no room: %s", request.method, request.url.path, error.orig)
        return answer(Refused(ProblemCode.NO_ROOM))
    _log.error("%s %s: the database does not answer: %s", request.method, request.url.path, error)
    return answer(Refused(ProblemCode.BUSY, retry_after_s=_BUSY_S))


async def _gone(_: Request, __: ClientDisconnect) -> Response:
    """Answer whoever hung up amid their body; nothing of it was taken, and nobody listens."""
    return answer(Refused(ProblemCode.BAD_MESSAGE))


async def _failed(request: Request, error: Exception) -> Response:
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return answer(Refused(ProblemCode.FAILED))

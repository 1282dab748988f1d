"""Base's application asked in the caller's own thread: no hop, no race, the same order each time.

A test client of the library's keeps a thread for the application and hops between it, a pool and
the caller at each request, which costs more than what is asked. Here everything happens where it
was asked for, so that a failing run of many requests fails again when it is repeated.
"""

import asyncio
import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import anyio.to_thread
import httpx2
from fastapi import FastAPI

from inspector_app.server.base import Base
from inspector_app.server.files import destroy_purged, verify_next


class Inside(httpx2.BaseTransport):
    """Carries requests into an application, which may stand before another base each time."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._way = httpx2.ASGITransport(app)
        self._loop = asyncio.new_event_loop()
        app.state.verifier = self
        self.is_dawdling = False
        """Whether base leaves what has arrived unverified, as large files are for a while."""

    @property
    def base(self) -> Base:
        """The base that answers."""
        base: Base = self._app.state.base
        return base

    @base.setter
    def base(self, base: Base) -> None:
        self._app.state.base = base

    def wake(self) -> None:
        """Verify what has arrived, unless base takes its time; base itself calls it too."""
        while not self.is_dawdling and (destroy_purged(self.base) or verify_next(self.base)):
            pass

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        return self._loop.run_until_complete(self._answer(request))

    async def _answer(self, request: httpx2.Request) -> httpx2.Response:
        answer = await self._way.handle_async_request(request)
        assert isinstance(answer.stream, httpx2.AsyncByteStream)
        content = b"".join([piece async for piece in answer.stream])
        stream = httpx2.ByteStream(content)
        return httpx2.Response(answer.status_code, headers=answer.headers, stream=stream)

    def close(self) -> None:
        self._loop.close()


@contextmanager
def without_threads() -> Iterator[None]:
    """Let what an application would hand to a thread happen at once."""
    before = anyio.to_thread.run_sync
    anyio.to_thread.run_sync = _here  # type: ignore[assignment]
    try:
        yield
    finally:
        anyio.to_thread.run_sync = before


async def _here(work: Callable[..., Any], *args: Any, **_limits: Any) -> Any:
    return functools.partial(work, *args)()

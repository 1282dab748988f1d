"""Large bodies on their way in: from the socket straight into memory that their handler names.

uvicorn gathers what came, hands it over as a message, and wakes the handler for each. Every byte is
so copied into fresh memory four times, which costs more than twice what hashing it does.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, cast

import httptools
from fastapi import Request
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

Seen = Callable[[memoryview], None]
"""Called with each piece once it lies in its place, in order, on the event loop; must not fail."""

PROTOCOL: Final = f"{__name__}:Receiving"
"""What uvicorn is to speak."""
_EXTENSION: Final = "spr.receiving"
_COMMON = memoryview(bytearray(128 * 1024))
"""What is no large body is read to here: whoever reads has looked at it before another does."""
_NOWHERE = memoryview(b"")


class TooLarge(Exception):
    """A body has more bytes than there is room for."""


class Receiving(asyncio.BufferedProtocol):
    """uvicorn's protocol, but that a handler may have a body read to where it wants it.

    Such a body passes the parser by, which has nothing to say about it but how much is left. It
    holds uvicorn's and is none: event loops give an ``asyncio.Protocol`` new memory each time.
    """

    def __init__(self, **given: Any) -> None:
        """Args: what uvicorn gives to the protocol that it is told to speak."""
        self._http = _Http(self, **given)
        self._into = _NOWHERE
        self._seen: Seen = _nobody

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._http.connection_made(cast("asyncio.Transport", transport))

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._http.connection_lost(exc)

    def pause_writing(self) -> None:
        """Let answers wait."""
        self._http.pause_writing()

    def resume_writing(self) -> None:
        """Let answers go on."""
        self._http.resume_writing()

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002 - it is a guess
        """Return where the next bytes are to be read to."""
        return self._into or _COMMON

    def buffer_updated(self, nbytes: int) -> None:
        """Look at what was read."""
        if not self._into:
            self._http.data_received(_COMMON[:nbytes])  # type: ignore[arg-type] # any will do
            return
        piece, self._into = self._into[:nbytes], self._into[nbytes:]
        self._seen(piece)
        if not self._into:
            self._http.go_on_after_body()

    @contextmanager
    def reading(self, room: memoryview, seen: Seen) -> Iterator[None]:
        """Have what is left of a body read to ``room``, which it fills, and the message ended.

        On leaving nothing more will be written there, whatever comes.
        """
        self._into, self._seen = room, seen
        try:
            yield
        finally:
            if self._into:
                self._into = _NOWHERE
                self._http.transport.close()  # amid a body, which nobody can go on from


class _Http(HttpToolsProtocol):
    """What uvicorn makes of bytes once they were read."""

    def __init__(self, receiving: Receiving, **given: Any) -> None:
        super().__init__(**given)
        self._receiving = receiving

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        incoming = _Incoming(self._receiving, self.cycle)
        self.scope["extensions"] = {_EXTENSION: {"body": incoming}}

    def go_on_after_body(self) -> None:
        """End the message whose body did not pass the parser, which waits for it still."""
        self.parser = httptools.HttpRequestParser(self)
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)  # as uvicorn has it
        self.on_message_complete()


class _Incoming:
    """A request's body, of which something may have come already."""

    def __init__(self, receiving: Receiving, cycle: RequestResponseCycle) -> None:
        self._receiving = receiving
        self._cycle = cycle

    @contextmanager
    def reading(self, into: memoryview, seen: Seen) -> Iterator[None]:
        """Have the body read to ``into``, which it fills, while its handler waits for its end."""
        cycle = self._cycle
        if not cycle.more_body or cycle.disconnected:
            yield  # it is there, or will not come
            return
        size = len(cycle.body)
        into[:size] = cycle.body
        seen(into[:size])
        cycle.body = bytearray()
        with self._receiving.reading(into[size:], seen):
            yield


async def read(request: Request, buffer: memoryview, seen: Seen) -> int:
    """Read a body to ``buffer``, and return how many bytes it has once it is there whole.

    Raises:
        TooLarge: as soon as it is known.
        ClientDisconnect: its sender hung up.
    """
    length = request.headers.get("content-length", "")
    size = int(length) if length.isdecimal() else None
    if size is not None and size > len(buffer):
        raise TooLarge
    extension = request.scope.get("extensions", {}).get(_EXTENSION, {})
    incoming: _Incoming | None = extension.get("body")
    if incoming is None or size is None:
        return await _gathered(request, buffer, seen)
    with incoming.reading(buffer[:size], seen):
        await _gathered(request, buffer, seen)  # of what was there already, or nothing but the end
    return size


async def _gathered(request: Request, buffer: memoryview, seen: Seen) -> int:
    size = 0
    async for piece in request.stream():
        end = size + len(piece)
        if end > len(buffer):
            raise TooLarge
        buffer[size:end] = piece
        seen(buffer[size:end])
        size = end
    return size


def _nobody(_piece: memoryview) -> None:
    """Take the place of whoever looks at pieces."""

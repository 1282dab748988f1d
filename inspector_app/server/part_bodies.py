"""Parts of files as they come in: read into memory that is used over and over, hashed on the way.

A fresh buffer for each part costs more than hashing it: the system hands out every page anew.
"""

import base64
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from inspector_app.server import receiving
from inspector_app.server.problems import Refused
from inspector_app.server.requests import let_in, room
from inspector_app.sync.signatures import Proof
from inspector_app.sync.wire import PART_SIZE, ProblemCode


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is the one its laptop signed; it is there until the request is answered."""

    content: memoryview
    digest: str
    """SHA-256, hexadecimal."""


class Buffers:
    """Memory that parts are read into: as much as there were parts at once at the most."""

    def __init__(self) -> None:
        self._free: list[bytearray] = []

    def take(self) -> bytearray:
        """Return room for one part."""
        return self._free.pop() if self._free else bytearray(PART_SIZE)

    def give_back(self, buffer: bytearray) -> None:
        """Let others use it; nobody looks at it any more."""
        self._free.append(buffer)


async def part_body(
    request: Request, proof: Annotated[Proof, Depends(let_in)]
) -> AsyncIterator[Part]:
    """Give the part that a signed request brings.

    Raises:
        Refused: ``TOO_LARGE``, as soon as it is; ``WRONG_DIGEST``.
    """
    buffers: Buffers = request.app.state.buffers
    async with room(request):
        buffer = buffers.take()
        try:
            yield await _read(request, proof, buffer)
        finally:
            buffers.give_back(buffer)


async def _read(request: Request, proof: Proof, buffer: bytearray) -> Part:
    hashed = hashlib.sha256()
    try:
        size = await receiving.read(request, memoryview(buffer), hashed.update)
    except receiving.TooLarge as error:
        raise Refused(ProblemCode.TOO_LARGE) from error
    if proof.digest != f"sha-256=:{base64.b64encode(hashed.digest()).decode()}:":
        raise Refused(ProblemCode.WRONG_DIGEST)
    return Part(memoryview(buffer)[:size], hashed.hexdigest())

"""Parts of files as they come in: read into memory that is used over and over, hashed on the way.

A fresh buffer for each part costs more than hashing it: the system hands out every page anew.
"""

import hashlib
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute

from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.server import files, receiving
from inspector_app.server.base import Base
from inspector_app.server.objects import place_of
from inspector_app.server.problems import Refused
from inspector_app.server.requests import let_in_member, room
from inspector_app.sync.signatures import Proof, digest_field, digest_through
from inspector_app.sync.wire import PART_SIZE, ProblemCode

if TYPE_CHECKING:
    from hashlib import _Hash


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


def file_named(inspection: InspectionId, sha256: str) -> Sha256:
    """Return the file that an address names; what is no hash names none.

    Raises:
        Refused: ``NOT_FOUND``.
    """
    try:
        place_of(inspection, Sha256(sha256))
    except ValueError as error:
        raise Refused(ProblemCode.NOT_FOUND) from error
    return Sha256(sha256)


async def put_part(request: Request, inspection: str, sha256: str, number: int) -> Response:
    """Bring a part; it lies on the disk when this answers. Only members' parts are read at all.

    Raises:
        Refused: as :func:`let_in_member` and :func:`files.keep_part` do; ``NOT_FOUND``;
            ``PART_REFUSED``, what comes before it is not known here by its hash; ``TOO_LARGE``, as
            soon as it is; ``WRONG_DIGEST``.
    """
    base: Base = request.app.state.base
    buffers: Buffers = request.app.state.buffers
    proof = await let_in_member(request, base, inspection)
    about = InspectionId(inspection)
    name = file_named(about, sha256)
    runs = base.running.before(about, name, number) if proof.is_through else None
    if proof.is_through and runs is None:
        raise Refused(ProblemCode.PART_REFUSED, "Bring this part with a digest of its own.")
    async with room(request):
        buffer = buffers.take()
        try:
            content, digest = await _read(request, proof, buffer, runs)
            await run_in_threadpool(
                files.keep_part, base, about, name, number, content, digest, runs
            )
        finally:
            buffers.give_back(buffer)
    return Response(status_code=204)


class Plain(APIRoute):
    """A route whose handler reads the request by itself, and is asked without ceremony.

    What FastAPI does to find out a handler's arguments costs as much as keeping a part.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request."""
        handler = self.endpoint

        async def handle(request: Request) -> Response:
            answer: Response = await handler(request, **request.path_params)
            return answer

        return handle


async def _read(
    request: Request, proof: Proof, buffer: bytearray, before: "_Hash | None"
) -> tuple[memoryview, str]:
    hashed = hashlib.sha256() if before is None else before
    try:
        size = await receiving.read(request, memoryview(buffer), hashed.update)
    except receiving.TooLarge as error:
        raise Refused(ProblemCode.TOO_LARGE) from error
    field = digest_field if before is None else digest_through
    if proof.digest != field(hashed.digest()):
        raise Refused(ProblemCode.WRONG_DIGEST)
    return memoryview(buffer)[:size], hashed.hexdigest()

"""What every request is judged by before anything is done: its signature, its size, its asker."""

import asyncio
import re
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Final, TypeVar

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from inspector_app.domain.ids import DeviceId, InspectionId
from inspector_app.server.base import Base
from inspector_app.server.problems import Refused
from inspector_app.server.tables import device, member, nonce
from inspector_app.sync.signatures import NotSigned, Proof, checked
from inspector_app.sync.wire import MOST_BYTES, MOST_PLAIN, ProblemCode

NONCES_KEPT_MS: Final = 15 * 60 * 1000
"""Longer than a request may differ from base's clock to both sides, so that no replay fits in."""
LARGEST_MESSAGE: Final = 64 * 1024
"""Bytes of a body that may come from anybody."""
LARGE_BODIES: Final = 8
"""How many larger bodies are in memory at once; others wait at the door, unread."""

_TIDYING: Final = "A"
"""How the nonce of one request in 64 begins: with it go those that are kept no longer."""
_INSPECTION = re.compile(r"[0-9a-f]{32}")

# What every request takes is put together once: that takes longer than asking the database.
_ROLE = select(member.c.role).where(
    member.c.inspection == bindparam("inspection"),
    member.c.device == bindparam("who"),
    member.c.left_ms.is_(None),
)
_FORGET_NONCES = delete(nonce).where(nonce.c.seen_ms < bindparam("before_ms"))
_KEEP_NONCE = insert(nonce)
_SEEN = (
    update(device)
    .where(device.c.id == bindparam("who"), device.c.revoked_ms.is_(None))
    .values(seen_ms=bindparam("now_ms"), ahead_ms=bindparam("by_ms"))
)

T = TypeVar("T", bound=BaseModel)


async def the_base(request: Request) -> Base:
    """Return the base that is asked."""
    base: Base = request.app.state.base
    return base


Asked = Annotated[Base, Depends(the_base)]
"""The base, as a handler is given it."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed a message; base may never have heard of them."""

    proof: Proof
    content: bytes
    """The body, as it was sent."""


async def signer(request: Request, base: Asked) -> Signer:
    """Return whose message it is, known at base or not: signed now, for this base.

    Raises:
        Refused: ``BAD_SIGNATURE``, ``STALE_CLOCK``, ``TOO_LARGE`` or ``WRONG_DIGEST``.
    """
    proof = await run_in_threadpool(_proof, request, base)
    content = await _read(request, LARGEST_MESSAGE)
    _require_fits(proof, content)
    return Signer(proof, content)


async def let_in(request: Request, base: Asked) -> Proof:
    """Return the proof of a request that a laptop of base's signed, its body not yet read.

    Whoever is not let in so costs base no memory.

    Raises:
        Refused: ``BAD_SIGNATURE``, ``STALE_CLOCK``, ``UNKNOWN_DEVICE``, ``REVOKED_DEVICE`` or
            ``REPLAYED``.
    """
    return await run_in_threadpool(_let_in, request, base)


async def let_in_member(request: Request, base: Base, inspection: str) -> Proof:
    """Return the proof of a request about an inspection on which the laptop that signed it works.

    As :func:`let_in` and :func:`a_member`, in one go.

    Raises:
        Refused: as they do.
    """
    return await run_in_threadpool(_let_in, request, base, inspection)


async def body(request: Request, proof: Annotated[Proof, Depends(let_in)]) -> AsyncIterator[bytes]:
    """Give the body whole, as it was sent and signed.

    Raises:
        Refused: ``TOO_LARGE``, as soon as it is; ``WRONG_DIGEST``.
    """
    async with room(request):
        content = await _read(request, MOST_BYTES)
        await run_in_threadpool(_require_fits, proof, content)
        yield content


Body = Annotated[bytes, Depends(body)]
"""The body of a signed request, as a handler is given it: whole, as it was sent, not unpacked."""


def asker(proof: Annotated[Proof, Depends(let_in)], _: Body) -> DeviceId:
    """Return the device whose request it is: signed now, for this base, for the first time."""
    return proof.device


Asker = Annotated[DeviceId, Depends(asker)]
"""The device that asks, as a handler is given it; the body was read and is the one it signed."""


def a_member(connection: Connection, inspection: InspectionId, who: DeviceId) -> str:
    """Return the role in which a device works on an inspection.

    Raises:
        Refused: ``NOT_FOUND``, alike where there is no such inspection and where it is none of
            theirs; one and the same look-up finds both out.
    """
    role = _role(connection, inspection, who)
    if role is None:
        raise Refused(ProblemCode.NOT_FOUND)
    return role


def require_first(connection: Connection, proof: Proof, now_ms: int) -> None:
    """Let a request pass that was not seen before, and note that it was.

    Raises:
        Refused: ``REPLAYED``; the transaction is of no more use.
    """
    if proof.nonce.startswith(_TIDYING):
        connection.execute(_FORGET_NONCES, {"before_ms": now_ms - NONCES_KEPT_MS})
    seen = {"device": proof.device, "nonce": proof.nonce, "seen_ms": now_ms}
    try:
        connection.execute(_KEEP_NONCE, seen)
    except IntegrityError as error:
        raise Refused(ProblemCode.REPLAYED) from error


def signed_message(form: type[T]) -> Callable[..., T]:
    """Return what gives a handler the message in a signed request: ``Depends(…)`` of it."""

    def message(content: Body) -> T:
        return read_message(form, content)

    return message


def read_message(form: type[T], content: bytes) -> T:
    """Return the message that a body is.

    Raises:
        Refused: ``BAD_MESSAGE``.
    """
    try:
        return form.model_validate_json(content)
    except ValidationError as error:
        raise Refused(ProblemCode.BAD_MESSAGE, f"The body is no {form.__name__}.") from error


def described(form: type[BaseModel]) -> dict[str, object]:
    """Return how a message stands in the description of the API: a route's ``openapi_extra``."""
    schema = form.model_json_schema(ref_template="#/components/schemas/{model}")
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def plain(content: bytes, encoding: str | None) -> bytes:
    """Return a body unpacked, at most ``MOST_PLAIN`` bytes.

    Raises:
        Refused: ``TOO_LARGE``, or ``BAD_MESSAGE`` for what is not packed as it says.
    """
    if encoding in (None, "", "identity"):
        return content
    if encoding != "gzip":
        raise Refused(ProblemCode.BAD_MESSAGE, "Content-Encoding may be gzip or nothing.")
    unpacking = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        unpacked = unpacking.decompress(content, MOST_PLAIN + 1)
    except zlib.error as error:
        raise Refused(ProblemCode.BAD_MESSAGE, "The body is not gzip.") from error
    if len(unpacked) > MOST_PLAIN:
        raise Refused(ProblemCode.TOO_LARGE)
    if not unpacking.eof or unpacking.unused_data:
        raise Refused(ProblemCode.BAD_MESSAGE, "The gzip body does not end where it should.")
    return unpacked


@asynccontextmanager
async def room(request: Request) -> AsyncIterator[None]:
    """Give room for a body, once there is some."""
    length = request.headers.get("content-length", "")
    is_small = length.isdecimal() and int(length) <= LARGEST_MESSAGE
    if is_small or not (length or "transfer-encoding" in request.headers):
        yield
        return
    rooms: asyncio.Semaphore = request.app.state.room
    async with rooms:
        yield


async def _read(request: Request, most: int) -> bytes:
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > most:
        raise Refused(ProblemCode.TOO_LARGE)
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > most:
            raise Refused(ProblemCode.TOO_LARGE)
    return bytes(content)


def _let_in(request: Request, base: Base, inspection: str | None = None) -> Proof:
    proof = _proof(request, base)
    role: str | None = ""
    # After a power cut a request of the last moments could be replayed: all that laptops ask may be
    # asked twice without harm, and waiting for the disk would be most of what letting in costs.
    with base.database.begin(lasting=False) as connection:
        now_ms = base.now_ms()
        if not _is_seen(connection, proof, now_ms):
            raise Refused(_why_not(connection, proof.device))
        require_first(connection, proof, now_ms)
        if inspection is not None:
            role = _role(connection, inspection, proof.device)
    if role is None:  # told once it stands that the request was here
        raise Refused(ProblemCode.NOT_FOUND)
    return proof


def _role(connection: Connection, inspection: str, who: DeviceId) -> str | None:
    if not _INSPECTION.fullmatch(inspection):  # PostgreSQL takes no text that holds a zero
        return None
    role = connection.scalar(_ROLE, {"inspection": inspection, "who": who})
    return None if role is None else str(role)


def _proof(request: Request, base: Base) -> Proof:
    try:
        return checked(request.method, _url(request, base), request.headers, base.now())
    except NotSigned as refusal:
        time_ms = base.now_ms() if refusal.code is ProblemCode.STALE_CLOCK else None
        raise Refused(refusal.code, refusal.detail, time_ms=time_ms) from refusal


def _require_fits(proof: Proof, content: bytes) -> None:
    try:
        proof.require_fits(content)
    except NotSigned as refusal:
        raise Refused(refusal.code) from refusal


def _url(request: Request, base: Base) -> str:
    """Return the address that was asked for, as it was sent.

    Raises:
        NotSigned: it is no address of this base; what was signed for another does not count here.
    """
    host = request.headers.get("host")
    if host is None or request.url.hostname not in base.keys.hosts:
        raise NotSigned(ProblemCode.BAD_SIGNATURE, "It was sent to an address that is not base’s.")
    path = request.scope["raw_path"].decode("latin-1")
    query = request.scope["query_string"].decode("latin-1")
    asked = f"{request.url.scheme}://{host}{path}"
    return f"{asked}?{query}" if query else asked


def _is_seen(connection: Connection, proof: Proof, now_ms: int) -> bool:
    """Note when a laptop asked and by what clock; False: it is none that may."""
    by_ms = int(proof.created.timestamp()) * 1000 - now_ms
    seen = {"who": proof.device, "now_ms": now_ms, "by_ms": by_ms}
    return connection.execute(_SEEN, seen).rowcount == 1


def _why_not(connection: Connection, who: DeviceId) -> ProblemCode:
    known = connection.execute(select(device.c.id).where(device.c.id == who)).first()
    return ProblemCode.UNKNOWN_DEVICE if known is None else ProblemCode.REVOKED_DEVICE

"""Addresses by which laptops bring evidence files and fetch them."""

import re
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.responses import StreamingResponse

from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.server import files
from inspector_app.server.part_bodies import Plain, file_named, put_part
from inspector_app.server.problems import refusals
from inspector_app.server.requests import (
    Asked,
    Asker,
    a_member,
    described,
    signed_message,
)
from inspector_app.sync.wire import FileOffer, FileState, ProblemCode

_RANGE = re.compile(r"bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))")
"""One range. Source: RFC 9110; whoever asks for several or in other units is given all."""
_BYTES: Final[dict[str, Any]] = {
    "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
}
_ARRIVING: Final = (
    ProblemCode.NOT_FOUND,
    ProblemCode.FILE_UNKNOWN,
    ProblemCode.PART_REFUSED,
    ProblemCode.NO_ROOM,
)
_PLACE: Final = "/inspections/{inspection}/files"


def router() -> APIRouter:
    """Return them."""
    found = APIRouter(prefix="/v1", tags=["files"])
    found.post(_PLACE, responses=refusals(*_ARRIVING), openapi_extra=described(FileOffer))(offer)
    found.post(f"{_PLACE}/{{sha256}}/complete", status_code=202, responses=refusals(*_ARRIVING))(
        complete
    )
    found.get(
        f"{_PLACE}/{{sha256}}/state",
        responses=refusals(ProblemCode.NOT_FOUND, ProblemCode.FILE_UNKNOWN),
    )(state)
    found.get(
        f"{_PLACE}/{{sha256}}",
        response_class=Response,
        responses={
            200: {"content": _BYTES},
            206: {"content": _BYTES},
            **refusals(ProblemCode.NOT_FOUND, ProblemCode.NO_SUCH_RANGE),
        },
    )(content)
    return found


def parts_router() -> APIRouter:
    """Return the address by which parts come."""
    found = APIRouter(prefix="/v1", tags=["files"], route_class=Plain)
    found.put(
        f"{_PLACE}/{{sha256}}/parts/{{number:int}}",
        status_code=204,
        responses=refusals(*_ARRIVING),
        openapi_extra={"requestBody": {"required": True, "content": _BYTES}},
    )(put_part)
    return found


def member(inspection: str, base: Asked, who: Asker) -> InspectionId:
    """Return the inspection of the address, of which the asker is a member.

    Raises:
        Refused: ``NOT_FOUND``.
    """
    about = InspectionId(inspection)
    with base.database.read() as connection:
        a_member(connection, about, who)
    return about


About = Annotated[InspectionId, Depends(member)]


def named(sha256: str, about: About) -> Sha256:
    """Return the file of the address; what is no hash names none.

    Raises:
        Refused: ``NOT_FOUND``.
    """
    return file_named(about, sha256)


Named = Annotated[Sha256, Depends(named)]


def offer(
    base: Asked, about: About, offered: Annotated[FileOffer, Depends(signed_message(FileOffer))]
) -> FileState:
    """Offer a file; told which parts are lacking, and where they may go past base."""
    return files.offer(base, about, Sha256(offered.sha256), offered.size_bytes)


def complete(request: Request, base: Asked, about: About, sha256: Named) -> FileState:
    """Say that all parts are here; the file is hashed whole in the background."""
    told = files.complete(base, about, sha256)
    verifier: files.Verifier | None = getattr(request.app.state, "verifier", None)
    if verifier is not None:
        verifier.wake()
    return told


def state(base: Asked, about: About, sha256: Named) -> FileState:
    """Tell how a file stands."""
    return files.state(base, about, sha256)


def content(
    base: Asked,
    about: About,
    sha256: Named,
    range_: Annotated[str, Header(alias="Range")] = "",
    if_range: Annotated[str, Header()] = "",
) -> Response:
    """Give a file, or the range of it that is asked for."""
    tag = f'"{sha256}"'
    wanted = _RANGE.fullmatch(range_) if if_range in ("", tag) else None
    if wanted is not None and wanted[2] and int(wanted[2]) < int(wanted[1]):
        wanted = None
    if wanted is None:
        found = files.read(base, about, sha256, 0)
    elif wanted[3] is not None:
        found = files.read(base, about, sha256, None, int(wanted[3]))
    else:
        end = int(wanted[2]) + 1 if wanted[2] else None
        found = files.read(base, about, sha256, int(wanted[1]), end)
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-store",
        "Content-Length": str(found.end - found.start),
        "ETag": tag,
    }
    if wanted is not None and found.size_bytes:
        headers["Content-Range"] = f"bytes {found.start}-{found.end - 1}/{found.size_bytes}"
    return StreamingResponse(
        found.content,
        status_code=206 if "Content-Range" in headers else 200,
        headers=headers,
        media_type="application/octet-stream",
    )

"""Addresses by which a laptop comes to know base."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from inspector_app.server import enrolling
from inspector_app.server.authority import Issued, revocation_list
from inspector_app.server.devices import revoked_certificates
from inspector_app.server.problems import refusals
from inspector_app.server.requests import Asked, Signer, described, read_message, signer
from inspector_app.server.settings import epoch
from inspector_app.sync.wire import PROTOCOL, AtBase, Enrolled, Enrolment, ProblemCode

_PEM = "application/x-pem-file"
_LIST = "application/pkix-crl"
_BYTES = {"schema": {"type": "string", "format": "binary"}}
_REFUSED = (
    ProblemCode.BAD_MESSAGE,
    ProblemCode.OTHER_PROTOCOL,
    ProblemCode.REPLAYED,
    ProblemCode.TOO_MANY,
    ProblemCode.CODE_REFUSED,
    ProblemCode.REVOKED_DEVICE,
    ProblemCode.INITIALS_TAKEN,
)


def router() -> APIRouter:
    """Return them."""
    found = APIRouter(prefix="/v1", tags=["joining"])
    found.get("/base")(at_base)
    found.get(
        "/authority",
        response_class=Response,
        responses={200: {"content": {_PEM: _BYTES}}},
    )(authority)
    found.get(
        "/revocations",
        response_class=Response,
        responses={200: {"content": {_LIST: _BYTES}}},
    )(revocations)
    found.post(
        "/enrolments",
        status_code=201,
        openapi_extra=described(Enrolment),
        responses=refusals(*_REFUSED),
    )(enrolments)
    return found


def at_base(base: Asked) -> AtBase:
    """Tell anybody who base is and what time it has."""
    with base.database.read() as connection:
        current = epoch(connection)
    return AtBase(protocol=PROTOCOL, time_ms=base.now_ms(), base=base.keys.base, epoch=current)


def authority(base: Asked) -> Response:
    """Give the certificate of base's authority, which proves nothing by itself.

    Whoever asks compares its fingerprint with the end of the enrolment code.
    """
    return Response(base.keys.authority, media_type=_PEM)


def revocations(base: Asked) -> Response:
    """Give the list of inspectors' certificates that count for nothing any more (CRL, DER)."""
    with base.database.read() as connection:
        revoked = revoked_certificates(connection)
    authority = Issued(base.keys.authority, base.keys.authority_key)
    return Response(revocation_list(authority, revoked, base.now()), media_type=_LIST)


def enrolments(
    base: Asked, request: Request, signed: Annotated[Signer, Depends(signer)]
) -> Enrolled:
    """Let a laptop in by its one-time code; it signs with the key that it introduces."""
    address = request.client.host if request.client else ""
    enrolment = read_message(Enrolment, signed.content)
    return enrolling.enrol(base, enrolment, signed.proof, address)

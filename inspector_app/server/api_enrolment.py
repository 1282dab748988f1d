"""Addresses by which a laptop comes to know base."""

from fastapi import APIRouter, Response

from inspector_app.server.requests import Asked
from inspector_app.server.settings import epoch
from inspector_app.sync.wire import PROTOCOL, AtBase


def router() -> APIRouter:
    """Return them."""
    found = APIRouter(prefix="/v1", tags=["joining"])
    found.get("/base")(at_base)
    found.get(
        "/authority",
        response_class=Response,
        responses={200: {"content": {"application/x-pem-file": {}}}},
    )(authority)
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
    return Response(base.keys.authority, media_type="application/x-pem-file")

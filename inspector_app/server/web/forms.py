"""What a form sent, and whether it was one of ours that sent it."""

import hmac
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

_MOST_BYTES: Final = 64 * 1024
_FIELDS: Final = 200
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
FIELD: Final = "form"
"""The field that every form of a session carries."""


class NotOurs(Exception):
    """A form that none of base's pages sent, or that is none."""


async def fields(request: Request) -> Mapping[str, str]:
    """Return what was sent by POST, field by field; of several alike the last one.

    Raises:
        NotOurs: it cannot be read as a form, or another site's page sent it.
    """
    if request.method != "POST":
        return {}
    if not is_same_origin(request):
        raise NotOurs
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise NotOurs
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > _MOST_BYTES:
            raise NotOurs
    try:
        sent = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=_FIELDS,
        )
    except ValueError as error:
        raise NotOurs from error
    # NUL is no letter, and PostgreSQL takes none.
    return {name: value.replace("\0", "").replace("\r\n", "\n") for name, value in sent}


def require_token(sent: Mapping[str, str], expected: str) -> None:
    """Refuse a form that does not carry the session's token.

    Raises:
        NotOurs: it does not.
    """
    if not hmac.compare_digest(sent.get(FIELD, "").encode(), expected.encode()):
        raise NotOurs


def is_same_origin(request: Request) -> bool:
    """Tell whether a request comes from a page of the host it was sent to.

    Base cannot know whether TLS ends before it, so a plain page counts only on this machine.
    """
    origin = urlsplit(request.headers.get("origin", ""))
    if origin.netloc.lower() != request.headers.get("host", "").lower() or not origin.netloc:
        return False
    return origin.scheme == "https" or (origin.scheme == "http" and is_loopback(request))


def is_loopback(request: Request) -> bool:
    """Tell whether the browser asked for this very machine."""
    return (request.url.hostname or "") in _LOOPBACK


def is_plain(request: Request) -> bool:
    """Tell whether the browser speaks without TLS, which it may on this machine alone."""
    return request.url.scheme == "http" and is_loopback(request)

"""What pages are dressed in: the one style sheet, and icons."""

from functools import cache
from pathlib import Path

from fastapi import APIRouter
from starlette.responses import Response

from inspector_app import config
from inspector_app.server.web.visits import Absent

_FOR_AN_HOUR = "max-age=3600"


def router() -> APIRouter:
    """Return its addresses; anybody may have what lies there."""
    made = APIRouter()
    made.get("/style.css")(_style)
    made.get("/icons/{name}.svg")(_icon)
    return made


def _style() -> Response:
    return _kept(_read(_resources() / "base" / "style.css"), "text/css")


def _icon(name: str) -> Response:
    if not name.replace("-", "").isalpha() or not name.isascii():
        raise Absent
    try:
        content = _read(_resources() / "icons" / f"{name}.svg")
    except OSError as error:
        raise Absent from error
    return _kept(content, "image/svg+xml")


def _kept(content: bytes, media_type: str) -> Response:
    """Return what browsers may keep for a while: it is alike for everybody, and every page asks."""
    return Response(content, media_type=media_type, headers={"Cache-Control": _FOR_AN_HOUR})


def _resources() -> Path:
    return config.places(Path()).resources


@cache
def _read(path: Path) -> bytes:
    return path.read_bytes()

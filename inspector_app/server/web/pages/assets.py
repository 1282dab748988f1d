"""What pages are dressed in: the one style sheet, and icons."""

from functools import cache
from pathlib import Path

from fastapi import APIRouter
from starlette.responses import Response

from inspector_app import config
from inspector_app.server.web.visits import Absent


def router() -> APIRouter:
    """Return its addresses; anybody may have what lies there."""
    made = APIRouter()
    made.get("/style.css")(_style)
    made.get("/icons/{name}.svg")(_icon)
    return made


def _style() -> Response:
    return Response(_read(_resources() / "base" / "style.css"), media_type="text/css")


def _icon(name: str) -> Response:
    if not name.replace("-", "").isalpha() or not name.isascii():
        raise Absent
    try:
        content = _read(_resources() / "icons" / f"{name}.svg")
    except OSError as error:
        raise Absent from error
    return Response(content, media_type="image/svg+xml")


def _resources() -> Path:
    return config.places(Path()).resources


@cache
def _read(path: Path) -> bytes:
    return path.read_bytes()

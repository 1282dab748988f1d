"""Thumbnails for forms other than the PDF, looked at before they go in."""

import hashlib
import io
from collections.abc import Callable

from PIL import Image, UnidentifiedImageError

from inspector_app.domain.ids import Sha256
from inspector_app.domain.wording import counted

Fetch = Callable[[Sha256], bytes | None]
JPEG = "image/jpeg"


class Pictures:
    """Fetches thumbnails one at a time, and remembers which could not be had."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._missing: dict[str, None] = {}

    def jpeg(self, sha256: str) -> bytes | None:
        """Return a thumbnail's bytes; None: it is missing, damaged or no JPEG."""
        content = self._fetch(Sha256(sha256))
        if content is not None and _is_sound(content, sha256):
            return content
        self._missing[sha256] = None
        return None

    @property
    def remarks(self) -> tuple[str, ...]:
        """How many could not be shown, as a sentence."""
        if not self._missing:
            return ()
        words = counted(
            len(self._missing),
            "picture was missing or damaged; a sentence stands there.",
            "pictures were missing or damaged; a sentence stands there.",
        )
        return (words,)


def _is_sound(content: bytes, sha256: str) -> bool:
    if hashlib.sha256(content).hexdigest() != sha256:
        return False
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
            # All of it is read, at an eighth of its size: what is cut short shows only then.
            image.draft("L", (image.width // 8, image.height // 8))
            image.load()
            return True
    except (OSError, UnidentifiedImageError, ValueError, Image.DecompressionBombError):
        return False

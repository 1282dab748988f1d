"""Where evidence files lie at base: what every kind of place can do."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.sync.wire import PART_SIZE

Content = bytes | memoryview
"""A part's bytes; a memoryview is not looked at any more when a call returns."""
CHUNK = 256 * 1024
"""Bytes read at once: more no longer fit the processor's cache while they are hashed."""

_INSPECTION = re.compile(r"[0-9a-f]{32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class NoUpload(Exception):
    """The arriving file is not there (any more): it has to be begun again."""


class NotThere(Exception):
    """No such file is in place, or it holds fewer bytes than are asked for."""


class NotWhole(Exception):
    """The bytes are not those of the name; nothing was put in place."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an arriving file that has arrived."""

    number: int
    """From 1."""
    tag: str
    """What the place calls it; empty where it calls it nothing."""
    size_bytes: int


class Objects(Protocol):
    """Files by inspection and SHA-256; what is in place is never altered.

    Parts lie on the disk itself, or in the store, when a call that wrote them returns. Whether a
    file that :meth:`finish` put in place is what its name says is for its caller to find out.

    Every call raises Refused with NO_ROOM when the disk is full, nothing half being left of it.
    """

    def begin(self, inspection: InspectionId, sha256: Sha256, size_bytes: int) -> str:
        """Begin an arriving file, with room set aside for it, and return what it is called."""

    def put(self, upload: str, number: int, content: Content) -> str:
        """Keep a part, replacing one of the same number, and return its tag.

        Raises:
            NoUpload: it was finished or abandoned.
        """

    def urls(self, upload: str, numbers: Sequence[int]) -> Mapping[int, str]:
        """Return where a laptop may PUT parts without base's doing; empty: through base alone."""

    def arrived(self, upload: str) -> Sequence[Piece]:
        """Return the parts that came past base; empty where none can."""

    def finish(self, upload: str, parts: Sequence[Piece]) -> bool:
        """Make one file of the parts, at its place, and never over one that is there.

        Return whether it is the one that is there now: False where another was there before.

        Raises:
            NoUpload: it was abandoned, and no such file is in place.
        """

    def abandon(self, upload: str) -> None:
        """Remove the parts of an arriving file, if there are any."""

    def uploads(self, before_ms: int) -> Sequence[str]:
        """Return the arriving files that were begun before an instant, whoever knows of them."""

    def read(
        self, inspection: InspectionId, sha256: Sha256, start: int = 0, size: int | None = None
    ) -> Iterator[bytes]:
        """Yield a file's bytes, or ``size`` of them from ``start`` on.

        Raises:
            NotThere: before the first byte, or where the file ends too early.
        """

    def write(self, inspection: InspectionId, sha256: Sha256, content: BinaryIO) -> None:
        """Put a whole file in its place, as a restore or a transfer file brings it.

        One that is there already stays as it is.

        Raises:
            NotWhole: the content has another hash.
        """

    def size(self, inspection: InspectionId, sha256: Sha256) -> int | None:
        """Return how many bytes it has; None: it is not there."""

    def remove(self, inspection: InspectionId, sha256: Sha256) -> None:
        """Destroy a file, if it is there."""


def parts_of(size_bytes: int) -> int:
    """Return how many parts a file travels in: none if it is empty."""
    return -(-size_bytes // PART_SIZE)


def part_size(size_bytes: int, number: int) -> int:
    """Return how many bytes part ``number`` has; 0: there is no such part."""
    return max(0, min(PART_SIZE, size_bytes - (number - 1) * PART_SIZE)) if number > 0 else 0


def place_of(inspection: InspectionId, sha256: Sha256) -> str:
    """Return the relative path of a file, alike in every kind of place and in backups.

    Raises:
        ValueError: these are no ids; nothing else ever becomes a path.
    """
    if not _INSPECTION.fullmatch(inspection) or not _SHA256.fullmatch(sha256):
        raise ValueError((inspection, sha256))
    return f"{inspection}/{sha256[:2]}/{sha256}"

"""Where evidence files lie at base: what every kind of place can do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from inspector_app.domain.ids import InspectionId, Sha256


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an arriving file that has arrived."""

    number: int
    """From 1."""
    tag: str
    """What the place calls it; empty where it calls it nothing."""


class Objects(Protocol):
    """Files by inspection and SHA-256; what is in place is whole and never altered.

    Parts lie on the disk itself, or in the store, when a call that wrote them returns.
    """

    def begin(self, inspection: InspectionId, sha256: Sha256) -> str:
        """Begin an arriving file and return what it is called."""

    def put(self, upload: str, number: int, content: bytes) -> str:
        """Keep a part, replacing one of the same number, and return its tag."""

    def urls(self, upload: str, numbers: Sequence[int]) -> Mapping[int, str]:
        """Return where a laptop may PUT parts without base's doing; empty: through base alone."""

    def arrived(self, upload: str) -> Sequence[Piece]:
        """Return the parts that came past base; empty where none can."""

    def finish(self, upload: str, parts: Sequence[Piece]) -> None:
        """Make one file of the parts, at its place."""

    def abandon(self, upload: str) -> None:
        """Remove the parts of an arriving file."""

    def read(
        self, inspection: InspectionId, sha256: Sha256, start: int = 0, size: int | None = None
    ) -> Iterator[bytes]:
        """Yield a file's bytes, or ``size`` of them from ``start`` on."""

    def write(self, inspection: InspectionId, sha256: Sha256, content: BinaryIO) -> None:
        """Put a whole file in its place, as a restore or a transfer file brings it."""

    def size(self, inspection: InspectionId, sha256: Sha256) -> int | None:
        """Return how many bytes it has; None: it is not there."""

    def remove(self, inspection: InspectionId, sha256: Sha256) -> None:
        """Destroy a file, if it is there."""

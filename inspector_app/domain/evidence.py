"""A file kept as evidence: the original untouched, numbered, hashed, captioned."""

from dataclasses import dataclass

from inspector_app.domain.ids import Sha256
from inspector_app.domain.markings import Marking
from inspector_app.domain.redaction import MadeOf


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small picture of a file; a stored blob of its own, so every laptop prints the same."""

    sha256: Sha256
    width: int
    height: int
    """Pixels."""


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """What is true of a kept file for good."""

    number: str
    """``JS/12``: made offline, never renumbered."""
    name: str
    """The original's file name, without its folder."""
    sha256: Sha256
    size_bytes: int
    media_type: str
    """As its content shows, such as ``image/jpeg``; the name is not believed."""
    modified_ms: int | None = None
    """The file's own time of last change, milliseconds UTC, as its file system told it."""
    captured_at: str = ""
    """The EXIF capture time as the camera wrote it, with its offset where it wrote one."""
    pages: int | None = None
    thumbnail: Thumbnail | None = None
    made_of: MadeOf | None = None
    """Of a redacted copy: what it was made of."""

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture that can be shown, and so can be described to who cannot see it.

        The small picture of a document's first page is not: its words can be read.
        """
        return self.thumbnail is not None and self.media_type.startswith("image/")


@dataclass(frozen=True, slots=True)
class Caption:
    """What people say about an evidence item, and how it may be used."""

    text: str = ""
    marking: Marking | None = None
    do_not_export: bool = False
    marking_found: str = ""
    """As it stands on the file itself, schemes before 2014 included; ``marking`` is the team's."""
    description: str = ""
    """What a picture shows, for someone who cannot see it; a caption says why it is kept."""

"""Evidence files on their way to base and back: thumbnails first, originals as asked for."""

import hashlib
import io
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from inspector_app.domain.errors import BadInput, EvidenceDamaged, RefusedByBase
from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.services import holdings
from inspector_app.services.base_watch import Stop, Told
from inspector_app.services.holdings import File
from inspector_app.services.recording import Recording
from inspector_app.services.taking_in import TakingIn
from inspector_app.storage.evidence import BlobPlace
from inspector_app.sync import wire
from inspector_app.sync.signatures import digest_through
from inspector_app.texts import tr
from inspector_app.vault.blobs import BlobStore

if TYPE_CHECKING:
    from hashlib import _Hash

    from inspector_app.sync.client import BaseClient

_WAITS_S = (0.05, 0.2, 0.5, 1.0, 2.0, 4.0)
"""Between asking whether base has verified what was sent: it hashes about 1 GB in a second."""


@dataclass(slots=True)
class FilesMoved:
    """What travelled, gathered while it does; thumbnails are not counted."""

    up: int = 0
    down: int = 0
    sent: set[Sha256] = field(default_factory=set)
    """All files that were sent whole in this round, thumbnails too."""
    sentences: list[str] = field(default_factory=list)


class FileExchange:
    """The files of one inspection in one round."""

    def __init__(
        self,
        recording: Recording,
        blobs: BlobStore,
        taking: TakingIn,
        client: "BaseClient",
        inspection: InspectionId,
        stop: Stop,
        told: Told,
    ) -> None:
        self._recording = recording
        self._blobs = blobs
        self._taking = taking
        self._client = client
        self._inspection = inspection
        self._stop = stop
        self._told = told
        self.done = FilesMoved()

    def known(self) -> dict[Sha256, File]:
        """Return the files that changes here name."""
        with self._recording.read() as work:
            return holdings.files_known(work, self._inspection)

    # To base

    def push(self, lacking: Collection[Sha256]) -> None:
        """Send what base lacks and is here.

        A file that cannot be sent does not stop the others.
        """
        known = self.known()
        for sha256 in _thumbnails_first(set(lacking) & known.keys(), known):
            with self._recording.read() as work:
                place = work.blobs.find(self._inspection, sha256)
            if place is None:
                continue
            self._stop()
            try:
                self.send(place, known[sha256])
            except EvidenceDamaged as error:
                self.done.sentences.append(
                    tr("An evidence file could not be sent: {error}").format(error=error)
                )
            except RefusedByBase as error:
                self.done.sentences.append(
                    tr("Base did not take an evidence file: {error}").format(error=error)
                )

    def send(self, place: BlobPlace, file: File) -> None:
        """Bring a file that is here to base, or of it what base lacks.

        Raises:
            EvidenceDamaged: it is not whole here.
            RefusedByBase: base does not take it.
        """
        offer = wire.FileOffer(sha256=place.sha256, size_bytes=place.size_bytes)
        state = self._client.offer(self._inspection, offer)
        if state.state in ("verified", "verifying"):
            return
        count = -(-place.size_bytes // state.part_size)
        buffer = memoryview(bytearray(min(state.part_size, place.size_bytes)))
        hashed = None if state.hashed or state.urls else hashlib.sha256()
        with self._blobs.open(place.name, place.key, place.size_bytes) as stream:
            for number in range(1, count + 1):
                if number in state.parts:
                    hashed = None
                    continue
                self._stop()
                stream.seek((number - 1) * state.part_size)
                content = buffer[: place.size_bytes - stream.tell()]
                _fill(content, stream)
                if hashed is not None:
                    hashed = self._carried_on(hashed, place.sha256, number, content)
                if hashed is None:
                    url = state.urls.get(number)
                    self._client.put_part(self._inspection, place.sha256, number, content, url)
                self._told(len(content))
        self._client.complete(self._inspection, place.sha256)
        self.done.sent.add(place.sha256)
        self.done.up += not file.is_thumbnail

    def _carried_on(
        self, hashed: "_Hash", sha256: Sha256, number: int, content: memoryview
    ) -> "_Hash | None":
        """Send a part as what follows those before it.

        None: base does not take it so, as after a restart, or where a team-mate sends the same.
        """
        hashed.update(content)
        digest = digest_through(hashed.digest())
        try:
            self._client.put_part(self._inspection, sha256, number, content, digest=digest)
        except RefusedByBase:
            return None
        return hashed

    def settled(self, wait: Callable[[float], None]) -> wire.AtBaseOf:
        """Return how the inspection stands once base has verified what was sent, or is slow."""
        found = self._client.of(self._inspection)
        for pause in _WAITS_S:
            if not self.done.sent & set(map(Sha256, found.lacks)):
                break
            self._stop()
            wait(pause)
            found = self._client.of(self._inspection)
        return found

    # From base

    def pull(self, lacking_there: Collection[Sha256], asked: Callable[[Sha256], bool]) -> None:
        """Fetch what is lacking here and is at base: thumbnails, and originals that are asked for.

        One that cannot be fetched does not stop the others, unless base is out of reach.
        """
        wanted = self._taking.wanted(self._inspection)
        there = wanted.keys() - set(lacking_there)
        for sha256 in _thumbnails_first(there, wanted):
            file = wanted[sha256]
            if file.is_thumbnail or asked(sha256):
                self._stop()
                self.fetch(file)

    def fetch(self, file: File) -> bool:
        """Fetch one file; return whether it came.

        Raises:
            BaseAway: the connection gave way.
            DeviceFull: there is no room here.
        """
        try:
            self._taking.keep_file(self._inspection, file, self.coming(file.sha256))
        except BadInput as error:
            self.done.sentences.append(
                tr("A file that base sent {error}. It was not kept.").format(error=error)
            )
            return False
        except RefusedByBase as error:
            self.done.sentences.append(
                tr("An evidence file could not be fetched: {error}").format(error=error)
            )
            return False
        self.done.down += not file.is_thumbnail
        return True

    def coming(self, sha256: Sha256) -> BinaryIO:
        """Return what base gives of a file, to be read once, as it comes."""
        pieces = self._watched(self._client.fetch(self._inspection, sha256))
        return cast("BinaryIO", _Pieces(pieces))

    def _watched(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self._stop()
            self._told(len(piece))
            yield piece


class _Pieces(io.RawIOBase):
    """A stream that gives pieces as they come."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def readinto(self, buffer: Any) -> int:
        try:
            while not self._left:
                self._left = memoryview(next(self._pieces))
        except StopIteration:
            return 0
        count = min(len(buffer), len(self._left))
        buffer[:count] = self._left[:count]
        self._left = self._left[count:]
        return count


def _thumbnails_first(wanted: Iterable[Sha256], known: dict[Sha256, File]) -> list[Sha256]:
    """Return them so that there is soon something to look at, and large files come last."""

    def rank(sha256: Sha256) -> tuple[bool, int, Sha256]:
        file = known[sha256]
        return not file.is_thumbnail, file.size_bytes or 0, sha256

    return sorted(wanted, key=rank)


def _fill(content: memoryview, stream: BinaryIO) -> None:
    if cast("io.BufferedReader", stream).readinto(content) != len(content):
        raise EvidenceDamaged(tr("it is shorter than it was."))

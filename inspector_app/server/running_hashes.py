"""Hashes of arriving files, carried on from part to part where these come in order.

A laptop that brings a file from its first part on signs, with each, the hash of all bytes up to its
end. Checking that is all the hashing that base does: the last one is the hash of the file.

It may stand for the bytes on the disk only as long as nobody else can have written there, so it is
given up at the first write that does not follow the one before.
"""

import hashlib
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from inspector_app.domain.ids import InspectionId, Sha256

if TYPE_CHECKING:
    from hashlib import _Hash

_MOST = 256
"""Files at once; of more, those that stood still the longest are hashed when they are whole."""


@dataclass(slots=True)
class _Running:
    upload: str
    parts: int = 0
    """Carried on so far, from the first on."""
    hashed: "_Hash" = field(default_factory=hashlib.sha256)
    is_writing: bool = False
    """The next part is on its way to the disk."""


class RunningHashes:
    """Those of one process, gone with it; safe to use from several threads."""

    def __init__(self) -> None:
        self.process = secrets.token_hex(16)
        """What this process is called where others must know who has written."""
        self._lock = threading.Lock()
        self._of: OrderedDict[tuple[InspectionId, Sha256], _Running] = OrderedDict()

    def begin(self, inspection: InspectionId, sha256: Sha256, upload: str) -> None:
        """Begin for an arriving file to which nobody has written yet."""
        with self._lock:
            self._of[inspection, sha256] = _Running(upload)
            self._of.move_to_end((inspection, sha256))
            if len(self._of) > _MOST:
                self._of.popitem(last=False)

    def parts(self, inspection: InspectionId, sha256: Sha256) -> int | None:
        """Return how many parts are carried on; None: nothing is of this file."""
        with self._lock:
            found = self._of.get((inspection, sha256))
            return None if found is None else found.parts

    def before(self, inspection: InspectionId, sha256: Sha256, number: int) -> "_Hash | None":
        """Return a hash of all bytes before part ``number``, for its caller to go on with."""
        with self._lock:
            found = self._of.get((inspection, sha256))
            if found is None or found.parts + 1 != number:
                return None
            self._of.move_to_end((inspection, sha256))
            return found.hashed.copy()

    def writing(
        self, inspection: InspectionId, sha256: Sha256, upload: str, number: int | None
    ) -> None:
        """Note that a part is about to be written.

        Args:
            inspection: whose.
            sha256: of the file.
            upload: of the file.
            number: of the part, which :meth:`before` was gone on with; None: one that was not.
        """
        with self._lock:
            found = self._of.get((inspection, sha256))
            if found is None or found.upload != upload:
                return
            if number != found.parts + 1 or found.is_writing:
                del self._of[inspection, sha256]
            else:
                found.is_writing = True

    def written(
        self, inspection: InspectionId, sha256: Sha256, upload: str, hashed: "_Hash"
    ) -> None:
        """Carry on: the part that was about to be written lies on the disk, and none but it."""
        with self._lock:
            found = self._of.get((inspection, sha256))
            if found is not None and found.upload == upload:
                found.parts += 1
                found.hashed = hashed
                found.is_writing = False

    def end(self, inspection: InspectionId, sha256: Sha256, upload: str) -> tuple[int, str]:
        """Return how many parts were carried on and the hash of them, and forget both."""
        with self._lock:
            found = self._of.get((inspection, sha256))
            if found is None or found.upload != upload or found.is_writing:
                return 0, ""
            del self._of[inspection, sha256]
            return found.parts, found.hashed.hexdigest()

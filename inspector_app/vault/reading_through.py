"""One evidence file read from start to end, in as many steps as one likes."""

import hashlib
from pathlib import Path

from cryptography.cobblestone import Cobblestone256Decryptor

from inspector_app.domain.ids import Sha256
from inspector_app.vault.damage import damaged, telling_damage

PIECE = 128 * 1024
"""Bytes; small enough for the processor's cache (1 MiB was 16 to 20 % slower)."""


class ReadingThrough:
    """A look at every byte of an encrypted file, which ends in *whole* or in a refusal.

    Between two steps no file is held open: it may be removed or replaced meanwhile, and a file
    that was replaced is then told as damaged, so whoever goes by steps looks twice.
    """

    def __init__(self, path: Path, key: bytes, context: bytes, sha256: Sha256) -> None:
        self._path = path
        self._sha256 = sha256
        self._decryptor = Cobblestone256Decryptor(key, context)
        self._hashed = hashlib.sha256()
        self._at = 0
        self.is_whole = False
        """True once every byte was read, and it is what was put in."""

    def step(self, limit: int) -> int:
        """Read on for about ``limit`` bytes, and return how many were read.

        Raises:
            EvidenceDamaged: it is missing, cannot be read, or is not what was put in.
        """
        begun = self._at
        with telling_damage(), self._path.open("rb", buffering=0) as file:
            file.seek(self._at)
            while self._at - begun < limit:
                sealed = file.read(PIECE)
                if not sealed:
                    self._hashed.update(self._decryptor.finalize())
                    self.is_whole = True
                    break
                self._at += len(sealed)
                self._hashed.update(self._decryptor.update(sealed))
        if self.is_whole and self._hashed.hexdigest() != self._sha256:
            self.is_whole = False
            raise damaged()
        return self._at - begun

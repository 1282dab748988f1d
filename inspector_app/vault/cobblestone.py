"""Any part of a Cobblestone-256 file, where the library reads from the start alone.

Source: c2sp.org/chunked-encryption. A file is salt (24 bytes), commitment (32), then chunks of
16 KiB sealed with AES-256-GCM; the last chunk is shorter, if need be empty.
"""

import hmac
import io
import os
from typing import BinaryIO, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

CHUNK = 16 * 1024
TAG = 16
SALT = 24
COMMITMENT = 32
HEADER = SALT + COMMITMENT

_KEY = 32
_NONCE = 12
_INFO = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0"
_SPAN = 16
"""Chunks fetched and opened at once, so that a large read keeps memory flat."""


class Damaged(Exception):
    """The file is not what was written under this key; caught within the vault."""


def sealed_size(size: int) -> int:
    """Return how many bytes a plain file of ``size`` bytes takes when encrypted."""
    return HEADER + size + TAG * (size // CHUNK + 1)


class RangeReader(io.RawIOBase):
    """The plain bytes of an encrypted file, seekable; every byte is authenticated before it leaves.

    Opening authenticates the length, by the last chunk. Owns ``file`` and closes it.
    """

    def __init__(self, file: BinaryIO, key: bytes, context: bytes, size: int) -> None:
        """Check key, context and length.

        Raises:
            Damaged: the file is not the one of ``key``, ``context`` and ``size``.
            OSError: the disk cannot be read.
        """
        super().__init__()
        self._file = file
        self._size = size
        self._position = 0
        header = file.read(HEADER)
        derived = HKDFExpand(
            hashes.SHA512(), _KEY + _NONCE + COMMITMENT, _INFO + header[:SALT] + context
        ).derive(key)
        if not hmac.compare_digest(header[SALT:], derived[_KEY + _NONCE :]):
            raise Damaged
        self._cipher = AESGCM(derived[:_KEY])
        self._nonce = int.from_bytes(derived[_KEY : _KEY + _NONCE])
        self._sealed = memoryview(bytearray(_SPAN * (CHUNK + TAG)))
        # The last chunk is the only short one; its place tells whether anything is appended.
        last = size // CHUNK
        if file.seek(0, os.SEEK_END) != sealed_size(size):
            raise Damaged
        self._opened(last)

    def readable(self) -> bool:
        """Return True (io)."""
        return True

    def seekable(self) -> bool:
        """Return True (io)."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to a plain byte and return its number (io); beyond the end is allowed."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError("negative seek position")
        self._position = start + offset
        return self._position

    def tell(self) -> int:
        """Return the number of the next plain byte (io)."""
        return self._position

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill ``buffer`` with the next plain bytes and return how many there were (io).

        Raises:
            Damaged: a chunk on the way is not what was written.
            OSError: the disk cannot be read.
        """
        wanted = min(len(buffer), max(0, self._size - self._position))
        target = memoryview(buffer)[:wanted]
        while target:
            first, skipped = divmod(self._position, CHUNK)
            if skipped or len(target) < CHUNK:
                part = memoryview(self._opened(first))[skipped : skipped + len(target)]
                target[: len(part)] = part
                done = len(part)
            else:
                done = min(_SPAN, len(target) // CHUNK) * CHUNK
                self._open_into(first, target[:done])
            target = target[done:]
            self._position += done
        return wanted

    def close(self) -> None:
        """Close the encrypted file as well (io)."""
        self._file.close()
        super().close()

    def _opened(self, number: int) -> bytes:
        """Return the plain bytes of a chunk."""
        size = min(self._size - number * CHUNK, CHUNK)
        sealed = self._sealed_chunks(number, size + TAG)
        try:
            return self._cipher.decrypt(self._nonce_of(number), sealed, None)
        except (InvalidTag, ValueError) as error:
            raise Damaged from error

    def _open_into(self, first: int, target: memoryview) -> None:
        """Fill ``target`` with the plain bytes of whole chunks from number ``first`` on."""
        count = len(target) // CHUNK
        sealed = self._sealed_chunks(first, count * (CHUNK + TAG))
        try:
            for number in range(count):
                self._cipher.decrypt_into(
                    self._nonce_of(first + number),
                    sealed[number * (CHUNK + TAG) : (number + 1) * (CHUNK + TAG)],
                    None,
                    target[number * CHUNK : (number + 1) * CHUNK],
                )
        except (InvalidTag, ValueError) as error:
            raise Damaged from error

    def _sealed_chunks(self, first: int, size: int) -> memoryview:
        """Return the sealed bytes from chunk ``first`` on, in memory that the next call uses."""
        self._file.seek(HEADER + first * (CHUNK + TAG))
        sealed = self._sealed[:size]
        if cast("io.RawIOBase", self._file).readinto(sealed) != size:
            raise Damaged
        return sealed

    def _nonce_of(self, number: int) -> bytes:
        return (self._nonce ^ number).to_bytes(_NONCE)

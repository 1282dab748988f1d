"""Any part of a Cobblestone-256 file, where the library reads from the start alone.

Source: c2sp.org/chunked-encryption. A file is salt (24 bytes), commitment (32), then chunks of
16 KiB sealed with AES-256-GCM; the last chunk is shorter, if need be empty.
"""

import hmac
import io
import os
from typing import BinaryIO

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
        # The last chunk is the only short one, and reading it meets anything appended.
        self._opened(size // CHUNK, 1)

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
        target = memoryview(buffer)
        done = 0
        while done < wanted:
            first, skipped = divmod(self._position, CHUNK)
            last = (self._position + wanted - done - 1) // CHUNK
            plain = self._opened(first, min(_SPAN, last - first + 1))
            part = memoryview(plain)[skipped : skipped + wanted - done]
            target[done : done + len(part)] = part
            done += len(part)
            self._position += len(part)
        return wanted

    def close(self) -> None:
        """Close the encrypted file as well (io)."""
        self._file.close()
        super().close()

    def _opened(self, first: int, count: int) -> bytes:
        """Return the plain bytes of ``count`` chunks from number ``first`` on."""
        self._file.seek(HEADER + first * (CHUNK + TAG))
        sealed = memoryview(self._file.read(count * (CHUNK + TAG)))
        chunks = []
        try:
            for number in range(first, first + count):
                nonce = (self._nonce ^ number).to_bytes(_NONCE)
                content, sealed = sealed[: CHUNK + TAG], sealed[CHUNK + TAG :]
                chunks.append(self._cipher.decrypt(nonce, content, None))
        except (InvalidTag, ValueError) as error:
            raise Damaged from error
        plain = b"".join(chunks)
        if len(plain) != min(self._size, (first + count) * CHUNK) - first * CHUNK:
            raise Damaged
        return plain

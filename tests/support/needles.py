"""Looking for something in every byte that a vault has on disk."""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_PAGE = 4096
_RESERVED = 80
"""At the end of each page: 16 bytes of initialisation vector, 64 of HMAC-SHA512."""
_SALT = 16
"""In front of the first page, in plain."""
_LOG_HEADER, _FRAME_HEADER = 32, 24


def files_with(needle: bytes, folder: Path) -> list[str]:
    """Return the names of all files under ``folder`` whose bytes or whose name hold the needle."""
    return [
        path.name
        for path in sorted(folder.rglob("*"))
        if needle in path.name.encode() or (path.is_file() and needle in path.read_bytes())
    ]


def decrypted(database: Path, key: bytes) -> bytes:
    """Return every page of a database and of its write-ahead log in plain, free ones included.

    Decrypts by hand, since SQL shows only what is not deleted.

    Source: SQLCipher 4 design: AES-256-CBC, raw key, 4096-byte pages.
    """
    pages = list(_pages(database.read_bytes()))
    log = database.with_name(f"{database.name}-wal")
    if log.exists():
        frames = log.read_bytes()[_LOG_HEADER:]
        step = _FRAME_HEADER + _PAGE
        pages += [frames[at + _FRAME_HEADER : at + step] for at in range(0, len(frames), step)]
    return b"".join(_plain(page, key, skip) for page in pages for skip in (0, _SALT))


def _pages(content: bytes) -> Iterator[bytes]:
    return (content[at : at + _PAGE] for at in range(0, len(content), _PAGE))


def _plain(page: bytes, key: bytes, skip: int) -> bytes:
    """Return one page in plain; ``skip`` is right for the first page, 0 for all others."""
    end = _PAGE - _RESERVED
    if len(page) < _PAGE:
        return b""
    cipher = Cipher(algorithms.AES256(key), modes.CBC(page[end : end + 16]))
    return cipher.decryptor().update(page[skip:end])

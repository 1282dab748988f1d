"""Encrypting what leaves the vault to named recipients, with ``age``."""

import io
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from inspector_app.domain.errors import BadInput
from inspector_app.texts import tr


def require_recipient(key: str) -> None:
    """Let an age recipient pass.

    Raises:
        BadInput: it is none.
    """
    import pyrage  # what is not encrypted to anybody does without it

    try:
        pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError as error:
        raise BadInput(
            tr(
                "“{key}…” is not a public key: it begins with age1 and was made with "
                "“age-keygen”. Nothing was kept."
            ).format(key=key[:20])
        ) from error


def write_encrypted(parts: Iterator[bytes], file: BinaryIO, keys: Sequence[str]) -> None:
    """Write ``parts`` to ``file`` so that whoever has the secret to one of ``keys`` can read it.

    Nothing of it lies anywhere as it is. Memory does not grow with its size.

    Raises:
        BadInput: a key is no age recipient.
        Whatever ``parts`` or ``file`` raise.
    """
    import pyrage

    for key in keys:
        require_recipient(key)
    plain = _Pull(parts)
    target = _Kept(file)
    try:
        pyrage.encrypt_io(plain, target, [pyrage.x25519.Recipient.from_str(key) for key in keys])
    except pyrage.EncryptError:
        # Through the library an error of ours comes back as one of its own.
        if (raised := plain.raised or target.raised) is not None:
            raise raised from None
        raise


class _Pull(io.RawIOBase):
    """A stream that asks an iterator for its bytes, and keeps what that raises."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        super().__init__()
        self._parts = parts
        self._left = memoryview(b"")
        self.raised: Exception | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._left:
                self._left = memoryview(next(self._parts))
        except StopIteration:
            return b""
        except Exception as error:
            self.raised = error
            raise
        taken, self._left = self._left[:size], self._left[size:]
        return bytes(taken)


class _Kept:
    """Writes on, and keeps what that raises."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.raised: Exception | None = None

    def write(self, content: bytes) -> int:
        try:
            return self._file.write(content)
        except Exception as error:
            self.raised = error
            raise

    def flush(self) -> None:
        self._file.flush()

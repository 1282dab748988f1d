"""Nothing left to chance: ids, salts and keys are the same each time, for pictures of a window."""

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


@contextmanager
def nothing_by_chance(row: str) -> Iterator[None]:
    """Draw what the app draws from one row of numbers, which begins anew; rows differ by name.

    What OpenSSL draws by itself stays as it is: certificates, signatures and stick keys.
    """
    drawn = random.Random(row)

    def token_bytes(nbytes: int = 32) -> bytes:
        return drawn.randbytes(nbytes)

    def token_hex(nbytes: int = 32) -> str:
        return drawn.randbytes(nbytes).hex()

    def generate(*_: Any) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(drawn.randbytes(32))

    with (
        patch.object(secrets, "token_bytes", token_bytes),
        patch.object(secrets, "token_hex", token_hex),
        patch.object(Ed25519PrivateKey, "generate", generate),
    ):
        yield

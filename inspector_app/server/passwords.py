"""Passwords of those who administer base: how they are kept, and how strong one must be."""

import threading
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from argon2 import Parameters, PasswordHasher, Type
from argon2.exceptions import VerifyMismatchError

from inspector_app.domain.errors import RuleViolation

LONGEST: Final = 200
"""Characters; a longer one is refused and never hashed."""
PARAMETERS: Final = Parameters(
    type=Type.ID,
    version=19,
    salt_len=16,
    hash_len=32,
    time_cost=3,
    memory_cost=64 * 1024,
    parallelism=4,
)
"""Source: RFC 9106, section 4, the second recommended option (64 MiB)."""
_hasher = PasswordHasher.from_parameters(PARAMETERS)
_AT_ONCE: Final = threading.BoundedSemaphore(2)
"""Whoever hammers at the door may not take the memory that the laptops' requests need."""
_PATIENCE_S: Final = 2.0
_FEWEST_GUESSES: Final = 12
"""A power of ten; as the passphrase of a vault must stand."""
_LONGEST_JUDGED: Final = 64


class Crowded(Exception):
    """Too many passwords are being checked at this moment."""


def require_strong(password: str, known_words: Sequence[str] = ()) -> None:
    """Refuse a password that would be guessed.

    Args:
        password: as it was typed.
        known_words: what would be tried first, such as the account's name.

    Raises:
        RuleViolation: it is too weak or too long.
    """
    from zxcvbn import zxcvbn  # its word lists load slowly, and only a new password needs them

    if len(password) > LONGEST:
        raise RuleViolation(f"A password has at most {LONGEST} characters.")
    text = "".join(password.split())[:_LONGEST_JUDGED]
    words = ["base", "inspector", "police", *known_words]
    verdict: dict[str, Any] | None = (
        zxcvbn(text, user_inputs=words) if text else None  # type: ignore[no-untyped-call] # no types
    )
    if verdict is None or verdict["guesses_log10"] < _FEWEST_GUESSES:
        raise RuleViolation(
            "The password would be guessed too soon. "
            "Use four or more words that have nothing to do with each other."
        )


def hashed(password: str) -> str:
    """Return what is kept of a password: Argon2id with its parameters and a random salt."""
    return _hasher.hash(_plain(password))


def matches(kept: str | None, password: str) -> bool:
    """Tell whether a password is the one that ``kept`` was made of.

    Takes as long where nothing was kept, so that nobody learns which names there are.

    Raises:
        Crowded: ask again in a moment.
    """
    if not _AT_ONCE.acquire(timeout=_PATIENCE_S):
        raise Crowded
    try:
        _hasher.verify(kept or _nobodys(_hasher), _plain(password[:LONGEST]))
    except VerifyMismatchError:
        return False
    finally:
        _AT_ONCE.release()
    return kept is not None


@cache
def _nobodys(hasher: PasswordHasher) -> str:
    return hasher.hash(b"nobody has this password")


def _plain(password: str) -> bytes:
    # The same letter typed on another keyboard may be other code points.
    return unicodedata.normalize("NFC", password).encode()

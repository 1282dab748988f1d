"""Key derivations are remembered: the same passphrase, salt and cost are worked out once.

What they come to is the real thing; only the fifth of a second of processor time is saved that each
would take. Thousands of tests make and open vaults, nearly all by one passphrase and PIN, so that
what one process makes also shares its salt. Where salts are looked at, they are drawn as shipped.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from inspector_app.vault import derivation, keyfile, pin

_SALT = derivation.new_salt()
"""Of all that one process makes."""


def remember() -> None:
    """Remember, for the rest of this process, every key that is derived, and draw one salt."""
    keyfile.derived = pin.derived = functools.cache(derivation.derived)  # type: ignore[attr-defined]
    _draw(lambda: _SALT)


@contextmanager
def salts_as_shipped() -> Iterator[None]:
    """Within it every key has a salt of its own."""
    drawn = keyfile.new_salt  # type: ignore[attr-defined]
    _draw(derivation.new_salt)
    try:
        yield
    finally:
        _draw(drawn)


def _draw(new_salt: Callable[[], bytes]) -> None:
    keyfile.new_salt = pin.new_salt = new_salt  # type: ignore[attr-defined]

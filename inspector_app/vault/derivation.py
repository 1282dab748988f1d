"""From what a person remembers to a key: Argon2id, its price, and the bounds of that price."""

import secrets
import unicodedata
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from inspector_app.domain.errors import BadInput, DeviceFull
from inspector_app.system.memory import installed_bytes
from inspector_app.texts import tr

SALT_BYTES = 16
LONGEST_SECRET = 1024
"""Characters; far above any passphrase, so that a pasted file is refused and not derived."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs an attacker, and one unlocking its user."""

    memory_kib: int
    passes: int
    lanes: int

    def is_allowed(self) -> bool:
        """Tell whether each number lies between :data:`FLOOR` and :data:`CEILING`.

        Below, a changed file would make guessing cheap; above, it would freeze the laptop.
        """
        return (
            FLOOR.memory_kib <= self.memory_kib <= CEILING.memory_kib
            and FLOOR.passes <= self.passes <= CEILING.passes
            and FLOOR.lanes <= self.lanes <= CEILING.lanes
        )


FLOOR = Cost(memory_kib=64 * 1024, passes=3, lanes=1)
"""The memory and passes of RFC 9106's second recommendation."""
CEILING = Cost(memory_kib=2 * 1024 * 1024, passes=10, lanes=16)
"""The memory of RFC 9106's first recommendation."""

_USUAL = Cost(memory_kib=256 * 1024, passes=3, lanes=4)
"""1.15 s by the clock on two cores of a 2.8 GHz Xeon."""
_SMALL_LAPTOP = Cost(memory_kib=128 * 1024, passes=3, lanes=4)
_SMALL_LAPTOP_BYTES = 4_500_000_000
"""A laptop sold with 4 GB reports somewhat less, one with 8 GB much more."""


def calibrated() -> Cost:
    """Return the cost for new vaults on this laptop, by the memory it has."""
    memory = installed_bytes()
    return _SMALL_LAPTOP if memory and memory < _SMALL_LAPTOP_BYTES else _USUAL


def new_salt() -> bytes:
    """Return a fresh random salt."""
    return secrets.token_bytes(SALT_BYTES)


def derived(secret: str, salt: bytes, cost: Cost) -> bytes:
    """Return the 32-byte key that ``secret`` opens at ``cost``.

    The text is brought to Unicode NFC first: keyboards disagree about how they send a ŵ.
    Takes ``cost.memory_kib`` of memory and about a second; releases the GIL.

    Raises:
        BadInput: the secret is empty or longer than 1,024 characters.
        DeviceFull: the laptop has not the memory.
        ValueError: ``cost`` is out of bounds; whoever reads it from a file checks it first.
    """
    if not cost.is_allowed():
        raise ValueError(cost)
    if not 0 < len(secret) <= LONGEST_SECRET:
        raise BadInput(tr("A passphrase or PIN has between 1 and 1,024 characters."))
    function = Argon2id(
        salt=salt,
        length=32,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    try:
        return function.derive(unicodedata.normalize("NFC", secret).encode())
    except MemoryError as error:
        raise DeviceFull(
            tr(
                "This laptop has not enough free memory to work out the key. Nothing was changed; "
                "close other programs and try again."
            )
        ) from error

"""Damage of an evidence file: what it is told as, and what it is by its cause."""

import contextlib
from collections.abc import Iterator
from enum import StrEnum

from cryptography.exceptions import InvalidTag

from inspector_app.domain.errors import EvidenceDamaged
from inspector_app.texts import tr
from inspector_app.vault.cobblestone import Damaged


class How(StrEnum):
    """In what way a file that should be here is not."""

    ABSENT = "absent"
    """The disk holds no file of that name."""
    UNREADABLE = "unreadable"
    """The disk does not give it; another time it may."""
    ALTERED = "altered"
    """It is not what was put in."""


def damaged() -> EvidenceDamaged:
    """Return the refusal that every reader of a damaged file raises."""
    return EvidenceDamaged(
        tr(
            "This evidence file is missing, cannot be read or is no longer what was put in. Its "
            "record is kept; attach the original again to mend it."
        )
    )


@contextlib.contextmanager
def telling_damage() -> Iterator[None]:
    """Speak of damage as the rest of the app does, whatever noticed it."""
    try:
        yield
    except (Damaged, InvalidTag, OSError) as error:
        raise damaged() from error


def how(error: EvidenceDamaged) -> How:
    """Return in what way the file is not what it should be, by what noticed it."""
    if isinstance(error.__cause__, FileNotFoundError):
        return How.ABSENT
    return How.UNREADABLE if isinstance(error.__cause__, OSError) else How.ALTERED

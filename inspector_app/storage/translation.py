"""What the database driver raises, in the domain's words."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, TimeoutError
from sqlcipher3 import dbapi2 as sqlcipher

from inspector_app.domain.errors import DeviceFull, InspectorError, VaultDamaged, VaultInUse
from inspector_app.texts import tr

_UNWRITABLE = ("readonly", "disk i/o", "unable to open")
"""Of these the driver does not say what the disk said: it fails, or takes no writing, or is full
where SQLite did not expect it."""
_DAMAGED = ("malformed", "not a database", "hmac")
_BUSY = tr("The vault is busy in another program. Nothing was lost; try again.")


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the database driver raises into the domain's errors.

    Raises:
        DeviceFull: the disk is full or cannot be written.
        VaultInUse: another process holds the database.
        VaultDamaged: the file is not what it should be.
    """
    try:
        yield
    except TimeoutError as error:
        raise VaultInUse(_BUSY) from error
    except DatabaseError as error:
        if refusal := _refusal(str(error.orig)):
            raise refusal from error
        raise
    except sqlcipher.DatabaseError as error:
        if refusal := _refusal(str(error)):
            raise refusal from error
        raise


def _refusal(reason: str) -> InspectorError | None:
    """Return what to tell the user, or None where only a fault of the program can say so."""
    lowered = reason.lower()
    if "full" in lowered:
        return DeviceFull(
            tr(
                "The disk is full. Everything recorded before is kept; make room on the disk and "
                "try again."
            )
        )
    if any(word in lowered for word in _UNWRITABLE):
        return DeviceFull(
            tr(
                "The disk of the vault cannot be written. Everything recorded before is kept. "
                "Check whether the disk is read-only or failing, make room if it is full, and try "
                "again."
            )
        )
    if "locked" in lowered:
        return VaultInUse(_BUSY)
    if any(word in lowered for word in _DAMAGED):
        return VaultDamaged(
            tr(
                "The vault’s database is damaged ({reason}). Nothing was changed: keep a copy of "
                "the vault’s folder and restore the last backup."
            ).format(reason=reason)
        )
    return None

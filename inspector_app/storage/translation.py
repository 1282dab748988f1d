"""What the database driver raises, in the domain's words."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, OperationalError

from inspector_app.domain.errors import DeviceFull, VaultDamaged, VaultInUse


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
    except DatabaseError as error:
        reason = str(error.orig).lower()
        if "full" in reason or "readonly" in reason or "disk i/o" in reason:
            raise DeviceFull(
                f"The vault could not be written ({error.orig}). Everything recorded before is "
                "kept; make room on the disk and try again."
            ) from error
        if isinstance(error, OperationalError) and "locked" in reason:
            raise VaultInUse(
                "The vault is busy in another program. Nothing was lost; try again."
            ) from error
        if "malformed" in reason or "not a database" in reason or "hmac" in reason:
            raise VaultDamaged(
                f"The vault's database is damaged ({error.orig}). Nothing was changed: keep a copy "
                "of the vault's folder and restore the last backup."
            ) from error
        raise

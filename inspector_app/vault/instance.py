"""One running app per vault: the lock that a second one runs into."""

from pathlib import Path
from types import TracebackType
from typing import Self

from inspector_app.domain.errors import VaultInUse
from inspector_app.durable import make_folder, refusal
from inspector_app.system import locks
from inspector_app.system.locks import IsHeld, Lock
from inspector_app.texts import tr

NAME = "vault.lock"


def is_held(folder: Path) -> bool | None:
    """Return whether some instance has the vault open; None: it cannot be told here.

    Nothing is written. An instance that opens the vault in the very moment of asking is refused,
    and opens it when it is asked again.
    """
    return locks.is_held(folder / NAME)


class InstanceLock:
    """Holds a vault for this process until released; the system releases it after a crash."""

    def __init__(self, folder: Path) -> None:
        """Take the lock at once.

        Raises:
            VaultInUse: another instance, in this process or elsewhere, holds it.
            DeviceFull: the lock file cannot be written.
        """
        try:
            make_folder(folder)
            self._lock = Lock(folder / NAME)
        except IsHeld as error:
            raise VaultInUse(
                tr(
                    "This vault is already open in another window of the app. Go on there, or "
                    "close it first; nothing was changed."
                )
            ) from error
        except OSError as error:
            raise refusal(error, tr("The vault was not opened, nothing was changed.")) from error

    def release(self) -> None:
        """Let others have the vault; a second call does nothing."""
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.release()

"""What every command works with: the console, the options of all commands, the vault."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.cli.asking import Secret, asked, source
from inspector_app.cli.console import Console
from inspector_app.domain.errors import NotFound
from inspector_app.texts import tr

if TYPE_CHECKING:
    from inspector_app.services.vault import Unlocked, VaultService

MakeVaultService = Callable[[Path | None], "VaultService"]


@dataclass(frozen=True, slots=True)
class Desk:
    """One command's surroundings."""

    console: Console
    data: Path | None
    """The data folder; None: the user's own."""
    passphrase_file: Path | None
    pin_file: Path | None
    make_vault_service: MakeVaultService
    recorded_as: str = ""
    """Initials of the member whose acts these are; empty: the laptop's owner."""
    inspection: str = ""
    """In whose team they are looked up, as the command names it."""

    def vault_service(self) -> "VaultService":
        """Return the service that makes and opens the vault."""
        return self.make_vault_service(self.data)

    @property
    def has_passphrase(self) -> bool:
        """Whether a passphrase is at hand without asking anybody."""
        return source(Secret.PASSPHRASE, self.passphrase_file) is not None

    def passphrase(self, *, twice: bool = False, words: str = "") -> str:
        """Return the vault's passphrase; ``twice`` when it is a new one."""
        return asked(Secret.PASSPHRASE, self.passphrase_file, twice=twice, words=words)

    def pin(self, *, twice: bool = False, words: str = "") -> str:
        """Return the PIN of a signing key, or the passphrase of a key file."""
        return asked(Secret.PIN, self.pin_file, twice=twice, words=words)

    @contextmanager
    def vault(self) -> Iterator["Unlocked"]:
        """Give the open vault, brought up to date; what is wrong with it is told.

        Raises:
            NotFound: there is no vault, which is said before anybody is asked for a passphrase.
            WrongPassphrase, VaultInUse, VaultDamaged, VaultTooNew: it cannot be opened.
        """
        service = self.vault_service()
        if not service.exists():
            raise NotFound(
                tr("There is no vault in {parent} yet: make one with “spr-inspector init”.").format(
                    parent=service.folder.parent
                )
            )
        opened = service.unlock(self.passphrase())
        try:
            if opened.used_backup:
                self.console.remark(
                    tr(
                        "The vault’s key file was damaged. Its backup opened the vault and has "
                        "replaced it; nothing is lost."
                    )
                )
            opened.bring_up_to_date(self.console.progress(tr("Bringing the vault up to date")))
            faults = opened.checks.glance()
            if faults:
                self.console.remark(
                    tr(
                        "The journal is not sound: {faults} “spr-inspector journal verify” tells "
                        "all."
                    ).format(faults=faults[0].words())
                )
            if self.recorded_as:
                opened.handing.record_as(opened.inspections.find(self.inspection), self.recorded_as)
            yield opened
        finally:
            opened.close()

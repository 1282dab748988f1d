"""The composition root: puts the parts together, and is the only file that knows them all.

Heavy parts are imported when they are first needed, so that the window is painted before them.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app import config

if TYPE_CHECKING:
    from inspector_app.services.demo import DemoService
    from inspector_app.services.packs import PackService
    from inspector_app.services.quick_card import QuickCardService
    from inspector_app.services.releases import ReleaseService
    from inspector_app.services.vault import VaultService
    from inspector_app.vault.derivation import Cost

VAULT = "vault"
"""The vault's folder inside the data folder."""


def now() -> datetime:
    """Return the time by this machine's clock, aware, in UTC."""
    return datetime.now(UTC)


def vault_service(data: Path | None = None, cost: "Cost | None" = None) -> "VaultService":
    """Return the service that makes and opens the vault of this machine.

    Args:
        data: the data folder; None: the user's own.
        cost: of deriving keys; None: what suits this machine.
    """
    from inspector_app.services.vault import Places, VaultService

    found = config.places(data)
    places = Places(found.data / VAULT, found.checklists, found.resources)
    return VaultService(places, now, cost)


def has_vault(data: Path | None = None) -> bool:
    """Return whether there is a vault on this machine, without a service: the first window asks.

    Args:
        data: the data folder; None: the user's own.
    """
    from inspector_app.vault import presence

    return presence.exists(config.places(data).data / VAULT)


def pack_service() -> "PackService":
    """Return the service over the checklist packs of this machine, which needs no vault."""
    from inspector_app.services.packs import PackService

    return PackService(config.places().checklists)


def release_service() -> "ReleaseService":
    """Return the service that knows this release, and checks those that follow; without a vault."""
    from inspector_app.services.releases import ReleaseService

    return ReleaseService(config.places().resources, pack_service())


def quick_card_service() -> "QuickCardService":
    """Return the service that writes the quick card, which needs no vault; close it after use."""
    from inspector_app.services.quick_card import QuickCardService

    return QuickCardService(config.places().resources, now)


def demo_service(cost: "Cost | None" = None) -> "DemoService":
    """Return the service that does the whole job on the sample, in vaults of its own.

    Args:
        cost: of deriving keys; None: what suits this machine.
    """
    from inspector_app.services.demo import DemoService

    found = config.places()
    return DemoService(found.checklists, found.resources, now, VAULT, cost)


def run_window(data: Path | None = None, opening: Path | None = None) -> int:
    """Open the window, work until it is closed, and return the process's exit code.

    Args:
        data: the data folder; None: the user's own.
        opening: a file that the window opens once its vault is open.
    """
    from inspector_app.ui.application import run

    return run(
        config.places(data),
        has_vault(data),
        lambda: vault_service(data),
        release_service,
        quick_card_service,
        opening,
    )

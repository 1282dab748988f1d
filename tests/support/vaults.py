"""Vaults for tests: real ones, whose key derivation is the cheapest that is allowed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from inspector_app import config
from inspector_app.domain import dates
from inspector_app.domain.ids import InspectionId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.domain.values import Named
from inspector_app.services.inspections import NewInspection
from inspector_app.services.vault import Places, Unlocked, VaultService
from inspector_app.sync.client import Connect
from inspector_app.vault.derivation import FLOOR

PASSPHRASE = "seven grey herons over the fen"
"""Accepted as strong enough."""


class Clock:
    """A clock that goes when it is told to, and a millisecond at every look."""

    def __init__(self, start: datetime = datetime(2013, 9, 16, 9, 0, tzinfo=UTC)) -> None:
        self.time = start

    def __call__(self) -> datetime:
        self.time += timedelta(milliseconds=1)
        return self.time


class RealClock(Clock):
    """The time it is, where a real base counts the minutes."""

    def __call__(self) -> datetime:
        return datetime.now(UTC)


def vault_service(
    folder: Path, clock: Clock | None = None, connect: Connect | None = None
) -> VaultService:
    """Return the service over the vault in ``folder / "vault"``, made or not."""
    shipped = config.places(folder)
    places = Places(folder / "vault", shipped.checklists, shipped.resources)
    return VaultService(places, clock or Clock(), FLOOR, connect)


def a_vault(
    folder: Path,
    clock: Clock | None = None,
    initials: str = "JS",
    connect: Connect | None = None,
) -> Unlocked:
    """Return a new vault, open."""
    return vault_service(folder, clock, connect).create(PASSPHRASE, "Jo Smith", initials)


def an_inspection(vault: Unlocked, **overrides: object) -> InspectionId:
    """Begin an inspection of Cambridgeshire by the pack that is shipped."""
    given: dict[str, object] = {
        "force": Named("Cambridgeshire Constabulary"),
        "pack": "spr-2012",
        "fieldwork": dates.read("16 Sep 2013 to 20 Sep 2013"),
        "me": Member(TeamRole.LEAD, vault.inspector.initials),
    }
    return vault.inspections.start(NewInspection(**{**given, **overrides}))  # type: ignore[arg-type]

"""Base as this laptop knows it: joining, what is pinned since, leaving."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from inspector_app.domain.errors import (
    NOT_NOW,
    BadInput,
    DeviceFull,
    LaptopRefused,
    RuleViolation,
    VaultDamaged,
)
from inspector_app.services.identities import kept_base_issued, require_pin
from inspector_app.services.recording import Recording
from inspector_app.services.team import TeamService
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.sync import wire
from inspector_app.sync.invitations import LARGEST_BYTES, Invited, fingerprint_of, invited
from inspector_app.sync.pace import UNLIMITED, Pace
from inspector_app.texts import tr
from inspector_app.vault import keyfile
from inspector_app.vault.derivation import Cost

if TYPE_CHECKING:
    from inspector_app.sync.client import BaseClient, Connect

_PIN = "base"
"""Setting: what was pinned at joining."""
UNDER = "base/"
"""Beginning of the settings that tell how things stood at the last contact."""
_REFUSED = f"{UNDER}refused"
_CONTACT = f"{UNDER}contact"


@dataclass(frozen=True, slots=True)
class Pinned:
    """What this laptop relies on since it joined."""

    address: str
    enrolled: wire.Enrolled
    joined_ms: int
    """By the laptop's clock."""


@dataclass(frozen=True, slots=True)
class BaseStanding:
    """How this laptop stands to base."""

    pinned: Pinned | None
    """None: it never joined, or left."""
    has_recovery: bool
    """Whether base could open this vault for its inspector, as the key file says."""
    refused: str
    """Why base takes nothing from this laptop any more, as it said last; empty: it does."""
    contact_ms: int | None
    """The last time base answered, by base's clock; None: never."""
    ahead_ms: int
    """The laptop's clock less base's, then."""


class BaseService:
    """The verbs of belonging to a base; what travels is another service's concern."""

    def __init__(
        self,
        recording: Recording,
        team: TeamService,
        vault: Path,
        pin_cost: Cost | None = None,
        connect: "Connect | None" = None,
    ) -> None:
        """Args: ``vault`` holds the key file; ``connect`` opens connections; None: real ones."""
        self._recording = recording
        self._team = team
        self._vault = vault
        self._pin_cost = pin_cost
        self.connect = connect or _connected

    # Joining

    def read_invitation(self, given: str | Path) -> Invited:
        """Return the invitation in a file, or in what was typed or scanned.

        Raises:
            BadInput: it is none, or names an address to which nothing may be sent.
        """
        if isinstance(given, Path):
            try:
                with given.open("rb") as file:
                    content = file.read(LARGEST_BYTES)
            except OSError as error:
                raise BadInput(
                    tr("{given} cannot be read: {why}.").format(
                        given=given.name, why=error.strerror
                    )
                ) from error
            given = content.decode(errors="replace")
        return invited(given)

    def join(self, invitation: Invited, name: str, pin: str, passphrase: str) -> Pinned:
        """Enrol this laptop, pin base's keys and keep the certificate that base issues.

        From then on base's recovery keys open this vault too, should its passphrase be lost.
        A laptop that has joined may join again, by a new invitation, to renew what is pinned.

        Args:
            invitation: good for one laptop, once.
            name: the inspector's, as signed summaries will show it.
            pin: new; guards the key by which summaries are signed as base knows the inspector.
            passphrase: the vault's, without which no way into it is added.

        Raises:
            WrongPassphrase: it is not the vault's.
            RuleViolation: the PIN is too short.
            BadInput: whoever answers there is not the base that wrote the invitation.
            BaseAway, RefusedByBase: nothing was changed.
            DeviceFull: it has joined, but the recovery slot could not be written; joining again,
                or :meth:`add_recovery`, adds it.
        """
        from inspector_app.reports.identity import base_issued, requested

        require_pin(pin)
        keyfile.require_opening(self._vault, passphrase)
        made = requested(name)
        authority = self._authority(invitation)
        with self.connect(authority) as http:
            client = self._client(http, invitation.address)
            at_base = client.at_base()
            enrolled = client.enrol(
                wire.Enrolment(
                    secret=invitation.secret,
                    introduction=self._team.introduction(),
                    name=" ".join(name.split()),
                    certificate_request=made.request,
                )
            )
        if enrolled.base != at_base.base or (
            fingerprint_of(enrolled.authority) != invitation.fingerprint
        ):
            raise BadInput(
                tr(
                    "Base and its invitation disagree about who base is, so this laptop did not "
                    "join and nothing of it was kept here. Ask the base administrator for a new "
                    "invitation."
                )
            )
        issued = base_issued(made.key, enrolled.certificate, enrolled.authority)
        label = f"{' '.join(name.split())} (certified by {enrolled.name})"
        person = self._recording.actor.person
        identity = kept_base_issued(issued, person, label, pin, self._pin_cost)
        pinned = Pinned(invitation.address, enrolled, self._now_ms())
        with self._recording.begin() as work:
            work.settings.set(_PIN, _form(pinned))
            for key in work.settings.under(UNDER):
                work.settings.set(f"{UNDER}{key}", None)
            work.identities.keep(identity)
            work.settings.set("me", {**work.settings.get("me"), "initials": enrolled.initials})
            work.commit()
        # Numbers given from now on begin with the letters that base allotted.
        self._recording.number_by(enrolled.initials)
        try:
            self.add_recovery(passphrase)
        except DeviceFull as error:
            raise DeviceFull(
                tr(
                    "This laptop has joined {base}, but base’s recovery keys may not open this "
                    "vault yet. {error} For that leave base, and join once more."
                ).format(base=enrolled.name, error=error)
            ) from error
        return pinned

    def add_recovery(self, passphrase: str) -> None:
        """Let base's recovery keys open this vault, should the passphrase be lost.

        Raises:
            RuleViolation: this laptop has not joined a base.
            WrongPassphrase: it is not the vault's passphrase.
            DeviceFull: the key file cannot be written; the passphrase opens the vault as before.
        """
        recipients = self.require_pinned().enrolled.recovery
        if recipients and keyfile.recovery_recipients(self._vault) != recipients:
            keyfile.add_recovery(self._vault, passphrase, recipients)

    def leave(self) -> None:
        """Know base no more: nothing is sent there or fetched; what is here stays.

        The certificate stays too, and so does base's way into the vault.

        Raises:
            RuleViolation: this laptop has not joined a base.
        """
        self.require_pinned()
        with self._recording.begin() as work:
            work.settings.set(_PIN, None)
            for key in work.settings.under(UNDER):
                work.settings.set(f"{UNDER}{key}", None)
            work.commit()

    # What others need

    def standing(self) -> BaseStanding:
        """Return how this laptop stands to base, without asking base."""
        with self._recording.read() as work:
            pinned = _pinned(work)
            refused = work.settings.get(_REFUSED) or ""
            contact = work.settings.get(_CONTACT) or {}
        recipients = keyfile.recovery_recipients(self._vault)
        return BaseStanding(
            pinned,
            pinned is not None and recipients == pinned.enrolled.recovery,
            refused,
            contact.get("time_ms"),
            contact.get("ahead_ms", 0),
        )

    def require_pinned(self) -> Pinned:
        """Return what is pinned.

        Raises:
            RuleViolation: this laptop has not joined a base.
        """
        with self._recording.read() as work:
            pinned = _pinned(work)
        if pinned is None:
            raise RuleViolation(
                tr(
                    "This laptop has not joined a base yet: join with the invitation that the "
                    "base administrator gives out."
                )
            )
        return pinned

    @contextmanager
    def contact(
        self, wait: Callable[[float], None] = sleep, pace: Pace = UNLIMITED
    ) -> Iterator[tuple["BaseClient", wire.AtBase]]:
        """Give a conversation with base, its clock asked for; what came of it is remembered.

        Raises:
            RuleViolation: this laptop has not joined a base.
            BaseAway: base cannot be reached.
            BadInput: another base answers than the one that is pinned.
            RefusedByBase: as base refuses.
        """
        pinned = self.require_pinned()
        with self.connect(pinned.enrolled.authority) as http:
            client = self._client(http, pinned.address, wait, pace)
            at_base = client.at_base()
            if at_base.base != pinned.enrolled.base:
                raise BadInput(
                    tr(
                        "Another base answers there than the one this laptop joined, so nothing "
                        "was sent. Ask the base administrator for a new invitation."
                    )
                )
            self._remember(_CONTACT, _contact(at_base, client))
            try:
                yield client, at_base
            except LaptopRefused as error:
                with suppress(*NOT_NOW):
                    self._remember(_REFUSED, str(error))
                raise
            # What was done with base is done, whether or not there is room to remember this.
            with suppress(*NOT_NOW):
                self._remember(_REFUSED, None)

    # Helpers

    def _authority(self, invitation: Invited) -> str:
        with self.connect(None) as http:
            authority = self._client(http, invitation.address).authority()
        shown = authority.decode(errors="replace")
        if fingerprint_of(shown) != invitation.fingerprint:
            raise BadInput(
                tr(
                    "Whoever answers there is not the base that wrote this invitation, so nothing "
                    "was sent. Check the address and the code, or ask the base administrator."
                )
            )
        return shown

    def _client(
        self,
        http: Any,
        address: str,
        wait: Callable[[float], None] = sleep,
        pace: Pace = UNLIMITED,
    ) -> "BaseClient":
        from inspector_app.sync.client import BaseClient  # who is offline does without it

        actor = self._recording.actor
        return BaseClient(http, address, actor.device, actor.sign, self._recording.now, wait, pace)

    def _remember(self, key: str, value: object) -> None:
        with self._recording.read() as work:
            if work.settings.get(key) == value:
                return
        with self._recording.begin() as work:
            work.settings.set(key, value)
            work.commit()

    def _now_ms(self) -> int:
        return int(self._recording.now().timestamp() * 1000)


def told_ahead_ms(work: UnitOfWork) -> int:
    """Return this laptop's clock less base's at the last contact; 0: base never told the time."""
    return int((work.settings.get(_CONTACT) or {}).get("ahead_ms", 0))


def _connected(authority: str | None) -> AbstractContextManager[Any]:
    from inspector_app.sync.client import connected

    return connected(authority)


def _contact(at_base: wire.AtBase, client: "BaseClient") -> dict[str, int]:
    ahead_ms = int(client.ahead.total_seconds() * 1000)
    return {"time_ms": at_base.time_ms, "ahead_ms": ahead_ms}


def _form(pinned: Pinned) -> dict[str, Any]:
    return {
        "address": pinned.address,
        "joined_ms": pinned.joined_ms,
        "enrolled": pinned.enrolled.model_dump_json(),
    }


def _pinned(work: UnitOfWork) -> Pinned | None:
    form = work.settings.get(_PIN)
    if not form:
        return None
    try:
        enrolled = wire.Enrolled.model_validate_json(form["enrolled"])
        return Pinned(str(form["address"]), enrolled, int(form["joined_ms"]))
    except (ValidationError, KeyError, TypeError, ValueError) as error:
        raise VaultDamaged(
            tr(
                "What this laptop keeps of base cannot be read. Nothing else is affected: leave "
                "base, and join it again by a new invitation."
            )
        ) from error

"""Signing identities whose key this vault keeps, under their inspector's own PIN."""

import json
import secrets
from typing import TYPE_CHECKING

from inspector_app.domain.errors import RuleViolation, VaultDamaged
from inspector_app.domain.ids import PersonId
from inspector_app.storage.identities import StoredIdentity
from inspector_app.texts import tr, tr_counted
from inspector_app.vault.derivation import Cost
from inspector_app.vault.pin import unwrapped_with_pin, wrapped_with_pin
from inspector_app.vault.sealing import bytes_of, text_of

if TYPE_CHECKING:
    from inspector_app.reports.identity import BaseIssued, SelfIssued

MIN_PIN = 6
"""Characters; the PIN's text lies in the encrypted vault, so this guards against a colleague."""
SELF_ISSUED = "self-issued"
BASE_ISSUED = "base"


def require_pin(pin: str) -> None:
    """Return if ``pin`` is one that a signing key may be kept under.

    Raises:
        RuleViolation: it is too short.
    """
    if len(pin) < MIN_PIN:
        raise RuleViolation(
            tr_counted(
                MIN_PIN,
                "A signing PIN has at least {number} characters. Nothing was "
                "made: choose a longer one.",
            ).format(number=MIN_PIN)
        )


def kept_self_issued(
    made: "SelfIssued", person: PersonId, name: str, pin: str, cost: Cost | None
) -> StoredIdentity:
    """Return how a self-issued identity is kept."""
    return StoredIdentity(
        id=secrets.token_hex(8),
        person=person,
        kind=SELF_ISSUED,
        label=f"{name} (self-issued)",
        certificate=made.certificate,
        secret=wrapped_with_pin(made.key, pin, cost),
    )


def kept_base_issued(
    issued: "BaseIssued", person: PersonId, label: str, pin: str, cost: Cost | None
) -> StoredIdentity:
    """Return how an identity that base issued is kept."""
    secret = {
        "wrapped": wrapped_with_pin(issued.key, pin, cost),
        "authority": text_of(issued.authority),
    }
    return StoredIdentity(
        id=secrets.token_hex(8),
        person=person,
        kind=BASE_ISSUED,
        label=label,
        certificate=issued.certificate,
        secret=json.dumps(secret),
    )


def authority_of(kept: StoredIdentity) -> bytes:
    """Return the authority, DER, that issued an identity of base's.

    Raises:
        VaultDamaged: what is kept of it cannot be read.
    """
    return _secret(kept)[1]


def opened_own(kept: StoredIdentity, pin: str) -> "SelfIssued | BaseIssued":
    """Return a kept identity with its key.

    Raises:
        WrongPassphrase: the PIN is another one.
        VaultDamaged: what is kept of it cannot be read.
    """
    from inspector_app.reports.identity import BaseIssued, SelfIssued

    if kept.kind == BASE_ISSUED:
        wrapped, authority = _secret(kept)
        return BaseIssued(unwrapped_with_pin(wrapped, pin), kept.certificate, authority)
    return SelfIssued(unwrapped_with_pin(kept.secret, pin), kept.certificate)


def _secret(kept: StoredIdentity) -> tuple[str, bytes]:
    """Return the wrapped key of an identity of base's, and the authority that issued it."""
    try:
        secret = json.loads(kept.secret)
        return str(secret["wrapped"]), bytes_of(secret["authority"])
    except (ValueError, TypeError, KeyError) as error:
        raise VaultDamaged(
            tr(
                "What is kept here of the signing identity “{label}” is damaged. Nothing was "
                "signed or checked; remove it, then make a new one or join base again."
            ).format(label=kept.label)
        ) from error

"""Statements of base's: what it signed, looked at before it is believed."""

import base64
import binascii
from typing import TypeVar

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import ValidationError

from inspector_app.domain.errors import BadInput
from inspector_app.domain.ids import DeviceId
from inspector_app.sync.wire import (
    COMPARISON_DOMAIN,
    MEMBERSHIP_DOMAIN,
    RECEIPT_DOMAIN,
    Comparisons,
    Membership,
    Receipt,
    Signed,
)
from inspector_app.texts import tr

_Statement = TypeVar("_Statement", Receipt, Membership, Comparisons)
_DOMAINS = {
    Receipt: RECEIPT_DOMAIN,
    Membership: MEMBERSHIP_DOMAIN,
    Comparisons: COMPARISON_DOMAIN,
}


def believed(signed: Signed, kind: type[_Statement], base: DeviceId) -> _Statement:
    """Return what base states.

    Args:
        signed: as it came.
        kind: of statement that it should be.
        base: its key, as it is pinned.

    Raises:
        BadInput: base did not sign it, or it is another statement; the text is a sentence.
    """
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(base))
        signature = base64.b64decode(signed.signature, validate=True)
        key.verify(signature, _DOMAINS[kind] + signed.text.encode())
        found = kind.model_validate_json(signed.text)
    except (InvalidSignature, ValidationError, binascii.Error, ValueError) as error:
        name = kind.__name__.lower()
        raise BadInput(
            tr(
                "The {name} is not one that base signed, so it was not believed. Tell the base "
                "administrator."
            ).format(name=name)
        ) from error
    if found.base != base:
        raise BadInput(
            tr(
                "It is the statement of another base, so it was not believed. Tell the base "
                "administrator."
            )
        )
    return found

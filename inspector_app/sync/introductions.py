"""What a laptop signs when it introduces itself, to a team-mate's or to base."""

import base64
import json
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from inspector_app.sync.wire import Introduction

_DOMAIN: Final = b"spr-introduction/1\0"


def to_sign(introduction: Introduction) -> bytes:
    """Return the bytes that the device's key signs; the signature in it is left out."""
    form = introduction.model_dump(exclude={"signature"})
    return _DOMAIN + json.dumps(form, sort_keys=True, separators=(",", ":")).encode()


def is_genuine(introduction: Introduction) -> bool:
    """Tell whether the laptop that an introduction names made it."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(introduction.device))
        key.verify(base64.b64decode(introduction.signature), to_sign(introduction))
    except (InvalidSignature, ValueError):
        return False
    return True

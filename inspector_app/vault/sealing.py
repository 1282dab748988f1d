"""Small secrets kept under another key: AES-256-GCM, with what it is for bound into it."""

import base64
import binascii
import json
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from inspector_app.domain.errors import VaultDamaged
from inspector_app.texts import tr

_NONCE_BYTES = 12


def sealed(secret: bytes, key: bytes, bound: bytes) -> bytes:
    """Return ``secret`` encrypted under ``key``; only with the same ``bound`` does it open again.

    The nonce stands in front; being random, a key should seal no more than some billion times.
    """
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, secret, bound)


def opened(content: bytes, key: bytes, bound: bytes) -> bytes | None:
    """Return the secret, or nothing when key, content or ``bound`` is not the one it was."""
    try:
        return AESGCM(key).decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], bound)
    except (InvalidTag, ValueError):
        return None


def wrapped_with_key(secret: bytes, key: bytes, purpose: str) -> str:
    """Return ``secret`` as text that only ``key`` opens, and only for ``purpose``.

    The key has 32 bytes, such as ``VaultKeys.device_wrap`` for the device's Ed25519 key; the
    purpose, such as ``device:<device id>``, keeps one wrapped secret from standing in for another.
    """
    return json.dumps({"v": 1, "wrapped": text_of(sealed(secret, key, _bound(purpose)))})


def unwrapped_with_key(text: str, key: bytes, purpose: str) -> bytes:
    """Return the secret in a text of :func:`wrapped_with_key`.

    Raises:
        VaultDamaged: the text is not what was written, or not for this key and purpose.
    """
    try:
        kept = json.loads(text)
        secret = opened(bytes_of(kept["wrapped"]), key, _bound(purpose)) if kept["v"] == 1 else None
    except (ValueError, TypeError, KeyError):
        secret = None
    if secret is None:
        raise VaultDamaged(
            tr("A key kept in the vault cannot be read: it is damaged or belongs to another vault.")
        )
    return secret


def text_of(content: bytes) -> str:
    """Return ``content`` in base64."""
    return base64.b64encode(content).decode("ascii")


def bytes_of(text: object) -> bytes:
    """Return the bytes of a base64 text.

    Raises:
        ValueError: it is not one.
    """
    if not isinstance(text, str):
        raise ValueError("not a text")  # noqa: TRY004 - one kind of damage, one error
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error


def _bound(purpose: str) -> bytes:
    return b"spr-inspector/wrapped/1\0" + purpose.encode()

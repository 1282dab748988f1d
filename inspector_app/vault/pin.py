"""A signing key under its inspector's own PIN, which the vault's passphrase does not open."""

import json

from inspector_app.domain.errors import VaultDamaged, VaultTooNew, WrongPassphrase
from inspector_app.texts import tr
from inspector_app.vault.derivation import Cost, calibrated, derived, new_salt
from inspector_app.vault.sealing import bytes_of, opened, sealed, text_of

_VERSION = 1


def wrapped_with_pin(secret: bytes, pin: str, cost: Cost | None = None) -> str:
    """Return ``secret`` as JSON text that only ``pin`` opens; takes about a second.

    A short PIN can be guessed by whoever holds the text: it must itself lie in the vault.

    Raises:
        BadInput: the PIN is empty or longer than 1,024 characters.
    """
    cost = cost or calibrated()
    salt = new_salt()
    head = _head(salt, cost)
    kept = sealed(secret, derived(pin, salt, cost), _bound(head))
    return json.dumps({**head, "wrapped": text_of(kept)})


def unwrapped_with_pin(text: str, pin: str) -> bytes:
    """Return the secret in a text of :func:`wrapped_with_pin`; takes about a second.

    Raises:
        WrongPassphrase: the PIN is another one.
        VaultDamaged: the text is not what was written.
        VaultTooNew: a newer version of the app wrote it.
    """
    try:
        kept = json.loads(text)
        if kept["v"] > _VERSION:
            raise VaultTooNew(
                tr(
                    "This signing key was kept by a newer version of the app. It is untouched; "
                    "update the app to use it."
                )
            )
        cost = Cost(int(kept["memory_kib"]), int(kept["passes"]), int(kept["lanes"]))
        salt, content = bytes_of(kept["salt"]), bytes_of(kept["wrapped"])
    except (ValueError, TypeError, KeyError) as error:
        raise _damaged() from error
    if not cost.is_allowed():
        raise _damaged()
    secret = opened(content, derived(pin, salt, cost), _bound(_head(salt, cost)))
    if secret is None:
        raise WrongPassphrase(
            tr(
                "This PIN does not open the signing key. Nothing was signed; try again. A "
                "forgotten PIN cannot be read back: make a new signing identity, or join base "
                "again."
            )
        )
    return secret


def _head(salt: bytes, cost: Cost) -> dict[str, int | str]:
    return {
        "v": _VERSION,
        "memory_kib": cost.memory_kib,
        "passes": cost.passes,
        "lanes": cost.lanes,
        "salt": text_of(salt),
    }


def _bound(head: dict[str, int | str]) -> bytes:
    return b"spr-inspector/pin/1\0" + json.dumps(head, sort_keys=True).encode()


def _damaged() -> VaultDamaged:
    return VaultDamaged(
        tr(
            "The signing key kept here is damaged. Nothing was signed; make a new signing "
            "identity, or join base again."
        )
    )

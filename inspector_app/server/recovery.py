"""What base's recovery keys open: a vault whose passphrase is lost, and base's own keys."""

import json
from pathlib import Path

import pyrage

from inspector_app.domain.errors import BadInput
from inspector_app.domain.escrow import FORMAT, sealed_in

_LARGEST = 1 << 20


def opened_with(recovery_key: Path, sealed: bytes) -> bytes:
    """Return what an age file holds that was encrypted to a recovery key.

    Args:
        recovery_key: the file that lay in the safe; the stock age tool reads it too.
        sealed: the age file.

    Raises:
        BadInput: the file holds no secret key, or another one.
    """
    try:
        identities = _identities(recovery_key)
    except (OSError, ValueError, pyrage.IdentityError) as error:
        raise BadInput(
            f"{recovery_key} holds no secret recovery key: such a file has a line that begins with "
            "AGE-SECRET-KEY-1. Nothing was changed."
        ) from error
    try:
        return bytes(pyrage.decrypt(sealed, identities))
    except pyrage.DecryptError as error:
        raise BadInput(
            f"The key in {recovery_key} does not open this: it is another base’s, or what it "
            "should open is damaged. Nothing was changed; try the other recovery keys."
        ) from error


def recovered_vault(key_file: bytes, recovery_key: Path) -> bytes:
    """Return what lets the laptop set a new passphrase; whoever has it can open the vault.

    Args:
        key_file: ``vault.keys.json`` out of the vault's folder.
        recovery_key: as :func:`opened_with`.

    Raises:
        NotFound: the vault has no slot for recovery keys.
        BadInput: as :func:`opened_with`, or the key file is none.
    """
    found = opened_with(recovery_key, sealed_in(key_file))
    try:
        is_one = json.loads(found)["what"] == FORMAT
    except (ValueError, TypeError, KeyError) as error:
        raise _no_vault_key() from error
    if not is_one:
        raise _no_vault_key()
    return found


def _identities(recovery_key: Path) -> list[pyrage.x25519.Identity]:
    with recovery_key.open("rb") as file:
        lines = file.read(_LARGEST).decode().splitlines()
    found = [
        pyrage.x25519.Identity.from_str(line.strip())
        for line in lines
        if line.strip() and not line.startswith("#")
    ]
    if not found:
        raise ValueError
    return found


def _no_vault_key() -> BadInput:
    return BadInput("The slot was opened and holds no vault’s key. Nothing was changed.")

"""The slot in a vault's key file that base's recovery keys open, as laptop and base know it."""

import base64
import binascii
import json
from typing import Final

from inspector_app.domain.errors import BadInput, NotFound
from inspector_app.texts import tr

FORMAT: Final = "spr-inspector-vault-keys"
"""What a vault's key file says of itself, and what is in the slot of itself."""
SLOT: Final = "age"
"""The type of the slot; what it wraps is an age file in base64."""


def sealed_in(key_file: bytes) -> bytes:
    """Return the age file in a vault's key file.

    Raises:
        BadInput: the content is no key file of a vault.
        NotFound: the vault has no such slot.
    """
    try:
        kept = json.loads(key_file)
        if kept["format"] != FORMAT:
            raise _no_key_file()
        slots = [slot["wrapped"] for slot in kept["slots"] if slot["type"] == SLOT]
        if not slots:
            raise NotFound(
                tr(
                    "This vault was not enrolled at base, so base’s recovery key does not open it. "
                    "Only its passphrase does."
                )
            )
        return base64.b64decode(slots[0], validate=True)
    except (ValueError, TypeError, KeyError, binascii.Error) as error:
        raise _no_key_file() from error


def _no_key_file() -> BadInput:
    return BadInput(
        tr(
            "This is not a vault’s key file, or it is damaged. Nothing was "
            "changed: take vault.keys.json, or the vault.keys.json.bak beside "
            "it, out of the vault’s folder."
        )
    )

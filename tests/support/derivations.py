"""Key derivations are remembered: the same passphrase, salt and cost are worked out once.

What they come to is the real thing; only the tenth of a second is saved at every further unlocking
of the same vault by the same process. Thousands of tests open vaults.
"""

import functools

from inspector_app.vault import derivation, keyfile, pin


def remember() -> None:
    """Remember, for the rest of this process, every key that is derived."""
    keyfile.derived = pin.derived = functools.cache(derivation.derived)  # type: ignore[attr-defined]

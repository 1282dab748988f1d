"""Whether a folder holds a vault: a look that costs no library, for the first window."""

import re
import secrets
from pathlib import Path

NAME = "vault.keys.json"
"""The key file."""
BACKUP_NAME = "vault.keys.json.bak"


def exists(folder: Path) -> bool:
    """Tell whether ``folder`` holds a vault, by its key file or the backup of it."""
    return (folder / NAME).exists() or (folder / BACKUP_NAME).exists()


def while_made(folder: Path) -> Path:
    """Return another name for a vault that is to lie in ``folder``, as long as it is being made."""
    return folder.with_name(f".{folder.name}.making-{secrets.token_hex(16)}")


def half_made(folder: Path) -> list[Path]:
    """Return what lies beside ``folder`` and is named by :func:`while_made`, and nothing else.

    What has another name, however like it, may be somebody's copy of a vault.
    """
    named = re.compile(rf"\.{re.escape(folder.name)}\.making-[0-9a-f]{{32}}")
    beside = folder.parent.iterdir() if folder.parent.is_dir() else ()
    return sorted(each for each in beside if named.fullmatch(each.name))

"""Whether a folder holds a vault: a look that costs no library, for the first window."""

from pathlib import Path

NAME = "vault.keys.json"
"""The key file."""
BACKUP_NAME = "vault.keys.json.bak"


def exists(folder: Path) -> bool:
    """Tell whether ``folder`` holds a vault, by its key file or the backup of it."""
    return (folder / NAME).exists() or (folder / BACKUP_NAME).exists()

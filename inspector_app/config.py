"""Where things lie on this machine, and the few settings that belong to it and not to a vault."""

import contextlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

_APP: Final = "SPR Inspector"
SETTINGS: Final = "settings.json"

TEXT_PERCENT: Final = range(80, 201)
AUTO_LOCK_MINUTES: Final = range(1, 241)


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of this machine; none of them need exist yet."""

    data: Path
    """Where new vaults are made."""
    config: Path
    """Where :class:`Settings` are kept."""
    resources: Path
    """Icons, fonts, styles and samples that came with the app; read only."""
    checklists: Path
    """The packs that came with the app; read only."""


def places(data: Path | None = None) -> Places:
    """Return where things lie.

    A chosen ``data`` folder takes the settings with it, so that a demonstration or a test never
    touches those of the user.
    """
    shipped = _shipped()
    if data is not None:
        return Places(data, data / "config", shipped / "resources", shipped / "checklists")
    from platformdirs import user_config_path, user_data_path  # not needed where a folder is given

    return Places(
        user_data_path(_APP, appauthor=False),
        user_config_path(_APP, appauthor=False),
        shipped / "resources",
        shipped / "checklists",
    )


class Theme(StrEnum):
    """The colours of the window."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Motion(StrEnum):
    """How much the window moves by itself."""

    SYSTEM = "system"
    REDUCED = "reduced"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose for this device; not secret, not journalled."""

    theme: Theme = Theme.SYSTEM
    text_percent: int = 100
    """Size of text against the system's, within :data:`TEXT_PERCENT`."""
    motion: Motion = Motion.SYSTEM
    auto_lock_minutes: int = 10
    """Idle minutes until the vault locks, within :data:`AUTO_LOCK_MINUTES`; it cannot be off."""
    last_vault: Path | None = None
    """The vault folder opened last."""
    language: str = ""
    """The tag of the language to speak from the next start on; nothing: English."""


def load(config: Path) -> Settings:
    """Return the settings kept in the folder ``config``.

    What is missing, damaged or out of range takes its default, each setting by itself: a window
    in the wrong colour is better than no window.
    """
    try:
        kept = json.loads((config / SETTINGS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    if not isinstance(kept, dict):
        return Settings()
    usual = Settings()
    vault, language = kept.get("last_vault"), kept.get("language")
    return Settings(
        theme=Theme(kept["theme"]) if kept.get("theme") in list(Theme) else usual.theme,
        text_percent=_within(kept.get("text_percent"), TEXT_PERCENT, usual.text_percent),
        motion=Motion(kept["motion"]) if kept.get("motion") in list(Motion) else usual.motion,
        auto_lock_minutes=_within(
            kept.get("auto_lock_minutes"), AUTO_LOCK_MINUTES, usual.auto_lock_minutes
        ),
        last_vault=Path(vault) if isinstance(vault, str) and vault else None,
        language=language if isinstance(language, str) else usual.language,
    )


def language_of(arguments: Sequence[str]) -> str:
    """Return the language that this laptop is to speak, before the command line is understood.

    Args:
        arguments: of the process; a data folder among them has settings of its own.
    """
    data: Path | None = None
    for number, argument in enumerate(arguments):
        name, is_joined, value = argument.partition("=")
        if name == "--data-dir":
            data = Path(value if is_joined else "".join(arguments[number + 1 : number + 2]))
    return load(places(data).config).language


def save(config: Path, settings: Settings) -> bool:
    """Keep ``settings`` in the folder ``config`` and return whether the disk took them.

    A cut leaves either the old settings or the new ones. Refused, they hold until the app closes.
    """
    content = {
        "theme": settings.theme.value,
        "text_percent": settings.text_percent,
        "motion": settings.motion.value,
        "auto_lock_minutes": settings.auto_lock_minutes,
        "last_vault": str(settings.last_vault) if settings.last_vault else None,
        "language": settings.language,
    }
    temporary = config / f".{SETTINGS}.{os.getpid()}.part"
    try:
        config.mkdir(parents=True, exist_ok=True)
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(content, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(config / SETTINGS)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        return False
    return True


def _within(value: Any, allowed: range, usual: int) -> int:
    # JSON's true is Python's 1.
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and value in allowed else usual


def _shipped() -> Path:
    """Return the folder that holds resources/ and checklists/, in a checkout and in a bundle."""
    return Path(__file__).resolve().parent.parent

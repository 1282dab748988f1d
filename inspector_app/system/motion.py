"""Whether the user has asked the system for less motion, as far as that can be read at once."""

import os
import sys
from collections.abc import Mapping
from configparser import ConfigParser, Error
from pathlib import Path

_GET_CLIENT_AREA_ANIMATION = 0x1042
_FALSE = frozenset({"0", "false", "no", "off"})


def is_reduced(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether the system was told to move nothing of itself; False where it does not say.

    Windows says so (*Animation effects*), and the settings file of GTK where it is kept by hand.
    The desktops of Linux tell those who ask on their bus: ``ui/desktop_motion.py``. What macOS
    knows is not among what Qt 6.11 passes on.

    Source: Windows, SystemParametersInfoW, SPI_GETCLIENTAREAANIMATION; GTK 3 and 4,
    gtk-enable-animations.
    """
    if sys.platform == "win32":
        import ctypes  # needed on Windows alone

        animates = ctypes.c_int(1)
        ctypes.windll.user32.SystemParametersInfoW(
            _GET_CLIENT_AREA_ANIMATION, 0, ctypes.byref(animates), 0
        )
        return not animates.value
    if sys.platform != "linux":
        return False
    home = environment.get("XDG_CONFIG_HOME") or Path(environment.get("HOME", "/"), ".config")
    return any(_is_still(Path(home, gtk, "settings.ini")) for gtk in ("gtk-4.0", "gtk-3.0"))


def has_bus(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether a desktop can be asked; without a bus, asking would start one."""
    if sys.platform != "linux":
        return False
    own = environment.get("XDG_RUNTIME_DIR")
    return bool(environment.get("DBUS_SESSION_BUS_ADDRESS")) or bool(
        own and Path(own, "bus").exists()
    )


def _is_still(settings: Path) -> bool:
    parser = ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(settings.read_text("utf-8"))
    except (OSError, UnicodeError, Error):
        return False
    said = parser.get("Settings", "gtk-enable-animations", fallback="true")
    return said.strip().lower() in _FALSE

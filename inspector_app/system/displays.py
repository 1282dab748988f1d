"""Whether a window can open here."""

import os
import sys
from collections.abc import Mapping

_TOLD_BY = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def is_there(environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether a window can open, as the environment tells on Linux; elsewhere one can."""
    return sys.platform != "linux" or any(map(environ.get, _TOLD_BY))

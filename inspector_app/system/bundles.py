"""What an installed bundle needs set right before the app begins, and a checkout does not."""

import os
import sys
from collections.abc import MutableMapping
from pathlib import Path

_LIBRARIES = "LD_LIBRARY_PATH"
_AS_ITS_OWN = "PYINSTALLER_RESET_ENVIRONMENT"
"""Tells the bundle's programs that they begin anew. Without it one that is started as a child takes
itself for a part of its parent, and looks for libraries where the system has its own."""


def is_one() -> bool:
    """Return whether this process runs from an installed bundle."""
    return bool(getattr(sys, "frozen", False))


def settle(environ: MutableMapping[str, str] = os.environ) -> None:
    """Make this process as one that Python itself began; in a checkout nothing is done.

    Programs of the system, such as the one that opens a folder, must find the system's libraries
    and not the bundle's. A program without a console has no streams on Windows; it is given empty
    ones, because Python's own are otherwise None.
    """
    if not is_one():
        return
    before = environ.pop(f"{_LIBRARIES}_ORIG", None)
    environ.pop(_LIBRARIES, None)
    if before:
        environ[_LIBRARIES] = before
    environ[_AS_ITS_OWN] = "1"
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - for as long as the process lives

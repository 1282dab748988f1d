"""Child processes that run our own code, from a checkout or from an installed bundle alike."""

import importlib
import subprocess
import sys
from pathlib import Path
from typing import Final

from inspector_app.system import bundles

MODULES: Final = {
    "examination": "inspector_app.reports.examination",
    "showing": "inspector_app.media.worker",
    "unpacking": "inspector_app.server.unpacking",
}
"""Every child there is, by name: the module whose ``main`` it runs. Nothing else can be started."""

CONSOLE_PROGRAM: Final = "spr-inspector.exe"
_ASKED: Final = "--as-child"
_FROM_SOURCE: Final = (
    "import sys; sys.path.insert(0, sys.argv.pop(1));"
    " from inspector_app.system.children import become_if_asked; become_if_asked()"
)


def command(name: str, *arguments: str) -> list[str]:
    """Return how the child ``name`` is started.

    From a checkout that is Python, which takes nothing from the user's settings, folders or the
    current folder; from a bundle its own program, which holds no other Python.
    """
    asked = [_ASKED, name, *arguments]
    if name not in MODULES:
        raise ValueError(name)
    if bundles.is_one():
        return [str(_console_program()), *asked]
    return [sys.executable, "-I", "-B", "-c", _FROM_SOURCE, str(_top()), *asked]


def no_console() -> int:
    """Return the flags by which Windows opens no console window for a child; elsewhere 0."""
    return getattr(subprocess, "CREATE_NO_WINDOW", 0)


def become_if_asked() -> bool:
    """Return whether this process was started as a child; if so it has done its work.

    Raises:
        ValueError: there is no such child.
    """
    if sys.argv[1:2] != [_ASKED]:
        return False
    name = "".join(sys.argv[2:3])
    if name not in MODULES:
        raise ValueError(name)
    del sys.argv[1:3]  # what is left are the child's own
    importlib.import_module(MODULES[name]).main()
    return True


def _console_program() -> Path:
    """Return the bundle's program that has standard streams; on Windows the window's has none."""
    program = Path(sys.executable)
    return program.with_name(CONSOLE_PROGRAM) if sys.platform == "win32" else program


def _top() -> Path:
    return Path(__file__).resolve().parents[2]

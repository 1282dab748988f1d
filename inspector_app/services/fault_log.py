"""The log of the program's own faults, read so that only places in the program come out of it."""

import re
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

NAME = "faults.log"
FOLDER = "logs"
"""Within the data folder."""
_HEAD = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d) SPR Inspector (\d[\w.]*), "
    r"Python (\d[\d.]*), ([\w-]+(?:\.[\w-]+)?)"
)
_KIND = re.compile(r"  ([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*)+)")
_PLACE = re.compile(r"    (.+):(\d+) in .+")
_PROGRAM = "inspector_app"
_LARGEST = 4_000_000
WITHHELD = "(withheld)"


@dataclass(frozen=True, slots=True)
class FaultEntry:
    """One fault, without anything that a person wrote or chose."""

    when: str
    """ISO 8601 with its offset."""
    app: str
    python: str
    command: str
    """The family and verb that ran; withheld if the app has no such."""
    lines: tuple[str, ...]
    """Kinds of error, and places in the program as file and line."""


def entries(folder: Path, commands: frozenset[str] | None = None) -> tuple[FaultEntry, ...]:
    """Return the faults that are written down in ``folder``, oldest first.

    Whatever is not a place in this very program, or a kind of error that could have been raised,
    does not come out: somebody may have written into the log what must not travel.

    Args:
        folder: of the logs.
        commands: the verbs there are; others are withheld. None: all are.
    """
    try:
        with (folder / NAME).open(encoding="utf-8", errors="replace") as file:
            text = file.read(_LARGEST)
    except OSError:
        return ()
    found: list[FaultEntry] = []
    lines: list[str] = []
    for line in text.splitlines():
        if (head := _HEAD.fullmatch(line)) is not None:
            lines = []
            when, app, python, command = head.groups()
            is_known = commands is not None and command in commands
            shown = command if is_known else WITHHELD
            found.append(FaultEntry(when, app, python, shown, ()))
        elif found:
            lines.append(_harmless(line))
            last = found[-1]
            found[-1] = FaultEntry(last.when, last.app, last.python, last.command, tuple(lines))
    return tuple(found)


def _harmless(line: str) -> str:
    if (kind := _KIND.fullmatch(line)) is not None:
        return _kind(kind[1], kind[2])
    if (place := _PLACE.fullmatch(line)) is not None:
        return f"    {_file(place[1])}:{place[2]}"
    return f"    {WITHHELD}"


def _kind(top: str, rest: str) -> str:
    """Return a class of error by its full name, if it is one that is loaded or known here."""
    module, _, name = f"{top}{rest}".rpartition(".")
    owner = sys.modules.get(module)
    if owner is not None and isinstance(getattr(owner, name, None), type):
        return f"  {module}.{name}"
    return f"  {WITHHELD}"


def _file(path: str) -> str:
    """Return a file of this program by its place within it; any other is withheld."""
    _, _, inner = path.replace("\\", "/").rpartition(f"/{_PROGRAM}/")
    module = f"{_PROGRAM}/{inner.removesuffix('.py')}".replace("/", ".")
    try:
        is_ours = bool(inner) and find_spec(module) is not None
    except (ImportError, ValueError):
        is_ours = False
    return f"{_PROGRAM}/{inner}" if is_ours else WITHHELD

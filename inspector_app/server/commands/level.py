"""What all families of commands are written with: a level of commands, desk, exit codes."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path

from inspector_app.command_line import CommandGroup, Parser
from inspector_app.server.database import Database
from inspector_app.server.keys import Keys, read
from inspector_app.server.opening import opened_database

PROGRAM = "spr-base"
FOLDER_VARIABLE = "SPR_BASE_FOLDER"
_SHOWN_CONTROLS = {
    code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if code not in (9, 10)
}
"""Names that laptops sent must not move the cursor or colour the terminal."""


class Exit(IntEnum):
    """The exit codes, as ``spr-inspector`` has them."""

    OK = 0
    NO = 1
    USAGE = 64
    BAD_INPUT = 65
    NOT_FOUND = 66
    BUG = 70
    CANNOT_WRITE = 73
    IN_USE = 75
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Desk:
    """What a verb works with."""

    folder: Path
    """Of the base."""
    as_json: bool
    environ: Mapping[str, str]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def now_ms(self) -> int:
        """Return the time, milliseconds UTC."""
        return int(self.now().timestamp() * 1000)

    def keys(self) -> Keys:
        """Return base's keys.

        Raises:
            NotFound, BadInput: there is no base in the folder, or a key cannot be read.
        """
        return read(self.folder)

    @contextmanager
    def database(self) -> Iterator[Database]:
        """Give base's database.

        Raises:
            NotFound, BadInput: there is no base, its database is away or another base's.
        """
        database = opened_database(self.folder, self.environ, self.keys())
        try:
            yield database
        finally:
            database.close()

    def tell(self, words: Iterable[str], data: object) -> None:
        """Tell what came of the command: ``words`` line by line or, if asked for, ``data``."""
        if self.as_json:
            sys.stdout.write(f"{json.dumps(data, indent=1)}\n")
            return
        for line in words:
            sys.stdout.write(f"{line.translate(_SHOWN_CONTROLS)}\n")

    def remark(self, sentence: str) -> None:
        """Tell something beside the result."""
        sys.stderr.write(f"{sentence.translate(_SHOWN_CONTROLS)}\n")


Verb = Callable[[argparse.Namespace, Desk], Exit]


class Commands(CommandGroup):
    """A level of commands; each names in ``verb`` what is to be done."""

    def __init__(self, parent: Parser, title: str) -> None:
        super().__init__(parent, title, PROGRAM)

    def add(self, name: str, verb: Verb, brief: str, *examples: str) -> Parser:
        """Add a command.

        Args:
            name: as it is typed.
            verb: what is to be done.
            brief: one sentence, without its full stop.
            examples: whole commands without the program's name.
        """
        added = self.added(name, brief, examples, everywhere(default=argparse.SUPPRESS))
        added.set_defaults(verb=verb)
        return added

    def level(self, name: str, brief: str) -> "Commands":
        """Add a word that further commands follow."""
        added = self.added(name, brief, (), everywhere(default=argparse.SUPPRESS))
        added.set_defaults(verb=None, of=added)
        return Commands(added, "commands")


def everywhere(default: object) -> Parser:
    """Return the options that may stand before and after the command."""
    options = Parser(add_help=False)
    group = options.add_argument_group("everywhere")
    group.add_argument(
        "--base",
        type=Path,
        default=default,
        metavar="DIR",
        help=f"the folder that “init” made (also: {FOLDER_VARIABLE}; default: this one)",
    )
    group.add_argument(
        "--json",
        action="store_true",
        default=default or False,
        help="tell the result as JSON on standard output",
    )
    return options


def folder_of(given: argparse.Namespace, environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of the base that a command is about."""
    return given.base or Path(environ.get(FOLDER_VARIABLE) or ".")

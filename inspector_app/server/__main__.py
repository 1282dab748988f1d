"""``spr-base``: where its command line begins and ends."""

import argparse
import logging
import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from inspector_app.command_line import Misused, Parser
from inspector_app.domain.errors import DeviceFull, InspectorError, NotFound
from inspector_app.durable import Unsettled, refusal_elsewhere
from inspector_app.server.commands import (
    accounts,
    carrying,
    founding,
    laptops,
    looking,
    national,
    safe_keeping,
    serving,
    staffing,
)
from inspector_app.server.commands.level import PROGRAM, Commands, Desk, Exit, everywhere, folder_of
from inspector_app.system import bundles, children
from inspector_app.version import VERSION

_log = logging.getLogger(__name__)

FAMILIES: Final[dict[str, Callable[[Commands], None]]] = {
    "founding": founding.add,
    "serving": serving.add,
    "laptops": laptops.add,
    "carrying": carrying.add,
    "safe keeping": safe_keeping.add,
    "accounts": accounts.add,
    "staffing": staffing.add,
    "looking": looking.add,
    "national": national.add,
}
"""Every family of commands, in the order in which help lists them."""
_UNFINISHED = "What was asked for was not finished."
_MAIN = """\
Bring the laptops of an inspection team together: keep what they bring, hand it on to the team,
and sign receipts for it.
"""


def main(arguments: Sequence[str] | None = None, environ: Mapping[str, str] = os.environ) -> int:
    """Do what the arguments ask for and return the process's exit code, one of ``Exit``.

    Args:
        arguments: without the program's name; None: those of this process.
        environ: of the process.
    """
    try:
        given = parser().parse_args(sys.argv[1:] if arguments is None else arguments)
    except Misused as misuse:
        return _told(str(misuse), Exit.USAGE)
    except SystemExit:  # help or version, already printed
        return Exit.OK
    if given.verb is None:
        return _told(given.of.format_help(), Exit.USAGE)
    desk = Desk(folder_of(given, environ), given.json, environ)
    try:
        return int(given.verb(given, desk))
    except Misused as misuse:
        return _told(str(misuse), Exit.USAGE)
    except NotFound as why:
        return _told(str(why), Exit.NOT_FOUND)
    except DeviceFull as why:
        return _told(str(why), Exit.CANNOT_WRITE)
    except InspectorError as why:
        return _told(str(why), Exit.BAD_INPUT)
    except OSError as error:
        sentence = _unfinished(error)
        where = f"{error.filename}: " if error.filename else ""
        return _told(f"{where}{sentence}", Exit.CANNOT_WRITE)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except Exception as error:
        if (reason := _of_database(error)) is None:
            raise
        return _told(
            f"Base’s database could not be read or written ({reason}), so what was asked for was "
            "not finished. What base held before is kept. Make room or mend it, then try again.",
            Exit.CANNOT_WRITE,
        )


def parser() -> Parser:
    """Return the parser of the whole command line."""
    main = Parser(
        prog=PROGRAM,
        description=_MAIN,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[everywhere(default=None)],
        allow_abbrev=False,
    )
    main.add_argument("--version", action="version", version=f"SPR base {VERSION}")
    main.set_defaults(verb=None, of=main)
    commands = Commands(main, "commands")
    for add in FAMILIES.values():
        add(commands)
    return main


def _unfinished(error: OSError) -> str:
    """Return what is told of a disk that refused a step of what was asked for."""
    if not isinstance(error, Unsettled):
        return str(refusal_elsewhere(error, _UNFINISHED))
    if Path(error.filename).exists():
        return f"{refusal_elsewhere(error, _UNFINISHED)} {_UNFINISHED}"
    undone = OSError(error.errno, error.strerror)
    return str(refusal_elsewhere(undone, _UNFINISHED))


def _of_database(error: Exception) -> str | None:
    """Return what the database said to keep a command from its end; None: the error is another."""
    from sqlalchemy.exc import OperationalError  # slow to load, and help needs none

    return " ".join(str(error.orig).split()) if isinstance(error, OperationalError) else None


def _told(sentence: str, code: Exit) -> Exit:
    sys.stderr.write(f"{sentence}\n")
    return code


if __name__ == "__main__":
    multiprocessing.freeze_support()  # a bundle's program is also what its worker processes run
    bundles.settle()
    if children.become_if_asked():
        sys.exit(0)
    # Database, files and backups are for base's own user alone, as its keys are.
    os.umask(0o077)
    sys.exit(main())

"""What all families of commands are written with: a level of commands, options they share."""

import argparse
from functools import cache
from pathlib import Path

from inspector_app.command_line import CommandGroup, Parser

PROGRAM = "spr-inspector"
PHASES = (
    "planning",
    "fieldwork",
    "writing-up",
    "moderation",
    "accuracy-check",
    "final",
    "published",
    "archived",
)
READING = frozenset(
    {
        *(
            "inspecting.show",
            "evidence.check",
            "evidence.overview",
            "evidence.copy",
            "sources.overview",
        ),
        *("sources.show", "sources.register_find", "encounters.overview", "encounters.show"),
        *("checking.check", "checking.lines", "accuracy.workbook", "accuracy.overview"),
        *("workbooks.overview", "workbooks.again", "bundles.write"),
        *("recommendations.overview", "follow_up.show", "searching.search", "journal.verify"),
        *("journal.rebuild", "journal.history", "together.laptops", "together.since"),
        *("debriefs.overview", "debriefs.note", "sheets.overview"),
        *("corrections.overview", "together.apart", "planning.ready", "retention.records"),
        *("checklists.show", "checklists.diff", "checklists.left"),
        *("base.where", "base.fetch"),
        "interims.overview",
    }
)
"""What looks at an inspection and records nothing; every other command says whose act it is."""
INSPECTION = "the beginning of its id, or a part of the force’s name"


class Commands(CommandGroup):
    """A level of commands; each names in ``run`` what is to be done."""

    def __init__(self, parent: Parser, title: str) -> None:
        super().__init__(parent, title, PROGRAM)

    def add(
        self, name: str, run: str, brief: str, *examples: str, json_is_flag: bool = True
    ) -> Parser:
        """Add a command.

        Args:
            name: as it is typed.
            run: what is to be done.
            brief: one sentence, without its full stop.
            examples: whole commands without the program's name.
            json_is_flag: False for a command that gives ``--json`` a meaning of its own.
        """
        options = everywhere(default=argparse.SUPPRESS, json_is_flag=json_is_flag)
        added = self.added(name, brief, examples, options)
        added.set_defaults(run=run)
        return added

    def level(self, name: str, brief: str) -> "Commands":
        """Add a word that further commands follow."""
        added = self.added(name, brief, (), everywhere(default=argparse.SUPPRESS))
        added.set_defaults(run="", of=added)
        return Commands(added, "commands")


@cache
def everywhere(default: object, *, json_is_flag: bool = True) -> Parser:
    """Return the options that may stand before and after the command."""
    options = Parser(add_help=False)
    group = options.add_argument_group("everywhere")
    group.add_argument(
        "--data-dir",
        type=Path,
        default=default,
        metavar="DIR",
        help="where the vault lies (default: the user’s data folder)",
    )
    if json_is_flag:
        group.add_argument(
            "--json",
            action="store_true",
            default=default or False,
            help="tell the result as JSON on standard output",
        )
    group.add_argument(
        "--passphrase-file",
        type=Path,
        default=default,
        metavar="FILE",
        help="read the vault’s passphrase from the first line of FILE instead of asking "
        "(also: SPR_INSPECTOR_PASSPHRASE_FILE)",
    )
    return options


def of_inspection(command: Parser) -> None:
    """Add which inspection, and as whom, where it records."""
    command.add_argument("inspection", help=INSPECTION)
    if command.get_default("run") not in READING:
        command.add_argument(
            "--recorded-as",
            default="",
            metavar="INITIALS",
            help="of the team: whose act it is, if not the laptop’s owner’s",
        )


def of_item(command: Parser) -> None:
    """Add which numbered thing of which inspection."""
    of_inspection(command)
    command.add_argument("number", help="such as JS/1")


def with_handling(command: Parser) -> None:
    """Add marking and export."""
    command.add_argument("--marking", help="where it differs from the inspection’s")
    command.add_argument("--do-not-export", action="store_true", help="keep out of every export")


def with_marking_found(command: Parser) -> None:
    """Add the marking found on a thing itself."""
    command.add_argument(
        "--marking-found",
        metavar="WORDS",
        help="the marking that stands on the file itself, of any scheme: RESTRICTED",
    )


def with_pin(command: "argparse._ActionsContainer") -> None:
    """Add where the PIN comes from."""
    command.add_argument(
        "--pin-file",
        type=Path,
        metavar="FILE",
        help="read the PIN, or the key file’s passphrase, from FILE (also: SPR_INSPECTOR_PIN_FILE)",
    )

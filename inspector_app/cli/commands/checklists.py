"""Commands about the version of the checklist that an inspection is under."""

from inspector_app.cli.commands.level import Commands, of_inspection
from inspector_app.command_line import Parser


def checklist_commands(commands: Commands) -> None:
    """Add looking at newer versions, coming under one, and what that leaves to do."""
    level = commands.level("checklist", "The version of the checklist that an inspection is under")
    shown = level.add(
        "show",
        "checklists.show",
        "Tell under which version an inspection is, which lines ask again, and what has no line",
        "checklist show Cambridgeshire",
    )
    of_inspection(shown)
    diff = level.add(
        "diff",
        "checklists.diff",
        "Tell what a newer version would change, before anything is recorded",
        "checklist diff Cambridgeshire",
        "checklist diff Cambridgeshire spr-2012@1.1.0 --json",
    )
    of_inspection(diff)
    _newer(diff)
    upgraded = level.add(
        "upgrade",
        "checklists.upgrade",
        "Put an inspection under a newer version of its checklist, as its lead inspector",
        "checklist upgrade Cambridgeshire --reason “CC-PO-09 was unclear”",
    )
    of_inspection(upgraded)
    _newer(upgraded)
    upgraded.add_argument("--reason", default="", help="kept in the history")
    confirmed = level.add(
        "confirm",
        "checklists.confirm",
        "Confirm that answers to the old questions hold under the new ones",
        "checklist confirm Cambridgeshire CC-PO-09",
    )
    of_inspection(confirmed)
    confirmed.add_argument("line", nargs="+", help="lines that ask again")
    left = level.add(
        "left",
        "checklists.left",
        "List what is recorded at lines that the checklist has no more",
        "checklist left Cambridgeshire",
    )
    of_inspection(left)


def _newer(command: Parser) -> None:
    command.add_argument(
        "pack",
        nargs="?",
        default="",
        help="id, id@version or folder (default: the newest on this laptop)",
    )

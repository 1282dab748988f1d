"""Commands of the debrief: tick headlines, print the note, record what was said."""

from pathlib import Path

from inspector_app.cli.commands.level import Commands, of_inspection, with_handling
from inspector_app.command_line import Parser

STANCES = ("strength", "concern", "still-to-establish", "none")


def debrief_commands(commands: Commands) -> None:
    """Add the debrief."""
    level = commands.level("debrief", "The debrief: ticked headlines, its note, what was said")
    ticked = level.add(
        "tick",
        "debriefs.tick",
        "Tick a section’s headline for the debrief as a strength, a concern or still to establish",
        "debrief tick Cambridgeshire CC-PO strength",
        "debrief tick Cambridgeshire CC-PO none",
    )
    of_inspection(ticked)
    ticked.add_argument("section", help="such as CC-PO")
    ticked.add_argument("stance", choices=STANCES, metavar="STANCE", help=", ".join(STANCES))
    listed = level.add(
        "list",
        "debriefs.overview",
        "List the ticked headlines, who ticked them, and the debriefs that were held",
        "debrief list Cambridgeshire",
    )
    of_inspection(listed)
    note = level.add(
        "note",
        "debriefs.note",
        "Write the debrief note as a PDF: the ticked headlines, without sources or names",
        "debrief note Cambridgeshire --pdf note.pdf",
    )
    of_inspection(note)
    note.add_argument("--pdf", type=Path, required=True, metavar="FILE")
    note.add_argument(
        "--replace", action="store_true", help="write over a file that is there already"
    )
    note.add_argument("--room", action="store_true", help="leave room to write responses by hand")
    note.add_argument("--marking", help="default: the highest of what is printed")
    note.add_argument(
        "--up-to", metavar="MARKING", help="leave out, and count, what is marked above it"
    )
    held = level.add(
        "held",
        "debriefs.hold",
        "Record that the ticked headlines were told: by whom, to whom, and the force’s responses",
        'debrief held Cambridgeshire --at "2013-09-20 16:00" --spoke JS --to "Chief constable" '
        '--response "CC-PO=Accepted; the plan is being mended."',
    )
    of_inspection(held)
    held.add_argument("--at", required=True, help="a day, or a day and time: 2013-09-20 16:00")
    _with_words(held)
    revised = level.add(
        "revise",
        "debriefs.revise",
        "Record a debrief anew; what is not given stays",
        'debrief revise Cambridgeshire --response "CC-PO=Not accepted."',
        "debrief revise Cambridgeshire --which 2013-09-20 --copy-left",
    )
    of_inspection(revised)
    revised.add_argument("--which", default="", help="its time or id (default: the last one)")
    revised.add_argument("--at", help="a day, or a day and time")
    _with_words(revised)
    withdrawn = level.add(
        "withdraw",
        "debriefs.withdraw",
        "Take the record of a debrief back, with a reason",
        "debrief withdraw Cambridgeshire --which 2013-09-20 --reason “Another inspection”",
    )
    of_inspection(withdrawn)
    withdrawn.add_argument("--which", default="", help="its time or id (default: the last one)")
    withdrawn.add_argument("--reason", required=True)


def _with_words(command: Parser) -> None:
    command.add_argument(
        "--spoke", action="append", metavar="INITIALS", help="of the team; may be repeated"
    )
    command.add_argument(
        "--to", action="append", metavar="ROLE", help="to whom, by role; may be repeated"
    )
    command.add_argument(
        "--name",
        action="append",
        help="who that was; kept on this laptop alone; may be repeated",
    )
    command.add_argument("--place")
    command.add_argument(
        "--response",
        action="append",
        metavar="SECTION=WORDS",
        help="what the force said to a headline; may be repeated",
    )
    copy = command.add_mutually_exclusive_group()
    copy.add_argument(
        "--copy-left",
        action="store_true",
        default=None,
        help="a printed note stayed with the force (default: none did)",
    )
    copy.add_argument("--no-copy-left", dest="copy_left", action="store_false")
    command.add_argument("--note")
    with_handling(command)

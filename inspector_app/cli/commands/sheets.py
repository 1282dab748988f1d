"""Commands of aide-memoires: print one, and tell what became of the paper."""

from pathlib import Path

from inspector_app.cli.commands.level import Commands, of_inspection, of_item


def sheet_commands(commands: Commands) -> None:
    """Add aide-memoires."""
    level = commands.level(
        "aide-memoire", "Lines printed with room to write, where laptops are forbidden"
    )
    printed = level.add(
        "print",
        "sheets.print_sheet",
        "Write an aide-memoire of chosen lines as a PDF, and record that it was printed",
        "aide-memoire print Cambridgeshire --pdf sheet.pdf --section CC-PO",
        "aide-memoire print Cambridgeshire --pdf sheet.pdf --mine --without-good-evidence",
        'aide-memoire print Cambridgeshire --pdf sheet.pdf --encounter "#2" --line CC-PO-09',
    )
    of_inspection(printed)
    printed.add_argument("--pdf", type=Path, required=True, metavar="FILE")
    printed.add_argument(
        "--replace", action="store_true", help="write over a file that is there already"
    )
    which = printed.add_argument_group("which lines: all of these together")
    which.add_argument("--section", action="append", default=[], help="may be repeated")
    which.add_argument("--mine", action="store_true", help="those that are assigned to me")
    which.add_argument(
        "--encounter", default="", help="of the timetable, or the number of one that was begun"
    )
    which.add_argument("--line", action="append", default=[], help="may be repeated")
    what = printed.add_argument_group("what is printed of them")
    what.add_argument("--without-good-evidence", action="store_true")
    what.add_argument(
        "--recorded", action="store_true", help="what is recorded so far too (default: nothing)"
    )
    what.add_argument("--marking", help="default: the highest of what is printed")
    what.add_argument(
        "--up-to", metavar="MARKING", help="leave out recorded answers marked above it"
    )
    listed = level.add(
        "list",
        "sheets.overview",
        "List the aide-memoires that were printed, with what became of them",
        "aide-memoire list Cambridgeshire",
    )
    of_inspection(listed)
    typed = level.add(
        "typed-up",
        "sheets.typed_up",
        "Say in which encounter the notes on an aide-memoire were typed up",
        "aide-memoire typed-up Cambridgeshire JS/3 --in JS/14",
    )
    of_item(typed)
    typed.add_argument(
        "--in",
        dest="sources",
        action="append",
        required=True,
        metavar="NUMBER",
        help="of the source; may be repeated",
    )
    gone = level.add(
        "gone",
        "sheets.gone",
        "Say what became of the paper",
        'aide-memoire gone Cambridgeshire JS/3 "Shredded on 19 September"',
    )
    of_item(gone)
    gone.add_argument("words")

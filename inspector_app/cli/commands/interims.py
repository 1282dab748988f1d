"""Commands about interim summaries."""

from pathlib import Path

from inspector_app.cli.commands.level import Commands, of_inspection
from inspector_app.cli.commands.papers import with_choice


def interims_commands(commands: Commands) -> None:
    """Add making interim summaries and listing those made."""
    interim = commands.add(
        "interim",
        "interims.make",
        "Print what is there now as a PDF: provisional, numbered and not signed",
        "interim Cambridgeshire --pdf evening.pdf",
        "interim Cambridgeshire --pdf evening.pdf --sections PO CC-T --detail headlines",
        "interim Cambridgeshire --pdf evening.pdf --since JS/12",
    )
    of_inspection(interim)
    interim.add_argument("--pdf", type=Path, required=True, metavar="FILE")
    interim.add_argument(
        "--replace", action="store_true", help="write over a file that is there already"
    )
    interim.add_argument("--marking", help="default: the highest of all that is recorded")
    interim.add_argument(
        "--since",
        default="",
        metavar="N",
        help="tell first what has changed since the interim summary of this number, JS/12; "
        "“last” for the last one made",
    )
    with_choice(interim)

    made = commands.add(
        "interims",
        "interims.overview",
        "List the interim summaries made, latest first, or tell what has changed since one",
        "interims Cambridgeshire",
        "interims Cambridgeshire --since JS/12",
    )
    of_inspection(made)
    made.add_argument(
        "--since",
        default="",
        metavar="N",
        help="tell what has changed since this one, without making another; “last” for the last",
    )
    with_choice(made)

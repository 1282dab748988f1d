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
    )
    of_inspection(interim)
    interim.add_argument("--pdf", type=Path, required=True, metavar="FILE")
    interim.add_argument(
        "--replace", action="store_true", help="write over a file that is there already"
    )
    interim.add_argument("--marking", help="default: the highest of all that is recorded")
    with_choice(interim)

    made = commands.add(
        "interims",
        "interims.overview",
        "List the interim summaries made, latest first",
        "interims Cambridgeshire",
    )
    of_inspection(made)

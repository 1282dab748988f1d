"""Commands about the program itself, and the window opened at a file."""

from pathlib import Path

from inspector_app.cli.commands.level import Commands


def program_commands(commands: Commands) -> None:
    """Add what the program is, checking a release, the quick card, opening a file in the window."""
    commands.add(
        "about",
        "program.about",
        "Tell version, checklist packs and licences of what came with the program",
        "about",
    )
    check = commands.add(
        "check-release",
        "program.check_release",
        "Tell whether a file is a genuine release, by the signed list that lies beside it",
        "check-release spr-inspector_0.2.0_amd64.deb",
    )
    check.add_argument("file", type=Path, metavar="FILE")
    card = commands.add(
        "quick-card",
        "program.quick_card",
        "Write the quick card as a PDF of two sides: the walk, the keys, and what to do when",
        "quick-card --out quick-card.pdf",
    )
    card.add_argument("--out", type=Path, required=True, metavar="FILE")
    card.add_argument(
        "--replace", action="store_true", help="write over a file that is there already"
    )
    opened = commands.add(
        "open",
        "window.open",
        "Open the window, and there what a file is: a summary, an exported inspection, a transfer",
        "open",
        "open summary.pdf",
    )
    opened.add_argument("file", type=Path, nargs="?", metavar="FILE")

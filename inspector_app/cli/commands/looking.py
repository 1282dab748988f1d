"""Commands that look through an inspection: prompts, lines, search."""

from inspector_app.cli.commands.level import PHASES, Commands, of_inspection
from inspector_app.command_line import Parser

FILTERS = ("not-established", "changed-today", "versions", "not-exported", "mine")


def prompts_commands(commands: Commands) -> None:
    """Add prompts and lists of lines."""
    check = commands.add(
        "check",
        "checking.check",
        "Tell what is missing, weak or contradictory, section by section; never a finding",
        "check Cambridgeshire",
        "check Cambridgeshire --phase writing-up --all",
    )
    of_inspection(check)
    with_phase(check)
    check.add_argument("--all", action="store_true", help="also what was put aside")
    lines = commands.add(
        "lines",
        "checking.lines",
        "List the lines of all sections, or those that hold of a filter",
        "lines Cambridgeshire --only not-established",
        "lines Cambridgeshire --kind interview",
    )
    of_inspection(lines)
    lines.add_argument("--only", choices=FILTERS)
    lines.add_argument(
        "--whose", metavar="INITIALS", help="with “--only mine”: of the team, if not the owner’s"
    )
    lines.add_argument("--kind", help="that rest on this kind of source: its name or letter")
    prompt = commands.level("prompt", "Single prompts, as “check” tells them")
    aside = prompt.add(
        "aside",
        "checking.aside",
        "Put a prompt aside with a reason; it comes back when its facts change",
        'prompt aside Cambridgeshire no-headline/CN-CY --reason "The report gives none"',
    )
    of_inspection(aside)
    aside.add_argument("prompt", help="its id, as “check” tells it")
    aside.add_argument("--reason", required=True)
    with_phase(aside)
    back = prompt.add(
        "back",
        "checking.back",
        "Tell a prompt again that was put aside",
        "prompt back Cambridgeshire no-headline/CN-CY",
    )
    of_inspection(back)
    back.add_argument("prompt", help="its id, as “check --all” tells it")


def with_phase(command: Parser) -> None:
    """Add the phase to look from."""
    command.add_argument("--phase", choices=PHASES, help="as if the work stood there")


def search_commands(commands: Commands) -> None:
    """Add the search."""
    search = commands.add(
        "search",
        "searching.search",
        "Find lines, answers, accounts, headlines, evidence and terms by their words",
        "search Cambridgeshire mutual aid",
        "search Cambridgeshire plan --only not-established",
        "search Cambridgeshire --only changed-today",
        "search Cambridgeshire plan --source interview",
    )
    of_inspection(search)
    search.add_argument("words", nargs="*", help="all of them must be there; endings may differ")
    search.add_argument(
        "--only",
        action="append",
        default=[],
        choices=FILTERS,
        help="may be repeated; without words everything that it holds for",
    )
    search.add_argument(
        "--source",
        metavar="KIND",
        help="a kind of source, by letter or name: its sources, and lines whose answers rest on it",
    )
    search.add_argument("--limit", type=int, default=50, metavar="NUMBER", help="default: 50")

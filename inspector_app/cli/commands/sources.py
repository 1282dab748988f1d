"""Commands about where something was learned, and the registers."""

from inspector_app.cli.commands.level import INSPECTION, Commands, of_inspection, of_item
from inspector_app.command_line import Parser


def sources_commands(commands: Commands) -> None:
    """Add sources and registers."""
    source = commands.level("source", "Where things were learned: interviews, requests, tests …")
    kinds = source.add(
        "kinds",
        "sources.kinds",
        "List the kinds of source, or the facts that one of them has",
        "source kinds",
        "source kinds document-request",
    )
    kinds.add_argument("kind", nargs="?", help="its name or letter")
    added = source.add(
        "add",
        "sources.add",
        "Record a source, and what it said on any number of lines",
        'source add Cambridgeshire interview "Chief officers" --fact "roles=chief constable" '
        '--account "CC-PO-01=Grasps the duty."',
        'source add Cambridgeshire Q "Public order STRA" --fact due=2013-09-30',
    )
    of_inspection(added)
    added.add_argument("kind", help="its name or letter: see “source kinds”")
    added.add_argument("title", nargs="?", default="")
    with_facts(added)
    with_accounts(added)
    listed = source.add(
        "list", "sources.overview", "List the sources", "source list Cambridgeshire"
    )
    of_inspection(listed)
    listed.add_argument("--overdue", action="store_true", help="only requests that are overdue")
    shown = source.add(
        "show",
        "sources.show",
        "Show all that is known of a source, with its accounts",
        "source show Cambridgeshire JS/1",
    )
    of_item(shown)
    revised = source.add(
        "revise",
        "sources.revise",
        "Record a source anew; what is not given stays",
        "source revise Cambridgeshire JS/1 --fact outcome=received --fact settled=2013-09-18",
    )
    of_item(revised)
    with_facts(revised)
    withdrawn = source.add(
        "withdraw",
        "sources.withdraw",
        "Take a source back with a reason; its accounts stay",
        "source withdraw Cambridgeshire JS/1 --reason “Recorded twice”",
    )
    of_item(withdrawn)
    withdrawn.add_argument("--reason", required=True)
    given = source.add(
        "account",
        "sources.account",
        "Record what a source said on any number of lines, as one act",
        'source account Cambridgeshire JS/1 --account "CC-PO-09=Eight." --account "CC-PO-08=Five."',
    )
    of_item(given)
    with_accounts(given)
    rest = commands.add(
        "rest",
        "sources.rest",
        "Say on which accounts an answer rests; none: on all that its line has",
        "rest Cambridgeshire CC-PO-09 CC-PO-09/3f2a9c0d11e2b7a4",
    )
    of_inspection(rest)
    rest.add_argument("line")
    rest.add_argument("account", nargs="*", help="its id, as “show” tells it")
    carried = commands.add(
        "carry-over",
        "carrying.carry_over",
        "Copy sources, accounts or answers from another inspection of the vault; none: list them",
        "carry-over Cambridgeshire Bedfordshire",
        "carry-over Cambridgeshire Bedfordshire AB/4 CC-T-05",
    )
    of_inspection(carried)
    carried.add_argument("other", help=f"from which: {INSPECTION}")
    carried.add_argument("thing", nargs="*", help="a source’s number, a line or an account’s id")
    confirmed = commands.add(
        "confirm",
        "carrying.confirm",
        "Say that what was carried over holds here as well; none: list what waits",
        "confirm Cambridgeshire",
        "confirm Cambridgeshire JS/4 CC-T-05",
    )
    of_inspection(confirmed)
    confirmed.add_argument("thing", nargs="*", help="a source’s number, a line or an account’s id")
    compared = commands.add(
        "comparison",
        "comparisons.comparison",
        "Take what base tells of other forces over as an account; no line: list what waits for it",
        "comparison Cambridgeshire",
        "comparison Cambridgeshire CC-PO-15",
    )
    of_inspection(compared)
    compared.add_argument("line", nargs="?", default="")
    compared.add_argument(
        "comparison", nargs="?", default="", help="its id, where several stand at the line"
    )
    register = commands.level("register", "Forces, units, organisations and roles")
    find = register.add(
        "find",
        "sources.register_find",
        "Look somebody or something up by name or alias",
        "register find Cambridgeshire organisations eastern",
    )
    of_inspection(find)
    find.add_argument("register", help="forces, roles …; “organisations” for all but roles")
    find.add_argument("words")
    more = register.add(
        "add",
        "sources.register_add",
        "Add what the registers lack, for this inspection",
        'register add Cambridgeshire roles "Duty superintendent"',
    )
    of_inspection(more)
    more.add_argument("register")
    more.add_argument("name", help="of a role or an organisation, never of a person")
    more.add_argument("--alias", action="append", default=[], help="may be repeated")
    more.add_argument("--valid-from", default="", help="such as 2013-04; empty: open")
    more.add_argument("--valid-to", default="")
    mended = register.add(
        "revise",
        "sources.register_revise",
        "Change an entry’s names or when it is valid, for this inspection",
        "register revise Cambridgeshire ACPO --valid-to 2015-03-31",
    )
    of_inspection(mended)
    mended.add_argument("entry", help="its id, name or an alias")
    mended.add_argument("--name")
    mended.add_argument("--alias", action="append", help="all it has; may be repeated")
    mended.add_argument("--valid-from", help="such as 2013-04; empty: open")
    mended.add_argument("--valid-to")
    mended.add_argument("--note")


def with_facts(command: Parser) -> None:
    """Add the facts of a source."""
    command.add_argument(
        "--fact",
        action="append",
        default=[],
        metavar="NAME=TEXT",
        help="may be repeated; “source kinds KIND” lists the names and what each takes",
    )


def with_accounts(command: Parser) -> None:
    """Add what a source said."""
    command.add_argument(
        "--account",
        action="append",
        default=[],
        metavar="LINE=WORDS",
        help="what it said or showed on a line; may be repeated",
    )

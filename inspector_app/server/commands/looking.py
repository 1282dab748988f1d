"""Looking at base: whether it is well, what has arrived, what was done."""

from argparse import Namespace
from dataclasses import asdict

from sqlalchemy import Connection

from inspector_app.domain.errors import BadInput, NotFound
from inspector_app.domain.wording import counted, size_words, when_words
from inspector_app.server import arrivals, chronicle, health, stock
from inspector_app.server.arrivals import Arrivals, Summary
from inspector_app.server.commands.level import Commands, Desk, Exit
from inspector_app.server.health import State

_ALL = 1_000_000


def add(commands: Commands) -> None:
    """Add the family's commands."""
    commands.add(
        "status",
        _status,
        "Tell whether base is well and how much it holds; exit code 1 where somebody must act",
        "status",
    )
    listing = commands.add(
        "inspections", _inspections, "List the inspections that are here", "inspections Cambridge"
    )
    listing.add_argument("find", nargs="?", default="", help="a part of the force’s name or title")
    arrived = commands.add(
        "arrived",
        _arrived,
        "Tell what has arrived of an inspection and what is on its way, laptop by laptop",
        "arrived Cambridgeshire",
    )
    arrived.add_argument(
        "inspection", help="the beginning of its id, or a part of the force’s name"
    )
    commands.add("receipts", _receipts, "List the last receipt of every laptop", "receipts")
    events = commands.add("events", _events, "List what was done at base and by whom", "events")
    events.add_argument("--most", type=int, default=50, metavar="N", help="how many (50)")


def found(connection: Connection, sought: str) -> Summary:
    """Return the one inspection that is meant.

    Raises:
        NotFound: there is none.
        BadInput: there are several.
    """
    every = arrivals.listed(connection, None, most=_ALL)
    of_id = [each for each in every if len(sought) >= 4 and each.id.startswith(sought.lower())]
    named = [each for each in every if sought.casefold() in each.name.words.casefold()]
    matching = of_id or named
    if not matching:
        raise NotFound(f"No inspection here is called “{sought}”.")
    if len(matching) > 1:
        listed = "\n".join(f"  {each.id[:12]}  {each.name.words}" for each in matching)
        raise BadInput(f"“{sought}” may be any of these; give more of it:\n{listed}")
    return matching[0]


def _status(_: Namespace, desk: Desk) -> Exit:
    authority = desk.keys().authority
    with desk.database() as database, database.read() as connection:
        points = health.points(connection, desk.folder, authority, desk.now())
        taken = stock.taken(connection, desk.folder)
    state = health.worst(points)
    width = max(len(each.what) for each in points)
    desk.tell(
        [
            *(f"{each.what:<{width}}  {each.state.words}: {each.words}" for each in points),
            "",
            f"{counted(taken.inspections, 'inspection', 'inspections')}, "
            f"{counted(taken.laptops, 'laptop', 'laptops')}, "
            f"{counted(taken.changes, 'change', 'changes')}, "
            f"{counted(taken.files, 'file', 'files')} ({size_words(taken.file_bytes)}), "
            f"{taken.coming:,} on their way; database {size_words(taken.database_bytes)}",
        ],
        {
            "state": state.value,
            "points": [
                {"what": each.what, "state": each.state.value, "words": each.words}
                for each in points
            ],
            "holds": asdict(taken),
        },
    )
    return Exit.NO if state is State.BAD else Exit.OK


def _inspections(given: Namespace, desk: Desk) -> Exit:
    with desk.database() as database, database.read() as connection:
        rows = arrivals.listed(connection, None, given.find, most=_ALL)
    desk.tell([_line(each) for each in rows] or ["None."], [_form(each) for each in rows])
    return Exit.OK


def _arrived(given: Namespace, desk: Desk) -> Exit:
    with desk.database() as database, database.read() as connection:
        which = found(connection, given.inspection)
        of = arrivals.of_inspection(connection, which.id)
        coming = arrivals.coming(connection, which.id, most=_ALL)
    if of is None:
        raise NotFound(f"No inspection here is called “{given.inspection}”.")
    desk.tell(
        [
            _line(of.summary),
            *_laptop_lines(of),
            *(
                f"  {each.number or 'purged'}{' (small picture)' if each.is_thumbnail else ''}: "
                f"{each.state}, {each.parts} of {each.of_parts or '?'} parts"
                for each in coming
            ),
        ],
        {
            "inspection": _form(of.summary),
            "laptops": [asdict(each) for each in of.laptops],
            "coming": [asdict(each) for each in coming],
        },
    )
    return Exit.OK


def _receipts(_: Namespace, desk: Desk) -> Exit:
    with desk.database() as database, database.read() as connection:
        rows = arrivals.receipts(connection)
        names = arrivals.names(connection, {each.inspection for each in rows})
    desk.tell(
        [
            f"{when_words(each.issued_ms)}  {each.device[:12]}  "
            f"{names[each.inspection].words if each.inspection in names else each.inspection[:12]}"
            f": {counted(each.changes, 'change', 'changes')}, lacks "
            f"{counted(each.files_lacking, 'file', 'files')}; backed up {each.backup_changes:,}"
            for each in rows
        ]
        or ["None."],
        [asdict(each) for each in rows],
    )
    return Exit.OK


def _events(given: Namespace, desk: Desk) -> Exit:
    if given.most < 1:
        raise BadInput("--most is a number from 1.")
    with desk.database() as database, database.read() as connection:
        rows = chronicle.listed(connection, most=given.most)
    desk.tell(
        [
            f"{when_words(each.at_ms)}  {each.what}  {each.about[:12]}  by {each.who[:20]}"
            + (f"  {each.words}" if each.words else "")
            for each in rows
        ]
        or ["None."],
        [asdict(each) for each in rows],
    )
    return Exit.OK


def _line(of: Summary) -> str:
    held = f", {of.held:,} held" if of.held else ""
    backed = when_words(of.backed_up_ms) if of.backed_up_ms is not None else "never"
    return (
        f"{of.id[:12]}  {of.name.words}: {counted(of.laptops, 'laptop', 'laptops')}, "
        f"{counted(of.changes, 'change', 'changes')}, {of.verified:,} files here, "
        f"{of.on_the_way:,} on their way{held}; backed up {backed}"
    )


def _laptop_lines(of: Arrivals) -> list[str]:
    return [
        f"  {each.initials or each.device[:12]}: {counted(each.changes, 'change', 'changes')}, "
        f"{each.verified:,} files here, {each.on_the_way:,} on their way; lacks "
        f"{'not told' if each.lacks is None else f'{each.lacks:,}'}; seen "
        f"{when_words(each.seen_ms) if each.seen_ms is not None else 'never'}"
        for each in of.laptops
    ]


def _form(of: Summary) -> dict[str, object]:
    return {**asdict(of), "files": dict(of.files)}

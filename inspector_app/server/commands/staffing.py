"""Teams, and what base keeps apart of their inspections."""

from argparse import Namespace
from dataclasses import asdict

from inspector_app.command_line import Parser
from inspector_app.domain.errors import BadInput
from inspector_app.domain.wording import counted, when_words
from inspector_app.server import arrivals, devices, holding, staffing
from inspector_app.server.commands.level import Commands, Desk, Exit
from inspector_app.server.commands.looking import found
from inspector_app.server.events import BY_COMMAND
from inspector_app.server.holding import Group


def add(commands: Commands) -> None:
    """Add the family's commands."""
    team = commands.level("team", "Whose laptops work on an inspection")
    _of_inspection(team.add("list", _list, "List a team", "team list Cambridgeshire"))
    put = team.add(
        "add",
        _put,
        "Put a laptop into a team, or give it another part there",
        "team add Cambridgeshire JS --role lead",
    )
    _of_inspection(put)
    _of_laptop(put)
    put.add_argument(
        "--role", choices=tuple(staffing.ROLES), default="inspector", help="default: inspector"
    )
    out = team.add(
        "remove",
        _take_out,
        "Take a laptop out of a team; what it brought stays",
        "team remove Cambridgeshire JS",
    )
    _of_inspection(out)
    _of_laptop(out)
    held = commands.level("held", "What base keeps apart until somebody has looked")
    held.add("list", _inspections, "List the inspections of which something is held", "held list")
    _of_inspection(
        held.add("show", _held, "Show what is held of an inspection", "held show Cambridgeshire")
    )
    release = held.add(
        "release",
        _release,
        "Let held changes in, with a reason that is kept",
        'held release Cambridgeshire --laptop JS --reason "Recorded before it was stolen"',
        'held release Cambridgeshire --change 1f2e3d4c --reason "Her own work"',
    )
    _of_inspection(release)
    which = release.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--laptop",
        metavar="KEY",
        help="all that it recorded: the beginning of its key, or its initials",
    )
    which.add_argument(
        "--change",
        action="append",
        metavar="ID",
        help="the beginning of a change’s id; may be given several times",
    )
    release.add_argument("--reason", required=True)


def _list(given: Namespace, desk: Desk) -> Exit:
    with desk.database() as database, database.read() as connection:
        which = found(connection, given.inspection)
        of = arrivals.of_inspection(connection, which.id)
    team = [each for each in of.laptops if each.role and not each.has_left] if of else []
    desk.tell(
        [
            f"{each.initials} · {each.label} · "
            f"{'revoked' if each.is_revoked else staffing.ROLES[each.role]} · {each.device[:12]}"
            for each in team
        ]
        or ["Nobody."],
        [asdict(each) for each in team],
    )
    return Exit.OK


def _put(given: Namespace, desk: Desk) -> Exit:
    with desk.database() as database, database.begin() as connection:
        which = found(connection, given.inspection)
        laptop = devices.found(connection, given.laptop)
        staffing.put(connection, which.id, laptop.id, given.role, desk.now_ms(), BY_COMMAND)
    desk.tell(
        (
            f"{laptop.initials} · {laptop.label} works on {which.name.words} as "
            f"{staffing.ROLES[given.role]}.",
        ),
        {"inspection": which.id, "device": laptop.id, "role": given.role},
    )
    return Exit.OK


def _take_out(given: Namespace, desk: Desk) -> Exit:
    with desk.database() as database, database.begin() as connection:
        which = found(connection, given.inspection)
        laptop = devices.found(connection, given.laptop)
        staffing.take_out(connection, which.id, laptop.id, desk.now_ms(), BY_COMMAND)
    desk.tell(
        (f"{laptop.initials} · {laptop.label} does not work on {which.name.words} any more.",),
        {"inspection": which.id, "device": laptop.id, "role": None},
    )
    return Exit.OK


def _inspections(_: Namespace, desk: Desk) -> Exit:
    with desk.database() as database, database.read() as connection:
        which = holding.inspections(connection, None)
        rows = arrivals.listed(connection, which, most=len(which))
    desk.tell(
        [
            f"{each.id[:12]}  {each.name.words}: {counted(each.held, 'change', 'changes')}"
            for each in rows
        ]
        or ["Nothing is held."],
        [{"inspection": each.id, "name": each.name.words, "held": each.held} for each in rows],
    )
    return Exit.OK


def _held(given: Namespace, desk: Desk) -> Exit:
    with desk.database() as database, database.read() as connection:
        which = found(connection, given.inspection)
        groups = holding.looked_at(connection, which.id)
    lines = []
    for group in groups:
        lines.append(f"{_called(group)}: {holding.REASONS[group.reason]}")
        for each in group.changes:
            said = "; ".join(f"{name}: {value}" for name, value in each.said)
            lines.append(f"  {each.id[:12]}  {when_words(each.time_ms)}  {each.what}, {each.about}")
            lines.append(f"                {said}")
    desk.tell(lines or ["Nothing is held."], [asdict(each) for each in groups])
    return Exit.OK


def _release(given: Namespace, desk: Desk) -> Exit:
    with desk.database() as database, database.begin() as connection:
        which = found(connection, given.inspection)
        groups = holding.looked_at(connection, which.id)
        chosen = {
            change.id
            for group in groups
            for change in group.changes
            if (_is_of(group, given.laptop) if given.laptop else _is_one(change.id, given.change))
        }
        if not chosen:
            raise BadInput(
                "Nothing that is held is meant by this. Nothing was altered; "
                "spr-base held show lists what is held."
            )
        number = holding.let_in(
            connection, which.id, chosen, given.reason, desk.now_ms(), BY_COMMAND
        )
    desk.tell(
        (f"{counted(number, 'change is', 'changes are')} part of {which.name.words} now.",),
        {"inspection": which.id, "released": sorted(chosen)},
    )
    return Exit.OK


def _is_of(group: Group, laptop: str) -> bool:
    initials = group.laptop.partition(" ·")[0]
    return initials == laptop.upper() or (len(laptop) >= 4 and group.device.startswith(laptop))


def _is_one(change: str, beginnings: list[str]) -> bool:
    return any(len(each) >= 4 and change.startswith(each.lower()) for each in beginnings)


def _called(group: Group) -> str:
    return group.laptop or f"a laptop not enrolled here, {group.device[:12]}"


def _of_inspection(command: Parser) -> None:
    command.add_argument(
        "inspection", help="the beginning of its id, or a part of the force’s name"
    )


def _of_laptop(command: Parser) -> None:
    command.add_argument("laptop", help="its initials, label, or the beginning of its key")

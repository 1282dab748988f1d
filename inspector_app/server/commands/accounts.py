"""Accounts of those who administer base with a browser."""

import getpass
import sys
from argparse import Namespace
from pathlib import Path

from sqlalchemy import Connection

from inspector_app.command_line import Parser
from inspector_app.domain.errors import BadInput, NotFound
from inspector_app.server import accounts
from inspector_app.server.accounts import Account, Role
from inspector_app.server.commands.level import Commands, Desk, Exit
from inspector_app.server.events import BY_COMMAND, note
from inspector_app.server.web import attempts


def add(commands: Commands) -> None:
    """Add the family's commands."""
    level = commands.level("account", "Who may sign in to base’s pages")
    make = level.add(
        "add",
        _make,
        "Make an account",
        "account add kim",
        "account add js --role lead --inspector JS",
    )
    make.add_argument("name")
    make.add_argument(
        "--role",
        choices=[each.value for each in Role],
        default=Role.ADMIN.value,
        help="admin: everything (the default); lead: the inspections that they lead",
    )
    make.add_argument(
        "--inspector", metavar="INITIALS", help="of a lead: the initials of their laptop"
    )
    _asks_password(make)
    password = level.add(
        "password",
        _set_password,
        "Set an account’s password anew; ends its sessions and what keeps it from signing in",
        "account password kim",
    )
    password.add_argument("name")
    _asks_password(password)
    role = level.add(
        "role",
        _set_role,
        "Alter what an account may do",
        "account role kim admin",
        "account role js lead --inspector JS",
    )
    role.add_argument("name")
    role.add_argument("role", choices=[each.value for each in Role])
    role.add_argument(
        "--inspector", metavar="INITIALS", help="of a lead: the initials of their laptop"
    )
    remove = level.add("remove", _remove, "Remove an account", "account remove js")
    remove.add_argument("name")
    level.add("list", _list, "List the accounts", "account list")


def _make(given: Namespace, desk: Desk) -> Exit:
    role = Role(given.role)
    with desk.database() as database:
        with database.read() as connection:
            person = _person(connection, given.inspector) if given.inspector else None
        password = _password(given)
        with database.begin("accounts") as connection:
            made = accounts.make(
                connection, given.name, role, password, desk.now_ms(), person=person
            )
            note(connection, desk.now_ms(), BY_COMMAND, "account-made", made.name, role.value)
    desk.tell((f"The account {made.name} was made.",), _form(made))
    return Exit.OK


def _set_password(given: Namespace, desk: Desk) -> Exit:
    with desk.database() as database:
        with database.read() as connection:
            found = accounts.get(connection, given.name)
        password = _password(given)
        with database.begin("accounts") as connection:
            accounts.set_password(connection, found.name, password)
            attempts.forgive(connection, found.name)
            note(connection, desk.now_ms(), BY_COMMAND, "password-set", found.name)
    desk.tell((f"The password of {found.name} was set, and its sessions ended.",), _form(found))
    return Exit.OK


def _set_role(given: Namespace, desk: Desk) -> Exit:
    role = Role(given.role)
    with desk.database() as database, database.begin("accounts") as connection:
        person = _person(connection, given.inspector) if given.inspector else None
        found = accounts.set_role(connection, given.name, role, person=person)
        note(connection, desk.now_ms(), BY_COMMAND, "role-set", found.name, role.value)
    may = "everything" if found.is_admin else "what concerns the inspections they lead"
    desk.tell((f"{found.name} may do {may} from now on.",), _form(found))
    return Exit.OK


def _remove(given: Namespace, desk: Desk) -> Exit:
    with desk.database() as database, database.begin("accounts") as connection:
        found = accounts.get(connection, given.name)
        accounts.remove(connection, found.name)
        note(connection, desk.now_ms(), BY_COMMAND, "account-removed", found.name)
    desk.tell((f"The account {found.name} was removed and its sessions ended.",), _form(found))
    return Exit.OK


def _list(_: Namespace, desk: Desk) -> Exit:
    with desk.database() as database, database.read() as connection:
        found = accounts.listed(connection)
        persons = accounts.persons(connection)
    desk.tell(
        [
            f"{each.name}  {each.role}"
            + (f"  {persons.get(each.person, 'no laptop enrolled')}" if each.person else "")
            for each in found
        ]
        or ["There is no account. Make one with: spr-base account add NAME"],
        [_form(each) for each in found],
    )
    return Exit.OK


def _form(of: Account) -> dict[str, object]:
    return {"name": of.name, "role": of.role.value, "person": of.person, "made_ms": of.made_ms}


def _person(connection: Connection, initials: str) -> str:
    sought = f"{initials.strip().upper()} ·"
    found = [
        person for person, words in accounts.persons(connection).items() if words.startswith(sought)
    ]
    if len(found) != 1:
        raise NotFound(
            f"No laptop with the initials {initials} is enrolled here. Nothing was altered."
        )
    return found[0]


def _asks_password(parser: Parser) -> None:
    parser.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        help="read the password from the first line of FILE instead of asking",
    )


def _password(given: Namespace) -> str:
    if given.password_file is not None:
        try:
            lines = given.password_file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput(
                f"The password cannot be read from {given.password_file}. Nothing was altered."
            ) from error
        return lines[0] if lines else ""
    if not sys.stdin.isatty():
        raise BadInput(
            "There is no terminal to ask for the password at. Nothing was altered; "
            "give --password-file FILE."
        )
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("The same again: "):
        raise BadInput("The two passwords differ. Nothing was altered.")
    return first

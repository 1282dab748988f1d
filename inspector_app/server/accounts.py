"""Those who administer base: their names, what they may, their passwords."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select, update

from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.ids import DeviceId, InspectionId
from inspector_app.server import passwords
from inspector_app.server.tables import account, device, member, session

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")


class Unfit(RuleViolation):
    """What was given for an account cannot be its; says for which of its parts."""

    def __init__(self, part: str, sentence: str) -> None:
        """Args: ``part`` is ``name``, ``role``, ``person`` or ``password``."""
        super().__init__(sentence)
        self.part = part


class Role(StrEnum):
    """What somebody may do at base."""

    ADMIN = "admin"
    """Everything."""
    LEAD = "lead"
    """See and alter the inspections that they lead, and no others."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in."""

    name: str
    role: Role
    person: str | None
    """A lead's, as their laptops are enrolled; None: an administrator."""
    made_ms: int

    @property
    def is_admin(self) -> bool:
        """Whether they may do everything."""
        return self.role is Role.ADMIN


def folded(name: str) -> str:
    """Return an account's name as it is kept: names differ by more than capitals."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def make(
    connection: Connection,
    name: str,
    role: Role,
    password: str,
    now_ms: int,
    *,
    person: str | None = None,
) -> Account:
    """Make an account and return it.

    Raises:
        Unfit: the name is taken or cannot be one, the password is too weak, or a lead is
            nobody whose laptop is enrolled.
    """
    kept = folded(name)
    if not _NAME.fullmatch(kept):
        raise Unfit(
            "name",
            "An account’s name has up to 40 letters without accents, digits, dots and dashes, and "
            "begins with a letter or a digit. Nothing was made; choose another name.",
        )
    if role is Role.LEAD:
        _require_inspector(connection, person)
    if connection.execute(select(account.c.name).where(account.c.name == kept)).first():
        raise Unfit("name", f"There is an account {kept} already. Nothing was altered.")
    _require_strong(password, kept)
    made = Account(kept, role, person if role is Role.LEAD else None, now_ms)
    connection.execute(
        insert(account).values(
            name=kept,
            role=role.value,
            password_hash=passwords.hashed(password),
            person=made.person,
            made_ms=now_ms,
        )
    )
    return made


def set_password(connection: Connection, name: str, password: str) -> None:
    """Give an account another password and end all its sessions.

    Raises:
        NotFound: there is no such account.
        Unfit: the password is too weak.
    """
    kept = get(connection, name).name
    _require_strong(password, kept)
    connection.execute(
        update(account)
        .where(account.c.name == kept)
        .values(password_hash=passwords.hashed(password))
    )
    connection.execute(delete(session).where(session.c.account == kept))


def set_role(
    connection: Connection, name: str, role: Role, *, person: str | None = None
) -> Account:
    """Let an account do more or less from its next request on, and return it.

    Raises:
        NotFound: there is no such account.
        Unfit: a lead is nobody whose laptop is enrolled, or it is the last administrator's.
    """
    found = get(connection, name)
    if role is Role.LEAD:
        _require_inspector(connection, person)
        _require_other_admin(connection, found)
    made = Account(found.name, role, person if role is Role.LEAD else None, found.made_ms)
    connection.execute(
        update(account)
        .where(account.c.name == found.name)
        .values(role=role.value, person=made.person)
    )
    return made


def remove(connection: Connection, name: str) -> None:
    """Remove an account and end its sessions.

    Raises:
        NotFound: there is no such account.
        Unfit: it is the last administrator's.
    """
    found = get(connection, name)
    _require_other_admin(connection, found)
    connection.execute(delete(session).where(session.c.account == found.name))
    connection.execute(delete(account).where(account.c.name == found.name))


def get(connection: Connection, name: str) -> Account:
    """Return an account.

    Raises:
        NotFound: there is none of that name.
    """
    kept = folded(name)
    row = connection.execute(select(account).where(account.c.name == kept)).first()
    if row is None:
        raise NotFound(f"There is no account {kept}.")
    return Account(row.name, Role(row.role), row.person, row.made_ms)


def listed(connection: Connection) -> list[Account]:
    """Return all accounts by name."""
    return [
        Account(row.name, Role(row.role), row.person, row.made_ms)
        for row in connection.execute(select(account).order_by(account.c.name))
    ]


def password_hash(connection: Connection, name: str) -> str | None:
    """Return what the password of an account is checked against; None: there is no account."""
    query = select(account.c.password_hash).where(account.c.name == folded(name))
    return connection.execute(query).scalar_one_or_none()


def persons(connection: Connection) -> dict[str, str]:
    """Return the inspectors with a laptop here that was not revoked: id to initials and name."""
    living = select(device.c.person, device.c.initials, device.c.name).where(
        device.c.revoked_ms.is_(None), device.c.replaced_by.is_(None)
    )
    return {
        row.person: f"{row.initials} · {row.name}"
        for row in connection.execute(living.order_by(device.c.initials))
    }


def led(connection: Connection, who: Account) -> frozenset[InspectionId] | None:
    """Return the inspections that an account may see; None: all."""
    if who.is_admin:
        return None
    query = select(member.c.inspection).where(
        member.c.device.in_(laptops(connection, who)),
        member.c.role == "lead",
        member.c.left_ms.is_(None),
    )
    return frozenset(InspectionId(row.inspection) for row in connection.execute(query))


def laptops(connection: Connection, who: Account) -> frozenset[DeviceId]:
    """Return the laptops of an account's inspector, and those that came in their place.

    One that was revoked is none; nor is what replaced it, unless it is the inspector's own.
    """
    living = device.c.revoked_ms.is_(None)
    own = select(device.c.id, device.c.replaced_by).where(device.c.person == who.person, living)
    found: set[str] = set()
    rows = connection.execute(own).all()
    while rows:
        found |= {row.id for row in rows}
        later = {row.replaced_by for row in rows if row.replaced_by} - found
        rows = connection.execute(
            select(device.c.id, device.c.replaced_by).where(device.c.id.in_(later), living)
        ).all()
    return frozenset(map(DeviceId, found))


def _require_inspector(connection: Connection, person: str | None) -> None:
    if person is None or person not in persons(connection):
        raise Unfit(
            "person",
            "A lead’s account belongs to somebody whose laptop is enrolled here. Nothing was "
            "altered; enrol the laptop first, or choose its inspector.",
        )


def _require_other_admin(connection: Connection, found: Account) -> None:
    admins = select(func.count()).select_from(account).where(account.c.role == Role.ADMIN.value)
    if found.is_admin and connection.execute(admins).scalar_one() == 1:
        raise Unfit(
            "role",
            f"{found.name} is the only administrator. The account was kept as it is; make another "
            "first.",
        )


def _require_strong(password: str, name: str) -> None:
    try:
        passwords.require_strong(password, (name,))
    except RuleViolation as refusal:
        raise Unfit("password", str(refusal)) from refusal

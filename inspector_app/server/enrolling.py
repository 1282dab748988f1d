"""Joining: a code lets one laptop in, once, and the laptop learns whom to believe."""

import base64
import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from inspector_app.domain.errors import BadInput, NotFound
from inspector_app.domain.ids import DeviceId, InspectionId
from inspector_app.server import attempts, teams
from inspector_app.server.authority import Issued, fingerprint, inspector_certificate, serial_of
from inspector_app.server.base import Base
from inspector_app.server.devices import fit_label
from inspector_app.server.events import note
from inspector_app.server.founding import fit_address
from inspector_app.server.keys import Keys
from inspector_app.server.problems import Refused
from inspector_app.server.requests import require_first
from inspector_app.server.settings import Setting, epoch, get
from inspector_app.server.tables import certificate as _certificate_row
from inspector_app.server.tables import device as _device
from inspector_app.server.tables import invitation as _invitation
from inspector_app.server.tables import member as _member
from inspector_app.sync.introductions import is_genuine
from inspector_app.sync.signatures import Proof
from inspector_app.sync.wire import (
    PROTOCOL,
    Enrolled,
    Enrolment,
    Introduction,
    Invitation,
    ProblemCode,
)

_INITIALS: Final = re.compile(r"[A-Z]{2,4}")
_SECRET_LETTERS: Final = 10
_SECRET_BYTES: Final = 7
_DAY_MS: Final = 24 * 60 * 60 * 1000
MOST_DAYS: Final = 30
_ENROLLING: Final = "enrolling"
"""What enrolments follow each other about, so that no two take the same initials at once."""


@dataclass(frozen=True, slots=True)
class Inviting:
    """Whom a code is for."""

    label: str
    """What the administrator calls the laptop."""
    initials: str | None = None
    """The tag of the numbers it will give; None: the one it introduces itself with."""
    replaces: DeviceId | None = None
    """The laptop in whose place it comes."""
    days: int = 3
    """How long the code is good."""
    address: str | None = None
    """Where it reaches base; None: where all do."""


@dataclass(frozen=True, slots=True)
class Open:
    """A code that was given out and not used yet."""

    secret_hash: str
    """By which it is withdrawn; the code itself is not kept."""
    label: str
    initials: str | None
    replaces: DeviceId | None
    made_ms: int
    expires_ms: int


def invite(
    keys: Keys, connection: Connection, inviting: Inviting, now_ms: int, by: str
) -> Invitation:
    """Make a code by which one laptop may enrol once, and return what is given to it.

    Raises:
        BadInput: label, initials, days or address are not as they must be.
        NotFound: the laptop it comes in place of is none of base's.
    """
    label = fit_label(inviting.label)
    if inviting.initials is not None and not _INITIALS.fullmatch(inviting.initials):
        raise BadInput("Initials are two to four capital letters. No code was made.")
    if not 1 <= inviting.days <= MOST_DAYS:
        raise BadInput(f"A code is good for 1 to {MOST_DAYS} days. No code was made.")
    if inviting.replaces is not None:
        known = select(_device.c.id).where(_device.c.id == inviting.replaces)
        if connection.execute(known).first() is None:
            raise NotFound("Base knows no such laptop to be replaced. No code was made.")
    secret = base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()[:_SECRET_LETTERS]
    expires_ms = now_ms + inviting.days * _DAY_MS
    connection.execute(
        insert(_invitation).values(
            secret_hash=_hashed(secret),
            label=label,
            initials=inviting.initials,
            replaces=inviting.replaces,
            made_ms=now_ms,
            expires_ms=expires_ms,
        )
    )
    note(connection, now_ms, by, "invited", words=label)
    return Invitation(
        address=fit_address(inviting.address or get(connection, Setting.ADDRESS) or ""),
        code=secret + fingerprint(keys.authority),
        expires_ms=expires_ms,
    )


def invitations(connection: Connection, now_ms: int) -> Sequence[Open]:
    """Return the codes that are still good, the oldest first."""
    rows = connection.execute(
        select(_invitation)
        .where(_invitation.c.used_ms.is_(None), _invitation.c.expires_ms > now_ms)
        .order_by(_invitation.c.made_ms, _invitation.c.secret_hash)
    )
    return [
        Open(row.secret_hash, row.label, row.initials, row.replaces, row.made_ms, row.expires_ms)
        for row in rows
    ]


def withdraw(connection: Connection, secret_hash: str, now_ms: int, by: str) -> None:
    """Let a code be good no more.

    Raises:
        NotFound: there is no such code, or it is not good any more.
    """
    row = connection.execute(
        select(_invitation.c.label).where(
            _invitation.c.secret_hash == secret_hash,
            _invitation.c.used_ms.is_(None),
            _invitation.c.expires_ms > now_ms,
        )
    ).first()
    if row is None:
        raise NotFound("There is no such enrolment code, or it is not good any more.")
    connection.execute(
        update(_invitation)
        .where(_invitation.c.secret_hash == secret_hash)
        .values(expires_ms=now_ms)
    )
    note(connection, now_ms, by, "invitation-withdrawn", words=row.label)


def enrol(base: Base, enrolment: Enrolment, proof: Proof, address: str) -> Enrolled:
    """Let a laptop in by its code, and return what it pins.

    The same laptop may ask again with the same code, should the answer have been lost, or with a
    new code, which renews its certificate. What is refused leaves the code good.

    Args:
        base: into which.
        enrolment: what the laptop says.
        proof: who signed the request.
        address: of the network, where it came from.

    Raises:
        Refused: ``OTHER_PROTOCOL``, ``BAD_SIGNATURE``, ``TOO_MANY``, ``CODE_REFUSED``,
            ``REPLAYED``, ``REVOKED_DEVICE``, ``INITIALS_TAKEN`` or ``BAD_MESSAGE``.
    """
    introduction, signer = enrolment.introduction, proof.device
    if enrolment.protocol != PROTOCOL:
        raise Refused(ProblemCode.OTHER_PROTOCOL, f"Base speaks version {PROTOCOL}.")
    if introduction.device != signer or not is_genuine(introduction):
        raise Refused(
            ProblemCode.BAD_SIGNATURE, "The laptop that introduces itself must sign the request."
        )
    now_ms = base.now_ms()
    with base.database.begin(_ENROLLING) as connection:
        attempt = attempts.begin(connection, address, now_ms)
    if attempt is None:
        raise Refused(ProblemCode.TOO_MANY, retry_after_s=attempts.WINDOW_MS // 1000)
    with base.database.begin(_ENROLLING) as connection:
        require_first(connection, proof, now_ms)
        row = _used(connection, enrolment.secret, signer, now_ms)
        initials = row.initials or introduction.initials
        _require_free(connection, initials, signer, row.replaces)
        certificate = _certificate(base, enrolment)
        _keep(connection, introduction, enrolment.name, initials, row.label, certificate, now_ms)
        issued = {"serial": f"{serial_of(certificate):x}", "device": signer, "issued_ms": now_ms}
        connection.execute(insert(_certificate_row).values(issued))
        note(connection, now_ms, signer, "device-enrolled", signer, row.label)
        if row.replaces and row.replaces != signer:
            _replace(connection, DeviceId(row.replaces), signer, now_ms)
        attempts.forgive(connection, attempt)
        return Enrolled(
            base=base.keys.base,
            name=get(connection, Setting.NAME) or "",
            epoch=epoch(connection),
            recipient=base.keys.recipient,
            recovery=base.keys.recovery,
            authority=base.keys.authority.decode(),
            certificate=certificate,
            initials=initials,
            label=row.label,
        )


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _used(connection: Connection, secret: str, who: DeviceId, now_ms: int) -> Row[Any]:
    """Return the invitation of a secret, used by ``who`` from now on and by nobody else."""
    row = connection.execute(
        select(_invitation).where(
            _invitation.c.secret_hash == _hashed(secret), _invitation.c.expires_ms > now_ms
        )
    ).one_or_none()
    if row is None or row.used_by not in (None, who):
        raise Refused(ProblemCode.CODE_REFUSED)
    connection.execute(
        update(_invitation)
        .where(_invitation.c.secret_hash == row.secret_hash)
        .values(used_ms=now_ms, used_by=who)
    )
    return row


def _require_free(
    connection: Connection, initials: str, who: DeviceId, replaces: str | None
) -> None:
    """Let initials pass that no other laptop numbers by, but one that was revoked or replaced."""
    revoked = connection.execute(select(_device.c.revoked_ms).where(_device.c.id == who)).scalar()
    if revoked is not None:
        raise Refused(ProblemCode.REVOKED_DEVICE)
    taken = connection.execute(
        select(_device.c.id).where(
            _device.c.initials == initials,
            _device.c.id.not_in([who, replaces or who]),
            _device.c.revoked_ms.is_(None),
            _device.c.replaced_by.is_(None),
        )
    ).first()
    if taken is not None:
        raise Refused(ProblemCode.INITIALS_TAKEN, f"{initials} is another laptop’s.")


def _certificate(base: Base, enrolment: Enrolment) -> str:
    authority = Issued(base.keys.authority, base.keys.authority_key)
    try:
        return inspector_certificate(
            authority, enrolment.certificate_request, enrolment.name, base.now()
        )
    except BadInput as error:
        raise Refused(ProblemCode.BAD_MESSAGE, str(error)) from error


def _keep(
    connection: Connection,
    introduction: Introduction,
    name: str,
    initials: str,
    label: str,
    certificate: str,
    now_ms: int,
) -> None:
    values = {
        "recipient": introduction.recipient,
        "person": introduction.person,
        "initials": initials,
        "name": " ".join(name.split()),
        "label": label,
        "certificate": certificate,
        "enrolled_ms": now_ms,
        "replaced_by": None,
    }
    known = connection.execute(
        update(_device).where(_device.c.id == introduction.device).values(**values)
    )
    if not known.rowcount:
        connection.execute(insert(_device).values(id=introduction.device, **values))


def _replace(connection: Connection, older: DeviceId, newer: DeviceId, now_ms: int) -> None:
    """Give the places of one laptop to another."""
    connection.execute(update(_device).where(_device.c.id == older).values(replaced_by=newer))
    places = connection.execute(
        select(_member.c.inspection, _member.c.role)
        .where(_member.c.device == older, _member.c.left_ms.is_(None))
        .order_by(_member.c.inspection)
    ).all()
    for place in places:
        inspection = InspectionId(place.inspection)
        teams.add(connection, inspection, newer, place.role, now_ms)
        teams.remove(connection, inspection, older, now_ms)
    note(connection, now_ms, newer, "device-replaced", older)

"""One recorded act of a user: a signed header and, beside it, a body that can be destroyed."""

from dataclasses import dataclass

from inspector_app.domain.changes.bodies import Body, Purged, Unknown
from inspector_app.domain.changes.clock import Stamp
from inspector_app.domain.ids import (
    ChainId,
    ChangeId,
    DeviceId,
    InspectionId,
    PersonId,
    Sha256,
)

HEADER_VERSION = 1
ALGORITHM = "Ed25519"
NO_PREVIOUS = ChangeId("0" * 64)
"""Stands before the first change that a device ever records."""


@dataclass(frozen=True, slots=True)
class Header:
    """What stays for good, and is signed."""

    inspection: InspectionId
    chain: ChainId
    sequence: int
    """From 1, without gaps within its chain."""
    previous: ChangeId
    """The change before it in its chain; for the first, the head of the device's previous chain."""
    device: DeviceId
    author: PersonId
    time_ms: int
    """Milliseconds UTC by the device's wall clock, whatever that clock said."""
    stamp: Stamp
    kind: str
    kind_version: int
    subject: str
    supersedes: tuple[ChangeId, ...]
    """The versions of the subject that the author saw; sorted."""
    pack: Sha256
    """The pack in use."""
    body_hash: str
    """SHA-256 over the salt and the body's bytes, hexadecimal."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change as it is kept and handed on: its bytes, and what they say."""

    id: ChangeId
    header: Header
    header_bytes: bytes
    signature: bytes
    """Ed25519, 64 bytes, over the id's 32 bytes."""
    salt: bytes | None
    body_bytes: bytes | None
    """Both None once the body is purged."""
    body: Body | Unknown | Purged
    undoes: ChangeId | None = None
    """The act that this one takes back, when the user asked to undo rather than wrote anew."""
    session: str | None = None
    """The correction session it belongs to; empty: a fact changed after fieldwork without one;
    None: no correction."""
    settles: str = ""
    """Why it lets one of several versions stand; empty: it settles none."""

"""The words that devices exchange: forms and their version, no logic."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Hex32 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Hex64 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Base64 = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/]*={0,2}$")]
Whole = Annotated[int, Field(ge=0, lt=2**53)]


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Introduction(_Message):
    """A laptop as it presents itself to a team-mate's; no name, as nothing here is encrypted."""

    version: Literal[1] = 1
    device: Hex64
    """Its Ed25519 key."""
    recipient: Annotated[str, StringConstraints(pattern=r"^age1[0-9a-z]{58}$")]
    """Its age key: what is written for it is encrypted to this."""
    person: Hex32
    initials: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}$")]
    signature: Base64 = ""
    """By the device's key, over the rest."""


class VectorForm(_Message):
    """A :class:`~inspector_app.sync.plan.Vector`."""

    lines: dict[Hex32, tuple[Whole, Hex64]] = Field(default_factory=dict)
    loose: dict[Hex32, tuple[Hex64, ...]] = Field(default_factory=dict)


class Declared(_Message):
    """A member of a volume, as its manifest tells it beforehand."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9./]{1,99}$")]
    size_bytes: Annotated[int, Field(ge=0, le=2**31)]
    sha256: Hex64
    plain_bytes: Annotated[int, Field(ge=0, le=2**31)]
    """What it comes to once unpacked; ``size_bytes`` where it is not packed."""


MOST_MEMBERS = 4000
"""In one volume."""


class Volume(_Message):
    """What travels to base or from it: one of the files that make a bundle."""

    bundle: Hex32
    number: Annotated[int, Field(ge=1, le=99_999)]
    volumes: Annotated[int, Field(ge=1, le=99_999)] | None = None
    """How many there are; None: that is told by the last."""
    epoch: Hex32
    """Base's: to base, the one that the laptop knows."""
    time_ms: Whole
    """By the writer's clock."""
    vector: VectorForm
    """What the writer holds of the inspection."""
    lacks: Annotated[tuple[Hex64, ...], Field(max_length=40_000)] = ()
    """Files that the writer knows of and has not."""
    authorised_by: Annotated[str, StringConstraints(max_length=200)] = ""
    """Who allowed that it travels by a stick; to base."""
    stick: Annotated[str, StringConstraints(max_length=200)] = ""
    """What the stick is known by; to base."""
    members: Annotated[tuple[Declared, ...], Field(max_length=MOST_MEMBERS)]
    """All that follows the manifest."""


class Manifest(_Message):
    """What a transfer file is; the first thing in it."""

    version: Literal[1] = 1
    kind: Literal["state", "changes", "files", "volume"]
    sender: Hex64
    recipient: Hex64
    inspection: Hex32 | None = None
    """None for a state, which tells of several."""
    pack: Hex64 | None = None
    """SHA-256 of the pack the inspection is pinned to; with changes."""
    changes: Whole = 0
    """How many."""
    volume: Volume | None = None
    """With a volume, and with nothing else."""

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Self:
        if (self.kind == "volume") != (self.volume is not None):
            raise ValueError("a volume tells what it is, and nothing else does")
        return self


class OfInspection(_Message):
    """What a device holds of one inspection."""

    lines: dict[Hex32, tuple[Whole, Hex64]]
    loose: dict[Hex32, tuple[Hex64, ...]]
    lacks: tuple[Hex64, ...]
    """Files, by their SHA-256, that it knows of and has not."""


class People(_Message):
    """Names of people, which lie outside the journal."""

    names: dict[Hex32, str]
    """Of those whose names were not erased there: erasing one is a change, and travels as such."""


class State(_Message):
    """What a device holds, told to one that it shares inspections with."""

    time_ms: Whole
    """By the sender's clock."""
    inspections: dict[Hex32, OfInspection]
    people: People


class WireChange(_Message):
    """A change, its bytes as they were signed."""

    header: str
    signature: Base64
    salt: Base64 | None
    body: str | None
    """None, like the salt, once it was destroyed."""


# With base: what stands in a request or an answer's body, as JSON, unless said otherwise

PROTOCOL = 1
"""Raised when an older app could no longer speak with a newer base."""
PART_SIZE = 8 * 1024 * 1024
"""Bytes of every part of a file but the last."""
MOST_CHANGES = 500
"""Changes in one request."""
MOST_BYTES = 8 * 1024 * 1024
"""Bytes of one request's body, packed or not; a part of a file has as many."""
MOST_PLAIN = 32 * 1024 * 1024
"""Bytes that a packed body may come to."""
NDJSON = "application/x-ndjson"
"""Changes travel as one :class:`WireChange` a line."""
PROBLEM = "application/problem+json"
MORE = "SPR-More"
"""Header of an answer that holds changes: ``1`` when there are more to be asked for."""

AgeKey = Annotated[str, StringConstraints(pattern=r"^age1[0-9a-z]{58}$")]
Initials = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}$")]
Short = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class ProblemCode(StrEnum):
    """Why base refused, for good: the app puts each into words of its own."""

    BAD_SIGNATURE = "bad-signature"
    STALE_CLOCK = "stale-clock"
    REPLAYED = "replayed"
    WRONG_DIGEST = "wrong-digest"
    UNKNOWN_DEVICE = "unknown-device"
    REVOKED_DEVICE = "revoked-device"
    NOT_FOUND = "not-found"
    """No such thing, or none of the asker's concern: nobody can tell which."""
    BAD_MESSAGE = "bad-message"
    WRONG_METHOD = "wrong-method"
    BAD_CHANGE = "bad-change"
    """A change is not what its device signed; nothing of the request was taken in."""
    TOO_LARGE = "too-large"
    TOO_MANY = "too-many"
    NO_ROOM = "no-room"
    ALLOWANCE = "allowance"
    """One laptop brought more than any should have to bring."""
    BUSY = "busy"
    CODE_REFUSED = "code-refused"
    """An enrolment code that is unknown, used or past its day: nobody can tell which."""
    INITIALS_TAKEN = "initials-taken"
    PACK_UNKNOWN = "pack-unknown"
    FILE_UNKNOWN = "file-unknown"
    """No change at base names such a file of this inspection, or it was purged."""
    PART_REFUSED = "part-refused"
    NO_SUCH_RANGE = "no-such-range"
    """The bytes asked for lie beyond the end of the file."""
    DESTROYED = "destroyed"
    OTHER_PROTOCOL = "other-protocol"
    FAILED = "failed"


class Problem(_Message):
    """A refusal. Source: RFC 9457."""

    type: str
    """``urn:spr-base:problem:`` and the code."""
    title: str
    status: int
    code: ProblemCode
    detail: str = ""
    retry_after_s: Whole | None = None
    time_ms: Whole | None = None
    """Base's clock, with a stale one."""


class AtBase(_Message):
    """What base says to anybody."""

    protocol: Whole
    time_ms: Whole
    base: Hex64
    """Its Ed25519 key, which signs receipts and membership."""
    epoch: Hex32
    """Random; another one once base was restored from a backup."""


class Invitation(_Message):
    """What lets one laptop enrol once; a file, or a QR code's text."""

    version: Literal[1] = 1
    address: Short
    """Such as ``https://base.example:8443``."""
    code: Annotated[str, StringConstraints(pattern=r"^[A-Z2-7]{26}$")]
    """Ten letters of secret, then sixteen of the fingerprint of base's certificate authority:
    Base32 of the first ten bytes of SHA-256 over its DER form."""
    expires_ms: Whole


class Enrolment(_Message):
    """A laptop asks to be one of base's."""

    protocol: Whole = PROTOCOL
    secret: Annotated[str, StringConstraints(pattern=r"^[A-Z2-7]{10}$")]
    introduction: Introduction
    name: Short
    """The inspector's, for the certificate and the administrator."""
    certificate_request: Annotated[str, StringConstraints(max_length=8192)]
    """PEM, PKCS #10, of the inspector's P-256 key."""


class Enrolled(_Message):
    """What a laptop pins from now on."""

    base: Hex64
    name: Short
    """Base's own, such as “Eastern region”."""
    epoch: Hex32
    recipient: AgeKey
    """Transfer files for base are encrypted to this, and to ``recovery``."""
    recovery: tuple[AgeKey, ...]
    """For the escrow slot of the vault."""
    authority: str
    """PEM: the certificate authority of base's TLS and of the inspectors' certificates."""
    certificate: str
    """PEM: the inspector's, issued by it."""
    initials: Initials
    """The tag that numbers given on this laptop begin with."""
    label: Short


class Signed(_Message):
    """A statement of base's: a :class:`Membership`, :class:`Receipt` or :class:`Comparisons`."""

    text: str
    """Canonical JSON; what was signed, byte for byte."""
    signature: Base64
    """Ed25519 by base's key, over the statement's domain and ``text``."""


MEMBERSHIP_DOMAIN = b"spr-membership/1\0"
RECEIPT_DOMAIN = b"spr-receipt/1\0"


class TeamLaptop(_Message):
    """A laptop that works on an inspection."""

    device: Hex64
    recipient: AgeKey
    person: Hex32
    initials: Initials
    role: Literal["lead", "inspector"]


class Membership(_Message):
    """Who works on an inspection, as base says."""

    version: Literal[1] = 1
    base: Hex64
    inspection: Hex32
    number: Whole
    """Grows with every alteration: of two lists the higher one holds."""
    laptops: tuple[TeamLaptop, ...]
    left: tuple[Hex64, ...] = ()
    """Laptops that were of the team and are not any more."""
    revoked: tuple[Hex64, ...] = ()
    """Laptops, of this team or formerly, whose key counts for nothing any more."""


class Receipt(_Message):
    """What base holds of an inspection; the only thing on which a laptop may forget."""

    version: Literal[1] = 1
    base: Hex64
    epoch: Hex32
    inspection: Hex32
    device: Hex64
    """To whom it was given."""
    issued_ms: Whole
    vector: VectorForm
    lacks: tuple[Hex64, ...]
    """Files that changes in ``vector`` name and that base has not verified whole; sorted."""
    backup: Hex32 | None = None
    """The last backup; None: there is none since this epoch began."""
    backup_vector: VectorForm = VectorForm()
    """What that backup holds."""
    backup_lacks: tuple[Hex64, ...] = ()
    """Files that changes in ``vector`` name and the backup does not hold; sorted."""


class Mine(_Message):
    """The inspections of the laptop that asks."""

    time_ms: Whole
    epoch: Hex32
    inspections: dict[Hex32, str]
    """What has not altered since it was last asked about has the same mark."""


class Opening(_Message):
    """A laptop brings an inspection that base does not know; it becomes its first member."""

    inspection: Hex32
    pack: Hex64


class Beside(_Message):
    """Digests of what is told of an inspection elsewhere: who has heard just that need not ask."""

    names: Hex64
    copies: Hex64
    comparisons: Hex64


class AtBaseOf(_Message):
    """How an inspection stands at base."""

    mark: str
    time_ms: Whole
    epoch: Hex32
    pack: Hex64
    vector: VectorForm
    lacks: tuple[Hex64, ...]
    held: Whole
    """Changes that are kept apart there for the lead inspector, if a lead asks."""
    went_back: dict[Hex64, Whole] = Field(default_factory=dict)
    """Laptops whose work began anew from an older state than base knows, and how often: all of
    them if a lead asks, else the asker alone."""
    beside: Beside
    membership: Signed
    receipt: Signed


class Taken(_Message):
    """What became of changes that were pushed."""

    fresh: Whole
    known: Whole
    held: tuple[Hex64, ...] = ()
    """Kept apart at base for the lead inspector."""
    without_body: tuple[Hex64, ...] = ()
    """Of which base took the header alone, since what they said was purged."""


class Wanted(_Message):
    """Asks for what the sender lacks."""

    vector: VectorForm
    limit: Annotated[int, Field(ge=1, le=MOST_CHANGES)] = MOST_CHANGES


class FileOffer(_Message):
    """A file that a change at base names."""

    sha256: Hex64
    size_bytes: Annotated[int, Field(ge=0, le=64 * 1024**3)]


class FileState(_Message):
    """How a file stands at base."""

    state: Literal["lacking", "arriving", "verifying", "verified", "damaged"]
    """Damaged: the parts did not make the file, and are asked for anew."""
    size_bytes: Whole
    part_size: Whole = PART_SIZE
    parts: tuple[Whole, ...] = ()
    """Numbers from 1 of the parts that base has."""
    urls: dict[Whole, str] = Field(default_factory=dict)
    """Where to PUT parts that are lacking; a part without one goes to base itself."""
    hashed: Whole = 0
    """Parts, from the first on, whose hash base carries on: the next may be signed by the hash of
    all bytes up to its end (:func:`inspector_app.sync.signatures.digest_through`)."""


class Holding(_Message):
    """What a laptop tells of its own."""

    lacks: tuple[Hex64, ...]
    """Files that changes here name and that are not on the laptop."""
    is_forgotten: bool = False
    """The whole inspection is not on it any more."""


class Copies(_Message):
    """Where an inspection's files lie besides base, as the laptops said last."""

    laptops: dict[Hex64, tuple[Hex64, ...]]
    """What each of them lacks; one that never said anything is not named."""


COMPARISON_DOMAIN = b"spr-comparison/1\0"
Decimal = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,30}(\.[0-9]{1,2})?$")]
MeasureName = Annotated[str, StringConstraints(pattern="^(median|least|most|total|alike)$")]


class Compared(_Message):
    """What base tells one line of the figures of other forces; no force's own is among it."""

    id: Short
    """The comparison's, in the checklist."""
    line: Short
    title: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    part: Annotated[str, StringConstraints(max_length=200)]
    """The part of the line that it can fill; empty: none."""
    unit: Annotated[str, StringConstraints(max_length=200)]
    """In the plural; empty: none is named."""
    forces: Whole
    """Of which base had figures."""
    is_among: bool
    """Whether the inspection's force is one of them."""
    values: dict[MeasureName, Decimal]
    spread: tuple[tuple[Annotated[str, StringConstraints(max_length=4000)], Whole], ...] = ()
    """How many forces hold each choice."""
    marking: Short
    """The highest of what it rests on, as it is printed."""
    issued_ms: Whole
    """When base worked it out."""


class Comparisons(_Message):
    """What base tells one inspection of the others; signed like a receipt."""

    version: Literal[1] = 1
    base: Hex64
    name: Short
    """Base's own."""
    inspection: Hex32
    comparisons: tuple[Compared, ...]

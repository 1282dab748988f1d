"""The words that devices exchange: forms and their version, no logic."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

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


class Manifest(_Message):
    """What a transfer file is; the first thing in it."""

    version: Literal[1] = 1
    kind: Literal["state", "changes", "files"]
    sender: Hex64
    recipient: Hex64
    inspection: Hex32 | None = None
    """None for a state, which tells of several."""
    pack: Hex64 | None = None
    """SHA-256 of the pack the inspection is pinned to; with changes."""
    changes: Whole = 0
    """How many."""


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

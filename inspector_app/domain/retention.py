"""How long an archived inspection is kept, what holds it beyond that, and what is left of it."""

from dataclasses import dataclass

from inspector_app.domain.ids import ChainId, ChangeId, Sha256


@dataclass(frozen=True, slots=True)
class Retention:
    """Until when an inspection is kept, and by which rule."""

    until: str
    """The last day on which it is kept, ``2031-03-31``."""
    rule: str
    """What asks for it: a schedule of retention, or a reason in words."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold: nothing of the inspection is destroyed while it is on."""

    is_on: bool
    reason: str
    """Why it was placed, or why it was lifted."""


@dataclass(frozen=True, slots=True)
class SignedThen:
    """A signed summary of an inspection that is destroyed, so that a copy can be told from others.

    The PDF itself is beyond reach.
    """

    file_sha256: Sha256
    content_sha256: Sha256
    signed_ms: int


@dataclass(frozen=True, slots=True)
class Destruction:
    """What is left of a destroyed inspection: that it was, and that it is gone."""

    force: str
    title: str
    fieldwork: str
    """In words."""
    begun_ms: int
    archived_ms: int
    retention: Retention
    """Whose last day had passed."""
    role: str
    """Of who destroyed it, in its team."""
    initials: str
    changes: int
    laptops: int
    """That had recorded something in it."""
    answers: int
    accounts: int
    sources: int
    evidence: int
    files: int
    """Encrypted files whose keys were destroyed; small pictures among them."""
    heads: dict[ChainId, ChangeId]
    """The last change of each chain, before the one that records this."""
    summaries: tuple[SignedThen, ...]
    beyond_reach: tuple[str, ...]
    """Copies that could not be destroyed from here."""

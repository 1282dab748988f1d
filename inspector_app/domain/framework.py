"""What an edition of the SPR asks for: threats, requirements, and the words it uses for them."""

from dataclasses import dataclass

from inspector_app.domain.ids import RequirementId, ThreatId


@dataclass(frozen=True, slots=True)
class Threat:
    """One national threat, or a heading that stands beside the threats (``is_heading``)."""

    id: ThreatId
    name: str
    aliases: tuple[str, ...] = ()
    """Other names this or another edition uses; shown nowhere, found by search."""
    is_heading: bool = False
    """True for CBRN: a heading of the report, not one of the edition's threats."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement under which each threat is looked at."""

    id: RequirementId
    name: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """The yardstick: which SPR, when issued, under which provision."""

    title: str
    issued: str
    """ISO month or day."""
    authority: str
    source: str
    """The published document from which the pack is derived, as it is cited."""

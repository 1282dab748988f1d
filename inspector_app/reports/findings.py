"""What judging a file found, told as a verdict in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from inspector_app.reports.identity import CertificateFacts
from inspector_app.reports.verifying import Countersignature, Standing, State, Verdict

_SHOWN_ZONE = ZoneInfo("Europe/London")


@dataclass(slots=True)
class Signer:
    """What one signature says of who made it."""

    facts: CertificateFacts
    standing: Standing | None = None
    signed_at: datetime | None = None
    level: str | None = None


@dataclass(slots=True)
class Findings:
    """What the rules found so far."""

    problems: list[str] = field(default_factory=list)
    """Why it is not genuine."""
    doubts: list[str] = field(default_factory=list)
    """Why it cannot be told whether it is."""
    inspector: Signer | None = None
    lead: Signer | None = None
    snapshot: dict[str, Any] | None = None


def verdict_on(findings: Findings, sha256: str, size_bytes: int) -> Verdict:
    """Return the verdict that ``findings`` make."""
    signer, lead = findings.inspector, findings.lead
    state = State.GENUINE
    if findings.problems:
        state = State.NOT_GENUINE
    elif findings.doubts:
        state = State.CANNOT_TELL
    verdict = Verdict(
        state=state,
        sha256=sha256,
        size_bytes=size_bytes,
        sentences=(),
        problems=(*findings.problems, *findings.doubts),
        signer_name=signer.facts.name if signer else None,
        standing=signer.standing if signer else None,
        certificate_sha256=signer.facts.sha256 if signer else None,
        signed_at=signer.signed_at if signer else None,
        level=signer.level if signer else None,
        countersignature=_countersignature(lead) if lead else None,
        snapshot=findings.snapshot,
    )
    return replace(verdict, sentences=tuple(_sentences(verdict, signer, lead)))


def _countersignature(lead: Signer) -> Countersignature | None:
    if lead.standing is None or lead.signed_at is None or lead.level is None:
        return None
    facts = lead.facts
    return Countersignature(facts.name, lead.standing, facts.sha256, lead.signed_at, lead.level)


def _sentences(verdict: Verdict, signer: Signer | None, lead: Signer | None) -> Iterator[str]:
    match verdict.state:
        case State.GENUINE:
            yield "This report is genuine: nothing in it was changed since it was signed."
        case State.NOT_GENUINE:
            yield "This file is not genuine."
        case State.CANNOT_TELL:
            yield "Whether this file is genuine cannot be told."
    is_genuine = verdict.state is State.GENUINE
    if signer is not None and signer.standing is not None:
        verb = "It was signed by" if is_genuine else "It names as its signer"
        yield from _told(signer, signer.standing, verb, is_genuine=is_genuine)
    if lead is not None and lead.standing is not None:
        verb = "It was countersigned by" if is_genuine else "It names as its countersigner"
        yield from _told(lead, lead.standing, verb, is_genuine=is_genuine)
    levels = {each.level for each in (signer, lead) if each is not None and each.level is not None}
    if levels:
        several = signer is not None and lead is not None
        what, whose = ("signatures are", "a") if several else ("signature is", "the")
        yield (
            f"The {what} {min(levels)}: without a trusted timestamp. Whether {whose} certificate"
            " was revoked is not known, since the network was not asked."
        )


def _told(signer: Signer, standing: Standing, verb: str, *, is_genuine: bool) -> Iterator[str]:
    """Tell who signed, what is known of them, and when they say it was."""
    facts = signer.facts
    yield f"{verb} {facts.name}."
    yield {
        Standing.SELF_ISSUED: (
            "The certificate is self-issued: it proves that the file is whole, not who the signer"
            " is. Compare its fingerprint with the signer's own to know that."
        ),
        Standing.KNOWN_HERE: "The certificate is known here.",
        Standing.KNOWN_ISSUER: (
            f"The certificate was issued by {facts.issuer}, which is known here."
        ),
        Standing.UNKNOWN_ISSUER: (
            f"The certificate says that {facts.issuer} issued it, which is not known here: it"
            " proves that the file is whole, not who the signer is."
        ),
    }[standing]
    yield f"The SHA-256 fingerprint of the certificate is {facts.sha256}."
    if signer.signed_at is not None:
        local = signer.signed_at.astimezone(_SHOWN_ZONE)
        yield (
            f"It was signed on {local.day} {local:%B %Y at %H:%M:%S %Z} by the clock of the"
            " signer's laptop; nobody else confirms this time."
        )
    if is_genuine and facts.not_after < datetime.now(UTC):
        end = facts.not_after
        yield f"The certificate has expired since, on {end.day} {end:%B %Y}."

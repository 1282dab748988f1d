"""What judging a file found, told as a verdict in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from inspector_app.domain.locales import current
from inspector_app.reports.identity import CertificateFacts
from inspector_app.reports.verifying import (
    Countersignature,
    Level,
    Revocation,
    Standing,
    State,
    Timestamp,
    Verdict,
)
from inspector_app.texts import tr, tr_counted

_SHOWN_ZONE = ZoneInfo("Europe/London")


@dataclass(slots=True)
class Signer:
    """What one signature says of who made it."""

    facts: CertificateFacts
    standing: Standing | None = None
    signed_at: datetime | None = None
    level: Level | None = None
    revocation: Revocation = Revocation.NOT_KNOWN


@dataclass(slots=True)
class Findings:
    """What the rules found so far."""

    problems: list[str] = field(default_factory=list)
    """Why it is not genuine."""
    doubts: list[str] = field(default_factory=list)
    """Why it cannot be told whether it is."""
    inspector: Signer | None = None
    lead: Signer | None = None
    stamps: list[Timestamp] = field(default_factory=list)
    snapshot: dict[str, Any] | None = None
    pages: str = ""
    """What comparing the pages with the attached data came to, in a sentence; empty: not asked."""


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
        revocation=signer.revocation if signer else Revocation.NOT_KNOWN,
        timestamps=tuple(findings.stamps),
        countersignature=_countersignature(lead) if lead else None,
        snapshot=findings.snapshot,
    )
    told = [*_sentences(verdict, signer, lead), findings.pages]
    return replace(verdict, sentences=tuple(filter(None, told)))


def _countersignature(lead: Signer) -> Countersignature | None:
    if lead.standing is None or lead.signed_at is None or lead.level is None:
        return None
    facts = lead.facts
    return Countersignature(
        facts.name, lead.standing, facts.sha256, lead.signed_at, lead.level, lead.revocation
    )


def _sentences(verdict: Verdict, signer: Signer | None, lead: Signer | None) -> Iterator[str]:
    match verdict.state:
        case State.GENUINE:
            yield tr("This report is genuine: nothing in it was changed since it was signed.")
        case State.NOT_GENUINE:
            yield tr("This file is not genuine.")
        case State.CANNOT_TELL:
            yield tr("Whether this file is genuine cannot be told.")
    is_genuine = verdict.state is State.GENUINE
    if signer is not None and signer.standing is not None:
        verb = tr("It was signed by") if is_genuine else tr("It names as its signer")
        yield from _told(signer, signer.standing, verb, is_genuine=is_genuine)
    if lead is not None and lead.standing is not None:
        verb = tr("It was countersigned by") if is_genuine else tr("It names as its countersigner")
        yield from _told(lead, lead.standing, verb, is_genuine=is_genuine)
    yield from _stamps_told(verdict)
    yield from _levels_told([each for each in (signer, lead) if each is not None])


def _stamps_told(verdict: Verdict) -> Iterator[str]:
    """Tell what timestamps confirm, and until when they do."""
    stamps = verdict.timestamps
    if not stamps:
        return
    first, last = stamps[0], stamps[-1]
    if verdict.state is not State.GENUINE:
        yield tr("It bears a timestamp of {authority} of {when}.").format(
            authority=first.authority, when=_when(first.at)
        )
        return
    yield (
        tr(
            "A timestamp of {authority} confirms that it existed, as signed, on {when}. "
            "{authority_told}"
        ).format(
            authority=first.authority, when=_when(first.at), authority_told=_authority_told(first)
        )
    )
    claimed = [verdict.signed_at]
    if verdict.countersignature is not None:
        claimed.append(verdict.countersignature.signed_at)
    if any(each is not None and each > first.at for each in claimed):
        yield (
            tr(
                "A laptop’s clock was ahead of it: a signature claims a later time than that at "
                "which it is confirmed to have existed."
            )
        )
    if len(stamps) > 1:
        yield tr_counted(len(stamps), "The newest of its {number} timestamps is of {when}.").format(
            number=len(stamps), when=_when(last.at)
        )
        if last.certificate_sha256 != first.certificate_sha256:
            yield tr("It was made by {authority}. {authority_told}").format(
                authority=last.authority, authority_told=_authority_told(last)
            )
    end = _day(last.holds_until)
    if last.holds_until < datetime.now(UTC):
        yield (
            tr(
                "The certificate of the newest timestamp’s authority expired on {end}, and none "
                "was added in time: what it confirms rests on that expired certificate."
            ).format(end=end)
        )
    else:
        yield tr(
            "Raise the file again before {end}, when that authority’s certificate ends."
        ).format(end=end)


def _authority_told(stamp: Timestamp) -> str:
    if stamp.standing in (Standing.KNOWN_HERE, Standing.KNOWN_ISSUER):
        return tr("That authority is known here.")
    return tr(
        "That authority is not known here: the time is worth no more than the word of whoever "
        "added it."
    )


_WORTH = {
    Level.B_B: (
        tr(
            "without a trusted timestamp. Whether the certificate was revoked is not known, since "
            "the network was not asked."
        )
    ),
    Level.B_T: (
        tr(
            "a timestamp confirms that it existed. Whether the certificate was revoked is not "
            "known: the file holds no complete data of that."
        )
    ),
    Level.B_LT: (
        tr(
            "timestamped, and the file holds data of the issuers that say that no certificate was "
            "revoked when the timestamp was made."
        )
    ),
    Level.B_LTA: (
        tr(
            "timestamped, the file holds data of the issuers that say that no certificate was "
            "revoked when the timestamp was made, and a later timestamp keeps these data too."
        )
    ),
}


def _levels_told(signers: list[Signer]) -> Iterator[str]:
    levels = [each.level for each in signers if each.level is not None]
    if len(levels) > 1 and len(set(levels)) == 1:
        yield tr("Both signatures are {levels}: {worth}").format(
            levels=levels[0], worth=_WORTH[levels[0]]
        )
        return
    for signer in signers:
        if signer.level is not None:
            whose = (
                tr("signature of {facts}").format(facts=signer.facts.name)
                if len(levels) > 1
                else tr("signature")
            )
            yield tr("The {whose} is {level}: {worth}").format(
                whose=whose, level=signer.level, worth=_WORTH[signer.level]
            )


def _when(instant: datetime) -> str:
    local = instant.astimezone(_SHOWN_ZONE)
    time = current().time_words(local, to_the_second=True)
    return tr("{day} at {time} {local:%Z}").format(
        day=current().day_words(local), time=time, local=local
    )


def _day(instant: datetime) -> str:
    return current().day_words(instant)


def _told(signer: Signer, standing: Standing, verb: str, *, is_genuine: bool) -> Iterator[str]:
    """Tell who signed, what is known of them, and when they say it was."""
    facts = signer.facts
    yield f"{verb} {facts.name}."
    yield {
        Standing.SELF_ISSUED: (
            tr(
                "The certificate is self-issued: it proves that the file is whole, not who the "
                "signer is. Compare its fingerprint with the signer’s own to know that."
            )
        ),
        Standing.KNOWN_HERE: tr("The certificate is known here."),
        Standing.KNOWN_ISSUER: (
            tr("The certificate was issued by {issuer}, which is known here.").format(
                issuer=facts.issuer
            )
        ),
        Standing.UNKNOWN_ISSUER: (
            tr(
                "The certificate says that {issuer} issued it, which is not known here: it proves "
                "that the file is whole, not who the signer is."
            ).format(issuer=facts.issuer)
        ),
    }[standing]
    yield tr("The SHA-256 fingerprint of the certificate is {sha256}.").format(sha256=facts.sha256)
    if signer.signed_at is not None:
        yield (
            tr(
                "It was signed on {when} by the clock of the signer’s laptop; nobody else "
                "confirms this time."
            ).format(when=_when(signer.signed_at))
        )
    if is_genuine and facts.not_after < datetime.now(UTC):
        yield tr("The certificate has expired since, on {day}.").format(day=_day(facts.not_after))

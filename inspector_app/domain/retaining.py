"""Keeping an archived inspection as long as it must be kept, holding it, and destroying it."""

from collections.abc import Mapping
from datetime import date

from inspector_app.domain import wording
from inspector_app.domain.changes.bodies import (
    HoldSet,
    InspectionDestroyed,
    RetentionSet,
)
from inspector_app.domain.dates import PartialDate, Precision
from inspector_app.domain.errors import BadInput, RuleViolation
from inspector_app.domain.held import Held
from inspector_app.domain.ids import ChainId, ChangeId, PersonId
from inspector_app.domain.inspection import TeamRole
from inspector_app.domain.phases import Phase
from inspector_app.domain.retention import Destruction, Hold, Retention, SignedThen
from inspector_app.domain.standing import Standing
from inspector_app.texts import tr

NOTHING_DESTROYED = tr("Nothing was destroyed.")


def retention_of(standing: Standing) -> Held[Retention] | None:
    """Return until when an inspection is kept; of several versions the one that keeps it longest.

    So laptops that know of different rules never destroy what one of them would keep.
    """
    found = [
        held for held in standing.retention.versions if held.value is not None
    ]  # latest first, so that of equal days the latest is told
    return max(found, key=lambda held: held.value.until if held.value else "", default=None)


def hold_of(standing: Standing) -> Held[Hold] | None:
    """Return the legal hold that is on; one that any laptop has placed counts until it is seen."""
    on = (held for held in standing.hold.versions if held.value is not None and held.value.is_on)
    return next(on, None)


def retained(until: str, rule: str) -> RetentionSet:
    """Return the change that says until when the inspection is kept.

    Raises:
        RuleViolation: no day of the calendar, or no rule.
    """
    try:
        day = date.fromisoformat(until.strip())
    except ValueError as error:
        raise RuleViolation(
            tr(
                "“{until}” is not a day: write the last day on which it is kept as 2031-03-31."
            ).format(until=until)
        ) from error
    if not rule.strip():
        raise RuleViolation(tr("Say by which rule, or for what reason, it is kept until then."))
    return RetentionSet(Retention(day.isoformat(), rule.strip()))


def held(standing: Standing, reason: str) -> HoldSet:
    """Return the change that places a legal hold.

    Raises:
        RuleViolation: one is on, or no reason is given.
    """
    if (on := hold_of(standing)) is not None and on.value is not None:
        raise RuleViolation(
            tr("It is under legal hold already (because: {reason}).").format(reason=on.value.reason)
        )
    if not reason.strip():
        raise RuleViolation(tr("A legal hold needs its reason. Nothing was changed: give one."))
    return HoldSet(Hold(is_on=True, reason=reason.strip()))


def lifted(standing: Standing, reason: str) -> HoldSet:
    """Return the change that lifts the legal hold.

    Raises:
        RuleViolation: none is on, or no reason is given.
    """
    if hold_of(standing) is None:
        raise RuleViolation(tr("It is not under legal hold, so nothing was changed."))
    if not reason.strip():
        raise RuleViolation(
            tr("Lifting a legal hold needs its reason. Nothing was changed: give one.")
        )
    return HoldSet(Hold(is_on=False, reason=reason.strip()))


def require_not_held(hold: Hold | None) -> None:
    """Let something be destroyed, unless a legal hold is on.

    Raises:
        RuleViolation: one is on.
    """
    if hold is not None:
        raise RuleViolation(
            tr(
                "This inspection is under legal hold (because: {reason}). {nothing_destroyed} "
                "Lift the hold first, with a reason."
            ).format(reason=hold.reason, nothing_destroyed=NOTHING_DESTROYED)
        )


def hindrance(standing: Standing, person: PersonId, today: date) -> str:
    """Return why an inspection cannot be destroyed, in one sentence; empty: it can."""
    if standing.phase_entered.in_conflict or standing.phase is not Phase.ARCHIVED:
        return tr("Only an archived inspection is destroyed; this one is not.")
    if (on := hold_of(standing)) is not None and on.value is not None:
        return tr("It is under legal hold (because: {reason}); lift the hold first.").format(
            reason=on.value.reason
        )
    if (kept := retention_of(standing)) is None or kept.value is None:
        return tr("Until when it is kept has not been recorded.")
    if date.fromisoformat(kept.value.until) >= today:
        return tr("It is kept until {day} ({rule}).").format(
            day=day_words(kept.value.until), rule=kept.value.rule
        )
    member = standing.member(person)
    if member is None or member.role is not TeamRole.LEAD:
        return tr("Only the lead inspector destroys an inspection.")
    return ""


def destroyed(
    standing: Standing,
    person: PersonId,
    today: date,
    confirmation: str,
    *,
    tally: Mapping[str, int],
    heads: Mapping[ChainId, ChangeId],
    begun_ms: int,
    beyond_reach: tuple[str, ...],
) -> InspectionDestroyed:
    """Return the change that destroys an inspection and is all that is left of it.

    Args:
        standing: as it stands.
        person: who destroys it.
        today: in London.
        confirmation: the force's name, typed.
        tally: how many ``changes``, ``laptops`` and ``files`` there are.
        heads: the last change of each chain.
        begun_ms: when its first change was recorded.
        beyond_reach: copies that cannot be destroyed from here.

    Raises:
        RuleViolation: it is not archived, is held, is still to be kept, is somebody else's to
            destroy, or is not confirmed.
    """
    if reason := hindrance(standing, person, today):
        raise RuleViolation(f"{reason} {NOTHING_DESTROYED}")
    details = standing.details
    if " ".join(confirmation.split()).casefold() != details.force.name.casefold():
        raise RuleViolation(
            tr("To destroy it, type the force’s name: {force}. {nothing_destroyed}").format(
                force=details.force.name, nothing_destroyed=NOTHING_DESTROYED
            )
        )
    kept, member = retention_of(standing), standing.member(person)
    assert kept is not None  # noqa: S101 - else it was hindered
    assert kept.value is not None  # noqa: S101
    assert member is not None  # noqa: S101
    archived = standing.phase_entered.first
    return InspectionDestroyed(
        Destruction(
            force=details.force.name,
            title=details.title,
            fieldwork=details.fieldwork.words(),
            begun_ms=begun_ms,
            archived_ms=archived.time_ms if archived is not None else begun_ms,
            retention=kept.value,
            role=member.role.value,
            initials=member.initials,
            changes=tally["changes"],
            laptops=tally["laptops"],
            answers=sum(
                standing.answer(line.id).value is not None for line in standing.pack.lines()
            ),
            accounts=len(standing.accounts()),
            sources=len(standing.sources()),
            evidence=len(standing.evidence()),
            files=tally["files"],
            heads=dict(heads),
            summaries=tuple(
                SignedThen(each.value.file_sha256, each.value.content_sha256, each.time_ms)
                for each in standing.summaries()
                if each.value is not None
            ),
            beyond_reach=beyond_reach,
        )
    )


def day_words(iso: str) -> str:
    """Return a day as it is read: ``31 March 2031``."""
    try:
        return PartialDate(iso, Precision.DAY).words()
    except BadInput:
        return iso


def record_words(record: Destruction, destroyed_ms: int) -> tuple[str, ...]:
    """Return a destruction record in sentences."""
    counts = wording.listed(
        (
            wording.counted(record.answers, "answer", "answers"),
            wording.counted(record.accounts, "account", "accounts"),
            wording.counted(record.sources, "source", "sources"),
            wording.counted(record.evidence, "evidence item", "evidence items"),
        )
    )
    titled = f" ({record.title})" if record.title else ""
    words = [
        tr(
            "The inspection of {force}{titled}, fieldwork {fieldwork}, was destroyed on {when} by "
            "{initials} ({role})."
        ).format(
            force=record.force,
            titled=titled,
            fieldwork=record.fieldwork,
            when=wording.when_words(destroyed_ms),
            initials=record.initials,
            role=record.role,
        ),
        tr("It was begun on {begun} and archived on {archived}.").format(
            begun=wording.when_words(record.begun_ms),
            archived=wording.when_words(record.archived_ms),
        ),
        tr("It was to be kept until {day}, by this rule: {rule}").format(
            day=day_words(record.retention.until), rule=record.retention.rule
        ),
        tr("Destroyed were {counts}: {changes} of {laptops}, and the keys of {files}.").format(
            counts=counts,
            changes=wording.counted(record.changes, "change", "changes"),
            laptops=wording.counted(record.laptops, "laptop", "laptops"),
            files=wording.counted(record.files, "file", "files"),
        ),
    ]
    words += [
        tr(
            "Summary signed on {when}: file SHA-256 {file_sha256}, content SHA-256 "
            "{content_sha256}."
        ).format(
            when=wording.when_words(each.signed_ms),
            file_sha256=each.file_sha256,
            content_sha256=each.content_sha256,
        )
        for each in record.summaries
    ]
    words += [
        tr("The series {chain} ended with change {head}.").format(chain=chain, head=head)
        for chain, head in record.heads.items()
    ]
    words += [tr("Beyond reach: {copy}.").format(copy=copy) for copy in record.beyond_reach]
    return tuple(words)

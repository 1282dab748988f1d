"""Editing after fieldwork: when a correction session begins and ends, and what belongs to it."""

from collections.abc import Iterable
from dataclasses import replace

from inspector_app.domain.changes.bodies import (
    Body,
    BodyPurged,
    CorrectionRecorded,
    Subject,
    subject,
)
from inspector_app.domain.corrections import Correction
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.ids import ChangeId, CorrectionId, DeviceId, PersonId
from inspector_app.domain.phases import Phase
from inspector_app.texts import tr

_FACTS = frozenset(
    {
        Subject.ANSWER,
        Subject.ACCOUNT,
        Subject.SOURCE,
        Subject.ENCOUNTER,
        Subject.PARAGRAPH,
        Subject.EVIDENCE,
        Subject.CAPTURE,
        Subject.LINK,
        Subject.SECTION,
    }
)
"""What the visit has found; headlines, captions and recommendations are written after it anyway."""
_NEVER = frozenset(
    {
        Subject.CORRECTION,
        Subject.PHASE,
        Subject.PACK,
        Subject.SUMMARY,
        Subject.INTERIM,
        Subject.SUMMARY_FILE,
        Subject.DEVICE,
        Subject.LAPTOP,
        Subject.PROMPT,
        Subject.TICK,
        Subject.DEBRIEF,
        Subject.SHEET,
        Subject.RETENTION,
        Subject.HOLD,
        Subject.STICK,
        Subject.COPY,
        Subject.CLOCK,
        Subject.DESTRUCTION,
    }
)
"""Acts that correct nothing."""


def is_after_fieldwork(phase: Phase | None) -> bool:
    """Return whether fieldwork is over, as somebody recorded it; None: nobody recorded a phase."""
    return phase is not None and phase.has_reached(Phase.WRITING_UP)


def has_room(phase: Phase) -> bool:
    """Return whether a session can go on in a phase."""
    return is_after_fieldwork(phase) and phase is not Phase.ARCHIVED


def require_after_fieldwork(phase: Phase | None) -> None:
    """Let a session begin.

    Raises:
        RuleViolation: fieldwork is not over.
    """
    if not is_after_fieldwork(phase):
        raise RuleViolation(
            tr(
                "Fieldwork is not over: answers are changed as they are, and no reason is asked. "
                "A correction session begins once the phase is writing up or later."
            )
        )


def is_fact(about: str) -> bool:
    """Return whether a kind of subject is what a visit finds."""
    return about in _FACTS


def noted(phase: Phase | None, about: str, body: Body, running: CorrectionId | None) -> str | None:
    """Return what a change notes of corrections beside its body.

    That is the session it belongs to; empty where a fact is changed after fieldwork without one;
    None where it is no correction.
    """
    if not is_after_fieldwork(phase) or about in _NEVER or isinstance(body, BodyPurged):
        return None
    return running or ("" if is_fact(about) else None)


def subject_of(device: DeviceId, session: CorrectionId) -> str:
    """Return the subject under which a session of a laptop is recorded."""
    return subject(Subject.CORRECTION, device, session)


def begun(
    phase: Phase | None,
    running: Correction | None,
    reason: str,
    origin: str,
    by: PersonId,
    now_ms: int,
    takes_in: Iterable[ChangeId] = (),
) -> CorrectionRecorded:
    """Return the change that begins a session.

    Args:
        phase: as it was recorded.
        running: the session that goes on at this laptop already, if any.
        reason: why facts are corrected; needed.
        origin: where the corrections come from; needed.
        by: who begins it.
        now_ms: milliseconds UTC.
        takes_in: edits that were recorded just before it.

    Raises:
        RuleViolation: fieldwork goes on, a session goes on, or a word is missing.
    """
    require_after_fieldwork(phase)
    if running is not None:
        raise RuleViolation(
            tr(
                "A correction session is under way on this laptop already "
                "(because: {reason}). End it before another begins."
            ).format(reason=running.reason)
        )
    if not reason.strip() or not origin.strip():
        raise RuleViolation(
            tr(
                "A correction session needs its reason, and where the corrections "
                "come from. None was begun: give both."
            )
        )
    return CorrectionRecorded(
        Correction(reason.strip(), origin.strip(), by, now_ms, takes_in=tuple(takes_in))
    )


def ended(running: Correction | None) -> CorrectionRecorded:
    """Return the change that ends a session.

    Raises:
        RuleViolation: none goes on here.
    """
    if running is None:
        raise RuleViolation(
            tr("No correction session is under way on this laptop, so nothing was changed.")
        )
    return CorrectionRecorded(replace(running, has_ended=True))

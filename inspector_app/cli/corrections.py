"""Commands about correction sessions: editing once fieldwork is over."""

from argparse import Namespace

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.domain.items import CorrectionItem
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import when_words
from inspector_app.texts import tr


def begin(given: Namespace, desk: Desk) -> Exit:
    """Begin a session at this laptop."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        act = vault.corrections.begin(inspection, given.reason, given.origin)
        standing = vault.inspections.standing(inspection)
        running = standing.correcting(vault.corrections.device)
    desk.console.result(
        [
            tr(
                "A correction session is under way: what is recorded here is part "
                "of it, until it ends."
            )
        ],
        {
            "inspection": inspection,
            "session": running.id if running else None,
            "changes": list(act.changes),
        },
    )
    return Exit.OK


def end(given: Namespace, desk: Desk) -> Exit:
    """End the session that goes on at this laptop."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        act = vault.corrections.end(inspection)
    desk.console.result(
        [tr("The correction session has ended.")],
        {"inspection": inspection, "changes": list(act.changes)},
    )
    return Exit.OK


def overview(given: Namespace, desk: Desk) -> Exit:
    """Tell every session, and which lines stand corrected."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        standing = vault.inspections.standing(inspection)
        here = vault.corrections.device
    sessions = sorted(
        standing.corrections().values(), key=lambda each: (each.correction.begun_ms, each.id)
    )
    corrected = [
        line.id for line in standing.pack.lines() if standing.visit_answer(line.id) is not None
    ]
    words = [_words(standing, each, is_here=each.device == here) for each in sessions]
    words = words or [tr("No correction session has been begun.")]
    if corrected:
        words.append(
            tr("Differs from what the visit found: {corrected}.").format(
                corrected=", ".join(corrected)
            )
        )
    desk.console.result(
        words,
        {
            "inspection": inspection,
            "sessions": [_form(standing, each, is_here=each.device == here) for each in sessions],
            "corrected": corrected,
        },
    )
    return Exit.OK


def _words(standing: Standing, item: CorrectionItem, *, is_here: bool) -> str:
    session = item.correction
    state = tr("goes on here") if is_here else tr("goes on at another laptop")
    if session.has_ended:
        state = tr("ended {when}").format(when=when_words(item.recorded.time_ms))
    return tr("{when}  {initials}  from {origin}; because: {reason}; {state}").format(
        when=when_words(session.begun_ms),
        initials=standing.initials(session.begun_by),
        origin=session.origin,
        reason=session.reason,
        state=state,
    )


def _form(standing: Standing, item: CorrectionItem, *, is_here: bool) -> dict[str, object]:
    session = item.correction
    return {
        "session": item.id,
        "reason": session.reason,
        "origin": session.origin,
        "by": standing.initials(session.begun_by),
        "begun_ms": session.begun_ms,
        "ended_ms": item.recorded.time_ms if session.has_ended else None,
        "here": is_here,
    }


VERBS = {"begin": begin, "end": end, "overview": overview}

"""Correction sessions in words, as they are told beside what was recorded in them."""

from inspector_app.domain import answer_wording, wording
from inspector_app.domain.answers import Answer
from inspector_app.domain.checklist import Line
from inspector_app.domain.corrections import Correction
from inspector_app.domain.held import Field, Held
from inspector_app.domain.ids import ChangeId
from inspector_app.domain.standing import Standing
from inspector_app.texts import tr


def words(correction: Correction) -> str:
    """Return a session in one line, without its full stop."""
    return tr("corrected after fieldwork, from {origin}: {reason}").format(
        origin=correction.origin, reason=correction.reason
    )


def told(standing: Standing, change: ChangeId, session: str | None) -> str:
    """Return what is told of the session a change was recorded in; empty: it corrects nothing.

    Args:
        standing: holds the sessions.
        change: which.
        session: what it notes of it.
    """
    if session is None:
        return ""
    found = standing.correction_of(change, session)
    if found is not None:
        return words(found.correction)
    if session:
        return tr("recorded in a correction session that is not known here")
    return tr("recorded after fieldwork, in no correction session")


def visit_words(standing: Standing, line: Line, visit: Field[Answer]) -> str:
    """Return what the visit found on a line, every version of it, by whom and when.

    Args:
        standing: names people.
        line: of the pinned pack.
        visit: as ``Standing.visit_answer`` returns it.
    """
    return " / ".join(_found(standing, line, held) for held in visit.versions) or (
        wording.NOTHING_RECORDED.lower()
    )


def _found(standing: Standing, line: Line, held: Held[Answer]) -> str:
    by = f"({standing.initials(held.author)}, {wording.when_words(held.time_ms)})"
    if held.value is None:
        return f"{answer_wording.absence_words(held.absence) if held.absence else ''} {by}".strip()
    facts = answer_wording.answer_details(held.value, *standing.asked(line.id, held.pack))
    said = "; ".join(
        wording.one_line(f"{label}: {words}" if label else words)
        for label, words in facts
        if label != tr("As at") or held.value.as_at is not None
    )
    return f"{said} {by}"

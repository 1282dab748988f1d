"""What is told although something newer stands: the finding of the visit, the phases gone through.

All of it follows from the admitted changes about a subject, in whatever order they came.
"""

from collections.abc import Iterable, Mapping

from inspector_app.domain.changes.bodies import BodyPurged, Subject, subject_kind
from inspector_app.domain.changes.change import Change
from inspector_app.domain.ids import ChangeId


def tells_earlier(subject: str, sessions: Iterable[str | None]) -> bool:
    """Return whether something is told beside what stands about a subject.

    Args:
        subject: in its written form.
        sessions: what the versions that stand note of corrections.
    """
    kind = subject_kind(subject)
    return kind == Subject.PHASE or (
        kind == Subject.ANSWER and any(session is not None for session in sessions)
    )


def earlier(subject: str, changes: Iterable[Change]) -> list[Change]:
    """Return what is told beside what stands about a subject, oldest first.

    Of the phases that is every one that was entered and not taken back; of an answer, what stood
    when the visit was over.

    Args:
        subject: in its written form.
        changes: every admitted change about it, in any order.
    """
    found = [change for change in changes if change.header.kind != BodyPurged.KIND]
    told = _gone_through(found) if subject_kind(subject) == Subject.PHASE else _at_the_visit(found)
    return sorted(told, key=_clock)


def undone(changes: Iterable[Change]) -> frozenset[ChangeId]:
    """Return the changes that stand taken back; one whose undoing was undone is not among them."""
    gone: set[ChangeId] = set()
    # Nothing can name a change that is not yet: the later in a chain of undoings comes later in
    # every order of the logical clock.
    for change in sorted(changes, key=_clock, reverse=True):
        if change.undoes is not None and change.id not in gone:
            gone.add(change.undoes)
    return frozenset(gone)


def _gone_through(changes: list[Change]) -> list[Change]:
    gone = undone(changes)
    return [change for change in changes if change.undoes is None and change.id not in gone]


def _at_the_visit(changes: list[Change]) -> list[Change]:
    """Return the findings that the visit left: what was recorded then, and not replaced then.

    One that was recorded when fieldwork had begun again replaces what it has seen, corrections
    and what those have seen included.
    """
    known = {change.id: change for change in changes}
    found = [change for change in changes if change.session is None]
    replaced: set[ChangeId] = set()
    for change in found:
        replaced |= _seen_by(change, known, replaced)
    return [change for change in found if change.id not in replaced]


def _seen_by(
    change: Change, known: Mapping[ChangeId, Change], already: set[ChangeId]
) -> set[ChangeId]:
    waiting, seen = list(change.header.supersedes), set[ChangeId]()
    while waiting:
        id_ = waiting.pop()
        if id_ in seen or id_ in already or id_ not in known:
            continue
        seen.add(id_)
        waiting += known[id_].header.supersedes
    return seen


def _clock(change: Change) -> tuple[int, int, str]:
    stamp = change.header.stamp
    return (stamp.wall_ms, stamp.counter, change.id)

"""Where versions are settled on the screen; no Qt, no decisions of the domain's."""

from inspector_app.domain.changes.bodies import Subject, subject_key, subject_kind
from inspector_app.domain.history import place_of


def place_to_settle(about: str) -> tuple[str, str]:
    """Return the screen and place where a subject's versions stand; the history for most."""
    kind = subject_kind(about)
    if kind in (Subject.ANSWER.value, Subject.HEADLINE.value, Subject.ASSIGNMENT.value):
        return "section", place_of(about)
    if kind == Subject.SOURCE.value:
        return "sources", subject_key(about)
    return "history", place_of(about)

"""Where versions are settled on the screen; no Qt, no decisions of the domain's."""

from inspector_app.domain.changes.bodies import Subject, subject_key, subject_kind
from inspector_app.domain.history import place_of
from inspector_app.ui.pages.page import Destination, Screen


def place_to_settle(about: str) -> Destination:
    """Return where a subject's versions stand: at its line or section, else in the history."""
    kind = subject_kind(about)
    if kind in (Subject.ANSWER.value, Subject.HEADLINE.value):
        return Destination(Screen.SECTION, place_of(about))
    if kind == Subject.SOURCE.value:
        return Destination(Screen.SOURCES, subject_key(about))
    return Destination(Screen.HISTORY, place_of(about))

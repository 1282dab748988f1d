"""Which subjects concern a line, a section, a source or an evidence item."""

from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.ids import LineId
from inspector_app.domain.standing import Standing
from inspector_app.domain.strength import accounts_of

_OF_A_SECTION = (
    Subject.HEADLINE,
    Subject.MODERATION,
    Subject.SECTION,
    Subject.ASSIGNMENT,
    Subject.TICK,
)


def beginnings(place: str, standing: Standing) -> tuple[str, ...]:
    """Return how the subjects begin that concern a line, a section, a source or an evidence item.

    One that ends with a slash is a beginning, any other a whole subject.

    Raises:
        NotFound: there is no such line, section, source or item.
    """
    for item in standing.evidence():
        if place in (item.file.number, item.id):
            copies = [subject(Subject.EVIDENCE, copy.id) for copy in standing.copies_of(item.id)]
            return (
                subject(Subject.EVIDENCE, item.id),
                subject(Subject.CAPTION, item.id),
                subject(Subject.CAPTURE, item.id),
                f"{subject(Subject.LINK, item.id)}/",
                *copies,
            )
    for source in standing.sources():
        if place in (source.source.number, source.id):
            given = (subject(Subject.ACCOUNT, id_) for id_, _ in accounts_of(standing, source.id))
            return (
                subject(Subject.SOURCE, source.id),
                subject(Subject.ENCOUNTER, source.id),
                f"{subject(Subject.PARAGRAPH, source.id)}/",
                *given,
            )
    section = next((each for each in standing.pack.sections if each.id == place), None)
    if section is not None:
        own = tuple(subject(kind, section.id) for kind in _OF_A_SECTION) + _points_on(section.id)
        return own + tuple(b for line in section.lines for b in _of_line(line.id))
    return _of_line(standing.pack.line(place).id)


def _of_line(line: LineId) -> tuple[str, ...]:
    own = (
        subject(Subject.ANSWER, line),
        f"{subject(Subject.ACCOUNT, line)}/",
        subject(Subject.ASSIGNMENT, line),
    )
    return own + _points_on(line)


def _points_on(place: str) -> tuple[str, ...]:
    return tuple(f"{subject(kind, place)}/" for kind in (Subject.POINT, Subject.RESPONSE))

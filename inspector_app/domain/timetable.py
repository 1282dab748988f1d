"""The timetable: which encounters a team means to have, where, when, with whom and about what."""

from dataclasses import dataclass
from datetime import date

from inspector_app.domain.checklist import Pack
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.ids import LineId, PersonId, SectionId
from inspector_app.domain.markings import Marking
from inspector_app.domain.source_fields import form_of_kind
from inspector_app.domain.sources import (
    Conversation,
    EquipmentInspection,
    Group,
    Interview,
    Meeting,
    Particulars,
    SystemObservation,
    UnannouncedTest,
    is_moment,
    kind_of,
)
from inspector_app.domain.values import Named
from inspector_app.texts import tr

MET: tuple[type[Particulars], ...] = (
    Interview,
    Group,
    Conversation,
    UnannouncedTest,
    EquipmentInspection,
    SystemObservation,
    Meeting,
)
"""The kinds of source that an encounter is, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One entry of the timetable."""

    kind: str
    """A kind of source, by its tag: one of :data:`MET`."""
    title: str = ""
    roles: tuple[Named, ...] = ()
    """Whom it is with; never names."""
    place: str = ""
    day: str = ""
    """``2013-09-17``; empty: not fixed yet."""
    at: str = ""
    """London's time, ``09:30``; empty: not fixed yet."""
    lead: PersonId | None = None
    """Who of the team leads it."""
    inspectors: tuple[PersonId, ...] = ()
    """Who else of the team is there."""
    sections: tuple[SectionId, ...] = ()
    lines: tuple[LineId, ...] = ()
    """What it should speak to: these lines, and those of these sections."""
    unannounced: bool = False
    """The force has no notice of it; a test never gives any."""
    note: str = ""
    marking: Marking | None = None
    """None: as the inspection."""

    @property
    def is_unannounced(self) -> bool:
        """Whether the force must not learn of it before it has run."""
        return self.unannounced or self.kind == UnannouncedTest.KIND

    @property
    def order(self) -> tuple[str, str, str]:
        """What sorts entries by day and time, those without one last."""
        return (self.day or "9", self.at or "9", self.title)


def checked(planned: Planned, pack: Pack) -> Planned:
    """Return ``planned`` when it can stand in the timetable.

    Raises:
        NotFound: the pack has no such line or section.
        RuleViolation: a kind that is no encounter, nothing that says what it is, or a day or time
            that is none.
    """
    kind_met(planned.kind)
    for line in planned.lines:
        pack.line(line)
    for section in planned.sections:
        pack.section(section)
    if not (planned.title.strip() or any(role.name.strip() for role in planned.roles)):
        raise RuleViolation(tr("Say whom it is with, or give it a title."))
    if planned.at and not planned.day:
        raise RuleViolation(tr("A time needs its day: give it as 2013-09-17."))
    if planned.day and not (len(planned.day) == 10 and is_moment(planned.day)):
        raise RuleViolation(
            tr("“{day}” is not a day: write it like 2013-09-17.").format(day=planned.day)
        )
    if planned.at and not (len(planned.at) == 5 and is_moment(f"{planned.day} {planned.at}")):
        raise RuleViolation(
            tr("“{at}” is not a time of day: write it like 14:20.").format(at=planned.at)
        )
    return planned


def kind_met(word: str) -> type[Particulars]:
    """Return the kind of encounter with this tag or letter.

    Raises:
        RuleViolation: there is none.
    """
    found = kind_of(word)
    if found not in MET:
        tags = ", ".join(kind.KIND for kind in MET)
        raise RuleViolation(
            tr("“{word}” is not a kind of encounter: choose one of {tags}.").format(
                word=word, tags=tags
            )
        )
    return found


def is_on(planned: Planned, day: date) -> bool:
    """Return whether it is planned for ``day``."""
    return planned.day == day.isoformat()


def planned_words(planned: Planned) -> str:
    """Return an entry in one line: ``interview: Chief constable, 2013-09-17 09:00``."""
    name = form_of_kind(kind_met(planned.kind)).name
    who = " ".join(planned.title.split()) or "; ".join(role.name for role in planned.roles)
    when = " ".join(filter(None, (planned.day, planned.at)))
    return f"{name}: {who}" + (f", {when}" if when else "")

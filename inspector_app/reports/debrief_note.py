"""Reads what the debrief note prints: the ticked headlines, and of them nothing but their words.

A pure function of what stands. No source, account, answer or evidence item is asked for here, nor
who wrote a headline, so that none can be printed.
"""

from dataclasses import dataclass

from inspector_app.domain import debriefing
from inspector_app.domain.debriefing import Ticked
from inspector_app.domain.debriefs import Stance
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.markings import Marking, highest, is_above
from inspector_app.domain.standing import Standing
from inspector_app.texts import tr


@dataclass(frozen=True, slots=True)
class NoteOptions:
    """What the person who prints a note may choose."""

    marking: Marking | None = None
    """None: the highest of what is printed."""
    up_to: Marking | None = None
    """What is marked above it is left out and counted; None: nothing is."""
    room: bool = False
    """Whether there is room to write the force's response by hand."""


@dataclass(frozen=True, slots=True)
class NotePoint:
    """One headline as it is told."""

    section: str
    """By its name, never its id."""
    words: str


@dataclass(frozen=True, slots=True)
class NotePart:
    """The headlines that are told alike."""

    title: str
    points: tuple[NotePoint, ...]


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """What a debrief note prints."""

    force: str
    title: str
    fieldwork: str
    marking: str
    parts: tuple[NotePart, ...]
    """Every stance, those without headlines too."""
    left_out: int
    """Ticked headlines that are not in it."""
    room: bool


def note_facts(standing: Standing, options: NoteOptions) -> NoteFacts:
    """Return what a debrief note prints now.

    Raises:
        RuleViolation: no headline is left to tell, or the chosen marking is lower than that of
            something printed.
        NotFound: the inspection's particulars are not on this laptop.
    """
    details, ticked = standing.details, debriefing.chosen(standing)
    printed = [each for each in ticked if not why_left_out(standing, each, options.up_to)]
    if not ticked:
        raise RuleViolation(
            tr(
                "No headline is ticked for the debrief. Nothing was written: tick one first, with "
                "T on the board."
            )
        )
    if not printed:
        raise RuleViolation(
            tr(
                "Of the ticked headlines none can be told as it stands. Nothing was written: look "
                "at why beside each."
            )
        )
    marking = printed_marking(
        [details.marking, *(m for each in printed for m in _markings(standing, each))],
        options.marking,
        tr("This note"),
    )
    return NoteFacts(
        force=details.force.name,
        title=details.title,
        fieldwork=details.fieldwork.words(),
        marking=marking.words(),
        parts=tuple(
            NotePart(
                debriefing.title_of(stance),
                tuple(
                    NotePoint(standing.pack.section(each.section).title, each.words.strip())
                    for each in printed
                    if each.stance is stance
                ),
            )
            for stance in Stance
        ),
        left_out=len(ticked) - len(printed),
        room=options.room,
    )


def why_left_out(standing: Standing, ticked: Ticked, up_to: Marking | None) -> str:
    """Return why a ticked headline is not in a note, as part of a sentence; empty: it is."""
    if ticked.why_not:
        return ticked.why_not
    markings = [standing.details.marking, *_markings(standing, ticked)]
    if up_to is not None and is_above(highest(markings), up_to):
        return tr("it is marked above {up_to}").format(up_to=up_to.words())
    return ""


def printed_marking(printed: list[Marking], chosen: Marking | None, what: str) -> Marking:
    """Return the marking of a paper: as chosen, else the highest of what it prints.

    Raises:
        RuleViolation: something printed is marked higher than was chosen.
    """
    most = highest(printed)
    if chosen is None:
        return most
    if is_above(most, chosen):
        raise RuleViolation(
            tr(
                "{what} prints material marked {most}, so it cannot be marked {chosen}. Choose "
                "{tier}, or leave that material out."
            ).format(what=what, most=most.words(), chosen=chosen.words(), tier=most.tier.value)
        )
    return chosen


def _markings(standing: Standing, ticked: Ticked) -> list[Marking]:
    headline = standing.headline(ticked.section).value
    moderation = standing.moderation(ticked.section).value
    told = [headline.marking if headline else None, moderation.marking if moderation else None]
    return [each for each in told if each is not None]

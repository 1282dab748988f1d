"""What was learned from one kind of source: the lines it supports, and the sources themselves."""

from dataclasses import dataclass

from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.ids import LineId
from inspector_app.domain.standing import Standing
from inspector_app.domain.strength import Supports


@dataclass(frozen=True, slots=True)
class Learned:
    """Where one kind of source has a part."""

    lines: frozenset[LineId]
    subjects: frozenset[str]
    """Of its sources, as the journal writes them."""


def learned_from(standing: Standing, letter: str) -> Learned:
    """Return where the kind of source with this letter has a part.

    A line counts where its answer rests on such a source, as its row shows.
    """
    supports = Supports(standing)
    return Learned(
        frozenset(
            line.id
            for section in standing.pack.sections
            for line in section.lines
            if letter in supports.letters(line.id)
        ),
        frozenset(
            subject(Subject.SOURCE, item.id)
            for item in standing.sources()
            if item.source.letter == letter
        ),
    )


def letters_in(standing: Standing) -> tuple[str, ...]:
    """Return the letters of the kinds of source that are there, in alphabetical order."""
    return tuple(sorted({item.source.letter for item in standing.sources()}))

"""Which lines are meant: sections, mine, those of an encounter, or picked by hand."""

from collections.abc import Iterable
from dataclasses import dataclass

from inspector_app.domain import assigning, notes
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.ids import LineId, PersonId, SectionId, SourceId
from inspector_app.domain.standing import Standing
from inspector_app.texts import tr


@dataclass(frozen=True, slots=True)
class LineChoice:
    """What somebody asks for; the lines are all of these together."""

    sections: tuple[SectionId, ...] = ()
    mine: bool = False
    """Those assigned to whom acts are recorded as."""
    encounter: SourceId | None = None
    """Of the timetable, or one that was begun: the lines that it can speak to."""
    lines: tuple[LineId, ...] = ()


def lines_chosen(standing: Standing, choice: LineChoice, person: PersonId) -> tuple[LineId, ...]:
    """Return the lines that are meant, in the pack's order; derived checks only if picked.

    Raises:
        NotFound: there is no such section, line or encounter.
        RuleViolation: no line is meant.
    """
    found: set[LineId] = {standing.pack.line(each).id for each in choice.lines}
    sections = [standing.pack.section(each) for each in choice.sections]
    found |= {line.id for section in sections for line in section.lines if not line.derived}
    if choice.mine:
        is_mine = assigning.is_mine(standing, person)
        examined = (line for s in standing.sections() for line in s.lines if not line.derived)
        found |= {line.id for line in examined if is_mine(line)}
    if choice.encounter is not None:
        found |= set(_of_encounter(standing, choice.encounter))
    if not found:
        raise RuleViolation(
            tr(
                "No line is chosen. Nothing was written: choose a section, an encounter that has "
                "lines, lines assigned to you, or single lines."
            )
        )
    return in_order(standing, found)


def in_order(standing: Standing, lines: Iterable[LineId]) -> tuple[LineId, ...]:
    """Return lines in the pack's order, each once."""
    wanted = frozenset(lines)
    return tuple(line.id for line in standing.pack.lines() if line.id in wanted)


def _of_encounter(standing: Standing, encounter: SourceId) -> tuple[LineId, ...]:
    source = standing.source(encounter).value
    if source is not None and source.lines:
        return source.lines
    for entry in notes.timetable(standing):
        if entry.id == encounter:
            return notes.lines_for(standing, entry.planned)
    if source is None:
        raise NotFound(tr("This encounter is not in this inspection, or it was withdrawn."))
    return ()

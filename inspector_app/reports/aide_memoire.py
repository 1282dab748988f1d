"""Reads what an aide-memoire prints: chosen lines, what to look for, and room to write the answer.

A pure function of what stands. Nothing that was recorded is asked for unless it was chosen; no
encounter is named, so that a paper left lying tells of none.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from inspector_app.domain.answer_wording import held_words, outcome_words
from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.checklist import AnswerKind, Line, Part
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.held import Field
from inspector_app.domain.ids import LineId
from inspector_app.domain.markings import Marking, highest, is_above, of_found
from inspector_app.domain.standing import Standing
from inspector_app.domain.value_wording import value_words
from inspector_app.domain.values import (
    Condition,
    DocumentKnown,
    DocumentStanding,
    Examined,
    Progressed,
    ProgressState,
    Value,
    YesNo,
    YesNoGiven,
)
from inspector_app.domain.wording import as_at_words
from inspector_app.reports.debrief_note import printed_marking
from inspector_app.texts import tr, tr_counted

_LEFT_OUT = tr("Left out of this paper")
_ROOM = {
    AnswerKind.JUDGEMENT: 3,
    AnswerKind.YES_NO: 1,
    AnswerKind.COUNT: 1,
    AnswerKind.RATIO: 1,
    AnswerKind.DATE: 1,
    AnswerKind.TABLE: 1,
    AnswerKind.TICKS: 1,
    AnswerKind.SELECT: 1,
    AnswerKind.DOCUMENT: 2,
    AnswerKind.TEST: 3,
    AnswerKind.OBJECT: 2,
    AnswerKind.ORGANISATION: 1,
    AnswerKind.ROLE: 1,
    AnswerKind.PROGRESS: 1,
    AnswerKind.NARRATIVE: 5,
}
"""Ruled lines for each kind of answer, as much as a pen needs for it."""
_SEVERAL = 2
"""More of them where several names or dates may be given."""
_EMPTY_ROWS = 4
"""Of a table whose rows are added by hand."""
_MOST_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """What the person who prints an aide-memoire may choose."""

    good_evidence: bool = True
    """Whether what good evidence would be is printed."""
    recorded: bool = False
    """Whether the answer recorded so far is printed."""
    marking: Marking | None = None
    """None: the inspection's, or the highest of what is printed."""
    up_to: Marking | None = None
    """Of answers, what is marked above it is left out; None: nothing is."""


@dataclass(frozen=True, slots=True)
class PartFacts:
    """One field of an answer, as it is left to be filled in by hand."""

    label: str
    boxes: tuple[str, ...]
    """To be ticked; empty: none."""
    titles: tuple[str, ...]
    """Of a table's columns; empty: it is no table."""
    rows: tuple[str, ...]
    """What stands in the first column of each row."""
    room: int
    """Ruled lines."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line as it is printed."""

    id: str
    question: str
    good_evidence: str
    """Empty: not asked for, or the pack has none."""
    recorded: str
    """What stands so far; empty: not asked for, or nothing does."""
    parts: tuple[PartFacts, ...]


@dataclass(frozen=True, slots=True)
class SheetSection:
    """The chosen lines of one section."""

    id: str
    title: str
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What an aide-memoire prints."""

    number: str
    force: str
    fieldwork: str
    marking: Marking
    outcomes: tuple[str, ...]
    """A box for each under every line."""
    sections: tuple[SheetSection, ...]
    recorded: bool


def sheet_facts(
    standing: Standing, lines: Iterable[LineId], number: str, options: SheetOptions
) -> SheetFacts:
    """Return what an aide-memoire of these lines prints.

    Raises:
        RuleViolation: no line is chosen, or the chosen marking is lower than that of something
            printed.
        NotFound: the pack has no such line, or the inspection's particulars are not here.
    """
    wanted = {standing.pack.line(each).id for each in lines}
    if not wanted:
        raise RuleViolation(tr("No line is chosen for the aide-memoire. Nothing was written."))
    details = standing.details
    printed, sections = [details.marking], []
    for section in standing.pack.sections:
        chosen = [line for line in section.lines if line.id in wanted]
        found = []
        for line in chosen:
            recorded = ""
            if options.recorded:
                recorded, markings = _recorded(standing, line, options.up_to)
                printed += markings
            found.append(
                SheetLine(
                    id=line.id,
                    question=line.text,
                    good_evidence=line.good_evidence if options.good_evidence else "",
                    recorded=recorded,
                    parts=tuple(_part(part, standing) for part in line.parts),
                )
            )
        if found:
            sections.append(SheetSection(section.id, section.title, tuple(found)))
    return SheetFacts(
        number=number,
        force=details.force.name,
        fieldwork=details.fieldwork.words(),
        marking=printed_marking(printed, options.marking, tr("This aide-memoire")),
        outcomes=tuple(map(outcome_words, Outcome)),
        sections=tuple(sections),
        recorded=options.recorded,
    )


def _recorded(standing: Standing, line: Line, up_to: Marking | None) -> tuple[str, list[Marking]]:
    """Return what stands on a line, as it may be printed, and how that is marked."""
    field: Field[Answer] = standing.answer(line.id)
    given = [(held, held.value) for held in field.versions if held.value is not None]
    answers = [answer for _, answer in given]
    if not answers:
        return tr("Nothing"), []
    markings = [m for each in answers for m in _markings(each)]
    own = highest([standing.details.marking, *markings])
    if any(each.do_not_export for each in answers) or (up_to and is_above(own, up_to)):
        return _LEFT_OUT, []
    said = [
        " · ".join(
            filter(
                None,
                (
                    held_words(held, line.id, standing) or tr("A note without an answer"),
                    as_at_words(each.as_at) if each.as_at else "",
                ),
            )
        )
        for held, each in given
    ]
    if field.in_conflict:
        return tr_counted(len(answers), "In {number} versions: {said}").format(
            number=len(answers), said="; ".join(said)
        ), markings
    return said[0], markings


def _markings(answer: Answer) -> Iterator[Marking]:
    if answer.marking is not None:
        yield answer.marking
    for value in answer.values.values():
        found = of_found(value.marking_found) if isinstance(value, DocumentKnown) else None
        if found is not None:
            yield found


def _part(part: Part, standing: Standing) -> PartFacts:
    titles = tuple(column.title for column in part.columns)
    is_grid = part.kind is AnswerKind.TABLE and 0 < len(titles) <= _MOST_COLUMNS
    label = part.label
    if part.kind in (AnswerKind.COUNT, AnswerKind.RATIO) and part.unit:
        unit = standing.pack.unit(part.unit).plural
        label = f"{label} ({unit})" if label else unit[:1].upper() + unit[1:]
    if titles and not is_grid:
        label = f"{label or tr('Rows')}: {', '.join(titles)}"
    room = _ROOM[part.kind] * (_SEVERAL if part.many else 1)
    return PartFacts(
        label=label,
        boxes=_boxes(part, standing),
        titles=titles if is_grid else (),
        rows=(part.rows or ("",) * _EMPTY_ROWS) if is_grid else (),
        room=room if not titles or is_grid else _EMPTY_ROWS,
    )


def _boxes(part: Part, standing: Standing) -> tuple[str, ...]:
    """Return the words that a part's answer is chosen from; none where it is written."""
    match part.kind:
        case AnswerKind.JUDGEMENT:
            return tuple(value.text for value in standing.pack.scale(part.scale).values)
        case AnswerKind.TICKS | AnswerKind.SELECT:
            return tuple(option.text for option in part.options)
        case AnswerKind.YES_NO:
            values: tuple[Value, ...] = tuple(map(YesNoGiven, YesNo))
        case AnswerKind.DOCUMENT:
            values = tuple(map(DocumentKnown, DocumentStanding))
        case AnswerKind.OBJECT:
            values = tuple(map(Examined, Condition))
        case AnswerKind.PROGRESS:
            values = tuple(map(Progressed, ProgressState))
        case _:
            values = ()
    return tuple(value_words(each, part, standing.pack) for each in values)

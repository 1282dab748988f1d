"""Coming under a newer version of the checklist: who may, what it does to what is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from inspector_app.domain.answers import Answer, checked, fits, fitting
from inspector_app.domain.changes.bodies import (
    AnswerRecorded,
    EvidenceLinked,
    PackPinned,
    Subject,
    subject,
    subject_key,
)
from inspector_app.domain.changes.fold import SubjectState
from inspector_app.domain.checklist import Line, Pack
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.held import field_of
from inspector_app.domain.ids import LineId, SectionId
from inspector_app.domain.inspection import Details, PackPin
from inspector_app.domain.pack_differences import asks_otherwise
from inspector_app.domain.pack_versions import precedence
from inspector_app.domain.standing import Standing
from inspector_app.texts import tr


@dataclass(frozen=True, slots=True)
class Effects:
    """What a newer version would do to what is recorded."""

    asking_again: tuple[LineId, ...]
    """Lines with an answer whose question would be another."""
    without_a_line: tuple[LineId, ...]
    """Lines with an answer or an account that would be asked no more."""
    without_a_section: tuple[SectionId, ...]
    """Sections with a headline that would be there no more."""


@dataclass(frozen=True, slots=True)
class Left:
    """Something recorded at a place that the checklist has no more: kept, and listed."""

    line: Line | None
    """As it was asked last; None: it is a section."""
    section: SectionId
    """That it stood under, or that is gone itself."""
    title: str
    """The section's."""
    version: str
    """Of the checklist that had it."""
    has_answer: bool
    accounts: int
    items: int
    """Evidence items put to the line."""

    @property
    def place(self) -> str:
        """The line, else the section."""
        return self.line.id if self.line else self.section


def in_use(begun: Details, pinned: SubjectState | None) -> PackPin:
    """Return under which version of its checklist an inspection stands.

    Where two laptops have pinned differing versions it is the one shown first, on every laptop the
    same, until somebody settles that.
    """
    for held in field_of(pinned, PackPin).versions:
        if held.value is not None:
            return held.value
    return begun.pack


def pinned(current: PackPin, newer: Pack, reason: str = "") -> PackPinned:
    """Return what puts an inspection under a newer version of its checklist.

    Raises:
        RuleViolation: it is another checklist, or not a newer version.
    """
    if newer.id != current.id:
        raise RuleViolation(
            tr(
                "{newer} is another checklist than {current}, not a newer version of it. An "
                "inspection keeps its checklist; begin a new inspection under the other one."
            ).format(newer=newer.id, current=current.id)
        )
    if newer.sha256 == current.sha256:
        raise RuleViolation(
            tr("The inspection is under {current} {version} already.").format(
                current=current.id, version=current.version
            )
        )
    if precedence(newer.version) <= precedence(current.version):
        raise RuleViolation(
            tr(
                "{newer} {version} is not newer than {current}, under which the inspection is. "
                "Nothing was changed."
            ).format(newer=newer.id, version=newer.version, current=current.version)
        )
    return PackPinned(PackPin(newer.id, newer.version, newer.sha256), current, reason.strip())


def effects(standing: Standing, newer: Pack) -> Effects:
    """Return what a newer version would do to what is recorded, in the order of the checklist."""
    answered = [line for line in standing.pack.lines() if standing.answer(line.id).versions]
    again = [
        line.id
        for line in answered
        if newer.asks(line.id)
        and any(
            held.value is not None
            and asks_otherwise(standing.pack.under(held.pack), newer, line.id)
            for held in standing.answer(line.id).versions
            if standing.pack.under(held.pack).asks(line.id)
        )
    ]
    gone = [
        line.id
        for line in standing.pack.lines()
        if not newer.asks(line.id) and _is_told_of(standing, line.id)
    ]
    sections = [
        section.id
        for section in standing.pack.sections
        if not newer.looks_at(section.id) and standing.headline(section.id).value is not None
    ]
    return Effects(tuple(again), tuple(gone), tuple(sections))


def confirmed(standing: Standing, line: LineId) -> AnswerRecorded:
    """Return the old answer on a line that asks again, to be recorded under the new question.

    Raises:
        RuleViolation: it does not ask again, stands in differing versions, or the new question
            wants another kind of answer.
    """
    field = standing.answer(line)
    if field.in_conflict:
        raise RuleViolation(
            tr(
                "{line} stands in differing versions: settle which one holds, then confirm it."
            ).format(line=line)
        )
    if field.value is None or not standing.asks_again(line):
        raise RuleViolation(
            tr("{line} does not ask again: nothing there waits to be confirmed.").format(line=line)
        )
    if not fits(field.value, standing.pack.line(line), standing.pack):
        raise RuleViolation(
            tr(
                "{line} now asks for another kind of answer, so the one given "
                "before cannot be confirmed: answer it anew. The one given before "
                "is kept in the history."
            ).format(line=line)
        )
    return AnswerRecorded(field.value)


def is_untouched(standing: Standing, line: LineId, answer: Answer) -> bool:
    """Return whether a line asks again and an answer changes only what is said beside the old one.

    Such an answer confirms nothing. It may lack the values that the line can hold no more.
    """
    old = standing.answer(line).value
    if old is None or not standing.asks_again(line):
        return False
    shown = fitting(old, standing.pack.line(line), standing.pack)
    said = (answer.values, answer.outcome)
    return said in ((old.values, old.outcome), (shown.values, shown.outcome))


def beside(standing: Standing, line: LineId, answer: Answer) -> AnswerRecorded:
    """Return the old answer on a line that asks again, with what is now said beside it.

    Raises:
        RuleViolation: more than that was changed, or a text is too long.
    """
    field = standing.answer(line)
    if field.first is None or field.value is None or not is_untouched(standing, line, answer):
        raise RuleViolation(
            tr(
                "{line} was answered differently meanwhile, so nothing was confirmed: look at "
                "what stands there now."
            ).format(line=line)
        )
    whole = replace(answer, values=field.value.values)
    return AnswerRecorded(checked(whole, *standing.asked(line, field.first.pack)))


def asking_again(standing: Standing) -> tuple[LineId, ...]:
    """Return the lines in scope that ask again, in the order of the checklist."""
    if not standing.pack.others:
        return ()
    return tuple(
        line.id
        for section in standing.sections()
        for line in section.lines
        if standing.asks_again(line.id)
    )


def left(standing: Standing) -> tuple[Left, ...]:
    """Return what is recorded at lines and sections that the checklist has no more, by place."""
    if not standing.pack.others:
        return ()
    kinds = (Subject.ANSWER, Subject.ACCOUNT, Subject.LINK, Subject.HEADLINE)
    return standing.memory.of_kinds("left without a line", kinds, lambda: _left(standing))


def _left(standing: Standing) -> tuple[Left, ...]:
    lines: set[LineId] = set()
    for written, state in standing.states_of(Subject.ANSWER):
        if not state.is_withdrawn:
            lines.add(LineId(subject_key(written)))
    lines |= {held.value.line for _, held in standing.accounts() if held.value is not None}
    for written, state in standing.states_of(Subject.LINK):
        if field_of(state, EvidenceLinked).value is not None:
            lines.add(LineId(subject_key(written).partition("/")[2]))
    found = [_left_line(standing, each) for each in lines if not standing.pack.asks(each)]
    for written, state in standing.states_of(Subject.HEADLINE):
        key = SectionId(subject_key(written))
        if not standing.pack.looks_at(key) and not state.is_withdrawn:
            found.append(Left(None, key, *_title(standing, key), True, 0, 0))
    return tuple(sorted((each for each in found if each), key=lambda each: each.place))


def _left_line(standing: Standing, id_: LineId) -> Left | None:
    try:
        line = standing.pack.line(id_)
    except NotFound:
        return None
    return Left(
        line,
        line.section,
        *_title(standing, line.section, id_),
        has_answer=standing.answer(id_).value is not None,
        accounts=len(standing.accounts(id_)),
        items=len(standing.evidence(id_)),
    )


def _title(standing: Standing, section: SectionId, line: LineId | None = None) -> tuple[str, str]:
    """Return what a section was called, and the version of the checklist that had the place."""
    for each in standing.pack.others:
        if (each.asks(line) if line else each.looks_at(section)) and each.looks_at(section):
            return each.section(section).title, each.version
    return section, ""


def _is_told_of(standing: Standing, line: LineId) -> bool:
    return bool(
        standing.answer(line).value is not None
        or standing.accounts(line)
        or standing.evidence(line)
    )


def states_read(states: Mapping[str, SubjectState]) -> PackPin:
    """Return under which version an inspection stood, by what stood in it.

    Raises:
        NotFound: its particulars are not among them.
    """
    for held in field_of(states.get(subject(Subject.INSPECTION)), Details).versions:
        if held.value is not None:
            return in_use(held.value, states.get(subject(Subject.PACK)))
    raise NotFound(
        tr(
            "The particulars of this inspection are not on this laptop: sync, or bring the "
            "laptops together, and open it again."
        )
    )

"""Asking a force in a workbook: what may be asked, what a row says, what its reply records."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from inspector_app.domain.dates import PartialDate
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.ids import SourceId
from inspector_app.domain.items import SourceItem
from inspector_app.domain.markings import Marking, highest
from inspector_app.domain.source_fields import Fact, form_of_kind
from inspector_app.domain.source_wording import fact_words, source_words
from inspector_app.domain.sources import DataReturn, DocumentRequest, Number, RequestOutcome, Source
from inspector_app.domain.standing import Standing
from inspector_app.domain.values import Basis
from inspector_app.texts import tr

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
"""What no file name may hold on some system."""
ANSWERS = {
    "Provided": RequestOutcome.RECEIVED,
    "Refused": RequestOutcome.REFUSED,
    "Does not exist": RequestOutcome.SAID_NOT_TO_EXIST,
}
"""What a force can answer to a request, in the words of its drop-down."""
BASES = {
    "Declared": Basis.DECLARED,
    "Verified by us": Basis.CHECKED_BY_SUPPLIER,
}
"""How far a force vouches for a number, in the words of its drop-down."""


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request as it goes out."""

    reference: str
    what: str
    form: str
    asked: str
    due: str


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One number of a data return that is asked for."""

    reference: str
    at: int
    """Which number of its return, from 0."""
    title: str
    definition: str
    left_out_of_all: str
    measure: str
    unit: str
    """Empty: the force says which."""
    period: str
    """Empty: the force says which."""


@dataclass(frozen=True, slots=True)
class RequestReply:
    """What came back to one request."""

    outcome: RequestOutcome
    reference: str = ""
    settled: PartialDate | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NumberReply:
    """What came back for one number; None: nothing was written there."""

    at: int
    value: str = ""
    unit: str | None = None
    period: PartialDate | None = None
    basis: Basis | None = None
    exclusions: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One fact that a reply tells: what stood when it went out, what stands here, what came."""

    name: str
    """The field's."""
    at: int | None
    """Of a number: which, from 0."""
    label: str
    before: str
    here: str
    """Empty unless something else was recorded here meanwhile."""
    after: str


def may_go_out(item: SourceItem) -> bool:
    """Return whether a source is something that the force can still answer in a workbook."""
    return not item.source.is_closed and any(True for _ in rows(item.source))


def asked_for(standing: Standing, numbers: Iterable[str] = ()) -> tuple[SourceItem, ...]:
    """Return the requests and data returns that go out: those named, or all that are open.

    Nothing else ever goes out: no other kind of source, none that is kept from export, none whose
    encounter has not ended.

    Raises:
        NotFound: no source has a number that was named.
        RuleViolation: one that was named is no request or return that is open, is not to be
            exported, or stands in differing versions.
    """
    items = standing.sources()
    wanted = tuple(dict.fromkeys(number.strip().casefold() for number in numbers))
    if not wanted:
        return tuple(each for each in items if may_go_out(each) and not each.is_disputed)
    found = []
    for number in wanted:
        item = next((i for i in items if i.source.number.casefold() == number), None)
        if item is None:
            raise NotFound(
                tr("There is no source {number} in this inspection.").format(number=number.upper())
            )
        _require_may_go_out(item)
        found.append(item)
    return tuple(found)


def marking_of(standing: Standing, items: Iterable[SourceItem]) -> Marking:
    """Return the high watermark of the inspection and of what is asked."""
    marked = [standing.details.marking, *(item.source.marking for item in items)]
    return highest(filter(None, marked))


def file_name(standing: Standing) -> str:
    """Return what a workbook's file is called: the marking first, so that any list shows it."""
    marking = marking_of(standing, asked_for(standing))
    words = f"{marking.words()} {standing.details.force.name} requests"
    return " ".join(_FORBIDDEN.sub("-", words).split()) + ".xlsx"


def _require_may_go_out(item: SourceItem) -> None:
    number = item.source.number
    if item.source.is_closed:
        raise RuleViolation(
            tr("{number} is not to be exported, so it cannot go out in a workbook.").format(
                number=number
            )
        )
    if item.is_disputed:
        raise RuleViolation(
            tr("{number} stands in differing versions: settle them before it goes out.").format(
                number=number
            )
        )
    if not may_go_out(item):
        raise RuleViolation(
            tr(
                "{number} has nothing for the force to fill in: only open requests, and data "
                "returns that lack a number, go out in a workbook."
            ).format(number=number)
        )


def rows(source: Source) -> Iterator[RequestRow | NumberRow]:
    """Yield what is asked of the force for one source, row by row; nothing: it is answered."""
    told = source.particulars
    if isinstance(told, DocumentRequest):
        if told.outcome is RequestOutcome.OPEN:
            yield RequestRow(
                source.number, source_words(source), told.form, _words(told.asked), _words(told.due)
            )
    elif isinstance(told, DataReturn):
        for at, number in enumerate(told.numbers or (Number(source_words(source)),)):
            if not number.value and not number.exclusions:
                yield NumberRow(
                    reference=source.number,
                    at=at,
                    title=source_words(source),
                    definition=told.definition,
                    left_out_of_all=told.exclusions,
                    measure=number.measure,
                    unit=number.unit,
                    period=_words(number.period or told.period),
                )


def with_reply(source: Source, replies: Iterable[RequestReply | NumberReply]) -> Source:
    """Return a source with what came back; what was not asked of the force stays."""
    for reply in replies:
        told = source.particulars
        if isinstance(reply, RequestReply) and isinstance(told, DocumentRequest):
            answered = replace(
                told,
                outcome=reply.outcome,
                reference=reply.reference,
                settled=reply.settled,
                reason=reply.reason,
            )
            source = replace(source, particulars=answered)
        elif isinstance(reply, NumberReply) and isinstance(told, DataReturn):
            numbers = list(told.numbers or (Number(source_words(source)),))
            numbers[reply.at] = _with_number(numbers[reply.at], reply)
            source = replace(source, particulars=replace(told, numbers=tuple(numbers)))
    return source


def told_by(before: Source, here: Source, after: Source) -> tuple[Told, ...]:
    """Return the facts that a reply tells anew, each beside what was recorded here meanwhile.

    Args:
        before: the source as it went out.
        here: as it stands now.
        after: as it went out, with the reply.
    """
    found: list[Told] = []
    for fact in form_of_kind(type(after.particulars)).facts:
        values = [getattr(each.particulars, fact.name, None) for each in (before, here, after)]
        if not fact.columns:
            found += _told(fact, None, values)
            continue
        then, now, came = (value or () for value in values)
        for at, number in enumerate(came):
            was, is_now = (each[at] if at < len(each) else None for each in (then, now))
            has_moved = (was and was.measure) != (is_now and is_now.measure)
            for column in fact.columns:
                three = [getattr(each, column.name, None) for each in (was, is_now, number)]
                if has_moved:  # the rows are others here: nothing of this one is merged
                    three[1] = _MOVED
                found += _told(column, at, three)
    return tuple(found)


def merged(before: Source, here: Source, after: Source) -> Source:
    """Return what stands here with what a reply tells anew, where nothing contradicts it."""
    told = here.particulars
    for each in told_by(before, here, after):
        if each.at is None:
            value = getattr(after.particulars, each.name)
            told = replace(told, **{each.name: value})
        elif isinstance(told, DataReturn) and isinstance(after.particulars, DataReturn):
            numbers = list(told.numbers or (Number(source_words(here)),))
            value = getattr(after.particulars.numbers[each.at], each.name)
            numbers[each.at] = replace(numbers[each.at], **{each.name: value})
            told = replace(told, numbers=tuple(numbers))
    return replace(here, particulars=told)


_MOVED = object()
"""Stands for a fact of a row that is no longer where it was."""


def _told(fact: Fact, at: int | None, values: Sequence[object]) -> Iterator[Told]:
    before, here, after = values
    if after in (before, here):
        return
    was_moved = here is _MOVED
    words = tr("the rows of this return were changed here") if was_moved else fact_words(here, fact)
    is_conflict = here != before
    yield Told(
        fact.name,
        at,
        fact.label,
        fact_words(before, fact),
        (words or tr("nothing")) if is_conflict else "",
        fact_words(after, fact),
    )


def _with_number(number: Number, reply: NumberReply) -> Number:
    return replace(
        number,
        value=reply.value,
        unit=number.unit if reply.unit is None else reply.unit,
        period=reply.period or number.period,
        basis=reply.basis or Basis.UNSTATED,
        exclusions=reply.exclusions,
    )


def _words(when: PartialDate | None) -> str:
    return when.words() if when else ""


def source_of(standing: Standing, id_: SourceId) -> SourceItem | None:
    """Return a source as it stands; None: it was taken back or destroyed."""
    return next((item for item in standing.sources() if item.id == id_), None)

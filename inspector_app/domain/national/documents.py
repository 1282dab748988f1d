"""Which forces lack which documents: not supplied, not existing, or asked for without a reply."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.answer_wording import waiting_words
from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.carrying import is_waiting
from inspector_app.domain.checklist import AnswerKind, Line
from inspector_app.domain.markings import Marking, highest
from inspector_app.domain.national.lines import LineKeys
from inspector_app.domain.national.visits import Nation, Visit
from inspector_app.domain.sources import DocumentAbsent, DocumentRequest, RequestOutcome, Source
from inspector_app.domain.values import DocumentKnown, DocumentStanding
from inspector_app.domain.wording import one_line
from inspector_app.texts import tr


class Lack(StrEnum):
    """In which way a document is lacking."""

    NOT_SUPPLIED = "not-supplied"
    REFUSED = "refused"
    DOES_NOT_EXIST = "does-not-exist"
    SAID_NOT_TO_EXIST = "said-not-to-exist"
    NO_REPLY = "no-reply"
    UNSETTLED = "unsettled"
    """Some of its versions say that it is lacking; none is picked."""

    def words(self) -> str:
        """Return it as it is read."""
        return _WORDS[self]


_WORDS = {
    Lack.NOT_SUPPLIED: tr("Not supplied"),
    Lack.REFUSED: tr("Refused"),
    Lack.DOES_NOT_EXIST: tr("Does not exist"),
    Lack.SAID_NOT_TO_EXIST: tr("Said not to exist"),
    Lack.NO_REPLY: tr("Asked for, no reply"),
    Lack.UNSETTLED: tr("Unsettled: its versions differ"),
}
_OUTCOMES = {
    Outcome.NOT_SUPPLIED: Lack.NOT_SUPPLIED,
    Outcome.DOES_NOT_EXIST: Lack.DOES_NOT_EXIST,
    Outcome.ASKED_NO_REPLY: Lack.NO_REPLY,
}
_STANDINGS = {
    DocumentStanding.NOT_SUPPLIED: Lack.NOT_SUPPLIED,
    DocumentStanding.ASKED_FOR: Lack.NO_REPLY,
}
_REQUESTS = {
    RequestOutcome.OPEN: Lack.NO_REPLY,
    RequestOutcome.NOT_SUPPLIED: Lack.NOT_SUPPLIED,
    RequestOutcome.REFUSED: Lack.REFUSED,
    RequestOutcome.SAID_NOT_TO_EXIST: Lack.SAID_NOT_TO_EXIST,
}


@dataclass(frozen=True, slots=True)
class Lacking:
    """A document that one force lacks."""

    visit: Visit
    key: str
    """What the same document has in every inspection: its line, else its title."""
    what: str
    reference: str
    """The line's id, or the source's number."""
    lack: Lack
    asked: str
    due: str
    reason: str
    as_at: str
    marking: str
    remark: str
    """That it was carried over and not confirmed; empty: it was not."""


@dataclass(frozen=True, slots=True)
class Documents:
    """All that is lacking and may be told of."""

    lacking: tuple[Lacking, ...]
    """By force and date, then answers in the checklist's order, then sources by number."""
    withheld: int
    """Answers and sources about documents that may not be told of."""

    def by_document(self) -> tuple[tuple[str, tuple[Lacking, ...]], ...]:
        """Return each document with all who lack it; those that most lack come first."""
        found: dict[str, list[Lacking]] = {}
        for each in self.lacking:
            found.setdefault(each.key, []).append(each)
        grouped = ((each[0].what, tuple(each)) for each in found.values())
        return tuple(sorted(grouped, key=lambda pair: (-len(pair[1]), pair[0].casefold())))


def documents_lacking(nation: Nation) -> Documents:
    """Return what answers and sources say is lacking, inspection by inspection."""
    packs = {v.standing.pack.sha256: v.standing.pack for v in nation.visits}.values()
    keys = LineKeys(packs)
    found: list[Lacking] = []
    hidden = 0
    for visit in nation.visits:
        for line in visit.standing.pack.lines():
            told, held_back = _of_line(line, visit, keys)
            found += told
            hidden += held_back
        for item in visit.standing.sources():
            versions = [h.value for h in visit.standing.source(item.id).versions if h.value]
            lacks = {lack for each in versions if (lack := _lack_of(each)) is not None}
            if not lacks:
                continue
            if item.id in visit.closed_sources:
                hidden += 1
                continue
            is_one = len(lacks) == 1 and not item.is_disputed
            found.append(_of_source(item.source, visit, lacks.pop() if is_one else Lack.UNSETTLED))
    return Documents(tuple(found), hidden)


def _of_line(line: Line, visit: Visit, keys: LineKeys) -> tuple[list[Lacking], int]:
    field = visit.standing.answer(line.id)
    answers = [held.value for held in field.versions if held.value]
    said = [(answer, lack, what) for answer in answers for lack, what in _lacks(answer, line)]
    if not said:
        return [], 0
    if line.id in visit.closed_lines:
        return [], 1
    if field.in_conflict:
        said = [(answers[0], Lack.UNSETTLED, line.text)]
    else:
        said = [each for each in said if each[0] is answers[0]]
    told = []
    for answer, lack, what in said:
        told.append(
            Lacking(
                visit,
                keys.key(visit.standing.pack, line.id),
                what,
                line.id,
                lack,
                "",
                "",
                "" if field.in_conflict else one_line(answer.note),
                (answer.as_at or visit.fieldwork).words(),
                _marking(visit, answer.marking),
                waiting_words(answer.origin) if is_waiting(answer.origin) else "",
            )
        )
    return told, 0


def _lacks(answer: Answer, line: Line) -> Iterator[tuple[Lack, str]]:
    """Yield in which ways what a line asks for is lacking, and what it is called."""
    asks_document = any(part.kind is AnswerKind.DOCUMENT for part in line.parts)
    if answer.outcome is not None:
        lack = _OUTCOMES.get(answer.outcome)
        if lack is not None and (asks_document or lack is Lack.NOT_SUPPLIED):
            yield lack, line.text
        return
    for value in answer.values.values():
        if isinstance(value, DocumentKnown) and (lack := _STANDINGS.get(value.standing)):
            yield lack, value.title or line.text


def _lack_of(source: Source) -> Lack | None:
    match source.particulars:
        case DocumentRequest(outcome=outcome):
            return _REQUESTS.get(outcome)
        case DocumentAbsent():
            return Lack.DOES_NOT_EXIST
        case _:
            return None


def _of_source(source: Source, visit: Visit, lack: Lack) -> Lacking:
    told = source.particulars
    request = told if isinstance(told, DocumentRequest) else None
    reason = told.reason if isinstance(told, DocumentRequest | DocumentAbsent) else ""
    settled = request.settled if request else None
    return Lacking(
        visit,
        " ".join(source.title.split()).casefold(),
        source.title,
        source.number,
        lack,
        request.asked.words() if request and request.asked else "",
        request.due.words() if request and request.due else "",
        "" if lack is Lack.UNSETTLED else one_line(reason),
        (settled or source.as_at or visit.fieldwork).words(),
        _marking(visit, source.marking),
        waiting_words(source.origin) if is_waiting(source.origin) else "",
    )


def _marking(visit: Visit, own: Marking | None) -> str:
    return highest([visit.own_marking(None), visit.own_marking(own)]).words()

"""What was said on a line in words: an answer, an account, and where it came from."""

from collections.abc import Mapping, Sequence

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer, CapabilitySource, Outcome
from inspector_app.domain.checklist import AnswerKind, Line, Pack, Part
from inspector_app.domain.held import Absence, Held
from inspector_app.domain.ids import LineId
from inspector_app.domain.origins import Origin
from inspector_app.domain.standing import Standing
from inspector_app.domain.value_wording import said_pairs, value_details, value_words
from inspector_app.domain.values import Value
from inspector_app.domain.wording import as_at_words, listed, marking_words, when_words
from inspector_app.texts import tr

_OUTCOMES = {
    Outcome.NOT_SUPPLIED: tr("Not supplied"),
    Outcome.DOES_NOT_EXIST: tr("Does not exist"),
    Outcome.NEVER_AROSE: tr("Never arose"),
    Outcome.NOT_ASKED: tr("Not asked"),
    Outcome.ASKED_NO_REPLY: tr("Asked, no reply"),
    Outcome.NOT_IN_SCOPE: tr("Not in scope"),
}
_SOURCES = {
    CapabilitySource.OWN: tr("own"),
    CapabilitySource.ALLIANCE: tr("alliance"),
    CapabilitySource.REGION: tr("region"),
    CapabilitySource.NATIONAL: tr("national"),
    CapabilitySource.PARTNER: tr("partner"),
}
_ABSENCES = {
    Absence.WITHDRAWN: tr("Withdrawn"),
    Absence.PURGED: tr("Destroyed by a purge"),
    Absence.NEWER: tr("Made by a newer version of the app"),
}


def outcome_words(outcome: Outcome) -> str:
    """Return an outcome as it is read: ``Asked, no reply``."""
    return _OUTCOMES[outcome]


def absence_words(absence: Absence) -> str:
    """Return why a version holds nothing."""
    return _ABSENCES[absence]


def capability_words(sources: Sequence[CapabilitySource], share: str = "") -> str:
    """Return whose capability an answer speaks of: ``own and region (most)``."""
    named = listed([_SOURCES[source] for source in sources])
    if named and share:
        return f"{named} ({share})"
    return named or share


def answer_words(answer: Answer, line: Line, pack: Pack) -> str:
    """Return an answer in one short line, as rows and summaries show it.

    Empty where neither a value nor an outcome was given, whatever the note says.
    """
    if answer.outcome is not None:
        return outcome_words(answer.outcome)
    return "; ".join(
        words for part, value in _given(answer, line) if (words := value_words(value, part, pack))
    )


def held_words(held: Held[Answer], line: LineId, standing: Standing) -> str:
    """Return a version of an answer in one short line, as its line was asked when it was given."""
    return answer_words(held.value, *standing.asked(line, held.pack)) if held.value else ""


def account_words(held: Held[Account], standing: Standing) -> str:
    """Return an account’s values in one short line, as its line was asked when it was given."""
    account = held.value
    return values_words(account.values, *standing.asked(account.line, held.pack)) if account else ""


def answer_details(answer: Answer, line: Line, pack: Pack) -> tuple[tuple[str, str], ...]:
    """Return an answer in full, as label and words; labels may be empty."""
    found: list[tuple[str, str]] = []
    if answer.outcome is not None:
        found.append((tr("Outcome"), outcome_words(answer.outcome)))
    for part, value in _given(answer, line):
        found += value_details(value, part, pack)
    found += said_pairs(
        (tr("As at"), as_at_words(answer.as_at)),
        (tr("Note"), answer.note),
        (tr("Source of capability"), capability_words(answer.capability, answer.share)),
        (tr("Marking"), marking_words(answer.marking)),
        (tr("Export"), tr("Left out of every export") if answer.do_not_export else ""),
        (tr("Reason"), answer.reason),
        (tr("Origin"), origin_words(answer.origin)),
    )
    return tuple(found)


def origin_words(origin: Origin | None) -> str:
    """Return where something carried over comes from, and whether it was confirmed; else empty."""
    if origin is None:
        return ""
    by = ", ".join(filter(None, (origin.number, origin.initials, when_words(origin.recorded_ms))))
    words = tr("Carried over from the inspection of {force} ({by}").format(
        force=origin.force, by=by
    )
    if origin.came_from:
        words += tr("; there from {came_from}").format(came_from=listed(origin.came_from))
    confirmed = tr("confirmed here") if origin.is_confirmed else tr("not confirmed here")
    return f"{words}); {confirmed}"


def waiting_words(origin: Origin | None) -> str:
    """Return what marks something carried over that nobody has confirmed; else empty."""
    if origin is None or origin.is_confirmed:
        return ""
    return tr("Carried over from {force}, until confirmed here").format(force=origin.force)


def values_words(values: Mapping[str, Value], line: Line, pack: Pack) -> str:
    """Return the values of an account in one short line."""
    return answer_words(Answer(values=dict(values)), line, pack)


def given_parts(answer: Answer, line: Line) -> tuple[tuple[Part, Value], ...]:
    """Return the values with their parts in the line's order; parts it does not know come last."""
    return tuple(_given(answer, line))


def _given(answer: Answer, line: Line) -> list[tuple[Part, Value]]:
    known = [(part, answer.values[part.id]) for part in line.parts if part.id in answer.values]
    ids = {part.id for part in line.parts}
    strange = sorted(set(answer.values) - ids)
    return known + [
        (Part(id=each, kind=AnswerKind.NARRATIVE, label=each), answer.values[each])
        for each in strange
    ]

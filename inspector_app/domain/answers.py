"""The team's finding on a line: a value or an outcome, and what it rests on."""

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum

from inspector_app.domain.checklist import Line, Pack, Part
from inspector_app.domain.dates import PartialDate
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.ids import AccountId
from inspector_app.domain.locales import whole_words
from inspector_app.domain.markings import Marking
from inspector_app.domain.origins import Origin
from inspector_app.domain.values import (
    CLASS_OF,
    Counted,
    Dated,
    Examined,
    Judged,
    Names,
    Proportion,
    Selected,
    Tabled,
    Tested,
    Ticked,
    Told,
    Value,
)
from inspector_app.texts import tr, tr_counted

_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")

MAX_TEXT = 200_000
"""Characters that one text field of an answer may hold; a page has about 3,000."""


class Outcome(StrEnum):
    """An answer that is not a value."""

    NOT_SUPPLIED = "not-supplied"
    DOES_NOT_EXIST = "does-not-exist"
    NEVER_AROSE = "never-arose"
    NOT_ASKED = "not-asked"
    ASKED_NO_REPLY = "asked-no-reply"
    NOT_IN_SCOPE = "not-in-scope"

    def is_finding(self) -> bool:
        """Return whether the outcome is itself something the team found."""
        return self in (Outcome.NOT_SUPPLIED, Outcome.DOES_NOT_EXIST, Outcome.NEVER_AROSE)


class CapabilitySource(StrEnum):
    """Whose capability an answer speaks of."""

    OWN = "own"
    ALLIANCE = "alliance"
    REGION = "region"
    NATIONAL = "national"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the team holds to be so on one line.

    Holds either values or an outcome or, while only a note has been written, neither.
    """

    values: dict[str, Value] = field(default_factory=dict)
    """By part id."""
    outcome: Outcome | None = None
    as_at: PartialDate | None = None
    """None: as the visit."""
    note: str = ""
    capability: tuple[CapabilitySource, ...] = ()
    share: str = ""
    """How much comes from whom, in words: ``most``."""
    marking: Marking | None = None
    """None: as the inspection."""
    do_not_export: bool = False
    accounts: tuple[AccountId, ...] = ()
    reason: str = ""
    """Why this version was preferred when it settled several, or what it corrects."""
    origin: Origin | None = None
    """Set where it was carried over from another inspection."""

    def is_established(self, line: Line) -> bool:
        """Return whether the line is established: every part asked for, or a finding outcome.

        What was carried over is not, until somebody has confirmed it here.
        """
        if self.origin is not None and not self.origin.is_confirmed:
            return False
        if self.outcome is not None:
            return self.outcome.is_finding()
        return all(part.optional or part.id in self.values for part in line.parts)


def checked(answer: Answer, line: Line, pack: Pack) -> Answer:
    """Return ``answer`` when the line can hold it.

    Raises:
        RuleViolation: a value that the line does not ask for, both a value and an outcome, an
            option or scale value that the pack does not know, a count below zero, a text too long.
    """
    if pack.others and not pack.asks(line.id):
        raise RuleViolation(
            tr(
                "{line} is no longer asked: the checklist was replaced by {version}. What was "
                "recorded there is kept."
            ).format(line=line.id, version=pack.version)
        )
    if answer.outcome is not None and answer.values:
        raise RuleViolation(
            tr("{line}: an answer is either a value or an outcome, not both.").format(line=line.id)
        )
    parts = {part.id: part for part in line.parts}
    for part_id, value in answer.values.items():
        if (part := parts.get(part_id)) is None:
            raise RuleViolation(
                tr("{line} does not ask for “{part_id}”.").format(line=line.id, part_id=part_id)
            )
        _check_value(value, part, line, pack)
    if len(answer.note) > MAX_TEXT:
        raise RuleViolation(
            tr_counted(
                MAX_TEXT,
                "The note on {line} is longer than {number} characters: attach it as a file "
                "instead.",
            ).format(line=line.id, number=whole_words(MAX_TEXT))
        )
    return answer


def fits(answer: Answer, line: Line, pack: Pack) -> bool:
    """Return whether the line can hold the answer as it is."""
    try:
        checked(answer, line, pack)
    except RuleViolation:
        return False
    return True


def fitting(answer: Answer, line: Line, pack: Pack) -> Answer:
    """Return the answer with those of its values that the line can hold; all else stays."""
    kept = {
        part: value
        for part, value in answer.values.items()
        if fits(Answer({part: value}), line, pack)
    }
    return replace(answer, values=kept)


def _check_value(value: Value, part: Part, line: Line, pack: Pack) -> None:
    where = f"{line.id} ({part.label or part.id})"
    if not isinstance(value, CLASS_OF[part.kind]):
        raise RuleViolation(
            tr("{where} takes a value of the kind “{part}”.").format(
                where=where, part=part.kind.value
            )
        )
    match value:
        case Judged(chosen):
            _member(chosen, [v.id for v in pack.scale(part.scale).values], where)
        case Counted(number=number) if number < 0 and not part.signed:
            raise RuleViolation(tr("{where}: a count cannot be below zero.").format(where=where))
        case Counted(number=number) if abs(number) >= 2**53:
            raise RuleViolation(
                tr("{where}: {number} is too large a number.").format(where=where, number=number)
            )
        case Selected(option=option, other=other):
            if option:
                _member(option, [o.id for o in part.options], where)
            elif not other:
                raise RuleViolation(
                    tr("{where}: choose one, or say what else.").format(where=where)
                )
        case Ticked(boxes):
            for box in boxes:
                _member(box, [o.id for o in part.options], where)
        case Tabled(rows=rows):
            for row in rows:
                if len(row) != len(part.columns):
                    raise RuleViolation(
                        tr_counted(
                            len(part.columns),
                            "{where}: each row has {number} cell.",
                            "{where}: each row has {number} cells.",
                        ).format(where=where, number=len(part.columns))
                    )
        case Names(entries):
            _check_many(len(entries), part, where, "name")
        case Dated(dates):
            _check_many(len(dates), part, where, "date")
        case Proportion(percent=percent, numerator=numerator, denominator=denominator):
            for text in (percent, numerator, denominator):
                _check_decimal(text, where)
        case Told(text) | Tested(result=text) | Examined(defects=text):
            if len(text) > MAX_TEXT:
                raise RuleViolation(
                    tr_counted(
                        MAX_TEXT,
                        "{where} holds {number} characters at most: shorten it, or attach it as "
                        "a file.",
                    ).format(where=where, number=whole_words(MAX_TEXT))
                )
        case _:
            pass


def _check_many(count: int, part: Part, where: str, thing: str) -> None:
    if not count:
        raise RuleViolation(
            tr("{where}: give a {thing}, or leave it out.").format(where=where, thing=thing)
        )
    if count > 1 and not part.many:
        raise RuleViolation(tr("{where} takes one {thing}.").format(where=where, thing=thing))


def _check_decimal(text: str, where: str) -> None:
    if text and not _DECIMAL.fullmatch(text):
        raise RuleViolation(tr("{where}: “{text}” is not a number.").format(where=where, text=text))


def _member(chosen: str, allowed: list[str], where: str) -> None:
    if chosen not in allowed:
        raise RuleViolation(
            tr("{where} has no choice “{chosen}”: {allowed}.").format(
                where=where, chosen=chosen, allowed=", ".join(allowed)
            )
        )

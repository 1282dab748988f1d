"""Versions to settle: what stands side by side, how it differs, and what keeping one records."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from inspector_app.domain import answer_wording, wording
from inspector_app.domain.accounts import Account
from inspector_app.domain.changes.bodies import (
    AnswerRecorded,
    Body,
    HeadlineWritten,
    Purged,
    Subject,
    Unknown,
    Withdrawn,
    subject,
    subject_key,
)
from inspector_app.domain.changes.fold import SubjectState, Version
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.held import Absence, Held
from inspector_app.domain.history.fields import facts
from inspector_app.domain.history.things import place_of, thing
from inspector_app.domain.ids import AccountId, ChangeId, LineId, PersonId, SourceId
from inspector_app.domain.source_wording import kind_words, roles_words
from inspector_app.domain.standing import Standing
from inspector_app.texts import tr

_LONGEST = 60
"""Characters of what an account says, beside a version that rests on it."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of several versions that stand side by side."""

    change: ChangeId
    author: PersonId
    initials: str
    time_ms: int
    """Milliseconds UTC by the recording laptop's clock."""
    facts: tuple[tuple[str, str], ...]
    """Label and words of all that it says."""
    accounts: tuple[str, ...]
    """On what it rests, an account each: ``JS/3, control room supervisor, by AM: “Eight.”``."""
    on_all: bool
    """Whether it rests on all accounts on its line, because it names none."""
    absence: Absence | None
    """Set when it says nothing: taken back, destroyed, or made by a newer version."""

    @property
    def can_be_kept(self) -> bool:
        """False for what is destroyed, or made by a newer version of the app."""
        return self.absence in (None, Absence.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Contested:
    """Something that two or more people recorded without knowing of each other."""

    subject: str
    name: str
    """``CC-PO-07``, ``the headline of Public order · Capability``."""
    place: str
    """The line, else the section; empty: the inspection as a whole."""
    sides: tuple[Side, ...]
    """Latest first."""
    differs_in: tuple[str, ...]
    """Labels of the facts that are not the same on all sides."""


def contested(standing: Standing) -> tuple[Contested, ...]:
    """Return all that is to be settled: section by section in the pack's order, then the rest."""
    order: dict[str, int] = {}
    for section in standing.pack.sections:
        order.setdefault(subject(Subject.HEADLINE, section.id), len(order))
        for line in section.lines:
            order.setdefault(subject(Subject.ANSWER, line.id), len(order))
    about = sorted(standing.conflicts(), key=lambda each: (order.get(each, len(order)), each))
    return tuple(contested_at(standing, each) for each in about)


def contested_at(standing: Standing, about: str) -> Contested:
    """Return what stands side by side about one subject, in conflict or not."""
    state = standing.states.get(about, SubjectState(about))
    sides = tuple(_side(standing, about, version) for version in state.versions)
    return Contested(
        about,
        thing(about, standing),
        place_of(about),
        sides,
        differing(tuple(side.facts for side in sides)),
    )


def differing(all_facts: tuple[tuple[tuple[str, str], ...], ...]) -> tuple[str, ...]:
    """Return the labels whose words are not the same on every side, in their order."""
    sides = [dict(facts) for facts in all_facts]
    labels = dict.fromkeys(label for side in sides for label in side)
    return tuple(each for each in labels if len({side.get(each, "") for side in sides}) > 1)


def following(standing: Standing, after: str) -> str | None:
    """Return the subject to settle next after another, going round; None: nothing is left."""
    waiting = [each.subject for each in contested(standing)]
    if not waiting:
        return None
    at = waiting.index(after) if after in waiting else -1
    return waiting[(at + 1) % len(waiting)]


def kept(state: SubjectState, change: ChangeId, reason: str) -> Body:
    """Return the body to record when one of several versions is to stand.

    Raises:
        NotFound: it does not stand there.
        RuleViolation: there is nothing to settle, no reason, or it is destroyed or not understood.
    """
    if not state.in_conflict:
        raise RuleViolation(tr("There is nothing to settle here: one version stands."))
    if not reason.strip():
        raise RuleViolation(
            tr("Settling needs a reason: why this is the version that stands. Nothing was settled.")
        )
    version = next((each for each in state.versions if each.change == change), None)
    if version is None:
        raise NotFound(
            tr(
                "That version was replaced meanwhile, so nothing was settled: look at what "
                "stands there now."
            )
        )
    body = version.body
    if isinstance(body, Purged | Unknown):
        raise RuleViolation(
            tr(
                "That version was destroyed, or was made by a newer version of the app, so it "
                "cannot be kept. Nothing was settled: keep another."
            )
        )
    match body:
        case AnswerRecorded(answer):
            return AnswerRecorded(replace(answer, reason=reason.strip()))
        case HeadlineWritten(headline):
            return HeadlineWritten(replace(headline, reason=reason.strip()))
        case Withdrawn():
            return Withdrawn(reason.strip())
        case _:  # a reason of its own says something else
            return body


def _side(standing: Standing, about: str, version: Version) -> Side:
    absence: Absence | None = None
    if isinstance(version.body, Purged):
        absence = Absence.PURGED
    elif isinstance(version.body, Unknown):
        absence = Absence.NEWER
    elif isinstance(version.body, Withdrawn):
        absence = Absence.WITHDRAWN
    said = facts(version, about, standing)
    if absence is not None:
        told = answer_wording.absence_words(absence)
        reason = version.body.reason if isinstance(version.body, Withdrawn) else ""
        said = (("", f"{told}: {reason}" if reason else told),)
    named = body.answer.accounts if isinstance(body := version.body, AnswerRecorded) else ()
    is_answer = isinstance(body, AnswerRecorded)
    accounts = _accounts(standing, LineId(subject_key(about)), named) if is_answer else ()
    return Side(
        version.change,
        version.author,
        standing.initials(version.author),
        version.time_ms,
        said,
        accounts,
        is_answer and not named,
        absence,
    )


def _accounts(standing: Standing, line: LineId, named: Collection[AccountId]) -> tuple[str, ...]:
    """Return accounts on a line in words: those named or, where none is, all of them."""
    found = []
    for id_, held in standing.accounts(line):
        account = held.value
        if account is None or (named and id_ not in named):
            continue
        source = standing.source(SourceId(account.source)).value if account.source else None
        role = account.role or (roles_words(source) or kind_words(source) if source else "")
        by = ", ".join(filter(None, (source.number if source else "", role)))
        words = account.words or _value_words(held, standing)
        said = f": “{wording.first_words(words, _LONGEST)}”" if words else ""
        by = by or tr("without a source")
        found.append(
            tr("{by}, noted by {initials}{said}").format(
                by=by, initials=standing.initials(held.author), said=said
            )
        )
    return tuple(found)


def _value_words(held: Held[Account], standing: Standing) -> str:
    if held.value is not None and held.value.outcome is not None:
        return answer_wording.outcome_words(held.value.outcome)
    return answer_wording.account_words(held, standing)

"""Versions to settle as screens show them; no Qt, no decisions of the domain's."""

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain import answer_wording, wording
from inspector_app.domain.changes.bodies import Subject, subject_key, subject_kind
from inspector_app.domain.checklist import Pack
from inspector_app.domain.history.things import place_of
from inspector_app.domain.ids import ChangeId, LineId, PersonId
from inspector_app.domain.settling import Contested, Side, contested, contested_at
from inspector_app.domain.standing import Standing
from inspector_app.ui.texts import counted, tr

DIFFERS = "≠"
"""In front of what is not the same in all versions."""
_AT_A_LINE = (Subject.ANSWER, Subject.HEADLINE, Subject.ASSIGNMENT, Subject.MODERATION)
_MAIN = (
    tr("Headline"),
    tr("Moderated headline"),
    tr("Account"),
    tr("Caption"),
    tr("Name"),
    tr("Phase"),
)
"""Facts that are shown large: what a version says, before what it says of it."""


@dataclass(frozen=True, slots=True)
class VersionView:
    """One of several versions that stand side by side."""

    change: ChangeId
    stamp: str
    """By whom and when."""
    words: str
    """What it says, marked where the others say something else."""
    details: str
    """What it says otherwise than the others, beside its words; empty where nothing is."""
    can_be_kept: bool
    """False for what is destroyed, or made by a newer version of the app."""
    accounts: str = ""
    """On which accounts it rests; empty: it is nothing that rests on any."""
    differs_in: str = ""
    """In what the versions are not the same."""


@dataclass(frozen=True, slots=True)
class ContestedView:
    """Something to settle, as its row shows it."""

    subject: str
    name: str
    """``CC-PO-07``, ``the headline of Public order · Capability``."""
    versions: str
    """How many, and by whom: ``2 versions: AM, JS``."""
    differs_in: str
    latest: str
    """By whom and when the last of them was recorded."""


def contested_views(standing: Standing) -> tuple[ContestedView, ...]:
    """Return all that is to be settled, in the order of the checklist."""
    found = []
    for each in contested(standing):
        by = ", ".join(dict.fromkeys(side.initials for side in each.sides))
        number = counted(len(each.sides), "version", "versions")
        found.append(
            ContestedView(
                each.subject,
                each.name[:1].upper() + each.name[1:],
                f"{number}: {by}",
                ", ".join(label.lower() for label in each.differs_in if label),
                stamp_words(standing, each.sides[0].author, each.sides[0].time_ms),
            )
        )
    return tuple(found)


def version_views(standing: Standing, about: str) -> tuple[VersionView, ...]:
    """Return what stands side by side about one subject, latest first."""
    at = contested_at(standing, about)
    answers: dict[ChangeId, str] = {}
    if subject_kind(about) == Subject.ANSWER.value:
        line = LineId(subject_key(about))
        answers = {
            held.change: answer_wording.held_words(held, line, standing) or tr("no answer")
            for held in standing.answer(line).versions
            if held.value is not None
        }
    return tuple(_view(standing, at, side, answers) for side in at.sides)


def place_to_settle(about: str, pack: Pack) -> tuple[str, str]:
    """Return the screen and place where a subject's versions stand, if only in their list."""
    kind, place = subject_kind(about), place_of(about)
    is_here = pack.asks(place) or pack.looks_at(place)
    if kind in {each.value for each in _AT_A_LINE} and is_here:
        return "section", place
    if kind == Subject.SOURCE.value:
        return "sources", subject_key(about)
    return "versions", about


def stamp_words(standing: Standing, author: PersonId, time_ms: int) -> str:
    """Return by whom and when something was recorded: ``JS · 18 Sep, 14:02``.

    The year is told where it is not that of the visit.
    """
    date, _, time = wording.when_words(time_ms).partition(", ")
    day, month, year = date.split(" ") if date.count(" ") == 2 else (date, "", "")
    words = f"{day} {month[:3]}"
    if not standing.details.fieldwork.value.startswith(year):
        words = f"{words} {year}"
    return f"{standing.initials(author)} · {words}, {time}"


def _view(
    standing: Standing, at: Contested, side: Side, answers: Mapping[ChangeId, str]
) -> VersionView:
    facts = dict(side.facts)
    main = next((label for label in _MAIN if label in facts and side.absence is None), None)
    if side.absence is not None:
        words = " ".join(said for _, said in side.facts)
    elif side.change in answers:
        words = answers[side.change]
        words = f"{DIFFERS} {words}" if len(set(answers.values())) > 1 else words
    else:
        words = _marked(at, main, facts[main]) if main else ""
    said_above = answers.get(side.change, "")
    details = [
        _marked(at, label, f"{label}: {said}" if label else said)
        for label, said in side.facts
        if side.absence is None and label != main and label in at.differs_in
        if said and said != said_above
    ]
    # What only the others say is a difference too.
    details += [
        f"{DIFFERS} {label}: {tr('nothing')}"
        for label in at.differs_in
        if side.absence is None and label and label != main and not facts.get(label)
    ]
    accounts = ""
    if subject_kind(at.subject) == Subject.ANSWER.value and side.absence is None:
        heading = tr("Rests on all accounts of the line:") if side.on_all else tr("Rests on:")
        accounts = "\n".join((heading, *side.accounts)) if side.accounts else tr("Rests on nothing")
    return VersionView(
        side.change,
        stamp_words(standing, side.author, side.time_ms),
        words,
        "\n".join(details),
        side.can_be_kept,
        accounts,
        ", ".join(label.lower() for label in at.differs_in if label),
    )


def _marked(at: Contested, label: str, words: str) -> str:
    return f"{DIFFERS} {words}" if words and label in at.differs_in else words

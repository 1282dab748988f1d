"""What stands on one line, as the open line shows it; no Qt, no decisions of the domain's."""

from dataclasses import dataclass, replace

from inspector_app.domain import answer_wording, exclusions, upgrade_words, wording
from inspector_app.domain.answers import Answer, fits, fitting
from inspector_app.domain.assigning import is_mine
from inspector_app.domain.carrying import is_waiting
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.checklist import Line, Pack, Section
from inspector_app.domain.headlines import Headline
from inspector_app.domain.held import Held
from inspector_app.domain.ids import AccountId, LineId, PersonId, SectionId, SourceId
from inspector_app.domain.last_time import LastTime
from inspector_app.domain.moderating import is_outrun
from inspector_app.domain.moderation import Moderation
from inspector_app.domain.national import telling
from inspector_app.domain.national.telling import BaseTells, taken_over
from inspector_app.domain.pack_difference_words import form_words
from inspector_app.domain.source_wording import kind_words, roles_words
from inspector_app.domain.standing import Standing
from inspector_app.domain.strength import Supports, accounts_of
from inspector_app.ui import correction_viewing
from inspector_app.ui.settling_viewing import VersionView, stamp_words, version_views
from inspector_app.ui.texts import tr


@dataclass(frozen=True, slots=True)
class ModerationView:
    """What was said of a headline, as its row and its fields show it."""

    challenge: str
    moderated: str
    reason: str
    title: str
    words: str
    """What the row says, with its title: what came of it, else the challenge."""
    stamp: str
    is_outrun: bool
    """The headline was written anew since."""
    versions: tuple[VersionView, ...]
    """Empty unless several stand side by side."""


@dataclass(frozen=True, slots=True)
class AccountView:
    """What one source said, as a row."""

    account: AccountId
    role: str
    words: str
    initials: str
    letter: str = ""
    """Of the kind of its source; empty: without a source."""
    source: str = ""
    """The source's number."""
    mark: str = ""
    """That it was carried over and is not confirmed; empty: it needs no telling."""
    is_own_view: bool = False
    """Whether it tells how the force sees itself: shown apart from the others."""
    rests: bool | None = None
    """Whether the answer rests on it; None: there is no one answer that could."""


@dataclass(frozen=True, slots=True)
class AgainView:
    """What a line asked when it was answered, beside what it asks now."""

    before: str
    """``Asked under version 1.0.0``."""
    asked_before: str
    answered: str
    """The answer in its words then."""
    now: str
    asked_now: str
    takes: str
    """What kind of answer is wanted now; empty: the same kind."""
    can_be_confirmed: bool
    """False where the answer does not fit the new form."""


@dataclass(frozen=True, slots=True)
class LineStanding:
    """What stands on a line."""

    answer: Answer | None
    stamp: str
    absence: str
    """Why the answer holds nothing, in words; empty where that needs no words."""
    versions: tuple[VersionView, ...]
    """Empty unless several stand side by side."""
    accounts: tuple[AccountView, ...]
    files: int
    rests: str = ""
    """What the answer rests on, by kind; empty where there is neither answer nor account."""
    last_time: str = ""
    """What an earlier inspection found, in words; empty: nothing is known of one."""
    origin: str = ""
    """Where the answer was carried over from; empty: it is the team's own."""
    visit: str = ""
    """What the visit found, and why that was corrected since; empty: it stands as it was found."""
    is_waiting: bool = False
    """Whether the answer waits to be confirmed."""
    again: AgainView | None = None
    """Set where the line asks again."""
    is_locked: bool = False
    """Whether it can only be read."""
    told_by_base: str = ""
    """What base tells of other forces, or that the line waits for it; empty: neither."""
    can_take_over: bool = False
    """Whether some of that is no account here yet."""


def line_standing(
    standing: Standing,
    line: Line,
    last_time: LastTime | None = None,
    *,
    is_locked: bool = False,
    told: tuple[BaseTells, ...] = (),
) -> LineStanding:
    """Return what stands on ``line``.

    Args:
        standing: the inspection.
        line: of its pack.
        last_time: what an earlier inspection found on it.
        is_locked: it can only be read.
        told: what base tells of other forces, on any line.
    """
    field = standing.answer(line.id)
    accounts = account_views(standing, line)
    has_ground = bool(accounts) or field.value is not None
    answer = field.value
    again = again_view(standing, line.id)
    return LineStanding(
        fitting(answer, line, standing.pack) if answer and again else answer,
        stamp(standing, field.first),
        _absence(standing, field.first),
        version_views(standing, subject(Subject.ANSWER, line.id)) if field.in_conflict else (),
        accounts,
        len(standing.evidence(line.id)),
        Supports(standing).strength(line.id).told() if has_ground else "",
        last_time_words(last_time),
        answer_wording.origin_words(answer.origin) if answer else "",
        correction_viewing.visit_words(standing, line),
        bool(answer and is_waiting(answer.origin)),
        again,
        is_locked,
        told_words(standing, line, told),
        not is_locked and bool(not_taken_over(standing, line, told)),
    )


def again_view(standing: Standing, line: LineId) -> AgainView | None:
    """Return what a line asked before beside what it asks now; None: it does not ask again."""
    held = standing.answer(line).first
    if held is None or held.value is None or not standing.asks_again(line):
        return None
    was, pack = standing.asked(line, held.pack)
    asked, said = upgrade_words.asked_words(standing, line, held)
    now = standing.pack.line(line)
    takes = form_words(now)
    return AgainView(
        tr("Asked under version {version}").format(version=pack.version),
        asked,
        tr("Answered: {answer}").format(answer=said or tr("a note")),
        tr("Asked now, under version {version}").format(version=standing.pack.version),
        now.text,
        "" if takes == form_words(was) else tr("Takes now: {form}").format(form=takes),
        fits(held.value, now, standing.pack),
    )


def last_time_words(last_time: LastTime | None) -> str:
    """Return what was found last time in full, and how it was asked where that differs."""
    if last_time is None:
        return ""
    words = last_time.words()
    if last_time.note:
        words += f". {wording.one_line(last_time.note)}"
    if last_time.question:
        words += "\n" + tr("It was asked then ({line}): {question}").format(
            line=last_time.line, question=last_time.question
        )
    return words


def told_words(standing: Standing, line: Line, told: tuple[BaseTells, ...]) -> str:
    """Return what base tells of other forces on a line, or that a part of it waits for that."""
    found = []
    here = {each.id: each for each in told if each.line == line.id}
    for comparison in standing.pack.comparisons:
        if comparison.line != line.id:
            continue
        if (one := here.get(comparison.id)) is None:
            if comparison.part:
                found.append(tr("Base has told nothing yet: {what}").format(what=comparison.title))
            continue
        number = taken_over(one, standing)
        taken = " " + tr("Taken over as {number}.").format(number=number) if number else ""
        found.append(telling.told_words(one) + taken)
    return "\n".join(found)


def not_taken_over(
    standing: Standing, line: Line, told: tuple[BaseTells, ...]
) -> tuple[BaseTells, ...]:
    """Return what base tells on a line and is no account here yet."""
    return tuple(e for e in told if e.line == line.id and not taken_over(e, standing))


def account_views(standing: Standing, line: Line) -> tuple[AccountView, ...]:
    """Return the accounts on ``line``, oldest first."""
    found = []
    field = standing.answer(line.id)
    answer = None if field.in_conflict else field.value
    for account, held in standing.accounts(line.id):
        value = held.value
        if value is None:
            continue
        said = [value.words] if value.words else []
        if value.outcome is not None:
            said.append(answer_wording.outcome_words(value.outcome))
        if value.values:
            said.append(answer_wording.account_words(held, standing))
        source = standing.source(SourceId(value.source)).value if value.source else None
        found.append(
            AccountView(
                account,
                value.role or (roles_words(source) or kind_words(source) if source else ""),
                exclusions.beside(" · ".join(said), exclusions.of_account(value, source)),
                standing.initials(held.author),
                source.letter if source else "",
                source.number if source else "",
                tr("carried over from {force}").format(force=value.origin.force)
                if value.origin is not None and is_waiting(value.origin)
                else "",
                source is not None and source.is_own_view,
                None if answer is None else not answer.accounts or account in answer.accounts,
            )
        )
    return (*sorted(found, key=lambda view: view.is_own_view), *_own_views(standing, line))


def _own_views(standing: Standing, line: Line) -> tuple[AccountView, ...]:
    """Return how the force sees itself, by the sources that speak to the line as a whole."""
    spoke = {held.value.source for _, held in standing.accounts(line.id) if held.value}
    return tuple(
        AccountView(
            AccountId(""),
            kind_words(item.source),
            item.source.own_view,
            standing.initials(item.recorded.author),
            item.source.letter,
            item.source.number,
            is_own_view=True,
        )
        for item in standing.sources()
        if item.source.own_view and (line.id in item.source.lines or item.id in spoke)
    )


def rested_on(
    standing: Standing, line: LineId, account: str, *, is_on: bool
) -> tuple[AccountId, ...]:
    """Return on which accounts an answer rests once one is taken in or out; none: on all."""
    every = [id_ for id_, _ in standing.accounts(line)]
    answer = standing.answer(line).value
    named = answer.accounts if answer and answer.accounts else tuple(every)
    kept = {*named, AccountId(account)} if is_on else {*named} - {AccountId(account)}
    return () if kept.issuperset(every) else tuple(id_ for id_ in every if id_ in kept)


def source_account_views(standing: Standing, source: SourceId) -> tuple[AccountView, ...]:
    """Return the accounts that a source gave, each under its line instead of its role."""
    lines = {
        id_: held.value.line
        for id_, held in accounts_of(standing, source)
        if held.value is not None
    }
    return tuple(
        replace(view, role=lines[view.account], letter="", source="", rests=None)
        for line in dict.fromkeys(lines.values())
        for view in account_views(standing, standing.pack.line(line))
        if view.account in lines
    )


def headline_versions(standing: Standing, section: SectionId) -> tuple[VersionView, ...]:
    """Return the versions of a headline; none unless several stand side by side."""
    if not standing.headline(section).in_conflict:
        return ()
    return version_views(standing, subject(Subject.HEADLINE, section))


def moderation_view(standing: Standing, section: SectionId) -> ModerationView | None:
    """Return what was said of a section's headline, or None."""
    field = standing.moderation(section)
    value = field.value
    if value is None:
        return None
    title, words = tr("Challenged"), value.challenge
    if value.moderated:
        title, words = tr("Moderated"), value.moderated
        if not value.reason:
            words = tr("{headline} (needs its reason)").format(headline=words)
    elif not words:
        words = value.reason
    about = subject(Subject.MODERATION, section)
    versions = version_views(standing, about) if field.in_conflict else ()
    return ModerationView(
        value.challenge,
        value.moderated,
        value.reason,
        title,
        words,
        stamp(standing, field.first),
        is_outrun(standing, section),
        versions,
    )


def stamp(
    standing: Standing, held: "Held[Answer] | Held[Headline] | Held[Moderation] | None"
) -> str:
    """Return by whom and when something was recorded: ``JS · 18 Sep, 14:02``.

    The year is told where it is not that of the visit.
    """
    if held is None:
        return ""
    return stamp_words(standing, held.author, held.time_ms)


def is_unanswered(standing: Standing, line: Line) -> bool:
    """Return whether nobody has given a value or an outcome on ``line``; a note is neither."""
    field = standing.answer(line.id)
    answer = field.value
    if answer is None or (not answer.values and answer.outcome is None):
        return True
    return standing.asks_again(line.id)


def next_unanswered(
    standing: Standing, section: Section, line: LineId, only: PersonId | None = None
) -> LineId | None:
    """Return the next line without an answer: after ``line``, then in the sections that follow.

    Goes round through all sections in scope; None when every line of them has an answer. With
    ``only`` it goes through the lines of that person.
    """
    sections = standing.sections()
    if section not in sections:
        return None
    at = sections.index(section)
    order = [each for s in (*sections[at:], *sections[: at + 1]) for each in s.lines]
    begin = next((n for n, each in enumerate(order, 1) if each.id == line), 0)
    is_wanted = is_mine(standing, only) if only is not None else _every
    found = (each for each in order[begin:] if is_wanted(each) and is_unanswered(standing, each))
    return next((each.id for each in found), None)


def _every(_line: Line) -> bool:
    return True


def recorded_words(before: Answer, after: Answer, line: Line, pack: Pack) -> str:
    """Return what the quiet line says of a new answer: ``No recorded``, ``Note recorded``."""
    if (before.values, before.outcome) != (after.values, after.outcome):
        words = answer_wording.answer_words(after, line, pack)
        if words:
            return tr("{answer} recorded").format(answer=wording.first_words(words, 40))
        return tr("Answer taken out")
    for name, words in (
        ("note", tr("Note recorded")),
        ("as_at", tr("Date recorded")),
        ("marking", tr("Marking recorded")),
        ("do_not_export", tr("Export recorded")),
    ):
        if getattr(before, name) != getattr(after, name):
            return words
    return tr("Source of capability recorded")


def _absence(standing: Standing, held: "Held[Answer] | Held[Headline] | None") -> str:
    if held is None or held.absence is None:
        return ""
    words = answer_wording.absence_words(held.absence)
    said = f"{words} · {stamp(standing, held)}"
    return f"{said}: {held.reason}" if held.reason else said

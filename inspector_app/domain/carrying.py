"""Carry over: copies of what an allied force's inspection holds, each to be confirmed here.

A copy is a source, an account or an answer of this inspection like any other; its ``origin`` tells
where it comes from. Two laptops that carry the same thing over write about the same subject, so
that what differs between them is an ordinary conflict and never two copies.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from inspector_app.domain import accounts as account_rules
from inspector_app.domain import answers as answer_rules
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import (
    AccountGiven,
    AnswerRecorded,
    EntryRecorded,
    SourceRecorded,
    Subject,
    subject,
    subject_key,
    subject_kind,
)
from inspector_app.domain.checklist import RegisterEntry
from inspector_app.domain.dates import PartialDate, Precision
from inspector_app.domain.errors import InspectorError, NotFound, RuleViolation
from inspector_app.domain.held import Held, field_of
from inspector_app.domain.ids import AccountId, LineId, SourceId
from inspector_app.domain.items import SourceItem
from inspector_app.domain.markings import Marking
from inspector_app.domain.origins import Origin
from inspector_app.domain.sources import Arrangement, RunState, Source, UnannouncedTest
from inspector_app.domain.standing import Standing
from inspector_app.domain.strength import Supports, accounts_of
from inspector_app.domain.values import DocumentKnown, Named
from inspector_app.texts import tr

T = TypeVar("T")
Copied = Source | Account | Answer
Recorded = EntryRecorded | SourceRecorded | AccountGiven | AnswerRecorded


@dataclass(frozen=True, slots=True)
class Copy:
    """One thing to be recorded here."""

    subject: str
    body: Recorded


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that could be carried over."""

    subject: str
    """Of the source or answer there."""
    accounts: int
    """How many accounts would come with it."""
    refusal: str
    """Why it cannot; empty: it can."""


def offers(there: Standing, here: Standing) -> tuple[Offer, ...]:
    """Return what ``there`` holds that can be carried over: its sources, then its answers."""
    taking = _Taking(there, here)
    wanted = [subject(Subject.SOURCE, item.id) for item in there.sources()]
    wanted += [
        subject(Subject.ANSWER, line.id)
        for line in there.pack.lines()
        if there.answer(line.id).value is not None
    ]
    return tuple(map(taking.offer, wanted))


def copies(there: Standing, here: Standing, wanted: Iterable[str]) -> tuple[Copy, ...]:
    """Return what is to be recorded here for things of another inspection.

    A source comes with its accounts on lines that this checklist asks in the same words; an account
    comes with its source, an answer with the accounts it rests on. What is here already is not
    copied again. Names of people and files stay where they are.

    Args:
        there: the whole of the other inspection.
        here: the whole of this one.
        wanted: subjects there, ``source:…``, ``account:…`` or ``answer:…``.

    Raises:
        NotFound: nothing stands there about a subject.
        RuleViolation: it stands in differing versions, it is here already, or this checklist does
            not ask the line.
    """
    if there.id == here.id:
        raise RuleViolation(
            tr(
                "This inspection cannot be carried over into itself. Nothing was recorded: "
                "choose another one."
            )
        )
    taking = _Taking(there, here)
    for about in dict.fromkeys(wanted):
        taking.take(about)
    return taking.whole()


def confirmed(standing: Standing, about: str) -> tuple[Copy, ...]:
    """Return what is to be recorded so that what was carried over holds here as well.

    With a source its accounts are confirmed; with an answer the accounts it rests on and their
    sources: all that was on the screen beside it.

    Raises:
        RuleViolation: nothing there waits to be confirmed, or it stands in differing versions.
    """
    named = [about]
    key = subject_key(about)
    if subject_kind(about) == Subject.SOURCE.value:
        named += [subject(Subject.ACCOUNT, id_) for id_, _ in accounts_of(standing, SourceId(key))]
    elif subject_kind(about) == Subject.ANSWER.value:
        for id_, account in Supports(standing).grounds(LineId(key)):
            named.append(subject(Subject.ACCOUNT, id_))
            if account.source:
                named.append(subject(Subject.SOURCE, account.source))
    found = []
    for each in dict.fromkeys(named):
        field = field_of(standing.states.get(each), _KINDS.get(subject_kind(each), Answer))
        if (value := field.value) is None or value.origin is None or value.origin.is_confirmed:
            continue
        if field.in_conflict:
            raise RuleViolation(
                tr("This stands in differing versions: settle which one holds, then confirm it.")
            )
        origin = replace(value.origin, is_confirmed=True)
        found.append(Copy(each, _body(replace(value, origin=origin))))
    if not found:
        raise RuleViolation(tr("Nothing here waits to be confirmed, so nothing was recorded."))
    return tuple(found)


def waiting(standing: Standing) -> tuple[str, ...]:
    """Return the subjects that were carried over and are not confirmed yet, sorted."""
    found = []
    for about, state in standing.states.items():
        if (kind := _KINDS.get(subject_kind(about))) is not None:
            field = field_of(state, kind)
            # Where versions agree the one that is confirmed stands first, and confirms them all.
            shown = field.versions if field.in_conflict else field.versions[:1]
            if any(held.value is not None and is_waiting(held.value.origin) for held in shown):
                found.append(about)
    return tuple(sorted(found))


def is_waiting(origin: Origin | None) -> bool:
    """Return whether something was carried over and nobody has confirmed it here."""
    return origin is not None and not origin.is_confirmed


def origin_of(body: object) -> Origin | None:
    """Return where what a change recorded was carried over from; None: from nowhere."""
    match body:
        case SourceRecorded(value) | AccountGiven(value) | AnswerRecorded(value):
            return value.origin
        case _:
            return None


_KINDS: dict[str, type[Source] | type[Account] | type[Answer]] = {
    Subject.SOURCE.value: Source,
    Subject.ACCOUNT.value: Account,
    Subject.ANSWER.value: Answer,
}


def _body(value: Copied) -> SourceRecorded | AccountGiven | AnswerRecorded:
    if isinstance(value, Source):
        return SourceRecorded(value)
    return AccountGiven(value) if isinstance(value, Account) else AnswerRecorded(value)


class _Taking:
    """Gathers what one act carries over; each thing once, entries and sources first."""

    def __init__(self, there: Standing, here: Standing) -> None:
        self._there = there
        self._here = here
        self._forget()
        self._known = {entry.id for entry in here.register()}
        self._theirs = {entry.id: entry for entry in there.register()}
        self._items = {item.id: item for item in there.sources()}
        self._given = dict(there.accounts())
        self._given_by: dict[str, list[AccountId]] = {}
        for id_, held in self._given.items():
            if held.value is not None and held.value.source:
                self._given_by.setdefault(held.value.source, []).append(id_)
        self._supports = Supports(there)
        self._here_by_id = {item.id: item for item in here.sources()}
        self._here_by_shared = {
            shared: item for item in self._here_by_id.values() if (shared := _shared(item.source))
        }

    def _forget(self) -> None:
        self._entries: dict[str, RegisterEntry] = {}
        self._sources: dict[SourceId, Copy] = {}
        self._accounts: dict[AccountId, Copy] = {}
        self._answers: dict[LineId, Copy] = {}

    def offer(self, about: str) -> Offer:
        """Return how something would come over, having gathered nothing."""
        try:
            self.take(about)
            return Offer(about, len(self._accounts), "")
        except InspectorError as error:
            return Offer(about, 0, str(error))
        finally:
            self._forget()

    def take(self, about: str) -> None:
        """Gather one thing with what comes with it."""
        key = subject_key(about)
        if subject_kind(about) == Subject.SOURCE.value:
            self._take_source(SourceId(key))
        elif subject_kind(about) == Subject.ACCOUNT.value:
            if self._take_account(AccountId(key)) is None:
                raise RuleViolation(tr("This account was carried over already."))
        elif subject_kind(about) == Subject.ANSWER.value:
            self._take_answer(LineId(key))
        else:
            raise RuleViolation(
                tr("Sources, accounts and answers can be carried over, nothing else.")
            )

    def whole(self) -> tuple[Copy, ...]:
        """Return what was gathered, in the order in which it is recorded."""
        entries = (
            Copy(subject(Subject.REGISTER, id_), EntryRecorded(entry))
            for id_, entry in self._entries.items()
        )
        return (
            *entries,
            *self._sources.values(),
            *self._accounts.values(),
            *self._answers.values(),
        )

    def _take_source(self, id_: SourceId) -> None:
        item = self._item(id_)
        if (copied := self._copy_of(item)) is not None:
            number = copied.source.number
            raise RuleViolation(
                tr("{source} is here already, as {number}.").format(
                    source=item.source.number, number=number
                )
            )
        self._add_source(item)
        for account in self._given_by.get(id_, ()):
            if self._asks_the_same(self._account(account).line):
                self._take_account(account)

    def _add_source(self, item: SourceItem) -> SourceId:
        """Copy a source unless it is here, and return its id here."""
        source, id_ = item.source, self._id_here(item)
        if (copied := self._copy_of(item)) is not None:
            return copied.id
        if item.id in self._sources:
            return id_
        if item.is_disputed:
            raise RuleViolation(
                tr("{source} stands in differing versions there: settle them first.").format(
                    source=source.number
                )
            )
        test = source.particulars
        if isinstance(test, UnannouncedTest) and test.state is RunState.PLANNED:
            raise RuleViolation(
                tr(
                    "{source} is a test that has not been run yet, so it stays in the other "
                    "inspection. Nothing was carried over."
                ).format(source=source.number)
            )
        own = self._as_here(source)
        copy = replace(
            own,
            number="",
            as_at=own.as_at or self._visit,
            people=(),
            inspectors=(),
            lines=tuple(line for line in source.lines if self._asks_the_same(line)),
            evidence=(),
            sitting=None,
            marking=self._marking(source.marking),
            origin=self._origin(item.recorded, source.origin, item.id, source.number),
        )
        self._sources[item.id] = Copy(subject(Subject.SOURCE, id_), SourceRecorded(copy))
        return id_

    def _take_account(self, id_: AccountId) -> AccountId | None:
        """Copy an account with its source; None if it is here."""
        held = self._given.get(id_)
        if held is None or (account := held.value) is None:
            raise NotFound(tr("There is no such account in the other inspection."))
        own = self._account_here(id_, account)
        if self._stands_here(Subject.ACCOUNT, own):
            return None
        if id_ in self._accounts:
            return own
        state = self._there.states.get(subject(Subject.ACCOUNT, id_))
        if field_of(state, Account).in_conflict:
            raise RuleViolation(
                tr(
                    "An account on {line} stands in differing versions there: settle them first."
                ).format(line=account.line)
            )
        self._require_same_line(account.line)
        item = self._items.get(SourceId(account.source))
        as_at = account.as_at or (item.source.as_at if item else None)
        copy = replace(
            self._as_here(account),
            source=self._add_source(item) if item else "",
            as_at=self._as_here(as_at) or self._visit,
            marking=self._marking(account.marking),
            origin=self._origin(held, account.origin, id_),
        )
        account_rules.checked(copy, self._here.pack)
        self._accounts[id_] = Copy(subject(Subject.ACCOUNT, own), AccountGiven(copy))
        return own

    def _take_answer(self, line: LineId) -> None:
        field = self._there.answer(line)
        held, answer = field.first, field.value
        if held is None or answer is None:
            raise NotFound(
                tr("There is no answer on {line} in the other inspection.").format(line=line)
            )
        if field.in_conflict:
            raise RuleViolation(
                tr("{line} stands in differing versions there: settle them first.").format(
                    line=line
                )
            )
        self._require_same_line(line)
        if self._stands_here(Subject.ANSWER, line):
            raise RuleViolation(
                tr(
                    "{line} has an answer here, which is kept: carry its accounts over instead."
                ).format(line=line)
            )
        grounds = [id_ for id_, _ in self._supports.grounds(line)]
        for id_ in grounds:
            self._take_account(id_)
        copy = replace(
            self._as_here(answer),
            as_at=self._as_here(answer.as_at) or self._visit,
            accounts=tuple(self._account_here(id_, self._account(id_)) for id_ in grounds),
            marking=self._marking(answer.marking),
            reason="",
            origin=self._origin(held, answer.origin, line),
        )
        answer_rules.checked(copy, self._here.pack.line(line), self._here.pack)
        self._answers[line] = Copy(subject(Subject.ANSWER, line), AnswerRecorded(copy))

    # What a copy differs in

    @property
    def _visit(self) -> PartialDate:
        """To when something speaks that gives no date of its own."""
        return self._there.details.fieldwork

    def _root(self, id_: str, before: Origin | None) -> str:
        """Return what something is known by in all inspections that it was carried into."""
        return before.root if before else f"{self._there.id}/{id_}"

    def _id_of(self, root: str) -> str:
        """Return the id here of what has this root: its own, where it was recorded here first."""
        inspection, _, id_ = root.partition("/")
        return id_ if inspection == self._here.id else _digest(self._here.id, root)

    def _origin(self, held: Held[T], before: Origin | None, id_: str, number: str = "") -> Origin:
        earlier = (*before.came_from, before.force) if before else ()
        return Origin(
            self._there.id,
            self._there.details.force.name,
            held.change,
            held.author,
            self._there.initials(held.author),
            held.time_ms,
            number,
            earlier,
            root=self._root(id_, before),
        )

    def _marking(self, own: Marking | None) -> Marking | None:
        """Return what the copy is marked: as there, where this inspection's is another."""
        found = own or self._there.details.marking
        return own if found == self._here.details.marking else found

    def _as_here(self, value: T) -> T:
        """Return ``value`` with names that are known here and dates that mean the same here."""
        renewed: T = self._renewed(value)
        return renewed

    def _name(self, name: Named) -> Named:
        """Return a name whose entry is known here, bringing the entry along if need be."""
        if not name.entry or name.entry in self._known:
            return name
        if (entry := self._theirs.get(name.entry)) is None:
            return Named(name.name)
        self._entries[entry.id] = entry
        return name

    # Where it is

    def _item(self, id_: SourceId) -> SourceItem:
        if (item := self._items.get(id_)) is None:
            raise NotFound(tr("There is no such source in the other inspection."))
        return item

    def _account(self, id_: AccountId) -> Account:
        held = self._given[id_]
        assert held.value is not None  # noqa: S101 - only accounts that stand are given
        return held.value

    def _id_here(self, item: SourceItem) -> SourceId:
        """Return the id of a copy: of an arrangement the same from whichever force it comes."""
        match item.source.particulars:
            case Arrangement(global_id=shared) if shared:
                return SourceId(_digest(self._here.id, "arrangement", shared))
            case _:
                return SourceId(self._id_of(self._root(item.id, item.source.origin)))

    def _account_here(self, id_: AccountId, account: Account) -> AccountId:
        own = self._id_of(self._root(id_, account.origin))
        return AccountId(own if "/" in own else f"{account.line}/{own[:16]}")

    def _copy_of(self, item: SourceItem) -> SourceItem | None:
        """Return the source here that is the same thing, or None."""
        own = self._here_by_id.get(self._id_here(item))
        return own or self._here_by_shared.get(_shared(item.source))

    def _stands_here(self, kind: Subject, key: str) -> bool:
        field = field_of(self._here.states.get(subject(kind, key)), _KINDS[kind.value])
        return any(held.value is not None for held in field.versions)

    def _asks_the_same(self, line: LineId) -> bool:
        try:
            asked, asks = self._there.pack.line(line), self._here.pack.line(line)
        except NotFound:
            return False
        return (asked.text, asked.parts) == (asks.text, asks.parts)

    def _require_same_line(self, line: LineId) -> None:
        if self._there.asks_again(line):
            raise RuleViolation(
                tr(
                    "{line} asks again there under a newer checklist: confirm its answer there "
                    "first."
                ).format(line=line)
            )
        if not self._asks_the_same(line):
            raise RuleViolation(
                tr(
                    "The two checklists ask {line} differently, so nothing on it was carried over."
                ).format(line=line)
            )

    def _renewed(self, value: Any) -> Any:
        """Return ``value`` as it is true here, however deep in it a name or a date stands."""
        match value:
            case Named():
                return self._name(value)
            case PartialDate(precision=Precision.RELATIVE):
                visit = f"visit to {self._there.details.force.name}, {self._visit.words()}"
                return replace(value, value=f"{value.value} ({visit})")
            case DocumentKnown():
                value = replace(value, sha256="")
            case tuple():
                return tuple(map(self._renewed, value))
            case dict():
                return {key: self._renewed(each) for key, each in value.items()}
        if not is_dataclass(value) or isinstance(value, type | Origin):
            return value
        renewed = {each.name: self._renewed(getattr(value, each.name)) for each in fields(value)}
        return type(value)(**renewed)


def _shared(source: Source) -> str:
    """Return the id that all copies of an arrangement share; empty for any other source."""
    return source.particulars.global_id if isinstance(source.particulars, Arrangement) else ""


def _digest(*parts: str) -> str:
    """Return 32 hexadecimal digits that only these parts give; none of them holds a line end."""
    return hashlib.sha256("\n".join(("spr-copy/1", *parts)).encode()).hexdigest()[:32]

"""What a user can do with sources: record, revise, withdraw, and let answers rest on accounts."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from inspector_app.domain import accounts as account_rules
from inspector_app.domain import registers
from inspector_app.domain import sources as source_rules
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.ceiling import require_may_tell
from inspector_app.domain.changes.bodies import (
    AccountGiven,
    AnswerRecorded,
    Body,
    EntryRecorded,
    SourceRecorded,
    Subject,
    Withdrawn,
    subject,
)
from inspector_app.domain.changes.change import Change
from inspector_app.domain.checklist import Pack, RegisterEntry
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.held import field_of
from inspector_app.domain.ids import AccountId, ChangeId, InspectionId, LineId, SourceId
from inspector_app.domain.sources import Arrangement, Source
from inspector_app.services.inspections import InspectionService
from inspector_app.services.naming import named
from inspector_app.services.numbers import next_number
from inspector_app.services.recording import Act, Recording
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.texts import tr

MATCHES = 12
"""Of a register, as many as a person can look through while typing."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A source that was recorded, with the accounts it gave in the same act."""

    id: SourceId
    number: str
    accounts: tuple[AccountId, ...]
    act: Act


class SourceService:
    """The verbs of sources; each is one transaction."""

    def __init__(self, recording: Recording, inspections: InspectionService) -> None:
        self._recording = recording
        self._inspections = inspections

    def record(
        self,
        inspection: InspectionId,
        source: Source,
        accounts: Sequence[Account] = (),
        names: Iterable[str] = (),
    ) -> Recorded:
        """Record a source, and what it said or showed on any number of lines, as one act.

        It is given the next number. ``names`` are those of the people who spoke; they are kept
        outside the journal and stay on this laptop.

        Raises:
            NotFound: the pack has no such line.
            RuleViolation: the source or an account cannot be recorded; then nothing was.
        """
        pack = self._inspections.pack(inspection)
        id_ = SourceId(secrets.token_hex(16))
        with self._recording.begin() as work:
            number = next_number(work, inspection, self._recording.actor_for(inspection).tag)
            people = named(work, names)
            numbered = replace(source, number=number, people=(*source.people, *people))
            body = SourceRecorded(source_rules.checked(_with_global_id(numbered), pack))
            about = subject(Subject.SOURCE, id_)
            changes = [self._recording.write(work, inspection, about, body)]
            given = self._given(work, inspection, id_, accounts, pack)
            changes += [change for _, change in given]
            act = self._recording.finish(work, inspection, changes)
        return Recorded(id_, number, tuple(account for account, _ in given), act)

    def revise(
        self,
        inspection: InspectionId,
        source_id: SourceId,
        source: Source,
        seen: Iterable[ChangeId] | None = None,
        names: Iterable[str] = (),
    ) -> Act:
        """Record a source anew, replacing what was known of it; number and global id stay.

        Args:
            inspection: whose.
            source_id: which.
            source: the whole of it.
            seen: the versions its author had before them; None: all that stand.
            names: of people to be added to it.

        Raises:
            NotFound: no such source stands, or the pack has no such line.
            RuleViolation: the source cannot be recorded.
        """
        pack = self._inspections.pack(inspection)
        with self._recording.begin() as work:
            before = self._standing(work, inspection, source_id)
            people = (*source.people, *named(work, names))
            kept = _with_global_id(replace(source, number=before.number, people=people), before)
            body = SourceRecorded(source_rules.checked(kept, pack))
            about = subject(Subject.SOURCE, source_id)
            change = self._recording.write(work, inspection, about, body, seen)
            return self._recording.finish(work, inspection, [change])

    def withdraw(self, inspection: InspectionId, source_id: SourceId, reason: str) -> Act:
        """Take a source back, with a reason; its accounts stay, and rest on no source then.

        Raises:
            NotFound: no such source stands.
            RuleViolation: no reason.
        """
        if not reason.strip():
            raise RuleViolation(
                tr("Withdrawing a source needs a reason. Nothing was withdrawn: give one.")
            )
        with self._recording.begin() as work:
            self._standing(work, inspection, source_id)
            about = subject(Subject.SOURCE, source_id)
            change = self._recording.write(work, inspection, about, Withdrawn(reason))
            return self._recording.finish(work, inspection, [change])

    def give_accounts(
        self, inspection: InspectionId, source_id: SourceId, accounts: Sequence[Account]
    ) -> tuple[tuple[AccountId, ...], Act]:
        """Record what one source said or showed on any number of lines, as one act.

        An account without a role of its own goes by the source's.

        Raises:
            NotFound: no such source stands, or the pack has no such line.
            RuleViolation: a line cannot hold its account; then nothing was recorded.
        """
        pack = self._inspections.pack(inspection)
        with self._recording.begin() as work:
            self._standing(work, inspection, source_id)
            given = self._given(work, inspection, source_id, accounts, pack)
            act = self._recording.finish(work, inspection, [change for _, change in given])
        return tuple(account for account, _ in given), act

    def rest(
        self,
        inspection: InspectionId,
        line: LineId,
        accounts: Iterable[AccountId],
        seen: Iterable[ChangeId] | None = None,
    ) -> Act:
        """Record on which accounts the answer on a line rests; none: on all that its line has.

        Raises:
            NotFound: the line has no answer, or no such account stands.
        """
        wanted = tuple(dict.fromkeys(accounts))
        with self._recording.begin() as work:
            about = subject(Subject.ANSWER, line)
            held = field_of(work.journal.state(inspection, about), Answer).first
            answer = held.value if held else None
            if held is None or answer is None:
                raise NotFound(
                    tr("There is no answer on {line} that could rest on an account.").format(
                        line=line
                    )
                )
            for account in wanted:
                state = work.journal.state(inspection, subject(Subject.ACCOUNT, account))
                if field_of(state, Account).value is None:
                    raise NotFound(
                        tr("There is no account {account} in this inspection.").format(
                            account=account
                        )
                    )
            body = AnswerRecorded(replace(answer, accounts=wanted))
            # It is the same answer, given under the same checklist.
            change = self._recording.write(work, inspection, about, body, seen, pack=held.pack)
            return self._recording.finish(work, inspection, [change])

    def find(self, inspection: InspectionId, number: str) -> SourceId:
        """Return the source with this number.

        Raises:
            NotFound: no such source stands.
        """
        standing = self._inspections.standing(inspection)
        for item in standing.sources():
            # Carried over on two laptops it has a number from each.
            held = (each.value for each in standing.source(item.id).versions)
            if number.casefold() in {each.number.casefold() for each in held if each}:
                return item.id
        raise NotFound(tr("There is no source {number} in this inspection.").format(number=number))

    def now_ms(self) -> int:
        """Return the laptop's time, milliseconds UTC: what is overdue depends on the day."""
        return int(self._recording.now().timestamp() * 1000)

    # Registers

    def search(
        self, inspection: InspectionId, register: str, words: str
    ) -> tuple[RegisterEntry, ...]:
        """Return the entries whose name or alias has a word that begins with each of ``words``.

        Those whose name begins with the words come first; at most ``MATCHES``. ``register`` is a
        register's id, or ``organisations`` for all but the roles.
        """
        wanted = words.casefold().split()
        found = [
            entry
            for entry in registers.entries_of(register, self._inspections.standing(inspection))
            if any(_matches(name, wanted) for name in (entry.name, *entry.aliases))
        ]
        beginning = " ".join(wanted)
        found.sort(key=lambda e: not e.name.casefold().startswith(beginning))
        return tuple(found[:MATCHES])

    def add_entry(self, inspection: InspectionId, entry: RegisterEntry) -> tuple[str, Act]:
        """Add an entry to this inspection's registers; return its id, given here if it has none.

        Raises:
            RuleViolation: no name, no register, the register has the name already, or it is valid
                from or until what is no date.
        """
        numbered = replace(entry, id=entry.id or f"added-{secrets.token_hex(8)}")
        with self._recording.begin() as work:
            known = self._inspections.standing_in(work, inspection).register()
            if any(each.id == numbered.id for each in known):
                raise RuleViolation(
                    tr("The registers have an entry {numbered} already.").format(
                        numbered=numbered.id
                    )
                )
            added = registers.checked(numbered, known)
            about = subject(Subject.REGISTER, added.id)
            change = self._recording.write(work, inspection, about, EntryRecorded(added))
            return added.id, self._recording.finish(work, inspection, [change])

    def revise_entry(
        self, inspection: InspectionId, entry: RegisterEntry, seen: Iterable[ChangeId] | None = None
    ) -> Act:
        """Record an entry anew as this inspection knows it; one of the pack stays in the pack.

        Its register and its members stay. What names it keeps the name it was recorded with.

        Args:
            inspection: whose.
            entry: the whole of it, with its id.
            seen: the versions its author had before them; None: all that stand.

        Raises:
            NotFound: no register has an entry with this id.
            RuleViolation: as of :meth:`add_entry`.
        """
        with self._recording.begin() as work:
            known = self._inspections.standing_in(work, inspection).register()
            before = next((each for each in known if each.id == entry.id), None)
            if before is None:
                raise NotFound(
                    tr("No register of this inspection has an entry {entry}.").format(
                        entry=entry.id
                    )
                )
            kept = replace(entry, register=before.register, members=before.members)
            about = subject(Subject.REGISTER, entry.id)
            body = EntryRecorded(registers.checked(kept, known))
            change = self._recording.write(work, inspection, about, body, seen)
            return self._recording.finish(work, inspection, [change])

    def find_entry(self, inspection: InspectionId, words: str) -> RegisterEntry:
        """Return the entry with this id, name or alias.

        Raises:
            NotFound: none has.
            RuleViolation: several have.
        """
        found = [
            entry
            for entry in self._inspections.standing(inspection).register()
            if registers.entry_named(words, [entry])
        ]
        if not found:
            raise NotFound(tr("No register of this inspection has “{words}”.").format(words=words))
        if len(found) > 1:
            ids = ", ".join(entry.id for entry in found)
            raise RuleViolation(
                tr("“{words}” is in several registers: give the id, {ids}.").format(
                    words=words, ids=ids
                )
            )
        return found[0]

    def _given(
        self,
        work: UnitOfWork,
        inspection: InspectionId,
        source: SourceId,
        accounts: Iterable[Account],
        pack: Pack,
    ) -> list[tuple[AccountId, Change]]:
        found = []
        given = tuple(accounts)
        if given:
            state = work.journal.state(inspection, subject(Subject.SOURCE, source))
            require_may_tell(field_of(state, Source).value)
        for account in given:
            body: Body = AccountGiven(account_rules.checked(replace(account, source=source), pack))
            id_ = AccountId(f"{account.line}/{secrets.token_hex(8)}")
            about = subject(Subject.ACCOUNT, id_)
            found.append((id_, self._recording.write(work, inspection, about, body)))
        return found

    def _standing(self, work: UnitOfWork, inspection: InspectionId, source: SourceId) -> Source:
        state = work.journal.state(inspection, subject(Subject.SOURCE, source))
        found = field_of(state, Source).value
        if found is None:
            raise NotFound(tr("This source is not in this inspection, or it was withdrawn."))
        return found


def _with_global_id(source: Source, before: Source | None = None) -> Source:
    """Give an arrangement the id that all copies of it share."""
    if not isinstance(source.particulars, Arrangement):
        return source
    held = before.particulars if before else None
    known = held.global_id if isinstance(held, Arrangement) else ""
    id_ = known or source.particulars.global_id or secrets.token_hex(16)
    return replace(source, particulars=replace(source.particulars, global_id=id_))


def _matches(name: str, wanted: Sequence[str]) -> bool:
    words = name.casefold().replace("-", " ").replace("(", " ").split()
    return all(any(word.startswith(each) for word in words) for each in wanted)

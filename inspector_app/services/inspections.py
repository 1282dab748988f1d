"""What a user can do with an inspection and its answers, accounts and headlines."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from inspector_app.domain import accounts
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer, checked
from inspector_app.domain.ceiling import require_may_tell
from inspector_app.domain.changes.bodies import (
    AccountGiven,
    AnswerRecorded,
    Body,
    HeadlineWritten,
    InspectionDescribed,
    MemberNamed,
    SectionSwitched,
    Subject,
    Withdrawn,
    subject,
)
from inspector_app.domain.changes.change import Change
from inspector_app.domain.checklist import Pack
from inspector_app.domain.dates import PartialDate
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.headlines import Headline
from inspector_app.domain.held import field_of
from inspector_app.domain.ids import (
    AccountId,
    ChainId,
    ChangeId,
    InspectionId,
    LineId,
    PersonId,
    SectionId,
    Sha256,
)
from inspector_app.domain.inspection import Details, Member, PackPin, Scope
from inspector_app.domain.markings import Marking
from inspector_app.domain.sources import Source
from inspector_app.domain.standing import Progress, Standing
from inspector_app.domain.values import Named
from inspector_app.packs import archive, shelf
from inspector_app.services.recording import Act, Recording, particulars
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.texts import tr, tr_counted


@dataclass(frozen=True, slots=True)
class NewInspection:
    """What is asked before an inspection begins."""

    force: Named
    pack: str
    """A pack's id, or its folder."""
    fieldwork: PartialDate
    marking: Marking = field(default_factory=Marking)
    title: str = ""
    switched: Mapping[SectionId, bool] | None = None
    """Sections that differ from the pack's default."""
    me: Member | None = None
    """The inspector at this laptop; None: an inspector with the laptop's tag."""
    team: tuple[tuple[str, Member], ...] = ()
    """The others: name and part."""


@dataclass(frozen=True, slots=True)
class InspectionSummary:
    """One row of the list of inspections."""

    id: InspectionId
    details: Details
    progress: Progress
    changes: int
    last_ms: int
    """When the change that arrived here last was recorded, milliseconds UTC."""


class InspectionService:
    """The verbs of inspecting; each is one transaction."""

    def __init__(self, recording: Recording, checklists: Path) -> None:
        self._recording = recording
        self._checklists = checklists
        self._packs: dict[tuple[Sha256, ...], Pack] = {}

    # Beginning and looking

    def start(self, new: NewInspection) -> InspectionId:
        """Begin an inspection, pin its pack and keep a copy of it; return the inspection's id.

        Raises:
            NotFound: no such pack.
            PackDamaged: the pack cannot be read.
        """
        copy = archive.archived(shelf.find(self._checklists, new.pack))
        pack = archive.opened(copy)
        inspection = InspectionId(secrets.token_hex(16))
        details = Details(
            new.force,
            PackPin(pack.id, pack.version, pack.sha256),
            new.fieldwork,
            new.marking,
            new.title,
        )
        me = self._recording.actor.person
        bodies: list[tuple[str, Body]] = [
            (subject(Subject.INSPECTION), InspectionDescribed(details))
        ]
        if new.me is not None:
            bodies.append((subject(Subject.MEMBER, me), MemberNamed(new.me)))
        named = [(PersonId(secrets.token_hex(16)), name, member) for name, member in new.team]
        bodies += [(subject(Subject.MEMBER, p), MemberNamed(member)) for p, _, member in named]
        bodies += [
            (subject(Subject.SECTION, section), SectionSwitched(Scope(on)))
            for section, on in (new.switched or {}).items()
            if pack.section(section).on_by_default != on
        ]
        with self._recording.begin() as work:
            work.packs.keep(pack.sha256, pack.id, pack.version, copy)
            for person, name, _ in named:
                work.people.name(person, name)
            for about, body in bodies:
                self._recording.write(work, inspection, about, body, pack=pack.sha256)
            work.commit()
        return inspection

    def all(self) -> tuple[InspectionSummary, ...]:
        """Return every inspection of this vault, the one last worked on first."""
        with self._recording.read() as work:
            ids = work.journal.inspections()
            found = [self._summary(work, id_) for id_ in ids]
        return tuple(sorted(found, key=lambda s: (-s.last_ms, s.id)))

    def standing(self, inspection: InspectionId) -> Standing:
        """Return the inspection as it stands, with the pack it is pinned to.

        Raises:
            NotFound: no such inspection on this laptop.
        """
        with self._recording.read() as work:
            return self.standing_in(work, inspection)

    def standing_with_heads(
        self, inspection: InspectionId
    ) -> tuple[Standing, dict[ChainId, ChangeId]]:
        """Return the inspection as it stands with the last change of each chain, of one moment.

        Raises:
            NotFound: no such inspection on this laptop.
        """
        with self._recording.read() as work:
            return self.standing_in(work, inspection), work.journal.heads(inspection)

    def find(self, words: str) -> InspectionId:
        """Return the one inspection whose id begins with ``words`` or whose force matches them.

        Raises:
            NotFound: none does.
            RuleViolation: several do.
        """
        wanted = words.casefold()
        matches = [
            s.id
            for s in self.all()
            if s.id.startswith(wanted) or wanted in s.details.force.name.casefold()
        ]
        if not matches:
            raise NotFound(
                tr("No inspection on this laptop matches “{words}”.").format(words=words)
            )
        if len(matches) > 1:
            raise RuleViolation(
                tr_counted(
                    len(matches), "“{words}” matches {number} inspections: give more of the id."
                ).format(words=words, number=len(matches))
            )
        return matches[0]

    def pack(self, inspection: InspectionId) -> Pack:
        """Return the pack that the inspection is pinned to, from the copy kept with it.

        Raises:
            NotFound: no such inspection on this laptop.
        """
        with self._recording.read() as work:
            return self.pinned(work, inspection)

    def history(self, inspection: InspectionId, about: str | None = None) -> tuple[Change, ...]:
        """Return what was recorded, about one subject or at all, oldest first."""
        with self._recording.read() as work:
            return tuple(work.journal.changes(inspection, about, admitted=True))

    # Recording

    def describe(self, inspection: InspectionId, details: Details) -> Act:
        """Record the inspection's particulars; its pack stays the one it was begun with.

        Raises:
            RuleViolation: another pack.
        """
        about = subject(Subject.INSPECTION)
        with self._recording.begin() as work:
            if details.pack != particulars(work.journal.state(inspection, about)).pack:
                raise RuleViolation(
                    tr("An inspection keeps the checklist it was begun with. Nothing was changed.")
                )
            body = InspectionDescribed(details)
            change = self._recording.write(work, inspection, about, body)
            return self._recording.finish(work, inspection, [change])

    def switch(
        self, inspection: InspectionId, section: SectionId, *, in_scope: bool, reason: str = ""
    ) -> Act:
        """Put a section in or out of scope; answers given there are kept."""
        self.pack(inspection).section(section)
        about = subject(Subject.SECTION, section)
        return self._recording.act(inspection, [(about, SectionSwitched(Scope(in_scope, reason)))])

    def name_member(
        self, inspection: InspectionId, person: PersonId | None, name: str, member: Member
    ) -> Act:
        """Record somebody's part in the team; the name is kept outside the journal."""
        person = person or PersonId(secrets.token_hex(16))
        with self._recording.begin() as work:
            if name and person in work.people.erased():
                raise RuleViolation(
                    tr(
                        "That person’s name was erased and is not written down again; their "
                        "initials and part can be. Nothing was changed."
                    )
                )
            if name:
                work.people.name(person, name)
            about = subject(Subject.MEMBER, person)
            change = self._recording.write(work, inspection, about, MemberNamed(member))
            return self._recording.finish(work, inspection, [change])

    def answer(
        self,
        inspection: InspectionId,
        line: LineId,
        answer: Answer,
        seen: Iterable[ChangeId] | None = None,
    ) -> Act:
        """Record the team's finding on a line.

        Args:
            inspection: whose.
            line: of the pinned pack.
            answer: the whole answer, replacing what it supersedes.
            seen: the versions its author had before them; None: all that stand. A version that
                was not seen stays, and the two are then a conflict for a person to settle.

        Raises:
            NotFound: the pack has no such line.
            RuleViolation: the line cannot hold this answer.
        """
        return self.answer_many(inspection, {line: answer}, {line: seen})

    def answer_many(
        self,
        inspection: InspectionId,
        answers: Mapping[LineId, Answer],
        seen: Mapping[LineId, Iterable[ChangeId] | None] | None = None,
    ) -> Act:
        """Record answers on several lines as one act; all of them or, when one is refused, none.

        Raises:
            NotFound: the pack has no such line.
            RuleViolation: a line cannot hold its answer.
        """
        with self._recording.begin() as work:
            pack = self.pinned(work, inspection)
            changes = [
                self._recording.write(
                    work,
                    inspection,
                    subject(Subject.ANSWER, line),
                    AnswerRecorded(checked(answer, pack.line(line), pack)),
                    (seen or {}).get(line),
                )
                for line, answer in answers.items()
            ]
            return self._recording.finish(work, inspection, changes)

    def withdraw_answer(self, inspection: InspectionId, line: LineId, reason: str) -> Act:
        """Take the finding on a line back; the line is then unanswered."""
        return self._withdraw(inspection, subject(Subject.ANSWER, line), reason)

    def give_account(self, inspection: InspectionId, account: Account) -> Act:
        """Record what one source said or showed on one line.

        Raises:
            NotFound: the pack has no such line.
            RuleViolation: the line cannot hold the account's values, it says nothing, or its
                source is a document marked SECRET or above.
        """
        accounts.checked(account, self.pack(inspection))
        if account.source:
            about = subject(Subject.SOURCE, account.source)
            with self._recording.read() as work:
                source = field_of(work.journal.state(inspection, about), Source).value
            require_may_tell(source)
        id_ = f"{account.line}/{secrets.token_hex(8)}"
        about = subject(Subject.ACCOUNT, id_)
        return self._recording.act(inspection, [(about, AccountGiven(account))])

    def withdraw_account(self, inspection: InspectionId, account: AccountId, reason: str) -> Act:
        """Take an account back, with a reason; it stays in the history."""
        return self._withdraw(inspection, subject(Subject.ACCOUNT, account), reason)

    def headline(
        self,
        inspection: InspectionId,
        section: SectionId,
        headline: Headline,
        seen: Iterable[ChangeId] | None = None,
    ) -> Act:
        """Record the judgement of a section.

        Raises:
            NotFound: the pack has no such section.
            RuleViolation: no words.
        """
        if not headline.text.strip():
            raise RuleViolation(
                tr(
                    "A headline needs words. Nothing was recorded; to take a headline "
                    "back, withdraw it."
                )
            )
        self.pack(inspection).section(section)
        about = subject(Subject.HEADLINE, section)
        with self._recording.begin() as work:
            body = HeadlineWritten(headline)
            change = self._recording.write(work, inspection, about, body, seen)
            return self._recording.finish(work, inspection, [change])

    def withdraw_headline(self, inspection: InspectionId, section: SectionId, reason: str) -> Act:
        """Take the judgement of a section back."""
        return self._withdraw(inspection, subject(Subject.HEADLINE, section), reason)

    def undo(self, inspection: InspectionId) -> Act:
        """Take the last act of this session back by recording what stood before it.

        Raises:
            RuleViolation: nothing to undo.
        """
        return self._recording.undo(inspection)

    def redo(self, inspection: InspectionId) -> Act:
        """Record again what the last undo took back.

        Raises:
            RuleViolation: nothing to redo.
        """
        return self._recording.redo(inspection)

    def resume(self, inspection: InspectionId) -> None:
        """Let ``undo`` and ``redo`` reach acts of this laptop's earlier sessions."""
        self._recording.resume(inspection)

    def undo_change(self, inspection: InspectionId, change: ChangeId) -> Act:
        """Take any recorded act back as long as it still stands.

        Raises:
            NotFound: no such change here.
            RuleViolation: something was recorded on top of it, or it stands for good.
        """
        return self._recording.undo_change(inspection, change)

    # Places in the walk

    def place(self, inspection: InspectionId) -> str:
        """Return where this laptop's inspector last was, as ``remember_place`` was told."""
        with self._recording.read() as work:
            place: str = work.settings.get(f"place/{inspection}", "")
            return place

    def remember_place(self, inspection: InspectionId, place: str) -> None:
        """Remember where the inspector is, so that the walk goes on there."""
        with self._recording.begin() as work:
            if work.journal.is_destroyed(inspection):
                return
            work.settings.set(f"place/{inspection}", place or None)
            work.commit()

    def _withdraw(self, inspection: InspectionId, about: str, reason: str) -> Act:
        with self._recording.begin() as work:
            state = work.journal.state(inspection, about)
            if not state.versions or state.is_withdrawn:
                raise NotFound(tr("There is nothing here to withdraw, so nothing was changed."))
            change = self._recording.write(work, inspection, about, Withdrawn(reason), state.heads)
            return self._recording.finish(work, inspection, [change])

    def _summary(self, work: UnitOfWork, inspection: InspectionId) -> InspectionSummary:
        about = subject(Subject.INSPECTION)
        states = {about: work.journal.state(inspection, about)}
        for kind in (Subject.SECTION, Subject.ANSWER):
            states |= work.journal.states(inspection, kind)
        standing = Standing(inspection, self.pinned(work, inspection), states, {})
        progress = sum(
            (standing.progress(section) for section in standing.sections() if section.threat),
            Progress(0, 0),
        )
        changes, last = work.journal.count(inspection), work.journal.last_ms(inspection)
        return InspectionSummary(inspection, standing.details, progress, changes, last)

    def standing_in(self, work: UnitOfWork, inspection: InspectionId) -> Standing:
        """Return the inspection as it stands, as :meth:`standing` does, within ``work``.

        Raises:
            NotFound: no such inspection on this laptop.
        """
        pack = self.pinned(work, inspection)
        states = work.journal.states(inspection)
        return Standing(inspection, pack, states, work.people.names())

    def pinned(self, work: UnitOfWork, inspection: InspectionId) -> Pack:
        """Return the pack that the inspection is pinned to, as :meth:`pack` does, within ``work``.

        Raises:
            NotFound: no such inspection on this laptop.
        """
        return self.pack_with(work, inspection, self._recording.pinned_pack(work, inspection))

    def pack_with(self, work: UnitOfWork, inspection: InspectionId, in_use: Sha256) -> Pack:
        """Return one of the inspection's packs, knowing the others that it has been under.

        Raises:
            NotFound: no such inspection on this laptop, or no copy of the pack.
        """
        key = (in_use, *(e for e in self._recording.packs(work, inspection) if e != in_use))
        if key not in self._packs:
            first, *others = (archive.opened(work.packs.archive(each)) for each in key)
            self._packs[key] = first.beside(others) if others else first
        return self._packs[key]

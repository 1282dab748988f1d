"""What stands: one inspection read as answers, headlines, accounts and evidence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from inspector_app.domain.accounts import Account
from inspector_app.domain.accuracy import Draft, Point, Reply, Response
from inspector_app.domain.answers import Answer
from inspector_app.domain.assignments import Assignment
from inspector_app.domain.captures import CaptureTime
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.changes.fold import SubjectState
from inspector_app.domain.checklist import Line, Pack, RegisterEntry, Section
from inspector_app.domain.corrections import Correction
from inspector_app.domain.errors import NotFound
from inspector_app.domain.evidence import Caption, EvidenceFile
from inspector_app.domain.follow_up import Earlier
from inspector_app.domain.headlines import Headline
from inspector_app.domain.held import Field, Held, T, field_of, held_of
from inspector_app.domain.ids import (
    AccountId,
    ChangeId,
    CorrectionId,
    DeviceId,
    DraftId,
    EvidenceId,
    InspectionId,
    InterimId,
    LineId,
    PersonId,
    PointId,
    RecommendationId,
    SectionId,
    Sha256,
    SourceId,
    WorkbookId,
)
from inspector_app.domain.inspection import Details, Member, PackPin, Scope
from inspector_app.domain.interims import Interim
from inspector_app.domain.items import (
    AdvanceItem,
    CorrectionItem,
    DraftItem,
    EvidenceItem,
    InterimItem,
    PointItem,
    RecommendationItem,
    SourceItem,
    WorkbookItem,
    number_order,
    paragraph_order,
)
from inspector_app.domain.marked import markings_on
from inspector_app.domain.markings import Marking, highest
from inspector_app.domain.memory import Memory
from inspector_app.domain.moderation import Moderation
from inspector_app.domain.pack_differences import asks_otherwise
from inspector_app.domain.phases import Phase
from inspector_app.domain.recommendations import Advance, Recommendation, RecommendationKind
from inspector_app.domain.retention import Hold, Retention
from inspector_app.domain.sources import Source
from inspector_app.domain.workbooks import Reading, Workbook
from inspector_app.texts import tr


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of a section's examined lines are established."""

    established: int
    total: int
    again: int = 0
    """Of those that are not: how many had an answer before their question was changed."""

    def __add__(self, other: "Progress") -> "Progress":
        """Return both together."""
        return Progress(
            self.established + other.established,
            self.total + other.total,
            self.again + other.again,
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """An inspection, or the part of it that was loaded, as it stands."""

    id: InspectionId
    pack: Pack
    states: Mapping[str, SubjectState]
    names: Mapping[PersonId, str]
    """Names that this laptop knows; exports use roles and initials."""
    memory: Memory = field(default_factory=Memory, init=False, repr=False, compare=False)
    """What was read from the states before; says nothing that they do not say."""

    @property
    def details(self) -> Details:
        """The particulars.

        Raises:
            NotFound: the inspection's particulars were purged or have not arrived.
        """
        field = self._field(subject(Subject.INSPECTION), Details)
        for held in field.versions:
            if held.value is not None:
                return held.value
        raise NotFound(
            tr(
                "The particulars of this inspection are not on this laptop: sync, or bring the "
                "laptops together, and open it again."
            )
        )

    @property
    def pinned(self) -> Field[PackPin]:
        """The newer versions of the checklist that were pinned; none: it stands as it began."""
        return self._field(subject(Subject.PACK), PackPin)

    @property
    def phase_entered(self) -> Field[bodies.PhaseEntered]:
        """The phase as somebody recorded it."""
        return self._field(subject(Subject.PHASE), bodies.PhaseEntered)

    @property
    def phase(self) -> Phase:
        """Where the work stands.

        As it was recorded; where nobody recorded one it is being planned until a first answer or
        account stands, and then it is fieldwork.
        """
        if recorded := self.phase_entered.value:
            return recorded.phase
        is_begun = self._of(Subject.ANSWER) or self._of(Subject.ACCOUNT)
        return Phase.FIELDWORK if is_begun else Phase.PLANNING

    @property
    def phases(self) -> tuple[Held[bodies.PhaseEntered], ...]:
        """The phases that were entered and not taken back, oldest first, reasons with them."""
        state = self.states.get(subject(Subject.PHASE))
        told = state.earlier if state is not None else ()
        return tuple(held_of(version, bodies.PhaseEntered) for version in told)

    @property
    def retention(self) -> Field[Retention]:
        """Until when the inspection is kept, as it was recorded."""
        return self._field(subject(Subject.RETENTION), Retention)

    @property
    def hold(self) -> Field[Hold]:
        """The legal hold, placed or lifted, as it was recorded."""
        return self._field(subject(Subject.HOLD), Hold)

    def member(self, person: PersonId) -> Member | None:
        """Return somebody's part in the team; None: they are not of it."""
        return self._field(subject(Subject.MEMBER, person), Member).value

    def visit_answer(self, line: LineId) -> Field[Answer] | None:
        """Return what the visit found on a line that was corrected since.

        None: it stands as the visit found it. Without versions: the visit found nothing.
        """
        state = self.states.get(subject(Subject.ANSWER, line))
        if state is None or all(version.session is None for version in state.versions):
            return None
        field = self.answer(line)
        told = tuple(held_of(version, Answer) for version in reversed(state.earlier))
        is_same = all(held.value == field.value for held in told) and not field.in_conflict
        return None if is_same and (told or field.value is None) else Field(told)

    def corrections(self) -> Mapping[CorrectionId, CorrectionItem]:
        """Return the correction sessions, ended ones too, by id."""

        def read() -> Mapping[CorrectionId, CorrectionItem]:
            found = {}
            for written, _ in self._of(Subject.CORRECTION):
                device, _, id_ = bodies.subject_key(written).partition("/")
                held = self._field(written, Correction).first
                if held and held.value:
                    found[CorrectionId(id_)] = CorrectionItem(
                        CorrectionId(id_), DeviceId(device), held.value, held
                    )
            return found

        return self.memory.of_kinds("corrections", (Subject.CORRECTION,), read)

    def correction_of(self, change: ChangeId, session: str | None) -> CorrectionItem | None:
        """Return the session that a change was recorded in, or that took it in afterwards.

        Args:
            change: which.
            session: what it notes of it.
        """
        if session is None:
            return None
        sessions = self.corrections()
        if (named := sessions.get(CorrectionId(session))) is not None:
            return named
        return next((s for s in sessions.values() if change in s.correction.takes_in), None)

    def correcting(self, device: DeviceId) -> CorrectionItem | None:
        """Return the session that goes on at a laptop, the latest begun if there are several."""
        found = [
            each
            for each in self.corrections().values()
            if each.device == device and not each.correction.has_ended
        ]
        return max(found, key=lambda each: (each.correction.begun_ms, each.id), default=None)

    def in_scope(self, section: Section) -> bool:
        """Return whether the section is looked at: as switched, else as the pack has it."""
        state = self.states.get(subject(Subject.SECTION, section.id))
        switched = field_of(state, Scope).value
        return switched.in_scope if switched else section.on_by_default

    def sections(self) -> tuple[Section, ...]:
        """Return the sections in scope that have lines, in the pack's order."""
        return tuple(s for s in self.pack.sections if s.lines and self.in_scope(s))

    def answer(self, line: LineId) -> Field[Answer]:
        """Return the team's finding on a line."""
        return self._field(subject(Subject.ANSWER, line), Answer)

    def headline(self, section: SectionId) -> Field[Headline]:
        """Return the section's judgement."""
        return self._field(subject(Subject.HEADLINE, section), Headline)

    def assignment(self, place: LineId | SectionId) -> Field[Assignment]:
        """Return to whom a line or a section is assigned as itself."""
        return self._assignments().get(place, _NOTHING_ASSIGNED)

    def _assignments(self) -> Mapping[str, Field[Assignment]]:
        """Return what is assigned by its id: screens ask it of every line, and few are."""

        def read() -> Mapping[str, Field[Assignment]]:
            return {
                bodies.subject_key(written): self._field(written, Assignment)
                for written, _ in self._of(Subject.ASSIGNMENT)
            }

        return self.memory.of_kinds("assignments", (Subject.ASSIGNMENT,), read)

    def moderation(self, section: SectionId) -> Field[Moderation]:
        """Return the moderation of the section's headline."""
        return self._field(subject(Subject.MODERATION, section), Moderation)

    def accounts(self, line: LineId | None = None) -> tuple[tuple[AccountId, Held[Account]], ...]:
        """Return the accounts that stand, on one line or on all, oldest first."""
        if line is not None:
            return self._accounts_by_line().get(line, ())
        return self.memory.of_kinds("accounts", (Subject.ACCOUNT,), self._read_accounts)

    def _read_accounts(self) -> tuple[tuple[AccountId, Held[Account]], ...]:
        found = []
        for written, _ in self._of(Subject.ACCOUNT):
            held = self._field(written, Account).first
            if held and held.value:
                found.append((AccountId(bodies.subject_key(written)), held))
        return tuple(sorted(found, key=lambda pair: (pair[1].time_ms, pair[0])))

    def _accounts_by_line(self) -> Mapping[LineId, tuple[tuple[AccountId, Held[Account]], ...]]:
        def read() -> Mapping[LineId, tuple[tuple[AccountId, Held[Account]], ...]]:
            found: dict[LineId, list[tuple[AccountId, Held[Account]]]] = {}
            for id_, held in self.accounts():
                if held.value is not None:
                    found.setdefault(held.value.line, []).append((id_, held))
            return {each: tuple(pairs) for each, pairs in found.items()}

        return self.memory.of_kinds("accounts by line", (Subject.ACCOUNT,), read)

    def source(self, id_: SourceId) -> Field[Source]:
        """Return a source in all its versions; none: withdrawn, unknown, or never recorded."""
        return self._field(subject(Subject.SOURCE, id_), Source)

    def sources(self) -> tuple[SourceItem, ...]:
        """Return the sources that stand, by tag and number."""
        return self.memory.of_kinds("sources", (Subject.SOURCE,), self._read_sources)

    def _read_sources(self) -> tuple[SourceItem, ...]:
        found = []
        for written, _ in self._of(Subject.SOURCE):
            field = self._field(written, Source)
            held = field.first
            if held and held.value:
                id_ = SourceId(bodies.subject_key(written))
                found.append(SourceItem(id_, held.value, held, field.in_conflict))
        return tuple(sorted(found, key=lambda item: (*number_order(item.source.number), item.id)))

    def drafts(self) -> tuple[DraftItem, ...]:
        """Return the accuracy drafts that went out, latest first."""
        found = []
        for written, state in self._of(Subject.DRAFT):
            held = field_of(state, Draft).first
            if held and held.value:
                found.append(DraftItem(DraftId(bodies.subject_key(written)), held.value, held))
        return tuple(sorted(found, key=lambda item: (-item.sent.time_ms, item.id)))

    def replies(self) -> tuple[Held[Reply], ...]:
        """Return the workbooks that came back, latest first."""
        fields = [field_of(state, Reply) for _, state in self._of(Subject.REPLY)]
        found = [held for field in fields for held in field.versions[:1] if held.value]
        return tuple(sorted(found, key=lambda held: (-held.time_ms, held.change)))

    def workbooks(self) -> tuple[WorkbookItem, ...]:
        """Return the workbooks of requests and data returns that went out, latest first."""
        found = []
        for written, state in self._of(Subject.WORKBOOK):
            held = field_of(state, Workbook).first
            if held and held.value:
                id_ = WorkbookId(bodies.subject_key(written))
                found.append(WorkbookItem(id_, held.value, held))
        return tuple(sorted(found, key=lambda item: (-item.sent.time_ms, item.id)))

    def readings(self) -> tuple[Held[Reading], ...]:
        """Return the workbooks that came back filled in and were accepted, latest first."""
        fields = [field_of(state, Reading) for _, state in self._of(Subject.READING)]
        found = [held for field in fields for held in field.versions[:1] if held.value]
        return tuple(sorted(found, key=lambda held: (-held.time_ms, held.change)))

    def response(self, point: PointId) -> Field[Response]:
        """Return what the team made of a point."""
        return self._field(subject(Subject.RESPONSE, point), Response)

    def points(self) -> tuple[PointItem, ...]:
        """Return the force's points, by draft and paragraph."""
        found = []
        for written, state in self._of(Subject.POINT):
            held = field_of(state, Point).first
            if held and held.value:
                id_ = PointId(bodies.subject_key(written))
                found.append(PointItem(id_, held.value, held, self.response(id_)))
        return tuple(sorted(found, key=lambda item: (*paragraph_order(item.point), item.id)))

    def recommendations(self) -> tuple[RecommendationItem, ...]:
        """Return the recommendations that stand, the gravest kind first, then by number."""
        found = []
        for written, state in self._of(Subject.RECOMMENDATION):
            field = field_of(state, Recommendation)
            held = field.first
            if held and held.value:
                id_ = RecommendationId(bodies.subject_key(written))
                found.append(RecommendationItem(id_, held.value, held, field.in_conflict))
        order = tuple(RecommendationKind)
        return tuple(
            sorted(
                found,
                key=lambda item: (
                    order.index(item.recommendation.kind),
                    *number_order(item.recommendation.number),
                    item.id,
                ),
            )
        )

    def earlier(self) -> Field[Earlier]:
        """Return which earlier inspection this one is said to follow up."""
        return self._field(subject(Subject.FOLLOW_UP), Earlier)

    def recommendation(self, id_: RecommendationId) -> Field[Recommendation]:
        """Return a recommendation in all its versions."""
        return self._field(subject(Subject.RECOMMENDATION, id_), Recommendation)

    def advance(self, made_in: InspectionId, id_: RecommendationId) -> Field[Advance]:
        """Return how far a recommendation has come, as it is told in this inspection."""
        return self._field(subject(Subject.PROGRESS, made_in, id_), Advance)

    def advances(self) -> tuple[AdvanceItem, ...]:
        """Return what is told of recommendations, of this inspection and earlier ones."""
        found = []
        for written, state in self._of(Subject.PROGRESS):
            field = field_of(state, Advance)
            held = field.first
            if held and held.value:
                made_in, _, id_ = bodies.subject_key(written).partition("/")
                found.append(
                    AdvanceItem(
                        InspectionId(made_in),
                        RecommendationId(id_),
                        held.value,
                        held,
                        field.in_conflict,
                    )
                )
        return tuple(
            sorted(found, key=lambda i: (i.made_in, *number_order(i.advance.of.number), i.id))
        )

    def register(self) -> tuple[RegisterEntry, ...]:
        """Return the pack's register entries as they are known here, then those added, by name."""
        return self.memory.of_kinds("register", (Subject.REGISTER,), self._read_register)

    def _read_register(self) -> tuple[RegisterEntry, ...]:
        recorded = {
            entry.id: entry
            for _, state in self._of(Subject.REGISTER)
            if (entry := field_of(state, RegisterEntry).value)
        }
        known = tuple(recorded.pop(entry.id, entry) for entry in self.pack.registers)
        return (*known, *sorted(recorded.values(), key=lambda e: (e.name.casefold(), e.id)))

    @property
    def known_pack(self) -> Pack:
        """The pack with its registers as this inspection knows them, to look names up in."""
        return self.memory.of_kinds(
            "known pack", (Subject.REGISTER,), lambda: replace(self.pack, registers=self.register())
        )

    def entry(self, id_: str) -> Field[RegisterEntry]:
        """Return a register's entry as it was recorded here; none: it is as the pack has it."""
        return self._field(subject(Subject.REGISTER, id_), RegisterEntry)

    def evidence(self, line: LineId | None = None) -> tuple[EvidenceItem, ...]:
        """Return the evidence items that stand, on one line or all, by tag and number."""
        if line is not None:
            return self._evidence_by_line().get(line, ())
        return self.memory.of_kinds("evidence", _OF_EVIDENCE, self._read_evidence)

    def _read_evidence(self) -> tuple[EvidenceItem, ...]:
        links = self._links()
        found = []
        for written, _ in self._of(Subject.EVIDENCE):
            id_ = EvidenceId(bodies.subject_key(written))
            held = self._field(written, EvidenceFile).first
            if held is None or held.value is None:
                continue
            lines = tuple(sorted(links.get(id_, ())))
            caption = self._field(subject(Subject.CAPTION, id_), Caption).value
            capture = self._field(subject(Subject.CAPTURE, id_), CaptureTime).value
            found.append(EvidenceItem(id_, held.value, held, caption or Caption(), lines, capture))
        return tuple(sorted(found, key=lambda item: number_order(item.file.number)))

    def _evidence_by_line(self) -> Mapping[LineId, tuple[EvidenceItem, ...]]:
        def read() -> Mapping[LineId, tuple[EvidenceItem, ...]]:
            found: dict[LineId, list[EvidenceItem]] = {}
            for item in self.evidence():
                for line in item.lines:
                    found.setdefault(line, []).append(item)
            return {each: tuple(items) for each, items in found.items()}

        return self.memory.of_kinds("evidence by line", _OF_EVIDENCE, read)

    def copies_of(self, original: EvidenceId) -> tuple[EvidenceItem, ...]:
        """Return the redacted copies of an item that stand, by tag and number."""
        return tuple(
            item
            for item in self.evidence()
            if item.file.made_of is not None and item.file.made_of.evidence == original
        )

    def members(self) -> tuple[tuple[PersonId, Member], ...]:
        """Return the team, by initials; those who left are included and say so."""
        found = []
        for written, state in self._of(Subject.MEMBER):
            if member := field_of(state, Member).value:
                found.append((PersonId(bodies.subject_key(written)), member))
        return tuple(sorted(found, key=lambda pair: (pair[1].initials, pair[0])))

    def initials(self, person: PersonId) -> str:
        """Return somebody's initials, or a dash for one who is not of the team."""
        member = self._field(subject(Subject.MEMBER, person), Member).value
        return member.initials if member else "–"

    def owner_of(self, device: DeviceId) -> PersonId | None:
        """Return whose laptop a device is; None where nobody else ever acted on it."""
        state = self.states.get(subject(Subject.LAPTOP, device))
        named = field_of(state, bodies.LaptopNamed).value
        return named.owner if named else None

    def summaries(self) -> tuple[Held[bodies.SummarySigned], ...]:
        """Return the signed summaries, latest first."""
        found = [
            held
            for _, state in self._of(Subject.SUMMARY)
            for held in field_of(state, bodies.SummarySigned).versions
            if held.value
        ]
        return tuple(sorted(found, key=lambda held: (-held.time_ms, held.change)))

    def interims(self) -> tuple[InterimItem, ...]:
        """Return the interim summaries that were made, latest first."""
        found = []
        for written, state in self._of(Subject.INTERIM):
            held = field_of(state, Interim).first
            if held and held.value:
                found.append(InterimItem(InterimId(bodies.subject_key(written)), held.value, held))
        return tuple(sorted(found, key=lambda item: (-item.made.time_ms, item.id)))

    def summary_files(self) -> tuple[bodies.SummaryCountersigned | bodies.SummaryRaised, ...]:
        """Return what was recorded of countersigned and raised summaries, oldest first."""
        found = [
            (version.time_ms, version.change, version.body)
            for _, state in self._of(Subject.SUMMARY_FILE)
            for version in state.versions
            if isinstance(version.body, bodies.SummaryCountersigned | bodies.SummaryRaised)
        ]
        return tuple(body for _, _, body in sorted(found, key=lambda each: each[:2]))

    def asked(self, line: LineId, under: Sha256) -> tuple[Line, Pack]:
        """Return a line as a version of the checklist asked it, with that version.

        Where that one is not known or has no such line, it is as it is asked now, or was last.

        Raises:
            NotFound: no version of the checklist that is known has such a line.
        """
        pack = self.pack.under(under)
        if pack.asks(line):
            return pack.line(line), pack
        return self.pack.line(line), self.pack

    def asks_again(self, line: LineId) -> bool:
        """Return whether what was answered was asked otherwise, and nobody has answered since.

        So it is where the checklist was replaced by one that words the line in another way, or
        wants another kind of answer.
        """
        if not self.pack.others or not self.pack.asks(line):
            return False
        field = self.answer(line)
        given = [held for held in field.versions if held.value is not None]
        if not given or field.in_conflict:
            return False
        return all(self.was_asked_otherwise(line, held) for held in given)

    def was_asked_otherwise(self, line: LineId, held: Held[Any]) -> bool:
        """Return whether something was said on a line when it asked otherwise than it does now."""
        was = self.pack.under(held.pack)
        has_both = self.pack.asks(line) and was.asks(line)
        return has_both and asks_otherwise(was, self.pack, line)

    def is_established(self, line: Line) -> bool:
        """Return whether a line is established: an answer that is complete and not in dispute.

        Nor may it have been given to a question that was another.
        """
        field = self.answer(line.id)
        if field.value is None or field.in_conflict or self.asks_again(line.id):
            return False
        return field.value.is_established(line)

    def progress(self, section: Section) -> Progress:
        """Return how many examined lines of a section are established; derived checks apart."""

        def read() -> Progress:
            lines = [line for line in section.lines if not line.derived]
            again = sum(self.asks_again(line.id) for line in lines)
            return Progress(sum(map(self.is_established, lines)), len(lines), again)

        return self.memory.of_kinds(f"progress of {section.id}", (Subject.ANSWER,), read)

    def with_states(self, states: Iterable[SubjectState]) -> "Standing":
        """Return this inspection with what stands about some subjects replaced."""
        arrived = {state.subject: state for state in states}
        found = replace(self, states={**self.states, **arrived})
        memory = self.memory.without(map(bodies.subject_kind, arrived))
        object.__setattr__(found, "memory", memory)
        return found

    def conflicts(self) -> tuple[str, ...]:
        """Return the subjects that stand in differing versions, sorted."""
        return tuple(sorted(s for s, state in self.states.items() if state.in_conflict))

    def disputed(self, kind: Subject) -> Mapping[str, int]:
        """Return how many versions stand of each thing of a kind that stands in several, by key."""

        def read() -> Mapping[str, int]:
            return {
                bodies.subject_key(written): len(state.versions)
                for written, state in self._of(kind)
                if state.in_conflict
            }

        return self.memory.of_kinds(f"disputed {kind.value}", (kind,), read)

    def highest_marking(self) -> Marking:
        """Return the high watermark over everything that carries a marking."""
        return highest(self.markings())

    def markings(self, kinds: Iterable[Subject] = Subject) -> tuple[Marking, ...]:
        """Return the markings on things of some kinds, and the inspection's own first.

        Those of the present scheme that were found on a file or document are among them.
        """
        marked = [self.details.marking]
        for kind in kinds:
            read = partial(self._markings, kind)
            marked += self.memory.of_kinds(f"markings of {kind.value}", (kind,), read)
        return tuple(marked)

    def _markings(self, kind: Subject) -> frozenset[Marking]:
        """Return the markings that the versions of one kind of subject bear."""
        bodies_ = (
            version.body
            for _, state in self._of(kind)
            for version in (*state.versions, *state.earlier)
        )
        return frozenset(marking for body in bodies_ for marking in markings_on(body))

    def states_of(self, kind: Subject) -> tuple[tuple[str, SubjectState], ...]:
        """Return the subjects of a kind as they are written, with their states."""
        return self._of(kind)

    def _of(self, kind: Subject) -> tuple[tuple[str, SubjectState], ...]:
        """Return the subjects of a kind with their states."""

        def read() -> tuple[tuple[str, SubjectState], ...]:
            of_kind = bodies.subject_kind
            return tuple(pair for pair in self.states.items() if of_kind(pair[0]) == kind.value)

        return self.memory.of_kinds(f"subjects of {kind.value}", (kind,), read)

    def _field(self, written: str, kind: type[T]) -> Field[T]:
        """Return a subject's versions as values of ``kind``, read once for each of its states."""
        state = self.states.get(written)
        if state is None:
            return Field()
        return self.memory.of_subject(state, kind, lambda: field_of(state, kind))

    def _links(self) -> dict[EvidenceId, set[LineId]]:
        links: dict[EvidenceId, set[LineId]] = {}
        for written, _ in self._of(Subject.LINK):
            if link := self._field(written, bodies.EvidenceLinked).value:
                links.setdefault(link.evidence, set()).add(link.line)
        return links


_NOTHING_ASSIGNED: Field[Assignment] = Field()
_OF_EVIDENCE = (Subject.EVIDENCE, Subject.CAPTION, Subject.CAPTURE, Subject.LINK)

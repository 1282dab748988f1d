"""What of an inspection is printed: what was chosen of it, less what is not to be exported."""

from collections.abc import Iterable, Iterator

from inspector_app.domain import unsettled, upgrading
from inspector_app.domain.accounts import Account
from inspector_app.domain.changes.bodies import Subject, subject, subject_key
from inspector_app.domain.checklist import Line
from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.encounters import Paragraph, note_of
from inspector_app.domain.evidence import Caption
from inspector_app.domain.held import Field, Held, field_of
from inspector_app.domain.ids import AccountId, EvidenceId, LineId, SourceId
from inspector_app.domain.items import EvidenceItem, SourceItem
from inspector_app.domain.recommendations import Advance, Recommendation, RestsOn
from inspector_app.domain.standing import Standing
from inspector_app.domain.strength import Supports
from inspector_app.reports.facts import HeadlineFacts, LeftOut, Options


class Selection:
    """Parts an inspection by what was chosen; what is *closed* is not to be exported."""

    def __init__(self, standing: Standing, options: Options) -> None:
        self.standing = standing
        self.options = options
        self.sections = tuple(
            section
            for section in standing.pack.sections
            if not options.sections or section.id in options.sections
        )
        """The sections that were chosen, in the order of the checklist."""
        self.section_ids = frozenset(section.id for section in self.sections)
        self.kept = tuple(
            each
            for each in upgrading.left(standing)
            if not options.sections or each.section in self.section_ids
        )
        """What is recorded, where that was chosen, at places that the checklist has no more."""
        self.lines = frozenset(
            (
                *(line.id for each in self.sections for line in each.lines),
                *(each.line.id for each in self.kept if each.line is not None),
            )
        )
        """The lines that were chosen, those that the checklist has no more included."""
        self.closed_lines = frozenset(
            line
            for line in _lines_answered(standing)
            if any(
                held.value is not None and held.value.do_not_export
                for held in standing.answer(line).versions
            )
        )
        """Lines of which any version of the answer is not to be exported."""
        self._spoken: dict[str, set[LineId]] = {}
        for _, held in standing.accounts():
            if held.value is not None and held.value.source:
                self._spoken.setdefault(held.value.source, set()).add(held.value.line)
        self.sources, self.closed_sources = self._parted_sources()
        self.evidence, self.closed_evidence = self._parted_evidence()
        self.number_of = {item.id: item.file.number for item in self.evidence}
        """Of the items that are printed."""
        self.evidence_of = _by_line(self.evidence)
        self.closed_evidence_of = _by_line(self.closed_evidence)
        self.source_of = {item.id: item.source for item in self.sources}
        self.unattributed = frozenset(
            item.id for item in self.sources if self._is_unattributed(item.id)
        )
        """Sources whose words may not be printed as a role's."""
        self.accounts = self._accounts_by_line()
        self.supports = Supports(standing, self._accounts_left_out())
        """What lines rest on, of what may be told."""

    def has(self, level: DetailLevel) -> bool:
        """Whether as much as this is to be printed."""
        return self.options.detail.has(level)

    def is_printed(self, line: Line) -> bool:
        """Whether the chosen detail prints a line."""
        if self.has(DetailLevel.ACCOUNTS):
            return True
        is_told = line.id not in self.closed_lines and self.standing.is_established(line)
        return is_told and self.has(DetailLevel.ANSWERS)

    def is_kept_printed(self, line: Line) -> bool:
        """Whether the chosen detail prints a line that the checklist has no more."""
        if self.has(DetailLevel.ACCOUNTS):
            return True
        has_answer = self.standing.answer(line.id).value is not None
        is_told = line.id not in self.closed_lines and has_answer
        return is_told and self.has(DetailLevel.ANSWERS)

    def is_disputed(self, line: Line) -> bool:
        """Whether a line whose answer may be told stands in differing versions."""
        return line.id not in self.closed_lines and self.standing.answer(line.id).in_conflict

    def may_name(self, line: LineId) -> bool:
        """Whether what concerns several lines may say that it concerns this one."""
        is_chosen = not self.options.sections or line in self.lines
        return is_chosen and line not in self.closed_lines

    def is_about_chosen(self, *several: RestsOn) -> bool:
        """Whether a recommendation rests on a section or line that was chosen."""
        if not self.options.sections:
            return True
        return any(
            self.section_ids & set(each.sections) or self.lines & set(each.lines)
            for each in several
        )

    def spoken_to(self, id_: SourceId) -> set[LineId]:
        """Return the lines on which a source gave accounts."""
        return self._spoken.get(id_, set())

    def unsettled(self) -> tuple[str, ...]:
        """Return of what one version is printed although others stand."""
        has_accounts = self.options.accounts and self.has(DetailLevel.ACCOUNTS)
        printed = self.lines - self.closed_lines
        accounts = {
            id_
            for id_, held in self.standing.accounts()
            if held.value is not None
            and held.value.line in printed
            and not self._is_closed_account(id_)
        }
        return unsettled.named(
            self.standing,
            self.section_ids,
            accounts if has_accounts else (),
            {item.id for item in self.evidence} if self.has(DetailLevel.FULL) else (),
        )

    def left_out_at(self, ids: set[LineId], headline: HeadlineFacts) -> LeftOut:
        """Return how much is not to be exported of lines that stand together."""
        return LeftOut(
            answers=len(ids & self.closed_lines),
            accounts=sum(map(self.accounts_left_out_on, ids)),
            headlines=int(headline.state == "left-out"),
            evidence=len(
                {item.id for each in ids for item in self.closed_evidence_of.get(each, ())}
            ),
            sources=sum(bool(ids & self.spoken_to(i.id)) for i in self.closed_sources),
        )

    def accounts_left_out_on(self, line: LineId) -> int:
        """Return how many accounts on a line are not told."""
        accounts = self.accounts.get(line, [])
        is_closed = line in self.closed_lines
        return len(accounts) if is_closed else sum(each is None for each in accounts)

    def closed_recommendations(self) -> int:
        """Return how many recommendations are not told."""
        standing = self.standing
        own = sum(
            self.is_closed(standing.recommendation(item.id))
            and self.is_about_chosen(item.recommendation.rests_on)
            for item in standing.recommendations()
        )
        return own + sum(
            (
                item.advance.of.do_not_export
                or self.is_closed(standing.advance(item.made_in, item.id))
            )
            and self.is_about_chosen(item.advance.of.rests_on, item.advance.rests_on)
            for item in standing.advances()
            if item.made_in != standing.id
        )

    def is_closed(self, field: Field[Recommendation] | Field[Advance]) -> bool:
        """Whether any version is not to be exported."""
        return any(held.value is not None and held.value.do_not_export for held in field.versions)

    def _accounts_left_out(self) -> frozenset[AccountId]:
        """Return the accounts that support nothing in an export: none may be told of.

        Those on a line whose answer is left out are among them.
        """
        return frozenset(
            id_
            for id_, held in self.standing.accounts()
            if self._is_closed_account(id_)
            or (held.value is not None and held.value.line in self.closed_lines)
        )

    def _parted_sources(self) -> tuple[list[SourceItem], list[SourceItem]]:
        """Return the sources to print, and those not to be exported."""
        printed: list[SourceItem] = []
        closed: list[SourceItem] = []
        for item in self.standing.sources():
            concerned = self.spoken_to(item.id) | set(item.source.lines)
            if not self.options.sections or concerned & self.lines:
                (closed if self._is_closed_source(item.id) else printed).append(item)
        return printed, closed

    def _parted_evidence(self) -> tuple[list[EvidenceItem], list[EvidenceItem]]:
        """Return the items to print, and those not to be exported.

        An item is not exported when its caption says so, or when every line and every source it
        belongs to is not.
        """
        of_closed = {each for item in self.closed_sources for each in item.source.evidence}
        of_open = {each for item in self.sources for each in item.source.evidence}
        of_sources = of_closed | of_open
        printed: list[EvidenceItem] = []
        closed: list[EvidenceItem] = []
        for item in sorted(self.standing.evidence(), key=_evidence_order):
            state = self.standing.states.get(subject(Subject.CAPTION, item.id))
            captions = field_of(state, Caption).versions
            by_itself = any(h.value is not None and h.value.do_not_export for h in captions)
            is_of_closed = bool(item.lines) or item.id in of_closed
            is_of_open = item.id in of_open or not self.closed_lines.issuperset(item.lines)
            parted = closed if by_itself or (is_of_closed and not is_of_open) else printed
            if self._is_chosen_item(item, of_sources):
                parted.append(item)
        return printed, closed

    def _is_chosen_item(self, item: EvidenceItem, of_sources: set[EvidenceId]) -> bool:
        """Whether an item supports a chosen line, or no line at all but a chosen source."""
        if not self.options.sections:
            return True
        return bool(self.lines & set(item.lines)) or (not item.lines and item.id in of_sources)

    def _accounts_by_line(self) -> dict[LineId, list[Held[Account] | None]]:
        """Return the accounts of each line, oldest first; None stands for one left out."""
        found: dict[LineId, list[Held[Account] | None]] = {}
        for id_, held in self.standing.accounts():
            if held.value is not None:
                kept = None if self._is_closed_account(id_) else held
                found.setdefault(held.value.line, []).append(kept)
        return found

    def _is_closed_account(self, id_: AccountId) -> bool:
        """Whether any version of an account, or of its source, is not to be exported."""
        state = self.standing.states.get(subject(Subject.ACCOUNT, id_))
        return any(
            held.value is not None
            and (
                held.value.do_not_export
                or (bool(held.value.source) and self._is_closed_source(SourceId(held.value.source)))
                or self._is_of_lost_encounter(id_, held.value)
            )
            for held in field_of(state, Account).versions
        )

    def _is_of_lost_encounter(self, id_: AccountId, account: Account) -> bool:
        """Whether it was made of a note of an encounter whose beginning was taken back.

        Whether that encounter ever ran is not known, and an unannounced one must not show.
        """
        about = subject(Subject.PARAGRAPH, account.source, note_of(id_))
        is_note = field_of(self.standing.states.get(about), Paragraph).value is not None
        return is_note and self.standing.source(SourceId(account.source)).value is None

    def _is_closed_source(self, id_: SourceId) -> bool:
        versions = self.standing.source(id_).versions
        return any(held.value is not None and held.value.is_closed for held in versions)

    def _is_unattributed(self, id_: SourceId) -> bool:
        """Whether any version of a source says that its words may not be printed as a role's."""
        versions = self.standing.source(id_).versions
        return any(held.value is not None and held.value.is_unattributed for held in versions)


def _evidence_order(item: EvidenceItem) -> tuple[str, int, str, EvidenceId]:
    tag, _, count = item.file.number.partition("/")
    return tag, int(count) if count.isdecimal() else 0, item.file.number, item.id


def _by_line(items: Iterable[EvidenceItem]) -> dict[LineId, list[EvidenceItem]]:
    """Return the items that support each line, in their order."""
    found: dict[LineId, list[EvidenceItem]] = {}
    for item in items:
        for line in item.lines:
            found.setdefault(line, []).append(item)
    return found


def _lines_answered(standing: Standing) -> Iterator[LineId]:
    """Yield the lines that were answered, those that the checklist has no more included."""
    return (LineId(subject_key(about)) for about, _ in standing.states_of(Subject.ANSWER))

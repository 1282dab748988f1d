"""Reads what a summary prints out of what stands.

A pure function of what stands, the pinned pack, the options and the fold version. What is not to
be exported is left out here, so that no format can print it.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeVar

from inspector_app.domain import (
    charting,
    correction_wording,
    dates,
    exclusions,
    moderating,
    paragraphs,
    phasing,
    recommending,
    source_wording,
    unsettled,
    upgrade_words,
    upgrading,
)
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import (
    PhaseEntered,
    Subject,
    SummarySigned,
    subject,
    subject_key,
)
from inspector_app.domain.changes.codec import canonical
from inspector_app.domain.checklist import INTRODUCTION, Line, Pack, Section, Term
from inspector_app.domain.choosing import choice_words
from inspector_app.domain.detail import DetailLevel, detail_words
from inspector_app.domain.encounters import Paragraph, note_of
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.evidence import Caption, EvidenceFile
from inspector_app.domain.figures import (
    CheckMade,
    Figure,
    Figures,
    Known,
    Verdict,
    figures,
    quantities_named,
)
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import (
    AccountId,
    ChainId,
    ChangeId,
    EvidenceId,
    LineId,
    PersonId,
    SectionId,
    Sha256,
    SourceId,
)
from inspector_app.domain.inspection import Scope, TeamRole
from inspector_app.domain.markings import Marking, Tier, highest, of_found
from inspector_app.domain.recommendations import Advance, Recommendation, RestsOn
from inspector_app.domain.source_fields import Editor, Fact, form_of_kind
from inspector_app.domain.sources import DocumentRequest, RequestOutcome, Source, UnannouncedTest
from inspector_app.domain.standing import (
    Absence,
    EvidenceItem,
    Field,
    Held,
    SourceItem,
    Standing,
    field_of,
)
from inspector_app.domain.strength import Strength, Supports
from inspector_app.domain.values import Tabled
from inspector_app.domain.withholding import withheld
from inspector_app.domain.wording import (
    NOTHING_RECORDED,
    absence_words,
    answer_words,
    capability_words,
    capture_words,
    counted,
    first_words,
    form_words,
    given_parts,
    listed,
    marking_words,
    origin_words,
    outcome_words,
    redacted_words,
    role_words,
    signer_words,
    size_words,
    table_rows,
    table_titles,
    value_details,
    when_words,
)
from inspector_app.reports import alternatives
from inspector_app.reports.chart_facts import by_section
from inspector_app.reports.facts import (
    AccountFacts,
    AdvanceFacts,
    BoardFacts,
    BoardRow,
    By,
    Chapter,
    ChartFacts,
    CheckFacts,
    Content,
    Cover,
    DefinitionFacts,
    Detail,
    EvidenceFacts,
    Form,
    HeadlineFacts,
    HeadlineVersion,
    LeftOut,
    LineFacts,
    MemberFacts,
    Options,
    PackFacts,
    PhaseFacts,
    PictureFacts,
    QuantityFacts,
    RecommendationFacts,
    Record,
    SectionFacts,
    SignedFacts,
    SourceFacts,
    SupportFacts,
    TileFacts,
    VersionFacts,
)
from inspector_app.texts import tr

_T = TypeVar("_T")
_BOARD_CHARACTERS = 84
"""Of a headline that a tile of the board shows; four lines of its width."""
_LEFT_OUT = tr("Left out of this export")
_AS_PROPOSED = (Form.FIELDWORK_RECORD, Form.INTERIM_SUMMARY)
"""Who reads these is of the team."""
_WITH_SOURCES = DetailLevel.ACCOUNTS
_KEPT = "kept"
"""The key of the chapter of what the checklist has no more."""
_KEPT_MEANING = tr(
    "Recorded under an earlier version of the checklist, at lines that the version in use does "
    "not ask any more. Nothing of it is lost, and nothing of it is counted."
)
_TOLD_APART = frozenset({"outcome", "state", "withhold_scenario"})
"""Facts of a source that its own fields tell."""


def content(
    standing: Standing,
    heads: Mapping[ChainId, ChangeId],
    options: Options,
    *,
    fold_version: int,
    app_version: str,
) -> Content:
    """Return what a summary of this inspection prints.

    ``standing`` is the whole inspection, every subject loaded; ``heads`` are the last change of
    each chain whose work is in it.

    Raises:
        RuleViolation: the chosen marking is lower than that of something printed, or the inspection
            itself is marked above what is to be included.
        NotFound: the inspection's particulars are not on this laptop.
    """
    printed = withheld(standing, options.up_to)
    return Content(
        record=_Reading(printed, options).record(),
        interim=None,
        signed_before=tuple(
            _signed(held, held.value, standing)
            for held in standing.summaries()
            if held.value is not None
        ),
        phases=tuple(_phase(held, held.value, standing) for held in standing.phases if held.value),
        heads=tuple(sorted((str(chain), str(change)) for chain, change in heads.items())),
        options=options,
        fold_version=fold_version,
        app_version=app_version,
    )


def content_sha256(content: Content) -> Sha256:
    """Return SHA-256 over the record's canonical JSON.

    Journal heads, earlier signatures, the app's version and the time of making are not in it, so
    that signing a summary does not change what it is compared with.
    """
    return Sha256(hashlib.sha256(canonical(form_of(content.record))).hexdigest())


def form_of(value: Any) -> Any:
    """Return facts of this module as plain JSON values, every field by its name."""
    if is_dataclass(value):
        return {each.name: form_of(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [form_of(each) for each in value]
    return value


class _Reading:
    """One reading of what stands."""

    def __init__(self, standing: Standing, options: Options) -> None:
        self._standing = standing
        self._pack = standing.pack
        self._options = options
        self._details = standing.details
        self._chosen = tuple(
            section
            for section in standing.pack.sections
            if not options.sections or section.id in options.sections
        )
        self._chosen_ids = frozenset(section.id for section in self._chosen)
        self._kept = tuple(
            each
            for each in upgrading.left(standing)
            if not options.sections or each.section in self._chosen_ids
        )
        self._chosen_lines = frozenset(
            (
                *(line.id for each in self._chosen for line in each.lines),
                *(each.line.id for each in self._kept if each.line is not None),
            )
        )
        is_draft = options.form is Form.ACCURACY_DRAFT
        self._numbers = paragraphs.numbers(standing.pack) if is_draft else {}
        self._terms: dict[str, int] = {}
        self._printed_markings = [self._details.marking]
        self._recorded: Counter[PersonId] = Counter()
        self._last_ms: dict[PersonId, int] = {}
        self._closed_lines = frozenset(
            line
            for line in _lines_answered(standing)
            if any(
                held.value is not None and held.value.do_not_export
                for held in standing.answer(line).versions
            )
        )
        self._spoken: dict[str, set[LineId]] = {}
        for _, held in standing.accounts():
            if held.value is not None and held.value.source:
                self._spoken.setdefault(held.value.source, set()).add(held.value.line)
        self._sources, self._closed_sources = self._parted_sources()
        self._evidence, self._closed_evidence = self._parted_evidence()
        self._number_of = {item.id: item.file.number for item in self._evidence}
        self._evidence_of = _by_line(self._evidence)
        self._closed_evidence_of = _by_line(self._closed_evidence)
        self._source_of = {item.id: item.source for item in self._sources}
        self._unattributed = frozenset(
            item.id for item in self._sources if self._is_unattributed(item.id)
        )
        self._accounts = self._accounts_by_line()
        self._charts: Mapping[SectionId, tuple[ChartFacts, ...]] = {}
        self._supports = Supports(standing, self._accounts_left_out())

    def record(self) -> Record:
        """Return the record."""
        is_full = self._has(DetailLevel.FULL)
        reckoned = self._figures() if is_full else Figures((), ())
        if is_full:
            drawn = charting.charts(self._standing, reckoned, self._closed_lines)
            self._charts = by_section(drawn, self._pack, self._supports.exclusions)
        chapters = tuple(self._chapters())
        evidence = tuple(map(self._evidence_facts, self._evidence)) if is_full else ()
        sources = tuple(map(self._source, self._sources)) if self._has(_WITH_SOURCES) else ()
        recommendations, followed_up = self._recommendations(), self._followed_up()
        board = self._board(chapters)
        chapters += tuple(self._kept_chapter())
        sections = [section for chapter in chapters for section in chapter.sections]
        cover = self._cover(sections)
        apart = self._unsettled()
        return Record(
            inspection=self._standing.id,
            cover=cover,
            limits=(
                *self._limits_of_choice(),
                *_limits(cover),
                *_limits_of_versions(apart),
                *self._limits_of_checklist(sections),
                *_limits_of_headlines(sections),
                *_limits_of_follow_up(self._standing),
                *alternatives.limits(evidence),
            ),
            unsettled=apart,
            board=board,
            chapters=chapters,
            recommendations=recommendations,
            followed_up=followed_up,
            quantities=tuple(map(self._quantity, reckoned.quantities)),
            checks=tuple(_check(check, reckoned.quantities) for check in reckoned.checks),
            sources=sources,
            evidence=evidence,
            definitions=tuple(
                _definition(number, term)
                for id_, number in self._terms.items()
                if (term := self._pack.term(id_)) is not None
            ),
        )

    def _unsettled(self) -> tuple[str, ...]:
        """Return of what one version is printed although others stand."""
        has_accounts = self._options.accounts and self._has(DetailLevel.ACCOUNTS)
        printed = self._chosen_lines - self._closed_lines
        accounts = {
            id_
            for id_, held in self._standing.accounts()
            if held.value is not None
            and held.value.line in printed
            and not self._is_closed_account(id_)
        }
        return unsettled.named(
            self._standing,
            self._chosen_ids,
            accounts if has_accounts else (),
            {item.id for item in self._evidence} if self._has(DetailLevel.FULL) else (),
        )

    def _has(self, level: DetailLevel) -> bool:
        """Whether as much as this is to be printed."""
        return self._options.detail.has(level)

    def _figures(self) -> Figures:
        """Return the quantities that chosen lines hold, and the checks between these alone."""
        found = figures(self._standing, self._closed_lines)
        if not self._options.sections:
            return found
        held = {
            figure.quantity.id
            for figure in found.quantities
            if figure.line in self._chosen_lines
            or (figure.line is None and self._chosen_lines & set(figure.quantity.lines))
        }
        checks = tuple(
            made
            for made in found.checks
            if held.issuperset(quantities_named(made.check.expression))
        )
        return Figures(tuple(f for f in found.quantities if f.quantity.id in held), checks)

    def _chapters(self) -> Iterator[Chapter]:
        for section in self._chosen:
            if section.id == INTRODUCTION:
                yield Chapter(section.id, section.title, "", (self._section(section),))
        for requirement in self._pack.requirements:
            cells = (self._pack.cell(threat.id, requirement.id) for threat in self._pack.threats)
            chosen = [cell for cell in cells if cell and cell.id in self._chosen_ids]
            if chosen or not self._options.sections:
                sections = tuple(map(self._section, chosen))
                yield Chapter(requirement.id, requirement.name, requirement.meaning, sections)

    def _section(self, section: Section) -> SectionFacts:
        in_scope = bool(section.lines) and self._standing.in_scope(section)
        progress = self._standing.progress(section)
        looked_at = section.lines if in_scope else ()
        headline = self._headline(section.id) if in_scope else HeadlineFacts("none", "none", "", ())
        return SectionFacts(
            id=section.id,
            title=section.title,
            threat=self._pack.threat(section.threat).name if section.threat else "",
            requirement=(
                self._pack.requirement(section.requirement).name if section.requirement else ""
            ),
            in_scope=in_scope,
            scope_reason="" if in_scope else self._scope_reason(section),
            established=progress.established if in_scope else 0,
            total=progress.total if in_scope else 0,
            versions=sum(map(self._is_disputed, looked_at)) + (headline.state == "versions"),
            headline=headline,
            support=self._support_of_section(section, looked_at),
            charts=self._charts.get(section.id, ()) if in_scope else (),
            lines=tuple(self._line(line) for line in looked_at if self._is_printed(line)),
            left_out=self._left_out_at({line.id for line in looked_at}, headline),
        )

    def _left_out_at(self, ids: set[LineId], headline: HeadlineFacts) -> LeftOut:
        """Return how much is not to be exported of lines that stand together."""
        return LeftOut(
            answers=len(ids & self._closed_lines),
            accounts=sum(map(self._accounts_left_out_on, ids)),
            headlines=int(headline.state == "left-out"),
            evidence=len(
                {item.id for each in ids for item in self._closed_evidence_of.get(each, ())}
            ),
            sources=sum(bool(ids & self._spoken_to(i.id)) for i in self._closed_sources),
        )

    def _kept_chapter(self) -> Iterator[Chapter]:
        """Yield a chapter of what is recorded at places that the checklist has no more, if any."""
        ordered = sorted(self._kept, key=attrgetter("section", "place"))
        places = groupby(ordered, key=attrgetter("section"))
        sections = (self._kept_section(section, tuple(found)) for section, found in places)
        printed = tuple(each for each in sections if each.lines or each.headline.state != "none")
        if printed:
            yield Chapter(_KEPT, tr("No longer in the checklist"), _KEPT_MEANING, printed)

    def _kept_section(self, id_: SectionId, places: Sequence[upgrading.Left]) -> SectionFacts:
        lines = [each.line for each in places if each.line is not None]
        has_headline = any(each.line is None for each in places)
        headline = self._headline(id_) if has_headline else HeadlineFacts("none", "none", "", ())
        printed = [line for line in lines if self._is_kept_printed(line)]
        return SectionFacts(
            id=id_,
            title=places[0].title,
            threat="",
            requirement="",
            in_scope=True,
            scope_reason="",
            established=0,
            total=0,
            versions=sum(map(self._is_disputed, lines)) + (headline.state == "versions"),
            headline=headline,
            support=_NOTHING,
            charts=(),
            lines=tuple(replace(self._line(line), established=False) for line in printed),
            left_out=self._left_out_at({line.id for line in lines}, headline),
            kept_from=listed(list(dict.fromkeys(each.version for each in places))),
        )

    def _is_kept_printed(self, line: Line) -> bool:
        """Whether the chosen detail prints a line that the checklist has no more."""
        if self._has(DetailLevel.ACCOUNTS):
            return True
        has_answer = self._standing.answer(line.id).value is not None
        is_told = line.id not in self._closed_lines and has_answer
        return is_told and self._has(DetailLevel.ANSWERS)

    def _is_printed(self, line: Line) -> bool:
        """Whether the chosen detail prints a line."""
        if self._has(DetailLevel.ACCOUNTS):
            return True
        is_told = line.id not in self._closed_lines and self._standing.is_established(line)
        return is_told and self._has(DetailLevel.ANSWERS)

    def _is_disputed(self, line: Line) -> bool:
        return line.id not in self._closed_lines and self._standing.answer(line.id).in_conflict

    def _accounts_left_out_on(self, line: LineId) -> int:
        accounts = self._accounts.get(line, [])
        is_closed = line in self._closed_lines
        return len(accounts) if is_closed else sum(each is None for each in accounts)

    def _scope_reason(self, section: Section) -> str:
        if not section.lines:
            return tr("The checklist has no lines here.")
        state = self._standing.states.get(subject(Subject.SECTION, section.id))
        switched = field_of(state, Scope).value
        return switched.reason if switched else ""

    def _line(self, line: Line) -> LineFacts:
        field = self._standing.answer(line.id)
        closed = line.id in self._closed_lines
        accounts = self._accounts.get(line.id, [])
        shown = () if closed else tuple(a for a in accounts if a is not None)
        evidence = self._evidence_of.get(line.id, ())
        versions = () if closed else self._versions(field, line)
        visit_state, visit = ("", ()) if closed else self._visit(line)
        return LineFacts(
            id=line.id,
            question=line.text,
            derived=line.derived,
            state="left-out" if closed else _state(versions),
            paragraph=self._numbers.get(line.id, "") if versions else "",
            established=not closed and self._standing.is_established(line),
            versions=versions,
            visit_state=visit_state,
            visit=visit,
            accounts=tuple(self._account(held, held.value, line) for held in shown if held.value)
            if self._options.accounts and self._has(DetailLevel.ACCOUNTS)
            else (),
            accounts_left_out=self._accounts_left_out_on(line.id),
            support=_NOTHING if closed else _support(self._supports.strength(line.id)),
            evidence=() if closed else tuple(item.file.number for item in evidence),
            evidence_left_out=len(self._closed_evidence_of.get(line.id, ())),
            notes=tuple(self._note_numbers(line)),
            see_also=tuple(line.see_also),
        )

    def _versions(self, field: Field[Answer], line: Line) -> tuple[VersionFacts, ...]:
        held = field.versions if field.in_conflict else _standing_still(field.versions[:1])
        return tuple(self._version(each, line) for each in held)

    def _visit(self, line: Line) -> tuple[str, tuple[VersionFacts, ...]]:
        """Return what the visit found on a line that was corrected since."""
        field = self._standing.visit_answer(line.id)
        if field is None:
            return "", ()
        if any(held.value is not None and held.value.do_not_export for held in field.versions):
            return "left-out", ()
        found = _standing_still(field.versions)
        if not found:
            return "nothing", ()
        return "found", tuple(self._version(each, line) for each in found)

    def _version(self, held: Held[Answer], line: Line) -> VersionFacts:
        answer = held.value
        if answer is None:
            return _absent_version(held, self._by(held))
        self._count(held)
        self._see(answer.marking)
        line, pack = self._standing.asked(line.id, held.pack)
        words = answer_words(answer, line, pack)
        has_value = bool(answer.values)
        is_corrected = held.session is not None and self._standing.visit_answer(line.id) is not None
        as_at = answer.as_at or self._details.fieldwork
        told = correction_wording.told(self._standing, held.change, held.session)
        return VersionFacts(
            state="outcome" if answer.outcome else "value" if has_value else "note",
            answer=words,
            details=() if answer.outcome else self._details_of(answer, line, pack),
            # What was corrected without a date of its own claims none, the visit's least of all.
            as_at="" if is_corrected and answer.as_at is None else as_at.words(),
            as_at_visit=answer.as_at is None and not is_corrected,
            note=answer.note,
            capability=capability_words(answer.capability, answer.share),
            marking=self._marking(answer.marking),
            reason=answer.reason,
            exclusions=exclusions.of_answer(answer, line.id, self._supports),
            origin=origin_words(answer.origin),
            corrected=told if is_corrected else "",
            under=upgrade_words.given_under(self._standing, line.id, held),
            by=self._by(held),
        )

    def _details_of(self, answer: Answer, line: Line, pack: Pack) -> tuple[Detail, ...]:
        found: list[Detail] = []
        for part, value in given_parts(answer, line):
            if isinstance(value, Tabled) and value.rows:
                rows = table_rows(value, part, pack)
                found.append(Detail(part.label, "", table_titles(part), rows))
                found += [Detail(tr("Caveat"), value.caveat)] if value.caveat else []
            else:
                pairs = value_details(value, part, pack)
                found += [Detail(label, words) for label, words in pairs]
        return tuple(found)

    def _account(self, held: Held[Account], account: Account, line: Line) -> AccountFacts:
        self._see(account.marking)
        given = Answer(values=account.values)
        line, pack = self._standing.asked(line.id, held.pack)
        source = self._source_of.get(SourceId(account.source))
        return AccountFacts(
            source=source.number if source else "",
            letter=source.letter if source else "",
            kind=source_wording.kind_words(source) if source else "",
            exclusions=exclusions.of_account(account, source),
            role=self._role(account, source),
            words=account.words,
            answer=(
                outcome_words(account.outcome)
                if account.outcome
                else answer_words(given, line, pack)
            ),
            details=self._details_of(given, line, pack),
            as_at=account.as_at.words() if account.as_at else "",
            marking=self._marking(account.marking),
            origin=origin_words(account.origin),
            own_view=source is not None and source.is_own_view,
            by=self._by(held),
        )

    def _role(self, account: Account, source: Source | None) -> str:
        """Return who said it, unless it may not be printed as this role's."""
        if account.source in self._unattributed:
            return ""
        return account.role or (source_wording.roles_words(source) if source else "")

    def _is_unattributed(self, id_: SourceId) -> bool:
        """Whether any version of a source says that its words may not be printed as a role's."""
        versions = self._standing.source(id_).versions
        return any(held.value is not None and held.value.is_unattributed for held in versions)

    def _headline(self, section: SectionId) -> HeadlineFacts:
        """Return the headline as this form prints it.

        A fieldwork record and an interim summary print it as the team proposed it. Whoever gets
        an accuracy draft or a final summary gets the moderated one.
        """
        field = self._standing.headline(section)
        if any(held.value is not None and held.value.do_not_export for held in field.versions):
            return HeadlineFacts("left-out", "none", "", ())
        held = field.versions if field.in_conflict else _standing_still(field.versions[:1])
        if not any(each.absence or (each.value and each.value.text.strip()) for each in held):
            return HeadlineFacts("none", "none", "", ())
        is_moderated = moderating.is_moderated(self._standing, section)
        if is_moderated and self._options.form not in _AS_PROPOSED:
            return self._moderated_headline(section, field)
        state = "versions" if field.in_conflict else "written"
        moderation = "followed" if is_moderated else "none"
        return HeadlineFacts(
            state,
            moderation,
            self._numbers.get(section, ""),
            tuple(map(self._headline_version, held)),
        )

    def _moderated_headline(self, section: SectionId, proposed: Field[Headline]) -> HeadlineFacts:
        field = self._standing.moderation(section)
        held = field.versions if field.in_conflict else field.versions[:1]
        found = []
        for each in held:
            if each.value is None or not each.value.is_decided:
                continue
            self._count(each)
            self._see(each.value.marking)
            headline = proposed.value
            marking = each.value.marking or (headline.marking if headline else None)
            self._see(marking)
            as_at = headline.as_at.words() if headline and headline.as_at else ""
            found.append(
                HeadlineVersion(
                    each.value.moderated, "", as_at, self._marking(marking), "", self._by(each)
                )
            )
        state = "versions" if len(found) > 1 else "written"
        return HeadlineFacts(state, "moderated", self._numbers.get(section, ""), tuple(found))

    def _headline_version(self, held: Held[Headline]) -> HeadlineVersion:
        if held.value is None:
            absence = absence_words(held.absence) if held.absence else ""
            return HeadlineVersion("", absence, "", "", "", self._by(held))
        self._count(held)
        self._see(held.value.marking)
        return HeadlineVersion(
            text=held.value.text,
            absence="",
            as_at=held.value.as_at.words() if held.value.as_at else "",
            marking=self._marking(held.value.marking),
            reason=held.value.reason,
            by=self._by(held),
        )

    def _board(self, chapters: Sequence[Chapter]) -> BoardFacts:
        """Return the board of what was chosen, without rows and columns that hold none of it."""
        facts = {section.id: section for chapter in chapters for section in chapter.sections}
        is_whole = not self._options.sections
        threats = {section.threat for section in self._chosen}
        asked = {section.requirement for section in self._chosen}
        requirements = [r for r in self._pack.requirements if is_whole or r.id in asked]
        rows = []
        for threat in self._pack.threats:
            if not is_whole and threat.id not in threats:
                continue
            tiles = tuple(
                _tile(facts[cell.id]) if cell and cell.id in facts else _no_tile(cell)
                for cell in (self._pack.cell(threat.id, each.id) for each in requirements)
            )
            established, total = sum(t.established for t in tiles), sum(t.total for t in tiles)
            rows.append(BoardRow(threat.name, established, total, tiles))
        return BoardFacts(tuple(each.name for each in requirements), tuple(rows))

    def _cover(self, sections: Sequence[SectionFacts]) -> Cover:
        details, edition = self._details, self._pack.edition
        return Cover(
            form=self._options.form.value,
            form_words=form_words(self._options.form.value),
            choice=choice_words(self._options.sections, self._pack),
            detail=("" if self._has(DetailLevel.FULL) else detail_words(self._options.detail)),
            marking=self._whole_marking().words(),
            force=details.force.name,
            title=details.title,
            fieldwork=details.fieldwork.words(),
            team=tuple(
                MemberFacts(
                    role_words(member.role),
                    member.initials,
                    member.present,
                    self._recorded[person],
                    when_words(self._last_ms[person]) if person in self._last_ms else "",
                )
                for person, member in sorted(
                    self._standing.members(), key=lambda pair: tuple(TeamRole).index(pair[1].role)
                )
            ),
            pack=PackFacts(
                id=self._pack.id,
                version=self._pack.version,
                sha256=self._pack.sha256,
                title=self._pack.title,
                edition=edition.title,
                issued=_date_words(edition.issued),
                authority=edition.authority,
                source=edition.source,
            ),
            established=sum(s.established for s in sections),
            total=sum(s.total for s in sections),
            sections=sum(s.in_scope and not s.kept_from for s in sections),
            versions=sum(s.versions for s in sections),
            evidence=len(self._evidence),
            sources=len(self._sources),
            left_out=LeftOut(
                answers=sum(s.left_out.answers for s in sections),
                accounts=sum(s.left_out.accounts for s in sections),
                headlines=sum(s.left_out.headlines for s in sections),
                evidence=len(self._closed_evidence),
                sources=len(self._closed_sources),
                recommendations=self._closed_recommendations(),
            ),
        )

    def _whole_marking(self) -> Marking:
        chosen = self._options.marking
        if chosen is None and self._options.up_to is not None:
            return highest(self._printed_markings)
        if chosen is None:
            return self._standing.highest_marking()
        printed = highest(self._printed_markings)
        tiers = tuple(Tier)
        if tiers.index(chosen.tier) < tiers.index(printed.tier):
            raise RuleViolation(
                tr(
                    "This summary prints material marked {printed}, so it cannot be marked "
                    "{chosen}. Choose {tier}, or leave that material out."
                ).format(printed=printed.words(), chosen=chosen.words(), tier=printed.tier.value)
            )
        return chosen

    def _limits_of_choice(self) -> Iterator[str]:
        """Yield what the reader must know of what was not chosen."""
        if self._options.up_to is not None:
            yield (
                tr(
                    "What is marked above {up_to} is left out, and counted among what is not to "
                    "be exported."
                ).format(up_to=self._options.up_to.words())
            )
        if words := choice_words(self._options.sections, self._pack, in_full=True):
            yield (
                tr(
                    "This is a choice of {words}. Of the other sections nothing is here, whatever "
                    "stands in them. Every number counts what was chosen alone; sources, evidence "
                    "and recommendations are here where they concern it."
                ).format(words=words)
            )
        match self._options.detail:
            case DetailLevel.HEADLINES:
                yield tr(
                    "By choice no lines are printed: they are counted, and the headlines told."
                )
            case DetailLevel.ANSWERS:
                yield (
                    tr(
                        "By choice only lines that are established are printed, without single "
                        "accounts. The others are counted and not shown."
                    )
                )
            case DetailLevel.ACCOUNTS:
                yield tr("By choice evidence and quantities are not listed.")

    def _limits_of_checklist(self, sections: Sequence[SectionFacts]) -> Iterator[str]:
        """Yield what the reader must know where the inspection came under a newer checklist."""
        standing, pack, begun = self._standing, self._pack, self._details.pack
        if pack.sha256 == begun.sha256:
            return
        yield (
            tr(
                "The inspection began under version {version} of its checklist and came under "
                "{now}. An answer that was given under another version says so."
            ).format(version=begun.version, now=pack.version)
        )
        if again := len(upgrading.asking_again(standing)):
            many = counted(again, "line has", "lines have")
            yield (
                tr(
                    "{many} another question or form since the answer was given, and nobody has "
                    "confirmed it: such a line is not counted as established, and prints what was "
                    "asked then."
                ).format(many=many)
            )
        kept = [section for section in sections if section.kept_from]
        listed_ = sum(len(each.lines) + (each.headline.state != "none") for each in kept)
        if listed_:
            many = counted(listed_, "place", "places")
            yield (
                tr(
                    "What is recorded at {many} that the checklist has no more is listed under "
                    "“No longer in the checklist”, with what was asked then. It counts as "
                    "established nowhere."
                ).format(many=many)
            )
        if unlisted := len(self._kept) - listed_:
            many = counted(unlisted, "place", "places")
            yield (
                tr(
                    "By the choice made, what is recorded at {many} that the checklist has no "
                    "more is kept with the inspection and not printed."
                ).format(many=many)
            )

    def _parted_evidence(self) -> tuple[list[EvidenceItem], list[EvidenceItem]]:
        """Return the items to print, and those not to be exported.

        An item is not exported when its caption says so, or when every line and every source it
        belongs to is not.
        """
        of_closed = {each for item in self._closed_sources for each in item.source.evidence}
        of_open = {each for item in self._sources for each in item.source.evidence}
        of_sources = of_closed | of_open
        printed: list[EvidenceItem] = []
        closed: list[EvidenceItem] = []
        for item in sorted(self._standing.evidence(), key=_evidence_order):
            state = self._standing.states.get(subject(Subject.CAPTION, item.id))
            captions = field_of(state, Caption).versions
            by_itself = any(h.value is not None and h.value.do_not_export for h in captions)
            is_of_closed = bool(item.lines) or item.id in of_closed
            is_of_open = item.id in of_open or not self._closed_lines.issuperset(item.lines)
            parted = closed if by_itself or (is_of_closed and not is_of_open) else printed
            if self._is_chosen_item(item, of_sources):
                parted.append(item)
        return printed, closed

    def _is_chosen_item(self, item: EvidenceItem, of_sources: set[EvidenceId]) -> bool:
        """Whether an item supports a chosen line, or no line at all but a chosen source."""
        if not self._options.sections:
            return True
        return bool(self._chosen_lines & set(item.lines)) or (
            not item.lines and item.id in of_sources
        )

    def _accounts_by_line(self) -> dict[LineId, list[Held[Account] | None]]:
        """Return the accounts of each line, oldest first; None stands for one left out."""
        found: dict[LineId, list[Held[Account] | None]] = {}
        for id_, held in self._standing.accounts():
            if held.value is not None:
                kept = None if self._is_closed_account(id_) else held
                found.setdefault(held.value.line, []).append(kept)
        return found

    def _is_closed_account(self, id_: AccountId) -> bool:
        """Whether any version of an account, or of its source, is not to be exported."""
        state = self._standing.states.get(subject(Subject.ACCOUNT, id_))
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
        is_note = field_of(self._standing.states.get(about), Paragraph).value is not None
        return is_note and self._standing.source(SourceId(account.source)).value is None

    def _is_closed_source(self, id_: SourceId) -> bool:
        versions = self._standing.source(id_).versions
        return any(held.value is not None and held.value.is_closed for held in versions)

    def _accounts_left_out(self) -> frozenset[AccountId]:
        """Return the accounts that support nothing in an export: none may be told of.

        Those on a line whose answer is left out are among them.
        """
        return frozenset(
            id_
            for id_, held in self._standing.accounts()
            if self._is_closed_account(id_)
            or (held.value is not None and held.value.line in self._closed_lines)
        )

    def _parted_sources(self) -> tuple[list[SourceItem], list[SourceItem]]:
        """Return the sources to print, and those not to be exported."""
        printed: list[SourceItem] = []
        closed: list[SourceItem] = []
        for item in self._standing.sources():
            concerned = self._spoken_to(item.id) | set(item.source.lines)
            if not self._options.sections or concerned & self._chosen_lines:
                (closed if self._is_closed_source(item.id) else printed).append(item)
        return printed, closed

    def _may_name(self, line: LineId) -> bool:
        """Whether what concerns several lines may say that it concerns this one."""
        is_chosen = not self._options.sections or line in self._chosen_lines
        return is_chosen and line not in self._closed_lines

    def _spoken_to(self, id_: SourceId) -> set[LineId]:
        return self._spoken.get(id_, set())

    def _support_of_section(self, section: Section, lines: Sequence[Line]) -> SupportFacts:
        return _support(self._supports.of_section(section)) if lines else _NOTHING

    def _recommendations(self) -> tuple[RecommendationFacts, ...]:
        standing = self._standing
        found = []
        for item in standing.recommendations():
            if self._is_closed(self._standing.recommendation(item.id)):
                continue
            if not self._is_about_chosen(item.recommendation.rests_on):
                continue
            advance = standing.advance(standing.id, item.id)
            facts = self._recommendation(item.recommendation, item.is_disputed, advance)
            found.append(replace(facts, by=self._by(item.made)))
        return tuple(found)

    def _followed_up(self) -> tuple[RecommendationFacts, ...]:
        standing = self._standing
        fields = [
            (item, standing.advance(item.made_in, item.id))
            for item in standing.advances()
            if item.made_in != standing.id
        ]
        return tuple(
            self._recommendation(item.advance.of, False, field)
            for item, field in fields
            if not (item.advance.of.do_not_export or self._is_closed(field))
            and self._is_about_chosen(item.advance.of.rests_on, item.advance.rests_on)
        )

    def _closed_recommendations(self) -> int:
        standing = self._standing
        own = sum(
            self._is_closed(standing.recommendation(item.id))
            and self._is_about_chosen(item.recommendation.rests_on)
            for item in standing.recommendations()
        )
        return own + sum(
            (
                item.advance.of.do_not_export
                or self._is_closed(standing.advance(item.made_in, item.id))
            )
            and self._is_about_chosen(item.advance.of.rests_on, item.advance.rests_on)
            for item in standing.advances()
            if item.made_in != standing.id
        )

    def _is_about_chosen(self, *several: RestsOn) -> bool:
        """Whether a recommendation rests on a section or line that was chosen."""
        if not self._options.sections:
            return True
        return any(
            self._chosen_ids & set(each.sections) or self._chosen_lines & set(each.lines)
            for each in several
        )

    def _is_closed(self, field: Field[Recommendation] | Field[Advance]) -> bool:
        return any(held.value is not None and held.value.do_not_export for held in field.versions)

    def _recommendation(
        self, made: Recommendation, is_disputed: bool, advance: Field[Advance]
    ) -> RecommendationFacts:
        self._see(made.marking)
        return RecommendationFacts(
            kind=recommending.kind_words(made.kind),
            number=made.number,
            text=made.text,
            to=made.to,
            due=made.by.words() if made.by else "",
            rests_on=self._rests_on(made.rests_on),
            marking=self._marking(made.marking),
            disputed=is_disputed,
            advance=None if self._is_closed(advance) else self._advance(advance),
            by=None,
        )

    def _advance(self, field: Field[Advance]) -> AdvanceFacts | None:
        held = field.first
        if held is None or held.value is None:
            return None
        told = held.value
        self._see(told.marking)
        return AdvanceFacts(
            stage=recommending.stage_words(told.stage),
            note=told.note,
            as_at=told.as_at.words() if told.as_at else "",
            rests_on=self._rests_on(told.rests_on),
            marking=self._marking(told.marking),
            disputed=field.in_conflict,
            by=self._by(held),
        )

    def _rests_on(self, rests_on: RestsOn) -> str:
        """Return what something rests on, without what is not to be exported."""
        is_whole = not self._options.sections
        printed = RestsOn(
            tuple(each for each in rests_on.sections if is_whole or each in self._chosen_ids),
            tuple(filter(self._may_name, rests_on.lines)),
            tuple(each for each in rests_on.sources if each in self._source_of),
            tuple(each for each in rests_on.evidence if each in self._number_of),
        )
        return recommending.rests_on_words(printed, self._standing)

    def _source(self, item: SourceItem) -> SourceFacts:
        source = item.source
        shown = replace(source, roles=()) if item.id in self._unattributed else source
        self._see(source.marking)
        spoken = set(filter(self._may_name, self._spoken_to(item.id)))
        request = source.particulars if isinstance(source.particulars, DocumentRequest) else None
        is_open = request is not None and request.outcome is RequestOutcome.OPEN
        last = dates.last_day(request.due) if request and is_open and request.due else None
        return SourceFacts(
            number=source.number,
            letter=source.letter,
            kind=source_wording.kind_words(source),
            title=source_wording.source_words(shown),
            state=source_wording.state_words(source),
            due_by=last.isoformat() if last else "",
            role=source_wording.roles_words(shown),
            inspectors=tuple(map(self._standing.initials, source.inspectors)),
            as_at=source.as_at.words() if source.as_at else "",
            place=source.place,
            written_at=source.written_at,
            details=tuple(_source_details(source)),
            exclusions=source.exclusions,
            note=source.note,
            outside=source.outside,
            lines=tuple(sorted(spoken)),
            could_speak_to=tuple(
                line for line in source.lines if line not in spoken and self._may_name(line)
            ),
            evidence=tuple(
                self._number_of[each] for each in source.evidence if each in self._number_of
            ),
            marking=self._marking(source.marking),
            disputed=item.is_disputed,
            origin=origin_words(source.origin),
            by=self._by(item.recorded),
        )

    def _evidence_facts(self, item: EvidenceItem) -> EvidenceFacts:
        self._see(item.caption.marking)
        self._see(of_found(item.caption.marking_found))
        file = item.file
        picture = file.thumbnail if self._options.thumbnails else None
        return EvidenceFacts(
            number=file.number,
            caption=item.caption.text,
            description=item.caption.description,
            is_picture=file.is_picture,
            unshown=alternatives.unshown(file) if self._options.thumbnails else "",
            name=file.name if self._options.file_names else "",
            media_type=file.media_type,
            size_bytes=file.size_bytes,
            size=size_words(file.size_bytes),
            sha256=file.sha256,
            captured=file.captured_at,
            taken=capture_words(item.capture) if item.capture else "",
            modified=when_words(file.modified_ms) if file.modified_ms is not None else "",
            pages=file.pages or 0,
            redacted=self._redacted(file),
            marking=self._marking(item.caption.marking),
            marking_found=item.caption.marking_found,
            lines=tuple(line for line in item.lines if self._may_name(line)),
            by=self._by(item.added),
            picture=(
                PictureFacts(picture.sha256, picture.width, picture.height) if picture else None
            ),
        )

    def _redacted(self, file: EvidenceFile) -> str:
        if file.made_of is None:
            return ""
        printed = {item.id: item.file.number for item in self._evidence}
        number = printed.get(file.made_of.evidence, tr("an item that is not in this export"))
        return redacted_words(file.made_of, number)

    def _quantity(self, figure: Figure) -> QuantityFacts:
        quantity = figure.quantity
        unit = next((u.plural for u in self._pack.units if u.id == quantity.unit), quantity.unit)
        here = {
            Known.FOUND: figure.words,
            Known.MISSING: figure.words or NOTHING_RECORDED,
            Known.DISPUTED: tr("in differing versions"),
            Known.LEFT_OUT: _LEFT_OUT,
            Known.NOT_ASKED: "",
        }[figure.known]
        return QuantityFacts(
            id=quantity.id,
            title=quantity.title,
            unit=unit,
            known=figure.known.value,
            here=here,
            caveat=self._caveat(figure),
            line=figure.line or "",
            stated=quantity.value,
            basis=quantity.basis,
            locator=quantity.locator,
            check=quantity.check,
        )

    def _caveat(self, figure: Figure) -> str:
        """Return what a number leaves out, by its answer and by the sources it rests on."""
        if figure.known is not Known.FOUND or not figure.line:
            return figure.caveat
        behind = self._supports.exclusions(LineId(figure.line))
        return " ".join(dict.fromkeys(filter(None, (figure.caveat, *behind))))

    def _note_numbers(self, line: Line) -> Iterator[int]:
        for id_ in dict.fromkeys((*((line.footnote,) if line.footnote else ()), *line.terms)):
            if self._pack.term(id_) is not None:
                yield self._terms.setdefault(id_, len(self._terms) + 1)

    def _marking(self, marking: Marking | None) -> str:
        return "" if marking == self._details.marking else marking_words(marking)

    def _see(self, marking: Marking | None) -> None:
        if marking is not None:
            self._printed_markings.append(marking)

    def _count(self, held: Held[Any]) -> None:
        """Count an answer or headline that stands among its author's."""
        self._recorded[held.author] += 1
        self._last_ms[held.author] = max(self._last_ms.get(held.author, 0), held.time_ms)

    def _by(self, held: Held[Any]) -> By:
        return _by(held, self._standing)


def _by_line(items: Iterable[EvidenceItem]) -> dict[LineId, list[EvidenceItem]]:
    """Return the items that support each line, in their order."""
    found: dict[LineId, list[EvidenceItem]] = {}
    for item in items:
        for line in item.lines:
            found.setdefault(line, []).append(item)
    return found


def _standing_still(held: tuple[Held[_T], ...]) -> tuple[Held[_T], ...]:
    """Leave out what was taken back: the line stands as if nothing had been said."""
    return tuple(each for each in held if each.absence is not Absence.WITHDRAWN)


def _by(held: Held[Any], standing: Standing) -> By:
    return By(standing.initials(held.author), held.time_ms, when_words(held.time_ms))


def _absent_version(held: Held[Answer], by: By) -> VersionFacts:
    words = absence_words(held.absence) if held.absence else ""
    return VersionFacts("absent", words, (), "", False, "", "", "", "", (), "", "", "", by)


_NOTHING = SupportFacts((), tr("nothing"), 0, 0, 0)


def _support(strength: Strength) -> SupportFacts:
    return SupportFacts(
        strength.letters,
        strength.words(),
        strength.independent,
        strength.unsourced,
        strength.unconfirmed,
    )


def _source_details(source: Source) -> Iterator[Detail]:
    """Yield what is particular to a source's kind, rows and tables as such."""
    for fact in form_of_kind(type(source.particulars)).facts:
        if fact.name in _TOLD_APART or _is_withheld(source, fact):
            continue
        value = source_wording.value_of_fact(source, fact)
        if fact.editor in (Editor.ROWS, Editor.TABLE):
            titles, rows = source_wording.rows_of(value, fact)
            if rows:
                yield Detail(fact.label, "", titles, rows)
        elif words := source_wording.fact_words(value, fact):
            yield Detail(fact.label, words)


def _is_withheld(source: Source, fact: Fact) -> bool:
    test = source.particulars
    return isinstance(test, UnannouncedTest) and test.withhold_scenario and fact.name == "scenario"


def _state(versions: Sequence[VersionFacts]) -> str:
    if not versions:
        return "none"
    return "versions" if len(versions) > 1 else "answered"


def _no_tile(cell: Section | None) -> TileFacts:
    """Return the tile of a section that was not chosen, or that the pack does not have."""
    return TileFacts("", False, 0, 0, "", "none" if cell is None else "not-chosen", 0)


def _tile(section: SectionFacts) -> TileFacts:
    texts = [version.text for version in section.headline.versions if version.text]
    return TileFacts(
        section=section.id,
        in_scope=section.in_scope,
        established=section.established,
        total=section.total,
        headline=first_words(texts[0], _BOARD_CHARACTERS) if texts else "",
        headline_state=section.headline.state,
        versions=section.versions,
    )


def _evidence_order(item: EvidenceItem) -> tuple[str, int, str, EvidenceId]:
    tag, _, count = item.file.number.partition("/")
    return tag, int(count) if count.isdecimal() else 0, item.file.number, item.id


def _phase(held: Held[PhaseEntered], entered: PhaseEntered, standing: Standing) -> PhaseFacts:
    return PhaseFacts(phasing.words(entered.phase), entered.reason, _by(held, standing))


def _signed(held: Held[SummarySigned], summary: SummarySigned, standing: Standing) -> SignedFacts:
    return SignedFacts(
        form=form_words(summary.form),
        by=_by(held, standing),
        signer=signer_words(summary.signer_kind),
        file_sha256=summary.file_sha256,
        content_sha256=summary.content_sha256,
    )


def _definition(number: int, term: Term) -> DefinitionFacts:
    return DefinitionFacts(number, term.term, term.meaning, term.footnote)


def _check(made: CheckMade, quantities: Iterable[Figure]) -> CheckFacts:
    closed = {f.quantity.id for f in quantities if f.known is Known.LEFT_OUT}
    words = ""
    if closed & set(made.unknown):
        words = tr("Rests on {unknown}, left out of this export at least in part.").format(
            unknown=listed(made.unknown)
        )
        return CheckFacts(made.check.id, made.verdict.value, made.check.expression, words)
    if made.verdict is Verdict.DOES_NOT_HOLD:
        words = made.check.text
    elif made.unknown:
        one, many = tr("{quantity} is not known."), tr("{quantities} are not known.")
        unknown = listed(made.unknown)
        is_one = len(made.unknown) == 1
        words = one.format(quantity=unknown) if is_one else many.format(quantities=unknown)
    return CheckFacts(made.check.id, made.verdict.value, made.working, words)


def _date_words(written: str) -> str:
    return dates.read_written(written).words() if written else ""


def left_out_words(left_out: LeftOut) -> str:
    """Return what is not exported as part of a sentence: ``2 answers and 1 evidence item``."""
    named = (
        (left_out.headlines, counted(left_out.headlines, "headline", "headlines")),
        (left_out.answers, counted(left_out.answers, "answer", "answers")),
        (left_out.accounts, counted(left_out.accounts, "account", "accounts")),
        (left_out.sources, counted(left_out.sources, "source", "sources")),
        (left_out.evidence, counted(left_out.evidence, "evidence item", "evidence items")),
        (
            left_out.recommendations,
            counted(left_out.recommendations, "recommendation", "recommendations"),
        ),
    )
    return listed([words for number, words in named if number])


def _lines_answered(standing: Standing) -> Iterator[LineId]:
    """Yield the lines that were answered, those that the checklist has no more included."""
    return (LineId(subject_key(about)) for about, _ in standing.states_of(Subject.ANSWER))


def _limits_of_versions(unsettled_: Sequence[str]) -> Iterator[str]:
    """Yield what stands in differing versions beside lines and headlines."""
    if unsettled_:
        yield (
            tr(
                "Differing versions that nobody has settled stand also of {unsettled}: of these "
                "the one shown first is printed."
            ).format(unsettled=listed(unsettled_))
        )


def _limits_of_headlines(sections: Sequence[SectionFacts]) -> Iterator[str]:
    found = {section.headline.moderation for section in sections}
    if any(s.headline.paragraph or any(line.paragraph for line in s.lines) for s in sections):
        yield (
            tr(
                "Findings and headlines have paragraph numbers, by chapter, section and line. "
                "They are the same in every draft of this inspection, so that a point of the "
                "force stays with what it is about."
            )
        )
    if "followed" in found:
        yield (
            tr(
                "Headlines stand here as the team proposed them after fieldwork. Where one was "
                "moderated since, that is said; the accuracy draft and the final summary print it "
                "as moderated."
            )
        )
    if "moderated" in found:
        yield (
            tr(
                "Where a headline was moderated, it is printed as moderated, and says so. What "
                "was said on the way is kept with the inspection and is not printed."
            )
        )


def _limits_of_follow_up(standing: Standing) -> Iterator[str]:
    earlier = standing.earlier().value
    if earlier is not None:
        yield (
            tr(
                "This inspection follows up that of {fieldwork}. What was found then counts for "
                "nothing here: every line was examined anew."
            ).format(fieldwork=earlier.fieldwork.words())
        )


def _what_it_is(form: str) -> str:
    match form:
        case Form.FIELDWORK_RECORD:
            return tr(
                "This is the team’s own record of its fieldwork. It is not a published finding, "
                "and it does not speak for the force."
            )
        case Form.INTERIM_SUMMARY:
            return tr(
                "This is provisional: it was made from whatever was recorded at that moment, for "
                "the team to work with. It is not signed, it is no finding, and anything in it "
                "may still change."
            )
        case _:
            return tr("This document is made from the team’s record of its fieldwork.")


def _limits(cover: Cover) -> tuple[str, ...]:
    gaps = cover.total - cover.established
    lack = tr("1 is not") if gaps == 1 else tr("{gaps} are not").format(gaps=gaps)
    left_out = left_out_words(cover.left_out)
    return (
        _what_it_is(cover.form),
        tr(
            "A headline is written by a person and never worked out from the lines below it: a "
            "good headline may stand over a bad detail."
        ),
        tr(
            "{established} of {total} lines examined are established; {lack}. A line is "
            "established when every part asked for has a value, or when the team found that "
            "something was not supplied, does not exist or never arose."
        ).format(established=cover.established, total=cover.total, lack=lack),
        tr(
            "“Not asked” and “asked, no reply” are gaps, not findings. A line without words under "
            "it was not answered."
        ),
        tr(
            "{lines} in differing versions that nobody has settled. Every version is printed, "
            "with its author’s initials and time."
        ).format(
            lines=counted(cover.versions, "line or headline stands", "lines or headlines stand")
        )
        if cover.versions
        else tr("No line or headline stands in differing versions."),
        tr(
            "Not to be exported, and left out: {left_out}. Of these nothing but their number is "
            "told, and whether the line is established; evidence that supports only such lines is "
            "left out with them."
        ).format(left_out=left_out)
        if left_out
        else tr("Nothing was left out as not to be exported."),
        tr(
            "Where a line gives no date of its own, its answer is as at the visit. Times are "
            "those of the recording laptop’s clock, shown in London’s time."
        ),
        tr(
            "People appear by role and initials. What a source said is printed as that source’s "
            "account; the answer above it is the team’s."
        ),
        tr(
            "Beside each answer stands what it rests on: direct test or inspection, own "
            "observation, document, data, third party or the force’s statement. It is a count of "
            "kinds and never a score. “Nothing” means that no source is on record, not that none "
            "was heard."
        ),
        tr("Checks between quantities are prompts to look again, never findings."),
    )

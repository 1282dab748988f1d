"""Reads what a summary prints out of what stands.

A pure function of what stands, the pinned pack, the options and the fold version. It is told only
what a selection lets through, so that no format can print what is not to be exported.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeVar

from inspector_app.domain import (
    charting,
    correction_wording,
    dates,
    exclusions,
    paragraphs,
    phasing,
    source_wording,
    upgrade_words,
    upgrading,
)
from inspector_app.domain.accounts import Account
from inspector_app.domain.answer_wording import (
    absence_words,
    answer_words,
    capability_words,
    given_parts,
    origin_words,
    outcome_words,
)
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import PhaseEntered, Subject, SummarySigned, subject
from inspector_app.domain.changes.codec import canonical
from inspector_app.domain.checklist import INTRODUCTION, Line, Pack, Section, Term
from inspector_app.domain.choosing import choice_words
from inspector_app.domain.detail import DetailLevel, detail_words
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.figures import Figures, figures, quantities_named
from inspector_app.domain.held import Field, Held, field_of
from inspector_app.domain.ids import ChainId, ChangeId, SectionId, Sha256, SourceId
from inspector_app.domain.inspection import Scope, TeamRole
from inspector_app.domain.markings import Marking, Tier, highest
from inspector_app.domain.sources import Source
from inspector_app.domain.standing import Standing
from inspector_app.domain.strength import Strength
from inspector_app.domain.value_wording import table_rows, table_titles, value_details
from inspector_app.domain.values import Tabled
from inspector_app.domain.withholding import withheld
from inspector_app.domain.wording import (
    first_words,
    form_words,
    listed,
    role_words,
    signer_words,
    when_words,
)
from inspector_app.reports.chart_facts import by_section
from inspector_app.reports.evidence_facts import evidence_facts
from inspector_app.reports.facts import (
    AccountFacts,
    BoardFacts,
    BoardRow,
    By,
    Chapter,
    ChartFacts,
    Content,
    Cover,
    DefinitionFacts,
    Detail,
    Form,
    HeadlineFacts,
    LeftOut,
    LineFacts,
    MemberFacts,
    Options,
    PackFacts,
    PhaseFacts,
    Record,
    SectionFacts,
    SignedFacts,
    SupportFacts,
    TileFacts,
    VersionFacts,
)
from inspector_app.reports.figure_facts import check_facts, quantity_facts
from inspector_app.reports.headline_facts import NO_HEADLINE, headline_facts
from inspector_app.reports.limits import limits_of
from inspector_app.reports.recommendation_facts import followed_up, recommendations
from inspector_app.reports.seen import Seen, by, standing_still
from inspector_app.reports.selection import Selection
from inspector_app.reports.source_facts import source_facts
from inspector_app.texts import tr

_T = TypeVar("_T")
_BOARD_CHARACTERS = 84
"""Of a headline that a tile of the board shows; four lines of its width."""
_WITH_SOURCES = DetailLevel.ACCOUNTS
_KEPT = "kept"
"""The key of the chapter of what the checklist has no more."""
_KEPT_MEANING = tr(
    "Recorded under an earlier version of the checklist, at lines that the version in use does "
    "not ask any more. Nothing of it is lost, and nothing of it is counted."
)


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
        self._chosen = Selection(standing, options)
        self._seen = Seen(standing)
        is_draft = options.form is Form.ACCURACY_DRAFT
        self._numbers = paragraphs.numbers(standing.pack) if is_draft else {}
        self._terms: dict[str, int] = {}
        self._charts: Mapping[SectionId, tuple[ChartFacts, ...]] = {}

    def record(self) -> Record:
        """Return the record."""
        selection, seen = self._chosen, self._seen
        is_full = self._chosen.has(DetailLevel.FULL)
        reckoned = self._figures() if is_full else Figures((), ())
        if is_full:
            drawn = charting.charts(self._standing, reckoned, self._chosen.closed_lines)
            self._charts = by_section(drawn, self._pack, self._chosen.supports.exclusions)
        chapters = tuple(self._chapters())
        evidence = tuple(
            evidence_facts(each, selection, seen) for each in selection.evidence if is_full
        )
        has_sources = selection.has(_WITH_SOURCES)
        sources = tuple(
            source_facts(each, selection, seen) for each in selection.sources if has_sources
        )
        own, earlier = recommendations(selection, seen), followed_up(selection, seen)
        board = self._board(chapters)
        chapters += tuple(self._kept_chapter())
        sections = [section for chapter in chapters for section in chapter.sections]
        cover = self._cover(sections)
        apart = selection.unsettled()
        return Record(
            inspection=self._standing.id,
            cover=cover,
            limits=limits_of(self._chosen, cover, sections, apart, evidence),
            unsettled=apart,
            board=board,
            chapters=chapters,
            recommendations=own,
            followed_up=earlier,
            quantities=tuple(quantity_facts(each, selection) for each in reckoned.quantities),
            checks=tuple(check_facts(check, reckoned.quantities) for check in reckoned.checks),
            sources=sources,
            evidence=evidence,
            definitions=tuple(
                _definition(number, term)
                for id_, number in self._terms.items()
                if (term := self._pack.term(id_)) is not None
            ),
        )

    def _figures(self) -> Figures:
        """Return the quantities that chosen lines hold, and the checks between these alone."""
        found = figures(self._standing, self._chosen.closed_lines)
        if not self._options.sections:
            return found
        held = {
            figure.quantity.id
            for figure in found.quantities
            if figure.line in self._chosen.lines
            or (figure.line is None and self._chosen.lines & set(figure.quantity.lines))
        }
        checks = tuple(
            made
            for made in found.checks
            if held.issuperset(quantities_named(made.check.expression))
        )
        return Figures(tuple(f for f in found.quantities if f.quantity.id in held), checks)

    def _chapters(self) -> Iterator[Chapter]:
        for section in self._chosen.sections:
            if section.id == INTRODUCTION:
                yield Chapter(section.id, section.title, "", (self._section(section),))
        for requirement in self._pack.requirements:
            cells = (self._pack.cell(threat.id, requirement.id) for threat in self._pack.threats)
            chosen = [cell for cell in cells if cell and cell.id in self._chosen.section_ids]
            if chosen or not self._options.sections:
                sections = tuple(map(self._section, chosen))
                yield Chapter(requirement.id, requirement.name, requirement.meaning, sections)

    def _section(self, section: Section) -> SectionFacts:
        in_scope = bool(section.lines) and self._standing.in_scope(section)
        progress = self._standing.progress(section)
        looked_at = section.lines if in_scope else ()
        headline = self._headline_of(section.id) if in_scope else NO_HEADLINE
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
            versions=sum(map(self._chosen.is_disputed, looked_at)) + (headline.state == "versions"),
            headline=headline,
            support=self._support_of_section(section, looked_at),
            charts=self._charts.get(section.id, ()) if in_scope else (),
            lines=tuple(self._line(line) for line in looked_at if self._chosen.is_printed(line)),
            left_out=self._chosen.left_out_at({line.id for line in looked_at}, headline),
        )

    def _headline_of(self, section: SectionId) -> HeadlineFacts:
        number = self._numbers.get(section, "")
        return headline_facts(section, self._chosen, self._seen, number)

    def _kept_chapter(self) -> Iterator[Chapter]:
        """Yield a chapter of what is recorded at places that the checklist has no more, if any."""
        ordered = sorted(self._chosen.kept, key=attrgetter("section", "place"))
        places = groupby(ordered, key=attrgetter("section"))
        sections = (self._kept_section(section, tuple(found)) for section, found in places)
        printed = tuple(each for each in sections if each.lines or each.headline.state != "none")
        if printed:
            yield Chapter(_KEPT, tr("No longer in the checklist"), _KEPT_MEANING, printed)

    def _kept_section(self, id_: SectionId, places: Sequence[upgrading.Left]) -> SectionFacts:
        lines = [each.line for each in places if each.line is not None]
        has_headline = any(each.line is None for each in places)
        headline = self._headline_of(id_) if has_headline else NO_HEADLINE
        printed = [line for line in lines if self._chosen.is_kept_printed(line)]
        return SectionFacts(
            id=id_,
            title=places[0].title,
            threat="",
            requirement="",
            in_scope=True,
            scope_reason="",
            established=0,
            total=0,
            versions=sum(map(self._chosen.is_disputed, lines)) + (headline.state == "versions"),
            headline=headline,
            support=_NOTHING,
            charts=(),
            lines=tuple(replace(self._line(line), established=False) for line in printed),
            left_out=self._chosen.left_out_at({line.id for line in lines}, headline),
            kept_from=listed(list(dict.fromkeys(each.version for each in places))),
        )

    def _scope_reason(self, section: Section) -> str:
        if not section.lines:
            return tr("The checklist has no lines here.")
        state = self._standing.states.get(subject(Subject.SECTION, section.id))
        switched = field_of(state, Scope).value
        return switched.reason if switched else ""

    def _line(self, line: Line) -> LineFacts:
        field = self._standing.answer(line.id)
        closed = line.id in self._chosen.closed_lines
        accounts = self._chosen.accounts.get(line.id, [])
        shown = () if closed else tuple(a for a in accounts if a is not None)
        evidence = self._chosen.evidence_of.get(line.id, ())
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
            if self._options.accounts and self._chosen.has(DetailLevel.ACCOUNTS)
            else (),
            accounts_left_out=self._chosen.accounts_left_out_on(line.id),
            support=_NOTHING if closed else _support(self._chosen.supports.strength(line.id)),
            evidence=() if closed else tuple(item.file.number for item in evidence),
            evidence_left_out=len(self._chosen.closed_evidence_of.get(line.id, ())),
            notes=tuple(self._note_numbers(line)),
            see_also=tuple(line.see_also),
        )

    def _versions(self, field: Field[Answer], line: Line) -> tuple[VersionFacts, ...]:
        held = field.versions if field.in_conflict else standing_still(field.versions[:1])
        return tuple(self._version(each, line) for each in held)

    def _visit(self, line: Line) -> tuple[str, tuple[VersionFacts, ...]]:
        """Return what the visit found on a line that was corrected since."""
        field = self._standing.visit_answer(line.id)
        if field is None:
            return "", ()
        if any(held.value is not None and held.value.do_not_export for held in field.versions):
            return "left-out", ()
        found = standing_still(field.versions)
        if not found:
            return "nothing", ()
        return "found", tuple(self._version(each, line) for each in found)

    def _version(self, held: Held[Answer], line: Line) -> VersionFacts:
        answer = held.value
        if answer is None:
            return _absent_version(held, self._seen.by(held))
        self._seen.count(held)
        self._seen.see(answer.marking)
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
            marking=self._seen.marking(answer.marking),
            reason=answer.reason,
            exclusions=exclusions.of_answer(answer, line.id, self._chosen.supports),
            origin=origin_words(answer.origin),
            corrected=told if is_corrected else "",
            under=upgrade_words.given_under(self._standing, line.id, held),
            by=self._seen.by(held),
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
        self._seen.see(account.marking)
        given = Answer(values=account.values)
        line, pack = self._standing.asked(line.id, held.pack)
        source = self._chosen.source_of.get(SourceId(account.source))
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
            marking=self._seen.marking(account.marking),
            origin=origin_words(account.origin),
            own_view=source is not None and source.is_own_view,
            by=self._seen.by(held),
        )

    def _role(self, account: Account, source: Source | None) -> str:
        """Return who said it, unless it may not be printed as this role's."""
        if account.source in self._chosen.unattributed:
            return ""
        return account.role or (source_wording.roles_words(source) if source else "")

    def _board(self, chapters: Sequence[Chapter]) -> BoardFacts:
        """Return the board of what was chosen, without rows and columns that hold none of it."""
        facts = {section.id: section for chapter in chapters for section in chapter.sections}
        is_whole = not self._options.sections
        threats = {section.threat for section in self._chosen.sections}
        asked = {section.requirement for section in self._chosen.sections}
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
            detail="" if self._chosen.has(DetailLevel.FULL) else detail_words(self._options.detail),
            marking=self._whole_marking().words(),
            force=details.force.name,
            title=details.title,
            fieldwork=details.fieldwork.words(),
            team=tuple(
                MemberFacts(
                    role_words(member.role),
                    member.initials,
                    member.present,
                    self._seen.recorded[person],
                    when_words(self._seen.last_ms[person]) if person in self._seen.last_ms else "",
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
            evidence=len(self._chosen.evidence),
            sources=len(self._chosen.sources),
            left_out=LeftOut(
                answers=sum(s.left_out.answers for s in sections),
                accounts=sum(s.left_out.accounts for s in sections),
                headlines=sum(s.left_out.headlines for s in sections),
                evidence=len(self._chosen.closed_evidence),
                sources=len(self._chosen.closed_sources),
                recommendations=self._chosen.closed_recommendations(),
            ),
        )

    def _whole_marking(self) -> Marking:
        chosen = self._options.marking
        if chosen is None and self._options.up_to is not None:
            return highest(self._seen.markings)
        if chosen is None:
            return self._standing.highest_marking()
        printed = highest(self._seen.markings)
        tiers = tuple(Tier)
        if tiers.index(chosen.tier) < tiers.index(printed.tier):
            raise RuleViolation(
                tr(
                    "This summary prints material marked {printed}, so it cannot be marked "
                    "{chosen}. Choose {tier}, or leave that material out."
                ).format(printed=printed.words(), chosen=chosen.words(), tier=printed.tier.value)
            )
        return chosen

    def _support_of_section(self, section: Section, lines: Sequence[Line]) -> SupportFacts:
        return _support(self._chosen.supports.of_section(section)) if lines else _NOTHING

    def _note_numbers(self, line: Line) -> Iterator[int]:
        for id_ in dict.fromkeys((*((line.footnote,) if line.footnote else ()), *line.terms)):
            if self._pack.term(id_) is not None:
                yield self._terms.setdefault(id_, len(self._terms) + 1)


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


def _phase(held: Held[PhaseEntered], entered: PhaseEntered, standing: Standing) -> PhaseFacts:
    return PhaseFacts(phasing.words(entered.phase), entered.reason, by(held, standing))


def _signed(held: Held[SummarySigned], summary: SummarySigned, standing: Standing) -> SignedFacts:
    return SignedFacts(
        form=form_words(summary.form),
        by=by(held, standing),
        signer=signer_words(summary.signer_kind),
        file_sha256=summary.file_sha256,
        content_sha256=summary.content_sha256,
    )


def _definition(number: int, term: Term) -> DefinitionFacts:
    return DefinitionFacts(number, term.term, term.meaning, term.footnote)


def _date_words(written: str) -> str:
    return dates.read_written(written).words() if written else ""

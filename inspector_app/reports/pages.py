"""The pages of a summary in order, from cover to journal heads, as things to be set."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.utils import ImageReader
from reportlab.platypus import (
    CondPageBreak,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    Spacer,
)

from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.ids import Sha256
from inspector_app.domain.wording import NOTHING_RECORDED, counted, london_day, when_words
from inspector_app.reports import alternatives, numbering, styles
from inspector_app.reports.board import board
from inspector_app.reports.charts import BarChart, alternative, rows_drawn
from inspector_app.reports.content import content_sha256, left_out_words
from inspector_app.reports.facts import (
    AccountFacts,
    AdvanceFacts,
    Chapter,
    ChartFacts,
    Content,
    Detail,
    EvidenceFacts,
    Form,
    HeadlineFacts,
    LeftOut,
    LineFacts,
    QuantityFacts,
    RecommendationFacts,
    SectionFacts,
    SinceFacts,
    SourceFacts,
    VersionFacts,
)
from inspector_app.reports.fields import (
    INSPECTOR_FIELD,
    LEAD_FIELD,
    SIGNED_BY_INSPECTOR,
    SIGNED_BY_LEAD,
)
from inspector_app.reports.flowables import (
    Anchor,
    ContentsRow,
    Grid,
    Picture,
    Prose,
    Rule,
    grid,
)
from inspector_app.reports.linking import IndexRow, Lead, LinkedWords
from inspector_app.reports.phrases import GAP_WORDS as _GAP_WORDS
from inspector_app.reports.phrases import any_left_out as _any_left_out
from inspector_app.reports.phrases import as_at as _as_at
from inspector_app.reports.phrases import by_source as _by_source
from inspector_app.reports.phrases import choice as _choice
from inspector_app.reports.phrases import dotted as _dotted
from inspector_app.reports.phrases import established as _established
from inspector_app.reports.phrases import name_of as _name_of
from inspector_app.reports.phrases import section_line as _section_line
from inspector_app.reports.phrases import section_title as _section_title
from inspector_app.reports.phrases import support_words as _support_words
from inspector_app.reports.phrases import team as _team
from inspector_app.reports.phrases import were_there as _were_there
from inspector_app.reports.phrases import whose_work as _whose_work
from inspector_app.reports.typesetting import Typesetter
from inspector_app.texts import tr

Fetch = Callable[[Sha256], ImageReader | None]

COVER, LATER, INDEX = "cover", "later", "index"
"""The page templates."""
_KEPT_CHARACTERS, _KEPT_PARTS = 1_500, 12
"""A question with its answer is kept on one page up to this length."""
_CELL_CHARACTERS = 300
"""A table with a longer text in a cell is set as a list, so that no row can outgrow a page."""
_MOST_COLUMNS = 6
_MOST_ROWS_KEPT = 12
"""A table up to this length is kept with its title, on one page where it can."""
_ROWS_IN_A_GRID = 200
"""Longer tables are set as several: the time a table takes grows with the square of its rows."""
_MOST_ROWS_BESIDE, _MOST_HEADS_BESIDE, _BESIDE_CHARACTERS = 8, 4, 120
"""A chart's table stands beside it up to these rows, titles and characters of a cell."""
_PICTURE_ROOM = (150.0, 112.0)
_CARD_CHARACTERS = 500
_COVER_CHARACTERS = 300
"""Of a name in the cover's large type; what is longer is shortened there, which is told."""
_LEAD_CHARACTERS = 300
"""Of the words that lead a paragraph; longer ones stand in a paragraph of their own."""


@dataclass(frozen=True, slots=True)
class SigningPlace:
    """The words around the signature fields of the cover."""

    above: tuple[Prose, ...]
    """One for each field."""
    below: Prose


class Pages:
    """One setting of a content's pages."""

    def __init__(
        self,
        content: Content,
        made_at_ms: int,
        setter: Typesetter,
        fetch: Fetch,
        page_of: Mapping[str, int],
    ) -> None:
        self._content = content
        self._record = content.record
        self._made_at_ms = made_at_ms
        self._set = setter
        self._look = setter.styles
        self._fetch = fetch
        self._page_of = page_of
        detail, left_out = content.options.detail, content.record.cover.left_out
        self._since = content.interim.since if content.interim else None
        self._is_full = detail.has(DetailLevel.FULL)
        self._lists_sources = detail.has(DetailLevel.ACCOUNTS)
        self._has_sources = self._lists_sources and bool(content.record.sources or left_out.sources)
        self._has_lines = any(True for _ in self._printed_lines())
        self._figures = numbering.figures(self._record)
        self._terms = {each.number: each.term for each in content.record.definitions}
        self.signing_place: SigningPlace | None = None
        """Once the cover is set."""

    def story(self) -> list[Any]:
        """Return everything from the cover on, to be built once."""
        found: list[Any] = [*self._cover(), NextPageTemplate(LATER), PageBreak()]
        found += [*self._contents(), PageBreak()]
        found += self._how_to_read()
        if self._since is not None:
            found += [PageBreak(), *self._changes(self._since)]
        if self._record.board.rows:
            found += [PageBreak(), *self._board()]
        for chapter in self._record.chapters:
            found += [PageBreak(), *self._chapter(chapter)]
        if self._asks():
            found += [PageBreak(), *self._recommendations()]
        if self._record.quantities:
            found += [PageBreak(), *self._quantities()]
        if self._has_sources:
            found += [PageBreak(), *self._sources()]
        if self._is_full:
            found += [PageBreak(), *self._evidence()]
        if self._record.definitions:
            found += [PageBreak(), *self._definitions()]
        found += [PageBreak(), *self._behind()]
        if self._has_lines:
            found += [NextPageTemplate(INDEX), PageBreak(), *self._index()]
        return found

    def anchors(self) -> Iterator[Anchor]:
        """Yield every place that the contents lead to, in order."""
        yield Anchor("reading", tr("How to read this record"), 0)
        if self._since is not None:
            yield Anchor(
                "since",
                tr("Changes since interim summary {since}").format(since=self._since.number),
                0,
            )
        if self._record.board.rows:
            yield Anchor("board", tr("Board"), 0)
        for chapter in self._record.chapters:
            yield Anchor(f"chapter-{chapter.id}", chapter.title, 0)
            for section in chapter.sections:
                if section.in_scope and chapter.is_parted:
                    yield Anchor(f"section-{section.key}", _section_title(section), 1)
        if self._asks():
            yield Anchor("recommendations", tr("What is asked for"), 0)
        if self._record.quantities:
            yield Anchor("quantities", tr("Quantities"), 0)
        if self._has_sources:
            yield Anchor("sources", tr("Schedule of sources"), 0)
        if self._is_full:
            yield Anchor("evidence", tr("Schedule of evidence"), 0)
        if self._record.definitions:
            yield Anchor("definitions", tr("Definitions"), 0)
        yield Anchor("behind", tr("Behind this document"), 0)
        if self._has_lines:
            yield Anchor("index", tr("Index of lines"), 0)

    def _at(self, place: str) -> None:
        self._set.place = place

    def _heading(self, key: str) -> Prose:
        anchor = next(each for each in self.anchors() if each.key == key)
        return self._set.prose(anchor.title, self._look.chapter, anchor=anchor, tag="H1")

    def _cover(self) -> Iterator[Any]:
        cover, look = self._record.cover, self._look
        self._at(tr("Cover"))
        yield Spacer(1, 54)
        yield self._set.prose(_name_of(self._content).upper(), look.form)
        force = self._set.shortened(cover.force, _COVER_CHARACTERS)
        yield from self._set.paragraphs(force, look.title, tag="H1")
        if cover.title:
            title = self._set.shortened(cover.title, _COVER_CHARACTERS)
            yield from self._set.paragraphs(title, look.subtitle)
        yield self._set.prose(cover.pack.edition, look.subtitle)
        yield Rule(styles.STRONG_RULE, 2, 14)
        yield from self._fact(tr("A choice"), _choice(self._content))
        yield from self._fact(tr("Marking"), cover.marking)
        yield from self._fact(tr("Fieldwork"), cover.fieldwork)
        yield from self._fact(tr("Team"), _team(self._content))
        yield from self._fact(tr("Whose work"), _whose_work(self._content))
        yield from self._fact(tr("Established"), _established(self._content))
        if self._lists_sources:
            yield from self._fact(tr("Sources"), counted(cover.sources, "source", "sources"))
        if self._is_full:
            yield from self._fact(tr("Evidence"), counted(cover.evidence, "item", "items"))
        yield from self._fact(
            tr("Left out of export"), left_out_words(cover.left_out) or tr("Nothing")
        )
        pack = cover.pack
        yield from self._fact(tr("SPR issued"), f"{pack.issued}; {pack.authority}")
        yield from self._fact(
            tr("Checklist"),
            tr("{pack}, version {version}").format(pack=pack.id, version=pack.version),
        )
        yield from self._fact(tr("Checklist SHA-256"), pack.sha256)
        yield from self._fact(tr("Content SHA-256"), content_sha256(self._content))
        yield from self._fact(tr("Made"), when_words(self._made_at_ms))
        if self._content.interim is None:
            self.signing_place = self._signing_place()
            return
        words = tr(
            "Made from whatever was recorded at that moment, for the team to work with. Not "
            "signed: nobody vouches for it, and anything in it may still change."
        )
        lead = self._set.strong(tr("Provisional.")) + " "
        yield self._set.prose(words, look.prompt, lead=lead)

    def _signing_place(self) -> "SigningPlace":
        above = []
        for name, words in (
            (INSPECTOR_FIELD, SIGNED_BY_INSPECTOR),
            (LEAD_FIELD, SIGNED_BY_LEAD),
        ):
            above.append(self._set.prose(words, self._look.card))
            self._set.tree.fields[name] = self._set.tree.add("Form")
        below = self._set.prose(
            tr(
                "An empty box means that nobody has signed there. Who signed, and whether "
                "anything was changed since, a PDF reader shows; the app’s “verify” also compares "
                "the attached data."
            ),
            self._look.card,
        )
        return SigningPlace(tuple(above), below)

    def _fact(self, label: str, words: str) -> list[Prose]:
        return self._set.paragraphs(words or "–", self._look.fact, bullet=label) if words else []

    def _contents(self) -> Iterator[Any]:
        self._at(tr("Contents"))
        yield self._set.prose(tr("Contents"), self._look.chapter, tag="H1")
        tree = self._set.tree
        with tree.inside("TOC"):
            for anchor in self.anchors():
                style = self._look.contents_section if anchor.level else self._look.contents_chapter
                with tree.inside("TOCI"), tree.inside("Reference"), tree.inside("Link"):
                    prose = self._set.prose(anchor.title, style, tag="")
                    page = self._page_of.get(anchor.key, 0)
                    row = ContentsRow(prose, anchor, page, tree)
                yield row

    def _how_to_read(self) -> Iterator[Any]:
        self._at(tr("How to read this record"))
        yield self._heading("reading")
        yield Spacer(1, 4)
        for limit in self._record.limits:
            yield self._set.prose(limit, self._look.limit, bullet="•")
        yield self._set.prose(tr("Whose work"), self._look.subheading, tag="H2")
        if not self._record.cover.team:
            yield self._set.prose(tr("No team is named."), self._look.dim)
        for member in self._record.cover.team:
            words = counted(member.recorded, "entry stands", "entries stand")
            left = "" if member.present else tr("; has left the team")
            yield from self._fact(member.initials, f"{member.role}: {words}{left}")
        yield self._set.prose(tr("The checklist"), self._look.subheading, tag="H2")
        yield from self._set.paragraphs(self._record.cover.pack.source, self._look.body)

    def _changes(self, since: SinceFacts) -> Iterator[Any]:
        look = self._look
        self._at(tr("Changes"))
        yield self._heading("since")
        made = tr("{since} was made {when} by {initials}.").format(
            since=since.number, when=since.by.when, initials=since.by.initials
        )
        words = tr(
            "{made} What it printed is compared with what is printed here, choice for choice."
        ).format(made=made)
        yield self._set.prose(words, look.dim)
        for remark in since.remarks:
            lead = self._set.strong(tr("Not the whole.")) + " "
            yield from self._set.paragraphs(remark, look.prompt, lead=lead)
        if not since.sections:
            known = tr(" as far as is known here") if since.remarks else ""
            words = tr("Nothing that is printed here has changed since then{known}.").format(
                known=known
            )
            yield self._set.prose(words, look.body)
        for section in since.sections:
            yield CondPageBreak(60)
            yield self._set.prose(section.title, look.subheading, tag="H2")
            for each in section.changes:
                self._at(tr("Changes, {place}").format(place=each.place))
                lead = self._set.strong(each.place) + "  "
                yield self._set.prose(" ".join(each.words), look.limit, bullet="•", lead=lead)

    def _board(self) -> Iterator[Any]:
        self._at(tr("Board"))
        yield self._heading("board")
        yield self._set.prose(
            tr("Lines established in each section, and the first words of its headline."),
            self._look.dim,
        )
        yield Spacer(1, 6)
        yield board(self._record.board, self._set)

    def _chapter(self, chapter: Chapter) -> Iterator[Any]:
        self._at(chapter.title)
        yield self._heading(f"chapter-{chapter.id}")
        if chapter.meaning:
            yield self._set.prose(chapter.meaning, self._look.meaning)
        several = chapter.is_parted
        # Told first: at the chapter's end they would stand alone on a page of their own.
        for section in chapter.sections:
            if not section.in_scope:
                yield from self._out_of_scope(section)
        for section in chapter.sections:
            if section.in_scope:
                yield from self._section(section, several=several)

    def _out_of_scope(self, section: SectionFacts) -> list[Prose]:
        self._at(tr("Section {section}").format(section=section.id))
        reason = f" {section.scope_reason}" if section.scope_reason else ""
        words = tr("Not in scope for this inspection.{reason}").format(reason=reason)
        lead = self._set.strong(_section_title(section)) + "  "
        return self._set.paragraphs(words, self._look.dim, lead=lead)

    def _section(self, section: SectionFacts, *, several: bool) -> Iterator[Any]:
        look, place = self._look, tr("Section {section}").format(section=section.id)
        self._at(place)
        heading: list[Any] = []
        if several:
            heading.append(Rule(styles.STRONG_RULE, 14, 6))
            anchor = Anchor(f"section-{section.key}", _section_title(section), 1)
            heading.append(self._set.prose(anchor.title, look.section, anchor=anchor, tag="H2"))
        heading.append(self._set.prose(_section_line(section), look.dim))
        if not section.kept_from or section.headline.state != "none":
            heading += self._headline(section.headline)
        self._at(place)
        if not section.kept_from:
            words = tr("Its answers rest on: {support}").format(
                support=_support_words(section.support)
            )
            heading += self._set.paragraphs(words, look.dim)
        if _any_left_out(section.left_out):
            words = tr("Not to be exported, and left out: {left_out}.").format(
                left_out=left_out_words(section.left_out)
            )
            heading.append(self._set.prose(words, look.dim))
        body: list[Any] = []
        for chart in section.charts:
            body += self._chart(chart)
        for line in section.lines:
            body += self._line(line, "H3" if several else "H2")
        yield from _joined(heading, body)

    def _lead(self, words: str, key: str, told: str = "") -> Lead:
        """Return words that lead to a place, if that is on a page: the last setting knows."""
        return Lead(self._set.plain(words), key, told or words, key in self._page_of)

    def _evidence_lead(self, number: str) -> Lead:
        figure = self._figures.get(number)
        figured = tr("{number} (figure {figure})").format(number=number, figure=figure)
        words = figured if figure else number
        return self._lead(words, f"evidence-{number}")

    def _note(self, number: int) -> Lead:
        term = self._terms.get(number, "")
        return self._lead(
            str(number),
            _note_key(number),
            tr("Definition {number}: {term}").format(number=number, term=term),
        )

    def _chart(self, facts: ChartFacts) -> Iterator[Any]:
        """Set a chart with its table beside it, or below it where there is no room."""
        look, tree = self._look, self._set.tree
        self._at(tr("Figure “{facts}”").format(facts=facts.title))
        if facts.why:
            words = tr("Without a figure, for want of numbers: {facts}. {why}.").format(
                facts=facts.title, why=facts.why
            )
            yield from self._set.paragraphs(words, look.dim)
            return
        number = self._figures[facts.id]
        texts = [text for row in facts.rows for text in (row.label, *row.words)]
        is_small = len(facts.rows) <= _MOST_ROWS_BESIDE and len(facts.heads) <= _MOST_HEADS_BESIDE
        is_beside = is_small and max(map(len, texts)) <= _BESIDE_CHARACTERS
        room = (0.58 if is_beside else 1.0) * styles.WIDTH
        below: list[Any] = []
        with tree.inside("Div"):
            lead = self._set.accented(tr("Figure {number}").format(number=number)) + "  "
            caption = self._set.paragraphs(facts.title, look.caption, lead=lead, tag="Caption")
            figure = tree.add("Figure", alt=alternative(number, facts))
            drawn: Any = BarChart(facts, room - 14, look.faces, figure)
            rows = [(row.label, *row.words) for row in facts.rows]
            if is_beside:
                wide = styles.WIDTH - room
                table = self._grid(facts.heads, rows, wide)
                drawn = grid([[drawn, table]], [room, wide], _CARD_LOOK, look.faces.text)
            else:
                below += self._table(facts.heads, rows)
            caveats = [tr("Caveat: {caveat}").format(caveat=caveat) for caveat in facts.caveats]
            if (shown := rows_drawn(facts)) < len(rows):
                caveats.insert(
                    0,
                    tr("The first {shown} of {number} rows are drawn.").format(
                        shown=shown, number=len(rows)
                    ),
                )
            for caveat in caveats:
                below += self._set.paragraphs(caveat, look.caveat)
        yield KeepTogether([*caption, drawn, *below[:1]] if is_beside else [*caption, drawn])
        yield from below[1:] if is_beside else below
        yield Spacer(1, 6)

    def _grid(self, titles: Sequence[str], rows: Sequence[Sequence[str]], room: float) -> Grid:
        """Return one table, which the open element holds."""
        look = self._look
        with self._set.tree.inside("Table"):
            cells = [self._set.heads(titles, look.cell_head)]
            cells += [self._set.cells(row, look.cell) for row in rows]
        made = grid(cells, _widths(titles, rows, room), _GRID_LOOK, look.faces.text, heads=1)
        # What is narrower than the page stands at its right edge: the left is for numbers.
        made.hAlign = "RIGHT"
        if len(rows) <= _MOST_ROWS_KEPT:
            made.characters = sum(len(text) for row in (titles, *rows) for text in row)
        return made

    def _headline(self, headline: HeadlineFacts) -> Iterator[Any]:
        look = self._look
        if headline.state == "left-out":
            yield self._set.prose(tr("The headline is left out of this export."), look.no_headline)
            return
        if headline.state == "none":
            yield self._set.prose(tr("No headline."), look.no_headline)
            return
        if headline.state == "versions":
            words = tr("The headline stands in {number} versions, not settled.").format(
                number=len(headline.versions)
            )
            yield self._set.prose(words, look.warning_flush)
        for version in headline.versions:
            self._at(tr("{place}, headline").format(place=self._set.place.partition(",")[0]))
            number = f"{self._set.accented(headline.paragraph)}  " if headline.paragraph else ""
            words = version.text or version.absence
            yield from self._set.paragraphs(words, look.headline, lead=number)
            facts = [_as_at(version.as_at), version.marking]
            facts += [tr("as moderated") if headline.moderation == "moderated" else ""]
            facts += [f"{version.by.initials}, {version.by.when}"]
            yield self._set.prose(_dotted(facts), look.headline_meta)
            if version.reason:
                yield from self._set.paragraphs(
                    tr("Reason: {reason}").format(reason=version.reason), look.dim
                )
        if headline.moderation == "followed":
            words = tr("As proposed; moderated since. The accuracy draft prints it as moderated.")
            yield self._set.prose(words, look.dim)

    def _line(self, line: LineFacts, level: str) -> Iterator[Any]:
        look = self._look
        self._at(tr("Line {line}, question").format(line=line.id))
        tail = ""
        if line.derived:
            tail = f' <font name="{look.faces.italic}" size="8">(derived check)</font>'
        opening: list[Any] = [Rule(before=7)]
        number = f"{self._set.accented(line.paragraph)}  " if line.paragraph else ""
        question = self._set.paragraphs(
            line.question,
            look.question,
            bullet=line.id,
            tail=tail,
            lead=number,
            tag=level,
            notes=[self._note(each) for each in line.notes],
        )
        question[0].anchor = Anchor(_line_key(line.id))
        opening += question
        rest: list[Any] = []
        if line.state == "left-out":
            rest.append(self._set.prose(tr("Answer left out of this export"), look.gap))
        elif line.state == "none":
            rest.append(self._set.prose(NOTHING_RECORDED, look.gap))
        elif line.state == "versions":
            words = tr("In {number} versions, not settled").format(number=len(line.versions))
            rest.append(self._set.prose(words, look.warning))
        for at, version in enumerate(line.versions):
            rest += [Spacer(1, 4)] if at else []
            rest += self._version(line, version)
        rest += self._visit(line)
        if line.versions:
            words = tr("Rests on: {support}").format(support=_support_words(line.support))
            rest += self._set.paragraphs(words, look.meta)
        if line.evidence:
            items = [self._evidence_lead(each) for each in line.evidence]
            rest.append(LinkedWords(tr("Evidence:"), items, look.meta, self._set.tree))
        left_out = LeftOut(0, line.accounts_left_out, 0, line.evidence_left_out, 0)
        if _any_left_out(left_out):
            words = tr("Left out of this export: {left_out}").format(
                left_out=left_out_words(left_out)
            )
            rest.append(self._set.prose(words, look.meta))
        yield from _kept(opening, rest)
        for account in _by_source([each for each in line.accounts if not each.own_view]):
            yield from self._account(line, account)
        if own := _by_source([each for each in line.accounts if each.own_view]):
            self._at(tr("Line {line}, the force’s own view").format(line=line.id))
            words = tr("The force’s own view, apart from the team’s answer")
            label = self._set.prose(words, self._look.account_meta)
            label.keepWithNext = True
            yield label
            for account in own:
                yield from self._account(line, account)

    def _visit(self, line: LineFacts) -> Iterator[Any]:
        """Set what the visit found beside what it was corrected to."""
        look = self._look
        if not line.visit_state:
            return
        yield Spacer(1, 4)
        self._at(tr("Line {line}, at the visit").format(line=line.id))
        yield self._set.prose(tr("At the visit"), look.part)
        if line.visit_state == "left-out":
            yield self._set.prose(tr("Left out of this export"), look.gap)
        elif line.visit_state == "nothing":
            yield self._set.prose(NOTHING_RECORDED, look.gap)
        for version in line.visit:
            yield from self._version(line, version)

    def _version(self, line: LineFacts, version: VersionFacts) -> Iterator[Any]:
        look = self._look
        self._at(tr("Line {line}, answer").format(line=line.id))
        if version.state == "value":
            yield from self._details(version.details, look.answer, look.told, look.part)
        elif version.state == "note":
            yield self._set.prose(tr("A note without an answer"), look.gap)
        else:
            style = look.gap if version.answer in _GAP_WORDS else look.answer
            yield self._set.prose(version.answer, style)
        self._at(tr("Line {line}, note").format(line=line.id))
        if version.note:
            yield from self._set.paragraphs(version.note, look.told)
        if version.reason:
            yield from self._set.paragraphs(
                tr("Reason: {reason}").format(reason=version.reason), look.told
            )
        for words in version.exclusions:
            yield from self._set.paragraphs(
                tr("Left out of the number: {words}").format(words=words), look.told
            )
        self._at(tr("Line {line}, source of capability").format(line=line.id))
        facts = [
            tr("As at the visit") if version.as_at_visit else _as_at(version.as_at),
            tr("Source of capability: {capability}").format(capability=version.capability)
            if version.capability
            else "",
            version.marking,
            version.origin,
            version.corrected,
            version.under,
            f"{version.by.initials}, {version.by.when}",
        ]
        yield from self._set.paragraphs(_dotted(facts), look.meta)

    def _details(self, details: Sequence[Detail], lead: Any, told: Any, rest: Any) -> Iterator[Any]:
        for at, detail in enumerate(details):
            label = self._set.quiet(f"{detail.label}:") + " " if detail.label else ""
            if detail.titles:
                if detail.label:
                    title = self._set.prose(f"{detail.label}:", self._look.meta)
                    title.keepWithNext = len(detail.rows) <= _MOST_ROWS_KEPT
                    yield title
                yield from self._table(detail.titles, detail.rows)
                continue
            style = (lead if len(detail.words) < 200 else told) if at == 0 else rest
            yield from self._set.paragraphs(detail.words, style, lead=label)

    def _account(self, line: LineFacts, account: AccountFacts) -> Iterator[Any]:
        look = self._look
        self._at(tr("Line {line}, account").format(line=line.id))
        who = account.role or (
            account.kind or tr("Note by {initials}").format(initials=account.by.initials)
        )
        if account.source:
            who = f"{account.letter} {account.source} · {who}"
        said = "\n".join(text for text in (account.words, account.answer) if text.strip())
        if len(who) > _LEAD_CHARACTERS:
            words = self._set.paragraphs(f"{who}:", look.account)
            words += self._set.paragraphs(said or tr("no words"), look.account)
        else:
            lead = self._set.strong(f"{who}:") + " "
            words = self._set.paragraphs(said or tr("no words"), look.account, lead=lead)
        for excluded in account.exclusions:
            words += self._set.paragraphs(
                tr("Left out of the number: {excluded}").format(excluded=excluded), look.account
            )
        facts = [account.kind, _as_at(account.as_at), account.marking, account.origin]
        facts.append(f"{account.by.initials}, {account.by.when}")
        yield from _kept(words, self._set.paragraphs(_dotted(facts), look.account_meta))

    def _table(self, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Any]:
        longest = max((len(text) for row in (titles, *rows) for text in row), default=0)
        widest = max(map(len, (titles, *rows)))
        if longest > _CELL_CHARACTERS or len(titles) > _MOST_COLUMNS or widest > len(titles):
            yield from self._table_as_list(titles, rows)
            return
        for start in range(0, len(rows), _ROWS_IN_A_GRID):
            chunk = rows[start : start + _ROWS_IN_A_GRID]
            yield self._grid(titles, chunk, styles.WIDTH - styles.NUMBER_COLUMN)
        yield Spacer(1, 4)

    def _table_as_list(self, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Any]:
        for number, row in enumerate(rows, 1):
            yield self._set.prose(tr("Row {number}").format(number=number), self._look.meta)
            for title, cell in zip(titles, row, strict=False):
                lead = f"{self._set.markup(title)}: " if title else ""
                yield from self._set.paragraphs(cell or "–", self._look.part, lead=lead)
            if beyond := row[len(titles) :]:
                words = tr("Beyond its columns: {dotted}").format(dotted=_dotted(beyond))
                yield from self._set.paragraphs(words, self._look.part)

    def _asks(self) -> bool:
        """Whether there is a chapter of recommendations; a final summary says so when none is."""
        record = self._record
        return bool(
            record.recommendations
            or record.followed_up
            or record.cover.left_out.recommendations
            or record.cover.form == Form.FINAL_SUMMARY
        )

    def _recommendations(self) -> Iterator[Any]:
        record, look = self._record, self._look
        self._at(tr("What is asked for"))
        yield self._heading("recommendations")
        yield self._set.prose(
            tr(
                "Causes of concern, recommendations and areas for improvement, written by the "
                "team and never worked out from the lines."
            ),
            look.dim,
        )
        if left_out := record.cover.left_out.recommendations:
            words = counted(left_out, "recommendation", "recommendations")
            yield self._set.prose(
                tr("Left out as not to be exported: {words}.").format(words=words), look.dim
            )
        elif not record.recommendations:
            words = tr("No cause of concern, recommendation or area for improvement is recorded.")
            yield self._set.prose(words, look.body)
        for each in record.recommendations:
            yield from self._recommendation(each)
        if record.followed_up:
            yield self._set.prose(tr("Asked for last time"), look.subheading, tag="H2")
        for each in record.followed_up:
            yield from self._recommendation(each)

    def _recommendation(self, each: RecommendationFacts) -> Iterator[Any]:
        look = self._look
        self._at(f"{each.kind} {each.number}")
        lead = self._set.accented(f"{each.kind} {each.number}") + "  "
        opening: list[Any] = [Rule(before=6, after=5)]
        opening += self._set.paragraphs(each.text, look.body, lead=lead)
        facts = [
            tr("To {to}").format(to=each.to) if each.to else "",
            tr("by {due}").format(due=each.due) if each.due else "",
            tr("rests on {rests_on}").format(rests_on=each.rests_on)
            if each.rests_on
            else tr("rests on nothing that is printed"),
            each.marking,
        ]
        rest = self._set.paragraphs(_dotted(facts), look.card)
        if each.advance is not None:
            rest += self._advance(each.advance)
        told = [
            tr("recorded by {initials}, {when}").format(
                initials=each.by.initials, when=each.by.when
            )
            if each.by
            else "",
            tr("in differing versions, not settled: the first is printed") if each.disputed else "",
        ]
        rest += self._set.paragraphs(_dotted(told), look.card) if any(told) else []
        yield from _kept(opening, rest)

    def _advance(self, advance: AdvanceFacts) -> list[Any]:
        look = self._look
        facts = [
            _as_at(advance.as_at),
            tr("rests on {rests_on}").format(rests_on=advance.rests_on) if advance.rests_on else "",
            advance.marking,
            f"{advance.by.initials}, {advance.by.when}",
            tr("in differing versions, not settled: the first is printed")
            if advance.disputed
            else "",
        ]
        lead = self._set.strong(f"{advance.stage}.") + " "
        return [
            *self._set.paragraphs(advance.note or tr("No note."), look.body, lead=lead),
            *self._set.paragraphs(_dotted(facts), look.card),
        ]

    def _quantities(self) -> Iterator[Any]:
        look = self._look
        self._at(tr("Quantities"))
        yield self._heading("quantities")
        yield self._set.prose(
            tr(
                "What the checklist’s source counts, and what was counted here. A check that does "
                "not hold is a prompt to look again, never a finding."
            ),
            look.dim,
        )
        for check in self._record.checks:
            if check.verdict == "does-not-hold":
                yield self._set.prose(
                    f"{check.words} ({check.working})",
                    look.prompt,
                    lead=self._set.strong(tr("Prompt.")) + " ",
                )
        yield Spacer(1, 6)
        for quantity in self._record.quantities:
            yield from self._quantity(quantity)
        yield self._set.prose(tr("Checks between them"), look.subheading, tag="H2")
        for check in self._record.checks:
            words = {
                "holds": tr("holds"),
                "does-not-hold": tr("does not hold: see the prompt above"),
                "cannot-be-told": tr("cannot be told. {check}").format(check=check.words),
            }[check.verdict]
            style = look.dim if check.verdict == "cannot-be-told" else look.body
            yield from self._set.paragraphs(f"{check.working}: {words}", style)

    def _quantity(self, quantity: QuantityFacts) -> Iterator[Any]:
        look = self._look
        self._at(tr("Quantity {quantity}").format(quantity=quantity.id))
        opening = self._set.paragraphs(quantity.title, look.question, bullet=quantity.id, tag="H2")
        if quantity.known == "not-asked":
            value = self._set.paragraphs(f"{quantity.stated} {quantity.unit}".strip(), look.answer)
        elif quantity.known == "found":
            value = self._set.paragraphs(quantity.here, look.answer)
        else:
            value = self._set.paragraphs(quantity.here, look.gap)
        rest: list[Any] = list(value)
        if quantity.caveat:
            rest += self._set.paragraphs(
                tr("Caveat: {caveat}").format(caveat=quantity.caveat), look.told
            )
        if quantity.check:
            rest += self._set.paragraphs(
                tr("Check: {check}").format(check=quantity.check), look.meta
            )
        facts = [
            tr("Line {line}").format(line=quantity.line)
            if quantity.line
            else tr("The same for every force"),
            tr("Unit: {unit}").format(unit=quantity.unit) if quantity.unit else "",
            tr("Basis in the source: {basis}").format(basis=quantity.basis)
            if quantity.basis
            else "",
            quantity.locator,
        ]
        rest += self._set.paragraphs(_dotted(facts), look.meta)
        yield from _kept([Rule(before=5), *opening], rest)

    def _sources(self) -> Iterator[Any]:
        look = self._look
        self._at(tr("Schedule of sources"))
        yield self._heading("sources")
        items, left_out = self._record.sources, self._record.cover.left_out.sources
        words = tr("{sources}, by role and never by name.").format(
            sources=counted(len(items), "source", "sources")
        )
        if left_out:
            words += " " + tr("Left out as not to be exported: {sources}.").format(
                sources=counted(left_out, "source", "sources")
            )
        yield self._set.prose(words, look.dim)
        kinds = dict.fromkeys((item.letter, item.kind) for item in items)
        letters = _dotted([f"{letter}\u00a0{kind}" for letter, kind in sorted(kinds)])
        yield from self._set.paragraphs(letters, look.dim)
        for item in items:
            yield from self._source(item)

    def _source(self, item: SourceFacts) -> Iterator[Any]:
        look = self._look
        self._at(tr("Source {item}").format(item=item.number))
        number = self._set.accented(f"{item.letter}  {item.number}") + "  "
        opening: list[Any] = [Rule(before=6, after=5)]
        opening += self._set.paragraphs(item.title, look.card_title, lead=number, tag="H2")
        outside = tr("from outside the force") if item.outside else ""
        facts = [item.kind, item.role, outside, self._state(item), item.place, item.as_at]
        opening += self._set.paragraphs(_dotted([*facts, item.marking]), look.card)
        rest = list(self._details(item.details, look.part, look.told, look.part))
        self._at(tr("Source {item}").format(item=item.number))
        told_already = {detail.words for detail in item.details}
        exclusions = (each for each in item.exclusions if each not in told_already)
        for words in (
            item.note,
            *(tr("Left out of its numbers: {e}").format(e=e) for e in exclusions),
        ):
            rest += self._set.paragraphs(words, look.part) if words else []
        told = [
            tr("Accounts on {lines}").format(lines=", ".join(item.lines))
            if item.lines
            else tr("Gave no account"),
            tr("could also speak to {could_speak_to}").format(
                could_speak_to=", ".join(item.could_speak_to)
            )
            if item.could_speak_to
            else "",
            tr("evidence {evidence}").format(evidence=", ".join(item.evidence))
            if item.evidence
            else "",
        ]
        rest += self._set.paragraphs(_dotted(told), look.card)
        times = [
            _were_there(item.inspectors),
            tr("notes written {written_at}").format(written_at=item.written_at)
            if item.written_at
            else "",
            tr("recorded by {initials}, {when}").format(
                initials=item.by.initials, when=item.by.when
            ),
            tr("in differing versions, not settled: the first is printed") if item.disputed else "",
            item.origin,
        ]
        rest += self._set.paragraphs(_dotted(times), look.card)
        yield from _kept(opening, rest)

    def _state(self, item: SourceFacts) -> str:
        """Return how far a request or test is, on the day on which this is made."""
        made_on = london_day(self._made_at_ms).isoformat()
        if item.due_by and item.due_by < made_on:
            return tr("{state}, overdue when this was made").format(state=item.state)
        return item.state

    def _evidence(self) -> Iterator[Any]:
        look = self._look
        self._at(tr("Schedule of evidence"))
        yield self._heading("evidence")
        items = self._record.evidence
        left_out = self._record.cover.left_out.evidence
        words = tr("{items}, with the SHA-256 of each original file.").format(
            items=counted(len(items), "item", "items")
        )
        if left_out:
            words += " " + tr("Left out as not to be exported: {items}.").format(
                items=counted(left_out, "item", "items")
            )
        yield self._set.prose(words if items or left_out else tr("No evidence files."), look.dim)
        for item in items:
            yield from self._evidence_item(item)

    def _evidence_item(self, item: EvidenceFacts) -> Iterator[Any]:
        look = self._look
        self._at(tr("Evidence {item}").format(item=item.number))
        yield Rule(before=6, after=5)
        number = self._set.accented(item.number) + "  "
        caption = item.caption or tr("No caption")
        title = self._set.paragraphs(caption, look.card_title, lead=number, tag="H2")
        title[0].anchor = Anchor(f"evidence-{item.number}")
        facts = list(self._evidence_facts(item))
        long = len(item.caption) > _CARD_CHARACTERS or sum(map(_weight, facts)) > 1_200
        if item.picture is None or long:
            if item.picture is not None:
                yield self._picture(item)
                yield self._figure_number(item)
            yield from [*title, *facts]
            return
        widths = [_PICTURE_ROOM[0] + 14, styles.WIDTH - _PICTURE_ROOM[0] - 14]
        picture = [self._picture(item), self._figure_number(item)]
        yield grid([[picture, [*title, *facts]]], widths, _CARD_LOOK, look.faces.text)

    def _picture(self, item: EvidenceFacts) -> Picture:
        picture = item.picture
        if picture is None:
            raise ValueError("an item without a picture has none to set")
        size = (picture.width, picture.height)
        figure = self._set.tree.add("Figure", alt=alternatives.words(item))
        return Picture(Sha256(picture.sha256), size, _PICTURE_ROOM, self._fetch, figure)

    def _figure_number(self, item: EvidenceFacts) -> Prose:
        return self._set.prose(
            tr("Figure {figures}").format(figures=self._figures[item.number]),
            self._look.under_picture,
        )

    def _evidence_facts(self, item: EvidenceFacts) -> Iterator[LinkedWords | Prose]:
        style = self._look.card
        pages = counted(item.pages, "page", "pages") if item.pages else ""
        exact = counted(item.size_bytes, "byte", "bytes") if item.size_bytes >= 1000 else ""
        size = f"{item.size} ({exact})" if exact else item.size
        if item.unshown:
            yield self._set.prose(item.unshown, style)
        if item.picture is None or len(item.description) > alternatives.LONGEST:
            told = (
                tr("It shows: {description}").format(description=item.description)
                if item.description
                else ""
            )
            yield from self._set.paragraphs(told, style) if told else ()
        yield self._set.prose(_dotted([item.media_type, size, pages, item.marking]), style)
        if item.marking_found:
            yield self._set.prose(
                tr("Marking found on it: {marking_found}").format(marking_found=item.marking_found),
                style,
            )
        if item.name:
            yield self._set.prose(tr("File name: {item}").format(item=item.name), style)
        yield self._set.prose(f"SHA-256 {item.sha256}", self._look.digest)
        times = [
            tr("Camera’s time {captured}").format(captured=item.captured) if item.captured else "",
            tr("file last changed {modified}").format(modified=item.modified)
            if item.modified
            else "",
            tr("added by {initials}, {when}").format(initials=item.by.initials, when=item.by.when),
        ]
        yield self._set.prose(_dotted(times), style)
        if item.taken:
            yield self._set.prose(tr("Taken {taken}").format(taken=item.taken), style)
        if item.redacted:
            yield self._set.prose(item.redacted, style)
        if item.lines:
            lines = [
                self._lead(each, _line_key(each), tr("Line {each}").format(each=each))
                for each in item.lines
            ]
            yield LinkedWords(tr("Supports"), lines, style, self._set.tree)

    def _definitions(self) -> Iterator[Any]:
        self._at(tr("Definitions"))
        yield self._heading("definitions")
        yield self._set.prose(
            tr("Terms that the printed lines use, in our own words."), self._look.dim
        )
        yield Spacer(1, 4)
        used: dict[int, list[str]] = {}
        for line in self._printed_lines():
            for number in line.notes:
                used.setdefault(number, []).append(line.id)
        for definition in self._record.definitions:
            self._at(tr("Definition {definition}").format(definition=definition.number))
            lead = self._set.strong(definition.term) + "  "
            note = (
                tr(" (footnote {footnote} of the source)").format(footnote=definition.footnote)
                if definition.footnote
                else ""
            )
            words = self._set.paragraphs(
                definition.meaning + note,
                self._look.term,
                bullet=str(definition.number),
                lead=lead,
                tag="Note",
            )
            words[0].anchor = Anchor(_note_key(definition.number))
            lines = used.get(definition.number, [])
            back = [
                self._lead(each, _line_key(each), tr("Back to line {each}").format(each=each))
                for each in lines
            ]
            with self._set.tree.within(words[0].holder or self._set.tree.current):
                at = LinkedWords(tr("At"), back, self._look.used, self._set.tree)
            yield from _kept(words, [at])

    def _behind(self) -> Iterator[Any]:
        look, content = self._look, self._content
        self._at(tr("Behind this document"))
        yield self._heading("behind")
        yield self._set.prose(tr("Earlier signed summaries"), look.subheading, tag="H2")
        if not content.signed_before:
            yield self._set.prose(tr("None is recorded."), look.dim)
        for each in content.signed_before:
            yield Rule(before=3, after=3)
            words = tr("{form}, signed {when} by {initials}; {signer}").format(
                form=each.form, when=each.by.when, initials=each.by.initials, signer=each.signer
            )
            yield from self._set.paragraphs(words, look.body)
            yield self._set.prose(
                tr("File SHA-256 {file_sha256}").format(file_sha256=each.file_sha256), look.card
            )
            yield self._set.prose(
                tr("Content SHA-256 {content_sha256}").format(content_sha256=each.content_sha256),
                look.card,
            )
        yield self._set.prose(tr("Phases of the work"), look.subheading, tag="H2")
        if not content.phases:
            yield self._set.prose(tr("None is recorded."), look.dim)
        for entered in content.phases:
            words = tr("{phase}, since {when} ({initials})").format(
                phase=entered.phase, when=entered.by.when, initials=entered.by.initials
            )
            words += (
                tr("; reason: {reason}").format(reason=entered.reason) if entered.reason else ""
            )
            yield from self._set.paragraphs(words, look.body)
        yield self._set.prose(tr("Journal heads"), look.subheading, tag="H2")
        yield self._set.prose(
            tr(
                "The last change of each chain whose work is in this document. Whoever holds the "
                "journal can tell from these whether anything was taken out of it since."
            ),
            look.dim,
        )
        for chain, change in content.heads:
            yield self._set.prose(tr("Chain {chain}").format(chain=chain), look.card)
            yield self._set.prose(tr("Change {change}").format(change=change), look.card)
            yield Spacer(1, 4)
        yield self._set.prose(tr("How it was made"), look.subheading, tag="H2")
        yield from self._fact(tr("App version"), content.app_version)
        yield from self._fact(
            tr("Rules of reading"),
            tr("version {fold_version}").format(fold_version=content.fold_version),
        )
        yield from self._fact(tr("Inspection"), self._record.inspection)
        yield from self._fact(tr("Made"), when_words(self._made_at_ms))
        yield from self._fact(tr("Content SHA-256"), content_sha256(content))

    def _index(self) -> Iterator[Any]:
        look, tree = self._look, self._set.tree
        self._at(tr("Index of lines"))
        yield self._heading("index")
        with tree.inside("Index"):
            for section in self._record.sections():
                if not section.lines:
                    continue
                title = " · ".join(filter(None, (_section_title(section), section.requirement)))
                yield CondPageBreak(3 * look.index.leading + look.index_section.leading)
                yield self._set.prose(title, look.index_section)
                for line in section.lines:
                    key = _line_key(line.id)
                    words = self._set.plain(line.question)
                    page = self._page_of.get(key, 0)
                    number = self._set.plain(line.id)
                    yield IndexRow(number, words, page, key, look.index, tree)

    def _printed_lines(self) -> Iterator[LineFacts]:
        return (line for section in self._record.sections() for line in section.lines)


_GRID_LOOK = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 8),
    ("TOPPADDING", (0, 0), (-1, -1), 2.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
    ("LINEBELOW", (0, 0), (-1, 0), 0.75, styles.STRONG_RULE),
    ("LINEBELOW", (0, 1), (-1, -1), 0.5, styles.RULE),
]
_CARD_LOOK = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
]


def _line_key(line: str) -> str:
    return f"line-{line}"


def _note_key(number: int) -> str:
    return f"note-{number}"


def _kept(opening: Sequence[Any], rest: Sequence[Any]) -> list[Any]:
    """Return an entry's parts so that short ones stay on one page, and else the first two."""
    weight = sum(map(_weight, opening))
    if weight + sum(map(_weight, rest)) < _KEPT_CHARACTERS and len(rest) < _KEPT_PARTS:
        return [KeepTogether([*opening, *rest])]
    if rest and weight + _weight(rest[0]) < _KEPT_CHARACTERS:
        return [KeepTogether([*opening, rest[0]]), *rest[1:]]
    return [CondPageBreak(80), *opening, *rest]


def _joined(heading: Sequence[Any], body: Sequence[Any]) -> list[Any]:
    """Return a heading kept with the first thing below it, where both are short."""
    first = body[0] if body else None
    if sum(map(_weight, heading)) > _KEPT_CHARACTERS:
        return [CondPageBreak(170), *heading, *body]
    if isinstance(first, KeepTogether):
        return [KeepTogether([*heading, *first._content]), *body[1:]]
    return [CondPageBreak(170), KeepTogether([*heading]), *body]


def _weight(flowable: object) -> int:
    if isinstance(flowable, Grid):
        return flowable.characters or _KEPT_CHARACTERS
    return flowable.characters if isinstance(flowable, LinkedWords | Prose) else 0


def _widths(titles: Sequence[str], rows: Sequence[Sequence[str]], room: float) -> list[float]:
    """Return column widths that share the room by how much the columns hold, none below a floor."""
    weights = [
        max(8, min(60, max((len(row[at]) for row in (titles, *rows) if at < len(row)), default=0)))
        for at in range(len(titles))
    ]
    return [room * weight / sum(weights) for weight in weights]

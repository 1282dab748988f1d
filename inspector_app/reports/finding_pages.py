"""The chapters of a summary: each section with its headline, each line with its answer."""

from collections.abc import Iterator
from typing import Any

from reportlab.platypus import KeepTogether, Spacer

from inspector_app.domain.wording import NOTHING_RECORDED
from inspector_app.reports import styles
from inspector_app.reports.charts import BarChart, alternative, rows_drawn
from inspector_app.reports.facts import (
    AccountFacts,
    Chapter,
    ChartFacts,
    HeadlineFacts,
    LeftOut,
    LineFacts,
    SectionFacts,
    VersionFacts,
)
from inspector_app.reports.flowables import Anchor, Prose, Rule, grid
from inspector_app.reports.limits import left_out_words
from inspector_app.reports.linking import LinkedWords
from inspector_app.reports.page_parts import CARD_LOOK, PageParts, joined, kept, line_key
from inspector_app.reports.phrases import GAP_WORDS as _GAP_WORDS
from inspector_app.reports.phrases import any_left_out as _any_left_out
from inspector_app.reports.phrases import as_at as _as_at
from inspector_app.reports.phrases import by_source as _by_source
from inspector_app.reports.phrases import dotted as _dotted
from inspector_app.reports.phrases import section_line as _section_line
from inspector_app.reports.phrases import section_title as _section_title
from inspector_app.reports.phrases import support_words as _support_words
from inspector_app.texts import tr, tr_counted

_MOST_ROWS_BESIDE, _MOST_HEADS_BESIDE, _BESIDE_CHARACTERS = 8, 4, 120
"""A chart's table stands beside it up to these rows, titles and characters of a cell."""
_LEAD_CHARACTERS = 300
"""Of the words that lead a paragraph; longer ones stand in a paragraph of their own."""


class FindingPages(PageParts):
    """Sets what was found, chapter by chapter."""

    def chapter(self, chapter: Chapter) -> Iterator[Any]:
        """Yield a chapter, under its heading."""
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
        yield from joined(heading, body)

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
                drawn = grid([[drawn, table]], [room, wide], CARD_LOOK, look.faces.text)
            else:
                below += self._table(facts.heads, rows)
            caveats = [tr("Caveat: {caveat}").format(caveat=caveat) for caveat in facts.caveats]
            if (shown := rows_drawn(facts)) < len(rows):
                caveats.insert(
                    0,
                    tr_counted(len(rows), "The first {shown} of {number} rows are drawn.").format(
                        shown=shown, number=len(rows)
                    ),
                )
            for caveat in caveats:
                below += self._set.paragraphs(caveat, look.caveat)
        yield KeepTogether([*caption, drawn, *below[:1]] if is_beside else [*caption, drawn])
        yield from below[1:] if is_beside else below
        yield Spacer(1, 6)

    def _headline(self, headline: HeadlineFacts) -> Iterator[Any]:
        look = self._look
        if headline.state == "left-out":
            yield self._set.prose(tr("The headline is left out of this export."), look.no_headline)
            return
        if headline.state == "none":
            yield self._set.prose(tr("No headline."), look.no_headline)
            return
        if headline.state == "versions":
            words = tr_counted(
                len(headline.versions), "The headline stands in {number} versions, not settled."
            ).format(number=len(headline.versions))
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
        question[0].anchor = Anchor(line_key(line.id))
        opening += question
        rest: list[Any] = []
        if line.state == "left-out":
            rest.append(self._set.prose(tr("Answer left out of this export"), look.gap))
        elif line.state == "none":
            rest.append(self._set.prose(NOTHING_RECORDED, look.gap))
        elif line.state == "versions":
            words = tr_counted(len(line.versions), "In {number} versions, not settled").format(
                number=len(line.versions)
            )
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
        yield from kept(opening, rest)
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
        yield from kept(words, self._set.paragraphs(_dotted(facts), look.account_meta))

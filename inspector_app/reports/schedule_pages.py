"""The schedules of a summary: what is asked for, quantities, sources, evidence, terms, lines."""

from collections.abc import Iterator
from typing import Any

from reportlab.platypus import CondPageBreak, Spacer

from inspector_app.domain.ids import Sha256
from inspector_app.domain.wording import counted, london_day
from inspector_app.reports import alternatives, styles
from inspector_app.reports.facts import (
    AdvanceFacts,
    EvidenceFacts,
    QuantityFacts,
    RecommendationFacts,
    SourceFacts,
)
from inspector_app.reports.flowables import Anchor, Picture, Prose, Rule, grid
from inspector_app.reports.linking import IndexRow, LinkedWords
from inspector_app.reports.page_parts import (
    CARD_LOOK,
    PageParts,
    kept,
    line_key,
    note_key,
    weight_of,
)
from inspector_app.reports.phrases import as_at as _as_at
from inspector_app.reports.phrases import dotted as _dotted
from inspector_app.reports.phrases import section_title as _section_title
from inspector_app.reports.phrases import were_there as _were_there
from inspector_app.texts import tr

_PICTURE_ROOM = (150.0, 112.0)
_CARD_CHARACTERS = 500


class SchedulePages(PageParts):
    """Sets what is listed behind the chapters; each schedule under its heading."""

    def recommendations(self) -> Iterator[Any]:
        """Yield what is asked for, and what became of what was asked for last time."""
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
        yield from kept(opening, rest)

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

    def quantities(self) -> Iterator[Any]:
        """Yield the quantities, and the checks between them."""
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
        yield from kept([Rule(before=5), *opening], rest)

    def sources(self) -> Iterator[Any]:
        """Yield the sources that were drawn on."""
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
        yield from kept(opening, rest)

    def _state(self, item: SourceFacts) -> str:
        """Return how far a request or test is, on the day on which this is made."""
        made_on = london_day(self._made_at_ms).isoformat()
        if item.due_by and item.due_by < made_on:
            return tr("{state}, overdue when this was made").format(state=item.state)
        return item.state

    def evidence(self) -> Iterator[Any]:
        """Yield the files that are kept."""
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
        long = len(item.caption) > _CARD_CHARACTERS or sum(map(weight_of, facts)) > 1_200
        if item.picture is None or long:
            if item.picture is not None:
                yield self._picture(item)
                yield self._figure_number(item)
            yield from [*title, *facts]
            return
        widths = [_PICTURE_ROOM[0] + 14, styles.WIDTH - _PICTURE_ROOM[0] - 14]
        picture = [self._picture(item), self._figure_number(item)]
        yield grid([[picture, [*title, *facts]]], widths, CARD_LOOK, look.faces.text)

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
                self._lead(each, line_key(each), tr("Line {each}").format(each=each))
                for each in item.lines
            ]
            yield LinkedWords(tr("Supports"), lines, style, self._set.tree)

    def definitions(self) -> Iterator[Any]:
        """Yield the terms that the printed lines use."""
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
            words[0].anchor = Anchor(note_key(definition.number))
            lines = used.get(definition.number, [])
            back = [
                self._lead(each, line_key(each), tr("Back to line {each}").format(each=each))
                for each in lines
            ]
            with self._set.tree.within(words[0].holder or self._set.tree.current):
                at = LinkedWords(tr("At"), back, self._look.used, self._set.tree)
            yield from kept(words, [at])

    def index(self) -> Iterator[Any]:
        """Yield every line that is printed, with its page."""
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
                    key = line_key(line.id)
                    words = self._set.plain(line.question)
                    page = self._page_of.get(key, 0)
                    number = self._set.plain(line.id)
                    yield IndexRow(number, words, page, key, look.index, tree)

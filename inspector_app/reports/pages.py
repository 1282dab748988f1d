"""The pages of a summary in order, from cover to journal heads, as things to be set."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reportlab.platypus import CondPageBreak, NextPageTemplate, PageBreak, Spacer

from inspector_app.domain.wording import counted, when_words
from inspector_app.reports import styles
from inspector_app.reports.board import board
from inspector_app.reports.content import content_sha256
from inspector_app.reports.facts import Content, SinceFacts
from inspector_app.reports.fields import (
    INSPECTOR_FIELD,
    LEAD_FIELD,
    SIGNED_BY_INSPECTOR,
    SIGNED_BY_LEAD,
)
from inspector_app.reports.finding_pages import FindingPages
from inspector_app.reports.flowables import ContentsRow, Prose, Rule
from inspector_app.reports.limits import left_out_words
from inspector_app.reports.page_parts import Fetch, PageParts
from inspector_app.reports.phrases import choice as _choice
from inspector_app.reports.phrases import established as _established
from inspector_app.reports.phrases import name_of as _name_of
from inspector_app.reports.phrases import team as _team
from inspector_app.reports.phrases import whose_work as _whose_work
from inspector_app.reports.schedule_pages import SchedulePages
from inspector_app.reports.typesetting import Typesetter
from inspector_app.texts import tr

COVER, LATER, INDEX = "cover", "later", "index"
"""The page templates."""
_COVER_CHARACTERS = 300
"""Of a name in the cover's large type; what is longer is shortened there, which is told."""


@dataclass(frozen=True, slots=True)
class SigningPlace:
    """The words around the signature fields of the cover."""

    above: tuple[Prose, ...]
    """One for each field."""
    below: Prose


class Pages(PageParts):
    """One setting of a content's pages: sets those before and after the chapters and schedules."""

    def __init__(
        self,
        content: Content,
        made_at_ms: int,
        setter: Typesetter,
        fetch: Fetch,
        page_of: Mapping[str, int],
    ) -> None:
        super().__init__(content, made_at_ms, setter, fetch, page_of)
        self._findings = FindingPages(content, made_at_ms, setter, fetch, page_of)
        self._schedules = SchedulePages(content, made_at_ms, setter, fetch, page_of)
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
            found += [PageBreak(), *self._findings.chapter(chapter)]
        schedules, keys = self._schedules, {each.key for each in self._anchors}
        for key, schedule in (
            ("recommendations", schedules.recommendations),
            ("quantities", schedules.quantities),
            ("sources", schedules.sources),
            ("evidence", schedules.evidence),
            ("definitions", schedules.definitions),
            ("behind", self._behind),
        ):
            if key in keys:
                found += [PageBreak(), *schedule()]
        if "index" in keys:
            found += [NextPageTemplate(INDEX), PageBreak(), *schedules.index()]
        return found

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

    def _contents(self) -> Iterator[Any]:
        self._at(tr("Contents"))
        yield self._set.prose(tr("Contents"), self._look.chapter, tag="H1")
        tree = self._set.tree
        with tree.inside("TOC"):
            for anchor in self._anchors:
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

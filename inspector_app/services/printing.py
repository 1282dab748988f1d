"""What a summary would print, in numbers."""

from dataclasses import dataclass

from inspector_app.domain.changes.bodies import SummaryCountersigned, SummarySigned
from inspector_app.domain.choosing import choice_words
from inspector_app.domain.detail import DetailLevel, detail_words
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.ids import InspectionId, SectionId
from inspector_app.domain.markings import Marking, read
from inspector_app.domain.standing import Standing
from inspector_app.reports.content import content_sha256
from inspector_app.reports.facts import Form, Options
from inspector_app.services.inspections import InspectionService
from inspector_app.services.reports import ReportService, is_whole
from inspector_app.texts import edition, tr


@dataclass(frozen=True, slots=True)
class Choice:
    """What the person who exports chose."""

    form: str = Form.FIELDWORK_RECORD.value
    marking: Marking | None = None
    """None: the high watermark."""
    accounts: bool = True
    thumbnails: bool = True
    file_names: bool = False
    sections: tuple[SectionId, ...] = ()
    """Empty: all."""
    detail: DetailLevel = DetailLevel.FULL
    up_to: Marking | None = None

    def options(self) -> Options:
        """Return the choice as the report takes it."""
        return Options(
            form=Form(self.form),
            marking=self.marking,
            accounts=self.accounts,
            thumbnails=self.thumbnails,
            file_names=self.file_names,
            sections=self.sections,
            detail=self.detail,
            up_to=self.up_to,
        )


@dataclass(frozen=True, slots=True)
class Signed:
    """An earlier signed summary, as it is listed."""

    time_ms: int
    """Milliseconds UTC by the signing laptop's clock."""
    initials: str
    form: str
    signer: str
    signer_kind: str
    sha256: str
    choice: str
    """What it is of, where that is less than everything; empty: it is of everything."""
    is_same: bool | None
    """Whether a summary made now, of the same choices, would print the same content; None: it is in
    another language, so that all of its words differ."""
    later: tuple[str, ...] = ()
    """What became of it: who countersigned it, to what level it was raised."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """A summary before it is printed."""

    marking: Marking
    """The high watermark of all that the inspection holds."""
    sections: int
    established: int
    total: int
    versions: int
    """Lines and headlines that stand in versions nobody has settled."""
    headlines: int
    """Sections in scope that have one."""
    evidence: int
    """Items that are printed."""
    left_out: int
    """Answers, accounts, headlines and evidence items that are not to be exported."""
    unsettled: tuple[str, ...]
    """Of what else versions stand, of which the first is printed."""
    refusal: str
    """Why nothing can be printed with this choice; empty: it can."""
    signed: tuple[Signed, ...]
    """Latest first."""


class PrintingService:
    """Looks ahead to a summary."""

    def __init__(self, inspections: InspectionService, reports: ReportService) -> None:
        self._inspections = inspections
        self._reports = reports

    def outlook(self, inspection: InspectionId, choice: Choice) -> Outlook:
        """Return what a summary made now would hold.

        Raises:
            NotFound: no such inspection on this laptop.
        """
        standing = self._inspections.standing(inspection)
        refusal = ""
        try:
            content = self._reports.content(inspection, choice.options())
        except RuleViolation as error:
            refusal = str(error)
            content = self._reports.content(inspection)
        cover, left_out = content.record.cover, content.record.cover.left_out
        return Outlook(
            # Without what is marked above, the highest is that of what is left.
            marking=read(cover.marking) if choice.up_to else standing.highest_marking(),
            sections=cover.sections,
            established=cover.established,
            total=cover.total,
            versions=cover.versions,
            unsettled=content.record.unsettled,
            headlines=sum(
                section.in_scope
                and not section.kept_from
                and section.headline.state in ("written", "versions")
                for section in content.record.sections()
            ),
            evidence=cover.evidence,
            left_out=left_out.answers + left_out.accounts + left_out.headlines + left_out.evidence,
            refusal=refusal,
            signed=self._signed(inspection, standing),
        )

    def _signed(self, inspection: InspectionId, standing: Standing) -> tuple[Signed, ...]:
        now: dict[Choice, str] = {}
        found = []
        for held in standing.summaries():
            if (summary := held.value) is None:
                continue
            choice = Choice(
                summary.form,
                summary.marking,
                summary.accounts,
                summary.thumbnails,
                summary.file_names,
                summary.sections,
                summary.detail,
                summary.up_to,
            )
            if choice not in now:
                now[choice] = self._printed(inspection, choice)
            found.append(
                Signed(
                    held.time_ms,
                    standing.initials(held.author),
                    summary.form,
                    summary.signer,
                    summary.signer_kind,
                    summary.file_sha256,
                    _choice_words(summary, standing),
                    now[choice] == summary.content_sha256
                    if summary.language == edition()
                    else None,
                    _later(summary.file_sha256, standing),
                )
            )
        return tuple(found)

    def _printed(self, inspection: InspectionId, choice: Choice) -> str:
        """Return the digest of what would be printed; empty where the choice forbids it now."""
        try:
            return content_sha256(self._reports.content(inspection, choice.options()))
        except RuleViolation:  # something is marked higher now: that is a change
            return ""


def _choice_words(summary: SummarySigned, standing: Standing) -> str:
    if is_whole(summary):
        return ""
    sections = choice_words(summary.sections, standing.pack)
    detail = "" if summary.detail is DetailLevel.FULL else detail_words(summary.detail)
    up_to = tr("marked up to {up_to}").format(up_to=summary.up_to.words()) if summary.up_to else ""
    return "; ".join(filter(None, (sections, detail.lower(), up_to)))


def _later(file_sha256: str, standing: Standing) -> tuple[str, ...]:
    """Return in words what was made of a signed file, and of what was made of it."""
    known, told = {file_sha256}, []
    for made in standing.summary_files():
        if made.of_sha256 not in known:
            continue
        known.add(made.file_sha256)
        if isinstance(made, SummaryCountersigned):
            told.append(tr("countersigned by {signer}").format(signer=made.signer))
        else:
            told.append(tr("raised to {level}").format(level=made.level))
    return tuple(dict.fromkeys(told))

"""What a user can do to make a redacted copy of an evidence item: make it, look at it, keep it."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from inspector_app.domain import redaction as rules
from inspector_app.domain.changes.bodies import (
    Body,
    EvidenceCaptioned,
    EvidenceLinked,
    SourceRecorded,
    Subject,
    subject,
)
from inspector_app.domain.changes.fold import SubjectState
from inspector_app.domain.errors import Cancelled, NotFound, RuleViolation
from inspector_app.domain.evidence import Caption, EvidenceFile
from inspector_app.domain.held import field_of
from inspector_app.domain.ids import ChangeId, EvidenceId, InspectionId, LineId
from inspector_app.domain.redaction import Area, MadeOf
from inspector_app.domain.sources import Source
from inspector_app.media.image_pdf import Sheet, image_pdf
from inspector_app.media.media import LARGEST_SHOWN, Media, PageImage
from inspector_app.media.sniffing import PDF, PICTURES
from inspector_app.services.evidence import (
    Attached,
    CancelledOf,
    EvidenceService,
    Keeping,
    ProgressOf,
)
from inspector_app.services.recording import Recording
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.texts import tr


@dataclass(frozen=True, slots=True)
class Redaction:
    """A redacted copy that is made and not yet kept; it lies in memory alone."""

    made_of: MadeOf
    original: str
    """The original's number."""
    name: str
    """The copy's file name; nothing of the original's name is in it."""
    pages: int
    content: bytes = field(repr=False)


class RedactionService:
    """The verbs of redacting; the original is read and stays as it is."""

    def __init__(self, recording: Recording, evidence: EvidenceService, media: Media) -> None:
        self._recording = recording
        self._evidence = evidence
        self._media = media

    def make(
        self,
        inspection: InspectionId,
        item: EvidenceId,
        areas: Iterable[Area],
        reason: str,
        pages: Iterable[int] = (),
        progress: ProgressOf | None = None,
        cancelled: CancelledOf | None = None,
    ) -> Redaction:
        """Return a copy of a picture or PDF in which the areas are black; nothing is kept yet.

        A picture of several pages or frames, such as a scanned TIFF or a GIF that moves, becomes a
        PDF of all of them, or of those that are wanted: none is left out unseen.

        Its pages are drawn to pixels, the areas burnt in, and the pixels packed anew: text, what
        lay under the areas, annotations, metadata and embedded small pictures are not in it.

        Args:
            inspection: whose.
            item: the original.
            areas: what is made black, on any of its pages.
            reason: why; it is printed with the copy.
            pages: those that the copy has, from 1; none: all.
            progress: pages done and in all.
            cancelled: asked between pages.

        Raises:
            NotFound: the item does not stand, or its file is not on this laptop.
            RuleViolation: the areas, pages or reason do not do.
            BadInput: the file cannot be shown, or is of a kind without pixels; the text says why.
            EvidenceDamaged: the kept file is damaged.
            Cancelled: ``cancelled`` said so.
        """
        file = self._original(inspection, item)
        is_document = file.media_type == PDF
        if not is_document and file.media_type not in PICTURES:
            raise RuleViolation(
                tr(
                    "{file} cannot be redacted here: it is {media_type}, and areas can be marked "
                    "on pictures and PDF pages alone. Keep a picture of the page instead."
                ).format(file=file.number, media_type=file.media_type)
            )
        with self._evidence.opened(inspection, file.sha256) as stream:
            # A picture too may have several pages or frames, whatever was known when it was kept.
            count = (file.pages or 0) if is_document else (self._media.facts(stream).pages or 1)
        is_of_many = is_document or count > 1
        made_of = rules.checked(MadeOf(item, tuple(areas), reason, tuple(pages)), count)
        wanted = made_of.pages or tuple(range(1, count + 1))
        sheets: list[Sheet] = []
        content = b""
        with self._evidence.opened(inspection, file.sha256) as stream:
            for done, page in enumerate(wanted):
                if cancelled is not None and cancelled():
                    raise Cancelled(
                        tr("The redacted copy was not made; the original is untouched.")
                    )
                boxes = [(a.x, a.y, a.width, a.height) for a in made_of.areas if a.page == page]
                drawn = self._media.redacted(stream, page - 1, boxes, is_of_many=is_of_many)
                content = drawn.content
                sheets.append(Sheet(content, drawn.width, drawn.height, drawn.across, drawn.down))
                if sum(len(sheet.jpeg) for sheet in sheets) > LARGEST_SHOWN:
                    raise RuleViolation(
                        tr(
                            "Nothing was redacted: the copy would be larger than {largest_shown} "
                            "MB. Choose the pages that are needed."
                        ).format(largest_shown=LARGEST_SHOWN // 1024**2)
                    )
                if progress is not None:
                    progress(done + 1, len(wanted))
        if is_of_many:
            content = image_pdf(sheets)
        suffix = "pdf" if is_of_many else "png" if content.startswith(b"\x89PNG") else "jpg"
        name = f"{file.number.replace('/', '-')} redacted.{suffix}"
        return Redaction(made_of, file.number, name, len(wanted), content)

    def page(self, redaction: Redaction, number: int, width_px: int) -> PageImage:
        """Return a picture of one page of a copy that is not yet kept; ``number`` is from 0.

        Raises:
            BadInput: it cannot be shown.
        """
        return self._media.page(io.BytesIO(redaction.content), number, width_px)

    def keep(
        self,
        inspection: InspectionId,
        redaction: Redaction,
        caption: str = "",
        *,
        leave_out_original: bool = True,
    ) -> Attached:
        """Keep a copy as a new evidence item, linked to its original, as one act.

        It is put to the original's lines and sources, and bears the original's markings.

        Args:
            inspection: whose.
            redaction: as :meth:`make` returned it.
            caption: of the copy.
            leave_out_original: the original is not to be exported from now on.

        Raises:
            NotFound: the original no longer stands.
            DeviceFull: the disk is full; nothing is left behind.
        """
        original = redaction.made_of.evidence
        self._original(inspection, original)
        with self._recording.read() as work:
            captions = field_of(_state(work, inspection, Subject.CAPTION, original), Caption)
            lines = _lines_of(work, inspection, original)
        said = captions.value or Caption()

        def along(
            work: UnitOfWork, copy: EvidenceId
        ) -> Iterator[tuple[str, Body, Iterable[ChangeId] | None]]:
            # As it stands in this very transaction: another may have been recorded meanwhile.
            captions = field_of(_state(work, inspection, Subject.CAPTION, original), Caption)
            stands = captions.value or Caption()
            if leave_out_original and not stands.do_not_export:
                body = EvidenceCaptioned(replace(stands, do_not_export=True))
                # Versions that stand side by side stay so: a person settles them.
                seen = () if captions.in_conflict else None
                yield subject(Subject.CAPTION, original), body, seen
            for about, state in work.journal.states(inspection, Subject.SOURCE).items():
                source = field_of(state, Source).value
                if source is None or state.in_conflict or original not in source.evidence:
                    continue
                if copy not in source.evidence:
                    holding = (*source.evidence, copy)
                    yield about, SourceRecorded(replace(source, evidence=holding)), None

        own = Caption(caption.strip(), said.marking, marking_found=said.marking_found)
        keeping = Keeping(lines, own, None, redaction.made_of, along)
        return self._evidence.keep(
            inspection, redaction.name, io.BytesIO(redaction.content), keeping
        )

    def _original(self, inspection: InspectionId, item: EvidenceId) -> EvidenceFile:
        with self._recording.read() as work:
            file = field_of(_state(work, inspection, Subject.EVIDENCE, item), EvidenceFile).value
        if file is None:
            raise NotFound(tr("This evidence item is not in this inspection, or it was withdrawn."))
        return file


def _state(
    work: UnitOfWork, inspection: InspectionId, kind: Subject, item: EvidenceId
) -> SubjectState:
    return work.journal.state(inspection, subject(kind, item))


def _lines_of(work: UnitOfWork, inspection: InspectionId, item: EvidenceId) -> tuple[LineId, ...]:
    found = set()
    for state in work.journal.states(inspection, Subject.LINK).values():
        link = field_of(state, EvidenceLinked).value
        if link is not None and link.evidence == item:
            found.add(link.line)
    return tuple(sorted(found))

"""What a user can do with interim summaries: make one from whatever is there, and list those made.

The PDF libraries are imported where they are needed: together they cost a second.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from inspector_app.domain import spilled
from inspector_app.domain.changes.bodies import InterimMade, Subject, subject
from inspector_app.domain.errors import Cancelled, DeviceFull, NotFound
from inspector_app.domain.ids import ChainId, ChangeId, InspectionId, InterimId, Sha256
from inspector_app.domain.interims import Interim
from inspector_app.domain.standing import InterimItem
from inspector_app.durable import flush
from inspector_app.reports.content import content_sha256
from inspector_app.reports.facts import Content, Form, InterimFacts, Options
from inspector_app.services.checking import JournalChecks
from inspector_app.services.evidence import EvidenceService
from inspector_app.services.inspections import InspectionService
from inspector_app.services.numbers import next_number
from inspector_app.services.recording import Act, Recording
from inspector_app.services.reports import ReportService

Progress = Callable[[int, int], None]
CancelCheck = Callable[[], bool]
_BLOCK = 1 << 20
_KEPT = "The inspection itself is unharmed, and no interim summary is recorded."


@dataclass(frozen=True, slots=True)
class Made:
    """An interim summary that was written and recorded."""

    path: Path
    interim: Interim
    pages: int
    remarks: tuple[str, ...]
    """What could not be printed as it is, in sentences."""
    act: Act


class InterimService:
    """The verbs of interim summaries."""

    def __init__(
        self,
        recording: Recording,
        inspections: InspectionService,
        evidence: EvidenceService,
        reports: ReportService,
        checks: JournalChecks,
        resources: Path,
    ) -> None:
        self._recording = recording
        self._inspections = inspections
        self._evidence = evidence
        self._reports = reports
        self._checks = checks
        self._fonts = resources / "fonts"

    def made(self, inspection: InspectionId) -> tuple[InterimItem, ...]:
        """Return the interim summaries that were made, latest first.

        Raises:
            NotFound: no such inspection on this laptop.
        """
        return self._inspections.standing(inspection).interims()

    def find(self, inspection: InspectionId, number: str) -> InterimItem:
        """Return the interim summary with this number.

        Raises:
            NotFound: it is not known on this laptop.
        """
        items = self.made(inspection)
        for item in items:
            if item.interim.number.casefold() == number.strip().casefold():
                return item
        known = ", ".join(item.interim.number for item in items) or "none"
        raise NotFound(
            f"No interim summary {number} is known on this laptop. Those that are: {known}."
        )

    def make(
        self,
        inspection: InspectionId,
        target: Path,
        options: Options | None = None,
        progress: Progress | None = None,
        cancelled: CancelCheck | None = None,
    ) -> Made:
        """Print what is there now to ``target``, unsigned, and record its number and hash.

        It is recorded before its file gets its name, so that no paper goes about whose number
        nobody knows.

        Args:
            inspection: whose.
            target: replaced in one step when it exists.
            options: what is printed; its form is that of an interim summary in any case.
            progress: pages done and in all.
            cancelled: asked between pages; nothing is left when it says so.

        Raises:
            RuleViolation: something marked SECRET or above stands, or the chosen marking is too
                low; nothing was written.
            JournalDamaged: something recorded is not what its device signed; nothing was written.
            DeviceFull: the disk is full; nothing is left and nothing is recorded.
            Cancelled: ``cancelled`` said so.
        """
        from inspector_app.reports.report_file import report_file, unseen_file

        chosen = replace(options or Options(), form=Form.INTERIM_SUMMARY)
        spilled.require_none(self._inspections.standing(inspection))
        self._checks.require_genuine(inspection, cancelled)
        printed = self._reports.content(inspection, chosen)
        with self._recording.begin() as work:
            # Given for good: should nothing come of it, the next one has the next number.
            number = next_number(work, inspection, self._recording.actor_for(inspection).tag)
            work.commit()
        printed = replace(printed, interim=InterimFacts(number, None))
        with report_file(target, _KEPT) as file, unseen_file(target, _KEPT) as pages:
            count, remarks = self._write(inspection, printed, pages, file, progress, cancelled)
            flush(file)  # a disk that has no room says so here, before anything is recorded
            interim = _interim(printed, number, file)
            if cancelled is not None and cancelled():
                raise Cancelled("The interim summary was stopped; nothing was written.")
            act = self._record(inspection, interim, target)
        return Made(target, interim, count, remarks, act)

    def _write(
        self,
        inspection: InspectionId,
        printed: Content,
        pages: BinaryIO,
        file: BinaryIO,
        progress: Progress | None,
        cancelled: CancelCheck | None,
    ) -> tuple[int, tuple[str, ...]]:
        """Set the pages into ``file``; return how many, and what could not be printed as it is."""
        from inspector_app.reports.attachment import prepared
        from inspector_app.reports.layout import laid_out
        from inspector_app.reports.snapshot import snapshot

        now = self._recording.now()
        made_at_ms = int(now.timestamp() * 1000)
        laid = laid_out(
            printed,
            lambda sha256: self._evidence.thumbnail(inspection, sha256),
            self._fonts,
            pages,
            made_at_ms=made_at_ms,
            progress=progress,
            cancelled=cancelled,
        )
        prepared(
            pages,
            file,
            snapshot=snapshot(printed, made_at_ms),
            title=laid.title,
            created_at=now,
            fields=laid.fields,
            structure=laid.structure,
            subject=printed.record.cover.marking,
        )
        return laid.pages, laid.remarks

    def _record(self, inspection: InspectionId, interim: Interim, target: Path) -> Act:
        about = subject(Subject.INTERIM, InterimId(secrets.token_hex(16)))
        try:
            return self._recording.act(inspection, [(about, InterimMade(interim))])
        except DeviceFull as error:
            raise DeviceFull(
                f"{target.name} was not written, because the inspection had no room to note it: "
                f"{error}"
            ) from error


def _interim(printed: Content, number: str, file: BinaryIO) -> Interim:
    digest = hashlib.sha256()
    file.seek(0)
    while block := file.read(_BLOCK):
        digest.update(block)
    chosen = printed.options
    return Interim(
        number=number,
        file_sha256=Sha256(digest.hexdigest()),
        size_bytes=file.tell(),
        content_sha256=content_sha256(printed),
        heads={ChainId(chain): ChangeId(head) for chain, head in printed.heads},
        marking=chosen.marking,
        accounts=chosen.accounts,
        thumbnails=chosen.thumbnails,
        file_names=chosen.file_names,
        sections=chosen.sections,
        detail=chosen.detail,
    )

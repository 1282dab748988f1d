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
from inspector_app.domain.errors import Cancelled, DeviceFull, MayNotLast, NotFound
from inspector_app.domain.ids import ChainId, ChangeId, InspectionId, InterimId, Sha256
from inspector_app.domain.interims import Interim
from inspector_app.domain.items import InterimItem
from inspector_app.durable import flush
from inspector_app.reports.content import content_sha256
from inspector_app.reports.facts import Content, Form, InterimFacts, Options, SinceFacts
from inspector_app.services.checking import JournalChecks
from inspector_app.services.evidence import EvidenceService
from inspector_app.services.history import HistoryService
from inspector_app.services.inspections import InspectionService
from inspector_app.services.interim_changes import InterimChanges
from inspector_app.services.numbers import next_number
from inspector_app.services.recording import Act, Recording
from inspector_app.services.reports import ReportService
from inspector_app.texts import tr

Progress = Callable[[int, int], None]
CancelCheck = Callable[[], bool]
_BLOCK = 1 << 20
LAST = "last"
_KEPT = tr("The inspection itself is unharmed.")


@dataclass(frozen=True, slots=True)
class Changed:
    """How one thing differs from what it was."""

    section: str
    """Under which heading it is told."""
    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed since an interim summary."""

    number: str
    when: str
    """It was made, in London's time."""
    remarks: tuple[str, ...]
    """What cannot be told, and why."""
    changes: tuple[Changed, ...]
    """In the order of printing."""

    def unchanged_words(self) -> str:
        """Return what is said where no change is told, which need not mean that there was none."""
        if self.remarks:
            words = tr("No change since {number} can be told from what is here.")
        else:
            words = tr("Nothing that would be printed has changed since {number}.")
        return words.format(number=self.number)


@dataclass(frozen=True, slots=True)
class Made:
    """An interim summary that was written and recorded."""

    path: Path
    interim: Interim
    pages: int
    since: Since | None
    """What it tells of changes; None: that was not asked for."""
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
        history: HistoryService,
        checks: JournalChecks,
        resources: Path,
    ) -> None:
        self._recording = recording
        self._inspections = inspections
        self._evidence = evidence
        self._reports = reports
        self._changes = InterimChanges(recording, inspections, history)
        self._checks = checks
        self._fonts = resources / "fonts"

    def made(self, inspection: InspectionId) -> tuple[InterimItem, ...]:
        """Return the interim summaries that were made, latest first.

        Raises:
            NotFound: no such inspection on this laptop.
        """
        return self._inspections.standing(inspection).interims()

    def find(self, inspection: InspectionId, number: str) -> InterimItem:
        """Return the interim summary with this number; ``last``: the last that was made.

        Raises:
            NotFound: it is not known on this laptop.
        """
        items, wanted = self.made(inspection), number.strip().casefold()
        for item in items:
            if wanted in (item.interim.number.casefold(), LAST):
                return item
        if not items:
            raise NotFound(tr("No interim summary of this inspection is known on this laptop yet."))
        known = ", ".join(item.interim.number for item in items)
        raise NotFound(
            tr(
                "No interim summary {number} is known on this laptop. Those that are: {known}."
            ).format(number=number, known=known)
        )

    def since(self, inspection: InspectionId, number: str, options: Options | None = None) -> Since:
        """Return what has changed since an interim summary, as one made now would tell it.

        Raises:
            NotFound: it is not known on this laptop.
            RuleViolation: the chosen marking is too low, or something marked SECRET or above stood
                then.
        """
        item, chosen = self.find(inspection, number), _as_interim(options)
        return _since(self._changes.compared(inspection, item, chosen).since)

    def make(
        self,
        inspection: InspectionId,
        target: Path,
        options: Options | None = None,
        since: str = "",
        *,
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
            since: the number of an earlier one; what has changed since is told first.
            progress: pages done and in all.
            cancelled: asked between pages; nothing is left when it says so.

        Raises:
            NotFound: no interim summary ``since`` is known on this laptop.
            RuleViolation: something marked SECRET or above stands, or the chosen marking is too
                low; nothing was written.
            JournalDamaged: something recorded is not what its device signed; nothing was written.
            DeviceFull: the disk is full; nothing is left and nothing is recorded. Only when the
                file could not get its name in the end, or not for certain, its number is recorded;
                the sentence says so.
            Cancelled: ``cancelled`` said so.
        """
        from inspector_app.reports.report_file import report_file, unseen_file

        chosen = _as_interim(options)
        spilled.require_none(self._inspections.standing(inspection))
        self._checks.require_genuine(inspection, cancelled)
        printed, told = self._content(inspection, chosen, since)
        with self._recording.begin() as work:
            # Given for good: should nothing come of it, the next one has the next number.
            number = next_number(work, inspection, self._recording.actor_for(inspection).tag)
            work.commit()
        printed = replace(printed, interim=InterimFacts(number, told))
        act: Act | None = None
        try:
            with report_file(target, _KEPT) as file, unseen_file(target, _KEPT) as pages:
                count, remarks = self._write(inspection, printed, pages, file, progress, cancelled)
                flush(file)  # a disk that has no room says so here, before anything is recorded
                interim = _interim(printed, number, file)
                if cancelled is not None and cancelled():
                    raise Cancelled(tr("The interim summary was stopped; nothing was written."))
                act = self._record(inspection, interim, target)
        except MayNotLast as error:
            raise MayNotLast(
                tr(
                    "{error} Its number {number} is recorded; another one has the next number."
                ).format(error=error, number=number)
            ) from error
        except DeviceFull as error:
            if act is None:
                raise
            raise DeviceFull(
                tr(
                    "{error} Its number {number} is recorded as given, though no such paper is "
                    "about; the next one has another number."
                ).format(error=error, number=number)
            ) from error
        return Made(target, interim, count, _since(told) if told else None, remarks, act)

    def _content(
        self, inspection: InspectionId, chosen: Options, since: str
    ) -> tuple[Content, SinceFacts | None]:
        if not since:
            return self._reports.content(inspection, chosen), None
        found = self._changes.compared(inspection, self.find(inspection, since), chosen)
        return found.printed, found.since

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
        from inspector_app.reports.unsigned import unsigned

        laid = unsigned(
            printed,
            lambda sha256: self._evidence.thumbnail(inspection, sha256),
            self._fonts,
            pages,
            file,
            made_at=self._recording.now(),
            progress=progress,
            cancelled=cancelled,
        )
        return laid.pages, laid.remarks

    def _record(self, inspection: InspectionId, interim: Interim, target: Path) -> Act:
        about = subject(Subject.INTERIM, InterimId(secrets.token_hex(16)))
        try:
            return self._recording.act(inspection, [(about, InterimMade(interim))])
        except DeviceFull as error:
            raise DeviceFull(
                tr(
                    "{target} was not written, because it could not be noted in the inspection: "
                    "{error}"
                ).format(target=target.name, error=error)
            ) from error


def _since(facts: SinceFacts) -> Since:
    return Since(
        facts.number,
        facts.by.when,
        facts.remarks,
        tuple(
            Changed(section.title, each.place, " ".join(each.words))
            for section in facts.sections
            for each in section.changes
        ),
    )


def _as_interim(options: Options | None) -> Options:
    return replace(options or Options(), form=Form.INTERIM_SUMMARY)


def _interim(printed: Content, number: str, file: BinaryIO) -> Interim:
    digest = hashlib.sha256()
    file.seek(0)
    while block := file.read(_BLOCK):
        digest.update(block)
    chosen, about = printed.options, printed.interim
    return Interim(
        number=number,
        file_sha256=Sha256(digest.hexdigest()),
        size_bytes=file.tell(),
        content_sha256=content_sha256(printed),
        heads={ChainId(chain): ChangeId(head) for chain, head in printed.heads},
        since=about.since.number if about and about.since else "",
        marking=chosen.marking,
        accounts=chosen.accounts,
        thumbnails=chosen.thumbnails,
        file_names=chosen.file_names,
        sections=chosen.sections,
        detail=chosen.detail,
        up_to=chosen.up_to,
    )

"""Working copies of a summary in the forms people use: DOCX, XLSX, CSV, HTML and JSON.

None is signed, and each says so before anything else; all draw from the content of the summary.
The libraries are imported where they are needed.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from inspector_app.domain import spilled
from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.errors import BadInput, Cancelled, MayNotLast, RuleViolation
from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.durable import make_folder, refusal_elsewhere
from inspector_app.reports.content import content_sha256
from inspector_app.reports.extracts import only_requests
from inspector_app.reports.facts import Content, Options
from inspector_app.services.checking import JournalChecks
from inspector_app.services.evidence import EvidenceService
from inspector_app.services.inspections import InspectionService
from inspector_app.services.recording import Recording
from inspector_app.services.reports import CancelCheck, Progress, ReportService
from inspector_app.texts import tr

_PIECE_BYTES = 1024 * 1024
_KEPT = tr("The inspection itself is unharmed.")


class CopyForm(StrEnum):
    """What a working copy is written as."""

    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    """A folder with one file for each sheet; or all of them in one file that ends with ``.zip``."""
    HTML = "html"
    JSON = "json"
    """The report snapshot."""


@dataclass(frozen=True, slots=True)
class CopyWritten:
    """A working copy that lies on the disk."""

    path: Path
    files: tuple[tuple[Path, Sha256, int], ...]
    """Every file of it, with its digest and its size in bytes."""
    marking: str
    content_sha256: Sha256
    remarks: tuple[str, ...]
    """What could not be shown as it was recorded, and what a folder holds beside it; sentences."""

    @property
    def size_bytes(self) -> int:
        """Return the size of all its files."""
        return sum(size for _, _, size in self.files)


class CopyService:
    """Writes working copies; what is not to be exported is not in the content they draw from."""

    def __init__(
        self,
        recording: Recording,
        inspections: InspectionService,
        evidence: EvidenceService,
        checks: JournalChecks,
        reports: ReportService,
        resources: Path,
    ) -> None:
        self._recording = recording
        self._inspections = inspections
        self._evidence = evidence
        self._checks = checks
        self._reports = reports
        self._templates = resources / "templates"

    def write(
        self,
        inspection: InspectionId,
        form: CopyForm,
        target: Path,
        options: Options | None = None,
        *,
        requests_only: bool = False,
        progress: Progress | None = None,
        cancelled: CancelCheck | None = None,
    ) -> CopyWritten:
        """Write a working copy to ``target`` and return what was written.

        Nothing is recorded: what the team stands by is the signed summary, and only that one is
        listed.

        Args:
            inspection: whose.
            form: as what.
            target: replaced in one step when it exists; for CSV a folder, whose files of the same
                names are replaced one by one, the one that lists them last.
            options: what it holds.
            requests_only: an extract of what was asked of the force, and nothing else.
            progress: steps done and in all.
            cancelled: asked between steps; nothing is left when it says so.

        Raises:
            RuleViolation: something marked SECRET or above stands, or the chosen marking is too
                low; nothing was written.
            JournalDamaged: something recorded is not what its device signed; nothing was written.
            DeviceFull: the disk is full or may not be written; of a folder it is told how many of
                the files are new already.
            Cancelled: ``cancelled`` said so.
        """
        spilled.require_none(self._inspections.standing(inspection))
        self._checks.require_genuine(inspection, cancelled)
        content = self._reports.content(inspection, options)
        if requests_only and not content.options.detail.has(DetailLevel.ACCOUNTS):
            raise RuleViolation(
                tr(
                    "Requests are not printed in so little detail. Nothing was written; choose "
                    "more detail."
                )
            )
        if requests_only:
            content = only_requests(content)
        now = self._recording.now()
        made = _Making(content, now, _Steps(progress, cancelled))

        def thumbnail(sha256: Sha256) -> bytes | None:
            return self._evidence.thumbnail(inspection, sha256)

        match form:
            case CopyForm.DOCX:
                made.docx(target, thumbnail)
            case CopyForm.HTML:
                made.html(target, thumbnail, self._templates)
            case CopyForm.XLSX:
                made.xlsx(target)
            case CopyForm.JSON:
                made.json(target)
            case CopyForm.CSV if target.suffix.lower() == ".zip":
                made.csv_archive(target)
            case CopyForm.CSV:
                made.csv_folder(target)
        return CopyWritten(
            target,
            tuple(made.files),
            content.record.cover.marking,
            content_sha256(content),
            tuple(made.remarks),
        )


class _Steps:
    """Counts steps, and stops when asked to."""

    def __init__(self, progress: Progress | None, cancelled: CancelCheck | None) -> None:
        self._progress, self._cancelled = progress, cancelled
        self._done, self._total = 0, 1

    def begin(self, total: int) -> None:
        self._done, self._total = 0, max(total, 1)

    def step(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Cancelled(tr("The export was stopped; nothing was written."))
        self._done += 1
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total)


class _Making:
    """One working copy in the making."""

    def __init__(self, content: Content, now: datetime, steps: _Steps) -> None:
        self._content = content
        self._now = now
        self._made_at_ms = int(now.timestamp() * 1000)
        self._steps = steps
        self.files: list[tuple[Path, Sha256, int]] = []
        self.remarks: list[str] = []

    def docx(self, target: Path, thumbnail: Callable[[Sha256], bytes | None]) -> None:
        from inspector_app.reports.docx_form import write_docx
        from inspector_app.reports.outlining import outlined
        from inspector_app.reports.pictures import Pictures

        outline, pictures = outlined(self._content, self._made_at_ms), Pictures(thumbnail)
        self._steps.begin(len(outline.blocks))
        with self._file(target) as file:
            write_docx(outline, pictures, file, made_at=self._now, step=self._steps.step)
        self.remarks += [*outline.remarks, *pictures.remarks]

    def html(
        self, target: Path, thumbnail: Callable[[Sha256], bytes | None], templates: Path
    ) -> None:
        from inspector_app.reports.html_form import write_html
        from inspector_app.reports.outlining import outlined
        from inspector_app.reports.pictures import Pictures

        outline, pictures = outlined(self._content, self._made_at_ms), Pictures(thumbnail)
        self._steps.begin(len(outline.blocks))
        with self._file(target) as file:
            write_html(outline, pictures, templates, file, step=self._steps.step)
        self.remarks += [*outline.remarks, *pictures.remarks]

    def xlsx(self, target: Path) -> None:
        from inspector_app.reports.sheet_rows import book_of
        from inspector_app.sheets.xlsx_form import write_xlsx

        book = book_of(self._content, self._made_at_ms)
        self._steps.begin(len(book.sheets) + 1)
        with self._file(target) as file:
            cut = write_xlsx(book, file, made_at=self._now, step=self._steps.step)
        self.remarks += [*book.remarks, *cut]

    def csv_archive(self, target: Path) -> None:
        from inspector_app.sheets.steady_zip import write_steadily

        parts = list(self._csv_files())
        with self._file(target) as file:
            write_steadily(parts, file)

    def csv_folder(self, folder: Path) -> None:
        from inspector_app.sheets.csv_folder import others, so_far

        if folder.exists() and not folder.is_dir():
            raise BadInput(
                tr(
                    "{folder} is a file. Nothing was written; name a folder, or a file that ends "
                    "with .zip."
                ).format(folder=folder.name)
            )
        # All is ready before the first is written, so that stopping leaves nothing.
        about, *sheets = self._csv_files()
        files = (*sheets, about)
        try:
            make_folder(folder.absolute())
        except OSError as error:
            raise refusal_elsewhere(
                error, tr("Nothing was written. {kept}").format(kept=_KEPT)
            ) from error
        for done, (name, content) in enumerate(files):
            kept = f"{so_far(done, len(files), folder)} {_KEPT}".lstrip()
            try:
                with self._file(folder / name, kept) as file:
                    file.write(content)
            except MayNotLast as error:  # it counts with those that are there
                told = f"{error} {so_far(done + 1, len(files), folder)}"
                raise MayNotLast(told) from error
        self.remarks += others(folder, [path for path, _, _ in self.files])

    def json(self, target: Path) -> None:
        from inspector_app.reports.snapshot import snapshot

        self._steps.begin(1)
        content = snapshot(self._content, self._made_at_ms, stands_alone=True)
        self._steps.step()
        with self._file(target) as file:
            file.write(content)

    def _csv_files(self) -> Iterator[tuple[str, bytes]]:
        from inspector_app.reports.sheet_rows import book_of
        from inspector_app.sheets.csv_form import csv_files

        book = book_of(self._content, self._made_at_ms)
        self._steps.begin(len(book.sheets) + 1)
        for each in csv_files(book):
            yield each
            self._steps.step()
        self.remarks += book.remarks

    @contextmanager
    def _file(self, target: Path, kept: str = _KEPT) -> Iterator[BinaryIO]:
        """Give a file that bears its name once it is whole, and note it."""
        from inspector_app.reports.report_file import report_file

        with report_file(target, kept) as file:
            yield file
            file.flush()
            file.seek(0)
            digest = hashlib.sha256()
            while piece := file.read(_PIECE_BYTES):
                digest.update(piece)
            size = file.tell()
        self.files.append((target, Sha256(digest.hexdigest()), size))

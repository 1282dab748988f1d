"""Taking in many photographs at once: timed by the laptop's clock, each put to its source."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from inspector_app.domain import captures, grouping
from inspector_app.domain.captures import CaptureTime, ClockReading
from inspector_app.domain.changes.bodies import (
    Body,
    CaptureTimed,
    SourceRecorded,
    Subject,
    subject,
)
from inspector_app.domain.changes.fold import SubjectState
from inspector_app.domain.errors import BadInput, Cancelled, InspectorError
from inspector_app.domain.evidence import Caption
from inspector_app.domain.grouping import Placed, Shot
from inspector_app.domain.held import field_of
from inspector_app.domain.ids import ChangeId, EvidenceId, InspectionId, Sha256, SourceId
from inspector_app.domain.sources import Source
from inspector_app.media.media import Media, PageImage
from inspector_app.services.evidence import (
    Attached,
    CancelledOf,
    EvidenceService,
    Keeping,
    ProgressOf,
)
from inspector_app.services.inspections import InspectionService
from inspector_app.services.recording import Act, Recording
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.texts import tr, tr_counted

_PIECE = 1024 * 1024
_STOPPED = tr("Looking through the files was stopped; nothing was taken in.")


@dataclass(frozen=True, slots=True)
class Scanned:
    """A file that waits to be taken in, as it was found where it lies."""

    path: Path
    size_bytes: int = 0
    sha256: Sha256 | None = None
    media_type: str = ""
    captured_at: str = ""
    """As its camera wrote it; empty: it wrote none that this app can read."""
    camera: str = ""
    """Make and model; empty: it does not say."""
    number: str = ""
    """Of the item that holds the same bytes already; empty: it is new."""
    refusal: str = ""
    """Why it cannot be read, fit to show; empty: it can."""

    @property
    def key(self) -> str:
        """What tells it from the others."""
        return str(self.path)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A photograph as the inspector wants it taken in."""

    path: Path
    source: SourceId | None = None
    """None: into the tray, to no source."""
    caption: str = ""
    capture: CaptureTime | None = None
    sha256: Sha256 | None = None
    """Of the photograph that was looked at; None: nobody looked."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of a batch; what was taken in stays, however the batch ended."""

    attached: tuple[Attached, ...]
    """Those files that were reached, in order."""
    asked: int
    states: tuple[SubjectState, ...]
    """What stands because of it."""
    remarks: tuple[str, ...] = ()
    """What could not be done as it was wanted, each a sentence."""
    stopped: str = ""
    """Why the rest was not begun; empty: all were reached."""


class PhotoService:
    """The verbs of taking photographs in; their originals are read and left as they are."""

    def __init__(
        self,
        recording: Recording,
        inspections: InspectionService,
        evidence: EvidenceService,
        media: Media,
    ) -> None:
        self._recording = recording
        self._inspections = inspections
        self._evidence = evidence
        self._media = media

    def scan(
        self,
        inspection: InspectionId,
        paths: Sequence[Path],
        progress: ProgressOf | None = None,
        cancelled: CancelledOf | None = None,
    ) -> tuple[Scanned, ...]:
        """Look at files, and at the files within folders; nothing is kept or recorded.

        A file that cannot be read says so and does not stop the others.

        Args:
            inspection: whose; files that it holds already are recognised.
            paths: files and folders; what is given twice is looked at once.
            progress: files done and in all.
            cancelled: asked between pieces.

        Raises:
            Cancelled: ``cancelled`` said so.
        """
        files = list(dict.fromkeys(file for path in paths for file in files_in(path)))
        standing = self._inspections.standing(inspection)
        numbers = {item.file.sha256: item.file.number for item in standing.evidence()}
        found: list[Scanned] = []
        for done, path in enumerate(files, 1):
            if cancelled is not None and cancelled():
                raise Cancelled(_STOPPED)
            try:
                with path.open("rb") as stream:
                    sha256, size_bytes = _digest(stream, cancelled)
                    facts = self._media.facts(stream)
            except OSError as error:
                reason = error.strerror or str(error)
                found.append(
                    Scanned(
                        path,
                        refusal=tr("{path} cannot be read: {reason}.").format(
                            path=path.name, reason=reason
                        ),
                    )
                )
            else:
                found.append(
                    Scanned(
                        path,
                        size_bytes,
                        sha256,
                        facts.media_type,
                        facts.captured_at or "",
                        facts.camera or "",
                        numbers.get(sha256, ""),
                    )
                )
            if progress is not None:
                progress(done, len(files))
        return tuple(found)

    def read_clock(self, photo: Scanned, shown: str) -> ClockReading:
        """Return what a photograph of the laptop's clock tells, by the time that was read in it.

        Raises:
            BadInput: it bears no time of its camera, or what was typed is no time.
        """
        if photo.sha256 is None:
            raise BadInput(photo.refusal)
        return captures.read_clock(shown, photo.sha256, photo.captured_at, photo.camera)

    def placed(
        self, inspection: InspectionId, scanned: Iterable[Scanned], clocks: Sequence[ClockReading]
    ) -> tuple[Placed, ...]:
        """Return each readable photograph with its time and the source it is thought to belong to.

        Each camera goes by its own photograph of the clock; those photographs belong to none.
        """
        among = grouping.spans(self._inspections.standing(inspection).sources())
        now_ms = int(self._recording.now().timestamp() * 1000)
        waiting = [each for each in scanned if not each.refusal]
        found = grouping.placed(shots(waiting), clocks, among, now_ms)
        photos = {clock.photo for clock in clocks}
        shows_clock = {each.key for each in waiting if each.sha256 in photos}
        return tuple(
            replace(each, source=None, remark="shows the laptop’s clock")
            if each.key in shows_clock
            else each
            for each in found
        )

    def page(self, path: Path, width_px: int) -> PageImage:
        """Return a picture of a file that is not yet taken in, at most so wide.

        Raises:
            BadInput: it cannot be shown or read; the text says why.
        """
        try:
            with path.open("rb") as stream:
                return self._media.page(stream, 0, width_px)
        except OSError as error:
            raise BadInput(
                tr("{path} cannot be read: {why}.").format(
                    path=path.name, why=error.strerror or error
                )
            ) from error

    def take_in(
        self,
        inspection: InspectionId,
        wanted: Sequence[Wanted],
        progress: ProgressOf | None = None,
        cancelled: CancelledOf | None = None,
    ) -> TakenIn:
        """Keep photographs as evidence, each with its time, and put them to their sources.

        Each is on the disk, encrypted and recorded, before the next is begun; all together are one
        act, which is taken back at once. Those of one source are put to it together, also when the
        batch is stopped: begun again, it recognises what is here. One that was here already keeps
        its caption, if it has one, and is put to its source.

        Args:
            inspection: whose.
            wanted: in any order; they are taken in source by source.
            progress: bytes done and in all.
            cancelled: asked between pieces; what was taken in before stays.
        """
        with self._recording.as_one(inspection):
            return self._taken_in(inspection, wanted, progress, cancelled)

    def _taken_in(
        self,
        inspection: InspectionId,
        wanted: Sequence[Wanted],
        progress: ProgressOf | None,
        cancelled: CancelledOf | None,
    ) -> TakenIn:
        sizes = {each.path: _size(each.path) for each in wanted}
        total, done = sum(sizes.values()), 0
        found: list[Attached] = []
        states: dict[str, SubjectState] = {}
        remarks: list[str] = []
        stopped = ""
        for source, batch in _by_source(wanted):
            here: list[EvidenceId] = []
            for each in batch:
                if stopped:
                    break
                before = done

                def onward(part: int, _whole: int, before: int = before) -> None:
                    if progress is not None:
                        progress(before + part, total)

                try:
                    kept = self._take(inspection, each, onward, cancelled)
                except Cancelled:
                    stopped = tr_counted(
                        len(wanted),
                        "Stopped: {kept} of {number} photos are taken in, the others are not. Give "
                        "the same files again: those that are here are recognised.",
                    ).format(kept=_kept(found), number=len(wanted))
                except InspectorError as error:
                    stopped = str(error)
                else:
                    found.append(kept)
                    if kept.act is not None:
                        states |= {state.subject: state for state in kept.act.states}
                    if kept.item is not None:
                        here.append(kept.item)
                    done += sizes[each.path]
            if source is not None and here:
                try:
                    put = self._put(inspection, source, here)
                except InspectorError as error:
                    remarks.append(str(error))
                else:
                    states |= {state.subject: state for state in put.states} if put else {}
        return TakenIn(tuple(found), len(wanted), tuple(states.values()), tuple(remarks), stopped)

    def _take(
        self,
        inspection: InspectionId,
        wanted: Wanted,
        progress: ProgressOf,
        cancelled: CancelledOf | None,
    ) -> Attached:
        def along(
            work: UnitOfWork, item: EvidenceId
        ) -> Iterator[tuple[str, Body, Iterable[ChangeId] | None]]:
            if wanted.capture is None:
                return
            about = subject(Subject.CAPTURE, item)
            state = work.journal.state(inspection, about)
            if state.in_conflict or field_of(state, CaptureTime).value != wanted.capture:
                yield about, CaptureTimed(wanted.capture), None

        path = wanted.path
        try:
            modified_ms = path.stat().st_mtime_ns // 1_000_000
            caption = Caption(wanted.caption.strip())
            keeping = Keeping((), caption, modified_ms, None, along, wanted.sha256)
            kept = self._evidence.keep(inspection, path.name, path, keeping, progress, cancelled)
        except OSError as error:
            reason = error.strerror or str(error)
            return Attached(
                path,
                None,
                "",
                False,
                tr("{path} cannot be read: {reason}.").format(path=path.name, reason=reason),
                None,
            )
        except BadInput as error:
            return Attached(path, None, "", False, str(error), None)
        return replace(kept, path=path)

    def _put(
        self, inspection: InspectionId, source_id: SourceId, items: Iterable[EvidenceId]
    ) -> Act | None:
        """Put items to a source, as one act; None: it has them all.

        Of a source in differing versions the first takes them; the others stay as they are.
        """
        about = subject(Subject.SOURCE, source_id)
        with self._recording.begin() as work:
            held = field_of(work.journal.state(inspection, about), Source).first
            if held is None or held.value is None:
                raise BadInput(
                    tr(
                        "A source was withdrawn meanwhile: its photos are taken in and lie in the "
                        "tray, put to no source."
                    )
                )
            new = [item for item in dict.fromkeys(items) if item not in held.value.evidence]
            if not new:
                return None
            body = SourceRecorded(replace(held.value, evidence=(*held.value.evidence, *new)))
            change = self._recording.write(work, inspection, about, body, (held.change,))
            return self._recording.finish(work, inspection, [change])


def shots(scanned: Iterable[Scanned]) -> list[Shot]:
    """Return what grouping needs to know of files."""
    return [Shot(each.key, each.captured_at, each.camera) for each in scanned]


def _by_source(
    wanted: Sequence[Wanted],
) -> Iterator[tuple[SourceId | None, list[Wanted]]]:
    for source in dict.fromkeys(each.source for each in wanted):
        yield source, [each for each in wanted if each.source == source]


def files_in(path: Path) -> list[Path]:
    """Return the files within a folder, in order, links left aside; a file is alone."""
    if not path.is_dir():
        return [path]
    return sorted(each for each in path.rglob("*") if each.is_file() and not each.is_symlink())


def _digest(stream: BinaryIO, cancelled: CancelledOf | None) -> tuple[Sha256, int]:
    whole, size = hashlib.sha256(), 0
    while piece := stream.read(_PIECE):
        if cancelled is not None and cancelled():
            raise Cancelled(_STOPPED)
        whole.update(piece)
        size += len(piece)
    return Sha256(whole.hexdigest()), size


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _kept(found: Iterable[Attached]) -> int:
    return sum(1 for each in found if each.item is not None)

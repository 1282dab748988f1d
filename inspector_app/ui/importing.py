"""Attaching many files in one long job: what was kept stays known, however the job ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.errors import Cancelled, InspectorError
from inspector_app.domain.ids import InspectionId, LineId
from inspector_app.services.evidence import Attached, EvidenceService, already_words
from inspector_app.services.photos import files_in
from inspector_app.ui.jobs import CancelCheck, Progress
from inspector_app.ui.texts import counted, tr, tr_counted


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a batch of files."""

    attached: tuple[Attached, ...]
    """Those that were reached, in order."""
    asked: int
    """How many files there were, those in folders counted one by one."""
    stopped: str = ""
    """Why the rest was not begun; empty when all were reached."""

    def words(self) -> str:
        """Return the numbers given, duplicates recognised, and each refusal as a sentence."""
        kept = [each for each in self.attached if each.item and not each.duplicate]
        said = []
        if kept:
            said.append(
                tr("{files} attached: {numbers}.").format(
                    files=counted(len(kept), "file", "files"), numbers=_numbers(kept)
                )
            )
        said += [already_words(each) for each in self.attached if each.item and each.duplicate]
        said += [each.refusal for each in self.attached if each.refusal]
        if self.stopped:
            said.append(self.stopped)
        return " ".join(said) or tr("There was no file to attach.")

    @property
    def is_plain(self) -> bool:
        """True when every file was kept as a new item, so that few words do."""
        return not self.stopped and all(e.item and not e.duplicate for e in self.attached)


def imported(
    service: EvidenceService,
    inspection: InspectionId,
    paths: Sequence[Path],
    lines: Sequence[LineId],
    progress: Progress,
    is_cancelled: CancelCheck,
) -> Imported:
    """Attach files, and the files within folders, one after the other; never raises a refusal.

    Runs in the files lane. A file that was begun when the job is cancelled leaves nothing.
    """
    files = [file for path in paths for file in files_in(path)]
    sizes = [_size(file) for file in files]
    total, done = sum(sizes), 0
    found: list[Attached] = []
    for file, size in zip(files, sizes, strict=True):
        before = done

        def onward(part: int, _whole: int, before: int = before) -> None:
            progress(before + part, total)

        try:
            found += service.attach(
                inspection, [file], lines, progress=onward, cancelled=is_cancelled
            )
        except Cancelled:
            kept = sum(1 for each in found if each.item)
            words = tr_counted(
                len(files),
                "Stopped: {done} of {number} files are attached, the others are not.",
            ).format(done=kept, number=len(files))
            return Imported(tuple(found), len(files), words)
        except InspectorError as error:
            return Imported(tuple(found), len(files), str(error))
        done += size
    return Imported(tuple(found), len(files))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _numbers(kept: list[Attached]) -> str:
    if len(kept) < 3:
        return ", ".join(each.number for each in kept)
    return tr("{first} to {last}").format(first=kept[0].number, last=kept[-1].number)

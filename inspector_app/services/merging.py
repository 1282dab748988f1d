"""Bringing the team's laptops together by one folder: a stick, or a shared folder over a cable."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.errors import BadInput, DeviceFull, NotFound
from inspector_app.domain.ids import ChainId, ChangeId, DeviceId, InspectionId
from inspector_app.domain.together import Together
from inspector_app.durable import make_folder, refusal_elsewhere
from inspector_app.services import damage, holdings
from inspector_app.services.branches import BranchService, KeptApart
from inspector_app.services.incoming import Incoming
from inspector_app.services.journal import JournalService
from inspector_app.services.outgoing import VOLUME, Outgoing
from inspector_app.services.recording import Recording
from inspector_app.services.team import Laptop, TeamService, suggested_name
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.sync import transfer
from inspector_app.sync.plan import has_news, missing
from inspector_app.texts import tr
from inspector_app.vault.blobs import BlobStore

FOLDER = "SPR-Inspector"
"""Made in the folder that is chosen, so that a stick stays tidy."""
_KEPT = 100
"""Comings together that are remembered."""

Progress = Callable[[int, int], None]
CancelledOf = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Mate:
    """Another laptop, seen from one inspection."""

    device: DeviceId
    initials: str
    is_in: bool
    """Whether the inspection is shared with it."""
    is_known: bool
    """Whether it was introduced here; one that was not comes by way of others."""
    until_ms: int
    """When the last of its work that is here was recorded, by its own clock; 0: none is here."""
    heard_ms: int
    """When it last said what it holds, by its own clock; 0: never."""
    is_level: bool
    """Whether it then held exactly what is held here now."""
    lacks: int
    """Files that it then lacked and that are here."""


@dataclass(frozen=True, slots=True)
class Met:
    """What came of bringing laptops together, of one inspection."""

    inspection: InspectionId
    fresh: int
    """Changes that came in."""
    files: int
    is_new: bool
    """The inspection was not here before."""
    written: int
    """Changes that lie there now for others, each counted for each of them."""
    written_files: int
    left_out: int
    """Files that others lack and that were not to travel."""
    waiting: tuple[DeviceId, ...]
    """Laptops that are not let in, whose work waits for a person."""
    apart: tuple[KeptApart, ...]
    """What came and was not taken in, or waits since an earlier evening."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of one run."""

    met: tuple[Met, ...]
    strangers: tuple[Laptop, ...]
    """Laptops that introduce themselves there and are not of the team."""
    foreign: int
    """Transfer files for this laptop from laptops that are not of the team."""
    sentences: tuple[str, ...]
    """What was refused or could not be written, and why."""


class MergingService:
    """The one gesture: takes in what is there for this laptop, writes what the others lack."""

    def __init__(
        self,
        recording: Recording,
        journal: JournalService,
        blobs: BlobStore,
        team: TeamService,
        branches: BranchService,
        volume: int = VOLUME,
    ) -> None:
        """Args: ``volume`` is how many bytes of one file a transfer file holds."""
        self._recording = recording
        self._journal = journal
        self._blobs = blobs
        self._team = team
        self._branches = branches
        self._volume = volume

    def bring_together(
        self,
        folder: Path,
        *,
        with_files: bool = True,
        progress: Progress | None = None,
        cancelled: CancelledOf | None = None,
    ) -> Brought:
        """Exchange through ``folder`` with all laptops of the team, in both directions.

        Run on one laptop, on the next, and on the first again: then both hold the same. It may be
        run in any order and as often as one likes, and goes on where it was cut off.

        Args:
            folder: a stick's, or one that several laptops reach.
            with_files: False: evidence files stay behind, their thumbnails travel.
            progress: bytes done and in all, first of reading, then of writing.
            cancelled: asked between pieces.

        Raises:
            NotFound: there is no such folder.
            DeviceFull: the folder cannot be written at all.
            Cancelled: ``cancelled`` said so; what was done by then stays done.
        """
        if not folder.is_dir():
            raise NotFound(
                tr("There is no folder {folder}: is the stick in its place?").format(folder=folder)
            )
        place = folder if folder.name == FOLDER else folder / FOLDER
        try:
            make_folder(place)
            mine, foreign, total = self._for_me(place)
        except OSError as error:
            raise refusal_elsewhere(error, tr("Nothing was exchanged.")) from error
        team = self._team.all()
        secret = self._team.secret_key()
        incoming = Incoming(self._recording, self._journal, self._blobs, secret)
        read = 0

        def told(size: int) -> None:
            nonlocal read
            read += size
            if progress is not None:
                progress(read, total)

        stop = cancelled or _never
        incoming.take_in(mine, team, told, stop)
        outgoing = Outgoing(self._recording, self._journal, self._blobs, secret, self._volume)
        outgoing.write(place, team, progress or _silent, stop, with_files=with_files)
        strangers = self._introduced(place, outgoing)
        return self._brought(incoming, outgoing, strangers, foreign)

    def mates(self, inspection: InspectionId) -> tuple[Mate, ...]:
        """Return how the other laptops stand to an inspection: those let in, then the others."""
        introduced = {laptop.device: laptop for laptop in self._team.all()}
        with self._recording.read() as work:
            let_in = self._journal.let_in(work, inspection)
            tally = holdings.tallied(work, inspection, let_in)
            held = holdings.held(tally)
            until: dict[DeviceId, int] = {}
            authors: dict[DeviceId, str] = {}
            for each in tally:
                if each.is_admitted:
                    until[each.device] = max(until.get(each.device, 0), each.time_ms)
                    authors[each.device] = each.author
            found = []
            for device in (let_in | introduced.keys()) - {self._recording.actor.device}:
                heard = holdings.heard(work, inspection, device)
                laptop = introduced.get(device)
                is_level = heard is not None and not (
                    missing(held, heard.vector) or has_news(held, heard.vector)
                )
                lacks = [
                    each
                    for each in (heard.lacks if heard else ())
                    if damage.is_whole_here(work, inspection, each)
                ]
                found.append(
                    Mate(
                        device,
                        laptop.initials if laptop else authors.get(device, ""),
                        device in let_in,
                        laptop is not None,
                        until.get(device, 0),
                        heard.time_ms if heard else 0,
                        is_level,
                        len(lacks),
                    )
                )
        return tuple(sorted(found, key=lambda mate: (not mate.is_in, mate.initials, mate.device)))

    # Helpers

    def _for_me(self, place: Path) -> tuple[list[Path], int, int]:
        """Return the files for this laptop, how many more are by strangers, and their bytes."""
        known = {laptop.device for laptop in self._team.all()}
        mine: list[Path] = []
        foreign = total = 0
        for path in sorted(place.glob(f"*{transfer.SUFFIX}")):
            label = transfer.label_of(path)
            if label is None or label.recipient != self._recording.actor.device:
                continue
            if label.sender in known:
                mine.append(path)
                total += path.stat().st_size
            else:
                foreign += 1
        return mine, foreign, total

    def _introduced(self, place: Path, outgoing: Outgoing) -> tuple[Laptop, ...]:
        """Leave this laptop's introduction, and return those of laptops that are not known."""
        actor = self._recording.actor
        strangers: list[Laptop] = []
        try:
            if not (own := place / suggested_name(actor.tag, actor.device)).exists():
                self._team.introduce(own)
            for each in self._team.strangers(place):  # keeps those before one that is damaged
                strangers.append(each)
        except BadInput as error:
            outgoing.departures.sentences.append(str(error))
        except OSError:  # the folder went away, which was told already
            return ()
        return tuple(strangers)

    def _brought(
        self,
        incoming: Incoming,
        outgoing: Outgoing,
        strangers: tuple[Laptop, ...],
        foreign: int,
    ) -> Brought:
        came, went = incoming.arrivals, outgoing.departures
        concerned = {
            *came.fresh,
            *came.files,
            *went.shared,
            *(each for each, _ in came.heard_from),
        }
        met = []
        apart = {each: self._apart(each) for each in concerned}
        with self._recording.read() as work:
            for inspection in sorted(concerned & set(work.journal.inspections())):
                taken = self._journal.taken(work, inspection, came.fresh[inspection])
                met.append(
                    Met(
                        inspection,
                        came.fresh[inspection],
                        came.files[inspection],
                        inspection in came.begun,
                        _sum(went.changes.items(), inspection),
                        _sum(went.files.items(), inspection),
                        _sum(went.left_out.items(), inspection),
                        taken.waiting,
                        apart[inspection],
                    )
                )
        sentences = [*came.sentences, *went.sentences]
        try:
            self._note(met, came.heard_from)
        except DeviceFull:
            sentences.append(
                tr(
                    "What was exchanged counts, but the disk of this laptop took no note of this "
                    "moment. See to the disk, then come together once more."
                )
            )
        return Brought(tuple(met), strangers, foreign, tuple(sentences))

    def _note(self, met: Iterable[Met], heard: Iterable[tuple[InspectionId, DeviceId]]) -> None:
        partners: dict[InspectionId, set[DeviceId]] = {}
        for inspection, device in heard:
            partners.setdefault(inspection, set()).add(device)
        with self._recording.begin() as work:
            for each in met:
                if each.fresh or each.inspection in partners:
                    self._remember(work, each.inspection, partners.get(each.inspection, ()))
            work.commit()

    def _apart(self, inspection: InspectionId) -> tuple[KeptApart, ...]:
        try:
            return self._branches.apart(inspection)
        except NotFound:  # its particulars are among what is kept apart
            return ()

    def _remember(
        self, work: UnitOfWork, inspection: InspectionId, partners: Iterable[DeviceId]
    ) -> None:
        """Remember this moment on this laptop: the journal stays the same on all of them."""
        heads = work.journal.heads(inspection)
        now = int(self._recording.now().timestamp() * 1000)
        entry = {"time_ms": now, "heads": dict(heads), "with": sorted(partners)}
        kept = work.settings.get(_setting(inspection), [])
        if kept and kept[-1]["heads"] == entry["heads"]:
            kept.pop()
        work.settings.set(_setting(inspection), [*kept, entry][-_KEPT:])


def moments(work: UnitOfWork, inspection: InspectionId) -> tuple[Together, ...]:
    """Return the moments at which this laptop came together with others, latest first."""
    return tuple(
        Together(
            each["time_ms"],
            {ChainId(chain): ChangeId(head) for chain, head in each["heads"].items()},
        )
        for each in reversed(work.settings.get(_setting(inspection), []))
    )


def _setting(inspection: InspectionId) -> str:
    return f"together/{inspection}"


def _sum(
    counts: Iterable[tuple[tuple[InspectionId, DeviceId], int]], inspection: InspectionId
) -> int:
    return sum(count for (each, _), count in counts if each == inspection)


def _silent(_done: int, _total: int) -> None:
    """Take the place of a progress that nobody watches."""


def _never() -> bool:
    return False

"""Reading evidence files through again, slowly in the background or all at once, for damage.

Nothing is mended or removed here: what is damaged is remembered, and told with what rests on it
and who else has it.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from inspector_app.domain.affected import Affected, affected
from inspector_app.domain.errors import (
    Cancelled,
    DeviceFull,
    EvidenceDamaged,
    InspectorError,
    VaultInUse,
)
from inspector_app.domain.ids import DeviceId, InspectionId, Sha256
from inspector_app.domain.items import number_order
from inspector_app.domain.locales import whole_words
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import counted, listed, when_words
from inspector_app.services import damage, holdings
from inspector_app.services.base import BaseService
from inspector_app.services.damage import KnownDamage
from inspector_app.services.inspections import InspectionService
from inspector_app.services.recording import Recording
from inspector_app.services.team import TeamService
from inspector_app.services.whereabouts import Place, WhereaboutsService, named_by
from inspector_app.storage.evidence import BlobPlace
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.sync.plan import missing
from inspector_app.texts import tr, tr_counted
from inspector_app.vault.blobs import BlobStore
from inspector_app.vault.damage import How, how
from inspector_app.vault.reading_through import ReadingThrough

EVERY_DAYS = 14
"""A round begins so many days after the last one began, if the vault is open then."""
_EVERY_MS = EVERY_DAYS * 86_400_000
_SAVED_EVERY_MS = 30_000
"""How far the round has come is kept so often: a crash costs so much reading and no more."""
_OPENING = 64 * 1024
"""Bytes that opening a file counts as: a step over small pictures does not take long either."""
_STATE = "scrub"
"""Setting: how far the round has come; of this laptop, not journalled."""

_SAID = {
    How.ABSENT: tr("The file of {what} is gone from this laptop’s disk."),
    How.UNREADABLE: tr("This laptop’s disk does not give the file of {what}."),
    How.ALTERED: tr("What this laptop keeps of {what} is not what was put in."),
}
_BRIEF = {
    How.ABSENT: tr("gone from the disk"),
    How.UNREADABLE: tr("cannot be read"),
    How.ALTERED: tr("damaged"),
}
_MEND = tr("Attach the original again if you still have it: its bytes are known again.")

Where = tuple[InspectionId, Sha256]
Progress = Callable[[int, int], None]
CancelCheck = Callable[[], bool]
Reading = tuple[InspectionId, BlobPlace, ReadingThrough]


@dataclass(frozen=True, slots=True)
class Damage:
    """One damaged file, what rests on it, and who else has it."""

    inspection: InspectionId
    force: str
    """Empty: what stands in the inspection cannot be read."""
    sha256: Sha256
    how: How
    found_ms: int
    affected: Affected | None
    """None: the item that holds it was withdrawn or purged."""
    at_base: Place | None
    """As base said last; None: this laptop has joined none."""
    on_laptops: tuple[str, ...]
    """Initials of other laptops that hold it, as they said last."""

    @property
    def what(self) -> str:
        """The item's number, or what else it is."""
        if self.affected is None:
            return tr("an item that was withdrawn")
        of = tr("the small picture of ") if self.affected.is_thumbnail else ""
        return f"{of}{self.affected.number}"

    @property
    def is_at_base(self) -> bool:
        """Whether base has it, as it said last: it can be fetched again."""
        return self.at_base in (Place.AT_BASE, Place.BACKED_UP)

    def words(self) -> str:
        """Return in one sentence what is wrong."""
        return _SAID[self.how].format(what=self.what)

    def brief(self) -> str:
        """Return in two words what is wrong."""
        is_thumbnail = self.affected is not None and self.affected.is_thumbnail
        return f"{_BRIEF[self.how]}{tr(': its small picture') if is_thumbnail else ''}"

    def elsewhere(self) -> str:
        """Return in a few words who else has it."""
        if self.is_at_base:
            return tr("Base has it")
        if self.on_laptops:
            return tr("{on_laptops}’s laptop has it").format(on_laptops=self.on_laptops[0])
        return tr("Nobody else is known to have it")

    def rests(self) -> str:
        """Return in one sentence what rests on it."""
        return (
            tr("Nothing that stands rests on it.")
            if self.affected is None
            else self.affected.words()
        )

    def remedy(self) -> str:
        """Return who else has it, and what to do."""
        if self.is_at_base:
            backed_up = tr(", in a backup too") if self.at_base is Place.BACKED_UP else ""
            return tr("Base has it{backed_up}: fetch it again.").format(backed_up=backed_up)
        if self.on_laptops:
            who = listed(
                [
                    tr("{initials}’s laptop").format(initials=initials)
                    for initials in self.on_laptops
                ]
            )
            return tr_counted(
                len(self.on_laptops),
                "{who} has it: bring the laptops together, with the files.",
                "{who} have it: bring the laptops together, with the files.",
            ).format(who=who)
        nobody = tr("Neither base nor another laptop") if self.at_base else tr("No other laptop")
        if self.affected is not None and self.affected.is_thumbnail:
            return tr(
                "{nobody} is known to have it; the file itself can be opened as before."
            ).format(nobody=nobody)
        return tr("{nobody} is known to have it. {mend}").format(nobody=nobody, mend=_MEND)


@dataclass(frozen=True, slots=True)
class ScrubState:
    """How far the round through all files has come."""

    begun_ms: int | None
    """When the round began that goes on, or that was the last; None: there was none."""
    whole_ms: int | None
    """When a round last came to its end."""
    files: int
    """In all."""
    left: int
    """Not read yet in the round that goes on; 0 between rounds."""

    def words(self) -> str:
        """Return in one sentence how far it has come."""
        last = (
            tr("not all of them were ever read through yet")
            if self.whole_ms is None
            else tr("all were last read through by {when}").format(when=when_words(self.whole_ms))
        )
        left = (
            tr_counted(self.left, "; {number} are left in the round that goes on").format(
                number=whole_words(self.left)
            )
            if self.left
            else ""
        )
        return f"{counted(self.files, 'evidence file', 'evidence files')}: {last}{left}."


@dataclass(frozen=True, slots=True)
class Step:
    """What came of a little of the round."""

    found: tuple[Where, ...] = ()
    """Damaged, and not known to be before."""
    mended: tuple[Where, ...] = ()
    """Known to be damaged before, and whole."""
    rests: bool = False
    """Nothing is to be read before the next round."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of reading files through at once."""

    files: int
    size_bytes: int
    """Of the plain files."""
    damages: tuple[Damage, ...]


class ScrubService:
    """Looks for damage; :meth:`step` belongs to one thread at a time."""

    def __init__(
        self,
        recording: Recording,
        inspections: InspectionService,
        blobs: BlobStore,
        team: TeamService,
        base: BaseService,
        whereabouts: WhereaboutsService,
    ) -> None:
        self._recording = recording
        self._inspections = inspections
        self._blobs = blobs
        self._team = team
        self._base = base
        self._whereabouts = whereabouts
        self._after: str | None = None
        self._saved_ms = 0
        self._again: list[tuple[InspectionId, BlobPlace]] | None = None
        self._reading: Reading | None = None

    # In the background

    def step(self, limit: int) -> Step:
        """Read on for about ``limit`` bytes, where the last step or the last session ended.

        What was known to be damaged is looked at first in each session: it may be whole again.
        A file that seems damaged is read a second time, at once, before it is told.
        """
        found: list[Where] = []
        mended: list[Where] = []
        while limit > 0:
            if self._reading is None:
                if self._again is None:
                    self._again = list(self._known_damaged())
                if self._again:
                    inspection, place = self._again.pop()
                    if self._looked(inspection, place):
                        mended.append((inspection, place.sha256))
                    limit -= max(place.size_bytes, _OPENING)
                    continue
                self._reading = self._next()
                if self._reading is None:
                    return Step(tuple(found), tuple(mended), rests=True)
            size, new = self._read_on(*self._reading, limit)
            found += new
            limit -= max(size, _OPENING)
        return Step(tuple(found), tuple(mended))

    def _read_on(
        self, inspection: InspectionId, place: BlobPlace, reading: ReadingThrough, limit: int
    ) -> tuple[int, tuple[Where, ...]]:
        """Read one file on; return how many bytes were read, and whether it is newly damaged."""
        size = 0
        found: tuple[Where, ...] = ()
        try:
            size = reading.step(limit)
            if not reading.is_whole:
                return size, ()
        except EvidenceDamaged:
            found = self._judged(inspection, place.sha256)
        self._reading = None
        self._came_to(place.name)
        return size, found

    def state(self) -> ScrubState:
        """Return how far the round has come."""
        with self._recording.read() as work:
            kept = work.settings.get(_STATE) or {}
            files, _ = work.blobs.sizes()
            after = kept.get("after", "")
            is_under_way = self._goes_on(kept)
            left = work.blobs.sizes(after)[0] if is_under_way else 0
        return ScrubState(kept.get("begun_ms"), kept.get("whole_ms"), files, left)

    # All at once

    def check(
        self,
        inspection: InspectionId | None = None,
        progress: Progress | None = None,
        cancelled: CancelCheck | None = None,
    ) -> Checked:
        """Read all files through now, as fast as the disk gives them; tell all that is damaged.

        Args:
            inspection: whose; None: all that this laptop holds, which then counts as a round.
            progress: bytes read and in all.
            cancelled: asked every few megabytes; what was found until then is remembered.

        Raises:
            Cancelled: ``cancelled`` said so.
        """
        begun_ms, done = self._now_ms(), 0
        with self._recording.read() as work:
            wanted = work.journal.inspections() if inspection is None else (inspection,)
            places = [(each, place) for each in wanted for place in work.blobs.all_of(each)]
        total = sum(place.size_bytes for _, place in places)

        def read(size: int) -> None:
            nonlocal done
            if cancelled is not None and cancelled():
                raise Cancelled(
                    tr("The check was stopped; what it found until then is remembered.")
                )
            done += size
            if progress is not None:
                progress(min(done, total), total)

        for where, place in places:
            self._looked(where, place, read)
        if inspection is None:
            self._save({"after": "", "begun_ms": begun_ms, "whole_ms": self._now_ms()})
        return Checked(len(places), total, self.damages(inspection))

    # What is known

    def damages(self, inspection: InspectionId | None = None) -> tuple[Damage, ...]:
        """Return what is known to be damaged, by item; of all inspections or of one."""
        with self._recording.read() as work:
            wanted = work.journal.inspections() if inspection is None else (inspection,)
            found = {each: damage.known(work, each) for each in wanted}
        return tuple(
            told
            for each, known in found.items()
            if known
            for told in sorted(self.told(each, known), key=_order)
        )

    def told(self, inspection: InspectionId, known: dict[Sha256, KnownDamage]) -> Iterator[Damage]:
        """Yield damaged files of an inspection with what rests on each and who else has it."""
        standing: Standing | None = None
        with suppress(InspectorError):  # a damaged checklist must not keep this from being told
            standing = self._inspections.standing(inspection)
        places: dict[Sha256, Place] = {}
        if standing is not None and self._base.standing().pinned is not None:
            where = self._whereabouts.of(inspection)
            places = {item.sha256: item.place for item in where.items}
        is_joined = self._base.standing().pinned is not None
        with self._recording.read() as work:
            elsewhere = self._elsewhere(work, inspection, known)
        for sha256, each in known.items():
            yield Damage(
                inspection,
                "" if standing is None else standing.details.force.name,
                sha256,
                each.how,
                each.found_ms,
                None if standing is None else affected(standing, sha256),
                places.get(sha256, Place.HERE_ONLY) if is_joined else None,
                elsewhere.get(sha256, ()),
            )

    def _elsewhere(
        self, work: UnitOfWork, inspection: InspectionId, known: dict[Sha256, KnownDamage]
    ) -> dict[Sha256, tuple[str, ...]]:
        """Return whose laptops hold the files, as they said last when they came together."""
        named = named_by(work, inspection)
        held = holdings.held(work.journal.tally(inspection))
        found: dict[Sha256, list[str]] = {}
        for laptop in self._team.all():
            heard = holdings.heard(work, inspection, DeviceId(laptop.device))
            if heard is None or laptop.device == self._recording.actor.device:
                continue
            unknown = set(missing(held, heard.vector))
            for sha256 in known:
                names = named.get(sha256, frozenset())
                if names and not names & unknown and sha256 not in heard.lacks:
                    found.setdefault(sha256, []).append(laptop.initials)
        return {sha256: tuple(sorted(who)) for sha256, who in found.items()}

    # Steps

    def _known_damaged(self) -> Iterator[tuple[InspectionId, BlobPlace]]:
        with self._recording.read() as work:
            for inspection in work.journal.inspections():
                for sha256 in damage.known(work, inspection):
                    yield inspection, work.blobs.get(inspection, sha256)

    def _looked(
        self,
        inspection: InspectionId,
        place: BlobPlace,
        read: Callable[[int], None] | None = None,
    ) -> bool:
        """Read a file through at once, and remember what came of it; return whether it is whole."""
        try:
            self._blobs.verify(place.name, place.key, place.sha256, read)
        except EvidenceDamaged:
            self._judged(inspection, place.sha256)
            return False
        with self._recording.read() as work:
            was_known = place.sha256 in damage.known(work, inspection)
        if was_known:
            with suppress(DeviceFull, VaultInUse), self._recording.begin() as work:
                damage.is_mended(work, inspection, place.sha256)
                work.commit()
        return True

    def _judged(self, inspection: InspectionId, sha256: Sha256) -> tuple[Where, ...]:
        """Read a file that seems damaged once more; return it if it is, and that is news.

        Meanwhile it may have been given up, purged, or fetched again under another key.
        """
        with self._recording.read() as work:
            place = work.blobs.find(inspection, sha256)
        if place is None:
            return ()
        try:
            self._blobs.verify(place.name, place.key, sha256)
        except EvidenceDamaged as error:
            is_news = True
            # On a full disk it is told all the same, and again when it is looked at next.
            with suppress(DeviceFull, VaultInUse), self._recording.begin() as work:
                is_news = damage.remember(work, inspection, sha256, how(error), self._now_ms())
                work.commit()
            return ((inspection, sha256),) if is_news else ()
        return ()

    def _next(self) -> Reading | None:
        """Begin the next file of the round, the round anew if its time has come."""
        with self._recording.read() as work:
            kept = work.settings.get(_STATE) or {}
        if not self._goes_on(kept):
            begun_ms, now_ms = kept.get("begun_ms"), self._now_ms()
            # A clock that was put back must not stop the reading until it has caught up.
            if begun_ms is not None and 0 <= now_ms - begun_ms < _EVERY_MS:
                return None
            kept = {**kept, "after": "", "begun_ms": now_ms, "is_under_way": True}
            self._after = ""
            self._save(kept)
        if self._after is None:
            self._after = kept["after"]
        with self._recording.read() as work:
            upcoming = work.blobs.after(self._after)
        if upcoming is None:
            self._save({**kept, "is_under_way": False, "whole_ms": self._now_ms()})
            self._after = None
            return None
        inspection, place = upcoming
        return inspection, place, self._blobs.reading(place.name, place.key, place.sha256)

    def _came_to(self, name: str) -> None:
        self._after = name
        if abs(self._now_ms() - self._saved_ms) >= _SAVED_EVERY_MS:
            with self._recording.read() as work:
                kept = work.settings.get(_STATE) or {}
            self._save({**kept, "after": name})

    def _save(self, kept: dict[str, object]) -> None:
        self._saved_ms = self._now_ms()
        # Where it is not kept, some files are read again; that is all.
        with suppress(DeviceFull, VaultInUse), self._recording.begin() as work:
            work.settings.set(_STATE, kept)
            work.commit()

    def _goes_on(self, kept: dict[str, object]) -> bool:
        return bool(kept.get("is_under_way"))

    def _now_ms(self) -> int:
        return int(self._recording.now().timestamp() * 1000)


def _order(damage: Damage) -> tuple[str, int]:
    return number_order(damage.affected.number if damage.affected else "")

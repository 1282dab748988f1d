"""Takes in what others have written, whatever way it came: each piece proven first, and whole."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import BinaryIO

from inspector_app.domain.ceiling import too_high
from inspector_app.domain.changes.bodies import (
    BodyPurged,
    DeviceAdmitted,
    PackPinned,
    Subject,
    subject,
)
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.proving import what_is_wrong
from inspector_app.domain.errors import BadInput, InspectorError, NotFound
from inspector_app.domain.ids import ChangeId, DeviceId, InspectionId, Sha256
from inspector_app.domain.markings import INSTEAD
from inspector_app.packs import archive
from inspector_app.services import damage, holdings
from inspector_app.services.holdings import File
from inspector_app.services.journal import JournalService
from inspector_app.services.recording import Recording
from inspector_app.storage.evidence import BlobPlace
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.texts import tr
from inspector_app.vault.blobs import BlobStore

AT_ONCE = 100
"""Changes in one transaction: whoever types meanwhile waits for no longer than that takes."""


class Proof:
    """What has to hold of changes before any of them is taken in, gathered while they are read."""

    def __init__(
        self,
        inspection: InspectionId,
        packs: Collection[Sha256],
        purged: Iterable[tuple[str, ChangeId]],
    ) -> None:
        """Args: ``purged`` is what is destroyed here, each with its subject."""
        self._inspection = inspection
        self._packs = packs
        self._purged = set(purged)
        self._bare: set[tuple[str, ChangeId]] = set()

    def see(self, change: Change) -> None:
        """Look at one more.

        Raises:
            BadInput: it is not sound; the text is the rest of a sentence.
        """
        if reason := what_is_wrong(change, self._inspection, self._packs):
            raise BadInput(tr("holds a change that {reason}").format(reason=reason))
        self._purged.update(_purges([change]))
        if change.body_bytes is None:
            self._bare.add((change.header.subject, change.id))

    def unexplained(self) -> frozenset[ChangeId]:
        """Return those that came without what they said, though nothing seen so far purges them."""
        return frozenset(change for _, change in self._bare - self._purged)


class TakingIn:
    """The one way by which changes and evidence files of others come into this vault."""

    def __init__(self, recording: Recording, journal: JournalService, blobs: BlobStore) -> None:
        self._recording = recording
        self._journal = journal
        self._blobs = blobs

    def require_kept(self, inspection: InspectionId) -> None:
        """Return unless the inspection was destroyed here.

        Raises:
            BadInput: it was; the text is the rest of a sentence.
        """
        with self._recording.read() as work:
            if work.journal.is_destroyed(inspection):
                raise BadInput(tr("is of an inspection that was destroyed on this laptop"))

    def pinned(self, inspection: InspectionId) -> Sha256 | None:
        """Return the pack that the inspection follows here; None: that is not known yet."""
        with self._recording.read() as work:
            try:
                return self._recording.pinned_pack(work, inspection)
            except NotFound:
                return None

    def packs(self, inspection: InspectionId) -> frozenset[Sha256]:
        """Return the packs under which changes of the inspection are known here.

        Those that a change names which is not let in yet are among them. None: it is not here.
        """
        with self._recording.read() as work:
            try:
                known = set(self._recording.packs(work, inspection))
            except NotFound:
                return frozenset()
            about, kinds = subject(Subject.PACK), [PackPinned.KIND]
            waiting = work.journal.changes(inspection, about, admitted=False, kinds=kinds)
            known.update(c.header.pack for c in waiting if work.packs.has(c.header.pack))
        return frozenset(known)

    def proof(
        self, inspection: InspectionId, pack: Sha256, came_with: Collection[Sha256] = ()
    ) -> Proof:
        """Return what is to be asked about changes said to be of this inspection and pack.

        Args:
            inspection: whose.
            pack: that it follows where they come from.
            came_with: packs whose copies came with them: a newer one that was pinned there.

        Raises:
            BadInput: here it follows another pack.
        """
        known = self.packs(inspection)
        if known and pack not in known and pack not in came_with:
            raise BadInput(tr("holds this inspection under another checklist than the one here"))
        with self._recording.read() as work:
            purged = set(work.journal.purged(inspection))
            purged.update(_purges(work.journal.changes(inspection, kinds=[BodyPurged.KIND])))
        return Proof(inspection, known | {pack, *came_with}, purged)

    def keep_pack(self, pack: Sha256, copy: bytes) -> None:
        """Keep the checklist that an inspection from elsewhere follows.

        Raises:
            BadInput: ``copy`` cannot be read or is of another pack.
        """
        if digest_of_pack(copy) != pack:
            raise BadInput(tr("holds another checklist than it says"))
        opened = archive.opened(copy)
        with self._recording.begin() as work:
            work.packs.keep(pack, opened.id, opened.version, copy)
            work.commit()

    def begin(
        self, inspection: InspectionId, pack: Sha256, devices: Iterable[DeviceId], reason: str
    ) -> bool:
        """Let those who hand over an inspection into it, if nobody here knows it yet.

        Returns whether it is new here.
        """
        is_unpinned = self.pinned(inspection) is None
        with self._recording.begin() as work:
            is_new = is_unpinned and not work.journal.admissions(inspection)
            for device in devices if is_new else ():
                body = DeviceAdmitted(device, reason)
                self._journal.write_admission(work, inspection, body, pack)
            work.commit()
        return is_new

    def take(
        self, inspection: InspectionId, changes: Sequence[Change], told: Callable[[Change], None]
    ) -> int:
        """Take in what was proven, some in each transaction, and return how many were new.

        What a kill leaves is sound as far as it goes, and the rest is taken in the next time.
        ``finish_purges`` is to follow.

        Args:
            inspection: whose.
            changes: that a :class:`Proof` has seen.
            told: hears of each that is new here and marked more highly than may be held here.

        Raises:
            RuleViolation: the inspection was destroyed here.
        """
        fresh = 0
        for start in range(0, len(changes), AT_ONCE):
            some = changes[start : start + AT_ONCE]
            with self._recording.begin() as work:
                marked = _marked(work, inspection, some)
                fresh += self._journal.take_in_with(work, inspection, some).fresh
                work.commit()
            for change in marked:
                told(change)
        return fresh

    # Files

    def wanted(self, inspection: InspectionId) -> dict[Sha256, File]:
        """Return the files that changes name and that are not here whole, purged ones apart."""
        with self._recording.read() as work:
            return {
                sha256: file
                for sha256, file in holdings.files_known(work, inspection).items()
                if not damage.is_whole_here(work, inspection, sha256)
            }

    def keep_file(
        self, inspection: InspectionId, file: File, stream: BinaryIO, size: int | None = None
    ) -> int:
        """Keep a file that is wanted and return its size in bytes; it is here whole or not at all.

        Args:
            inspection: whose.
            file: what it has to be.
            stream: read to its end.
            size: how many bytes it is said to give; None: that is not said.

        Raises:
            BadInput: it is another file; the text is the rest of a sentence.
            DeviceFull: there is no room.
        """
        if file.size_bytes is not None and size not in (None, file.size_bytes):
            raise BadInput(tr("holds a file of another size than was recorded"))

        def require(sha256: Sha256) -> None:
            if sha256 != file.sha256:
                raise BadInput(tr("holds a file that is not the one that was recorded"))

        blob = self._blobs.put(stream, inspection, self._held, require=require)
        place = BlobPlace(blob.sha256, blob.name, blob.key, blob.format, blob.size_bytes)
        with self._recording.begin() as work:
            work.blobs.keep(inspection, place)
            damage.is_mended(work, inspection, place.sha256)
            work.commit()
        self._blobs.recorded(place.name)
        return blob.size_bytes

    def _held(self, name: str) -> bytes | None:
        with self._recording.read() as work:
            return work.blobs.key_of(name)


def spilled(change: Change, sender: str) -> str:
    """Say what came that must not be here: it is signed, so it is kept and never dropped.

    Args:
        change: marked too highly.
        sender: who brought it, such as “AM’s laptop”.
    """
    return tr(
        "{sender} brought something marked {too_high} ({subject}). It is signed and was kept, for "
        "nothing of a team-mate’s is dropped. The lead purges it as spilled material, and the "
        "purge travels to all laptops. Such material {instead}"
    ).format(
        sender=sender,
        too_high=too_high(change.body),
        subject=change.header.subject,
        instead=INSTEAD,
    )


def digest_of_pack(copy: bytes) -> Sha256:
    """Return the digest of a checklist pack.

    Raises:
        BadInput: it cannot be read; the text is the rest of a sentence.
    """
    try:
        return archive.opened(copy).sha256
    except (InspectorError, ValueError) as error:
        raise BadInput(tr("holds a checklist that cannot be read")) from error


def _marked(work: UnitOfWork, inspection: InspectionId, changes: Iterable[Change]) -> list[Change]:
    """Return those that are new here and marked too highly, unless they are purged here."""
    found = [change for change in changes if too_high(change.body)]
    if not found:
        return []
    here = work.journal.ids(inspection)
    purged = set(work.journal.purged(inspection))
    return [
        each
        for each in found
        if each.id not in here and (each.header.subject, each.id) not in purged
    ]


def _purges(changes: Iterable[Change]) -> Iterator[tuple[str, ChangeId]]:
    return (
        (change.header.subject, each)
        for change in changes
        if isinstance(change.body, BodyPurged)
        for each in change.body.changes
    )

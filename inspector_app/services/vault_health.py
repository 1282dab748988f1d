"""Looking at an open vault from inside; nothing looked at is changed."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from cryptography import x509

from inspector_app.domain import health
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.errors import Cancelled, EvidenceDamaged, InspectorError
from inspector_app.domain.health import Finding, Part, look, ok, unseen
from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.domain.locales import whole_words
from inspector_app.domain.readiness import State
from inspector_app.domain.wording import counted, size_words, when_words
from inspector_app.services import damage
from inspector_app.services.base import BaseService
from inspector_app.services.base_sync import BaseSyncService
from inspector_app.services.checking import JournalChecks
from inspector_app.services.damage import KnownDamage
from inspector_app.services.readiness import ReadinessService
from inspector_app.services.recording import Recording, particulars
from inspector_app.services.scrubbing import Damage, ScrubService
from inspector_app.services.whereabouts import WhereaboutsService
from inspector_app.storage.database import Database
from inspector_app.storage.evidence import BlobPlace
from inspector_app.texts import tr, tr_counted
from inspector_app.vault.blobs import BlobStore
from inspector_app.vault.cobblestone import sealed_size
from inspector_app.vault.damage import How, how

_TOLD = 20
"""Details of one finding."""

Progress = Callable[[int, int], None]
CancelCheck = Callable[[], bool]
Lost = dict[InspectionId, dict[Sha256, KnownDamage]]


class VaultHealth:
    """What can be told of a vault once it is open, or opened to be looked at."""

    def __init__(
        self,
        recording: Recording,
        database: Database,
        blobs: BlobStore,
        checks: JournalChecks,
        scrub: ScrubService,
        readiness: ReadinessService,
        base: BaseService,
        sync: BaseSyncService,
        whereabouts: WhereaboutsService,
    ) -> None:
        self._recording = recording
        self._database = database
        self._blobs = blobs
        self._checks = checks
        self._scrub = scrub
        self._readiness = readiness
        self._base = base
        self._sync = sync
        self._whereabouts = whereabouts

    def findings(
        self,
        *,
        withheld: bool = False,
        reads_files: bool = False,
        progress: Progress | None = None,
        cancelled: CancelCheck | None = None,
    ) -> Iterator[Finding]:
        """Yield what was found.

        Args:
            withheld: name no force, person, file or base.
            reads_files: every evidence file is read through, not only looked for.
            progress: bytes of evidence files read and in all.
            cancelled: asked between changes and pieces of files.

        Raises:
            Cancelled: ``cancelled`` said so.
        """
        checks: tuple[tuple[Part, Callable[[], Iterator[Finding]]], ...] = (
            (Part.DATABASE, self._of_database),
            (Part.RECORDS, lambda: self._of_records(withheld, cancelled)),
            (Part.EVIDENCE, lambda: self._of_files(withheld, reads_files, progress, cancelled)),
            (Part.PACKS, lambda: self._of_packs(withheld)),
            (Part.CERTIFICATES, lambda: self._of_certificates(withheld)),
            (Part.BASE, lambda: self._of_base(withheld)),
            (Part.BACKUPS, self._of_backups),
        )
        for part, check in checks:
            try:
                yield from check()
            except Cancelled:
                raise
            except InspectorError as error:
                said = type(error).__name__ if withheld else str(error)
                yield look(part, said, tr("Tell base; nothing was changed."))

    def last_ms(self) -> int | None:
        """Return when this laptop last recorded something, by its clock; None: never."""
        here = self._recording.actor.device
        with self._recording.read() as work:
            times = [
                each.time_ms
                for inspection in work.journal.inspections()
                for each in work.journal.tally(inspection)
                if each.device == here
            ]
        return max(times, default=None)

    def ahead_ms(self) -> int | None:
        """Return by how much this laptop's clock was ahead of base's; None: base never said."""
        standing = self._base.standing()
        return None if standing.contact_ms is None else standing.ahead_ms

    @property
    def was_disturbed(self) -> bool:
        """Whether the vault was opened by another process after it was opened to be looked at."""
        return self._database.was_disturbed

    def counts(self) -> dict[str, Any]:
        """Return how much is kept: rows by table, acts by kind, number and size of files."""
        with self._recording.read() as work:
            files, size_bytes = work.blobs.sizes()
        state = self._scrub.state()
        return {
            **self._database.counts(),
            "evidence": {"files": files, "size_bytes": size_bytes, "unread": state.left},
        }

    # Parts

    def _of_database(self) -> Iterator[Finding]:
        if faults := self._database.faults():
            yield look(
                Part.DATABASE,
                tr("The database’s file is damaged in {places}.").format(
                    places=counted(len(faults), "place", "places")
                ),
                tr(
                    "Copy the vault’s folder as it is before anything else; then go back to the "
                    "last copy of it, and let base and the team’s laptops bring what came since."
                ),
                faults[:_TOLD],
            )
        else:
            yield ok(Part.DATABASE, tr("Every page of the database is what was written."))

    def _of_records(self, withheld: bool, cancelled: CancelCheck | None) -> Iterator[Finding]:
        for inspection, name in self._names(withheld):
            found = self._checks.check(inspection, cancelled=cancelled)
            said = counted(found.changes, "act", "acts")
            if found.findings:
                yield look(
                    Part.RECORDS,
                    tr("{name}: of {said} recorded, something is not as it was signed.").format(
                        name=name, said=said
                    ),
                    tr(
                        "Nothing was merged or changed. Tell the base administrator; "
                        "“spr-inspector journal verify” names each place."
                    ),
                    [each.words() for each in found.findings[:_TOLD]],
                )
            elif not found.projection_is_equal:
                yield look(
                    Part.RECORDS,
                    tr("{name}: what screens show is not what was recorded.").format(name=name),
                    tr(
                        "Run “spr-inspector journal rebuild”: it is made anew from what was "
                        "recorded."
                    ),
                )
            else:
                waiting = (
                    tr_counted(
                        found.quarantined,
                        "; {number} waits to be taken in",
                        "; {number} wait to be taken in",
                    ).format(number=whole_words(found.quarantined))
                    if found.quarantined
                    else ""
                )
                yield ok(
                    Part.RECORDS,
                    tr("{name}: {said}, each as it was signed{waiting}.").format(
                        name=name, said=said, waiting=waiting
                    ),
                )

    def _of_files(
        self,
        withheld: bool,
        reads_files: bool,
        progress: Progress | None,
        cancelled: CancelCheck | None,
    ) -> Iterator[Finding]:
        lost, files, size = self._lost(reads_files, progress, cancelled)
        for inspection, known in lost.items():
            for each in self._scrub.told(inspection, known):
                yield _of_damage(each, withheld)
        if not lost and files:
            said = counted(files, "evidence file", "evidence files")
            read = (
                tr("read through, and what was put in")
                if reads_files
                else tr("there, with its size")
            )
            yield ok(
                Part.EVIDENCE,
                tr("{said} ({size}): each is {read}.").format(
                    said=said, size=size_words(size), read=read
                ),
            )
        if not reads_files:
            state = self._scrub.state()
            yield health.of_reading(files, state.whole_ms, state.begun_ms, self._now_ms())
        there = set(self._blobs.names())  # first, so that what comes meanwhile is known
        cut_off = self._blobs.unrecorded()
        with self._recording.read() as work:
            unknown = there - work.blobs.names()
        if foreign := len(unknown - cut_off):
            yield look(
                Part.LEFTOVERS,
                counted(
                    foreign,
                    "encrypted file was recorded, and this database does not know it: it is of "
                    "another time than the files, such as an older copy that was put back.",
                    "encrypted files were recorded, and this database does not know them: it is "
                    "of another time than the files, such as an older copy that was put back.",
                ),
                tr(
                    "Leave them where they are; the app does. Put the vault’s folder back as a "
                    "whole from its latest copy, or fetch the files from base or the team’s "
                    "laptops."
                ),
            )
        if orphans := len(unknown & cut_off):
            yield ok(
                Part.LEFTOVERS,
                counted(
                    orphans,
                    "encrypted file belongs to no record: an import was cut off before "
                    "it was recorded. Nobody can open them, and the app clears them "
                    "when the vault is next opened.",
                    "encrypted files belong to no record: an import was cut off before "
                    "it was recorded. Nobody can open them, and the app clears them "
                    "when the vault is next opened.",
                ),
            )

    def _of_packs(self, withheld: bool) -> Iterator[Finding]:
        for inspection, name in self._names(withheld):
            check = self._readiness.of_pack(inspection)
            if check.state is State.OK:
                yield ok(
                    Part.PACKS, tr("{name}: its copy of the checklist is whole.").format(name=name)
                )
            else:
                said = tr("its copy of the checklist needs a look") if withheld else check.words
                yield Finding(Part.PACKS, check.state, f"{name}: {said}", check.advice)

    def _of_certificates(self, withheld: bool) -> Iterator[Finding]:
        with self._recording.read() as work:
            identities = work.identities.all()
        if not identities:
            yield ok(Part.CERTIFICATES, tr("No signing identity is kept here."))
        for number, each in enumerate(identities, 1):
            label = (
                tr("Signing identity {number}").format(number=number)
                if withheld
                else tr("The certificate of {each}").format(each=each.label)
            )
            yield self._of_certificate(label, each.certificate)

    def _of_base(self, withheld: bool) -> Iterator[Finding]:
        standing = self._base.standing()
        if standing.pinned is None:
            yield ok(Part.BASE, tr("This laptop has joined no base."))
            return
        enrolled = standing.pinned.enrolled
        with self._recording.read() as work:
            inspections = work.journal.inspections()
        unsent = sum(map(self._sync.unsent, inspections))
        name = tr("Base") if withheld else enrolled.name
        refused = "(withheld)" if withheld and standing.refused else standing.refused
        yield health.of_base(name, refused, standing.contact_ms, unsent, self._now_ms())
        if not standing.has_recovery:
            yield look(
                Part.BASE,
                tr("Base could not open this vault, should its passphrase be lost."),
                tr("On the screen of sync (F5), leave base and join it again by a new invitation."),
            )
        label = tr("The certificate by which base is known")
        yield self._of_certificate(label, enrolled.authority.encode())

    def _of_certificate(self, label: str, content: bytes) -> Finding:
        is_text = content.lstrip().startswith(b"-----")
        load = x509.load_pem_x509_certificate if is_text else x509.load_der_x509_certificate
        try:
            until = load(content).not_valid_after_utc
        except ValueError:
            return look(
                Part.CERTIFICATES,
                tr("{label} cannot be read.").format(label=label),
                tr("Join base again by a new invitation, or make another signing identity."),
            )
        return health.of_certificate(label, _ms(until), self._now_ms())

    def _of_backups(self) -> Iterator[Finding]:
        with self._recording.read() as work:
            inspections = work.journal.inspections()
        if not inspections:
            yield ok(Part.BACKUPS, tr("Nothing was recorded yet that a backup would have to hold."))
            return
        if self._base.standing().pinned is None:
            yield unseen(
                Part.BACKUPS,
                tr("Nothing says whether a copy of this vault lies elsewhere."),
                tr("Copy the vault’s folder as a whole while it is closed, or join a base."),
            )
            return
        here = backed_up = 0
        said: list[int] = []
        for inspection in inspections:
            found = self._whereabouts.of(inspection)
            here, backed_up = here + found.changes, backed_up + found.changes_backed_up
            said += [found.said_ms] if found.said_ms is not None else []
        when = tr(", as base said on {when}").format(when=when_words(min(said))) if said else ""
        if backed_up < here:
            yield look(
                Part.BACKUPS,
                tr_counted(
                    here - backed_up,
                    "{number} act is in no backup of base’s{when}.",
                    "{number} acts are in no backup of base’s{when}.",
                ).format(when=when, number=whole_words(here - backed_up)),
                tr("Sync, and again after base’s next backup."),
            )
        else:
            yield ok(
                Part.BACKUPS,
                tr_counted(here, "All {number} acts are in base’s last backup{when}.").format(
                    number=whole_words(here), when=when
                ),
            )

    # Helpers

    def _names(self, withheld: bool) -> list[tuple[InspectionId, str]]:
        """Return the inspections, each with what it is called in the report."""
        with self._recording.read() as work:
            inspections = work.journal.inspections()
        if withheld:
            return [
                (each, tr("Inspection {n}").format(n=n)) for n, each in enumerate(inspections, 1)
            ]
        about = subject(Subject.INSPECTION)
        found = []
        for each in inspections:
            try:
                with self._recording.read() as work:  # one subject; what stands would be all
                    name = particulars(work.journal.state(each, about)).force.name
            except InspectorError:
                name = tr("Inspection {each}").format(each=each[:8])
            found.append((each, name))
        return found

    def _lost(
        self, reads_files: bool, progress: Progress | None, cancelled: CancelCheck | None
    ) -> tuple[Lost, int, int]:
        """Return what is damaged, and how many files and bytes were looked at."""
        with self._recording.read() as work:
            files, total = work.blobs.sizes()
            places = [
                (inspection, place)
                for inspection in work.journal.inspections()
                for place in work.blobs.all_of(inspection)
            ]
            # Where all is read, what was known before tells nothing more.
            lost: Lost = {
                each: {} if reads_files else damage.known(work, each)
                for each in work.journal.inspections()
            }
        done = 0

        def read(size: int) -> None:
            nonlocal done
            done += size
            if cancelled is not None and cancelled():
                raise Cancelled(tr("The check was stopped; nothing was changed."))
            if progress is not None:
                progress(min(done, total), total)

        for inspection, place in places:
            found = self._read(place, read) if reads_files else self._looked_for(place)
            if found is not None:
                new = KnownDamage(found, self._now_ms())
                lost[inspection].setdefault(place.sha256, new)
        return {each: known for each, known in lost.items() if known}, files, total

    def _looked_for(self, place: BlobPlace) -> How | None:
        size = self._blobs.size_on_disk(place.name)
        if size is None:
            return How.ABSENT
        return None if size == sealed_size(place.size_bytes) else How.ALTERED

    def _read(self, place: BlobPlace, read: Callable[[int], None]) -> How | None:
        try:
            self._blobs.verify(place.name, place.key, place.sha256, read)
        except EvidenceDamaged as error:
            return how(error)
        return None

    def _now_ms(self) -> int:
        return int(self._recording.now().timestamp() * 1000)


def _of_damage(each: Damage, withheld: bool) -> Finding:
    if withheld:
        return look(
            Part.EVIDENCE,
            tr("An evidence file of inspection {inspection} is {how}.").format(
                inspection=each.inspection[:8], how=each.how.value
            ),
            tr("See the report on the laptop itself."),
        )
    return look(Part.EVIDENCE, each.words(), each.remedy(), [each.rests()])


def _ms(when: datetime) -> int:
    return int(when.astimezone(UTC).timestamp() * 1000)

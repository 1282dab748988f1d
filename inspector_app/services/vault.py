"""The vault as a whole: made, unlocked, locked; and the services that work while it is open."""

import contextlib
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.domain.changes.fold import FOLD_VERSION
from inspector_app.domain.errors import (
    DeviceFull,
    NotFound,
    RuleViolation,
    VaultDamaged,
    VaultInUse,
)
from inspector_app.domain.ids import DeviceId, PersonId
from inspector_app.domain.searching import SEARCH_VERSION
from inspector_app.durable import move_folder, refusal, settle
from inspector_app.media.media import Media
from inspector_app.services.accuracy import AccuracyService
from inspector_app.services.assignments import AssignmentService
from inspector_app.services.base import BaseService
from inspector_app.services.base_sync import BaseSyncService
from inspector_app.services.base_transfer import BaseTransferService
from inspector_app.services.branches import BranchService
from inspector_app.services.bundles import BundleService
from inspector_app.services.carrying import CarryService
from inspector_app.services.checking import JournalChecks
from inspector_app.services.comparisons import ComparisonService
from inspector_app.services.copies import CopyService
from inspector_app.services.corrections import CorrectionService
from inspector_app.services.debriefs import DebriefService
from inspector_app.services.desk import DeskService
from inspector_app.services.encounters import EncounterService
from inspector_app.services.evidence import EvidenceService
from inspector_app.services.exchange import ExchangeService
from inspector_app.services.follow_up import FollowUpService
from inspector_app.services.forgetting import ForgettingService
from inspector_app.services.handing import HandingService
from inspector_app.services.history import HistoryService
from inspector_app.services.inspections import InspectionService
from inspector_app.services.interims import InterimService
from inspector_app.services.journal import JournalService
from inspector_app.services.merging import MergingService
from inspector_app.services.moderation import ModerationService
from inspector_app.services.names import NameService
from inspector_app.services.packs import PackService
from inspector_app.services.paper_pages import PaperPages
from inspector_app.services.phases import PhaseService
from inspector_app.services.photos import PhotoService
from inspector_app.services.printing import PrintingService
from inspector_app.services.prompts import PromptService
from inspector_app.services.readiness import ReadinessService
from inspector_app.services.recommendations import RecommendationService
from inspector_app.services.recording import Actor, Now, Recording
from inspector_app.services.redaction import RedactionService
from inspector_app.services.reports import ReportService
from inspector_app.services.retention import RetentionService
from inspector_app.services.sample import SampleService
from inspector_app.services.scrubbing import ScrubService
from inspector_app.services.search import SearchService
from inspector_app.services.settling import SettlingService
from inspector_app.services.sheets import SheetService
from inspector_app.services.sources import SourceService
from inspector_app.services.team import TeamService
from inspector_app.services.upgrading import UpgradeService
from inspector_app.services.vault_health import VaultHealth
from inspector_app.services.whereabouts import WhereaboutsService
from inspector_app.services.workbooks import WorkbookService
from inspector_app.storage.database import (
    Database,
    create_database,
    look_into_database,
    open_database,
)
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.texts import tr
from inspector_app.vault import keyfile, presence, room
from inspector_app.vault.blobs import BlobStore
from inspector_app.vault.derivation import Cost
from inspector_app.vault.instance import InstanceLock
from inspector_app.vault.keyfile import Opened, VaultKeys
from inspector_app.vault.sealing import unwrapped_with_key, wrapped_with_key
from inspector_app.vault.strength import Strength, judged

if TYPE_CHECKING:
    from inspector_app.sync.client import Connect

DATABASE = "vault.db"
BLOBS = "evidence"
_DEVICE_PURPOSE = "device-key"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Inspector:
    """Whose vault this is."""

    person: PersonId
    name: str
    initials: str
    """Also the tag in front of the numbers given here."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where things lie that services read from or write to."""

    vault: Path
    """The vault's folder."""
    checklists: Path
    resources: Path


class Unlocked:
    """An open vault: its keys are in memory and its services work until ``close``."""

    def __init__(
        self,
        places: Places,
        keys: VaultKeys,
        database: Database,
        lock: InstanceLock | None,
        now: Now,
        pin_cost: Cost | None,
        *,
        used_backup: bool = False,
        connect: "Connect | None" = None,
        only_looks: bool = False,
    ) -> None:
        """Args: ``only_looks``: the database only reads, and nothing of the folder is cleared."""
        self._database = database
        self._lock = lock
        self.used_backup = used_backup
        """The key file was damaged and its backup opened the vault: tell the user."""
        self._inspector, actor = _actor(database.read, keys)
        self._media = Media()
        blobs = BlobStore(places.vault / BLOBS, keys.vault_id, keys.names)
        if not only_looks:
            _clear_up(blobs, database.read)
        recording = self._recording = Recording(database.begin, database.read, actor, now)
        self.inspections = InspectionService(recording, places.checklists)
        self.phases = PhaseService(recording, self.inspections)
        self.corrections = CorrectionService(recording)
        self.assignments = AssignmentService(recording, self.inspections)
        self.sources = SourceService(recording, self.inspections)
        self.comparisons = ComparisonService(recording, self.inspections, self.sources)
        self.prompts = PromptService(recording, self.inspections)
        self.follow_up = FollowUpService(recording, self.inspections)
        self.moderation = ModerationService(recording, self.inspections)
        self.recommendations = RecommendationService(recording, self.inspections)
        self.handing = HandingService(recording)
        self.encounters = EncounterService(recording, self.inspections)
        self.carrying = CarryService(recording, self.inspections)
        self.evidence = EvidenceService(recording, blobs, self._media)
        self.photos = PhotoService(recording, self.inspections, self.evidence, self._media)
        self.redaction = RedactionService(recording, self.evidence, self._media)
        self.history = HistoryService(recording, self.inspections)
        self.search = SearchService(recording, self.inspections, self.evidence)
        database.follow(self.search.follow)
        self.checks = JournalChecks(recording)
        self.journal = JournalService(recording, blobs, database.wipe_free_pages)
        self.upgrading = UpgradeService(
            recording, self.inspections, self.journal, places.checklists
        )
        self.retention = RetentionService(recording, self.inspections, self.journal)
        self.reports = ReportService(
            recording, self.inspections, self.evidence, self.checks, places.resources, pin_cost
        )
        self.debriefs = DebriefService(recording, self.inspections, places.resources)
        self.sheets = SheetService(recording, self.inspections, places.resources)
        self.copies = CopyService(
            recording,
            self.inspections,
            self.evidence,
            self.checks,
            self.reports,
            places.resources,
        )
        self.interims = InterimService(
            recording,
            self.inspections,
            self.evidence,
            self.reports,
            self.history,
            self.checks,
            places.resources,
        )
        self.accuracy = AccuracyService(recording, self.inspections, self.history, self.reports)
        self.workbooks = WorkbookService(recording, self.inspections, self.evidence)
        self.bundles = BundleService(
            recording,
            self.inspections,
            self.evidence,
            self.reports,
            self.checks,
            places.resources,
        )
        # A full disk must not keep anybody out: what was purged cannot be read as it is. What is
        # only looked at refuses as a full disk does.
        with contextlib.suppress(DeviceFull, VaultInUse):
            self.journal.finish_purges()
        self.desk = DeskService(recording)
        self.packs = PackService(places.checklists)
        self.printing = PrintingService(self.inspections, self.reports)
        self.paper_pages = PaperPages(self._media)
        self.sample = SampleService(
            recording,
            self.inspections,
            self.evidence,
            self.sources,
            places.resources / "samples",
            places.checklists,
        )
        self.exchange = ExchangeService(
            recording, self.inspections, self.journal, blobs, self._media
        )
        self.settling = SettlingService(recording, self.inspections)
        self.team = TeamService(recording, self.journal, keys.device_wrap)
        self.names = NameService(recording, self.journal)
        self.branches = BranchService(recording, self.inspections, self.journal)
        self.merging = MergingService(recording, self.journal, blobs, self.team, self.branches)
        self.base = BaseService(recording, self.team, places.vault, pin_cost, connect)
        self.base_sync = BaseSyncService(
            recording, self.journal, blobs, self.team, self.base, self.branches
        )
        self.base_transfer = BaseTransferService(
            recording, self.journal, blobs, self.team, self.base
        )
        self.whereabouts = WhereaboutsService(recording, self.inspections, self.base)
        self.forgetting = ForgettingService(
            recording, self.inspections, self.journal, self.base, self.base_sync
        )
        self.scrub = ScrubService(
            recording, self.inspections, blobs, self.team, self.base, self.whereabouts
        )
        self.readiness = ReadinessService(
            recording, self.inspections, self.checks, self.team, self.merging, places.vault
        )
        self.health = VaultHealth(
            recording,
            database,
            blobs,
            self.checks,
            self.scrub,
            self.readiness,
            self.base,
            self.base_sync,
            self.whereabouts,
        )

    def bring_up_to_date(self, progress: Progress | None = None) -> bool:
        """Make anew what an older version of the app had made from the changes.

        Args:
            progress: changes done and in all.

        Returns whether the changes were folded anew; the index of the search goes with that.
        """
        with self._database.read() as work:
            is_folded = work.settings.get("fold-version") == FOLD_VERSION
            is_indexed = work.settings.get("search-version") == SEARCH_VERSION
            counts = {each: work.journal.count(each) for each in work.journal.inspections()}
        if is_folded and is_indexed:
            return False
        done, total = 0, sum(counts.values())
        for inspection, count in counts.items():
            if is_folded:
                self.search.make_anew(inspection)
            else:
                self.journal.rebuild(inspection, _shifted(progress, done, total))
            done += count
            if is_folded and progress is not None:
                progress(done, total)
        with self._database.begin() as work:
            work.settings.set("fold-version", FOLD_VERSION)
            work.settings.set("search-version", SEARCH_VERSION)
            work.commit()
        return not is_folded

    @property
    def inspector(self) -> Inspector:
        """Whose vault this is now; base may allot other initials while it is open."""
        return replace(self._inspector, initials=self._recording.actor.tag)

    def close(self) -> None:
        """Close the database and let go of the keys; the services refuse from now on."""
        self._media.close()
        self._database.close()
        if self._lock is not None:
            self._lock.release()


class VaultService:
    """Makes and opens the one vault of this inspector on this laptop."""

    def __init__(
        self,
        places: Places,
        now: Now,
        cost: Cost | None = None,
        connect: "Connect | None" = None,
    ) -> None:
        """Args: ``cost`` of deriving keys; None: what suits this laptop. ``connect``: to base."""
        self._places = places
        self._now = now
        self._cost = cost
        self._connect = connect

    @property
    def folder(self) -> Path:
        """Where the vault lies or would lie."""
        return self._places.vault

    @property
    def places(self) -> Places:
        """Where things lie that are read from or written to."""
        return self._places

    @property
    def now(self) -> Now:
        """The clock."""
        return self._now

    def exists(self) -> bool:
        """Return whether there is a vault."""
        return presence.exists(self._places.vault)

    def strength(self, passphrase: str) -> Strength:
        """Return how hard a passphrase is to guess, in words."""
        return judged(passphrase)

    def create(self, passphrase: str, name: str, initials: str) -> Unlocked:
        """Make a vault and return it open; it appears whole or not at all.

        Raises:
            RuleViolation: there is a vault already, the passphrase is too weak, or the name or
                initials are missing.
            DeviceFull: the disk is full or cannot be written; the text says whether the vault was
                made, and when it was not nothing is left behind.
        """
        tag = initials.strip().upper()
        if self.exists():
            raise RuleViolation(tr("There is a vault on this laptop already: unlock it instead."))
        self._require_key_file()
        if not name.strip() or not (tag.isalpha() and tag.isascii() and 2 <= len(tag) <= 4):
            raise RuleViolation(tr("Give your name, and your initials in two to four letters."))
        strength = self.strength(passphrase)
        if not strength.is_accepted:
            raise RuleViolation(
                tr("This passphrase is too easy to guess. {advice}").format(advice=strength.advice)
            )
        # What a making that was killed left behind was never anybody's vault.
        for leftover in presence.half_made(self._places.vault):
            shutil.rmtree(leftover, ignore_errors=True)
        making = presence.while_made(self._places.vault)
        try:
            keys = self._make(making, passphrase, name.strip(), tag)
        except BaseException:
            shutil.rmtree(making, ignore_errors=True)
            raise
        try:
            settle(self._places.vault)
            return self._opened(
                InstanceLock(self._places.vault), lambda: Opened(keys, used_backup=False)
            )
        except (OSError, DeviceFull) as error:
            raise DeviceFull(
                tr(
                    "The vault was made and its passphrase holds, but the disk is full or cannot "
                    "be written. Make room or check the disk, then try again: unlock the vault."
                )
            ) from error

    def unlock(self, passphrase: str) -> Unlocked:
        """Open the vault.

        Raises:
            NotFound: there is no vault.
            WrongPassphrase: the passphrase does not open it.
            VaultInUse: another instance has it open.
            VaultDamaged: the key file and its backup, or the database, are missing or damaged.
            VaultTooNew: written by a newer version of the app.
        """
        if not self.exists():
            self._require_key_file()
            raise NotFound(tr("There is no vault on this laptop yet: make one first."))
        lock = InstanceLock(self._places.vault)
        return self._opened(lock, lambda: keyfile.unlock(self._places.vault, passphrase))

    def look_into(self, passphrase: str) -> Unlocked:
        """Open the vault to be looked at, even while another instance has it open.

        Nothing in its folder is changed, mended or cleared; what would record is refused.

        Raises:
            NotFound: there is no vault.
            WrongPassphrase: the passphrase does not open it.
            VaultDamaged, VaultTooNew: as :meth:`unlock`.
            RuleViolation: it has to be opened once first; the text says why.
        """
        keys = keyfile.looked_into(self._places.vault, passphrase)
        with contextlib.ExitStack() as undoing:
            database = look_into_database(self._places.vault / DATABASE, keys.database)
            undoing.callback(database.close)
            unlocked = Unlocked(
                self._places,
                keys,
                database,
                None,
                self._now,
                self._cost,
                connect=self._connect,
                only_looks=True,
            )
            undoing.pop_all()
        return unlocked

    def _require_key_file(self) -> None:
        if (self._places.vault / DATABASE).exists():
            raise VaultDamaged(
                tr(
                    "The vault’s data are here, but its key file and the backup of that are "
                    "missing. Nothing was changed: put back a copy of {name}."
                ).format(name=keyfile.NAME)
            )

    def _opened(self, lock: InstanceLock, keys_of: Callable[[], Opened]) -> Unlocked:
        """Return the vault open, holding ``lock``; when anything fails the lock is let go."""
        with contextlib.ExitStack() as undoing:
            undoing.callback(lock.release)
            opened = keys_of()
            database = self._opened_database(opened.keys)
            undoing.callback(database.close)
            unlocked = Unlocked(
                self._places,
                opened.keys,
                database,
                lock,
                self._now,
                self._cost,
                used_backup=opened.used_backup,
                connect=self._connect,
            )
            undoing.pop_all()
        room.keep(self._places.vault)
        return unlocked

    def _opened_database(self, keys: VaultKeys) -> Database:
        """Return the database open, on a full disk by the room that was kept for that."""
        path = self._places.vault / DATABASE
        try:
            return open_database(path, keys.database)
        except DeviceFull:
            if not room.give_up(self._places.vault):
                raise
            return open_database(path, keys.database)

    def require_opening(self, passphrase: str) -> None:
        """Return if ``passphrase`` is the vault's; nothing is opened or changed.

        Raises:
            NotFound, WrongPassphrase, VaultDamaged, VaultTooNew: as :meth:`unlock`.
        """
        keyfile.require_opening(self._places.vault, passphrase)

    def change_passphrase(self, old: str, new: str) -> None:
        """Wrap the vault's key under a new passphrase; no data is encrypted anew.

        Raises:
            WrongPassphrase: ``old`` is not the passphrase.
            RuleViolation: ``new`` is too weak.
        """
        self._require_strong(new)
        keyfile.change_passphrase(self._places.vault, old, new, self._cost)

    def reset_passphrase(self, recovered: bytes, new: str) -> None:
        """Wrap the vault's key under a new passphrase by what base took out of the escrow slot.

        Raises:
            BadInput: it is not what base recovers, or of another vault.
            RuleViolation: ``new`` is too weak.
        """
        self._require_strong(new)
        keyfile.reset_passphrase(self._places.vault, recovered, new, self._cost)

    def _require_strong(self, passphrase: str) -> None:
        strength = self.strength(passphrase)
        if not strength.is_accepted:
            raise RuleViolation(
                tr("This passphrase is too easy to guess. {advice}").format(advice=strength.advice)
            )

    def _make(self, making: Path, passphrase: str, name: str, tag: str) -> VaultKeys:
        keys = keyfile.create(making, passphrase, self._cost)
        try:
            self._fill(making, keys, name, tag)
        except DeviceFull as error:
            raise DeviceFull(
                tr(
                    "The disk is full or cannot be written. No vault was made. Make room or check "
                    "the disk, then try again."
                )
            ) from error
        try:
            with contextlib.suppress(FileNotFoundError):
                (self._places.vault / "vault.lock").unlink()
                self._places.vault.rmdir()
            move_folder(making, self._places.vault)
        except OSError as error:
            raise refusal(error, tr("No vault was made.")) from error
        return keys

    def _fill(self, making: Path, keys: VaultKeys, name: str, tag: str) -> None:
        """Make the database, which knows its inspector and this laptop."""
        database = create_database(making / DATABASE, keys.database)
        try:
            device = Ed25519PrivateKey.generate()
            with database.begin() as work:
                person = PersonId(secrets.token_hex(16))
                work.people.name(person, name)
                work.settings.set("me", {"person": person, "initials": tag})
                work.settings.set("fold-version", FOLD_VERSION)
                work.settings.set("search-version", SEARCH_VERSION)
                wrapped = wrapped_with_key(
                    device.private_bytes_raw(), keys.device_wrap, _DEVICE_PURPOSE
                )
                work.settings.set("device", wrapped)
                work.commit()
        finally:
            database.close()


def _clear_up(blobs: BlobStore, read: Callable[[], UnitOfWork]) -> None:
    """Delete what interrupted work left among the evidence files."""
    # A disk that is full or cannot be written must not keep anybody out.
    with contextlib.suppress(DeviceFull), read() as work:
        blobs.clean_temporary()
        blobs.clear_unrecorded(lambda name: work.blobs.key_of(name) is not None)


def _shifted(progress: Progress | None, before: int, total: int) -> Progress | None:
    if progress is None:
        return None
    told = progress
    return lambda done, _: told(before + done, total)


def _actor(read: Callable[[], UnitOfWork], keys: VaultKeys) -> tuple[Inspector, Actor]:
    with read() as work:
        me, wrapped = work.settings.get("me"), work.settings.get("device")
        names = work.people.names()
    if not me or not wrapped:
        raise VaultDamaged(
            tr("The vault does not say whose it is. Nothing was changed: restore the last backup.")
        )
    key = Ed25519PrivateKey.from_private_bytes(
        unwrapped_with_key(wrapped, keys.device_wrap, _DEVICE_PURPOSE)
    )
    device = DeviceId(key.public_key().public_bytes_raw().hex())
    person = PersonId(me["person"])
    inspector = Inspector(person, names.get(person, ""), me["initials"])
    return inspector, Actor(device, key.sign, person, me["initials"])

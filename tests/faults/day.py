"""A day on a laptop: every service that writes, what it says is kept, and what is held to that."""

import hashlib
import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import text

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.errors import DeviceFull, VaultInUse, VaultLocked, WrongPassphrase
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import InspectionId, LineId, SectionId
from inspector_app.domain.sources import Interview, Source
from inspector_app.domain.values import Named
from inspector_app.services.reports import OwnIdentity
from inspector_app.services.vault import Unlocked
from inspector_app.storage import database
from inspector_app.sync.client import Connect
from inspector_app.vault import keyfile
from inspector_app.vault.instance import InstanceLock
from inspector_app.vault.keyfile import Opened
from tests.support.base import START, Shelf
from tests.support.commands import PIN
from tests.support.photos import a_photo
from tests.support.values import the_pack
from tests.support.vaults import PASSPHRASE, Clock, a_vault, an_inspection, vault_service

SECTION: Final = SectionId("CC-PO")
LINES: Final = [LineId(f"CC-PO-{number:02}") for number in range(1, 9)]
OTHER_PASSPHRASES: Final = ("five brown owls under the barn", "nine loud geese beyond the weir")

Tell = Callable[[dict[str, Any]], None]
"""Notes down, outside the disk that fails, what was said to be kept or what is being tried."""


@dataclass
class Kept:
    """What a laptop has said was kept, and what it was trying when it was stopped."""

    changes: set[str] = field(default_factory=set)
    at_base: set[str] = field(default_factory=set)
    """Changes recorded here of which base has said that it has them."""
    passphrases: list[str] = field(default_factory=lambda: [PASSPHRASE])
    """The one that was acknowledged last, and those tried since."""
    exported: set[str] = field(default_factory=set)
    """SHA-256 of the summary that was acknowledged last; empty: any genuine one may be there."""
    is_exported: bool = False
    gone: set[str] = field(default_factory=set)
    """Names of evidence files that a purge has said are destroyed."""

    def hear(self, told: dict[str, Any]) -> None:
        """Take in one thing told."""
        match told["told"]:
            case "trying passphrase":
                self.passphrases.append(told["passphrase"])
            case "trying export":
                self.exported = set()
            case "passphrase":
                self.passphrases = [told["passphrase"]]
            case "export":
                self.exported, self.is_exported = {told["sha256"]}, True
            case "purge":
                self.gone |= set(told["gone"])
            case "base":
                self.at_base |= set(told["changes"])
        self.changes |= set(told.get("changes", ()))


class Desk:
    """The laptop at work: each method is one act and tells what came of it."""

    def __init__(
        self,
        folder: Path,
        originals: Path,
        tell: Tell,
        connect: Connect | None,
        at_base: Callable[[], set[str]],
        chance: random.Random,
    ) -> None:
        """Sit down at a laptop that was prepared.

        Args:
            folder: on the disk that may fail.
            originals: where files to attach come from; not on that disk.
            tell: what was kept.
            connect: the way to base; None: a real one.
            at_base: returns the changes that base has.
            chance: decides what is written.
        """
        self._folder, self._originals, self._tell = folder, originals, tell
        self._service = vault_service(folder, Clock(START), connect)
        self._at_base, self._chance = at_base, chance
        self.passphrase = PASSPHRASE
        self.vault: Unlocked
        self.inspection: InspectionId

    def unlock(self, passphrase: str = PASSPHRASE, opened: Opened | None = None) -> None:
        """Open the vault and go on with the inspection there; what is opened need not be again."""
        self.passphrase = passphrase
        if opened is None:
            self.vault = self._service.unlock(passphrase)
        else:
            self.vault = self._service._opened(InstanceLock(self._service.folder), lambda: opened)
        self.vault.bring_up_to_date()
        (summary,) = self.vault.inspections.all()
        self.inspection = summary.id

    def close(self) -> None:
        """Lock the vault."""
        self.vault.close()

    def come_back(self) -> None:
        """Open the vault if what was refused has left it closed."""
        try:
            self.vault.inspections.all()
        except VaultLocked:
            self.unlock(self.passphrase)

    def act(self, name: str) -> None:
        """Do one of ``ACTS``."""
        getattr(self, name)()

    def answer(self) -> None:
        self.vault.inspections.answer(self.inspection, self._line(), Answer(note=self._words()))
        self._said("answer")

    def headline(self) -> None:
        self.vault.inspections.headline(self.inspection, SECTION, Headline(self._words()))
        self._said("headline")

    def account(self) -> None:
        chief = Source(Interview(), "Chief", roles=(Named("Chief constable", "chief-constable"),))
        recorded = self.vault.sources.record(self.inspection, chief)
        account = Account(self._line(), self._words(), source=recorded.id)
        self.vault.inspections.give_account(self.inspection, account)
        self._said("account")

    def evidence(self) -> None:
        number = self._chance.randrange(1 << 30)
        if self._chance.random() < 0.5:
            path = a_photo(self._originals, f"{number}.jpg", "2013:09:17 14:00:00")
        else:
            path = self._originals / f"{number}.bin"
            path.write_bytes(self._chance.randbytes(self._chance.choice([10, 5_000, 300_000])))
        (attached,) = self.vault.evidence.attach(self.inspection, [path], [self._line()], "kept")
        path.unlink()
        assert attached.item is not None, attached
        self._said("evidence")

    def export(self) -> None:
        target = summary_of(self._folder)
        self._tell({"told": "trying export"})
        signing = OwnIdentity(self.vault.reports.identities()[0].id, PIN)
        self.vault.reports.export(self.inspection, target, signing)
        digest = hashlib.sha256(target.read_bytes()).hexdigest()
        self._said("export", sha256=digest)

    def sync(self) -> None:
        """Bring something new to base."""
        self.answer()
        self.evidence()
        (came,) = self.vault.base_sync.sync([self.inspection]).inspections
        at_base = self._at_base()
        if came.is_synced:
            assert self._changes() <= at_base, "called synced, and is not"
        self._said("base", changes=sorted(at_base & self._changes()))

    def migration(self) -> None:
        """Open the vault as a newer version of the app opens one of the version before."""
        self.vault.close()
        made_older(self._folder, self.passphrase)
        self.unlock(self.passphrase)
        self._said("migration")

    def change_of_passphrase(self) -> None:
        others = [each for each in (PASSPHRASE, *OTHER_PASSPHRASES) if each != self.passphrase]
        newer = self._chance.choice(others)
        self._tell({"told": "trying passphrase", "passphrase": newer})
        try:
            self._service.change_passphrase(self.passphrase, newer)
        except DeviceFull as error:
            if "The new passphrase" in str(error):
                self.passphrase = newer
            keyfile.require_opening(self._folder / "vault", self.passphrase)
            raise
        self.passphrase = newer
        self._tell({"told": "passphrase", "passphrase": newer})

    def purge(self) -> None:
        content = self._chance.randbytes(3_000)
        self.vault.evidence.attach_bytes(self.inspection, "spilled.bin", content)
        sha256 = hashlib.sha256(content).hexdigest()
        items = self.vault.inspections.standing(self.inspection).evidence()
        (item,) = (each for each in items if each.file.sha256 == sha256)
        name = self.vault.evidence._blobs.name_of(self.inspection, item.file.sha256)
        self._said("evidence")
        about = subject(Subject.EVIDENCE, item.id)
        plan = self.vault.journal.plan_purge(self.inspection, about)
        self.vault.journal.purge(plan, "spilled-material", "Marked too highly")
        self._said("purge", gone=[name])

    def reopening(self) -> None:
        self.vault.close()
        self.unlock(self.passphrase)

    def _said(self, what: str, **more: Any) -> None:
        self._tell({"told": what, "changes": sorted(self._changes()), **more})

    def _changes(self) -> set[str]:
        return changes_of(self.vault, self.inspection)

    def _line(self) -> LineId:
        return self._chance.choice(LINES)

    def _words(self) -> str:
        return f"Told {self._chance.randrange(1 << 30)}. " * self._chance.choice([1, 1, 30])


ACTS: Final = (
    "answer", "account", "headline", "evidence", "export", "sync", "migration",
    "change_of_passphrase", "purge", "reopening",
)  # fmt: skip


def prepared(folder: Path, connect: Connect | None, join: Callable[[Unlocked], None]) -> None:
    """Make a vault in ``folder`` that has joined base, with one inspection."""
    vault = a_vault(folder, Clock(START), connect=connect)
    switched = {section.id: section.id == SECTION for section in the_pack().sections}
    an_inspection(vault, switched=switched)  # few pages to set
    join(vault)
    summary_of(folder).parent.mkdir()
    vault.close()


def joining(shelf: Shelf) -> Callable[[Unlocked], None]:
    """Return how a vault joins a base."""

    def join(vault: Unlocked) -> None:
        invitation = vault.base.read_invitation(shelf.invitation("laptop").model_dump_json())
        vault.base.join(invitation, "Jo Smith", PIN, PASSPHRASE)

    return join


def summary_of(folder: Path) -> Path:
    """Return where summaries are exported to."""
    return folder / "out" / "summary.pdf"


def changes_of(vault: Unlocked, inspection: InspectionId) -> set[str]:
    """Return what is in the journal."""
    with vault._database.read() as work:
        return set(work.journal.ids(inspection))


def require_kept(folder: Path, kept: Kept) -> tuple[str, Opened]:
    """Open the vault as after a cut: it opens, all that was told is there, and it goes on.

    Returns the passphrase that holds, and what it opens.
    """
    passphrase, opened = _opened(folder, kept.passphrases)
    vault = vault_service(folder)._opened(_locked(folder), lambda: opened)
    try:
        vault.bring_up_to_date()
        (summary,) = vault.inspections.all()
        inspection = summary.id
        lost = (kept.changes | kept.at_base) - changes_of(vault, inspection)
        assert not lost, f"lost {len(lost)} acknowledged changes"
        assert vault.checks.glance() == ()
        assert vault.checks.check(inspection).is_sound
        for item in vault.inspections.standing(inspection).evidence():
            vault.evidence.check(inspection, item.file.sha256)
            if item.file.thumbnail is not None:
                vault.evidence.check(inspection, item.file.thumbnail.sha256)
        _require_nothing_dangling(vault, kept)
        _require_exported(vault, folder, kept)
        vault.inspections.answer(inspection, LINES[0], Answer(note="The next morning."))
    finally:
        vault.close()
    return passphrase, opened


def _opened(folder: Path, passphrases: list[str]) -> tuple[str, Opened]:
    for passphrase in reversed(passphrases):
        with suppress(WrongPassphrase):
            return passphrase, keyfile.unlock(folder / "vault", passphrase)
    raise AssertionError("no passphrase that could hold opens the vault")


def _locked(folder: Path) -> InstanceLock:
    """Return the lock of the vault, once the helpers of killed work are dead as well."""
    deadline = time.monotonic() + 5
    while True:
        try:
            return InstanceLock(folder / "vault")
        except VaultInUse:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _require_nothing_dangling(vault: Unlocked, kept: Kept) -> None:
    with vault._database.read() as work:
        known = work.blobs.names()
    there = set(vault.evidence._blobs.names())
    assert known <= there, "evidence rows without a file"
    assert there <= known, "evidence files without a row, that nobody cleans"
    assert not kept.gone & there, "a purge said that it destroyed what is still there"
    assert vault.evidence._blobs.leftovers() == []


def _require_exported(vault: Unlocked, folder: Path, kept: Kept) -> None:
    target = summary_of(folder)
    if not target.exists():
        assert not kept.is_exported, "an acknowledged summary is gone"
        return
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    if digest not in kept.exported:
        assert not kept.exported, "another summary than the one that was acknowledged"
        assert vault.reports.verify(target).verdict.exit_code == 0


def made_older(folder: Path, passphrase: str) -> None:
    """Bring a closed vault back to the form that the version of the app before this one gave it."""
    keys = keyfile.unlock(folder / "vault", passphrase).keys
    older = database.open_database(folder / "vault" / "vault.db", keys.database)
    try:
        with older.begin() as work:
            for statement in (
                "DROP TABLE passage", "DROP TABLE found", "DROP TABLE file_read",
                "UPDATE alembic_version SET version_num = '0001'",
            ):  # fmt: skip
                work.journal._connection.execute(text(statement))
            work.settings.set("search-version", None)
            work.commit()
    finally:
        older.close()

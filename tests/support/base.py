"""Laptops that have joined a base: real vaults, real server code, and a network in between."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx2
from fastapi.testclient import TestClient
from sqlalchemy import select

from inspector_app.domain.answers import Answer
from inspector_app.domain.ids import DeviceId, InspectionId, LineId
from inspector_app.server import enrolling, held, teams
from inspector_app.server.app import create_app
from inspector_app.server.base import Base
from inspector_app.server.enrolling import Inviting
from inspector_app.server.places.folder import Folder
from inspector_app.server.settings import begin_epoch
from inspector_app.server.tables import change, member
from inspector_app.services.base_rounds import OfRound, Round
from inspector_app.services.vault import Unlocked
from inspector_app.sync.wire import Invitation
from tests.server.support import Clock as BaseClock
from tests.server.support import a_base
from tests.server.web.served import served
from tests.support.commands import PIN
from tests.support.vaults import PASSPHRASE, Clock, a_vault, vault_service

LINE, OTHER = LineId("CC-PO-01"), LineId("CC-PO-02")
START = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


class BaseLaptop:
    """One laptop that has joined: its open vault, and the clock it goes by."""

    def __init__(self, vault: Unlocked, folder: Path, clock: Clock, shelf: "Shelf") -> None:
        self.vault = vault
        self.folder = folder
        self.clock = clock
        self._shelf = shelf

    @property
    def device(self) -> DeviceId:
        return self.vault.team.device

    def sync(self) -> Round:
        """Sync with base."""
        return self.vault.base_sync.sync()

    def synced(self, inspection: InspectionId) -> OfRound:
        """Sync one inspection alone, and return what came of it."""
        (came,) = self.vault.base_sync.sync([inspection]).inspections
        return came

    def answer(self, inspection: InspectionId, note: str, line: LineId = LINE) -> None:
        """Answer a line with a note."""
        self.vault.inspections.answer(inspection, line, Answer(note=note))

    def notes(self, inspection: InspectionId, line: LineId = LINE) -> list[str]:
        """Return the notes of all versions on a line, sorted."""
        versions = self.vault.inspections.standing(inspection).answer(line).versions
        return sorted(held.value.note for held in versions if held.value)

    def closed(self) -> None:
        """Lock the vault."""
        self.vault.close()

    def changes(self, inspection: InspectionId) -> set[str]:
        """Return the changes that are here and taken in."""
        return {change.id for change in self.vault.inspections.history(inspection)}

    def reopened(self) -> "BaseLaptop":
        """Unlock the vault of this laptop's folder, whatever it holds now."""
        service = vault_service(self.folder, self.clock, self._shelf.connect)
        self.vault = service.unlock(PASSPHRASE)
        return self


@dataclass
class Shelf:
    """A base with what is needed to go on with it: its clock, and the way to it."""

    base: Base
    clock: BaseClock
    http: httpx2.Client
    address: str = "http://localhost"
    is_away: bool = False
    laptops: list[BaseLaptop] = field(default_factory=list)

    def connect(self, _authority: str | None) -> AbstractContextManager[httpx2.Client]:
        """Give the way to base, or none while it is away."""
        if self.is_away:
            return httpx2.Client(transport=httpx2.MockTransport(_no_route))
        return nullcontext(self.http)

    def invitation(self, label: str, **given: object) -> Invitation:
        """Return a new invitation."""
        inviting = Inviting(label, address=self.address, **given)  # type: ignore[arg-type]
        with self.base.database.begin() as connection:
            now_ms = self.base.now_ms()
            return enrolling.invite(self.base.keys, connection, inviting, now_ms, "the test")

    def laptop(
        self, folder: Path, initials: str, allotted: str | None = None, **given: object
    ) -> BaseLaptop:
        """Return a laptop with a new vault that has joined; base may allot other initials."""
        clock = Clock(self.clock.time)
        place = folder / initials
        vault = a_vault(place, clock, initials, self.connect)
        laptop = BaseLaptop(vault, place, clock, self)
        self.laptops.append(laptop)
        self.joined(laptop, f"laptop {initials}", initials=allotted, **given)
        return laptop

    def joined(self, laptop: BaseLaptop, label: str, **given: object) -> None:
        """Let a laptop join."""
        text = self.invitation(label, **given).model_dump_json()
        invitation = laptop.vault.base.read_invitation(text)
        laptop.vault.base.join(invitation, f"Inspector {label}", PIN, PASSPHRASE)

    def copied(self, laptop: BaseLaptop, name: str) -> BaseLaptop:
        """Return a laptop of the same vault, as a copied or restored disk has it, locked."""
        place = laptop.folder.with_name(name)
        laptop.closed()
        shutil.copytree(laptop.folder, place)
        laptop.reopened()
        clock = Clock(laptop.clock.time)
        return BaseLaptop(laptop.vault, place, clock, self)

    def backup(self) -> bytes:
        """Return base's database as it is."""
        path = self.base.folder / "base.db"
        with sqlite3.connect(path) as live, sqlite3.connect(":memory:") as copy:
            live.backup(copy)
            return copy.serialize()

    def restore(self, content: bytes) -> None:
        """Put base's database back to what it was: a new epoch begins."""
        self.base.database.close()
        path = self.base.folder / "base.db"
        # Through SQLite: under a file that is replaced, a request that is still ending would find,
        # or make, another one.
        beside = path.with_name("put-back.db")
        beside.write_bytes(content)
        with closing(sqlite3.connect(beside)) as kept, closing(sqlite3.connect(path)) as live:
            kept.backup(live)
        for each in path.parent.glob("put-back.db*"):
            each.unlink()
        with self.base.database.begin() as connection:
            begin_epoch(connection)

    def remove(self, inspection: InspectionId, laptop: BaseLaptop) -> None:
        """Take a laptop off a team, as the administrator does."""
        with self.base.database.begin(inspection) as connection:
            teams.remove(connection, inspection, laptop.device, self.base.now_ms())

    def revoke(self, laptop: BaseLaptop) -> None:
        """Revoke a laptop, as the administrator does."""
        with self.base.database.begin() as connection:
            teams.revoke(connection, laptop.device, self.base.now_ms())

    def changes(self, inspection: InspectionId) -> set[str]:
        """Return the changes that base holds, those that are kept apart not among them."""
        with self.base.database.read() as connection:
            wanted = select(change.c.id).where(change.c.inspection == inspection)
            return {row[0] for row in connection.execute(wanted)}

    def forgotten(self, inspection: InspectionId) -> set[DeviceId]:
        """Return the laptops that said that they hold an inspection no more."""
        with self.base.database.read() as connection:
            wanted = select(member.c.device).where(
                member.c.inspection == inspection, member.c.forgot_ms.is_not(None)
            )
            return {DeviceId(row[0]) for row in connection.execute(wanted)}

    def held(self, inspection: InspectionId) -> dict[str, str]:
        """Return what base keeps apart, with the reason of each."""
        with self.base.database.read() as connection:
            return {each.change.id: each.reason for each in held.waiting(connection, inspection)}

    def add(self, inspection: InspectionId, laptop: BaseLaptop, role: str = "inspector") -> None:
        """Put a laptop into a team, as the administrator does."""
        with self.base.database.begin(inspection) as connection:
            teams.add(connection, inspection, laptop.device, role, self.base.now_ms())


@contextmanager
def a_shelf(folder: Path) -> Iterator[Shelf]:
    """Give a base that is up, and lock all of its laptops at the end."""
    clock = BaseClock(START)
    place = folder / "base"
    place.mkdir()
    objects = Folder(place / "files")
    base = a_base(place, f"sqlite:///{place / 'base.db'}", clock, objects)
    with TestClient(create_app(base), base_url="http://localhost") as http:
        shelf = Shelf(base, clock, http)
        try:
            yield shelf
        finally:
            for laptop in shelf.laptops:
                laptop.vault.close()
            base.database.close()


@contextmanager
def a_served_base(folder: Path) -> Iterator[Invitation]:
    """Give an invitation to a base that can be reached over this machine's own network."""
    place = folder / "base"
    place.mkdir()
    clock = BaseClock(datetime.now(UTC))
    base = a_base(place, f"sqlite:///{place / 'base.db'}", clock, Folder(place / "files"))
    try:
        with served(base) as address:
            inviting = Inviting("laptop", address=address)
            with base.database.begin() as connection:
                now_ms = base.now_ms()
                invitation = enrolling.invite(base.keys, connection, inviting, now_ms, "the test")
            yield invitation
    finally:
        base.database.close()


def _no_route(_: httpx2.Request) -> httpx2.Response:
    raise httpx2.ConnectError("no route to base")

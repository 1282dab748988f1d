"""A base and three laptops to which everything happens that can: a bad network, crashes, copies."""

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import combinations
from pathlib import Path

import httpx2

from inspector_app.domain.ids import ChainId, InspectionId
from inspector_app.server import database as base_database
from inspector_app.server.app import create_app
from inspector_app.server.backup_place import newest
from inspector_app.server.backups import back_up
from inspector_app.server.opening import opened_base
from inspector_app.server.restoring import restore
from inspector_app.services.recording import Recording
from inspector_app.storage import database as vault_database
from tests.server.support import Clock as BaseClock
from tests.server.support import a_base
from tests.support.base import START, BaseLaptop, Shelf
from tests.support.inside import Inside, without_threads
from tests.support.laptops import introduced
from tests.support.vaults import PASSPHRASE, Clock, an_inspection, vault_service

FAST = {"JS": timedelta(0), "AM": timedelta(minutes=7), "KT": timedelta(minutes=-3)}
"""The laptops by their inspectors' initials, and how far their clocks are before base's."""


class Fault(StrEnum):
    """What may become of one request."""

    DROPPED = "dropped"
    """It never reached base."""
    UNANSWERED = "unanswered"
    """Base did what was asked; its answer was lost."""
    DOUBLED = "doubled"
    """It reached base twice."""
    LATE = "late"
    """It reached base long after the laptop had given it up, behind others."""
    CUT = "cut"
    """Its answer was cut off in the middle."""
    MANGLED = "mangled"
    """Some bytes of its body were others when it reached base."""
    CRASHED = "crashed"
    """The laptop was switched off before it had the answer."""


class SwitchedOff(BaseException):
    """The laptop is off, whatever it was doing."""


class Network(httpx2.BaseTransport):
    """The way to base; what is in ``faults`` befalls one request after the other, None none."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self.faults: list[Fault | None] = []
        self._late: list[httpx2.Request] = []

    def deliver_late(self) -> None:
        """Let what was on its way all the time arrive."""
        while self._late:
            self._through(self._late.pop())

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        fault = self.faults.pop(0) if self.faults else None
        request.read()
        if fault is Fault.DROPPED:
            raise httpx2.ConnectError("no route", request=request)
        if fault is Fault.LATE:
            self._late.append(request)
            raise httpx2.ReadTimeout("no answer", request=request)
        if fault is Fault.MANGLED and request.content:
            request = _mangled(request)
        answer = self._through(request)
        if fault is Fault.DOUBLED:
            self._through(request)
        elif fault is Fault.UNANSWERED:
            raise httpx2.ReadError("cut off", request=request)
        elif fault is Fault.CRASHED:
            raise SwitchedOff
        elif fault is Fault.CUT:
            return _cut(answer, request)
        return answer

    def _through(self, request: httpx2.Request) -> httpx2.Response:
        again = httpx2.Request(
            request.method, request.url, headers=request.headers, content=request.content
        )
        return self._world.inside.handle_request(again)


class _Broken(httpx2.SyncByteStream):
    def __init__(self, content: bytes, request: httpx2.Request) -> None:
        self._content = content
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        yield self._content
        raise httpx2.RemoteProtocolError("ended before its end", request=self._request)


@dataclass(frozen=True)
class Stand:
    """How a base and its laptops stood once, as folders of which any number of worlds is made."""

    folder: Path
    initials: tuple[str, ...]
    inspection: InspectionId
    time: datetime
    """By base's clock."""

    @contextmanager
    def again(self, folder: Path, inside: Inside) -> Iterator["World"]:
        """Give a world that stands so, in a new folder."""
        shutil.copytree(self.folder, folder)
        with _a_world(folder, inside, self.time) as world:
            for initials in self.initials:
                clock = Clock(self.time + FAST[initials])
                vault = vault_service(folder / initials, clock, world.connect).unlock(PASSPHRASE)
                world.laptops.append(BaseLaptop(vault, folder / initials, clock, world))
            yield world


@dataclass
class Photograph:
    """A laptop's disk at one moment, and where its app was in its chains."""

    folder: Path
    chains: dict[InspectionId, ChainId]


@dataclass
class World(Shelf):
    """A base in a folder of its own, its backups, and what became of its laptops."""

    folder: Path = field(kw_only=True)
    inside: Inside = field(kw_only=True)
    network: Network = field(init=False)
    photographs: dict[int, Photograph] = field(default_factory=dict)
    bases: int = 0
    opened: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        self.network = Network(self)

    def connect(self, _authority: str | None) -> AbstractContextManager[httpx2.Client]:
        return httpx2.Client(transport=self.network, base_url="http://localhost")

    def close(self) -> None:
        """Lock all laptops and stop base."""
        for laptop in self.laptops:
            laptop.closed()
        self.opened.close()

    # Laptops

    def sync(self, who: int, inspection: InspectionId, faults: list[Fault | None]) -> None:
        """Sync, whatever befalls it on the way; a laptop that was switched off starts again."""
        self.network.faults = list(faults)
        try:
            self.laptops[who].vault.base_sync.sync([inspection])
        except SwitchedOff:
            self.restart(who)
        finally:
            self.network.faults = []

    def restart(self, who: int) -> None:
        self.laptops[who].closed()
        self.laptops[who].reopened()

    def photograph(self, who: int) -> None:
        """Copy a laptop's disk while it runs, as a virtual machine's is."""
        laptop = self.laptops[who]
        kept = self.folder / f"photograph-{who}"
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(laptop.folder, kept)
        self.photographs[who] = Photograph(kept, dict(_recording(laptop)._chains))

    def put_back(self, who: int, *, still_running: bool) -> None:
        """Put a laptop's disk back; ``still_running``: with the app going on as it was then."""
        photograph = self.photographs.get(who)
        if photograph is None:
            return
        laptop = self.laptops[who]
        laptop.closed()
        shutil.rmtree(laptop.folder)
        shutil.copytree(photograph.folder, laptop.folder)
        laptop.reopened()
        if still_running:
            _recording(laptop)._chains = dict(photograph.chains)

    def swap(self, who: int, *, still_running: bool) -> None:
        """Go on with the photograph of a laptop, and keep its disk as it is now as another one."""
        photograph, laptop = self.photographs[who], self.laptops[who]
        chains = dict(_recording(laptop)._chains)
        laptop.closed()
        aside = photograph.folder.with_name(f"aside-{who}")
        photograph.folder.rename(aside)
        laptop.folder.rename(photograph.folder)
        aside.rename(laptop.folder)
        laptop.reopened()
        if still_running:
            _recording(laptop)._chains = dict(photograph.chains)
        self.photographs[who] = Photograph(photograph.folder, chains)

    # Base

    def back_up(self) -> None:
        """Make a backup; the one before it goes."""
        back_up(self.base, self.folder / "backups", keep=1)

    def put_base_back(self) -> None:
        """Put base back to its last backup, if there is one, in a new folder."""
        place = self.folder / "backups"
        if not place.exists():
            return
        self.bases += 1
        folder = self.folder / f"base-{self.bases}"
        restore(newest(place), folder, {}, self.clock.now(), old_base=self.base.folder)
        old = self.base
        self.opened.close()
        self.base = self.inside.base = self.opened.enter_context(
            opened_base(folder, {}, self.clock.now)
        )
        shutil.rmtree(old.folder)

    def later(self, days: float) -> None:
        """Let base's time go on."""
        self.clock.move(timedelta(days=days))


@contextmanager
def stands(folder: Path) -> Iterator[tuple[Inside, Stand, Stand]]:
    """Give the way into a base, and two stands of it with three laptops that have joined.

    In the first of them an inspection was begun on the first laptop and is nowhere else; in the
    second all three work on it, and all hold it.
    """
    with without_threads(), _statements_kept(), ExitStack() as opened:
        making = folder / "making"
        place = making / "base-0"
        place.mkdir(parents=True)
        base = a_base(place, f"sqlite:///{place / 'base.db'}", BaseClock(START))
        app = create_app(base)
        base.database.close()
        inside = Inside(app)
        opened.callback(inside.close)
        with _a_world(making, inside, START) as world:
            for initials, fast in FAST.items():
                world.laptop(making, initials).clock.time += fast
            for one, other in combinations(world.laptops, 2):
                introduced(one, other)  # type: ignore[arg-type]
            inspection = an_inspection(world.laptops[0].vault)
        begun = _kept(making, folder / "begun", inspection)
        with begun.again(folder / "levelling", inside) as world:
            world.laptops[0].sync()
            for laptop in world.laptops[1:]:
                world.add(inspection, laptop)
                laptop.sync()
            for laptop in world.laptops:
                laptop.sync()
        yield inside, begun, _kept(folder / "levelling", folder / "level", inspection)


@contextmanager
def _statements_kept() -> Iterator[None]:
    """Let a database that is opened again know the statements that it compiled before."""
    with ExitStack() as undone:
        for module in (base_database, vault_database):
            undone.callback(setattr, module, "_engine", module._engine)
            module._engine = lru_cache(maxsize=32)(module._engine)  # type: ignore[attr-defined]
        yield


def _kept(made: Path, folder: Path, inspection: InspectionId) -> Stand:
    made.rename(folder)
    return Stand(folder, tuple(FAST), inspection, START)


@contextmanager
def _a_world(folder: Path, inside: Inside, time: datetime) -> Iterator[World]:
    """Give a world around the base in a folder, no laptops in it yet."""
    clock = BaseClock(time)
    opened = ExitStack()
    base = opened.enter_context(opened_base(folder / "base-0", {}, clock.now))
    inside.base = base
    inside.is_dawdling = False
    http = httpx2.Client(transport=inside, base_url="http://localhost")
    world = World(base, clock, http, folder=folder, inside=inside, opened=opened)
    try:
        yield world
    finally:
        world.close()


def _recording(laptop: BaseLaptop) -> Recording:
    return laptop.vault.inspections._recording


def _mangled(request: httpx2.Request) -> httpx2.Request:
    content = bytearray(request.content)
    content[len(content) // 2] ^= 1
    return httpx2.Request(
        request.method, request.url, headers=request.headers, content=bytes(content)
    )


def _cut(answer: httpx2.Response, request: httpx2.Request) -> httpx2.Response:
    content = answer.read()
    stream = _Broken(content[: len(content) // 2], request)
    return httpx2.Response(answer.status_code, headers=answer.headers, stream=stream)

"""Changes for tests, really linked and signed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import (
    AnswerRecorded,
    Body,
    InspectionDescribed,
    Subject,
    subject,
)
from inspector_app.domain.changes.chain import ChainHead, Recorder, linked
from inspector_app.domain.changes.change import NO_PREVIOUS, Change
from inspector_app.domain.changes.clock import Stamp
from inspector_app.domain.dates import read
from inspector_app.domain.ids import (
    ChainId,
    ChangeId,
    DeviceId,
    InspectionId,
    PersonId,
    Sha256,
)
from inspector_app.domain.inspection import Details, PackPin
from inspector_app.domain.values import Named

INSPECTION = InspectionId("1" * 32)
PACK = Sha256("c" * 64)
LINE = subject(Subject.ANSWER, "CC-PO-01")


@dataclass
class Laptop:
    """One device that records in one chain; the same name gives the same key, ids and salts."""

    name: str = "a"
    inspection: InspectionId = INSPECTION
    now_ms: int = 1_379_322_000_000
    """16 September 2013, 09:00 UTC."""
    recorded: list[Change] = field(default_factory=list)
    pack: Sha256 = PACK

    def __post_init__(self) -> None:
        seed = hashlib.sha256(self.name.encode()).digest()
        self.key = Ed25519PrivateKey.from_private_bytes(seed)
        self.device = DeviceId(self.key.public_key().public_bytes_raw().hex())
        self.begin_chain(1)

    @property
    def person(self) -> PersonId:
        """Whose acts are recorded on it."""
        return PersonId(hashlib.sha256(b"person" + self.name.encode()).hexdigest()[:32])

    def begin_chain(self, number: int) -> None:
        """Go on in another chain, as in another session of the app."""
        previous = self.recorded[-1].id if self.recorded else NO_PREVIOUS
        id_ = hashlib.sha256(f"{self.name}/{number}".encode()).hexdigest()[:32]
        self.head = ChainHead(ChainId(id_), 0, previous)

    def record(
        self,
        body: Body,
        about: str = LINE,
        supersedes: Iterable[ChangeId | Change] = (),
        undoes: ChangeId | None = None,
    ) -> Change:
        """Record a change, a millisecond after the one before."""
        self.now_ms += 1
        recorder = Recorder(
            inspection=self.inspection,
            device=self.device,
            author=self.person,
            time_ms=self.now_ms,
            last_stamp=self.recorded[-1].header.stamp if self.recorded else Stamp(0),
            pack=self.pack,
            sign=self.key.sign,
        )
        salt = hashlib.sha256(f"{self.name}/{len(self.recorded)}".encode()).digest()[:16]
        seen = [each.id if isinstance(each, Change) else each for each in supersedes]
        change = linked(self.head, recorder, about, body, seen, salt, undoes)
        self.head = ChainHead(self.head.chain, change.header.sequence, change.id)
        self.recorded.append(change)
        return change

    def answer(
        self, note: str, supersedes: Iterable[ChangeId | Change] = (), about: str = LINE
    ) -> Change:
        """Record an answer that holds a note."""
        return self.record(AnswerRecorded(Answer(note=note)), about, supersedes)

    def begin(self) -> Change:
        """Record the particulars that begin the inspection."""
        details = Details(
            Named("Cambridgeshire"), PackPin("spr-2012", "1.0.0", self.pack), read("Sept 2013")
        )
        return self.record(InspectionDescribed(details), subject(Subject.INSPECTION))

"""What this laptop holds of an inspection, and what a team-mate's last said that it holds."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inspector_app.domain.changes.bodies import EvidenceAdded
from inspector_app.domain.changes.change import Change
from inspector_app.domain.ids import ChainId, ChangeId, DeviceId, InspectionId, PersonId, Sha256
from inspector_app.services import damage
from inspector_app.storage.journal_reading import Tallied
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.sync import wire
from inspector_app.sync.plan import Held, Vector, vector

_PERSON = re.compile(rb"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class File:
    """A file that a change names, on this laptop or not."""

    sha256: Sha256
    size_bytes: int | None
    """None: a thumbnail, of which no change tells the size."""

    @property
    def is_thumbnail(self) -> bool:
        """Whether it is the small picture of another file."""
        return self.size_bytes is None


@dataclass(frozen=True, slots=True)
class Heard:
    """What another laptop last said that it holds of an inspection."""

    time_ms: int
    """By its own clock."""
    vector: Vector
    lacks: frozenset[Sha256]


def tallied(
    work: UnitOfWork, inspection: InspectionId, let_in: Iterable[DeviceId]
) -> tuple[Tallied, ...]:
    """Return the changes of those who are let in; strangers' are neither told nor handed on."""
    devices = frozenset(let_in)
    return tuple(each for each in work.journal.tally(inspection) if each.device in devices)


def held(tally: Iterable[Tallied]) -> tuple[Held, ...]:
    """Return what the plan works on."""
    return tuple(Held(each.change, each.chain, each.sequence, each.follows) for each in tally)


def files_of(changes: Iterable[Change]) -> dict[Sha256, File]:
    """Return the files that changes name, purged ones apart."""
    found: dict[Sha256, File] = {}
    for change in changes:
        if isinstance(change.body, EvidenceAdded):
            file = change.body.file
            if file.thumbnail is not None:
                found.setdefault(file.thumbnail.sha256, File(file.thumbnail.sha256, None))
            # An original may be somebody's thumbnail; its size is known then.
            found[file.sha256] = File(file.sha256, file.size_bytes)
    return found


def files_known(work: UnitOfWork, inspection: InspectionId) -> dict[Sha256, File]:
    """Return the files that changes kept here name."""
    return files_of(work.journal.changes(inspection, kinds=[EvidenceAdded.KIND]))


def told(work: UnitOfWork, inspection: InspectionId, tally: Iterable[Tallied]) -> wire.OfInspection:
    """Return what is told of an inspection to those who share it."""
    mine = vector(held(tally))
    lacks = [
        sha256
        for sha256 in files_known(work, inspection)
        if not damage.is_whole_here(work, inspection, sha256)
    ]
    return wire.OfInspection(
        lines={chain: (end[0], end[1]) for chain, end in mine.lines.items()},
        loose={chain: tuple(sorted(ids)) for chain, ids in mine.loose.items()},
        lacks=tuple(sorted(lacks)),
    )


def hear(work: UnitOfWork, device: DeviceId, state: wire.State) -> None:
    """Remember what another laptop says that it holds; it may be less than it said before."""
    for inspection, said in state.inspections.items():
        form = {"time_ms": state.time_ms, **said.model_dump(mode="json")}
        work.settings.set(_heard(InspectionId(inspection), device), form)


def heard(work: UnitOfWork, inspection: InspectionId, device: DeviceId) -> Heard | None:
    """Return what a laptop last said; None: it never said anything."""
    form = work.settings.get(_heard(inspection, device))
    if form is None:
        return None
    lines = {ChainId(c): (int(n), ChangeId(tip)) for c, (n, tip) in form["lines"].items()}
    loose = {ChainId(c): frozenset(map(ChangeId, ids)) for c, ids in form["loose"].items()}
    return Heard(form["time_ms"], Vector(lines, loose), frozenset(map(Sha256, form["lacks"])))


def names_in(work: UnitOfWork, inspections: Iterable[InspectionId]) -> Mapping[PersonId, str]:
    """Return the names of those whom the inspections mention, as authors or in what is said."""
    names = work.people.names()
    mentioned: set[str] = set()
    for inspection in inspections:
        for author, subject, body in work.journal.raw_parts(inspection):
            mentioned.add(author)
            for raw in (subject.encode(), body or b""):
                mentioned.update(each.decode() for each in _PERSON.findall(raw))
    return {person: name for person, name in names.items() if person in mentioned}


def digest_of(names: Mapping[PersonId, str]) -> str:
    """Return what alters when any of the names does; hexadecimal."""
    text = json.dumps(sorted(names.items()))
    return hashlib.sha256(text.encode()).hexdigest()


def learn(work: UnitOfWork, people: wire.People) -> None:
    """Keep names that are not known here; one that is known, or was erased, stays as it is."""
    names, erased = work.people.names(), work.people.erased()
    for each, name in people.names.items():
        person = PersonId(each)
        if person not in names and person not in erased:
            work.people.name(person, name)


def _heard(inspection: InspectionId, device: DeviceId) -> str:
    return f"heard/{inspection}/{device}"

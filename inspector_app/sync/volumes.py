"""A bundle for base or from it: transfer files of limited size, each sound by itself.

The manifest of a volume declares every member beforehand, so that the reader knows what it will
come to before it unpacks anything, and refuses what is more, less or other than was declared. Files
bring the changes that name them along, so that volumes may be read in any order.
"""

import hashlib
import io
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

from inspector_app.domain.changes.signer import Sign
from inspector_app.domain.errors import BadInput
from inspector_app.domain.ids import ChangeId, Sha256
from inspector_app.sync import transfer, wire
from inspector_app.sync.transfer import Arriving, CancelledOf, Member, Opened
from inspector_app.texts import tr

MOST_BYTES = 2 * 1024**3
"""Of one volume: sticks as they are sold end at 4 GB a file."""
PACK, PACKS = transfer.PACK, transfer.PACKS
RECEIPT, MEMBERSHIP, PEOPLE = "receipt.json", "membership.json", "people.json.gz"
_STRETCH = 128 * wire.PART_SIZE
"""Of a file that is larger than a volume: as many of the parts in which base takes it."""
_AT_ONCE = 500
"""Changes in one member."""
_PLAIN_AT_ONCE = 4 * 1024 * 1024
_OVERHEAD = 2048
"""Of a member at most: its header, its padding, its line in the manifest."""
_SPARED = 4 * 1024 * 1024
"""For manifest, encryption and signature."""
_FILE = re.compile(r"files/([0-9a-f]{64})\.([1-9]\d{0,4})of([1-9]\d{0,4})")
_SPACE_FOR_SMALL = 64
"""Members besides files and the changes that name them."""


# Writing


@dataclass(frozen=True, slots=True)
class Cargo:
    """A member of a volume, to be written."""

    declared: wire.Declared
    content: Callable[[], Iterable[bytes]]
    """Gives the same bytes as often as it is asked."""
    changes: tuple[ChangeId, ...] = ()
    """Which it holds."""
    companions: frozenset[ChangeId] = frozenset()
    """Changes without which the reader could not place it."""


@dataclass(frozen=True, slots=True)
class Travelling:
    """A file that is to travel."""

    sha256: Sha256
    size_bytes: int
    named_by: frozenset[ChangeId]
    """Changes that tell of it."""


@dataclass(frozen=True, slots=True)
class Load:
    """What is to travel of one inspection, and how its bytes are come by."""

    changes: Sequence[ChangeId]
    line: Callable[[ChangeId], bytes]
    """Gives a change as it travels; the same as often as it is asked."""
    files: Sequence[Travelling] = ()
    read: Callable[[Sha256, int, int], Iterator[bytes]] = lambda _sha256, _start, _size: iter(())
    """Gives a file's bytes: from where on, and how many."""
    first: Sequence[Cargo] = ()
    """For the first volume."""
    every: Sequence[Cargo] = ()
    """For each of them."""
    admissions: frozenset[ChangeId] = frozenset()
    """Changes that let laptops in: nothing of theirs can be taken in before."""
    purges: frozenset[ChangeId] = frozenset()
    """Changes that destroyed what others said, which ``bare`` ones cannot be taken in without."""
    bare: frozenset[ChangeId] = frozenset()


def plain(name: str, content: bytes) -> Cargo:
    """Return a small member that travels as it is."""
    return _cargo(name, content, len(content))


def packs(copies: Mapping[Sha256, bytes], begun: Sha256) -> tuple[Cargo, ...]:
    """Return the checklists of an inspection as members, the one that it began with by its name."""
    return tuple(
        plain(PACK if each == begun else f"{PACKS}{each}", copies[each]) for each in copies
    )


def packed(name: str, content: bytes) -> Cargo:
    """Return a small member that travels packed."""
    return _cargo(name, transfer.packed(content), len(content))


def filled(load: Load, most: int = MOST_BYTES) -> list[tuple[Cargo, ...]]:
    """Return what goes into each volume: changes first, then files in the order that was given.

    Args:
        load: what is to travel.
        most: bytes of one volume.
    """
    room = max(most - _SPARED, wire.PART_SIZE + _OVERHEAD)
    volumes = [_Filling(load, room, [*load.first, *load.every])]
    for cargo in itertools.chain(_changes(load, load.changes), _files(load, room)):
        if not volumes[-1].takes(cargo):
            volumes.append(_Filling(load, room, [*load.every]))
        volumes[-1].add(cargo)
    return [volume.closed() for volume in volumes]


def write(
    target: Path,
    manifest: wire.Manifest,
    cargo: Sequence[Cargo],
    recipients: Sequence[str],
    sign: Sign,
    cancelled: CancelledOf | None = None,
) -> int:
    """Write one volume, whole or not at all, and return its size in bytes.

    Args:
        target: what it is called.
        manifest: what it is, its members left out.
        cargo: these.
        recipients: age keys, the reader's first.
        sign: with the writer's key.
        cancelled: asked between pieces.

    Raises:
        Cancelled: ``cancelled`` said so; nothing is left.
        OSError: the folder cannot be written; nothing is left.
    """
    if manifest.volume is None:
        raise ValueError(manifest.kind)
    volume = manifest.volume.model_copy(
        update={"members": tuple(each.declared for each in cargo)},
    )
    whole = manifest.model_copy(
        update={"volume": volume, "changes": sum(len(each.changes) for each in cargo)}
    )
    members = (
        Member(each.declared.name, each.declared.size_bytes, each.content()) for each in cargo
    )
    return transfer.write(target, whole, members, recipients, sign, cancelled)


def size_of(cargo: Iterable[Cargo]) -> int:
    """Return about how many bytes a volume will have."""
    return _SPARED + sum(each.declared.size_bytes + _OVERHEAD for each in cargo)


@dataclass(slots=True)
class _Filling:
    """One volume while it is put together."""

    load: Load
    room: int
    cargo: list[Cargo]
    size: int = 0
    carried: set[ChangeId] = field(default_factory=set)
    companions: set[ChangeId] = field(default_factory=set)
    beside: int = 0
    """Bytes of the companions, unpacked."""

    def __post_init__(self) -> None:
        self.size = sum(each.declared.size_bytes + _OVERHEAD for each in self.cargo)

    def takes(self, cargo: Cargo) -> bool:
        """Return whether there is room; an empty volume takes anything."""
        if not (self.carried or self.companions) and len(self.cargo) <= _SPACE_FOR_SMALL:
            return True
        beside = self.beside + self._beside(cargo.companions - self.companions)
        wanted = self.size + cargo.declared.size_bytes + _OVERHEAD + beside
        most = wire.MOST_MEMBERS - _SPACE_FOR_SMALL - (len(self.companions) // _AT_ONCE)
        return wanted <= self.room and len(self.cargo) < most

    def add(self, cargo: Cargo) -> None:
        """Put one more into it."""
        self.beside += self._beside(cargo.companions - self.companions)
        self.cargo.append(cargo)
        self.size += cargo.declared.size_bytes + _OVERHEAD
        self.carried |= set(cargo.changes)
        self.companions |= cargo.companions

    def closed(self) -> tuple[Cargo, ...]:
        """Return its members, those first without which others could not be placed."""
        lacking = sorted(self.companions - self.carried)
        beside = _changes(self.load, lacking, first=len(self.cargo) + 1, are_companions=True)
        is_file = [holds_file(each.declared.name) for each in self.cargo]
        small = [each for each, is_ in zip(self.cargo, is_file, strict=True) if not is_]
        files = [each for each, is_ in zip(self.cargo, is_file, strict=True) if is_]
        return (*small, *beside, *files)

    def _beside(self, changes: Iterable[ChangeId]) -> int:
        return sum(len(self.load.line(each)) for each in changes if each not in self.carried)


def _changes(
    load: Load, changes: Iterable[ChangeId], first: int = 1, *, are_companions: bool = False
) -> Iterator[Cargo]:
    """Yield members of changes, numbered from ``first`` on."""
    for number, group in enumerate(_grouped(load, changes), first):
        ids = tuple(group)
        text = b"\n".join(group.values())
        bare = not are_companions and not load.bare.isdisjoint(ids)
        companions = (load.admissions | load.purges) if bare else load.admissions
        yield Cargo(
            _declared(f"changes/{number:06}.ndjson.gz", transfer.packed(text), len(text)),
            lambda ids=ids: (transfer.packed(b"\n".join(map(load.line, ids))),),  # type: ignore[misc]
            ids,
            frozenset() if are_companions else companions - set(ids),
        )


def _grouped(load: Load, changes: Iterable[ChangeId]) -> Iterator[dict[ChangeId, bytes]]:
    group: dict[ChangeId, bytes] = {}
    size = 0
    for each in changes:
        line = load.line(each)
        if group and (len(group) == _AT_ONCE or size + len(line) >= _PLAIN_AT_ONCE):
            yield group
            group, size = {}, 0
        group[each] = line
        size += len(line) + 1
    if group:
        yield group


def _files(load: Load, room: int) -> Iterator[Cargo]:
    for file in load.files:
        step = file.size_bytes
        if step + _OVERHEAD > room:
            step = min(_STRETCH, (room - _OVERHEAD) // wire.PART_SIZE * wire.PART_SIZE)
        count = max(1, -(-file.size_bytes // step)) if step else 1
        for number in range(1, count + 1):
            start = (number - 1) * step
            size = min(step, file.size_bytes - start)
            sha256 = file.sha256 if count == 1 else _hash(load.read(file.sha256, start, size))
            yield Cargo(
                wire.Declared(
                    name=f"files/{file.sha256}.{number}of{count}",
                    size_bytes=size,
                    sha256=sha256,
                    plain_bytes=size,
                ),
                lambda file=file, start=start, size=size: load.read(file.sha256, start, size),  # type: ignore[misc]
                companions=file.named_by | load.admissions,
            )


def _cargo(name: str, content: bytes, plain_bytes: int) -> Cargo:
    return Cargo(_declared(name, content, plain_bytes), lambda: (content,))


def _declared(name: str, content: bytes, plain_bytes: int) -> wire.Declared:
    digest = hashlib.sha256(content).hexdigest()
    return wire.Declared(name=name, size_bytes=len(content), sha256=digest, plain_bytes=plain_bytes)


def _hash(content: Iterable[bytes]) -> str:
    hashed = hashlib.sha256()
    for part in content:
        hashed.update(part)
    return hashed.hexdigest()


# Reading


@dataclass(frozen=True, slots=True)
class Stretch:
    """A file within a volume, or a part of one, by the name of its member."""

    sha256: Sha256
    number: int
    """From 1."""
    count: int


def pack_of(name: str, begun: str) -> Sha256 | None:
    """Return which checklist a member of this name holds; None: it holds none.

    Args:
        name: of the member.
        begun: the checklist that the inspection began with.
    """
    if name == PACK:
        return Sha256(begun)
    return Sha256(name.removeprefix(PACKS)) if name.startswith(PACKS) else None


def holds_changes(name: str) -> bool:
    """Return whether a member of this name holds changes."""
    return name.startswith("changes/")


def holds_file(name: str) -> bool:
    """Return whether a member of this name holds a file or a part of one."""
    return name.startswith("files/")


def stretch_of(name: str) -> Stretch:
    """Return what a member of this name holds.

    Raises:
        BadInput: no file.
    """
    found = _FILE.fullmatch(name)
    if found is None or int(found[2]) > int(found[3]):
        raise BadInput(tr("holds a part that does not belong there"))
    return Stretch(Sha256(found[1]), int(found[2]), int(found[3]))


def volume_of(file: Opened) -> wire.Volume:
    """Return what a transfer file says of itself as a volume.

    Raises:
        BadInput: it is none, or contradicts itself.
    """
    volume = file.manifest.volume
    if volume is None or file.manifest.inspection is None or file.manifest.pack is None:
        raise BadInput(tr("is not one of those that go to base or come from there"))
    if volume.volumes is not None and volume.number > volume.volumes:
        raise BadInput(tr("is numbered beyond the last of its bundle"))
    names = [each.name for each in volume.members]
    if len(set(names)) != len(names):
        raise BadInput(tr("declares a part twice"))
    return volume


def members(file: Opened) -> Iterator[tuple[wire.Declared, Arriving]]:
    """Yield the members, each to be read before the next one is asked for, once.

    What is left of one is read to its end, so that every byte is checked.

    Raises:
        BadInput: one is not as it was declared, none was declared, or one is lacking; the text is
            the rest of a sentence.
    """
    expected = iter(volume_of(file).members)
    for arriving in file.members:
        declared = next(expected, None)
        if declared is None or declared.name != arriving.name:
            raise BadInput(tr("holds a part that it does not declare"))
        if declared.size_bytes != arriving.size:
            raise BadInput(tr("holds a part of another size than it declares"))
        hashed = _Hashed(arriving.stream)
        yield declared, Arriving(arriving.name, arriving.size, cast("BinaryIO", hashed))
        hashed.finish()
        if hashed.digest.hexdigest() != declared.sha256:
            raise BadInput(tr("holds a part that is not the one it declares"))
    if next(expected, None) is not None:
        raise BadInput(tr("lacks a part that it declares"))


def text_of(declared: wire.Declared, arriving: Arriving) -> bytes:
    """Return a packed member unpacked, as far as it was declared to go and no further.

    Raises:
        BadInput: it comes to more or less, or is not packed.
    """
    limit = min(declared.plain_bytes, transfer.PLAIN_LIMIT)
    content = transfer.unpacked(transfer.whole(arriving), max(limit, 1))
    if len(content) != declared.plain_bytes:
        raise BadInput(tr("comes to less than it declares"))
    return content


class _Hashed(io.RawIOBase):
    """Reads on, and hashes what was read."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        part = self._stream.read(size)
        self.digest.update(part)
        return part

    def readinto(self, buffer: Any) -> int:
        part = self.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)

    def finish(self) -> None:
        while self.read(128 * 1024):
            pass

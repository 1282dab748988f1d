"""A bundle's volumes: each is sound by itself, and nothing gets in that was not declared."""

import hashlib
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.domain.errors import BadInput
from inspector_app.domain.ids import ChangeId, DeviceId, Sha256
from inspector_app.sync import transfer, volumes, wire
from inspector_app.sync.transfer import Member
from inspector_app.sync.volumes import Cargo, Load, Travelling

LAPTOP, BASE = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
READER, ESCROW, STRANGER = (pyrage.x25519.Identity.generate() for _ in range(3))
SMALL = 24 * 1024 * 1024
"""Bytes of a volume, so that several are needed soon."""


def device(key: Ed25519PrivateKey) -> DeviceId:
    return DeviceId(key.public_key().public_bytes_raw().hex())


def manifest(number: int = 1, volumes: int | None = 1) -> wire.Manifest:
    return wire.Manifest(
        kind="volume",
        sender=device(LAPTOP),
        recipient=device(BASE),
        inspection="b" * 32,
        pack="c" * 64,
        volume=wire.Volume(
            bundle="d" * 32,
            number=number,
            volumes=volumes,
            epoch="e" * 32,
            time_ms=1,
            vector=wire.VectorForm(),
            authorised_by="A. Lead",
            stick="SPR-07",
            members=(),
        ),
    )


def line(change: ChangeId) -> bytes:
    return b'{"change":"' + change.encode() + b'"}'


def changes(count: int) -> list[ChangeId]:
    return [ChangeId(hashlib.sha256(str(n).encode()).hexdigest()) for n in range(count)]


CONTENT = {
    Sha256(hashlib.sha256(content).hexdigest()): content
    for content in (
        random.Random(n).randbytes(size) for n, size in enumerate((10, 9 << 20, 40 << 20))
    )
}


def read(sha256: Sha256, start: int, size: int) -> Iterator[bytes]:
    yield CONTENT[sha256][start : start + size]


def written(path: Path, cargo: tuple[Cargo, ...], said: wire.Manifest | None = None) -> Path:
    recipients = [str(each.to_public()) for each in (READER, ESCROW)]
    volumes.write(path, said or manifest(), cargo, recipients, LAPTOP.sign)
    return path


def found(path: Path, identity: pyrage.x25519.Identity = READER) -> dict[str, bytes]:
    with transfer.opened(path, device(BASE), (device(LAPTOP),), str(identity)) as file:
        return {declared.name: each.stream.read() for declared, each in volumes.members(file)}


def test_each_volume_brings_the_changes_that_its_files_and_laptops_are_known_by() -> None:
    ids = changes(1200)
    sizes = {sha256: len(content) for sha256, content in CONTENT.items()}
    files = [
        Travelling(sha256, sizes[sha256], frozenset({ids[n]})) for n, sha256 in enumerate(sizes)
    ]
    load = Load(ids, line, files, read, admissions=frozenset({ids[700]}))
    filled = volumes.filled(load, SMALL)
    assert len(filled) > 2
    assert {change for cargo in filled[0] for change in cargo.changes} == set(ids)
    for volume in filled:
        carried = {change for cargo in volume for change in cargo.changes}
        assert carried >= {change for cargo in volume for change in cargo.companions}
        assert volumes.size_of(volume) <= SMALL
    named = [cargo.declared.name for volume in filled for cargo in volume]
    parts = [volumes.stretch_of(name) for name in named if volumes.holds_file(name)]
    assert {each.sha256 for each in parts} == set(CONTENT)
    assert max(each.count for each in parts) == 3


def test_what_is_bare_brings_the_purges_that_made_it_so() -> None:
    ids = changes(501)
    load = Load(ids, line, purges=frozenset({ids[500]}), bare=frozenset({ids[0]}))
    first = volumes.filled(load)[0]
    assert first[0].companions == {ids[500]}
    assert first[1].companions == set()


def test_a_volume_is_read_as_it_was_written_by_base_and_by_who_holds_the_recovery_key(
    tmp_path: Path,
) -> None:
    (sha256, content), *_ = CONTENT.items()
    load = Load(
        changes(3),
        line,
        [Travelling(sha256, len(content), frozenset())],
        read,
        first=(volumes.plain("pack", b"pack"), volumes.packed("people.json.gz", b"{}")),
    )
    (cargo,) = volumes.filled(load)
    path = written(tmp_path / "a.inspx", cargo)
    held = found(path)
    assert held == found(path, ESCROW)
    assert held[f"files/{sha256}.1of1"] == content
    assert transfer.unpacked(held["changes/000001.ndjson.gz"]).split(b"\n") == [
        *map(line, changes(3))
    ]
    with pytest.raises(BadInput, match="decrypted"):
        found(path, STRANGER)


def hostile(
    path: Path,
    *members: Member,
    declared: tuple[wire.Declared, ...],
    said: wire.Manifest | None = None,
) -> Path:
    """A volume of a known laptop whose manifest and members are what is given."""
    whole = said or manifest()
    assert whole.volume is not None
    whole = whole.model_copy(
        update={"volume": whole.volume.model_copy(update={"members": declared})}
    )
    transfer.write(path, whole, members, (str(READER.to_public()),), LAPTOP.sign)
    return path


def declaring(name: str, content: bytes, **other: object) -> wire.Declared:
    cargo = volumes.plain(name, content).declared
    return cargo.model_copy(update=other)


PACK = Member("pack", 4, (b"pack",))
WRONG: dict[str, tuple[tuple[Member, ...], tuple[wire.Declared, ...], str]] = {
    "an undeclared member": ((PACK,), (), "does not declare"),
    "a declared member that is absent": (
        (PACK,),
        (declaring("pack", b"pack"), declaring("receipt.json", b"{}")),
        "lacks a part",
    ),
    "another content": ((PACK,), (declaring("pack", b"pa_k"),), "not the one"),
    "another size": ((PACK,), (declaring("pack", b"pack!"),), "another size"),
    "another order": (
        (PACK, Member("receipt.json", 2, (b"{}",))),
        (declaring("receipt.json", b"{}"), declaring("pack", b"pack")),
        "does not declare",
    ),
    "a member twice": (
        (PACK, PACK),
        (declaring("pack", b"pack"), declaring("pack", b"pack")),
        "twice",
    ),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_volume_that_is_not_as_its_manifest_says_is_refused(tmp_path: Path, kind: str) -> None:
    written, declared, reason = WRONG[kind]
    with pytest.raises(BadInput, match=reason):
        found(hostile(tmp_path / "a.inspx", *written, declared=declared))


def test_a_volume_numbered_beyond_its_bundle_or_without_its_particulars_is_refused(
    tmp_path: Path,
) -> None:
    for said in (
        manifest(3, 2),
        manifest().model_copy(update={"inspection": None}),
        manifest().model_copy(update={"pack": None}),
    ):
        with pytest.raises(BadInput):
            found(hostile(tmp_path / "a.inspx", declared=(), said=said))
    assert found(hostile(tmp_path / "b.inspx", declared=(), said=manifest(3, None))) == {}


def unpacked(path: Path) -> list[bytes]:
    with transfer.opened(path, device(BASE), (device(LAPTOP),), str(READER)) as file:
        return [volumes.text_of(declared, each) for declared, each in volumes.members(file)]


@pytest.mark.parametrize(
    "plain_bytes", [1, 1 << 20, (40 << 20) + 1, 2**31], ids=lambda each: f"{each} bytes declared"
)
def test_what_unpacks_to_other_than_was_signed_is_refused_early(
    tmp_path: Path, plain_bytes: int
) -> None:
    bomb = transfer.packed(bytes(40 << 20))
    name = "changes/000001.ndjson.gz"
    declared = declaring(name, bomb, plain_bytes=plain_bytes)
    path = hostile(tmp_path / "a.inspx", Member(name, len(bomb), (bomb,)), declared=(declared,))
    with pytest.raises(BadInput, match="than it"):
        unpacked(path)


def test_nothing_is_unpacked_where_nothing_was_declared(tmp_path: Path) -> None:
    name = "changes/000001.ndjson.gz"
    empty, some = transfer.packed(b""), transfer.packed(b"some")
    path = hostile(
        tmp_path / "a.inspx",
        Member(name, len(empty), (empty,)),
        declared=(declaring(name, empty, plain_bytes=0),),
    )
    assert unpacked(path) == [b""]
    path = hostile(
        tmp_path / "b.inspx",
        Member(name, len(some), (some,)),
        declared=(declaring(name, some, plain_bytes=0),),
    )
    with pytest.raises(BadInput):
        unpacked(path)


def _header_fields() -> list[int]:
    """Return a byte of every field of the outside, and a spread over what is within."""
    fields = [0, 15, 16, 47, 48, 79]
    age = [80, 95, 130, 200, 260, 330, 420]
    return [*fields, *age, *range(1000, 260_000, 37_777), -65, -64, -32, -1]


def test_one_changed_bit_refuses_a_volume_wherever_it_is(tmp_path: Path) -> None:
    content = bytes(250_000)
    cargo = volumes.plain("pack", content)
    path = written(tmp_path / "a.inspx", (cargo,))
    sound = path.read_bytes()
    for at in _header_fields():
        damaged = bytearray(sound)
        damaged[at] ^= 1 << (at % 8)
        path.write_bytes(damaged)
        with pytest.raises(BadInput):
            found(path)
    path.write_bytes(sound)
    assert found(path) == {"pack": content}


def _boundaries(size: int) -> list[int]:
    age_header = 80 + 400
    chunks = [age_header + n * (65536 + 16) for n in range(1, 4)]
    return [
        0,
        15,
        16,
        48,
        79,
        80,
        143,
        144,
        200,
        age_header,
        *chunks,
        size - 65,
        size - 64,
        size - 1,
    ]


@pytest.mark.parametrize("is_signed_anew", [False, True], ids=["as it is", "and signed anew"])
def test_a_volume_that_ends_too_early_is_refused_wherever_that_is(
    tmp_path: Path, is_signed_anew: bool
) -> None:
    path = written(tmp_path / "a.inspx", (volumes.plain("pack", bytes(250_000)),))
    sound = path.read_bytes()
    header = sound.index(b"\n--- ")
    payload = sound.index(b"\n", header + 1) + 1 + 16
    boundaries = [*_boundaries(len(sound)), payload, *(payload + n * 65552 for n in range(1, 4))]
    for kept in boundaries:
        cut = sound[:kept]
        if is_signed_anew:
            digest = hashlib.sha256(b"spr-transfer-file/1\0" + cut).digest()
            cut += LAPTOP.sign(digest)
        path.write_bytes(cut)
        if is_signed_anew and kept == len(sound) - 64:
            assert found(path) == {"pack": bytes(250_000)}
            continue
        with pytest.raises(BadInput):
            found(path)


STALE: dict[str, Callable[[wire.Manifest], wire.Manifest]] = {
    "a volume without its particulars": lambda each: each.model_copy(update={"volume": None}),
    "changes with a volume's particulars": lambda each: each.model_copy(update={"kind": "changes"}),
}


@pytest.mark.parametrize("kind", STALE)
def test_a_manifest_that_is_of_two_kinds_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.inspx"
    transfer.write(path, STALE[kind](manifest()), (), (str(READER.to_public()),), LAPTOP.sign)
    with pytest.raises(BadInput, match="manifest cannot be read"):
        found(path)


def test_a_manifest_of_more_members_than_a_volume_has_is_refused(tmp_path: Path) -> None:
    one = declaring("pack", b"")
    many = tuple(one for _ in range(wire.MOST_MEMBERS + 1))
    with pytest.raises(BadInput, match="manifest cannot be read"):
        found(hostile(tmp_path / "a.inspx", declared=many))

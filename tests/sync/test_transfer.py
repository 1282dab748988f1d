"""The transfer file: what is written is read, and nothing hostile gets further than a sentence."""

import hashlib
import io
import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.domain.errors import BadInput, Cancelled
from inspector_app.domain.ids import DeviceId
from inspector_app.sync import transfer
from inspector_app.sync.transfer import MAGIC, Member
from inspector_app.sync.wire import Manifest

SENDER, STRANGER, READER = (
    Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2, 3)
)
IDENTITY = pyrage.x25519.Identity.generate()
FILE = "files/" + "a" * 64 + ".1of1"


def device(key: Ed25519PrivateKey) -> DeviceId:
    return DeviceId(key.public_key().public_bytes_raw().hex())


ME, KNOWN = device(READER), (device(SENDER),)
MANIFEST = Manifest(kind="files", sender=device(SENDER), recipient=ME, inspection="b" * 32)


def written(path: Path, *members: Member, key: Ed25519PrivateKey = SENDER) -> Path:
    manifest = MANIFEST.model_copy(update={"sender": device(key)})
    transfer.write(path, manifest, members, (str(IDENTITY.to_public()),), key.sign)
    return path


def read(path: Path, identity: str = str(IDENTITY)) -> dict[str, bytes]:
    with transfer.opened(path, ME, KNOWN, identity) as file:
        return {each.name: each.stream.read() for each in file.members}


def sealed(path: Path, plain: bytes, key: Ed25519PrivateKey = SENDER) -> Path:
    """A file of a known laptop that holds what no laptop would write."""
    content = MAGIC + bytes.fromhex(device(key)) + bytes.fromhex(ME)
    content += pyrage.encrypt(plain, [IDENTITY.to_public()])
    digest = hashlib.sha256(b"spr-transfer-file/1\0" + content).digest()
    path.write_bytes(content + key.sign(digest))
    return path


def tar(*members: tuple[tarfile.TarInfo, bytes], manifest: bytes | None = None) -> bytes:
    first = tarfile.TarInfo("manifest.json")
    said = MANIFEST.model_dump_json().encode() if manifest is None else manifest
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for info, content in ((first, said), *members):
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def info(name: str, kind: bytes = tarfile.REGTYPE) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type = kind
    return made


def test_what_is_written_is_read(tmp_path: Path) -> None:
    content = bytes(range(256)) * 2000
    path = written(tmp_path / "a.inspx", Member(FILE, len(content), (content[:7], content[7:])))
    assert read(path) == {FILE: content}
    label = transfer.label_of(path)
    assert label is not None
    assert (label.sender, label.recipient) == (device(SENDER), ME)


def test_without_this_app_age_and_tar_open_it(tmp_path: Path) -> None:
    path = written(tmp_path / "a.inspx", Member(FILE, 3, (b"abc",)))
    plain = pyrage.decrypt(path.read_bytes()[80:-64], [IDENTITY])
    with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
        assert archive.getnames() == ["manifest.json", FILE]
        found = archive.extractfile(FILE)
        assert found is not None
        assert found.read() == b"abc"


@pytest.mark.parametrize("at", [5, 20, 60, 100, 300, -70, -1])
def test_one_changed_bit_anywhere_refuses_the_file(tmp_path: Path, at: int) -> None:
    path = written(tmp_path / "a.inspx", Member(FILE, 3, (b"abc",)))
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    with pytest.raises(BadInput):
        read(path)


@pytest.mark.parametrize("kept", [0, 10, 80, 143, 200, -1])
def test_a_file_that_is_cut_off_is_refused(tmp_path: Path, kept: int) -> None:
    path = written(tmp_path / "a.inspx", Member(FILE, 100_000, (bytes(100_000),)))
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(BadInput):
        read(path)


def test_strangers_files_and_those_for_others_are_not_opened(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="not known"):
        read(written(tmp_path / "a.inspx", key=STRANGER))
    path = written(tmp_path / "b.inspx")
    with (
        pytest.raises(BadInput, match="another reader"),
        transfer.opened(path, device(STRANGER), KNOWN, str(IDENTITY)),
    ):
        pass
    with pytest.raises(BadInput, match="decrypted"):
        read(path, str(pyrage.x25519.Identity.generate()))


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a path": lambda: tar((info("../../etc/passwd"), b"x")),
    "a link": lambda: tar((info(FILE, tarfile.SYMTYPE), b"")),
    "a device": lambda: tar((info(FILE, tarfile.CHRTYPE), b"")),
    "a long name": lambda: tar((info("././@LongLink", tarfile.GNUTYPE_LONGNAME), bytes(100_000))),
    "a pax header": lambda: tar((info("pax", tarfile.XHDTYPE), b"11 path=a/b\n" * 100_000)),
    "a large manifest": lambda: tar(manifest=b"{" + b" " * 100_000 + b"}"),
    "no manifest": lambda: tar()[1024:],
    "another kind": lambda: tar(manifest=MANIFEST.model_dump_json().replace("files", "x").encode()),
    "a newer version": lambda: tar(
        manifest=MANIFEST.model_dump_json().replace('"version":1', '"version":2').encode()
    ),
    "other keys inside": lambda: tar(
        manifest=MANIFEST.model_copy(update={"sender": device(STRANGER)}).model_dump_json().encode()
    ),
    "no end": lambda: tar()[:1024],
    "half a member": lambda: tar((info(FILE), b"abc"))[:1600],
    "more after the end": lambda: tar() + b"x" * 600,
    "nothing": lambda: b"",
    "noise": lambda: bytes(range(256)) * 40,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_no_laptop_would_write_is_refused_though_it_is_signed(
    tmp_path: Path, kind: str
) -> None:
    path = sealed(tmp_path / "a.inspx", HOSTILE[kind]())
    with pytest.raises(BadInput):
        read(path)


def test_text_is_unpacked_no_further_than_its_limit() -> None:
    bomb = transfer.packed(bytes(40 * 1024 * 1024))
    assert len(bomb) < 100_000
    with pytest.raises(BadInput, match="more than it may"):
        transfer.unpacked(bomb)
    assert transfer.unpacked(transfer.packed(b"abc")) == b"abc"
    for wrong in (b"", b"abc", transfer.packed(b"abc")[:-1], transfer.packed(b"abc") + b"x"):
        with pytest.raises(BadInput):
            transfer.unpacked(wrong)
    with pytest.raises(BadInput):
        transfer.unpacked(zlib.compress(b"abc"))


def test_what_was_not_read_of_a_member_is_passed_over(tmp_path: Path) -> None:
    second = FILE.replace("a", "c")
    path = written(
        tmp_path / "a.inspx",
        Member(FILE, 300_000, (bytes(300_000),)),
        Member(second, 3, (b"abc",)),
    )
    with transfer.opened(path, ME, KNOWN, str(IDENTITY)) as file:
        found = [
            each.stream.read(1) if each.name == FILE else each.stream.read()
            for each in file.members
        ]
    assert found == [b"\0", b"abc"]


def test_a_file_changed_between_its_signature_and_its_end_is_refused(tmp_path: Path) -> None:
    content = bytes(3_000_000)
    path = written(tmp_path / "a.inspx", Member(FILE, len(content), (content,)))
    size = path.stat().st_size
    with transfer.opened(path, ME, KNOWN, str(IDENTITY)) as file:
        with path.open("r+b") as same:
            same.seek(size - 1000)
            same.write(b"x" * 100)
        with pytest.raises(BadInput):
            list(file.members)


def test_stopping_leaves_nothing_and_a_source_that_fails_says_why(tmp_path: Path) -> None:
    target = tmp_path / "a.inspx"
    wanted = (str(IDENTITY.to_public()),)

    def failing() -> bytes:
        raise OSError(5, "Input/output error")

    with pytest.raises(Cancelled):
        transfer.write(target, MANIFEST, (), wanted, SENDER.sign, lambda: True)
    with pytest.raises(OSError, match="Input/output"):
        transfer.write(
            target,
            MANIFEST,
            [Member(FILE, 3, (failing() for _ in range(1)))],
            wanted,
            SENDER.sign,
        )
    with pytest.raises(BadInput, match="changed"):
        transfer.write(target, MANIFEST, [Member(FILE, 4, (b"abc",))], wanted, SENDER.sign)
    assert list(tmp_path.iterdir()) == []

"""Opening what comes by a stick: in a child process that can use up nothing of base's."""

import hashlib
import tarfile
from pathlib import Path

import pyrage
import pytest

from inspector_app.domain.errors import BadInput
from inspector_app.server.unpacking import Limits, Unpacked, unpacked
from inspector_app.sync import transfer, volumes
from inspector_app.sync.transfer import MAGIC
from tests.sync.test_transfer import info, tar
from tests.sync.test_volumes import (
    BASE,
    CONTENT,
    LAPTOP,
    READER,
    changes,
    declaring,
    device,
    hostile,
    line,
    manifest,
    read,
    written,
)


def opened(path: Path, tmp_path: Path, limits: Limits | None = None) -> Unpacked:
    folder = tmp_path / f"staging-{len(list(tmp_path.iterdir()))}-{path.stem}"
    folder.mkdir(exist_ok=True)
    return unpacked(path, folder, device(BASE), (device(LAPTOP),), str(READER), limits)


def test_a_sound_volume_lies_there_unpacked_member_by_member(tmp_path: Path) -> None:
    (sha256, content), *_ = CONTENT.items()
    load = volumes.Load(
        changes(3), line, [volumes.Travelling(sha256, len(content), frozenset())], read
    )
    (cargo,) = volumes.filled(load)
    found = opened(written(tmp_path / "a.inspx", cargo), tmp_path)
    assert found.volume.stick == "SPR-07"
    names = [each.name for each in found.volume.members]
    assert names == ["changes/000001.ndjson.gz", f"files/{sha256}.1of1"]
    assert found.path_of(0).read_bytes() == b"\n".join(map(line, changes(3)))
    assert found.path_of(1).read_bytes() == content


def test_a_file_that_is_not_the_one_it_is_named_by_is_refused(tmp_path: Path) -> None:
    name = "files/" + "a" * 64 + ".1of1"
    member = transfer.Member(name, 3, (b"abc",))
    path = hostile(tmp_path / "a.inspx", member, declared=(declaring(name, b"abc"),))
    with pytest.raises(BadInput, match="named by"):
        opened(path, tmp_path)


def sealed(path: Path, plain: bytes) -> Path:
    """A file of a known laptop for base that holds what no laptop would write."""
    content = MAGIC + bytes.fromhex(device(LAPTOP)) + bytes.fromhex(device(BASE))
    content += pyrage.encrypt(plain, [READER.to_public()])
    digest = hashlib.sha256(b"spr-transfer-file/1\0" + content).digest()
    path.write_bytes(content + LAPTOP.sign(digest))
    return path


def test_headers_and_manifests_of_any_length_are_refused_within_the_memory_allowed(
    tmp_path: Path,
) -> None:
    said = manifest().model_dump_json().encode()
    giant = bytes(40 * 1024 * 1024)
    for plain in (
        tar((info("pax", tarfile.XHDTYPE), giant), manifest=said),
        tar(manifest=b'{"a":"' + b"x" * (40 * 1024 * 1024) + b'"}'),
        tar(manifest=b"[" * 4_000_000),
    ):
        with pytest.raises(BadInput):
            opened(sealed(tmp_path / "a.inspx", plain), tmp_path)
    assert not list(tmp_path.glob("staging*/*"))


@pytest.mark.parametrize(
    "what",
    [
        info("../../etc/passwd"),
        info("/etc/passwd"),
        info("changes/../x"),
        info("pack", tarfile.SYMTYPE),
        info("pack", tarfile.LNKTYPE),
        info("pack", tarfile.DIRTYPE),
    ],
    ids=lambda each: f"{each.name} {each.type.decode()}",
)
def test_a_path_or_a_link_leads_nowhere(tmp_path: Path, what: tarfile.TarInfo) -> None:
    plain = tar((what, b""), manifest=manifest().model_dump_json().encode())
    with (
        pytest.raises(BadInput, match="does not belong"),
        transfer.opened(
            sealed(tmp_path / "a.inspx", plain), device(BASE), (device(LAPTOP),), str(READER)
        ) as file,
    ):
        list(file.members)


def test_a_child_that_needs_more_than_it_may_is_ended_and_told(tmp_path: Path) -> None:
    too_much = volumes.packed("changes/000001.ndjson.gz", bytes(31 << 20))
    path = written(tmp_path / "b.inspx", (too_much,))
    with pytest.raises(BadInput, match="more memory"):
        opened(path, tmp_path, Limits(memory_bytes=80 << 20))
    with pytest.raises(BadInput, match="longer"):
        opened(path, tmp_path, Limits(wall_seconds=0.01))


def test_an_unknown_device_and_another_base_are_told_apart_from_damage(tmp_path: Path) -> None:
    path = written(tmp_path / "a.inspx", (volumes.plain("pack", b"pack"),))
    (tmp_path / "staging").mkdir()
    with pytest.raises(BadInput, match="another reader"):
        unpacked(path, tmp_path / "staging", device(LAPTOP), (device(LAPTOP),), str(READER))
    with pytest.raises(BadInput, match="not known"):
        unpacked(path, tmp_path / "staging", device(BASE), (), str(READER))
    with pytest.raises(FileNotFoundError):
        opened(tmp_path / "nothing.inspx", tmp_path)

"""The kept copy of a pack: the same bytes for the same content, and as good as the folder."""

import json
import os
import shutil
from pathlib import Path

import pytest

from inspector_app.domain.errors import PackDamaged
from inspector_app.packs.archive import archived, digest, opened
from inspector_app.packs.reader import read_pack
from tests.packs.small_pack import FILES, written


def test_a_copy_opens_without_the_folder_and_is_the_same_pack(tmp_path: Path) -> None:
    folder = written(tmp_path / "small")
    pack = read_pack(folder)
    copy = archived(folder)
    shutil.rmtree(folder)
    assert opened(copy) == pack


def test_the_digest_of_the_copy_is_the_packs_own(tmp_path: Path) -> None:
    folder = written(tmp_path / "small")
    assert digest(archived(folder)) == read_pack(folder).sha256
    assert len(read_pack(folder).sha256) == 64


def test_place_time_and_line_ends_do_not_change_the_copy(tmp_path: Path) -> None:
    here = archived(written(tmp_path / "here"))
    folder = written(tmp_path / "elsewhere" / "deep")
    for path in folder.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
        os.utime(path, (0, 0))
    (folder / "pack.schema.json").write_text("{}")
    (folder / "Notes.txt").write_text("not of the pack")
    assert archived(folder) == here


@pytest.mark.parametrize("name", sorted(FILES))
def test_any_change_of_content_changes_the_digest(tmp_path: Path, name: str) -> None:
    before = digest(archived(written(tmp_path / "small")))
    path = tmp_path / "small" / name
    path.write_text(path.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    assert digest(archived(tmp_path / "small")) != before


def test_a_copy_keeps_its_bytes_from_version_to_version(tmp_path: Path) -> None:
    # Inspections pin this digest; a change of it would orphan every copy kept so far.
    expected = "facfdfbffca334b4d784ef0dddd33a81b7f91bd3778f1af6ab1666c502a3f212"
    assert digest(archived(written(tmp_path / "small"))) == expected


def test_a_damaged_pack_is_not_copied(tmp_path: Path) -> None:
    folder = written(tmp_path / "small", pack=("version: 1.2.3", "version: one"))
    with pytest.raises(PackDamaged):
        archived(folder)


def _with(**changes: object) -> bytes:
    content = {"format": "spr-pack/1", "files": dict(FILES), **changes}
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "copy",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"[" * 200_000,
        b"{}",
        _with(format="spr-pack/2"),
        _with(files=[]),
        _with(files={}),
        _with() + b" ",
        _with(more=1),
        _with(files={"pack.yaml": 1}),
        _with(files={**FILES, "../../etc/passwd": ""}),
        _with().replace(b"It floats.", rb"It \ud800."),
        _with(files={name: text for name, text in FILES.items() if name != "floods.yaml"}),
        b" " * (32 * 2**20 + 1),
    ],
)
def test_a_copy_that_was_tampered_with_is_refused(copy: bytes) -> None:
    with pytest.raises(PackDamaged):
        opened(copy)


def test_a_fault_in_a_copy_is_told_with_file_and_line() -> None:
    spoilt = {**FILES, "floods.yaml": FILES["floods.yaml"].replace("kind: count", "kind: guess", 1)}
    with pytest.raises(PackDamaged, match=r"floods\.yaml, line 11: the kind guess"):
        opened(_with(files=spoilt))

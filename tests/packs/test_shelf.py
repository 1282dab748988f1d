"""Packs on the shelf: listed, found by id or path, the newest first."""

from pathlib import Path

import pytest

from inspector_app.domain.errors import NotFound, PackDamaged
from inspector_app.domain.pack_versions import is_version, precedence
from inspector_app.packs.reader import read_pack
from inspector_app.packs.shelf import find, folders, particulars
from tests.packs.small_pack import written


def _version(version: str) -> tuple[str, str]:
    return "version: 1.2.3", f"version: {version}"


def test_only_folders_that_hold_a_pack_are_listed(tmp_path: Path) -> None:
    second = written(tmp_path / "second")
    first = written(tmp_path / "first")
    (tmp_path / "empty").mkdir()
    (tmp_path / "pack.yaml").touch()
    assert folders(tmp_path) == (first, second)


def test_a_missing_shelf_is_an_empty_one(tmp_path: Path) -> None:
    assert folders(tmp_path / "nowhere") == ()


def test_a_pack_is_found_by_its_id_and_not_by_its_folder(tmp_path: Path) -> None:
    folder = written(tmp_path / "whatever")
    assert find(tmp_path, "small") == folder


def test_the_newest_of_several_versions_is_found(tmp_path: Path) -> None:
    written(tmp_path / "a", pack=_version("1.9.0"))
    newest = written(tmp_path / "b", pack=_version("1.10.0"))
    written(tmp_path / "c", pack=_version("1.10.0-rc.2"))
    assert find(tmp_path, "small") == newest


def test_one_version_of_several_is_found_by_its_number(tmp_path: Path) -> None:
    older = written(tmp_path / "a", pack=_version("1.9.0"))
    written(tmp_path / "b", pack=_version("1.10.0"))
    assert find(tmp_path, "small@1.9.0") == older
    with pytest.raises(NotFound):
        find(tmp_path, "small@1.9.1")


def test_a_pack_is_found_by_its_path(tmp_path: Path) -> None:
    folder = written(tmp_path / "desk" / "draft")
    assert find(tmp_path / "shelf", str(folder)) == folder
    assert find(tmp_path / "shelf", str(folder / "pack.yaml")) == folder


def test_a_damaged_pack_is_found_by_its_folder_so_that_reading_tells_why(tmp_path: Path) -> None:
    written(tmp_path / "small", pack=("id: small", "id: [small"))
    with pytest.raises(PackDamaged, match=r"pack\.yaml, line \d+"):
        read_pack(find(tmp_path, "small"))


@pytest.mark.parametrize("name", ["large", "", "..", "/", "small/nothing", "\x00"])
def test_an_unknown_pack_is_told_with_what_there_is(tmp_path: Path, name: str) -> None:
    written(tmp_path / "shelf" / "small")
    with pytest.raises(NotFound, match="Packs on this laptop: small"):
        find(tmp_path / "shelf", name)


def test_a_damaged_neighbour_does_not_hide_a_sound_pack(tmp_path: Path) -> None:
    written(tmp_path / "broken", pack=("id: small", "id: {"))
    folder = written(tmp_path / "sound")
    assert find(tmp_path, "small") == folder
    assert particulars(folder).version == "1.2.3"


def test_versions_follow_one_another_as_semver_says() -> None:
    # The order of semver.org 2.0.0, point 11, with a few more.
    ordered = ["0.9.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta"]
    ordered += ["1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.2.0"]
    ordered += ["1.10.0", "2.0.0"]
    assert sorted(sorted(ordered), key=precedence) == ordered
    assert all(is_version(version) for version in ordered)
    assert precedence("1.0.0+build") == precedence("1.0.0")
    assert precedence("nonsense") < precedence("0.0.0-0")


@pytest.mark.parametrize(
    "text", ["", "1", "1.0", "01.0.0", "1.0.0.0", "v1.0.0", "1.0.0-", "1.0.0 "]
)
def test_what_is_no_version_is_known(text: str) -> None:
    assert not is_version(text)

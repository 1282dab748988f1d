"""A disk is called what the system calls it, on each system by its own way."""

import ctypes
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from inspector_app.system import disks


def test_linux_tells_label_and_serial_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = tmp_path.stat().st_dev
    partition = tmp_path / "sdz1"
    partition.touch()
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        f"30 1 0:99 / /proc rw - proc proc rw\n"
        f"31 1 {os.major(device)}:{os.minor(device)} / /media rw shared:1 - vfat {partition} rw\n",
        encoding="utf-8",
    )
    links = tmp_path / "by-label", tmp_path / "by-uuid"
    for folder, name in zip(links, ("KING\\x20STON", "1A2B-3C4D"), strict=True):
        folder.mkdir()
        (folder / name).symlink_to(partition)
    monkeypatch.setattr(disks, "_MOUNTS", mounts)
    monkeypatch.setattr(disks, "_LINKS", links)
    assert disks.known_as(tmp_path) == "KING STON · 1A2B-3C4D"
    monkeypatch.setattr(disks, "_LINKS", (tmp_path / "nowhere",))
    assert disks.known_as(tmp_path) == ""


def test_a_system_that_does_not_say_leaves_it_to_a_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disks, "_MOUNTS", tmp_path / "nowhere")
    assert disks.known_as(tmp_path) == ""
    assert disks.known_as(tmp_path / "no such folder") == ""


def test_macos_tells_the_name_under_volumes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert disks.known_as(Path("/Volumes/KINGSTON/SPR-Inspector")) == "KINGSTON"
    assert disks.known_as(Path("/private/tmp")) == ""


class Kernel:
    """Answers as Windows documents ``GetVolumeInformationW``."""

    asked: list[str]

    def __init__(self, is_there: bool) -> None:
        self._is_there = is_there
        self.asked = []

    def GetVolumeInformationW(  # noqa: N802 - Windows' name
        self, root: str, label: Any, length: int, serial: Any, *_nothing: int | None
    ) -> int:
        self.asked.append(root)
        if self._is_there:
            label.value = "KINGSTON"[: length - 1]
            serial._obj.value = 0x1A2B3C4D
        return int(self._is_there)


@pytest.mark.parametrize(("is_there", "said"), [(True, "KINGSTON · 1A2B-3C4D"), (False, "")])
def test_windows_tells_label_and_serial_number(
    monkeypatch: pytest.MonkeyPatch, is_there: bool, said: str
) -> None:
    kernel = Kernel(is_there)
    monkeypatch.setattr(ctypes, "WinDLL", lambda *_, **__: kernel, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    assert disks.known_as(Path("SPR-Inspector")) == said
    assert kernel.asked == ["\\"]  # the drive's letter stands before it there

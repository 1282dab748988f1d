"""What the machine has is asked of it, on each system by its own way."""

import ctypes
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from inspector_app.system import displays, memory, motion


def test_linux_tells_its_memory() -> None:
    assert memory.installed_bytes() == os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def test_a_system_that_does_not_say_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_name: str) -> int:
        raise ValueError("unrecognized configuration name")

    monkeypatch.setattr(os, "sysconf", unknown)
    assert memory.installed_bytes() == 0


def test_windows_tells_its_memory_in_kib(monkeypatch: pytest.MonkeyPatch) -> None:
    def told(kib: Any) -> int:
        kib._obj.value = 8 * 1024 * 1024
        return 1

    kernel = SimpleNamespace(kernel32=SimpleNamespace(GetPhysicallyInstalledSystemMemory=told))
    monkeypatch.setattr(ctypes, "windll", kernel, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    assert memory.installed_bytes() == 8 * 1024**3


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_linux_has_a_display_when_it_is_told_of_one(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert displays.is_there({name: ":0"})
    assert not displays.is_there({name: ""})
    assert not displays.is_there({})
    monkeypatch.setattr(sys, "platform", "win32")
    assert displays.is_there({})


@pytest.mark.parametrize("animates", [0, 1])
def test_windows_says_whether_less_motion_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, animates: int
) -> None:
    def told(action: int, _size: int, answer: Any, _flags: int) -> int:
        assert action == 0x1042
        answer._obj.value = animates
        return 1

    windll = SimpleNamespace(user32=SimpleNamespace(SystemParametersInfoW=told))
    monkeypatch.setattr(ctypes, "windll", windll, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    assert motion.is_reduced() is not bool(animates)


def test_gtk_says_so_in_its_settings_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    settings = tmp_path / ".config" / "gtk-3.0" / "settings.ini"
    settings.parent.mkdir(parents=True)
    assert not motion.is_reduced({"HOME": str(tmp_path)})
    for said, is_still in (
        ("[Settings]\ngtk-enable-animations = 0\n", True),
        ("[Settings]\ngtk-enable-animations=FALSE\ngtk-enable-animations=false", True),
        ("[Settings]\ngtk-enable-animations=true\ngtk-font-name=%s", False),
        ("[Settings]\n", False),
        ("nothing of the kind", False),
        ("", False),
    ):
        settings.write_text(said, encoding="utf-8")
        assert motion.is_reduced({"HOME": str(tmp_path)}) is is_still
    settings.write_bytes(b"\xff\xfe")
    assert not motion.is_reduced({"XDG_CONFIG_HOME": str(tmp_path / ".config")})


def test_a_desktop_is_asked_where_its_bus_is_and_none_is_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert motion.has_bus({"DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/user/1000/bus"})
    assert not motion.has_bus({})
    assert not motion.has_bus({"XDG_RUNTIME_DIR": str(tmp_path)})
    (tmp_path / "bus").touch()
    assert motion.has_bus({"XDG_RUNTIME_DIR": str(tmp_path)})


def test_other_systems_do_not_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not motion.is_reduced()
    assert not motion.has_bus({"DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/user/1000/bus"})

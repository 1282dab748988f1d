"""What the machine has is asked of it, on each system by its own way."""

import ctypes
import os
import sys
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


def test_other_systems_do_not_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert not motion.is_reduced()

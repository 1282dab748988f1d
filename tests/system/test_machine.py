"""What the machine has is asked of it, on each system by its own way."""

import ctypes
import os
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from inspector_app.system import displays, memory


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

"""A child runs our own code and nothing else, from a checkout and from a bundle alike."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.system import bundles, children


def test_every_child_can_begin() -> None:
    for module in children.MODULES.values():
        assert callable(importlib.import_module(module).main)


def test_only_what_is_listed_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match=r"inspector_app\.cli\.main"):
        children.command("inspector_app.cli.main")
    monkeypatch.setattr(sys, "argv", ["spr-inspector", "--as-child", "os"])
    with pytest.raises(ValueError, match="os"):
        children.become_if_asked()


@pytest.mark.parametrize("words", [[], ["list"], ["list", "--as-child"]])
def test_a_command_is_no_child(monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["spr-inspector", *words])
    assert not children.become_if_asked()


def test_a_file_in_the_current_folder_cannot_pass_itself_off_as_the_child(tmp_path: Path) -> None:
    for name in ("inspector_app", "json"):
        (tmp_path / f"{name}.py").write_text("print('taken over')", encoding="utf-8")
    hostile = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONSTARTUP": "json.py"}
    run = subprocess.run(
        children.command("showing", str(2**31), "5"),
        cwd=tmp_path,
        env=hostile,
        input=b"",
        capture_output=True,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")


def test_a_bundle_starts_its_own_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert bundles.is_one()
    assert children.command("showing", "1") == [sys.executable, "--as-child", "showing", "1"]
    # The window's program has no standard streams there; its children speak on theirs.
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "executable", str(Path("programs") / "SPR Inspector.exe"))
    began, *_ = children.command("showing")
    assert Path(began) == Path("programs") / "spr-inspector.exe"

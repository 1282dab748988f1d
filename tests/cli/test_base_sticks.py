"""Sticks to base and back, by command on both sides."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.server.__main__ import main as spr_base
from tests.support.base import Shelf, a_shelf
from tests.support.commands import Terminal


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with a_shelf(tmp_path) as found:
        yield found


def test_a_stick_goes_to_base_and_back_and_is_wiped(
    terminal: Terminal, shelf: Shelf, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.connect = shelf.connect
    terminal.clock.time = shelf.clock.time
    terminal.begun()
    (tmp_path / "one.spr-base").write_text(shelf.invitation("one").model_dump_json())
    terminal.done("base", "join", str(tmp_path / "one.spr-base"))
    shelf.is_away = True
    (stick := tmp_path / "stick").mkdir()
    packing = ("pack-transfer", "cambridge", "--to", str(stick), "--authorised-by", "Lead")
    packed = terminal.done("--json", *packing, "--stick", "SPR-07").data
    assert packed["volumes"] == len(packed["files"]) == 1
    assert packed["stick"] == "SPR-07"
    capsys.readouterr()
    command = ["import-transfer", str(stick), "--base", str(shelf.base.folder), "--json"]
    assert spr_base(command, environ={}) == 0
    (came,) = json.loads(capsys.readouterr().out)["imported"]
    assert (came["state"], came["fresh"]) == ("taken", packed["changes"])
    (taken,) = terminal.done("--json", "take-answer", str(stick)).data["inspections"]
    assert taken["changes_not_covered"] == 0
    assert taken["receipt_ms"] is not None
    again = terminal.run("take-answer", str(stick))
    assert "all of it was here already" in again.err
    assert "By base’s receipt of" in again.out
    told = terminal.done(*packing, "--stick", "SPR-07").out
    assert "1 change and 0 evidence files that no receipt of base’s covers" in told
    assert "Only base and its recovery keys can read them" in told
    wiped = terminal.done("wipe-transfer", str(stick)).out
    assert "3 files were overwritten and removed" in wiped
    assert "may keep copies" in wiped
    assert not list(stick.rglob("*.inspx"))

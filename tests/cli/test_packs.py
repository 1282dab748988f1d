"""Checklist packs by the command line; none of it needs a vault."""

import shutil
from pathlib import Path

from inspector_app import config
from inspector_app.cli.exits import Exit
from tests.support.commands import Terminal
from tests.support.small_packs import of_the_shipped

SHIPPED = config.places().checklists / "spr-2012"
TEXT = "How many PSUs does the force declare it can put out?"


def test_the_shipped_packs_have_no_fault(terminal: Terminal) -> None:
    assert terminal.done("--json", "pack", "lint").data == [{"pack": "spr-2012", "findings": []}]
    assert "no fault" in terminal.done("pack", "lint", "spr-2012").out


def test_faults_are_told_with_file_and_line(terminal: Terminal, tmp_path: Path) -> None:
    pack = tmp_path / "mine"
    shutil.copytree(SHIPPED, pack)
    file = pack / "public-order.yaml"
    text = file.read_text(encoding="utf-8")
    line = text[: text.index("CN-PO-01")].count("\n") + 1
    file.write_text(text.replace("CN-PO-01", "CN-PO-99", 1), encoding="utf-8")
    ended = terminal.run("pack", "lint", str(pack))
    assert ended.code == Exit.NO
    assert f"mine/public-order.yaml, line {line}:" in ended.out
    assert "CN-PO-99" in ended.out
    (finding,) = terminal.run("--json", "pack", "lint", str(pack)).data[0]["findings"]
    assert (finding["file"], finding["line"]) == ("public-order.yaml", line)
    refused = terminal.run("pack", "show", str(pack))
    assert refused.code == Exit.BAD_INPUT
    assert f"public-order.yaml, line {line}" in refused.err


def test_a_pack_is_shown_whole(terminal: Terminal) -> None:
    pack = terminal.done("pack", "show", "spr-2012", "--json").data
    lines = [line for section in pack["sections"] for line in section["lines"]]
    assert len(lines) == 202
    assert sum(line["derived"] for line in lines) == 2
    outline = terminal.done("pack", "show", "spr-2012").out
    assert all(line["id"] in outline for line in lines)
    assert terminal.run("pack", "show", "spr-1999").code == Exit.NOT_FOUND


def test_packs_are_listed(terminal: Terminal) -> None:
    (pack,) = terminal.done("--json", "pack", "list").data
    assert (pack["id"], pack["version"], pack["damage"]) == ("spr-2012", "1.0.0", "")


def test_two_versions_are_compared_line_by_line(terminal: Terminal, tmp_path: Path) -> None:
    newer = of_the_shipped(tmp_path / "newer", (TEXT, f"{TEXT[:-1]}, day and night?"))
    told = terminal.done("pack", "diff", "spr-2012@1.0.0", str(newer)).out
    assert "spr-2012 1.0.0 → spr-2012 1.1.0" in told
    assert f"before: {TEXT}" in told
    form = terminal.done("--json", "pack", "diff", "spr-2012", str(newer)).data
    (changed,) = form["changed"]
    assert (changed["asks_again"], changed["in"]) == (True, ["wording"])
    assert changed["now"]["text"].endswith("day and night?")
    assert (form["added"], form["removed"], form["unchanged"]) == ([], [], 201)
    same = terminal.done("pack", "diff", "spr-2012", "spr-2012").out
    assert "do not differ" in same
    assert terminal.run("pack", "diff", "spr-2012", "nowhere").code == Exit.NOT_FOUND

"""A newer checklist from the command line: look, upgrade, confirm, list what is left."""

from contextlib import closing
from pathlib import Path

import pytest

from inspector_app.cli.exits import Exit
from inspector_app.domain.answers import Answer
from inspector_app.domain.ids import InspectionId, LineId
from tests.support.commands import Terminal
from tests.support.small_packs import of_the_shipped
from tests.support.vaults import PASSPHRASE, vault_service

WAS = "How many PSUs does the force declare it can put out?"
IS = "How many PSUs can the force put out?"


@pytest.fixture
def newer(tmp_path: Path) -> str:
    """A version in which CC-PO-09 is worded anew, and CC-PO-11 goes."""
    return str(of_the_shipped(tmp_path / "newer", (WAS, IS), ("CC-PO-11", "CC-PO-91")))


def test_from_the_difference_to_nothing_left_to_confirm(terminal: Terminal, newer: str) -> None:
    terminal.begun()
    for line in ("CC-PO-09", "CC-PO-11"):
        terminal.done("answer", "cambridge", line, "--value", "8")
    assert "as it began" in terminal.done("checklist", "show", "cambridge").out
    refused = terminal.run("checklist", "diff", "cambridge")
    assert (refused.code, "no newer version" in refused.err) == (Exit.NOT_FOUND, True)

    told = terminal.done("checklist", "diff", "cambridge", newer).out
    assert f"before: {WAS}" in told
    assert f"now: {IS}" in told
    assert "1 answer has to be confirmed or given anew" in told
    assert terminal.done("--json", "checklist", "show", "cambridge").data["begun"] == "1.0.0"

    done = terminal.done(
        "--json", "checklist", "upgrade", "cambridge", newer, "--reason", "clearer"
    )
    assert (done.data["asking_again"], done.data["without_a_line"]) == (["CC-PO-09"], ["CC-PO-11"])
    shown = terminal.done("--json", "checklist", "show", "cambridge").data
    assert shown["pack"]["version"] == "1.1.0"
    (again,) = shown["asking_again"]
    assert (again["before"], again["now"], again["fits"]) == (WAS, IS, True)
    line = terminal.done("show", "cambridge", "CC-PO-09").out
    assert "Asks again: answered under version 1.0.0 of the checklist" in line
    assert f"which asked: “{WAS}”" in line
    assert "spr-2012 1.1.0" in terminal.done("show", "cambridge").out

    (left,) = terminal.done("--json", "checklist", "left", "cambridge").data["left"]
    assert (left["place"], left["version"]) == ("CC-PO-11", "1.0.0")
    assert any("8 police support units" in words for _, words in left["told"])
    assert terminal.run("answer", "cambridge", "CC-PO-11", "--value", "7").code == Exit.BAD_INPUT

    terminal.done("checklist", "confirm", "cambridge", "cc-po-09")
    assert terminal.run("checklist", "confirm", "cambridge", "CC-PO-09").code == Exit.BAD_INPUT
    assert terminal.done("--json", "checklist", "show", "cambridge").data["asking_again"] == []
    for _ in range(2):
        terminal.done("undo", "cambridge")
    assert "as it began" in terminal.done("checklist", "show", "cambridge").out


def test_a_summary_over_unsettled_versions_says_so_when_it_is_signed(
    terminal: Terminal, tmp_path: Path
) -> None:
    inspection = InspectionId(terminal.begun())
    terminal.done("identity", "new", "Jo")
    with closing(vault_service(terminal.data, terminal.clock).unlock(PASSPHRASE)) as vault:
        for note in ("Eight", "Nine"):
            vault.inspections.answer(inspection, LineId("CC-PO-09"), Answer(note=note), seen=())
    told = terminal.done("export", "cambridge", "--pdf", str(tmp_path / "summary.pdf")).out
    assert "Differing versions that nobody has settled stand in it, and it says so" in told

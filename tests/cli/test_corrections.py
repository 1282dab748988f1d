"""Correction sessions from the command line."""

import pytest

from inspector_app.cli.exits import Exit
from tests.support.commands import Terminal


@pytest.fixture
def written_up(terminal: Terminal) -> Terminal:
    terminal.begun()
    terminal.done("answer", "Camb", "CC-PO-09", "--value", "8")
    terminal.done("phase", "Camb", "writing-up")
    return terminal


def test_a_session_goes_on_from_command_to_command_until_it_is_ended(written_up: Terminal) -> None:
    begun = written_up.done(
        "correct", "begin", "Camb", "--from", "The ledger", "--reason", "A later count", "--json"
    ).data
    written_up.done("answer", "Camb", "CC-PO-09", "--value", "6")
    line = written_up.done("show", "Camb", "CC-PO-09", "--json").data
    assert line["versions"][0]["session"] == begun["session"]
    assert [each["words"] for each in line["at_the_visit"]] == ["8 police support units"]
    out = written_up.done("show", "Camb", "CC-PO-09").out
    assert "At the visit: Declared: 8 police support units (JS, 16 September 2013" in out
    assert "Corrected after fieldwork, from The ledger: A later count" in out
    assert "goes on here" in written_up.done("correct", "list", "Camb").out
    written_up.done("correct", "end", "Camb")
    told = written_up.done("correct", "list", "Camb", "--json").data
    assert told["corrected"] == ["CC-PO-09"]
    assert told["sessions"][0]["ended_ms"] is not None
    assert "from The ledger" in written_up.done("journal", "history", "Camb", "CC-PO-09").out


def test_a_line_that_nobody_corrected_tells_nothing_of_the_visit(written_up: Terminal) -> None:
    assert written_up.done("show", "Camb", "CC-PO-09", "--json").data["at_the_visit"] is None
    assert written_up.done("correct", "list", "Camb", "--json").data["corrected"] == []


def test_what_cannot_be_is_refused_in_one_sentence(written_up: Terminal) -> None:
    refused = written_up.run("correct", "end", "Camb")
    assert refused.code == Exit.BAD_INPUT
    assert "No correction session is under way" in refused.err
    assert written_up.run("correct", "begin", "Camb", "--reason", "x").code == Exit.USAGE

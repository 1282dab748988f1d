"""Phases from the command line."""

import pytest

from inspector_app.cli.commands.level import PHASES
from inspector_app.cli.exits import Exit
from inspector_app.domain.phases import Phase
from tests.support.commands import Terminal


@pytest.fixture
def begun(terminal: Terminal) -> Terminal:
    terminal.begun()
    return terminal


def test_the_command_knows_exactly_the_phases_there_are() -> None:
    assert tuple(each.value for each in Phase) == PHASES


def test_the_phase_is_told_entered_and_taken_back_with_its_reason(begun: Terminal) -> None:
    assert "Phase: planning, as the work shows" in begun.done("phase", "Camb").out
    begun.done("phase", "Camb", "writing-up")
    assert begun.done("phase", "Camb", "--json").data["phase"] == "writing-up"
    refused = begun.run("phase", "Camb", "fieldwork")
    assert refused.code == Exit.BAD_INPUT
    assert "needs a reason" in refused.err
    told = begun.done("phase", "Camb", "fieldwork", "--reason", "A second visit").out
    assert "because: A second visit" in told
    assert "Next: writing-up." in told


def test_an_archived_inspection_refuses_commands_with_one_sentence(begun: Terminal) -> None:
    begun.done("phase", "Camb", "archived")
    refused = begun.run("answer", "Camb", "CC-PO-09", "--value", "8")
    assert refused.code == Exit.BAD_INPUT
    assert "archived: it is only read" in refused.err
    assert begun.run("phase", "Camb", "published").code == Exit.BAD_INPUT
    begun.done("phase", "Camb", "published", "--reason", "An appeal")
    begun.done("answer", "Camb", "CC-PO-09", "--value", "8")

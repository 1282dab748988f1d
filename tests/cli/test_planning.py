"""Assignments from the command line."""

import pytest

from inspector_app.cli.commands.looking import FILTERS
from inspector_app.cli.exits import Exit
from inspector_app.domain.readiness import Item
from inspector_app.domain.searching import Filter
from tests.support.commands import Terminal


@pytest.fixture
def begun(terminal: Terminal) -> Terminal:
    terminal.begun()
    terminal.done("team", "Camb", "AM:inspector:Ann Moss")
    return terminal


def test_the_command_knows_exactly_the_filters_there_are() -> None:
    assert tuple(each.value for each in Filter) == FILTERS


def test_places_are_given_told_narrowed_to_and_taken_back(begun: Terminal) -> None:
    assert "Nothing is assigned" in begun.done("assign", "Camb").out
    told = begun.done("assign", "Camb", "cc-po", "--to", "am").out
    assert "CC-PO  Public order" in told
    assert ": AM" in told
    form = begun.done("assign", "Camb", "CC-PO-05", "--to", "JS", "--json").data
    assert [(each["place"], each["kind"]) for each in form["assignments"]] == [
        ("CC-PO", "section"),
        ("CC-PO-05", "line"),
    ]
    assert form["assignments"][1]["versions"][0]["people"] == ["JS"]
    assert len(form["changes"]) == 1
    assert "Assigned to AM." in begun.done("show", "Camb", "CC-PO").out
    assert "Assigned to JS." in begun.done("show", "Camb", "CC-PO-05").out
    assert begun.done("show", "Camb", "CC-PO-06", "--json").data["assigned_to"] == ["AM"]
    mine = begun.done("lines", "Camb", "--only", "mine", "--json").data
    assert [each["line"] for each in mine] == ["CC-PO-05"]
    hers = begun.done("lines", "Camb", "--only", "mine", "--whose", "am", "--json").data
    assert len(hers) == 16
    hits = begun.done("search", "Camb", "--only", "mine", "--json").data
    assert {each["number"] for each in hits} == {"CC-PO-05"}
    begun.done("unassign", "Camb", "CC-PO-05")
    assert begun.done("lines", "Camb", "--only", "mine", "--json").data == []


def test_what_cannot_be_is_refused_in_a_sentence(begun: Terminal) -> None:
    for words, says in (
        (("assign", "Camb", "CC-PO"), "with --to to whom"),
        (("assign", "Camb", "--to", "AM"), "with --to to whom"),
        (("assign", "Camb", "CC-PO", "--to", "ZZ"), "Nobody of the team has the initials ZZ"),
        (("assign", "Camb", "QQ-1", "--to", "AM"), "no line or section QQ-1"),
        (("unassign", "Camb", "CC-PO"), "none of these is assigned"),
    ):
        refused = begun.run(*words)
        assert refused.code != Exit.OK
        assert says in refused.err
    assert "Nothing is assigned" in begun.done("assign", "Camb").out


def test_ready_tells_six_things_and_what_the_command_line_cannot_ask(begun: Terminal) -> None:
    told = begun.done("ready", "Camb").out
    assert "Passphrase: in order. The passphrase opens this vault" in told
    assert "The team’s laptops: look at this. 1 person has no laptop here." in told
    assert "Printer: not checked. Printers cannot be asked for from the command line." in told
    form = begun.done("ready", "Camb", "--json").data
    assert [each["item"] for each in form["checks"]] == [each.value for each in Item]
    states = {each["item"]: each["state"] for each in form["checks"]}
    assert (states["pack"], states["printer"]) == ("ok", "not-checked")
    assert begun.run("ready", "Nowhere").code == Exit.NOT_FOUND

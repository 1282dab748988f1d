"""Encounters from the command line: what the window can do with them, a command can do."""

import json
from pathlib import Path

import pytest

from tests.support.commands import Terminal


@pytest.fixture
def begun(terminal: Terminal) -> Terminal:
    terminal.begun()
    terminal.done("team", "Camb", "AM:inspector")
    return terminal


def test_a_timetable_is_planned_changed_listed_and_cancelled(begun: Terminal) -> None:
    given = ("--day", "2013-09-17", "--at", "09:00", "--lead", "js", "--with", "AM")
    planned = begun.done(
        *("encounter", "plan", "Camb", "interview", "--role", "chief constable", *given, "--json")
    ).data
    begun.done("encounter", "plan", "Camb", "test", "Mobilisation", "--section", "cc-po")
    listed = begun.done("encounter", "list", "Camb").out
    assert "interview: Chief constable, 2013-09-17 09:00 · led by JS · planned" in listed
    assert "test: Mobilisation · unannounced · planned" in listed
    entry = planned["entry"][:6]
    begun.done("encounter", "plan", "Camb", "--change", entry, "--at", "10:30", "--place", "HQ")
    (only,) = begun.done("encounter", "list", "Camb", "--day", "2013-09-17", "--json").data
    assert (only["encounter"]["at"], only["encounter"]["place"]) == ("10:30", "HQ")
    begun.done("encounter", "cancel", "Camb", entry, "--reason", "On leave")
    assert "Chief" not in begun.done("encounter", "list", "Camb").out
    assert begun.run("encounter", "plan", "Camb").code != 0
    assert begun.run("encounter", "cancel", "Camb", entry, "--reason", "x").code != 0
    assert begun.run("encounter", "plan", "Camb", "interview", "X", "--lead", "ZZ").code != 0


def test_an_encounter_is_begun_noted_sorted_and_ended(begun: Terminal) -> None:
    started = begun.done(
        *("encounter", "begin", "Camb", "test", "Mobilisation", "--line", "CC-PO-10", "--json")
    ).data
    assert (started["number"], started["lines"]) == ("JS/1", ["CC-PO-10"])
    begun.done("encounter", "stamp", "Camb", "JS/1")
    steps = begun.done("encounter", "stamp", "Camb", "JS/1", "--step", "enough", "--json").data
    assert [bool(time) for time in steps["steps"].values()] == [True, False, True, False]
    note = ("encounter", "note", "Camb", "JS/1")
    key = begun.done(*note, "Two units.", "--come-back", "--json").data["note"]
    begun.done(*note, "Said at once.", "--line", "cc-po-10", "--written-at", "2013-09-16 10:10")
    ended = begun.done("encounter", "end", "Camb", "JS/1", "--json").data
    assert ended["unsorted"] == [key]
    of = ("Camb", "JS/1", key[:6])
    begun.done("encounter", "link", *of, "CC-PO-09")
    begun.done("encounter", "rewrite", *of, "Two units at once.")
    assert "Two units at once." in begun.done("show", "Camb", "CC-PO-09").out
    begun.done("encounter", "unlink", *of, "CC-PO-09")
    begun.done("encounter", "keep", *of)
    begun.done("encounter", "come-back", *of, "--done")
    shown = begun.done("encounter", "show", "Camb", "JS/1").out
    assert "Two units at once. · a note" in shown
    assert "10:10  Said at once. · account on CC-PO-10" in shown
    begun.done("encounter", "drop", *of, "--reason", "Not said")
    assert len(begun.done("encounter", "show", "Camb", "JS/1", "--json").data["notes"]) == 1
    assert begun.run("encounter", "end", "Camb", "JS/1").code != 0
    assert begun.run("encounter", "keep", "Camb", "JS/1", "ffff").code != 0


def test_a_test_run_is_abandoned(begun: Terminal) -> None:
    begun.done("encounter", "begin", "Camb", "test", "Mobilisation")
    assert "goes on: Mobilisation" in begun.done("encounter", "list", "Camb").out
    begun.done("encounter", "abandon", "Camb", "JS/1")
    assert "live incident" in begun.done("source", "show", "Camb", "JS/1").out


def test_an_encounter_is_held_from_a_file(begun: Terminal) -> None:
    form = {"kind": "interview", "roles": ["chief constable"], "notes": [{"text": "Eight."}]}
    file = begun.file("interview.json", json.dumps(form))
    held = begun.done("encounter", "hold", "Camb", "--from", str(file), "--json").data
    assert held["notes"][0]["paragraph"]["text"] == "Eight."
    assert begun.run("encounter", "hold", "Camb", "--from", str(file) + "x").code != 0


def test_an_export_for_the_team_warns_of_what_the_force_must_not_know(
    begun: Terminal, tmp_path: Path
) -> None:
    target = tmp_path / "all.json"
    begun.done("encounter", "plan", "Camb", "test", "Mobilisation")
    ended = begun.done("export", "Camb", "--json", str(target))
    assert "for the team alone: it tells of 1 unannounced encounter" in ended.err
    assert "Mobilisation" in target.read_text(encoding="utf-8")


def test_acts_are_recorded_as_a_member_and_undone_as_that_member(begun: Terminal) -> None:
    as_am = ("--recorded-as", "am")
    begun.done("answer", "Camb", "CC-PO-09", "--value", "8", *as_am)
    added = begun.done("source", "add", "Camb", "I", "Chief", "--json", *as_am).data
    assert added["number"] == "AM-JS/1"
    assert "AM on JS’s laptop" in begun.done("journal", "history", "Camb", "CC-PO-09").out
    begun.done("headline", "Camb", "CC-PO", "By JS.")
    begun.done("undo", "Camb", *as_am)
    assert begun.run("source", "show", "Camb", "AM-JS/1").code != 0
    begun.done("undo", "Camb")
    assert "By JS." not in begun.done("show", "Camb", "CC-PO").out
    assert begun.run("answer", "Camb", "CC-PO-09", "--value", "8", "--recorded-as", "ZZ").code != 0

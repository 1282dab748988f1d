"""What is marked SECRET or above is refused by every command that could bring it in."""

import json

import pytest

from inspector_app.cli.exits import Exit
from tests.support.commands import Terminal
from tests.support.photos import a_photo

TEXT = "SECRET: who will be where"
COMMANDS = (
    ("answer", "Camb", "CC-PO-09", "--value", "8", "--note", TEXT),
    ("answer", "Camb", "CC-PO-09", "--value", "8", "--marking", "SECRET"),
    ("answer", "Camb", "--from", "answers.json"),
    ("account", "Camb", "CC-PO-09", TEXT),
    ("headline", "Camb", "CC-PO", TEXT),
    ("attach", "Camb", "SECRET plan.txt"),
    ("attach", "Camb", "plan.txt", "--caption", TEXT),
    ("attach", "Camb", "plan.txt", "--marking-found", "Top Secret"),
    ("evidence", "caption", "Camb", "JS/1", TEXT),
    ("evidence", "caption", "Camb", "JS/1", "A plan", "--marking-found", "UK SECRET"),
    ("photos", "Camb", "TOP SECRET.jpg"),
    ("photos", "Camb", "page.jpg", "--caption", TEXT),
    ("source", "add", "Camb", "interview", "Chief", "--fact", f"note={TEXT}"),
    *(
        ("source", "add", "Camb", "document", "Plan", "--fact", "marking_found=SECRET", *more)
        for more in (
            ("--fact", "copy=copy-taken"),
            ("--fact", "pages=3"),
            ("--fact", "evidence=JS/1"),
        )
    ),
    ("encounter", "plan", "Camb", "interview", "Chief", "--note", TEXT),
    ("encounter", "note", "Camb", "JS/2", TEXT),
    ("encounter", "hold", "Camb", "--from", "held.json"),
    ("describe", "Camb", "--notes", TEXT),
    ("recommendation", "add", "Camb", "recommendation", TEXT, "--on", "CC-PO"),
)


@pytest.fixture
def place(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    terminal.begun()
    monkeypatch.chdir(terminal.folder)
    for name in ("kept.txt", "plan.txt", "SECRET plan.txt"):
        terminal.file(name, name)
    for name in ("TOP SECRET.jpg", "page.jpg"):
        a_photo(terminal.folder, name, "2013:09:16 08:00:00")
    terminal.file("answers.json", json.dumps({"answers": {"CC-PO-09": {"note": TEXT}}}))
    held = {"kind": "interview", "title": "Chief", "notes": [{"text": TEXT}]}
    terminal.file("held.json", json.dumps(held))
    terminal.done("attach", "Camb", "kept.txt")
    terminal.done("encounter", "begin", "Camb", "interview", "Chief")
    return terminal


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words)[:60])
def test_it_is_refused_it_is_said_what_may_be_recorded_and_nothing_is(
    place: Terminal, words: tuple[str, ...]
) -> None:
    before = place.done("--json", "journal", "history", "Camb").data
    refused = place.run(*words)
    assert refused.code == Exit.BAD_INPUT, refused
    assert "its title, its owner and where it is held" in refused.err
    assert place.done("--json", "journal", "history", "Camb").data == before


def test_title_owner_and_place_of_such_a_document_are_recorded(place: Terminal) -> None:
    facts = ("marking_found=SECRET", "owner=The force", "held_at=Safe 3")
    words = [word for fact in facts for word in ("--fact", fact)]
    place.done("source", "add", "Camb", "document", "Plan of the day", *words)
    assert "SECRET" in place.done("source", "show", "Camb", "JS/3").out

"""Aide-memoires from the command line."""

from tests.reports.test_layout import words_of
from tests.support.commands import Terminal


def test_one_is_printed_typed_up_and_told_gone(terminal: Terminal) -> None:
    terminal.begun()
    sheet = terminal.folder / "sheet.pdf"
    terminal.done("encounter", "plan", "Camb", "interview", "Chief", "--line", "CC-PO-09")
    made = terminal.done(
        *("aide-memoire", "print", "Camb", "--pdf", str(sheet), "--encounter", "#1", "--json")
    ).data
    assert made["number"] == "JS/1"
    assert "CC-PO-09" in words_of(sheet)
    terminal.done("source", "add", "Camb", "interview", "Chief")
    terminal.done("aide-memoire", "typed-up", "Camb", "JS/1", "--in", "JS/2")
    terminal.done("aide-memoire", "gone", "Camb", "JS/1", "Shredded")
    listed = terminal.done("aide-memoire", "list", "Camb").out
    assert "JS/1  1 line, printed by JS: typed up in JS/2; Shredded" in listed

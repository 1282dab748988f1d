"""The debrief from the command line."""

from tests.reports.test_layout import pages_of
from tests.support.commands import Terminal


def test_headlines_are_ticked_told_and_answered(terminal: Terminal) -> None:
    terminal.begun()
    terminal.done("headline", "Camb", "CC-PO", "The force can meet its share.")
    note = terminal.folder / "note.pdf"
    terminal.done("debrief", "tick", "Camb", "CC-PO", "concern")
    made = terminal.done("debrief", "note", "Camb", "--pdf", str(note), "--json").data
    assert (made["pages"], made["marking"]) == (1, "OFFICIAL")
    assert "The force can meet its share." in pages_of(note)[0]
    assert terminal.run("debrief", "note", "Camb", "--pdf", str(note)).code != 0  # it is there
    held = terminal.done(
        *("debrief", "held", "Camb", "--at", "2013-09-20 16:00", "--spoke", "js"),
        *("--to", "Chief constable", "--response", "CC-PO=Not accepted.", "--name", "Anne Other"),
    )
    assert "JS to Chief constable; no copy was left" in held.out
    assert "Concern: CC-PO: Not accepted." in held.out
    again = terminal.done("debrief", "revise", "Camb", "--copy-left", "--note", "Calm.").out
    assert "a copy was left" in again
    assert "Not accepted." in again
    listed = terminal.done("debrief", "list", "Camb", "--json").data
    assert listed["ticked"][0]["left_out_because"] == ""
    (debrief,) = listed["held"]
    assert debrief["debrief"]["copy_left"] is True
    assert debrief["written_anew_since"] == []
    assert "is taken back" in terminal.done("debrief", "withdraw", "Camb", "--reason", "No.").out

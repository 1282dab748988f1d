"""Reading kept files through from the command line: what is damaged, what to do, how it ends."""

from inspector_app.cli.exits import Exit
from tests.support.commands import Terminal


def test_a_damaged_file_is_told_with_what_to_do_and_mended_by_attaching_again(
    terminal: Terminal,
) -> None:
    inspection = terminal.begun()
    note = terminal.file("note.txt", "eight units")
    terminal.done("attach", "Cambridgeshire", str(note), "--line", "CC-PO-09")
    sound = terminal.done("evidence", "check")
    assert "1 file (11 bytes) read through: all are what was put in." in sound.out
    (kept,) = (terminal.data / "vault" / "evidence").glob("??/??/*")
    content = kept.read_bytes()
    kept.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    ended = terminal.run("evidence", "check", "Cambridgeshire")
    assert ended.code == Exit.NO
    assert "What this laptop keeps of JS/1 is not what was put in." in ended.out
    assert "Attach the original again" in ended.out
    told = terminal.run("--json", "evidence", "check").data
    assert [(each["number"], each["how"]) for each in told["damaged"]] == [("JS/1", "altered")]
    assert told["damaged"][0]["inspection"] == inspection
    assert told["damaged"][0]["lines"] == ["CC-PO-09"]
    assert "damaged on this laptop" in terminal.done("evidence", "list", "Cambridgeshire").out
    terminal.done("attach", "Cambridgeshire", str(note))
    terminal.done("evidence", "check")
    assert "damaged" not in terminal.done("evidence", "list", "Cambridgeshire").out

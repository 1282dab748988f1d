"""Taking photographs in from the command line: told first, then done."""

from inspector_app.cli.exits import Exit
from tests.support.commands import Terminal
from tests.support.photos import a_photo


def test_a_dry_run_tells_what_would_be_done_and_the_real_one_does_it(terminal: Terminal) -> None:
    terminal.begun()
    card = terminal.folder / "DCIM"
    clock = a_photo(card, "1.jpg", "2013:09:16 08:00:00")
    a_photo(card, "2.jpg", "2013:09:16 08:30:00")
    a_photo(card, "3.jpg", "2013:09:12 08:30:00")
    terminal.done("source", "add", "Cambr", "equipment", "Carrier", "--fact", "as-at=2013-09-16")
    words = ("photos", "Cambr", str(card), "--clock", str(clock), "--shows", "8:03:12")

    told = terminal.done("--json", *words, "--dry-run").data

    assert [each["slow_s"] for each in told["clocks"]] == [192]
    assert [each["source"] for each in told["photos"]] == [None, "JS/1", None]
    assert told["photos"][1]["capture"]["slow_s"] == 192
    assert told["photos"][2]["remark"] == "no source at that time"
    assert terminal.done("--json", "evidence", "list", "Cambr").data == []
    said = terminal.done(*words, "--dry-run").out
    assert "The camera’s clock was 3 min 12 s slow" in said
    assert "Nothing was taken in: 3 files looked at." in said

    done = terminal.done("--json", *words, "--caption", "The yard").data

    assert [each["source"] for each in done["photos"]] == [None, None, "JS/1"]
    source = terminal.done("--json", "source", "show", "Cambr", "JS/1").data["source"]
    assert len(source["evidence"]) == 1
    listed = terminal.done("--json", "evidence", "list", "Cambr").data
    assert {each["capture"]["slow_s"] for each in listed} == {192}
    again = terminal.done("--json", *words).data
    assert [each["duplicate"] for each in again["photos"]] == [True, True, True]


def test_all_photos_can_be_put_to_one_source(terminal: Terminal) -> None:
    terminal.begun()
    photo = a_photo(terminal.folder, "1.jpg")
    terminal.done("source", "add", "Cambr", "interview", "Chiefs")
    done = terminal.done("--json", "photos", "Cambr", str(photo), "--source", "JS/1").data
    assert done["photos"][0]["source"] == "JS/1"


def test_what_will_not_do_is_refused_with_what_is_wrong(terminal: Terminal) -> None:
    terminal.begun()
    photo = a_photo(terminal.folder, "1.jpg", "2013:09:16 08:00:00")
    plain = a_photo(terminal.folder, "2.jpg")
    for words, told in (
        (("--clock", str(photo)), "needs the time that it shows"),
        (("--shows", "14:20"), "needs the time that it shows"),
        (("--clock", str(photo), "--shows", "soon"), "is not a time"),
        (("--clock", str(plain), "--shows", "14:20"), "does not hold its camera’s time"),
    ):
        ended = terminal.run("photos", "Cambr", str(photo), *words)
        assert ended.code == Exit.BAD_INPUT
        assert told in ended.err
    assert terminal.done("--json", "evidence", "list", "Cambr").data == []
    gone = terminal.run("--json", "photos", "Cambr", str(photo), str(terminal.folder / "gone.jpg"))
    assert gone.code == Exit.BAD_INPUT
    assert "gone.jpg cannot be read" in gone.data["refused"][0]
    assert [each["number"] for each in gone.data["photos"]] == ["JS/1"]

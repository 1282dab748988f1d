"""Beginning inspections, showing them and recording in them, from the command line."""

import json
from pathlib import Path

import pytest
from PIL import Image

from inspector_app.cli.exits import Exit
from tests.support.commands import Terminal
from tests.support.full_disk import file_limit


def test_a_vault_is_made_once(terminal: Terminal) -> None:
    made = terminal.done("init", "--name", "Jo Sample", "--initials", "js")
    assert "JS/1" in made.out
    again = terminal.run("init", "--name", "Jo Sample", "--initials", "JS")
    assert again.code == Exit.BAD_INPUT
    assert "already" in again.err


def test_without_a_vault_nobody_is_asked_for_a_passphrase(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.environment(monkeypatch, {})
    ended = terminal.run("list")
    assert ended.code == Exit.NOT_FOUND
    assert "spr-inspector init" in ended.err


@pytest.mark.parametrize("words", ["Cambridgeshire", "cambridgeshire", "CAMBRIDGESHIRE CONSTAB"])
def test_a_force_is_found_by_name_alias_or_beginning(terminal: Terminal, words: str) -> None:
    terminal.done("init", "--name", "Jo Sample", "--initials", "JS")
    new = terminal.done("--json", "new", words).data
    assert new["force"] == {"name": "Cambridgeshire Constabulary", "entry": "cambridgeshire"}


def test_a_misspelt_force_is_refused_with_those_spelt_alike(terminal: Terminal) -> None:
    terminal.done("init", "--name", "Jo Sample", "--initials", "JS")
    ended = terminal.run("new", "Cambridgshire")
    assert ended.code == Exit.NOT_FOUND
    assert "Cambridgeshire Constabulary" in ended.err
    assert terminal.done("--json", "list").data == []


def test_an_inspection_begins_with_its_scope_team_and_marking(terminal: Terminal) -> None:
    terminal.done("init", "--name", "Jo Sample", "--initials", "JS")
    new = terminal.done(
        *("--json", "new", "Essex Police", "--fieldwork", "16/9/2013 to 20/9/2013"),
        *("--marking", "official-sensitive", "--title", "Second visit", "--role", "lead"),
        *("--off", "CN-CY", "--team", "AB:inspector:Al Brown", "--team", "cd:observer"),
    ).data
    assert "CN-CY" not in new["sections"]
    assert new["marking"] == "OFFICIAL-SENSITIVE"
    assert new["fieldwork"]["end"] == "2013-09-20"
    board = terminal.done("--json", "show", "Essex").data
    assert {(m["initials"], m["role"]) for m in board["team"]} == {
        ("JS", "lead"),
        ("AB", "inspector"),
        ("CD", "observer"),
    }
    assert "Al Brown" in terminal.done("show", "Essex").out


def test_what_cannot_be_so_is_refused_and_nothing_is_begun(terminal: Terminal) -> None:
    terminal.begun()
    for words in (
        ("--team", "A:inspector"),
        ("--team", "AB:boss"),
        ("--on", "CC-PO", "--off", "CC-PO"),
        ("--marking", "SECRET"),
        ("--fieldwork", "31 Feb 2013"),
    ):
        assert terminal.run("new", "Essex", *words).code == Exit.BAD_INPUT, words
    assert terminal.run("new", "Essex", "--off", "ZZ").code == Exit.NOT_FOUND
    assert len(terminal.done("--json", "list").data) == 1


def test_a_section_is_put_in_scope_and_out_again(terminal: Terminal) -> None:
    terminal.begun()
    terminal.done("scope", "Cambridgeshire", "cn-cy", "--off", "--reason", "Next year")
    assert terminal.done("--json", "show", "Cambr", "CN-CY").data["in_scope"] is False
    terminal.done("scope", "Cambridgeshire", "CN-CY", "--on")
    assert terminal.done("--json", "show", "Cambr", "CN-CY").data["in_scope"] is True


def test_an_answer_is_recorded_with_all_that_belongs_to_it(terminal: Terminal) -> None:
    terminal.begun()
    terminal.done(
        *("answer", "Cambridgeshire", "cc-po-09", "--value", "8", "--as-at", "since April 2013"),
        *("--note", "From the return", "--capability", "own", "--share", "all"),
        *("--marking", "OFFICIAL-SENSITIVE", "--do-not-export"),
    )
    (version,) = terminal.done("--json", "show", "Cambr", "CC-PO-09").data["versions"]
    assert version["answer"] == {
        "values": {"declared": {"kind": "count", "number": 8}},
        "as_at": {"value": "2013-04", "precision": "month", "bearing": "since"},
        "note": "From the return",
        "capability": ["own"],
        "share": "all",
        "marking": {"tier": "OFFICIAL-SENSITIVE"},
        "do_not_export": True,
    }


def test_parts_are_named_and_the_first_need_not_be(terminal: Terminal) -> None:
    terminal.begun()
    terminal.done(
        *("answer", "Cambr", "CC-PO-07", "--value", "partly", "--value", "method=By event = area."),
    )
    shown = terminal.done("--json", "show", "Cambr", "CC-PO-07").data
    assert shown["versions"][0]["answer"]["values"] == {
        "judgement": {"kind": "judgement", "value": "partly"},
        "method": {"kind": "narrative", "text": "By event = area."},
    }
    assert shown["established"]


def test_an_outcome_is_an_answer(terminal: Terminal) -> None:
    terminal.begun()
    terminal.done("answer", "Cambr", "CC-PO-03", "--outcome", "not-supplied")
    assert "Not supplied" in terminal.done("show", "Cambr", "CC-PO-03").out


def test_an_answer_that_cannot_be_recorded_is_refused(terminal: Terminal) -> None:
    terminal.begun()
    for words, code in (
        (("CC-PO-09",), Exit.USAGE),
        (("--value", "8"), Exit.USAGE),
        (("CC-PO-09", "--from", "answers.json"), Exit.USAGE),
        (("CC-PO-09", "--outcome", "unheard-of"), Exit.USAGE),
        (("CC-PO-99", "--value", "8"), Exit.NOT_FOUND),
        (("CC-PO-09", "--value", "eight"), Exit.BAD_INPUT),
        (("CC-PO-09", "--value", "-8"), Exit.BAD_INPUT),
        (("CC-PO-09", "--value", "8", "--value", "9"), Exit.BAD_INPUT),
        (("CC-PO-09", "--value", "8", "--outcome", "not-asked"), Exit.BAD_INPUT),
        (("--from", "no-such-file.json"), Exit.BAD_INPUT),
    ):
        ended = terminal.run("answer", "Cambr", *words)
        assert ended.code == code, words
        assert ended.err.strip()
    assert not terminal.done("--json", "show", "Cambr", "CC-PO-09").data["versions"]


def test_many_answers_come_from_a_file_as_one_act(terminal: Terminal) -> None:
    terminal.begun()
    file = terminal.file(
        "answers.json",
        json.dumps(
            {
                "answers": {
                    "CC-PO-08": {"values": {"needed": 5}, "as_at": "Sept 2013"},
                    "CC-PO-09": {"values": {"declared": {"kind": "count", "number": 8}}},
                    "CC-PO-03": {"outcome": "not-supplied"},
                }
            }
        ),
    )
    terminal.done("answer", "Cambr", "--from", str(file))
    section = terminal.done("--json", "show", "Cambr", "CC-PO").data
    assert sum(bool(line["versions"]) for line in section["lines"]) == 3
    terminal.done("undo", "Cambr")
    section = terminal.done("--json", "show", "Cambr", "CC-PO").data
    assert not any(line["established"] for line in section["lines"])


def test_a_file_with_one_fault_records_nothing(terminal: Terminal) -> None:
    terminal.begun()
    file = terminal.file(
        "answers.json",
        '{"answers": {"CC-PO-08": {"values": {"needed": 5}}, "X-1": {"note": "n"}}}',
    )
    ended = terminal.run("answer", "Cambr", "--from", str(file))
    assert ended.code == Exit.BAD_INPUT
    assert "X-1" in ended.err
    assert not terminal.done("--json", "show", "Cambr", "CC-PO-08").data["versions"]


def test_findings_and_headlines_are_taken_back_with_a_reason(terminal: Terminal) -> None:
    terminal.begun()
    terminal.done("answer", "Cambr", "CC-PO-09", "--value", "8")
    terminal.done("answer", "Cambr", "CC-PO-09", "--withdraw", "--reason", "Wrong line")
    shown = terminal.done("--json", "show", "Cambr", "CC-PO-09").data
    assert shown["versions"][0]["absence"] == "withdrawn"
    assert shown["versions"][0]["reason"] == "Wrong line"
    terminal.done("headline", "Cambr", "CC-PO", "Enough.")
    terminal.done("headline", "Cambr", "CC-PO", "--withdraw", "--reason", "Too early")
    assert terminal.done("--json", "show", "Cambr", "CC-PO").data["headline"] is None


def test_accounts_stand_side_by_side(terminal: Terminal) -> None:
    terminal.begun()
    terminal.done("account", "Cambr", "CC-PO-09", "Eight", "--role", "Head of operations")
    terminal.done("account", "Cambr", "CC-PO-09", "--value", "7", "--role", "Planner")
    shown = terminal.done("--json", "show", "Cambr", "CC-PO-09").data
    assert [each["role"] for each in shown["accounts"]] == ["Head of operations", "Planner"]
    assert not shown["in_conflict"]
    assert terminal.run("account", "Cambr", "CC-PO-09").code == Exit.BAD_INPUT
    words = ("account", "Cambr", "CC-PO-09", "--withdraw", shown["accounts"][0]["account"])
    terminal.done(*words, "--reason", "Misheard")
    shown = terminal.done("--json", "show", "Cambr", "CC-PO-09").data
    assert [each["role"] for each in shown["accounts"]] == ["Planner"]
    assert terminal.run(*words).code == Exit.NOT_FOUND


def test_undo_reaches_what_an_earlier_command_recorded(terminal: Terminal) -> None:
    terminal.begun()
    for number in ("7", "8"):
        terminal.done("answer", "Cambr", "CC-PO-09", "--value", number)

    def declared() -> int | None:
        shown = terminal.done("--json", "show", "Cambr", "CC-PO-09").data
        answer = shown["versions"][0]["answer"]
        return answer["values"]["declared"]["number"] if answer else None

    terminal.done("undo", "Cambr")
    assert declared() == 7
    terminal.done("undo", "Cambr")
    assert declared() is None
    assert terminal.run("undo", "Cambr").code == Exit.BAD_INPUT
    terminal.done("redo", "Cambr")
    terminal.done("redo", "Cambr")
    assert declared() == 8
    assert terminal.run("redo", "Cambr").code == Exit.BAD_INPUT


def test_any_one_change_is_undone_by_its_id_while_it_stands(terminal: Terminal) -> None:
    terminal.begun()
    first = terminal.done("--json", "answer", "Cambr", "CC-PO-09", "--value", "8").data
    terminal.done("answer", "Cambr", "CC-PO-08", "--value", "5")
    terminal.done("undo", "Cambr", first["changes"][0][:10])
    section = terminal.done("--json", "show", "Cambr", "CC-PO").data
    established = [line["line"] for line in section["lines"] if line["established"]]
    assert established == ["CC-PO-08"]
    assert terminal.run("undo", "Cambr", "ffffffffffff").code == Exit.NOT_FOUND


def test_files_are_attached_and_those_refused_stop_no_other(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.begun()
    first, second = terminal.file("one.csv", "a,b\n"), terminal.file("two.csv", "c,d\n")
    ended = terminal.run(
        *("--json", "attach", "Cambr", str(first), str(tmp_path / "gone.csv"), str(second)),
        *("--line", "cc-po-09", "--caption", "Returns", "--do-not-export"),
    )
    assert ended.code == Exit.BAD_INPUT
    assert [each["number"] for each in ended.data] == ["JS/1", "", "JS/2"]
    assert "gone.csv" in ended.err
    assert terminal.done("--json", "show", "Cambr", "CC-PO-09").data["evidence"] == ["JS/1", "JS/2"]
    again = terminal.done("--json", "attach", "Cambr", str(first)).data
    assert (again[0]["number"], again[0]["duplicate"]) == ("JS/1", True)
    other = terminal.done("attach", "Cambr", str(first), "--caption", "The return of May").out
    assert "JS/1 keeps its own caption; this was not recorded: “The return of May”." in other


def test_an_inspection_is_named_by_the_beginning_of_its_id(terminal: Terminal) -> None:
    inspection = terminal.begun()
    assert terminal.done("--json", "show", inspection[:8]).data["inspection"] == inspection
    assert terminal.run("show", "Rutland").code == Exit.NOT_FOUND
    terminal.done("new", "Cambridgeshire")
    ended = terminal.run("show", "Cambridgeshire")
    assert ended.code == Exit.BAD_INPUT
    assert "2 inspections" in ended.err


def test_particulars_and_team_are_recorded_anew(terminal: Terminal) -> None:
    terminal.begun()
    terminal.done("describe", "Cambr", "--title", "Second visit", "--marking", "OFFICIAL-SENSITIVE")
    terminal.done("team", "Cambr", "ab:inspector:Al Brown")
    terminal.done("team", "Cambr", "AB:lead", "--left")
    board = terminal.done("--json", "show", "Cambr").data
    assert (board["title"], board["marking"]) == ("Second visit", "OFFICIAL-SENSITIVE")
    assert board["fieldwork"]["end"] == "2013-09-20"
    brown = next(each for each in board["team"] if each["initials"] == "AB")
    assert (brown["role"], brown["present"]) == ("lead", False)
    assert "Al Brown" in terminal.done("show", "Cambr").out
    assert terminal.run("describe", "Cambr").code == Exit.USAGE


def test_an_evidence_item_is_captioned_linked_copied_and_withdrawn(terminal: Terminal) -> None:
    terminal.begun()
    file = terminal.file("return.csv", "declared,8\n")
    terminal.done("attach", "Cambr", str(file), "--line", "CC-PO-09")
    terminal.done("evidence", "caption", "Cambr", "js/1", "The return", "--do-not-export")
    terminal.done("evidence", "link", "Cambr", "JS/1", "CC-PO-08")
    terminal.done("evidence", "unlink", "Cambr", "JS/1", "CC-PO-09")
    (item,) = terminal.done("--json", "evidence", "list", "Cambr").data
    assert (item["number"], item["lines"], item["is_here"]) == ("JS/1", ["CC-PO-08"], True)
    assert item["caption"] == {"text": "The return", "do_not_export": True}
    words = ("evidence", "caption", "Cambr", "JS/1", "The return", "--do-not-export")
    terminal.done(*words, "--marking-found", "Restricted")
    refused = terminal.run(*words, "--marking-found", "UK TOP SECRET")
    assert refused.code == 65
    assert "its title, its owner and where it is held" in refused.err
    terminal.done(*words)
    (item,) = terminal.done("--json", "evidence", "list", "Cambr").data
    assert item["caption"]["marking_found"] == "RESTRICTED"
    assert "marking found on it: RESTRICTED" in terminal.done("evidence", "list", "Cambr").out
    terminal.done(*words, "--alt", " Two columns of numbers ")
    terminal.done(*words)
    (item,) = terminal.done("--json", "evidence", "list", "Cambr").data
    assert item["caption"]["description"] == "Two columns of numbers"
    assert "what it shows: Two columns" in terminal.done("evidence", "list", "Cambr").out

    copy = terminal.folder / "copy.csv"
    terminal.done("evidence", "copy", "Cambr", "JS/1", str(copy))
    assert copy.read_text(encoding="utf-8") == "declared,8\n"
    again = terminal.run("evidence", "copy", "Cambr", "JS/1", str(copy))
    assert again.code == Exit.CANNOT_WRITE

    terminal.done("evidence", "withdraw", "Cambr", "JS/1", "--reason", "Another force's")
    assert terminal.done("--json", "evidence", "list", "Cambr").data == []
    gone = terminal.run("evidence", "caption", "Cambr", "JS/1", "Anew")
    assert gone.code == Exit.NOT_FOUND


def test_a_redacted_copy_is_looked_at_before_it_is_kept(terminal: Terminal) -> None:
    terminal.begun()
    Image.new("RGB", (80, 80), "white").save(terminal.folder / "yard.png")
    terminal.done("attach", "Cambr", str(terminal.folder / "yard.png"), "--line", "CC-PO-09")
    words = ("redact", "Cambr", "js/1", "--area", "1,0,0,50,50", "--reason", "A number plate")

    seen = terminal.done("--json", *words, "--preview", str(terminal.folder)).data

    assert seen["kept"] is False
    with Image.open(seen["files"][0]) as picture:
        assert picture.getpixel((10, 10)) == (0, 0, 0)
        assert picture.getpixel((70, 70)) == (255, 255, 255)
    kept = terminal.done("--json", *words, "--caption", "The yard").data
    assert (kept["number"], kept["made_of"]["reason"]) == ("JS/2", "A number plate")
    original, copy = terminal.done("--json", "evidence", "list", "Cambr").data
    assert original["caption"]["do_not_export"] is True
    assert copy["made_of"]["evidence"] == original["item"]
    assert copy["lines"] == ["CC-PO-09"]
    assert original["redacted_copies"] == ["JS/2"]
    listed = terminal.done("evidence", "list", "Cambr").out
    assert "redacted copies: JS/2" in listed
    assert "Redacted copy of JS/1, 1 area on page 1 made black: A number plate" in listed
    assert "Made JS/2 of JS/1" in terminal.done("journal", "history", "Cambr").out


def test_a_preview_that_finds_no_room_or_a_name_that_is_taken_is_told_as_it_is(
    terminal: Terminal,
) -> None:
    terminal.begun()
    one, two = (Image.effect_noise((400, 400), 100) for _ in range(2))
    one.save(terminal.folder / "yard.pdf", save_all=True, append_images=[two])
    terminal.done("attach", "Cambr", str(terminal.folder / "yard.pdf"))
    (there := terminal.folder / "there").mkdir()
    words = ("redact", "Cambr", "JS/1", "--area", "1,0,0,50,50", "--reason", "r", "--preview")
    (there / "JS-1-2.png").write_bytes(b"taken")
    taken = terminal.run(*words, str(there))
    assert "Nothing was written" in taken.err
    assert [each.name for each in there.iterdir()] == ["JS-1-2.png"]
    (there / "JS-1-2.png").unlink()
    with file_limit(there, 1_000_000):
        full = terminal.run(*words, str(there))
    assert full.code == Exit.CANNOT_WRITE
    assert "0 of 2 pictures lie in the folder, not encrypted" in full.err
    assert list(there.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--area", "1,0,0,50", "--reason", "r"), "is not an area"),
        (("--area", "2,0,0,50,50", "--reason", "r"), "no page 2"),
        (("--area", "1,0,0,50,50", "--reason", " "), "needs a reason"),
        (("--area", "1,60,0,50,50", "--reason", "r"), "beyond the page"),
        (("--area", "1,0,0,5,5", "--reason", "r", "--pages", "x"), "names no pages"),
        (("--area", "1,0,0,5,5", "--reason", "r", "--preview", "nowhere"), "is not a folder"),
    ],
)
def test_a_redaction_that_will_not_do_is_refused_and_nothing_changes(
    terminal: Terminal, words: tuple[str, ...], told: str
) -> None:
    terminal.begun()
    Image.new("RGB", (80, 80), "white").save(terminal.folder / "yard.png")
    terminal.done("attach", "Cambr", str(terminal.folder / "yard.png"))
    ended = terminal.run("redact", "Cambr", "JS/1", *words)
    assert ended.code == Exit.BAD_INPUT
    assert told in ended.err
    assert len(terminal.done("--json", "evidence", "list", "Cambr").data) == 1

"""Interim summaries by the command line."""

from inspector_app.cli.exits import Exit
from tests.support.commands import Terminal


def test_one_is_made_of_a_choice_and_listed(terminal: Terminal) -> None:
    terminal.begun()
    assert "No interim summary has been made yet." in terminal.done("interims", "Cambr").out
    target = terminal.folder / "evening.pdf"
    command = ("interim", "Cambr", "--pdf", str(target), "--sections", "po")
    made = terminal.done("--json", *command, "--detail", "headlines").data
    assert target.stat().st_size == made["size_bytes"]
    assert terminal.run(*command).code == Exit.CANNOT_WRITE
    told = terminal.done("interims", "Cambr").out
    assert told.startswith(made["number"])
    assert "4 sections: Public order (all of it); board and headlines only" in told
    (listed,) = terminal.done("--json", "interims", "Cambr").data["interims"]
    assert (listed["sha256"], listed["detail"]) == (made["sha256"], "headlines")


def test_a_section_that_there_is_not_is_refused_before_anything_is_written(
    terminal: Terminal,
) -> None:
    terminal.begun()
    target = terminal.folder / "evening.pdf"
    ended = terminal.run("interim", "Cambr", "--pdf", str(target), "--sections", "XY")
    assert ended.code == Exit.NOT_FOUND
    assert "no section or threat “XY”" in ended.err
    assert not target.exists()


def test_what_has_changed_is_told_with_and_without_making_another(terminal: Terminal) -> None:
    terminal.begun()
    target = terminal.folder / "evening.pdf"
    brief = ("--sections", "CC-PO", "--detail", "headlines")
    made = terminal.done("--json", "interim", "Cambr", "--pdf", str(target), *brief).data
    number = made["number"]
    nothing = terminal.done("interims", "Cambr", "--since", "last", *brief).out
    assert f"has changed since {number}" in nothing
    terminal.done("headline", "Cambr", "CC-PO", "Not enough.")
    told = terminal.done("--json", "interims", "Cambr", "--since", number, *brief).data["since"]
    assert [each["words"] for each in told["changes"]] == ["Written: “Not enough”."]
    again = ("interim", "Cambr", "--pdf", str(target), "--replace", "--since", number, *brief)
    assert "CC-PO headline: Written: “Not enough”." in terminal.done(*again).out
    listed = terminal.done("--json", "interims", "Cambr").data["interims"]
    assert [each["since"] for each in listed] == [number, ""]

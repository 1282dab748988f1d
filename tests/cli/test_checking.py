"""Prompts from the command line: told, put aside and brought back as in the window."""

import pytest

from tests.support.commands import Terminal

CHECK = "cross-check/both-at-once"


@pytest.fixture
def units(terminal: Terminal) -> Terminal:
    terminal.begun()
    for line, number in (("CC-PO-08", "5"), ("CC-PO-09", "8"), ("CC-PO-11", "5")):
        terminal.done("answer", "Camb", line, "--value", number)
    return terminal


def test_check_tells_section_by_section_and_counts(units: Terminal) -> None:
    said = units.done("check", "Camb").out
    assert "Public order · Capacity and contribution\n" in said
    assert f"As answered, 5 + 5 ≤ 8 does not hold.  ({CHECK})" in said
    assert said.rstrip().endswith("0 put aside.")


def test_check_as_json_has_id_kind_words_and_places(units: Terminal) -> None:
    data = units.done("check", "Camb", "--json").data
    [found] = [each for each in data if each["id"] == CHECK]
    assert found["kind"] == "cross-check"
    assert found["section"] == "CC-PO"
    assert found["put_aside"] is None
    assert [place["key"] for place in found["places"]] == ["CC-PO-08", "CC-PO-11", "CC-PO-09"]


def test_a_phase_can_be_asked_for(units: Terminal) -> None:
    ids = {each["id"] for each in units.done("check", "Camb", "--phase=writing-up", "--json").data}
    assert "no-headline/CC-T" in ids
    assert "No" not in units.done("check", "Camb", "--phase", "archived").out.split("0 prompts")[0]
    assert units.run("check", "Camb", "--phase", "holiday").code != 0


def test_put_aside_with_a_reason_it_is_told_only_with_all_until_it_is_brought_back(
    units: Terminal,
) -> None:
    assert units.run("prompt", "aside", "Camb", CHECK).code != 0, "a reason is asked for"
    units.done("prompt", "aside", "Camb", CHECK, "--reason", "The force knows")
    said = units.done("check", "Camb").out
    assert CHECK not in said
    assert said.rstrip().endswith("1 put aside.")
    assert "[put aside: The force knows] Local need" in units.done("check", "Camb", "--all").out
    data = units.done("check", "Camb", "--json").data
    [found] = [each for each in data if each["id"] == CHECK]
    assert found["put_aside"] == {"reason": "The force knows", "by": "JS"}
    units.done("prompt", "back", "Camb", CHECK)
    assert CHECK in units.done("check", "Camb").out


def test_a_prompt_that_does_not_apply_or_does_not_exist_is_refused(units: Terminal) -> None:
    for wrong in ("cross-check/local-need", "nonsense/CC-PO"):
        ended = units.run("prompt", "aside", "Camb", wrong, "--reason", "Because")
        assert ended.code != 0
    assert units.run("prompt", "back", "Camb", CHECK).code != 0


def test_lines_of_all_sections_are_narrowed_by_filter_and_by_kind_of_source(
    units: Terminal,
) -> None:
    units.done(
        *("source", "add", "Camb", "interview", "Chiefs", "--account", "CC-PO-08=Five."),
    )
    gaps = units.done("lines", "Camb", "--only", "not-established", "--json").data
    names = {each["line"] for each in gaps}
    assert "CC-PO-08" not in names
    assert {"CC-PO-01", "CP-T-01"} <= names
    spoken = units.done("lines", "Camb", "--kind", "I", "--json").data
    assert spoken == [{"line": "CC-PO-08", "section": "CC-PO"}]
    assert units.done("lines", "Camb", "--kind", "document").out == "0 lines.\n"
    assert units.run("lines", "Camb", "--kind", "hearsay").code != 0

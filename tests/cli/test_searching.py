"""Finding things by the command line."""

from inspector_app.cli.exits import Exit
from tests.support.commands import Terminal


def test_words_are_found_with_kind_number_and_marks(terminal: Terminal) -> None:
    terminal.begun()
    terminal.done("headline", "Cambr", "CC-PO", "Its carriers are quizzaciously new.")
    told = terminal.done("search", "Cambr", "quizzaciously", "carrier").out
    assert told == "CC-PO  Headline  Its *carriers* are *quizzaciously* new.\n"
    [hit] = terminal.done("--json", "search", "Cambr", "quizzaciously").data
    assert hit == {
        "kind": "headline",
        "number": "CC-PO",
        "place": "CC-PO",
        "subject": "headline:CC-PO",
        "excerpt": "Its carriers are quizzaciously new.",
        "left_out": [],
        "marked": ["quizzaciously"],
    }


def test_words_inside_evidence_are_found(terminal: Terminal) -> None:
    terminal.begun()
    path = terminal.file("return.txt", "the quizzaciously return")
    terminal.done("attach", "Cambr", str(path))
    assert terminal.done("search", "Cambr", "quizzaciously").out.startswith(
        "JS/1  Text in evidence  the *quizzaciously* return"
    )


def test_a_filter_alone_lists_what_it_holds_for(terminal: Terminal) -> None:
    terminal.begun()
    terminal.done("headline", "Cambr", "CC-PO", "Enough.")
    assert "CC-PO" in terminal.done("search", "Cambr", "--only", "changed-today").out
    assert terminal.done("search", "Cambr", "--only", "versions").out == "Nothing was found.\n"
    only = terminal.done("--json", "search", "Cambr", "--only", "not-established", "--limit", "3")
    assert len(only.data) == 3


def test_a_kind_of_source_alone_lists_what_rests_on_it(terminal: Terminal) -> None:
    terminal.begun()
    terminal.done(
        *("source", "add", "Cambr", "interview", "Chief constable"),
        *("--account", "CC-PO-09=Eight can be put out."),
    )
    for named in ("interview", "I"):
        found = terminal.done("--json", "search", "Cambr", "--source", named).data
        assert {hit["number"] for hit in found} == {"CC-PO-09", "JS/1"}
    assert terminal.done("search", "Cambr", "--source", "test").out == "Nothing was found.\n"
    assert terminal.run("search", "Cambr", "--source", "rumour").code == Exit.USAGE


def test_a_search_for_nothing_is_refused(terminal: Terminal) -> None:
    terminal.begun()
    assert terminal.run("search", "Cambr").code == Exit.USAGE
    assert terminal.run("search", "Cambr", "plan", "--limit", "0").code == Exit.USAGE

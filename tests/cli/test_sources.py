"""Sources from the command line: what the window can do to them, a command can do."""

import pytest

from inspector_app.domain.source_fields import FORMS
from tests.support.commands import Terminal


@pytest.fixture
def begun(terminal: Terminal) -> Terminal:
    terminal.begun()
    return terminal


def test_every_kind_is_listed_with_its_letter_and_its_facts(terminal: Terminal) -> None:
    told = terminal.done("source", "kinds", "--json").data
    assert [(each["letter"], each["kind"]) for each in told] == [(f.letter, f.tag) for f in FORMS]
    words = terminal.done("source", "kinds", "q").out
    assert "meets-guidance" in words
    assert "open, received, not-supplied, refused, said-not-to-exist, cancelled" in words
    assert terminal.run("source", "kinds", "hearsay").code != 0


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.tag)
def test_a_source_of_every_kind_can_be_added_and_shown(begun: Terminal, form: object) -> None:
    tag = form.tag  # type: ignore[attr-defined]
    added = begun.done("source", "add", "Camb", tag, "Its title", "--json").data
    assert added["number"] == "JS/1"
    shown = begun.done("source", "show", "Camb", "js/1", "--json").data
    assert shown["source"]["particulars"]["kind"] == tag
    assert shown["source"]["title"] == "Its title"


def test_one_command_records_an_interview_with_its_accounts_and_the_name_stays_here(
    begun: Terminal,
) -> None:
    added = begun.done(
        *("source", "add", "Camb", "I", "--fact", "roles=chief constable", "--json"),
        *("--fact", "as-at=17 Sep 2013", "--fact", "people=Ann Other"),
        *("--account", "cc-po-09=Eight.", "--account", "CC-PO-08=Five."),
    ).data
    assert [each.partition("/")[0] for each in added["accounts"]] == ["CC-PO-09", "CC-PO-08"]
    words = begun.done("source", "show", "Camb", "JS/1").out
    assert "Interview: Chief constable" in words
    assert "When, or as at: 17 September 2013" in words
    assert "Names: Ann Other" in words
    assert "On CC-PO-09: Eight." in words
    more = begun.done("source", "account", "Camb", "JS/1", "--account", "CC-PO-01=Yes", "--json")
    assert more.data["accounts"][0].startswith("CC-PO-01/")
    begun.done("account", "Camb", "CC-PO-02", "Enough.", "--source", "JS/1")
    assert "4 accounts" in begun.done("source", "list", "Camb").out


def test_a_request_says_that_it_is_overdue_until_something_became_of_it(begun: Terminal) -> None:
    given = ("source", "add", "Camb", "document-request", "The plan")
    begun.done(*given, "--fact", "due=2013-09-02", "--fact", "to=Cambridgeshire")
    told = begun.done("source", "list", "Camb", "--overdue").out
    assert "overdue since 2 September 2013" in told
    assert "State: overdue" in begun.done("source", "show", "Camb", "JS/1").out
    facts = ("--fact", "outcome=refused", "--fact", "settled=2013-09-18")
    begun.done("source", "revise", "Camb", "JS/1", *facts)
    assert begun.done("source", "list", "Camb", "--overdue").out.strip() == "No sources."
    assert "refused" in begun.done("source", "list", "Camb").out


def test_an_answer_rests_on_chosen_accounts(begun: Terminal) -> None:
    given = ("source", "add", "Camb", "I", "Chief", "--account", "CC-PO-09=Eight.", "--json")
    (account,) = begun.done(*given).data["accounts"]
    begun.done("answer", "Camb", "CC-PO-09", "--value", "8")
    assert "rests on 1 account" in begun.done("rest", "Camb", "cc-po-09", account).out
    assert "all accounts on its line" in begun.done("rest", "Camb", "CC-PO-09").out
    assert begun.run("rest", "Camb", "CC-PO-09", "CC-PO-09/00").code != 0


def test_registers_are_searched_and_added_to(begun: Terminal) -> None:
    assert "(strategic-alliance)" in begun.done("register", "find", "Camb", "alliances", "bch").out
    assert "Nothing" in begun.done("register", "find", "Camb", "roles", "night").out
    begun.done("register", "add", "Camb", "roles", "Duty super", "--alias", "night duty")
    assert "Duty super" in begun.done("register", "find", "Camb", "roles", "night").out
    assert begun.run("register", "add", "Camb", "no-such", "X").code != 0


def test_an_entry_of_a_register_is_mended_and_says_when_it_is_of_another_time(
    begun: Terminal,
) -> None:
    told = begun.done("register", "find", "Camb", "national", "crime").out
    assert "National Crime Agency  (national-crime-agency)  not at 16 September 2013" in told
    begun.done("register", "revise", "Camb", "nca", "--valid-from", "2013-04", "--alias", "NCA")
    again = begun.done("register", "find", "Camb", "national", "crime", "--json").data
    assert {each["id"]: each.get("valid_from") for each in again} == {
        "police-central-e-crime-unit": None,
        "national-crime-agency": "2013-04",
    }
    words = begun.done("register", "find", "Camb", "national", "crime").out
    assert "from April 2013" in words
    assert begun.run("register", "revise", "Camb", "nca").code != 0
    assert begun.run("register", "revise", "Camb", "nobody", "--name", "X").code != 0
    assert begun.run("register", "revise", "Camb", "nca", "--valid-to", "soon").code != 0


def test_a_source_is_withdrawn_with_a_reason_and_undone(begun: Terminal) -> None:
    begun.done("source", "add", "Camb", "I", "Chief")
    begun.done("source", "withdraw", "Camb", "JS/1", "--reason", "Twice")
    assert begun.done("source", "list", "Camb").out.strip() == "No sources."
    begun.done("undo", "Camb")
    assert "Chief" in begun.done("source", "list", "Camb").out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("interview", "T", "--fact", "due=2013"),
            "“due=2013” is not a fact that this kind of source has",
        ),
        (("interview", "T", "--fact", "topics"), "is not a fact that this kind of source has"),
        (("interview",), "title"),
        (("interview", "T", "--account", "Eight."), "give a line and what was said"),
        (("interview", "T", "--account", "CC-PO-99=Eight."), "no line CC-PO-99"),
        (("test", "T", "--fact", "started=25:00"), "time of day"),
    ],
)
def test_what_cannot_be_recorded_is_refused_in_a_sentence_and_nothing_is(
    begun: Terminal, words: tuple[str, ...], told: str
) -> None:
    ended = begun.run("source", "add", "Camb", *words)
    assert ended.code != 0
    assert told in ended.err
    assert begun.done("source", "list", "Camb").out.strip() == "No sources."


def test_what_another_inspection_holds_is_carried_over_and_confirmed(begun: Terminal) -> None:
    begun.done("new", "Bedfordshire", "--fieldwork", "2013-06")
    facts = ("--fact", "level=alliance", "--account", "CC-T-06=One unit for all three.")
    begun.done("source", "add", "Bedf", "arrangement", "Joint services", *facts)
    listed = begun.done("carry-over", "Camb", "Bedf").out
    assert "JS/1  Joint services  · 1 account" in listed
    told = begun.done("carry-over", "Camb", "Bedf", "JS/1", "--json").data
    assert (told["sources"], told["accounts"]) == (["JS/1"], 1)
    assert "JS/1  Joint services" in begun.done("confirm", "Camb").out
    assert "Origin: Carried over from" in begun.done("source", "show", "Camb", "JS/1").out
    again = begun.run("carry-over", "Camb", "Bedf", "JS/1")
    assert again.code != 0
    assert "is here already" in again.err
    assert "2 records confirmed" in begun.done("confirm", "Camb", "JS/1").out
    assert "Nothing waits" in begun.done("confirm", "Camb").out

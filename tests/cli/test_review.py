"""Reviewing from the command line: moderation, accuracy check, recommendations, follow-up."""

import pytest
from openpyxl import load_workbook

from tests.support.commands import Terminal


@pytest.fixture
def begun(terminal: Terminal) -> Terminal:
    terminal.begun()
    return terminal


def test_a_headline_is_moderated_and_told_with_the_proposed_one(begun: Terminal) -> None:
    begun.done("headline", "Camb", "CC-PO", "The force can meet its share.")
    begun.done("moderate", "Camb", "cc-po", "--challenge", "Does one return carry this?")
    told = begun.done("moderate", "Camb", "CC-PO", "--headline", "It says so.").out
    assert "Reason: none yet, so it does not stand" in told
    done = begun.done("moderate", "Camb", "CC-PO", "--reason", "Its own return.", "--json").data
    assert done["moderation"] == {
        "proposed": "The force can meet its share.",
        "challenge": "Does one return carry this?",
        "moderated": "It says so.",
        "reason": "Its own return.",
    }
    words = begun.done("show", "Camb", "CC-PO").out
    assert "It says so. (moderated)" in words
    assert "Proposed: The force can meet its share." in words
    assert "Challenge: Does one return carry this?" in words
    whole = begun.done("show", "Camb", "CC-PO", "--json").data
    assert whole["moderation"] == done["moderation"]
    begun.done("moderate", "Camb", "CC-PO", "--withdraw", "--reason", "Too early")
    assert begun.done("show", "Camb", "CC-PO", "--json").data["moderation"] is None
    assert begun.run("moderate", "Camb", "CP-PO", "--challenge", "Why?").code != 0


def test_recommendations_are_made_listed_revised_withdrawn_and_may_be_none(
    begun: Terminal,
) -> None:
    assert "No cause of concern" in begun.done("recommendation", "list", "Camb").out
    added = begun.done(
        *("recommendation", "add", "Camb", "area-for-improvement", "Work out the local need."),
        *("--to", "The chief constable", "--by", "2014-09", "--on", "cc-po-07, CC-PO", "--json"),
    ).data
    assert added["number"] == "JS/1"
    begun.done("recommendation", "add", "Camb", "Cause of concern", "Nobody answers.")
    told = begun.done("recommendation", "list", "Camb").out
    assert told.index("Cause of concern: Nobody answers.") < told.index("Area for improvement")
    assert "to The chief constable · by September 2014 · rests on CC-PO, CC-PO-07" in told
    begun.done("recommendation", "revise", "Camb", "js/1", "--by", "2014-12")
    (_, area) = begun.done("recommendation", "list", "Camb", "--json").data
    assert area["recommendation"]["by"]["value"] == "2014-12"
    assert area["recommendation"]["to"] == "The chief constable"
    done = ("recommendation", "progress", "Camb", "JS/1", "done", "--note", "Seen.")
    refused = begun.run(*done)
    assert refused.code != 0
    assert "must rest on something" in refused.err
    begun.done(*done, "--on", "CC-PO-07", "--as-at", "2014-11")
    assert "Done · Seen. · as at November 2014" in begun.done("recommendation", "list", "Camb").out
    begun.done("recommendation", "withdraw", "Camb", "JS/2", "--reason", "Heard since")
    assert len(begun.done("recommendation", "list", "Camb", "--json").data) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("add", "Camb", "grade", "Good."),
        ("add", "Camb", "recommendation", "  "),
        ("add", "Camb", "recommendation", "Do it.", "--on", "CC-XX-01"),
        ("add", "Camb", "recommendation", "Do it.", "--by", "2014-02-31"),
        ("revise", "Camb", "JS/9", "--text", "Do it."),
        ("withdraw", "Camb", "JS/9", "--reason", "Why"),
    ],
)
def test_what_no_recommendation_can_say_is_refused(begun: Terminal, words: tuple[str, ...]) -> None:
    assert begun.run("recommendation", *words).code != 0
    assert begun.done("recommendation", "list", "Camb", "--json").data == []


def test_an_accuracy_check_goes_out_and_comes_back_by_workbook(begun: Terminal) -> None:
    begun.done("headline", "Camb", "CC-PO", "The force can meet its share.")
    begun.done("answer", "Camb", "CC-PO-09", "--value", "8")
    out, back = begun.folder / "points.xlsx", begun.folder / "back.xlsx"
    sent = begun.done(
        *("accuracy", "send", "Camb", str(out), "--to", "The chief constable"),
        *("--by", "2014-10-16", "--json"),
    ).data
    assert (sent["number"], sent["signed"]) == ("JS/1", False)
    book = load_workbook(out)
    sheet = book["Points"]
    number = str(sheet["A7"].value)
    sheet["D7"] = "Nine, by the return of May."
    book.save(back)
    begun.done("accuracy", "workbook", "Camb", str(begun.folder / "again.xlsx"))
    seen = begun.done("accuracy", "take", "Camb", str(back), "--preview").out
    assert "Nine, by the return of May." in seen
    assert "Nothing was recorded." in seen
    assert begun.done("accuracy", "list", "Camb", "--json").data["points"] == []
    begun.done("accuracy", "take", "Camb", str(back), "--received", "2014-10-14")
    assert f"{number}  CC-PO-09: Nine" in begun.done("accuracy", "list", "Camb", "--open").out
    assert begun.run("accuracy", "take", "Camb", str(back)).code != 0  # taken in already
    begun.done("accuracy", "answer", "Camb", number, "accepted", "--reason", "So it says.")
    begun.done("answer", "Camb", "CC-PO-09", "--value", "9", "--reason", "The force's point")
    linked = begun.done("accuracy", "link", "Camb", number, "--json").data["linked"]
    assert len(linked) == 1
    told = begun.done("accuracy", "list", "Camb").out
    assert "accepted; 1 change" in told
    assert "because: So it says." in told
    assert begun.run("accuracy", "answer", "Camb", "9.9", "accepted", "--reason", "x").code != 0
    assert begun.run("accuracy", "take", "Camb", str(begun.folder / "no.xlsx")).code != 0


def test_last_time_is_shown_and_what_was_asked_followed_up(begun: Terminal) -> None:
    first = begun.done("list", "--json").data[0]["inspection"]
    begun.done("answer", first, "CC-PO-09", "--value", "8")
    begun.done("recommendation", "add", first, "recommendation", "Agree the plan.")
    begun.done("new", "Cambridgeshire Constabulary", "--fieldwork", "2014-09")
    second = next(
        each["inspection"]
        for each in begun.done("list", "--json").data
        if each["inspection"] != first
    )
    told = begun.done("follow-up", "show", second, "CC-PO").out
    assert "CC-PO-09  last time: 8 police support units" in told
    assert "[open]" in told
    assert "JS/1  Recommendation: Agree the plan." in told
    begun.done("follow-up", "name", second, first[:8])
    begun.done("follow-up", "progress", second, "js/1", "in-progress", "--note", "A draft exists.")
    data = begun.done("follow-up", "show", second, "CC-PO-09", "--json").data
    assert (data["is_named"], data["is_here"]) == (True, True)
    assert set(data["last_time"]) == {"CC-PO-09"}
    assert data["asked_for"][0]["progress"]["stage"] == "in-progress"
    begun.done("follow-up", "clear", second, "--reason", "Another visit")
    assert begun.run("follow-up", "name", second, "ffff").code != 0
    assert begun.run("follow-up", "progress", second, "JS/9", "open").code != 0
    assert "There is no earlier inspection" in begun.done("follow-up", "show", first).out

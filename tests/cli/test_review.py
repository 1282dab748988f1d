"""Reviewing from the command line: moderation, accuracy check, recommendations, follow-up."""

import pytest

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

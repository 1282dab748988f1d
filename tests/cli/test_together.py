"""The evening from the command line: laptops introduced, brought together, versions settled."""

from contextlib import closing
from pathlib import Path

import pytest

from inspector_app.domain.ids import InspectionId
from tests.support.changes import Laptop
from tests.support.commands import Terminal
from tests.support.vaults import PASSPHRASE, Clock, vault_service


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """The data folder of a team-mate's laptop."""
    data = tmp_path / "other"
    vault_service(data, Clock()).create(PASSPHRASE, "Ann Moss", "AM").close()
    return data


def introduced(terminal: Terminal, other: Path, stick: Path) -> None:
    told = [
        terminal.done("--json", "laptop", "introduce", str(stick), data=data).data
        for data in (terminal.data, other)
    ]
    for data, arrived in ((terminal.data, told[1]), (other, told[0])):
        terminal.done(
            "laptop", "accept", arrived["file"], "--words", arrived["words"].upper(), data=data
        )


def test_an_evening_from_introduction_to_settling(
    terminal: Terminal, other: Path, stick: Path
) -> None:
    inspection = terminal.begun()
    introduced(terminal, other, stick)
    assert terminal.done("--json", "laptop", "list").data[0]["initials"] == "AM"
    terminal.done("laptop", "let-in", "cambridge", "am")
    (mate,) = terminal.done("--json", "laptop", "list", "cambridge").data
    assert (mate["let_in"], mate["level"]) == (True, False)

    def both_ways() -> None:
        for data in (terminal.data, other, terminal.data):
            ended = terminal.done("--json", "merge", str(stick), data=data)
            assert [each["inspection"] for each in ended.data["inspections"]] == [inspection]

    both_ways()
    terminal.done("answer", "cambridge", "CC-PO-09", "--value", "8")
    terminal.done("answer", "cambridge", "CC-PO-09", "--value", "7", data=other)
    terminal.done("headline", "cambridge", "CC-PO", "It can.")
    terminal.done("headline", "cambridge", "CC-PO", "It cannot.", data=other)
    both_ways()

    (headline, line) = terminal.done("--json", "settle", "cambridge", data=other).data
    assert line["place"] == "CC-PO-09"
    assert [side["by"] for side in line["versions"]].count("AM") == 1
    assert len(line["differs_in"]) == 1
    assert headline["differs_in"] == ["Headline"]
    assert terminal.run("settle", "cambridge", "CC-PO-09", "--value", "8").code == 65  # no reason
    assert terminal.run("settle", "cambridge", "CC-PO-10", "--value", "8").code == 66
    assert terminal.run("settle", "cambridge", "--value", "8").code == 64
    terminal.done(
        "settle", "cambridge", "CC-PO-09", "--keep", line["versions"][0]["change"][:10],
        "--reason", "The rota is dated",
    )  # fmt: skip
    terminal.done("settle", "cambridge", "CC-PO", "--text", "It can, just.", "--reason", "Agreed")
    both_ways()
    for data in (terminal.data, other):
        assert "There is nothing to settle" in terminal.done("settle", "cambridge", data=data).out
        told = terminal.done("--json", "since", "cambridge", data=data).data
        assert told["since_ms"] == 0
        assert {each["by"] for each in told["by"]} == {"JS", "AM"}
        shown = terminal.done("--json", "show", "cambridge", "CC-PO-09", data=data).data
        assert shown["versions"][0]["answer"]["reason"] == "The rota is dated"
    terminal.done("laptop", "forget", "AM")
    assert "No other laptop" in terminal.done("laptop", "list").out


def test_words_that_were_misheard_are_refused(terminal: Terminal, other: Path, stick: Path) -> None:
    terminal.begun()
    told = terminal.done("--json", "laptop", "introduce", str(stick), data=other).data
    ended = terminal.run("laptop", "accept", told["file"], "--words", "acorn bell canoe")
    assert ended.code == 65
    assert "not the words" in ended.err


def test_nothing_is_said_to_be_shared_before_a_laptop_is_let_in(
    terminal: Terminal, stick: Path
) -> None:
    terminal.begun()
    ended = terminal.done("merge", str(stick))
    assert "No inspection is shared" in ended.out
    assert terminal.run("merge", str(stick / "gone")).code == 66


def test_what_is_kept_apart_is_listed_and_taken_in_with_a_reason(terminal: Terminal) -> None:
    inspection = InspectionId(terminal.begun())
    assert "Nothing is kept apart" in terminal.done("laptop", "apart", "cambridge").out
    one, copy = Laptop("ann", inspection), Laptop("ann", inspection)
    first, _ = one.answer("seen"), copy.answer("seen")
    with closing(vault_service(terminal.data, Clock()).unlock(PASSPHRASE)) as vault:
        vault.journal.take_in(inspection, [first])
        vault.journal.admit(inspection, one.device, "of the team")
        branches = [one.answer("on the one", [first]), copy.answer("on the other", [first])]
        vault.journal.take_in(inspection, branches)

    told = terminal.done("--json", "laptop", "apart", "cambridge").data
    assert {each["branch"] for each in told} == {branch.id for branch in branches}
    assert {each["why"] for each in told} == {"fork"}
    assert terminal.run("laptop", "admit", "cambridge", "no-id", "--reason", "why").code == 66
    assert terminal.run("laptop", "admit", "cambridge", branches[1].id[:10]).code == 64
    ended = terminal.done(
        "laptop", "admit", "cambridge", branches[1].id[:10], "--reason", "It was used"
    )
    assert "Taken in: 1 act" in ended.out
    assert len(terminal.done("--json", "laptop", "apart", "cambridge").data) == 1
    history = terminal.done("--json", "journal", "history", "cambridge").data
    assert history[-1]["why"] == "It was used"

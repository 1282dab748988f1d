"""The journal by the command line: checked, told, rebuilt, purged."""

import json

from inspector_app.cli.exits import Exit
from tests.support.commands import Terminal
from tests.support.vaults import vault_service


def test_a_sound_journal_is_sound_and_one_that_lost_its_end_is_not(terminal: Terminal) -> None:
    terminal.begun()
    early = (terminal.data / "vault" / "vault.db").read_bytes()
    terminal.done("headline", "Cambr", "CC-PO", "Enough.")
    terminal.done("identity", "new", "Jo Sample")
    summary = terminal.folder / "summary.pdf"
    terminal.done("export", "Cambr", "--pdf", str(summary), "--sections", "CC-PO")
    sound = terminal.done("--json", "journal", "verify", "Cambr", "--against", str(summary)).data
    assert sound["sound"]
    assert sound["changes"] == 4

    # Somebody puts the database of this morning back.
    for name in ("vault.db-wal", "vault.db-shm"):
        (terminal.data / "vault" / name).unlink(missing_ok=True)
    (terminal.data / "vault" / "vault.db").write_bytes(early)
    assert terminal.done("--json", "journal", "verify", "Cambr").data["sound"]
    cut = terminal.run("--json", "journal", "verify", "Cambr", "--against", str(summary))
    assert cut.code == Exit.NO
    assert {finding["fault"] for finding in cut.data["findings"]} == {"cut-tail"}
    words = terminal.run("journal", "verify", "Cambr", "--against", str(summary))
    assert "was known to be here and is gone" in words.out


def test_only_a_genuine_summary_of_this_inspection_vouches_for_it(terminal: Terminal) -> None:
    terminal.begun()
    terminal.done("identity", "new", "Jo Sample")
    summary = terminal.folder / "summary.pdf"
    terminal.done("export", "Cambr", "--pdf", str(summary), "--sections", "CC-PO")
    terminal.done("new", "Essex")
    other = terminal.run("journal", "verify", "Essex", "--against", str(summary))
    assert other.code == Exit.BAD_INPUT
    assert "another inspection" in other.err
    forged = terminal.file("forged.pdf", "%PDF-1.7")
    ended = terminal.run("journal", "verify", "Cambr", "--against", str(forged))
    assert ended.code == Exit.BAD_INPUT
    assert "nothing can be held against it" in ended.err


def test_a_projection_that_drifted_is_found_and_rebuilt(terminal: Terminal) -> None:
    inspection = terminal.begun()
    terminal.done("headline", "Cambr", "CC-PO", "Enough.")
    vault = vault_service(terminal.data).unlock((terminal.folder / "passphrase.txt").read_text())
    try:
        with vault._database.begin() as work:
            work.journal._connection.exec_driver_sql(
                "DELETE FROM version WHERE subject = 'headline:CC-PO'"
            )
            work.commit()
    finally:
        vault.close()
    drifted = terminal.run("--json", "journal", "verify", inspection)
    assert drifted.code == Exit.NO
    assert not drifted.data["projection_is_equal"]
    assert terminal.done("--json", "journal", "rebuild", "Cambr").data["differed"]
    assert not terminal.done("--json", "journal", "rebuild", "Cambr").data["differed"]
    assert terminal.done("--json", "journal", "verify", "Cambr").data["sound"]


def test_history_tells_every_version_of_a_line_a_section_or_all(terminal: Terminal) -> None:
    terminal.begun()
    terminal.done("answer", "Cambr", "CC-PO-09", "--value", "7")
    terminal.done("answer", "Cambr", "CC-PO-09", "--value", "8")
    terminal.done("undo", "Cambr")
    terminal.done("headline", "Cambr", "CC-PO", "Enough.")
    about = terminal.done("--json", "journal", "history", "Cambr", "cc-po-09").data
    numbers = [each["body"]["answer"]["values"]["declared"]["number"] for each in about]
    assert numbers == [7, 8, 7]
    assert about[2]["undoes"] == about[1]["change"]
    headline = terminal.done("--json", "journal", "history", "Cambr", "CC-PO").data
    assert [each["by"] for each in headline] == ["JS"]
    assert len(terminal.done("--json", "journal", "history", "Cambr").data) == 6
    told = terminal.done("journal", "history", "Cambr", "answer:CC-PO-09").out
    assert "Undid an act" in told
    assert "undone since" in told
    assert terminal.run("journal", "history", "Cambr", "CP-PO").code == Exit.NOT_FOUND


def test_a_purge_first_tells_and_then_destroys(terminal: Terminal) -> None:
    terminal.begun()
    file = terminal.file("spilled.txt", "Spilled words")
    terminal.done("attach", "Cambr", str(file), "--line", "CC-PO-09")
    words = ("purge", "Cambr", "js/1", "--ground", "spilled-material", "--reason", "Too high")
    plan = terminal.done("--json", *words).data
    assert plan["carried_out"] is False
    assert len(plan["files"]) == 1
    assert "--yes" in terminal.done(*words).out
    assert terminal.done("--json", "show", "Cambr", "CC-PO-09").data["evidence"] == ["JS/1"]

    assert terminal.done("--json", *words, "--yes").data["carried_out"] is True
    assert terminal.done("--json", "show", "Cambr", "CC-PO-09").data["evidence"] == []
    check = terminal.done("--json", "journal", "verify", "Cambr").data
    assert check["sound"]
    assert check["purged"] == 1
    history = terminal.done("--json", "journal", "history", "Cambr").data
    assert "Spilled" not in json.dumps(history)
    assert terminal.run("purge", "Cambr", "JS/1", "--ground", "other").code == Exit.USAGE
    gone = terminal.run("purge", "Cambr", "JS/1", "--ground", "other", "--reason", "again")
    assert gone.code == Exit.NOT_FOUND


def test_what_the_inspection_stands_on_is_not_purged(terminal: Terminal) -> None:
    terminal.begun()
    ended = terminal.run(
        *("purge", "Cambr", "inspection", "--ground", "other", "--reason", "r", "--yes")
    )
    assert ended.code == Exit.BAD_INPUT

"""The administrator lets laptops in and looks after them by commands."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from inspector_app.server.__main__ import FAMILIES, main, parser
from inspector_app.server.base import Base
from inspector_app.server.tables import event
from inspector_app.sync.wire import Invitation
from tests.server.support import ADDRESS, RECOVERY_KEY, a_base, enrolled
from tests.support.failing_names import failing_names
from tests.support.full_disk import file_limit

COMMANDS = ("invite", "invitations", "devices", "rename", "revoke", "revocations", "certificate")


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    made = a_base(tmp_path, f"sqlite:///{tmp_path / 'base.db'}")
    yield made
    made.database.close()


def command(base: Base, *words: str) -> int:
    return main(["--base", str(base.folder), *words], environ={})


def told(base: Base, capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert command(base, *words, "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_an_invitation_is_told_as_words_code_and_file(
    base: Base, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, picture = tmp_path / "jo.spr-base", tmp_path / "jo.svg"
    assert command(base, "invite", "Jo’s laptop", "--file", str(file), "--qr", str(picture)) == 0
    made = Invitation.model_validate_json(file.read_text())
    said = capsys.readouterr().out
    assert ADDRESS in said
    assert made.code in said.replace(" ", "")
    assert "█" in said
    drawn = picture.read_text()
    assert drawn.startswith("<svg")
    assert "<title>Invitation to base: Jo’s laptop</title>" in drawn
    assert made.code not in said.replace("Code:", "").partition("Address")[0]


def test_a_database_without_room_is_told_in_a_sentence_and_what_was_asked_is_not_done(
    base: Base, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    device = enrolled(base, "JS").device
    with file_limit(tmp_path):
        assert command(base, "rename", device[:12], "Another") == 73
    assert "database could not be read or written" in capsys.readouterr().err
    assert "Another" not in json.dumps(told(base, capsys, "devices"))


def test_open_invitations_are_listed_without_their_codes(
    base: Base, capsys: pytest.CaptureFixture[str]
) -> None:
    made = told(base, capsys, "invite", "Jo’s laptop", "--initials", "JS", "--days", "1")
    (listed,) = told(base, capsys, "invitations")
    assert (listed["label"], listed["initials"]) == ("Jo’s laptop", "JS")
    assert made["code"][:10] not in json.dumps(listed)


def test_no_code_counts_that_could_not_be_written_for_its_laptop(
    base: Base, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = str(tmp_path / "missing" / "jo.spr-base")
    assert command(base, "invite", "Jo’s laptop", "--file", missing) == 73
    assert len(capsys.readouterr().err.splitlines()) == 1
    file = tmp_path / "jo.spr-base"
    assert command(base, "invite", "Jo’s laptop", "--file", str(file), "--qr", missing) == 73
    assert not file.exists()
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert told(base, capsys, "invitations") == []


@pytest.mark.parametrize("taken", ["jo.spr-base", "jo.svg"])
def test_an_older_invitation_is_not_written_over_and_no_code_is_made(
    base: Base, tmp_path: Path, capsys: pytest.CaptureFixture[str], taken: str
) -> None:
    (tmp_path / taken).write_text("older")
    paths = ("--file", str(tmp_path / "jo.spr-base"), "--qr", str(tmp_path / "jo.svg"))
    assert command(base, "invite", "Jo’s laptop", *paths) == 65
    assert f"{taken} is there already, so no code was made" in capsys.readouterr().err
    assert [each.name for each in tmp_path.glob("jo.*")] == [taken]
    assert (tmp_path / taken).read_text() == "older"
    assert told(base, capsys, "invitations") == []


def test_laptops_are_listed_renamed_and_revoked(
    base: Base, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    laptop = enrolled(base, "JS")
    assert command(base, "devices") == 0
    assert "not heard of since it joined" in capsys.readouterr().out
    assert command(base, "rename", "JS", "The lead’s") == 0
    assert command(base, "revoke", "The lead’s") == 0
    assert "Nothing was done" in capsys.readouterr().out
    (row,) = told(base, capsys, "devices")
    assert (row["device"], row["label"], row["revoked_ms"]) == (laptop.device, "The lead’s", None)
    assert command(base, "revoke", "JS", "--yes") == 0
    assert command(base, "revoke", "JS", "--yes") == 65
    capsys.readouterr()
    (row,) = told(base, capsys, "devices")
    assert row["revoked_ms"] is not None
    assert command(base, "devices") == 0
    assert "revoked " in capsys.readouterr().out
    assert command(base, "revocations", str(tmp_path / "revoked.crl")) == 0
    with base.database.read() as connection:
        done = list(connection.execute(select(event.c.who, event.c.what)))
    assert done == [("spr-base", "device-renamed"), ("spr-base", "device-revoked")]


def test_a_name_that_a_laptop_sent_does_not_play_with_the_terminal(
    base: Base, capsys: pytest.CaptureFixture[str]
) -> None:
    enrolled(base, "\x1b[2J")
    assert command(base, "devices") == 0
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize("name", COMMANDS)
def test_where_there_is_no_base_each_command_says_how_to_make_one(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = {
        "invite": ["a laptop"],
        "rename": ["JS", "x"],
        "revoke": ["JS"],
        "revocations": [str(tmp_path / "x.crl")],
    }
    assert main([name, *words.get(name, []), "--base", str(tmp_path)], environ={}) == 66
    said = capsys.readouterr().err
    assert "spr-base init" in said
    assert len(said.splitlines()) == 1


def test_the_folder_may_be_named_by_the_environment(
    base: Base, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["devices"], environ={"SPR_BASE_FOLDER": str(base.folder)}) == 0


def test_the_recovery_key_is_not_where_base_looks(base: Base) -> None:
    assert not (base.folder / "keys" / RECOVERY_KEY).exists()


def test_every_family_of_commands_has_help_that_can_be_read() -> None:
    for line in parser().format_help().splitlines():
        assert len(line) < 200
    assert len(FAMILIES) >= 3


def test_a_code_counts_whose_file_stands_though_it_may_not_last(
    base: Base, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (stick := tmp_path / "stick").mkdir()
    with failing_names(stick):
        assert command(base, "invite", "Jo’s laptop", "--file", str(stick / "jo.spr-base")) == 0
        assert "jo.spr-base was written, but the disk failed" in capsys.readouterr().err
        assert command(base, "revocations", str(stick / "revoked.crl")) == 73
    told_of = capsys.readouterr().err
    assert "revoked.crl was written, but the disk failed" in told_of
    assert (stick / "revoked.crl").exists()
    (listed,) = told(base, capsys, "invitations")
    assert listed["label"] == "Jo’s laptop"

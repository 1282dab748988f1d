"""Base from the command line: joined by a code, synced between two laptops, left again."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from inspector_app.domain.ids import DeviceId, InspectionId
from inspector_app.server import teams
from inspector_app.server.backups import back_up
from inspector_app.storage.database import Database
from tests.support.base import Shelf, a_shelf
from tests.support.commands import Terminal
from tests.support.full_disk import without_room
from tests.support.vaults import PASSPHRASE, Clock, vault_service


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with a_shelf(tmp_path) as found:
        yield found


@pytest.fixture
def at_base(terminal: Terminal, shelf: Shelf) -> Terminal:
    """A terminal that can reach base, and goes by the same time."""
    terminal.connect = shelf.connect
    terminal.clock.time = shelf.clock.time
    return terminal


@pytest.fixture
def other(at_base: Terminal, tmp_path: Path) -> Path:
    """The data folder of a team-mate's laptop."""
    data = tmp_path / "other"
    vault_service(data, Clock(at_base.clock.time)).create(PASSPHRASE, "Ann Moss", "AM").close()
    return data


def invitation_file(shelf: Shelf, folder: Path, label: str) -> str:
    path = folder / f"{label}.spr-base"
    path.write_text(shelf.invitation(label).model_dump_json(), encoding="utf-8")
    return str(path)


def test_two_laptops_join_and_sync(
    at_base: Terminal, other: Path, shelf: Shelf, tmp_path: Path
) -> None:
    inspection = InspectionId(at_base.begun())
    joined = at_base.done("--json", "base", "join", invitation_file(shelf, tmp_path, "one")).data
    assert (joined["name"], joined["initials"]) == ("Eastern region", "JS")
    assert joined["recovery"]
    code = shelf.invitation("two")
    at_base.done("base", "join", code.address, code.code[:13].lower(), code.code[13:], data=other)
    at_base.done("answer", "cambridge", "CC-PO-09", "--value", "8")
    ended = at_base.done("base", "sync")
    assert "Synced." in ended.out
    assert at_base.done("--json", "base", "sync", data=other).data["inspections"] == []

    with closing(vault_service(other, at_base.clock).unlock(PASSPHRASE)) as vault:
        device = DeviceId(vault.team.device)
    with shelf.base.database.begin(inspection) as connection:
        teams.add(connection, inspection, device, "inspector", shelf.base.now_ms())
    (came,) = at_base.done("--json", "base", "sync", data=other).data["inspections"]
    assert (came["inspection"], came["new_here"], came["synced"]) == (inspection, True, True)
    shown = at_base.done("--json", "show", "cambridge", "CC-PO-09", data=other).data
    assert len(shown["versions"]) == 1
    status = at_base.done("base", "status", data=other).out
    assert "Joined Eastern region at http://localhost" in status
    identities = at_base.done("--json", "identity", "list").data
    assert [each["kind"] for each in identities] == ["base"]


def test_what_is_not_so_is_said_in_a_sentence(
    at_base: Terminal, shelf: Shelf, tmp_path: Path
) -> None:
    at_base.begun()
    assert "has not joined a base" in at_base.done("base", "status").out
    ended = at_base.run("base", "sync")
    assert (ended.code, "join with the invitation" in ended.err) == (65, True)
    assert at_base.run("base", "join", "https://base.example", "ABCD").code == 65
    assert at_base.run("base", "sync", "--limit-rate", "fast").code == 64
    good = invitation_file(shelf, tmp_path, "one")
    at_base.done("base", "join", good)
    again = at_base.run("base", "leave")
    assert again.code == 0
    assert "has not joined" in at_base.run("base", "leave").err
    shelf.is_away = True
    away = at_base.run("base", "join", invitation_file(shelf, tmp_path, "two"))
    assert (away.code, "Base cannot be reached" in away.err) == (68, True)


def test_an_inspection_goes_off_the_laptop_and_comes_again(
    at_base: Terminal, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_base.begun()
    at_base.done("base", "join", invitation_file(shelf, tmp_path, "one"))
    at_base.done("base", "sync")
    assert at_base.run("base", "forget", "cambridge").code == 64
    ended = at_base.run("base", "forget", "cambridge", "--whole")
    assert (ended.code, "has made no backup" in ended.err) == (65, True)
    back_up(shelf.base, tmp_path / "backups")
    with monkeypatch.context() as full:
        full.setattr(Database, "wipe_free_pages", without_room(Database.wipe_free_pages))
        gone = at_base.done("base", "forget", "cambridge", "--whole").out
    assert "off this laptop" in gone
    assert "wiped when the vault is next opened" in gone
    assert at_base.done("--json", "list").data == []
    assert at_base.done("--json", "base", "fetch", "cambridge", "--whole").data["back"]
    assert len(at_base.done("--json", "list").data) == 1
    assert at_base.run("base", "fetch", "cambridge", "--whole").code == 66


def test_a_limited_line_carries_the_same(at_base: Terminal, shelf: Shelf, tmp_path: Path) -> None:
    at_base.begun()
    at_base.done("base", "join", invitation_file(shelf, tmp_path, "one"))
    (came,) = at_base.done("--json", "base", "sync", "cambridge", "--limit-rate", "2M").data[
        "inspections"
    ]
    assert came["synced"]

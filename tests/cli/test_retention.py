"""The archive from the command line: kept, held, destroyed, and the record judged."""

import json
from pathlib import Path

import pytest

from inspector_app.cli.exits import Exit
from inspector_app.storage.database import Database
from tests.support.commands import Terminal
from tests.support.full_disk import without_room


@pytest.fixture
def archived(terminal: Terminal) -> Terminal:
    terminal.begun()
    terminal.done("team", "Camb", "JS:lead")
    terminal.done("phase", "Camb", "archived")
    return terminal


def test_an_archive_is_held_then_destroyed_and_its_record_verified(
    archived: Terminal, tmp_path: Path
) -> None:
    archived.done("archive", "keep", "Camb", "--until", "2013-01-31", "--rule", "Class 4")
    archived.done("archive", "hold", "Camb", "--reason", "Inquest")
    told = archived.done("archive", "keep", "Camb", "--json").data
    assert (told["until"], told["hold"]) == ("2013-01-31", "Inquest")
    destroy = ("archive", "destroy", "Camb", "--confirm", "Cambridgeshire Constabulary")
    refused = archived.run(*destroy)
    assert refused.code == Exit.BAD_INPUT
    assert "under legal hold (because: Inquest)" in refused.err
    archived.done("archive", "lift", "Camb", "--reason", "It is over")
    record = tmp_path / "gone.json"
    done = archived.done(*destroy, "--record", str(record), "--json").data
    assert done["record"]["force"] == "Cambridgeshire Constabulary"
    assert archived.run("show", "Camb").code == Exit.NOT_FOUND
    assert archived.done("archive", "records", "--json").data[0]["change"] == done["change"]
    out = archived.done("archive", "verify", str(record), "--here").out
    assert "What was said in the inspection cannot be read on this laptop any more" in out
    assert archived.done("archive", "verify", str(record), "--json").data["genuine"] is True

    form = json.loads(record.read_text(encoding="utf-8"))
    form["body"] = form["body"].replace("Class 4", "Class 1")
    record.write_text(json.dumps(form), encoding="utf-8")
    assert archived.run("archive", "verify", str(record)).code != Exit.OK


def test_a_wrong_name_or_day_destroys_and_records_nothing(archived: Terminal) -> None:
    assert archived.run("archive", "keep", "Camb", "--until", "soon").code == Exit.BAD_INPUT
    assert archived.done("archive", "keep", "Camb", "--json").data["until"] is None
    archived.done("archive", "keep", "Camb", "--until", "2013-01-31", "--rule", "Class 4")
    assert archived.run("archive", "destroy", "Camb", "--confirm", "Kent").code == Exit.BAD_INPUT
    assert archived.done("show", "Camb").code == Exit.OK
    assert "No inspection has been destroyed" in archived.done("archive", "records").out


def test_that_it_is_destroyed_is_said_where_only_its_record_cannot_be_written(
    archived: Terminal, tmp_path: Path
) -> None:
    archived.done("archive", "keep", "Camb", "--until", "2013-01-31", "--rule", "Class 4")
    destroy = ("archive", "destroy", "Camb", "--confirm", "Cambridgeshire Constabulary")
    refused = archived.run(*destroy, "--record", str(tmp_path / "nowhere" / "gone.json"))
    assert refused.code != Exit.OK
    assert "The inspection is destroyed." in refused.err
    assert archived.run("show", "Camb").code == Exit.NOT_FOUND


def test_the_record_is_written_where_what_was_destroyed_cannot_be_wiped_now(
    archived: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archived.done("archive", "keep", "Camb", "--until", "2013-01-31", "--rule", "Class 4")
    record = tmp_path / "gone.json"
    monkeypatch.setattr(Database, "wipe_free_pages", without_room(Database.wipe_free_pages))
    destroy = ("archive", "destroy", "Camb", "--confirm", "Cambridgeshire Constabulary")
    ended = archived.run(*destroy, "--record", str(record))
    assert ended.code == Exit.CANNOT_WRITE
    assert "traces remain" in ended.err
    assert archived.done("archive", "verify", str(record), "--json").data["genuine"] is True

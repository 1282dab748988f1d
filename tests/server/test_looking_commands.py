"""What base's pages can do, its commands can do, in words and as JSON."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inspector_app.server.__main__ import main
from tests.server.support import a_base
from tests.server.web.scene import CAMBRIDGE, Scene, a_scene

Run = Callable[..., tuple[int, str, str]]
PASSWORD = "lattice walnut harbour quill"


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    base = a_base(tmp_path, f"sqlite:///{tmp_path / 'base.db'}")
    yield a_scene(base)
    base.database.close()


@pytest.fixture
def run(scene: Scene, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    assert scene.base.folder == tmp_path

    def ran(*words: str) -> tuple[int, str, str]:
        code = main([*words, "--base", str(tmp_path)], {})
        said = capsys.readouterr()
        return code, said.out, said.err

    return ran


def test_status_tells_health_and_what_base_holds(run: Run) -> None:
    code, out, _ = run("status")
    assert code in (0, 1), "1 where this machine has little room"
    assert "came damaged" in out
    assert "2 inspections, 3 laptops, 12 changes, 3 files" in out
    told = json.loads(run("status", "--json")[1])
    assert {each["what"] for each in told["points"]} >= {"Room", "Backup", "Held changes"}
    assert told["holds"]["coming"] == 3


def test_what_has_arrived_is_told_by_laptop(run: Run) -> None:
    assert "Essex Police: 1 laptop, 4 changes" in run("inspections")[1]
    assert "Essex" not in run("inspections", "cambridge")[1]
    code, out, _ = run("arrived", "Cambridge")
    assert code == 0
    assert "  SS: 3 changes, 3 files here, 3 on their way" in out
    assert "  SS/1: arriving, 1 of 4 parts" in out
    told = json.loads(run("arrived", CAMBRIDGE[:8], "--json")[1])
    assert told["inspection"]["changes"] == 8
    assert run("arrived", "Kent")[0] == 66
    code, _, err = run("arrived", "e")
    assert code == 65
    assert "may be any of these" in err
    assert "lacks 3 files; backed up 3" in run("receipts")[1]
    assert "device-revoked" in run("events", "--most", "3")[1]
    assert run("events", "--most", "0")[0] == 65


def test_teams_are_kept_by_command(run: Run, scene: Scene) -> None:
    assert run("team", "add", "Cambridge", "LS", "--role", "lead")[0] == 0
    assert "LS · Laptop 21, stores · lead inspector" in run("team", "list", "Cambridge")[1]
    assert run("team", "remove", "Cambridge", "LS")[0] == 0
    code, _, err = run("team", "remove", "Cambridge", "LS")
    assert code == 66
    assert "not of the team" in err
    told = json.loads(run("team", "list", "Cambridge", "--json")[1])
    assert scene.jo.device in [each["device"] for each in told]


def test_held_changes_are_shown_and_released_by_command(run: Run) -> None:
    assert "Cambridgeshire Constabulary: 2 changes" in run("held", "list")[1]
    code, out, _ = run("held", "show", "Cambridge")
    assert code == 0
    assert "had been revoked before" in out
    assert "not</b> trained" in out
    groups = json.loads(run("held", "show", "Cambridge", "--json")[1])
    one = groups[0]["changes"][0]["id"]
    release = ("held", "release", "Cambridge", "--reason", "Hers")
    assert run(*release, "--change", "0000")[0] == 65
    assert "1 change is part of" in run(*release, "--change", one[:10])[1]
    assert run("held", "release", "Cambridge", "--laptop", "KS", "--reason", " ")[0] == 65
    assert run(*release, "--laptop", "KS")[0] == 0
    assert run("held", "show", "Cambridge")[1] == "Nothing is held.\n"
    assert run("held", "list")[1] == "Nothing is held.\n"


def test_accounts_are_kept_by_command(run: Run, tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text(f"{PASSWORD}\n", encoding="utf-8")
    given = ("--password-file", str(secret))
    assert run("account", "add", "pat", *given)[0] == 0
    assert run("account", "add", "sam", "--role", "lead", "--inspector", "ss", *given)[0] == 0
    assert run("account", "add", "x", "--role", "lead", "--inspector", "ZZ", *given)[0] == 66
    assert run("account", "add", "pat", *given)[0] == 65
    out = run("account", "list")[1]
    assert "pat  admin" in out
    assert "sam  lead  SS · Inspector Sam" in out
    assert run("account", "password", "pat", *given)[0] == 0
    assert run("account", "password", "nobody", *given)[0] == 66
    secret.write_text("letmein\n", encoding="utf-8")
    code, _, err = run("account", "password", "pat", *given)
    assert code == 65
    assert "guessed too soon" in err
    assert run("account", "password", "pat")[0] == 65, "there is no terminal to ask at"
    assert run("account", "role", "sam", "admin")[0] == 0
    assert run("account", "role", "sam", "lead")[0] == 65
    assert run("account", "role", "sam", "lead", "--inspector", "SS")[0] == 0
    assert run("account", "remove", "pat")[0] == 0
    told = json.loads(run("account", "list", "--json")[1])
    assert [each["name"] for each in told] == ["jo", "kim", "sam"]
    assert "password" not in str(told)

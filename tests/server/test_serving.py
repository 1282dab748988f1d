"""Base is served to this machine alone, or behind a front door, or not at all."""

import json
import socket
import sys
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inspector_app.server import keys as key_files
from inspector_app.server.__main__ import main
from tests.server.support import a_base
from tests.support.front_doors import free_port, running, wait_for


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    a_base(tmp_path, f"sqlite:///{tmp_path / 'base.db'}").database.close()
    return tmp_path


def refusal(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> str:
    assert main(["serve", "--base", str(folder), *words], environ={}) in (65, 66)
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    return said


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.1.2.3", "base.example"])  # noqa: S104
def test_base_does_not_listen_to_other_machines_without_a_front_door(
    folder: Path, host: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "speaks without encryption" in refusal(capsys, folder, "--host", host)


def test_a_port_that_is_taken_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert "cannot listen at 127.0.0.1" in refusal(capsys, folder, "--port", port)
    assert "cannot listen" in refusal(capsys, folder, "--port", "99999")


def test_a_folder_without_a_base_and_a_database_that_is_away_are_told(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "spr-base init" in refusal(capsys, tmp_path_factory.mktemp("none"))
    (folder / "base.db").unlink()
    assert "holds no base" in refusal(capsys, folder)


@pytest.mark.campaign
def test_several_processes_serve_one_base_and_all_end_with_it(folder: Path) -> None:
    port = free_port()
    arguments = [sys.executable, "-m", "inspector_app.server", "serve", "--base", str(folder)]
    log = folder / "serve.log"
    with running([*arguments, "--port", str(port), "--workers", "2"], log) as process:
        wait_for(port, process, log)
        bases = set()
        for _ in range(20):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/base") as answer:
                bases.add(json.load(answer)["epoch"])
        assert len(bases) == 1
    time.sleep(0.5)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_tls_certificate_that_ends_soon_is_told_before_it_does(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key_files.renew_tls(folder, ("localhost",), datetime.now(UTC) - timedelta(days=700))
    assert main(["serve", "--base", str(folder), "--port", "99999"], environ={}) == 65
    assert "spr-base certificate" in capsys.readouterr().err

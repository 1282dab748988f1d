"""What the program is and whether a release is genuine, by command."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from inspector_app import bootstrap
from inspector_app.cli.main import main
from inspector_app.version import VERSION
from tests.support.releases import NEWER, a_publisher


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    code = main([*words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_about_tells_version_packs_and_licences(capsys: pytest.CaptureFixture[str]) -> None:
    code, about = told(capsys, "about")
    assert code == 0
    assert about["version"] == VERSION
    assert about["packs"][0]["id"] == "spr-2012"
    assert {"part": "SQLCipher", "licence": "BSD-3-Clause"} in about["licences"]
    assert main(["about"]) == 0
    assert f"SPR Inspector {VERSION}" in capsys.readouterr().out


def test_a_release_is_checked_by_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher = a_publisher(tmp_path)
    path = publisher.publish(NEWER)
    monkeypatch.setattr(bootstrap, "release_service", publisher.service)
    code, found = told(capsys, "check-release", str(path))
    assert (code, found["state"], found["version"]) == (0, "genuine", "9.1.0")
    path.write_bytes(b"altered")
    code, found = told(capsys, "check-release", str(path))
    assert (code, found["state"]) == (1, "not genuine")
    code, found = told(capsys, "check-release", str(tmp_path / "nothing"))
    assert code == 66


def test_the_quick_card_is_written_without_a_vault_and_never_over_another_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "card.pdf"
    words = ("--data-dir", str(tmp_path / "data"), "quick-card", "--out", str(target))
    code, made = told(capsys, *words)
    assert (code, made["pages"], made["file"]) == (0, 2, str(target))
    content = target.read_bytes()
    assert made["sha256"] == hashlib.sha256(content).hexdigest()
    code, refused = told(capsys, *words)
    assert code != 0
    assert "is there already" in refused["sentence"]
    assert target.read_bytes() == content
    code, _ = told(capsys, *words, "--replace")
    assert code == 0
    assert not (tmp_path / "data").exists()

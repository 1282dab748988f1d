"""From a bare laptop to a signed summary, in a real window, without touching the mouse."""

import json
import subprocess
import sys
from pathlib import Path

from inspector_app.services.verifying import verify_alone
from tests.support.vaults import PASSPHRASE, vault_service
from tests.support.whole_job import HEADLINE, NOTE
from tests.support.x_display import x_display

ROOT = Path(__file__).resolve().parents[2]


def test_the_whole_job_is_done_by_keyboard_in_a_real_window(tmp_path: Path) -> None:
    with x_display() as environment:
        run = subprocess.run(
            [sys.executable, "-m", "tests.support.whole_job", str(tmp_path)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)
    assert said["platform"] == "xcb"
    assert said["pixels"] > 10, "the display shows nothing"
    assert said["section"] == "CC-PO"
    assert said["recorded"].startswith("Not supplied")
    assert said["undone"] == "Undone"
    assert said["evidence"] == [
        ["JS/1", "return.csv", ["CC-PO-02"]],
        ["JS/2", "memo.txt", ["CC-PO-02"]],
    ]
    assert said["verdict"].startswith("Genuine. ")
    assert "Its data equal what this inspection would print now." in said["verdict"]
    assert said["reached"] == [], "nobody asked for the network"
    assert not said["network library"]

    assert verify_alone(tmp_path / "summary.pdf").verdict.exit_code == 0
    vault = vault_service(tmp_path).unlock(PASSPHRASE)
    try:
        standing = vault.inspections.standing(vault.inspections.all()[0].id)
        section = standing.pack.section("CC-PO")
        headline = standing.headline(section.id).value
        assert headline is not None
        assert headline.text == HEADLINE
        first = standing.answer(section.lines[0].id).value
        assert first is not None
        assert first.note == NOTE
        assert first.values != {}
        assert standing.answer(section.lines[1].id).value is None
        assert standing.details.force.name == "Cambridgeshire Constabulary"
    finally:
        vault.close()

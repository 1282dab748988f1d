"""The guard against stray log records is itself seen to fail."""

import subprocess
import sys
from pathlib import Path

import pytest

PREAMBLE = "import logging\nlog = logging.getLogger('somewhere')\n"


def outcome(folder: Path, test: str) -> tuple[int, str]:
    """Run one test under the guard alone, in a pytest of its own; its exit code and report."""
    file = folder / "test_example.py"
    file.write_text(PREAMBLE + test, encoding="utf-8")
    alone = ["-p", "no:pytest-qt", "-p", "no:randomly", "-p", "no:xdist", "-p", "no:cacheprovider"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *alone, "-p", "tests.support.stray_logs", str(file)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, run.stdout


@pytest.mark.parametrize(
    ("test", "report"),
    [
        ("def test_it(): log.warning('oh')", "stray log record: WARNING somewhere: oh"),
        (
            "def test_it(expected_log):\n expected_log('never')",
            "announced log record did not come: never",
        ),
        (
            "def test_it(expected_log):\n expected_log('^ERROR')\n"
            " log.error('a'); log.warning('b')",
            "stray log record: WARNING somewhere: b",
        ),
        (
            "def test_it(): logging.basicConfig(force=True)",
            "the root logger's handlers were replaced",
        ),
    ],
)
def test_a_warning_and_its_announcement_must_match(tmp_path: Path, test: str, report: str) -> None:
    code, said = outcome(tmp_path, test)
    assert code == 1
    assert report in said


@pytest.mark.parametrize(
    "test",
    [
        "def test_it(): log.info('all is well')",
        "def test_it(expected_log):\n expected_log('somewhere: oh')\n log.warning('oh')",
    ],
)
def test_what_is_announced_or_mere_information_passes(tmp_path: Path, test: str) -> None:
    code, said = outcome(tmp_path, test)
    assert code == 0, said

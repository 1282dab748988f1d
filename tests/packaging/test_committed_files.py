"""What is committed names no package index and no folder of the machine it was made on."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]

INDEX_ADDRESS = re.compile(
    rb"https?://[a-z0-9.-]*(?:pypi|pythonhosted|npmjs|deb\.debian|debian\.org|crates)",
    re.IGNORECASE,
)
MACHINE_PATH = re.compile(rb"(?<![\w.$}])/(?:work|root|home|Users)/[\w.]")


def committed_files() -> list[Path]:
    # A checkout of another user's is nothing to fear here: the list is only read.
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=TOP,
        capture_output=True,
        check=True,
    )
    names = [name for name in listing.stdout.decode().split("\0") if name]
    return [TOP / name for name in names if (TOP / name).is_file()]


def found(pattern: re.Pattern[bytes]) -> Iterator[str]:
    for path in committed_files():
        for match in pattern.finditer(path.read_bytes()):
            yield f"{path.relative_to(TOP)}: {match[0].decode()}"


def test_no_committed_file_names_a_package_index() -> None:
    assert list(found(INDEX_ADDRESS)) == []


def test_no_committed_file_names_a_folder_of_one_machine() -> None:
    assert list(found(MACHINE_PATH)) == []


@pytest.mark.parametrize(
    ("pattern", "sample"),
    [
        (INDEX_ADDRESS, "--index-url https:" + "//mirror.py" + "pi.example/simple"),
        (INDEX_ADDRESS, "deb http:" + "//deb.debian" + ".org/debian bookworm main"),
        (MACHINE_PATH, "#!/ho" + "me/somebody/.venv/bin/python"),
        (MACHINE_PATH, "file:///ro" + "ot/wheels"),
    ],
)
def test_the_patterns_find_what_they_are_for(pattern: re.Pattern[bytes], sample: str) -> None:
    assert pattern.search(sample.encode())


@pytest.mark.parametrize(
    "script",
    [
        ".ci/run",
        "packaging/audit",
        "packaging/bench",
        "packaging/build",
        "packaging/lock",
        "packaging/pictures",
        "packaging/run",
        "packaging/sign",
        "packaging/test",
        "packaging/texts",
        "packaging/try-bare-debian",
        "packaging/try-packages",
    ],
)
def test_the_scripts_can_be_started(script: str) -> None:
    assert TOP / script in committed_files()
    assert os.access(TOP / script, os.X_OK)

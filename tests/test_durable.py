"""Files that appear whole under their names, or not at all."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.durable import whole_file

HALF_WRITTEN = """
import os, signal, sys
from pathlib import Path
from inspector_app.durable import whole_file
with whole_file(Path(sys.argv[1])) as file:
    file.write(b"plain words" * 1000)
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def write_and_fail(path: Path) -> None:
    with whole_file(path) as file:
        file.write(b"newer")
        raise ZeroDivisionError


@pytest.fixture(params=["without a name", "with a name"])
def _kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of making a file, whatever this system prefers."""
    if request.param == "with a name":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)


@pytest.mark.usefixtures("_kind")
def test_a_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_bytes(b"old")
    with whole_file(path) as file:
        file.write(b"newer")
        file.seek(0)
        assert file.read() == b"newer"
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"newer"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["kept"]


@pytest.mark.usefixtures("_kind")
def test_what_goes_wrong_leaves_the_old_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError):
        write_and_fail(path)
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["kept"]


def test_nothing_is_seen_of_a_file_before_it_is_whole(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", HALF_WRITTEN, str(tmp_path / "new")],
        check=False,
        capture_output=True,
    )
    assert run.returncode == -signal.SIGKILL, run.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("_kind")
def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), whole_file(tmp_path / "gone" / "new"):
        pass

"""One holder at a time, as long as it lives."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.system.locks import IsHeld, Lock, is_held

HOLDER = """
import sys
from pathlib import Path
from inspector_app.system.locks import Lock
lock = Lock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_holder_waits_for_the_first_to_let_go(tmp_path: Path) -> None:
    held = Lock(tmp_path / "lock")
    with pytest.raises(IsHeld):
        Lock(tmp_path / "lock")
    held.release()
    held.release()
    Lock(tmp_path / "lock").release()


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path / "lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(IsHeld):
            Lock(tmp_path / "lock")
        holder.kill()
        holder.wait()
        Lock(tmp_path / "lock").release()


posix = pytest.mark.skipif(sys.platform == "win32", reason="there it cannot be told")


@posix
def test_asking_changes_nothing_and_takes_nothing(tmp_path: Path) -> None:
    assert is_held(tmp_path / "lock") is False
    assert not (tmp_path / "lock").exists()
    held = Lock(tmp_path / "lock")
    assert is_held(tmp_path / "lock") is True
    held.release()
    assert is_held(tmp_path / "lock") is False
    Lock(tmp_path / "lock").release()


@posix
def test_what_is_no_file_of_its_own_stops_nobody_and_is_not_written_to(tmp_path: Path) -> None:
    """A pipe would keep whoever opens it waiting; a link leads to another's file."""
    victim = tmp_path / "victim"
    victim.write_text("precious")
    pipe, link, folder = (tmp_path / name for name in ("pipe", "link", "folder"))
    os.mkfifo(pipe)
    link.symlink_to(victim)
    folder.mkdir()
    for path in (pipe, link, folder):
        assert is_held(path) is None
    for path in (link, folder):
        with pytest.raises(OSError, match=r"symbolic links|directory"):
            Lock(path)
    assert victim.read_text() == "precious"


def test_words_left_in_the_file_by_anybody_hold_nothing(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("4711\nanother laptop\n")
    Lock(tmp_path / "lock").release()


@posix
def test_a_disk_that_knows_no_locks_is_told_and_no_mere_file_stands_in_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a folder on a network may be; a file would outlive a crash and lock the user out."""

    def knows_none(*_: object) -> None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))

    monkeypatch.setattr("fcntl.flock", knows_none)
    with pytest.raises(OSError, match="not implemented"):
        Lock(tmp_path / "lock")
    assert is_held(tmp_path / "lock") in (False, None)

"""Files that appear whole under their names, or not at all."""

import ctypes
import errno
import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector_app import durable
from inspector_app.domain.errors import DeviceFull, MayNotLast
from inspector_app.durable import (
    Unsettled,
    Withheld,
    make_folder,
    refusal,
    refusal_elsewhere,
    whole_file,
    write_new,
    write_whole,
)
from tests.support.failing_names import failing_names
from tests.support.full_disk import file_limit

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


NUMBERS = {5: errno.EACCES, 32: errno.EACCES, 112: errno.ENOSPC}
"""Errors of Windows, as Python translates them."""


class Kernel:
    """Answers as Windows documents ``MoveFileExW``, first with the errors it was given."""

    def __init__(self, errors: list[int]) -> None:
        self._errors = errors
        self.last = 0
        self.flags: list[int] = []

    def MoveFileExW(self, old: str, new: str, flags: int) -> int:  # noqa: N802 - Windows' name
        self.flags.append(flags)
        if self._errors:
            self.last = self._errors.pop(0)
            return 0
        Path(old).replace(new)
        return 1


def on_windows(monkeypatch: pytest.MonkeyPatch, errors: list[int]) -> Kernel:
    kernel = Kernel(errors)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    monkeypatch.setattr(durable, "_RENAME_PAUSE_SECONDS", 0)
    monkeypatch.setattr(ctypes, "WinDLL", lambda *_, **__: kernel, raising=False)
    monkeypatch.setattr(ctypes, "get_last_error", lambda: kernel.last, raising=False)
    monkeypatch.setattr(
        ctypes, "WinError", lambda code: OSError(NUMBERS[code], "refused"), raising=False
    )
    return kernel


def test_windows_writes_the_name_through_and_waits_for_the_virus_scanner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = on_windows(monkeypatch, [32, 5])
    durable.write_whole(tmp_path / "kept", b"newer")
    assert (tmp_path / "kept").read_bytes() == b"newer"
    replace_existing, write_through = 1, 8
    assert kernel.flags == [replace_existing | write_through] * 3


def test_windows_is_believed_when_it_goes_on_refusing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kept").write_bytes(b"old")
    disk_full = 112
    kernel = on_windows(monkeypatch, [disk_full])
    with pytest.raises(OSError, match="refused"):
        durable.write_whole(tmp_path / "kept", b"newer")
    assert len(kernel.flags) == 1
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"old"]


def test_macos_waits_for_the_drive_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", lambda _file, what: asked.append(what))
    durable.write_whole(tmp_path / "kept", b"newer")
    assert asked == [51]


@pytest.mark.parametrize(
    "number", [errno.ENOSPC, errno.EFBIG, errno.EACCES, errno.EROFS, errno.EIO]
)
def test_a_stick_that_refuses_is_not_told_as_the_vaults_disk(number: int) -> None:
    error = OSError(number, os.strerror(number))
    kept = "Nothing was written."
    told = str(refusal_elsewhere(error, kept))
    assert kept in told
    assert "vault" not in told
    assert kept in str(refusal(error, kept))


def test_a_name_may_be_as_long_as_the_disk_lets_it_be(tmp_path: Path) -> None:
    path = tmp_path / f"{'a' * 251}.pdf"
    write_whole(path, b"whole")
    assert path.read_bytes() == b"whole"


def test_a_file_whose_name_may_not_last_is_told_as_one_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_bytes(b"old")
    with failing_names(tmp_path), pytest.raises(Unsettled) as failed:
        write_whole(path, b"newer")
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"kept": b"newer"}
    told = refusal_elsewhere(failed.value, "Nothing was written.")
    assert isinstance(told, MayNotLast)
    assert str(told) == (
        "kept was written, but the disk failed just after (Input/output error), so a power cut "
        "may undo that. Check the disk and write it once more."
    )
    assert "The old one counts." in str(refusal(failed.value, "The old one counts."))


def test_a_new_file_is_written_whole_or_nothing_of_it_is_left(tmp_path: Path) -> None:
    path = tmp_path / "key"
    with file_limit(tmp_path, 2), pytest.raises(OSError, match="File too large"):
        write_new(path, b"secret")
    assert list(tmp_path.iterdir()) == []
    with failing_names(tmp_path), pytest.raises(Unsettled):
        write_new(path, b"secret")
    with pytest.raises(FileExistsError):
        write_new(path, b"another")
    assert path.read_bytes() == b"secret"


def test_a_folder_that_may_not_last_is_not_taken_for_one_that_does(tmp_path: Path) -> None:
    with failing_names(tmp_path), pytest.raises(OSError, match="Input/output error"):
        make_folder(tmp_path / "one" / "two")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("told", [refusal, refusal_elsewhere])
def test_a_file_that_another_program_holds_is_told_from_a_folder_that_may_not_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: Callable[[OSError, str], DeviceFull]
) -> None:
    (tmp_path / "figures.xlsx").write_bytes(b"old")
    monkeypatch.setattr(durable, "_RENAME_ATTEMPTS", 3)
    kernel = on_windows(monkeypatch, [5, 32, 32])
    with pytest.raises(Withheld) as refused:
        durable.write_whole(tmp_path / "figures.xlsx", b"newer")
    assert len(kernel.flags) == 3
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"old"]
    assert str(told(refused.value, "The old one stays.")) == (
        "figures.xlsx could not be put in its place: another program may have it open, or it is "
        "protected. The old one stays. Close it there, then try again."
    )


def test_windows_waits_for_the_virus_scanner_to_let_go_of_a_folder_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "making").mkdir()
    kernel = on_windows(monkeypatch, [5, 32])
    durable.move_folder(tmp_path / "making", tmp_path / "vault")
    assert (tmp_path / "vault").is_dir()
    write_through = 8
    assert kernel.flags == [write_through] * 3


@pytest.mark.parametrize("system", ["this one", "windows"])
def test_a_name_that_is_a_folders_is_not_told_as_a_disk_that_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    (folder := tmp_path / "figures").mkdir()
    if system == "windows":
        on_windows(monkeypatch, [5] * durable._RENAME_ATTEMPTS)
    with pytest.raises(IsADirectoryError) as refused:
        write_whole(folder, b"newer")
    assert [each.name for each in tmp_path.iterdir()] == ["figures"]
    assert str(refusal_elsewhere(refused.value, "Nothing was written.")) == (
        "The folder or the name cannot be used (Is a directory). Nothing was written. Choose "
        "another, then try again."
    )

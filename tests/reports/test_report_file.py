"""Where a report is made, and what is left of it when that fails."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

import pytest

from inspector_app.domain.errors import DeviceFull, MayNotLast
from inspector_app.reports.report_file import report_file, unseen_file
from tests.support.failing_names import failing_names

KILLED = """
import os, signal, sys
from pathlib import Path
from inspector_app.reports.report_file import unseen_file
with unseen_file(Path(sys.argv[1]), "") as file:
    file.write(b"unsigned pages" * 10_000)
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


Making = Callable[[Path, str], AbstractContextManager[BinaryIO]]


def test_an_unseen_file_can_be_written_and_read_and_has_no_name(tmp_path: Path) -> None:
    with unseen_file(tmp_path / "summary.pdf", "") as file:
        file.write(b"unsigned pages")
        file.flush()
        file.seek(0)
        assert file.read() == b"unsigned pages"
        assert list(tmp_path.iterdir()) == []
        assert os.fstat(file.fileno()).st_dev == tmp_path.stat().st_dev


def test_nothing_of_an_unseen_file_outlives_its_process(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path / "summary.pdf")],
        check=False,
        capture_output=True,
    )
    assert run.returncode == -signal.SIGKILL, run.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("making", [report_file, unseen_file])
@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "is full, so summary.pdf was not written. The rest is safe. Free some"),
        (errno.EACCES, "may not be written, so summary.pdf was not written. The rest is safe."),
        (errno.EIO, r"Input/output error\)\. The rest is safe\. Choose another folder"),
    ],
)
def test_what_the_disk_refuses_is_told_in_a_sentence(
    tmp_path: Path, making: Making, number: int, words: str
) -> None:
    with (
        pytest.raises(DeviceFull, match=words),
        making(tmp_path / "summary.pdf", "The rest is safe."),
    ):
        raise OSError(number, os.strerror(number))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("making", [report_file, unseen_file])
def test_a_folder_that_is_not_there_is_told(tmp_path: Path, making: Making) -> None:
    with (
        pytest.raises(DeviceFull, match=r"could not be written to .*gone"),
        making(tmp_path / "gone" / "summary.pdf", ""),
    ):
        pytest.fail("there was no folder to write to")


def test_a_report_that_stands_and_may_not_last_is_not_said_to_be_missing(tmp_path: Path) -> None:
    target = tmp_path / "summary.pdf"
    with (
        failing_names(tmp_path),
        pytest.raises(MayNotLast, match=r"^summary\.pdf was written, but") as told,
        report_file(target, "The old one stays.") as file,
    ):
        file.write(b"pages")
    assert target.read_bytes() == b"pages"
    assert "stays" not in str(told.value)

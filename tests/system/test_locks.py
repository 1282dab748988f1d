"""One holder at a time, as long as it lives."""

import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.system.locks import IsHeld, Lock

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

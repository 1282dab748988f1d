import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.domain.errors import DeviceFull, VaultInUse
from inspector_app.vault.instance import InstanceLock

HOLDER = """
import sys
from pathlib import Path
from inspector_app.vault.instance import InstanceLock
lock = InstanceLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_instance_is_told_until_the_first_lets_go(tmp_path: Path) -> None:
    with InstanceLock(tmp_path), pytest.raises(VaultInUse, match="already open"):
        InstanceLock(tmp_path)
    InstanceLock(tmp_path).release()


def test_another_process_is_noticed_and_a_killed_one_holds_nothing(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(VaultInUse):
            InstanceLock(tmp_path)
        holder.kill()
        holder.wait()
        InstanceLock(tmp_path).release()


def test_vaults_do_not_lock_each_other(tmp_path: Path) -> None:
    with InstanceLock(tmp_path / "one"), InstanceLock(tmp_path / "two"):
        pass


def test_a_second_release_does_nothing(tmp_path: Path) -> None:
    lock = InstanceLock(tmp_path)
    lock.release()
    lock.release()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DeviceFull, match="was not opened"):
        InstanceLock(tmp_path / "file" / "vault")

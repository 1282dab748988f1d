"""What the system says of a disk, read from its list of mounts."""

from pathlib import Path

import pytest

from inspector_app.system.file_systems import FileSystem, file_system_of

MOUNTS = r"""21 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
22 21 0:5 / /srv/share rw,relatime - nfs4 server:/export rw,vers=4.2
23 21 8:17 / /media/my\040stick rw,nosuid - vfat /dev/sdb1 rw,umask=0022
24 21 8:18 / /mnt/old ro,relatime - ext4 /dev/sdb2 ro
25 21 0:30 / /run/user rw,nosuid - tmpfs tmpfs rw
26 21 0:31 / /media/phone rw - fuse.sshfs phone: rw
27 21 8:33 / /mnt/old rw,relatime - exfat /dev/sdc1 rw
garbage
"""


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    path = tmp_path / "mountinfo"
    path.write_text(MOUNTS, encoding="utf-8")
    return path


def test_the_innermost_mount_is_what_counts(mounts: Path) -> None:
    assert file_system_of(Path("/srv/data"), mounts) == FileSystem("ext4")
    assert file_system_of(Path("/srv/share/vault"), mounts).is_network
    assert file_system_of(Path("/srv/shared"), mounts) == FileSystem("ext4")


def test_sticks_memory_and_read_only_disks_are_known(mounts: Path) -> None:
    assert file_system_of(Path("/media/my stick/vault"), mounts).is_fat
    assert file_system_of(Path("/run/user/1000"), mounts).is_gone_at_shutdown
    assert file_system_of(Path("/media/phone"), mounts).is_network
    assert file_system_of(Path("/mnt/old/vault"), mounts).is_fat, "the later mount covers the other"
    lines = MOUNTS.replace("27 21", "").splitlines()
    mounts.write_text("\n".join(lines[:-2]), encoding="utf-8")
    assert file_system_of(Path("/mnt/old/vault"), mounts).is_read_only


def test_a_system_that_does_not_say_is_told_as_that(tmp_path: Path) -> None:
    assert file_system_of(tmp_path, tmp_path / "none") == FileSystem("")


def test_this_system_says_something(tmp_path: Path) -> None:
    assert file_system_of(tmp_path).kind

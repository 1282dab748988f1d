"""A disk that refuses a write, whichever: one sentence, nothing lost, and then all goes on."""

import errno
import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults.day import ACTS
from tests.faults.refused_writes import a_laptop, refuse_again_and_again, refuse_makings
from tests.support.mirrored import WHY_NOT, may_mirror, mirrored

pytestmark = pytest.mark.skipif(not may_mirror(), reason=f"a disk that refuses {WHY_NOT}")

REFUSALS = 1
"""Of each service; ``python -m tests.faults.refused_writes`` goes through all."""


def test_a_mirror_refuses_the_write_it_is_told_to_and_no_other(tmp_path: Path) -> None:
    with mirrored(tmp_path) as mirror:
        path, control = mirror.folder / "kept", mirror.control
        path.write_bytes(b"before")
        control.refuse(control.count + 1, errno.EIO, control.count + 1)
        with path.open("ab", buffering=0) as file:
            with pytest.raises(OSError, match="Input/output"):
                file.write(b" lost")
            file.write(b" after")
        assert path.read_bytes() == b"before after"
        control.refuse(control.count + 1, errno.ENOSPC)
        for _ in range(2):
            with pytest.raises(OSError, match="No space"):
                (mirror.folder / "new").touch()
        path.unlink()  # makes room
        control.relent()
        assert list(mirror.folder.iterdir()) == []


def test_a_refused_write_of_any_service_loses_nothing_and_is_told_in_one_sentence() -> None:
    told = 0
    with TemporaryDirectory(dir="/dev/shm") as name, a_laptop(Path(name), "short") as laptop:
        for act in ACTS:
            counted, sentences = refuse_again_and_again(laptop, act, REFUSALS, random.Random(act))
            assert counted["failed"] == 0, "see above"
            assert counted["refusals"] == REFUSALS
            told += sentences.total()
        laptop.require_kept()
    assert told > len(ACTS) // 2


def test_a_vault_is_made_or_not_as_is_told_whichever_write_is_refused() -> None:
    with TemporaryDirectory(dir="/dev/shm") as name:
        counted, sentences = refuse_makings(Path(name), 8, random.Random(1))
    assert counted["failed"] == 0, "see above"
    assert sentences.total() > 2

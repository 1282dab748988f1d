"""Base knows a file by the hash it carried on as the parts came, or reads it; it never believes."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.server import files
from inspector_app.server.base import Base
from inspector_app.server.objects import NoUpload, parts_of, place_of
from inspector_app.server.places.folder import Folder
from inspector_app.server.places.s3 import S3
from inspector_app.server.running_hashes import RunningHashes
from inspector_app.sync.wire import PART_SIZE, ProblemCode
from tests.server.test_files import (
    INSPECTION,
    a_base,
    bring,
    given,
    name_of,
    named,
    put,
    refused,
    state,
)
from tests.support.s3 import Store

if TYPE_CHECKING:
    from hashlib import _Hash

CONTENT = os.urandom(2 * PART_SIZE + 1000)
OTHER = bytes(PART_SIZE)
BOTH_ENGINES = pytest.mark.parametrize("base", ["sqlite", "postgresql"], indirect=True)


class Watched(Folder):
    """A folder that knows how often something was read from it."""

    reads = 0

    def read(
        self, inspection: InspectionId, sha256: Sha256, start: int = 0, size: int | None = None
    ) -> Iterator[bytes]:
        self.reads += 1
        return super().read(inspection, sha256, start, size)


@pytest.fixture
def place(tmp_path: Path) -> Watched:
    return Watched(tmp_path / "files")


@pytest.fixture
def base(request: pytest.FixtureRequest, tmp_path: Path, place: Watched) -> Iterator[Base]:
    url = f"sqlite:///{tmp_path / 'base.db'}"
    if getattr(request, "param", "") == "postgresql":
        url = request.getfixturevalue("postgres").new_database()
    with a_base(tmp_path, url, place) as made:
        yield made


def another_process(base: Base) -> Base:
    """What ``spr-base import-transfer`` is beside the server, or a second one of it."""
    return Base(base.folder, base.keys, base.database, base.objects, base.now)


def offered(base: Base, content: bytes = CONTENT) -> Sha256:
    sha256 = named(base, content)
    assert files.offer(base, INSPECTION, sha256, len(content)).hashed == 0
    return sha256


def next_of(base: Base, sha256: Sha256, number: int, content: bytes) -> "tuple[bytes, _Hash]":
    part = content[(number - 1) * PART_SIZE : number * PART_SIZE]
    runs = base.running.before(INSPECTION, sha256, number)
    assert runs is not None
    runs.update(part)
    return part, runs


def carry(base: Base, sha256: Sha256, numbers: Sequence[int], content: bytes = CONTENT) -> None:
    """Bring parts, each by the hash of all up to its end."""
    for number in numbers:
        part, runs = next_of(base, sha256, number, content)
        files.keep_part(base, INSPECTION, sha256, number, part, runs.hexdigest(), runs)


def ended(base: Base, sha256: Sha256) -> str:
    files.complete(base, INSPECTION, sha256)
    assert files.verify_next(base)
    return state(base, sha256).state


@BOTH_ENGINES
def test_a_file_whose_parts_follow_each_other_is_not_read_again(base: Base, place: Watched) -> None:
    sha256 = offered(base)
    carry(base, sha256, (1, 2))
    assert state(base, sha256).hashed == 2
    carry(base, sha256, (3,))
    assert ended(base, sha256) == "verified"
    assert place.reads == 0
    assert given(base, sha256) == CONTENT


@BOTH_ENGINES
@pytest.mark.parametrize("number", [1, 3])
def test_what_another_process_writes_is_not_vouched_for(
    base: Base, place: Watched, number: int
) -> None:
    sha256, other = offered(base), another_process(base)
    carry(base, sha256, (1, 2))
    files.keep_part(other, INSPECTION, sha256, 1, OTHER, name_of(OTHER))
    carry(base, sha256, (3,))
    if number == 3:  # and the one that is right comes last
        put(other, sha256, 1, CONTENT)
    assert ended(base, sha256) == ("verified" if number == 3 else "damaged")
    assert place.reads


def test_another_process_reads_what_this_one_knows(base: Base, place: Watched) -> None:
    sha256 = offered(base)
    carry(base, sha256, (1, 2, 3))
    assert ended(another_process(base), sha256) == "verified"
    assert place.reads


def test_a_part_that_is_replaced_is_not_vouched_for(base: Base) -> None:
    sha256 = offered(base)
    carry(base, sha256, (1, 2, 3))
    files.keep_part(base, INSPECTION, sha256, 2, OTHER, name_of(OTHER))
    assert ended(base, sha256) == "damaged"


def test_two_that_write_the_same_part_at_once_are_not_vouched_for(base: Base) -> None:
    sha256 = offered(base)
    part, runs = next_of(base, sha256, 1, CONTENT)
    row_upload = files._asked(base, INSPECTION, sha256).upload
    base.running.writing(INSPECTION, sha256, row_upload, 1)  # another, that stands still amid it
    files.keep_part(base, INSPECTION, sha256, 1, part, runs.hexdigest(), runs)
    assert base.running.parts(INSPECTION, sha256) is None


def test_parts_in_any_order_still_make_the_file(base: Base, place: Watched) -> None:
    sha256 = offered(base)
    put(base, sha256, 3, CONTENT)
    assert state(base, sha256).hashed == 0
    assert base.running.before(INSPECTION, sha256, 1) is None
    bring(base, sha256, CONTENT)
    assert ended(base, sha256) == "verified"
    assert place.reads


def test_bytes_that_are_another_file_are_thrown_away(base: Base) -> None:
    sha256 = offered(base)
    carry(base, sha256, (1, 2, 3), CONTENT[:-1] + b"\0")
    assert ended(base, sha256) == "damaged"


def test_a_file_that_lies_in_the_place_already_is_not_vouched_for(
    base: Base, tmp_path: Path
) -> None:
    sha256 = offered(base)
    carry(base, sha256, (1, 2, 3))
    there = tmp_path / "files" / place_of(INSPECTION, sha256)
    there.parent.mkdir(parents=True)
    there.write_bytes(b"something else")
    assert ended(base, sha256) == "damaged"


def test_after_a_restart_a_file_is_brought_to_its_end_and_read(base: Base, place: Watched) -> None:
    sha256 = offered(base)
    carry(base, sha256, (1,))
    started = another_process(base)
    assert state(started, sha256).hashed == 0
    for number in (2, 3):
        put(started, sha256, number, CONTENT)
    assert ended(started, sha256) == "verified"
    assert place.reads


def test_a_part_that_the_disk_did_not_take_is_brought_again_and_not_vouched_for(
    base: Base, place: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = offered(base)
    part, runs = next_of(base, sha256, 1, CONTENT)
    with monkeypatch.context() as failing:
        failing.setattr(os, "fdatasync", _failing)
        with pytest.raises(OSError, match="the disk failed"):
            files.keep_part(base, INSPECTION, sha256, 1, part, runs.hexdigest(), runs)
    bring(base, sha256, CONTENT)
    assert ended(base, sha256) == "verified"
    assert place.reads


def _failing(_descriptor: int) -> None:
    raise OSError("the disk failed")


def test_nothing_is_carried_on_where_parts_may_go_past_base(tmp_path: Path, store: Store) -> None:
    objects = S3(store.new_bucket(for_laptops=True))
    with a_base(tmp_path, f"sqlite:///{tmp_path / 'base.db'}", objects) as base:
        sha256 = offered(base)
        assert base.running.before(INSPECTION, sha256, 1) is None


def test_in_a_store_that_base_alone_writes_to_it_is_carried_on(
    tmp_path: Path, store: Store
) -> None:
    with a_base(tmp_path, f"sqlite:///{tmp_path / 'base.db'}", S3(store.new_bucket())) as base:
        sha256 = offered(base)
        carry(base, sha256, (1, 2, 3))
        assert ended(base, sha256) == "verified"
        assert given(base, sha256) == CONTENT


def test_a_part_of_an_upload_that_is_gone_is_refused(base: Base) -> None:
    sha256 = offered(base)
    part, runs = next_of(base, sha256, 1, CONTENT)
    base.objects.abandon(files._asked(base, INSPECTION, sha256).upload)
    with refused(ProblemCode.PART_REFUSED):
        files.keep_part(base, INSPECTION, sha256, 1, part, runs.hexdigest(), runs)
    with pytest.raises(NoUpload):
        base.objects.put(f"{INSPECTION}.{sha256}.{'0' * 16}", 1, part)
    assert parts_of(len(CONTENT)) == 3


def test_of_many_files_those_that_stood_still_are_let_go() -> None:
    running = RunningHashes()
    names = [Sha256(hashlib.sha256(bytes([each])).hexdigest()) for each in range(256)]
    for each in names:
        running.begin(INSPECTION, each, "upload")
    assert running.before(INSPECTION, names[0], 1) is not None
    running.begin(INSPECTION, Sha256("f" * 64), "upload")
    assert running.parts(INSPECTION, names[0]) == 0
    assert running.parts(INSPECTION, names[1]) is None

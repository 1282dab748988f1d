"""Evidence files come to base whole or are not said to be there."""

import contextlib
import hashlib
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import insert, select, update

from inspector_app.domain.ids import DeviceId, InspectionId, Sha256
from inspector_app.server import files
from inspector_app.server.base import Base
from inspector_app.server.database import Database
from inspector_app.server.keys import Keys
from inspector_app.server.objects import Objects, Piece, parts_of
from inspector_app.server.places.folder import Folder
from inspector_app.server.places.s3 import S3
from inspector_app.server.problems import Refused
from inspector_app.server.tables import file, inspection, part
from inspector_app.sync.wire import PART_SIZE, FileState, ProblemCode
from tests.support.full_disk import file_limit
from tests.support.stray_logs import ExpectedLog

INSPECTION = InspectionId("1" * 32)
OTHER = InspectionId("2" * 32)
CONTENT = os.urandom(PART_SIZE + 1000)


EVERYWHERE = pytest.mark.parametrize(
    "base", ["sqlite, folder", "postgresql, folder", "sqlite, s3"], indirect=True
)
BOTH_ENGINES = pytest.mark.parametrize(
    "base", ["sqlite, folder", "postgresql, folder"], indirect=True
)


@pytest.fixture
def base(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Base]:
    """A base with two inspections, the embedded one unless the test asks for others."""
    engine, place = getattr(request, "param", "sqlite, folder").split(", ")
    url = f"sqlite:///{tmp_path / 'base.db'}"
    if engine == "postgresql":
        url = request.getfixturevalue("postgres").new_database()
    objects: Objects = Folder(tmp_path / "files")
    if place == "s3":
        objects = S3(request.getfixturevalue("store").new_bucket())
    with a_base(tmp_path, url, objects) as made:
        yield made


@contextlib.contextmanager
def a_base(folder: Path, url: str, objects: Objects) -> Iterator[Base]:
    database = Database(url)
    database.make()
    keys = Keys(DeviceId("0" * 64), Ed25519PrivateKey.generate(), "", "", (), b"", b"", ())
    with database.begin() as connection:
        for each in (INSPECTION, OTHER):
            connection.execute(
                insert(inspection).values(id=each, pack="0" * 64, opened_ms=1, opened_by="0" * 64)
            )
    yield Base(folder, keys, database, objects, lambda: datetime.now(UTC))
    database.close()


def name_of(content: bytes) -> Sha256:
    return Sha256(hashlib.sha256(content).hexdigest())


def named(
    base: Base, content: bytes = CONTENT, *, about: InspectionId = INSPECTION, small: bool = False
) -> Sha256:
    """A file that a change at base names."""
    sha256 = name_of(content)
    with base.database.begin() as connection:
        connection.execute(
            insert(file).values(
                inspection=about,
                sha256=sha256,
                size_bytes=None if small else len(content),
                is_thumbnail=small,
                state="lacking",
                named_by="c" * 64,
            )
        )
    return sha256


def put(base: Base, sha256: Sha256, number: int, content: bytes = CONTENT) -> None:
    part = content[(number - 1) * PART_SIZE : number * PART_SIZE]
    files.keep_part(base, INSPECTION, sha256, number, part, name_of(part))


def bring(base: Base, sha256: Sha256, content: bytes = CONTENT) -> None:
    for number in range(1, parts_of(len(content)) + 1):
        put(base, sha256, number, content)


def brought(base: Base, content: bytes = CONTENT) -> Sha256:
    """A file that is at base, verified."""
    sha256 = named(base, content)
    files.offer(base, INSPECTION, sha256, len(content))
    bring(base, sha256, content)
    files.complete(base, INSPECTION, sha256)
    assert files.verify_next(base)
    return sha256


def state(base: Base, sha256: Sha256) -> FileState:
    return files.state(base, INSPECTION, sha256)


def given(base: Base, sha256: Sha256, start: int | None = 0, end: int | None = None) -> bytes:
    return b"".join(files.read(base, INSPECTION, sha256, start, end).content)


def purge(base: Base, sha256: Sha256) -> None:
    """A purge at base is obeyed."""
    with base.database.begin() as connection:
        files.purge(connection, INSPECTION, [sha256])


def mark(base: Base) -> int:
    with base.database.read() as connection:
        query = select(inspection.c.mark).where(inspection.c.id == INSPECTION)
        return int(connection.scalars(query).one())


def refused(code: ProblemCode) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, check=lambda error: error.code is code)


def kept(base: Base) -> list[str]:
    """What lies in base's place for files, arriving or whole."""
    if isinstance(base.objects, S3):
        place = {"Bucket": base.objects._bucket}
        there = base.objects._store.list_objects_v2(**place).get("Contents", [])
        return [*base.objects.uploads(2**50), *(each["Key"] for each in there)]
    return [str(path) for path in (base.folder / "files").rglob("*") if path.is_file()]


@EVERYWHERE
def test_a_file_is_at_base_once_its_parts_were_put_together_and_hashed(base: Base) -> None:
    sha256 = named(base)
    assert state(base, sha256).state == "lacking"
    offered = files.offer(base, INSPECTION, sha256, len(CONTENT))
    assert (offered.state, offered.parts) == ("arriving", ())
    bring(base, sha256)
    assert state(base, sha256).parts == (1, 2)
    before = mark(base)
    assert files.complete(base, INSPECTION, sha256).state == "verifying"
    with refused(ProblemCode.NOT_FOUND):
        files.read(base, INSPECTION, sha256)
    assert files.verify_next(base)
    assert not files.verify_next(base)
    assert state(base, sha256).state == "verified"
    assert mark(base) > before
    assert given(base, sha256) == CONTENT
    assert len(kept(base)) == 1


@EVERYWHERE
def test_parts_come_in_any_order_and_as_often_as_they_like(base: Base) -> None:
    sha256 = named(base)
    files.offer(base, INSPECTION, sha256, len(CONTENT))
    for number in (2, 2, 1, 2, 1):
        put(base, sha256, number)
    files.complete(base, INSPECTION, sha256)
    files.complete(base, INSPECTION, sha256)
    put(base, sha256, 1)  # late, as from a second laptop: nothing to do any more
    files.verify_next(base)
    put(base, sha256, 1)
    files.complete(base, INSPECTION, sha256)
    assert files.offer(base, INSPECTION, sha256, len(CONTENT)).state == "verified"
    assert given(base, sha256) == CONTENT


@EVERYWHERE
def test_what_was_cut_off_goes_on_with_the_parts_that_lack(base: Base) -> None:
    sha256 = named(base)
    files.offer(base, INSPECTION, sha256, len(CONTENT))
    put(base, sha256, 2)
    told = files.complete(base, INSPECTION, sha256)
    assert (told.state, told.parts) == ("arriving", (2,))
    assert files.offer(base, INSPECTION, sha256, len(CONTENT)).parts == (2,)
    put(base, sha256, 1)
    files.complete(base, INSPECTION, sha256)
    files.verify_next(base)
    assert given(base, sha256) == CONTENT


def test_a_part_that_does_not_fit_is_refused(base: Base) -> None:
    sha256 = named(base)
    files.offer(base, INSPECTION, sha256, len(CONTENT))
    numbers = [(number, 1000) for number in (0, -1, 3, 10**9)]
    sizes = [(1, PART_SIZE - 1), (1, PART_SIZE + 1), (1, 0), (2, 999), (2, 1001), (2, PART_SIZE)]
    for number, size in (*numbers, (0, PART_SIZE), *sizes):
        with refused(ProblemCode.PART_REFUSED):
            files.keep_part(base, INSPECTION, sha256, number, bytes(size), name_of(bytes(size)))
    assert state(base, sha256).parts == ()


def test_a_part_of_what_was_not_offered_is_refused(base: Base) -> None:
    sha256 = named(base)
    with refused(ProblemCode.PART_REFUSED):
        put(base, sha256, 1)


def test_only_files_that_a_change_of_the_inspection_names_are_taken(base: Base) -> None:
    sha256 = named(base, about=OTHER)
    verbs = [
        lambda: files.offer(base, INSPECTION, sha256, len(CONTENT)),
        lambda: put(base, sha256, 1),
        lambda: files.complete(base, INSPECTION, sha256),
        lambda: files.state(base, INSPECTION, sha256),
    ]
    for verb in verbs:
        with refused(ProblemCode.FILE_UNKNOWN):
            verb()
    with refused(ProblemCode.NOT_FOUND):
        files.read(base, INSPECTION, sha256)
    assert kept(base) == []


def test_a_file_of_another_size_than_its_change_says_is_not_begun(base: Base) -> None:
    sha256 = named(base)
    with refused(ProblemCode.PART_REFUSED):
        files.offer(base, INSPECTION, sha256, len(CONTENT) + 1)
    assert state(base, sha256).state == "lacking"
    assert kept(base) == []


@EVERYWHERE
def test_a_file_that_is_not_what_its_name_says_is_thrown_away_and_asked_for_anew(
    base: Base,
) -> None:
    sha256 = named(base)
    files.offer(base, INSPECTION, sha256, len(CONTENT))
    bring(base, sha256, bytes(len(CONTENT)))
    files.complete(base, INSPECTION, sha256)
    before = mark(base)
    files.verify_next(base)
    assert state(base, sha256).state == "damaged"
    assert state(base, sha256).parts == ()
    assert mark(base) > before
    assert kept(base) == []
    with refused(ProblemCode.NOT_FOUND):
        files.read(base, INSPECTION, sha256)
    assert files.offer(base, INSPECTION, sha256, len(CONTENT)).state == "arriving"
    bring(base, sha256)
    files.complete(base, INSPECTION, sha256)
    files.verify_next(base)
    assert given(base, sha256) == CONTENT


def test_a_part_that_was_wrong_is_replaced_by_the_right_one(base: Base) -> None:
    sha256 = named(base)
    files.offer(base, INSPECTION, sha256, len(CONTENT))
    put(base, sha256, 2, bytes(len(CONTENT)))
    bring(base, sha256)
    files.complete(base, INSPECTION, sha256)
    files.verify_next(base)
    assert given(base, sha256) == CONTENT


@BOTH_ENGINES  # moto's server does not bear it
def test_two_laptops_that_bring_the_same_file_at_once_bring_one(base: Base) -> None:
    content = os.urandom(4 * PART_SIZE)
    sha256 = named(base, content)
    together = threading.Barrier(2)
    failed: list[Exception] = []

    def laptop(order: list[int]) -> None:
        try:
            together.wait()
            files.offer(base, INSPECTION, sha256, len(content))
            for number in order:
                put(base, sha256, number, content)
            files.complete(base, INSPECTION, sha256)
        except Exception as error:  # noqa: BLE001 - told by the test
            failed.append(error)

    threads = [
        threading.Thread(target=laptop, args=(order,)) for order in ([1, 2, 3, 4], [4, 3, 2, 1])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert files.verify_next(base)
    assert given(base, sha256) == content
    assert len(kept(base)) == 1


@BOTH_ENGINES  # moto's server does not bear it
def test_two_that_verify_at_once_say_the_same(base: Base) -> None:
    sha256 = named(base)
    files.offer(base, INSPECTION, sha256, len(CONTENT))
    bring(base, sha256)
    files.complete(base, INSPECTION, sha256)
    threads = [threading.Thread(target=files.verify_next, args=(base,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert state(base, sha256).state == "verified"
    assert given(base, sha256) == CONTENT


@EVERYWHERE
def test_a_server_killed_between_naming_the_file_and_saying_so_goes_on(base: Base) -> None:
    sha256 = named(base)
    files.offer(base, INSPECTION, sha256, len(CONTENT))
    bring(base, sha256)
    with base.database.read() as connection:
        upload = connection.scalars(select(file.c.upload)).one()
    files.complete(base, INSPECTION, sha256)
    base.objects.finish(upload, [Piece(1, "", PART_SIZE), Piece(2, "", 1000)])
    assert files.verify_next(base)
    assert given(base, sha256) == CONTENT


def test_an_arriving_file_whose_disk_lost_it_is_begun_again(base: Base) -> None:
    sha256 = named(base)
    files.offer(base, INSPECTION, sha256, len(CONTENT))
    put(base, sha256, 1)
    for path in kept(base):
        Path(path).unlink()
    with refused(ProblemCode.PART_REFUSED):
        put(base, sha256, 2)
    assert files.offer(base, INSPECTION, sha256, len(CONTENT)).parts == ()
    bring(base, sha256)
    files.complete(base, INSPECTION, sha256)
    files.verify_next(base)
    assert given(base, sha256) == CONTENT


@EVERYWHERE
def test_a_file_purged_while_it_arrives_leaves_nothing(base: Base) -> None:
    sha256 = named(base)
    files.offer(base, INSPECTION, sha256, len(CONTENT))
    put(base, sha256, 1)
    purge(base, sha256)
    for verb in (
        lambda: put(base, sha256, 2),
        lambda: files.offer(base, INSPECTION, sha256, len(CONTENT)),
        lambda: files.complete(base, INSPECTION, sha256),
    ):
        with refused(ProblemCode.FILE_UNKNOWN):
            verb()
    assert files.destroy_purged(base) == 1
    assert files.destroy_purged(base) == 0
    assert kept(base) == []
    with base.database.read() as connection:
        assert connection.execute(select(part)).all() == []


@EVERYWHERE
def test_a_purged_file_is_given_to_nobody_and_destroyed(base: Base) -> None:
    sha256 = brought(base)
    purge(base, sha256)
    with refused(ProblemCode.NOT_FOUND):
        files.read(base, INSPECTION, sha256)
    files.destroy_purged(base)
    assert kept(base) == []


def test_a_file_purged_while_it_is_hashed_is_destroyed(base: Base) -> None:
    sha256 = named(base)
    files.offer(base, INSPECTION, sha256, len(CONTENT))
    bring(base, sha256)
    files.complete(base, INSPECTION, sha256)
    purge(base, sha256)
    files.destroy_purged(base)
    files.verify_next(base)
    assert kept(base) == []


def test_a_file_attached_anew_while_purged_ones_are_destroyed_stays(base: Base) -> None:
    small = b"purged, and attached anew"
    first = named(base)
    files.offer(base, INSPECTION, first, len(CONTENT))
    again = brought(base, small)
    for sha256 in (first, again):
        purge(base, sha256)

    class Meanwhile(Folder):
        """Has a laptop bring the second file anew while the first is destroyed."""

        def abandon(self, upload: str) -> None:
            super().abandon(upload)
            with base.database.begin() as connection:
                connection.execute(
                    update(file).where(file.c.sha256 == again).values(state="lacking")
                )
            files.offer(base, INSPECTION, again, len(small))
            bring(base, again, small)
            files.complete(base, INSPECTION, again)
            files.verify_next(base)

    files.destroy_purged(replace(base, objects=Meanwhile(base.folder / "files")))
    assert files.state(base, INSPECTION, again).state == "verified"
    assert given(base, again) == small


def test_a_file_attached_anew_after_its_purge_is_destroyed_by_the_next(base: Base) -> None:
    sha256 = brought(base)
    purge(base, sha256)
    files.destroy_purged(base)
    with base.database.begin() as connection:
        connection.execute(update(file).values(state="lacking"))
    files.offer(base, INSPECTION, sha256, len(CONTENT))
    bring(base, sha256)
    files.complete(base, INSPECTION, sha256)
    files.verify_next(base)
    assert given(base, sha256) == CONTENT
    purge(base, sha256)
    assert files.destroy_purged(base) == 1
    assert kept(base) == []


@EVERYWHERE
def test_any_range_is_given(base: Base) -> None:
    sha256 = brought(base)
    size = len(CONTENT)
    for start, end, first, last in (
        (0, None, 0, size),
        (7, 9, 7, 9),
        (PART_SIZE - 3, PART_SIZE + 3, PART_SIZE - 3, PART_SIZE + 3),
        (size - 1, None, size - 1, size),
        (5, 10**12, 5, size),
        (None, 4, size - 4, size),
        (None, 10**12, 0, size),
    ):
        found = files.read(base, INSPECTION, sha256, start, end)
        assert (found.size_bytes, found.start, found.end) == (size, first, last)
        assert b"".join(found.content) == CONTENT[first:last]


def test_a_range_beyond_the_end_is_refused(base: Base) -> None:
    sha256 = brought(base)
    for start, end in ((len(CONTENT), None), (10**12, None), (9, 9), (9, 3), (None, 0)):
        with refused(ProblemCode.NO_SUCH_RANGE):
            files.read(base, INSPECTION, sha256, start, end)


def test_a_disk_with_too_little_room_says_so_before_the_first_byte(base: Base) -> None:
    sha256 = named(base)
    with file_limit(base.folder, PART_SIZE), refused(ProblemCode.NO_ROOM):
        files.offer(base, INSPECTION, sha256, len(CONTENT))
    with refused(ProblemCode.NO_ROOM):
        base.objects.begin(INSPECTION, sha256, 2**50)
    assert state(base, sha256).state == "lacking"
    assert kept(base) == []


def test_a_disk_that_fills_up_keeps_what_it_has_and_nothing_half(base: Base) -> None:
    sha256 = named(base)
    files.offer(base, INSPECTION, sha256, len(CONTENT))
    put(base, sha256, 1)
    with file_limit(base.folder, PART_SIZE + 10), refused(ProblemCode.NO_ROOM):
        put(base, sha256, 2)
    assert state(base, sha256).parts == (1,)
    put(base, sha256, 2)
    files.complete(base, INSPECTION, sha256)
    files.verify_next(base)
    assert given(base, sha256) == CONTENT


@EVERYWHERE
def test_an_empty_file_is_a_file(base: Base) -> None:
    sha256 = brought(base, b"")
    assert state(base, sha256).state == "verified"
    assert given(base, sha256) == b""
    with refused(ProblemCode.NO_SUCH_RANGE):
        files.read(base, INSPECTION, sha256, 1)


@EVERYWHERE
def test_a_thumbnail_has_the_size_it_is_offered_with_until_it_is_verified(base: Base) -> None:
    sha256 = named(base, b"a small picture", small=True)
    files.offer(base, INSPECTION, sha256, 3)
    put(base, sha256, 1, b"lie")
    files.offer(base, INSPECTION, sha256, len(b"a small picture"))
    put(base, sha256, 1, b"a small picture")
    files.complete(base, INSPECTION, sha256)
    files.verify_next(base)
    assert given(base, sha256) == b"a small picture"
    with refused(ProblemCode.PART_REFUSED):
        files.offer(base, INSPECTION, sha256, 3)
    assert len(kept(base)) == 1


def test_no_thumbnail_is_larger_than_one_part(base: Base) -> None:
    sha256 = named(base, b"a small picture", small=True)
    with refused(ProblemCode.PART_REFUSED):
        files.offer(base, INSPECTION, sha256, PART_SIZE + 1)


def test_a_verified_file_that_the_disk_lost_is_asked_for_anew(
    base: Base, expected_log: ExpectedLog
) -> None:
    expected_log("a verified file is not in its place")
    sha256 = brought(base)
    for path in kept(base):
        Path(path).unlink()
    with refused(ProblemCode.NOT_FOUND):
        files.read(base, INSPECTION, sha256)
    assert state(base, sha256).state == "damaged"
    assert files.offer(base, INSPECTION, sha256, len(CONTENT)).state == "arriving"


def test_arriving_files_that_no_row_knows_of_are_removed_once_they_are_old(base: Base) -> None:
    sha256 = named(base)
    files.offer(base, INSPECTION, sha256, len(CONTENT))
    stray = base.objects.begin(INSPECTION, sha256, 10)
    assert files.tidy(base) == 0
    for path in kept(base):
        os.utime(path, (0, 0))
    assert files.tidy(base) == 1
    assert stray not in {Path(path).name for path in kept(base)}
    assert state(base, sha256).state == "arriving"


def test_the_verifier_works_while_base_runs(base: Base) -> None:
    sha256 = named(base)
    verifier = files.Verifier(base, pause_s=60)
    verifier.start()
    try:
        files.offer(base, INSPECTION, sha256, len(CONTENT))
        bring(base, sha256)
        files.complete(base, INSPECTION, sha256)
        done = threading.Event()
        for _ in range(200):
            verifier.wake()
            if state(base, sha256).state == "verified":
                break
            done.wait(0.02)
        assert given(base, sha256) == CONTENT
    finally:
        verifier.stop()

"""Every kind of place for evidence files keeps the same promises."""

import hashlib
import io
import os
from pathlib import Path

import httpx2
import pytest

from inspector_app.domain.errors import BadInput
from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.server.objects import NotThere, NotWhole, NoUpload, Objects, Piece, place_of
from inspector_app.server.places.folder import Folder
from inspector_app.server.places.s3 import S3
from inspector_app.server.problems import Refused
from inspector_app.sync.wire import PART_SIZE, ProblemCode
from tests.support.failing_names import failing_names
from tests.support.s3 import Store

INSPECTION = InspectionId("1" * 32)
CONTENT = os.urandom(PART_SIZE + 1000)
NAME = Sha256(hashlib.sha256(CONTENT).hexdigest())


def brought(objects: Objects, content: bytes = CONTENT, sha256: Sha256 = NAME) -> str:
    """An arriving file, its parts put last one first, made one."""
    upload = objects.begin(INSPECTION, sha256, len(content))
    pieces = []
    for number in (2, 1):
        part = content[(number - 1) * PART_SIZE : number * PART_SIZE]
        pieces.append(Piece(number, objects.put(upload, number, part), len(part)))
    objects.finish(upload, sorted(pieces, key=lambda each: each.number))
    return upload


def read(objects: Objects, sha256: Sha256 = NAME) -> bytes:
    return b"".join(objects.read(INSPECTION, sha256))


def test_parts_become_one_file(objects: Objects) -> None:
    assert objects.size(INSPECTION, NAME) is None
    brought(objects)
    assert objects.size(INSPECTION, NAME) == len(CONTENT)
    assert read(objects) == CONTENT
    middle = objects.read(INSPECTION, NAME, PART_SIZE - 5, 10)
    assert b"".join(middle) == CONTENT[PART_SIZE - 5 : PART_SIZE + 5]


def test_making_it_one_again_alters_nothing(objects: Objects) -> None:
    upload = brought(objects)
    objects.finish(upload, ())
    assert read(objects) == CONTENT


def test_a_file_never_takes_the_place_of_one_that_is_there(objects: Objects) -> None:
    brought(objects)
    brought(objects, bytes(len(CONTENT)))
    assert read(objects) == CONTENT
    objects.write(INSPECTION, NAME, io.BytesIO(CONTENT))
    assert read(objects) == CONTENT


def test_what_was_abandoned_cannot_be_gone_on_with(objects: Objects) -> None:
    upload = objects.begin(INSPECTION, NAME, len(CONTENT))
    objects.put(upload, 2, CONTENT[PART_SIZE:])
    objects.abandon(upload)
    objects.abandon(upload)
    if isinstance(objects, Folder):  # moto's server fails where a real store says NoSuchUpload
        with pytest.raises(NoUpload):
            objects.put(upload, 1, CONTENT[:PART_SIZE])
    with pytest.raises(NoUpload):
        objects.finish(upload, [Piece(2, "", 1000)])
    with pytest.raises(NoUpload):
        objects.finish(upload, ())
    assert objects.size(INSPECTION, NAME) is None


def test_a_whole_file_is_put_in_its_place_if_it_is_the_one(objects: Objects) -> None:
    with pytest.raises(NotWhole):
        objects.write(INSPECTION, NAME, io.BytesIO(CONTENT[:-1]))
    assert objects.size(INSPECTION, NAME) is None
    objects.write(INSPECTION, NAME, io.BytesIO(CONTENT))
    assert read(objects) == CONTENT


def test_what_is_removed_is_not_there(objects: Objects) -> None:
    brought(objects)
    objects.remove(INSPECTION, NAME)
    objects.remove(INSPECTION, NAME)
    assert objects.size(INSPECTION, NAME) is None
    with pytest.raises(NotThere):
        objects.read(INSPECTION, NAME)


def test_bytes_that_are_not_there_are_missed(objects: Objects) -> None:
    brought(objects)
    with pytest.raises(NotThere):
        list(objects.read(INSPECTION, NAME, len(CONTENT) - 5, 6))


def test_an_empty_file_is_made_of_no_parts(objects: Objects) -> None:
    sha256 = Sha256(hashlib.sha256().hexdigest())
    objects.finish(objects.begin(INSPECTION, sha256, 0), ())
    assert objects.size(INSPECTION, sha256) == 0
    assert read(objects, sha256) == b""


def test_the_arriving_files_are_told(objects: Objects) -> None:
    upload = objects.begin(INSPECTION, NAME, len(CONTENT))
    assert objects.uploads(before_ms=2**50) == [upload]
    assert objects.uploads(before_ms=0) == []
    objects.abandon(upload)
    assert objects.uploads(before_ms=2**50) == []


def test_nothing_but_an_id_becomes_a_path(objects: Objects) -> None:
    for trick in ("../" + "1" * 29, "1" * 31, "1" * 33, "A" * 32, "1" * 31 + "\n"):
        with pytest.raises(ValueError):
            place_of(InspectionId(trick), NAME)
        with pytest.raises(ValueError):
            place_of(INSPECTION, Sha256(trick * 2))
        with pytest.raises(ValueError):
            objects.begin(InspectionId(trick), NAME, 1)
        with pytest.raises(ValueError):
            objects.abandon(f"../{trick}")


def test_a_laptop_puts_parts_into_the_store_past_base_where_it_can_reach_it(store: Store) -> None:
    objects = S3(store.new_bucket(for_laptops=True))
    upload = objects.begin(INSPECTION, NAME, len(CONTENT))
    objects.put(upload, 2, CONTENT[PART_SIZE:])
    address = objects.urls(upload, [1])[1]
    httpx2.put(address, content=CONTENT[:PART_SIZE]).raise_for_status()
    pieces = objects.arrived(upload)
    assert [(each.number, each.size_bytes) for each in pieces] == [(1, PART_SIZE), (2, 1000)]
    objects.finish(upload, pieces)
    assert read(objects) == CONTENT


def test_without_such_an_address_all_parts_go_through_base(objects: Objects) -> None:
    assert objects.urls(objects.begin(INSPECTION, NAME, len(CONTENT)), [1, 2]) == {}


def test_a_store_that_does_not_answer_is_no_loss() -> None:
    away = S3("s3://base?endpoint=http://127.0.0.1:9")
    with pytest.raises(Refused, check=lambda error: error.code is ProblemCode.BUSY):
        away.begin(INSPECTION, NAME, 1)


@pytest.mark.parametrize("url", ["http://base", "s3:///evidence", "s3://base?secret=x", ""])
def test_an_address_that_is_none_of_a_store_is_refused_in_words(url: str) -> None:
    with pytest.raises(BadInput, match="looks like s3://BUCKET"):
        S3(url)


def test_a_file_counts_as_destroyed_only_once_a_power_cut_cannot_bring_it_back(
    tmp_path: Path,
) -> None:
    objects = Folder(tmp_path)
    objects.remove(INSPECTION, NAME)  # never there, nor its folder
    objects.write(INSPECTION, NAME, io.BytesIO(CONTENT))
    with failing_names((tmp_path / place_of(INSPECTION, NAME)).parent):
        for _ in range(2):
            with pytest.raises(OSError, match="Input/output error"):
                objects.remove(INSPECTION, NAME)
    objects.remove(INSPECTION, NAME)
    assert objects.size(INSPECTION, NAME) is None

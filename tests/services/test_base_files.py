"""A file comes to base whole, whatever base knows of its parts when the next one comes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from inspector_app.domain.errors import EvidenceDamaged
from inspector_app.server import files
from inspector_app.server.base import Base
from inspector_app.server.running_hashes import RunningHashes
from inspector_app.services.base_files import FileExchange
from inspector_app.services.holdings import File
from inspector_app.storage.evidence import BlobPlace
from inspector_app.sync.client import BaseClient
from inspector_app.sync.wire import PART_SIZE
from inspector_app.vault.blobs import BlobStore
from tests.server.support import ADDRESS, Laptop, a_base, app_client
from tests.server.test_api_files import CONTENT, INSPECTION, NAME, a_team
from tests.server.test_files import name_of
from tests.server.test_running_hashes import Watched

FILE = File(NAME, len(CONTENT))


@pytest.fixture
def folder(tmp_path: Path) -> Watched:
    """Where files lie at base."""
    return Watched(tmp_path / "files")


@pytest.fixture
def base(tmp_path: Path, folder: Watched) -> Iterator[Base]:
    made = a_base(tmp_path, f"sqlite:///{tmp_path / 'base.db'}", objects=folder)
    yield made
    made.database.close()


@pytest.fixture
def laptop(base: Base) -> Laptop:
    return a_team(base)


@pytest.fixture
def blobs(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "vault", "00" * 16, bytes(32))


@pytest.fixture
def place(tmp_path: Path, blobs: BlobStore) -> BlobPlace:
    """The file in the laptop's vault."""
    plain = tmp_path / "plain"
    plain.write_bytes(CONTENT)
    kept = blobs.put(plain, INSPECTION, lambda _: None)
    return BlobPlace(kept.sha256, kept.name, kept.key, kept.format, kept.size_bytes)


@contextmanager
def exchanging(base: Base, laptop: Laptop, blobs: BlobStore) -> Iterator[FileExchange]:
    nothing = cast("Any", None)
    with app_client(base) as http:
        client = BaseClient(http, ADDRESS, laptop.device, laptop.key.sign, base.now)
        yield FileExchange(
            nothing, blobs, nothing, client, INSPECTION, lambda: None, lambda _: None
        )


def at_base(base: Base) -> str:
    while files.verify_next(base):
        pass
    return files.state(base, INSPECTION, NAME).state


def test_base_need_not_read_again_what_comes_from_the_first_part_on(
    base: Base, laptop: Laptop, blobs: BlobStore, place: BlobPlace, folder: Watched
) -> None:
    with exchanging(base, laptop, blobs) as exchange:
        exchange.send(place, FILE)
    assert exchange.done.up == 1
    assert at_base(base) == "verified"
    assert folder.reads == 0


def test_where_base_does_not_know_what_came_before_parts_go_by_themselves(
    base: Base, laptop: Laptop, blobs: BlobStore, place: BlobPlace, folder: Watched
) -> None:
    files.offer(base, INSPECTION, NAME, len(CONTENT))
    restarted = replace(base, running=RunningHashes())
    with exchanging(restarted, laptop, blobs) as exchange:
        exchange.send(place, FILE)
    assert at_base(restarted) == "verified"
    assert folder.reads == 1


def test_what_was_begun_by_another_is_gone_on_with(
    base: Base, laptop: Laptop, blobs: BlobStore, place: BlobPlace
) -> None:
    files.offer(base, INSPECTION, NAME, len(CONTENT))
    first = CONTENT[:PART_SIZE]
    files.keep_part(base, INSPECTION, NAME, 1, first, name_of(first))
    with exchanging(base, laptop, blobs) as exchange:
        exchange.send(place, FILE)
    assert at_base(base) == "verified"


def test_a_file_that_is_damaged_here_is_not_sent_on(
    base: Base, laptop: Laptop, blobs: BlobStore, place: BlobPlace
) -> None:
    path = blobs._path(place.name)
    sealed = bytearray(path.read_bytes())
    sealed[-600] ^= 1  # in the last chunk but for its end
    path.write_bytes(sealed)
    with (
        exchanging(base, laptop, blobs) as exchange,
        pytest.raises(EvidenceDamaged),
    ):
        exchange.send(place, FILE)
    assert at_base(base) != "verified"


def test_a_file_comes_back_as_it_was(
    base: Base, laptop: Laptop, blobs: BlobStore, place: BlobPlace
) -> None:
    with exchanging(base, laptop, blobs) as exchange:
        exchange.send(place, FILE)
        assert at_base(base) == "verified"
        with exchange.coming(NAME) as coming:
            assert coming.read() == CONTENT

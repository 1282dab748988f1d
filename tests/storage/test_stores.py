"""The small stores beside the journal."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from inspector_app.domain.errors import NotFound
from inspector_app.domain.ids import InspectionId, PersonId, Sha256
from inspector_app.storage.database import Database, create_database
from inspector_app.storage.evidence import BlobPlace, BlobPlaces
from inspector_app.storage.identities import StoredIdentity
from inspector_app.storage.statements import driver_of
from tests.support.needles import decrypted

KEY = os.urandom(32)
ONE, OTHER = InspectionId("1" * 32), InspectionId("2" * 32)
JO, ANN = PersonId("a" * 32), PersonId("b" * 32)
FILE = Sha256("f" * 64)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = create_database(tmp_path / "vault.db", KEY)
    yield made
    made.close()


def test_a_name_is_known_until_it_is_erased(database: Database) -> None:
    with database.begin() as work:
        work.people.name(JO, "Jo Smith")
        work.people.name(ANN, "Ann Mbeki-Ŵyn")
        work.people.name(JO, "Jo Smythe")
        assert work.people.names() == {JO: "Jo Smythe", ANN: "Ann Mbeki-Ŵyn"}
        work.people.erase(JO)
        work.people.erase(JO)
        assert work.people.names() == {ANN: "Ann Mbeki-Ŵyn"}
        work.commit()


def test_erasing_a_name_deletes_its_key_so_that_a_copy_of_its_row_tells_nothing(
    database: Database, tmp_path: Path
) -> None:
    with database.begin() as work:
        work.people.name(JO, "Jo Smith")
        work.commit()
    with database.read() as work:
        connection = work.journal._connection
        key = connection.execute(text("SELECT key FROM person_key")).scalar_one()
        sealed = connection.execute(text("SELECT sealed_name FROM person")).scalar_one()
    assert b"Jo Smith" not in decrypted(tmp_path / "vault.db", KEY)
    assert key in decrypted(tmp_path / "vault.db", KEY)

    with database.begin() as work:
        work.people.erase(JO)
        work.commit()
    assert database.wipe_free_pages()

    pages = decrypted(tmp_path / "vault.db", KEY)
    assert key not in pages
    assert sealed not in pages


def test_a_file_is_found_in_its_own_inspection_until_its_key_is_destroyed(
    database: Database,
) -> None:
    place = BlobPlace(FILE, "9" * 64, os.urandom(32), 1, 5)
    with database.begin() as work:
        work.blobs.keep(ONE, place)
        assert work.blobs.find(ONE, FILE) == place
        assert work.blobs.find(OTHER, FILE) is None
        assert work.blobs.key_of(place.name) == place.key
        assert work.blobs.names() == {place.name}
        work.blobs.forget(ONE, FILE)
        assert work.blobs.find(ONE, FILE) is None
        assert work.blobs.key_of(place.name) is None
        with pytest.raises(NotFound):
            work.blobs.get(ONE, FILE)


def test_one_file_is_found_by_its_name_as_fast_among_many_as_among_few(
    database: Database,
) -> None:
    few, many = (_steps_among(database, count) for count in (20, 2_000))
    assert all(many[what] <= 2 * few[what] for what in few), (few, many)


def _steps_among(database: Database, count: int) -> dict[str, int]:
    """Return how many steps the database takes to find one of so many files."""
    names = [f"{number:064x}" for number in range(count)]
    wanted: dict[str, Callable[[BlobPlaces], object]] = {
        "its key": lambda blobs: blobs.key_of(names[-2]),
        "the next one": lambda blobs: blobs.after(names[-2]),
        "how many come after it": lambda blobs: blobs.sizes(names[-2]),
    }
    with database.begin() as work:
        for name in names:
            work.blobs.keep(ONE, BlobPlace(Sha256(name[::-1]), name, b"k" * 32, 1, 5))
        driver = driver_of(work._connection)
        steps = dict.fromkeys(wanted, 0)
        for what, find in wanted.items():

            def count_one(what: str = what) -> int:
                steps[what] += 1
                return 0

            driver.set_progress_handler(count_one, 1)
            assert find(work.blobs)
            driver.set_progress_handler(None, 1)
    return steps


def test_a_key_is_not_shown_where_a_place_is_printed() -> None:
    assert "key" not in repr(BlobPlace(FILE, "9" * 64, b"secret", 1, 5))


def test_a_pack_once_kept_stays_as_it_is(database: Database) -> None:
    with database.begin() as work:
        work.packs.keep(FILE, "spr-2012", "1.0.0", b"as it was")
        work.packs.keep(FILE, "spr-2012", "1.0.0", b"something else")
        assert work.packs.archive(FILE) == b"as it was"
        with pytest.raises(NotFound):
            work.packs.archive(Sha256("0" * 64))


def test_a_setting_is_set_replaced_and_removed(database: Database) -> None:
    with database.begin() as work:
        assert work.settings.get("place", "nowhere") == "nowhere"
        work.settings.set("place", {"line": "CC-PO-01", "row": 3})
        work.settings.set("place", {"line": "CC-PO-02", "row": [1, None]})
        assert work.settings.get("place") == {"line": "CC-PO-02", "row": [1, None]}
        work.settings.set("place", None)
        work.settings.set("place", None)
        assert work.settings.get("place") is None


def test_an_identity_is_kept_replaced_and_removed(database: Database) -> None:
    first = StoredIdentity("1", JO, "self-issued", "Jo Smith", b"certificate", "wrapped")
    second = StoredIdentity("2", JO, "pkcs12", "A card", b"certificate", "where")
    with database.begin() as work:
        work.identities.keep(first)
        work.identities.keep(second)
        assert work.identities.all() == (second, first)
        work.identities.remove("2")
        assert work.identities.all() == (first,)
        assert work.identities.get("1") == first
        with pytest.raises(NotFound):
            work.identities.get("2")

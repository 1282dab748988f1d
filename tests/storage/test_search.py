"""The index: what goes in is found, whatever anybody types, and an older vault gains it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as sqlcipher

from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.domain.searching import Kind, Passage
from inspector_app.storage import database as module
from inspector_app.storage.database import Database, create_database, open_database
from inspector_app.storage.search import matching
from tests.support.changes import INSPECTION, Laptop
from tests.support.needles import decrypted

KEY = os.urandom(32)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = create_database(tmp_path_factory.mktemp("search") / "vault.db", KEY)
    yield made
    made.close()


def numbers(database: Database, passages: list[Passage], words: str) -> list[str]:
    """What is found among the passages, which are forgotten again."""
    with database.begin() as work:
        work.search.add(INSPECTION, passages)
        return [found.number for found in work.search.find(INSPECTION, words, 50)]


def said(number: str, words: str) -> Passage:
    return Passage(Kind.LINE, f"line:{number}", number, words)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("The plan was tried.", "plans"),
        ("The plan was tried.", "planning"),
        ("The plan was tried.", "PLANNED"),
        ("Two plans were tried.", "plan"),
        ("Planning goes on.", "planni"),
        ("Several policies", "policy"),
        ("One policy", "policies"),
        ("Two boxes", "box"),
        ("Trained officers", "training officer"),
        ("The café in Périgueux", "cafe perigueux"),
        ("The cafe", "café"),
        ("mutual-aid return", "mutual aid"),
        ("mutual aid return", "mutual-aid"),
    ],
)
def test_accents_and_word_endings_make_no_difference(
    database: Database, written: str, typed: str
) -> None:
    assert numbers(database, [said("A", written)], typed) == ["A"]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("The police came.", "policy"),
        ("The strategy", "string"),
        ("The plan", "plan return"),
        ("Anything at all", "-"),
        ("Anything at all", ""),
        ("Anything at all", '"'),
    ],
)
def test_what_is_not_meant_is_not_found(database: Database, written: str, typed: str) -> None:
    assert numbers(database, [said("A", written)], typed) == []


@given(st.text(max_size=300))
def test_nothing_that_is_typed_means_anything_to_the_index(database: Database, typed: str) -> None:
    with database.read() as work:
        work.search.find(INSPECTION, typed, 5)


@pytest.mark.parametrize("typed", ['plan" OR "x', "plan NOT tried", "plan*", "(plan"])
def test_operators_are_words_like_any_other(database: Database, typed: str) -> None:
    holds_all = said("A", "number or x not tried a plan")
    assert numbers(database, [holds_all, said("B", "x")], typed) == ["A"]


def test_a_number_comes_before_what_only_speaks_of_it(database: Database) -> None:
    passages = [said("CC-PO-01", "As in CC-PO-07. Short."), said("CC-PO-07", "Can the force?")]
    assert numbers(database, passages, "cc-po-07") == ["CC-PO-07", "CC-PO-01"]


def test_very_long_questions_are_cut_and_not_refused() -> None:
    assert matching("a b " * 500).count('"') == 24


def test_each_inspection_is_searched_alone(database: Database) -> None:
    with database.begin() as work:
        work.search.add(INSPECTION, [said("A", "plan")])
        assert work.search.find(InspectionId("2" * 32), "plan", 5) == ()


def test_a_long_text_is_found_once(database: Database) -> None:
    with database.begin() as work:
        passages = [Passage(Kind.TEXT, "evidence:1", "JS/1", f"plan {n}") for n in range(5)]
        work.search.keep_text(INSPECTION, "evidence:1", Sha256("a" * 64), passages)
        assert len(work.search.find(INSPECTION, "plan", 50)) == 1
        assert work.search.read(INSPECTION, "evidence:1") == "a" * 64
        work.search.forget_text(INSPECTION, "evidence:1")
        assert work.search.find(INSPECTION, "plan", 50) == ()
        assert work.search.files_read(INSPECTION) == {}


def test_a_database_of_the_first_version_gains_the_index_after_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    made = create_database(path, KEY)
    with made.begin() as work:
        work.journal.add(Laptop().answer("as it was"))
        work.commit()
    made.close()
    as_the_first_version_left_it(path)

    opened = open_database(path, KEY)

    assert opened.revision() == module.LATEST == "0002"
    with opened.begin() as work:
        assert work.journal.count(INSPECTION) == 1
        work.search.add(INSPECTION, [said("A", "plan")])
        assert [found.number for found in work.search.find(INSPECTION, "plan", 5)] == ["A"]
    opened.close()
    copy = sqlcipher.connect(str(path.with_name("vault.before-0002.db")))
    copy.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    tables = {row[0] for row in copy.execute("SELECT name FROM sqlite_master")}
    copy.close()
    assert "change" in tables
    assert "passage" not in tables


def as_the_first_version_left_it(path: Path) -> None:
    """Take from a database what the second migration brought."""
    driver = sqlcipher.connect(str(path), isolation_level=None)
    driver.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    for table in ("found", "passage", "file_read"):
        driver.execute(f"DROP TABLE {table}")
    driver.execute("UPDATE alembic_version SET version_num = '0001'")
    driver.close()


def test_wiping_leaves_nothing_of_a_deleted_passage(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    made = create_database(path, KEY)
    with made.begin() as work:
        work.search.replace(INSPECTION, "line:A", [said("A", "zyxwvutsr spilled")])
        work.commit()
    for number in range(50):
        with made.begin() as work:
            work.search.replace(INSPECTION, f"line:{number}", [said(f"{number}", "harmless")])
            work.commit()
    with made.begin() as work:
        work.search.replace(INSPECTION, "line:A", [])
        work.commit()
    assert b"zyxwvutsr" in decrypted(path, KEY)  # what the test is for

    assert made.wipe_free_pages()

    assert b"zyxwvutsr" not in decrypted(path, KEY)
    with made.read() as work:
        assert len(work.search.find(INSPECTION, "harmless", 100)) == 50
    made.close()

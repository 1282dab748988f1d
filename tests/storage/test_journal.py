"""The journal as rows: what stands is kept step by step, and equals the fold."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from inspector_app.domain.changes.bodies import BodyPurged, Purged, Subject, subject
from inspector_app.domain.changes.chain import ChainHead
from inspector_app.domain.changes.change import NO_PREVIOUS, Change
from inspector_app.domain.changes.clock import Stamp
from inspector_app.domain.changes.codec import read_change
from inspector_app.domain.changes.fold import folded
from inspector_app.domain.errors import NotFound
from inspector_app.domain.ids import ChainId, ChangeId
from inspector_app.storage.database import Database, create_database, open_database
from inspector_app.storage.journal import Journal
from tests.domain.test_fold import histories
from tests.support.changes import INSPECTION, LINE, Laptop
from tests.support.needles import decrypted

KEY = os.urandom(32)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = create_database(tmp_path / "vault.db", KEY)
    yield made
    made.close()


@pytest.fixture(scope="module")
def one_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One for many examples; each is undone at its end."""
    made = create_database(tmp_path_factory.mktemp("journal") / "vault.db", KEY)
    yield made
    made.close()


@contextmanager
def undone(database: Database) -> Iterator[Journal]:
    with database.begin() as work:
        yield work.journal


def keep(database: Database, *changes: Change) -> None:
    with database.begin() as work:
        for change in changes:
            work.journal.add(change)
        work.commit()


def stands(journal: Journal) -> dict[str, object]:
    return {about: state.versions for about, state in journal.states(INSPECTION).items()}


def fold_of(changes: list[Change]) -> dict[str, object]:
    return {about: s.versions for about, s in folded(changes).items() if s.versions}


@given(histories(), st.data())
def test_step_by_step_equals_rebuilt_equals_the_fold(
    one_database: Database, changes: list[Change], data: st.DataObject
) -> None:
    """Any order, some of it twice, some of it through quarantine."""
    arriving = data.draw(st.permutations(changes))
    waiting = data.draw(st.sets(st.sampled_from([change.id for change in changes])))
    with undone(one_database) as journal:
        for change in arriving:
            assert journal.add(change, admitted=change.id not in waiting)
            assert not journal.add(change, admitted=True)
        admitted = [change for change in arriving if change.id not in waiting]
        assert stands(journal) == fold_of(admitted)
        journal.admit(list(journal.changes(INSPECTION, admitted=False)))

        step_by_step = journal.projection(INSPECTION)
        assert stands(journal) == fold_of(changes)
        journal.rebuild(INSPECTION)
        assert journal.projection(INSPECTION) == step_by_step
        assert stands(journal) == fold_of(changes)
        journal.rebuild(INSPECTION)
        assert journal.projection(INSPECTION) == step_by_step


@given(histories())
def test_what_one_laptop_records_itself_equals_what_another_takes_in(
    one_database: Database, changes: list[Change]
) -> None:
    with undone(one_database) as journal:
        for change in changes:
            journal.record(change)
            known = journal.state(INSPECTION, change.header.subject)
            asked = journal.states(INSPECTION).get(change.header.subject)
            assert known.versions == (asked.versions if asked else ())
        recorded = journal.projection(INSPECTION)
    with undone(one_database) as journal:
        for change in changes:
            journal.add(change)
        assert journal.projection(INSPECTION) == recorded


@given(histories(), st.data())
def test_nothing_admitted_ever_disappears_from_the_history(
    one_database: Database, changes: list[Change], data: st.DataObject
) -> None:
    with undone(one_database) as journal:
        for change in data.draw(st.permutations(changes)):
            journal.add(change)
        journal.rebuild(INSPECTION)

        kept = {change.id: change for change in journal.changes(INSPECTION, admitted=True)}
        assert kept.keys() == {change.id for change in changes}
        for change in changes:
            assert kept[change.id].header == change.header
            assert kept[change.id].signature == change.signature
            assert kept[change.id].body in (change.body, Purged())


def test_a_change_is_kept_byte_for_byte(database: Database) -> None:
    changes = [Laptop().answer("as it was")]
    keep(database, *changes)

    with database.read() as work:
        assert list(work.journal.changes(INSPECTION)) == changes
        assert work.journal.change(changes[0].id) == changes[0]
        assert work.journal.count(INSPECTION) == 1
        with pytest.raises(NotFound):
            work.journal.change(ChangeId("0" * 64))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change SET author = ''",
        "UPDATE header SET header = x'00'",
        "DELETE FROM header",
        "REPLACE INTO header SELECT position, x'00' FROM header",
        "DELETE FROM change",
        "UPDATE body SET body = x'00'",
        "REPLACE INTO change SELECT * FROM change",
        "INSERT OR REPLACE INTO body SELECT change_id, salt, x'00' FROM body",
    ],
)
def test_the_database_itself_lets_nothing_recorded_be_altered(
    database: Database, statement: str
) -> None:
    changes = [Laptop().answer("as it was")]
    keep(database, *changes)

    with suppress(DatabaseError), database.begin() as work:
        work.journal._connection.execute(text(statement))
        work.commit()

    with database.read() as work:
        assert list(work.journal.changes(INSPECTION)) == changes


def test_what_was_not_committed_is_as_if_it_never_was(database: Database) -> None:
    laptop = Laptop()
    first = laptop.answer("kept")
    with database.begin() as work:
        work.journal.record(first)
        work.commit()
    with database.begin() as work:
        work.journal.record(laptop.answer("not kept"))

    with database.begin() as work:
        head, stamp = work.journal.tip(first.header.chain, laptop.device, laptop.now_ms)
        assert head == ChainHead(first.header.chain, 1, first.id)
        assert stamp == first.header.stamp
        assert work.journal.count(INSPECTION) == 1


def test_the_end_of_a_chain_is_the_same_whether_it_is_remembered_or_asked_for(
    tmp_path: Path,
) -> None:
    laptop = Laptop()
    database = create_database(tmp_path / "vault.db", KEY)
    for session in (1, 2):
        laptop.begin_chain(session)
        with database.begin() as work:
            for note in ("a", "b"):
                work.journal.record(laptop.answer(note))
            work.commit()
    last = laptop.recorded[-1]
    asked = (last.header.chain, laptop.device, laptop.now_ms)
    with database.begin() as work:
        remembered = work.journal.tip(*asked)
    database.close()
    database = open_database(tmp_path / "vault.db", KEY)
    with database.begin() as work:
        assert work.journal.tip(*asked) == remembered
        assert remembered == (ChainHead(last.header.chain, 2, last.id), last.header.stamp)
        other = ChainId("f" * 32)
        assert work.journal.tip(other, *asked[1:]) == (
            ChainHead(other, 0, last.id),
            last.header.stamp,
        )
    database.close()


def test_the_first_chain_of_a_device_follows_nothing(database: Database) -> None:
    chain = ChainId("f" * 32)
    with database.begin() as work:
        assert work.journal.tip(chain, Laptop().device, 5) == (
            ChainHead(chain, 0, NO_PREVIOUS),
            Stamp(0),
        )


def test_a_foreign_clock_is_followed_for_a_day_and_no_further(database: Database) -> None:
    ours = Laptop("a")
    now_ms = ours.now_ms
    hour = 60 * 60 * 1000
    for ahead, name in ((hour, "b"), (365 * 24 * hour, "c")):
        other = Laptop(name, now_ms=now_ms + ahead)
        keep(database, other.answer("from a fast clock"))

    with database.begin() as work:
        _, stamp = work.journal.tip(ours.head.chain, ours.device, now_ms)
    assert stamp.wall_ms == now_ms + hour + 1


def test_a_body_missing_here_is_filled_in_when_somebody_brings_it(database: Database) -> None:
    change = Laptop().answer("as it was")
    bare = read_change(change.header_bytes, change.signature, None, None)
    keep(database, bare)
    with database.read() as work:
        assert work.journal.change(change.id).body == Purged()

    keep(database, change)

    with database.read() as work:
        assert work.journal.change(change.id) == change
        assert stands(work.journal) == fold_of([change])


def test_a_purged_body_that_somebody_brings_again_is_not_kept(database: Database) -> None:
    laptop = Laptop()
    change = laptop.answer("SECRET")
    keep(database, change, laptop.record(BodyPurged((change.id,), "spilled", "marked")))

    keep(database, change)

    with database.read() as work:
        assert work.journal.change(change.id).body == Purged()


def test_a_purge_cannot_destroy_the_record_of_a_purge(database: Database) -> None:
    laptop = Laptop()
    change = laptop.answer("SECRET")
    first = laptop.record(BodyPurged((change.id,), "spilled", "marked SECRET"))
    second = laptop.record(BodyPurged((first.id,), "other", "to hide it"))
    keep(database, second, change, first)

    with database.begin() as work:
        assert work.journal.change(first.id) == first
        before = work.journal.projection(INSPECTION)
        work.journal.rebuild(INSPECTION)
        assert work.journal.projection(INSPECTION) == before


def test_heads_are_those_of_admitted_changes(database: Database) -> None:
    laptop, stranger = Laptop("a"), Laptop("b")
    ours = [laptop.answer(note) for note in "xy"]
    theirs = stranger.answer("z")
    with database.begin() as work:
        for change in ours:
            work.journal.add(change)
        work.journal.add(theirs, admitted=False)
        work.commit()

    with database.read() as work:
        assert work.journal.heads(INSPECTION) == {ours[0].header.chain: ours[1].id}
        assert work.journal.admitted_devices(INSPECTION) == {laptop.device}
        asked = [ours[1].id, theirs.id]
        assert work.journal.admitted_among(ours[0].header.chain, asked) == {ours[1].id}
        assert work.journal.admitted_among(theirs.header.chain, asked) == set()


def test_states_of_one_kind_are_of_no_other(database: Database) -> None:
    laptop = Laptop()
    laptop.begin()
    laptop.answer("x")
    laptop.answer("y", about=subject(Subject.ANSWER, "IN-01"))
    keep(database, *laptop.recorded)

    with database.read() as work:
        assert set(work.journal.states(INSPECTION, Subject.ANSWER)) == {LINE, "answer:IN-01"}
        assert set(work.journal.states(INSPECTION)) == {LINE, "answer:IN-01", "inspection"}
        assert work.journal.states(INSPECTION, Subject.EVIDENCE) == {}


def test_a_damaged_row_is_told_from_the_others(database: Database) -> None:
    laptop = Laptop()
    changes = [laptop.answer(note) for note in "xyz"]
    keep(database, *changes)
    with database.begin() as work:
        work.journal._connection.execute(text("DROP TRIGGER body_is_never_altered"))
        work.journal._connection.execute(
            text("UPDATE body SET body = x'7b7d' WHERE change_id = :id"), {"id": changes[1].id}
        )
        work.commit()

    with database.read() as work:
        found = list(work.journal.read_through(INSPECTION))

    assert [change for _, change in found] == [changes[0], None, changes[2]]
    assert [link[0] for link, _ in found] == [change.id for change in changes]


def test_readers_read_what_was_committed_while_somebody_writes(database: Database) -> None:
    laptop = Laptop()
    keep(database, laptop.answer("kept"))
    read: list[int] = []

    def look() -> None:
        with database.read() as work:
            read.append(work.journal.count(INSPECTION))

    with database.begin() as work:
        work.journal.add(laptop.answer("being written"))
        readers = [threading.Thread(target=look) for _ in range(4)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join(timeout=5)
        assert read == [1, 1, 1, 1]
        work.commit()
    look()
    assert read[-1] == 2


def test_a_reader_sees_one_moment_however_long_it_reads(database: Database) -> None:
    laptop = Laptop()
    keep(database, laptop.answer("first"))

    with database.read() as work:
        assert work.journal.count(INSPECTION) == 1
        keep(database, laptop.answer("second"))
        assert work.journal.count(INSPECTION) == 1


def test_writers_take_turns(database: Database) -> None:
    laptops = [Laptop(name) for name in "abcd"]

    def work_alone(laptop: Laptop) -> None:
        for number in range(10):
            keep(database, laptop.answer(f"{number}"))

    writers = [threading.Thread(target=work_alone, args=[laptop]) for laptop in laptops]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    with database.read() as work:
        assert work.journal.count(INSPECTION) == 40


def test_after_a_purge_no_byte_of_body_or_salt_is_left_in_any_page(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    needle = os.urandom(20).hex()
    database = create_database(path, KEY)
    laptop = Laptop()
    filler = [
        laptop.answer("x" * 3000, about=subject(Subject.ANSWER, f"IN-{n}")) for n in range(30)
    ]
    secret = laptop.answer(needle * 200)  # over several pages
    long_ago = [laptop.answer(f"{needle} {n}", [secret]) for n in range(5)]
    keep(database, *filler, secret, *long_ago)
    assert secret.salt is not None
    purge = laptop.record(BodyPurged(tuple(c.id for c in (secret, *long_ago)), "spilled", "marked"))

    assert needle.encode() in decrypted(path, KEY)  # else the search below proves nothing
    assert secret.salt in decrypted(path, KEY)
    keep(database, purge)
    assert database.wipe_free_pages()

    for _ in range(2):
        pages = decrypted(path, KEY)
        assert needle.encode() not in pages
        assert all(c.salt is not None and c.salt not in pages for c in (secret, *long_ago))
        assert b"x" * 3000 in pages.replace(b"\0", b"") or b"x" * 1000 in pages
        database.close()
        database = open_database(path, KEY)
    database.close()

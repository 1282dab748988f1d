"""Base takes in what arrives exactly once, however it comes, and finds what a laptop lacks."""

import random
import threading
from dataclasses import replace

import pytest
from sqlalchemy import func, insert, select

from inspector_app.domain.changes.bodies import DeviceAdmitted, EvidenceAdded, Subject, subject
from inspector_app.domain.changes.change import Change
from inspector_app.domain.evidence import EvidenceFile
from inspector_app.domain.ids import ChainId, ChangeId, InspectionId, Sha256
from inspector_app.server import journal
from inspector_app.server.database import Database
from inspector_app.server.problems import Refused
from inspector_app.server.tables import change as change_table
from inspector_app.server.tables import event, file, inspection
from inspector_app.sync import plan
from inspector_app.sync.lines import change_of, line_of
from inspector_app.sync.plan import Held, Vector
from inspector_app.sync.wire import ProblemCode
from tests.support.arrivals import NOW_MS, open_inspection, push
from tests.support.changes import INSPECTION, PACK, Laptop


def a_team() -> tuple[Laptop, Laptop]:
    return Laptop("ann"), Laptop("bob", now_ms=1_379_400_000_000)


def some_work(laptop: Laptop, count: int = 6) -> list[Change]:
    made = [laptop.begin(), *(laptop.answer(f"{n}") for n in range(count // 2 - 1))]
    laptop.begin_chain(2)
    return made + [laptop.answer(f"later {n}") for n in range(count - len(made))]


def at_base(database: Database) -> dict[str, Change]:
    """All that a laptop gets which has nothing."""
    return {each.id: each for each in pulled(database, Vector())}


def pulled(database: Database, theirs: Vector, limit: int = 500) -> list[Change]:
    with database.read() as connection:
        found, _ = journal.lacking(connection, INSPECTION, theirs, limit)
    return [change_of(each.model_dump_json().encode()) for each in found]


def the_vector(database: Database) -> Vector:
    with database.read() as connection:
        return journal.vector(connection, INSPECTION)


def vector_of(changes: list[Change]) -> Vector:
    return plan.vector(Held(each.id, each.header.chain, each.header.sequence) for each in changes)


def events(database: Database) -> list[str]:
    with database.read() as connection:
        return [row.what for row in connection.execute(select(event).order_by(event.c.position))]


def test_what_arrives_is_kept_once_whatever_is_sent_again(database: Database) -> None:
    ann, bob = a_team()
    open_inspection(database, ann, bob)
    work = some_work(ann)
    assert push(database, ann, work[:4]).fresh == 4
    again = push(database, bob, [*work, *work])
    assert (again.fresh, again.known, again.held) == (2, 4, ())
    assert at_base(database) == {each.id: each for each in work}
    assert the_vector(database) == vector_of(work)


def test_equal_sets_give_equal_vectors_in_whatever_order_they_came(database: Database) -> None:
    ann, bob = a_team()
    open_inspection(database, ann, bob)
    work = some_work(ann, 24)
    random.Random(5).shuffle(work)
    for start in range(0, len(work), 5):
        push(database, ann, work[start : start + 5])
    vector = the_vector(database)
    assert vector == vector_of(work)
    assert not vector.loose, "every gap healed"


def test_a_gap_is_told_change_by_change_until_it_heals(database: Database) -> None:
    ann, bob = a_team()
    open_inspection(database, ann, bob)
    work = [ann.begin(), *(ann.answer(str(n)) for n in range(4))]
    push(database, ann, [work[0], work[1], work[3], work[4]])
    chain = work[0].header.chain
    assert the_vector(database).loose == {
        chain: frozenset(each.id for each in work if each is not work[2])
    }
    push(database, bob, [work[2]])
    assert the_vector(database) == vector_of(work)


def test_both_branches_of_a_fork_are_kept_and_the_administrator_is_told(
    database: Database,
) -> None:
    ann, bob = a_team()
    open_inspection(database, ann, bob)
    work = [ann.begin(), ann.answer("1")]
    twin = Laptop("ann", now_ms=ann.now_ms, recorded=list(work))
    twin.head = ann.head
    work += [ann.answer("2"), ann.answer("3")]
    other = [twin.answer("two"), twin.answer("three")]
    push(database, ann, work)
    push(database, bob, other)
    push(database, bob, other)
    chain = work[0].header.chain
    everything = {each.id for each in (*work, *other)}
    assert the_vector(database).loose == {chain: everything}
    assert set(at_base(database)) == everything
    assert events(database) == ["chain-forked"]
    theirs = Vector(lines={chain: (4, work[-1].id)})
    assert {each.id for each in pulled(database, theirs)} == {each.id for each in other}


def test_two_laptops_that_part_unseen_still_find_each_other_out(database: Database) -> None:
    """Where a laptop's own branch never arrived, base sends from the end: that shows the fork."""
    ann, bob = a_team()
    open_inspection(database, ann, bob)
    work = [ann.begin(), *(ann.answer(str(n)) for n in range(9))]
    push(database, ann, work)
    theirs = Vector(lines={work[0].header.chain: (3, ChangeId("a" * 64))})
    first = pulled(database, theirs, 2)
    assert [each.header.sequence for each in first] == [10, 9]
    said = Vector(loose={work[0].header.chain: frozenset(each.id for each in first)})
    assert len(pulled(database, said)) == 8


def test_changes_sent_by_two_laptops_at_the_same_moment_are_kept_once(database: Database) -> None:
    ann, bob = a_team()
    open_inspection(database, ann, bob)
    work = some_work(ann, 40)
    taken: list[int] = []
    start = threading.Barrier(4)

    def bring(laptop: Laptop, changes: list[Change]) -> None:
        start.wait()
        taken.append(push(database, laptop, changes).fresh)

    threads = [
        threading.Thread(target=bring, args=(laptop, order))
        for laptop, order in ((ann, work), (bob, work[::-1]), (bob, work[10:]), (ann, work[:30]))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(taken) == len(work)
    assert the_vector(database) == vector_of(work)


def test_nothing_of_a_request_is_kept_when_one_change_is_bad(database: Database) -> None:
    ann, bob = a_team()
    open_inspection(database, ann, bob)
    work = some_work(ann)
    forged = replace(work[3], signature=bytes(64))
    with pytest.raises(Refused, match=work[3].id) as refusal:
        push(database, ann, [*work[:3], forged, *work[4:]])
    assert refusal.value.code is ProblemCode.BAD_CHANGE
    assert the_vector(database) == Vector()
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(change_table)).scalar() == 0


def test_a_change_of_another_inspection_is_refused_also_where_base_has_it(
    database: Database,
) -> None:
    ann, _ = a_team()
    open_inspection(database, ann)
    begun, whole = ann.begin(), ann.answer("8")
    push(database, ann, [begun, replace(whole, salt=None, body_bytes=None)])
    other = InspectionId("f" * 32)
    with database.begin(other) as connection:
        row = {"id": other, "pack": PACK, "opened_ms": NOW_MS, "opened_by": ann.device}
        connection.execute(insert(inspection).values(row))
        with pytest.raises(Refused) as refused:
            journal.take(connection, other, ann.device, [line_of(whole)], NOW_MS)
        assert refused.value.code is ProblemCode.BAD_CHANGE
        assert journal.vector(connection, other) == Vector()


def test_lines_that_are_no_changes_are_refused(database: Database) -> None:
    ann, bob = a_team()
    open_inspection(database, ann, bob)
    good = line_of(ann.begin())
    cut, other = good[: len(good) // 2], line_of(Laptop("ann", inspection="2" * 32).begin())  # type: ignore[arg-type]
    for bad in (cut, other, b"", b"[]", b"\xff"):
        with pytest.raises(Refused) as refusal, database.begin(INSPECTION) as connection:
            journal.take(connection, INSPECTION, ann.device, [good, bad], NOW_MS)
        assert refusal.value.code is ProblemCode.BAD_CHANGE
    assert at_base(database) == {}


def test_a_laptop_gets_page_by_page_what_it_lacks_and_nothing_else(database: Database) -> None:
    ann, bob = a_team()
    open_inspection(database, ann, bob)
    work = some_work(ann, 20)
    push(database, ann, work)
    here: list[Change] = work[:3]
    pages = 0
    while True:
        with database.read() as connection:
            found, more = journal.lacking(connection, INSPECTION, vector_of(here), 4)
        fresh = [change_of(each.model_dump_json().encode()) for each in found]
        assert not {each.id for each in fresh} & {each.id for each in here}
        here += fresh
        pages += 1
        if not more:
            break
    assert pages == 5
    assert {each.id for each in here} == {each.id for each in work}


def test_a_longer_line_than_bases_is_not_answered_but_awaited(database: Database) -> None:
    """As after base was restored: the laptop pushes again what the vector says is lacking."""
    ann, bob = a_team()
    open_inspection(database, ann, bob)
    work = [ann.begin(), *(ann.answer(str(n)) for n in range(9))]
    push(database, ann, work[:4])
    assert pulled(database, vector_of(work)) == []
    held = [Held(each.id, each.header.chain, each.header.sequence) for each in work]
    assert plan.missing(held, the_vector(database)) == [each.id for each in work[4:]]


def test_work_of_a_team_mate_who_never_enrolled_comes_once_a_change_lets_it_in(
    database: Database,
) -> None:
    ann, bob = a_team()
    cat, dot = Laptop("cat"), Laptop("dot")
    open_inspection(database, ann, bob)
    begun, theirs, further = ann.begin(), cat.answer("cat's"), dot.answer("dot's")
    taken = push(database, ann, [begun, theirs])
    assert taken.held == (theirs.id,)
    assert set(at_base(database)) == {begun.id}, "what is held is told to nobody"
    let_in = ann.record(
        DeviceAdmitted(cat.device, "of the team"), subject(Subject.DEVICE, cat.device)
    )
    next_one = cat.record(
        DeviceAdmitted(dot.device, "of the team"), subject(Subject.DEVICE, dot.device)
    )
    assert push(database, bob, [further, next_one, let_in]).held == ()
    assert set(at_base(database)) == {
        each.id for each in (begun, theirs, let_in, next_one, further)
    }


def test_files_that_changes_name_are_lacking_until_they_come(database: Database) -> None:
    ann, bob = a_team()
    open_inspection(database, ann, bob)
    sha256 = Sha256("d" * 64)
    kept = EvidenceFile("AN/1", "x.jpg", sha256, 17, "image/jpeg")
    push(database, ann, [ann.record(EvidenceAdded(kept), subject(Subject.EVIDENCE, "e" * 32))])
    with database.read() as connection:
        (row,) = connection.execute(select(file))
    assert (row.sha256, row.size_bytes, row.is_thumbnail, row.state) == (
        sha256,
        17,
        False,
        "lacking",
    )


def test_each_taking_in_alters_the_mark_and_none_without_news(database: Database) -> None:
    ann, bob = a_team()
    open_inspection(database, ann, bob)
    work = some_work(ann)

    def the_mark() -> int:
        with database.read() as connection:
            return int(connection.execute(select(inspection.c.mark)).scalar_one())

    before = the_mark()
    push(database, ann, work)
    after = the_mark()
    assert after > before
    push(database, ann, work)
    assert the_mark() == after


def test_a_request_holds_no_more_than_it_may(database: Database) -> None:
    ann, bob = a_team()
    open_inspection(database, ann, bob)
    change = ann.begin()
    with pytest.raises(Refused) as refusal:
        push(database, ann, [change] * 501)
    assert refusal.value.code is ProblemCode.TOO_LARGE
    assert ChainId(change.header.chain) not in the_vector(database).lines

"""A laptop whose vault was restored from an older copy is noticed; one that just works is not."""

import itertools

from sqlalchemy import select

from inspector_app.domain.changes.change import Change
from inspector_app.server import going_back, teams
from inspector_app.server.database import Database
from inspector_app.server.tables import event
from tests.server.test_journal import at_base
from tests.support.arrivals import NOW_MS, enrol, open_inspection, push
from tests.support.changes import INSPECTION, Laptop


def told(database: Database) -> list[tuple[str, str]]:
    with database.read() as connection:
        rows = connection.execute(select(event.c.who, event.c.what))
        return [tuple(row) for row in rows if row.what == going_back.WENT_BACK]


def session(laptop: Laptop, number: int, count: int = 3) -> list[Change]:
    """Work in another session, an hour later."""
    laptop.now_ms += 3_600_000
    laptop.begin_chain(number)
    return [laptop.answer(f"{number}/{each}") for each in range(count)]


def restored(laptop: Laptop, kept: int) -> Laptop:
    """The laptop as it was when it had recorded so much, and goes on now."""
    found = Laptop(laptop.name, now_ms=laptop.now_ms + 3_600_000)
    found.recorded = laptop.recorded[:kept]
    return found


def test_sessions_one_after_the_other_are_as_they_should_be_in_any_order(
    database: Database,
) -> None:
    ann = Laptop("ann")
    open_inspection(database, ann)
    batches = [session(ann, number) for number in range(4)]
    for batch in (batches[2], batches[0], batches[3], batches[1]):
        push(database, ann, batch)
    assert told(database) == []


def test_work_on_two_inspections_in_one_session_is_as_it_should_be(database: Database) -> None:
    """A session has a chain in each, whose first change names the other's last one then."""
    ann, bob = Laptop("ann"), Laptop("bob")
    open_inspection(database, ann, bob)
    before = session(ann, 1)
    elsewhere = session(ann, 2, 2)  # stands for the other inspection, which base does not know
    head = elsewhere[-1]
    ann.begin_chain(3)
    after = [ann.answer("on"), ann.answer("and on")]
    assert after[0].header.previous == head.id
    for batch in (after, before):
        push(database, bob, batch)
    assert told(database) == []


def test_a_laptop_that_went_back_is_noticed_whatever_arrives_first(database: Database) -> None:
    for number, order in enumerate(itertools.permutations(range(3))):
        ann = Laptop(f"ann{number}")
        if number == 0:
            open_inspection(database, ann)
            first = ann
        shared = session(ann, 1)
        lost = session(ann, 2)
        back = restored(ann, len(shared))
        new = session(back, 9)
        batches = (shared, lost, new)
        with database.begin() as connection:
            if ann is not first:
                enrol(connection, ann)
                teams.add(connection, INSPECTION, ann.device, "inspector", NOW_MS)
        for at in order:
            push(database, first, batches[at])
        found = [who for who, _ in told(database) if who == ann.device]
        assert found, f"nothing was noticed when it came in the order {order}"
        assert {each.id for batch in batches for each in batch} <= set(at_base(database))


def test_one_restored_to_the_middle_of_a_session_is_noticed_though_its_clock_is_wrong(
    database: Database,
) -> None:
    ann = Laptop("ann")
    open_inspection(database, ann)
    work = session(ann, 1, 6)
    back = Laptop("ann", now_ms=work[0].header.time_ms - 86_400_000, recorded=work[:3])
    new = session(back, 2)
    push(database, ann, work)
    push(database, ann, new)
    push(database, ann, new)
    assert told(database) == [(ann.device, going_back.WENT_BACK)], "and told once"


def test_one_restored_to_before_its_first_change_is_noticed(database: Database) -> None:
    ann = Laptop("ann")
    open_inspection(database, ann)
    push(database, ann, session(ann, 1))
    push(database, ann, session(restored(ann, 0), 2))
    with database.read() as connection:
        assert going_back.went_back(connection, INSPECTION) == {ann.device: 1}
    assert len(told(database)) == 1


def test_a_copied_laptop_is_noticed(database: Database) -> None:
    ann = Laptop("ann")
    open_inspection(database, ann)
    shared = session(ann, 1)
    twin = Laptop("ann", now_ms=ann.now_ms, recorded=list(shared))
    push(database, ann, [*shared, *session(ann, 2)])
    push(database, ann, session(twin, 3))
    assert len(told(database)) == 1

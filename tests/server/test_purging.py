"""What is purged is destroyed at base too, if whoever asks for it may; and it never comes back."""

from dataclasses import replace

from sqlalchemy import select

from inspector_app.domain.changes.bodies import (
    BodyPurged,
    DeviceAdmitted,
    EvidenceAdded,
    HoldSet,
    MemberNamed,
    NameErased,
    Subject,
    subject,
)
from inspector_app.domain.changes.change import Change
from inspector_app.domain.evidence import EvidenceFile
from inspector_app.domain.ids import Sha256
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.domain.retention import Hold
from inspector_app.server.database import Database
from inspector_app.server.tables import change as change_table
from inspector_app.server.tables import event, file, person_name
from tests.server.test_journal import at_base, pulled, the_vector, vector_of
from tests.support.arrivals import open_inspection, push
from tests.support.changes import INSPECTION, LINE, Laptop

FILE = Sha256("d" * 64)
ITEM = subject(Subject.EVIDENCE, "e" * 32)


def a_lead_and_bob(database: Database) -> tuple[Laptop, Laptop]:
    """Ann began it and leads it; Bob's laptop is let in."""
    ann, bob = Laptop("ann"), Laptop("bob", now_ms=1_379_400_000_000)
    open_inspection(database, ann, bob)
    push(database, ann, [ann.begin(), named_lead(ann, ann), let_in(ann, bob)])
    return ann, bob


def named_lead(by: Laptop, whom: Laptop) -> Change:
    return by.record(MemberNamed(Member(TeamRole.LEAD, "XX")), subject(Subject.MEMBER, whom.person))


def let_in(by: Laptop, whom: Laptop, *changes: Change) -> Change:
    body = DeviceAdmitted(whom.device, "of the team", tuple(each.id for each in changes))
    return by.record(body, subject(Subject.DEVICE, whom.device))


def purge_of(by: Laptop, change: Change, *blobs: Sha256) -> Change:
    body = BodyPurged((change.id,), "spilled", "why", (), blobs)
    return by.record(body, change.header.subject)


def bare(change: Change) -> Change:
    return replace(change, salt=None, body_bytes=None)


def bodies(database: Database) -> set[str]:
    with database.read() as connection:
        kept = select(change_table.c.id).where(change_table.c.body.is_not(None))
        return {row[0] for row in connection.execute(kept)}


def told(database: Database) -> list[str]:
    with database.read() as connection:
        return [row.what for row in connection.execute(select(event).order_by(event.c.position))]


def test_a_purge_of_the_lead_destroys_what_came_before_it(database: Database) -> None:
    ann, bob = a_lead_and_bob(database)
    secret = bob.answer("secret")
    push(database, bob, [secret])
    purge = purge_of(ann, secret)
    push(database, ann, [purge])
    assert secret.id not in bodies(database)
    there = at_base(database)
    assert (there[secret.id].body_bytes, there[purge.id]) == (None, purge)


def test_a_body_that_comes_after_its_purge_is_refused_and_that_is_told(
    database: Database,
) -> None:
    ann, bob = a_lead_and_bob(database)
    secret, after = bob.answer("secret"), bob.answer("after")
    push(database, ann, [purge_of(ann, secret)])
    for _ in range(2):
        taken = push(database, bob, [secret, after])
        assert taken.without_body == (secret.id,)
        assert bodies(database) & {secret.id, after.id} == {after.id}
    everything = [*ann.recorded, secret, after]
    assert the_vector(database) == vector_of(everything), "and it counts as held"


def test_purge_and_body_in_one_request_leave_the_header(database: Database) -> None:
    ann, bob = a_lead_and_bob(database)
    secret = bob.answer("secret")
    taken = push(database, bob, [purge_of(ann, secret), secret])
    assert (taken.fresh, taken.without_body) == (2, (secret.id,))
    assert secret.id not in bodies(database)


def test_a_purge_by_one_who_may_not_is_kept_and_told_and_destroys_nothing(
    database: Database,
) -> None:
    ann, bob = a_lead_and_bob(database)
    work = ann.answer("worth keeping")
    push(database, ann, [work])
    purge = purge_of(bob, work)
    after = bob.answer("goes on")
    push(database, bob, [purge, after])
    push(database, bob, [purge])
    assert {work.id, purge.id, after.id} <= bodies(database)
    assert told(database) == ["purge-refused"]
    assert at_base(database)[work.id] == work
    taken_in = let_in(ann, bob, purge)
    push(database, ann, [taken_in])
    assert work.id not in bodies(database), "a lead inspector took the purge in by name"


def test_a_purge_waits_for_what_stands_before_it(database: Database) -> None:
    """On the laptops too nothing behind a gap is carried out."""
    ann, bob = a_lead_and_bob(database)
    secret = bob.answer("secret")
    push(database, bob, [secret])
    between, purge = ann.answer("between"), purge_of(ann, secret)
    push(database, ann, [purge])
    assert secret.id in bodies(database)
    push(database, ann, [between])
    assert secret.id not in bodies(database)


def test_a_purge_is_obeyed_once_its_author_is_known_to_lead(database: Database) -> None:
    ann, bob = a_lead_and_bob(database)
    secret = ann.answer("secret")
    push(database, ann, [secret])
    naming = named_lead(ann, bob)
    bob.now_ms = ann.now_ms + 10
    push(database, bob, [purge_of(bob, secret)])
    assert secret.id in bodies(database)
    push(database, ann, [naming])
    assert secret.id not in bodies(database)


def test_nothing_is_purged_while_a_legal_hold_is_on(database: Database) -> None:
    ann, bob = a_lead_and_bob(database)
    secret = bob.answer("secret")
    on = ann.record(HoldSet(Hold(True, "an inquest")), subject(Subject.HOLD))
    push(database, ann, [secret, on])
    push(database, ann, [purge_of(ann, secret)])
    assert secret.id in bodies(database)
    off = ann.record(HoldSet(Hold(False, "it is over")), subject(Subject.HOLD), [on])
    push(database, ann, [off])
    assert secret.id not in bodies(database)


def test_whoever_is_alone_with_base_may_destroy_their_own(database: Database) -> None:
    """Base is nobody's team-mate: what was told to it alone was handed on to nobody."""
    ann = Laptop("ann")
    open_inspection(database, ann)
    secret = ann.answer("secret")
    push(database, ann, [ann.begin(), secret])
    push(database, ann, [purge_of(ann, secret)])
    assert secret.id not in bodies(database)


def test_a_purge_reaches_no_further_than_its_own_subject(database: Database) -> None:
    ann, bob = a_lead_and_bob(database)
    other = bob.answer("another line", about=subject(Subject.ANSWER, "CC-PO-02"))
    push(database, bob, [other])
    body_ = BodyPurged((other.id,), "spilled", "why")
    push(database, ann, [ann.record(body_, LINE)])
    assert other.id in bodies(database)
    assert push(database, bob, [other]).without_body == ()
    push(database, ann, [purge_of(ann, other)])
    assert other.id not in bodies(database), "the one of its own subject does"


def test_files_go_with_the_item_that_alone_held_them(database: Database) -> None:
    ann, bob = a_lead_and_bob(database)
    kept = EvidenceAdded(EvidenceFile("AN/1", "x.jpg", FILE, 17, "image/jpeg"))
    item = ann.record(kept, ITEM)
    twin = ann.record(kept, subject(Subject.EVIDENCE, "f" * 32))

    def state() -> str:
        with database.read() as connection:
            return str(connection.execute(select(file.c.state)).scalar_one())

    push(database, ann, [item, twin])
    push(database, ann, [purge_of(ann, item, FILE)])
    assert state() == "lacking", "another item holds it too"
    push(database, ann, [purge_of(ann, twin, FILE)])
    assert state() == "purged"
    push(database, bob, [item, twin])
    assert state() == "purged"
    push(database, ann, [ann.record(kept, subject(Subject.EVIDENCE, "a" * 32))])
    assert state() == "lacking", "it was attached anew"


def test_a_change_without_its_body_is_told_once_its_purge_or_its_body_is_here(
    database: Database,
) -> None:
    ann, bob = a_lead_and_bob(database)
    first, second = bob.answer("purged later"), bob.answer("came bare")
    push(database, ann, [bare(first), bare(second)])
    assert not {first.id, second.id} & set(at_base(database))
    push(database, ann, [purge_of(ann, first)])
    assert set(at_base(database)) >= {first.id}
    assert push(database, bob, [second]).known == 1
    assert at_base(database)[second.id] == second
    assert the_vector(database) == vector_of([*ann.recorded, *bob.recorded])


def test_what_comes_without_its_body_comes_with_the_purge(database: Database) -> None:
    """So that a laptop need not take anybody's word for it that nothing is withheld."""
    ann, bob = a_lead_and_bob(database)
    secret = bob.answer("secret")
    push(database, bob, [secret])
    purge = purge_of(ann, secret)
    push(database, ann, [purge])
    assert pulled(database, vector_of(ann.recorded), 1)[0] == purge
    assert [each.id for each in pulled(database, vector_of(ann.recorded))] == [purge.id, secret.id]


def test_a_name_that_was_erased_is_forgotten_for_good(database: Database) -> None:
    ann, bob = a_lead_and_bob(database)
    with database.begin() as connection:
        row = {"inspection": INSPECTION, "person": bob.person, "name": "Robert Example"}
        connection.execute(person_name.insert().values(**row))
    push(database, ann, [ann.record(NameErased("asked"), subject(Subject.NAME, bob.person))])
    with database.read() as connection:
        assert connection.execute(select(person_name.c.name)).scalar_one() is None


def test_what_was_purged_before_base_ever_had_it_does_not_keep_its_own_purge_waiting(
    database: Database,
) -> None:
    ann, _ = a_lead_and_bob(database)
    secret = ann.answer("secret")
    purge, after = purge_of(ann, secret), ann.answer("goes on")
    taken = push(database, ann, [bare(secret), purge, after])
    assert taken.fresh == 3
    assert the_vector(database) == vector_of(ann.recorded)
    assert told(database) == []

"""What base shows of an inspection is what a laptop with the same changes shows."""

import shutil
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import insert

from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import (
    AnswerRecorded,
    PackPinned,
    Subject,
    subject,
)
from inspector_app.domain.changes.fold import folded
from inspector_app.domain.checklist import Pack
from inspector_app.domain.errors import NotFound
from inspector_app.domain.ids import LineId
from inspector_app.domain.inspection import PackPin
from inspector_app.packs import archive
from inspector_app.server import reading, teams
from inspector_app.server.database import Database
from inspector_app.server.tables import pack, person_name
from tests.server.test_purging import let_in, named_lead, purge_of
from tests.support.arrivals import NOW_MS, open_inspection, push
from tests.support.changes import INSPECTION, Laptop
from tests.support.standings import PACK_FOLDER, the_pack

LINE = LineId("CC-PO-01")


@cache
def archived() -> bytes:
    return archive.archived(PACK_FOLDER)


def a_pack_at_base(database: Database) -> None:
    content = archived()
    shipped = the_pack()
    row = {"sha256": shipped.sha256, "id": shipped.id, "version": shipped.version}
    with database.begin() as connection:
        connection.execute(insert(pack).values(**row, archive=content))


def a_newer_pack(database: Database, folder: Path) -> Pack:
    """The pack that ships, as its next version."""
    copy = folder / "newer"
    shutil.copytree(PACK_FOLDER, copy)
    about = copy / "pack.yaml"
    words = about.read_text(encoding="utf-8")
    version = the_pack().version
    assert words.count(version) == 1
    about.write_text(words.replace(version, f"9.{version[2:]}"), encoding="utf-8")
    content = archive.archived(copy)
    newer = archive.opened(content)
    row = {"sha256": newer.sha256, "id": newer.id, "version": newer.version}
    with database.begin() as connection:
        connection.execute(insert(pack).values(**row, archive=content))
    return newer


def a_read_inspection(database: Database) -> tuple[Laptop, Laptop]:
    ann, bob = Laptop("ann"), Laptop("bob", now_ms=1_379_400_000_000)
    ann.pack = bob.pack = the_pack().sha256
    open_inspection(database, ann, bob)
    a_pack_at_base(database)
    push(database, ann, [ann.begin(), named_lead(ann, ann), let_in(ann, bob)])
    return ann, bob


def notes(database: Database) -> set[str]:
    """What the versions of the line's answer say, as base has it."""
    with database.read() as connection:
        found = reading.standing(connection, INSPECTION).answer(LINE)
    return {held.value.note for held in found.versions if held.value is not None}


def test_equal_changes_stand_alike_at_base_and_on_a_laptop(database: Database) -> None:
    ann, bob = a_read_inspection(database)
    first = ann.answer("ann's")
    second = bob.answer("bob's")
    with database.begin() as connection:
        row = {"inspection": INSPECTION, "person": ann.person, "name": "Ann Example"}
        connection.execute(insert(person_name).values(**row))
    push(database, bob, [second, first])
    with database.read() as connection:
        found = reading.standing(connection, INSPECTION)
    assert found.states == folded([*ann.recorded, *bob.recorded])
    assert found.answer(LINE).in_conflict
    assert (found.pack, found.names) == (the_pack(), {ann.person: "Ann Example"})
    assert found.details.force.name == "Cambridgeshire"


def test_what_lies_beyond_a_gap_does_not_count_until_it_heals(database: Database) -> None:
    ann, bob = a_read_inspection(database)
    first = bob.answer("first")
    second = bob.record(AnswerRecorded(Answer(note="second")), supersedes=[first])
    third = bob.record(AnswerRecorded(Answer(note="third")), supersedes=[second])
    push(database, bob, [first, third])
    assert notes(database) == {"first"}
    push(database, ann, [second])
    assert notes(database) == {"third"}


def test_of_a_fork_what_came_first_counts_and_the_other_once_it_is_taken_in_by_name(
    database: Database,
) -> None:
    ann, bob = a_read_inspection(database)
    shared = bob.answer("together")
    twin = Laptop("bob", now_ms=bob.now_ms, recorded=list(bob.recorded), pack=bob.pack)
    twin.head = bob.head
    push(database, bob, [shared, bob.answer("one", [shared])])
    other = twin.answer("other", [shared])
    push(database, ann, [other])
    assert notes(database) == {"one"}
    push(database, ann, [let_in(ann, bob, other)])
    assert notes(database) == {"one", "other"}


def test_a_purge_that_is_not_obeyed_changes_nothing_that_is_shown(database: Database) -> None:
    ann, bob = a_read_inspection(database)
    kept = ann.answer("worth keeping")
    push(database, ann, [kept])
    push(database, bob, [purge_of(bob, kept), bob.answer("goes on", [kept])])
    assert notes(database) == {"goes on"}
    other = ann.answer("of another kind", about=subject(Subject.ANSWER, "CC-PO-02"))
    push(database, ann, [other])
    push(database, bob, [purge_of(bob, other)])
    with database.read() as connection:
        stands = reading.standing(connection, INSPECTION).answer(LineId("CC-PO-02"))
    assert [held.value and held.value.note for held in stands.versions] == ["of another kind"]


def test_work_of_one_who_left_stays(database: Database) -> None:
    _, bob = a_read_inspection(database)
    push(database, bob, [bob.answer("bob's")])
    with database.begin() as connection:
        teams.remove(connection, INSPECTION, bob.device, NOW_MS)
    assert notes(database) == {"bob's"}


def test_an_inspection_without_its_particulars_is_not_shown(database: Database) -> None:
    ann = Laptop("ann")
    open_inspection(database, ann)
    push(database, ann, [ann.answer("before anything else")])
    with database.read() as connection, pytest.raises(NotFound):
        reading.standing(connection, INSPECTION)
    with database.read() as connection, pytest.raises(NotFound):
        reading.Readings().standing(connection, INSPECTION)


def test_what_was_read_is_read_anew_when_something_arrives(database: Database) -> None:
    ann, _ = a_read_inspection(database)
    kept = reading.Readings()

    def now() -> object:
        with database.read() as connection:
            return kept.standing(connection, INSPECTION)

    first = now()
    assert now() is first
    push(database, ann, [ann.answer("news")])
    assert now() != first


def test_an_inspection_is_read_under_the_checklist_that_was_pinned_last(
    database: Database, tmp_path: Path
) -> None:
    ann, bob = a_read_inspection(database)
    newer = a_newer_pack(database, tmp_path)
    push(database, bob, [bob.answer("under the older one")])
    ann.pack = newer.sha256
    shipped = the_pack()
    before = PackPin(shipped.id, shipped.version, shipped.sha256)
    pin = PackPinned(PackPin(newer.id, newer.version, newer.sha256), before, "newer wording")
    push(database, ann, [ann.record(pin, subject(Subject.PACK))])
    with database.read() as connection:
        found = reading.standing(connection, INSPECTION)
    assert found.pack.sha256 == newer.sha256
    assert [each.sha256 for each in found.pack.others] == [the_pack().sha256]
    assert notes(database) == {"under the older one"}

"""What laptops bring never fills base's disk, and a full one is told as what it is."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import event, select, text

from inspector_app.domain.changes.change import Change
from inspector_app.packs import archive
from inspector_app.server import allowance, room
from inspector_app.server.base import Base
from inspector_app.server.tables import event as events
from inspector_app.sync.wire import Problem, ProblemCode
from tests.server.test_api_inspections import (
    PLACE,
    Desk,
    a_desk,
    lines_of,
    pushed,
    some_work,
    stands,
)
from tests.support.changes import INSPECTION, PACK
from tests.support.standings import PACK_FOLDER
from tests.support.stray_logs import ExpectedLog

_FULL_DISK = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON change EXECUTE FUNCTION full_disk();
"""


@pytest.fixture
def desk(tmp_path: Path, database_url: str) -> Iterator[Desk]:
    with a_desk(tmp_path, database_url) as found:
        yield found


@contextmanager
def full(base: Base) -> Iterator[None]:
    """Let the database find no room for changes, as on a full disk."""
    if base.database.is_sqlite:

        def limit(connection: Any, _record: object, _proxy: object) -> None:
            connection.execute("PRAGMA max_page_count=1")  # no more than it has

        event.listen(base.database._engine, "checkout", limit)
        yield
        return
    with base.database.begin() as connection:
        connection.execute(text(_FULL_DISK))
    try:
        yield
    finally:
        with base.database.begin() as connection:
            connection.execute(text("DROP FUNCTION full_disk CASCADE"))


def refused(client: httpx2.Client, changes: list[Change]) -> ProblemCode:
    answer = client.post(f"{PLACE}/changes", content=lines_of(changes))
    return Problem.model_validate_json(answer.content).code


def told(base: Base) -> list[str]:
    with base.database.read() as connection:
        return list(connection.scalars(select(events.c.what).order_by(events.c.position)))


def test_a_database_that_finds_no_room_is_told_as_such_and_not_as_busy(
    desk: Desk, expected_log: ExpectedLog
) -> None:
    expected_log("POST .*/changes: no room: ")
    long = [desk.anns.answer("x" * 20_000)]
    with full(desk.base):
        assert refused(desk.ann, long) is ProblemCode.NO_ROOM


def test_changes_and_packs_leave_room_for_what_base_writes_itself(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = some_work(desk.anns)
    if not desk.base.database.is_sqlite:
        pushed(desk.ann, work)  # what its disk has left is known to PostgreSQL alone
        return
    left = shutil._ntuple_diskusage(10**9, 10**9 - room.LEAST_BYTES + 1, room.LEAST_BYTES - 1)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _path: left)
        assert refused(desk.ann, work) is ProblemCode.NO_ROOM
        content = archive.archived(PACK_FOLDER)
        answer = desk.ann.put(f"/v1/packs/{archive.digest(content)}", content=content)
        assert answer.status_code == 507
        assert stands(desk.ann).vector.lines == {}, "what is here is told all the same"
    assert pushed(desk.ann, work).fresh == len(work)


def test_a_laptop_brings_no_more_than_an_inspection_can_have(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.let_bob_in()
    work = some_work(desk.anns)
    monkeypatch.setattr(allowance, "MOST_CHANGES", len(work))
    for _ in range(3):
        pushed(desk.ann, work)  # what base has already does not count
    more = [desk.anns.answer("one too many")]
    for _ in range(2):
        assert refused(desk.ann, more) is ProblemCode.ALLOWANCE
    assert told(desk.base).count(allowance.USED_UP) == 1
    assert pushed(desk.bob, more).fresh == 1, "others go on, and may bring what it has"
    monkeypatch.setattr(allowance, "MOST_CHANGES", 10**6)
    monkeypatch.setattr(allowance, "MOST_CHANGE_BYTES", 100)
    assert refused(desk.ann, [desk.anns.answer("too long")]) is ProblemCode.ALLOWANCE


def test_a_laptop_brings_no_more_packs_and_opens_no_more_inspections_than_there_can_be(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = archive.archived(PACK_FOLDER)
    place = f"/v1/packs/{archive.digest(content)}"
    with monkeypatch.context() as patch:
        patch.setattr(allowance, "MOST_PACK_BYTES", len(content) - 1)
        answer = desk.ann.put(place, content=content)
        assert Problem.model_validate_json(answer.content).code is ProblemCode.ALLOWANCE
        assert desk.ann.get(place).status_code == 404
    assert desk.ann.put(place, content=content).status_code == 204
    monkeypatch.setattr(allowance, "MOST_OPENED", 1)
    for inspection, status in ((INSPECTION, 200), ("e" * 32, 403)):
        answer = desk.ann.post("/v1/inspections", json={"inspection": inspection, "pack": PACK})
        assert answer.status_code == status
    assert told(desk.base).count(allowance.USED_UP) == 2

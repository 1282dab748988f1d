"""Whoever is no member cannot tell an inspection from its absence, whatever they ask of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest
from sqlalchemy import Engine, event, insert

from inspector_app.server.app import create_app
from inspector_app.server.base import Base
from inspector_app.server.tables import file, inspection, member, pack, person_name
from inspector_app.sync.wire import FileOffer, Holding, People, VectorForm, Wanted
from tests.server.support import Laptop, a_base, app_client, enrolled

THERE, ABSENT = "ab" * 16, "cd" * 16
FILE = "ef" * 32
PACK = "0" * 64
_BODIES = {
    ("POST", "/files"): FileOffer(sha256=FILE, size_bytes=1),
    ("POST", "/changes/wanted"): Wanted(vector=VectorForm()),
    ("PUT", "/names"): People(names={}),
    ("PUT", "/holding"): Holding(lacks=()),
}
"""Bodies that would be taken of a member; other addresses take any."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """With an inspection of somebody's, in which there is something of everything."""
    folder = tmp_path_factory.mktemp("base")
    made = a_base(folder, f"sqlite:///{folder / 'base.db'}")
    lead = enrolled(made, "AM")
    rows: list[tuple[Any, dict[str, Any]]] = [
        (pack, {"sha256": PACK, "id": "x", "version": "1", "archive": b""}),
        (inspection, {"id": THERE, "pack": PACK, "opened_ms": 0, "opened_by": lead.device}),
        (
            member,
            {"inspection": THERE, "device": lead.device, "role": "lead", "since_ms": 0},
        ),
        (person_name, {"inspection": THERE, "person": "1" * 32, "name": "Al Mare"}),
        (
            file,
            {
                "inspection": THERE,
                "sha256": FILE,
                "size_bytes": 1,
                "is_thumbnail": False,
                "state": "verified",
                "named_by": "2" * 64,
            },
        ),
    ]
    with made.database.begin() as connection:
        for table, row in rows:
            connection.execute(insert(table).values(row))
    yield made
    made.database.close()


@pytest.fixture(scope="module")
def stranger(base: Base) -> Laptop:
    return enrolled(base, "JS")


@pytest.fixture(scope="module")
def asking(base: Base, stranger: Laptop) -> Iterator[httpx2.Client]:
    with app_client(base, stranger) as client:
        yield client


def addresses(base: Base) -> list[tuple[str, str]]:
    found = [
        (method.upper(), path)
        for path, methods in create_app(base).openapi()["paths"].items()
        for method in methods
        if "{inspection}" in path
    ]
    assert len(found) > 8
    return found


@contextmanager
def statements() -> Iterator[list[str]]:
    """What a request asked of the database."""
    counted: list[str] = []

    def count(_: object, __: object, statement: str, *___: object) -> None:
        counted.append(statement)

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield counted
    finally:
        event.remove(Engine, "before_cursor_execute", count)


def asked(
    client: httpx2.Client, method: str, path: str, about: str
) -> tuple[int, bytes, dict[str, str], list[str]]:
    place = path.replace("{inspection}", about).replace("{sha256}", FILE)
    message = next(
        (each for (of, end), each in _BODIES.items() if of == method and path.endswith(end)), None
    )
    content = message.model_dump_json().encode() if message else b""
    with statements() as done:
        answer = client.request(method, place.replace("{number}", "1"), content=content)
    # The verifier looks for work whenever it likes, and one request in 64, by the luck of its own
    # nonce, tidies the nonces away: neither has to do with the inspection that is asked about.
    own = [
        each
        for each in done
        if ("UPDATE" in each or "nonce" in each or "member" in each)
        and not each.startswith("DELETE FROM nonce")
    ]
    return answer.status_code, answer.content, dict(answer.headers), own


def test_nothing_of_an_inspection_is_told_to_a_stranger_not_even_that_it_is_there(
    base: Base, asking: httpx2.Client
) -> None:
    for method, path in addresses(base):
        there = asked(asking, method, path, THERE)
        absent = asked(asking, method, path, ABSENT)
        assert there == absent, (method, path)
        assert there[0] == 404, (method, path, there[1])
        assert there[3], "no statement was counted"


def test_a_verb_that_no_address_has_tells_nothing_either(asking: httpx2.Client) -> None:
    for method in ("DELETE", "PATCH", "OPTIONS", "HEAD"):
        there = asked(asking, method, "/v1/inspections/{inspection}", THERE)
        assert there == asked(asking, method, "/v1/inspections/{inspection}", ABSENT)
        assert there[0] == 405


def test_opening_an_inspection_of_others_looks_like_one_that_cannot_be_opened(
    base: Base, asking: httpx2.Client
) -> None:
    answer = asking.post("/v1/inspections", json={"inspection": THERE, "pack": PACK})
    assert answer.json() == asking.get(f"/v1/inspections/{ABSENT}").json()


def test_an_inspection_of_others_is_not_among_ones_own(asking: httpx2.Client) -> None:
    assert asking.get("/v1/inspections").json()["inspections"] == {}

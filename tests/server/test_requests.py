"""A request is granted only to the laptop that signed it, now, for this base, once."""

import gzip
import secrets
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import httpx2
import pytest
from fastapi import APIRouter, Depends
from fastapi.testclient import TestClient
from sqlalchemy import insert, select, update

from inspector_app.domain.ids import InspectionId
from inspector_app.server.app import create_app
from inspector_app.server.base import Base
from inspector_app.server.problems import Refused
from inspector_app.server.requests import (
    NONCES_KEPT_MS,
    Asked,
    Asker,
    Body,
    a_member,
    plain,
    signed_message,
)
from inspector_app.server.tables import device, inspection, member, nonce
from inspector_app.sync import signatures
from inspector_app.sync.wire import MOST_BYTES, MOST_PLAIN, Opening, ProblemCode
from tests.server.support import ADDRESS, NOW, Clock, Laptop, a_base, enrolled
from tests.support.stray_logs import ExpectedLog

INSPECTION = InspectionId("ab" * 16)
OTHER = InspectionId("cd" * 16)
URL = f"{ADDRESS}/v1/door/{INSPECTION}?part=1"


def door() -> APIRouter:
    """Addresses that do nothing but let a laptop in."""
    router = APIRouter(prefix="/v1/door")

    @router.post("/{of}")
    def ask(of: str, base: Asked, who: Asker, content: Body) -> dict[str, object]:
        with base.database.read() as connection:
            role = a_member(connection, InspectionId(of), who)
        return {"who": who, "role": role, "bytes": len(content)}

    @router.put("/{of}")
    def put(of: str, message: Annotated[Opening, Depends(signed_message(Opening))]) -> str:
        return message.pack

    return router


_CLOCK = Clock()


@pytest.fixture
def clock() -> Clock:
    _CLOCK.time = NOW
    return _CLOCK


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def base(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Base]:
    """Of each engine in turn; the tests' laptops are strangers to each other."""
    folder = tmp_path_factory.mktemp("base")
    url = f"sqlite:///{folder / 'base.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").new_database()
    made = a_base(folder, url, _CLOCK)
    with made.database.begin() as connection:
        about = {"id": INSPECTION, "pack": "0" * 64, "opened_ms": 0, "opened_by": "0" * 64}
        connection.execute(insert(inspection).values(about))
    yield made
    made.database.close()


@pytest.fixture
def laptop(base: Base) -> Laptop:
    """Enrolled, and a lead of the inspection."""
    found = enrolled(base)
    with base.database.begin() as connection:
        connection.execute(
            insert(member).values(
                inspection=INSPECTION, device=found.device, role="lead", since_ms=0
            )
        )
    return found


def client_of(base: Base) -> TestClient:
    """Asks without signing."""
    app = create_app(base)
    app.include_router(door())
    return TestClient(app, base_url=ADDRESS)


@pytest.fixture(scope="module")
def asking(base: Base) -> Iterator[httpx2.Client]:
    with client_of(base) as client:
        yield client


def headers(laptop: Laptop, clock: Clock, body: bytes = b"", url: str = URL) -> dict[str, str]:
    return signatures.signed("POST", url, body, laptop.device, laptop.key.sign, clock.now())


def code(answer: httpx2.Response) -> str:
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
    found: str = answer.json()["code"]
    return found


def test_a_signed_request_is_granted_and_base_notes_when_and_how_the_clock_went(
    base: Base, asking: httpx2.Client, laptop: Laptop, clock: Clock
) -> None:
    signed = headers(laptop, clock, b"abc")
    clock.move(timedelta(seconds=-70))
    answer = asking.post(URL, content=b"abc", headers=signed)
    assert answer.json() == {"who": laptop.device, "role": "lead", "bytes": 3}
    with base.database.read() as connection:
        row = connection.execute(select(device).where(device.c.id == laptop.device)).one()
    assert (row.seen_ms, row.ahead_ms) == (base.now_ms(), 70_000)


def test_a_replay_is_refused_also_after_base_was_started_anew(
    base: Base, asking: httpx2.Client, laptop: Laptop, clock: Clock
) -> None:
    signed = headers(laptop, clock)
    assert asking.post(URL, headers=signed).status_code == 200
    assert code(asking.post(URL, headers=signed)) == "replayed"
    base.database.close()
    with client_of(base) as again:
        assert code(again.post(URL, headers=signed)) == "replayed"


def test_of_one_request_sent_many_times_at_once_one_is_granted(
    asking: httpx2.Client, laptop: Laptop, clock: Clock
) -> None:
    signed = headers(laptop, clock)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: asking.post(URL, headers=signed), range(6)))
    assert sorted(each.status_code for each in answers) == [200] + [401] * 5


def test_another_laptop_may_use_the_same_nonce(
    base: Base, asking: httpx2.Client, laptop: Laptop, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = enrolled(base, "AM")
    monkeypatch.setattr(secrets, "token_urlsafe", lambda _: "A" * 22)
    assert asking.post(URL, headers=headers(laptop, clock)).status_code == 200
    assert code(asking.post(URL, headers=headers(other, clock))) == "not-found"


def test_a_nonce_is_forgotten_when_its_request_has_been_stale_for_long(
    base: Base, asking: httpx2.Client, laptop: Laptop, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asking.post(URL, headers=headers(laptop, clock)).status_code == 200
    clock.move(timedelta(milliseconds=NONCES_KEPT_MS + 1))
    monkeypatch.setattr(secrets, "token_urlsafe", lambda _: "A" * 22)  # one that tidies
    assert asking.post(URL, headers=headers(laptop, clock)).status_code == 200
    with base.database.read() as connection:
        kept = connection.execute(select(nonce).where(nonce.c.device == laptop.device)).all()
    assert len(kept) == 1


def test_no_request_is_fresh_for_longer_than_its_nonce_is_kept() -> None:
    assert timedelta(milliseconds=NONCES_KEPT_MS) > 2 * signatures.TOLERANCE


@pytest.mark.parametrize("minutes", [-6, 6, -60 * 24 * 400])
def test_a_stale_clock_is_refused_and_told_the_time(
    base: Base, asking: httpx2.Client, laptop: Laptop, clock: Clock, minutes: int
) -> None:
    signed = headers(laptop, clock)
    clock.move(timedelta(minutes=minutes))
    answer = asking.post(URL, headers=signed)
    assert code(answer) == "stale-clock"
    assert answer.json()["time_ms"] == base.now_ms()


@pytest.mark.parametrize("minutes", [-4, 4])
def test_a_clock_that_is_a_little_wrong_is_no_hindrance(
    asking: httpx2.Client, laptop: Laptop, clock: Clock, minutes: int
) -> None:
    signed = headers(laptop, clock)
    clock.move(timedelta(minutes=minutes))
    assert asking.post(URL, headers=signed).status_code == 200


def test_a_body_that_is_not_the_one_that_was_signed_is_refused(
    asking: httpx2.Client, laptop: Laptop, clock: Clock
) -> None:
    signed = headers(laptop, clock, b"for the lead")
    assert code(asking.post(URL, content=b"for anybody!", headers=signed)) == "wrong-digest"
    signed["Content-Digest"] = signatures.digest_of(b"for anybody!")
    assert code(asking.post(URL, content=b"for anybody!", headers=signed)) == "bad-signature"


def test_a_revoked_laptop_is_told_so(
    base: Base, asking: httpx2.Client, laptop: Laptop, clock: Clock
) -> None:
    with base.database.begin() as connection:
        connection.execute(update(device).where(device.c.id == laptop.device).values(revoked_ms=1))
    assert code(asking.post(URL, headers=headers(laptop, clock))) == "revoked-device"


def test_a_laptop_that_never_enrolled_is_told_so(
    asking: httpx2.Client, laptop: Laptop, clock: Clock
) -> None:
    assert code(asking.post(URL, headers=headers(Laptop(), clock))) == "unknown-device"


def test_an_unsigned_request_is_refused(asking: httpx2.Client, laptop: Laptop) -> None:
    assert code(asking.post(URL)) == "bad-signature"


def test_what_was_signed_for_another_base_does_not_count_here(
    asking: httpx2.Client, laptop: Laptop, clock: Clock
) -> None:
    url = URL.replace("base.example", "another.example")
    assert code(asking.post(url, headers=headers(laptop, clock, url=url))) == "bad-signature"


def test_nobody_can_tell_an_inspection_of_others_from_one_that_is_not_there(
    base: Base, asking: httpx2.Client, laptop: Laptop, clock: Clock
) -> None:
    stranger = enrolled(base, "AM")
    absent = URL.replace(INSPECTION, OTHER)
    others = asking.post(URL, headers=headers(stranger, clock))
    none = asking.post(absent, headers=headers(stranger, clock, url=absent))
    assert code(others) == code(none) == "not-found"
    assert others.content == none.content
    assert others.headers == none.headers


def test_who_left_an_inspection_is_a_stranger_to_it(
    base: Base, asking: httpx2.Client, laptop: Laptop, clock: Clock
) -> None:
    with base.database.begin() as connection:
        connection.execute(update(member).where(member.c.device == laptop.device).values(left_ms=1))
    assert code(asking.post(URL, headers=headers(laptop, clock))) == "not-found"


def test_of_what_is_not_found_no_reason_is_told() -> None:
    from inspector_app.server.problems import answer

    told = answer(Refused(ProblemCode.NOT_FOUND, "because you are no member"))
    assert told.body == answer(Refused(ProblemCode.NOT_FOUND)).body


def test_a_body_larger_than_any_may_be_is_refused_before_it_is_read_whole(
    asking: httpx2.Client, laptop: Laptop, clock: Clock
) -> None:
    content = bytes(MOST_BYTES + 1)
    signed = headers(laptop, clock, content)
    assert code(asking.post(URL, content=content, headers=signed)) == "too-large"
    in_pieces = (content[start : start + 2**20] for start in range(0, len(content), 2**20))
    signed = headers(laptop, clock, content)
    assert code(asking.post(URL, content=in_pieces, headers=signed)) == "too-large"


def test_nothing_is_read_of_whoever_is_not_let_in(
    asking: httpx2.Client, laptop: Laptop, clock: Clock
) -> None:
    stranger = headers(Laptop(), clock)
    assert code(asking.post(URL, content=bytes(MOST_BYTES + 1))) == "bad-signature"
    assert code(asking.post(URL, content=bytes(MOST_BYTES), headers=stranger)) == "unknown-device"


def test_a_message_is_read_only_when_its_sender_was_let_in(
    asking: httpx2.Client, laptop: Laptop, clock: Clock
) -> None:
    body = b'{"inspection": 5}'
    assert code(asking.put(URL, content=body)) == "bad-signature"
    signed = signatures.signed("PUT", URL, body, laptop.device, laptop.key.sign, clock.now())
    assert code(asking.put(URL, content=body, headers=signed)) == "bad-message"


def test_an_address_or_a_method_that_is_not_is_told_as_a_problem(asking: httpx2.Client) -> None:
    assert code(asking.get("/v1/nothing")) == "not-found"
    answer = asking.delete("/v1/base")
    assert (code(answer), answer.headers["allow"]) == ("wrong-method", "GET")


def test_a_packed_body_is_unpacked_and_never_beyond_what_it_may_come_to() -> None:
    assert plain(gzip.compress(b"abc"), "gzip") == b"abc"
    assert plain(b"abc", None) == b"abc"
    for content, encoding, why in (
        (gzip.compress(bytes(MOST_PLAIN + 1)), "gzip", ProblemCode.TOO_LARGE),
        (gzip.compress(b"abc")[:-1], "gzip", ProblemCode.BAD_MESSAGE),
        (gzip.compress(b"abc") + b"more", "gzip", ProblemCode.BAD_MESSAGE),
        (b"abc", "gzip", ProblemCode.BAD_MESSAGE),
        (b"abc", "br", ProblemCode.BAD_MESSAGE),
    ):
        with pytest.raises(Refused) as refused:
            plain(content, encoding)
        assert refused.value.code is why


def test_a_database_that_is_away_is_told_as_busy(tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log("GET /v1/base: the database does not answer")
    made = a_base(tmp_path, f"sqlite:///{tmp_path / 'base.db'}")
    made.database.close()
    shutil.move(tmp_path / "base.db", tmp_path / "away.db")
    (tmp_path / "base.db").mkdir()
    answer = TestClient(create_app(made), base_url=ADDRESS).get("/v1/base")
    assert (code(answer), answer.headers["retry-after"]) == ("busy", "5")
    made.database.close()

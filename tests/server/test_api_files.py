"""Laptops bring evidence files to base and fetch them, and nobody else does."""

import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import insert

from inspector_app.domain.ids import DeviceId, InspectionId, Sha256
from inspector_app.server import files
from inspector_app.server.base import Base
from inspector_app.server.places.folder import Folder
from inspector_app.server.places.s3 import S3
from inspector_app.server.tables import file, inspection, member
from inspector_app.sync.signatures import digest_through, signed
from inspector_app.sync.wire import PART_SIZE, FileState, Problem, ProblemCode
from tests.server.support import Clock, Laptop, Signing, a_base, app_client, enrolled
from tests.server.test_files import name_of
from tests.support.full_disk import file_limit
from tests.support.s3 import Store

CONTENT = os.urandom(PART_SIZE + 1000)
NAME = name_of(CONTENT)
INSPECTION = InspectionId("1" * 32)
ADDRESS = f"/v1/inspections/{INSPECTION}/files"
FILE = f"{ADDRESS}/{NAME}"


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    made = a_base(tmp_path, f"sqlite:///{tmp_path / 'base.db'}", objects=Folder(tmp_path / "files"))
    yield made
    made.database.close()


@pytest.fixture
def laptop(base: Base) -> Laptop:
    """A member of an inspection of which a change at base names :data:`CONTENT`."""
    return a_team(base)


def a_team(base: Base) -> Laptop:
    laptop = enrolled(base)
    with base.database.begin() as connection:
        connection.execute(
            insert(inspection).values(
                id=INSPECTION, pack="0" * 64, opened_ms=1, opened_by=laptop.device
            )
        )
        connection.execute(
            insert(file).values(
                inspection=INSPECTION,
                sha256=NAME,
                size_bytes=len(CONTENT),
                is_thumbnail=False,
                state="lacking",
                named_by="c" * 64,
            )
        )
    join(base, laptop.device)
    return laptop


def join(base: Base, device: DeviceId) -> None:
    with base.database.begin() as connection:
        connection.execute(
            insert(member).values(
                inspection=INSPECTION, device=device, role="inspector", since_ms=1
            )
        )


def part(number: int) -> bytes:
    return CONTENT[(number - 1) * PART_SIZE : number * PART_SIZE]


def state_in(answer: httpx2.Response) -> FileState:
    return FileState.model_validate_json(answer.raise_for_status().content)


def offered(client: httpx2.Client) -> FileState:
    return state_in(client.post(ADDRESS, json={"sha256": NAME, "size_bytes": len(CONTENT)}))


def brought(base: Base) -> None:
    """The file is at base, verified."""
    files.offer(base, INSPECTION, NAME, len(CONTENT))
    for number in (1, 2):
        files.keep_part(base, INSPECTION, NAME, number, part(number), name_of(part(number)))
    files.complete(base, INSPECTION, NAME)
    files.verify_next(base)


def code(answer: httpx2.Response) -> ProblemCode:
    return Problem.model_validate_json(answer.content).code


def verified(client: httpx2.Client) -> bool:
    """Whether it is, within a while."""
    return any(state_in(client.get(f"{FILE}/state")).state == "verified" for _ in range(500))


def test_a_file_is_brought_and_fetched(base: Base, laptop: Laptop) -> None:
    with app_client(base, laptop) as client:
        assert offered(client).state == "arriving"
        for number in (2, 1):
            answer = client.put(f"{FILE}/parts/{number}", content=part(number))
            assert (answer.status_code, answer.content) == (204, b"")
        assert offered(client).parts == (1, 2)
        answer = client.post(f"{FILE}/complete")
        assert answer.status_code == 202
        assert verified(client)
        answer = client.get(FILE)
    assert answer.content == CONTENT
    assert answer.headers["Content-Length"] == str(len(CONTENT))
    assert answer.headers["ETag"] == f'"{NAME}"'


def test_parts_go_past_base_into_a_store_and_are_found_there(tmp_path: Path, store: Store) -> None:
    objects = S3(store.new_bucket(for_laptops=True))
    # moto tells of every upload that it was begun in 2010: later, base would tidy away what is new.
    then = Clock(datetime(2010, 1, 1, tzinfo=UTC))
    base = a_base(tmp_path, f"sqlite:///{tmp_path / 'base.db'}", then, objects)
    with app_client(base, a_team(base)) as client:
        urls = offered(client).urls
        assert sorted(urls) == [1, 2]
        httpx2.put(urls[2], content=part(2)).raise_for_status()
        resumed = offered(client)
        assert (resumed.parts, sorted(resumed.urls)) == ((2,), [1])
        httpx2.put(resumed.urls[1], content=part(1)).raise_for_status()
        client.post(f"{FILE}/complete").raise_for_status()
        assert verified(client)
        assert client.get(FILE).content == CONTENT
    base.database.close()


def test_a_part_whose_bytes_are_others_than_were_signed_is_not_kept(
    base: Base, laptop: Laptop
) -> None:
    files.offer(base, INSPECTION, NAME, len(CONTENT))
    path = f"{FILE}/parts/2"
    headers = signed(
        "PUT", f"https://base.example{path}", part(2), laptop.device, laptop.key.sign, base.now()
    )
    with app_client(base) as client:
        answer = client.put(path, content=part(2)[:-1] + b"\0", headers=headers)
    assert code(answer) is ProblemCode.WRONG_DIGEST
    assert files.state(base, INSPECTION, NAME).parts == ()


def test_parts_that_are_signed_by_the_hash_of_all_up_to_their_end_make_the_file(
    base: Base, laptop: Laptop
) -> None:
    through = [digest_through(hashlib.sha256(each).digest()) for each in (part(1), CONTENT)]
    with app_client(base) as client:
        files.offer(base, INSPECTION, NAME, len(CONTENT))

        def bring(number: int, content: bytes, digest: str) -> httpx2.Response:
            path, key = f"{FILE}/parts/{number}", laptop.key.sign
            address = f"https://base.example{path}"
            headers = signed("PUT", address, b"", laptop.device, key, base.now(), digest)
            return client.put(path, content=content, headers=headers)

        assert code(bring(2, part(2), through[1])) is ProblemCode.PART_REFUSED
        assert bring(1, part(1), through[0]).status_code == 204
        assert code(bring(2, part(2)[:-1] + b"\0", through[1])) is ProblemCode.WRONG_DIGEST
        assert code(bring(2, part(2), through[0])) is ProblemCode.WRONG_DIGEST
        assert files.state(base, INSPECTION, NAME).parts == (1,)
        assert bring(2, part(2), through[1]).status_code == 204
        client.auth = Signing(laptop, base.now)
        client.post(f"{FILE}/complete").raise_for_status()
        assert verified(client)
        assert client.get(FILE).content == CONTENT


def test_ranges_are_given_as_they_are_asked_for(base: Base, laptop: Laptop) -> None:
    brought(base)
    size = len(CONTENT)
    with app_client(base, laptop) as client:
        for asked, first, last in (
            ("bytes=0-0", 0, 0),
            (f"bytes={PART_SIZE - 2}-{PART_SIZE + 2}", PART_SIZE - 2, PART_SIZE + 2),
            (f"bytes={size - 5}-", size - 5, size - 1),
            (f"bytes=7-{size + 5}", 7, size - 1),
            ("bytes=-5", size - 5, size - 1),
        ):
            answer = client.get(FILE, headers={"Range": asked})
            assert answer.status_code == 206
            assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{size}"
            assert answer.content == CONTENT[first : last + 1]
        for other in (
            "bytes=0-1,5-6",
            "bytes=5-2",
            "lines=0-1",
            "bytes=-",
            f"bytes={9 * '9' * 9}-",
        ):
            answer = client.get(FILE, headers={"Range": other})
            assert (answer.status_code, len(answer.content)) == (200, size)
        beyond = client.get(FILE, headers={"Range": f"bytes={size}-"})
        assert (beyond.status_code, code(beyond)) == (416, ProblemCode.NO_SUCH_RANGE)
        resumed = {"Range": "bytes=5-", "If-Range": f'"{NAME}"'}
        assert client.get(FILE, headers=resumed).status_code == 206
        another = {"Range": "bytes=5-", "If-Range": '"another"'}
        assert client.get(FILE, headers=another).status_code == 200


def test_who_is_no_member_is_told_of_an_inspection_what_is_told_of_none(
    base: Base, laptop: Laptop
) -> None:
    brought(base)
    stranger = enrolled(base, "XY")
    other = f"/v1/inspections/{'2' * 32}/files"
    offer = {"sha256": NAME, "size_bytes": len(CONTENT)}
    with app_client(base, stranger) as client:
        for here, nowhere in (
            (client.get(FILE), client.get(f"{other}/{NAME}")),
            (client.get(f"{FILE}/state"), client.get(f"{other}/{NAME}/state")),
            (client.post(ADDRESS, json=offer), client.post(other, json=offer)),
            (client.put(f"{FILE}/parts/1", content=b"x"),
             client.put(f"{other}/{NAME}/parts/1", content=b"x")),
            (client.post(f"{FILE}/complete"), client.post(f"{other}/{NAME}/complete")),
        ):  # fmt: skip
            assert code(here) is ProblemCode.NOT_FOUND
            assert (here.status_code, here.content) == (nowhere.status_code, nowhere.content)
            assert here.headers == nowhere.headers


def test_nobody_is_given_anything_unsigned(base: Base, laptop: Laptop) -> None:
    brought(base)
    with app_client(base) as client:
        for answer in (client.get(FILE), client.get(f"{FILE}/state"), client.post(ADDRESS)):
            assert (answer.status_code, code(answer)) == (401, ProblemCode.BAD_SIGNATURE)


def test_tricks_in_the_address_name_no_file(base: Base, laptop: Laptop) -> None:
    brought(base)
    tricks = [
        "..%2f..%2fbase.db", "%2e%2e%2fbase.db", "..%5cbase.db", NAME.upper(), f"{NAME}%00",
        f"{NAME}%0a", f"{NAME[:-1]}", f"{NAME}%2f..%2f{NAME}", "%ff%fe",
    ]  # fmt: skip
    with app_client(base, laptop) as client:
        for trick in tricks:
            answer = client.get(f"{ADDRESS}/{trick}")
            assert (answer.status_code, code(answer)) == (404, ProblemCode.NOT_FOUND), trick
            answer = client.put(f"{ADDRESS}/{trick}/parts/1", content=b"x")
            assert answer.status_code == 404, trick
        for number in ("0", "3", "99999999999999999999"):
            answer = client.put(f"{FILE}/parts/{number}", content=b"x")
            assert code(answer) is ProblemCode.PART_REFUSED, number
        for number in ("-1", "one", "1%20"):
            answer = client.put(f"{FILE}/parts/{number}", content=b"x")
            assert code(answer) is ProblemCode.NOT_FOUND, number
        for number in ("x", "1.5", ""):
            assert client.put(f"{FILE}/parts/{number}", content=b"x").is_client_error


def test_a_part_larger_than_any_is_not_read(base: Base, laptop: Laptop) -> None:
    with app_client(base, laptop) as client:
        answer = client.put(f"{FILE}/parts/1", content=bytes(PART_SIZE + 1))
        assert (answer.status_code, code(answer)) == (413, ProblemCode.TOO_LARGE)


def test_a_full_disk_is_told_as_such(base: Base, laptop: Laptop) -> None:
    with app_client(base, laptop) as client:
        offered(client)
        with file_limit(base.folder, PART_SIZE + 10):
            answer = client.put(f"{FILE}/parts/2", content=part(2))
        assert (answer.status_code, code(answer)) == (507, ProblemCode.NO_ROOM)
        assert "safe on the laptop" in Problem.model_validate_json(answer.content).detail
        assert client.put(f"{FILE}/parts/2", content=part(2)).status_code == 204


def test_a_file_that_no_change_names_is_not_taken(base: Base, laptop: Laptop) -> None:
    unnamed = Sha256("f" * 64)
    with app_client(base, laptop) as client:
        answer = client.post(ADDRESS, json={"sha256": unnamed, "size_bytes": 5})
        assert (answer.status_code, code(answer)) == (409, ProblemCode.FILE_UNKNOWN)

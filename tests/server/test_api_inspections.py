"""Laptops exchange changes with base over its addresses, and learn how an inspection stands."""

import gzip
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi.testclient import TestClient

from inspector_app.domain.changes.change import Change
from inspector_app.domain.ids import DeviceId
from inspector_app.packs import archive
from inspector_app.server import teams
from inspector_app.server.base import Base
from inspector_app.server.tables import pack
from inspector_app.sync.lines import change_of, line_of
from inspector_app.sync.plan import Vector
from inspector_app.sync.wire import (
    RECEIPT_DOMAIN,
    AtBaseOf,
    Copies,
    Membership,
    Mine,
    People,
    Receipt,
    Taken,
)
from inspector_app.vault.sealing import bytes_of
from tests.server.support import ADDRESS, Signing, a_base, app_client
from tests.server.test_journal import vector_of
from tests.support.arrivals import enrol
from tests.support.changes import INSPECTION, PACK, Laptop
from tests.support.standings import PACK_FOLDER

PLACE = f"/v1/inspections/{INSPECTION}"


@dataclass
class Desk:
    """A base, and two laptops that speak with it: Ann's, which opened the inspection, and Bob's."""

    base: Base
    ann: httpx2.Client
    bob: httpx2.Client
    anns: Laptop
    bobs: Laptop

    def let_bob_in(self) -> None:
        with self.base.database.begin(INSPECTION) as connection:
            teams.add(connection, INSPECTION, self.bobs.device, "inspector", self.base.now_ms())


@contextmanager
def a_desk(tmp_path: Path, database_url: str) -> Iterator[Desk]:
    """Give a base that serves two laptops, one of which has opened an inspection."""
    base = a_base(tmp_path, database_url)
    ann, bob = Laptop("ann"), Laptop("bob")
    with base.database.begin() as connection:
        enrol(connection, ann, bob)
        row = {"sha256": PACK, "id": "p", "version": "1", "archive": b"{}"}
        connection.execute(pack.insert().values(**row))
    with app_client(base, ann) as anns:
        bobs = TestClient(cast("TestClient", anns).app, base_url=ADDRESS)
        bobs.auth = Signing(bob, base.now)
        found = Desk(base, anns, bobs, ann, bob)
        answer = found.ann.post("/v1/inspections", json={"inspection": INSPECTION, "pack": PACK})
        assert answer.status_code == 201, answer.text
        yield found
    base.database.close()


@pytest.fixture
def desk(tmp_path: Path, database_url: str) -> Iterator[Desk]:
    with a_desk(tmp_path, database_url) as found:
        yield found


def lines_of(changes: Iterable[Change]) -> bytes:
    return b"\n".join(map(line_of, changes))


def pushed(client: httpx2.Client, changes: Iterable[Change]) -> Taken:
    answer = client.post(f"{PLACE}/changes", content=lines_of(changes))
    assert answer.status_code == 200, answer.text
    return Taken.model_validate_json(answer.content)


def pulled(client: httpx2.Client, theirs: Vector, limit: int = 500) -> tuple[list[Change], bool]:
    lines = {chain: list(end) for chain, end in theirs.lines.items()}
    answer = client.post(
        f"{PLACE}/changes/wanted", json={"vector": {"lines": lines, "loose": {}}, "limit": limit}
    )
    assert answer.status_code == 200, answer.text
    return [change_of(each) for each in answer.content.splitlines()], "SPR-More" in answer.headers


def stands(client: httpx2.Client) -> AtBaseOf:
    return AtBaseOf.model_validate_json(client.get(PLACE).content)


def mark(client: httpx2.Client) -> str:
    return Mine.model_validate_json(client.get("/v1/inspections").content).inspections[INSPECTION]


def some_work(laptop: Laptop) -> list[Change]:
    return [laptop.begin(), *(laptop.answer(str(n)) for n in range(5))]


def test_what_one_laptop_brings_another_of_the_team_gets(desk: Desk) -> None:
    desk.let_bob_in()
    work = some_work(desk.anns)
    packed = gzip.compress(lines_of(work[:4]))
    answer = desk.ann.post(f"{PLACE}/changes", content=packed, headers={"Content-Encoding": "gzip"})
    assert answer.json()["fresh"] == 4
    assert pushed(desk.ann, work) == Taken(fresh=2, known=4)
    first, is_more = pulled(desk.bob, Vector(), 4)
    assert (first, is_more) == (work[:4], True)
    assert pulled(desk.bob, vector_of(first)) == (work[4:], False)
    assert pulled(desk.bob, vector_of(work)) == ([], False)


def test_a_receipt_says_what_arrived_and_is_signed(desk: Desk) -> None:
    work = some_work(desk.anns)
    pushed(desk.ann, work)
    told = stands(desk.ann)
    chain = work[0].header.chain
    assert told.vector.lines == {chain: (6, work[-1].id)}
    receipt = Receipt.model_validate_json(told.receipt.text)
    assert (receipt.vector, receipt.device) == (told.vector, desk.anns.device)
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(desk.base.keys.base))
    signed = RECEIPT_DOMAIN + told.receipt.text.encode()
    key.verify(bytes_of(told.receipt.signature), signed)
    members = Membership.model_validate_json(told.membership.text)
    assert [each.device for each in members.laptops] == [desk.anns.device]


def test_the_same_mark_says_that_nothing_altered(desk: Desk) -> None:
    desk.let_bob_in()
    work = some_work(desk.anns)
    seen = [mark(desk.bob)]
    for act in (
        lambda: pushed(desk.ann, work),
        lambda: desk.ann.put(f"{PLACE}/names", json={"names": {desk.anns.person: "Ann"}}),
        lambda: desk.ann.put(f"{PLACE}/holding", json={"lacks": []}),
    ):
        act()
        seen.append(mark(desk.bob))
        act()
        assert mark(desk.bob) == seen[-1], "what was told before is no news"
    assert len(set(seen)) == 4
    assert stands(desk.bob).mark == seen[-1]


def test_an_inspection_of_others_is_as_one_that_does_not_exist(desk: Desk) -> None:
    """Status, type and every byte of the body are the same."""
    nothing = f"/v1/inspections/{'2' * 32}"
    person = {"names": {desk.bobs.person: "Bob"}}
    wanted = {"vector": {"lines": {}, "loose": {}}, "limit": 5}
    asked = [
        ("GET", "", None),
        ("POST", "/changes", b""),
        ("POST", "/changes", lines_of(some_work(desk.bobs))),
        ("POST", "/changes/wanted", json.dumps(wanted).encode()),
        ("GET", "/names", None),
        ("PUT", "/names", json.dumps(person).encode()),
        ("PUT", "/holding", b'{"lacks":[]}'),
        ("GET", "/copies", None),
    ]
    for verb, below, content in asked:
        there, nowhere, odd = (
            desk.bob.request(verb, f"{place}{below}", content=content)
            for place in (PLACE, nothing, "/v1/inspections/%00")
        )
        assert there.status_code == nowhere.status_code == odd.status_code == 404, below
        assert there.content == nowhere.content == odd.content
        assert there.headers["content-type"] == nowhere.headers["content-type"]
    taken = desk.bob.post("/v1/inspections", json={"inspection": INSPECTION, "pack": PACK})
    assert taken.status_code == 404
    assert desk.bob.get("/v1/inspections").json()["inspections"] == {}


def test_who_left_or_was_revoked_gets_no_more(desk: Desk) -> None:
    desk.let_bob_in()
    pushed(desk.ann, some_work(desk.anns))
    with desk.base.database.begin(INSPECTION) as connection:
        teams.remove(connection, INSPECTION, desk.bobs.device, desk.base.now_ms())
    assert desk.bob.get(PLACE).status_code == 404
    with desk.base.database.begin(INSPECTION) as connection:
        teams.revoke(connection, DeviceId(desk.bobs.device), desk.base.now_ms())
    refused = desk.bob.get("/v1/inspections")
    assert (refused.status_code, refused.json()["code"]) == (403, "revoked-device")


def test_opening_again_is_harmless_and_needs_a_pack_that_base_has(desk: Desk) -> None:
    again = desk.ann.post("/v1/inspections", json={"inspection": INSPECTION, "pack": PACK})
    assert (again.status_code, again.json()["pack"]) == (200, PACK)
    other = {"inspection": "3" * 32, "pack": "d" * 64}
    refused = desk.ann.post("/v1/inspections", json=other)
    assert (refused.status_code, refused.json()["code"]) == (409, "pack-unknown")
    assert list(desk.ann.get("/v1/inspections").json()["inspections"]) == [INSPECTION]


def test_what_is_no_change_is_refused_and_nothing_is_kept(desk: Desk) -> None:
    good = line_of(desk.anns.begin())
    for content in (b"no change", b"[]", b"{}", b"\xff\xfe", b'{"header":"{}","signature":""}'):
        refused = desk.ann.post(f"{PLACE}/changes", content=good + b"\n" + content)
        assert (refused.status_code, refused.json()["code"]) == (422, "bad-change")
    assert stands(desk.ann).vector.lines == {}


def test_a_body_that_unpacks_without_end_is_refused(desk: Desk) -> None:
    bomb = gzip.compress(bytes(40 * 1024 * 1024))
    refused = desk.ann.post(f"{PLACE}/changes", content=bomb, headers={"Content-Encoding": "gzip"})
    assert (refused.status_code, refused.json()["code"]) == (413, "too-large")


def test_names_are_kept_once_told(desk: Desk) -> None:
    desk.let_bob_in()
    person = desk.anns.person
    for client, name in ((desk.ann, "Ann Example"), (desk.bob, "Somebody Else")):
        assert client.put(f"{PLACE}/names", json={"names": {person: name}}).status_code == 204
    told = People.model_validate_json(desk.bob.get(f"{PLACE}/names").content)
    assert told.names == {person: "Ann Example"}
    refused = desk.bob.put(f"{PLACE}/names", json={"names": {desk.bobs.person: "\0"}})
    assert refused.json()["code"] == "bad-message"


def test_where_files_lie_is_told_as_the_laptops_said_last(desk: Desk) -> None:
    desk.let_bob_in()

    def copies() -> dict[str, tuple[str, ...]]:
        return Copies.model_validate_json(desk.ann.get(f"{PLACE}/copies").content).laptops

    assert copies() == {}, "who never said anything is not named"
    lacks = ["b" * 64, "a" * 64]
    desk.bob.put(f"{PLACE}/holding", json={"lacks": lacks})
    desk.ann.put(f"{PLACE}/holding", json={"lacks": []})
    assert copies() == {desk.anns.device: (), desk.bobs.device: ("a" * 64, "b" * 64)}
    desk.bob.put(f"{PLACE}/holding", json={"lacks": lacks, "is_forgotten": True})
    assert copies() == {desk.anns.device: ()}


def test_a_pack_comes_as_it_was_brought(desk: Desk) -> None:
    content = archive.archived(PACK_FOLDER)
    place = f"/v1/packs/{archive.digest(content)}"
    assert desk.bob.get(place).status_code == 404
    headers = {"Content-Encoding": "gzip"}
    for _ in range(2):
        brought = desk.ann.put(place, content=gzip.compress(content), headers=headers)
        assert brought.status_code == 204, brought.text
    assert desk.bob.get(place).content == content


def test_what_is_no_pack_is_refused(desk: Desk) -> None:
    content = b'{"pack.yaml": "nothing"}'
    wrong_name = desk.ann.put(f"/v1/packs/{'a' * 64}", content=archive.archived(PACK_FOLDER))
    no_pack = desk.ann.put(f"/v1/packs/{archive.digest(content)}", content=content)
    for refused in (wrong_name, no_pack):
        assert (refused.status_code, refused.json()["code"]) == (400, "bad-message")
    assert desk.ann.put("/v1/packs/nothing", content=content).status_code == 404

"""The shipped Caddy configuration guards base, and what laptops sign survives it."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import SimpleQueue
from typing import ClassVar

import httpx2
import pytest
from sqlalchemy import select

from inspector_app.server import keys as key_files
from inspector_app.server.__main__ import main
from inspector_app.server.database import Database
from inspector_app.server.tables import attempt
from inspector_app.sync.wire import PROBLEM, Enrolled
from tests.server.support import Laptop, Signing, an_enrolment
from tests.support.front_doors import free_port, front_door, served, trusting


@dataclass(frozen=True)
class Front:
    """A base that is served, behind its front door."""

    folder: Path
    authority: bytes
    port: int
    served_port: int

    @property
    def address(self) -> str:
        return f"https://localhost:{self.port}"

    @contextmanager
    def client(self, laptop: Laptop | None = None) -> Iterator[httpx2.Client]:
        auth = Signing(laptop, lambda: datetime.now(UTC)) if laptop else None
        context = trusting(self.authority)
        with httpx2.Client(base_url=self.address, verify=context, auth=auth) as found:
            yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("front") / "base"
    safe = str(found.parent / "recovery.txt")
    assert main(["init", str(found), "--name", "East", "--recovery-key", safe], environ={}) == 0
    return found


@pytest.fixture(scope="module")
def front(folder: Path) -> Iterator[Front]:
    logs = folder.parent
    with (
        served(folder, logs / "serve.log") as served_port,
        front_door(folder, served_port, logs / "caddy.log") as port,
    ):
        yield Front(folder, key_files.read(folder).authority, port, served_port)


@pytest.fixture(scope="module")
def laptop(front: Front) -> Laptop:
    """One that joined through the front door."""
    found = Laptop()
    made = front.folder.parent / "jo.spr-base"
    arguments = ["invite", "a laptop", "--file", str(made), "--address", front.address]
    assert main(["--base", str(front.folder), *arguments], environ={}) == 0
    code = json.loads(made.read_text())["code"]
    with front.client(found) as client:
        answer = client.post("/v1/enrolments", content=an_enrolment(found, code).model_dump_json())
    assert answer.status_code == 201, answer.text
    assert Enrolled.model_validate_json(answer.content).authority.encode() == front.authority
    return found


def test_what_a_laptop_signed_passes_the_front_door_as_it_was(front: Front, laptop: Laptop) -> None:
    inspection, file = "ab" * 16, "cd" * 32
    with front.client(laptop) as client:
        for path in (
            f"/v1/inspections/{inspection}/files/{file}/state",
            f"/v1/inspections/{inspection}/files/{file}/state?a=%20b&c=%2F",
        ):
            # Not found, and not 401: the signature over method, authority and address was good.
            assert client.get(path).json()["code"] == "not-found"
        part = f"/v1/inspections/{inspection}/files/{file}/parts/1"
        answer = client.put(part, content=bytes(8 * 1024 * 1024))
        assert answer.json()["code"] == "not-found"


def test_nobody_is_believed_who_says_that_somebody_else_calls(front: Front) -> None:
    stranger = Laptop("AM")
    with front.client(stranger) as client:
        headers = {"X-Forwarded-For": "10.1.2.3", "Forwarded": "for=10.1.2.3;proto=http"}
        content = an_enrolment(stranger, "A" * 26).model_dump_json()
        answer = client.post("/v1/enrolments", content=content, headers=headers)
        assert answer.json()["code"] == "code-refused"
    database = Database(f"sqlite:///{front.folder / 'base.db'}")
    with database.read() as connection:
        counted = set(connection.execute(select(attempt.c.what)).scalars())
    database.close()
    assert counted == {"enrolment 127.0.0.1"}


def test_who_does_not_trust_bases_authority_cannot_mistake_another_for_base(
    front: Front,
) -> None:
    with (
        httpx2.Client(base_url=front.address) as client,
        pytest.raises(httpx2.ConnectError, match="certificate"),
    ):
        client.get("/v1/base")


def test_base_itself_does_not_take_what_was_signed_for_the_front_door(
    front: Front, laptop: Laptop
) -> None:
    path = f"/v1/inspections/{'ab' * 16}/files/{'cd' * 32}/state"
    with front.client() as client:
        request = client.build_request("GET", path)
        signed = next(Signing(laptop, lambda: datetime.now(UTC)).auth_flow(request))
    direct = httpx2.get(f"http://127.0.0.1:{front.served_port}{path}", headers=signed.headers)
    assert direct.json()["code"] == "bad-signature"


class _Sink(BaseHTTPRequestHandler):
    """Reads whatever comes, for ever: what is refused, the front door refused."""

    ended: ClassVar[SimpleQueue[tuple[int, int, float]]] = SimpleQueue()
    """Of each request: how many bytes it announced, how many came, in how many seconds."""

    def do_POST(self) -> None:
        begun = time.monotonic()
        wanted = int(self.headers["Content-Length"])
        came = len(self.rfile.read(wanted))
        if came < wanted:
            self.ended.put((wanted, came, time.monotonic() - begun))
            return
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def guarded(folder: Path) -> Iterator[Front]:
    """The front door with little patience, before something that takes everything."""
    sink = ThreadingHTTPServer(("127.0.0.1", 0), _Sink)
    thread = threading.Thread(target=sink.serve_forever)
    thread.start()
    served_port = int(sink.server_address[1])
    try:
        with front_door(folder, served_port, folder.parent / "guard.log", read_body="1s") as port:
            yield Front(folder, key_files.read(folder).authority, port, served_port)
    finally:
        sink.shutdown()
        sink.server_close()
        thread.join()


def test_a_body_that_is_larger_than_any_may_be_is_refused(guarded: Front) -> None:
    with guarded.client() as client:
        assert client.post("/", content=bytes(8 * 1024 * 1024)).status_code == 204
        answer = client.post("/", content=bytes(9 * 1024 * 1024))
        assert answer.status_code == 413
        assert answer.headers["content-type"] == PROBLEM
        assert answer.json()["code"] == "too-large"


def test_base_is_rid_of_a_body_that_comes_too_slowly(guarded: Front) -> None:
    plain = socket.create_connection(("127.0.0.1", guarded.port), 20)
    context = trusting(guarded.authority)
    with plain, context.wrap_socket(plain, server_hostname="localhost") as connection:
        head = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"
        connection.sendall(head + b"12")
        ended = iter(lambda: _Sink.ended.get(timeout=20), None)  # others were cut as too large
        came, seconds = next((came, seconds) for wanted, came, seconds in ended if wanted == 1000)
    assert came == 2
    assert seconds < 10


def test_a_connection_is_kept_for_the_next_request(guarded: Front) -> None:
    with guarded.client() as client:
        for _ in range(2):
            answer = client.post("/", content=b"abc")
            assert "connection" not in answer.headers


def test_a_base_that_is_away_is_told_as_busy(folder: Path) -> None:
    with front_door(folder, free_port(), folder.parent / "away.log") as port:
        away = Front(folder, key_files.read(folder).authority, port, 0)
        with away.client() as client:
            answer = client.get("/v1/base")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.json()["code"] == "busy"

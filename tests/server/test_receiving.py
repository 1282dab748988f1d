"""A large body lies where its handler wants it, however it came, and nothing else ever does."""

import asyncio
import hashlib
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from fastapi import Request, Response
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.routing import Route

from inspector_app.server.receiving import PROTOCOL, TooLarge, read

ROOM = 1024 * 1024
BODY = os.urandom(ROOM - 7)
CUTS = [
    [len(BODY)],
    [0, 1, 70_000, 70_001, 500_000],
    [len(BODY) - 1],
    list(range(100_000, len(BODY), 100_000)),
]


class Server:
    """A server that hashes what it is sent, and remembers what it saw."""

    def __init__(self) -> None:
        self.port = 0
        self.buffer = bytearray(ROOM)
        self.hung_up = threading.Event()
        self.began = threading.Event()
        self.left = threading.Event()
        self.asked: list[str] = []

    async def take(self, request: Request) -> Response:
        """Answer with the hash of the pieces as they came, and that of what lies there."""
        self.asked.append(request.url.path)
        self.began.set()
        await asyncio.sleep(0.02)  # as long as it takes to find out who asks
        hashed = hashlib.sha256()
        try:
            size = await read(request, memoryview(self.buffer), hashed.update)
        except TooLarge:
            return Response(status_code=413)
        except ClientDisconnect:
            self.hung_up.set()
            raise
        lies = hashlib.sha256(self.buffer[:size])
        return Response(f"{hashed.hexdigest()} {lies.hexdigest()}")

    async def leave(self, request: Request) -> Response:
        """Stop reading amid the body."""
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await read(request, memoryview(self.buffer), hashlib.sha256().update)
        self.buffer[:] = bytes(ROOM)
        self.left.set()
        return Response()


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    server = Server()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server.port = listening.getsockname()[1]
        routes = [Route("/leave", server.leave, methods=["PUT"])]
        routes += [Route("/{name}", server.take, methods=["PUT"])]
        app = Starlette(routes=routes, exception_handlers={ClientDisconnect: _gone})
        served = uvicorn.Server(uvicorn.Config(app, http=PROTOCOL, log_config=None))
        thread = threading.Thread(target=served.run, args=([listening],))
        thread.start()
        try:
            yield server
        finally:
            served.should_exit = True
            thread.join(20)


async def _gone(_: Request, __: Exception) -> Response:
    return Response(status_code=400)


@contextmanager
def connection(server: Server) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", server.port), 10) as made:
        yield made


def head(path: str, size: int, *more: str) -> bytes:
    lines = [f"PUT {path} HTTP/1.1", "Host: base", f"Content-Length: {size}", *more]
    return "\r\n".join([*lines, "", ""]).encode()


def answers(asking: socket.socket, count: int) -> list[bytes]:
    """Status and body of the next ones."""
    came, found = asking.makefile("rb"), []
    for _ in range(count):
        status = came.readline().split()[1]
        size = 0
        while line := came.readline().strip():
            if line.lower().startswith(b"content-length:"):
                size = int(line.split(b":")[1])
        found.append(status + b" " + came.read(size))
    return found


def hashes(body: bytes) -> bytes:
    once = hashlib.sha256(body).hexdigest()
    return f"200 {once} {once}".encode()


@pytest.mark.parametrize("cuts", CUTS, ids=["at once", "early cuts", "late cut", "many cuts"])
def test_a_body_is_whole_wherever_it_was_cut_and_the_next_request_is_its_own(
    running: Server, cuts: list[int]
) -> None:
    with connection(running) as asking:
        for body in (BODY, b"", b"few", BODY[::-1]):
            asking.sendall(head("/a", len(body)))
            for start, end in zip([0, *cuts], [*cuts, len(body)], strict=True):
                asking.sendall(body[start:end])
                time.sleep(0.005)
            assert answers(asking, 1) == [hashes(body)]


def test_requests_that_follow_each_other_without_waiting_keep_their_bodies(
    running: Server,
) -> None:
    bodies = [BODY[:300_000], BODY[300_000:], b"", BODY[5:]]
    with connection(running) as asking:
        asking.sendall(b"".join(head("/a", len(each)) + each for each in bodies))
        assert answers(asking, len(bodies)) == [hashes(each) for each in bodies]


def test_a_body_without_a_length_and_one_that_waits_for_leave_come_too(running: Server) -> None:
    with connection(running) as asking:
        asking.sendall(b"PUT /a HTTP/1.1\r\nHost: base\r\nTransfer-Encoding: chunked\r\n\r\n")
        for start in range(0, len(BODY), 90_000):
            piece = BODY[start : start + 90_000]
            asking.sendall(b"%x\r\n%b\r\n" % (len(piece), piece))
        asking.sendall(b"0\r\n\r\n")
        assert answers(asking, 1) == [hashes(BODY)]
        asking.sendall(head("/a", len(BODY), "Expect: 100-continue"))
        assert asking.recv(1000).startswith(b"HTTP/1.1 100")
        asking.sendall(BODY)
        assert answers(asking, 1) == [hashes(BODY)]


def test_what_is_larger_than_its_room_is_refused_with_a_length_and_without(running: Server) -> None:
    with connection(running) as asking:
        asking.sendall(head("/a", ROOM + 1))
        assert answers(asking, 1) == [b"413 "]
    with connection(running) as asking:
        asking.sendall(b"PUT /a HTTP/1.1\r\nHost: base\r\nTransfer-Encoding: chunked\r\n\r\n")
        asking.sendall(b"%x\r\n%b\r\n" % (ROOM, bytes(ROOM)) + b"1\r\n1\r\n")
        assert answers(asking, 1) == [b"413 "]


def test_who_hangs_up_amid_a_body_is_noticed(running: Server) -> None:
    running.hung_up.clear()
    with connection(running) as asking:
        asking.sendall(head("/a", len(BODY)) + BODY[:500_000])
    assert running.hung_up.wait(10)


def test_nothing_is_written_to_memory_that_a_handler_has_given_back(running: Server) -> None:
    with connection(running) as asking:
        asking.sendall(head("/leave", len(BODY)) + BODY[:200_000])
        assert running.left.wait(10)
        for start in range(200_000, len(BODY), 100_000):
            try:
                asking.sendall(BODY[start : start + 100_000])
            except OSError:
                break
            time.sleep(0.01)
    assert not any(running.buffer)


def test_who_sends_slowly_keeps_nobody_waiting(running: Server) -> None:
    running.began.clear()
    with connection(running) as slow, connection(running) as quick:
        slow.sendall(head("/slow", 200_000) + BODY[:100_000])
        assert running.began.wait(10)
        small = BODY[:50_000]
        quick.sendall(head("/quick", len(small)) + small)
        assert answers(quick, 1) == [hashes(small)]
        assert running.asked[-2:] == ["/slow", "/quick"]

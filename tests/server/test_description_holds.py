"""Base answers as its own description says, whatever is asked: Schemathesis asks, signed or not."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import pytest
import requests
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    missing_required_header,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from inspector_app.server.app import create_app
from inspector_app.sync.signatures import signed
from tests.server.support import NOW, Clock, a_base
from tests.support.arrivals import open_inspection, push
from tests.support.changes import INSPECTION, Laptop

CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    missing_required_header,
    unsupported_method,
]
EXAMPLES = 12


@schemathesis.serializer("application/x-ndjson", "application/octet-stream")
def as_it_is(_context: schemathesis.SerializationContext, value: Any) -> bytes:
    """Send bytes as they are, and anything else as one line of JSON."""
    return value if isinstance(value, bytes) else json.dumps(value, default=str).encode()


@dataclass
class Served:
    """A base with one inspection, on this machine's own network, and a laptop of its team."""

    address: str
    laptop: Laptop
    description: dict[str, Any]

    def sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Sign a request as the laptop, whatever it is."""
        body: Any = request.body or b""
        content: bytes = body.encode() if isinstance(body, str) else body
        assert request.method
        assert request.url
        headers = signed(
            request.method, request.url, content, self.laptop.device, self.laptop.key.sign, NOW
        )
        request.headers.update(headers)
        return request


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("base")
    base = a_base(folder, f"sqlite:///{folder / 'base.db'}", Clock())
    ann = Laptop("ann")
    open_inspection(base.database, ann)
    push(base.database, ann, [ann.begin(), ann.answer("8")])
    app = create_app(base)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical"))
    thread = threading.Thread(target=server.run, name="base")
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Served(f"http://localhost:{port}", ann, app.openapi())
    finally:
        server.should_exit = True
        thread.join()
        base.database.close()


def ask(served: Served, *, is_signed: bool, examples: int) -> int:
    """Ask every operation ``examples`` times, and return how many requests that were."""
    schema = schemathesis.openapi.from_dict(served.description)
    asked = 0
    for found in schema.get_all_operations():
        operation = cast("Any", found).ok()

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def judge(case: schemathesis.Case[Any]) -> None:
            nonlocal asked
            asked += 1
            if asked % 2 and "inspection" in case.path_parameters:
                case.path_parameters["inspection"] = INSPECTION
            given_too: dict[str, Any] = {"auth": served.sign} if is_signed else {}
            case.call_and_validate(base_url=served.address, checks=CHECKS, **given_too)

        judge()
    return asked


def test_asked_by_a_laptop_of_its_own(served: Served) -> None:
    assert ask(served, is_signed=True, examples=EXAMPLES) > 100


def test_asked_by_nobody_it_knows(served: Served) -> None:
    assert ask(served, is_signed=False, examples=3) > 30


@pytest.mark.campaign
def test_asked_thousands_of_times(served: Served) -> None:
    for is_signed in (True, False):
        assert ask(served, is_signed=is_signed, examples=400) > 5_000

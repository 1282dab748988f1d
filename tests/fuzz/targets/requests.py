"""Requests to base: of a laptop of the team, of a stranger, and of a browser."""

import base64
import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import httpx2
from fastapi.testclient import TestClient
from http_message_signatures import HTTPMessageSignaturesException

from inspector_app.server.app import create_app
from inspector_app.sync.lines import line_of
from inspector_app.sync.wire import PROBLEM
from tests.fuzz import mutation
from tests.fuzz.examples import example
from tests.fuzz.target import Target, Unfit
from tests.server.support import ADDRESS, Clock, Signing, a_base
from tests.server.web.browsing import an_account
from tests.support.arrivals import open_inspection, push
from tests.support.changes import INSPECTION, Laptop

_FORBIDDEN = {"host", "content-length", "transfer-encoding"}


@contextmanager
def asked(folder: Path) -> Iterator[Target]:
    """Give base's application; a case is a request as JSON, signed on its way where it says so."""
    base = a_base(folder, f"sqlite:///{folder / 'base.db'}", Clock())
    ann = Laptop("ann")
    open_inspection(base.database, ann)
    push(base.database, ann, [ann.begin(), ann.answer("8")])
    an_account(base, "kim")
    app = create_app(base)
    logging.getLogger("inspector_app.server").setLevel(logging.CRITICAL)
    seeds = tuple(json.dumps(each).encode() for each in _requests(app.openapi(), ann))
    try:
        with TestClient(app, base_url=ADDRESS, follow_redirects=False) as client:

            def offer(case: bytes) -> str:
                return _answered(client, Signing(ann, base.now), case)

            yield Target(seeds, mutation.of_json, offer)
    finally:
        base.database.close()


def _requests(description: Mapping[str, Any], ann: Laptop) -> Iterator[dict[str, Any]]:
    """Yield a request for each address and method that base describes, and for its pages."""
    chance = Random(0)
    lines = b"\n".join(line_of(each) for each in ann.recorded)
    for path, methods in description["paths"].items():
        for method, told in methods.items():
            place = path.replace("{inspection}", INSPECTION).replace("{sha256}", "a" * 64)
            place = place.replace("{number}", "1").replace("{", "").replace("}", "")
            content = told.get("requestBody", {}).get("content", {})
            request = {"method": method.upper(), "path": place, "headers": {}, "signed": True}
            if "application/json" in content:
                schema = content["application/json"]["schema"]
                for _ in range(3):
                    yield {**request, "json": example(schema, description, chance)}
            elif content:
                yield {**request, "body": base64.b64encode(lines).decode()}
                yield {**request, "body": "AAAA", "headers": {"content-encoding": "gzip"}}
            else:
                yield request
    for path in ("/", "/sign-in", "/inspections", "/laptops", "/static/x", "/healthz"):
        yield {"method": "GET", "path": path, "headers": {"cookie": "session=x"}, "signed": False}
        form = base64.b64encode(b"account=kim&password=x&csrf=y").decode()
        kind = {"content-type": "application/x-www-form-urlencoded"}
        yield {"method": "POST", "path": path, "headers": kind, "signed": False, "body": form}


def _answered(client: TestClient, signing: Signing, case: bytes) -> str:
    request = _request(client, case)
    if request is None:
        return "no request"
    try:
        answer = client.send(request, auth=signing if b'"signed": true' in case else None)
    except HTTPMessageSignaturesException:
        return "no request"
    if answer.status_code >= 500 and answer.status_code not in (503, 507):
        raise Unfit(f"{request.method} {request.url}: {answer.status_code} {answer.text[:200]}")
    if request.url.path.startswith("/v1/") and answer.status_code >= 400:
        if request.method != "HEAD" and answer.headers.get("content-type") != PROBLEM:
            raise Unfit(f"{request.method} {request.url}: {answer.headers} {answer.text[:200]}")
        return f"{answer.status_code} {answer.text}"
    return str(answer.status_code)


def _request(client: TestClient, case: bytes) -> httpx2.Request | None:
    """Return the request that a case describes; None: no client could send it."""
    try:
        form = json.loads(case)
        headers = {
            str(key): str(value)
            for key, value in dict(form.get("headers") or {}).items()
            if str(key).lower() not in _FORBIDDEN
        }
        content = (
            mutation.as_json(form["json"])
            if "json" in form
            else base64.b64decode(str(form.get("body", "")))
        )
        path = "/" + str(form["path"]).lstrip("/")
        return client.build_request(str(form["method"]), path, headers=headers, content=content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, httpx2.InvalidURL):
        return None

"""The API describes itself truly, its refusals included."""

import json
import re
from typing import Any

import pytest

from inspector_app.server.app import create_app
from inspector_app.sync.wire import PROBLEM
from tests.server.support import a_base


@pytest.fixture(scope="module")
def description(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("base")
    base = a_base(folder, f"sqlite:///{folder / 'base.db'}")
    found = create_app(base).openapi()
    base.database.close()
    assert len(found["paths"]) > 3
    return found


def test_all_that_a_reference_leads_to_is_there(description: dict[str, Any]) -> None:
    text = json.dumps(description)
    schemas = description["components"]["schemas"]
    for name in re.findall(r'"#/components/schemas/([^"]+)"', text):
        assert name in schemas
    assert "$defs" not in text
    assert "HTTPValidationError" not in text


def test_every_refusal_is_a_problem(description: dict[str, Any]) -> None:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            refusals = {
                status: told
                for status, told in operation["responses"].items()
                if not status.startswith(("2", "3"))
            }
            assert {"400", "500", "503"} <= refusals.keys(), (path, method)
            for told in refusals.values():
                assert list(told["content"]) == [PROBLEM], (path, method)


def test_what_must_be_signed_says_so_and_how_that_is_refused(description: dict[str, Any]) -> None:
    open_to_all = {"/v1/base", "/v1/authority", "/v1/revocations"}
    for path, methods in description["paths"].items():
        for operation in methods.values():
            assert ("security" in operation) == (path not in open_to_all), path
            if path not in open_to_all:
                assert {"401", "413"} <= operation["responses"].keys(), path


def test_what_a_message_must_be_is_described(description: dict[str, Any]) -> None:
    body = description["paths"]["/v1/enrolments"]["post"]["requestBody"]["content"]
    assert body["application/json"]["schema"] == {"$ref": "#/components/schemas/Enrolment"}
    assert "Introduction" in description["components"]["schemas"]

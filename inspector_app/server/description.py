"""The description of base's API (OpenAPI 3.1), true about refusals and signatures too."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from inspector_app.server.part_bodies import put_part
from inspector_app.server.problems import refusals
from inspector_app.server.requests import body, let_in, signer
from inspector_app.sync.signatures import COVERED, TAG
from inspector_app.sync.wire import Problem, ProblemCode

_ALWAYS = (
    ProblemCode.BUSY,
    ProblemCode.FAILED,
    ProblemCode.BAD_MESSAGE,
    ProblemCode.NO_ROOM,
)
_OF_THE_SIGNATURE = (
    ProblemCode.BAD_SIGNATURE,
    ProblemCode.STALE_CLOCK,
    ProblemCode.REPLAYED,
    ProblemCode.UNKNOWN_DEVICE,
    ProblemCode.REVOKED_DEVICE,
)
_AT_THE_DOOR: dict[Callable[..., Any], tuple[ProblemCode, ...]] = {
    let_in: _OF_THE_SIGNATURE,
    body: (ProblemCode.WRONG_DIGEST, ProblemCode.TOO_LARGE),
    put_part: (*_OF_THE_SIGNATURE, ProblemCode.WRONG_DIGEST, ProblemCode.TOO_LARGE),
    signer: (
        ProblemCode.BAD_SIGNATURE,
        ProblemCode.STALE_CLOCK,
        ProblemCode.WRONG_DIGEST,
        ProblemCode.TOO_LARGE,
    ),
}
"""What is refused before a handler begins, by what refuses it."""
_REFS = "#/components/schemas/{model}"
_SCHEME = "requestSignature"
_SIGNATURE = {
    "type": "http",
    "scheme": "signature",
    "description": (
        f"RFC 9421: label spr, tag {TAG}, alg ed25519, keyid the laptop’s key in hexadecimal; "
        f"created within five minutes of base’s clock; a nonce of 16 random bytes; covers exactly "
        f"{', '.join(COVERED)}. Content-Digest is sent with every request, also of no body."
    ),
}


def describe(app: FastAPI, routers: Sequence[APIRouter]) -> None:
    """Let ``app`` describe itself by the routers that were put into it."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _description(app, routers)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign] # FastAPI's own way


def _description(app: FastAPI, routers: Sequence[APIRouter]) -> dict[str, Any]:
    routes = [each for one in routers for each in one.routes if isinstance(each, APIRoute)]
    found = get_openapi(title=app.title, version=app.version, routes=routes)
    components = found.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    components["securitySchemes"] = {_SCHEME: _SIGNATURE}
    _add(schemas, "Problem", Problem.model_json_schema(ref_template=_REFS))
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for route in routes:
        for method in route.methods or ():
            operation = found["paths"][route.path_format].get(method.lower())
            if operation is not None:
                first = {route.endpoint, *_asked_first(route.dependant)}
                codes = {code for each in first for code in _AT_THE_DOOR.get(each, ())}
                if codes:
                    operation["security"] = [{_SCHEME: []}]
                if "{inspection}" in route.path_format:
                    codes.add(ProblemCode.NOT_FOUND)
                _complete(operation, {*codes, *_ALWAYS}, schemas)
    return found


def _complete(operation: dict[str, Any], codes: set[ProblemCode], schemas: dict[str, Any]) -> None:
    responses = operation["responses"]
    if "HTTPValidationError" in str(responses.get("422")):
        del responses["422"]
    for status, told in refusals(*sorted(codes)).items():
        own = responses.get(str(status))
        if own is not None and told["description"] not in own["description"]:
            told["description"] = f"{own['description']}; {told['description']}"
        responses[str(status)] = told
    for sent in operation.get("requestBody", {}).get("content", {}).values():
        schema = sent.get("schema", {})
        if "title" in schema and schema.get("type") == "object":
            _add(schemas, schema["title"], schema)
            sent["schema"] = {"$ref": _REFS.format(model=schema["title"])}


def _add(schemas: dict[str, Any], name: str, schema: dict[str, Any]) -> None:
    """Put a schema where references to it lead, and those it brings beside it."""
    schema = dict(schema)
    for other, definition in schema.pop("$defs", {}).items():
        schemas.setdefault(other, definition)
    schemas.setdefault(name, schema)


def _asked_first(dependant: Dependant) -> Iterator[Callable[..., Any]]:
    for each in dependant.dependencies:
        if each.call is not None:
            yield each.call
        yield from _asked_first(each)

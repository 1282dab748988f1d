"""The bill of materials of a bundle, in CycloneDX: what is in it, whence, under which licence."""

import json
import re
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jsonschema import Draft7Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7

from bundle.parts import Kind, Part

_SCHEMAS = Path(__file__).parents[1] / "cyclonedx"
_SPDX = re.compile(r"[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*")
_NO_SPDX = {"BSD", "Apache", "MIT License", "BSD License", "PSF", "ZPL", "LGPL"}


class NotABill(Exception):
    """CycloneDX's own schema does not accept what was written."""


def bill(name: str, version: str, parts: Sequence[Part], made_at: int) -> str:
    """Return the bill as text; equal parts give equal text.

    Args:
        name: of the package.
        version: the app's.
        parts: what is in it, and what is pinned for it and left out.
        made_at: seconds UTC; of the commit that was built.
    """
    components = [_component(each) for each in parts]
    seed = json.dumps([name, version, components], sort_keys=True)
    form = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, seed)}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(made_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": name,
                "name": name,
                "version": version,
            },
        },
        "components": components,
        "dependencies": [
            {
                "ref": name,
                "dependsOn": [
                    each["bom-ref"] for each in components if each["scope"] == "required"
                ],
            },
        ],
    }
    return json.dumps(form, indent=1, ensure_ascii=False) + "\n"


def _component(part: Part) -> dict[str, Any]:
    place = {Kind.WHEEL: "pypi", Kind.DEBIAN: "deb/debian", Kind.PYTHON: "generic"}[part.kind]
    # A "+" is written as the rules of such addresses want it, or scanners find no such version.
    address = f"pkg:{place}/{quote(part.name)}@{quote(part.version, safe=':')}"
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": address,
        "name": part.name,
        "version": part.version,
        "scope": "required" if part.is_in else "excluded",
        "purl": address,
    }
    if part.kind is not Kind.DEBIAN:
        found["licenses"] = [_licence(part.licence)]
    if len(part.sha256) == 1:
        found["hashes"] = [{"alg": "SHA-256", "content": part.sha256[0]}]
    return found


def _licence(words: str) -> dict[str, Any]:
    # Authors write "BSD" or "MIT License", too; such words are quoted, not read as an expression.
    is_spdx = _SPDX.fullmatch(words.replace("(", "").replace(")", "")) and words not in _NO_SPDX
    return {"expression": words} if is_spdx else {"license": {"name": words}}


def judge(text: str) -> None:
    """Hold a bill against the schema that CycloneDX publishes.

    Raises:
        NotABill: it does not accept it; what and where is told.
    """
    named = {path.name: path.read_text(encoding="utf-8") for path in _SCHEMAS.glob("*.json")}
    held: Registry[Any] = Registry().with_resources(
        [
            (f"http://cyclonedx.org/schema/{name}", DRAFT7.create_resource(json.loads(content)))
            for name, content in named.items()
        ]
    )
    schema = json.loads(named["bom-1.6.schema.json"])
    for found in Draft7Validator(schema, registry=held).iter_errors(json.loads(text)):
        raise NotABill(f"{found.json_path}: {found.message}")

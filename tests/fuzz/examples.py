"""Makes values that a JSON schema allows, by chance: whatever has a schema has seeds."""

from collections.abc import Mapping
from random import Random
from typing import Any

_DEEPEST = 12
_WORDS = ("Eight", "spr-2012", "1.0.0", "CC-PO-01", "CC-PO", "2013-09-16", "JS", "JS/1", "2013")


def example(schema: Any, root: Mapping[str, Any], chance: Random, depth: int = 0) -> Any:
    """Return a value that fits ``schema``, or nearly: patterns are met where they are simple.

    Args:
        schema: of the value.
        root: what references in it lead into.
        chance: which branch, which length.
        depth: how deep it lies; deep down nothing is added that need not be.
    """
    if not isinstance(schema, Mapping):
        return {}
    if "$ref" in schema:
        return example(_referred(str(schema["$ref"]), root), root, chance, depth + 1)
    for choice in ("oneOf", "anyOf"):
        if choice in schema:
            return example(chance.choice(schema[choice]), root, chance, depth + 1)
    if "allOf" in schema:
        found: dict[str, Any] = {}
        for each in schema["allOf"]:
            part = example(each, root, chance, depth + 1)
            found |= part if isinstance(part, dict) else {}
        return found
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return chance.choice(schema["enum"])
    kind = schema.get("type", "object" if "properties" in schema else "string")
    if isinstance(kind, list):
        kind = chance.choice(kind)
    return _of_kind(kind, schema, root, chance, depth)


def _of_kind(
    kind: str, schema: Mapping[str, Any], root: Mapping[str, Any], chance: Random, depth: int
) -> Any:
    if kind == "object":
        wanted = set(schema.get("required", ()))
        return {
            name: example(each, root, chance, depth + 1)
            for name, each in schema.get("properties", {}).items()
            if name in wanted or (depth < _DEEPEST and chance.random() < 0.7)
        }
    if kind == "array":
        length = schema.get("minItems", 0) if depth >= _DEEPEST else chance.choice((0, 1, 2))
        inside = [example(each, root, chance, depth + 1) for each in schema.get("prefixItems", ())]
        items = schema.get("items", {})
        return inside + [
            example(items, root, chance, depth + 1)
            for _ in range(max(length, schema.get("minItems", 0)) - len(inside))
        ]
    if kind in ("integer", "number"):
        return max(schema.get("minimum", 0), chance.choice((0, 1, 2, 7)))
    if kind == "boolean":
        return chance.random() < 0.5
    if kind == "null":
        return None
    return _text(schema, chance)


def _text(schema: Mapping[str, Any], chance: Random) -> str:
    pattern = str(schema.get("pattern", ""))
    for length in (32, 64):
        if f"{{{length}}}" in pattern:
            return chance.choice("0123456789abcdef") * length
    if schema.get("format") in ("byte", "base64", "binary") or "base64" in pattern:
        return "AAAA"
    return chance.choice(_WORDS)[: schema.get("maxLength", 99)]


def _referred(reference: str, root: Mapping[str, Any]) -> Any:
    found: Any = root
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return found

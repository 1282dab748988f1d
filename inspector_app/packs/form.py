"""A pack as plain values, for whoever reads it with another program."""

from dataclasses import fields, is_dataclass
from typing import Any

from inspector_app.domain.checklist import Pack


def as_json(pack: Pack) -> dict[str, object]:
    """Return the whole pack as mappings, lists, texts and booleans, under its fields' own names.

    Nothing is left out but what is derived from the rest, so fields that are empty are there too;
    the introduction's threat and requirement are None.
    """
    return {
        field.name: _plain(getattr(pack, field.name)) for field in fields(pack) if field.compare
    }


def _plain(value: Any) -> object:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, str) else value

"""Every text inside a value of the domain."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

_FIELDS: dict[type[Any], tuple[str, ...]] = {}


def texts_in(told: object, but: Collection[str] = ()) -> Iterator[str]:
    """Yield every text inside a value, however deep, ids too; not of fields named in ``but``."""
    found: list[str] = []
    _gather(told, but, found)
    return iter(found)


def _gather(told: object, but: Collection[str], found: list[str]) -> None:
    if isinstance(told, str):
        found.append(told)
    elif isinstance(told, tuple):
        for each in told:
            _gather(each, but, found)
    elif isinstance(told, dict):
        for each in told.values():
            _gather(each, but, found)
    else:
        for name in fields_of(type(told)):
            if name not in but:
                _gather(getattr(told, name), but, found)
        if isinstance(told, Mapping):
            for each in told.values():
                _gather(each, but, found)


def fields_of(kind: type[Any]) -> tuple[str, ...]:
    """Return the names of a dataclass's fields; none of anything else's.

    All that stands is read through for prompts: to ask each value for them took a quarter of that.
    """
    known = _FIELDS.get(kind)
    if known is None:
        names = tuple(each.name for each in fields(kind)) if is_dataclass(kind) else ()
        known = _FIELDS[kind] = names
    return known

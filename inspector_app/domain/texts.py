"""Every text inside a value of the domain."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass


def texts_in(told: object, but: Collection[str] = ()) -> Iterator[str]:
    """Yield every text inside a value, however deep, ids too; not of fields named in ``but``."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, Mapping):
        for each in told.values():
            yield from texts_in(each, but)
    elif isinstance(told, tuple):
        for each in told:
            yield from texts_in(each, but)
    elif is_dataclass(told):
        for each in fields(told):
            if each.name not in but:
                yield from texts_in(getattr(told, each.name), but)

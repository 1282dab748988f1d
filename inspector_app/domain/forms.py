"""Domain values to plain JSON values and back, strictly.

Strict means: a text is never made of a number, an unknown key or choice is refused, and what is
left at its default is left out, so that equal values have equal bytes.
"""

import functools
import operator
import reprlib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from cattrs import BaseValidationError, Converter
from cattrs.strategies import configure_tagged_union

from inspector_app.domain import sources, values
from inspector_app.domain.errors import BadInput, InspectorError
from inspector_app.texts import tr

T = TypeVar("T")
_MOST_SAID = 300
"""Characters."""

_TAGS: dict[type, str] = {
    values.Judged: "judgement",
    values.YesNoGiven: "yes-no",
    values.Counted: "count",
    values.Proportion: "ratio",
    values.Dated: "date",
    values.Tabled: "table",
    values.Ticked: "ticks",
    values.Selected: "select",
    values.DocumentKnown: "document",
    values.Tested: "test",
    values.Examined: "object",
    values.Names: "names",
    values.Progressed: "progress",
    values.Told: "narrative",
}


@functools.cache
def _converter() -> Converter:
    converter = Converter(
        omit_if_default=True,
        forbid_extra_keys=True,
        detailed_validation=True,
        unstruct_collection_overrides={Sequence: list, tuple: list},
    )
    for plain in (str, int, bool):
        converter.register_structure_hook(plain, functools.partial(_exactly, plain))
    converter.register_structure_hook(StrEnum, _choice)
    converter.register_unstructure_hook(StrEnum, operator.attrgetter("value"))
    configure_tagged_union(
        values.Value, converter, tag_generator=_TAGS.__getitem__, tag_name="kind"
    )
    configure_tagged_union(
        sources.Particulars,
        converter,
        tag_generator=operator.attrgetter("KIND"),
        tag_name="kind",
    )
    return converter


def _exactly(plain: type, value: object, _: object) -> object:
    if type(value) is not plain:
        raise ValueError(f"{reprlib.repr(value)} is not a {plain.__name__}")
    return value


def _choice(value: str, kind: type[StrEnum]) -> StrEnum:
    return kind(value)


def as_json(value: object, kind: Any = None) -> Any:
    """Return ``value`` as dicts, lists, texts, whole numbers, booleans and None.

    Args:
        value: a dataclass of the domain.
        kind: the type to write it as; needed for unions such as ``values.Value``.
    """
    return _converter().unstructure(value, unstructure_as=kind)


def from_json(kind: type[T], form: object) -> T:
    """Return the domain value that ``form`` describes.

    Raises:
        BadInput: ``form`` does not describe one; the text says where.
    """
    if not isinstance(form, Mapping | list | str | int | bool | None):
        raise BadInput(
            tr("{kind} cannot be read from {form}.").format(
                kind=kind.__name__, form=type(form).__name__
            )
        )
    try:
        return _converter().structure(form, kind)
    except BaseValidationError as error:
        raise BadInput(
            tr("{name} cannot be read: {first_reason}.").format(
                name=kind.__name__, first_reason=_first_reason(error)
            )
        ) from error
    except (ValueError, TypeError, KeyError, AttributeError, InspectorError) as error:
        raise BadInput(
            tr("{name} cannot be read: {short}.").format(
                name=kind.__name__, short=_short(str(error))
            )
        ) from error


def _first_reason(error: BaseException) -> str:
    where: list[str] = []
    while isinstance(error, BaseExceptionGroup):
        inner: BaseException = error.exceptions[0]
        where += [str(note) for note in getattr(inner, "__notes__", ())][:1]
        error = inner
    place = where[-1].rpartition(" @ ")[2] if where else ""
    said = _short(str(error))
    return f"{said} ({_short(place)})" if place else said


def _short(words: str) -> str:
    """Return what is left of words that may quote a whole file made by somebody else."""
    return words if len(words) <= _MOST_SAID else f"{words[:_MOST_SAID]}…"

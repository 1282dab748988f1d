"""What somebody types for one part of an answer, as the value it means."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from inspector_app.domain import forms, registers
from inspector_app.domain.answers import Answer
from inspector_app.domain.checklist import AnswerKind, Column, Option, Pack, Part
from inspector_app.domain.dates import Bearing, Precision, read
from inspector_app.domain.errors import BadInput
from inspector_app.domain.locales import current
from inspector_app.domain.values import (
    Condition,
    Counted,
    Dated,
    DocumentKnown,
    DocumentStanding,
    Examined,
    Judged,
    Names,
    Progressed,
    ProgressState,
    Proportion,
    Selected,
    Tabled,
    Tested,
    Tick,
    Ticked,
    Told,
    Value,
    YesNo,
    YesNoGiven,
)
from inspector_app.texts import tr

_Choice = TypeVar("_Choice", bound=StrEnum)

_NAMES = "names"
"""The kind of value that organisations and roles share."""


def value_of(text: str, part: Part, pack: Pack) -> Value:
    """Return the value that ``text`` means for ``part``.

    =====================  ===================================================
    judgement, select      the choice's id, or its words
    yes-no                 ``yes``, ``no`` or ``partly``
    count                  ``5``, ``about 20``
    ratio                  ``20%``, ``3/20``, ``about 40 of 90``
    date                   ``2014-07``, ``since 16 Sep 2013``; several with ``;``
    table                  cells with ``|``, rows with ``;``
    ticks                  ``guidance, training=no, test=not-known``
    document               ``supplied: its title``
    object                 ``pass``, ``part`` or ``fail``, then ``: the thing``
    organisation, role     a name or alias of the register; several with ``;``
    progress               ``not-begun``, ``planned``, ``in-progress`` …
    test, narrative        the words themselves
    =====================  ===================================================

    A text that begins with ``{`` is the value's JSON form, which can say everything.

    Raises:
        BadInput: the text means no such value; the sentence says what would.
    """
    plain = text.strip()
    if plain.startswith("{"):
        return _from_json(plain, part)
    if not plain:
        raise BadInput(tr("{name}: nothing was given.").format(name=_name(part)))
    return _READERS[part.kind](plain, part, pack)


def _from_json(text: str, part: Part) -> Value:
    try:
        form = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(
            tr("{name}: this is not JSON ({error}).").format(name=_name(part), error=error)
        ) from error
    if not isinstance(form, dict):
        raise BadInput(tr("{name}: this is not a JSON object.").format(name=_name(part)))
    return value_from_form(form, part)


def kept_cell(typed: str, column: Column) -> str:
    """Return what is kept of a typed cell: a date and a number in the form they are kept in.

    What does not read as its column's kind is kept in its own words.
    """
    text = " ".join(typed.split())
    match column.kind:
        case AnswerKind.DATE if text:
            try:
                date = read(text)
            except BadInput:
                return text
            is_plain = date.bearing is Bearing.AT and not date.end
            return date.value if is_plain and date.precision is not Precision.RELATIVE else text
        case AnswerKind.COUNT | AnswerKind.RATIO:
            number = current().read_number(text)
            return next((n for n in (number, current().read_percent(text)) if n is not None), text)
        case _:
            return text


def typed_cell(cell: str, column: Column) -> str:
    """Return what somebody would type for a cell, so that :func:`kept_cell` gives it back."""
    if column.kind in (AnswerKind.COUNT, AnswerKind.RATIO):
        return current().decimal_words(cell)
    return cell


def value_from_form(form: Mapping[str, object], part: Part) -> Value:
    """Return the value of a JSON form, as ``forms`` writes it; its ``kind`` may be left out.

    Raises:
        BadInput: it is no value for ``part``.
    """
    kind = _NAMES if part.kind in (AnswerKind.ORGANISATION, AnswerKind.ROLE) else part.kind.value
    if form.get("kind", kind) != kind:
        raise BadInput(
            tr("{name} takes a value of the kind “{kind}”.").format(name=_name(part), kind=kind)
        )
    try:
        held = forms.from_json(Answer, {"values": {"value": {**form, "kind": kind}}})
    except BadInput as error:
        reason = str(error).partition(": ")[2].removesuffix(" (key 'value').")
        raise BadInput(
            tr("{name}: this is no {kind}: {reason}.").format(
                name=_name(part), kind=kind, reason=reason
            )
        ) from error
    return held.values["value"]


def _judged(text: str, part: Part, pack: Pack) -> Value:
    return Judged(_chosen(text, pack.scale(part.scale).values, part))


def _yes_no(text: str, part: Part, _: Pack) -> Value:
    short = {"y": "yes", "n": "no", "p": "partly"}
    return YesNoGiven(_one_of(YesNo, short.get(text.casefold(), text), part))


def _counted(text: str, part: Part, _: Pack) -> Value:
    about, rest = current().read_about(text)
    number = current().read_whole(rest)
    if number is None:
        raise BadInput(
            tr("{name}: “{text}” is not a whole number.").format(name=_name(part), text=text)
        )
    return Counted(number, about=about)


def _proportion(text: str, part: Part, _: Pack) -> Value:
    about, rest = current().read_about(text)
    if (percent := current().read_percent(rest)) is not None:
        return Proportion(percent=percent, about=about)
    if share := current().read_share(rest):
        return Proportion(numerator=share[0], denominator=share[1], about=about)
    raise BadInput(
        tr("{name}: write “{text}” as 20% or as 3/20.").format(name=_name(part), text=text)
    )


def _dated(text: str, part: Part, _: Pack) -> Value:
    try:
        return Dated(tuple(read(each) for each in _several(text, part)))
    except BadInput as error:
        raise BadInput(f"{_name(part)}: {error}") from error


def _tabled(text: str, part: Part, _: Pack) -> Value:
    rows = [row.split("|") for row in _several(text, part)]
    if any(len(row) != len(part.columns) for row in rows):
        titles = " | ".join(column.title for column in part.columns)
        raise BadInput(
            tr("{name}: each row has these cells: {titles}.").format(
                name=_name(part), titles=titles
            )
        )
    return Tabled(tuple(tuple(map(kept_cell, row, part.columns)) for row in rows))


def _ticked(text: str, part: Part, _: Pack) -> Value:
    boxes = {}
    for each in text.split(","):
        box, _equals, tick = each.partition("=")
        chosen = _chosen(box.strip(), part.options, part)
        boxes[chosen] = _one_of(Tick, tick.strip() or Tick.YES.value, part)
    return Ticked(boxes)


def _selected(text: str, part: Part, _: Pack) -> Value:
    found = _matching(text, part.options)
    return Selected(option=found) if found else Selected(other=text)


def _document(text: str, part: Part, _: Pack) -> Value:
    standing, title = _headed(text)
    return DocumentKnown(_one_of(DocumentStanding, standing, part), title=title)


def _examined(text: str, part: Part, _: Pack) -> Value:
    condition, item = _headed(text)
    return Examined(_one_of(Condition, condition, part), item=item)


def _names(text: str, part: Part, pack: Pack) -> Value:
    entries = registers.among(registers.for_answers(part.kind, part.register), pack.registers)
    return Names(tuple(registers.named(each, entries) for each in _several(text, part)))


def _progressed(text: str, part: Part, _: Pack) -> Value:
    return Progressed(_one_of(ProgressState, text, part))


_READERS: dict[AnswerKind, Callable[[str, Part, Pack], Value]] = {
    AnswerKind.JUDGEMENT: _judged,
    AnswerKind.YES_NO: _yes_no,
    AnswerKind.COUNT: _counted,
    AnswerKind.RATIO: _proportion,
    AnswerKind.DATE: _dated,
    AnswerKind.TABLE: _tabled,
    AnswerKind.TICKS: _ticked,
    AnswerKind.SELECT: _selected,
    AnswerKind.DOCUMENT: _document,
    AnswerKind.TEST: lambda text, _part, _pack: Tested(text),
    AnswerKind.OBJECT: _examined,
    AnswerKind.ORGANISATION: _names,
    AnswerKind.ROLE: _names,
    AnswerKind.PROGRESS: _progressed,
    AnswerKind.NARRATIVE: lambda text, _part, _pack: Told(text),
}


def _headed(text: str) -> tuple[str, str]:
    head, _, rest = text.partition(":")
    return head.strip(), rest.strip()


def _several(text: str, part: Part) -> list[str]:
    found = [each.strip() for each in text.split(";") if each.strip()]
    if not found:
        raise BadInput(tr("{name}: nothing was given.").format(name=_name(part)))
    return found


def _chosen(text: str, options: Sequence[Option], part: Part) -> str:
    found = _matching(text, options)
    if not found:
        raise BadInput(
            tr("{name}: “{text}” is not one of {options}.").format(
                name=_name(part), text=text, options=_listed(o.id for o in options)
            )
        )
    return found


def _matching(text: str, options: Sequence[Option]) -> str:
    wanted = text.casefold()
    return next((o.id for o in options if wanted in (o.id.casefold(), o.text.casefold())), "")


def _one_of(kind: type[_Choice], text: str, part: Part) -> _Choice:
    wanted = "-".join(text.casefold().split())
    for choice in kind:
        if choice.value == wanted:
            return choice
    raise BadInput(
        tr("{name}: “{text}” is not one of {kind}.").format(
            name=_name(part), text=text, kind=_listed(c.value for c in kind)
        )
    )


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(ids)


def _name(part: Part) -> str:
    return part.label or part.id

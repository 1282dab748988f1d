"""Answers and accounts written down in a file, by hand or by a program, read strictly.

The first thing that is wrong is told with its place, and then nothing of the file counts.
"""

import json
import types
import typing
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from inspector_app.domain import dates, forms, markings
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer, CapabilitySource, Outcome, checked
from inspector_app.domain.checklist import Line, Pack, Part
from inspector_app.domain.dates import PartialDate
from inspector_app.domain.errors import BadInput, InspectorError
from inspector_app.domain.ids import InspectionId, LineId
from inspector_app.domain.markings import Marking
from inspector_app.domain.source_fields import Fact
from inspector_app.domain.source_wording import facts_of, read_fact, with_fact
from inspector_app.domain.sources import Source, kind_of
from inspector_app.domain.sources import checked as checked_source
from inspector_app.domain.standing import Standing
from inspector_app.domain.typed import value_from_form, value_of
from inspector_app.domain.values import CLASS_OF, Value
from inspector_app.packs import nodes
from inspector_app.packs.finding import Notes
from inspector_app.packs.nodes import Fields, Items, Node, Text
from inspector_app.texts import tr

_LARGEST_BYTES = 8 * 1024 * 1024
_ANSWER = (
    *("values", "outcome", "as_at", "note", "capability", "share", "marking", "do_not_export"),
    "reason",
)
_ACCOUNT = (
    "line",
    "source",
    "words",
    "values",
    "outcome",
    "role",
    "as_at",
    "marking",
    "do_not_export",
)
_Choice = TypeVar("_Choice", bound=StrEnum)
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Written:
    """One mapping of a file, whose fields are asked for by name."""

    file: str
    where: str
    """The way to it, such as ``answers, CC-PO-09``; empty for the whole file."""
    entries: Mapping[str, Node]
    key_lines: Mapping[str, int]
    """All 0 where the file's form does not tell lines."""
    line: int

    def only(self, allowed: Collection[str]) -> "Written":
        """Return itself, or refuse a field that is not known here."""
        for key in self.entries:
            if key not in allowed:
                self.refuse(tr("the field {key} is not known here").format(key=key), key)
        return self

    def refuse(self, reason: str, key: str = "") -> NoReturn:
        """Refuse the file.

        Raises:
            BadInput: always; the text names file, line, field and reason.
        """
        line = self.key_lines.get(key, self.line)
        place = [self.file] + ([tr("line {line}").format(line=line)] if line else [])
        way = ", ".join(filter(None, (self.where, key)))
        said = f"{way}: {reason}" if way else reason
        raise BadInput(
            tr("{place}: {said}. Nothing was recorded.").format(
                place=", ".join(place), said=said.rstrip(".")
            )
        )

    def text(self, key: str) -> str:
        """Return the field's text; empty when it is not given."""
        node = self.entries.get(key, Text("", 0))
        if not isinstance(node, Text):
            self.refuse(tr("this must be a text"), key)
        return node.value

    def needed(self, key: str) -> str:
        """Return the field's text, which must be given."""
        return self.text(key).strip() or self.refuse(
            tr("the field {key} is missing").format(key=key), key
        )

    def flag(self, key: str) -> bool:
        """Return whether the field is ``true``."""
        text = self.text(key)
        if text not in ("", "true", "false"):
            self.refuse(tr("this must be true or false"), key)
        return text == "true"

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the field as a list of texts; empty when it is not given."""
        found = []
        for node in self._items(key):
            if not isinstance(node, Text):
                self.refuse(tr("this must be a list of texts"), key)
            found.append(node.value)
        return tuple(found)

    def records(self, key: str) -> tuple["Written", ...]:
        """Return the field as a list of mappings; empty when it is not given."""
        return tuple(
            self._inner(node, f"{key} {number}", key)
            for number, node in enumerate(self._items(key), 1)
        )

    def record(self, key: str) -> "Written":
        """Return the field as a mapping; an empty one when it is not given."""
        node = self.entries.get(key)
        if node is None:
            return Written(self.file, self.where, {}, {}, self.line)
        return self._inner(node, key, key)

    def each(self) -> Iterator[tuple[str, "Written"]]:
        """Yield the fields, each of which must be a mapping."""
        for key, node in self.entries.items():
            yield key, self._inner(node, key, key)

    def meant(self, key: str, reading: Callable[[str], _Found]) -> _Found | None:
        """Return what the field's text means to ``reading``; None when it is not given."""
        text = self.text(key).strip()
        if not text:
            return None
        try:
            return reading(text)
        except InspectorError as error:
            self.refuse(str(error), key)

    def choice(self, key: str, kind: type[_Choice]) -> _Choice | None:
        """Return the field as one of a few words; None when it is not given."""
        return self.meant(key, lambda text: chosen(kind, text))

    def _items(self, key: str) -> tuple[Node, ...]:
        node = self.entries.get(key)
        if node is not None and not isinstance(node, Items):
            self.refuse(tr("this must be a list"), key)
        return node.items if node else ()

    def _inner(self, node: Node, name: str, key: str) -> "Written":
        if not isinstance(node, Fields):
            self.refuse(tr("this must have fields"), key)
        way = ", ".join(filter(None, (self.where, name)))
        return Written(self.file, way, node.entries, node.key_lines, node.line)


def answers_in(source: Path, pack: Pack) -> dict[LineId, Answer]:
    """Return the answers that a JSON file holds, by line, all fit for the pack.

    The file is ``{"answers": {LINE: ANSWER}}``; an answer has the fields of ``domain.answers``,
    where ``as_at`` is written as an inspector would type it, and a value is a text or number as it
    would be typed or an object with its ``kind``.

    Raises:
        BadInput: the file cannot be read, or an answer in it cannot be recorded; the text says
            where.
    """
    whole = json_file(source).only(("answers",))
    found = answers(whole.record("answers"), pack)
    if not found:
        whole.refuse(tr("there is no answer in it"))
    return found


def answers(written: Written, pack: Pack) -> dict[LineId, Answer]:
    """Return a mapping of lines to answers.

    Raises:
        BadInput: an answer cannot be recorded.
    """
    return {
        line.id: _answer(each, line, pack)
        for key, each in written.each()
        for line in (_line(written, key, key, pack),)
    }


def account(written: Written, pack: Pack) -> Account:
    """Return one account; its source is the text that stands there.

    Raises:
        BadInput: it cannot be recorded.
    """
    written.only(_ACCOUNT)
    line = _line(written, written.needed("line"), "line", pack)
    found = Account(
        line=line.id,
        words=written.text("words"),
        values=_values(written.record("values"), line, pack),
        outcome=written.choice("outcome", Outcome),
        source=written.text("source"),
        role=written.text("role"),
        as_at=_date(written, "as_at"),
        marking=_marking(written, "marking"),
        do_not_export=written.flag("do_not_export"),
    )
    _check(written, Answer(values=found.values, outcome=found.outcome), line, pack)
    return found


def sources(written: Written, pack: Pack) -> dict[str, Source]:
    """Return a mapping of keys to sources, each fact written as it would be typed.

    Rows may be a list of mappings instead.

    Raises:
        BadInput: a source cannot be recorded.
    """
    return {key: _source(each, pack) for key, each in written.each()}


def _source(written: Written, pack: Pack) -> Source:
    kind = written.meant("kind", kind_of)
    if kind is None:
        written.refuse(tr("the field kind is missing, or is none"), "kind")
    # Only what the pack knows can be named: no evidence, no members of a team.
    nothing = Standing(InspectionId(""), pack, {}, {})
    facts = {fact.name: fact for fact in facts_of(kind)}
    source = Source(kind())
    for key, node in written.only(("kind", *facts)).entries.items():
        if (fact := facts.get(key)) is None:
            continue
        try:
            source = with_fact(source, fact, _fact(node, fact, nothing))
        except InspectorError as error:
            written.refuse(str(error), key)
    try:
        return checked_source(source, pack)
    except InspectorError as error:
        written.refuse(str(error))


def _fact(node: Node, fact: Fact, standing: Standing) -> Any:
    if isinstance(node, Text):
        return read_fact(node.value, fact, standing)
    if fact.row is None:
        raise BadInput(tr("this must be a text"))
    if not isinstance(node, Items):
        raise BadInput(tr("this must be a text, or a list of rows"))
    return tuple(forms.from_json(fact.row, _typed(_plain(row), fact.row)) for row in node.items)


def yaml_file(source: Path) -> Written:
    """Return the mapping that a YAML file holds, every scalar as the text that was written.

    Raises:
        BadInput: it cannot be read or is not such a file.
    """
    notes = Notes()
    root = nodes.read(_content(source), source.name, notes)
    faults = notes.findings()
    if faults or root is None:
        raise BadInput(tr("{faults}. Nothing was recorded.").format(faults=faults[0]))
    return Written(source.name, "", root.entries, root.key_lines, root.line)


def json_file(source: Path) -> Written:
    """Return the object that a JSON file holds, every number as the text that was written.

    Raises:
        BadInput: it cannot be read or is not such a file.
    """
    try:
        form = json.loads(_content(source), parse_int=str, parse_float=str, object_pairs_hook=_once)
        root = _node(form)
    except (ValueError, RecursionError) as error:
        raise BadInput(
            tr("{source} is not JSON: {error}. Nothing was recorded.").format(
                source=source.name, error=error
            )
        ) from error
    if not isinstance(root, Fields):
        raise BadInput(
            tr("{source} must hold one JSON object. Nothing was recorded.").format(
                source=source.name
            )
        )
    return Written(source.name, "", root.entries, root.key_lines, root.line)


def _content(source: Path) -> str:
    try:
        with source.open("rb") as file:
            content = file.read(_LARGEST_BYTES + 1)
        if len(content) > _LARGEST_BYTES:
            raise BadInput(
                tr("{source} is too large to be a file of answers.").format(source=source.name)
            )
        return content.decode("utf-8-sig")
    except OSError as error:
        raise BadInput(
            tr("{source} cannot be read: {why}.").format(source=source.name, why=error.strerror)
        ) from error
    except UnicodeDecodeError as error:
        raise BadInput(
            tr("{source} is not written in UTF-8. Nothing was recorded.").format(source=source.name)
        ) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    form = dict(pairs)
    if len(form) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the field {twice} is given twice")
    return form


def _node(form: object) -> Node:
    match form:
        case dict():
            known = {key: _node(value) for key, value in form.items() if value is not None}
            return Fields(known, {}, 0)
        case list():
            return Items(tuple(map(_node, form)), 0)
        case bool():
            return Text("true" if form else "false", 0)
        case _:
            return Text(str(form), 0)


def _answer(written: Written, line: Line, pack: Pack) -> Answer:
    written.only(_ANSWER)
    found = Answer(
        values=_values(written.record("values"), line, pack),
        outcome=written.choice("outcome", Outcome),
        as_at=_date(written, "as_at"),
        note=written.text("note").strip(),
        capability=tuple(_sources(written)),
        share=written.text("share"),
        marking=_marking(written, "marking"),
        do_not_export=written.flag("do_not_export"),
        reason=written.text("reason"),
    )
    return _check(written, found, line, pack)


def _sources(written: Written) -> Iterator[CapabilitySource]:
    for text in dict.fromkeys(written.texts("capability")):
        try:
            yield chosen(CapabilitySource, text)
        except BadInput as error:
            written.refuse(str(error), "capability")


def chosen(kind: type[_Choice], text: str) -> _Choice:
    """Return the word of ``kind`` that ``text`` is.

    Raises:
        BadInput: it is none.
    """
    for choice in kind:
        if choice.value == text:
            return choice
    raise BadInput(
        tr("“{text}” is not one of {kind}.").format(
            text=text, kind=", ".join(choice.value for choice in kind)
        )
    )


def _values(written: Written, line: Line, pack: Pack) -> dict[str, Value]:
    parts = {part.id: part for part in line.parts}
    found = {}
    for key, node in written.entries.items():
        if key not in parts:
            written.refuse(
                tr("{line} does not ask for it; it asks for {parts}").format(
                    line=line.id, parts=", ".join(parts)
                ),
                key,
            )
        try:
            found[key] = _value(node, parts[key], pack)
        except InspectorError as error:
            written.refuse(str(error), key)
    return found


def _value(node: Node, part: Part, pack: Pack) -> Value:
    if isinstance(node, Text):
        return value_of(node.value, part, pack)
    if not isinstance(node, Fields):
        raise BadInput(tr("a value is a text, or has fields"))
    return value_from_form(_typed(_plain(node), CLASS_OF[part.kind]), part)


def _plain(node: Node) -> Any:
    match node:
        case Fields(entries):
            return {key: _plain(each) for key, each in entries.items()}
        case Items(items):
            return [_plain(each) for each in items]
        case Text(value):
            return value


def _typed(form: Any, kind: Any) -> Any:
    """Return ``form`` with its texts made into what ``kind`` wants: numbers, truth, dates."""
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        inner = [each for each in typing.get_args(kind) if each is not types.NoneType]
        return _typed(form, inner[0])
    if origin is tuple and isinstance(form, list):
        return [_typed(each, typing.get_args(kind)[0]) for each in form]
    if origin is dict and isinstance(form, dict):
        return {key: _typed(each, typing.get_args(kind)[1]) for key, each in form.items()}
    if isinstance(form, str):
        return _scalar(form, kind)
    if is_dataclass(kind) and isinstance(form, dict):
        hints = typing.get_type_hints(kind)
        known = {each.name for each in fields(kind)}
        return {k: _typed(each, hints[k]) if k in known else each for k, each in form.items()}
    return form


def _scalar(text: str, kind: Any) -> Any:
    if kind is PartialDate:
        return forms.as_json(dates.read_written(text))
    if kind is int:
        if not text.lstrip("-").isdecimal() or len(text) > 16:
            raise BadInput(tr("“{text}” is not a whole number").format(text=text))
        return int(text)
    if kind is bool and text in ("true", "false"):
        return text == "true"
    return text


def _line(written: Written, id_: str, key: str, pack: Pack) -> Line:
    try:
        return pack.line(id_)
    except InspectorError as error:
        written.refuse(str(error), key)


def _check(written: Written, answer: Answer, line: Line, pack: Pack) -> Answer:
    try:
        return checked(answer, line, pack)
    except InspectorError as error:
        written.refuse(str(error))


def _date(written: Written, key: str) -> PartialDate | None:
    return written.meant(key, dates.read_written)


def _marking(written: Written, key: str) -> Marking | None:
    return written.meant(key, markings.read)

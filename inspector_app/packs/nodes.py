"""YAML text to nodes that know their line; every scalar stays the text that was written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml

from inspector_app.packs.finding import Notes
from inspector_app.texts import tr, tr_counted

_DEEPEST = 16
"""Levels of nesting; a pack needs nine."""
_MOST_EVENTS = 100_000
"""Per file; the longest file of the 2012 edition makes under three thousand."""


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar, whatever YAML would make of it: ``yes``, ``1.0`` and ``null`` are texts."""

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Items:
    """A sequence."""

    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping with text keys, each once."""

    entries: Mapping[str, "Node"]
    key_lines: Mapping[str, int]
    line: int


Node = Text | Items | Fields


@dataclass(slots=True)
class _Open:
    """A sequence or mapping whose end has not come yet."""

    line: int
    is_mapping: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Node] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)
    key: str | None = None

    def closed(self) -> Node:
        if self.is_mapping:
            return Fields(self.entries, self.key_lines, self.line)
        return Items(tuple(self.items), self.line)


class _Unreadable(Exception):
    """The file goes no further than this."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def read(text: str, file: str, notes: Notes) -> Fields | None:
    """Return the mapping that the text holds, or None when there is none; faults go to ``notes``.

    Built from libyaml's events without recursion, so that no depth of nesting can exhaust the
    stack. Anchors, aliases and tags are refused: a pack needs none, and the first two are how a
    small file becomes a huge one.
    """
    try:
        root = _built(text, file, notes)
    except _Unreadable as fault:
        notes.fault(file, fault.line, fault.reason)
        return None
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        notes.fault(
            file,
            line,
            tr("this is not YAML: {problem}").format(problem=fault.problem or fault.context),
        )
        return None
    except UnicodeEncodeError as fault:
        notes.fault(file, text.count("\n", 0, fault.start) + 1, tr("half a character stands here"))
        return None
    except yaml.reader.ReaderError as fault:
        line = text.count("\n", 0, fault.position) + 1
        notes.fault(file, line, tr("a control character stands here, which YAML does not allow"))
        return None
    if not isinstance(root, Fields):
        notes.fault(file, root.line if root else 1, tr("the file must hold one mapping of fields"))
        return None
    return root


def _built(text: str, file: str, notes: Notes) -> Node | None:
    root: Node | None = None
    documents = 0
    opened: list[_Open] = []
    for count, event in enumerate(yaml.parse(text, Loader=yaml.CBaseLoader)):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if count > _MOST_EVENTS:
            raise _Unreadable(line, tr("the file holds more than a checklist could"))
        node: Node
        match event:
            case yaml.DocumentStartEvent():
                documents += 1
                if documents > 1:
                    raise _Unreadable(
                        line, tr("a second YAML document begins here; only one may stand")
                    )
                continue
            case yaml.AliasEvent():
                raise _Unreadable(line, tr("an alias stands here; write the value out instead"))
            case yaml.NodeEvent() if event.anchor is not None:
                raise _Unreadable(line, tr("an anchor stands here, which packs do not use"))
            case yaml.ScalarEvent():
                if event.tag not in (None, "!"):
                    raise _Unreadable(
                        line, tr("the tag {tag} stands here; packs use none").format(tag=event.tag)
                    )
                node = Text(event.value, line)
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                if event.tag is not None:
                    raise _Unreadable(
                        line, tr("the tag {tag} stands here; packs use none").format(tag=event.tag)
                    )
                if len(opened) >= _DEEPEST:
                    raise _Unreadable(
                        line,
                        tr_counted(_DEEPEST, "nested more than {number} levels deep").format(
                            number=_DEEPEST
                        ),
                    )
                if opened and opened[-1].is_mapping and opened[-1].key is None:
                    raise _Unreadable(line, tr("a list or a mapping cannot be a key"))
                opened.append(_Open(line, isinstance(event, yaml.MappingStartEvent)))
                continue
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                node = opened.pop().closed()
            case _:
                continue
        if opened:
            _put(opened[-1], node, file, notes)
        else:
            root = node
    return root


def _put(parent: _Open, node: Node, file: str, notes: Notes) -> None:
    if not parent.is_mapping:
        parent.items.append(node)
    elif parent.key is None:
        # A list or a mapping as a key was refused when it began.
        if isinstance(node, Text):
            parent.key = node.value
            if parent.key in parent.entries:
                notes.fault(
                    file, node.line, tr("the field {key} is given twice").format(key=parent.key)
                )
            parent.key_lines[parent.key] = node.line
    else:
        parent.entries.setdefault(parent.key, node)
        parent.key = None

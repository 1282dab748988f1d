"""Fields of a pack's YAML, handed out one by one with what is wrong about each noted."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from inspector_app.packs.finding import Notes
from inspector_app.packs.nodes import Fields, Items, Node, Text
from inspector_app.texts import tr, tr_counted

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_NOTHING = Fields({}, {}, 1)
_LONGEST = 4_000
"""Characters; what is longer is no question, help or definition, and would burst every screen."""


@dataclass(frozen=True, slots=True)
class Located:
    """A text and the line on which it stands."""

    value: str
    line: int


class Record:
    """One mapping of a file: asks for fields by name, and never fails."""

    def __init__(
        self, fields: Fields | None, file: str, notes: Notes, allowed: Collection[str]
    ) -> None:
        """Begin a reading; a field outside ``allowed`` is a fault.

        ``fields`` is None where they could not be read, which has been noted: then every field
        reads as empty, and no further fault is noted.
        """
        self._is_known = fields is not None
        fields = fields or _NOTHING
        self._fields = fields
        self.file = file
        self.line = fields.line
        self._notes = notes
        self._allowed = allowed
        for key, line in fields.key_lines.items():
            if key not in allowed:
                notes.fault(file, line, tr("the field {key} is not known here").format(key=key))

    def knows(self, key: str) -> bool:
        """Return whether the field may stand here."""
        return key in self._allowed

    def has(self, key: str) -> bool:
        """Return whether the field is given."""
        return key in self._fields.entries

    def line_of(self, key: str) -> int:
        """Return the line of the field, or of the mapping when the field is not given."""
        return self._fields.key_lines.get(key, self.line)

    def fault(self, key: str, reason: str) -> None:
        """Note a fault at the field."""
        if self._is_known:
            self._notes.fault(self.file, self.line_of(key), reason)

    def text(self, key: str) -> str:
        """Return the field's text; a missing or empty one is a fault and reads as empty."""
        if not self.has(key):
            self.fault(key, tr("the field {key} is missing").format(key=key))
            return ""
        return self._text(self._fields.entries[key], key)

    def optional_text(self, key: str) -> str:
        """Return the field's text, or empty when it is not given."""
        return self.text(key) if self.has(key) else ""

    def identity(self, kind: str, key: str = "id") -> str:
        """Return the field as the id of a ``kind``, noted as defined here."""
        value = self._id(self.text(key), self.line_of(key))
        if value:
            self._notes.define(kind, value, self.file, self.line_of(key))
        return value

    def define(self, kind: str, identity: str, key: str = "id") -> None:
        """Note that ``identity`` is defined at this record's field."""
        self._notes.define(kind, identity, self.file, self.line_of(key))

    def reference(self, kind: str, key: str, by: str) -> str:
        """Return the field as a reference that the pack must satisfy; empty when not given."""
        value = self.optional_text(key)
        if value:
            self._notes.refer(kind, value, self.file, self.line_of(key), by)
        return value

    def references(self, kind: str, key: str, by: str) -> tuple[str, ...]:
        """Return the field as references that the pack must satisfy, each once."""
        found = self.texts(key)
        for each in found:
            self._notes.refer(kind, each.value, self.file, each.line, by)
        return tuple(each.value for each in found)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return whether the field is ``true``; anything but ``true`` and ``false`` is a fault."""
        value = self.optional_text(key)
        if value not in ("", "true", "false"):
            self.fault(key, tr("the field {key} must be true or false").format(key=key))
        return value == "true" if value else default

    def texts(self, key: str) -> tuple[Located, ...]:
        """Return the field as a list of different texts; empty when not given."""
        found: dict[str, Located] = {}
        for node in self._items(key):
            value = self._text(node, key)
            if value in found:
                self._notes.fault(
                    self.file,
                    node.line,
                    tr("{value} stands twice under {key}").format(value=value, key=key),
                )
            elif value:
                found[value] = Located(value, node.line)
        return tuple(found.values())

    def records(self, key: str, allowed: Collection[str]) -> tuple["Record", ...]:
        """Return the field as a list of mappings; empty when not given."""
        found = []
        for node in self._items(key):
            if isinstance(node, Fields):
                found.append(Record(node, self.file, self._notes, allowed))
            else:
                self._notes.fault(
                    self.file, node.line, tr("each item of {key} must have fields").format(key=key)
                )
        return tuple(found)

    def record(self, key: str, allowed: Collection[str]) -> "Record":
        """Return the field as a mapping; an empty one, with a fault noted, when it is none."""
        node = self._fields.entries.get(key)
        if isinstance(node, Fields):
            return Record(node, self.file, self._notes, allowed)
        self.fault(
            key,
            tr("the field {key} is missing").format(key=key)
            if node is None
            else tr("{key} must have fields").format(key=key),
        )
        return Record(None, self.file, self._notes, allowed)

    def _items(self, key: str) -> tuple[Node, ...]:
        node = self._fields.entries.get(key)
        if node is None or isinstance(node, Items):
            return node.items if node else ()
        self.fault(key, tr("the field {key} must be a list").format(key=key))
        return ()

    def _text(self, node: Node, key: str) -> str:
        if not isinstance(node, Text):
            self._notes.fault(
                self.file, node.line, tr("the field {key} must be a text").format(key=key)
            )
            return ""
        value = node.value.strip()
        if not value:
            self._notes.fault(self.file, node.line, tr("the field {key} is empty").format(key=key))
        if len(value) > _LONGEST:
            self._notes.fault(
                self.file,
                node.line,
                tr_counted(_LONGEST, "the field {key} has more than {number} characters").format(
                    key=key, number=_LONGEST
                ),
            )
        return value

    def _id(self, value: str, line: int) -> str:
        if value and not _ID.fullmatch(value):
            self._notes.fault(
                self.file,
                line,
                tr("“{value}” is not an id: letters, digits, hyphens and underscores").format(
                    value=value[:40]
                ),
            )
            return ""
        return value

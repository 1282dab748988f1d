"""Listens to a program as a screen reader does: from another process, over AT-SPI."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from time import monotonic
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

import pytest
from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_method_call
from jeepney.io.blocking import open_dbus_connection

from tests.support.x_keyboard import XKeyboard

PATIENCE_SECONDS: Final = 90.0
"""A ceiling for a loaded machine; what is waited for comes at once elsewhere."""
_SECONDS_FOR_A_LIST: Final = 10.0
"""Longer than the focus takes to go where a key sends it, on a busy machine too."""
_LOOK_SECONDS: Final = 0.05
"""How often windows are looked at while nothing is said."""

_BUS: Final = "org.freedesktop.DBus"
_REGISTRY: Final = "org.a11y.atspi.Registry"
_ACCESSIBLE: Final = "org.a11y.atspi.Accessible"
_PROPERTIES: Final = "org.freedesktop.DBus.Properties"

# Places of the bits, in the order of AtspiStateType; only what is judged has a name here.
_STATES: Final = {
    1: "active",
    3: "busy",
    4: "checked",
    5: "collapsed",
    6: "gone",
    7: "editable",
    8: "enabled",
    9: "expandable",
    10: "expanded",
    11: "focusable",
    12: "focused",
    16: "modal",
    23: "selected",
    25: "showing",
    30: "visible",
    33: "required",
    36: "invalid",
    41: "checkable",
    42: "has popup",
    43: "read only",
}


class Where(NamedTuple):
    """What AT-SPI calls an object by."""

    program: str
    path: str


_ROOT: Final = Where(_REGISTRY, "/org/a11y/atspi/accessible/root")


@dataclass(frozen=True, slots=True)
class Told:
    """One object, as a screen reader can tell of it."""

    where: Where
    name: str
    role: str
    states: frozenset[str]
    description: str = ""
    holder: Where | None = None
    """In what it stands, as far as that was asked."""

    def __str__(self) -> str:
        return f"{self.name!r} ({self.role}; {', '.join(sorted(self.states & _SAID))})"


_PASSWORD_TEXT: Final = 40
_ROWS: Final = frozenset({"cell", "list item", "tree item", "table cell"})
_CONTROLS: Final = frozenset(
    {"check box", "combo box", "list", "push button", "radio button", "spin box", "table", "text"}
    | {"tree", "tree table", "slider", "menu item"}
)
_ROLELESS: Final = frozenset({"", "unknown", "invalid", "redundant object"})
_STANDS: Final = {
    "check box": frozenset({"checkable"}),
    "radio button": frozenset({"checkable"}),
    "text": frozenset({"editable", "read only"}),
    "password text": frozenset({"editable", "read only"}),
    "combo box": frozenset({"expandable", "has popup", "expanded", "collapsed"}),
}
"""What each kind tells of itself beside whether it is enabled: one of these at least."""
_SAID: Final = frozenset(
    {"checked", "collapsed", "expanded", "focused", "invalid", "required", "selected", "read only"}
)


class ScreenReader:
    """What a program under test tells assistive technology; made before the program starts."""

    def __init__(self, address: str, keyboard: XKeyboard) -> None:
        self.keyboard = keyboard
        self.spoken: list[str] = []
        """What was announced, oldest first."""
        self.focuses: list[Where] = []
        """Where the focus has been, oldest first; each once as long as it stays."""
        self._bus = open_dbus_connection(bus=address)
        self._ask(_BUS, "/org/freedesktop/DBus", _BUS, "AddMatch", "s", "type='signal'")
        for event in ("object:", "window:", "focus:"):
            registry = "/org/a11y/atspi/registry"
            self._ask(_REGISTRY, registry, _REGISTRY, "RegisterEvent", "s", event)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _where: TracebackType | None,
    ) -> None:
        self._bus.close()

    def press(self, key: str, *held: str) -> None:
        """Press a key on the display's keyboard."""
        self.keyboard.press(key, *held)

    def leave_by(self, key: str) -> None:
        """Press a key that leaves the field, and again where a list that came late has taken it."""
        where = self.focus().where
        until = monotonic() + PATIENCE_SECONDS
        while self.focuses[-1] == where and monotonic() < until:
            self.press(key)
            again = monotonic() + _SECONDS_FOR_A_LIST
            while self.focuses[-1] == where and monotonic() < again:
                self._listen()

    def write(self, text: str) -> None:
        """Type into the field that has the focus, empty or all chosen, and wait until it is there.

        With a screen reader about, Qt asks AT-SPI about every letter before it takes it, but takes
        the keys of actions at once: pressed without waiting they would overtake the text.
        """
        where = self.focus().where
        self.keyboard.type(text)
        if self.is_secret(where):
            self.wait_for(lambda: self._length(where) == len(text), "each letter as a dot")
        else:
            self.wait_for(lambda: self.text(where) == text, f"{text!r} in the field")

    def wait_for(self, is_so: Callable[[], bool], what: str) -> None:
        """Listen until ``is_so``."""
        until = monotonic() + PATIENCE_SECONDS
        while not is_so():
            self._listen()
            if monotonic() > until:
                way = [str(each) for each in self._read(dict.fromkeys(self.focuses[-6:]))]
                pytest.fail(f"never told: {what}; the focus went {way}; said: {self.spoken}")

    def focus(self) -> Told:
        """Return what has the focus.

        Raises:
            LookupError: nothing, by what the program told last.
        """
        if not self.focuses:
            raise LookupError("nothing has had the focus yet")
        return self.told(self.focuses[-1])

    def told(self, where: Where) -> Told:
        """Return what is told of one object.

        Raises:
            LookupError: there is none any more.
        """
        for told in self._read({where: None}):
            return told
        raise LookupError(f"{where.path} is gone")

    def everything(self) -> list[Told]:
        """Return all that is showing, window by window; of a long list what is in sight."""
        seen: list[Told] = []
        level = self._children([_ROOT])
        while level:
            told = [each for each in self._read(level) if _is_here(each)]
            seen += (each for each in told if "showing" in each.states)
            level = self._children([each.where for each in told])
        return seen

    def lands_on(self, name: str) -> Told:
        """Wait until the focus is on what is called ``name``, and return it.

        The start of the name is enough: of a row the reader hears all that stands in it.
        """
        self.wait_for(partial(self._is_on, name), f"the focus on {name!r}")
        return self.focus()

    def finds(self, name: str) -> Told:
        """Wait until something called ``name`` is showing, wherever, and return it."""
        found: list[Told] = []

        def is_there() -> bool:
            found[:] = (each for each in self.everything() if each.name.startswith(name))
            return bool(found)

        self.wait_for(is_there, f"{name!r} anywhere")
        return found[0]

    def hears(self, words: str) -> None:
        """Wait until something is announced that begins with ``words``; once each."""
        self.wait_for(lambda: any(each.startswith(words) for each in self.spoken), repr(words))
        self.spoken.clear()

    def strays(self) -> list[str]:
        """Return what is wrong with the focus by what all objects say of themselves.

        What holds the focused object says that it is focused, and so, in Qt, does the current row
        of every list, whether the keyboard is in the list or not, and what a text is scrolled in:
        none of them is a second focus.
        """
        everything = {each.where: each for each in self.everything()}
        focused = {each.where for each in everything.values() if "focused" in each.states}
        here = self.focus()
        expected = {here.where}
        holder = everything.get(here.where, here).holder
        while holder in everything:
            expected.add(holder)
            holder = everything[holder].holder
        faults = [] if here.where in focused else [f"the focus is nowhere: {here}"]
        for where in focused - expected:
            each = everything[where]
            if each.role == "filler" and not each.name and each.holder in focused:
                continue
            if each.role not in _ROWS or each.holder in focused:
                faults.append(f"focused too: {each}")
        return faults + [
            f"nothing to call it by: {each}"
            for each in everything.values()
            if "focusable" in each.states and not each.name and each.role in _CONTROLS
        ]

    def unclear(self) -> list[str]:
        """Return what takes the focus here and does not tell what it is, or how it stands."""
        return [
            f"{what}: {each} {sorted(each.states)}"
            for each in self.everything()
            if "focusable" in each.states
            for what in _unclear(each)
        ]

    def is_secret(self, where: Where) -> bool:
        """Return whether a reader is told not to speak what is typed there."""
        (role,) = self._ask(*where, _ACCESSIBLE, "GetRole")
        return bool(role == _PASSWORD_TEXT)

    def text(self, where: Where) -> str:
        """Return what stands in a field."""
        (said,) = self._ask(*where, "org.a11y.atspi.Text", "GetText", "ii", 0, -1)
        return str(said)

    def _length(self, where: Where) -> int:
        (count,) = self._ask(
            *where, _PROPERTIES, "Get", "ss", "org.a11y.atspi.Text", "CharacterCount"
        )
        return int(count[1])

    def _listen(self) -> None:
        self.keyboard.manage()
        try:
            self._take(self._bus.receive(timeout=_LOOK_SECONDS))
        except TimeoutError:
            return

    def _take(self, message: Message) -> None:
        fields = message.header.fields
        if message.header.message_type is not MessageType.signal:
            return
        kind = (fields[HeaderFields.interface].rsplit(".", 1)[-1], fields[HeaderFields.member])
        where = Where(fields.get(HeaderFields.sender, ""), fields[HeaderFields.path])
        if kind == ("Object", "StateChanged") and message.body[:2] == ("focused", 1):
            self.focuses.append(where)
        elif kind == ("Object", "Announcement"):
            self.spoken.append(message.body[3][1])

    def _is_on(self, name: str) -> bool:
        try:
            here = self.focus()
        except LookupError:
            return False
        return here.name.startswith(name) and {"focused", "showing"} <= here.states

    def _children(self, parents: list[Where]) -> dict[Where, Where]:
        """Return the children of several objects, each with its parent."""
        asked = [
            new_method_call(DBusAddress(each.path, each.program, _ACCESSIBLE), "GetChildren")
            for each in parents
        ]
        return {
            Where(*child): parent
            for parent, answer in zip(parents, self._answers(asked), strict=True)
            if answer.header.message_type is MessageType.method_return
            for child in answer.body[0]
        }

    def _read(self, places: Mapping[Where, Where | None]) -> Iterator[Told]:
        """Tell of objects that come with their parents; of those that are gone nothing."""
        answers = iter(self._answers([call for each in places for call in _questions(each)]))
        for (where, holder), *told in zip(places.items(), answers, answers, answers, answers,
                                          strict=True):  # fmt: skip
            if any(each.header.message_type is MessageType.error for each in told):
                continue
            states, role, name, description = (each.body[0] for each in told)
            bits = states[0] | states[1] << 32
            held = frozenset(word for bit, word in _STATES.items() if bits >> bit & 1)
            yield Told(where, name[1], role, held, description[1], holder)

    def _ask(self, program: str, path: str, interface: str, verb: str, kinds: str = "",
             *values: Any) -> tuple[Any, ...]:  # fmt: skip
        asked = new_method_call(DBusAddress(path, program, interface), verb, kinds or None, values)
        (answer,) = self._answers([asked])
        if answer.header.message_type is MessageType.error:
            raise LookupError(f"{verb} of {path}: {answer.body}")
        said: tuple[Any, ...] = answer.body
        return said

    def _answers(self, asked: list[Message]) -> list[Message]:
        """Ask all at once, for each hop takes its time, and return the answers in their order."""
        serials = []
        for message in asked:
            serial = next(self._bus.outgoing_serial)
            self._bus.send(message, serial=serial)
            serials.append(serial)
        answers: dict[int, Message] = {}
        while len(answers) < len(serials):
            message = self._bus.receive(timeout=PATIENCE_SECONDS)
            serial = message.header.fields.get(HeaderFields.reply_serial)
            if serial is None:
                self._take(message)
            else:
                answers[serial] = message
        return [answers[serial] for serial in serials]


def _unclear(told: Told) -> Iterator[str]:
    # A cell in which nothing stands says so by having no name.
    if not told.name and (told.role not in _ROWS or "focused" in told.states):
        yield "no name"
    # Of what can only be scrolled or looked at, a filler or a panel, Qt tells no more than a name.
    if told.role in _ROLELESS or (told.role == "panel" and not told.description):
        yield "no role"
    missing = _STANDS.get(told.role, frozenset())
    if missing and not missing & told.states:
        yield f"none of {sorted(missing)}"


def _questions(where: Where) -> Iterator[Message]:
    accessible = DBusAddress(where.path, where.program, _ACCESSIBLE)
    properties = DBusAddress(where.path, where.program, _PROPERTIES)
    yield new_method_call(accessible, "GetState")
    yield new_method_call(accessible, "GetRoleName")
    for name in ("Name", "Description"):
        yield new_method_call(properties, "Get", "ss", (_ACCESSIBLE, name))


def _is_here(told: Told) -> bool:
    """Whether what an object holds may be seen; a program itself never says that it shows."""
    return "showing" in told.states or told.role == "application"

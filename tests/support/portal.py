"""A stand-in for the portal by which a desktop on Linux tells its settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Final

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    message_bus,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

Said = tuple[str, object]
"""A value with its D-Bus signature before it, as Jeepney writes what may be anything."""
_NAME: Final = "org.freedesktop.portal.Desktop"
_SETTINGS: Final = DBusAddress(
    "/org/freedesktop/portal/desktop", _NAME, "org.freedesktop.portal.Settings"
)


class Portal:
    """Answers what it was given, refuses the rest, and tells of changes."""

    def __init__(self, address: str, settings: dict[tuple[str, str], Said]) -> None:
        self.questions = 0
        """How many it has answered."""
        self._address = address
        self._settings = settings
        self._bus: DBusConnection = open_dbus_connection(bus=address)
        self._bus.send_and_get_reply(message_bus.RequestName(_NAME))
        self._thread = Thread(target=self._serve)
        self._thread.start()

    def change(self, group: str, key: str, said: Said) -> None:
        """Tell all who listen that the user has changed a setting, after all answers so far."""
        self._order("Change", "ssv", (group, key, said))

    def stop(self) -> None:
        """Answer no more."""
        self._order("Stop")
        self._thread.join()
        self._bus.close()

    def _order(self, what: str, kinds: str | None = None, values: tuple[object, ...] = ()) -> None:
        with open_dbus_connection(bus=self._address) as other:
            other.send_and_get_reply(new_method_call(_SETTINGS, what, kinds, values))

    def _serve(self) -> None:
        what = ""
        while what != "Stop":
            asked = self._bus.receive()
            if asked.header.message_type is not MessageType.method_call:
                continue
            what = asked.header.fields[HeaderFields.member]
            if what == "Read":
                self._bus.send(self._answer(asked))
                self.questions += 1
                continue
            if what == "Change":
                self._bus.send(new_signal(_SETTINGS, "SettingChanged", "ssv", asked.body))
            self._bus.send(new_method_return(asked))

    def _answer(self, asked: Message) -> Message:
        said = self._settings.get(asked.body)
        if said is None:
            name = "org.freedesktop.portal.Error.NotFound"
            return new_error(asked, name, "s", ("Requested setting not found",))
        # A variant in a variant: so has Read been from the first.
        return new_method_return(asked, "v", (("v", said),))


@contextmanager
def portal(address: str, settings: dict[tuple[str, str], Said]) -> Iterator[Portal]:
    """A portal on the bus at ``address`` while inside."""
    made = Portal(address, settings)
    try:
        yield made
    finally:
        made.stop()

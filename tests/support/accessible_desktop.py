"""A desktop on which a screen reader runs: a display, a session bus, and the bus of AT-SPI."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.support.session_bus import session_bus
from tests.support.x_display import x_display

_STATUS = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.freedesktop.DBus.Properties")


@dataclass(frozen=True, slots=True)
class Desktop:
    """What a program and a screen reader need to meet."""

    environment: dict[str, str]
    """In which the program starts."""
    accessibility: str
    """The address of the bus on which the two speak."""


@contextmanager
def accessible_desktop(folder: Path) -> Iterator[Desktop]:
    """A desktop of its own while inside, which says that a screen reader runs.

    Args:
        folder: for sockets; its path must be short, as those of sockets are.

    Raises:
        pytest.fail.Exception: a part is not installed; a story must not be skipped in silence.
    """
    with x_display() as environment:
        environment = environment | {
            "XDG_RUNTIME_DIR": str(folder),  # not the user's own bus of AT-SPI
            "GSETTINGS_BACKEND": "memory",
        }
        with (
            session_bus(folder, environment) as address,
            open_dbus_connection(bus=address) as session,
        ):
            yield Desktop(environment | {"DBUS_SESSION_BUS_ADDRESS": address}, _begun(session))


def _begun(session: DBusConnection) -> str:
    """Say that a screen reader runs, as Orca does, and return the address of AT-SPI's bus."""
    for status in ("IsEnabled", "ScreenReaderEnabled"):
        _asked(session, _STATUS, "Set", "ssv", ("org.a11y.Status", status, ("b", True)))
    bus = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
    return str(_asked(session, bus, "GetAddress", None, ())[0])


def _asked(
    session: DBusConnection,
    at: DBusAddress,
    verb: str,
    kinds: str | None,
    values: tuple[object, ...],
) -> tuple[object, ...]:
    answer = session.send_and_get_reply(new_method_call(at, verb, kinds, values), timeout=60)
    if answer.header.message_type is MessageType.error:
        pytest.fail(f"No bus of AT-SPI (at-spi2-core): {answer.body}", pytrace=False)
    said: tuple[object, ...] = answer.body
    return said

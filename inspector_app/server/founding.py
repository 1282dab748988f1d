"""Making a base: its keys, its database, its place for files."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from inspector_app.domain.errors import BadInput
from inspector_app.server import keys as key_files
from inspector_app.server.authority import is_host
from inspector_app.server.events import BY_COMMAND, note
from inspector_app.server.keys import Keys
from inspector_app.server.opening import opened_objects, reached_database
from inspector_app.server.settings import Setting, begin_epoch, get, put

LOOPBACK = ("localhost", "127.0.0.1", "::1")
DEFAULT_PORT = 8443
"""At which Caddy takes laptops' calls, as the shipped configuration has it."""


@dataclass(frozen=True, slots=True)
class Founding:
    """What a new base is to be."""

    name: str
    """Its own, such as “Eastern region”."""
    hosts: Sequence[str]
    """Names and addresses that laptops reach it by; the first stands in invitations."""
    safes: Sequence[Path]
    """New files for the secret halves of the recovery keys."""
    address: str | None = None
    """Where laptops reach it; None: at the first host, where the shipped front door listens."""


def found(folder: Path, founding: Founding, environ: Mapping[str, str], now: datetime) -> Keys:
    """Make a base in ``folder`` and return its keys; all of it, or nothing.

    Raises:
        BadInput: there is a base already, in the folder or in the database that is named; the
            database is away; a recovery key cannot be written where it should be.
        OSError: the folder cannot be written.
    """
    if not founding.name.strip() or not founding.name.isprintable():
        raise BadInput("Base needs a name in printable letters. Nothing was made.")
    hosts = all_hosts(founding.hosts)
    address = fit_address(founding.address or _address(hosts[0]))
    keys = key_files.make(folder, founding.name, hosts, founding.safes, now)
    try:
        _begin(folder, founding.name, address, environ, keys, int(now.timestamp() * 1000))
    except BaseException:
        shutil.rmtree(folder / key_files.FOLDER, ignore_errors=True)
        for safe in founding.safes:
            safe.unlink(missing_ok=True)
        raise
    return keys


def all_hosts(hosts: Sequence[str]) -> tuple[str, ...]:
    """Return the names and addresses that base's TLS is to be for: ``hosts``, and this machine.

    Raises:
        BadInput: one of them is neither a name nor an address.
    """
    for each in hosts:
        if not is_host(each):
            raise BadInput(
                f"“{each}” is neither the name nor the address of a machine: give it without "
                "https:// and without a port. Nothing was made."
            )
    return tuple(dict.fromkeys((*hosts, *LOOPBACK)))


def fit_address(address: str) -> str:
    """Return an address that stands in invitations, without a slash at its end.

    Raises:
        BadInput: it is no web address, or says more than where base is.
    """
    address = address.rstrip("/")
    try:
        parts = urlsplit(address)
        is_fit = parts.scheme in ("https", "http") and parts.port != 0 and is_host(parts.hostname)
    except ValueError:
        is_fit = False
    if not is_fit or address.partition("://")[2] != parts.netloc or "@" in parts.netloc:
        raise BadInput(
            f"“{address}” is not where base can be reached: it is written like "
            f"https://base.example:{DEFAULT_PORT}. Nothing was made."
        )
    return address


def _begin(
    folder: Path, name: str, address: str, environ: Mapping[str, str], keys: Keys, now_ms: int
) -> None:
    opened_objects(folder, environ)  # so that a store that cannot be is told now
    database = reached_database(folder, environ)
    try:
        with database.begin() as connection:
            if get(connection, Setting.BASE) is not None:
                raise BadInput(
                    "The database holds a base already. Nothing was made; give the new base a "
                    "database of its own."
                )
            put(connection, Setting.BASE, keys.base)
            put(connection, Setting.NAME, name)
            put(connection, Setting.ADDRESS, address)
            begin_epoch(connection)
            note(connection, now_ms, BY_COMMAND, "base-made", keys.base, name)
    finally:
        database.close()


def _address(host: str) -> str:
    return f"https://[{host}]:{DEFAULT_PORT}" if ":" in host else f"https://{host}:{DEFAULT_PORT}"

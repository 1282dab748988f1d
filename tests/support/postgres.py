"""A real PostgreSQL for the tests: started on a socket of its own, as it refuses to run as root."""

import contextlib
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from sqlalchemy import create_engine, text

BIN = Path("/usr/lib/postgresql/15/bin")
_USER = "postgres"
_FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
"""The tests kill servers of ours, never the database's machine."""


class Cluster:
    """A running server, reached through a socket in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._used = ""

    @classmethod
    @contextlib.contextmanager
    def started(cls, _unused: Path | None = None, *, durable: bool = False) -> Iterator[Self]:
        """Make a cluster, start it, and stop and remove it in the end.

        Args:
            durable: as it would run at base, for what is measured.
        """
        # A socket's path has no room for the long names of test folders.
        folder = Path(tempfile.mkdtemp(prefix="spr-pg-"))
        data = folder / "data"
        if os.getuid() == 0:
            shutil.chown(folder, _USER)
        options = f"-k {folder} -c listen_addresses= -c max_connections=60"
        try:
            _run("initdb", "-D", str(data), "-A", "trust", "-U", _USER, "--no-sync", "-E", "UTF8")
            with (folder / "log").open("wb") as log:
                _run(
                    "pg_ctl", "-D", str(data), "-w", "-s", "-o",
                    options if durable else f"{options} {_FAST}", "start", log=log,
                )  # fmt: skip
            try:
                yield cls(folder)
            finally:
                _run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "-s", "stop")
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def url(self, database: str) -> str:
        """Return the address of a database."""
        return f"postgresql://{_USER}@/{database}?host={self.folder}"

    def empty_database(self) -> str:
        """Return the address of a database that is emptied for each test: making one takes long."""
        if not self._used:
            self._used = self.new_database()
            return self._used
        engine = create_engine(self._used.replace("postgresql:", "postgresql+psycopg:"))
        with engine.begin() as connection:
            connection.execute(text("SET LOCAL lock_timeout = '10s'"))
            names = text("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
            if tables := ", ".join(row[0] for row in connection.execute(names)):
                connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
        engine.dispose()
        return self._used

    def new_database(self) -> str:
        """Make an empty database and return its address."""
        name = f"base_{secrets.token_hex(6)}"
        address = self.url(_USER).replace("postgresql:", "postgresql+psycopg:")
        engine = create_engine(address, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return self.url(name)


def _run(program: str, *arguments: str, log: object = subprocess.DEVNULL) -> None:
    as_root = os.getuid() == 0
    user = pwd.getpwnam(_USER) if as_root else None
    subprocess.run(
        [str(BIN / program), *arguments],
        check=True,
        stdout=log,  # type: ignore[call-overload]
        stderr=subprocess.STDOUT,
        cwd="/",
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
    )

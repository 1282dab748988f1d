"""A base that is served by a process of its own and killed, as by a power cut of the program."""

import os
import subprocess
import sys
from pathlib import Path

from inspector_app.server.opening import DATABASE_VARIABLE
from tests.support.front_doors import free_port, wait_for


class KilledBase:
    """``spr-base serve`` at one port, begun anew after each kill; a context manager."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self._log = folder / "serve.log"
        self.port = free_port()
        self._command = [
            sys.executable, "-m", "inspector_app.server", "serve",
            "--base", str(folder), "--port", str(self.port),
        ]  # fmt: skip
        self._environment = {**os.environ, DATABASE_VARIABLE: database_url}
        self._process: subprocess.Popen[bytes] | None = None
        self.kills = 0

    def __enter__(self) -> "KilledBase":
        self.begin()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def begin(self) -> None:
        """Serve, and return once it can be reached."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, env=self._environment, stdout=log, stderr=subprocess.STDOUT
            )
        wait_for(self.port, self._process, self._log)

    def kill(self) -> None:
        """Kill it in the midst of whatever it does."""
        assert self._process is not None
        assert self._process.poll() is None, self._log.read_text(errors="replace")
        self._process.kill()
        self._process.wait()
        self.kills += 1

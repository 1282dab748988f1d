"""A base that is served by a process of its own and killed, as by a power cut of the program."""

import multiprocessing
import os
import sys
import time
from pathlib import Path

from inspector_app.server.__main__ import main
from inspector_app.server.opening import DATABASE_VARIABLE
from tests.support.front_doors import free_port, is_reached

_PATIENCE_S = 60
_FORKS = multiprocessing.get_context("forkserver")
"""Each base is begun as a copy of a process that has imported what it needs, and nothing else."""


class KilledBase:
    """``spr-base serve`` at one port, begun anew after each kill; a context manager."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self._log = folder / "serve.log"
        self.port = free_port()
        self._told = (str(folder), str(self.port), database_url, str(self._log))
        self._process: multiprocessing.process.BaseProcess | None = None
        self.kills = 0

    def __enter__(self) -> "KilledBase":
        _FORKS.set_forkserver_preload(["tests.support.killed_base", "inspector_app.server.serving"])
        self.begin()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()

    def begin(self) -> None:
        """Serve, and return once it can be reached."""
        self._process = _FORKS.Process(target=_serve, args=self._told)
        self._process.start()
        end = time.monotonic() + _PATIENCE_S
        while not is_reached(self.port):
            assert self._process.is_alive(), self._log.read_text(errors="replace")
            assert time.monotonic() < end, self._log.read_text(errors="replace")
            time.sleep(0.02)

    def kill(self) -> None:
        """Kill it in the midst of whatever it does."""
        assert self._process is not None
        assert self._process.is_alive(), self._log.read_text(errors="replace")
        self._process.kill()
        self._process.join()
        self._process.close()
        self.kills += 1


def _serve(folder: str, port: str, database_url: str, log: str) -> None:
    with Path(log).open("ab") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
    os.environ[DATABASE_VARIABLE] = database_url
    sys.exit(main(["serve", "--base", folder, "--port", port]))

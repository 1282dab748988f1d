"""A real ``spr-base serve`` for benchmarks, and what it costs its machine."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def serving(folder: Path, port: int | None = None) -> Iterator[tuple[int, int]]:
    """Run ``spr-base serve`` and give its process and its port; None: one that is free."""
    port = port or free_port()
    command = [sys.executable, "-m", "inspector_app.server", "--base", str(folder), "serve"]
    process = subprocess.Popen([*command, "--port", str(port)], stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait(30)


def cpu_s(process: int) -> float:
    """Return a process's seconds of user and system time."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def peak_mb(process: int) -> float:
    """Return a process's resident memory at its peak."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(port: int) -> None:
    """Return once something listens at a port."""
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise SystemExit("The server did not start.")


def wait_until(is_so: Callable[[], bool]) -> None:
    """Return once something is so."""
    for _ in range(1200):
        if is_so():
            return
        time.sleep(0.1)
    raise SystemExit("It took longer than two minutes.")

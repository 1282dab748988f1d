"""The shipped front door as it runs at base: the real Caddy, in front of a port."""

import contextlib
import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

CADDY = Path(sys.executable).parent / "caddy"
CADDYFILE = Path(__file__).parents[2] / "packaging" / "Caddyfile"
_PATIENCE_S = 60


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def running(arguments: list[str], log: Path, **environ: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program beside the test, and end it with the test."""
    with log.open("wb") as file:
        process = subprocess.Popen(
            arguments, env={**os.environ, **environ}, stdout=file, stderr=subprocess.STDOUT
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextlib.contextmanager
def front_door(
    folder: Path, served_port: int, log: Path, *, read_body: str = "5m"
) -> Iterator[int]:
    """Run Caddy by the shipped configuration, in front of ``served_port``; give its own port.

    Args:
        folder: of the base whose certificate it shows.
    """
    port = free_port()
    with running(
        [str(CADDY), "run", "--config", str(CADDYFILE), "--adapter", "caddyfile"],
        log,
        SPR_BASE_FOLDER=str(folder),
        SPR_BASE_BIND="127.0.0.1",
        SPR_BASE_PORT=str(port),
        SPR_BASE_SERVED_PORT=str(served_port),
        SPR_BASE_READ_BODY=read_body,
        HOME=str(log.parent),
        XDG_DATA_HOME=str(log.parent),
        XDG_CONFIG_HOME=str(log.parent),
    ) as process:
        wait_for(port, process, log)
        yield port


@contextlib.contextmanager
def served(folder: Path, log: Path) -> Iterator[int]:
    """Run ``spr-base serve`` and give its port."""
    port = free_port()
    arguments = [sys.executable, "-m", "inspector_app.server", "serve", "--base", str(folder)]
    with running([*arguments, "--port", str(port)], log) as process:
        wait_for(port, process, log)
        yield port


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return once something listens at a port."""
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end and process.poll() is None:
        if is_reached(port):
            return
        time.sleep(0.05)
    raise AssertionError(f"nothing came to listen: {log.read_text(errors='replace')}")


def is_reached(port: int) -> bool:
    """Return whether something listens at a port."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def trusting(authority: bytes) -> ssl.SSLContext:
    """What trusts one authority alone, as laptops do."""
    return ssl.create_default_context(cadata=authority.decode())

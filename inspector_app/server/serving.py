"""Base as processes: who listens where, and what stands in front."""

import atexit
import ipaddress
import logging
import os
import socket
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from inspector_app.domain.errors import BadInput, RuleViolation
from inspector_app.server.app import create_app
from inspector_app.server.opening import opened_base
from inspector_app.server.receiving import PROTOCOL

FOLDER_VARIABLE = "SPR_BASE_FOLDER"
DEFAULT_PORT = 8000
_LOOPBACK = ("127.0.0.1", "::1")
_KEEP_ALIVE_S = 75
"""Longer than the front door keeps its own connections, so that none is cut under a request."""
_LAST_REQUESTS_S = 20
"""For what is being answered when base is told to stop."""
_WAITING = 1024


@dataclass(frozen=True, slots=True)
class Serving:
    """How a base is served."""

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    workers: int = 1
    """Processes."""
    front_doors: Sequence[str] = ()
    """Addresses of machines whose front door takes the laptops' calls and hands them on."""


def serve(folder: Path, serving: Serving, ready: Callable[[], None]) -> None:
    """Serve the base in ``folder`` until the process is told to stop.

    Args:
        folder: of the base.
        serving: how.
        ready: called once callers find it, if only to wait a moment.

    Raises:
        RuleViolation: it would listen to other machines without a front door.
        NotFound, BadInput: there is no base, it cannot be opened, or the port is taken.
    """
    _require_front_door(serving)
    with opened_base(folder, os.environ, _now) as base, _listening(serving) as taken:
        ready()
        if serving.workers > 1:
            base.database.close()  # each process has its own
            os.environ[FOLDER_VARIABLE] = str(folder.resolve())
            Multiprocess(_config("inspector_app.server.serving:worker", serving), [taken]).run()
        else:
            uvicorn.Server(_config(create_app(base), serving)).run([taken])


def worker() -> FastAPI:
    """Return the application of one of several processes."""
    _log_to_the_terminal()
    opened = ExitStack()
    atexit.register(opened.close)
    folder = Path(os.environ[FOLDER_VARIABLE])
    return create_app(opened.enter_context(opened_base(folder, os.environ, _now)))


def _now() -> datetime:
    return datetime.now(UTC)


def _require_front_door(serving: Serving) -> None:
    with suppress(ValueError):
        if ipaddress.ip_address(serving.host).is_loopback or serving.front_doors:
            return
    raise RuleViolation(
        f"Base does not listen at {serving.host} by itself: it speaks without encryption and sets "
        "no limit to slow callers, which is a front door’s work. Serve it at 127.0.0.1 behind "
        "Caddy on this machine (packaging/Caddyfile), or name the machine of the front door: "
        "--front-door ADDRESS."
    )


def _listening(serving: Serving) -> socket.socket:
    family = socket.AF_INET6 if ":" in serving.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((serving.host, serving.port))
        listening.listen(_WAITING)
        listening.set_inheritable(True)
    except (OSError, OverflowError) as error:
        listening.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInput(
            f"Base cannot listen at {serving.host}, port {serving.port} ({reason}). Nothing was "
            "started; stop what listens there, or choose another port: --port NUMBER."
        ) from error
    return listening


def _config(app: FastAPI | str, serving: Serving) -> uvicorn.Config:
    _log_to_the_terminal()
    return uvicorn.Config(
        app,
        factory=isinstance(app, str),
        workers=serving.workers,
        http=PROTOCOL,
        proxy_headers=True,
        forwarded_allow_ips=[*_LOOPBACK, *serving.front_doors],
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_LAST_REQUESTS_S,
    )


def _log_to_the_terminal() -> None:
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )

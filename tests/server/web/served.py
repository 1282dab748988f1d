"""Base's application at an address of this machine, for a real browser or a real laptop."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from inspector_app.server.app import create_app
from inspector_app.server.base import Base

_PATIENCE_S = 20


@contextmanager
def served(base: Base, certificate: Path | None = None) -> Iterator[str]:
    """Serve a base in this process and give its address.

    Args:
        base: whose.
        certificate: of TLS, with its key; None: without encryption.
    """
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(base),
            log_config=None,
            access_log=False,
            timeout_keep_alive=1,
            ssl_certfile=certificate,
            ssl_keyfile=certificate,
        )
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        until = time.monotonic() + _PATIENCE_S
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            assert time.monotonic() < until, "the server did not start in time"
            time.sleep(0.01)
        scheme = "https" if certificate else "http"
        yield f"{scheme}://localhost:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(_PATIENCE_S)
        listening.close()

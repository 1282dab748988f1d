"""A network that comes and goes, in front of a port: it cuts off, stalls and truncates."""

import contextlib
import random
import socket
import struct
import threading
import time
from collections import Counter
from enum import StrEnum
from typing import Self

_PIECE = 64 * 1024
_LONGEST_STALL_S = 1.5
_RESET = struct.pack("ii", 1, 0)


class Trouble(StrEnum):
    """What may befall bytes on their way."""

    CUT = "cut"
    """The connection breaks before they are through."""
    STALLED = "stalled"
    """They wait for a while."""
    TRUNCATED = "truncated"
    """Some of them go through, then the connection breaks."""


class FaultyProxy:
    """Passes connections on to another port; a context manager."""

    def __init__(self, served_port: int, seed: int) -> None:
        """Args: ``seed`` draws the faults, so far as threads follow each other alike."""
        self._served_port = served_port
        self._chance = random.Random(seed)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.faults = 0.0
        """How many of the pieces that pass, up or down, are befallen: 0 to 1."""
        self.befell: Counter[Trouble] = Counter()

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                laptop, _ = self._listening.accept()
            except OSError:
                return
            try:
                base = socket.create_connection(("127.0.0.1", self._served_port))
            except OSError:
                _reset(laptop)
                continue
            for ends in ((laptop, base), (base, laptop)):
                threading.Thread(target=self._pass_on, args=ends, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        end = _close
        with contextlib.suppress(OSError):
            while piece := source.recv(_PIECE):
                trouble = self._drawn()
                if trouble is Trouble.STALLED:
                    time.sleep(self._chance.uniform(0, _LONGEST_STALL_S))
                elif trouble is not None:
                    part = len(piece) // 2 if trouble is Trouble.TRUNCATED else 0
                    target.sendall(piece[:part])
                    end = _reset
                    break
                target.sendall(piece)
        end(target)
        end(source)

    def _drawn(self) -> Trouble | None:
        if self._chance.random() >= self.faults:
            return None
        trouble = self._chance.choice(list(Trouble))
        self.befell[trouble] += 1
        return trouble


def _reset(end: socket.socket) -> None:
    """Break a connection: what is still on its way in it is lost."""
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    _close(end)


def _close(end: socket.socket) -> None:
    """End a connection, also for the thread that waits for its other half."""
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()

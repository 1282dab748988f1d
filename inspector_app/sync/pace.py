"""How much may travel in a second, so that a shared line stays of use to others."""

import time
from collections.abc import Callable

_BURST_S = 0.25
"""What was saved up while nothing travelled is spent at once, but no more than this long."""


class Pace:
    """Lets whoever sends or receives wait until it is within its limit."""

    def __init__(
        self,
        bytes_per_s: int | None,
        wait: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Args: ``bytes_per_s`` of both directions together; None: no limit."""
        self._rate = bytes_per_s
        self._wait = wait
        self._monotonic = monotonic
        self._free_at = monotonic()

    def spent(self, size: int) -> None:
        """Note that ``size`` bytes travelled; return once more may."""
        if self._rate is None:
            return
        now = self._monotonic()
        self._free_at = max(self._free_at, now - _BURST_S) + size / self._rate
        if self._free_at > now:
            self._wait(self._free_at - now)

    def seconds(self, size: int) -> float:
        """Return how long ``size`` bytes take at least."""
        return 0.0 if self._rate is None else size / self._rate


UNLIMITED = Pace(None)

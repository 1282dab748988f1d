"""How long another thread is kept waiting, as the window's own thread would be."""

import threading
import time

_PAUSE_SECONDS = 0.002


class Watch:
    """A thread that looks at the clock every two milliseconds, as long as it is entered."""

    def __init__(self) -> None:
        self.longest_ms = 0.0
        """The longest time between two looks so far."""
        self.cpu_s = 0.0
        """What looking has cost, to be taken off what is measured."""
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        last = time.perf_counter()
        while not self._done.wait(_PAUSE_SECONDS):
            now = time.perf_counter()
            self.longest_ms = max(self.longest_ms, (now - last) * 1000)
            last = now
            self.cpu_s = time.thread_time()

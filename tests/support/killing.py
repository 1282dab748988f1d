"""Work that is killed in its midst, as by a power cut or a user who has had enough.

The work runs in a process of its own, forked from one that has imported everything already: so
the moment of the kill falls into the work and not into its start.
"""

import importlib
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import NoReturn, Self


class Killer:
    """Begins functions of one module and kills them; a context manager."""

    def __init__(self, module: str, *imported: str, environment: Mapping[str, str]) -> None:
        """Get ready.

        Args:
            module: where the functions are.
            imported: modules that they would import while they work.
            environment: replaces variables of this process's own.
        """
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, module, *imported],
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def kill(self, function: str, after_seconds: float, *arguments: str) -> bool:
        """Begin ``function``, kill it and return whether it was still at work.

        Args:
            function: of the module; called with ``begin`` and the arguments. The time counts from
                its call of ``begin()``.
            after_seconds: when to kill.
            arguments: without tabs and line ends.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\t".join((function, str(after_seconds), *arguments)) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline().strip()
        assert answer in ("killed", "done"), f"{function} failed: {answer or 'see above'}"
        return answer == "killed"


def _serve(module: str, *imported: str) -> None:
    code = importlib.import_module(module)
    for name in imported:
        importlib.import_module(name)
    for line in sys.stdin:
        function, after, *arguments = line.rstrip("\n").split("\t")
        child = _begun(getattr(code, function), arguments)
        time.sleep(float(after))
        # Its helpers die with it, as they do in a power cut.
        os.killpg(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        ended = os.waitstatus_to_exitcode(status)
        answer = {0: "done", -signal.SIGKILL: "killed"}.get(ended, f"ended with {ended}")
        print(answer, flush=True)


def _begun(function: Callable[..., None], arguments: Sequence[str]) -> int:
    """Return the process that works, once it has begun or has failed to."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(function, lambda: os.close(writing), arguments)
    os.close(writing)
    os.read(reading, 1)
    os.close(reading)
    return child


def _work(
    function: Callable[..., None], begin: Callable[[], None], arguments: Sequence[str]
) -> NoReturn:
    code = 1
    try:
        os.setpgid(0, 0)
        function(begin, *arguments)
        code = 0
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve(*sys.argv[1:])

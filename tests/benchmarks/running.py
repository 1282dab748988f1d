"""Runs one benchmark in a process of its own."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.benchmarks.machine import TOP
from tests.benchmarks.runs import Figure, Result, Unreadable, figure_from

_HERE = Path(__file__).parent
_SHORTER = {
    "base_file": "base_file:512",
    "base_growth": "base_growth:10",
    "base_quiet": "base_quiet:200",
    "evidence_file": "evidence_file:512",
    "laptop_file": "laptop_file:512",
}
"""What would take by far the most of a whole run, by what it is asked for instead.

Its cost grows with the size and its ratios hardly change with it; the full size is what was
promised, and is measured where the benchmark is asked for by its name, or all at full size.
"""


def benchmarks() -> dict[str, str]:
    """Return all benchmarks, each with the first sentence of what it says of itself.

    A benchmark is a module of this folder that does something when it is started.
    """
    found = {}
    for path in sorted(_HERE.glob("[!_]*.py")):
        text = path.read_text(encoding="utf-8")
        if re.search(r'^if __name__ == "__main__":', text, re.MULTILINE):
            found[path.stem] = text.partition("\n")[0].strip('"')
    return found


def shorter(name: str) -> str:
    """Return what a benchmark is asked for in a whole run that is to end within the hour."""
    return _SHORTER.get(name, name)


def command_of(benchmark: str) -> list[str]:
    """Return what runs ``NAME`` or, with arguments of its own, ``NAME:ARGUMENT:…``."""
    name, *arguments = benchmark.split(":")
    return [sys.executable, "-m", f"{__package__}.{name}", *arguments]


def result_of(benchmark: str, command: Sequence[str], told: Callable[[Figure], None]) -> Result:
    """Run a benchmark to its end, however that is, and return what it came to.

    Its own words go to our standard error when it has ended; the last of them is why it failed.

    Args:
        benchmark: what the result is called.
        command: what is run.
        told: is called with each figure as it comes.
    """
    figures: list[Figure] = []
    fault = ""
    start = time.monotonic()
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as words:
        process = subprocess.Popen(
            command, cwd=TOP, stdout=subprocess.PIPE, stderr=words, text=True, errors="replace"
        )
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if not line.startswith("{"):
                    continue
                try:
                    figures.append(figure_from(line))
                except Unreadable as error:
                    fault = fault or str(error)
                else:
                    told(figures[-1])
        except BaseException:
            # subprocess would look first whether it is gone, and then nobody else could wait for it
            os.kill(process.pid, signal.SIGTERM)
            raise
        finally:
            process.stdout.close()
            # Of it and of all its processes: subprocess itself does not ask for it.
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        words.seek(0)
        said = words.read()
    if said:
        print(said.rstrip(), file=sys.stderr, flush=True)
    if process.returncode:
        fault = f"{_last_words(said)} (exit code {process.returncode})"
    elif not figures:
        fault = fault or "it told no figure"
    return Result(
        benchmark,
        tuple(figures),
        round(time.monotonic() - start, 1),
        round(used.ru_maxrss / 1024, 1),
        fault,
    )


def _last_words(said: str) -> str:
    """Return the last line of a text, or of a traceback the one that names the error."""
    errors = re.findall(r"^[\w.]+: .+", said, re.MULTILINE) if "Traceback" in said else []
    return (errors or said.strip().splitlines() or ["it said nothing"])[-1]

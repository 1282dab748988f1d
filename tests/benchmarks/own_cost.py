"""What a piece of work cost this process alone: processor time, and memory at its peak."""

import resource
from collections.abc import Callable
from pathlib import Path


def cost_of(work: Callable[[], object]) -> dict[str, float]:
    """Do ``work``; return seconds of user and system time, and MB of peak memory above the start.

    The peak of a process never goes down again, so only what comes first is told in full.
    """
    memory = _peak_kib()
    before = resource.getrusage(resource.RUSAGE_SELF)
    work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"cpu_s": cpu, "memory_mb": (_peak_kib() - memory) / 1024}


def _peak_kib() -> int:
    """Return the peak of this process; ``ru_maxrss`` begins at that of its parent."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))

"""Taking from this process what reading a hostile file does not need."""

import contextlib
import sys

NO_BOUND = -1
"""For a bound that is not set."""


def confine(*, memory_bytes: int, file_bytes: int = NO_BOUND, open_files: int = NO_BOUND) -> None:
    """Bound this process for good; what it then asks for in vain fails there, not here.

    Windows has no such bounds, and macOS none on memory; callers bound time and sizes besides.

    Args:
        memory_bytes: of address space, the process's own libraries included.
        file_bytes: the largest file it may write; 0: none at all.
        open_files: at a time.
    """
    if sys.platform == "win32":
        return
    import resource  # does not exist on Windows

    limits = {
        resource.RLIMIT_AS: memory_bytes,
        resource.RLIMIT_FSIZE: file_bytes,
        resource.RLIMIT_NOFILE: open_files,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in limits.items():
        if most != NO_BOUND:
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(what, (most, most))


def leave_no_core() -> None:
    """Let no crash of this process, or of its children, write their memory to the disk.

    Keys lie in it, and what is shown. Windows has no such bound: what its error reporting keeps is
    set for the whole system.
    """
    if sys.platform == "win32":
        return
    import resource  # does not exist on Windows

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_time(cpu_seconds: int) -> None:
    """Let the system end this process once it has used ``cpu_seconds`` more; not on Windows."""
    if sys.platform == "win32":
        return
    import resource  # does not exist on Windows

    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + 1 + cpu_seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (until, hard))

"""What figures hold for: processor, memory, system, versions, commit."""

import importlib.metadata
import os
import platform
import re
import ssl
import subprocess
from pathlib import Path

from inspector_app.version import VERSION

TOP = Path(__file__).parents[2]


def machine() -> str:
    """Return processor, cores, memory and system in one line."""
    processor = _line_of("/proc/cpuinfo", r"model name\s*: (.+)")
    memory = _line_of("/proc/meminfo", r"MemTotal:\s*(\d+) kB")
    return ", ".join(
        [
            processor or platform.processor() or platform.machine(),
            f"{os.cpu_count()} cores",
            f"{int(memory) / 1024**2:.1f} GiB" if memory else "memory not told",
            f"{platform.system()} {platform.release()}",
        ]
    )


def load() -> str:
    """Return the load of the last one, five and fifteen minutes."""
    return ", ".join(f"{each:.1f}" for each in os.getloadavg())


def versions() -> dict[str, str]:
    """Return the versions of the app, of Python and of every package beside it."""
    packages = {
        found.name: found.version for found in importlib.metadata.distributions() if found.name
    }
    return {
        "SPR Inspector": VERSION,
        "Python": platform.python_version(),
        "OpenSSL of Python": ssl.OPENSSL_VERSION.split()[1],
        **dict(sorted(packages.items(), key=lambda each: each[0].casefold())),
    }


def commit() -> str:
    """Return which state of the source is measured; empty where it is no checkout."""
    told = subprocess.run(
        ["git", "-c", "safe.directory=*", "describe", "--always", "--dirty=, and changes to it"],
        cwd=TOP,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip()


def _line_of(path: str, pattern: str) -> str:
    try:
        found = re.search(pattern, Path(path).read_text(encoding="utf-8"))
    except OSError:
        return ""
    return found[1] if found else ""

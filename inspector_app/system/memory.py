"""How much memory this machine has."""

import os
import sys


def installed_bytes() -> int:
    """Return the memory of this machine, 0 where the system does not say."""
    if sys.platform == "win32":
        import ctypes  # needed on Windows alone

        kib = ctypes.c_ulonglong(0)
        ctypes.windll.kernel32.GetPhysicallyInstalledSystemMemory(ctypes.byref(kib))
        return kib.value * 1024
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return 0

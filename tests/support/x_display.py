"""A real X display without a screen, for stories that need a real window."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def x_display(
    width: int = 1366, height: int = 768, *, pixels: Path | None = None
) -> Iterator[dict[str, str]]:
    """An Xvfb of its own while inside; yields the environment that makes Qt open windows there.

    Sizes are pixels at 96 dpi; a folder for ``pixels`` gets what the screen shows, as
    the file ``Xvfb_screen0``. The server picks a free number itself, so that tests running at
    once do not meet; nobody can reach it over the network.

    Raises:
        pytest.fail.Exception: Xvfb is not installed; a story must not be skipped in silence.
    """
    server = shutil.which("Xvfb")
    if server is None:
        pytest.fail("Xvfb is not installed; ./packaging/test installs it", pytrace=False)
    read_end, write_end = os.pipe()
    arguments = ["-displayfd", str(write_end), "-screen", "0", f"{width}x{height}x24"]
    if pixels:
        arguments += ["-fbdir", str(pixels)]
    with subprocess.Popen(
        [server, *arguments, "-dpi", "96", "-nolisten", "tcp", "-noreset"],
        pass_fds=[write_end],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(write_end)
        try:
            # Written once the server takes connections; empty if it ended instead.
            with os.fdopen(read_end, encoding="ascii") as answer:
                number = answer.readline().strip()
            if not number:
                pytest.fail(f"Xvfb ended with code {process.wait()} before it was ready")
            environment = {
                name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"
            }
            yield environment | {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        finally:
            process.terminate()

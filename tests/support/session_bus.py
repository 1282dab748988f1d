"""A session bus of its own, on which programs and stand-ins meet and nobody else is."""

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

_ALONE = """<busconfig><type>session</type><listen>unix:dir={folder}</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>"""


@contextmanager
def session_bus(folder: Path, environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of a bus that lives while inside.

    Args:
        folder: for its socket; its path must be short, as those of sockets are.
        environment: in which it starts the services that are installed; None: it starts none.

    Raises:
        pytest.fail.Exception: it is not installed; a test must not be skipped in silence.
    """
    bus = shutil.which("dbus-daemon")
    if bus is None:
        pytest.fail("dbus-daemon is not installed; ./packaging/test installs it", pytrace=False)
    alone = folder / "bus.conf"
    alone.write_text(_ALONE.format(folder=folder), encoding="utf-8")
    kind = f"--config-file={alone}" if environment is None else "--session"
    with subprocess.Popen(
        [bus, kind, "--nofork", "--print-address=1", f"--address=unix:dir={folder}"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()

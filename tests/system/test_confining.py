"""A confined process ends at its bounds."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bounds")


def ended(script: str) -> subprocess.CompletedProcess[str]:
    lines = f"from inspector_app.system.confining import allow_time, confine\n{script}"
    return subprocess.run(
        [sys.executable, "-c", lines], capture_output=True, text=True, check=False, timeout=30
    )


def test_memory_files_and_what_is_open_are_bounded() -> None:
    run = ended(
        "import tempfile\n"
        "file = tempfile.TemporaryFile(buffering=0)\n"
        "confine(memory_bytes=2**28, file_bytes=1000, open_files=8)\n"
        "def refused(act):\n"
        "    try: return act() and None\n"
        "    except (MemoryError, OSError) as error: return type(error).__name__\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "print(refused(lambda: bytearray(2**29)), file.write(bytes(2000)),"
        " refused(lambda: file.write(b'x')),"
        " refused(lambda: [open('/dev/null') for _ in range(9)]))\n"
    )
    assert run.stdout == "MemoryError 1000 OSError OSError\n", run.stderr


def test_what_is_not_named_stays_free() -> None:
    run = ended(
        "import resource\n"
        "kinds = resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE\n"
        "before = [resource.getrlimit(kind) for kind in kinds]\n"
        "confine(memory_bytes=2**30)\n"
        "print([resource.getrlimit(kind) for kind in kinds] == before,"
        " resource.getrlimit(resource.RLIMIT_CORE))\n"
    )
    assert run.stdout == "True (0, 0)\n", run.stderr


def test_a_crash_of_the_app_writes_no_memory_to_the_disk() -> None:
    run = ended(
        "import resource, sys\n"
        "from inspector_app.__main__ import main\n"
        "sys.argv = ['spr-inspector', '--version']\n"
        "core = resource.RLIMIT_CORE\n"
        "most = resource.getrlimit(core)[1]\n"
        "resource.setrlimit(core, (most, most))\n"
        "main()\n"
        "print(resource.getrlimit(core))\n"
    )
    assert run.stdout.splitlines()[-1] == "(0, 0)", run.stderr


def test_time_is_allowed_anew_for_each_call() -> None:
    run = ended(
        "import resource\n"
        "allow_time(5); first = resource.getrlimit(resource.RLIMIT_CPU)[0]\n"
        "allow_time(9); second = resource.getrlimit(resource.RLIMIT_CPU)[0]\n"
        "print(second - first)\n"
    )
    assert run.stdout == "4\n", run.stderr

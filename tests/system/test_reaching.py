"""A process that was forbidden to reach out cannot, whatever a decoder in it is made to do."""

import json
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.system import reaching

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in reaching._MACHINES,
    reason="only Linux can be asked for it",
)
TOP = Path(__file__).parents[2]
TRIES = """
import ctypes, json, os, socket, subprocess, sys, threading
sys.path.insert(0, sys.argv[1])
from inspector_app.system import reaching

place, told = sys.argv[2], {}
open(place + "/there", "w").close()
tries = {
    "connects": lambda: socket.create_connection(("127.0.0.1", 9), 1),
    "asks by UDP": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
    "talks locally": lambda: socket.socket(socket.AF_UNIX),
    "runs": lambda: subprocess.run(["/bin/true"], check=True),
    "runs a shell": lambda: os.posix_spawn("/bin/true", ["true"], {}),
    "forks": lambda: os.fork() or os._exit(0),
    "becomes another": lambda: os.execv("/bin/true", ["true"]),
    "kills": lambda: os.kill(os.getppid(), 0),
    "writes": lambda: open(place + "/new", "w"),
    "appends": lambda: open(place + "/there", "a"),
    "changes": lambda: open(place + "/there", "r+"),
    "removes": lambda: os.unlink(place + "/there"),
    "renames": lambda: os.rename(place + "/there", place + "/gone"),
    "links": lambda: os.symlink("/etc/passwd", place + "/link"),
    "makes a folder": lambda: os.mkdir(place + "/folder"),
    "opens to all": lambda: os.chmod(place + "/there", 0o777),
    "cuts": lambda: os.truncate(place + "/there", 0),
}
told["in force"] = reaching.forbid()
for name, attempt in tries.items():
    try:
        attempt()
        told[name] = "it can"
    except PermissionError:
        told[name] = "refused"
    except OSError as error:
        told[name] = repr(error)
thread = threading.Thread(target=lambda: told.update({"thread": "it can"}))
thread.start()
thread.join()
told["reads"] = open(place + "/there").read() + "it can"
print(json.dumps(told))
"""


def test_it_reads_and_reckons_and_nothing_else(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-B", "-c", TRIES, str(TOP), str(tmp_path)],
        capture_output=True,
        check=True,
    )
    told = json.loads(done.stdout)
    assert told.pop("in force") is True
    assert (told.pop("thread"), told.pop("reads")) == ("it can", "it can")
    assert set(told.values()) == {"refused"}, told
    assert [each.name for each in tmp_path.iterdir()] == ["there"]

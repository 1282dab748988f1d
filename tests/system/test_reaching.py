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
told["in force"] = reaching.forbid(may_write=sys.argv[3] == "writes")
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
if sys.argv[3] == "reads":
    told["reads"] = open(place + "/there").read() + "it can"
print(json.dumps(told))
"""


def tried(folder: Path, how: str) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-I", "-B", "-c", TRIES, str(TOP), str(folder), how],
        capture_output=True,
        check=True,
    )
    told: dict[str, str] = json.loads(done.stdout)
    assert told.pop("in force")
    assert told.pop("thread") == "it can"
    return told


def test_it_reads_and_reckons_and_nothing_else(tmp_path: Path) -> None:
    told = tried(tmp_path, "reads")
    assert told.pop("reads") == "it can"
    assert set(told.values()) == {"refused"}, told
    assert [each.name for each in tmp_path.iterdir()] == ["there"]


def test_one_that_unpacks_writes_files_and_still_reaches_nobody(tmp_path: Path) -> None:
    told = tried(tmp_path, "writes")
    files = ("writes", "appends", "changes", "removes", "makes a folder", "links")
    assert {told.pop(each) for each in files} == {"it can"}
    reaching_out = ("connects", "asks by UDP", "talks locally", "runs", "runs a shell", "forks")
    assert {told.pop(each) for each in (*reaching_out, "becomes another", "kills")} == {"refused"}

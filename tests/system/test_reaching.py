"""A process that was forbidden to reach out cannot, whatever a decoder in it is made to do."""

import json
import os
import platform
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from inspector_app.system import children, reaching

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
by_number = ctypes.CDLL(None, use_errno=True).syscall
tgkill = {"x86_64": 234, "aarch64": 131}[os.uname().machine]
fchmodat2, here = 452, -100

def asked(*call):
    if by_number(*call) == -1:
        raise OSError(ctypes.get_errno(), "it said no")

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
    "kills a thread": lambda: asked(tgkill, os.getppid(), os.getppid(), 0),
    "writes": lambda: open(place + "/new", "w"),
    "appends": lambda: open(place + "/there", "a"),
    "changes": lambda: open(place + "/there", "r+"),
    "removes": lambda: os.unlink(place + "/there"),
    "renames": lambda: os.rename(place + "/there", place + "/gone"),
    "links": lambda: os.symlink("/etc/passwd", place + "/link"),
    "makes a folder": lambda: os.mkdir(place + "/folder"),
    "opens to all": lambda: os.chmod(place + "/there", 0o777),
    "opens to all anew": lambda: asked(
        fchmodat2, here, (place + "/there").encode(), 0o777, 0
    ),
    "cuts": lambda: os.truncate(place + "/there", 0),
    "dates": lambda: os.utime(place + "/there", (0, 0)),
    "labels": lambda: os.setxattr(place + "/there", "user.label", b"x"),
    "takes labels off": lambda: os.removexattr(place + "/there", "user.label"),
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
    others = ("becomes another", "kills", "kills a thread")
    assert {told.pop(each) for each in (*reaching_out, *others)} == {"refused"}


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("unpacking", {"folder": "", "base": "", "known": [], "identity": ""}),
        ("examination", {"trusted": [], "pinned": True, "fonts": ""}),
    ],
)
def test_a_child_that_opens_a_file_is_one_of_them_before_it_opens_it(
    tmp_path: Path, name: str, asked: dict[str, object]
) -> None:
    pipe = tmp_path / "file"  # the child waits there for somebody to write
    os.mkfifo(pipe)
    with subprocess.Popen(
        children.command(name, str(512 * 1024**2)), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdin is not None
        child.stdin.write(json.dumps({"path": str(pipe), **asked}).encode())
        child.stdin.close()
        writing = None
        while writing is None and child.poll() is None:
            with suppress(OSError):
                writing = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
            time.sleep(0.01)
        assert writing is not None, "it ended before it opened the file"
        own = Path(f"/proc/{child.pid}")
        status = (own / "status").read_text(encoding="ascii")
        limits = (own / "limits").read_text(encoding="ascii").splitlines()
        child.kill()
        os.close(writing)
    assert "Seccomp:\t2" in status
    (memory,) = (each for each in limits if each.startswith("Max address space"))
    assert "unlimited" not in memory

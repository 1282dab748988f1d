"""The longest gap on the window's thread while one types and a round of sync goes on behind.

Usage: python -m tests.benchmarks.window_sync [CHANGES] [SIZE_MIB]    (2,000 and 64 by default)

A team-mate has brought CHANGES changes to a real ``spr-base serve`` on loopback, and this laptop
holds SIZE_MIB of files that base has not. The real window stands on a line of the sample, and a
timer types into its note while the round brings in the one and sends the other; once more it types
as long without a round. The baseline is a bare worker that does the same bytes by the libraries
alone while an empty application runs the timer: it parses, hashes, verifies and inserts the same
changes, and reads, hashes and sends the same files through a socket to a process that drops them.

As in ``window_gaps``, each figure is of a fresh process and the lowest of three taken in turns.
"""

import base64
import contextlib
import gc
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.answers import Answer
from inspector_app.domain.ids import InspectionId, LineId
from inspector_app.server import enrolling, teams
from inspector_app.server.base import Base
from inspector_app.server.enrolling import Inviting
from inspector_app.services.vault import Unlocked
from inspector_app.sync.lines import line_of
from inspector_app.sync.wire import PART_SIZE
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.section_page import SectionPage
from tests.benchmarks.gui_ticks import Ticks
from tests.benchmarks.served_base import free_port, serving
from tests.benchmarks.telling import tell
from tests.server.support import Clock as BaseClock
from tests.server.support import a_base
from tests.support.commands import PIN
from tests.support.desk_near_base import syncing
from tests.support.desk_window import DeskWindow
from tests.support.vaults import PASSPHRASE, RealClock, a_vault

_ROUNDS = 3
_FILES = 4
_KEY_MS = 40
"""Between two keys: faster than anybody types."""
_ALONE_S = 4.0
_LIMIT = 50.0
"""What the window may take beyond the bare worker's gap, in ms: less than the eye notices."""
_LETTER, _SPACE = Qt.Key.Key_A, Qt.Key.Key_Space
_LINE, _OTHERS = LineId("CC-PO-02"), [LineId(f"CC-PO-{number:02}") for number in range(3, 9)]
_DESK, _BASE, _LINES, _FILM = "desk", "base", "lines.ndjson", "film-{}.bin"


def main() -> None:
    changes = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    size_mib = int(sys.argv[2]) if len(sys.argv) > 2 else 64
    with tempfile.TemporaryDirectory(prefix="sync-gaps-") as name:
        folder = Path(name)
        port = free_port()
        _prepare(folder, port, changes, size_mib)
        rounds = [
            {
                "window": _by_window(folder, port, changes),
                "alone": _run("alone", folder),
                "bare": _run("bare", folder),
            }
            for _ in range(_ROUNDS)
        ]
    gap = {way: min(each[way] for each in rounds) for way in rounds[0]}
    title = f"typing while {changes:,} changes come in and {size_mib} MiB go to base"
    tell(f"{title}, longest GUI gap", gap["window"], gap["bare"], None, "ms", digits=1)
    tell(
        "typing with no round of sync, longest GUI gap",
        gap["alone"],
        gap["bare"],
        None,
        "ms",
        digits=1,
    )
    beyond = max(gap["window"] - gap["bare"], 0.0)
    tell(f"{title}, gap beyond the bare worker's", beyond, _LIMIT, 1.0, "ms", digits=1)


# What there is to be synced


def _prepare(folder: Path, port: int, changes: int, size_mib: int) -> None:
    """Make a base with a team-mate's work, and a laptop with files that it has not sent."""
    files = [folder / _FILM.format(number) for number in range(_FILES)]
    for path in files:
        with path.open("wb") as writing:
            for _ in range(max(size_mib // _FILES, 1)):
                writing.write(os.urandom(1 << 20))
            os.fsync(writing.fileno())
    place = folder / _BASE
    place.mkdir()
    base = a_base(place, f"sqlite:///{place / 'base.db'}", BaseClock(datetime.now(UTC)))
    with serving(place, port), contextlib.ExitStack() as stack:
        stack.callback(base.database.close)
        desk, mate = (
            stack.enter_context(contextlib.closing(a_vault(folder / name, RealClock(), initials)))
            for name, initials in ((_DESK, "JS"), ("mate", "AM"))
        )
        for vault in (desk, mate):
            _join(base, vault, f"http://localhost:{port}")
        inspection = desk.sample.open_sample()
        _require_synced(desk, inspection)
        with base.database.begin(inspection) as connection:
            device = mate.team.device
            teams.add(connection, inspection, device, teams.INSPECTOR, base.now_ms())
        mate.base_sync.sync([inspection])
        _require_synced(desk, inspection)
        before = {each.id for each in mate.inspections.history(inspection)}
        for number in range(changes):
            line = _OTHERS[number % len(_OTHERS)]
            mate.inspections.answer(inspection, line, Answer(note=f"Said in interview {number}"))
        _require_synced(mate, inspection)
        fresh = [each for each in mate.inspections.history(inspection) if each.id not in before]
        (folder / _LINES).write_bytes(b"".join(line_of(each) + b"\n" for each in fresh))
        desk.evidence.attach(inspection, files, [_LINE])


def _join(base: Base, vault: Unlocked, address: str) -> None:
    with base.database.begin() as connection:
        inviting = Inviting(f"laptop {vault.inspector.initials}", address=address)
        given = enrolling.invite(base.keys, connection, inviting, base.now_ms(), "the benchmark")
    vault.base.join(
        vault.base.read_invitation(given.model_dump_json()), "Inspector", PIN, PASSPHRASE
    )


def _require_synced(vault: Unlocked, inspection: InspectionId) -> None:
    (came,) = vault.base_sync.sync([inspection]).inspections
    if came.lacking_at_base or not came.is_synced:
        raise SystemExit(f"The benchmark could not be set up: {came.words()}")


# The ways to be busy


def _by_window(folder: Path, port: int, changes: int) -> float:
    """Serve base as it stood, and let the window sync with it."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        place = Path(name) / _BASE
        shutil.copytree(folder / _BASE, place)
        with serving(place, port):
            return _run("window", folder, str(changes))


def _run(way: str, folder: Path, *more: str) -> float:
    run = subprocess.run(
        [sys.executable, "-m", __spec__.name, f"--{way}", folder, *more],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return float(json.loads(run.stdout)["gap_ms"])


class _Typing:
    """Types into the field that has the focus, a key at a time, until it is stopped."""

    def __init__(self, desk: DeskWindow) -> None:
        self._desk = desk
        self.typed = 0
        self._timer = QTimer()
        self._timer.setInterval(_KEY_MS)
        self._timer.timeout.connect(self._on_timeout)
        self._timer.start()

    def _on_timeout(self) -> None:
        QTest.keyClick(self._desk.target, _SPACE if self.typed % 6 == 5 else _LETTER)
        self.typed += 1

    def stop(self) -> None:
        self._timer.stop()


def _window(folder: Path, changes: int) -> float:
    desk = _at_a_note(folder)
    known = syncing(desk)
    ticks, typing = Ticks(), _Typing(desk)
    ticks.run(
        known.sync_now,
        lambda: known.state.last is not None and not known.state.is_running and desk.jobs.is_idle,
    )
    typing.stop()
    last = known.state.last
    came = last.inspections[0] if last is not None else None
    if came is None or not came.is_synced or came.fresh < changes or came.files_sent != _FILES:
        raise SystemExit(f"The round was not what was to be measured: {known.state.came_words()}")
    if typing.typed < 10:
        raise SystemExit("Hardly anything was typed meanwhile.")
    return ticks.longest_ms


def _alone(folder: Path) -> float:
    desk = _at_a_note(folder)
    until = time.monotonic() + _ALONE_S
    ticks, typing = Ticks(), _Typing(desk)
    ticks.run(lambda: None, lambda: time.monotonic() > until)
    typing.stop()
    return ticks.longest_ms


def _at_a_note(folder: Path) -> DeskWindow:
    desk = DeskWindow(_scratch(folder) / _DESK, RealClock())
    desk.unlock()
    desk.key(Qt.Key.Key_Return)
    desk.window.show_screen(Screen.SECTION, _LINE)
    desk.settle()
    page = desk.window.current_page
    if not isinstance(page, SectionPage):
        raise SystemExit("The section did not open.")
    desk.key(Qt.Key.Key_Return)
    return desk


def _scratch(folder: Path) -> Path:
    place = Path(tempfile.mkdtemp(dir=folder))
    shutil.copytree(folder / _DESK, place / _DESK)
    return place


def _bare(folder: Path) -> float:
    ticks = Ticks()
    gc.disable()  # as the window has it, which collects on its own thread
    failed: list[BaseException] = []

    def work() -> None:
        try:
            _take_in(folder)
            with _dropping() as sink:
                for number in range(_FILES):
                    _send(folder / _FILM.format(number), sink)
        except BaseException as error:
            failed.append(error)
            raise

    thread = threading.Thread(target=work)
    ticks.run(thread.start, lambda: not thread.is_alive())
    if failed:
        raise SystemExit("The bare worker did not do its work.")
    return ticks.longest_ms


def _take_in(folder: Path) -> None:
    """Parse, hash, verify and insert the same changes, as many in one transaction as the app."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from sqlcipher3 import dbapi2 as sqlcipher

    from inspector_app.services.taking_in import AT_ONCE

    path = Path(tempfile.mkdtemp(dir=folder)) / "bare.db"
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{'7' * 64}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE change (id TEXT PRIMARY KEY, header BLOB, body BLOB, s BLOB)")
    lines = (folder / _LINES).read_bytes().splitlines()
    for start in range(0, len(lines), AT_ONCE):
        connection.execute("BEGIN IMMEDIATE")
        for line in lines[start : start + AT_ONCE]:
            form = json.loads(line)
            header, body = form["header"].encode(), form["body"].encode()
            said = json.loads(header)
            salted = hashlib.sha256(base64.b64decode(form["salt"]) + body).hexdigest()
            if salted != said["body_hash"] or not json.loads(body):
                raise ValueError("a change is not what it was made to be")
            hashed = hashlib.sha256(b"spr-change/1\0" + header)
            signature = base64.b64decode(form["signature"])
            device = Ed25519PublicKey.from_public_bytes(bytes.fromhex(said["device"]))
            device.verify(signature, hashed.digest())
            connection.execute(
                "INSERT INTO change VALUES (?, ?, ?, ?)",
                (hashed.hexdigest(), header, body, signature),
            )
        connection.execute("COMMIT")
    connection.close()


@contextlib.contextmanager
def _dropping() -> Iterator[socket.socket]:
    """Give the way to a process that drops what comes, and says so after each part."""
    port = free_port()
    program = (
        "import socket, sys\n"
        f"end, _ = socket.create_server(('127.0.0.1', {port})).accept()\n"
        "while size := int.from_bytes(end.recv(8)):\n"
        "    while size: size -= len(end.recv(min(size, 1 << 17)))\n"
        "    end.sendall(b'.')\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program])
    try:
        yield _reached(port)
    finally:
        process.kill()
        process.wait()


def _reached(port: int) -> socket.socket:
    for _ in range(200):
        with contextlib.suppress(OSError):
            return socket.create_connection(("127.0.0.1", port), 30)
        time.sleep(0.05)
    raise SystemExit("Nobody listens.")


def _send(path: Path, sink: socket.socket) -> None:
    with path.open("rb") as reading:
        while part := reading.read(PART_SIZE):
            hashlib.sha256(part).hexdigest()
            sink.sendall(len(part).to_bytes(8))
            sink.sendall(part)
            if sink.recv(1) != b".":
                raise OSError("the other end is gone")


def _measure(way: str, folder: Path, *more: str) -> None:
    app = QApplication(sys.argv[:1])
    gap_ms = _window(folder, int(more[0])) if way == "window" else _WAYS[way](folder)
    print(json.dumps({"gap_ms": gap_ms}), flush=True)
    del app
    os._exit(0)  # closing is no part of it


_WAYS = {"alone": _alone, "bare": _bare}

if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1].startswith("--"):
        _measure(sys.argv[1].removeprefix("--"), Path(sys.argv[2]), *sys.argv[3:])
    else:
        main()

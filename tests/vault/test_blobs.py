import hashlib
import io
import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.errors import BadInput, Cancelled, DeviceFull, EvidenceDamaged
from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.vault.blobs import BlobStore, StoredBlob
from tests.support.failing_names import failing_names

ONE, TWO = InspectionId("1" * 32), InspectionId("2" * 32)
VAULT, NAMES_KEY = "a" * 32, b"n" * 32


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    return again(tmp_path)


def again(tmp_path: Path, vault_id: str = VAULT) -> BlobStore:
    """The same folder, as the next session of the app sees it."""
    return BlobStore(tmp_path / "evidence", vault_id, NAMES_KEY)


def nothing(_name: str) -> bytes | None:
    return None


def kept(store: BlobStore, plain: bytes, inspection: InspectionId = ONE) -> StoredBlob:
    return store.put(io.BytesIO(plain), inspection, nothing)


def file_of(tmp_path: Path, blob: StoredBlob) -> Path:
    return tmp_path / "evidence" / blob.name[:2] / blob.name[2:4] / blob.name


def files_in(tmp_path: Path) -> list[Path]:
    return [
        path
        for path in (tmp_path / "evidence").rglob("*")
        if path.is_file() and path.suffix != ".placed"
    ]


def test_what_is_put_in_comes_out_again(store: BlobStore) -> None:
    plain = os.urandom(300_000)
    blob = kept(store, plain)
    assert blob.sha256 == hashlib.sha256(plain).hexdigest()
    assert blob.size_bytes == len(plain)
    assert store.read(blob.name, blob.key) == plain
    store.verify(blob.name, blob.key, blob.sha256)


@given(size=st.integers(0, 300_000), piece=st.binary(min_size=1, max_size=50))
def test_any_size_comes_out_as_it_went_in(
    tmp_path_factory: pytest.TempPathFactory, size: int, piece: bytes
) -> None:
    store = again(tmp_path_factory.mktemp("any"))
    plain = (piece * (size // len(piece) + 1))[:size]
    blob = kept(store, plain)
    with store.open(blob.name, blob.key, blob.size_bytes) as stream:
        assert stream.read() == plain
    assert store.read(blob.name, blob.key) == plain


def test_a_file_is_kept_from_its_path_and_stays_as_it_was(store: BlobStore, tmp_path: Path) -> None:
    source = tmp_path / "photo.jpg"
    source.write_bytes(b"pixels" * 50_000)
    os.utime(source, ns=(1_000_000_000, 2_000_000_000))
    blob = store.put(source, ONE, nothing)
    assert store.read(blob.name, blob.key) == source.read_bytes()
    assert source.stat().st_mtime_ns == 2_000_000_000


def test_a_stream_is_read_from_where_it_stands_and_stays_open(store: BlobStore) -> None:
    stream = io.BytesIO(b"head and body")
    stream.seek(9)
    blob = store.put(stream, ONE, nothing)
    assert store.read(blob.name, blob.key) == b"body"
    assert not stream.closed


def test_the_same_bytes_have_different_names_in_different_inspections(store: BlobStore) -> None:
    plain = b"the same"
    names = {kept(store, plain, each).name for each in (ONE, TWO)}
    assert len(names) == 2
    assert names == set(store.names())
    assert not any(hashlib.sha256(plain).hexdigest() in name for name in names)


def test_no_plain_byte_and_no_file_name_lies_on_disk(store: BlobStore, tmp_path: Path) -> None:
    source = tmp_path / "a telling name.txt"
    source.write_bytes(b"NEEDLE-IN-THE-EVIDENCE " * 20_000)
    store.put(source, ONE, nothing)
    for path in files_in(tmp_path):
        assert b"NEEDLE" not in path.read_bytes()
        assert "telling" not in str(path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_keys_are_not_shown(store: BlobStore) -> None:
    blob = kept(store, b"x")
    assert repr(blob.key) not in repr(blob)


def test_progress_ends_at_the_whole_size(store: BlobStore) -> None:
    told: list[tuple[int, int]] = []
    plain = bytes(1_000_000)
    store.put(io.BytesIO(plain), ONE, nothing, progress=lambda *now: told.append(now))
    assert told[-1] == (1_000_000, 1_000_000)
    assert [done for done, _ in told] == sorted({done for done, _ in told})


def test_cancelling_leaves_nothing(store: BlobStore, tmp_path: Path) -> None:
    answers = iter([False, False, True])
    with pytest.raises(Cancelled):
        store.put(io.BytesIO(bytes(1_000_000)), ONE, nothing, cancelled=lambda: next(answers))
    assert files_in(tmp_path) == []


def test_the_same_file_twice_in_a_session_keeps_one_file_under_one_key(
    store: BlobStore, tmp_path: Path
) -> None:
    first, second = kept(store, b"twice"), kept(store, b"twice")
    assert first == second
    assert files_in(tmp_path) == [file_of(tmp_path, first)]


def test_a_file_that_the_database_knows_keeps_its_key_and_its_bytes(
    store: BlobStore, tmp_path: Path
) -> None:
    first = kept(store, b"known")
    before = file_of(tmp_path, first).read_bytes()
    second = again(tmp_path).put(io.BytesIO(b"known"), ONE, {first.name: first.key}.__getitem__)
    assert second == first
    assert file_of(tmp_path, first).read_bytes() == before


@pytest.mark.parametrize("harm", ["damaged", "missing"])
def test_attaching_the_original_again_mends_a_harmed_file_under_its_old_key(
    store: BlobStore, tmp_path: Path, harm: str
) -> None:
    plain = os.urandom(200_000)
    first = kept(store, plain)
    path = file_of(tmp_path, first)
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1])
    second = again(tmp_path).put(io.BytesIO(plain), ONE, lambda _name: first.key)
    assert second == first
    assert store.read(first.name, first.key) == plain
    assert files_in(tmp_path) == [path]


def test_a_file_that_nobody_knows_is_replaced(store: BlobStore, tmp_path: Path) -> None:
    orphan = kept(store, b"never recorded")
    second = kept(again(tmp_path), b"never recorded")
    assert second.name == orphan.name
    assert second.key != orphan.key
    assert store.read(second.name, second.key) == b"never recorded"


def tampered(sealed: bytes, how: str) -> bytes:
    chunk, head = 16 * 1024 + 16, 56
    return {
        "bit flipped at the start": bytes([sealed[0] ^ 1]) + sealed[1:],
        "bit flipped in the middle": sealed[:60_000]
        + bytes([sealed[60_000] ^ 4])
        + sealed[60_001:],
        "bit flipped at the end": sealed[:-1] + bytes([sealed[-1] ^ 128]),
        "cut at a chunk border": sealed[: head + 2 * chunk],
        "cut within a chunk": sealed[: head + 2 * chunk + 99],
        "cut within the head": sealed[:40],
        "emptied": b"",
        "appended": sealed + b"x",
        "chunks swapped": (
            sealed[:head]
            + sealed[head + chunk : head + 2 * chunk]
            + sealed[head : head + chunk]
            + sealed[head + 2 * chunk :]
        ),
    }[how]


@pytest.mark.parametrize(
    "how",
    [
        "bit flipped at the start",
        "bit flipped in the middle",
        "bit flipped at the end",
        "cut at a chunk border",
        "cut within a chunk",
        "cut within the head",
        "emptied",
        "appended",
        "chunks swapped",
    ],
)
def test_every_kind_of_tampering_is_found_by_every_way_of_reading(
    store: BlobStore, tmp_path: Path, how: str
) -> None:
    blob = kept(store, os.urandom(100_000))
    path = file_of(tmp_path, blob)
    path.write_bytes(tampered(path.read_bytes(), how))
    with pytest.raises(EvidenceDamaged):
        store.read(blob.name, blob.key)
    with pytest.raises(EvidenceDamaged):
        store.verify(blob.name, blob.key, blob.sha256)
    with pytest.raises(EvidenceDamaged):
        store.open(blob.name, blob.key, blob.size_bytes).read()
    with pytest.raises(EvidenceDamaged):
        store.copy_out(blob.name, blob.key, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["evidence"]


def test_a_file_put_in_anothers_place_does_not_open(store: BlobStore, tmp_path: Path) -> None:
    one, two = kept(store, b"first evidence"), kept(store, b"other evidence")
    file_of(tmp_path, one).write_bytes(file_of(tmp_path, two).read_bytes())
    with pytest.raises(EvidenceDamaged):
        store.open(one.name, one.key, one.size_bytes)


def test_a_file_of_another_vault_does_not_open(store: BlobStore, tmp_path: Path) -> None:
    blob = kept(store, b"evidence")
    with pytest.raises(EvidenceDamaged):
        again(tmp_path, "b" * 32).read(blob.name, blob.key)


def test_a_missing_file_is_told(store: BlobStore, tmp_path: Path) -> None:
    blob = kept(store, b"evidence")
    file_of(tmp_path, blob).unlink()
    for read in (
        lambda: store.read(blob.name, blob.key),
        lambda: store.open(blob.name, blob.key, blob.size_bytes),
        lambda: store.verify(blob.name, blob.key, blob.sha256),
    ):
        with pytest.raises(EvidenceDamaged, match="missing"):
            read()


def test_a_whole_file_that_is_not_the_expected_one_fails_verification(store: BlobStore) -> None:
    blob = kept(store, b"evidence")
    with pytest.raises(EvidenceDamaged):
        store.verify(blob.name, blob.key, Sha256("0" * 64))


def test_a_reader_gives_any_part_of_a_large_file(store: BlobStore) -> None:
    plain = os.urandom(3_000_000)
    blob = kept(store, plain)
    with store.open(blob.name, blob.key, blob.size_bytes) as stream:
        for start in (2_999_990, 0, 1_500_000, 16_383):
            stream.seek(start)
            assert stream.read(100_000) == plain[start : start + 100_000]


def test_reading_whole_is_bounded(store: BlobStore) -> None:
    blob = kept(store, bytes(100_000))
    assert len(store.read(blob.name, blob.key, limit=100_000)) == 100_000
    with pytest.raises(ValueError, match="99999"):
        store.read(blob.name, blob.key, limit=99_999)


def test_a_copy_is_written_whole_and_its_hash_told(store: BlobStore, tmp_path: Path) -> None:
    plain = os.urandom(500_000)
    blob = kept(store, plain)
    target = tmp_path / "copy.bin"
    target.write_bytes(b"an older copy")
    assert store.copy_out(blob.name, blob.key, target) == blob.sha256
    assert target.read_bytes() == plain


def test_a_cancelled_copy_leaves_the_older_one(store: BlobStore, tmp_path: Path) -> None:
    blob = kept(store, bytes(500_000))
    target = tmp_path / "copy.bin"
    target.write_bytes(b"an older copy")
    with pytest.raises(Cancelled):
        store.copy_out(blob.name, blob.key, target, cancelled=lambda: True)
    assert target.read_bytes() == b"an older copy"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.bin", "evidence"]


def test_a_removed_file_is_gone_and_removing_it_twice_is_no_error(
    store: BlobStore, tmp_path: Path
) -> None:
    blob = kept(store, b"evidence")
    store.remove(blob.name)
    store.remove(blob.name)
    assert files_in(tmp_path) == []
    assert kept(store, b"evidence").key != blob.key


def test_a_folder_a_pipe_and_nothing_at_all_are_no_evidence(
    store: BlobStore, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    for source in (tmp_path, tmp_path / "pipe", tmp_path / "nothing"):
        with pytest.raises(BadInput):
            store.put(source, ONE, nothing)
    assert files_in(tmp_path) == []


def test_a_file_that_changes_while_it_is_read_is_not_kept(store: BlobStore, tmp_path: Path) -> None:
    source = tmp_path / "growing"
    source.write_bytes(bytes(300_000))

    def grow(_done: int, _total: int) -> None:
        with source.open("ab") as file:
            file.write(b"more")

    told = iter([grow, *[lambda _done, _total: None] * 9])
    with pytest.raises(BadInput, match="changed while"):
        store.put(source, ONE, nothing, progress=lambda done, total: next(told)(done, total))
    assert files_in(tmp_path) == []


class FailingCard(io.RawIOBase):
    """A memory card pulled out after its first megabyte."""

    def __init__(self) -> None:
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self.given >= 1_000_000:
            raise OSError(5, "Input/output error")
        self.given += len(buffer)
        return len(buffer)


def test_a_card_pulled_out_is_told_and_nothing_is_left(store: BlobStore, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="to its end"):
        store.put(FailingCard(), ONE, nothing)  # type: ignore[arg-type] # a raw stream reads alike
    assert files_in(tmp_path) == []


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Let the system itself refuse this process any larger file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_write_that_fails_midway_is_told_and_nothing_is_left(
    store: BlobStore, tmp_path: Path
) -> None:
    before = kept(store, b"kept before")
    with files_no_larger_than(500_000), pytest.raises(DeviceFull, match="kept before is safe"):
        kept(store, bytes(2_000_000))
    assert files_in(tmp_path) == [file_of(tmp_path, before)]
    assert store.read(before.name, before.key) == b"kept before"


def test_a_copy_that_does_not_fit_is_told_and_nothing_is_left(
    store: BlobStore, tmp_path: Path
) -> None:
    blob = kept(store, bytes(2_000_000))
    with files_no_larger_than(500_000), pytest.raises(DeviceFull, match="No copy was made"):
        store.copy_out(blob.name, blob.key, tmp_path / "copy")
    assert [path.name for path in tmp_path.iterdir()] == ["evidence"]


ON_A_SMALL_DISK = """
import io, sys
from pathlib import Path
from inspector_app.domain.errors import DeviceFull
from inspector_app.domain.ids import InspectionId
from inspector_app.vault.blobs import BlobStore

class Endless(io.RawIOBase):
    def readable(self): return True
    def readinto(self, buffer): return len(buffer)

store = BlobStore(Path(sys.argv[1]) / "evidence", "a" * 32, b"n" * 32)
try:
    store.put(Endless(), InspectionId("1" * 32), lambda name: None)
except DeviceFull as refusal:
    print(refusal)
print(store.leftovers(), list(store.names()))
"""


def test_a_full_disk_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    # A disk of 4 MB of its own, where the system lets this process mount one.
    mounting = 'mount -t tmpfs -o size=4m tmpfs "$1" && exec "$2" -c "$3" "$1"'
    run = subprocess.run(
        ["unshare", "-rm", "sh", "-c", mounting, "sh", tmp_path, sys.executable, ON_A_SMALL_DISK],
        capture_output=True,
        text=True,
    )
    if "permitted" in run.stderr or "permission" in run.stderr.lower():
        pytest.skip("this system does not let the test mount a disk of its own")
    assert run.stdout.splitlines() == [
        "The disk is full. This file was not kept; what was kept before is safe. Free some space"
        " and try again.",
        "[] []",
    ]


def test_a_file_larger_than_the_disk_is_refused_before_it_is_read(
    store: BlobStore, tmp_path: Path
) -> None:
    source = tmp_path / "sparse"
    with source.open("wb") as file:
        file.truncate(shutil.disk_usage(tmp_path).free + 1)
    with pytest.raises(DeviceFull, match="too little for this file"):
        store.put(source, ONE, nothing, cancelled=lambda: pytest.fail("it was read"))


IMPORTER = """
import io, os, sys
from pathlib import Path
from inspector_app.domain.ids import InspectionId
from inspector_app.vault.blobs import BlobStore
store = BlobStore(Path(sys.argv[1]) / "evidence", "a" * 32, b"n" * 32)
while True:
    blob = store.put(io.BytesIO(os.urandom(3_000_000)), InspectionId("1" * 32), lambda name: None)
    print(blob.name, blob.key.hex(), blob.sha256, flush=True)
"""


def test_after_a_kill_every_told_file_is_whole_and_the_rest_is_swept(tmp_path: Path) -> None:
    for number in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", IMPORTER, str(tmp_path)], stdout=subprocess.PIPE, text=True
        ) as importer:
            assert importer.stdout is not None
            told = [importer.stdout.readline()]
            time.sleep(0.003 * number)
            importer.send_signal(signal.SIGKILL)
            told += importer.stdout.readlines()
        store = again(tmp_path)
        known = set()
        for line in told:
            name, key, sha256 = line.split()
            store.verify(name, bytes.fromhex(key), Sha256(sha256))
            known.add(name)
        # One file at most has its name already and was not told yet.
        untold = set(store.names()) - known
        assert len(untold) <= 1
        store.clean_temporary()
        assert store.clear_unrecorded(known.__contains__) == len(untold)
        assert set(store.names()) == known
        for name in list(store.names()):
            store.remove(name)
        assert files_in(tmp_path) == []


def test_what_was_kept_and_never_recorded_is_cleared_by_the_next_session_and_nothing_else(
    store: BlobStore, tmp_path: Path
) -> None:
    recorded, unrecorded = kept(store, b"recorded"), kept(store, b"unrecorded")
    foreign = store._path("f" * 64)  # put there by somebody else, say from a backup
    foreign.parent.mkdir(parents=True)
    foreign.write_bytes(b"of another time")

    assert again(tmp_path).clear_unrecorded(lambda name: name == recorded.name) == 1

    assert set(store.names()) == {recorded.name, foreign.name}
    assert unrecorded.name not in set(store.names())
    assert not list((tmp_path / "evidence" / "tmp").iterdir())


STUCK_MIDWAY = """
import io, sys, time
from pathlib import Path
from inspector_app.domain.ids import InspectionId
from inspector_app.vault.blobs import BlobStore

def stick(done, total):
    if done > total // 2:
        print("midway", flush=True)
        time.sleep(600)

store = BlobStore(Path(sys.argv[1]) / "evidence", "a" * 32, b"n" * 32)
store.put(io.BytesIO(b"NEEDLE" * 500_000), InspectionId("1" * 32), lambda name: None, stick)
"""


def test_a_put_killed_midway_leaves_one_unreadable_temporary_file(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STUCK_MIDWAY, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as importer:
        assert importer.stdout is not None
        assert importer.stdout.readline() == "midway\n"
        importer.kill()
    store = again(tmp_path)
    assert files_in(tmp_path) == store.leftovers()
    (leftover,) = store.leftovers()
    assert leftover.stat().st_size > 1_000_000
    assert b"NEEDLE" not in leftover.read_bytes()
    assert store.clean_temporary() == 1
    assert files_in(tmp_path) == []


KEEPING_300_MB = """
import sys
from pathlib import Path
from inspector_app.domain.ids import InspectionId
from inspector_app.vault.blobs import BlobStore

def peak_kib():
    # Not ru_maxrss, which begins at the peak of the process that started this one.
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))

store = BlobStore(Path(sys.argv[1]) / "evidence", "a" * 32, b"n" * 32)
start = peak_kib()
blob = store.put(Path(sys.argv[1]) / "sparse", InspectionId("1" * 32), lambda name: None)
store.verify(blob.name, blob.key, blob.sha256)
print(blob.size_bytes, peak_kib() - start)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak where Linux tells it")
def test_memory_stays_flat_for_a_large_file(tmp_path: Path) -> None:
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(300_000_000)
    run = subprocess.run(
        [sys.executable, "-c", KEEPING_300_MB, tmp_path], check=True, capture_output=True, text=True
    )
    size, grown_kib = map(int, run.stdout.split())
    assert size == 300_000_000
    assert grown_kib < 20_000


def test_a_damaged_file_is_kept_until_the_good_one_was_read_back(
    store: BlobStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blob = kept(store, b"as it was put in")
    path = file_of(tmp_path, blob)
    path.write_bytes(b"spoilt" + path.read_bytes()[6:])
    spoilt = path.read_bytes()
    with monkeypatch.context() as patched:
        # A disk that loses what it is given: what takes the damaged file's place is no better.
        patched.setattr("inspector_app.vault.blobs.replace", _losing(path))
        with pytest.raises(EvidenceDamaged):
            again(tmp_path).put(io.BytesIO(b"as it was put in"), ONE, lambda _: blob.key)
    assert path.read_bytes() == spoilt
    again(tmp_path).put(io.BytesIO(b"as it was put in"), ONE, lambda _: blob.key)
    store.verify(blob.name, blob.key, blob.sha256)
    assert files_in(tmp_path) == [path]


def _losing(path: Path) -> Callable[[Path, Path], None]:
    def replace(source: Path, target: Path) -> None:
        source.replace(target)
        if target == path and source.suffix == ".part":
            target.write_bytes(bytes(target.stat().st_size))

    return replace


def test_a_file_whose_name_may_not_last_is_not_kept_and_is_cleared(
    store: BlobStore, tmp_path: Path
) -> None:
    name = store.name_of(ONE, Sha256(hashlib.sha256(b"a statement").hexdigest()))
    folder = tmp_path / "evidence" / name[:2] / name[2:4]
    with failing_names(folder), pytest.raises(DeviceFull, match="not kept"):
        kept(store, b"a statement")
    assert again(tmp_path).clear_unrecorded(lambda _name: False) == 1
    assert files_in(tmp_path) == []
    blob = kept(again(tmp_path), b"a statement")
    assert store.read(blob.name, blob.key) == b"a statement"


@pytest.mark.parametrize("where", ["damaged", "place"])
def test_a_damaged_file_stays_in_its_place_where_the_disk_fails_while_it_is_mended(
    store: BlobStore, tmp_path: Path, where: str
) -> None:
    first = kept(store, b"a statement")
    path = file_of(tmp_path, first)
    path.write_bytes(damaged := path.read_bytes()[:-1])
    failing = tmp_path / "evidence" / "damaged" if where == "damaged" else path.parent
    failing.mkdir(exist_ok=True)
    with failing_names(failing), pytest.raises(DeviceFull, match="kept"):
        again(tmp_path).put(io.BytesIO(b"a statement"), ONE, lambda _name: first.key)
    assert [each.read_bytes() for each in files_in(tmp_path)] == [damaged]
    assert files_in(tmp_path) == [path]

"""What one large file costs a laptop on its way to base and back, against hashing it in the vault.

Usage: python -m tests.benchmarks.laptop_file [SIZE_MIB]    (2048 by default)

Prints one JSON line per measure, as the other benchmarks do. Processor time is seconds of user and
system time of fresh processes, from the offer until base was told that all is there, and from the
question until the file is kept. The baselines are what no laptop can do without, done with nothing
but the library: reading the encrypted file, decrypting and hashing it; hashing, encrypting, writing
and syncing it. The lowest cost of three rounds taken in turns counts.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.domain.ids import DeviceId, InspectionId, Sha256
from inspector_app.services.base_files import FileExchange
from inspector_app.services.holdings import File
from inspector_app.storage.evidence import BlobPlace
from inspector_app.sync.client import BaseClient, connected
from inspector_app.sync.wire import FileState
from inspector_app.vault.blobs import BlobStore
from tests.benchmarks.base_file import INSPECTION, made_for
from tests.benchmarks.own_cost import cost_of
from tests.benchmarks.served_base import serving, wait_until

_ROUNDS = 3
_LIMIT = 2.0
_BUFFER = 128 * 1024
_CONTEXT = b"benchmark"


def main() -> None:
    size_mib = int(sys.argv[1]) if len(sys.argv) > 1 else 2048
    with tempfile.TemporaryDirectory(prefix="laptop-benchmark-") as name:
        rounds = [_round(Path(name) / str(number), size_mib) for number in range(_ROUNDS)]
    for way, words in (("send", "brought to base"), ("fetch", "fetched from base")):
        measured = min(each[way] for each in rounds)
        baseline = min(each[f"plain_{way}"] for each in rounds)
        form = {
            "name": f"laptop, one file of {size_mib} MiB {words}, its CPU",
            "measured": round(measured, 2),
            "baseline": round(baseline, 2),
            "ratio": round(measured / baseline, 2),
            "limit": _LIMIT,
            "unit": "s",
        }
        print(json.dumps(form), flush=True)


def _round(folder: Path, size_mib: int) -> dict[str, float]:
    """Take a new file through each way, each in a process of its own."""
    folder.mkdir()
    vault = folder / "vault"
    place = _filled(vault, size_mib)
    laptop = made_for(folder / "base", place.sha256, place.size_bytes)
    given: dict[str, Any] = {
        "vault": str(vault),
        "sha256": place.sha256,
        "name": place.name,
        "key": place.key.hex(),
        "size": place.size_bytes,
        "device_key": laptop.key.private_bytes_raw().hex(),
    }
    with serving(folder / "base") as (_, port):
        given["address"] = f"http://127.0.0.1:{port}"
        return {way: _run(way, given) for way in ("plain_send", "send", "plain_fetch", "fetch")}


def _filled(vault: Path, size_mib: int) -> BlobPlace:
    plain = vault.with_name("plain")
    with plain.open("wb") as file:
        for _ in range(size_mib):
            file.write(os.urandom(1 << 20))
    blob = _blobs(vault).put(plain, INSPECTION, lambda _: None)
    plain.unlink()
    return BlobPlace(blob.sha256, blob.name, blob.key, blob.format, blob.size_bytes)


def _blobs(vault: Path) -> BlobStore:
    return BlobStore(vault, "00" * 16, bytes(32))


def _run(way: str, given: dict[str, Any]) -> float:
    command = [sys.executable, "-m", __spec__.name, way, json.dumps(given)]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(json.loads(run.stdout)["cpu_s"])


# Each in a process of its own


def _measure(way: str, given: dict[str, Any]) -> dict[str, float]:
    if way == "plain_send":
        return cost_of(lambda: _decrypt_and_hash(given))
    if way == "plain_fetch":
        return cost_of(lambda: _hash_and_encrypt(given))
    device_key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(given["device_key"]))
    device = device_key.public_key().public_bytes_raw().hex()
    with connected(None) as http:
        client = BaseClient(http, given["address"], DeviceId(device), device_key.sign, _now)
        client.at_base()
        if way == "send":
            cost = cost_of(lambda: _send(client, given))
            wait_until(lambda: _state(client, given).state == "verified")
            return cost
        return cost_of(lambda: _fetch(client, given))


def _send(client: BaseClient, given: dict[str, Any]) -> None:
    place = BlobPlace(given["sha256"], given["name"], bytes.fromhex(given["key"]), 1, given["size"])
    blobs = _blobs(Path(given["vault"]))
    nothing = cast("Any", None)  # of the journal nothing is asked once the file is known
    exchange = FileExchange(
        nothing, blobs, nothing, client, INSPECTION, lambda: None, lambda _: None
    )
    exchange.send(place, File(place.sha256, place.size_bytes))


def _fetch(client: BaseClient, given: dict[str, Any]) -> None:
    blobs = BlobStore(Path(given["vault"]).with_name("other"), "00" * 16, bytes(32))
    nothing = cast("Any", None)
    exchange = FileExchange(
        nothing, blobs, nothing, client, INSPECTION, lambda: None, lambda _: None
    )
    kept = blobs.put(exchange.coming(Sha256(given["sha256"])), INSPECTION, lambda _: None)
    if kept.sha256 != given["sha256"]:
        raise SystemExit("Another file came.")


def _decrypt_and_hash(given: dict[str, Any]) -> None:
    context = f"spr-inspector/evidence/1\0{'00' * 16}".encode()
    decryptor = Cobblestone256Decryptor(bytes.fromhex(given["key"]), context)
    hashed = hashlib.sha256()
    name = given["name"]
    sealed, plain = memoryview(bytearray(_BUFFER)), memoryview(bytearray(2 * _BUFFER))
    with (Path(given["vault"]) / name[:2] / name[2:4] / name).open("rb", 0) as reading:
        while count := cast("Any", reading).readinto(sealed):
            hashed.update(plain[: decryptor.update_into(sealed[:count], plain)])
    hashed.update(decryptor.finalize())
    if hashed.hexdigest() != given["sha256"]:
        raise SystemExit("It was read wrongly.")


def _hash_and_encrypt(given: dict[str, Any]) -> None:
    encryptor = Cobblestone256Encryptor(os.urandom(32), _CONTEXT)
    hashed = hashlib.sha256()
    plain, sealed = memoryview(bytearray(os.urandom(_BUFFER))), memoryview(bytearray(2 * _BUFFER))
    target = Path(given["vault"]).with_name("plainly")
    with cast("BinaryIO", target.open("wb", 0)) as writing:
        for start in range(0, given["size"], _BUFFER):
            piece = plain[: min(_BUFFER, given["size"] - start)]
            hashed.update(piece)
            writing.write(sealed[: encryptor.update_into(piece, sealed)])
        writing.write(encryptor.finalize())
        os.fsync(writing.fileno())
    target.unlink()


def _state(client: BaseClient, given: dict[str, Any]) -> FileState:
    return client.state(InspectionId(INSPECTION), Sha256(given["sha256"]))


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(_measure(sys.argv[1], json.loads(sys.argv[2]))))
    else:
        main()

"""The child process that opens transfer files: nothing of theirs is parsed anywhere else.

A file gets here by hand, from a stick. Its signature is checked first, and then it is unpacked into
an empty folder, in a process whose memory, files and time are bounded by the system: what goes
wrong here takes base with it no more than a damaged file does.

Spoken with the parent: one JSON object on standard input, one on standard output.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from inspector_app.domain.errors import BadInput
from inspector_app.domain.ids import DeviceId
from inspector_app.durable import flush, new_file, write_all
from inspector_app.sync import transfer, volumes, wire
from inspector_app.system import children, reaching
from inspector_app.system.confining import confine

_PIECE = 128 * 1024
_NO_MEMORY = 12
"""Exit code of a child that came to the end of its memory and could say so."""
_MOST_ANSWER = 16 * 1024 * 1024
"""Bytes; a manifest is the most that is told."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the child may use. Windows holds it to the time alone."""

    memory_bytes: int = 512 * 1024**2
    """Of address space, the child's own libraries included."""
    wall_seconds: float = 3600
    """For one volume."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A volume that was sound in every byte, as it lies in a folder of base's own."""

    manifest: wire.Manifest
    volume: wire.Volume
    folder: Path
    """Each member under its place in ``volume.members``; packed ones are unpacked there."""

    def path_of(self, place: int) -> Path:
        """Return where the member at ``place``, from 0, lies."""
        return self.folder / str(place)


def unpacked(
    path: Path,
    folder: Path,
    base: DeviceId,
    known: Iterable[DeviceId],
    identity: str,
    limits: Limits | None = None,
) -> Unpacked:
    """Unpack a volume for base into ``folder``, which is empty, in a child process.

    Args:
        path: the volume.
        folder: on a disk of base's own.
        base: its key.
        known: devices whose files are read.
        identity: base's secret age key.
        limits: of the child.

    Raises:
        BadInput: it is not sound, not by a known device, not for this base, or takes more memory
            or time than a volume does. The text is the rest of a sentence that begins with its
            name.
        OSError: it cannot be read, or there is no room in ``folder``.
    """
    given = limits or Limits()
    asked = {
        "path": str(path),
        "folder": str(folder),
        "base": base,
        "known": sorted(known),
        "identity": identity,
    }
    try:
        done = subprocess.run(
            children.command("unpacking", str(given.memory_bytes)),
            input=json.dumps(asked).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=given.wall_seconds,
            check=False,
            creationflags=children.no_console(),
        )
    except subprocess.TimeoutExpired as error:
        raise BadInput("takes longer to open than a transfer file does") from error
    if done.returncode < 0 or done.returncode == _NO_MEMORY or len(done.stdout) > _MOST_ANSWER:
        raise BadInput("takes more memory to open than a transfer file does")
    if done.returncode:
        raise BadInput("could not be opened: the process that opens such files failed")
    answer = json.loads(done.stdout)
    if "error" in answer:
        number, words = answer["error"]
        raise OSError(number, words)
    if "refused" in answer:
        raise BadInput(answer["refused"])
    manifest = wire.Manifest.model_validate_json(json.dumps(answer["manifest"]))
    if manifest.volume is None:
        raise BadInput("is not one of those that go to base or come from there")
    return Unpacked(manifest, manifest.volume, folder)


def main() -> None:
    """Unpack the one volume that standard input asks for."""
    asked = json.load(sys.stdin)
    _warm_up()
    confine(memory_bytes=int(sys.argv[1]), file_bytes=volumes.MOST_BYTES, open_files=64)
    reaching.forbid(may_write=True)
    answer: dict[str, object]
    try:
        answer = {"manifest": _unpack(asked)}
    except BadInput as error:
        answer = {"refused": str(error)}
    except OSError as error:
        answer = {"error": [error.errno, error.strerror]}
    except MemoryError:
        sys.exit(_NO_MEMORY)
    json.dump(answer, sys.stdout)


def _unpack(asked: dict[str, object]) -> dict[str, object]:
    folder = Path(str(asked["folder"]))
    known = [DeviceId(str(each)) for each in asked["known"]]  # type: ignore[attr-defined]
    path, base, identity = Path(str(asked["path"])), str(asked["base"]), str(asked["identity"])
    with transfer.opened(path, DeviceId(base), known, identity) as file:
        places = {each.name: at for at, each in enumerate(volumes.volume_of(file).members)}
        for declared, arriving in volumes.members(file):
            with new_file(folder / str(places[declared.name])) as out:
                if declared.name.endswith(".gz"):
                    write_all(out, volumes.text_of(declared, arriving))
                else:
                    _copy(declared, arriving.stream, out)
                flush(out)
        return file.manifest.model_dump(mode="json")


def _copy(declared: wire.Declared, stream: BinaryIO, out: BinaryIO) -> None:
    """Write a member down; a whole file is also looked at for being the one it is named by."""
    hashed = hashlib.sha256()
    while part := stream.read(_PIECE):
        hashed.update(part)
        write_all(out, part)
    if volumes.holds_file(declared.name):
        stretch = volumes.stretch_of(declared.name)
        if stretch.count == 1 and hashed.hexdigest() != stretch.sha256:
            raise BadInput("holds a file that is not the one it is named by")


def _warm_up() -> None:
    """Load what needs more address space than work does, before that is bounded."""
    import pyrage

    pyrage.x25519.Identity.generate()

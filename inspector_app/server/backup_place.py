"""A folder of backups: what lies where in it, and the signed statement that makes one whole.

files/INSPECTION/ab/SHA256      evidence files, each once for all backups
backups/20261127-180000-ab12cd34/
    manifest.json               what the backup is, signed by base
    TABLE.ndjson.gz             the rows, one file for each table
    files.ndjson.gz             which evidence files belong to it
    keys.tar.age                base's keys, encrypted to its recovery keys
"""

import base64
import contextlib
import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Annotated, Final, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from inspector_app.domain.errors import BadInput, NotFound
from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.durable import flush, new_file
from inspector_app.server.objects import CHUNK, place_of
from inspector_app.sync.wire import Hex32, Hex64, Signed, Whole

FILES: Final = "files"
BACKUPS: Final = "backups"
MANIFEST: Final = "manifest.json"
FILE_LIST: Final = "files.ndjson.gz"
KEYS: Final = "keys.tar.age"
DOMAIN: Final = b"spr-backup/1\0"
_LARGEST_MANIFEST = 1 << 20
_QUICK = 1
"""Of gzip's nine levels: rows shrink to a third at once, and little further."""


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Member(_Form):
    """A file of a backup's own."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.[a-z]+)+$")]
    sha256: Hex64
    size_bytes: Whole
    rows: Whole = 0


class Manifest(_Form):
    """What a backup is."""

    version: Literal[1] = 1
    backup: Hex32
    base: Hex64
    name: str
    """Base's own."""
    epoch: Hex32
    made_ms: Whole
    """When the state was taken that it holds, by base's clock."""
    tables: tuple[Member, ...]
    files: Member
    file_bytes: Whole
    """Of all evidence files together."""
    keys: Member
    recovery: tuple[str, ...]
    """Public age keys: the secret half of any of them opens ``keys``."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An evidence file of a backup."""

    inspection: InspectionId
    sha256: Sha256
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup whose manifest holds; whether all else does is told by ``restoring``."""

    folder: Path
    manifest: Manifest

    @property
    def place(self) -> Path:
        """The folder of backups."""
        return self.folder.parent.parent

    def files(self) -> Iterator[Kept]:
        """Yield its evidence files."""
        with gzip.open(self.folder / FILE_LIST, "rb") as lines:
            for line in lines:
                inspection, sha256, size_bytes = json.loads(line)
                yield Kept(InspectionId(inspection), Sha256(sha256), int(size_bytes))

    def path_of(self, kept: Kept) -> Path:
        """Return where an evidence file lies."""
        return file_path(self.place, kept.inspection, kept.sha256)

    def lines(self, table: str) -> Iterator[bytes]:
        """Yield the lines of a table."""
        with gzip.open(self.folder / table_name(table), "rb") as lines:
            yield from lines


def file_path(place: Path, inspection: InspectionId, sha256: Sha256) -> Path:
    """Return where an evidence file lies in a folder of backups."""
    return place / FILES / place_of(inspection, sha256)


def table_name(table: str) -> str:
    """Return what the file of a table's rows is called."""
    return f"{table}.ndjson.gz"


def write_lines(path: Path, lines: Iterable[bytes]) -> Member:
    """Write a packed file of lines, and return what it is; ``rows`` is the number of lines."""
    count = 0
    with new_file(path) as raw:
        # Without a name and time in its head equal rows make equal files.
        with gzip.GzipFile("", "wb", _QUICK, raw, mtime=0) as packed:
            for line in lines:
                packed.write(line)
                count += 1
        flush(raw)
    return member_of(path, count)


def write_member(path: Path, content: bytes) -> Member:
    """Write a file of a backup's own, and return what it is."""
    with new_file(path) as file:
        file.write(content)
        flush(file)
    return member_of(path)


def member_of(path: Path, rows: int = 0) -> Member:
    """Return what a file is."""
    with path.open("rb") as file:
        sha256 = hash_of(file)
    return Member(name=path.name, sha256=sha256, size_bytes=path.stat().st_size, rows=rows)


def hash_of(file: IO[bytes]) -> Sha256:
    """Return the SHA-256 of what is left of a file."""
    hashed = hashlib.sha256()
    while part := file.read(CHUNK):
        hashed.update(part)
    return Sha256(hashed.hexdigest())


def newest(place: Path) -> Backup:
    """Return the newest backup in a folder of backups, or the one that is that folder.

    Raises:
        NotFound: there is none.
        BadInput: it is not what base wrote.
    """
    if (place / MANIFEST).exists():
        return opened(place)
    found = sorted(all_in(place))
    if not found:
        raise NotFound(f"There is no backup in {place}.")
    return opened(found[-1])


def all_in(place: Path) -> list[Path]:
    """Return the backups in a folder of backups, the oldest first."""
    with contextlib.suppress(FileNotFoundError):
        return sorted(path.parent for path in (place / BACKUPS).glob(f"*/{MANIFEST}"))
    return []


def opened(folder: Path) -> Backup:
    """Return the backup in ``folder``, its manifest's signature checked.

    Raises:
        BadInput: it is none, or not what base wrote.
    """
    try:
        with (folder / MANIFEST).open("rb") as file:
            statement = Signed.model_validate_json(file.read(_LARGEST_MANIFEST))
        manifest = Manifest.model_validate_json(statement.text)
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(manifest.base))
        key.verify(base64.b64decode(statement.signature), DOMAIN + statement.text.encode())
    except (OSError, ValidationError, ValueError, InvalidSignature) as error:
        raise BadInput(
            f"{folder / MANIFEST} is not what base wrote. Nothing was changed; use another backup."
        ) from error
    return Backup(folder, manifest)

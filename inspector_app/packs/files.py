"""The files of a pack: read from a folder within bounds, made into archive bytes and back."""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

from inspector_app.domain.ids import Sha256
from inspector_app.packs.finding import Notes
from inspector_app.texts import tr, tr_counted

PACK_FILE = "pack.yaml"
_FORMAT = "spr-pack/1"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}\.yaml")
_MAX_FILE_BYTES = 2 * 2**20
_MAX_FILES = 64
_MAX_ARCHIVE_BYTES = 32 * 2**20


def is_name(text: str) -> bool:
    """Return whether ``text`` can name a file of a pack: lower case, hyphens, ``.yaml``."""
    return _NAME.fullmatch(text) is not None


def loaded(folder: Path, notes: Notes) -> dict[str, str]:
    """Return the texts of the pack's YAML files by name; what cannot be read goes to ``notes``.

    Line ends become a line feed and a byte order mark is dropped, so that one pack has the same
    digest on every system. Only regular files are opened: a pipe or a device would never end.
    """
    try:
        names = sorted(entry.name for entry in folder.iterdir() if is_name(entry.name))
    except OSError as error:
        notes.fault(
            PACK_FILE,
            1,
            tr("the folder {folder} cannot be read ({reason})").format(
                folder=folder, reason=_reason(error)
            ),
        )
        return {}
    if PACK_FILE not in names:
        notes.fault(PACK_FILE, 1, tr("the folder {folder} has no such file").format(folder=folder))
        return {}
    if len(names) > _MAX_FILES:
        notes.fault(
            PACK_FILE,
            1,
            tr_counted(
                _MAX_FILES, "the folder {folder} holds more than {number} YAML files"
            ).format(folder=folder, number=_MAX_FILES),
        )
        return {}
    read = {name: _text(folder / name, notes) for name in names}
    return {name: text for name, text in read.items() if text is not None}


def loaded_main(folder: Path, notes: Notes) -> str | None:
    """Return the text of ``pack.yaml`` alone, or None when it cannot be read."""
    return _text(folder / PACK_FILE, notes)


def packed(files: Mapping[str, str]) -> bytes:
    """Return the archive of the files: the same bytes for the same content, UTF-8 JSON."""
    content = {"files": dict(files), "format": _FORMAT}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def unpacked(archive: bytes, notes: Notes) -> dict[str, str]:
    """Return the files of an archive that ``packed`` made; its faults go to ``notes``."""
    if len(archive) > _MAX_ARCHIVE_BYTES:
        notes.fault(PACK_FILE, 1, tr("the kept copy is larger than any pack"))
        return {}
    try:
        content = json.loads(archive.decode())
    except (ValueError, RecursionError):
        notes.fault(PACK_FILE, 1, tr("the kept copy cannot be read"))
        return {}
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        notes.fault(PACK_FILE, 1, tr("the kept copy has a form that this version does not know"))
        return {}
    files = content.get("files")
    if not isinstance(files, dict) or not all(
        is_name(name) and isinstance(text, str) for name, text in files.items()
    ):
        notes.fault(PACK_FILE, 1, tr("the kept copy holds something that is not a file of a pack"))
        return {}
    if not _is_made_by_packed(archive, files):
        notes.fault(PACK_FILE, 1, tr("the kept copy was written by something else than this app"))
        return {}
    return files


def digest(archive: bytes) -> Sha256:
    """Return the SHA-256 of the archive, which is the pack's identity."""
    return Sha256(hashlib.sha256(archive).hexdigest())


def _is_made_by_packed(archive: bytes, files: Mapping[str, str]) -> bool:
    """Return whether no other bytes could hold these files, so that the digest pins them."""
    try:
        return packed(files) == archive
    except UnicodeEncodeError:
        return False


def _text(path: Path, notes: Notes) -> str | None:
    try:
        if not path.is_file():
            notes.fault(path.name, 1, tr("this is not an ordinary file"))
            return None
        with path.open("rb") as stream:
            content = stream.read(_MAX_FILE_BYTES + 1)
    except OSError as error:
        notes.fault(
            path.name, 1, tr("the file cannot be read ({reason})").format(reason=_reason(error))
        )
        return None
    if len(content) > _MAX_FILE_BYTES:
        notes.fault(
            path.name,
            1,
            tr("the file is larger than {max_file_bytes} MiB").format(
                max_file_bytes=_MAX_FILE_BYTES // 2**20
            ),
        )
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        notes.fault(path.name, line, tr("the text is not UTF-8 here"))
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__

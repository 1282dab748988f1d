"""A copy of a whole pack as bytes, so that an inspection opens without the folder it came from."""

from pathlib import Path

from inspector_app.domain.checklist import Pack
from inspector_app.domain.ids import Sha256
from inspector_app.packs import files
from inspector_app.packs.finding import Notes, damaged
from inspector_app.packs.reader import checked_texts, pack_of
from inspector_app.texts import tr


def archived(folder: Path) -> bytes:
    """Return the pack in ``folder`` as UTF-8 JSON: the texts of its YAML files by name.

    The same content gives the same bytes, whatever the folder is called, whenever its files were
    written and however their lines end. At most 32 MiB.

    Raises:
        PackDamaged: the pack cannot be read, or has a fault.
    """
    texts = checked_texts(folder)
    pack_of(texts, folder.name)
    return files.packed(texts)


def opened(archive: bytes) -> Pack:
    """Return the pack of a copy made by ``archived``; its ``sha256`` is the copy's ``digest``.

    Raises:
        PackDamaged: the copy is not what ``archived`` made, or holds a fault.
    """
    notes = Notes()
    texts = files.unpacked(archive, notes)
    if faults := notes.findings():
        raise damaged(tr("kept with the inspection"), faults)
    return pack_of(texts, tr("kept with the inspection"))


def digest(archive: bytes) -> Sha256:
    """Return the SHA-256 of the copy, by which an inspection pins its pack."""
    return files.digest(archive)

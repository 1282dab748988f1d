"""A folder under ``checklists/`` to a pack, complete and consistent or not at all."""

from collections.abc import Mapping
from pathlib import Path

from inspector_app.domain.checklist import Pack
from inspector_app.packs.content import built
from inspector_app.packs.files import digest, loaded, packed
from inspector_app.packs.finding import Notes, damaged


def read_pack(folder: Path) -> Pack:
    """Return the pack in ``folder``.

    Raises:
        PackDamaged: the folder or a file cannot be read, or ``lint`` finds a fault; the text names
            file, line and reason of the first.
    """
    return pack_of(checked_texts(folder), folder.name)


def checked_texts(folder: Path) -> dict[str, str]:
    """Return the texts of the folder's files by name.

    Raises:
        PackDamaged: a file cannot be read.
    """
    notes = Notes()
    texts = loaded(folder, notes)
    if faults := notes.findings():
        raise damaged(folder.name, faults)
    return texts


def pack_of(texts: Mapping[str, str], name: str) -> Pack:
    """Return the pack that the texts hold; ``name`` is what a refusal calls it.

    Raises:
        PackDamaged: the texts are not a complete and consistent pack.
    """
    notes = Notes()
    pack = built(texts, digest(packed(texts)), notes)
    if faults := notes.findings():
        raise damaged(name, faults)
    return pack

"""A folder under ``checklists/`` to a pack, complete and consistent or not at all."""

from collections.abc import Mapping
from pathlib import Path

from inspector_app.domain.checklist import Pack
from inspector_app.domain.ids import Sha256
from inspector_app.packs.content import built
from inspector_app.packs.files import digest, loaded, packed
from inspector_app.packs.finding import Notes, damaged

_MOST_KEPT = 4
_kept: dict[Sha256, Pack] = {}
"""The packs read last, which are values: reading one takes as long as opening a vault."""


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
    sha256 = digest(packed(texts))
    if (pack := _kept.get(sha256)) is not None:
        return pack
    notes = Notes()
    pack = built(texts, sha256, notes)
    if faults := notes.findings():
        raise damaged(name, faults)
    while len(_kept) >= _MOST_KEPT:
        _kept.pop(next(iter(_kept)), None)
    _kept[sha256] = pack
    return pack

"""The packs that lie in the ``checklists/`` folder, found by id."""

from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.errors import NotFound
from inspector_app.domain.pack_versions import precedence
from inspector_app.packs import nodes
from inspector_app.packs.files import PACK_FILE, loaded_main
from inspector_app.packs.finding import Notes
from inspector_app.packs.nodes import Text
from inspector_app.texts import tr


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a pack says of itself; both empty where it cannot be read."""

    id: str
    version: str


def folders(checklists: Path) -> tuple[Path, ...]:
    """Return the folders that hold a pack, by name; none where ``checklists`` cannot be read."""
    try:
        return tuple(sorted(path for path in checklists.iterdir() if (path / PACK_FILE).is_file()))
    except OSError:
        return ()


def find(checklists: Path, pack: str) -> Path:
    """Return the folder of the newest pack with this id, or of the pack at this path.

    ``spr-2012@1.0.0`` names one version. A folder named like the id counts even when its
    ``pack.yaml`` cannot be read, so that reading it tells what is wrong.

    Raises:
        NotFound: neither an id nor a path of a pack; the text names the ids there are.
    """
    known = {folder: particulars(folder) for folder in folders(checklists)}
    id_, _, version = pack.partition("@")
    named = [
        folder
        for folder, what in known.items()
        if what.id == id_ and (not version or what.version == version)
    ]
    if named:
        return max(named, key=lambda folder: precedence(known[folder].version))
    for path in (checklists / pack, Path(pack)):
        folder = path.parent if path.name == PACK_FILE else path
        if pack and (folder / PACK_FILE).is_file():
            return folder
    ids = ", ".join(sorted({what.id for what in known.values() if what.id})) or "none"
    raise NotFound(
        tr("There is no checklist pack {pack}. Packs on this laptop: {ids}.").format(
            pack=pack, ids=ids
        )
    )


def particulars(folder: Path) -> Particulars:
    """Return id and version of the pack in ``folder`` without reading more than ``pack.yaml``."""
    notes = Notes()
    text = loaded_main(folder, notes)
    root = nodes.read(text, PACK_FILE, notes) if text is not None else None
    values = {
        key: node.value
        for key, node in (root.entries if root else {}).items()
        if isinstance(node, Text)
    }
    return Particulars(values.get("id", ""), values.get("version", ""))

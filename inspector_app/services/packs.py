"""What a user can do with checklist packs: see which there are, check one, pick a force of one.

Needs no vault: a pack is not secret.
"""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from inspector_app.domain.checklist import Pack, RegisterEntry
from inspector_app.domain.errors import BadInput, NotFound, RuleViolation
from inspector_app.domain.pack_differences import PackDifference, difference
from inspector_app.domain.values import Named
from inspector_app.domain.wording import listed
from inspector_app.packs import form, lint, reader, shelf
from inspector_app.packs.finding import Finding
from inspector_app.texts import tr

FORCES = "forces"
"""The register that an inspection's force is chosen from."""


@dataclass(frozen=True, slots=True)
class PackOffer:
    """One pack of this device."""

    id: str
    version: str
    title: str
    """Empty when the pack is damaged."""
    folder: Path
    damage: str = ""
    """Why it cannot be used, fit to show; empty: it can."""


@dataclass(frozen=True, slots=True)
class PackFaults:
    """What is wrong with one pack."""

    name: str
    """Its folder's name."""
    findings: tuple[Finding, ...]


class PackService:
    """The packs under ``checklists/``."""

    def __init__(self, checklists: Path) -> None:
        self._checklists = checklists

    def available(self) -> tuple[PackOffer, ...]:
        """Return the packs of this device by folder, damaged ones with their damage."""
        return tuple(map(_offer, shelf.folders(self._checklists)))

    def lint(self, pack: str | None = None) -> tuple[PackFaults, ...]:
        """Return the faults of one pack, or of each.

        Args:
            pack: an id, a folder, or None: every pack of this device.

        Raises:
            NotFound: no such pack.
        """
        folders = [shelf.find(self._checklists, pack)] if pack else shelf.folders(self._checklists)
        return tuple(PackFaults(folder.name, lint.findings(folder)) for folder in folders)

    def read(self, pack: str) -> Pack:
        """Return one pack, by id or folder.

        Raises:
            NotFound: no such pack.
            PackDamaged: it cannot be used; the text names file, line and reason.
        """
        return reader.read_pack(shelf.find(self._checklists, pack))

    def form(self, pack: str) -> dict[str, object]:
        """Return one pack whole, as plain values.

        Raises:
            NotFound, PackDamaged: as :meth:`read`.
        """
        return form.as_json(self.read(pack))

    def diff(self, old: str, new: str) -> PackDifference:
        """Return how one pack differs from another, each by id, id@version or folder.

        Raises:
            NotFound, PackDamaged: as :meth:`read`.
        """
        return difference(self.read(old), self.read(new))

    def usual(self) -> str:
        """Return the id of the pack to use where none was named: the only one there is.

        Raises:
            NotFound: there is none.
            BadInput: there are several.
        """
        ids = sorted({offer.id for offer in self.available() if not offer.damage})
        if not ids:
            raise NotFound(tr("There is no checklist pack on this laptop that can be used."))
        if len(ids) > 1:
            raise BadInput(tr("Say which checklist pack: {ids}.").format(ids=listed(ids)))
        return ids[0]


def forces(pack: Pack) -> tuple[RegisterEntry, ...]:
    """Return the forces of the pack's register, by name."""
    found = (entry for entry in pack.registers if entry.register == FORCES)
    return tuple(sorted(found, key=lambda entry: entry.name))


def force_named(pack: Pack, words: str) -> Named:
    """Return the force of the register that ``words`` name: by id, name or alias, or their start.

    Raises:
        NotFound: none does; the text names those that are spelt alike.
        RuleViolation: several do.
    """
    wanted = _plain(words)
    known = {entry: {_plain(n) for n in _names(entry)} for entry in forces(pack)}
    found = [entry for entry, names in known.items() if wanted in names]
    found = found or [
        entry
        for entry, names in known.items()
        if wanted and any(name.startswith(wanted) for name in names)
    ]
    if len(found) > 1:
        raise RuleViolation(
            tr("“{words}” may be {found}: say which.").format(
                words=words, found=listed([entry.name for entry in found])
            )
        )
    if not found:
        spelt = {_plain(name): entry.name for entry in known for name in _names(entry)}
        near = list(dict.fromkeys(spelt[each] for each in get_close_matches(wanted, spelt)))
        hint = tr(" Do you mean {near}?").format(near=tr(" or ").join(near)) if near else ""
        raise NotFound(
            tr("The register of forces has no “{words}”.{hint}").format(words=words, hint=hint)
        )
    return Named(found[0].name, found[0].id)


def _offer(folder: Path) -> PackOffer:
    what = shelf.particulars(folder)
    try:
        pack = reader.read_pack(folder)
    except BadInput as error:
        return PackOffer(what.id, what.version, "", folder, str(error))
    return PackOffer(pack.id, pack.version, pack.title, folder)


def _names(entry: RegisterEntry) -> tuple[str, ...]:
    return (entry.id, entry.name, *entry.aliases)


def _plain(words: str) -> str:
    return " ".join(words.replace("-", " ").casefold().split())

"""What this program is, and whether a file is another release of it, without asking a network."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from inspector_app.domain import releases
from inspector_app.domain.errors import BadInput, NotFound
from inspector_app.domain.releases import Checked
from inspector_app.services.packs import PackOffer, PackService
from inspector_app.texts import tr
from inspector_app.version import VERSION

KEY = "release-key.pem"
"""In ``resources/``: by what releases are known. A build puts it there, see ``packaging/build``."""
_LARGEST_LIST = 1024 * 1024
_BLOCK = 1024 * 1024
_ROW = re.compile(r"\| (?!Part \|)([^|]+?) \| ([^|]+?) \|")


@dataclass(frozen=True, slots=True)
class About:
    """What this program is made of."""

    version: str
    packs: tuple[PackOffer, ...]
    licences: tuple[tuple[str, str], ...]
    """Parts that came with it, and the licence of each."""
    knows_releases: bool
    """Whether it can check a release that follows; a build that nobody signed cannot."""


class ReleaseService:
    """This release, and those that are to follow it."""

    def __init__(self, resources: Path, packs: PackService) -> None:
        self._resources = resources
        self._packs = packs

    def about(self) -> About:
        """Return what this program is."""
        told = self._resources / "help" / "about.md"
        rows = _ROW.findall(told.read_text(encoding="utf-8")) if told.is_file() else []
        return About(
            VERSION, self._packs.available(), tuple(rows), (self._resources / KEY).is_file()
        )

    def check(self, path: Path) -> Checked:
        """Return whether a file is a release, by the signed list that lies beside it.

        Nothing of it is opened or run. The answer is worth as much as the program that gives it:
        the key that the list must be signed with came with this version.

        Raises:
            NotFound: there is no such file.
            BadInput: it, or what lies beside it, cannot be read.
        """
        if not path.is_file():
            raise NotFound(tr("There is no file {path}.").format(path=path))
        key = self._key()
        if key is None:
            return releases.cannot_tell(
                path.name,
                tr(
                    "This version was built without a signing key, so it knows none that releases "
                    "are signed with. Ask whoever installed it how to check what follows."
                ),
            )
        beside = path.parent
        try:
            content = _small(beside / releases.LIST)
            signature = _small(beside / releases.SIGNATURE)
            sha256 = _sha256(path)
        except OSError as error:
            raise BadInput(
                tr("{filename} cannot be read ({why}). Nothing was checked.").format(
                    filename=error.filename or path, why=error.strerror
                )
            ) from error
        if content is None or signature is None:
            return releases.cannot_tell(
                path.name,
                tr(
                    "The files {list} and {signature} that came with the release must lie in the "
                    "same folder. Put them there and check again."
                ).format(list=releases.LIST, signature=releases.SIGNATURE),
            )
        try:
            key.verify(signature, content)
        except InvalidSignature:
            return releases.not_genuine(
                path.name,
                tr(
                    "The list beside it is not signed with the key that this version knows, or "
                    "was altered since."
                ),
            )
        listed = releases.listing(content)
        if listed is None:
            return releases.cannot_tell(
                path.name,
                tr("The list beside it is signed, but of a form that this version cannot read."),
            )
        return releases.checked(path.name, sha256, listed, VERSION)

    def _key(self) -> Ed25519PublicKey | None:
        try:
            key = load_pem_public_key((self._resources / KEY).read_bytes())
        except (OSError, ValueError, UnsupportedAlgorithm):
            return None
        return key if isinstance(key, Ed25519PublicKey) else None


def _small(path: Path) -> bytes | None:
    """Return what a file holds that is never large; None if it is not there or too large."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_LIST + 1)
    except (FileNotFoundError, IsADirectoryError):
        return None
    return content if len(content) <= _LARGEST_LIST else None


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()

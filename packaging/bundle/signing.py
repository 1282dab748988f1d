"""The list of what was built, signed, so that a laptop can check a package before it goes in."""

import hashlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

LIST = "SHA256SUMS"
SIGNATURE = "SHA256SUMS.sig"


class WrongKey(Exception):
    """The key is not an Ed25519 key, or not the one that earlier releases name."""


def key_from(path: Path) -> Ed25519PrivateKey:
    """Return the private key in a PEM file, as ``openssl genpkey -algorithm ed25519`` writes it."""
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise WrongKey(f"{path.name} holds no Ed25519 key.")
    return key


def public_pem(key: Ed25519PrivateKey) -> bytes:
    """Return the key that goes into the app and checks the releases that come after it."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def listed(files: Sequence[Path]) -> bytes:
    """Return the list of files with their SHA-256, as ``sha256sum`` writes and checks it."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(files, key=lambda path: path.name)
    ]
    return "".join(lines).encode()


def write(files: Sequence[Path], folder: Path, key: Ed25519PrivateKey | None) -> None:
    """Write the list beside the files and, with a key, its signature; an old signature goes."""
    content = listed(files)
    (folder / LIST).write_bytes(content)
    (folder / SIGNATURE).unlink(missing_ok=True)
    if key is not None:
        (folder / SIGNATURE).write_bytes(key.sign(content))


def key_of_releases(pinned: Path) -> Ed25519PrivateKey | None:
    """Return the key that ``SPR_RELEASE_KEY`` names; None if it names none.

    Raises:
        WrongKey: it is not the one in ``pinned``, by which laptops know releases.
    """
    place = os.environ.get("SPR_RELEASE_KEY", "")
    if not place:
        return None
    key = key_from(Path(place))
    if pinned.exists() and pinned.read_bytes() != public_pem(key):
        raise WrongKey(
            f"The key in {place} is not the one in {pinned}, by which laptops know releases."
            " Nothing was built."
        )
    return key


def told(key: Ed25519PrivateKey | None, pinned: Path) -> str:
    """Return plainly whether what was built is signed, and what follows if it is not."""
    if key is not None:
        return f"Signed: {LIST}, {SIGNATURE}."
    follows = (
        "laptops that know the pinned key will not call these packages genuine."
        if pinned.exists()
        else "these packages will be able to check no release that follows."
    )
    return f"UNSIGNED: SPR_RELEASE_KEY names no key. {LIST} has no signature, and {follows}"


def main(arguments: Sequence[str]) -> None:
    """Do what the Windows build asks for: ``pin FILE`` or ``list FILE...``."""
    pinned = Path(__file__).resolve().parents[2] / "resources/release-key.pem"
    key = key_of_releases(pinned)
    verb, *places = arguments
    paths = [Path(each) for each in places]
    if verb == "pin" and key is not None:
        paths[0].write_bytes(public_pem(key))
    elif verb == "list":
        write(paths, paths[0].parent, key)
        print(told(key, pinned))


if __name__ == "__main__":
    main(sys.argv[1:])

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


class Changed(Exception):
    """What lies in a folder is not what its list names."""


def sign(folder: Path, key: Ed25519PrivateKey, pinned: Path) -> tuple[str, ...]:
    """Sign the list of what was built elsewhere, once all of it is seen to be as listed.

    So the key can stay on a machine that builds nothing. Returns the names of the files.

    Raises:
        WrongKey: it is not the one in ``pinned``, by which laptops know releases.
        Changed: a file is absent or another than the list names. Nothing was signed.
    """
    _hold_against(key, pinned)
    content = (folder / LIST).read_bytes()
    names = tuple(line.split(b"  ", 1)[1].decode() for line in content.splitlines())
    absent = [name for name in names if not (folder / name).is_file()]
    if absent:
        raise Changed(f"{', '.join(absent)}: not in {folder}. Nothing was signed.")
    if listed([folder / name for name in names]) != content:
        raise Changed(f"{folder} holds other files than {LIST} names. Nothing was signed.")
    (folder / SIGNATURE).write_bytes(key.sign(content))
    return names


def _hold_against(key: Ed25519PrivateKey, pinned: Path) -> None:
    if pinned.exists() and pinned.read_bytes() != public_pem(key):
        raise WrongKey(
            f"The key is not the one in {pinned}, by which laptops know releases."
            " Nothing was built or signed."
        )


def key_of_releases(pinned: Path) -> Ed25519PrivateKey | None:
    """Return the key that ``SPR_RELEASE_KEY`` names; None if it names none.

    Raises:
        WrongKey: it is not the one in ``pinned``, by which laptops know releases.
    """
    place = os.environ.get("SPR_RELEASE_KEY", "")
    if not place:
        return None
    key = key_from(Path(place))
    _hold_against(key, pinned)
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
    """Do what scripts ask for: ``pin FILE``, ``list FILE...`` or ``sign KEY FOLDER``."""
    pinned = Path(__file__).resolve().parents[2] / "resources/release-key.pem"
    verb, *places = arguments
    paths = [Path(each) for each in places]
    if verb == "sign":
        names = sign(paths[1], key_from(paths[0]), pinned)
        print(f"Signed: {', '.join(names)}.")
        return
    key = key_of_releases(pinned)
    if verb == "pin" and key is not None:
        paths[0].write_bytes(public_pem(key))
    elif verb == "list":
        write(paths, paths[0].parent, key)
        print(told(key, pinned))


if __name__ == "__main__":
    main(sys.argv[1:])

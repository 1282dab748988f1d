"""The form of an evidence bundle: what is called what in it.

Source: RFC 8493 (BagIt 1.0).
"""

import re
from collections.abc import Mapping

DECLARATION = "bagit.txt"
DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
INFO = "bag-info.txt"
PAYLOAD = "data/"
ALGORITHMS = ("sha256", "sha512")
SIGNED_MANIFEST = "tagmanifest-sha512.txt"
SIGNATURE = "tagmanifest-sha512.txt.p7s"
"""Detached CMS over :data:`SIGNED_MANIFEST`, which holds the digests of all but the payload's
files; those of the payload stand in the manifests that it covers."""
OXUM = "Payload-Oxum"
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._ -]*(/[A-Za-z0-9][A-Za-z0-9._ -]*)*")
_MANIFEST_LINE = re.compile(r"([0-9a-fA-F]+)[ \t]+\*?(.+)")
_LONGEST_NAME = 240


def manifest(algorithm: str) -> str:
    """Return the name of the manifest of the payload."""
    return f"manifest-{algorithm}.txt"


def tag_manifest(algorithm: str) -> str:
    """Return the name of the manifest of all else."""
    return f"tagmanifest-{algorithm}.txt"


TAG_FILES = frozenset(
    {
        *(DECLARATION, INFO, SIGNATURE),
        *(name(each) for each in ALGORITHMS for name in (manifest, tag_manifest)),
    }
)
"""All that a bundle holds beside its payload."""


def is_safe(name: str) -> bool:
    """Return whether a name stays within the bundle on every system and means one file."""
    return len(name) <= _LONGEST_NAME and _SAFE.fullmatch(name) is not None


def manifest_text(digests: Mapping[str, str]) -> bytes:
    """Return a manifest: a digest, two spaces and a name in each line, sorted by name."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode()


def read_manifest(content: bytes) -> dict[str, str]:
    """Return the digests of a manifest by name.

    Raises:
        ValueError: it is none, or names a file twice.
    """
    found: dict[str, str] = {}
    for line in content.decode("utf-8").splitlines():
        if not line.strip():
            continue
        match = _MANIFEST_LINE.fullmatch(line)
        if match is None or match[2] in found:
            raise ValueError(line)
        found[match[2]] = match[1].lower()
    return found


def info_text(pairs: Mapping[str, str]) -> bytes:
    """Return ``bag-info.txt``: a label and its words in each line."""
    return "".join(f"{name}: {' '.join(words.split())}\n" for name, words in pairs.items()).encode()


def read_info(content: bytes) -> dict[str, str]:
    """Return the words of ``bag-info.txt`` by label; what is no such line is passed over."""
    found: dict[str, str] = {}
    for line in content.decode("utf-8", "replace").splitlines():
        name, colon, words = line.partition(":")
        if colon:
            found[name.strip()] = words.strip()
    return found

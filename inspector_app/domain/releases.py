"""Whether a file is a release of this app, by a list that its makers signed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from inspector_app.texts import tr

LIST: Final = "SHA256SUMS"
"""The file that names each file of a release with its SHA-256, as ``sha256sum`` writes it."""
SIGNATURE: Final = "SHA256SUMS.sig"
"""The makers' Ed25519 signature over the bytes of the list: 64 bytes, and nothing else."""

_LINE = re.compile(r"([0-9a-f]{64})[ ][ *]([^/\\]+)")
_VERSION = re.compile(r"[_-](\d{1,6})\.(\d{1,6})\.(\d{1,6})(?=[_.-])")


class State(StrEnum):
    """What can be said of a file; the same words as of a signed summary."""

    GENUINE = "genuine"
    NOT_GENUINE = "not genuine"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of checking a file."""

    state: State
    sentences: tuple[str, ...]
    """What is so and what to do, fit to show; the first says the state."""
    version: str = ""
    """The release's, as the signed list names it; empty: not told."""

    @property
    def exit_code(self) -> int:
        """As of ``verify``: 0 genuine, 1 not genuine, 2 cannot tell."""
        return list(State).index(self.state)


def cannot_tell(name: str, why: str) -> Checked:
    """Return that nothing can be said of the file ``name``; ``why`` is a sentence that helps."""
    return Checked(
        State.CANNOT_TELL, (tr("Whether {name} is genuine cannot be told.").format(name=name), why)
    )


def not_genuine(name: str, why: str) -> Checked:
    """Return that the file ``name`` must not be installed; ``why`` is a sentence."""
    first = tr("{name} is not genuine. Do not install it, and tell whoever gave it to you.").format(
        name=name
    )
    return Checked(State.NOT_GENUINE, (first, why))


def listing(content: bytes) -> dict[str, str] | None:
    """Return SHA-256 by name out of a list; None if it is no such list."""
    try:
        lines = content.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        return None
    found: dict[str, str] = {}
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None or match[2] in found:
            return None
        found[match[2]] = match[1]
    return found or None


def checked(name: str, sha256: str, listed: Mapping[str, str], running: str) -> Checked:
    """Return what a list, whose signature was found good, says of a file.

    Args:
        name: the file's, as it lies here; it may have been renamed on its way.
        sha256: of its bytes, in small hexadecimal digits.
        listed: SHA-256 by name.
        running: the version of this app.
    """
    as_listed = [each for each, digest in listed.items() if digest == sha256]
    if not as_listed:
        if name in listed:
            return not_genuine(
                name,
                tr("It is not the file that the signed list names: it was altered or damaged."),
            )
        return cannot_tell(
            name, tr("The signed list beside it does not name it: it may be of another release.")
        )
    known_as = name if name in as_listed else as_listed[0]
    sentences = [
        tr(
            "{name} is genuine: the list that names it was signed by those who made this version."
        ).format(name=name)
    ]
    if known_as != name:
        sentences.append(tr("The list calls it {known_as}.").format(known_as=known_as))
    version = _version_in(known_as)
    if version:
        sentences.append(_compared(version, _numbers(running)))
    return Checked(State.GENUINE, tuple(sentences), _told(version))


def _version_in(name: str) -> tuple[int, ...]:
    match = _VERSION.search(name)
    return tuple(map(int, match.groups())) if match else ()


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _told(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _compared(version: tuple[int, ...], running: tuple[int, ...]) -> str:
    if version > running:
        return tr("It is version {version}, newer than this one ({running}).").format(
            version=_told(version), running=_told(running)
        )
    if version == running:
        return tr("It is version {version}, the one that runs here.").format(version=_told(version))
    return tr(
        "It is version {version}, older than this one ({running}). An older version refuses what a "
        "newer one has written, and may have faults that are mended since."
    ).format(version=_told(version), running=_told(running))

"""Writes an evidence bundle as it goes: BagIt 1.0 (RFC 8493), in one ZIP file, piece by piece.

A writer of our own, because the ``bagit`` library works only on plain folders and in place: the
files would have to lie decrypted on a disk first, and a cut would leave half a bag. What is written
here is what that library validates. Memory does not grow with the size of the files, and the bytes
depend on nothing but what is in it and the signature.
"""

import hashlib
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from inspector_app.domain.errors import EvidenceDamaged
from inspector_app.reports import bag_form as form
from inspector_app.texts import tr

_WHEN = (1980, 1, 1, 0, 0, 0)
"""The earliest time that the format knows; it says nothing."""
_UNIX = 3
_READABLE = 0o100644 << 16
_LARGE = 1 << 31


@dataclass(frozen=True, slots=True)
class Payload:
    """One file of a bundle."""

    name: str
    """Within the payload: ``evidence/JS-12.jpg``."""
    called: str
    """For a refusal: ``evidence item JS/12``."""
    size_bytes: int
    parts: Callable[[], Iterator[bytes]]
    """Its bytes, piece by piece; asked for once."""
    sha256: str = ""
    """What they must have; empty: they are made here."""


def bag(
    top: str,
    payload: Sequence[Payload],
    info: Mapping[str, str],
    sign: Callable[[bytes], bytes],
) -> Iterator[bytes]:
    """Yield the bytes of a bundle.

    Args:
        top: the one folder that everything lies in.
        payload: its files, in the order in which they are written.
        info: what ``bag-info.txt`` says; the number of files and bytes is added.
        sign: given the manifest of all but the payload, returns a detached signature as DER.

    Raises:
        EvidenceDamaged: a file is not what was put in.
        ValueError: a name that is not safe.
    """
    sink = _Sink()
    payload_digests: dict[str, dict[str, str]] = {each: {} for each in form.ALGORITHMS}
    tag_digests: dict[str, dict[str, str]] = {each: {} for each in form.ALGORITHMS}
    total = sum(each.size_bytes for each in payload)
    told = {**info, form.OXUM: f"{total}.{len(payload)}"}
    with zipfile.ZipFile(sink, "w") as packed:  # type: ignore[call-overload]

        def write(name: str, content: bytes) -> None:
            with packed.open(_entry(f"{top}/{name}"), "w") as file:
                file.write(content)

        def write_tag(name: str, content: bytes) -> None:
            write(name, content)
            for algorithm in form.ALGORITHMS:
                digest = hashlib.new(algorithm, content).hexdigest()
                tag_digests[algorithm][name] = digest

        write_tag(form.DECLARATION, form.DECLARED)
        write_tag(form.INFO, form.info_text(told))
        for each in payload:
            name = f"{form.PAYLOAD}{each.name}"
            if not form.is_safe(name):
                raise ValueError(name)
            hashes = {algorithm: hashlib.new(algorithm) for algorithm in form.ALGORITHMS}
            done = 0
            is_large = each.size_bytes >= _LARGE
            with packed.open(_entry(f"{top}/{name}"), "w", force_zip64=is_large) as file:
                for part in each.parts():
                    for hashed in hashes.values():
                        hashed.update(part)
                    file.write(part)
                    done += len(part)
                    yield sink.taken()
            digests = {algorithm: hashed.hexdigest() for algorithm, hashed in hashes.items()}
            if done != each.size_bytes or each.sha256 not in ("", digests["sha256"]):
                raise EvidenceDamaged(
                    tr(
                        "The {called} is no longer what was put in. Nothing was written; attach "
                        "its original again to mend it, or mark it as not to be exported."
                    ).format(called=each.called)
                )
            for algorithm, digest in digests.items():
                payload_digests[algorithm][name] = digest
            yield sink.taken()
        for algorithm in form.ALGORITHMS:
            write_tag(form.manifest(algorithm), form.manifest_text(payload_digests[algorithm]))
        for algorithm in form.ALGORITHMS:
            content = form.manifest_text(tag_digests[algorithm])
            write(form.tag_manifest(algorithm), content)
            if form.tag_manifest(algorithm) == form.SIGNED_MANIFEST:
                write(form.SIGNATURE, sign(content))
        yield sink.taken()
    yield sink.taken()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _WHEN)
    # Pictures and films do not get smaller; what is deflated can be read as a stream everywhere.
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry._compresslevel = 0  # type: ignore[attr-defined]  # named without _ since Python 3.13
    entry.create_system = _UNIX
    entry.external_attr = _READABLE
    return entry


class _Sink:
    """Holds what was written until it is taken; nothing in it can be gone back to."""

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, content: bytes) -> int:
        """Hold more."""
        self._held += content
        return len(content)

    def flush(self) -> None:
        """Do nothing: what is held is taken."""

    def taken(self) -> bytes:
        """Return what is held, and hold nothing."""
        taken = bytes(self._held)
        self._held.clear()
        return taken

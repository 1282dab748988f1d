"""Signatures found by their bytes alone, in a file whose structure cannot be trusted."""

import hashlib
import mmap
import re
from dataclasses import dataclass
from typing import BinaryIO

from asn1crypto import cms
from pyhanko.sign.general import extract_signer_info
from pyhanko.sign.validation.generic_cms import (
    extract_certs_for_validation,
    validate_sig_integrity,
)

from inspector_app.reports.hostile import UNREADABLE

LARGEST_SIGNATURE_BYTES = 256 * 1024
_MOST_SIGNATURES = 64
_BLOCK_BYTES = 1024 * 1024
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")
_MARKS = (b"/ByteRange", b"/ETSI.CAdES.detached")  # one changed byte leaves one


@dataclass(frozen=True, slots=True)
class BareSignature:
    """A signature found by its byte range alone."""

    end: int
    """Where the signed revision ends."""
    fits: bool
    """Whether the signature can be read and is one over these bytes."""


def bare_signatures(file: BinaryIO, size_bytes: int) -> list[BareSignature]:
    """Return the signatures that the bytes of the file show, whatever its structure says."""
    if not size_bytes:
        return []
    found = []
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        matches = list(_BYTE_RANGE.finditer(content))[-_MOST_SIGNATURES:]
        for match in matches:
            first, second, length = (int(each) for each in match.groups())
            end = second + length
            if (
                0 < first < second <= end <= size_bytes
                and second - first <= 2 * LARGEST_SIGNATURE_BYTES
            ):
                found.append(BareSignature(end, _fits(content, first, second, end)))
    return found


def is_marked(file: BinaryIO, size_bytes: int) -> bool:
    """Return whether a signature once stood in the file, if only one of its marks is left."""
    if not size_bytes:
        return False
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return any(content.find(mark) >= 0 for mark in _MARKS)


def _fits(content: mmap.mmap, first: int, second: int, end: int) -> bool:
    try:
        gap = content[first:second].decode("ascii")
        digits = gap.removeprefix("<").removesuffix(">")
        if len(digits) != len(gap) - 2:
            return False
        signed = cms.ContentInfo.load(bytes.fromhex(digits))["content"]
        if not signed.native:  # asn1crypto reads lazily; this makes it read every part
            return False
        signer = extract_signer_info(signed)
        certificate = extract_certs_for_validation(signed).signer_cert
        digest = hashlib.new(signer["digest_algorithm"]["algorithm"].native)
        for start, stop in ((0, first), (second, end)):
            for position in range(start, stop, _BLOCK_BYTES):
                digest.update(content[position : min(stop, position + _BLOCK_BYTES)])
        return all(validate_sig_integrity(signer, certificate, "data", digest.digest()))
    except UNREADABLE:
        return False

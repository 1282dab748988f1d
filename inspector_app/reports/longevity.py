"""How long what a signature says can be believed: its level, and whether it was revoked.

Source: ETSI EN 319 142-1, 6.3 (levels B-B, B-T, B-LT and B-LTA).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from inspector_app.domain.locales import current
from inspector_app.reports.findings import Signer
from inspector_app.reports.timestamps import Token
from inspector_app.reports.verifying import Level, Revocation, Standing
from inspector_app.reports.vouching import (
    Material,
    Revoked,
    Use,
    revocation,
    self_issued_authorities,
)
from inspector_app.texts import tr

_MOST_ITEMS = 2_000
_LARGEST_ITEM_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Stamp:
    """A document timestamp, and the revision that it closes."""

    token: Token
    revision: int


@dataclass(frozen=True, slots=True)
class Seal:
    """A signature, and what is found out of who made it."""

    signer: Signer
    signature: EmbeddedPdfSignature

    @property
    def material(self) -> Material:
        """The certificates that came with it."""
        return Material(tuple(self.signature.other_embedded_certs))


def material_of(reader: PdfFileReader, revision: int) -> Material:
    """Return the validation data that the file holds up to ``revision``.

    Raises whatever the libraries raise where they cannot be read: see ``hostile``.
    """
    resolver = reader.get_historical_resolver(revision)
    if "/DSS" not in resolver.root:
        return Material()
    return Material(
        tuple(_read(resolver, "/Certs", asn1_x509.Certificate)),
        tuple(_read(resolver, "/CRLs", asn1_crl.CertificateList)),
        tuple(_read(resolver, "/OCSPs", asn1_ocsp.OCSPResponse)),
    )


def roots_in(material: Material, trusted: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return where a path may end: in what is trusted, and in the roots that the file holds.

    A level says that the data are complete, for whoever trusts the root. Whether somebody here does
    is told beside it.
    """
    return (*trusted, *self_issued_authorities(material.certificates))


def judge_seal(
    seal: Seal, stamps: Sequence[Stamp], reader: PdfFileReader, trusted: Sequence[bytes]
) -> Iterator[str]:
    """Find out the level of ``seal`` and what is known of revocation; yield what speaks against it.

    Args:
        seal: a valid signature of level B-B.
        stamps: valid, in their order; each came after the signature.
        reader: the file.
        trusted: DER certificates known here.
    """
    if not stamps:
        return
    seal.signer.level = Level.B_T
    if seal.signer.facts.is_self_issued:
        return
    now = material_of(reader, reader.total_revisions - 1)
    found = revocation_of(seal, stamps[0], now, trusted)
    if isinstance(found, Revoked):
        day = current().day_words(found.at)
        yield (
            tr(
                "A certificate by which {facts} signed was revoked on {day}, before any timestamp "
                "confirmed the signature."
            ).format(facts=seal.signer.facts.name, day=day)
        )
        return
    if not found or authority_of(stamps[0], now, trusted) is not True:
        return
    seal.signer.level = Level.B_LT
    if seal.signer.standing is Standing.KNOWN_ISSUER:
        seal.signer.revocation = Revocation.NOT_REVOKED
    last = stamps[-1]
    then = material_of(reader, last.revision)
    if (
        last is not stamps[0]
        and revocation_of(seal, stamps[0], then, trusted) is True
        and authority_of(stamps[0], then, trusted) is True
    ):
        seal.signer.level = Level.B_LTA


def revocation_of(
    seal: Seal, stamp: Stamp, material: Material, trusted: Sequence[bytes]
) -> Revoked | bool:
    """Return whether the signer's certificate was good when ``stamp`` was made."""
    whole = material.with_(seal.material)
    certificate = seal.signature.signer_cert
    return revocation(certificate, whole, roots_in(whole, trusted), stamp.token.at, Use.SIGNING)


def authority_of(stamp: Stamp, material: Material, trusted: Sequence[bytes]) -> Revoked | bool:
    """Return whether the certificate of the timestamp's authority was good when it was made."""
    token = stamp.token
    whole = material.with_(Material(token.others))
    return revocation(
        token.certificate, whole, roots_in(whole, trusted), token.at, Use.TIMESTAMPING
    )


def _read(resolver: HistoricalResolver, key: str, kind: Any) -> Iterator[Any]:
    listed = resolver.root["/DSS"].get(key, [])
    if len(listed) > _MOST_ITEMS:
        raise ValueError(f"{key} is longer than any report’s")
    for at in range(len(listed)):
        content = cast("bytes", listed[at].data)
        if len(content) > _LARGEST_ITEM_BYTES:
            raise ValueError(f"{key} holds something larger than any report does")
        yield kind.load(content, strict=True)

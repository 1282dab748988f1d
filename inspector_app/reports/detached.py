"""A signature beside what it signs: CMS, detached, as ``openssl cms -verify`` reads it."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from inspector_app.domain.errors import BadInput, SigningFailed
from inspector_app.reports.identity import CertificateFacts, OpenedIdentity, facts_of
from inspector_app.reports.verifying import Standing
from inspector_app.texts import tr

_DIGEST = "sha256"
_DATA = "data"


@dataclass(frozen=True, slots=True)
class SignedBy:
    """Who signed, as the certificate in the signature has it."""

    facts: CertificateFacts
    standing: Standing
    """What is known here of the certificate."""
    signed_at: datetime | None
    """Aware; what the signer's clock said. Nobody else confirms it."""


def signed(content: bytes, identity: OpenedIdentity, at: datetime) -> bytes:
    """Return a detached signature over ``content`` as DER.

    Raises:
        SigningFailed: the identity cannot sign.

    Source: RFC 5652, 5.
    """
    attributes = PdfCMSSignedAttributes(signing_time=at.replace(microsecond=0))
    try:
        made = asyncio.run(
            identity.signer.async_sign_general_data(
                content, _DIGEST, detached=True, signed_attr_settings=attributes
            )
        )
    except SigningError as error:
        raise SigningFailed(
            tr("It could not be signed ({error}). Nothing was written.").format(error=error)
        ) from error
    return bytes(made.dump())


def who_signed(content: bytes, signature: bytes, trusted: Sequence[bytes]) -> SignedBy:
    """Return who signed ``content``.

    Args:
        content: what was signed.
        signature: as :func:`signed` returned it.
        trusted: DER certificates of authorities, or of signers known here.

    Raises:
        BadInput: the signature is not one over this content; the text is the end of a sentence.
    """
    try:
        whole = cms.ContentInfo.load(signature, strict=True)["content"]
        (signer,) = whole["signer_infos"]
        held = [each.chosen for each in whole["certificates"]]
        certificate = _certificate_of(signer, held)
        digest = signer["digest_algorithm"]["algorithm"].native
        _require_strong(digest)
        actual = hashlib.new(digest, content).digest()
        is_intact, is_valid = validate_sig_integrity(signer, certificate, _DATA, actual)
        facts = facts_of(certificate.dump())
        signed_at = _time_of(signer)
    except BadInput:
        raise
    except Exception as error:  # what comes out of a file may be anything
        raise BadInput(tr("cannot be read as a signature")) from error
    if not is_intact:
        raise BadInput(tr("is not a signature over what stands here"))
    if not is_valid:
        raise BadInput(tr("was not made with the key of its certificate"))
    return SignedBy(facts, _standing(certificate, held, facts, trusted, signed_at), signed_at)


def _require_strong(digest: str) -> None:
    if digest not in ("sha256", "sha384", "sha512"):
        raise BadInput(tr("is made with {digest}, which is too weak").format(digest=digest))


def _certificate_of(
    signer: cms.SignerInfo, held: Sequence[asn1_x509.Certificate]
) -> asn1_x509.Certificate:
    wanted = signer["sid"].chosen
    for each in held:
        if each.issuer == wanted["issuer"] and (
            each.serial_number == wanted["serial_number"].native
        ):
            return each
    raise BadInput(tr("does not hold the certificate it was made with"))


def _time_of(signer: cms.SignerInfo) -> datetime | None:
    for each in signer["signed_attrs"]:
        if each["type"].native == "signing_time":
            found: datetime = each["values"][0].native
            return found
    return None


def _standing(
    certificate: asn1_x509.Certificate,
    held: Sequence[asn1_x509.Certificate],
    facts: CertificateFacts,
    trusted: Sequence[bytes],
    moment: datetime | None,
) -> Standing:
    if certificate.dump() in trusted:
        return Standing.KNOWN_HERE
    if facts.is_self_issued:
        return Standing.SELF_ISSUED
    context = ValidationContext(
        trust_roots=[asn1_x509.Certificate.load(each) for each in trusted],
        other_certs=held,
        moment=moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    validator = CertificateValidator(
        certificate, intermediate_certs=held, validation_context=context
    )
    try:
        asyncio.run(validator.async_validate_path())
    except (ValidationError, PathError, ValueError):
        return Standing.UNKNOWN_ISSUER
    return Standing.KNOWN_ISSUER

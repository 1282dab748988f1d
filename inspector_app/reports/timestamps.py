"""What a timestamp of RFC 3161 says, and the form that it must have to be let into a report."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from pyhanko.sign.validation.generic_cms import (
    extract_certs_for_validation,
    validate_tst_signed_data,
)
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from inspector_app.reports.canonical import certificates_form_a_chain
from inspector_app.reports.identity import CertificateFacts, facts_of
from inspector_app.texts import tr

_DIGESTS = {"sha256", "sha384", "sha512"}


@dataclass(frozen=True, slots=True)
class Token:
    """A timestamp, read but not judged."""

    signed: cms.SignedData
    certificate: asn1_x509.Certificate
    """Of the authority."""
    others: tuple[asn1_x509.Certificate, ...]
    facts: CertificateFacts
    at: datetime
    """Aware; what the clock of the authority said."""


def token_in(signed: cms.SignedData) -> Token:
    """Return the timestamp in ``signed``.

    Raises whatever the libraries raise where it is none: see ``hostile``.
    """
    found = extract_certs_for_validation(signed)
    content = signed["encap_content_info"]["content"].parsed
    at = content["gen_time"].native
    if not isinstance(at, datetime) or at.tzinfo is None:
        raise ValueError("it names no time")
    return Token(
        signed,
        found.signer_cert,
        tuple(found.other_certs),
        facts_of(found.signer_cert.dump()),
        at,
    )


def faults_of(token: Token, digest: Callable[[str], bytes]) -> Iterator[str]:
    """Yield why ``token`` confirms nothing of the bytes whose digest ``digest`` returns.

    Whether its authority is one to be believed is another question.
    """
    name = token.facts.name
    context = ValidationContext(
        trust_roots=[token.certificate],
        other_certs=token.others,
        moment=token.at,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    told = asyncio.run(validate_tst_signed_data(token.signed, context, digest))
    status = TimestampSignatureStatus(**told)
    if not status.intact:
        yield tr("The timestamp of {name} is not one of this file.").format(name=name)
    elif not status.valid:
        yield tr("The timestamp of {name} was not made with the key of its certificate.").format(
            name=name
        )
    elif not token.facts.not_before <= token.at <= token.facts.not_after:
        yield tr("The certificate of {name} was not valid at the time of its timestamp.").format(
            name=name
        )
    elif not status.trusted:
        yield tr("The certificate of {name} is not meant for making timestamps.").format(name=name)
    elif not has_our_form(token.signed):
        yield tr("The timestamp of {name} does not have the form that this app lets in.").format(
            name=name
        )


def has_our_form(data: cms.SignedData) -> bool:
    """Tell whether a timestamp has nothing that could be changed unnoticed.

    One signer, one digest, no unsigned attribute, no stray certificate: RFC 3161, 2.4.2 asks for no
    more. What nothing covers yet must have nothing in it that is free.
    """
    signer = data["signer_infos"][0]
    algorithms = data["digest_algorithms"]
    content = data["encap_content_info"]["content"].parsed
    return bool(
        data["version"].native == "v3"
        and len(data["signer_infos"]) == 1
        and len(algorithms) == 1
        and algorithms[0].dump() == signer["digest_algorithm"].dump()
        and algorithms[0]["algorithm"].native in _DIGESTS
        and content["message_imprint"]["hash_algorithm"]["algorithm"].native in _DIGESTS
        and not data["crls"]
        and not signer["unsigned_attrs"]
        and signer["version"].native == "v1"
        and signer["sid"].name == "issuer_and_serial_number"
        and certificates_form_a_chain(data)
    )

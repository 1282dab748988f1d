"""What authorities say of a certificate at a moment: who issued it, and whether it was revoked.

Never asks the network: it judges with what it is given.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import RevokedError
from pyhanko_certvalidator.path import ValidationPath

from inspector_app.reports.hostile import UNREADABLE
from inspector_app.reports.identity import has_issued, read_certificate


class Use(Enum):
    """What a certificate was used for: the usages of RFC 5280, 4.2.1.3 and 4.2.1.12."""

    SIGNING = "signing"
    TIMESTAMPING = "timestamping"


@dataclass(frozen=True, slots=True)
class Material:
    """Certificates and revocation data, as a file or a network gave them."""

    certificates: tuple[asn1_x509.Certificate, ...] = ()
    crls: tuple[asn1_crl.CertificateList, ...] = ()
    ocsps: tuple[asn1_ocsp.OCSPResponse, ...] = ()

    def with_(self, other: "Material") -> "Material":
        """Return both together."""
        return Material(
            self.certificates + other.certificates,
            self.crls + other.crls,
            self.ocsps + other.ocsps,
        )


@dataclass(frozen=True, slots=True)
class Revoked:
    """A certificate on the way from a root was revoked."""

    at: datetime


def path_to(
    certificate: asn1_x509.Certificate,
    others: Iterable[asn1_x509.Certificate],
    roots: Sequence[bytes],
    moment: datetime,
    use: Use,
) -> ValidationPath | None:
    """Return how ``certificate`` leads to one of the DER ``roots``; revocation is left aside."""
    if not roots:
        return None
    try:
        return _path(certificate, Material(tuple(others)), roots, moment, use, "soft-fail")
    except UNREADABLE:
        return None


def revocation(
    certificate: asn1_x509.Certificate,
    material: Material,
    roots: Sequence[bytes],
    moment: datetime,
    use: Use,
) -> Revoked | bool:
    """Return whether ``material`` shows that nothing on the way to a root was revoked then.

    ``False`` is also said where data are missing, out of date, or not of an authority on the way.
    Data from after ``moment`` count: they know more.
    """
    try:
        _path(certificate, material, roots, moment, use, "require")
    except RevokedError as error:
        return Revoked(error.revocation_dt)
    except UNREADABLE:
        return False
    return True


def self_issued_authorities(certificates: Iterable[asn1_x509.Certificate]) -> tuple[bytes, ...]:
    """Return the roots among ``certificates`` as DER; whether to trust them is another matter."""
    found = []
    for each in certificates:
        try:
            read = read_certificate(each.dump())
            if each.ca and has_issued(read, read):
                found.append(each.dump())
        except UNREADABLE:
            continue
    return tuple(found)


def _path(
    certificate: asn1_x509.Certificate,
    material: Material,
    roots: Sequence[bytes],
    moment: datetime,
    use: Use,
    mode: str,
) -> ValidationPath:
    context = ValidationContext(
        trust_roots=[asn1_x509.Certificate.load(each) for each in roots],
        other_certs=material.certificates,
        crls=material.crls,
        ocsps=material.ocsps,
        moment=moment,
        allow_fetching=False,
        revocation_mode=mode,
        retroactive_revinfo=True,
    )
    validator = CertificateValidator(
        certificate,
        intermediate_certs=material.certificates,
        validation_context=context,
    )
    if use is Use.TIMESTAMPING:
        found = validator.async_validate_usage(set(), {"time_stamping"}, extended_optional=False)
    else:
        found = validator.async_validate_path()
    path: ValidationPath = asyncio.run(found)
    return path

"""Base's certificate authority: for its own TLS, and for the inspectors who sign summaries."""

import base64
import hashlib
import ipaddress
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from inspector_app.domain.errors import BadInput

_AUTHORITY_VALIDITY = timedelta(days=20 * 365)
_TLS_VALIDITY = timedelta(days=2 * 365)
_INSPECTOR_VALIDITY = timedelta(days=3 * 365)
_LIST_VALIDITY = timedelta(days=7)
_BACKDATING = timedelta(hours=24)
"""A laptop's clock may be behind; a certificate from the future would be refused there."""
_LONGEST_NAME = 64
"""Source: RFC 5280, upper bound of a common name."""
_LONGEST_HOST = 253
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
"""Source: RFC 1123, 2.1."""
_FINGERPRINT_BYTES = 10
_SIGNING = (
    x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36"),  # of documents, RFC 9336
    ExtendedKeyUsageOID.EMAIL_PROTECTION,
)
"""Viewers built on NSS, such as Evince and Okular, trust no signer whose certificate lacks the
latter (poppler checks for ``certificateUsageEmailSigner``). It names no address, so no mail is
vouched for."""
"""Source: RFC 9336."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate and its private key, both PEM."""

    certificate: bytes
    key: bytes


def new_authority(name: str, now: datetime) -> Issued:
    """Return a new certificate authority of the base called ``name``, for twenty years."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _named(name, "SPR base authority")
    certificate = (
        _builder(subject, subject, key.public_key(), now, _AUTHORITY_VALIDITY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return _issued(certificate, key)


def tls_certificate(authority: Issued, hosts: Sequence[str], now: datetime) -> Issued:
    """Return a new key and certificate for TLS at ``hosts``, names or addresses, for two years."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer, issuer_key = _loaded(authority)
    certificate = (
        _builder(_named(hosts[0], ""), issuer.subject, key.public_key(), now, _TLS_VALIDITY)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_host(each) for each in hosts]), critical=False)
        .add_extension(_issued_by(issuer), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )
    return _issued(certificate, key)


def inspector_certificate(authority: Issued, request: str, name: str, now: datetime) -> str:
    """Return the certificate, PEM, of the inspector whose key made ``request``, for three years.

    What the request says of its subject counts for nothing: ``name`` is what an invited person
    gave, and the rest is base's to say.

    Raises:
        BadInput: it is no request (PKCS #10, PEM) of a P-256 key, or its signature is wrong, or the
            name cannot be printed.
    """
    name = " ".join(name.split())
    if not name or not name.isprintable():
        raise BadInput("The name for the certificate is not in printable letters.")
    issuer, issuer_key = _loaded(authority)
    certificate = (
        _builder(
            _named(name, ""), issuer.subject, _requested_key(request), now, _INSPECTOR_VALIDITY
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage(_SIGNING), critical=False)
        .add_extension(_issued_by(issuer), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def revocation_list(authority: Issued, revoked: Mapping[int, datetime], now: datetime) -> bytes:
    """Return the list, DER, of certificates that were revoked, good for a week.

    Args:
        authority: whose certificates they are.
        revoked: when, by serial number.
        now: aware.

    Source: RFC 5280, 5.
    """
    issuer, key = _loaded(authority)
    # A laptop's clock may be behind; a list from the future would say nothing there.
    begun = (now - _BACKDATING).replace(microsecond=0)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.subject)
        .last_update(begun)
        .next_update(begun + _BACKDATING + _LIST_VALIDITY)
        .add_extension(_issued_by(issuer), critical=False)
        .add_extension(x509.CRLNumber(int(now.timestamp() * 1000)), critical=False)
    )
    for serial, at in sorted(revoked.items()):
        one = x509.RevokedCertificateBuilder().serial_number(serial)
        builder = builder.add_revoked_certificate(one.revocation_date(at).build())
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def serial_of(certificate: str) -> int:
    """Return the serial number of a PEM certificate."""
    return x509.load_pem_x509_certificate(certificate.encode()).serial_number


def fingerprint(certificate: bytes) -> str:
    """Return the sixteen letters by which an enrolment code knows the PEM ``certificate``."""
    der = x509.load_pem_x509_certificate(certificate).public_bytes(serialization.Encoding.DER)
    return base64.b32encode(hashlib.sha256(der).digest()[:_FINGERPRINT_BYTES]).decode()


def hosts_of(certificate: bytes) -> tuple[str, ...]:
    """Return the names and addresses that the PEM ``certificate`` is for."""
    loaded = x509.load_pem_x509_certificate(certificate)
    names = loaded.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return tuple(str(each.value) for each in names)


def expiry(certificate: bytes) -> datetime:
    """Return until when the PEM ``certificate`` is good."""
    return x509.load_pem_x509_certificate(certificate).not_valid_after_utc


def is_host(name: str | None) -> bool:
    """Tell whether a TLS certificate can be for ``name``: a machine's name or its address."""
    if name is None:
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        labels = name.split(".")
        return len(name) <= _LONGEST_HOST and all(_LABEL.fullmatch(each) for each in labels)
    return True


def _requested_key(request: str) -> ec.EllipticCurvePublicKey:
    try:
        loaded = x509.load_pem_x509_csr(request.encode())
        key = loaded.public_key()
        is_sound = loaded.is_signature_valid
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm) as error:
        raise BadInput("The certificate request cannot be read.") from error
    if not is_sound:
        raise BadInput("The certificate request was not made by the key it names.")
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise BadInput("The certificate request is not for a P-256 key.")
    return key


def _loaded(authority: Issued) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = serialization.load_pem_private_key(authority.key, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise BadInput("The authority’s key is not of the kind that base makes.")
    return x509.load_pem_x509_certificate(authority.certificate), key


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    now: datetime,
    validity: timedelta,
) -> x509.CertificateBuilder:
    start = (now - _BACKDATING).replace(microsecond=0)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + _BACKDATING + validity)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _named(name: str, unit: str) -> x509.Name:
    attributes = [x509.NameAttribute(NameOID.COMMON_NAME, _cut(name))]
    if unit:
        attributes.append(x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit))
    return x509.Name(attributes)


def _cut(name: str) -> str:
    content = name.encode()
    if len(content) <= _LONGEST_NAME:
        return name
    return content[: _LONGEST_NAME - len("…".encode())].decode(errors="ignore") + "…"


def _host(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _issued_by(issuer: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    own = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own)


def _usage(
    *,
    digital_signature: bool = False,
    content_commitment: bool = False,
    key_cert_sign: bool = False,
    crl_sign: bool = False,
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=content_commitment,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _issued(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> Issued:
    return Issued(
        certificate.public_bytes(serialization.Encoding.PEM),
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )

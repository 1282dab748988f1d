"""Certificates for tests: a small authority, and signers of every kind that can be wrong."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey


@dataclass(frozen=True)
class Holder:
    """A key with its certificate."""

    key: PrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def key_der(self) -> bytes:
        return self.key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )


def an_authority(name: str = "Test Authority", *, issuer: Holder | None = None) -> Holder:
    return _issued(name, issuer, ec.generate_private_key(ec.SECP256R1()), is_authority=True)


def a_signer(
    authority: Holder,
    name: str = "Alex Example",
    *,
    key: PrivateKey | None = None,
    not_before: datetime = NOW - timedelta(days=30),
    not_after: datetime = NOW + timedelta(days=300),
    may_sign: bool = True,
) -> Holder:
    return _issued(
        name,
        authority,
        key or ec.generate_private_key(ec.SECP256R1()),
        not_before=not_before,
        not_after=not_after,
        may_sign=may_sign,
    )


def a_key_file(path: Path, holder: Holder, authority: Holder, passphrase: str) -> Path:
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"signer",
            holder.key,
            holder.certificate,
            [authority.certificate],
            serialization.BestAvailableEncryption(passphrase.encode()),
        )
    )
    return path


def a_root(path: Path, authority: Holder) -> Path:
    """What an authority hands out to be trusted."""
    path.write_bytes(authority.certificate.public_bytes(serialization.Encoding.PEM))
    return path


def _issued(
    name: str,
    issuer: Holder | None,
    key: PrivateKey,
    *,
    not_before: datetime = NOW - timedelta(days=365),
    not_after: datetime = NOW + timedelta(days=3650),
    is_authority: bool = False,
    may_sign: bool = True,
) -> Holder:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signs = issuer.key if issuer else key
    assert isinstance(signs, ec.EllipticCurvePrivateKey)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(not_before)
        .not_valid_after(not_after)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not is_authority and may_sign,
                content_commitment=not is_authority and may_sign,
                key_encipherment=not is_authority,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=is_authority,
                crl_sign=is_authority,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .sign(signs, hashes.SHA256())
    )
    return Holder(key, certificate)

"""Signing identities: made here, from a file, or on a card."""

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from inspector_app.domain.errors import BadInput, SigningFailed
from inspector_app.reports.identity import (
    Pkcs11Token,
    Pkcs12File,
    SelfIssued,
    SignerKind,
    facts_of,
    opened,
    self_issued,
    token_labels,
)
from tests.support.pki import NOW, Holder, a_key_file, a_signer, an_authority


def _open(identity: SelfIssued | Pkcs12File | Pkcs11Token, days_later: int = 0) -> SignerKind:
    with opened(identity, at=NOW + timedelta(days=days_later)) as signer:
        return signer.kind


def _file_of(folder: Path, holder: Holder, authority: Holder) -> Pkcs12File:
    return Pkcs12File(a_key_file(folder / "key.p12", holder, authority, "sesame"), "sesame")


def test_a_self_issued_identity_says_so_in_its_name() -> None:
    facts = facts_of(self_issued("Jo  Ŵyn", issued_at=NOW).certificate)
    assert facts.name == "Jo Ŵyn (self-issued)"
    assert facts.is_self_issued
    assert facts.issuer == facts.name


def test_a_self_issued_certificate_is_p256_and_only_for_signing() -> None:
    made = self_issued("Jo Ŵyn", issued_at=NOW)
    certificate = x509.load_der_x509_certificate(made.certificate)
    key = serialization.load_der_private_key(made.key, password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert isinstance(key.curve, ec.SECP256R1)
    assert key.public_key() == certificate.public_key()
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_a_self_issued_identity_signs_at_once_even_if_the_clock_is_set_back_a_little() -> None:
    made = self_issued("Jo Ŵyn", issued_at=NOW)
    with opened(made, at=NOW - timedelta(hours=2)) as signer:
        assert signer.kind is SignerKind.SELF_ISSUED


def test_a_name_too_long_for_a_certificate_is_cut_visibly() -> None:
    facts = facts_of(self_issued("Ŵ" * 200, issued_at=NOW).certificate)
    assert facts.name.endswith("… (self-issued)")
    assert 60 < len(facts.name.encode()) <= 64


@pytest.mark.parametrize("name", ["", "  ", "Jo\u202e", "Jo\x00"])
def test_an_unprintable_name_makes_no_identity(name: str) -> None:
    with pytest.raises(BadInput, match="printable"):
        self_issued(name, issued_at=NOW)


def test_secrets_do_not_show_when_an_identity_is_printed() -> None:
    made = self_issued("Jo Ŵyn", issued_at=NOW)
    assert "key=" not in repr(made)
    assert "sesame" not in repr(Pkcs12File(Path("a.p12"), "sesame"))
    assert "4711" not in repr(Pkcs11Token(Path("module.so"), pin="4711"))


def test_a_key_of_another_certificate_is_refused() -> None:
    one, other = (self_issued("Jo Ŵyn", issued_at=NOW) for _ in range(2))
    with pytest.raises(SigningFailed, match="does not belong"):
        _open(SelfIssued(one.key, other.certificate))


def test_a_damaged_key_is_refused() -> None:
    made = self_issued("Jo Ŵyn", issued_at=NOW)
    with pytest.raises(SigningFailed, match="cannot be read"):
        _open(SelfIssued(made.key[:-10], made.certificate))


@pytest.mark.parametrize(
    "key",
    [
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP384R1()),
        rsa.generate_private_key(65537, 2048),
    ],
    ids=["P-256", "P-384", "RSA-2048"],
)
def test_a_key_file_opens_with_its_passphrase(
    tmp_path: Path, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
) -> None:
    authority = an_authority()
    identity = _file_of(tmp_path, a_signer(authority, key=key), authority)
    with opened(identity, at=NOW) as signer:
        assert signer.kind is SignerKind.PKCS12
        assert signer.facts.name == "Alex Example"
        assert signer.facts.issuer == "Test Authority"
        assert not signer.facts.is_self_issued


def test_a_wrong_passphrase_is_said(tmp_path: Path) -> None:
    authority = an_authority()
    identity = _file_of(tmp_path, a_signer(authority), authority)
    with pytest.raises(SigningFailed, match=r"passphrase does not open the key file key\.p12"):
        _open(Pkcs12File(identity.path, "Sesame"))


def test_a_file_that_is_no_key_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no key")
    with pytest.raises(SigningFailed, match=r"not a PKCS#12 file"):
        _open(Pkcs12File(tmp_path / "notes.txt", ""))


def test_a_missing_key_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(SigningFailed, match="cannot be read"):
        _open(Pkcs12File(tmp_path / "gone.p12", ""))


def test_an_expired_certificate_is_refused_with_its_day(tmp_path: Path) -> None:
    authority = an_authority()
    identity = _file_of(tmp_path, a_signer(authority, not_after=NOW + timedelta(days=3)), authority)
    assert _open(identity) is SignerKind.PKCS12
    with pytest.raises(SigningFailed, match="Alex Example expired on 26 November 2026"):
        _open(identity, days_later=4)


def test_a_certificate_that_is_not_valid_yet_is_refused(tmp_path: Path) -> None:
    authority = an_authority()
    holder = a_signer(authority, not_before=NOW + timedelta(days=1))
    with pytest.raises(SigningFailed, match="valid only from 24 November 2026"):
        _open(_file_of(tmp_path, holder, authority))


def test_a_certificate_not_meant_for_signing_is_refused(tmp_path: Path) -> None:
    authority = an_authority()
    with pytest.raises(SigningFailed, match="not meant for signing"):
        _open(_file_of(tmp_path, a_signer(authority, may_sign=False), authority))


@pytest.mark.parametrize(
    "key",
    [
        ed25519.Ed25519PrivateKey.generate(),
        rsa.generate_private_key(65537, 1024),  # noqa: S505 - this one is meant to be refused
    ],
    ids=["Ed25519", "RSA-1024"],
)
def test_a_key_of_an_unsuitable_kind_is_refused(
    tmp_path: Path, key: ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey
) -> None:
    authority = an_authority()
    with pytest.raises(SigningFailed, match="not signed with"):
        _open(_file_of(tmp_path, a_signer(authority, key=key), authority))


def test_a_missing_module_is_said(tmp_path: Path) -> None:
    with pytest.raises(SigningFailed, match=r"no PKCS#11 module"):
        _open(Pkcs11Token(tmp_path / "gone.so", pin="1234"))


def test_a_file_that_is_no_module_is_said(tmp_path: Path) -> None:
    (tmp_path / "module.so").write_text("no module")
    with pytest.raises(SigningFailed, match=r"cannot be used as a PKCS#11 module"):
        token_labels(tmp_path / "module.so")

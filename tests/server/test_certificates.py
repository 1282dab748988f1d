"""What base issues is worth something: to TLS, to our verify, and to judges that are not ours."""

import secrets
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from inspector_app.reports.identity import base_issued, requested
from inspector_app.reports.revocation_files import read_crl
from inspector_app.reports.verifying import Standing, State, verify
from inspector_app.reports.vouching import Material, Revoked, Use, revocation
from inspector_app.server import devices, enrolling
from inspector_app.server import keys as key_files
from inspector_app.server.__main__ import main
from inspector_app.server.authority import (
    Issued,
    expiry,
    is_host,
    new_authority,
    revocation_list,
)
from inspector_app.server.base import Base
from inspector_app.server.enrolling import Inviting
from inspector_app.server.opening import opened_base
from inspector_app.sync.signatures import Proof, digest_of
from inspector_app.sync.wire import Enrolled
from tests.server.support import Laptop, a_base, an_enrolment, app_client, key_files_of
from tests.support.signed_reports import a_signed_report


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    folder = tmp_path_factory.mktemp("base")
    made = a_base(folder, f"sqlite:///{folder / 'base.db'}")
    yield made
    made.database.close()


def join(base: Base, laptop: Laptop, request: str, name: str) -> Enrolled:
    with base.database.begin() as connection:
        made = enrolling.invite(base.keys, connection, Inviting(name), base.now_ms(), "admin")
    enrolment = an_enrolment(laptop, made.code, certificate_request=request, name=name)
    proof = Proof(laptop.device, secrets.token_urlsafe(16), base.now(), digest_of(b""))
    return enrolling.enrol(base, enrolment, proof, "127.0.0.1")


def test_a_summary_signed_with_what_base_issued_is_trusted_by_bases_authority_alone(
    base: Base, tmp_path: Path
) -> None:
    made = requested("Jo Ŵyn")
    told = join(base, Laptop("JS"), made.request, "Jo Ŵyn")
    identity = base_issued(made.key, told.certificate, told.authority)
    path, _ = a_signed_report(tmp_path, identity, at=base.now() + timedelta(days=400))
    root = x509.load_pem_x509_certificate(base.keys.authority).public_bytes(Encoding.DER)
    other = new_authority("Another", base.now()).certificate
    foreign = x509.load_pem_x509_certificate(other).public_bytes(Encoding.DER)

    verdict = verify(path, [root], pages=False)
    assert (verdict.state, verdict.standing) == (State.GENUINE, Standing.KNOWN_ISSUER)
    assert verify(path, [foreign], pages=False).state is State.CANNOT_TELL

    said = subprocess.run(
        ["pdfsig", "-nocert", str(path)], check=True, capture_output=True, text=True
    ).stdout
    assert "Signature is Valid." in said
    assert "Signer Certificate Common Name: Jo Ŵyn\n" in said


def test_a_second_tool_trusts_a_summary_of_a_base_set_up_today_once_it_is_given_bases_authority(
    tmp_path: Path,
) -> None:
    folder, safe = tmp_path / "base", tmp_path / "safe.txt"
    founded = ["init", str(folder), "--name", "Eastern region", "--recovery-key", str(safe)]
    assert main(founded, {}) == 0
    with opened_base(folder, {}, lambda: datetime.now(UTC)) as today:
        made = requested("Jo Ŵyn")
        told = join(today, Laptop("JS"), made.request, "Jo Ŵyn")
        ours = today.keys.authority
    identity = base_issued(made.key, told.certificate, told.authority)
    path, _ = a_signed_report(tmp_path, identity, at=datetime.now(UTC))
    foreign = new_authority("Another", datetime.now(UTC)).certificate
    assert "Certificate Validation: Certificate is Trusted." in judged(path, tmp_path, ours)
    assert "Certificate is Trusted" not in judged(path, tmp_path, foreign)
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(path.read_bytes().replace(b"/Lang (en-GB)", b"/Lang (en-US)"))
    assert changed.read_bytes() != path.read_bytes()
    assert "Signature is Valid." not in judged(changed, tmp_path, ours)


def judged(summary: Path, folder: Path, authority: bytes) -> str:
    """Return what pdfsig says of a summary where it is told to trust this authority alone."""
    trust = folder / secrets.token_hex(4)
    trust.mkdir()
    (trust / "root.pem").write_bytes(authority)
    for told in (
        ("-N", "--empty-password"),
        ("-A", "-n", "root", "-t", ",C,", "-i", str(trust / "root.pem")),
    ):
        subprocess.run(["certutil", *told, "-d", f"sql:{trust}"], check=True)
    return subprocess.run(
        ["pdfsig", "-nssdir", f"sql:{trust}", str(summary)],
        check=False,
        capture_output=True,
        text=True,
    ).stdout


def test_openssl_follows_the_chain_of_both_kinds_of_certificate(base: Base, tmp_path: Path) -> None:
    told = join(base, Laptop("AM"), requested("Al Mare").request, "Al Mare")
    (tmp_path / "root.pem").write_text(told.authority)
    (tmp_path / "inspector.pem").write_text(told.certificate)
    (tmp_path / "tls.pem").write_bytes((base.folder / "keys" / "tls.pem").read_bytes())
    at = str(int(base.now().timestamp()))
    for name, purpose in (("inspector.pem", "any"), ("tls.pem", "sslserver")):
        judged = subprocess.run(
            [
                *("openssl", "verify", "-x509_strict", "-attime", at, "-purpose", purpose),
                *("-CAfile", str(tmp_path / "root.pem"), str(tmp_path / name)),
            ],
            check=False,
            capture_output=True,
        )
        assert judged.returncode == 0, judged.stderr + judged.stdout


def test_an_inspectors_certificate_vouches_for_no_server_and_no_other(base: Base) -> None:
    told = join(base, Laptop("BN"), requested("Bo Nor").request, "Bo Nor")
    extensions = x509.load_pem_x509_certificate(told.certificate.encode()).extensions
    assert not extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    purposes = extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert ExtendedKeyUsageOID.SERVER_AUTH not in purposes
    with pytest.raises(x509.ExtensionNotFound):  # so it vouches for no mail either
        extensions.get_extension_for_class(x509.SubjectAlternativeName)
    usage = extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.content_commitment
    assert not usage.key_cert_sign


def test_all_certificates_of_a_revoked_laptop_are_on_the_list(base: Base) -> None:
    lost, kept = Laptop("CO"), Laptop("DP")
    made = [join(base, each, requested("x").request, "Co Owe") for each in (lost, lost, kept)]
    with base.database.begin() as connection:
        devices.revoke(connection, lost.device, base.now_ms(), "admin")
    with app_client(base) as client:
        answer = client.get("/v1/revocations")
    assert answer.headers["content-type"] == "application/pkix-crl"
    told = x509.load_der_x509_crl(answer.content)
    issuer = x509.load_pem_x509_certificate(base.keys.authority)
    key = issuer.public_key()
    assert told.is_signature_valid(key)  # type: ignore[arg-type]
    serials = [
        x509.load_pem_x509_certificate(each.certificate.encode()).serial_number for each in made
    ]
    assert [told.get_revoked_certificate_by_serial_number(each) is None for each in serials] == [
        False,
        False,
        True,
    ]


def test_our_own_judge_knows_by_the_list_that_a_signer_was_revoked(base: Base) -> None:
    told = join(base, Laptop("EQ"), requested("Eve Quill").request, "Eve Quill")
    certificate = x509.load_pem_x509_certificate(told.certificate.encode())
    root = x509.load_pem_x509_certificate(base.keys.authority).public_bytes(Encoding.DER)
    authority = Issued(base.keys.authority, base.keys.authority_key)
    judged = asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))

    def judge(*revoked: int) -> Revoked | bool:
        times = dict.fromkeys(revoked, base.now() - timedelta(hours=1))
        found = read_crl(revocation_list(authority, times, base.now()))
        return revocation(judged, Material(crls=(found,)), [root], base.now(), Use.SIGNING)

    assert judge() is True
    assert isinstance(judge(certificate.serial_number), Revoked)


def test_tls_is_for_names_and_addresses_and_renewed_on_demand(
    base: Base, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = key_files_of(tmp_path)
    before = key_files.read(tmp_path)
    arguments = ["certificate", "--base", str(tmp_path), "--host", "new.example"]
    assert main([*arguments, "--host", "10.20.0.5"], environ={}) == 0
    after = key_files.read(tmp_path)
    assert after.hosts == ("new.example", "10.20.0.5", "localhost", "127.0.0.1", "::1")
    assert after.authority == before.authority
    content = (place / "tls.pem").read_bytes()
    assert expiry(content) > datetime.now(UTC) + timedelta(days=700)
    assert "reload the front door" in capsys.readouterr().out
    assert main([*arguments, "--host", "https://x:1"], environ={}) == 65
    assert "neither the name nor the address" in capsys.readouterr().err
    assert (place / "tls.pem").read_bytes() == content


@pytest.mark.parametrize(
    ("name", "is_good"),
    [
        ("base.example", True),
        ("BASE", True),
        ("10.0.0.1", True),
        ("::1", True),
        ("xn--bse-sna.example", True),
        ("", False),
        ("a..b", False),
        ("-a.example", False),
        ("a b", False),
        ("base.example:8443", False),
        ("https://base.example", False),
        ("bäse.example", False),
        ("*.example", False),
        ("a" * 64, False),
    ],
)
def test_only_a_machines_name_or_address_is_a_host(name: str, is_good: bool) -> None:
    assert is_host(name) is is_good

"""A small real public key infrastructure on this machine's own address: CA, CRL, OCSP and TSA.

The timestamps are made by ``openssl ts``; lists and responses are signed by the CA's own keys. Its
clock is the real one, since openssl's is.
"""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from inspector_app.reports.identity import Pkcs12File
from inspector_app.reports.online import Authority
from inspector_app.reports.raising import raise_
from inspector_app.reports.verifying import verify
from tests.support.pki import Holder

_DAY = timedelta(days=1)
_TSA = """
[tsa]
default_tsa = the
[the]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
certs = {folder}/tsa-root.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
"""


@dataclass
class Authorities:
    """Base's root, the issuer under it, and an authority for timestamps with a root of its own."""

    folder: Path
    url: str
    root: Holder
    issuing: Holder
    time_root: Holder
    tsa: Holder
    moods: dict[str, str] = field(default_factory=dict)
    """How a path misbehaves: *rubbish*, *error*, *slow*, *endless*, *replay*, *unknown*."""
    revoked: dict[int, datetime] = field(default_factory=dict)
    """When, by serial number."""
    signers: dict[str, x509.Certificate] = field(default_factory=dict)
    """Their certificates, by name."""
    asked: list[str] = field(default_factory=list)
    """The paths, in the order in which they were asked."""

    def behave(self) -> None:
        """Begin anew, as authorities should be."""
        self.moods.clear()
        self.revoked.clear()
        self.asked.clear()
        self.use_tsa(self.tsa, self.time_root)

    @property
    def tsa_url(self) -> str:
        return f"{self.url}/tsa"

    @property
    def trusted(self) -> list[bytes]:
        return [self.root.der, self.time_root.der]

    def roots(self) -> list[Path]:
        """The roots, as files to be given with --trust."""
        paths = []
        for name, holder in (("root", self.root), ("time-root", self.time_root)):
            paths.append(self.folder / f"{name}.pem")
            paths[-1].write_bytes(_pem(holder.certificate))
        return paths

    def signer(self, name: str = "Alex Example") -> Pkcs12File:
        """A signer whose certificate names where its revocation can be asked for."""
        holder = _issued(name, self.issuing, self.url, "issuing")
        path = self.folder / f"{name}.p12"
        path.write_bytes(
            pkcs12.serialize_key_and_certificates(
                b"signer",
                holder.key,
                holder.certificate,
                [self.issuing.certificate, self.root.certificate],
                serialization.BestAvailableEncryption(b"sesame"),
            )
        )
        self.signers[name] = holder.certificate
        return Pkcs12File(path, "sesame")

    def use_tsa(self, holder: Holder, root: Holder) -> None:
        """Make timestamps as ``holder``."""
        (self.folder / "tsa.pem").write_bytes(_pem(holder.certificate))
        (self.folder / "tsa-root.pem").write_bytes(_pem(root.certificate))
        (self.folder / "tsa.key").write_bytes(
            holder.key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        (self.folder / "tsa.cnf").write_text(_TSA.format(folder=self.folder))

    def an_expired_tsa(self) -> Holder:
        now = datetime.now(UTC)
        return _issued(
            "Old Clock",
            self.time_root,
            self.url,
            "time-root",
            not_before=now - 20 * _DAY,
            not_after=now - _DAY,
            for_time=True,
        )

    def crl(self, name: str) -> bytes:
        holder = {"root": self.root, "issuing": self.issuing, "time-root": self.time_root}[name]
        now = datetime.now(UTC)
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(holder.certificate.subject)
            .last_update(now - _DAY)
            .next_update(now + 7 * _DAY)
        )
        for serial, at in self.revoked.items():
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at).build()
            )
        assert isinstance(holder.key, ec.EllipticCurvePrivateKey)
        return builder.sign(holder.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def answered(self, path: str, body: bytes) -> bytes:
        """What is answered at ``path``."""
        name = path.removeprefix("/")
        if name == "tsa":
            query = self.folder / "query"
            query.write_bytes(body)
            reply = subprocess.run(
                [
                    *("openssl", "ts", "-reply", "-queryfile", str(query)),
                    *("-config", str(self.folder / "tsa.cnf")),
                ],
                capture_output=True,
                check=True,
            ).stdout
            if self.moods.get(path) != "replay":
                (self.folder / "last-reply").write_bytes(reply)
            return reply
        if name == "ocsp":
            return self._ocsp(body)
        return self.crl(name.removesuffix(".crl"))

    def _ocsp(self, body: bytes) -> bytes:
        serial = ocsp.load_der_ocsp_request(body).serial_number
        at = self.revoked.get(serial)
        now = datetime.now(UTC)
        issued = next((x for x in self.signers.values() if x.serial_number == serial), None)
        if issued is None or self.moods.get("/ocsp") == "unknown":
            status = ocsp.OCSPCertStatus.UNKNOWN
        else:
            status = ocsp.OCSPCertStatus.REVOKED if at else ocsp.OCSPCertStatus.GOOD
        any_certificate = self.issuing.certificate if issued is None else issued
        assert isinstance(self.issuing.key, ec.EllipticCurvePrivateKey)
        response = (
            ocsp.OCSPResponseBuilder()
            .add_response(
                cert=any_certificate,
                issuer=self.issuing.certificate,
                algorithm=hashes.SHA1(),  # noqa: S303  # as it was asked
                cert_status=status,
                this_update=now - timedelta(minutes=5),
                next_update=now + _DAY,
                revocation_time=at if status is ocsp.OCSPCertStatus.REVOKED else None,
                revocation_reason=None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.HASH, self.issuing.certificate)
            .sign(self.issuing.key, hashes.SHA256())
        )
        return response.public_bytes(serialization.Encoding.DER)


@contextmanager
def authorities(folder: Path) -> Iterator[Authorities]:
    """Give authorities that answer on a port of their own until the block is left."""
    server = _Server(("127.0.0.1", 0), _Handler)
    url = f"http://127.0.0.1:{server.server_port}"
    root = _issued("Base Root", None, url, "", is_authority=True)
    issuing = _issued("Base Issuing", root, url, "root", is_authority=True, by_ocsp=False)
    time_root = _issued("Time Root", None, url, "", is_authority=True)
    tsa = _issued("Time Stamps Ltd", time_root, url, "time-root", for_time=True, by_ocsp=False)
    server.made = made = Authorities(folder, url, root, issuing, time_root, tsa)
    made.use_tsa(tsa, time_root)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield made
    finally:
        server.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


def a_raised_report(signed: Path, net: Authorities) -> Path:
    """A signed report raised as far as its certificates let it, beside it."""
    target = signed.with_name("raised.pdf")
    verdict = verify(signed, net.trusted)
    with signed.open("rb") as file:
        raise_(file, target, Authority(net.tsa_url), verdict=verdict, trusted=net.trusted)
    return target


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    made: Authorities

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self.released = threading.Event()


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:  # the library's name
        self._answer(b"")

    def do_POST(self) -> None:  # the library's name
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, body: bytes) -> None:
        made = self.server.made
        made.asked.append(self.path)
        mood = made.moods.get(self.path, "")
        count = sum(1 for each in made.asked if each == self.path)
        if mood.startswith("error"):
            after = int(mood.removeprefix("error").strip() or 0)
            if count > after:
                self.send_error(500)
                return
        if mood == "slow":
            self.server.released.wait(30)
            return
        if mood == "rubbish":
            content = b"<html>Log in to the hotel's network</html>"
        elif mood == "replay":
            content = (made.folder / "last-reply").read_bytes()
        else:
            content = made.answered(self.path, body)
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.end_headers()
        self.wfile.write(content if mood != "endless" else b"0" * 300_000)

    def log_message(self, *_: object) -> None:
        return None


def _issued(
    name: str,
    issuer: Holder | None,
    url: str,
    listed_at: str,
    *,
    is_authority: bool = False,
    for_time: bool = False,
    by_ocsp: bool = True,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
) -> Holder:
    now = datetime.now(UTC)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(not_before or now - 30 * _DAY)
        .not_valid_after(not_after or now + 300 * _DAY)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not is_authority,
                content_commitment=not is_authority,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=is_authority,
                crl_sign=is_authority,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
    )
    if for_time:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    if listed_at:
        place = x509.UniformResourceIdentifier(f"{url}/{listed_at}.crl")
        point = x509.DistributionPoint([place], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
        if by_ocsp:
            access = x509.AccessDescription(
                AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(f"{url}/ocsp")
            )
            told = x509.AuthorityInformationAccess([access])
            builder = builder.add_extension(told, critical=False)
    signs = issuer.key if issuer else key
    assert isinstance(signs, ec.EllipticCurvePrivateKey)
    return Holder(key, builder.sign(signs, hashes.SHA256()))


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)

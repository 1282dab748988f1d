"""Signing identities: who signs a report, and with which key."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

import pkcs11
from asn1crypto import x509 as asn1_x509
from asn1crypto.keys import PrivateKeyInfo
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtensionOID, NameOID, ObjectIdentifier
from pyhanko.sign import Signer, SimpleSigner
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from inspector_app.domain.errors import BadInput, SigningFailed
from inspector_app.domain.locales import current
from inspector_app.texts import tr

_VALIDITY = timedelta(days=3 * 365)
_BACKDATING = timedelta(days=1)
"""A laptop's clock may be set back after the certificate was made; signing must still work."""
_LONGEST_COMMON_NAME_BYTES = 64
"""RFC 5280, appendix A: ub-common-name; counted in UTF-8 to suit every reader."""
_SELF_ISSUED_MARK = " (self-issued)"
_DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
_SMALLEST_RSA_KEY_BITS = 2048
_LARGEST_KEY_FILE_BYTES = 1024 * 1024

PublicKey: TypeAlias = ec.EllipticCurvePublicKey | rsa.RSAPublicKey


class SignerKind(StrEnum):
    """Where the signing key lives, as it is stored."""

    SELF_ISSUED = "self-issued"
    BASE_ISSUED = "base"
    PKCS12 = "pkcs12"
    PKCS11 = "pkcs11"


@dataclass(frozen=True, slots=True)
class SelfIssued:
    """A key and certificate made on this laptop: it proves integrity, not identity."""

    key: bytes = field(repr=False)
    """PKCS#8, DER, not encrypted: wrap it under the inspector's PIN before keeping it."""
    certificate: bytes
    """X.509, DER."""


@dataclass(frozen=True, slots=True)
class BaseIssued:
    """A key made on this laptop, whose certificate base issued to its inspector at enrolment."""

    key: bytes = field(repr=False)
    """PKCS#8, DER, not encrypted: wrap it under the inspector's PIN before keeping it."""
    certificate: bytes
    """X.509, DER."""
    authority: bytes
    """Of base, X.509, DER: it stands in the signature, so that a reader who trusts it needs no
    other file."""


@dataclass(frozen=True, slots=True)
class Requested:
    """A key made on this laptop, and what asks base for a certificate of it."""

    key: bytes = field(repr=False)
    """PKCS#8, DER, not encrypted: wrap it under the inspector's PIN before keeping it."""
    request: str
    """PKCS#10, PEM."""


@dataclass(frozen=True, slots=True)
class Pkcs12File:
    """A certificate and its key in one file (``.p12``, ``.pfx``)."""

    path: Path
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pkcs11Token:
    """A smart card or other device behind a PKCS#11 module."""

    module: Path
    """The vendor's library; it is loaded into this process."""
    pin: str = field(repr=False)
    token_label: str | None = None
    """Which token, when the module shows several."""
    certificate_label: str | None = None
    """Which certificate, when several on the token have a key."""


Identity: TypeAlias = SelfIssued | BaseIssued | Pkcs12File | Pkcs11Token


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate says of its holder, without saying whether that is true."""

    name: str
    """The common name, or the whole subject where there is none."""
    issuer: str
    is_self_issued: bool
    not_before: datetime
    not_after: datetime
    sha256: str
    """Of the DER bytes, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class OpenedIdentity:
    """An identity ready to sign; closed when its ``opened`` block is left."""

    signer: Signer = field(repr=False)
    kind: SignerKind
    certificate: bytes = field(repr=False)
    facts: CertificateFacts


def self_issued(name: str, *, issued_at: datetime) -> SelfIssued:
    """Return a new P-256 key with a certificate in the name of ``name``, valid for three years.

    The common name says *(self-issued)*, so that every PDF reader shows it; a name too long for
    the certificate is cut with an ellipsis.

    Raises:
        BadInput: the name is empty or has characters that cannot be printed.
    """
    name = " ".join(name.split())
    if not name or not name.isprintable():
        raise BadInput(
            tr("A signing identity needs a name in printable letters. Nothing was made.")
        )
    room = _LONGEST_COMMON_NAME_BYTES - len(_SELF_ISSUED_MARK)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, _cut(name, room) + _SELF_ISSUED_MARK),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "self-issued"),
        ]
    )
    key = ec.generate_private_key(ec.SECP256R1())
    start = (issued_at.astimezone(UTC) - _BACKDATING).replace(microsecond=0)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + _BACKDATING + _VALIDITY)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage_for_signing(), critical=True)
        .add_extension(x509.ExtendedKeyUsage([_DOCUMENT_SIGNING]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return SelfIssued(_pkcs8(key), certificate.public_bytes(serialization.Encoding.DER))


def requested(name: str) -> Requested:
    """Return a new P-256 key, and a request for a certificate in the name of ``name``.

    Raises:
        BadInput: the name is empty or has characters that cannot be printed.
    """
    name = " ".join(name.split())
    if not name or not name.isprintable():
        raise BadInput(tr("A certificate needs a name in printable letters. Nothing was made."))
    key = ec.generate_private_key(ec.SECP256R1())
    common = x509.NameAttribute(NameOID.COMMON_NAME, _cut(name, _LONGEST_COMMON_NAME_BYTES))
    request = (
        x509.CertificateSigningRequestBuilder()
        .subject_name(x509.Name([common]))
        .sign(key, hashes.SHA256())
    )
    return Requested(_pkcs8(key), request.public_bytes(serialization.Encoding.PEM).decode())


def base_issued(key: bytes, certificate: str, authority: str) -> BaseIssued:
    """Return the identity that base has issued, both certificates being PEM.

    Raises:
        SigningFailed: they cannot be read, the certificate is of another key, or the authority did
            not issue it.
    """
    try:
        issued = x509.load_pem_x509_certificate(certificate.encode())
        issuer = x509.load_pem_x509_certificate(authority.encode())
        own = serialization.load_der_private_key(key, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SigningFailed(tr("The certificate that base sent cannot be read.")) from error
    if own.public_key() != issued.public_key() or not has_issued(issuer, issued):
        raise SigningFailed(tr("The certificate that base sent is not this inspector’s."))
    encoding = serialization.Encoding.DER
    return BaseIssued(key, issued.public_bytes(encoding), issuer.public_bytes(encoding))


def facts_of(certificate: bytes) -> CertificateFacts:
    """Return what the DER ``certificate`` says.

    Raises:
        SigningFailed: the bytes are no certificate.
    """
    return _facts(read_certificate(certificate))


def has_issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    """Tell whether the key of ``issuer`` signed ``certificate`` and the names agree."""
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def is_authority(certificate: bytes) -> bool:
    """Tell whether the DER ``certificate`` is one by which others are issued.

    Raises:
        SigningFailed: the bytes are no certificate.
    """
    try:
        basic = read_certificate(certificate).extensions.get_extension_for_class(
            x509.BasicConstraints
        )
    except (x509.ExtensionNotFound, ValueError):
        return False
    return basic.value.ca


def token_labels(module: Path) -> tuple[str, ...]:
    """Return the labels of the tokens that ``module`` shows now, without a PIN.

    Raises:
        SigningFailed: the module is missing or cannot be used.
    """
    try:
        return tuple(token.label for token in _tokens(module))
    except pkcs11.PKCS11Error as error:
        raise _token_refusal(error, module) from error


@contextmanager
def opened(identity: Identity, *, at: datetime) -> Iterator[OpenedIdentity]:
    """Give ``identity`` ready to sign at the instant ``at``; a card's session ends with the block.

    Raises:
        SigningFailed: wrong PIN or passphrase, no such file, module, token or certificate, a
            certificate that is not valid at ``at`` or not meant for signing, or a kind of key
            that reports are not signed with (they are signed with P-256, P-384, or RSA from
            2048 bits).
    """
    match identity:
        case SelfIssued():
            yield _opened_own(SignerKind.SELF_ISSUED, identity.key, identity.certificate, (), at)
        case BaseIssued():
            others = (identity.authority,)
            kind = SignerKind.BASE_ISSUED
            yield _opened_own(kind, identity.key, identity.certificate, others, at)
        case Pkcs12File():
            yield _opened_file(identity, at)
        case Pkcs11Token():
            with _opened_token(identity, at) as token:
                yield token


def _opened_own(
    kind: SignerKind, kept: bytes, certificate: bytes, others: Iterable[bytes], at: datetime
) -> OpenedIdentity:
    """Open a key that this vault keeps."""
    try:
        key = serialization.load_der_private_key(kept, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SigningFailed(
            tr(
                "The signing key kept here cannot be read. Nothing was signed; make a new signing "
                "identity, or join base again."
            )
        ) from error
    issuers = tuple(map(read_certificate, others))
    return _opened_key(kind, key, read_certificate(certificate), issuers, at)


def _opened_file(identity: Pkcs12File, at: datetime) -> OpenedIdentity:
    name = identity.path.name
    try:
        with identity.path.open("rb") as file:
            content = file.read(_LARGEST_KEY_FILE_BYTES + 1)
    except OSError as error:
        raise SigningFailed(
            tr(
                "The key file {name} cannot be read ({strerror}). Nothing was signed; check where "
                "the file is."
            ).format(name=name, strerror=error.strerror or tr("unknown error"))
        ) from error
    try:
        # RFC 7292 has a passphrase in UTF-16; cryptography converts from UTF-8.
        key, certificate, others = pkcs12.load_key_and_certificates(
            content, identity.passphrase.encode() or None
        )
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SigningFailed(
            tr(
                "The passphrase does not open the key file {name}, or it is not a PKCS#12 file. "
                "Nothing was signed; try again."
            ).format(name=name)
        ) from error
    if key is None or certificate is None:
        raise SigningFailed(
            tr(
                "The key file {name} does not hold both a key and its certificate. Nothing was "
                "signed; ask whoever issued it for a complete file."
            ).format(name=name)
        )
    return _opened_key(SignerKind.PKCS12, key, certificate, others, at)


def _opened_key(
    kind: SignerKind,
    key: object,
    certificate: x509.Certificate,
    others: Iterable[x509.Certificate],
    at: datetime,
) -> OpenedIdentity:
    public = _fit_for_signing(certificate, at)
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) or (
        key.public_key() != public
    ):
        raise SigningFailed(
            tr(
                "The key does not belong to its certificate. Nothing was signed; choose another "
                "signing identity."
            )
        )
    store = SimpleCertificateStore()
    store.register_multiple(_chain(certificate, others))
    signer = SimpleSigner(
        signing_key=PrivateKeyInfo.load(_pkcs8(key)),
        signing_cert=_for_pyhanko(certificate),
        cert_registry=store,
    )
    return _ready(signer, kind, certificate)


@contextmanager
def _opened_token(identity: Pkcs11Token, at: datetime) -> Iterator[OpenedIdentity]:
    try:
        token = _token(identity)
        with _closed_at_last(token.open(user_pin=identity.pin)) as session:
            key, certificate, others = _on_token(session, identity, token.label)
            public = _fit_for_signing(certificate, at)
            store = SimpleCertificateStore()
            store.register_multiple(_chain(certificate, others))
            signer = PKCS11Signer(
                session,
                signing_cert=_for_pyhanko(certificate),
                ca_chain=list(store),
                key_id=key[pkcs11.Attribute.ID] or None,
                key_label=key[pkcs11.Attribute.LABEL] or None,
                # Many tokens know no mechanism that hashes and signs with ECDSA in one step.
                use_raw_mechanism=isinstance(public, ec.EllipticCurvePublicKey),
            )
            yield _ready(signer, SignerKind.PKCS11, certificate)
    except pkcs11.PKCS11Error as error:
        raise _token_refusal(error, identity.module) from error


@contextmanager
def _closed_at_last(session: pkcs11.Session) -> Iterator[pkcs11.Session]:
    """Close the session, whether or not the card is still there: what was signed, was signed."""
    try:
        yield session
    finally:
        with suppress(pkcs11.PKCS11Error):
            session.close()


def _tokens(module: Path) -> list[pkcs11.Token]:
    if not module.is_file():
        raise SigningFailed(
            tr(
                "There is no PKCS#11 module at {module}. Nothing was signed; install the card’s "
                "software or choose its module."
            ).format(module=module)
        )
    try:
        library = pkcs11.lib(str(module))
        slots = library.get_slots(token_present=True)
    except (pkcs11.PKCS11Error, OSError) as error:
        raise SigningFailed(
            tr(
                "The file {module} cannot be used as a PKCS#11 module. Nothing was signed; choose "
                "the module that came with the card."
            ).format(module=module)
        ) from error
    return [slot.get_token() for slot in slots]


def _token(identity: Pkcs11Token) -> pkcs11.Token:
    wanted = identity.token_label
    found = [
        token
        for token in _tokens(identity.module)
        if (token.label == wanted if wanted is not None else _is_in_use(token))
    ]
    if not found:
        which = (
            tr("no card or token called {wanted}").format(wanted=wanted)
            if wanted is not None
            else tr("no card or token")
        )
        raise SigningFailed(
            tr(
                "The module {module} finds {which}. Nothing was signed; put the card in and try "
                "again."
            ).format(module=identity.module.name, which=which)
        )
    if len(found) > 1:
        labels = ", ".join(sorted(token.label for token in found))
        raise SigningFailed(
            tr(
                "The module {module} finds several tokens ({labels}). Nothing was signed; say "
                "which one by its label."
            ).format(module=identity.module.name, labels=labels)
        )
    return found[0]


def _is_in_use(token: pkcs11.Token) -> bool:
    """Tell whether the token has been set up; SoftHSM always shows an empty one beside."""
    return bool(token.flags & pkcs11.TokenFlag.TOKEN_INITIALIZED)


def _on_token(
    session: pkcs11.Session, identity: Pkcs11Token, token_label: str
) -> tuple[pkcs11.Object, x509.Certificate, list[x509.Certificate]]:
    """Return key, certificate and the other certificates; key and certificate share their ID."""
    keys = {
        key[pkcs11.Attribute.ID]: key
        for key in session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY})
    }
    usable: list[tuple[pkcs11.Object, x509.Certificate]] = []
    others: list[x509.Certificate] = []
    for each in session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE}):
        certificate = read_certificate(bytes(each[pkcs11.Attribute.VALUE]))
        key = keys.get(each[pkcs11.Attribute.ID])
        if key is None:
            others.append(certificate)
        elif identity.certificate_label in (None, each[pkcs11.Attribute.LABEL]):
            usable.append((key, certificate))
    if not usable:
        label = identity.certificate_label
        which = (
            tr("a certificate {label}").format(label=label)
            if label is not None
            else tr("a certificate")
        )
        raise SigningFailed(
            tr(
                "The token {token_label} does not hold {which} together with its key. Nothing was "
                "signed; choose another token or certificate."
            ).format(token_label=token_label, which=which)
        )
    if len(usable) > 1:
        raise SigningFailed(
            tr(
                "The token {token_label} holds several certificates with keys. Nothing was "
                "signed; say which one by its label."
            ).format(token_label=token_label)
        )
    key, certificate = usable[0]
    return key, certificate, others


def _token_refusal(error: pkcs11.PKCS11Error, module: Path) -> SigningFailed:
    match error:
        case pkcs11.PinIncorrect() | pkcs11.PinInvalid() | pkcs11.PinLenRange():
            return SigningFailed(
                tr(
                    "The PIN is wrong. Nothing was signed; try again, but most cards lock after "
                    "three wrong PINs."
                )
            )
        case pkcs11.PinLocked():
            return SigningFailed(
                tr(
                    "The card is locked after too many wrong PINs. Nothing was signed; ask "
                    "whoever issued the card to unlock it."
                )
            )
        case pkcs11.PinExpired():
            return SigningFailed(
                tr(
                    "The PIN of the card has expired. Nothing was signed; set a new one with the "
                    "card’s software."
                )
            )
        case pkcs11.DeviceRemoved() | pkcs11.TokenNotPresent():
            return SigningFailed(
                tr("The card was taken out. Nothing was signed; put it in and try again.")
            )
        case _:
            reason = type(error).__name__
            return SigningFailed(
                tr(
                    "The module {module} refused to sign ({reason}). Nothing was signed; try "
                    "again, or try the card with its own software."
                ).format(module=module.name, reason=reason)
            )


def _fit_for_signing(certificate: x509.Certificate, at: datetime) -> PublicKey:
    """Return the public key of a certificate that may sign a report at ``at``."""
    name = _facts(certificate).name
    if at < certificate.not_valid_before_utc:
        raise SigningFailed(
            tr(
                "The certificate of {name} is valid only from {day}. Nothing was signed; check "
                "the clock of this laptop."
            ).format(name=name, day=_day(certificate.not_valid_before_utc))
        )
    if at > certificate.not_valid_after_utc:
        raise SigningFailed(
            tr(
                "The certificate of {name} expired on {day}. Nothing was signed; use a current "
                "one, and check the clock of this laptop."
            ).format(name=name, day=_day(certificate.not_valid_after_utc))
        )
    if not _may_sign(certificate):
        raise SigningFailed(
            tr(
                "The certificate of {name} is not meant for signing documents. Nothing was "
                "signed; use a certificate with the key usage digital signature or "
                "non-repudiation."
            ).format(name=name)
        )
    public = certificate.public_key()
    if isinstance(public, ec.EllipticCurvePublicKey) and isinstance(
        public.curve, ec.SECP256R1 | ec.SECP384R1
    ):
        return public
    if isinstance(public, rsa.RSAPublicKey) and public.key_size >= _SMALLEST_RSA_KEY_BITS:
        return public
    raise SigningFailed(
        tr(
            "The key of {name} is of a kind that reports are not signed with. Nothing was signed; "
            "use a certificate with a P-256, P-384 or RSA key of at least 2048 bits."
        ).format(name=name)
    )


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_oid(ExtensionOID.KEY_USAGE).value
    except x509.ExtensionNotFound:
        return False
    return isinstance(usage, x509.KeyUsage) and (
        usage.digital_signature or usage.content_commitment
    )


def _cut(text: str, room_bytes: int) -> str:
    content = text.encode()
    if len(content) <= room_bytes:
        return text
    return content[: room_bytes - len("…".encode())].decode(errors="ignore") + "…"


def _pkcs8(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _usage_for_signing() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _chain(
    certificate: x509.Certificate, others: Iterable[x509.Certificate]
) -> list[asn1_x509.Certificate]:
    """Return the issuers of ``certificate`` among ``others``, nearest first, and no stray one."""
    chain: list[x509.Certificate] = []
    rest = list(others)
    last = certificate
    while last.issuer != last.subject:
        issuer = next((each for each in rest if has_issued(each, last)), None)
        if issuer is None:
            break
        rest.remove(issuer)
        chain.append(issuer)
        last = issuer
    return [_for_pyhanko(each) for each in chain]


def _ready(signer: Signer, kind: SignerKind, certificate: x509.Certificate) -> OpenedIdentity:
    return OpenedIdentity(
        signer=signer,
        kind=kind,
        certificate=certificate.public_bytes(serialization.Encoding.DER),
        facts=_facts(certificate),
    )


def read_certificate(content: bytes) -> x509.Certificate:
    """Return the DER certificate ``content``.

    Raises:
        SigningFailed: the bytes are no certificate.
    """
    try:
        return x509.load_der_x509_certificate(content)
    except ValueError as error:
        raise SigningFailed(
            tr("The certificate cannot be read. Nothing was signed; use another signing identity.")
        ) from error


def _facts(certificate: x509.Certificate) -> CertificateFacts:
    return CertificateFacts(
        name=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        is_self_issued=has_issued(certificate, certificate),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        sha256=certificate.fingerprint(hashes.SHA256()).hex(),
    )


def _name(name: x509.Name) -> str:
    """Return the common name as one printable line; what cannot be printed becomes U+FFFD."""
    common = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    text = str(common[0].value) if common else name.rfc4514_string()
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)


def _day(instant: datetime) -> str:
    return current().day_words(instant)


def _for_pyhanko(certificate: x509.Certificate) -> asn1_x509.Certificate:
    content = certificate.public_bytes(serialization.Encoding.DER)
    loaded: asn1_x509.Certificate = asn1_x509.Certificate.load(content)
    return loaded

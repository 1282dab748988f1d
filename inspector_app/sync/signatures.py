"""Signing the requests that laptops send to base, and checking them there.

Source: RFC 9421 (signatures), RFC 9530 (Content-Digest).
"""

import base64
import hashlib
import re
import secrets
from collections.abc import Callable, ItemsView
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import (
    ContentDigest,
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    VerifyResult,
)
from http_message_signatures.algorithms import ED25519
from http_message_signatures.exceptions import HTTPMessageSignaturesException

from inspector_app.domain.ids import DeviceId
from inspector_app.sync.wire import ProblemCode

LABEL: Final = "spr"
TAG: Final = "spr-inspector"
COVERED: Final = ("@method", "@authority", "@target-uri", "content-digest")
TOLERANCE: Final = timedelta(minutes=5)
"""How far a request's own time may lie from the clock of whoever checks it."""
_THROUGH: Final = "spr-sha-256-through=:"
_NONCE_BYTES = 16
_NONCE = re.compile(r"[A-Za-z0-9_-]{22}")
_DEVICE = re.compile(r"[0-9a-f]{64}")
_PARAMETERS = frozenset({"created", "keyid", "alg", "nonce", "tag"})


class NotSigned(Exception):
    """A request does not prove whose it is, or not now, or not with this body."""

    def __init__(self, code: ProblemCode, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


class Headers(Protocol):
    """A request's header fields, every line of them."""

    def items(self) -> "ItemsView[str, str] | list[tuple[str, str]]":
        """Return names and values."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Who signed a request; whether they may, and for the first time, is told elsewhere."""

    device: DeviceId
    nonce: str
    created: datetime
    """By the clock that the laptop signs with, in UTC."""
    digest: str
    """The Content-Digest field that was signed."""

    @property
    def is_through(self) -> bool:
        """Whether it is one of :func:`digest_through`."""
        return self.digest.startswith(_THROUGH)

    def require_fits(self, body: bytes) -> None:
        """Let the body pass that was signed.

        Raises:
            NotSigned: ``WRONG_DIGEST``.
        """
        if self.digest != digest_of(body):
            raise NotSigned(ProblemCode.WRONG_DIGEST, "")


def digest_of(body: bytes | memoryview) -> str:
    """Return the Content-Digest field of ``body``."""
    return digest_field(hashlib.sha256(body).digest())


def digest_through(digest: bytes) -> str:
    """Return the Content-Digest field of a part, by the SHA-256 of its file up to the part's end.

    It tells the part's bytes to whoever knows those before, and spares both ends hashing them once
    for the part and once for the file. The algorithm is our own: none of RFC 9530's does so.
    """
    return f"{_THROUGH}{base64.b64encode(digest).decode()}:"


def digest_field(digest: bytes) -> str:
    """Return the Content-Digest field of what has that SHA-256."""
    return f"sha-256=:{base64.b64encode(digest).decode()}:"


def signed(
    method: str,
    url: str,
    body: bytes | memoryview,
    device: DeviceId,
    sign: Callable[[bytes], bytes],
    now: datetime,
    digest: str | None = None,
) -> dict[str, str]:
    """Return the header fields that make a request one of ``device``, once.

    Args:
        method: in capitals.
        url: whole, as it will be sent.
        body: as it will be sent, packed if it is.
        device: whose request it is.
        sign: makes that device's Ed25519 signature.
        now: base's time, as far as the laptop knows it.
        digest: its Content-Digest field; None: that of ``body``.
    """
    headers = {"Content-Digest": digest or digest_of(body)}
    request = _Request(method, url, headers)
    prepared = _SIGNER.prepare(
        request,
        key_id=device,
        created=now,
        nonce=secrets.token_urlsafe(_NONCE_BYTES),
        label=LABEL,
        tag=TAG,
        covered_component_ids=COVERED,
    )
    _SIGNER.apply(request, prepared, sign(prepared.signature_base))
    return headers


def checked(method: str, url: str, headers: Headers, now: datetime) -> Proof:
    """Return whose a request is, before its body is read; :meth:`Proof.require_fits` comes next.

    Args:
        method: in capitals.
        url: whole, as it came.
        headers: every line of them.
        now: by the clock of whoever checks, aware.

    Raises:
        NotSigned: ``BAD_SIGNATURE`` for one that is missing, wrong, of another tag or algorithm, or
            covers anything but :data:`COVERED`; ``STALE_CLOCK``.
    """
    result = _verified(_Request(method, url, headers))
    covered = set(result.covered_components) - {'"@signature-params"'}
    given = result.parameters
    if covered != {f'"{each}"' for each in COVERED} or set(given) != _PARAMETERS:
        raise NotSigned(ProblemCode.BAD_SIGNATURE, "It must cover " + ", ".join(COVERED) + ".")
    nonce = str(given["nonce"])
    if not _NONCE.fullmatch(nonce):
        raise NotSigned(ProblemCode.BAD_SIGNATURE, "Its nonce must be 16 bytes, base64url.")
    try:
        created = datetime.fromtimestamp(int(given["created"]), tz=now.tzinfo)
    except (OverflowError, ValueError, OSError) as error:
        raise NotSigned(ProblemCode.STALE_CLOCK, "") from error
    if abs(created - now) > TOLERANCE:
        raise NotSigned(ProblemCode.STALE_CLOCK, "")
    digest = result.covered_components['"content-digest"']
    return Proof(DeviceId(str(given["keyid"])), nonce, created, digest)


@dataclass(slots=True)
class _Request:
    method: str
    url: str
    headers: Any = field(default_factory=dict)


class _OwnKeys(HTTPSignatureKeyResolver):
    """A device's id is its key."""

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey | None:
        if not _DEVICE.fullmatch(key_id):
            return None
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(key_id))


class _Verifier(HTTPMessageVerifier):
    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        """Leave time to :func:`checked`: the library knows no clock but the machine's."""


class _DigestAsGiven(ContentDigest):
    @classmethod
    def prepare(cls, *_args: Any, **_given: Any) -> None:
        """Leave the field as :func:`signed` made it: the library knows no algorithm of ours."""


class _Signer(HTTPMessageSigner):
    content_digest_class = _DigestAsGiven


_SIGNER = _Signer(signature_algorithm=ED25519)
_VERIFIER = _Verifier(signature_algorithm=ED25519, key_resolver=_OwnKeys())


def _verified(request: _Request) -> VerifyResult:
    try:
        results = _VERIFIER.verify(request, max_age=None, expect_tag=TAG, expect_label=LABEL)
    except (HTTPMessageSignaturesException, ValueError) as error:
        raise NotSigned(ProblemCode.BAD_SIGNATURE, "") from error
    return results[0]

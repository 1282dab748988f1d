"""What lets a laptop enrol: a file, or what a person types or a camera reads."""

import base64
import binascii
import hashlib
import ipaddress
import re
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import ValidationError

from inspector_app.domain.errors import BadInput
from inspector_app.domain.wording import first_words
from inspector_app.sync.wire import Invitation
from inspector_app.texts import tr

SUFFIX = ".spr-base"
LARGEST_BYTES = 64 * 1024
_SECRET, _FINGERPRINT = 10, 16
"""Letters of each in a code."""
_FINGERPRINT_BYTES = 10
_SHOWN = 100
"""Characters of an address in a refusal."""
_CODE = re.compile(r"[A-Z2-7]{26}")
_UNREADABLE = tr(
    "This is not an invitation to base: it is a file that ends in .spr-base, or base’s address "
    "and a code of 26 letters and digits. Nothing was sent."
)


@dataclass(frozen=True, slots=True)
class Invited:
    """Where base is, and by what it and the laptop know each other, once."""

    address: str
    secret: str
    """Shown to base."""
    fingerprint: str
    """Of base's authority: who cannot show a certificate that fits it is not base."""
    expires_ms: int | None = None
    """None: the words that were typed do not say."""


def invited(text: str) -> Invited:
    """Return the invitation in a file's or a QR code's text, or in an address with a code after it.

    A code may be typed in groups, in small letters, with 0, 1 and 8 for O, I and B.

    Raises:
        BadInput: there is none, or nothing may be sent to the address in it.
    """
    text = text.strip()
    if text.startswith("{"):
        try:
            form = Invitation.model_validate_json(text)
        except ValidationError as error:
            raise BadInput(_UNREADABLE) from error
        return _of(form.address, form.code, form.expires_ms)
    address, _, typed = text.partition(" ") if " " in text else text.partition("\n")
    code = re.sub(r"[\s\-–.]", "", typed).upper().translate(str.maketrans("018", "OIB"))
    if "://" not in address or not _CODE.fullmatch(code):
        raise BadInput(_UNREADABLE)
    return _of(address, code, None)


def fingerprint_of(authority: str) -> str:
    """Return by what a code knows the PEM certificate of an authority.

    Raises:
        BadInput: it is no certificate.
    """
    try:
        der = ssl.PEM_cert_to_DER_cert(authority.strip())
    except (ValueError, binascii.Error) as error:
        raise BadInput(
            tr(
                "Base did not show the certificate of an authority, so this laptop did not join. "
                "Tell the base administrator."
            )
        ) from error
    return base64.b32encode(hashlib.sha256(der).digest()[:_FINGERPRINT_BYTES]).decode()


def require_address(address: str) -> None:
    """Return if an address is one to which a laptop may send anything.

    Raises:
        BadInput: it is no address, or neither encrypted nor this machine's own.
    """
    shown = first_words(address, _SHOWN)
    try:
        parts = urlsplit(address)
        host, is_plain = parts.hostname or "", parts.scheme == "http"
        _ = parts.port
    except ValueError:
        host, is_plain = "", False
    if not host or parts.scheme not in ("http", "https") or parts.path.strip("/") or parts.query:
        raise BadInput(
            tr("“{address}” is not the address of a base. Nothing was sent.").format(address=shown)
        )
    if is_plain and not _is_loopback(host):
        raise BadInput(
            tr(
                "“{address}” is not encrypted, so nothing is sent there. Base’s address begins "
                "with https://."
            ).format(address=shown)
        )


def _of(address: str, code: str, expires_ms: int | None) -> Invited:
    require_address(address)
    return Invited(address.rstrip("/"), code[:_SECRET], code[_SECRET:], expires_ms)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

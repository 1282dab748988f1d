"""Base's own keys, as they lie in its folder."""

import os
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyrage
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.domain.errors import BadInput, NotFound
from inspector_app.domain.ids import DeviceId
from inspector_app.durable import (
    Unsettled,
    make_folder,
    move_folder,
    sync_folder,
    write_new,
    write_whole,
)
from inspector_app.server.authority import Issued, expiry, hosts_of, new_authority, tls_certificate

FOLDER = "keys"
SIGNING = "signing.pem"
IDENTITY = "identity.txt"
RECOVERY = "recovery.txt"
AUTHORITY = "authority.pem"
AUTHORITY_KEY = "authority-key.pem"
TLS = "tls.pem"
"""Certificate and key, as the front door reads them."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What makes this base the one that laptops know."""

    base: DeviceId
    """Its Ed25519 key, hexadecimal."""
    signing: Ed25519PrivateKey
    identity: str
    """Its secret age key: transfer files for base are encrypted to its public half."""
    recipient: str
    """That public half."""
    recovery: tuple[str, ...]
    """Public age keys; their secret halves lie in a safe and not here."""
    authority: bytes
    """PEM: the certificate of its certificate authority."""
    authority_key: bytes
    """PEM, PKCS #8: that authority's private key."""
    hosts: tuple[str, ...] = ()
    """Names and addresses that its TLS certificate is for."""

    def sign(self, content: bytes) -> bytes:
        """Return base's signature over ``content``."""
        return self.signing.sign(content)


def make(
    folder: Path, name: str, hosts: Sequence[str], safes: Sequence[Path], now: datetime
) -> Keys:
    """Make the keys of a new base in ``folder`` and return them; all of them, or none.

    Args:
        folder: base's; made if it is missing.
        name: base's own.
        hosts: names and addresses that laptops will reach it by; the first names it.
        safes: new files, outside ``folder``, each for the secret half of a recovery key of its own.
        now: aware; the certificates begin by it.

    Raises:
        BadInput: there are keys already, or a file for a recovery key cannot be made.
        OSError: the folder cannot be written.
    """
    if (folder / FOLDER).exists():
        raise BadInput(f"{folder} holds a base already. Nothing was made; choose another folder.")
    for safe in safes:
        if safe.resolve().is_relative_to(folder.resolve()):
            raise BadInput(
                f"{safe} lies in base’s own folder, so that whoever has the one has the other. "
                "Nothing was made; have the recovery key written elsewhere, such as to a stick."
            )
    make_folder(folder)
    recovery = [pyrage.x25519.Identity.generate() for _ in safes]
    authority = new_authority(name, now)
    written: list[Path] = []
    temporary = folder / f".{FOLDER}-{secrets.token_hex(4)}"
    try:
        for safe, secret in zip(safes, recovery, strict=True):
            _write_secret(safe, _for_the_safe(name, str(secret), str(secret.to_public()), now))
            written.append(safe)
        temporary.mkdir(mode=0o700)
        for file, content in _contents(authority, hosts, recovery, now).items():
            _write_secret(temporary / file, content)
        sync_folder(temporary)
        move_folder(temporary, folder / FOLDER)
        temporary = folder / FOLDER  # should they not last, they go: their recovery keys do
        sync_folder(folder)
    except BaseException as error:
        shutil.rmtree(temporary, ignore_errors=True)
        for safe in written:
            safe.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename in {str(each) for each in safes}:
            raise BadInput(
                f"The recovery key cannot be written to {error.filename} "
                f"({error.strerror}). Nothing was made; name a new file."
            ) from error
        raise
    return read(folder)


def read(folder: Path) -> Keys:
    """Return the keys of the base in ``folder``.

    Raises:
        NotFound: there is none.
        BadInput: a key is missing or cannot be read.
    """
    place = folder / FOLDER
    if not place.is_dir():
        raise NotFound(f"There is no base in {folder}. Make one with: spr-base init {folder}")
    signing = _signing(place)
    identity = _identity(place)
    authority = _content(place, AUTHORITY)
    authority_key = _content(place, AUTHORITY_KEY)
    try:
        x509.load_pem_x509_certificate(authority)
        serialization.load_pem_private_key(authority_key, password=None)
    except (ValueError, TypeError) as error:
        raise _unreadable(place / AUTHORITY) from error
    recovery = tuple(
        line for line in _text(place, RECOVERY).splitlines() if line.startswith("age1")
    )
    try:
        hosts = hosts_of(_content(place, TLS))
    except (ValueError, x509.ExtensionNotFound) as error:
        raise _unreadable(place / TLS) from error
    return Keys(
        base=DeviceId(signing.public_key().public_bytes_raw().hex()),
        signing=signing,
        identity=identity,
        recipient=str(pyrage.x25519.Identity.from_str(identity).to_public()),
        recovery=recovery,
        authority=authority,
        authority_key=authority_key,
        hosts=hosts,
    )


def tls_expiry(folder: Path) -> datetime:
    """Return until when the TLS certificate of the base in ``folder`` is good.

    Raises:
        NotFound, BadInput: there is no base in ``folder``, or its keys cannot be read.
    """
    read(folder)
    return expiry((folder / FOLDER / TLS).read_bytes())


def renew_tls(folder: Path, hosts: Sequence[str], now: datetime) -> datetime:
    """Make base's TLS key and certificate anew, for ``hosts``, and return until when it is good.

    Raises:
        NotFound, BadInput: there is no base in ``folder``, or its keys cannot be read.
        OSError: they cannot be written.
    """
    keys = read(folder)
    tls = tls_certificate(Issued(keys.authority, keys.authority_key), hosts, now)
    # In one file, so that no cut parts a key from its certificate.
    write_whole(folder / FOLDER / TLS, tls.certificate + tls.key)
    return expiry(tls.certificate)


def _contents(
    authority: Issued, hosts: Sequence[str], recovery: Sequence[object], now: datetime
) -> Mapping[str, bytes]:
    tls = tls_certificate(authority, hosts, now)
    public = (str(each.to_public()) for each in recovery)  # type: ignore[attr-defined]
    return {
        SIGNING: Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
        IDENTITY: f"{pyrage.x25519.Identity.generate()}\n".encode(),
        RECOVERY: "".join(f"{each}\n" for each in public).encode(),
        AUTHORITY: authority.certificate,
        AUTHORITY_KEY: authority.key,
        TLS: tls.certificate + tls.key,
    }


def _for_the_safe(name: str, secret: str, public: str, now: datetime) -> bytes:
    """Return the file of a secret key, which the stock age tool reads too."""
    return (
        f"# Recovery key of the base “{name}”, made {now:%Y-%m-%d}.\n"
        "# Keep it in a safe: whoever has it can open the vault of any laptop of this base,\n"
        "# and nobody can make it anew.\n"
        f"# public key: {public}\n{secret}\n"
    ).encode()


def _write_secret(path: Path, content: bytes) -> None:
    try:
        write_new(path, content)
    except Unsettled:
        path.unlink(missing_ok=True)
        raise


def _signing(place: Path) -> Ed25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(_content(place, SIGNING), password=None)
    except (ValueError, TypeError) as error:
        raise _unreadable(place / SIGNING) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _unreadable(place / SIGNING)
    return key


def _identity(place: Path) -> str:
    text = _text(place, IDENTITY).strip()
    try:
        pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError as error:
        raise _unreadable(place / IDENTITY) from error
    return text


def _text(place: Path, name: str) -> str:
    try:
        return _content(place, name).decode()
    except UnicodeDecodeError as error:
        raise _unreadable(place / name) from error


def _content(place: Path, name: str) -> bytes:
    try:
        return (place / name).read_bytes()
    except OSError as error:
        raise _unreadable(place / name, os.strerror(error.errno or 0)) from error


def _unreadable(path: Path, reason: str = "it is not what was written") -> BadInput:
    return BadInput(
        f"Base’s key {path} cannot be read: {reason}. Nothing was changed; put it back from a "
        "backup of base."
    )

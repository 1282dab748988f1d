"""Base's own keys, as they lie in its folder."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.domain.ids import DeviceId


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

    def sign(self, content: bytes) -> bytes:
        """Return base's signature over ``content``."""
        return self.signing.sign(content)

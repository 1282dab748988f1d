"""Releases for tests, signed with a key that is made for the occasion."""

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from inspector_app import config
from inspector_app.domain.releases import LIST, SIGNATURE
from inspector_app.services.packs import PackService
from inspector_app.services.releases import KEY, ReleaseService

NEWER = "spr-inspector_9.1.0_amd64.deb"


@dataclass(frozen=True, slots=True)
class Publisher:
    """Signs releases in ``folder``; the program in ``resources`` knows its key."""

    folder: Path
    resources: Path
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    def publish(self, *names: str) -> Path:
        """Write and sign a release of these files; return the first."""
        for name in names:
            (self.folder / name).write_bytes(f"the package {name}".encode())
        self.sign(
            "".join(
                f"{sha256((self.folder / name).read_bytes()).hexdigest()}  {name}\n"
                for name in names
            ).encode()
        )
        return self.folder / names[0]

    def sign(self, listed: bytes) -> None:
        """Write a list and its signature."""
        (self.folder / LIST).write_bytes(listed)
        (self.folder / SIGNATURE).write_bytes(self.key.sign(listed))

    def service(self) -> ReleaseService:
        """Return the service of the program that knows this publisher."""
        self.resources.mkdir(exist_ok=True)
        (self.resources / KEY).write_bytes(
            self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        )
        return ReleaseService(self.resources, PackService(config.places().checklists))


def a_publisher(tmp_path: Path) -> Publisher:
    """Return a publisher with a folder of its own."""
    folder = tmp_path / "release"
    folder.mkdir()
    return Publisher(folder, tmp_path / "resources")

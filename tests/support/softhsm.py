"""Tokens for signing with a card, played by SoftHSM (Debian package softhsm2)."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives import serialization
from pkcs11.util.x509 import decode_x509_certificate

from inspector_app.reports.identity import Pkcs11Token
from tests.support.pki import Holder

_PLACES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
)
_MODULE = next((Path(each) for each in _PLACES if Path(each).exists()), None)
_PIN = "4711"


@dataclass(frozen=True)
class Tokens:
    """Makes tokens in a store of their own."""

    module: Path

    def make(self, label: str, *holders: Holder, others: tuple[Holder, ...] = ()) -> Pkcs11Token:
        """Put each holder's key and certificate on a new token, and the bare other certificates."""
        self._run("--init-token", "--free", "--label", label, "--so-pin", "0815", "--pin", _PIN)
        library = pkcs11.lib(str(self.module))
        library.reinitialize()  # SoftHSM looks for tokens only when it starts
        token = next(
            each
            for each in (slot.get_token() for slot in library.get_slots(True))
            if each.label == label
        )
        with token.open(rw=True, user_pin=_PIN) as session:
            for number, holder in enumerate((*holders, *others), start=1):
                session.create_object(
                    {
                        **decode_x509_certificate(holder.der),
                        pkcs11.Attribute.TOKEN: True,
                        pkcs11.Attribute.ID: bytes([number]),
                        pkcs11.Attribute.LABEL: f"certificate {number}",
                    }
                )
        for number, holder in enumerate(holders, start=1):
            self._import(label, number, holder)
        return Pkcs11Token(self.module, pin=_PIN, token_label=label)

    def _import(self, label: str, number: int, holder: Holder) -> None:
        path = Path(os.environ["SOFTHSM2_CONF"]).with_name("key.pem")
        path.write_bytes(
            holder.key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        self._run(
            *("--import", str(path), "--token", label, "--pin", _PIN),
            *("--label", f"key {number}", "--id", f"{number:02x}"),
        )

    def _run(self, *arguments: str) -> None:
        subprocess.run(
            ["softhsm2-util", "--module", str(self.module), *arguments],
            check=True,
            capture_output=True,
        )


@pytest.fixture(scope="session")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tokens]:
    """SoftHSM reads its settings once per process, so all tests here share one store."""
    if _MODULE is None:
        pytest.skip("SoftHSM is not installed: apt-get install softhsm2")
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    yield Tokens(_MODULE)
    if before is None:
        del os.environ["SOFTHSM2_CONF"]
    else:
        os.environ["SOFTHSM2_CONF"] = before

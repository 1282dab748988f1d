"""Signing with a card, played by SoftHSM (Debian package softhsm2)."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pkcs11.util.x509 import decode_x509_certificate

from inspector_app.domain.errors import SigningFailed
from inspector_app.reports.identity import Pkcs11Token, SignerKind, opened, token_labels
from inspector_app.reports.verifying import Standing, State, verify
from tests.support.pki import NOW, Holder, a_signer, an_authority
from tests.support.signed_reports import a_signed_report

_PLACES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
)
_MODULE = next((Path(each) for each in _PLACES if Path(each).exists()), None)
_PIN = "4711"

pytestmark = pytest.mark.skipif(
    _MODULE is None, reason="SoftHSM is not installed: apt-get install softhsm2"
)


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


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tokens]:
    """SoftHSM reads its settings once per process, so all tests here share one store."""
    assert _MODULE is not None
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


def test_a_report_signed_with_a_card_is_genuine(tokens: Tokens, tmp_path: Path) -> None:
    authority = an_authority()
    identity = tokens.make("card", a_signer(authority), others=(authority,))
    path, facts = a_signed_report(tmp_path, identity)
    assert facts.kind is SignerKind.PKCS11
    verdict = verify(path, [authority.der])
    assert verdict.state is State.GENUINE
    assert verdict.standing is Standing.KNOWN_ISSUER
    assert verdict.signer_name == "Alex Example"


def test_an_rsa_card_signs_too(tokens: Tokens, tmp_path: Path) -> None:
    authority = an_authority()
    holder = a_signer(authority, key=rsa.generate_private_key(65537, 2048))
    path, _ = a_signed_report(tmp_path, tokens.make("old card", holder))
    assert verify(path).state is State.GENUINE


def test_tokens_are_listed_without_a_pin(tokens: Tokens) -> None:
    tokens.make("listed")
    assert "listed" in token_labels(tokens.module)


def test_a_wrong_pin_is_said_and_the_right_one_still_works(tokens: Tokens) -> None:
    identity = tokens.make("pin", a_signer(an_authority()))
    with (
        pytest.raises(SigningFailed, match="PIN is wrong"),
        opened(replace(identity, pin="0000"), at=NOW),
    ):
        pytest.fail("opened with a wrong PIN")
    with opened(identity, at=NOW) as signer:
        assert signer.facts.name == "Alex Example"


def test_a_token_that_is_not_there_is_said(tokens: Tokens) -> None:
    identity = replace(tokens.make("there", a_signer(an_authority())), token_label="elsewhere")
    with pytest.raises(SigningFailed, match="called elsewhere"), opened(identity, at=NOW):
        pytest.fail("opened a token that is not there")


def test_a_token_without_a_certificate_is_said(tokens: Tokens) -> None:
    identity = tokens.make("bare", others=(an_authority(),))
    with pytest.raises(SigningFailed, match="together with its key"), opened(identity, at=NOW):
        pytest.fail("opened a token without a key")


def test_one_of_several_certificates_is_chosen_by_its_label(tokens: Tokens) -> None:
    authority = an_authority()
    identity = tokens.make("two", a_signer(authority, "One"), a_signer(authority, "Two"))
    with pytest.raises(SigningFailed, match="say which one"), opened(identity, at=NOW):
        pytest.fail("guessed a certificate")
    with opened(replace(identity, certificate_label="certificate 2"), at=NOW) as signer:
        assert signer.facts.name == "Two"


def test_an_expired_card_is_refused(tokens: Tokens) -> None:
    holder = a_signer(an_authority(), not_after=NOW - timedelta(days=1))
    identity = tokens.make("expired", holder)
    with (
        pytest.raises(SigningFailed, match="expired on 22 November 2026"),
        opened(identity, at=NOW),
    ):
        pytest.fail("opened an expired card")

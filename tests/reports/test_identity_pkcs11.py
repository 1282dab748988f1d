"""Signing with a card, played by SoftHSM (Debian package softhsm2)."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.sign.pkcs11 import PKCS11Signer

from inspector_app.domain.errors import SigningFailed
from inspector_app.reports.identity import SignerKind, opened, token_labels
from inspector_app.reports.verifying import Standing, State, verify
from tests.support.pki import NOW, a_signer, an_authority
from tests.support.signed_reports import a_signed_report
from tests.support.softhsm import Tokens


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


def test_a_card_that_is_taken_out_once_all_is_signed_takes_nothing_back(tokens: Tokens) -> None:
    identity = tokens.make("hasty", a_signer(an_authority()))
    with opened(identity, at=NOW) as signer:
        assert isinstance(signer.signer, PKCS11Signer)
        signer.signer.pkcs11_session.close()

import json

import pytest

from inspector_app.domain.errors import BadInput, VaultDamaged, VaultTooNew, WrongPassphrase
from inspector_app.vault.derivation import FLOOR
from inspector_app.vault.pin import unwrapped_with_pin, wrapped_with_pin
from inspector_app.vault.sealing import unwrapped_with_key, wrapped_with_key

SECRET = b"the signing key, as bytes that mean nothing here"


@pytest.fixture(scope="module")
def text() -> str:
    return wrapped_with_pin(SECRET, "4821 blue", FLOOR)


def test_the_pin_gives_the_key_back(text: str) -> None:
    assert unwrapped_with_pin(text, "4821 blue") == SECRET
    assert SECRET.hex() not in text


def test_the_same_pin_over_the_same_key_gives_another_text_each_time(text: str) -> None:
    again = wrapped_with_pin(SECRET, "4821 blue", FLOOR)
    assert json.loads(again)["salt"] != json.loads(text)["salt"]


def test_a_wrong_pin_is_told_as_a_pin(text: str) -> None:
    with pytest.raises(WrongPassphrase, match=r"This PIN .*: make a new signing identity, or join"):
        unwrapped_with_pin(text, "4821 red")


@pytest.mark.parametrize("harmed", ["", "{}", "[1]", '{"v": 1}'])
def test_a_damaged_text_is_told(harmed: str) -> None:
    with pytest.raises(VaultDamaged, match=r"kept here is damaged\. Nothing was signed; make a"):
        unwrapped_with_pin(harmed, "4821 blue")


def test_a_cheapened_derivation_is_damage(text: str) -> None:
    with pytest.raises(VaultDamaged):
        unwrapped_with_pin(json.dumps({**json.loads(text), "memory_kib": 8}), "4821 blue")


def test_a_newer_form_is_told(text: str) -> None:
    with pytest.raises(VaultTooNew):
        unwrapped_with_pin(json.dumps({**json.loads(text), "v": 2}), "4821 blue")


def test_an_empty_pin_is_refused() -> None:
    with pytest.raises(BadInput):
        wrapped_with_pin(SECRET, "", FLOOR)


def test_a_wrapped_key_opens_for_its_key_and_purpose_alone() -> None:
    text = wrapped_with_key(SECRET, b"k" * 32, "device:1")
    assert unwrapped_with_key(text, b"k" * 32, "device:1") == SECRET
    for key, purpose in ((b"l" * 32, "device:1"), (b"k" * 32, "device:2")):
        with pytest.raises(VaultDamaged):
            unwrapped_with_key(text, key, purpose)


@pytest.mark.parametrize(
    "harmed", ["", "{}", "[]", '{"v": 1, "wrapped": "?"}', '{"v": 1, "wrapped": 3}']
)
def test_a_damaged_wrapped_key_is_told(harmed: str) -> None:
    with pytest.raises(VaultDamaged):
        unwrapped_with_key(harmed, b"k" * 32, "device:1")

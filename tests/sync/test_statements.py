"""What base states is believed only when base signed it."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.domain.errors import BadInput
from inspector_app.domain.ids import DeviceId
from inspector_app.sync.statements import believed
from inspector_app.sync.wire import (
    MEMBERSHIP_DOMAIN,
    RECEIPT_DOMAIN,
    Membership,
    Receipt,
    Signed,
    VectorForm,
)

BASE, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))


def device(key: Ed25519PrivateKey) -> DeviceId:
    return DeviceId(key.public_key().public_bytes_raw().hex())


RECEIPT = Receipt(
    base=device(BASE),
    epoch="a" * 32,
    inspection="b" * 32,
    device="c" * 64,
    issued_ms=1,
    vector=VectorForm(),
    lacks=(),
)


def signed(text: str, key: Ed25519PrivateKey = BASE, domain: bytes = RECEIPT_DOMAIN) -> Signed:
    signature = base64.b64encode(key.sign(domain + text.encode())).decode()
    return Signed(text=text, signature=signature)


def test_a_receipt_of_base_is_believed() -> None:
    assert believed(signed(RECEIPT.model_dump_json()), Receipt, device(BASE)) == RECEIPT


def test_what_base_did_not_sign_as_such_a_statement_is_not_believed() -> None:
    text = RECEIPT.model_dump_json()
    elsewhere = RECEIPT.model_copy(update={"base": device(OTHER)}).model_dump_json()
    for wrong in (
        signed(text, OTHER),
        signed(text, domain=MEMBERSHIP_DOMAIN),
        signed(text).model_copy(update={"text": text.replace('"issued_ms":1', '"issued_ms":2')}),
        signed(text).model_copy(update={"signature": "AAAA"}),
        signed(text).model_copy(update={"signature": "A"}),
        signed("{}"),
        signed(elsewhere),
    ):
        with pytest.raises(BadInput, match="not believed"):
            believed(wrong, Receipt, device(BASE))
    with pytest.raises(BadInput):
        believed(signed(text), Membership, device(BASE))

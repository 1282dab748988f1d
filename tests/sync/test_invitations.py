import base64
import hashlib
import json
import ssl

import pytest

from inspector_app.domain.errors import BadInput
from inspector_app.sync.invitations import fingerprint_of, invited, require_address

CODE = "ABCDEFGHIJ" + "KLMNOPQRSTUVWXYZ"
GROUPED = "ABCD EFGH IJKL MNOP QRST UVWX YZ"


def test_a_file_gives_address_secret_and_fingerprint() -> None:
    form = {"version": 1, "address": "https://base.example:8443/", "code": CODE, "expires_ms": 5}
    found = invited(json.dumps(form))
    assert (found.address, found.secret) == ("https://base.example:8443", CODE[:10])
    assert (found.fingerprint, found.expires_ms) == (CODE[10:], 5)


@pytest.mark.parametrize(
    "typed",
    [
        f"https://base.example {GROUPED}",
        f"https://base.example {GROUPED.lower()}",
        f"https://base.example\n{CODE[:13]}-{CODE[13:]}",
        "https://base.example A8CD-EFGH-1JKL-MN0P-QRST-UVWX-YZ",
    ],
)
def test_a_code_may_be_typed_as_people_type(typed: str) -> None:
    assert invited(typed).secret + invited(typed).fingerprint == CODE


@pytest.mark.parametrize(
    "text",
    ["", "{}", "{", CODE, f"https://base.example {CODE[:-1]}", "https://base.example", f"x {CODE}"],
)
def test_what_is_no_invitation_is_told_as_such(text: str) -> None:
    with pytest.raises(BadInput, match="not an invitation to base"):
        invited(text)


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "http://[::1]:8", "http://localhost"])
def test_this_machine_may_be_asked_without_encryption(address: str) -> None:
    require_address(address)


@pytest.mark.parametrize(
    "address", ["http://base.example", "http://10.0.0.1", "http://127.0.0.2.x"]
)
def test_nothing_is_sent_elsewhere_without_encryption(address: str) -> None:
    with pytest.raises(BadInput, match="not encrypted"):
        require_address(address)


@pytest.mark.parametrize(
    "address", ["ftp://base", "https://", "base.example", "https://b/x", "https://b:99999"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(BadInput, match="not the address of a base"):
        require_address(address)


@pytest.mark.parametrize("begun", ["http://[1::]:", "http://base."])
def test_an_endless_address_is_refused_in_a_sentence_that_ends(begun: str) -> None:
    with pytest.raises(BadInput) as refused:
        require_address(begun + 5_000 * "'")
    assert begun in str(refused.value)
    assert len(str(refused.value)) < 300


def test_an_authority_is_known_by_sixteen_letters() -> None:
    der = b"any bytes at all"
    pem = ssl.DER_cert_to_PEM_cert(der)
    expected = base64.b32encode(hashlib.sha256(der).digest()[:10]).decode()
    assert fingerprint_of(pem) == expected
    with pytest.raises(BadInput):
        fingerprint_of("<html>not found</html>")

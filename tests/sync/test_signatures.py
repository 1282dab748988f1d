"""A signature on a request proves who asks for what, and nothing less will do."""

import pytest

from inspector_app.sync import signatures
from inspector_app.sync.signatures import NotSigned, checked, signed
from inspector_app.sync.wire import ProblemCode
from tests.server.support import NOW, Laptop

URL = "https://base.example/v1/inspections/abab?part=1"
BODY = b"abc"
LAPTOP = Laptop()


def headers() -> dict[str, str]:
    return signed("POST", URL, BODY, LAPTOP.device, LAPTOP.key.sign, NOW)


def refusal(
    given: dict[str, str], *, method: str = "POST", url: str = URL, body: bytes = BODY
) -> ProblemCode:
    with pytest.raises(NotSigned) as refused:
        checked(method, url, given, NOW).require_fits(body)
    return refused.value.code


def test_a_signature_proves_who_asks() -> None:
    proof = checked("POST", URL, headers(), NOW)
    proof.require_fits(BODY)
    assert (proof.device, proof.created) == (LAPTOP.device, NOW)


def test_no_two_requests_have_the_same_nonce() -> None:
    assert len({checked("POST", URL, headers(), NOW).nonce for _ in range(20)}) == 20


def test_an_empty_body_is_signed_too() -> None:
    given = signed("GET", URL, b"", LAPTOP.device, LAPTOP.key.sign, NOW)
    assert checked("GET", URL, given, NOW).device == LAPTOP.device
    assert refusal(given, method="GET", body=b"more") is ProblemCode.WRONG_DIGEST


@pytest.mark.parametrize(
    ("was", "became"),
    [
        ('"content-digest"', ""),
        ('"@authority" ', ""),
        ('"@target-uri"', '"@path"'),
        ('"content-digest"', '"content-digest" "@path"'),
        ('tag="spr-inspector"', 'tag="spr-other"'),
        (';tag="spr-inspector"', ""),
        ('alg="ed25519"', 'alg="hmac-sha256"'),
        (';alg="ed25519"', ""),
        (";nonce=", ";was="),
        (";created=", ";expires="),
        ('keyid="', 'keyid="0'),
        ("spr=", "other="),
        ("spr=", "spr"),
        ("(", ""),
    ],
)
def test_a_signature_that_was_altered_is_refused(was: str, became: str) -> None:
    given = headers()
    assert was in given["Signature-Input"]
    given["Signature-Input"] = given["Signature-Input"].replace(was, became)
    assert refusal(given) is ProblemCode.BAD_SIGNATURE


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("COVERED", ("@method", "content-digest")),
        ("COVERED", ("content-digest",)),
        ("COVERED", ("@method", "@authority", "@path", "content-digest")),
        ("COVERED", ("@method", "@authority", "@target-uri", "content-digest", "@scheme")),
        ("TAG", "somebody-else"),
        ("LABEL", "another"),
        ("_NONCE_BYTES", 8),
    ],
)
def test_a_good_signature_over_too_little_or_for_something_else_is_refused(
    monkeypatch: pytest.MonkeyPatch, field: str, value: object
) -> None:
    with monkeypatch.context() as context:
        context.setattr(signatures, field, value)
        given = headers()
    assert refusal(given) is ProblemCode.BAD_SIGNATURE


def test_a_signature_that_does_not_cover_the_body_is_refused() -> None:
    request = signatures._Request("POST", URL)
    prepared = signatures._SIGNER.prepare(
        request,
        key_id=LAPTOP.device,
        created=NOW,
        nonce="A" * 22,
        label=signatures.LABEL,
        tag=signatures.TAG,
        covered_component_ids=("@method", "@authority", "@target-uri"),
    )
    signatures._SIGNER.apply(request, prepared, LAPTOP.key.sign(prepared.signature_base))
    request.headers["Content-Digest"] = signatures.digest_of(BODY)
    assert refusal(request.headers) is ProblemCode.BAD_SIGNATURE


def test_a_signature_by_another_key_than_the_one_it_names_is_refused() -> None:
    forged = signed("POST", URL, BODY, LAPTOP.device, Laptop().key.sign, NOW)
    assert refusal(forged) is ProblemCode.BAD_SIGNATURE


def test_a_request_without_a_signature_or_without_half_of_it_is_refused() -> None:
    assert refusal({}) is ProblemCode.BAD_SIGNATURE
    for name in ("Signature", "Signature-Input", "Content-Digest"):
        given = headers()
        del given[name]
        assert refusal(given) is ProblemCode.BAD_SIGNATURE


@pytest.mark.parametrize(
    "url",
    [
        URL.replace("abab", "cdcd"),
        URL.replace("part=1", "part=2"),
        URL.replace("?part=1", ""),
        URL.replace("https:", "http:"),
        URL.replace("base.example", "base.example:8443"),
        URL.replace("base.example", "other.example"),
    ],
)
def test_what_was_signed_for_another_address_is_refused(url: str) -> None:
    assert refusal(headers(), url=url) is ProblemCode.BAD_SIGNATURE


def test_what_was_signed_for_another_verb_is_refused() -> None:
    assert refusal(headers(), method="DELETE") is ProblemCode.BAD_SIGNATURE


def test_another_digest_than_the_one_that_is_asked_for_is_refused() -> None:
    given = headers()
    given["Content-Digest"] = "sha-512=:AAAA:"
    assert refusal(given) is ProblemCode.BAD_SIGNATURE


@pytest.mark.parametrize("created", ["99999999999999", "-99999999999999", "0"])
def test_a_time_that_no_clock_shows_is_refused(created: str) -> None:
    given = headers()
    was = f"created={int(NOW.timestamp())}"
    given["Signature-Input"] = given["Signature-Input"].replace(was, f"created={created}")
    assert refusal(given) is ProblemCode.BAD_SIGNATURE

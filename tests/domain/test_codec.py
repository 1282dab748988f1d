"""Changes as bytes: the same for ever, in one form only."""

import json

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.answers import Answer, CapabilitySource, Outcome
from inspector_app.domain.changes.bodies import (
    AnswerRecorded,
    BodyPurged,
    InspectionDescribed,
    Purged,
    Unknown,
    Withdrawn,
)
from inspector_app.domain.changes.chain import ChainHead, Recorder, linked
from inspector_app.domain.changes.change import NO_PREVIOUS, Change
from inspector_app.domain.changes.clock import Stamp
from inspector_app.domain.changes.codec import (
    ID_DOMAIN,
    MAX_BYTES,
    body_bytes,
    body_hash,
    canonical,
    change_id,
    is_canonical,
    read_body,
    read_change,
    read_header,
    signature_holds,
)
from inspector_app.domain.dates import Bearing, PartialDate, Precision
from inspector_app.domain.errors import BadInput, JournalDamaged
from inspector_app.domain.ids import (
    ChainId,
    ChangeId,
    InspectionId,
    PersonId,
    Sha256,
)
from inspector_app.domain.ids import DeviceId as Device
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.values import Basis, Counted, Judged
from tests.support.changes import LINE, Laptop

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def the_fixed_change() -> Change:
    answer = Answer(
        {"judgement": Judged("met"), "declared": Counted(45, basis=Basis.DECLARED)},
        as_at=PartialDate("2013-09-16", Precision.DAY, Bearing.SINCE),
        note="Prifddinas y sir – “Ynys Môn” \U0001f6a8\n\t\x07",
        capability=(CapabilitySource.OWN, CapabilitySource.REGION),
        marking=Marking(Tier.OFFICIAL_SENSITIVE, "PERSONAL"),
        do_not_export=True,
    )
    recorder = Recorder(
        inspection=InspectionId("01" * 16),
        device=Device(KEY.public_key().public_bytes_raw().hex()),
        author=PersonId("02" * 16),
        time_ms=1379322000123,
        last_stamp=Stamp(1379322000999, 3),
        pack=Sha256("03" * 32),
        sign=KEY.sign,
    )
    head = ChainHead(ChainId("04" * 16), 6, ChangeId("05" * 32))
    seen = (ChangeId("07" * 32), ChangeId("06" * 32), ChangeId("07" * 32))
    undoes = ChangeId("08" * 32)
    return linked(
        head, recorder, "answer:CC-PO-07", AnswerRecorded(answer), seen, bytes(range(16)), undoes
    )


GOLDEN_HEADER = (
    b'{"alg":"Ed25519","author":"02020202020202020202020202020202","body_has'
    b'h":"c85404709d232ec14fb92fb517b5b570a38dae65ec10f5d87eaca4fb9829b335",'
    b'"chain":"04040404040404040404040404040404","device":"03a107bff3ce10be1'
    b'd70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8","hlc":[1379322000999,'
    b'4],"inspection":"01010101010101010101010101010101","kind":"answer-reco'
    b'rded","kv":1,"pack":"0303030303030303030303030303030303030303030303030'
    b'303030303030303","prev":"050505050505050505050505050505050505050505050'
    b'5050505050505050505","seq":7,"subject":"answer:CC-PO-07","supersedes":'
    b'["0606060606060606060606060606060606060606060606060606060606060606","0'
    b'707070707070707070707070707070707070707070707070707070707070707"],"tim'
    b'e":1379322000123,"v":1}'
)
GOLDEN_BODY = (
    b'{"answer":{"as_at":{"bearing":"since","precision":"day","value":"2013-'
    b'09-16"},"capability":["own","region"],"do_not_export":true,"marking":{'
    b'"descriptor":"PERSONAL","tier":"OFFICIAL-SENSITIVE"},"note":"Prifddina'
    b"s y sir \xe2\x80\x93 \xe2\x80\x9cYnys M\xc3\xb4n\xe2\x80\x9d"
    b' \xf0\x9f\x9a\xa8\\n\\t\\u0007","values":{"declared":{"bas'
    b'is":"declared","kind":"count","number":45},"judgement":{"kind":"judgem'
    b'ent","value":"met"}}},"undoes":"08080808080808080808080808080808080808'
    b'08080808080808080808080808"}'
)
GOLDEN_ID = "2c6c3caf24ed4982f407d34f9a6f8b709f2093916c2be448a576c4035c38c1e7"
GOLDEN_SIGNATURE = (
    "93371bf1af57aa12745151921f6eb9732394076ad41d7881d9cc7dfa16b5c8c5"
    "5cfe0b9e212b76a70beed8eef145e2e2fe42e6b188ace4f6f18bab3c28d69e08"
)


def test_a_change_has_the_bytes_the_id_and_the_signature_it_had_when_this_was_written() -> None:
    change = the_fixed_change()

    assert change.header_bytes == GOLDEN_HEADER
    assert change.body_bytes == GOLDEN_BODY
    assert change.id == GOLDEN_ID
    assert change.signature.hex() == GOLDEN_SIGNATURE


def test_the_golden_bytes_are_read_as_what_was_recorded() -> None:
    change = read_change(
        GOLDEN_HEADER, bytes.fromhex(GOLDEN_SIGNATURE), bytes(range(16)), GOLDEN_BODY
    )

    assert change == the_fixed_change()
    assert signature_holds(change)
    assert is_canonical(change)


def test_a_change_follows_its_chain_and_the_clock_does_not_run_backwards() -> None:
    header = the_fixed_change().header

    assert (header.sequence, header.previous) == (7, "05" * 32)
    assert header.time_ms == 1379322000123  # as the wall clock said
    assert header.stamp == Stamp(1379322000999, 4)
    assert header.supersedes == ("06" * 32, "07" * 32)  # sorted, each once


_FORMS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text(st.characters(max_codepoint=126)), inner)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text(st.characters(max_codepoint=126)), _FORMS))
def test_what_is_written_is_rfc_8785(form: dict[str, object]) -> None:
    assert canonical(form) == rfc8785.dumps(form)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "form",
    [
        {"n": 1.0},
        {"n": [0.5]},
        {"deep": {"n": float("nan")}},
        {"n": 2**53},
        {"n": -(2**53)},
        {"text": "half \ud83d"},
        {"ŵ": 1},
        {1: 1},
        {"bytes": b"x"},
    ],
    ids=repr,
)
def test_what_has_no_single_form_is_refused(form: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        canonical(form)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"v":1', b'"v":2'),
        (b'"alg":"Ed25519"', b'"alg":"none"'),
        (b'"seq":7', b'"seq":0'),
        (b'"seq":7', b'"seq":7.0'),
        (b'"seq":7', b'"seq":9007199254740992'),
        (b'"seq":7', b'"seq":true'),
        (b'"seq":7', b'"seq": 7'),
        (b'"seq":7', b'"seq":7,"seq":7'),
        (b'"kv":1', b'"kv":1,"more":1'),
        (b'"prev":"05', b'"prev":"5'),
        (b'"prev":"05', b'"prev":"0G'),
        (b'"kind":"answer-recorded"', b'"kind":""'),
        (b'"kind":"answer-recorded"', b'"kind":"\\ud800"'),
        (b"[1379322000999,4]", b"[1379322000999]"),
        (b"[1379322000999,4]", b"[1379322000999,4,0]"),
        (b"[1379322000999,4]", b"[-1,4]"),
        (b'"' + b"06" * 32 + b'","' + b"07" * 32, b'"' + b"07" * 32 + b'","' + b"06" * 32),
        (b'"' + b"06" * 32 + b'","' + b"07" * 32, b'"' + b"06" * 32 + b'","' + b"06" * 32),
        (b"{", b"["),
    ],
)
def test_a_header_in_any_other_form_is_refused(old: bytes, new: bytes) -> None:
    assert old in GOLDEN_HEADER
    with pytest.raises(BadInput):
        read_header(GOLDEN_HEADER.replace(old, new, 1))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"nonsense",
        b"\xff\xfe",
        b'{"answer":{"note":3}}',
        b'{"answer":{"note":"a","nope":1}}',
        b'{"answer":{"outcome":"maybe"}}',
        b'{"answer":{},"undoes":""}',
        b'{"answer":{},"undoes":false}',
        b'{"answer":{},"undoes":"xyz"}',
        b'{"answer":{},"session":"xyz"}',
        b'{"answer":{},"session":null}',
        b'{"answer":{"values":{"n":{"kind":"count","number":1.5}}}}',
        b'{"answer":{"values":{"n":{"kind":"count","number":"1"}}}}',
        b'{"answer":{"values":{"n":{"kind":"count","number":true}}}}',
        b'{"answer":{"do_not_export":1}}',
        b"[" * 100_000,
    ],
)
def test_a_body_that_is_not_one_of_its_kind_is_refused(raw: bytes) -> None:
    with pytest.raises(BadInput):
        read_body("answer-recorded", 1, raw)


def test_a_body_too_large_to_be_one_is_refused_before_it_is_read() -> None:
    with pytest.raises(BadInput, match="larger than 4 MB"):
        read_body("answer-recorded", 1, b" " * (MAX_BYTES + 1))


def test_a_purge_that_names_nothing_is_refused() -> None:
    with pytest.raises(BadInput):
        read_body("body-purged", 1, body_bytes(BodyPurged((), "other", "why")))


def test_a_kind_or_a_version_of_it_not_known_here_is_kept_as_it_is() -> None:
    for kind, version in (("answer-weighed", 1), ("answer-recorded", 2)):
        raw = b'{"anything":["at all",1]}'

        body, undoes, session, _settles = read_body(kind, version, raw)

        assert body == Unknown(kind, version, {"anything": ["at all", 1]})
        assert undoes is None
        assert session is None


def test_a_body_exchanged_for_another_is_damage() -> None:
    change = Laptop().answer("as it was")
    other = body_bytes(AnswerRecorded(Answer(note="as it never was")))

    with pytest.raises(JournalDamaged):
        read_change(change.header_bytes, change.signature, change.salt, other)


def test_a_change_whose_body_was_destroyed_still_shows_who_when_and_about_what() -> None:
    change = Laptop().answer("spilled")

    read = read_change(change.header_bytes, change.signature, None, None)

    assert read.body == Purged()
    assert read.header == change.header
    assert signature_holds(read)


def test_a_kind_is_about_its_own_sort_of_subject_only() -> None:
    change = Laptop().record(AnswerRecorded(Answer(note="x")), about="evidence:1")

    with pytest.raises(BadInput, match="cannot be about"):
        read_change(change.header_bytes, change.signature, change.salt, change.body_bytes)


def test_a_body_with_a_default_spelt_out_is_not_in_its_proper_form() -> None:
    laptop = Laptop()
    proper = laptop.answer("x")
    loose = json.dumps({"answer": {"note": "x", "do_not_export": False}}).encode()
    header = proper.header_bytes.replace(
        proper.header.body_hash.encode(), body_hash(b"s" * 16, loose).encode()
    )

    assert is_canonical(proper)
    assert not is_canonical(read_change(header, b"", b"s" * 16, loose))


def test_a_signature_of_another_device_or_over_another_id_does_not_hold() -> None:
    change = Laptop("a").answer("x")
    other = Laptop("b").key.sign(bytes.fromhex(change.id))

    for signature in (other, b"", b"\0" * 64, change.signature[:-1]):
        altered = read_change(change.header_bytes, signature, change.salt, change.body_bytes)
        assert not signature_holds(altered)


def test_an_id_is_of_this_app_and_nothing_else() -> None:
    assert ID_DOMAIN == b"spr-change/1\0"
    assert change_id(b"{}") == "6c061bba17bcfde4834b917f9a689c0d4e3980f2f91b6881eb85b04d5ea9d7e3"


@given(
    st.sampled_from(list(Outcome)), st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
)
def test_what_is_recorded_is_read_back_equal(outcome: Outcome, note: str) -> None:
    change = Laptop().record(AnswerRecorded(Answer(outcome=outcome, note=note)))

    assert (
        read_change(change.header_bytes, change.signature, change.salt, change.body_bytes) == change
    )


def test_an_act_that_takes_another_back_says_so_in_its_body() -> None:
    laptop = Laptop()
    first = laptop.answer("x")
    undone = laptop.record(Withdrawn("Undone"), supersedes=[first], undoes=first.id)

    read = read_change(undone.header_bytes, undone.signature, undone.salt, undone.body_bytes)

    assert read.undoes == first.id
    assert b"undoes" not in undone.header_bytes


def test_the_particulars_begin_a_chain_that_names_no_change_before() -> None:
    change = Laptop().begin()

    assert isinstance(change.body, InspectionDescribed)
    assert change.header.previous == NO_PREVIOUS
    assert change.header.subject == "inspection"
    assert LINE == "answer:CC-PO-01"


def test_why_a_version_was_kept_travels_with_the_change_and_is_told_of_it_alone() -> None:
    body = AnswerRecorded(Answer(note="as it was"))
    raw = body_bytes(body, settles="the rota is dated")
    read = read_body("answer-recorded", 1, raw)
    assert (read.body, read.settles) == (body, "the rota is dated")
    assert read_body("answer-recorded", 1, body_bytes(body)).settles == ""
    for wrong in (b'""', b"7"):
        with pytest.raises(BadInput):
            read_body("answer-recorded", 1, raw.replace(b'"the rota is dated"', wrong))

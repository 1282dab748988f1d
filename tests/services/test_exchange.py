"""An inspection as a JSON file: everything comes back, and a hostile file brings nothing in."""

import base64
import functools
import hashlib
import io
import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, NoReturn

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jsonschema import Draft202012Validator
from PIL import Image

from inspector_app import config
from inspector_app.domain import dates, sources, values
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer, CapabilitySource, Outcome
from inspector_app.domain.changes import bodies, codec
from inspector_app.domain.changes.bodies import (
    AnswerRecorded,
    InspectionDescribed,
    Subject,
    Withdrawn,
    subject,
)
from inspector_app.domain.changes.change import NO_PREVIOUS, Header
from inspector_app.domain.changes.clock import Stamp
from inspector_app.domain.checklist import Pack
from inspector_app.domain.errors import BadInput, DeviceFull, JournalDamaged
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import (
    ChainId,
    ChangeId,
    DeviceId,
    InspectionId,
    LineId,
    PersonId,
    SectionId,
    Sha256,
)
from inspector_app.domain.inspection import PackPin
from inspector_app.domain.values import Counted, Judged, Told
from inspector_app.reports.content import content_sha256
from inspector_app.services.exchange import MAX_BYTES
from inspector_app.services.vault import Unlocked
from tests.support.vaults import a_vault, an_inspection

SCHEMA = config.places().resources / "schemas" / "inspection.schema.json"
Form = dict[str, Any]


@pytest.fixture(scope="module")
def worked_on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unlocked]:
    """A vault with an inspection in which everything that can happen has happened."""
    folder = tmp_path_factory.mktemp("worked-on")
    vault = a_vault(folder)
    inspection = an_inspection(vault)
    picture, table = folder / "kit.png", folder / "return.csv"
    Image.new("RGB", (900, 600), "navy").save(picture)
    table.write_text("declared,8\n", encoding="utf-8")
    inspections = vault.inspections
    inspections.answer_many(
        inspection,
        {
            LineId("CC-PO-08"): Answer({"needed": Counted(5)}, as_at=dates.read("since May 2013")),
            LineId("CC-PO-09"): Answer(
                {"declared": Counted(8, about=True, caveat="Dog units apart")},
                note="Ŵyn said so – “about eight”.",
                capability=(CapabilitySource.OWN,),
            ),
            LineId("CC-PO-03"): Answer(outcome=Outcome.NOT_SUPPLIED, do_not_export=True),
        },
    )
    inspections.answer(inspection, LineId("CC-PO-08"), Answer({"needed": Counted(6)}))
    inspections.undo(inspection)
    account = Account(LineId("CC-PO-09"), "Eight", role="Head of operations")
    inspections.give_account(inspection, account)
    inspections.headline(inspection, SectionId("CC-PO"), Headline("Enough."))
    inspections.switch(inspection, SectionId("CN-CY"), in_scope=False, reason="Next year")
    kept = vault.evidence.attach(inspection, [picture, table], [LineId("CC-PO-09")], "Kit")
    assert all(each.item for each in kept)
    secret = Answer({"judgement": Judged("met"), "method": Told("Spilled words")})
    inspections.answer(inspection, LineId("CC-PO-07"), secret)
    spilled = subject(Subject.ANSWER, "CC-PO-07")
    plan = vault.journal.plan_purge(inspection, spilled)
    vault.journal.purge(plan, "spilled-material", "Too high")
    yield vault
    vault.close()


@pytest.fixture(scope="module")
def inspection(worked_on: Unlocked) -> InspectionId:
    return worked_on.inspections.all()[0].id


@pytest.fixture(scope="module")
def exported(
    worked_on: Unlocked, inspection: InspectionId, tmp_path_factory: pytest.TempPathFactory
) -> str:
    target = tmp_path_factory.mktemp("exported") / "inspection.json"
    worked_on.exchange.export(inspection, target)
    return target.read_text(encoding="utf-8")


@pytest.fixture
def form(exported: str) -> Form:
    form: Form = json.loads(exported)
    return form


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unlocked]:
    """A vault that stays empty, whatever is offered to it."""
    vault = a_vault(tmp_path_factory.mktemp("empty"), initials="BC")
    yield vault
    vault.close()


def written(folder: Path, form: object) -> Path:
    source = folder / "offered.json"
    source.write_text(form if isinstance(form, str) else json.dumps(form), encoding="utf-8")
    return source


def taken_in(folder: Path, form: object) -> Unlocked:
    vault = a_vault(folder / "other", initials="BC")
    vault.exchange.take_in(written(folder, form))
    return vault


# What comes back


def test_a_copy_in_an_empty_vault_stands_and_prints_the_same(
    worked_on: Unlocked, inspection: InspectionId, form: Form, tmp_path: Path
) -> None:
    other = taken_in(tmp_path, form)
    try:
        here, there = (v.inspections.standing(inspection) for v in (worked_on, other))
        own_acts = f"{Subject.DEVICE.value}:"
        assert {
            about: state for about, state in there.states.items() if not about.startswith(own_acts)
        } == here.states
        assert there.pack == here.pack
        assert content_sha256(other.reports.content(inspection)) == content_sha256(
            worked_on.reports.content(inspection)
        )
        picture = next(i.file for i in there.evidence() if i.file.thumbnail)
        assert picture.thumbnail
        assert other.evidence.thumbnail(inspection, picture.thumbnail.sha256)
        assert not other.evidence.is_here(inspection, picture.sha256)
        assert other.checks.check(inspection).is_sound
    finally:
        other.close()


def test_what_was_taken_in_can_be_handed_on(
    inspection: InspectionId, form: Form, tmp_path: Path
) -> None:
    other = taken_in(tmp_path, form)
    try:
        other.inspections.headline(inspection, SectionId("CC-PO"), Headline("Seen anew."))
        other.exchange.export(inspection, tmp_path / "onward.json")
        onward = json.loads((tmp_path / "onward.json").read_text(encoding="utf-8"))
        assert len(onward["changes"]) == len(form["changes"]) + 2  # admitted, and the headline
        again = other.exchange.take_in(written(tmp_path, form))
        assert (again.new_changes, again.admitted) == (0, ())
        headline = other.inspections.standing(inspection).headline(SectionId("CC-PO"))
        assert headline.value == Headline("Seen anew.")
    finally:
        other.close()


def test_the_work_of_others_comes_back_to_where_it_began(
    inspection: InspectionId, form: Form, tmp_path: Path
) -> None:
    first, second = taken_in(tmp_path / "a", form), taken_in(tmp_path / "b", form)
    try:
        first.inspections.headline(inspection, SectionId("CP-PO"), Headline("Well equipped."))
        first.exchange.export(inspection, tmp_path / "back.json")
        came = second.exchange.take_in(tmp_path / "back.json")
        assert came.new_changes == 2
        assert len(came.admitted) == 1
        headline = second.inspections.standing(inspection).headline(SectionId("CP-PO"))
        assert headline.value == Headline("Well equipped.")
    finally:
        first.close()
        second.close()


# What the file is


@functools.cache
def published() -> Form:
    """The schema, which is sound itself; told once, for that takes a tenth of a second."""
    whole: Form = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(whole)
    return whole


def schema(name: str = "") -> Draft202012Validator:
    whole = published()
    if not name:
        return Draft202012Validator(whole)
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": whole["$defs"]})


KINDS = {cls.KIND: cls for cls in bodies._KINDS.values()}


def test_an_export_fits_its_published_schema_down_to_every_body(form: Form) -> None:
    schema().validate(form)
    header = schema("Header")
    by_kind = {kind: schema(cls.__name__) for kind, cls in KINDS.items()}
    seen = set()
    for change in form["changes"]:
        facts = json.loads(change["header"])
        header.validate(facts)
        if change["body"] is not None:
            by_kind[facts["kind"]].validate(json.loads(change["body"]))
            seen.add(facts["kind"])
    assert len(seen) >= 9


@pytest.mark.parametrize("cls", KINDS.values(), ids=lambda cls: cls.__name__)
def test_the_schema_has_the_fields_that_bodies_have(cls: type) -> None:
    described = published()["$defs"][cls.__name__]["properties"]
    assert set(described) - {"undoes", "session", "settles"} == {each.name for each in fields(cls)}


@pytest.mark.parametrize(
    "cls",
    sorted({*values.CLASS_OF.values(), *sources.KINDS}, key=str),
    ids=lambda cls: cls.__name__,
)
def test_the_schema_has_the_fields_of_each_kind_of_answer_and_source(cls: type) -> None:
    described = published()["$defs"][cls.__name__]["properties"]
    assert set(described) - {"kind"} == {each.name for each in fields(cls)}


def test_the_schema_refuses_what_is_no_export(form: Form) -> None:
    for spoil in (
        lambda f: f.pop("heads"),
        lambda f: f.update(extra=1),
        lambda f: f["changes"].clear(),
        lambda f: f.update(inspection="x"),
    ):
        spoilt = json.loads(json.dumps(form))
        spoil(spoilt)
        assert list(schema().iter_errors(spoilt))


def test_names_originals_and_purged_words_are_not_in_the_file(exported: str) -> None:
    bare = exported.replace("\\", "")
    assert "Ŵyn said so" in bare  # what is recorded is there, so the rest would be found
    original = base64.b64encode(b"declared,8\n").decode()
    for secret in ("Jo Smith", "Spilled words", "declared,8", original):
        assert secret not in bare


# What is refused


def first_with_body(form: Form, kind: str) -> Form:
    change: Form = next(
        c for c in form["changes"] if json.loads(c["header"])["kind"] == kind and c["body"]
    )
    return change


def flipped(text: str) -> str:
    raw = bytearray(base64.b64decode(text))
    raw[len(raw) // 2] ^= 1
    return base64.b64encode(bytes(raw)).decode()


def cut_in_half(form: Form) -> str:
    whole = json.dumps(form)
    return whole[: len(whole) // 2]


def another_format(form: Form) -> None:
    form["format"] = "spr-inspection/2"


def a_strange_field(form: Form) -> None:
    form["also"] = 1


def no_changes(form: Form) -> None:
    form["changes"] = []


def changes_of_another_type(form: Form) -> None:
    form["changes"] = {"0": form["changes"][0]}


def a_change_without_header(form: Form) -> None:
    del form["changes"][1]["header"]


def a_header_that_is_a_number(form: Form) -> None:
    form["changes"][1]["header"] = 10**5000 // 10**4990


def an_altered_header(form: Form) -> None:
    change = form["changes"][2]
    change["header"] = change["header"].replace('"alg":"Ed25519"', '"alg":"Ed25518"')


def another_time(form: Form) -> None:
    change = form["changes"][2]
    time = json.loads(change["header"])["time"]
    change["header"] = change["header"].replace(f'"time":{time}', f'"time":{time + 1}')


def a_flipped_signature(form: Form) -> None:
    form["changes"][2]["signature"] = flipped(form["changes"][2]["signature"])


def a_short_signature(form: Form) -> None:
    form["changes"][2]["signature"] = ""


def a_flipped_salt(form: Form) -> None:
    form["changes"][2]["salt"] = flipped(form["changes"][2]["salt"])


def an_altered_body(form: Form) -> None:
    change = first_with_body(form, "answer-recorded")
    change["body"] = change["body"].replace('"number":', '"number":1')


def a_body_taken_out(form: Form) -> None:
    change = first_with_body(form, "headline-written")
    change["body"] = change["salt"] = None


def a_body_without_salt(form: Form) -> None:
    first_with_body(form, "headline-written")["salt"] = None


def a_salt_that_is_not_base64(form: Form) -> None:
    form["changes"][2]["salt"] = "§§"


def another_inspection(form: Form) -> None:
    form["inspection"] = "0" * 32


def an_inspection_that_is_a_list(form: Form) -> None:
    form["inspection"] = [form["inspection"]]


def a_cut_end(form: Form) -> None:
    del form["changes"][-1]


def a_hole(form: Form) -> None:
    del form["changes"][len(form["changes"]) // 2]


def no_particulars(form: Form) -> None:
    first_with_body(form, "inspection-described")
    form["changes"] = [
        c for c in form["changes"] if '"kind":"inspection-described"' not in c["header"]
    ]


def heads_of_another_type(form: Form) -> None:
    form["heads"] = list(form["heads"])


def an_altered_pack(form: Form) -> None:
    archive = base64.b64decode(form["pack"]["archive"]).decode()
    archive = archive.replace("Terrorism", "Tourism", 1)
    form["pack"]["archive"] = base64.b64encode(archive.encode()).decode()


def a_pack_that_is_none(form: Form) -> None:
    form["pack"]["archive"] = base64.b64encode(b"{}").decode()


def another_picture(form: Form) -> None:
    (sha256,) = form["thumbnails"]
    form["thumbnails"][sha256] = a_jpeg()


def a_picture_too_many(form: Form) -> None:
    jpeg = a_jpeg()
    form["thumbnails"][hashlib.sha256(base64.b64decode(jpeg)).hexdigest()] = jpeg


def a_jpeg() -> str:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(content, "JPEG")
    return base64.b64encode(content.getvalue()).decode()


def added(form: Form, about: str, kind: str, body: bytes, **overrides: Any) -> None:
    """Add a change that a stranger's laptop signed, with any body at all."""
    key = Ed25519PrivateKey.generate()
    salt = secrets.token_bytes(codec.SALT_BYTES)
    chain = ChainId(secrets.token_hex(16))
    given: dict[str, Any] = {
        "inspection": InspectionId(form["inspection"]),
        "chain": chain,
        "sequence": 1,
        "previous": NO_PREVIOUS,
        "device": DeviceId(key.public_key().public_bytes_raw().hex()),
        "author": PersonId("ab" * 16),
        "time_ms": 1,
        "stamp": Stamp(1),
        "kind": kind,
        "kind_version": 1,
        "subject": about,
        "supersedes": (),
        "pack": Sha256(form["pack"]["sha256"]),
        "body_hash": codec.body_hash(salt, body),
        **overrides,
    }
    header = codec.header_bytes(Header(**given))
    id_ = codec.change_id(header)
    form["changes"].append(
        {
            "header": header.decode(),
            "signature": base64.b64encode(key.sign(bytes.fromhex(id_))).decode(),
            "salt": base64.b64encode(salt).decode(),
            "body": body.decode(),
        }
    )
    form["heads"][chain] = id_


ANSWER = subject(Subject.ANSWER, "CC-PO-09")


def a_strangers_gap(form: Form) -> None:
    body = codec.body_bytes(AnswerRecorded(Answer(note="n")))
    added(form, ANSWER, AnswerRecorded.KIND, body, sequence=2, previous=ChangeId("1" * 64))


def a_change_of_a_foreign_inspection(form: Form) -> None:
    body = codec.body_bytes(AnswerRecorded(Answer(note="n")))
    added(form, ANSWER, AnswerRecorded.KIND, body, inspection=InspectionId("f" * 32))


def a_change_under_another_pack(form: Form) -> None:
    body = codec.body_bytes(AnswerRecorded(Answer(note="n")))
    added(form, ANSWER, AnswerRecorded.KIND, body, pack=Sha256("f" * 64))


def a_huge_number(form: Form) -> None:
    number = b"1" * 4000
    body = b'{"answer":{"values":{"declared":{"kind":"count","number":%s}}}}' % number
    added(form, ANSWER, AnswerRecorded.KIND, body)


def deep_nesting_in_a_body(form: Form) -> None:
    added(form, ANSWER, AnswerRecorded.KIND, b'{"answer":' + b"[" * 50_000 + b"]" * 50_000 + b"}")


def deep_nesting_in_an_unknown_body(form: Form) -> None:
    added(form, ANSWER, "from-the-future", b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}")


def half_a_character(form: Form) -> None:
    added(form, ANSWER, AnswerRecorded.KIND, b'{"answer":{"note":"\\ud800"}}')


def a_body_with_spaces(form: Form) -> None:
    added(form, ANSWER, AnswerRecorded.KIND, b'{"answer": {"note": "n"}}')


def a_body_about_something_else(form: Form) -> None:
    body = codec.body_bytes(AnswerRecorded(Answer(note="n")))
    added(form, subject(Subject.HEADLINE, "CC-PO"), AnswerRecorded.KIND, body)


def particulars_taken_away(form: Form) -> None:
    first = first_with_body(form, "inspection-described")
    superseded = codec.change_id(first["header"].encode())
    body = codec.body_bytes(Withdrawn("Gone"))
    about = subject(Subject.INSPECTION)
    added(form, about, Withdrawn.KIND, body, supersedes=(superseded,))


def particulars_of_an_unknown_kind(form: Form) -> None:
    first = first_with_body(form, "inspection-described")
    superseded = codec.change_id(first["header"].encode())
    about = subject(Subject.INSPECTION)
    added(form, about, "from-the-future", b"{}", supersedes=(superseded,))


def particulars_under_another_pack(form: Form) -> None:
    first = first_with_body(form, "inspection-described")
    body = codec.read_body(InspectionDescribed.KIND, 1, first["body"].encode()).body
    assert isinstance(body, InspectionDescribed)
    pin = PackPin("other", "1.0.0", Sha256("e" * 64))
    moved = InspectionDescribed(replace(body.details, pack=pin))
    about = subject(Subject.INSPECTION)
    added(form, about, InspectionDescribed.KIND, codec.body_bytes(moved))


SPOILT: tuple[Callable[[Form], object], ...] = (
    cut_in_half,
    lambda _: "",
    lambda _: "[" * 200_000,
    lambda _: "[]",
    lambda _: '{"format": "spr-inspection/1"}',
    lambda form: json.dumps(form).replace('"salt": "', '"salt": 1e999, "salty": "', 1),
    another_format,
    a_strange_field,
    no_changes,
    changes_of_another_type,
    a_change_without_header,
    a_header_that_is_a_number,
    an_altered_header,
    another_time,
    a_flipped_signature,
    a_short_signature,
    a_flipped_salt,
    an_altered_body,
    a_body_taken_out,
    a_body_without_salt,
    a_salt_that_is_not_base64,
    another_inspection,
    an_inspection_that_is_a_list,
    a_cut_end,
    a_hole,
    no_particulars,
    heads_of_another_type,
    an_altered_pack,
    a_pack_that_is_none,
    another_picture,
    a_picture_too_many,
    a_strangers_gap,
    a_change_of_a_foreign_inspection,
    a_change_under_another_pack,
    a_huge_number,
    deep_nesting_in_a_body,
    deep_nesting_in_an_unknown_body,
    half_a_character,
    a_body_with_spaces,
    a_body_about_something_else,
    particulars_taken_away,
    particulars_of_an_unknown_kind,
    particulars_under_another_pack,
)


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_a_spoilt_file_is_refused_in_a_sentence_and_brings_nothing_in(
    empty: Unlocked, form: Form, tmp_path: Path, spoil: Callable[[Form], object]
) -> None:
    spoilt = spoil(form)
    source = written(tmp_path, spoilt if isinstance(spoilt, str) else form)
    with pytest.raises((BadInput, JournalDamaged)) as refused:
        empty.exchange.take_in(source)
    sentence = str(refused.value)
    assert sentence.startswith("offered.json")
    assert "othing was taken in" in sentence
    assert "\n" not in sentence
    assert len(sentence) < 400
    assert empty.inspections.all() == ()


def test_after_all_refusals_the_good_file_finds_nothing_of_itself_there(
    form: Form, tmp_path: Path
) -> None:
    vault = a_vault(tmp_path / "other", initials="BC")
    try:
        for spoil in (a_hole, particulars_taken_away, another_picture, a_strangers_gap):
            spoilt = json.loads(json.dumps(form))
            spoil(spoilt)
            with pytest.raises((BadInput, JournalDamaged)):
                vault.exchange.take_in(written(tmp_path, spoilt))
        assert not list((tmp_path / "other" / "vault" / "evidence").glob("??/??/*"))
        came = vault.exchange.take_in(written(tmp_path, form))
        assert came.new_changes == len(form["changes"])
    finally:
        vault.close()


def test_an_import_that_fails_leaves_what_another_lane_kept_meanwhile(
    form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small picture that base brings in the same moment is the same file in the vault."""
    vault = a_vault(tmp_path / "other", initials="BC")
    try:
        without = {**form, "thumbnails": {}}
        inspection = vault.exchange.take_in(written(tmp_path, without)).inspection
        ((sha256, jpeg),) = form["thumbnails"].items()
        taking = vault.base_sync._taking

        def meanwhile(*_given: object) -> NoReturn:
            kept = taking.wanted(inspection)[sha256]
            taking.keep_file(inspection, kept, io.BytesIO(base64.b64decode(jpeg)))
            raise DeviceFull("The disk is full.")

        monkeypatch.setattr(vault.exchange, "_taken_in", meanwhile)
        with pytest.raises(DeviceFull):
            vault.exchange.take_in(written(tmp_path, form))
        assert vault.evidence.thumbnail(inspection, sha256) == base64.b64decode(jpeg)
    finally:
        vault.close()


def test_a_stranger_may_add_but_is_named(form: Form, tmp_path: Path) -> None:
    """What a person takes in by hand is admitted; whose it is, is told and recorded."""
    body = codec.body_bytes(AnswerRecorded(Answer(note="Another view")))
    added(form, ANSWER, AnswerRecorded.KIND, body)
    vault = a_vault(tmp_path / "other", initials="BC")
    try:
        came = vault.exchange.take_in(written(tmp_path, form))
        assert len(came.admitted) == 2
        standing = vault.inspections.standing(came.inspection)
        assert standing.answer(LineId("CC-PO-09")).in_conflict
    finally:
        vault.close()


def test_the_same_inspection_under_another_pack_is_refused(
    worked_on: Unlocked, inspection: InspectionId, form: Form, tmp_path: Path
) -> None:
    before = worked_on.inspections.history(inspection)
    particulars_under_another_pack(form)
    with pytest.raises(BadInput, match="another checklist"):
        worked_on.exchange.take_in(written(tmp_path, form))
    assert worked_on.inspections.history(inspection) == before


def test_a_file_that_is_not_there_is_refused(empty: Unlocked, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        empty.exchange.take_in(tmp_path / "gone.json")


def test_a_file_that_is_too_large_to_take_in_is_not_said_to_be_no_export(
    empty: Unlocked, tmp_path: Path
) -> None:
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(BadInput) as refused:
        empty.exchange.take_in(large)
    assert str(refused.value) == (
        "large.json is larger than 536.9 MB, the most that is taken in from one file. Nothing was "
        "taken in. Bring the laptops together instead."
    )


def test_the_pack_in_the_file_is_the_whole_pack(worked_on: Unlocked, form: Form) -> None:
    pack: Pack = worked_on.packs.read("spr-2012")
    assert form["pack"]["sha256"] == pack.sha256

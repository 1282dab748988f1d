"""Every kind of record an inspector must be able to make: kept, travelled and printed, by field."""

import json
import re
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from inspector_app import config
from inspector_app.domain.changes import bodies
from inspector_app.domain.sources import KINDS, Source
from inspector_app.domain.standing import Standing
from inspector_app.reports.content import content_sha256
from tests.reports.test_layout import lay, pages_of
from tests.support.records import NAME, RECORDS, SECRET, Filled, a_desk, all_recorded, leaves
from tests.support.vaults import a_vault


@dataclass(frozen=True)
class Told:
    """What was recorded, as it stands here, in another vault, and on paper."""

    records: dict[int, list[Filled]]
    here: Standing
    there: Standing
    exported: dict[str, Any]
    text: str
    is_printed_alike: bool


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("records")
    file, pdf = folder / "whole.json", folder / "pages.pdf"
    with (
        closing(a_vault(folder / "one")) as vault,
        closing(a_vault(folder / "other", initials="BC")) as other,
    ):
        desk = a_desk(vault, folder)
        records = all_recorded(desk)
        vault.exchange.export(desk.inspection, file)
        other.exchange.take_in(file)
        content = vault.reports.content(desk.inspection)
        again = other.reports.content(desk.inspection)
        lay(content, pdf)
        return Told(
            records,
            desk.standing,
            other.inspections.standing(desk.inspection),
            json.loads(file.read_text(encoding="utf-8")),
            _plain(" ".join(pages_of(pdf))),
            content_sha256(content) == content_sha256(again),
        )


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\ufffe", "").split())


numbers = pytest.mark.parametrize(
    "number", RECORDS, ids=lambda n: f"{n}-{re.sub(r'[^a-z]+', '-', RECORDS[n][0])}"
)


def test_the_list_is_whole() -> None:
    assert list(RECORDS) == list(range(1, len(RECORDS) + 1))
    assert len(RECORDS) >= 27  # 26 of the list, one that is asked for besides


def test_every_kind_of_source_is_among_them(told: Told) -> None:
    values = [filled.value for record in told.records.values() for filled in record]
    found = {type(v.particulars if isinstance(v, Source) else v) for v in values}

    assert [kind.KIND for kind in KINDS if kind not in found] == []


@numbers
def test_every_field_is_filled_and_is_printed_or_says_why_not(told: Told, number: int) -> None:
    for filled in told.records[number]:
        names = {name for name, _ in leaves(filled.value) if "[" not in name}
        said = {*filled.printed, *filled.unprinted}
        if "*" not in filled.unprinted and names:
            assert names <= said, f"nobody says of {names - said}"
        for name, held in leaves(filled.value):
            if name in filled.printed:
                assert held not in ("", None, ()), f"{name} holds nothing"


@numbers
def test_every_field_stands_as_it_was_recorded(told: Told, number: int) -> None:
    assert told.records[number]
    for filled in told.records[number]:
        assert filled.read(told.here) is not None
        _same(filled.read(told.here), filled.value)


@numbers
def test_every_field_comes_back_equal_in_another_vault(told: Told, number: int) -> None:
    for filled in told.records[number]:
        _same(filled.read(told.there), filled.value)


def _same(found: Any, wanted: Any) -> None:
    for (name, held), (_, kept) in zip(leaves(wanted), leaves(found), strict=True):
        assert kept == held, name
    assert found == wanted


@numbers
def test_every_field_is_on_the_pages(told: Told, number: int) -> None:
    for filled in told.records[number]:
        for name, words in filled.printed.items():
            for each in (words,) if isinstance(words, str) else words:
                if _plain(each) not in told.text:
                    pytest.fail(f"{name}: “{each}” is on no page")


def test_what_is_not_to_be_exported_and_whose_name_it_is_are_on_no_page(told: Told) -> None:
    assert SECRET not in told.text
    assert NAME not in told.text
    assert NAME not in json.dumps(told.exported)
    assert SECRET in json.dumps(told.exported)  # the team's own file holds everything
    assert "Left out of export 1 headline, 1 answer, 2 accounts, 1 source, 1 evidence item" in (
        told.text
    )


def test_both_vaults_print_the_same(told: Told) -> None:
    assert told.is_printed_alike
    assert told.there.sources() == told.here.sources()
    assert told.there.accounts() == told.here.accounts()


def test_every_change_fits_the_published_schema(told: Told) -> None:
    path = config.places().resources / "schemas" / "inspection.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(told.exported)
    known = {cls.KIND: cls.__name__ for cls in bodies._KINDS.values()}
    seen = set()
    for change in told.exported["changes"]:
        kind = json.loads(change["header"])["kind"]
        part = {"$ref": f"#/$defs/{known[kind]}", "$defs": schema["$defs"]}
        Draft202012Validator(part).validate(json.loads(change["body"]))
        seen.add(kind)
    assert {"source-recorded", "account-given", "answer-recorded", "recommendation-made"} <= seen


def test_the_original_answer_stays_beside_its_later_correction(told: Told) -> None:
    said = [
        json.loads(change["body"])["answer"]["values"]["how"]["text"]
        for change in told.exported["changes"]
        if json.loads(change["header"])["subject"] == "answer:CC-CY-11"
    ]
    assert said == ["As first told", "As corrected later"]

"""A pack as plain values: complete, and fit for JSON."""

import json
from dataclasses import fields
from pathlib import Path

from inspector_app.domain.checklist import Pack
from inspector_app.packs.form import as_json
from inspector_app.packs.reader import read_pack
from tests.packs.small_pack import written


def _leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in _leaves(each)]
    if isinstance(value, list):
        return [leaf for each in value for leaf in _leaves(each)]
    return [value]


def test_the_form_survives_json_and_holds_every_field(tmp_path: Path) -> None:
    form = as_json(read_pack(written(tmp_path / "small")))
    assert json.loads(json.dumps(form)) == form
    of_the_pack = (field for field in fields(Pack) if field.compare)  # not of its neighbours
    public = {field.name for field in of_the_pack}
    assert form.keys() == public


def test_the_form_holds_texts_and_flags_but_for_the_introductions_place(tmp_path: Path) -> None:
    form = as_json(read_pack(written(tmp_path / "small")))
    assert {type(leaf) for leaf in _leaves(form)} == {str, bool, type(None)}
    introduction = read_pack(tmp_path / "small").section("IN")
    assert (introduction.threat, introduction.requirement) == (None, None)
    assert sum(leaf is None for leaf in _leaves(form)) == 2


def test_every_word_of_the_files_stands_in_the_form(tmp_path: Path) -> None:
    folder = written(tmp_path / "small")
    told = json.dumps(as_json(read_pack(folder)), ensure_ascii=False)
    words = (
        *("How many boats are there?", "Count them.", "The boats.", "¶2 s1 (L2)", "Crews"),
        *("It is so.", "As they come.", "North Police", "It floats.", "List of boats"),
        *("At least Q2.", "CC-F-01/crews/boats", "There are too few boats.", "Q1 >= Q2"),
        *("flooding", "How much there is.", "Some act", "1.2.3", "2013-04-01"),
    )
    assert [word for word in words if word not in told] == []

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.errors import BadInput
from inspector_app.domain.evidence import Caption
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import LineId
from inspector_app.domain.inspection import Scope
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.values import Counted
from inspector_app.reports.content import content, content_sha256
from inspector_app.reports.facts import Content, Form, Options
from inspector_app.reports.snapshot import VERSION, options_of, same_content, snapshot
from tests.reports.test_content import a_summary
from tests.support.standings import AM, MADE_AT_MS, Journal, a_journal, a_visit

SCHEMA = Path(__file__).parents[2] / "resources" / "schemas" / "report-snapshot.schema.json"


def read(journal: Journal, options: Options | None = None) -> Content:
    return content(
        journal.standing(),
        journal.heads(),
        options or Options(),
        fold_version=1,
        app_version="0.1.0",
    )


def data_of(found: Content) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(snapshot(found, MADE_AT_MS))
    return data


def test_a_snapshot_keeps_to_its_published_schema() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    journal = a_visit(lambda n: bytes([n]))
    hidden = Answer(note="x", do_not_export=True)
    journal.answer("CC-PO-16", hidden)
    journal.record(subject(Subject.SUMMARY, "5" * 32), a_summary())
    for options in (
        Options(),
        Options(Form.ACCURACY_DRAFT, Marking(Tier.OFFICIAL_SENSITIVE, "X"), False, False, True),
    ):
        data = data_of(read(journal, options))
        validator.validate(data)
        assert options_of(data) == options
    del data["content"]["cover"]
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(data)


def test_equal_content_made_at_an_equal_time_has_equal_bytes() -> None:
    assert snapshot(read(a_visit()), MADE_AT_MS) == snapshot(read(a_visit()), MADE_AT_MS)


def test_a_snapshot_carries_the_hash_of_its_content_and_the_heads() -> None:
    found = read(a_visit())
    data = data_of(found)
    assert data["content_sha256"] == content_sha256(found)
    assert data["heads"] == dict(found.heads)
    assert data["made_at"] == "18 September 2013, 15:02"


def test_a_snapshot_equals_what_it_was_made_of_even_after_it_was_signed() -> None:
    journal = a_visit()
    data = data_of(read(journal))
    assert same_content(data, read(journal)) == ()
    journal.record(subject(Subject.SUMMARY, "5" * 32), a_summary())
    assert same_content(data, read(journal)) == ()


def differences(journal: Journal, data: dict[str, Any]) -> str:
    return "\n".join(same_content(data, read(journal)))


def test_a_changed_answer_is_named_with_both_values() -> None:
    journal = a_visit()
    data = data_of(read(journal))
    journal.answer("CC-PO-08", Answer({"needed": Counted(6)}))
    told = differences(journal, data)
    assert (
        "Line CC-PO-08: “5 police support units” in the file, “6 police support units” here."
        in told
    )
    assert "Quantity Q1 differs." in told
    assert "CC-PO-09" not in told


def test_every_kind_of_difference_is_named() -> None:
    journal = a_visit()
    data = data_of(read(journal))
    journal.headline("CC-T", Headline("Another."))
    journal.answer("CC-PO-05", Answer(outcome=Outcome.DOES_NOT_EXIST, note="Longer."))
    journal.answer("CC-PO-01", Answer(note="x", do_not_export=True))
    journal.account(Account(LineId("CC-T-02"), words="More."), by=AM)
    journal.evidence("AM/1", Caption("More"), "CC-T-03")
    off = bodies.SectionSwitched(Scope(False))
    journal.record(subject(Subject.SECTION, "CN-PO"), off)
    told = differences(journal, data)
    for expected in (
        "The headline of CC-T: “The chief constable grasps the national role.” in the file, "
        "“Another.” here.",
        "Line CC-PO-05 differs in its note, date or author.",
        "Line CC-PO-01: “Met” in the file, “left out of the export” here.",
        "Line CC-T-02 differs in its accounts.",
        "Line CC-T-03 differs in its evidence.",
        "Evidence item AM/1 is only in the inspection here.",
        "Section CN-PO is in scope only in the file.",
    ):
        assert expected in told.splitlines()


def test_another_inspection_is_told_first() -> None:
    data = data_of(read(a_journal()))
    data["content"]["inspection"] = "2" * 32
    assert same_content(data, read(a_journal()))[0] == "The file is of another inspection."


def test_data_of_another_form_are_not_compared_line_by_line() -> None:
    data = data_of(read(a_journal()))
    data["version"] = VERSION + 1
    data["content"]["cover"]["new"] = 1
    assert "another version of the app" in same_content(data, read(a_journal()))[0]


def test_data_without_options_are_refused() -> None:
    for data in ({}, {"options": 3}, {"options": {"form": "poem"}}):
        with pytest.raises(BadInput):
            options_of(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
PATHS = (
    ("content",),
    ("content", "chapters"),
    ("content", "chapters", 0),
    ("content", "chapters", 0, "sections"),
    ("content", "chapters", 1, "sections", 3, "lines"),
    ("content", "chapters", 1, "sections", 3, "lines", 2, "versions"),
    ("content", "chapters", 1, "sections", 3, "headline"),
    ("content", "evidence"),
    ("content", "evidence", 0, "number"),
    ("content", "cover"),
    ("content", "cover", "team"),
    ("content", "board"),
    ("content", "limits"),
    ("content", "checks"),
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PATHS), JSON)
def test_whatever_hostile_data_hold_a_difference_is_told(path: tuple[Any, ...], junk: Any) -> None:
    found = read(a_visit())
    data = data_of(found)
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    if place[path[-1]] == junk:
        return
    place[path[-1]] = junk
    told = same_content(data, found)
    assert told
    assert all(told)

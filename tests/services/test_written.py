"""Answers written down in a file: read whole and strictly, or not at all."""

from pathlib import Path

import pytest

from inspector_app import config
from inspector_app.domain.answers import Answer, CapabilitySource, Outcome
from inspector_app.domain.checklist import Pack
from inspector_app.domain.dates import Bearing, PartialDate, Precision
from inspector_app.domain.errors import BadInput
from inspector_app.domain.ids import LineId
from inspector_app.domain.values import Basis, Counted, Judged, Tabled
from inspector_app.services.packs import PackService
from inspector_app.services.written import answers_in


@pytest.fixture(scope="module")
def pack() -> Pack:
    return PackService(config.places().checklists).read("spr-2012")


def read(folder: Path, content: str, pack: Pack) -> dict[LineId, Answer]:
    file = folder / "answers.json"
    file.write_text(content, encoding="utf-8")
    return answers_in(file, pack)


def test_a_value_is_written_as_typed_or_in_full(tmp_path: Path, pack: Pack) -> None:
    found = read(
        tmp_path,
        """{"answers": {
            "CC-PO-01": {"values": {"judgement": "met"}, "capability": ["own", "region"]},
            "CC-PO-08": {"values": {"needed": 5}, "as_at": "since Sept 2013",
                "do_not_export": true},
            "CC-PO-09": {"values": {"declared": {
                "kind": "count", "number": 8, "about": true, "basis": "declared",
                "period": "2011/12"}}},
            "CC-PO-03": {"outcome": "not-supplied", "note": "Asked for in August."}
        }}""",
        pack,
    )
    assert found[LineId("CC-PO-01")] == Answer(
        {"judgement": Judged("met")}, capability=(CapabilitySource.OWN, CapabilitySource.REGION)
    )
    assert found[LineId("CC-PO-08")] == Answer(
        {"needed": Counted(5)},
        as_at=PartialDate("2013-09", Precision.MONTH, Bearing.SINCE),
        do_not_export=True,
    )
    period = PartialDate("2011/12", Precision.FINANCIAL_YEAR)
    assert found[LineId("CC-PO-09")].values == {
        "declared": Counted(8, about=True, period=period, basis=Basis.DECLARED)
    }
    assert found[LineId("CC-PO-03")].outcome is Outcome.NOT_SUPPLIED


def test_a_table_may_be_written_as_rows(tmp_path: Path, pack: Pack) -> None:
    content = """{"answers": {"IN-09": {"values": {"particulars": {"kind": "table", "rows": [
        ["A"], ["B"], ["C"], ["D"], ["E"]]}}}}}"""
    (answer,) = read(tmp_path, content, pack).values()
    value = answer.values["particulars"]
    assert isinstance(value, Tabled)
    assert value.rows == (("A",), ("B",), ("C",), ("D",), ("E",))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"answers": {"CC-PO-08": {"values": {"needed": 5}}, "X-1": {"note": "n"}}}', "X-1"),
        ('{"answers": {"CC-PO-08": {"values": {"needed": "many"}}}}', "CC-PO-08, values, needed"),
        ('{"answers": {"CC-PO-08": {"values": {"wanted": 5}}}}', "does not ask"),
        ('{"answers": {"CC-PO-08": {"value": 5}}}', "value"),
        ('{"answers": {"CC-PO-08": {"values": {"needed": 5}, "outcome": "not-asked"}}}', "both"),
        ('{"answers": {"CC-PO-08": {"do_not_export": "yes"}}}', "true or false"),
        ('{"answers": {"CC-PO-08": {"marking": "SECRET"}}}', "SECRET"),
        ('{"answers": {"CC-PO-08": {}, "CC-PO-08": {}}}', "twice"),
        ('{"answers": {}}', "no answer"),
        ('{"answers": [1]}', "fields"),
        ("[]", "one JSON object"),
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_fault_is_told_with_its_place(
    tmp_path: Path, pack: Pack, content: str, reason: str
) -> None:
    with pytest.raises(BadInput, match=r"answers\.json") as refused:
        read(tmp_path, content, pack)
    assert reason in str(refused.value)

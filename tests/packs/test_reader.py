"""Reading a pack: every scalar stays text, and nothing that lies in a folder takes the app down."""

import os
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.domain.checklist import AnswerKind, Balance, Measure
from inspector_app.domain.errors import PackDamaged
from inspector_app.packs.lint import findings
from inspector_app.packs.reader import read_pack
from tests.packs.small_pack import FILES, written


def test_everything_in_the_files_arrives_in_the_pack(tmp_path: Path) -> None:
    pack = read_pack(written(tmp_path / "small"))
    boats, enough = pack.section("CC-F").lines

    assert (pack.id, pack.version, pack.edition.issued) == ("small", "1.2.3", "2012-07")
    assert [section.id for section in pack.sections] == ["IN", "CC-F", "CP-F"]
    assert not pack.section("CP-F").on_by_default
    assert [part.kind for part in boats.parts] == [AnswerKind.COUNT, AnswerKind.TABLE]
    assert [column.unit for column in boats.parts[1].columns] == ["", "boats"]
    assert (boats.footnote, boats.terms, boats.see_also) == ("boat", ("flood",), ("CC-F-02",))
    assert (enough.derived, enough.asks_capability) == (True, True)
    assert (enough.parts[1].register, enough.parts[1].many) == ("forces", True)
    assert pack.scale("words").note == "As they come."
    assert [entry.members for entry in pack.registers] == [(), ("north",)]
    assert pack.documents[0].sections == ("CC-F",)
    assert pack.quantities[0].answered_in == ("CC-F-01/boats", "CC-F-01/crews/boats")
    assert pack.quantities[1].about
    assert [(c.id, c.quantities, c.columns) for c in pack.charts] == [
        ("places", (), ("CC-F-01/crews/boats",)),
        ("boats", ("Q1",), ()),
    ]
    assert pack.checks[0].expression == "Q1 >= Q2"
    assert [each.adds_up for each in pack.quantities] == [True, False, False]
    assert pack.balances == (
        Balance("lending", "Boats had and lent", "Q1", "L1", "Had less lent", ("L1",), True),
    )
    assert [each.table for each in pack.take_ups] == ["CC-F-01/crews"]
    assert [(c.quantity, c.balance, c.choice, c.part) for c in pack.comparisons] == [
        ("L1", "", "", "boats"),
        ("", "lending", "", ""),
        ("", "", "CC-F-02/judgement", ""),
    ]
    assert pack.comparisons[0].asks == (Measure.MEDIAN, Measure.TOTAL)


@pytest.mark.parametrize(
    "word",
    [
        "yes",
        "no",
        "on",
        "off",
        "y",
        "n",
        "true",
        "null",
        "~",
        "1.0",
        "010",
        "1_000",
        "12:30:45",
        "2013-10-07",
        "0x1F",
        ".inf",
        "<<",
        "=",
    ],
)
def test_no_word_is_ever_anything_but_text(tmp_path: Path, word: str) -> None:
    pack = read_pack(written(tmp_path / "small", glossary=("term: Flood", f"term: {word}")))
    flood = pack.term("flood")
    assert flood is not None
    assert flood.term == word


def test_yes_and_no_stay_ids_of_a_scale_unquoted(tmp_path: Path) -> None:
    pack = read_pack(
        written(tmp_path / "small", pack=("{id: 'yes', text: 'Yes'", "{id: yes, text: Yes"))
    )
    assert [value.id for value in pack.scale("words").values] == ["yes", "no"]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackDamaged, match=r"pack\.yaml, line 1: the folder .* cannot be read"):
        read_pack(tmp_path / "nowhere")


def test_a_folder_without_a_pack_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackDamaged, match="has no such file"):
        read_pack(tmp_path)


@pytest.mark.parametrize("name", [name for name in FILES if name != "pack.yaml"])
def test_a_missing_file_is_refused_by_its_name(tmp_path: Path, name: str) -> None:
    folder = written(tmp_path / "small")
    (folder / name).unlink()
    with pytest.raises(PackDamaged, match=rf"pack\.yaml, line \d+: the file {name} is missing"):
        read_pack(folder)


def test_text_that_is_not_utf_8_is_refused_with_its_line(tmp_path: Path) -> None:
    folder = written(tmp_path / "small")
    latin = FILES["glossary.yaml"].replace("It floats.", "caf\u00e9").encode("latin-1")
    (folder / "glossary.yaml").write_bytes(latin)
    with pytest.raises(PackDamaged, match=r"glossary\.yaml, line 4: the text is not UTF-8"):
        read_pack(folder)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    folder = written(tmp_path / "small")
    with (folder / "glossary.yaml").open("wb") as stream:
        stream.truncate(10 * 2**30)
    started = process_time()
    with pytest.raises(PackDamaged, match="larger than 2 MiB"):
        read_pack(folder)
    assert process_time() - started < 1


def test_a_pipe_in_place_of_a_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    folder = written(tmp_path / "small")
    (folder / "glossary.yaml").unlink()
    os.mkfifo(folder / "glossary.yaml")
    with pytest.raises(PackDamaged, match="not an ordinary file"):
        read_pack(folder)


def test_a_folder_of_very_many_files_is_refused(tmp_path: Path) -> None:
    folder = written(tmp_path / "small")
    for number in range(100):
        (folder / f"extra-{number}.yaml").touch()
    with pytest.raises(PackDamaged, match="more than 64 YAML files"):
        read_pack(folder)


BOMB = "a: &a [x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
)


HOSTILE = {
    "aliases": BOMB,
    "lists": "terms: " + "[" * 500_000,
    "mappings": "terms: " + "{a: " * 300_000,
    "indents": "\n".join(" " * n + "a:" for n in range(1_400)),
    "items": "terms: [" + "a, " * 600_000 + "a]",
    "keys": "? " * 500_000,
    "string": "terms: '" + "a" * 1_900_000,
    "pairs": "a: b\n" * 300_000,
    "zero": "\x00",
    "version": "%YAML 9.9\n---\na: b",
    "surrogate": '"\\ud800": a',
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_yaml_is_refused_quickly(tmp_path: Path, text: str) -> None:
    folder = written(tmp_path / "small", glossary=(FILES["glossary.yaml"], text))
    started = process_time()
    found = findings(folder)
    assert process_time() - started < 10
    assert any(finding.file == "glossary.yaml" for finding in found)
    with pytest.raises(PackDamaged):
        read_pack(folder)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    name=st.sampled_from(sorted(FILES)),
    start=st.floats(0, 1),
    length=st.integers(0, 60),
    put=st.text(max_size=8) | st.sampled_from(["\n", "  - ", ": ", "[", "{", "'", "#", "\t"]),
)
def test_any_damage_is_either_harmless_or_refused_with_its_place(
    tmp_path: Path, name: str, start: float, length: int, put: str
) -> None:
    text = FILES[name]
    at = int(start * len(text))
    folder = written(tmp_path / "small")
    damaged = text[:at] + put + text[at + length :]
    (folder / name).write_bytes(damaged.encode("utf-8", "replace"))

    found = findings(folder)

    if not found:
        assert read_pack(folder).id
    else:
        assert all(finding.line >= 1 and finding.file.endswith(".yaml") for finding in found)
        with pytest.raises(PackDamaged):
            read_pack(folder)

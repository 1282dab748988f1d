"""Samples: read strictly with file and line, and taken into a vault once and whole."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inspector_app import config
from inspector_app.domain.answers import Answer
from inspector_app.domain.errors import BadInput, NotFound
from inspector_app.domain.ids import LineId, SectionId
from inspector_app.services.sample import CAMBRIDGESHIRE, read_sample
from inspector_app.services.vault import Unlocked
from tests.support.vaults import a_vault

SHIPPED = config.places()
SAMPLE = """\
force: {entry: cambridgeshire, name: Cambridgeshire Constabulary}
pack: spr-2012
fieldwork: '2013-09'
marking: OFFICIAL-SENSITIVE
title: A sample
me: {initials: IN, role: lead}
team: [{initials: AB, role: observer}]
switched: {CN-CY: false}
headlines: {CC-PO: Enough.}
accounts:
  - {line: CC-PO-09, words: Eight, role: Head of operations, as_at: 2014-07}
evidence:
  - {file: evidence/a.csv, caption: A table, lines: [CC-PO-09], do_not_export: true}
answers:
  CC-PO-09:
    values: {declared: {kind: count, number: 8, basis: declared}}
    as_at: since 2014-07
    capability: [own]
  CC-PO-03: {outcome: not-supplied}
"""


def a_sample(folder: Path, text: str = SAMPLE) -> Path:
    (folder / "evidence").mkdir(parents=True)
    (folder / "evidence" / "a.csv").write_text("declared,8\n", encoding="utf-8")
    (folder / "inspection.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_sample_is_read_with_every_field(tmp_path: Path) -> None:
    sample = read_sample(a_sample(tmp_path / "s"), SHIPPED.checklists)
    assert sample.force.entry == "cambridgeshire"
    assert sample.marking.words() == "OFFICIAL-SENSITIVE"
    assert [member.initials for member in (sample.me, *sample.team)] == ["IN", "AB"]
    assert sample.switched == {SectionId("CN-CY"): False}
    assert set(sample.answers) == {LineId("CC-PO-09"), LineId("CC-PO-03")}
    assert sample.evidence[0].do_not_export


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("pack: spr-2012", "pack: spr-2012\nstrange: 1", 3, "strange"),
        ("fieldwork: '2013-09'", "title2: x", 3, "title2"),
        ("'2013-09'", "'2013-13'", 3, "month that does not exist"),
        ("name: Cambridgeshire Constabulary", "name: Kent Police", 1, "cambridgeshire"),
        ("role: lead", "role: boss", 6, "boss"),
        ("CN-CY: false", "CN-XX: false", 8, "CN-XX"),
        ("CN-CY: false", "CN-CY: 'no'", 8, "true or false"),
        ("CC-PO: Enough.", "CC-PO: ''", 9, "missing"),
        ("line: CC-PO-09, words", "line: CC-PO-99, words", 11, "CC-PO-99"),
        ("evidence/a.csv", "evidence/b.csv", 13, "no such file"),
        ("evidence/a.csv", "../../../etc/passwd", 13, "no such file"),
        ("number: 8", "number: eight", 16, "whole number"),
        ("kind: count, number: 8", "kind: ratio, percent: 8", 16, "count"),
        ("kind: count, number: 8", "kind: count, count: 8", 16, "count"),
        ("since 2014-07", "2014-02-30", 17, "day that does not exist"),
        ("[own]", "[mine]", 18, "mine"),
        ("outcome: not-supplied", "outcome: lost", 19, "lost"),
        ("outcome: not-supplied", "values: {x: 1}, outcome: not-supplied", 19, "does not ask"),
        ("answers:", "answers: &a", 14, "anchor"),
    ],
)
def test_a_fault_is_told_with_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    assert old in SAMPLE
    folder = a_sample(tmp_path / "s", SAMPLE.replace(old, new, 1))
    with pytest.raises(BadInput) as refused:
        read_sample(folder, SHIPPED.checklists)
    assert f"inspection.yaml, line {line}:" in str(refused.value)
    assert reason in str(refused.value)


def test_a_pack_that_is_not_here_and_a_sample_that_is_none_are_refused(tmp_path: Path) -> None:
    folder = a_sample(tmp_path / "s", SAMPLE.replace("spr-2012", "spr-1999"))
    with pytest.raises(NotFound, match="spr-1999"):
        read_sample(folder, SHIPPED.checklists)
    with pytest.raises(NotFound, match="sample inspection is missing"):
        read_sample(tmp_path, SHIPPED.checklists)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Unlocked]:
    opened = a_vault(tmp_path / "vault-folder")
    yield opened
    opened.close()


def test_the_shipped_sample_is_taken_in_once_and_whole(vault: Unlocked) -> None:
    told: list[tuple[int, int]] = []
    inspection = vault.sample.open_sample(lambda done, total: told.append((done, total)))
    sample = read_sample(SHIPPED.resources / "samples" / CAMBRIDGESHIRE, SHIPPED.checklists)
    standing = vault.inspections.standing(inspection)
    assert {line: standing.answer(line).value for line in sample.answers} == sample.answers
    ids = {item.source.title: item.id for item in standing.sources()}
    of_key = {key: ids[source.title] for key, source in sample.sources.items()}
    assert [held.value for _, held in standing.accounts()] == [
        replace(each, source=of_key[each.source]) if each.source else each
        for each in sample.accounts
    ]
    assert len(standing.sources()) == len(sample.sources)
    assert {
        section.id: standing.headline(section.id).value.text  # type: ignore[union-attr]
        for section in standing.pack.sections
        if standing.headline(section.id).value
    } == sample.headlines
    assert [item.file.name for item in standing.evidence()] == [
        each.path.name for each in sample.evidence
    ]
    assert [member.initials for _, member in standing.members()] == ["JS"]
    assert told[-1][0] == told[-1][1]
    before = vault.inspections.history(inspection)
    assert vault.sample.open_sample() == inspection
    assert vault.inspections.history(inspection) == before


def test_what_the_user_changed_in_the_sample_is_left_alone(vault: Unlocked) -> None:
    inspection = vault.sample.open_sample()
    line = LineId("CC-PO-09")
    vault.inspections.answer(inspection, line, Answer(note="Mine"))
    vault.inspections.withdraw_headline(inspection, SectionId("CC-PO"), "Mine too")
    assert vault.sample.open_sample() == inspection
    standing = vault.inspections.standing(inspection)
    assert standing.answer(line).value == Answer(note="Mine")
    assert standing.headline(SectionId("CC-PO")).value is None


def test_taking_in_that_was_cut_short_is_completed(tmp_path: Path) -> None:
    shipped = SHIPPED.resources / "samples" / CAMBRIDGESHIRE
    places = tmp_path / "resources" / "samples" / CAMBRIDGESHIRE
    shutil.copytree(shipped, places)
    vault = a_vault(tmp_path)
    try:
        samples = vault.sample
        samples._samples = places.parent

        def stop(done: int, total: int) -> None:
            if done == total // 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            samples.open_sample(stop)
        assert len(vault.inspections.all()) == 1
        inspection = samples.open_sample()
        assert len(vault.inspections.all()) == 1
        standing = vault.inspections.standing(inspection)
        sample = read_sample(shipped, SHIPPED.checklists)
        assert len(standing.sources()) == len(sample.sources)
        assert len(standing.accounts()) == len(sample.accounts)
        assert len(standing.evidence()) == len(sample.evidence)
    finally:
        vault.close()

"""How two versions of a checklist differ, and what of it asks an answer again."""

from pathlib import Path

import pytest

from inspector_app.domain.checklist import Pack
from inspector_app.domain.ids import LineId
from inspector_app.domain.pack_difference_words import difference_words, summary_words
from inspector_app.domain.pack_differences import Alteration, Fate, asks_otherwise, difference
from inspector_app.packs.reader import read_pack
from tests.packs.small_pack import written
from tests.support.small_packs import renumbered

BOATS, ENOUGH = LineId("CC-F-01"), LineId("CC-F-02")
NEW_VERSION = ("version: 1.2.3", "version: 1.3.0")


@pytest.fixture
def old(tmp_path: Path) -> Pack:
    return read_pack(written(tmp_path / "old"))


def newer(tmp_path: Path, **spoilt: tuple[str, str]) -> Pack:
    spoilt = {"pack": NEW_VERSION, **spoilt}
    return read_pack(written(tmp_path / "new", **spoilt))


def test_equal_packs_do_not_differ(old: Pack) -> None:
    found = difference(old, old)
    assert found.is_empty
    assert found.unchanged == len(list(old.lines()))


def test_another_version_alone_asks_nothing_again(old: Pack, tmp_path: Path) -> None:
    new = newer(tmp_path)
    assert old.sha256 != new.sha256
    assert difference(old, new).is_empty
    assert not asks_otherwise(old, new, BOATS)


@pytest.mark.parametrize(
    ("file", "before", "after", "alteration"),
    [
        ("floods", "How many boats are there?", "How many boats float?", Alteration.WORDING),
        ("floods", "label: Crews", "label: Crews by place", Alteration.FORM),
        ("floods", "title: Place", "title: Where", Alteration.FORM),
        ("floods", "help: Count them.", "help: Count them twice.", Alteration.GUIDANCE),
        ("floods", "locator: ¶2 s1 (L2)", "locator: ¶3 s1 (L4)", Alteration.GUIDANCE),
        ("pack", "plural: boats", "plural: vessels", Alteration.FORM),
    ],
)
def test_what_is_asked_asks_again_and_guidance_does_not(
    old: Pack, tmp_path: Path, file: str, before: str, after: str, alteration: Alteration
) -> None:
    new = newer(tmp_path, **{file: (before, after)})
    (changed,) = difference(old, new).changed
    assert changed.new.id == BOATS
    assert changed.alterations == (alteration,)
    assert changed.asks_again is (alteration is not Alteration.GUIDANCE)
    assert asks_otherwise(old, new, BOATS) is changed.asks_again
    assert not asks_otherwise(old, new, ENOUGH)


def test_the_words_of_a_scale_are_part_of_the_question(old: Pack, tmp_path: Path) -> None:
    new = newer(tmp_path, pack=("text: 'Yes', meaning: It is so.", "text: 'Yes, wholly'"))
    found = difference(old, new)
    assert [each.new.id for each in found.asking_again] == [ENOUGH]
    assert any(each.thing == "scale" and each.fate is Fate.CHANGED for each in found.entries)


def test_where_a_file_breaks_its_lines_says_nothing(old: Pack, tmp_path: Path) -> None:
    new = newer(
        tmp_path,
        floods=("text: How many boats are there?", "text: How many\n          boats are there?"),
    )
    assert difference(old, new).is_empty


def test_lines_that_come_and_go_are_told_the_same_from_either_side(
    old: Pack, tmp_path: Path
) -> None:
    new = read_pack(renumbered(written(tmp_path / "new", pack=NEW_VERSION)))
    there, back = difference(old, new), difference(new, old)
    assert [line.id for line in there.added] == ["CC-F-03"]
    assert [line.id for line in there.removed] == [ENOUGH]
    assert [line.id for line in back.added] == [ENOUGH]
    assert [line.id for line in back.removed] == ["CC-F-03"]
    assert there.unchanged == back.unchanged
    assert {e.new.id for e in there.asking_again} == {e.new.id for e in back.asking_again}


def test_registers_terms_and_quantities_are_compared_field_by_field(
    old: Pack, tmp_path: Path
) -> None:
    new = newer(
        tmp_path,
        registers=("name: North Police", "name: Northern Police"),
        glossary=("meaning: It floats.", "meaning: It swims."),
        quantities=("value: '3'", "value: '4'"),
    )
    told = {(each.thing, each.id): each.changed for each in difference(old, new).entries}
    assert told == {
        ("register", "north"): (("name", "North Police", "Northern Police"),),
        ("term", "boat"): (("meaning", "It floats.", "It swims."),),
        ("quantity", "Q2"): (("value", "3", "4"),),
    }


def test_a_section_that_is_switched_otherwise_is_told(old: Pack, tmp_path: Path) -> None:
    new = newer(
        tmp_path, floods=("requirement: CC\n", "requirement: CC\n    on_by_default: false\n")
    )
    (section,) = difference(old, new).sections
    assert (section.id, section.fate) == ("CC-F", Fate.CHANGED)
    assert "looked at unless switched off → only if switched on" in "\n".join(
        difference_words(difference(old, new))
    )


def test_the_words_show_both_wordings(old: Pack, tmp_path: Path) -> None:
    new = newer(tmp_path, floods=("How many boats are there?", "How many boats float?"))
    found = difference(old, new)
    told = "\n".join(difference_words(found))
    assert "small 1.2.3 → small 1.3.0" in told
    assert "before: How many boats are there?" in told
    assert "now: How many boats float?" in told
    assert summary_words(found) == (
        "2 lines ask the same as before, 1 asks again, 0 are new and 0 are gone."
    )

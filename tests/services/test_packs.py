"""Packs offered to a new inspection, and the force chosen from their register."""

import shutil
from pathlib import Path

import pytest

from inspector_app import config
from inspector_app.domain.checklist import Pack
from inspector_app.domain.errors import BadInput, NotFound, RuleViolation
from inspector_app.services.packs import PackService, force_named, forces

SHIPPED = config.places().checklists


@pytest.fixture(scope="module")
def pack() -> Pack:
    return PackService(SHIPPED).read("spr-2012")


def test_a_damaged_pack_is_offered_with_its_damage_and_harms_no_other(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED / "spr-2012", tmp_path / "good")
    shutil.copytree(SHIPPED / "spr-2012", tmp_path / "bad")
    (tmp_path / "bad" / "glossary.yaml").write_text("terms: [", encoding="utf-8")
    service = PackService(tmp_path)
    bad, good = service.available()
    assert (good.id, good.damage) == ("spr-2012", "")
    assert good.title.startswith("Strategic Policing Requirement")
    assert "glossary.yaml" in bad.damage
    assert [bool(each.findings) for each in service.lint()] == [True, False]
    assert service.usual() == "spr-2012"


def test_where_there_are_several_packs_one_must_be_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no checklist pack"):
        PackService(tmp_path).usual()
    for id_ in ("spr-2012", "spr-2015"):
        shutil.copytree(SHIPPED / "spr-2012", tmp_path / id_)
        file = tmp_path / id_ / "pack.yaml"
        text = file.read_text(encoding="utf-8").replace("id: spr-2012", f"id: {id_}")
        file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match="spr-2012 and spr-2015"):
        PackService(tmp_path).usual()


def test_every_force_is_found_by_its_id_name_and_aliases(pack: Pack) -> None:
    assert len(forces(pack)) >= 43
    for entry in forces(pack):
        for words in (entry.id, entry.name, entry.name.upper(), *entry.aliases):
            assert force_named(pack, words).entry == entry.id


def test_a_name_that_several_forces_begin_with_is_refused_with_all_of_them(pack: Pack) -> None:
    with pytest.raises(RuleViolation, match=r"North Wales.+North Yorkshire"):
        force_named(pack, "north")


def test_a_name_that_is_none_is_refused(pack: Pack) -> None:
    with pytest.raises(NotFound, match="Hertfordshire"):
        force_named(pack, "Hertfordshre")
    for nothing in ("", "   ", "Ruritania"):
        with pytest.raises(NotFound, match="no “"):
            force_named(pack, nothing)

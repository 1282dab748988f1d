"""Registers of an inspection in a real vault: extended, mended, known wherever a name is read."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from inspector_app.domain import dates
from inspector_app.domain.checklist import RegisterEntry
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.ids import InspectionId, LineId
from inspector_app.domain.registers import (
    extensible,
    is_valid_at,
    outdated_words,
    register_words,
    validity_words,
)
from inspector_app.domain.searching import Kind
from inspector_app.domain.typed import value_of
from inspector_app.domain.values import Named, Names
from inspector_app.services.vault import Unlocked
from tests.support.vaults import a_vault, an_inspection

ACPO = "association-of-chief-police-officers"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Unlocked]:
    with closing(a_vault(tmp_path)) as vault:
        yield vault


@pytest.fixture
def inspection(vault: Unlocked) -> InspectionId:
    return an_inspection(vault)


def entry(vault: Unlocked, inspection: InspectionId, id_: str) -> RegisterEntry:
    found = vault.inspections.standing(inspection).register()
    return next(each for each in found if each.id == id_)


def found(vault: Unlocked, inspection: InspectionId, words: str) -> list[str]:
    hits = vault.search.find(inspection, words)
    return [hit.number for hit in hits if hit.kind is Kind.ENTRY]


def test_an_entry_of_the_checklist_is_mended_for_this_inspection_alone(
    vault: Unlocked, inspection: InspectionId
) -> None:
    other = an_inspection(vault)
    before = entry(vault, inspection, ACPO)
    mended = replace(before, aliases=("ACPO", "chiefs"), valid_to="2014", register="roles")
    vault.sources.revise_entry(inspection, mended)
    now = entry(vault, inspection, ACPO)
    assert (now.aliases, now.valid_to) == (("ACPO", "chiefs"), "2014")
    assert now.register == before.register, "an entry stays in its register"
    assert entry(vault, other, ACPO) == before
    assert len(vault.inspections.standing(inspection).register()) == len(
        vault.inspections.pack(inspection).registers
    )
    assert [e.id for e in vault.sources.search(inspection, "national", "chiefs")][:1] == [ACPO]
    vault.inspections.undo(inspection)
    assert entry(vault, inspection, ACPO) == before


def test_two_who_mended_an_entry_unseen_by_each_other_are_both_kept(
    vault: Unlocked, inspection: InspectionId
) -> None:
    before = entry(vault, inspection, ACPO)
    for alias in ("one", "other"):
        vault.sources.revise_entry(inspection, replace(before, aliases=(alias,)), seen=())
    field = vault.inspections.standing(inspection).entry(ACPO)
    assert field.in_conflict
    assert {held.value.aliases for held in field.versions if held.value} == {("one",), ("other",)}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"name": " "}, "needs a name"),
        ({"aliases": ("NCA",)}, "has “NCA” already: National Crime Agency"),
        ({"name": "national crime  agency"}, "already"),
        ({"valid_to": "last spring"}, "does not say from or until when"),
        ({"valid_from": "2013-13"}, "does not say"),
        ({"valid_from": "2016", "valid_to": "2015-03"}, "cannot end before it begins"),
    ],
)
def test_what_cannot_stand_in_a_register_is_refused_and_nothing_changes(
    vault: Unlocked, inspection: InspectionId, change: dict[str, object], why: str
) -> None:
    before = vault.inspections.standing(inspection).register()
    wrong = replace(entry(vault, inspection, ACPO), **change)  # type: ignore[arg-type]
    with pytest.raises(RuleViolation, match=why):
        vault.sources.revise_entry(inspection, wrong)
    with pytest.raises(NotFound, match="no-such"):
        vault.sources.revise_entry(inspection, replace(wrong, id="no-such"))
    with pytest.raises(RuleViolation, match="already"):
        vault.sources.add_entry(inspection, entry(vault, inspection, ACPO))
    assert vault.inspections.standing(inspection).register() == before


def test_what_an_inspection_adds_is_known_wherever_a_name_is_typed(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    id_, _ = vault.sources.add_entry(
        inspection, RegisterEntry("", "partners", "Harbour trust", ("the harbour",))
    )
    standing = vault.inspections.standing(inspection)
    line = standing.pack.line("CC-CY-08")
    wanted = Names((Named("Harbour trust", id_),))
    assert value_of("the harbour", line.parts[0], standing.known_pack) == wanted
    assert value_of("the harbour", line.parts[0], standing.pack) != wanted
    assert vault.sources.find_entry(inspection, "HARBOUR trust").id == id_
    file = tmp_path / "held.json"
    file.write_text(
        '{"kind": "interview", "roles": ["Night marshal"], "notes": [{"text": "x"}]}',
        encoding="utf-8",
    )
    role, _ = vault.sources.add_entry(inspection, RegisterEntry("", "roles", "Night marshal"))
    held = vault.encounters.hold(inspection, file)
    source = vault.inspections.standing(inspection).source(held.id).value
    assert source is not None
    assert source.roles == (Named("Night marshal", role),)


def test_the_search_finds_an_entry_once_as_it_is_known_now(
    vault: Unlocked, inspection: InspectionId
) -> None:
    assert found(vault, inspection, "acpo") == ["Association of Chief Police Officers"]
    before = entry(vault, inspection, ACPO)
    vault.sources.revise_entry(inspection, replace(before, name="Chiefs’ body", aliases=("quizz",)))
    assert found(vault, inspection, "acpo") == []
    assert found(vault, inspection, "quizz") == ["Chiefs’ body"]
    vault.search.make_anew(inspection)
    assert found(vault, inspection, "acpo") == []
    assert found(vault, inspection, "quizz") == ["Chiefs’ body"]
    vault.inspections.undo(inspection)
    assert found(vault, inspection, "quizz") == []
    assert found(vault, inspection, "acpo") == ["Association of Chief Police Officers"]


def test_an_entry_travels_with_the_inspection(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    before = entry(vault, inspection, ACPO)
    vault.sources.revise_entry(inspection, replace(before, valid_to="2012"))
    vault.exchange.export(inspection, tmp_path / "all.json")
    with closing(a_vault(tmp_path / "other", initials="BC")) as other:
        other.exchange.take_in(tmp_path / "all.json")
        assert entry(other, inspection, ACPO).valid_to == "2012"


@pytest.mark.parametrize(
    ("begins", "ends", "when", "is_there"),
    [
        ("", "", "2013", True),
        ("2013-10", "", "16–20 Sep 2013", False),
        ("2013-09-20", "", "16–20 Sep 2013", True),
        ("", "2013-09", "16–20 Sep 2013", True),
        ("", "2013-09-15", "16–20 Sep 2013", False),
        ("2012", "2012", "2011/12", True),
        ("2013", "2013", "2011/12", False),
        ("2020", "", "in the past two years", True),
    ],
)
def test_an_entry_is_there_when_any_day_of_the_time_falls_within_its_bounds(
    begins: str, ends: str, when: str, is_there: bool
) -> None:
    made = RegisterEntry("x", "roles", "X", valid_from=begins, valid_to=ends)
    assert is_valid_at(made, dates.read(when)) is is_there
    assert bool(outdated_words(made, dates.read(when))) is not is_there
    assert is_valid_at(made, None)


def test_bounds_are_told_in_words() -> None:
    made = RegisterEntry("x", "roles", "X", valid_from="2013-10", valid_to="2015-03-31")
    assert validity_words(made) == "from October 2013 until 31 March 2015"
    assert validity_words(replace(made, valid_from="")) == "until 31 March 2015"
    assert validity_words(replace(made, valid_to="")) == "from October 2013"
    assert outdated_words(made, dates.read("2016")) == (
        "not at 2016: from October 2013 until 31 March 2015"
    )


def test_a_name_goes_into_the_register_of_its_field_or_into_one_that_fits(
    vault: Unlocked, inspection: InspectionId
) -> None:
    entries = vault.inspections.standing(inspection).register()
    assert extensible("roles", entries) == ("roles",)
    fitting = extensible("organisations", entries)
    assert fitting[-1] == "forces"
    assert "roles" not in fitting
    assert set(extensible("", entries)) == {*fitting, "roles"}
    assert register_words("joint-units") == "joint units"


def test_an_answer_typed_by_command_knows_what_was_added(
    vault: Unlocked, inspection: InspectionId
) -> None:
    id_, _ = vault.sources.add_entry(inspection, RegisterEntry("", "alliances", "Fen alliance"))
    pack = vault.inspections.standing(inspection).known_pack
    line = pack.line(LineId("CP-PO-02"))
    part = next(each for each in line.parts if each.id == "alliance")
    assert value_of("fen alliance", part, pack) == Names((Named("Fen alliance", id_),))

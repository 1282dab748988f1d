"""A name is erased on every laptop, by whom that is for to decide; what was recorded stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.changes.branches import Apart
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.ids import InspectionId, PersonId
from inspector_app.domain.inspection import Member, TeamRole
from tests.support.laptops import TeamLaptop, a_laptop, everything, introduced
from tests.support.vaults import an_inspection

NAME = "Christabel Quillfeather"


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[TeamLaptop, TeamLaptop]]:
    jo, ann = a_laptop(tmp_path, "JS"), a_laptop(tmp_path, "AM", 7)
    introduced(jo, ann)
    yield jo, ann
    jo.vault.close()
    ann.vault.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def inspection(pair: tuple[TeamLaptop, TeamLaptop], stick: Path) -> InspectionId:
    """Led by Jo, shared with Ann, with a member whose name both know."""
    jo, ann = pair
    made = an_inspection(jo.vault)
    jo.vault.team.let_in(made, ann.vault.team.device)
    jo.vault.inspections.name_member(made, None, NAME, Member(TeamRole.OBSERVER, "CQ"))
    evening(jo, ann, stick)
    return made


def evening(jo: TeamLaptop, ann: TeamLaptop, stick: Path) -> None:
    for laptop in (jo, ann, jo):
        laptop.together(stick)


def named(laptop: TeamLaptop) -> set[str]:
    return {each.name for each in laptop.vault.names.all()}


def the_member(laptop: TeamLaptop) -> PersonId:
    return laptop.vault.names.find("CQ").person


def test_an_erased_name_is_gone_everywhere_and_does_not_come_back(
    pair: tuple[TeamLaptop, TeamLaptop], inspection: InspectionId, stick: Path
) -> None:
    jo, ann = pair
    assert NAME in named(jo) & named(ann)
    person = the_member(jo)
    ann.together(stick)  # what lies there for Jo still holds the name
    (change,) = jo.vault.names.erase(person, "asked for it")
    assert NAME not in named(jo)
    evening(jo, ann, stick)
    evening(jo, ann, stick)
    for laptop in pair:
        assert NAME not in named(laptop)
        standing = laptop.vault.inspections.standing(inspection)
        assert standing.initials(person) == "CQ"
        assert person not in standing.names
        told = next(e for e in laptop.vault.history.all(inspection) if e.change == change)
        assert (told.what, told.why) == ("Erased the name of CQ", "asked for it")
        assert laptop.vault.checks.check(inspection).is_sound
        with pytest.raises(RuleViolation, match="was erased"):
            laptop.vault.inspections.name_member(
                inspection, person, NAME, Member(TeamRole.OBSERVER, "CQ")
            )
        with pytest.raises(RuleViolation, match="stands for good"):
            laptop.vault.inspections.undo_change(inspection, change)
    assert everything(jo, inspection) == everything(ann, inspection)
    assert jo.vault.journal.rebuild(inspection) is False


def test_nothing_of_the_name_is_left_in_the_database(
    pair: tuple[TeamLaptop, TeamLaptop], inspection: InspectionId
) -> None:
    jo, _ = pair
    with jo.vault._database.read() as work:
        sealed = work.people._connection.exec_driver_sql("SELECT key FROM person_key").fetchall()
    jo.vault.names.erase(the_member(jo), "asked for it")
    with jo.vault._database.read() as work:
        left = work.people._connection.exec_driver_sql("SELECT key FROM person_key").fetchall()
        assert work.settings.get("purge/unfinished") is None
    assert len(left) == len(sealed) - 1


def test_who_does_not_lead_erases_no_name_on_other_laptops(
    pair: tuple[TeamLaptop, TeamLaptop], inspection: InspectionId, stick: Path
) -> None:
    jo, ann = pair
    person = the_member(ann)
    with pytest.raises(RuleViolation, match="only its lead inspector can erase a name"):
        ann.vault.names.erase(person, "because")
    assert NAME in named(ann)
    ann.vault.journal.require_lead = lambda *_: None  # type: ignore[method-assign]
    ann.vault.names.erase(person, "because")  # an altered app asks nobody
    evening(jo, ann, stick)
    assert NAME in named(jo)
    (kept,) = jo.vault.branches.apart(inspection)
    assert kept.why is Apart.PURGE
    assert "AM would erase the name of CQ (because)" in kept.words
    jo.vault.branches.take_in(inspection, kept.id, "she was right")
    assert NAME not in named(jo)


def test_a_name_is_found_by_initials_and_ones_own_is_not_erased(
    pair: tuple[TeamLaptop, TeamLaptop], inspection: InspectionId
) -> None:
    jo, _ = pair
    me = jo.vault.inspector.person
    with pytest.raises(RuleViolation, match="own"):
        jo.vault.names.erase(me, "because")
    with pytest.raises(RuleViolation, match="reason"):
        jo.vault.names.erase(the_member(jo), " ")
    with pytest.raises(NotFound):
        jo.vault.names.find("nobody")
    with pytest.raises(NotFound):
        jo.vault.names.erase(PersonId("0" * 32), "because")
    known = jo.vault.names.find(NAME.upper())
    assert (known.initials, known.inspections, known.is_own) == (("CQ",), (inspection,), False)

"""A purge from another laptop is obeyed only where its author was entitled to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.changes.bodies import (
    BodyPurged,
    DeviceAdmitted,
    InspectionDescribed,
    MemberNamed,
    Subject,
    subject,
)
from inspector_app.domain.changes.branches import Apart
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.ids import ChangeId, InspectionId, LineId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.services.recording import Act
from tests.support import wilful
from tests.support.laptops import LINE, OTHER, TeamLaptop, a_laptop, everything, introduced
from tests.support.vaults import an_inspection

ABOUT = f"answer:{LINE}"


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
    """Led by Jo, shared with Ann, with an answer of Jo's on both."""
    jo, ann = pair
    made = an_inspection(jo.vault)
    jo.vault.team.let_in(made, ann.vault.team.device)
    jo.answer(made, "told in confidence")
    evening(jo, ann, stick)
    return made


def evening(jo: TeamLaptop, ann: TeamLaptop, stick: Path) -> None:
    for laptop in (jo, ann, jo):
        laptop.together(stick)


def purge_anyway(laptop: TeamLaptop, inspection: InspectionId, about: str = ABOUT) -> ChangeId:
    return wilful.purge_anyway(laptop.vault, inspection, about)


def record_anyway(laptop: TeamLaptop, inspection: InspectionId, about: str, body: object) -> Act:
    """Record whatever an altered app can sign."""
    recording = laptop.vault.inspections._recording
    with recording.begin() as work:
        change = recording.write(work, inspection, about, body)  # type: ignore[arg-type]
        return recording.finish(work, inspection, [change])


def test_somebody_who_does_not_lead_destroys_nothing_on_other_laptops(
    pair: tuple[TeamLaptop, TeamLaptop], inspection: InspectionId, stick: Path
) -> None:
    jo, ann = pair
    with pytest.raises(RuleViolation, match="only its lead inspector can purge"):
        ann.vault.journal.purge(ann.vault.journal.plan_purge(inspection, ABOUT), "other", "because")
    ann.answer(inspection, "what she recorded before it", LineId("CC-PO-03"))
    purge_anyway(ann, inspection)
    ann.answer(inspection, "what she recorded after it", OTHER)
    ann.together(stick)
    (met,) = jo.together(stick).met

    (kept,) = met.apart
    assert (kept.why, kept.initials) == (Apart.PURGE, "AM")
    assert "AM would destroy 1 earlier record of CC-PO-01 (because)" in kept.words
    assert "Nothing of it was destroyed here." in kept.words
    assert jo.notes(inspection) == ["told in confidence"]
    assert jo.notes(inspection, OTHER) == ["what she recorded after it"]
    assert not [e for e in jo.vault.history.all(inspection) if e.what.startswith("Destroyed")]
    check = jo.vault.checks.check(inspection)
    assert (check.is_sound, check.quarantined, check.purged) == (True, 1, 0)
    assert jo.vault.journal.rebuild(inspection) is False
    # It stands in the middle of Ann's work of that day, and hides none of it.
    moment = jo.vault.history.together(inspection)[0]
    stood = jo.vault.history.stood(inspection, moment)
    assert dict(stood.states) == dict(jo.vault.inspections.standing(inspection).states)


def test_what_was_refused_is_carried_out_once_the_lead_takes_it_in(
    pair: tuple[TeamLaptop, TeamLaptop], inspection: InspectionId, stick: Path
) -> None:
    jo, ann = pair
    purge_anyway(ann, inspection)
    evening(jo, ann, stick)
    (kept,) = jo.vault.branches.apart(inspection)
    jo.vault.branches.take_in(inspection, kept.id, "she was right")
    assert jo.notes(inspection) == []
    assert jo.vault.branches.apart(inspection) == ()
    evening(jo, ann, stick)
    assert everything(ann, inspection) == everything(jo, inspection)
    assert jo.vault.checks.check(inspection).is_sound


def test_nobody_makes_themselves_a_lead_or_approves_their_own_purge(
    pair: tuple[TeamLaptop, TeamLaptop], inspection: InspectionId, stick: Path
) -> None:
    jo, ann = pair
    me, device = ann.vault.inspector.person, ann.vault.team.device
    member = MemberNamed(Member(TeamRole.LEAD, "AM"))
    record_anyway(ann, inspection, subject(Subject.MEMBER, me), member)
    with pytest.raises(RuleViolation, match="nobody makes themselves that"):
        ann.vault.journal.purge(ann.vault.journal.plan_purge(inspection, ABOUT), "other", "because")
    purge = purge_anyway(ann, inspection)
    admitted = DeviceAdmitted(device, "mine", (purge,))
    record_anyway(ann, inspection, subject(Subject.DEVICE, device), admitted)
    evening(jo, ann, stick)
    assert jo.notes(inspection) == ["told in confidence"]
    (kept,) = jo.vault.branches.apart(inspection)
    assert kept.id == purge


def test_nobody_becomes_who_began_the_inspection(
    pair: tuple[TeamLaptop, TeamLaptop], inspection: InspectionId, stick: Path
) -> None:
    jo, ann = pair
    details = ann.vault.inspections.standing(inspection).details
    recording = ann.vault.inspections._recording
    with recording.begin() as work:
        begun = InspectionDescribed(details)
        made = recording.write(work, inspection, subject(Subject.INSPECTION), begun, ())
        recording.finish(work, inspection, [made])
    member = MemberNamed(Member(TeamRole.LEAD, "AM"))
    about = subject(Subject.MEMBER, ann.vault.inspector.person)
    record_anyway(ann, inspection, about, member)
    purge_anyway(ann, inspection)
    evening(jo, ann, stick)
    assert jo.notes(inspection) == ["told in confidence"]


def test_a_lead_whom_the_lead_has_named_is_obeyed_whatever_comes_first(
    pair: tuple[TeamLaptop, TeamLaptop], inspection: InspectionId, stick: Path
) -> None:
    jo, ann = pair
    jo.vault.inspections.name_member(
        inspection, ann.vault.inspector.person, "", Member(TeamRole.LEAD, "AM")
    )
    evening(jo, ann, stick)
    plan = ann.vault.journal.plan_purge(inspection, ABOUT)
    ann.vault.journal.purge(plan, "other", "because")
    evening(jo, ann, stick)
    assert jo.notes(inspection) == []
    assert jo.vault.branches.apart(inspection) == ()
    assert everything(ann, inspection) == everything(jo, inspection)


def test_what_was_purged_before_it_was_shared_reaches_nobody(
    pair: tuple[TeamLaptop, TeamLaptop], stick: Path
) -> None:
    jo, ann = pair
    inspection = an_inspection(jo.vault, me=Member(TeamRole.INSPECTOR, "JS"))
    jo.answer(inspection, "told in confidence")
    jo.vault.journal.purge(jo.vault.journal.plan_purge(inspection, ABOUT), "other", "because")
    jo.vault.team.let_in(inspection, ann.vault.team.device)
    evening(jo, ann, stick)
    assert ann.vault.branches.apart(inspection) == ()
    assert everything(ann, inspection) == everything(jo, inspection)
    # From then on others are concerned, and it takes a lead inspector.
    jo.answer(inspection, "told again")
    evening(jo, ann, stick)
    purge_anyway(jo, inspection)
    evening(jo, ann, stick)
    assert ann.notes(inspection) == ["told again"]
    assert [kept.why for kept in ann.vault.branches.apart(inspection)] == [Apart.PURGE]


def test_a_refused_purge_goes_with_a_full_export_and_is_refused_there_too(
    pair: tuple[TeamLaptop, TeamLaptop], inspection: InspectionId, stick: Path, tmp_path: Path
) -> None:
    jo, ann = pair
    purge_anyway(ann, inspection)
    ann.answer(inspection, "what she recorded after it", OTHER)
    evening(jo, ann, stick)
    jo.vault.exchange.export(inspection, tmp_path / "whole.json")
    kit = a_laptop(tmp_path, "KT")
    kit.vault.exchange.take_in(tmp_path / "whole.json")
    assert kit.notes(inspection) == ["told in confidence"]
    assert kit.notes(inspection, OTHER) == ["what she recorded after it"]
    assert [kept.why for kept in kit.vault.branches.apart(inspection)] == [Apart.PURGE]
    kit.vault.close()


def test_a_purge_that_names_what_has_not_come_yet_waits_for_it(
    pair: tuple[TeamLaptop, TeamLaptop], inspection: InspectionId, stick: Path
) -> None:
    jo, ann = pair
    unknown = BodyPurged((ChangeId("f" * 64),), "other", "because")
    recording = ann.vault.inspections._recording
    with recording.begin() as work:
        made = recording.write(work, inspection, ABOUT, unknown, ())
        recording.finish(work, inspection, [made])
    evening(jo, ann, stick)
    assert [kept.id for kept in jo.vault.branches.apart(inspection)] == [made.id]

"""Who leads is worked out from what was recorded, and nobody makes themselves a lead inspector."""

from inspector_app.domain.changes.bodies import DeviceAdmitted, MemberNamed, Subject, subject
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.clock import Stamp
from inspector_app.domain.ids import ChangeId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.domain.leading import entitled
from tests.support.changes import Laptop

LATER = Stamp(2**45)


def named(by: Laptop, whom: Laptop, role: TeamRole = TeamRole.LEAD) -> Change:
    return by.record(MemberNamed(Member(role, "XX")), subject(Subject.MEMBER, whom.person))


def test_the_first_author_names_a_lead_who_names_others() -> None:
    jo, ann, kit = Laptop("jo"), Laptop("ann", now_ms=1_379_400_000_000), Laptop("kit")
    changes = [jo.begin(), named(jo, ann), named(ann, kit)]
    who = entitled(changes)
    assert set(who.leads) == {ann.person, kit.person}
    assert who.founder == jo.device
    assert entitled(reversed(changes)) == who
    assert who.is_lead(kit.person, changes[2].header.stamp)
    assert not who.is_lead(kit.person, Stamp(0)), "nobody leads before they were named"


def test_whoever_was_named_by_nobody_entitled_leads_nothing() -> None:
    jo, ann, kit = Laptop("jo"), Laptop("ann"), Laptop("kit")
    changes = [jo.begin(), named(ann, ann), named(ann, kit), named(jo, kit, TeamRole.INSPECTOR)]
    assert entitled(changes).leads == {}


def test_a_second_beginning_leaves_nobody_entitled() -> None:
    jo, ann = Laptop("jo"), Laptop("ann", now_ms=1)
    who = entitled([jo.begin(), ann.begin(), named(jo, jo), named(ann, ann)])
    assert (who.leads, who.founder) == ({}, None)


def test_only_what_a_lead_takes_in_by_name_is_approved() -> None:
    jo, ann = Laptop("jo"), Laptop("ann")
    purge, other = ChangeId("a" * 64), ChangeId("b" * 64)
    changes = [
        jo.begin(),
        named(jo, jo),
        jo.record(DeviceAdmitted(ann.device, "why", (purge,)), subject(Subject.DEVICE, ann.device)),
        ann.record(DeviceAdmitted(ann.device, "why", (other,)), subject(Subject.DEVICE, "x")),
    ]
    who = entitled(changes)
    assert who.approved == {purge}
    assert who.shared == changes[2].header.stamp
    assert who.is_lead(jo.person, LATER)

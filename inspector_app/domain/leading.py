"""Who leads an inspection by what was recorded, and whose purges are therefore obeyed.

A purge cannot be undone, so that every laptop works out by itself, from the changes that it has
taken in, whether whoever recorded one was entitled to it. What decides only ever grows: a purge
that was obeyed is not wrong later on, whatever else arrives.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from inspector_app.domain.changes.bodies import (
    DeviceAdmitted,
    InspectionDescribed,
    MemberNamed,
    subject_key,
)
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.clock import Stamp
from inspector_app.domain.ids import ChangeId, DeviceId, PersonId
from inspector_app.domain.inspection import TeamRole

DECIDING = (InspectionDescribed.KIND, MemberNamed.KIND, DeviceAdmitted.KIND)
"""Kinds of the changes from which this is worked out."""


@dataclass(frozen=True, slots=True)
class Entitled:
    """Who may destroy what was recorded in an inspection."""

    leads: Mapping[PersonId, Stamp]
    """Lead inspectors, with the moment by the logical clock from which on they counted as such."""
    founder: DeviceId | None
    """The laptop on which the inspection began; None: not one, as far as is known here."""
    shared: Stamp | None
    """When the founder's laptop first let another one in; None: not that is known."""
    approved: frozenset[ChangeId]
    """What a lead inspector has taken in by name."""

    def is_lead(self, author: PersonId, at: Stamp) -> bool:
        """Return whether somebody led the inspection by then."""
        return (since := self.leads.get(author)) is not None and since <= at

    def obeys(self, purge: Change, recorded_on: Collection[DeviceId], *, is_here: bool) -> bool:
        """Return whether a purge that came from another laptop is to be carried out.

        Args:
            purge: as it came.
            recorded_on: the laptops that recorded what it names.
            is_here: whether any of what it names can be read here.
        """
        header = purge.header
        if purge.id in self.approved or self.is_lead(header.author, header.stamp):
            return True
        # Before it was shared nobody else was concerned, and nothing of it was handed on.
        is_alone = self.shared is None or header.stamp < self.shared
        is_own = header.device == self.founder and set(recorded_on) <= {header.device}
        return is_alone and is_own and not is_here


def entitled(changes: Iterable[Change]) -> Entitled:
    """Return who may destroy, from the admitted changes of the deciding kinds.

    The inspection's first author may name a lead inspector, and a lead inspector may name others;
    whoever names themselves does not become one by that.
    """
    known = sorted(changes, key=lambda change: (change.header.stamp, change.id))
    begun = [
        change
        for change in known
        if isinstance(change.body, InspectionDescribed) and not change.header.supersedes
    ]
    first = begun[0].header if len(begun) == 1 else None
    leads: dict[PersonId, Stamp] = {}
    shared: Stamp | None = None
    approved: set[ChangeId] = set()
    for change in known:
        header, body = change.header, change.body
        may_name = first is not None and header.author == first.author
        if isinstance(body, MemberNamed):
            named = PersonId(subject_key(header.subject))
            is_lead = body.member.role is TeamRole.LEAD and body.member.present
            if is_lead and named not in leads and (may_name or header.author in leads):
                leads[named] = header.stamp
        elif isinstance(body, DeviceAdmitted):
            if header.author in leads:
                approved |= set(body.changes)
            is_founders = first is not None and header.device == first.device
            if is_founders and body.device != header.device and shared is None:
                shared = header.stamp
    return Entitled(leads, first.device if first else None, shared, frozenset(approved))

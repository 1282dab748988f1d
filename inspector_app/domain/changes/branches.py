"""Branches: what laptops of the team recorded and is kept apart, as a person can take it in."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from inspector_app.domain.changes.bodies import BodyPurged
from inspector_app.domain.changes.chain import Place, place_of
from inspector_app.domain.changes.change import Change
from inspector_app.domain.ids import ChainId, ChangeId, DeviceId, PersonId


class Apart(StrEnum):
    """Why something is kept apart."""

    FORK = "fork"
    """Another change of the same laptop follows the same one: its vault was copied."""
    GAP = "gap"
    """What stands between it and what is taken in has not arrived."""
    PURGE = "purge"
    """It would destroy what its author may not destroy."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A run of changes of one laptop, none of which is taken in."""

    why: Apart
    device: DeviceId
    author: PersonId
    """Of its first change."""
    changes: tuple[Change, ...]
    """In their order; never empty."""
    rests_on: tuple[ChangeId, ...]
    """All changes that are taken in with it: of the branches it goes on from, then its own."""

    @property
    def id(self) -> ChangeId:
        """What it is known by: its first change."""
        return self.changes[0].id


def branches(
    waiting: Iterable[Change],
    taken: Collection[tuple[ChainId, Place]],
    refused: Collection[ChangeId] = (),
) -> tuple[Branch, ...]:
    """Return what is kept apart, run by run, in the order of chains and numbers.

    Args:
        waiting: changes of known laptops that are kept apart.
        taken: the places that admitted changes have, as far as waiting ones ask for them.
        refused: purges that wait for a lead inspector; what follows one is not held up by it.
    """
    ordered = sorted(waiting, key=lambda c: (c.header.chain, c.header.sequence, c.id))
    asked = Counter((change.header.chain, place_of(change)) for change in ordered)
    run_of: dict[ChangeId, _Run] = {}
    runs: list[_Run] = []
    for change in ordered:
        place = (change.header.chain, place_of(change))
        is_fork = asked[place] > 1 or place in taken
        before = run_of.get(change.header.previous) if change.header.sequence > 1 else None
        if change.id in refused:
            run = _Run(Apart.PURGE)
        elif before is not None and before.why is not Apart.PURGE:
            run = before
            if is_fork:
                run = _Run(Apart.FORK, before.until(change.header.previous))
        else:
            run = _Run(Apart.FORK if is_fork else Apart.GAP)
        if not run.changes:
            runs.append(run)
        run.changes.append(change)
        run_of[change.id] = run
    return tuple(run.branch() for run in runs)


@dataclass(slots=True)
class _Run:
    """A branch while it is gathered."""

    why: Apart
    ahead: tuple[ChangeId, ...] = ()
    changes: list[Change] = field(default_factory=list)

    def until(self, last: ChangeId) -> tuple[ChangeId, ...]:
        """Return all that is taken in when ``last`` is."""
        own = [each.id for each in self.changes]
        return (*self.ahead, *own[: own.index(last) + 1])

    def branch(self) -> Branch:
        first = self.changes[0].header
        whole = self.until(self.changes[-1].id)
        return Branch(self.why, first.device, first.author, tuple(self.changes), whole)


def destroyed_by(branch: Branch) -> int:
    """Return how many earlier records a refused purge would destroy."""
    bodies = (change.body for change in branch.changes)
    return sum(len(body.changes) for body in bodies if isinstance(body, BodyPurged))

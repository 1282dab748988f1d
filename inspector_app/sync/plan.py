"""What still has to travel between two devices: pure, from what each of them holds."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from inspector_app.domain.ids import ChainId, ChangeId


@dataclass(frozen=True, slots=True)
class Held:
    """One change that a device holds whole, or whose body it knows to be destroyed."""

    change: ChangeId
    chain: ChainId
    sequence: int
    follows: ChangeId | None = None
    """What one that is kept apart names as the change before it; None: it is taken in, and so was
    found to be linked."""


@dataclass(frozen=True, slots=True)
class Vector:
    """What a device holds of one inspection, said as shortly as can be relied upon."""

    lines: Mapping[ChainId, tuple[int, ChangeId]] = field(default_factory=dict)
    """Chains held from the first change on, without gap or fork: the last number and change.

    Whether all of it is taken in does not matter: what travels is what is held.
    """
    loose: Mapping[ChainId, frozenset[ChangeId]] = field(default_factory=dict)
    """All other chains: every change that is held."""


class Ledger:
    """What a device holds of one inspection, kept in step while more arrives.

    What arrives costs as much as its own chains have members, whatever else is held.
    """

    def __init__(self, held: Iterable[Held]) -> None:
        self._chains = _chains(held)
        self._known = {each.change for members in self._chains.values() for each in members}
        self._lines: dict[ChainId, tuple[int, ChangeId]] = {}
        self._loose: dict[ChainId, frozenset[ChangeId]] = {}
        for chain in self._chains:
            self._tell(chain)

    def __contains__(self, change: object) -> bool:
        return change in self._known

    def add(self, arrived: Iterable[Held]) -> int:
        """Note what arrived, and return how much of it was not held."""
        fresh = [each for each in arrived if each.change not in self._known]
        for chain, members in _chains(fresh).items():
            kept = self._chains.setdefault(chain, [])
            kept += members
            kept.sort(key=lambda each: (each.sequence, each.change))
            self._known.update(each.change for each in members)
            self._tell(chain)
        return len(fresh)

    def vector(self) -> Vector:
        """Return what is held."""
        return Vector(dict(self._lines), dict(self._loose))

    def _tell(self, chain: ChainId) -> None:
        members = self._chains[chain]
        self._lines.pop(chain, None)
        self._loose.pop(chain, None)
        if _is_line(members):
            self._lines[chain] = (len(members), members[-1].change)
        else:
            self._loose[chain] = frozenset(each.change for each in members)


def vector(held: Iterable[Held]) -> Vector:
    """Return what ``held`` comes to."""
    lines: dict[ChainId, tuple[int, ChangeId]] = {}
    loose: dict[ChainId, frozenset[ChangeId]] = {}
    for chain, members in _chains(held).items():
        if _is_line(members):
            lines[chain] = (len(members), members[-1].change)
        else:
            loose[chain] = frozenset(each.change for each in members)
    return Vector(lines, loose)


def missing(held: Iterable[Held], theirs: Vector) -> list[ChangeId]:
    """Return the changes that the other device lacks, each chain's in the order of its numbers.

    Where the two chains cannot be compared all of it is sent again, which does no harm; where the
    other device's is the longer one nothing is, until what is beyond has come from there.
    """
    lacking: list[ChangeId] = []
    for chain, members in sorted(_chains(held).items()):
        lacking += [each.change for each in _missing(members, chain, theirs)]
    return lacking


def unheard(held: Iterable[Held], theirs: Vector) -> frozenset[ChangeId]:
    """Return the changes of chains of which the other device holds more than is held here.

    What is beyond may follow on them or have left their line before: only once it has come here can
    be told whether the other device holds them.
    """
    return frozenset(
        each.change
        for chain, members in _chains(held).items()
        if theirs.lines.get(chain, (0, ""))[0] > len(members)
        for each in members
    )


def has_news(held: Iterable[Held], theirs: Vector) -> bool:
    """Return whether the other device holds anything that is not held here."""
    mine = _chains(held)
    here = {chain: {each.change for each in members} for chain, members in mine.items()}
    return any(tip not in here.get(chain, ()) for chain, (_, tip) in theirs.lines.items()) or any(
        not ids <= here.get(chain, set()) for chain, ids in theirs.loose.items()
    )


def _missing(members: Sequence[Held], chain: ChainId, theirs: Vector) -> Sequence[Held]:
    if chain in theirs.loose:
        return [each for each in members if each.change not in theirs.loose[chain]]
    if chain not in theirs.lines or not _is_line(members):
        return members
    number, tip = theirs.lines[chain]
    if number > len(members):
        return ()
    return members[number:] if members[number - 1].change == tip else members


def _chains(held: Iterable[Held]) -> dict[ChainId, list[Held]]:
    chains: dict[ChainId, list[Held]] = defaultdict(list)
    for each in held:
        chains[each.chain].append(each)
    for members in chains.values():
        members.sort(key=lambda each: (each.sequence, each.change))
    return chains


def _is_line(members: Sequence[Held]) -> bool:
    """What is linked by its hashes from the first on: the last one vouches for all.

    It need not be taken in. A purge that is refused is held like anything else.
    """
    before = None
    for number, each in enumerate(members, 1):
        if each.sequence != number or (number > 1 and each.follows not in (None, before)):
            return False
        before = each.change
    return True

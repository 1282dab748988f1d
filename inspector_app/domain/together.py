"""Coming together: when laptops did, and what was recorded since, by whom."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from inspector_app.domain import wording
from inspector_app.domain.ids import ChainId, ChangeId, PersonId


@dataclass(frozen=True, slots=True)
class Together:
    """A moment at which a laptop had taken in what others had for it."""

    time_ms: int
    """Milliseconds UTC by its own clock."""
    heads: Mapping[ChainId, ChangeId]
    """The last admitted change of each chain then."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One act, as far as counting it needs."""

    change: ChangeId
    chain: ChainId
    sequence: int
    author: PersonId
    time_ms: int


@dataclass(frozen=True, slots=True)
class Since:
    """What is new here since the evening before."""

    since_ms: int
    """Milliseconds UTC of that moment; 0: there was none before today, so today's work counts."""
    by_person: tuple[tuple[PersonId, int], ...]
    """How many acts by whom, most first."""
    changes: frozenset[ChangeId]


def since_yesterday(acts: Iterable[Recorded], moments: Sequence[Together], now_ms: int) -> Since:
    """Return what came to be known since laptops last came together on a day before today.

    That of this evening is not counted: after it one wants to see what the day has brought. Where
    they had not come together before, what was recorded today by the clocks counts.

    Args:
        acts: all that is admitted.
        moments: latest first.
        now_ms: the time now.
    """
    today = wording.london_day(now_ms)
    last = next((each for each in moments if wording.london_day(each.time_ms) < today), None)
    known = list(acts)
    if last is None:
        fresh = [act for act in known if wording.london_day(act.time_ms) >= today]
        began = 0
    else:
        heads = set(last.heads.values())
        until = {act.chain: act.sequence for act in known if act.change in heads}
        fresh = [act for act in known if act.sequence > until.get(act.chain, 0)]
        began = last.time_ms
    counts = Counter(act.author for act in fresh)
    by_person = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return Since(began, tuple(by_person), frozenset(act.change for act in fresh))

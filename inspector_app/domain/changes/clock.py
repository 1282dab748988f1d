"""A hybrid logical clock: orders what people see, never decides what is true.

Source: Kulkarni et al., *Logical Physical Clocks* (2014); the bound of one day is ours.
"""

from dataclasses import dataclass

AHEAD_BOUND_MS = 24 * 60 * 60 * 1000
"""A clock that claims to be further ahead than this does not drag ours along."""


@dataclass(frozen=True, slots=True, order=True)
class Stamp:
    """A time that never runs backwards on one device, even when its wall clock does."""

    wall_ms: int
    """Milliseconds UTC since 1970."""
    counter: int = 0


def next_stamp(last: Stamp, wall_ms: int) -> Stamp:
    """Return the stamp of the next change of this device."""
    return Stamp(wall_ms) if wall_ms > last.wall_ms else Stamp(last.wall_ms, last.counter + 1)


def believed_until(wall_ms: int) -> int:
    """Return the furthest time of another device's stamp that ours still follows."""
    return wall_ms + AHEAD_BOUND_MS

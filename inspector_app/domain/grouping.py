"""To which source a photograph belongs, by the time at which it was taken."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from inspector_app.domain.captures import (
    LONDON,
    CameraTime,
    CaptureTime,
    ClockReading,
    camera_time,
    corrected,
    crosses_summer_time,
    is_absurd,
)
from inspector_app.domain.dates import Bearing, PartialDate, Precision
from inspector_app.domain.ids import SourceId
from inspector_app.domain.items import SourceItem
from inspector_app.domain.sources import (
    Conversation,
    EquipmentInspection,
    Group,
    Interview,
    Meeting,
    SystemObservation,
    UnannouncedTest,
)
from inspector_app.texts import tr, tr_counted

_MARGIN_MS = 10 * 60_000
"""Before an encounter begins and after it ends, as long as no other one is nearer."""
_HAPPENING = (
    Interview,
    Group,
    Conversation,
    UnannouncedTest,
    EquipmentInspection,
    SystemObservation,
    Meeting,
)
"""Kinds that take place where somebody may take a photograph; papers do not."""


@dataclass(frozen=True, slots=True)
class Span:
    """A source and the time that it took."""

    source: SourceId
    begins_ms: int
    ends_ms: int
    """Milliseconds UTC."""
    is_exact: bool
    """Its hours are known; else it has the whole of its days."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A photograph that waits to be taken in."""

    key: str
    captured_at: str
    """As its camera wrote it; empty: it wrote none that could be read."""
    camera: str = ""
    """Make and model; empty: it does not say."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A photograph with its time and the source it is thought to belong to."""

    key: str
    capture: CaptureTime | None
    source: SourceId | None
    """None: it fits none, or more than one, and lies in the tray."""
    remark: str
    """What is to be known of it; empty: nothing out of the way."""


def spans(sources: Sequence[SourceItem]) -> tuple[Span, ...]:
    """Return the times of the sources at which photographs may have been taken."""
    return tuple(span for item in sources if (span := _span(item)) is not None)


def placed(
    shots: Sequence[Shot], clocks: Sequence[ClockReading], among: Sequence[Span], now_ms: int
) -> tuple[Placed, ...]:
    """Return the photographs in their order, each with its time and its source.

    Args:
        shots: the photographs.
        clocks: what the photographs of the laptop's clock told, one or more of each camera; none:
            the cameras' clocks are taken for right.
        among: the times of the sources.
        now_ms: the laptop's time; nothing was taken later.
    """
    return tuple(_placed(shot, clocks, among, now_ms) for shot in shots)


def cameras_without_clock(
    shots: Sequence[Shot], clocks: Sequence[ClockReading]
) -> tuple[tuple[str, int], ...]:
    """Return the cameras of which no photograph of the clock is, each with how many it took."""
    timed = {clock.camera for clock in clocks}
    counts = Counter(shot.camera for shot in shots if shot.captured_at)
    return tuple((camera, count) for camera, count in counts.items() if camera not in timed)


def _clock_of(
    shot: Shot, written: CameraTime, clocks: Sequence[ClockReading]
) -> ClockReading | None:
    """Return what tells of this camera's clock; of several photographs the nearest in time."""
    own = (clock for clock in clocks if clock.camera == shot.camera)
    return min(own, key=lambda clock: abs(clock.written.wall - written.wall), default=None)


def _placed(
    shot: Shot, clocks: Sequence[ClockReading], among: Sequence[Span], now_ms: int
) -> Placed:
    def untimed(remark: str) -> Placed:
        return Placed(shot.key, None, None, remark)

    if not shot.captured_at:
        return untimed(tr("no time of capture in it"))
    written = camera_time(shot.captured_at)
    if written is None:
        return untimed(
            tr("its camera wrote a time that is none: {captured_at}").format(
                captured_at=shot.captured_at
            )
        )
    clock = _clock_of(shot, written, clocks)
    if clocks and clock is None:
        other = shot.camera or tr("a camera that does not say its name")
        of = tr_counted(
            len(clocks), "the camera of the clock’s photo", "a camera with a clock’s photo"
        )
        return untimed(tr("taken by {other}, not by {of}").format(other=other, of=of))
    capture = corrected(written, clock)
    if capture is None:
        return untimed(tr("its camera tells the zone in one of the two photos only"))
    if is_absurd(capture.at_ms, now_ms):
        return Placed(
            shot.key, capture, None, tr("no inspection’s time: the camera’s clock was not set")
        )
    remark = ""
    if clock is not None and written.offset is None and crosses_summer_time(capture.at_ms, clock):
        remark = tr(
            "the clocks were changed between it and the clock’s photo: an hour off if the camera "
            "was changed too"
        )
    source, why = _fitting(capture.at_ms, among)
    return Placed(shot.key, capture, source, "; ".join(filter(None, (remark, why))))


def _fitting(at_ms: int, among: Sequence[Span]) -> tuple[SourceId | None, str]:
    exact = [span for span in among if span.is_exact]
    within = [span for span in exact if span.begins_ms <= at_ms <= span.ends_ms]
    if within:
        # Of encounters within one another the innermost: the last that began, the first that ended.
        inner = max(within, key=lambda span: (span.begins_ms, -span.ends_ms, span.source))
        return inner.source, ""
    nearest = min(exact, key=lambda span: (_distance_ms(at_ms, span), span.source), default=None)
    if nearest is not None and (away := _distance_ms(at_ms, nearest)) <= _MARGIN_MS:
        side = tr("before it began") if at_ms < nearest.begins_ms else tr("after it ended")
        return nearest.source, tr("{minutes} min {side}").format(
            minutes=max(1, round(away / 60000)), side=side
        )
    days = [span for span in among if not span.is_exact and span.begins_ms <= at_ms < span.ends_ms]
    if len(days) == 1:
        return days[0].source, ""
    if days:
        return None, tr_counted(len(days), "{number} sources have that day and no hours").format(
            number=len(days)
        )
    return None, tr("no source at that time")


def _distance_ms(at_ms: int, span: Span) -> int:
    return span.begins_ms - at_ms if at_ms < span.begins_ms else at_ms - span.ends_ms


def _span(item: SourceItem) -> Span | None:
    source = item.source
    sitting = source.sitting
    # Notes on paper are typed up later: then the sitting is that of the typing.
    if sitting is not None and sitting.ended_ms is not None and not source.written_at:
        return Span(item.id, sitting.began_ms, sitting.ended_ms, is_exact=True)
    when = source.as_at
    if not isinstance(source.particulars, _HAPPENING) or when is None:
        return None
    if when.precision is not Precision.DAY or when.bearing is not Bearing.AT:
        return None
    if isinstance(source.particulars, UnannouncedTest) and not when.end:
        hours = _hours(source.particulars, when)
        if hours is not None:
            return Span(item.id, *hours, is_exact=True)
    after = date.fromisoformat(when.end or when.value) + timedelta(days=1)
    return Span(item.id, _london_ms(when.value), _london_ms(after.isoformat()), is_exact=False)


def _hours(test: UnannouncedTest, when: PartialDate) -> tuple[int, int] | None:
    """Return when a test of one day began and ended; an end before its beginning is tomorrow's."""
    stamps = (test.started, test.asked, test.first_offered, test.enough, test.ended)
    known = [stamp for stamp in stamps if stamp]
    if len(known) < 2:
        return None
    begins, ends = (_london_ms(when.value, stamp) for stamp in (known[0], known[-1]))
    if ends < begins:
        tomorrow = date.fromisoformat(when.value) + timedelta(days=1)
        ends = _london_ms(tomorrow.isoformat(), known[-1])
    return begins, ends


def _london_ms(day: str, at: str = "00:00") -> int:
    wall = datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=LONDON)
    return round(wall.timestamp() * 1000)

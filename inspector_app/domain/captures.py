"""When a photograph was taken, by a camera whose clock nobody set, and how that is known.

A camera writes a time without a zone, by a clock that may be wrong. A photograph that it took of
the laptop's clock shows by how much. The time so corrected stands beside the camera's own, which
is never changed.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from zoneinfo import ZoneInfo

from inspector_app.domain.errors import BadInput
from inspector_app.domain.ids import Sha256
from inspector_app.domain.locales import whole_words
from inspector_app.texts import tr, tr_counted

LONDON = ZoneInfo("Europe/London")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WRITTEN = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)(?:([+-])(\d\d):(\d\d))?")
_SHOWN = re.compile(r"(?:(\d{4})-(\d\d)-(\d\d)[ T])?(\d\d?):(\d\d)(?::(\d\d))?")
_HALF_A_DAY = timedelta(hours=12)
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""Before it no camera was at hand that an inspector would use today: its clock was never set."""


class Assumed(StrEnum):
    """What had to be taken for true, for a camera tells no more."""

    CLOCK_RAN_ON = "clock-ran-on"
    """The camera's clock ran on unchanged from one photograph to the other, over the change to or
    from summer time too."""
    CAMERA_OFFSET = "camera-offset"
    """The distance from UTC that the camera wrote is that of the time beside it."""
    CAMERA_RIGHT = "camera-right"
    """No photograph of the laptop's clock: the camera's clock was right and set to London."""


@dataclass(frozen=True, slots=True)
class CaptureTime:
    """When a photograph was taken, as worked out from what its camera wrote."""

    at_ms: int
    """Milliseconds UTC."""
    assumed: Assumed
    clock: Sha256 | None = None
    """The photograph of the laptop's clock that shows by how much the camera's was wrong; None:
    there was none."""
    clock_showed: str = ""
    """What the laptop's clock showed in it, London's time: ``2013-09-17 14:20:05``."""
    slow_s: int = 0
    """Seconds by which the camera's clock was behind the laptop's; negative: it was ahead."""


@dataclass(frozen=True, slots=True)
class CameraTime:
    """What a camera wrote: what its clock showed, and how far from UTC if it wrote that."""

    wall: datetime
    """As if it were UTC, so that two of them can be subtracted; the zone is not known."""
    offset: timedelta | None


@dataclass(frozen=True, slots=True)
class ClockReading:
    """A photograph of the laptop's clock, and the time that can be read in it."""

    photo: Sha256
    camera: str
    """Make and model of the camera that took it; empty: it does not say."""
    written: CameraTime
    """What the camera wrote as the time of this photograph."""
    showed: datetime
    """What the laptop's clock shows in it: aware, in London's time."""

    @property
    def slow(self) -> timedelta:
        """By how much the camera's clock was behind the laptop's; negative: it was ahead."""
        return self.showed.replace(tzinfo=UTC) - self.written.wall


def camera_time(written: str) -> CameraTime | None:
    """Return the time that a camera wrote, in EXIF's form; None: it wrote none, or no real one."""
    found = _WRITTEN.fullmatch(written)
    if found is None:
        return None
    *numbers, sign, hours, minutes = found.groups()
    try:
        year, month, day, hour, minute, second = map(int, numbers)
        wall = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    if sign is None:
        return CameraTime(wall, None)
    offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
    return CameraTime(wall, offset) if abs(offset) < timedelta(hours=24) else None


def read_clock(shown: str, photo: Sha256, captured_at: str, camera: str = "") -> ClockReading:
    """Return what a photograph of the laptop's clock tells of its camera's clock.

    Args:
        shown: what the clock shows, as it was typed: ``14:20:05``, ``14:20``, or with its day as
            ``2013-09-17 14:20:05``. Without a day, the one nearest to the camera's own time.
        photo: the photograph.
        captured_at: what its camera wrote as its time.
        camera: make and model.

    Raises:
        BadInput: no such time was typed, or there was none on that day in London, or the camera
            wrote no time.
    """
    written = camera_time(captured_at)
    if written is None:
        raise BadInput(
            tr(
                "The photo of the laptop’s clock does not hold its camera’s time, so how far "
                "that is out cannot be worked out. Choose another photo, or take the camera’s "
                "times as they are."
            )
        )
    found = _SHOWN.fullmatch(" ".join(shown.split()))
    if found is None:
        raise BadInput(
            tr(
                "“{shown}” is not a time: type what the laptop’s clock shows in the photo, "
                "such as 14:20:05, or with its day 2013-09-17 14:20:05."
            ).format(shown=shown)
        )
    year, month, day, hour, minute, second = found.groups()
    wall = written.wall
    try:
        if year:
            wall = wall.replace(year=int(year), month=int(month), day=int(day))
        wall = wall.replace(hour=int(hour), minute=int(minute), second=int(second or 0))
    except ValueError as error:
        raise BadInput(
            tr(
                "“{shown}” is not a time that a clock can show. Type it again, such as 14:20:05."
            ).format(shown=shown)
        ) from error
    if not year:
        if wall - written.wall > _HALF_A_DAY:
            wall -= timedelta(days=1)
        elif written.wall - wall > _HALF_A_DAY:
            wall += timedelta(days=1)
    showed = wall.replace(tzinfo=LONDON)
    if showed.astimezone(UTC).astimezone(LONDON).replace(tzinfo=UTC) != wall:
        raise BadInput(
            tr(
                "There was no {wall:%H:%M} in London on {wall:%Y-%m-%d}: the clocks went forward."
            ).format(wall=wall)
        )
    return ClockReading(photo, camera, written, showed)


def corrected(written: CameraTime, clock: ClockReading | None) -> CaptureTime | None:
    """Return when a photograph was taken; None: its camera wrote in another form than the clock's.

    By the clock's photograph: as long after it as the camera's clock shows between the two. Without
    one the camera's clock is taken for right, in London unless it wrote how far from UTC it was.
    """
    if clock is None:
        if written.offset is not None:
            at = written.wall.replace(tzinfo=timezone(written.offset))
            return CaptureTime(_ms(at), Assumed.CAMERA_OFFSET)
        return CaptureTime(_ms(written.wall.replace(tzinfo=LONDON)), Assumed.CAMERA_RIGHT)
    if (written.offset is None) != (clock.written.offset is None):
        return None
    since = written.wall - clock.written.wall
    assumed = Assumed.CLOCK_RAN_ON
    if written.offset is not None and clock.written.offset is not None:
        since -= written.offset - clock.written.offset
        assumed = Assumed.CAMERA_OFFSET
    return CaptureTime(
        _ms(clock.showed.astimezone(UTC) + since),
        assumed,
        clock.photo,
        f"{clock.showed:%Y-%m-%d %H:%M:%S}",
        round(clock.slow.total_seconds()),
    )


def is_absurd(at_ms: int, now_ms: int) -> bool:
    """Return whether no photograph of an inspection can have been taken then."""
    at = _EPOCH + timedelta(milliseconds=at_ms)
    return at < _EARLIEST or at_ms > now_ms + 86_400_000


def crosses_summer_time(at_ms: int, clock: ClockReading) -> bool:
    """Return whether the clocks of London were changed between the two photographs."""
    at = (_EPOCH + timedelta(milliseconds=at_ms)).astimezone(LONDON)
    return at.utcoffset() != clock.showed.utcoffset()


def is_twice(clock: ClockReading) -> bool:
    """Return whether London's clocks showed this time twice that day; the first is taken."""
    return clock.showed.replace(fold=1).utcoffset() != clock.showed.utcoffset()


def london(at_ms: int) -> datetime:
    """Return an instant as London's clocks show it."""
    return (_EPOCH + timedelta(milliseconds=at_ms)).astimezone(LONDON)


def slow_words(slow_s: int) -> str:
    """Return how wrong a camera's clock was: ``3 min 12 s slow``, ``1 h fast``, ``right``."""
    if not slow_s:
        return tr("right to the second")
    minutes, seconds = divmod(abs(slow_s), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [
        words
        for number, words in (
            (
                days,
                tr_counted(days, "{number} day", "{number} days").format(number=whole_words(days)),
            ),
            (hours, tr("{hours} h").format(hours=hours)),
            (minutes, tr("{minutes} min").format(minutes=minutes)),
            (seconds, tr("{seconds} s").format(seconds=seconds)),
        )
        if number
    ]
    return f"{' '.join(parts)} {tr('slow') if slow_s > 0 else tr('fast')}"


def _ms(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(milliseconds=1)

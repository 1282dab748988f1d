"""The national picture at base: read of all inspections, and what of it they are told."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, select

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.ids import InspectionId
from inspector_app.domain.markings import Marking
from inspector_app.domain.national import comparing
from inspector_app.domain.national.comparing import Worked
from inspector_app.domain.national.visits import Nation, nation
from inspector_app.domain.standing import Standing
from inspector_app.server import comparisons, events, reading
from inspector_app.server.database import Database
from inspector_app.server.marks import mark
from inspector_app.server.reading import Readings
from inspector_app.server.tables import inspection as _inspection

_ALL = "national comparisons"


@dataclass(frozen=True, slots=True)
class Telling:
    """What became of one comparison when it was to be told."""

    worked: Worked
    issued_ms: int | None
    """When that was worked out which inspections are told now; None: they are told nothing."""
    why: str
    """Why it is not what the figures give now; empty: it is."""


def picture(
    connection: Connection,
    up_to: Marking | None = None,
    only: Collection[InspectionId] | None = None,
    readings: Readings | None = None,
) -> Nation:
    """Return the inspections at base side by side; those that cannot be read are counted.

    Args:
        connection: of one transaction, so that all are of one state.
        up_to: what is marked above is withheld; None: nothing is for its marking.
        only: these inspections; None: all.
        readings: where inspections are kept that were read before.
    """
    read = readings.standing if readings is not None else reading.standing
    rows = connection.execute(select(_inspection.c.id).order_by(_inspection.c.id)).all()
    wanted = [InspectionId(row[0]) for row in rows if only is None or row[0] in only]
    found: list[Standing] = []
    unreadable = 0
    for each in wanted:
        try:
            found.append(read(connection, each))
        except InspectorError:
            unreadable += 1
    told = nation(found, up_to)
    return Nation(told.visits, told.withheld, told.unreadable + unreadable)


def worked_out(database: Database, at_least: int = comparing.AT_LEAST) -> tuple[Telling, ...]:
    """Return what would be told now, having told nothing.

    Raises:
        RuleViolation: ``at_least`` is too small.
    """
    with database.read() as connection:
        found = comparing.comparisons(picture(connection), at_least)
        return tuple(_judged(connection, each, at_least) for each in found)


def tell(
    database: Database, at_least: int, now_ms: int, who: str = events.BY_COMMAND
) -> tuple[Telling, ...]:
    """Let inspections be told what their lines wait for, as the figures at base give it now.

    What would give away which force's a figure is, is not told: then what was told before stands.

    Args:
        database: base's.
        at_least: forces that a comparison must rest on.
        now_ms: by base's clock.
        who: whose act it is.

    Raises:
        RuleViolation: ``at_least`` is too small; nothing was told.
    """
    with database.read() as connection:
        found = picture(connection)
    worked = comparing.comparisons(found, at_least)
    with database.begin(_ALL) as connection:
        tellings = []
        for each in worked:
            telling = _judged(connection, each, at_least)
            if not telling.why and telling.issued_ms is None:
                comparisons.keep(connection, each, now_ms)
                telling = Telling(each, now_ms, "")
            tellings.append(telling)
        for visit in found.visits:
            if comparisons.compose(connection, visit):
                mark(connection, visit.inspection)
        told = sum(each.issued_ms == now_ms for each in tellings)
        words = f"{told} of {len(tellings)} worked out anew, of at least {at_least} forces each."
        events.note(connection, now_ms, who, "comparisons-told", words=words)
    return tuple(tellings)


def _judged(connection: Connection, worked: Worked, at_least: int) -> Telling:
    """Return whether a comparison may be told, and what stands; ``issued_ms`` None: it is new."""
    last = comparisons.last_told(connection, comparisons.key_of(worked))
    before = None if last is None else last[0]
    earlier = comparisons.figures_told(connection, worked.about)
    why = worked.refusal or comparing.gives_away(worked.figures, earlier, at_least)
    if why:
        return Telling(worked, before, why)
    if last is not None and last[1:] == (worked.figures, comparisons.told_form(worked)):
        return Telling(worked, before, "")
    return Telling(worked, None, "")

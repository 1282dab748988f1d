"""What base has told inspections of other forces: kept, so that no difference gives one away."""

import json
from collections.abc import Mapping

from sqlalchemy import Connection, insert, select, update

from inspector_app.domain.checklist import Measure
from inspector_app.domain.ids import InspectionId
from inspector_app.domain.national.comparing import Worked
from inspector_app.domain.national.visits import Visit
from inspector_app.server.tables import comparison as _comparison
from inspector_app.server.tables import comparison_told as _told
from inspector_app.sync.wire import Compared

_PURGED = "purged"
"""In place of a figure that was destroyed: unlike any other, so that it counts as altered."""


def key_of(worked: Worked) -> str:
    """Return what a comparison is kept under."""
    return f"{worked.pack}/{worked.comparison.id}"


def figures_told(connection: Connection, about: str) -> tuple[Mapping[str, str], ...]:
    """Return the figures that each comparison of one thing rested on that was ever told."""
    rows = connection.execute(
        select(_comparison.c.figures)
        .where(_comparison.c.about == about)
        .order_by(_comparison.c.position)
    )
    return tuple(json.loads(row[0]) for row in rows)


def last_told(connection: Connection, key: str) -> tuple[int, Mapping[str, str], str] | None:
    """Return when a comparison was told last, what it rested on, and what it told; or None."""
    row = connection.execute(
        select(_comparison.c.issued_ms, _comparison.c.figures, _comparison.c.told)
        .where(_comparison.c.key == key)
        .order_by(_comparison.c.position.desc())
        .limit(1)
    ).first()
    return None if row is None else (int(row[0]), json.loads(row[1]), str(row[2]))


def keep(connection: Connection, worked: Worked, now_ms: int) -> None:
    """Keep that a comparison is told from now on."""
    connection.execute(
        insert(_comparison).values(
            key=key_of(worked),
            about=worked.about,
            issued_ms=now_ms,
            figures=json.dumps(dict(worked.figures), sort_keys=True),
            told=told_form(worked),
        )
    )


def told_form(worked: Worked) -> str:
    """Return what a comparison tells every inspection alike, as it is kept."""
    return json.dumps(
        {
            "title": worked.comparison.title,
            "line": worked.comparison.line,
            "part": worked.comparison.part,
            "unit": worked.unit,
            "values": {each.value: value for each, value in worked.values.items()},
            "spread": [list(each) for each in worked.spread],
            "marking": worked.marking.words(),
            "alike": Measure.ALIKE in worked.comparison.asks,
        }
    )


def compose(connection: Connection, visit: Visit) -> bool:
    """Put together what one inspection is told, from what was told last; return if it altered."""
    found: list[Compared] = []
    pack = visit.standing.pack
    for asked in pack.comparisons:
        last = last_told(connection, f"{pack.id}/{asked.id}")
        if last is not None and (one := _compared(asked.id, visit.force, *last)) is not None:
            found.append(one)
    text = json.dumps([each.model_dump(mode="json") for each in found])
    row = {"inspection": visit.inspection, "force": visit.force, "told": text}
    before = connection.execute(
        select(_told.c.force, _told.c.told).where(_told.c.inspection == visit.inspection)
    ).first()
    if before is None:
        connection.execute(insert(_told), row)
        return bool(found)
    if tuple(before) == (visit.force, text):
        return False
    connection.execute(update(_told).where(_told.c.inspection == visit.inspection).values(**row))
    return True


def told(connection: Connection, inspection: InspectionId) -> tuple[Compared, ...]:
    """Return what an inspection is told of other forces."""
    row = connection.execute(select(_told.c.told).where(_told.c.inspection == inspection)).first()
    forms = [] if row is None else json.loads(row[0])
    return tuple(Compared.model_validate_json(json.dumps(each)) for each in forms)


def forget(connection: Connection, inspection: InspectionId) -> None:
    """Destroy the figures of an inspection's force that comparisons rested on.

    What was told of all forces together stands; but nothing is told again that would differ from
    it by this force alone.
    """
    force = connection.execute(
        select(_told.c.force).where(_told.c.inspection == inspection)
    ).scalar()
    if force is None:
        return
    for position, text in connection.execute(
        select(_comparison.c.position, _comparison.c.figures)
    ).all():
        figures = json.loads(text)
        if force in figures:
            figures[force] = _PURGED
            connection.execute(
                update(_comparison)
                .where(_comparison.c.position == position)
                .values(figures=json.dumps(figures, sort_keys=True))
            )


def _compared(
    id_: str, force: str, issued_ms: int, figures: Mapping[str, str], text: str
) -> Compared | None:
    """Return what one force is told; None: there is nothing, as it is on no side of a balance."""
    held = json.loads(text)
    values: dict[str, str] = dict(held["values"])
    side = figures.get(force)
    if held.pop("alike") and side not in (None, _PURGED):
        values[Measure.ALIKE.value] = str(sum(each == side for each in figures.values()))
    if not values and not held["spread"]:
        return None
    return Compared(
        id=id_,
        line=held["line"],
        title=held["title"],
        part=held["part"],
        unit=held["unit"],
        forces=len(figures),
        is_among=side is not None,
        values=values,
        spread=tuple((str(choice), int(number)) for choice, number in held["spread"]),
        marking=held["marking"],
        issued_ms=issued_ms,
    )

"""An inspection as base can show it: folded from the changes that count, as a laptop folds them."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, select

from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.fold import SubjectState, folded
from inspector_app.domain.checklist import Pack
from inspector_app.domain.errors import NotFound
from inspector_app.domain.held import field_of
from inspector_app.domain.ids import InspectionId, PersonId, Sha256
from inspector_app.domain.inspection import Details
from inspector_app.domain.standing import Standing
from inspector_app.domain.upgrading import in_use
from inspector_app.packs import archive
from inspector_app.server.admission import admission, changes
from inspector_app.server.tables import change as _change
from inspector_app.server.tables import inspection as _inspection
from inspector_app.server.tables import pack as _pack
from inspector_app.server.tables import person_name as _name

_KEPT = 32
"""Inspections kept as they stand: of a large one some 50 MB."""


def counting(connection: Connection, inspection: InspectionId) -> Iterator[Change]:
    """Yield the changes of an inspection that count, in the order of their arrival."""
    counted = admission(connection, inspection)
    return filter(counted.counts, changes(connection, inspection))


def standing(connection: Connection, inspection: InspectionId) -> Standing:
    """Return an inspection as it stands at base.

    Raises:
        NotFound: base has no such inspection, or its particulars have not arrived.
        PackDamaged: the checklist at base cannot be read by this version.
    """
    states = folded(counting(connection, inspection))
    pins = field_of(states.get(subject(Subject.INSPECTION)), Details).versions
    details = next((held.value for held in pins if held.value is not None), None)
    if details is None:
        raise NotFound("Nothing is known at base of what this inspection is about.")
    names = connection.execute(
        select(_name.c.person, _name.c.name).where(
            _name.c.inspection == inspection, _name.c.name.is_not(None)
        )
    )
    return Standing(
        inspection,
        _pack_in_use(connection, inspection, details, states),
        states,
        {PersonId(row.person): row.name for row in names},
    )


class Readings:
    """Inspections read once for as long as nothing of them alters; may be shared by threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[InspectionId, tuple[int, Standing]] = OrderedDict()
        self._mutex = threading.Lock()

    def standing(self, connection: Connection, inspection: InspectionId) -> Standing:
        """Return what :func:`standing` does, read anew only if something arrived since.

        Raises:
            NotFound: base has no such inspection, or its particulars have not arrived.
            PackDamaged: the checklist at base cannot be read by this version.
        """
        wanted = select(_inspection.c.mark).where(_inspection.c.id == inspection)
        mark = connection.execute(wanted).scalar()
        with self._mutex:
            known = self._kept.get(inspection)
            if known is not None and known[0] == mark:
                self._kept.move_to_end(inspection)
                return known[1]
        found = standing(connection, inspection)
        if mark is not None:
            with self._mutex:
                self._kept[inspection] = mark, found
                self._kept.move_to_end(inspection)
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return found


def _pack_in_use(
    connection: Connection,
    inspection: InspectionId,
    details: Details,
    states: Mapping[str, SubjectState],
) -> Pack:
    """Return the checklist that an inspection is under, knowing the others that it was under."""
    about = subject(Subject.PACK)
    current = in_use(details, states.get(about)).sha256
    if about not in states:  # by far the most are under the one that they began with
        return _pack_of(connection, current)
    pins = changes(connection, inspection, _change.c.subject == about)
    others = dict.fromkeys((details.pack.sha256, *(pin.header.pack for pin in pins)))
    return _pack_of(connection, current).beside(
        _pack_of(connection, other) for other in others if other != current
    )


def _pack_of(connection: Connection, sha256: Sha256) -> Pack:
    found = connection.execute(select(_pack.c.archive).where(_pack.c.sha256 == sha256)).scalar()
    if found is None:
        raise NotFound("The checklist of this inspection is not at base.")
    return archive.opened(bytes(found))

"""What purges destroy at base, and which of them are obeyed: the rules are those of the laptops."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, and_, delete, select, update

from inspector_app.domain.changes.bodies import (
    BodyPurged,
    EvidenceAdded,
    HoldSet,
    NameErased,
    Subject,
    subject_key,
    subject_kind,
)
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.fold import folded
from inspector_app.domain.ids import ChainId, ChangeId, DeviceId, InspectionId, Sha256
from inspector_app.domain.leading import DECIDING, Entitled, entitled
from inspector_app.server import comparisons, events, files
from inspector_app.server.admission import Admission, admission, changes
from inspector_app.server.chains import Link
from inspector_app.server.database import insert_missing
from inspector_app.server.tables import change as _change
from inspector_app.server.tables import member as _member
from inspector_app.server.tables import person_name as _name
from inspector_app.server.tables import purged as _purged
from inspector_app.server.tables import waiting_purge as _waiting

_AT_ONCE = 5000
PURGE = BodyPurged.KIND
"""What purges say is never destroyed."""
KINDS = (PURGE, NameErased.KIND)


def expect(connection: Connection, inspection: InspectionId, purges: Iterable[Change]) -> None:
    """Note purges that have arrived; :func:`obey` is to follow."""
    rows = [
        {"inspection": inspection, "change": purge.id, "is_told": False}
        for purge in purges
        if purge.header.kind in KINDS
    ]
    insert_missing(connection, _waiting, rows)


def obey(
    connection: Connection, inspection: InspectionId, now_ms: int
) -> list[tuple[ChainId, Link]]:
    """Carry out the purges that wait, as far as their authors may destroy what they name.

    Who may only ever grows with what arrives, so that one that was obeyed is never wrong later.
    Returned are changes that came without a body, for which nobody need be asked any more.
    """
    done: list[tuple[ChainId, Link]] = []
    found = select(_waiting.c.change, _waiting.c.is_told).where(_waiting.c.inspection == inspection)
    waits = {ChangeId(row[0]): bool(row[1]) for row in connection.execute(found)}
    if not waits:
        return done
    counted = admission(connection, inspection)
    purges = list(changes(connection, inspection, _change.c.id.in_(list(waits))))
    sound = [purge for purge in purges if counted.is_sound(purge)]
    if not sound:
        return done
    deciding = changes(connection, inspection, _change.c.kind.in_(DECIDING))
    who = entitled(filter(counted.counts, deciding))
    is_held = _is_held(connection, inspection, counted)
    for purge in sound:
        if (is_held and isinstance(purge.body, BodyPurged)) or not _is_obeyed(
            connection, inspection, who, purge
        ):
            if not waits[purge.id]:
                _tell(connection, inspection, purge, now_ms)
            continue
        if isinstance(purge.body, BodyPurged):
            done += _destroy(connection, inspection, purge, purge.body)
        else:
            _erase(connection, inspection, subject_key(purge.header.subject))
        connection.execute(delete(_waiting).where(_waiting.c.change == purge.id))
    return done


def _is_obeyed(
    connection: Connection, inspection: InspectionId, who: Entitled, purge: Change
) -> bool:
    # What only the purge's own laptop and base hold was never handed on to anybody.
    others = select(_member.c.device).where(
        _member.c.inspection == inspection, _member.c.device != purge.header.device
    )
    is_handed_on = connection.execute(others.limit(1)).first() is not None
    if not isinstance(purge.body, BodyPurged):
        name = select(_name.c.name).where(
            _name.c.inspection == inspection,
            _name.c.person == subject_key(purge.header.subject),
            _name.c.name.is_not(None),
        )
        is_here = connection.execute(name).first() is not None
        return who.obeys(purge, (), is_here=is_here and is_handed_on)
    named = select(_change.c.device, _change.c.body.is_not(None))
    rows = [
        row
        for some in _some(purge.body.changes)
        for row in connection.execute(named.where(_change.c.id.in_(some)))
    ]
    devices = {DeviceId(row[0]) for row in rows}
    if len(rows) < len(purge.body.changes):
        devices.add(DeviceId(""))  # nobody knows yet whose that was
    is_here = any(row[1] for row in rows)
    return who.obeys(purge, devices, is_here=is_here and is_handed_on)


def _is_held(connection: Connection, inspection: InspectionId, counted: Admission) -> bool:
    """Return whether any laptop's legal hold is on."""
    acts = changes(connection, inspection, _change.c.kind == HoldSet.KIND)
    states = folded(act for act in acts if counted.counts(act))
    return any(
        isinstance(version.body, HoldSet) and version.body.hold.is_on
        for state in states.values()
        for version in state.versions
    )


def _destroy(
    connection: Connection,
    inspection: InspectionId,
    purge: Change,
    says: BodyPurged,
) -> list[tuple[ChainId, Link]]:
    about = purge.header.subject
    rows = [
        {"inspection": inspection, "change": each, "subject": about, "purge": purge.id}
        for each in dict.fromkeys(says.changes)
    ]
    insert_missing(connection, _purged, rows)
    concerned = and_(
        _change.c.inspection == inspection,
        _change.c.id.in_(select(_purged.c.change).where(_purged.c.purge == purge.id)),
        _change.c.subject == about,
        _change.c.kind != PURGE,
    )
    connection.execute(update(_change).where(concerned).values(salt=None, body=None))
    if subject_kind(about) == Subject.ANSWER:
        comparisons.forget(connection, inspection)
    bare = and_(concerned, ~_change.c.is_whole)
    columns = (_change.c.chain, _change.c.id, _change.c.sequence, _change.c.previous)
    rows_bare = connection.execute(
        select(*columns, _change.c.device, _change.c.wall_ms).where(bare)
    )
    told = [(ChainId(chain), Link(*link)) for chain, *link in rows_bare]
    connection.execute(update(_change).where(bare).values(is_whole=True))
    files.purge(connection, inspection, _only_there(connection, inspection, about, says.blobs))
    return told


def _some(ids: Sequence[ChangeId]) -> Iterator[Sequence[ChangeId]]:
    # A database takes no more than some ten thousand in one statement.
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def _only_there(
    connection: Connection, inspection: InspectionId, about: str, blobs: Sequence[Sha256]
) -> list[Sha256]:
    """Return the files that no other item holds too."""
    if not blobs:
        return []
    others = changes(
        connection,
        inspection,
        _change.c.kind == EvidenceAdded.KIND,
        _change.c.subject != about,
    )
    elsewhere: set[Sha256] = set()
    for change in others:
        if isinstance(change.body, EvidenceAdded):
            file = change.body.file
            elsewhere |= {file.sha256} | ({file.thumbnail.sha256} if file.thumbnail else set())
    return [each for each in dict.fromkeys(blobs) if each not in elsewhere]


def _erase(connection: Connection, inspection: InspectionId, person: str) -> None:
    """Forget a name, which is never taken in again."""
    insert_missing(connection, _name, [{"inspection": inspection, "person": person, "name": None}])
    connection.execute(
        update(_name)
        .where(_name.c.inspection == inspection, _name.c.person == person)
        .values(name=None)
    )


def _tell(connection: Connection, inspection: InspectionId, purge: Change, now_ms: int) -> None:
    events.note(
        connection,
        now_ms,
        purge.header.device,
        "purge-refused",
        inspection,
        "Whoever recorded it may not destroy what it names, or the inspection is under legal "
        "hold: it is kept and handed on, and nothing was destroyed. A lead inspector takes it in "
        "by name, or it waits until the hold is lifted.",
    )
    connection.execute(update(_waiting).where(_waiting.c.change == purge.id).values(is_told=True))

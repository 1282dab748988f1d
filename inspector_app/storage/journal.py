"""The journal and its fold, as rows: changes are added, what stands is kept in step."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import Select, Table, bindparam, delete, func, insert, select
from sqlmodel import Session

from inspector_app.domain.changes.bodies import BodyPurged, Purged
from inspector_app.domain.changes.chain import ChainHead, Link
from inspector_app.domain.changes.change import NO_PREVIOUS, Change, Header
from inspector_app.domain.changes.clock import Stamp
from inspector_app.domain.changes.codec import read_body, read_change
from inspector_app.domain.changes.fold import SubjectState, Version, applied, latest_first
from inspector_app.domain.errors import NotFound
from inspector_app.domain.ids import ChainId, ChangeId, DeviceId, InspectionId, PersonId
from inspector_app.storage.tables import table

_change, _body, _quarantine = table("change"), table("body"), table("quarantine")
_version, _superseded, _purged = table("version"), table("superseded"), table("purged")

_FULL = select(_change.c.header, _change.c.signature, _body.c.salt, _body.c.body).select_from(
    _change.outerjoin(_body, _body.c.change_id == _change.c.id)
)
_STANDING = select(
    _version.c.subject,
    _change.c.id,
    _change.c.kind,
    _change.c.kind_version,
    _change.c.author,
    _change.c.device,
    _change.c.time_ms,
    _change.c.wall_ms,
    _change.c.counter,
    _body.c.body,
).select_from(
    _version.join(_change, _change.c.id == _version.c.change_id).outerjoin(
        _body, _body.c.change_id == _change.c.id
    )
)
_ADD_CHANGE, _ADD_BODY = insert(_change), insert(_body)
_ADD_VERSION = insert(_version)
_ADD_SUPERSEDED = insert(_superseded).prefix_with("OR IGNORE")
_ADD_PURGED = insert(_purged).prefix_with("OR IGNORE")
_DROP_VERSION = delete(_version).where(
    _version.c.inspection == bindparam("in_inspection"),
    _version.c.subject == bindparam("of_subject"),
    _version.c.change_id == bindparam("gone"),
)


class Journal:
    """All changes on this laptop, and what stands because of them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # What is there

    def has(self, change: ChangeId) -> bool:
        """Return whether the change is kept here, admitted or not."""
        return self._one(select(_change.c.id).where(_change.c.id == change)) is not None

    def change(self, change: ChangeId) -> Change:
        """Return one change, whole.

        Raises:
            NotFound: it is not kept here.
        """
        row = self._one(_FULL.where(_change.c.id == change))
        if row is None:
            raise NotFound(f"Change {change[:12]} is not on this laptop.")
        return read_change(row.header, row.signature, row.salt, row.body)

    def changes(
        self, inspection: InspectionId, subject: str | None = None, *, admitted: bool | None = None
    ) -> Iterator[Change]:
        """Yield the inspection's changes in the order of their arrival.

        Args:
            inspection: whose.
            subject: only those about this subject.
            admitted: only those admitted, only those in quarantine, or (None) all.
        """
        wanted = _FULL.where(_change.c.inspection == inspection).order_by(_change.c.position)
        if subject is not None:
            wanted = wanted.where(_change.c.subject == subject)
        if admitted is not None:
            held = _change.c.id.in_(select(_quarantine.c.change_id))
            wanted = wanted.where(~held if admitted else held)
        for row in self._session.connection().execute(wanted):
            yield read_change(row.header, row.signature, row.salt, row.body)

    def links(self, inspection: InspectionId) -> list[Link]:
        """Return what links the inspection's changes, by chain and number, without bodies."""
        wanted = (
            select(
                _change.c.id,
                _change.c.chain,
                _change.c.sequence,
                _change.c.header,
                _change.c.signature,
            )
            .where(_change.c.inspection == inspection)
            .order_by(_change.c.chain, _change.c.sequence, _change.c.id)
        )
        rows = self._session.connection().execute(wanted).all()
        return cast("list[Link]", rows)  # plain tuples by another name; 100,000 are not copied

    def count(self, inspection: InspectionId) -> int:
        """Return how many changes of the inspection are kept here."""
        wanted = select(func.count()).where(_change.c.inspection == inspection)
        return int(self._session.connection().execute(wanted).scalar_one())

    def inspections(self) -> tuple[InspectionId, ...]:
        """Return the inspections that have begun here or were brought here, oldest first."""
        wanted = (
            select(_version.c.inspection)
            .join(_change, _change.c.id == _version.c.change_id)
            .where(_version.c.subject == "inspection")
            .group_by(_version.c.inspection)
            .order_by(func.min(_change.c.position))
        )
        return tuple(InspectionId(row[0]) for row in self._session.connection().execute(wanted))

    def heads(self, inspection: InspectionId) -> dict[ChainId, ChangeId]:
        """Return the last change of each chain of the inspection."""
        wanted = select(_change.c.chain, _change.c.id, func.max(_change.c.sequence)).where(
            _change.c.inspection == inspection
        )
        rows = self._session.connection().execute(wanted.group_by(_change.c.chain))
        return {ChainId(chain): ChangeId(id_) for chain, id_, _ in rows}

    def admitted_devices(self, inspection: InspectionId) -> frozenset[DeviceId]:
        """Return the devices that have admitted changes in the inspection."""
        wanted = (
            select(_change.c.device)
            .where(
                _change.c.inspection == inspection,
                _change.c.id.not_in(select(_quarantine.c.change_id)),
            )
            .distinct()
        )
        return frozenset(DeviceId(row[0]) for row in self._session.connection().execute(wanted))

    # Where the next change goes

    def chain_head(self, chain: ChainId, device: DeviceId) -> ChainHead:
        """Return where the chain's next change links on; a new chain names the device's last."""
        row = self._one(
            select(_change.c.sequence, _change.c.id)
            .where(_change.c.chain == chain)
            .order_by(_change.c.sequence.desc())
            .limit(1)
        )
        if row is not None:
            return ChainHead(chain, row[0], ChangeId(row[1]))
        last = self._one(
            select(_change.c.id)
            .where(_change.c.device == device)
            .order_by(_change.c.position.desc())
            .limit(1)
        )
        return ChainHead(chain, 0, ChangeId(last[0]) if last else NO_PREVIOUS)

    def last_stamp(self) -> Stamp:
        """Return the latest stamp on this laptop."""
        row = self._one(
            select(_change.c.wall_ms, _change.c.counter)
            .order_by(_change.c.wall_ms.desc(), _change.c.counter.desc())
            .limit(1)
        )
        return Stamp(row[0], row[1]) if row else Stamp(0)

    # What stands

    def state(self, inspection: InspectionId, subject: str) -> SubjectState:
        """Return what stands about one subject."""
        return self.states(inspection, (subject,)).get(subject, SubjectState(subject))

    def states(
        self, inspection: InspectionId, subjects: Iterable[str] | None = None
    ) -> dict[str, SubjectState]:
        """Return what stands about the given subjects, or about all.

        ``superseded`` and ``purged`` are left empty: what stands already takes them into account.
        """
        wanted = _STANDING.where(_version.c.inspection == inspection)
        if subjects is not None:
            wanted = wanted.where(_version.c.subject.in_(list(subjects)))
        versions: dict[str, list[Version]] = {}
        for row in self._session.connection().execute(wanted):
            versions.setdefault(row[0], []).append(_version_of(row))
        return {
            subject: SubjectState(subject, tuple(sorted(found, key=latest_first)))
            for subject, found in versions.items()
        }

    # What comes in

    def add(self, change: Change, *, admitted: bool = True) -> None:
        """Keep a change and, when it is admitted, fold it into what stands; again is harmless."""
        if self.has(change.id):
            return
        connection = self._session.connection()
        header = change.header
        connection.execute(
            _ADD_CHANGE,
            {
                "id": change.id,
                "inspection": header.inspection,
                "chain": header.chain,
                "sequence": header.sequence,
                "device": header.device,
                "author": header.author,
                "time_ms": header.time_ms,
                "wall_ms": header.stamp.wall_ms,
                "counter": header.stamp.counter,
                "kind": header.kind,
                "kind_version": header.kind_version,
                "subject": header.subject,
                "header": change.header_bytes,
                "signature": change.signature,
            },
        )
        if change.salt is not None and not self._marked(_purged, change):
            connection.execute(
                _ADD_BODY,
                {"change_id": change.id, "salt": change.salt, "body": change.body_bytes},
            )
        if admitted:
            self._fold(change)
        else:
            connection.execute(insert(_quarantine), {"change_id": change.id})

    def admit(self, inspection: InspectionId, device: DeviceId) -> int:
        """Fold in what is kept of this device in quarantine; return how many changes that were."""
        waiting = [
            change
            for change in self.changes(inspection, admitted=False)
            if change.header.device == device
        ]
        for change in waiting:
            self._session.connection().execute(
                delete(_quarantine).where(_quarantine.c.change_id == change.id)
            )
            self._fold(change)
        return len(waiting)

    def rebuild(self, inspection: InspectionId) -> None:
        """Throw away what stands and fold it anew from the admitted changes."""
        connection = self._session.connection()
        for projection in (_version, _superseded, _purged):
            connection.execute(delete(projection).where(projection.c.inspection == inspection))
        for change in list(self.changes(inspection, admitted=True)):
            self._fold(change)

    def projection(self, inspection: InspectionId) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """Return the fold's rows by table, sorted by natural key: equal folds, equal rows."""
        found = {}
        for projection in (_version, _superseded, _purged):
            wanted = select(projection).where(projection.c.inspection == inspection)
            rows = self._session.connection().execute(wanted)
            found[projection.name] = tuple(sorted(tuple(row) for row in rows))
        return found

    # How it is kept in step

    def _fold(self, change: Change) -> None:
        header = change.header
        connection = self._session.connection()
        before = self.state(header.inspection, header.subject)
        # Of all that was ever superseded, only what concerns the newcomer can matter now: what
        # stands has been through the fold already.
        newcomer = frozenset({change.id})
        after = applied(
            replace(
                before,
                superseded=newcomer if self._marked(_superseded, change) else frozenset(),
                purged=newcomer if self._marked(_purged, change) else frozenset(),
            ),
            change,
        )
        was, is_ = set(before.heads), set(after.heads)
        for gone in sorted(was - is_):
            connection.execute(
                _DROP_VERSION,
                {
                    "in_inspection": header.inspection,
                    "of_subject": header.subject,
                    "gone": gone,
                },
            )
        for new in sorted(is_ - was):
            connection.execute(
                _ADD_VERSION,
                {
                    "inspection": header.inspection,
                    "subject": header.subject,
                    "change_id": new,
                },
            )
        if header.supersedes:
            connection.execute(
                _ADD_SUPERSEDED,
                [
                    {
                        "inspection": header.inspection,
                        "subject": header.subject,
                        "change_id": each,
                    }
                    for each in header.supersedes
                ],
            )
        if isinstance(change.body, BodyPurged):
            self._erase(header, change.body.changes)

    def _erase(self, purge: Header, changes: Iterable[ChangeId]) -> None:
        """Destroy the bodies named, as far as they are about the purge's own subject."""
        connection = self._session.connection()
        for each in changes:
            where = {"inspection": purge.inspection, "subject": purge.subject, "change_id": each}
            connection.execute(_ADD_PURGED, where)
            same_subject = select(_change.c.id).where(
                _change.c.id == each,
                _change.c.inspection == purge.inspection,
                _change.c.subject == purge.subject,
            )
            connection.execute(delete(_body).where(_body.c.change_id.in_(same_subject)))

    def _marked(self, marks: Table, change: Change) -> bool:
        wanted = select(marks.c.change_id).where(
            marks.c.inspection == change.header.inspection,
            marks.c.subject == change.header.subject,
            marks.c.change_id == change.id,
        )
        return self._one(wanted) is not None

    def _one(self, wanted: Select[Any]) -> Any:
        return self._session.connection().execute(wanted).first()


def _version_of(row: Any) -> Version:
    _, id_, kind, kind_version, author, device, time_ms, wall_ms, counter, raw = row
    body = Purged() if raw is None else read_body(kind, kind_version, raw)[0]
    return Version(
        ChangeId(id_),
        body,
        PersonId(author),
        DeviceId(device),
        time_ms,
        Stamp(wall_ms, counter),
    )

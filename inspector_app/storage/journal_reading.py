"""The journal as it is read: the changes that are kept, and what stands because of them."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from sys import intern
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, or_, select

from inspector_app.domain.changes.bodies import DeviceAdmitted, Purged, Subject, subject_key
from inspector_app.domain.changes.chain import ChainHead, Link, Place, place_of
from inspector_app.domain.changes.change import NO_PREVIOUS, Change
from inspector_app.domain.changes.clock import Stamp, believed_until
from inspector_app.domain.changes.codec import read_body, read_change, read_header
from inspector_app.domain.changes.earlier import tells_earlier
from inspector_app.domain.changes.fold import SubjectState, Version, latest_first, with_earlier
from inspector_app.domain.errors import BadInput, JournalDamaged, NotFound
from inspector_app.domain.ids import ChainId, ChangeId, DeviceId, InspectionId, PersonId, Sha256
from inspector_app.storage.statements import Statement, driver_of
from inspector_app.storage.tables import table
from inspector_app.texts import tr

_change, _header, _body = table("change"), table("header"), table("body")
_quarantine = table("quarantine")
_version, _superseded, _purged = table("version"), table("superseded"), table("purged")

_SIGNED = _change.outerjoin(_header, _header.c.position == _change.c.position)
_WHOLE = _SIGNED.outerjoin(_body, _body.c.change_id == _change.c.id)
_FULL = select(_header.c.header, _change.c.signature, _body.c.salt, _body.c.body).select_from(
    _WHOLE
)
# A header that is gone is told as altered.
_LINKS = select(
    _change.c.id,
    _change.c.chain,
    _change.c.sequence,
    func.coalesce(_header.c.header, b"").label("header"),
    _change.c.signature,
)
_OF_VERSION = (
    _change.c.id,
    _change.c.kind,
    _change.c.kind_version,
    _change.c.author,
    _change.c.device,
    _change.c.time_ms,
    _change.c.wall_ms,
    _change.c.counter,
    _change.c.pack,
    _body.c.body,
)
_STANDING = select(_version.c.subject, *_OF_VERSION).select_from(
    _version.join(_change, _change.c.id == _version.c.change_id).outerjoin(
        _body, _body.c.change_id == _change.c.id
    )
)
# All that stands is read in the order in which it lies in the file, so that no page is decrypted
# twice: in that of the subjects, 100,000 of 200,000 changes cost twice as much. Without a limit
# SQLite leaves out an order that nobody sees.
_PLACED = (
    select(_version.c.subject, _change.c.position)
    .join(_change, _change.c.id == _version.c.change_id)
    .where(_version.c.inspection == bindparam("inspection"))
    .order_by(_change.c.position)
    .limit(-1)
    .cte("placed")
    .prefix_with("MATERIALIZED")
)
_ALL_STANDING = Statement(
    select(_PLACED.c.subject, *_OF_VERSION).select_from(
        _PLACED.join(_change, _change.c.position == _PLACED.c.position).outerjoin(
            _body, _body.c.change_id == _change.c.id
        )
    )
)
_IN_QUARANTINE = _change.c.id.in_(select(_quarantine.c.change_id))
_DESTROYED = select(_version.c.inspection).where(_version.c.subject == Subject.DESTRUCTION.value)

# What one answer or one round of sync takes: these run compiled.
_ONE = Statement(_FULL.where(_change.c.id == bindparam("id")))
_COUNT = Statement(select(func.count()).where(_change.c.inspection == bindparam("inspection")))
# From what is in quarantine, mostly nothing: the inspection may have 200,000 changes.
_WAITS = """
SELECT 1 FROM quarantine AS q CROSS JOIN change AS c ON c.id = q.change_id
WHERE c.inspection = ? LIMIT 1
"""
_INSPECTIONS = Statement(
    select(_version.c.inspection)
    .join(_change, _change.c.id == _version.c.change_id)
    .where(_version.c.subject == Subject.INSPECTION.value, _version.c.inspection.not_in(_DESTROYED))
    .group_by(_version.c.inspection)
    .order_by(func.min(_change.c.position))
)
# From device to device by their index, and of each no further than its first: it is asked about for
# every hundred changes that come in, and there may be 200,000.
_ADMITTED_DEVICES = """
WITH RECURSIVE known(device) AS (
    SELECT min(device) FROM change
    UNION ALL
    SELECT (SELECT min(device) FROM change WHERE device > known.device) FROM known
    WHERE known.device IS NOT NULL
)
SELECT device FROM known WHERE EXISTS (
    SELECT 1 FROM change AS c WHERE c.device = known.device AND c.inspection = ?
    AND NOT EXISTS (SELECT 1 FROM quarantine AS q WHERE q.change_id = c.id)
)
"""
_ADMITTED_AMONG = """
SELECT id FROM change WHERE id IN (SELECT value FROM json_each(?)) AND chain = ?
AND NOT EXISTS (SELECT 1 FROM quarantine AS q WHERE q.change_id = id)
"""
_SIGNED_AT = """
SELECT h.header, c.signature FROM change AS c LEFT JOIN header AS h ON h.position = c.position
WHERE c.chain = ? AND c.sequence IN (SELECT value FROM json_each(?))
AND NOT EXISTS (SELECT 1 FROM quarantine AS q WHERE q.change_id = c.id)
"""
_ADMISSIONS = Statement(
    select(_change.c.subject, _body.c.body)
    .select_from(_change.outerjoin(_body, _body.c.change_id == _change.c.id))
    .where(
        _change.c.inspection == bindparam("inspection"),
        _change.c.subject.between(f"{Subject.DEVICE.value}:", f"{Subject.DEVICE.value};"),
        _change.c.kind == DeviceAdmitted.KIND,
        ~_IN_QUARANTINE,
    )
)
_TALLY = Statement(
    select(
        _change.c.id,
        _change.c.chain,
        _change.c.sequence,
        _change.c.device,
        _change.c.author,
        _change.c.time_ms,
        _change.c.subject,
        _body.c.change_id.is_not(None),
        _quarantine.c.change_id,
        _header.c.header,
    )
    .select_from(
        _change.outerjoin(_body, _body.c.change_id == _change.c.id)
        .outerjoin(_quarantine, _quarantine.c.change_id == _change.c.id)
        .outerjoin(
            _header,  # of few: nothing is looked up for the others
            _header.c.position == case((_quarantine.c.change_id.is_not(None), _change.c.position)),
        )
        .outerjoin(
            _purged,
            and_(
                _purged.c.inspection == _change.c.inspection,
                _purged.c.subject == _change.c.subject,
                _purged.c.change_id == _change.c.id,
            ),
        )
    )
    .where(
        _change.c.inspection == bindparam("inspection"),
        or_(_body.c.change_id.is_not(None), _purged.c.change_id.is_not(None)),
    )
    .order_by(_change.c.position)
)
_HEADERS = Statement(
    select(_header.c.header)
    .where(_header.c.position > bindparam("after"))
    .order_by(_header.c.position)
)
_SEALED = Statement(
    select(
        _change.c.position,
        _change.c.id,
        _change.c.chain,
        _change.c.sequence,
        func.coalesce(_header.c.header, b""),
        _change.c.signature,
        _body.c.salt,
        _body.c.body,
    )
    .select_from(_WHOLE)
    .where(_change.c.position > bindparam("after"))
    .order_by(_change.c.position)
    .limit(bindparam("limit"))
)
_LINK = Statement(_LINKS.select_from(_SIGNED).where(_change.c.id == bindparam("id")))
_IS_HERE = Statement(select(_change.c.id).where(_change.c.id == bindparam("id")))
_IDS = Statement(select(_change.c.id).where(_change.c.inspection == bindparam("inspection")))
_RAW_PARTS = Statement(
    select(_change.c.author, _change.c.subject, _body.c.body)
    .select_from(_change.outerjoin(_body, _body.c.change_id == _change.c.id))
    .where(_change.c.inspection == bindparam("inspection"))
)
_LAST_OF_DEVICE = Statement(
    select(_change.c.chain, _change.c.sequence, _change.c.id, _change.c.wall_ms, _change.c.counter)
    .where(_change.c.device == bindparam("device"))
    .order_by(_change.c.position.desc())
    .limit(1)
)
_LAST_OF_CHAIN = Statement(
    select(_change.c.sequence, _change.c.id)
    .where(_change.c.chain == bindparam("chain"))
    .order_by(_change.c.sequence.desc())
    .limit(1)
)
_TWICE = Statement(
    select(_change.c.sequence)
    .where(_change.c.chain == bindparam("chain"))
    .group_by(_change.c.sequence)
    .having(func.count() > 1)
    .limit(1)
)
_LATEST_STAMP = Statement(
    select(_change.c.wall_ms, _change.c.counter)
    .where(_change.c.wall_ms <= bindparam("until"))
    .order_by(_change.c.wall_ms.desc(), _change.c.counter.desc())
    .limit(1)
)
_HEADS = Statement(
    select(_version.c.change_id).where(
        _version.c.inspection == bindparam("inspection"),
        _version.c.subject == bindparam("subject"),
    )
)
_STATE = Statement(
    _STANDING.where(
        _version.c.inspection == bindparam("inspection"),
        _version.c.subject == bindparam("subject"),
    )
)
_STATES_UNDER = Statement(
    _STANDING.where(
        _version.c.inspection == bindparam("inspection"),
        _version.c.subject >= bindparam("beginning"),
        _version.c.subject < bindparam("beyond"),
    )
)


@dataclass(frozen=True, slots=True)
class Tips:
    """Where this laptop's chains end, as far as it is known without asking the database."""

    heads: Mapping[ChainId, ChainHead] = field(default_factory=dict)
    stamp: Stamp = field(default_factory=lambda: Stamp(0))
    """The latest of all; meant only when there is a head."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A change as it is kept, unread."""

    place: int
    """In the order of arrival on this laptop."""
    link: Link
    salt: bytes | None
    body: bytes | None
    """None with ``salt``: purged, or not arrived."""


class Tallied(NamedTuple):
    """One change as it is counted, unread."""

    change: ChangeId
    chain: ChainId
    sequence: int
    device: DeviceId
    author: PersonId
    time_ms: int
    subject: str
    has_body: bool
    """False: it was purged."""
    follows: ChangeId | None
    """What one that is kept apart names as the change before it; None: it is admitted."""

    @property
    def is_admitted(self) -> bool:
        """Whether it is taken in."""
        return self.follows is None


class JournalReading:
    """All changes on this laptop, and what stands because of them; nothing is changed."""

    def __init__(self, connection: Connection, tips: Tips) -> None:
        """Args: ``tips`` as the last committed unit of work has left them."""
        self._connection = connection
        self.tips = tips
        self._driver = driver_of(connection)
        self._touched: dict[tuple[InspectionId, str], SubjectState] = {}
        self.news: dict[InspectionId, set[str] | None] = {}
        """Subjects about which something else may stand since this was made; None: all of them."""

    # What is there

    def has(self, change: ChangeId) -> bool:
        """Return whether the change is kept here, admitted or not."""
        return _IS_HERE.run(self._driver, id=change).fetchone() is not None

    def change(self, change: ChangeId) -> Change:
        """Return one change, whole.

        Raises:
            NotFound: it is not kept here.
        """
        row = _ONE.run(self._driver, id=change).fetchone()
        if row is None:
            raise NotFound(tr("Change {change} is not on this laptop.").format(change=change[:12]))
        return read_change(*row)

    def changes(
        self,
        inspection: InspectionId,
        subject: str | None = None,
        *,
        admitted: bool | None = None,
        kinds: Iterable[str] | None = None,
    ) -> Iterator[Change]:
        """Yield the inspection's changes in the order of their arrival.

        Args:
            inspection: whose.
            subject: only those about this subject.
            admitted: only those admitted, only those in quarantine, or (None) all.
            kinds: only those of these kinds.
        """
        wanted = _FULL.order_by(_change.c.position)
        if subject is None:
            apart = admitted is not None and not admitted
            wanted = wanted.where(_apart_of(inspection) if apart else _of(inspection))
        else:
            wanted = wanted.where(_change.c.inspection == inspection, _change.c.subject == subject)
        if admitted is not None:
            wanted = wanted.where(~_IN_QUARANTINE if admitted else _IN_QUARANTINE)
        if kinds is not None:
            wanted = wanted.where(_change.c.kind.in_(list(kinds)))
        for row in self._connection.execute(wanted):
            yield read_change(row.header, row.signature, row.salt, row.body)

    def ids(self, inspection: InspectionId) -> frozenset[ChangeId]:
        """Return the ids of all the inspection's changes that are kept here."""
        return frozenset(row[0] for row in _IDS.run(self._driver, inspection=inspection))

    def raw_parts(self, inspection: InspectionId) -> Iterator[tuple[PersonId, str, bytes | None]]:
        """Yield author, subject and body of each of the inspection's changes, the body unread."""
        yield from _RAW_PARTS.run(self._driver, inspection=inspection)

    def headers(self, after: int = 0) -> Iterator[bytes]:
        """Yield the headers of this laptop's changes, in the order of their arrival.

        Args:
            after: a place; only those that arrived behind it.
        """
        return map(itemgetter(0), _HEADERS.run(self._driver, after=after))

    def sealed(self, after: int, limit: int) -> list[Sealed]:
        """Return changes as they are kept, unread, in the order of their arrival.

        Args:
            after: a place; only those that arrived behind it.
            limit: how many at the most.
        """
        rows = _SEALED.run(self._driver, after=after, limit=limit)
        return [Sealed(row[0], tuple(row[1:6]), row[6], row[7]) for row in rows]

    def last_place(self) -> int:
        """Return the place of the change that arrived last on this laptop; 0 without any."""
        return self._connection.execute(select(func.max(_change.c.position))).scalar() or 0

    def link(self, change: ChangeId) -> Link | None:
        """Return what links a change; None when it is not kept here."""
        row = _LINK.run(self._driver, id=change).fetchone()
        return cast("Link", tuple(row)) if row else None

    def links(self) -> Iterator[Link]:
        """Yield what links all changes of this laptop, in the order of their arrival."""
        wanted = _LINKS.select_from(_SIGNED).order_by(_change.c.position)
        for row in self._connection.execute(wanted):
            yield cast("Link", tuple(row))

    def latest(
        self,
        inspection: InspectionId,
        beginnings: Collection[str] | None,
        before: int | None,
        limit: int,
    ) -> list[tuple[int, Change]]:
        """Return the admitted changes that arrived last, latest first, with their places.

        Args:
            inspection: whose.
            beginnings: only those about these subjects; one that ends with a slash stands for all
                that begin so. None: all.
            before: only those that arrived before this place; None: to the last.
            limit: how many at most.
        """
        wanted = _FULL.add_columns(_change.c.position).where(
            _change.c.inspection == inspection, ~_IN_QUARANTINE
        )
        if beginnings is not None:
            wanted = wanted.where(or_(False, *map(_begins, beginnings)))
        if before is not None:
            wanted = wanted.where(_change.c.position < before)
        wanted = wanted.order_by(_change.c.position.desc()).limit(limit)
        return [
            (row.position, read_change(row.header, row.signature, row.salt, row.body))
            for row in self._connection.execute(wanted)
        ]

    def read_through(self, inspection: InspectionId) -> Iterator[tuple[Link, Change | None]]:
        """Yield every link of the inspection with its change; None for one that is damaged."""
        wanted = _LINKS.add_columns(_body.c.salt, _body.c.body).select_from(_WHOLE)
        wanted = wanted.where(_of(inspection))
        for row in self._connection.execute(wanted.order_by(_change.c.position)):
            link: Link = tuple(row[:5])
            try:
                change = read_change(row.header, row.signature, row.salt, row.body)
            except (BadInput, JournalDamaged):
                yield link, None
                continue
            yield link, change if change.id == row.id else None

    def count(self, inspection: InspectionId) -> int:
        """Return how many changes of the inspection are kept here."""
        return int(_COUNT.run(self._driver, inspection=inspection).fetchone()[0])

    def last_ms(self, inspection: InspectionId) -> int:
        """Return when the change that arrived last was recorded; 0 where there is none."""
        wanted = (
            select(_change.c.time_ms)
            .where(_change.c.inspection == inspection)
            .order_by(_change.c.position.desc())
            .limit(1)
        )
        return self._connection.execute(wanted).scalar() or 0

    def inspections(self) -> tuple[InspectionId, ...]:
        """Return the inspections that have begun here or were brought here, oldest first.

        Those that were destroyed are not among them.
        """
        return tuple(InspectionId(row[0]) for row in _INSPECTIONS.run(self._driver))

    def destroyed(self) -> tuple[Change, ...]:
        """Return the records of the inspections that were destroyed here, oldest first."""
        wanted = _FULL.where(
            _change.c.subject == Subject.DESTRUCTION.value,
            _change.c.inspection.in_(_DESTROYED),
            _change.c.id.in_(select(_version.c.change_id)),
        ).order_by(_change.c.position)
        return tuple(
            read_change(row.header, row.signature, row.salt, row.body)
            for row in self._connection.execute(wanted)
        )

    def is_destroyed(self, inspection: InspectionId) -> bool:
        """Return whether the inspection was destroyed here."""
        return bool(self.heads_of(inspection, Subject.DESTRUCTION.value))

    def heads(self, inspection: InspectionId) -> dict[ChainId, ChangeId]:
        """Return the last admitted change of each chain of the inspection."""
        wanted = select(_change.c.chain, _change.c.id, func.max(_change.c.sequence)).where(
            _change.c.inspection == inspection, ~_IN_QUARANTINE
        )
        rows = self._connection.execute(wanted.group_by(_change.c.chain))
        return {ChainId(chain): ChangeId(id_) for chain, id_, _ in rows}

    def admitted_devices(self, inspection: InspectionId) -> frozenset[DeviceId]:
        """Return the devices that have admitted changes in the inspection, or were let into it."""
        rows = self._driver.execute(_ADMITTED_DEVICES, (inspection,))
        working = {DeviceId(row[0]) for row in rows}
        return frozenset(working | self.admissions(inspection).keys())

    def admissions(self, inspection: InspectionId) -> dict[DeviceId, frozenset[ChangeId]]:
        """Return the devices that admitted changes let in, with what they take in by name."""
        found: dict[DeviceId, frozenset[ChangeId]] = {}
        for about, raw in _ADMISSIONS.run(self._driver, inspection=inspection):
            device = DeviceId(subject_key(about))
            body = read_body(DeviceAdmitted.KIND, DeviceAdmitted.VERSION, raw).body if raw else None
            named = body.changes if isinstance(body, DeviceAdmitted) else ()
            found[device] = found.get(device, frozenset()) | frozenset(named)
        return found

    def purged(self, inspection: InspectionId) -> frozenset[tuple[str, ChangeId]]:
        """Return the changes that admitted purges destroy, each with its subject."""
        wanted = select(_purged.c.subject, _purged.c.change_id).where(
            _purged.c.inspection == inspection
        )
        return frozenset((row[0], ChangeId(row[1])) for row in self._connection.execute(wanted))

    def waits(self, inspection: InspectionId) -> bool:
        """Return whether any change of the inspection is kept apart."""
        return self._driver.execute(_WAITS, (inspection,)).fetchone() is not None

    def tally(self, inspection: InspectionId) -> Iterator[Tallied]:
        """Yield what is kept of the inspection without reading it, in the order of arrival.

        A change whose body is missing without having been purged is left out: it is still wanted.
        """
        for row in _TALLY.run(self._driver, inspection=inspection):
            *told, has_body, apart, header = row
            link = None if apart is None else _followed(header)
            yield Tallied._make((*told, bool(has_body), link))

    def admitted_among(self, chain: ChainId, ids: Collection[ChangeId]) -> set[ChangeId]:
        """Return which of some changes are admitted ones of a chain."""
        rows = self._driver.execute(_ADMITTED_AMONG, (json.dumps(list(ids)), chain))
        return {ChangeId(row[0]) for row in rows}

    def has_forked(self, chain: ChainId) -> bool:
        """Return whether two changes of a chain have the same number.

        One that this laptop alone has gone on with since it was last looked at has not.
        """
        return chain not in self.tips.heads and bool(
            _TWICE.run(self._driver, chain=chain).fetchone()
        )

    def places_in(self, chain: ChainId, numbers: Collection[int]) -> set[Place]:
        """Return the places that the admitted changes of a chain with these numbers have."""
        rows = self._driver.execute(_SIGNED_AT, (chain, json.dumps(list(numbers))))
        return {place_of(read_change(header, signature, None, None)) for header, signature in rows}

    def bodies(self, inspection: InspectionId, kinds: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield kind and body of the changes of these kinds; of no body that was purged."""
        wanted = select(_change.c.kind, _body.c.body).select_from(
            _change.join(_body, _body.c.change_id == _change.c.id)
        )
        rows = self._connection.execute(
            wanted.where(_change.c.inspection == inspection, _change.c.kind.in_(list(kinds)))
        )
        yield from ((kind, body) for kind, body in rows)

    # Where the next change goes

    def tip(self, chain: ChainId, device: DeviceId, now_ms: int) -> tuple[ChainHead, Stamp]:
        """Return where the chain's next change links on, and the stamp that it must exceed.

        A new chain names the device's last change. The stamp is the device's own last one, or a
        later one seen here unless it claims to be more than a day ahead of ``now_ms``.
        """
        if (known := self.tips.heads.get(chain)) is not None:
            return known, self.tips.stamp
        own = _LAST_OF_DEVICE.run(self._driver, device=device).fetchone()
        seen = _LATEST_STAMP.run(self._driver, until=believed_until(now_ms)).fetchone()
        stamp = max(Stamp(*own[3:]) if own else Stamp(0), Stamp(*seen) if seen else Stamp(0))
        if own is not None and own[0] == chain:
            return ChainHead(chain, own[1], ChangeId(own[2])), stamp
        last = _LAST_OF_CHAIN.run(self._driver, chain=chain).fetchone()
        if last is not None:
            return ChainHead(chain, last[0], ChangeId(last[1])), stamp
        return ChainHead(chain, 0, ChangeId(own[2]) if own else NO_PREVIOUS), stamp

    # What stands

    def heads_of(self, inspection: InspectionId, subject: str) -> tuple[ChangeId, ...]:
        """Return the changes about a subject that no other supersedes, sorted."""
        rows = _HEADS.run(self._driver, inspection=inspection, subject=subject)
        return tuple(sorted(ChangeId(row[0]) for row in rows))

    def state(self, inspection: InspectionId, subject: str) -> SubjectState:
        """Return what stands about one subject, and what is told beside it; see :meth:`states`."""
        return self._telling(inspection, self.versions(inspection, subject))

    def versions(self, inspection: InspectionId, subject: str) -> SubjectState:
        """Return what stands about one subject, and nothing beside it: as every act asks for it."""
        touched = self._touched.get((inspection, subject))
        if touched is not None:
            return touched
        rows = _STATE.run(self._driver, inspection=inspection, subject=subject)
        return _state_of(subject, map(_version_of, rows))

    def states(
        self, inspection: InspectionId, kind: Subject | None = None
    ) -> dict[str, SubjectState]:
        """Return what stands about the subjects of one kind, or about all, in their order.

        ``superseded`` and ``purged`` are left empty: what stands already takes them into account.
        """
        if kind is None:
            return self._states(inspection, _ALL_STANDING.run(self._driver, inspection=inspection))
        # A range of the primary key: the colon's successor ends it.
        wanted = _STANDING.where(
            _version.c.inspection == inspection,
            _version.c.subject.between(f"{kind.value}:", f"{kind.value};"),
        )
        return self._states(inspection, self._connection.execute(wanted))

    def states_under(self, inspection: InspectionId, beginning: str) -> dict[str, SubjectState]:
        """Return what stands about the subjects whose written form begins so."""
        beyond = f"{beginning[:-1]}{chr(ord(beginning[-1]) + 1)}"
        rows = _STATES_UNDER.run(
            self._driver, inspection=inspection, beginning=beginning, beyond=beyond
        )
        return self._states(inspection, rows)

    def _states(self, inspection: InspectionId, rows: Iterable[Any]) -> dict[str, SubjectState]:
        versions: dict[str, list[Version]] = {}
        for row in rows:
            versions.setdefault(row[0], []).append(_version_of(row))
        return {
            subject: self._telling(inspection, _state_of(subject, versions[subject]))
            for subject in sorted(versions)
        }

    def _telling(self, inspection: InspectionId, state: SubjectState) -> SubjectState:
        if not tells_earlier(state.subject, (version.session for version in state.versions)):
            return state
        return with_earlier(state, self.changes(inspection, state.subject, admitted=True))


def _of(inspection: InspectionId) -> ColumnElement[bool]:
    """Return what chooses an inspection's changes by their places alone.

    Then whole changes are read in the order in which they lie in the file; by the index of their
    subjects they are looked up all over it, and held all at once to be sorted.
    """
    places = _change.alias("of_it")
    return _change.c.position.in_(
        select(places.c.position).where(places.c.inspection == inspection)
    )


def _apart_of(inspection: InspectionId) -> ColumnElement[bool]:
    """Return what chooses an inspection's changes in quarantine, from what is there at all."""
    apart = _change.alias("apart")
    places = select(apart.c.position).join(_quarantine, _quarantine.c.change_id == apart.c.id)
    # As an expression it has no index, by which SQLite would go through all of the inspection.
    return _change.c.position.in_(places.where(apart.c.inspection.concat("") == inspection))


def _begins(beginning: str) -> ColumnElement[bool]:
    if not beginning.endswith("/"):
        return _change.c.subject == beginning
    return _change.c.subject.between(beginning, f"{beginning[:-1]}0")  # "0" follows "/"


def _state_of(subject: str, versions: Iterable[Version]) -> SubjectState:
    return SubjectState(subject, tuple(sorted(versions, key=latest_first)))


def _version_of(row: Any) -> Version:
    _, id_, kind, kind_version, author, device, time_ms, wall_ms, counter, pack, raw = row
    read = None if raw is None else read_body(kind, kind_version, raw)
    return Version(
        ChangeId(id_),
        Purged() if read is None else read.body,
        PersonId(author),
        DeviceId(device),
        time_ms,
        Stamp(wall_ms, counter),
        None if read is None else read.session,
        Sha256(intern(pack)),
    )


def _followed(header: bytes | None) -> ChangeId:
    """Return what a change names as the one before it; nothing that is known, if it was altered."""
    try:
        return read_header(header or b"").previous
    except BadInput:
        return ChangeId("")

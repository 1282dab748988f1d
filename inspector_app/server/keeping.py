"""How changes that arrived get into the tables: once each, or apart for the lead inspector."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, insert, select, update

from inspector_app.domain.changes.bodies import DeviceAdmitted, EvidenceAdded, subject_key
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.proving import packs_named
from inspector_app.domain.ids import ChainId, ChangeId, DeviceId, InspectionId, Sha256
from inspector_app.server import chains, events, going_back, held, purging
from inspector_app.server.chains import link_of
from inspector_app.server.database import follow, insert_missing
from inspector_app.server.marks import mark
from inspector_app.server.problems import Refused
from inspector_app.server.tables import change as _change
from inspector_app.server.tables import device as _device
from inspector_app.server.tables import file as _file
from inspector_app.server.tables import member as _member
from inspector_app.server.tables import pack as _pack
from inspector_app.server.tables import purged as _purged
from inspector_app.sync.wire import ProblemCode, Taken


@dataclass(frozen=True, slots=True)
class Arrived:
    """A change that arrived, as it came and as what it says."""

    change: Change
    line: bytes


def keep(
    connection: Connection,
    inspection: InspectionId,
    came_from: DeviceId,
    arrived: Sequence[Arrived],
    now_ms: int,
    *,
    released: Collection[ChangeId] = (),
) -> Taken:
    """Do what :func:`take` does with changes that are proven.

    Args:
        connection: of one transaction, which the caller ends.
        inspection: open at base.
        came_from: the laptop that brings them.
        arrived: sound ones.
        now_ms: by base's clock.
        released: held ones that somebody entitled lets in.
    """
    follow(connection, inspection)
    return _Keeping(connection, inspection, came_from, now_ms, frozenset(released)).of(arrived)


def release(
    connection: Connection, inspection: InspectionId, waiting: Iterable[held.Held], now_ms: int
) -> None:
    """Move what was held into the journal, as if it had come just now from whoever brought it."""
    by_bearer: dict[DeviceId, list[Arrived]] = defaultdict(list)
    for each in waiting:
        by_bearer[each.came_from].append(Arrived(each.change, each.line))
    for came_from, arrived in by_bearer.items():
        ids = frozenset(each.change.id for each in arrived)
        keep(connection, inspection, came_from, arrived, now_ms, released=ids)


class _Keeping:
    """One request's changes on their way into the tables."""

    def __init__(
        self,
        connection: Connection,
        inspection: InspectionId,
        came_from: DeviceId,
        now_ms: int,
        released: frozenset[ChangeId],
    ) -> None:
        self._connection = connection
        self._inspection = inspection
        self._came_from = came_from
        self._now_ms = now_ms
        self._released = released

    def of(self, arrived: Sequence[Arrived]) -> Taken:
        self._require_packs(each.change for each in arrived)
        once: dict[ChangeId, Arrived] = {}
        for each in arrived:
            if each.change.id not in once or once[each.change.id].change.body_bytes is None:
                once[each.change.id] = each
        wholes = self._wholes(once)
        fresh = {id_: each for id_, each in once.items() if id_ not in wholes}
        apart = self._apart(fresh)
        taken = [each.change for id_, each in fresh.items() if id_ not in apart]
        held.keep(
            self._connection,
            self._inspection,
            [
                held.Held(fresh[id_].change, fresh[id_].line, self._came_from, why)
                for id_, why in apart.items()
            ],
            self._now_ms,
        )
        refilled = [
            each.change
            for id_, each in once.items()
            if not wholes.get(id_, True) and each.change.body_bytes is not None
        ]
        purged_before = self._purged(once.values())
        self._insert(taken, purged_before)
        self._refill(refilled)
        told = [
            change
            for change in taken
            if change.body_bytes is not None or change.id in purged_before
        ] + refilled
        self._keep_chains(
            (change.header.chain, link_of(change.id, change.header)) for change in told
        )
        going_back.notice(self._connection, told, self._now_ms)
        purging.expect(self._connection, self._inspection, taken)
        self._keep_chains(purging.obey(self._connection, self._inspection, self._now_ms))
        purged = self._purged(once.values())
        self._name_files(each for each in (*taken, *refilled) if each.id not in purged)
        if taken or refilled:
            held.forget(self._connection, self._inspection, [change.id for change in taken])
            mark(self._connection, self._inspection)
            self._release(taken)
        return Taken(
            fresh=len(taken),
            known=len(once) - len(fresh),
            held=tuple(sorted(apart)),
            without_body=tuple(
                sorted(
                    id_
                    for id_ in purged
                    if once[id_].change.body_bytes is not None and id_ not in apart
                )
            ),
        )

    def _require_packs(self, changes: Iterable[Change]) -> None:
        packs = {pack for change in changes for pack in packs_named(change)}
        wanted = select(_pack.c.sha256).where(_pack.c.sha256.in_(list(packs)))
        lacking = packs - {row[0] for row in self._connection.execute(wanted)}
        if lacking:
            raise Refused(ProblemCode.PACK_UNKNOWN, ", ".join(sorted(lacking)))

    def _wholes(self, ids: Collection[ChangeId]) -> dict[ChangeId, bool]:
        """Return those that are here, and whether whole."""
        wanted = select(_change.c.id, _change.c.is_whole).where(_change.c.id.in_(list(ids)))
        return {ChangeId(row[0]): bool(row[1]) for row in self._connection.execute(wanted)}

    def _purged(self, arrived: Iterable[Arrived]) -> frozenset[ChangeId]:
        """Return those whose bodies are destroyed here for good."""
        subjects = {each.change.id: each.change.header for each in arrived}
        wanted = select(_purged.c.change, _purged.c.subject).where(
            _purged.c.inspection == self._inspection, _purged.c.change.in_(list(subjects))
        )
        rows = [(ChangeId(row[0]), row[1]) for row in self._connection.execute(wanted)]
        return frozenset(
            id_
            for id_, subject in rows
            if subjects[id_].subject == subject and subjects[id_].kind != purging.PURGE
        )

    # Whose they are

    def _apart(self, fresh: Mapping[ChangeId, Arrived]) -> dict[ChangeId, str]:
        """Return what is to be held for the lead inspector, with the reasons."""
        if not fresh:
            return {}
        changes = [each.change for each in fresh.values()]
        stands = _standing_of(self._connection, self._inspection, self._came_from, changes)
        let_in = set(stands.let_in)
        waiting = {change.id: change for change in changes if change.id not in self._released}
        while True:
            # Whoever is let in by one of these may let in others by another.
            sound = [each for each in waiting.values() if not stands.reason(each, let_in)]
            for change in sound:
                del waiting[change.id]
                if change.header.kind == DeviceAdmitted.KIND:
                    let_in.add(DeviceId(subject_key(change.header.subject)))
            if not sound or not waiting:
                break
        if waiting:
            taken = [change for change in changes if change.id not in waiting]
            for id_ in held.approved(self._connection, self._inspection, taken):
                waiting.pop(id_, None)
        return {id_: stands.reason(change, let_in) for id_, change in waiting.items()}

    def _release(self, taken: Sequence[Change]) -> None:
        """Take in what was held and is let in by what came just now."""
        if not any(change.header.kind in held.RELEASING for change in taken):
            return
        waiting = held.waiting(self._connection, self._inspection)
        if not waiting:
            return
        stands = _standing_of(
            self._connection, self._inspection, DeviceId(""), [each.change for each in waiting]
        )
        approved = held.approved(self._connection, self._inspection)
        go = [
            each
            for each in waiting
            if each.change.id in approved
            or (each.reason == held.UNKNOWN and not stands.reason(each.change, stands.let_in))
        ]
        release(self._connection, self._inspection, go, self._now_ms)

    # Into the tables

    def _insert(self, taken: Sequence[Change], purged: Collection[ChangeId]) -> None:
        if not taken:
            return
        self._connection.execute(
            insert(_change),
            [
                {
                    "id": change.id,
                    "inspection": self._inspection,
                    "chain": change.header.chain,
                    "sequence": change.header.sequence,
                    "device": change.header.device,
                    "author": change.header.author,
                    "previous": change.header.previous,
                    "kind": change.header.kind,
                    "subject": change.header.subject,
                    "time_ms": change.header.time_ms,
                    "wall_ms": change.header.stamp.wall_ms,
                    "is_whole": change.body_bytes is not None or change.id in purged,
                    "header": change.header_bytes,
                    "signature": change.signature,
                    "salt": None if change.id in purged else change.salt,
                    "body": None if change.id in purged else change.body_bytes,
                    "came_from": self._came_from,
                    "came_ms": self._now_ms,
                }
                for change in taken
            ],
        )

    def _refill(self, changes: Sequence[Change]) -> None:
        """Keep bodies of changes that came without them before."""
        for change in changes:
            self._connection.execute(
                update(_change)
                .where(_change.c.id == change.id)
                .values(salt=change.salt, body=change.body_bytes, is_whole=True)
            )

    def _keep_chains(self, links: Iterable[tuple[ChainId, chains.Link]]) -> None:
        told = chains.by_chain(links)
        for chain in chains.keep_in_step(self._connection, self._inspection, told):
            events.note(
                self._connection,
                self._now_ms,
                told[chain][0].device,
                "chain-forked",
                self._inspection,
                "Two acts of this laptop claim the same place: its vault was copied, or restored "
                "while it was in use. Both are kept; the lead inspector takes one or both in.",
            )

    def _name_files(self, changes: Iterable[Change]) -> None:
        rows: dict[Sha256, dict[str, Any]] = {}
        for change in changes:
            if isinstance(change.body, EvidenceAdded):
                file = change.body.file
                if file.thumbnail is not None:
                    small = self._file(file.thumbnail.sha256, None, change.id)
                    rows.setdefault(file.thumbnail.sha256, small)
                rows[file.sha256] = self._file(file.sha256, file.size_bytes, change.id)
        if not rows:
            return
        insert_missing(self._connection, _file, list(rows.values()))
        of_it = and_(_file.c.inspection == self._inspection, _file.c.sha256.in_(list(rows)))
        for sha256, row in rows.items():
            # An original may have been known as somebody's thumbnail, without its size.
            if not row["is_thumbnail"]:
                self._connection.execute(
                    update(_file)
                    .where(of_it, _file.c.sha256 == sha256, _file.c.is_thumbnail)
                    .values(is_thumbnail=False, size_bytes=row["size_bytes"])
                )
        for sha256, row in rows.items():
            # Destroyed once, and attached anew since.
            self._connection.execute(
                update(_file)
                .where(of_it, _file.c.sha256 == sha256, _file.c.state == "purged")
                .values(state="lacking", named_by=row["named_by"])
            )

    def _file(self, sha256: Sha256, size: int | None, change: ChangeId) -> dict[str, Any]:
        return {
            "inspection": self._inspection,
            "sha256": sha256,
            "size_bytes": size,
            "is_thumbnail": size is None,
            "state": "lacking",
            "named_by": change,
        }


@dataclass(frozen=True, slots=True)
class _Stands:
    """How the laptops stand that have to do with one request."""

    let_in: frozenset[DeviceId]
    """Members, those who were, and whom a change lets in."""
    revoked: frozenset[DeviceId]
    left: bool
    """Whether the laptop that brings them left the inspection's team."""
    bearer: DeviceId

    def reason(self, change: Change, let_in: Collection[DeviceId]) -> str:
        """Return why a change is held; empty: it is taken in."""
        if change.header.device in self.revoked or self.bearer in self.revoked:
            return held.REVOKED
        if self.left:
            return held.LEFT
        return "" if change.header.device in let_in else held.UNKNOWN


def _standing_of(
    connection: Connection, inspection: InspectionId, bearer: DeviceId, changes: Iterable[Change]
) -> _Stands:
    members = connection.execute(
        select(_member.c.device, _member.c.left_ms).where(_member.c.inspection == inspection)
    ).all()
    # DISTINCT would have SQLite walk all of the inspection in the order of its subjects.
    admitted = connection.execute(
        select(_change.c.subject).where(
            _change.c.inspection == inspection, _change.c.kind == DeviceAdmitted.KIND
        )
    )
    let_in = {DeviceId(row[0]) for row in members}
    let_in |= {DeviceId(subject_key(row[0])) for row in admitted}
    asked = {bearer, *(change.header.device for change in changes)}
    revoked = connection.execute(
        select(_device.c.id).where(_device.c.id.in_(list(asked)), _device.c.revoked_ms.is_not(None))
    )
    left = any(row[0] == bearer and row[1] is not None for row in members)
    return _Stands(frozenset(let_in), frozenset(DeviceId(row[0]) for row in revoked), left, bearer)

"""What has arrived at base and what is on its way, by inspection and laptop."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Connection, func, select, true

from inspector_app.domain.changes import codec
from inspector_app.domain.changes.bodies import EvidenceAdded, InspectionDescribed
from inspector_app.domain.errors import BadInput
from inspector_app.domain.ids import DeviceId, InspectionId
from inspector_app.server.tables import (
    backed_up,
    backup,
    chain,
    change,
    device,
    file,
    held,
    inspection,
    member,
    pack,
    part,
    receipt,
)
from inspector_app.sync.wire import PART_SIZE, Receipt, VectorForm

NOT_HERE = ("lacking", "arriving", "verifying", "damaged")
"""How a file stands that base does not hold whole."""


@dataclass(frozen=True, slots=True)
class Named:
    """What an inspection is called, as its particulars at base say last."""

    force: str
    """Empty: the particulars have not arrived."""
    title: str = ""
    fieldwork: str = ""

    @property
    def words(self) -> str:
        """The name as it is shown."""
        if not self.force:
            return "Particulars not arrived"
        return f"{self.force}, {self.title}" if self.title else self.force


@dataclass(frozen=True, slots=True)
class Summary:
    """An inspection in one row."""

    id: InspectionId
    name: Named
    pack: str
    opened_ms: int
    laptops: int
    changes: int
    held: int
    files: Mapping[str, int]
    """How many stand how."""
    backed_up_ms: int | None
    """When the backup was made that reaches furthest; None: in none."""
    backed_up_changes: int

    @property
    def on_the_way(self) -> int:
        """Files that changes here name and that are not here whole."""
        return sum(self.files.get(state, 0) for state in NOT_HERE)

    @property
    def verified(self) -> int:
        """Files that are here whole."""
        return self.files.get("verified", 0)


@dataclass(frozen=True, slots=True)
class Covered:
    """What the last receipt says that a laptop was given."""

    inspection: InspectionId
    device: DeviceId
    issued_ms: int
    changes: int
    files_lacking: int
    backup_ms: int | None
    """When the backup was made that it speaks of; None: of none."""
    backup_changes: int
    backup_files_lacking: int


@dataclass(frozen=True, slots=True)
class OfLaptop:
    """What one laptop recorded in an inspection, as far as base knows."""

    device: DeviceId
    initials: str
    label: str
    """Empty, as the initials are: a team-mate's that is not enrolled here."""
    role: str
    """``lead`` or ``inspector``; empty: not of the team as base has it."""
    has_left: bool
    is_revoked: bool
    seen_ms: int | None
    changes: int
    came_ms: int | None
    """When the last of them came."""
    files: Mapping[str, int]
    """Those that its changes name: how many stand how."""
    lacks: int | None
    """Files that it said it has not; None: it never said."""
    told_ms: int | None
    forgot_ms: int | None
    covered: Covered | None

    @property
    def on_the_way(self) -> int:
        """Files that its changes name and that are not here whole."""
        return sum(self.files.get(state, 0) for state in NOT_HERE)

    @property
    def verified(self) -> int:
        """Files that its changes name and that are here whole."""
        return self.files.get("verified", 0)


@dataclass(frozen=True, slots=True)
class Coming:
    """A file that is not here whole."""

    number: str
    """As its inspector gave it, such as ``JS/12``; empty: what names it was purged."""
    initials: str
    """Of the laptop that recorded it."""
    is_thumbnail: bool
    state: str
    size_bytes: int | None
    parts: int
    of_parts: int
    """0 where the size is not known."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """One inspection, laptop by laptop."""

    summary: Summary
    laptops: Sequence[OfLaptop] = field(default_factory=tuple)


def count(connection: Connection, mine: Collection[InspectionId] | None, find: str = "") -> int:
    """Return how many inspections :func:`listed` lists in all."""
    return len(_chosen(connection, mine, find))


def listed(
    connection: Connection,
    mine: Collection[InspectionId] | None,
    find: str = "",
    *,
    skip: int = 0,
    most: int = 50,
) -> list[Summary]:
    """Return inspections, those opened last first.

    Args:
        connection: a transaction.
        mine: those that may be seen; None: all.
        find: a part of the force's name or of the title; empty: all.
        skip: how many to pass over.
        most: how many at most.
    """
    return _summaries(connection, _chosen(connection, mine, find)[skip : skip + most])


def of_inspection(connection: Connection, id_: InspectionId) -> Arrivals | None:
    """Return what came of an inspection and what is on its way; None: there is none such."""
    summaries = _summaries(connection, [id_])
    if not summaries:
        return None
    return Arrivals(summaries[0], _laptops(connection, id_))


def names(connection: Connection, ids: Collection[str]) -> dict[InspectionId, Named]:
    """Return what inspections are called; one whose particulars are not here is not named."""
    query = (
        select(change.c.inspection, change.c.header, change.c.body)
        .where(
            change.c.kind == InspectionDescribed.KIND,
            change.c.inspection.in_(ids),
            change.c.body.is_not(None),
        )
        .order_by(change.c.time_ms, change.c.id)
    )
    found = {}
    for row in connection.execute(query):
        said = _said(row.header, row.body)
        if isinstance(said, InspectionDescribed):
            details = said.details
            found[InspectionId(row.inspection)] = Named(
                details.force.name, details.title, details.fieldwork.words()
            )
    return found


def coming(
    connection: Connection, id_: InspectionId, *, skip: int = 0, most: int = 50
) -> list[Coming]:
    """Return files of an inspection that are not here whole: damaged ones, then as recorded."""
    arrived = (
        select(part.c.sha256, func.count().label("parts"))
        .where(part.c.inspection == id_)
        .group_by(part.c.sha256)
        .subquery()
    )
    query = (
        select(
            file, change.c.header, change.c.body, device.c.initials,
            func.coalesce(arrived.c.parts, 0).label("parts"),
        )
        .join(change, change.c.id == file.c.named_by)
        .outerjoin(device, device.c.id == change.c.device)
        .outerjoin(arrived, arrived.c.sha256 == file.c.sha256)
        .where(file.c.inspection == id_, file.c.state.in_(NOT_HERE))
        .order_by(file.c.state != "damaged", change.c.position, file.c.is_thumbnail.desc())
    )  # fmt: skip
    shown = []
    for row in connection.execute(query.offset(skip).limit(most)):
        said = _said(row.header, row.body) if row.body is not None else None
        size = row.size_bytes
        shown.append(
            Coming(
                number=said.file.number if isinstance(said, EvidenceAdded) else "",
                initials=row.initials or "",
                is_thumbnail=row.is_thumbnail,
                state=row.state,
                size_bytes=size,
                parts=row.parts,
                of_parts=max(1, -(-size // PART_SIZE)) if size is not None else 0,
            )
        )
    return shown


def receipts(
    connection: Connection,
    mine: Collection[InspectionId] | None = None,
    *,
    skip: int = 0,
    most: int | None = None,
) -> list[Covered]:
    """Return the last receipt of every laptop and inspection, the newest first."""
    query = (
        select(receipt.c.inspection, receipt.c.device, receipt.c.issued_ms, receipt.c.text)
        .where(_among(receipt.c.inspection, mine))
        .order_by(receipt.c.issued_ms.desc(), receipt.c.inspection, receipt.c.device)
        .offset(skip)
        .limit(most)
    )
    rows = connection.execute(query).all()
    made = {
        row.id: row.made_ms for row in connection.execute(select(backup.c.id, backup.c.made_ms))
    }
    shown = []
    for row in rows:
        said = Receipt.model_validate_json(row.text)
        shown.append(
            Covered(
                inspection=InspectionId(row.inspection),
                device=DeviceId(row.device),
                issued_ms=row.issued_ms,
                changes=_changes_in(said.vector),
                files_lacking=len(said.lacks),
                backup_ms=made.get(said.backup) if said.backup else None,
                backup_changes=_changes_in(said.backup_vector),
                backup_files_lacking=len(said.backup_lacks),
            )
        )
    return shown


def count_receipts(connection: Connection, mine: Collection[InspectionId] | None) -> int:
    """Return how many :func:`receipts` there are."""
    query = select(func.count()).select_from(receipt).where(_among(receipt.c.inspection, mine))
    return connection.execute(query).scalar_one()


def _chosen(
    connection: Connection, mine: Collection[InspectionId] | None, find: str
) -> list[InspectionId]:
    query = select(inspection.c.id).where(_among(inspection.c.id, mine))
    query = query.order_by(inspection.c.opened_ms.desc(), inspection.c.id)
    ids = [InspectionId(row.id) for row in connection.execute(query)]
    sought = find.casefold()
    if not sought:
        return ids
    called = names(connection, ids)
    return [each for each in ids if each in called and sought in called[each].words.casefold()]


def _among(
    column: ColumnElement[str], mine: Collection[InspectionId] | None
) -> ColumnElement[bool]:
    return true() if mine is None else column.in_(mine)


def _summaries(connection: Connection, ids: Sequence[InspectionId]) -> list[Summary]:
    rows = connection.execute(
        select(inspection, pack.c.id.label("pack_id"), pack.c.version)
        .outerjoin(pack, pack.c.sha256 == inspection.c.pack)
        .where(inspection.c.id.in_(ids))
    )
    opened = {row.id: row for row in rows}
    called = names(connection, ids)
    laptops = _counted(
        connection, member.c.inspection, member.c.inspection.in_(ids), member.c.left_ms.is_(None)
    )
    apart = _counted(connection, held.c.inspection, held.c.inspection.in_(ids))
    changes: Counter[str] = Counter()
    for (which, _), number in _changes(connection, ids).items():
        changes[which] += number
    files: dict[str, dict[str, int]] = {}
    states = select(file.c.inspection, file.c.state, func.count().label("number"))
    states = states.where(file.c.inspection.in_(ids)).group_by(file.c.inspection, file.c.state)
    for row in connection.execute(states):
        files.setdefault(row.inspection, {})[row.state] = row.number
    durable = {
        row.inspection: row
        for row in connection.execute(
            select(backed_up.c.inspection, backed_up.c.vector, backup.c.made_ms)
            .join(backup, backup.c.id == backed_up.c.backup)
            .where(backed_up.c.inspection.in_(ids))
        )
    }
    return [
        Summary(
            id=each,
            name=called.get(each, Named("")),
            pack=f"{row.pack_id} {row.version}" if row.pack_id else "",
            opened_ms=row.opened_ms,
            laptops=laptops.get(each, 0),
            changes=changes[each],
            held=apart.get(each, 0),
            files=files.get(each, {}),
            backed_up_ms=durable[each].made_ms if each in durable else None,
            backed_up_changes=_changes_in(VectorForm.model_validate_json(durable[each].vector))
            if each in durable
            else 0,
        )
        for each, row in ((each, opened[each]) for each in ids if each in opened)
    ]


def _laptops(connection: Connection, id_: InspectionId) -> list[OfLaptop]:
    members = {
        row.device: row
        for row in connection.execute(select(member).where(member.c.inspection == id_))
    }
    changes = {who: number for (_, who), number in _changes(connection, [id_]).items()}
    came = {
        row.device: row.came_ms
        for row in connection.execute(
            # The last of each chain came last, but for what fills a gap.
            select(chain.c.device, func.max(change.c.came_ms).label("came_ms"))
            .join(change, change.c.id == chain.c.tip)
            .where(chain.c.inspection == id_)
            .group_by(chain.c.device)
        )
    }
    files: dict[str, dict[str, int]] = {}
    states = (
        select(change.c.device, file.c.state, func.count().label("number"))
        .join(change, change.c.id == file.c.named_by)
        .where(file.c.inspection == id_)
        .group_by(change.c.device, file.c.state)
    )
    for row in connection.execute(states):
        files.setdefault(row.device, {})[row.state] = row.number
    covered = {each.device: each for each in receipts(connection, [id_])}
    everybody = {*members, *changes}
    enrolled = {
        row.id: row for row in connection.execute(select(device).where(device.c.id.in_(everybody)))
    }
    shown = []
    for each in everybody:
        known, place = enrolled.get(each), members.get(each)
        shown.append(
            OfLaptop(
                device=DeviceId(each),
                initials=known.initials if known else "",
                label=known.label if known else "",
                role=place.role if place else "",
                has_left=place is not None and place.left_ms is not None,
                is_revoked=known is not None and known.revoked_ms is not None,
                seen_ms=known.seen_ms if known else None,
                changes=changes.get(each, 0),
                came_ms=came.get(each),
                files=files.get(each, {}),
                lacks=_length(place.lacks) if place else None,
                told_ms=place.told_ms if place else None,
                forgot_ms=place.forgot_ms if place else None,
                covered=covered.get(DeviceId(each)),
            )
        )
    return sorted(shown, key=lambda each: (each.has_left, not each.initials, each.initials))


def _changes(connection: Connection, ids: Collection[InspectionId]) -> dict[tuple[str, str], int]:
    """Return how many changes are here, by inspection and laptop.

    What lies in line is told by its chain, so that no inspection is ever counted change by change.
    """
    counted: Counter[tuple[str, str]] = Counter()
    lines = (
        select(chain.c.inspection, chain.c.device, func.sum(chain.c.length).label("number"))
        .where(chain.c.inspection.in_(ids), chain.c.is_line)
        .group_by(chain.c.inspection, chain.c.device)
    )
    loose = (
        select(chain.c.inspection, chain.c.device, func.count().label("number"))
        .join(
            change,
            (change.c.inspection == chain.c.inspection) & (change.c.chain == chain.c.chain),
        )
        .where(chain.c.inspection.in_(ids), ~chain.c.is_line)
        .group_by(chain.c.inspection, chain.c.device)
    )
    for query in (lines, loose):
        for row in connection.execute(query):
            counted[row.inspection, row.device] += int(row.number)
    return dict(counted)


def _counted(
    connection: Connection, column: ColumnElement[str], *where: ColumnElement[bool]
) -> dict[str, int]:
    query = select(column.label("key"), func.count().label("number")).where(*where).group_by(column)
    return {row.key: row.number for row in connection.execute(query)}


def _said(header: bytes, raw: bytes) -> object:
    try:
        facts = codec.read_header(header)
        return codec.read_body(facts.kind, facts.kind_version, raw).body
    except BadInput:  # kept as it is all the same; there is only nothing to show of it
        return None


def _changes_in(vector: VectorForm) -> int:
    return sum(length for length, _ in vector.lines.values()) + sum(
        len(ids) for ids in vector.loose.values()
    )


def _length(listed_: str | None) -> int | None:
    return None if listed_ is None else len(json.loads(listed_))

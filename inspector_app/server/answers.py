"""What base answers by a stick: receipt, team, and what others have done, for one laptop alone."""

import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, select

from inspector_app.domain.changes.bodies import DeviceAdmitted, PackPinned
from inspector_app.domain.changes.codec import read_change
from inspector_app.domain.errors import DeviceFull, MayNotLast, NotFound
from inspector_app.domain.ids import ChangeId, DeviceId, InspectionId, Sha256
from inspector_app.domain.wording import size_words
from inspector_app.durable import Unsettled, make_folder, refusal_elsewhere
from inspector_app.server import files, journal, receipts, teams
from inspector_app.server.base import Base
from inspector_app.server.settings import epoch
from inspector_app.server.statements import form_of
from inspector_app.server.tables import change as _change
from inspector_app.server.tables import device as _device
from inspector_app.server.tables import file as _file
from inspector_app.server.tables import inspection as _inspection
from inspector_app.server.tables import pack as _pack
from inspector_app.server.tables import person_name as _name
from inspector_app.server.tables import purged as _purged
from inspector_app.sync import sticks, transfer, volumes, wire
from inspector_app.sync.plan import Vector
from inspector_app.sync.volumes import Load, Travelling

_RESERVE = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answered:
    """What lies there for the laptop."""

    paths: tuple[Path, ...]
    changes: int
    files: int
    left_out: int
    """Evidence files that it lacks and that were not to travel."""


def write(
    base: Base,
    device: DeviceId,
    inspection: InspectionId,
    stick: Path,
    theirs: Vector,
    lacks: frozenset[Sha256],
    *,
    with_files: bool = True,
    most: int = volumes.MOST_BYTES,
) -> Answered:
    """Write base's answer onto a stick, in files that this one laptop can read.

    Args:
        base: this base.
        device: of the inspection's team.
        inspection: whose.
        stick: a folder.
        theirs: what the laptop said that it holds.
        lacks: files that it said it lacks.
        with_files: False: evidence files stay here, their thumbnails travel.
        most: bytes of one volume.

    Raises:
        NotFound: the laptop is not of the inspection's team.
        DeviceFull: the stick cannot be written, or not all of it fits; whole files stay.
    """
    made = _Making(base, device, inspection, theirs, lacks, with_files=with_files)
    place = sticks.place_on(stick)
    bundle = secrets.token_hex(16)
    filled = volumes.filled(made.load, most)
    paths: list[Path] = []
    kept = "Base holds everything as before; write the answer once more, onto a larger stick."
    try:
        make_folder(place)
        for number, cargo in enumerate(filled, 1):
            free, needed = shutil.disk_usage(place).free, volumes.size_of(cargo)
            if free < needed + _RESERVE:
                raise DeviceFull(
                    f"The stick is full: {size_words(free)} are free, and the next file of the "
                    f"answer takes {size_words(needed)}. {kept}"
                )
            manifest = made.manifest(bundle, number, len(filled))
            name = f"from-base-{device[:8]}-{bundle[:8]}-{number}of{len(filled)}"
            path = place / f"{name}{transfer.SUFFIX}"
            volumes.write(path, manifest, cargo, (made.recipient,), base.keys.sign)
            paths.append(path)
    except Unsettled as error:
        told = refusal_elsewhere(error, kept)
        raise MayNotLast(
            f"{told} It is file {len(paths) + 1} of the {len(filled)} of the answer."
        ) from error
    except OSError as error:
        raise refusal_elsewhere(error, f"Not all of the answer was written. {kept}") from error
    return Answered(tuple(paths), len(made.load.changes), made.files, made.left_out)


class _Making:
    """An answer as it is worked out, all of it of one state of base."""

    def __init__(
        self,
        base: Base,
        device: DeviceId,
        inspection: InspectionId,
        theirs: Vector,
        lacks: frozenset[Sha256],
        *,
        with_files: bool,
    ) -> None:
        self._base = base
        self._device = device
        self._inspection = inspection
        now_ms = base.now_ms()
        with base.database.begin(inspection) as connection:
            if teams.role(connection, inspection, device) is None:
                raise NotFound("That laptop is not of the inspection’s team: it gets no answer.")
            self._epoch = epoch(connection)
            self._vector = journal.vector(connection, inspection)
            self._pack, copies = _packs_of(connection, inspection)
            wanted = select(_device.c.recipient).where(_device.c.id == device)
            self.recipient = str(connection.execute(wanted).scalar_one())
            receipt = receipts.issue(connection, base.keys, self._epoch, inspection, device, now_ms)
            team = teams.membership(connection, base.keys, inspection)
            changes = journal.missing(connection, inspection, theirs)
            named = _names(connection, inspection)
            rows = _files_for(connection, inspection, frozenset(changes), lacks)
            purges, bare = _purges(connection, inspection, changes)
            admissions = _admissions(connection, inspection)
        self._now_ms = now_ms
        going = [row for row in rows if with_files or row.is_thumbnail]
        self.files = len(going)
        self.left_out = len(rows) - len(going)
        self.load = Load(
            changes=changes,
            line=self._line,
            files=[
                Travelling(Sha256(row.sha256), row.size_bytes, frozenset({ChangeId(row.named_by)}))
                for row in going
            ],
            read=self._read,
            every=(
                volumes.plain(volumes.RECEIPT, receipt.model_dump_json().encode()),
                volumes.plain(volumes.MEMBERSHIP, team.model_dump_json().encode()),
                *volumes.packs(copies, self._pack),
                volumes.packed(volumes.PEOPLE, named.model_dump_json().encode()),
            ),
            admissions=admissions,
            purges=purges,
            bare=bare,
        )

    def manifest(self, bundle: str, number: int, count: int) -> wire.Manifest:
        """Return what one of the volumes is, its members left out."""
        return wire.Manifest(
            kind="volume",
            sender=self._base.keys.base,
            recipient=self._device,
            inspection=self._inspection,
            pack=self._pack,
            volume=wire.Volume(
                bundle=bundle,
                number=number,
                volumes=count,
                epoch=self._epoch,
                time_ms=self._now_ms,
                vector=form_of(self._vector),
                members=(),
            ),
        )

    def _line(self, change: ChangeId) -> bytes:
        with self._base.database.read() as connection:
            return journal.line(connection, change)

    def _read(self, sha256: Sha256, start: int, size: int) -> Iterator[bytes]:
        found = files.read(self._base, self._inspection, sha256, start, start + size)
        return found.content


def _packs_of(
    connection: Connection, inspection: InspectionId
) -> tuple[Sha256, dict[Sha256, bytes]]:
    """Return the checklist that an inspection began with, and copies of it and of newer ones."""
    begun = connection.execute(select(_inspection.c.pack).where(_inspection.c.id == inspection))
    first = Sha256(begun.scalar_one())
    pinned = connection.execute(
        select(_change.c.header, _change.c.signature).where(
            _change.c.inspection == inspection, _change.c.kind == PackPinned.KIND
        )
    )
    found = {read_change(bytes(h), bytes(s), None, None).header.pack for h, s in pinned}
    wanted = select(_pack.c.sha256, _pack.c.archive).where(_pack.c.sha256.in_([first, *found]))
    return first, {Sha256(each): bytes(copy) for each, copy in connection.execute(wanted)}


def _names(connection: Connection, inspection: InspectionId) -> wire.People:
    rows = connection.execute(
        select(_name.c.person, _name.c.name).where(
            _name.c.inspection == inspection, _name.c.name.is_not(None)
        )
    )
    return wire.People(names={row.person: row.name for row in rows})


def _files_for(
    connection: Connection,
    inspection: InspectionId,
    changes: frozenset[ChangeId],
    lacks: frozenset[Sha256],
) -> list[Row[Any, Any, Any, Any]]:
    """Return the verified files that the laptop has not, thumbnails first."""
    rows = connection.execute(
        select(_file.c.sha256, _file.c.size_bytes, _file.c.is_thumbnail, _file.c.named_by)
        .where(_file.c.inspection == inspection, _file.c.state == "verified")
        .order_by(_file.c.is_thumbnail.desc(), _file.c.sha256)
    )
    return [row for row in rows.all() if row.sha256 in lacks or row.named_by in changes]


def _purges(
    connection: Connection, inspection: InspectionId, changes: tuple[ChangeId, ...]
) -> tuple[frozenset[ChangeId], frozenset[ChangeId]]:
    """Return the purges of what is bare among the changes, and which these are."""
    bodiless = connection.execute(
        select(_change.c.id).where(_change.c.inspection == inspection, _change.c.body.is_(None))
    )
    bare = frozenset(ChangeId(row[0]) for row in bodiless) & frozenset(changes)
    rows = connection.execute(
        select(_purged.c.change, _purged.c.purge).where(_purged.c.inspection == inspection)
    )
    return frozenset(ChangeId(purge) for change, purge in rows if change in bare), bare


def _admissions(connection: Connection, inspection: InspectionId) -> frozenset[ChangeId]:
    rows = connection.execute(
        select(_change.c.id).where(
            _change.c.inspection == inspection, _change.c.kind == DeviceAdmitted.KIND
        )
    )
    return frozenset(ChangeId(row[0]) for row in rows)

"""A base in the middle of its work: two inspections, laptops, files on their way, held changes."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import insert, update

from inspector_app.domain.changes.bodies import EvidenceAdded, InspectionDescribed, Subject, subject
from inspector_app.domain.dates import read
from inspector_app.domain.evidence import EvidenceFile, Thumbnail
from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.domain.inspection import Details, PackPin
from inspector_app.domain.values import Named
from inspector_app.server import devices, journal, receipts, settings, staffing
from inspector_app.server.accounts import Role
from inspector_app.server.base import Base
from inspector_app.server.events import BY_COMMAND
from inspector_app.server.tables import (
    backed_up,
    backup,
    device,
    file,
    inspection,
    pack,
    part,
    transfer,
)
from inspector_app.sync.lines import line_of
from inspector_app.sync.wire import PART_SIZE
from tests.server.web.browsing import an_account
from tests.support.changes import PACK, Laptop

CAMBRIDGE = InspectionId("ca" * 16)
ESSEX = InspectionId("e5" * 16)
_HOUR_MS = 3_600_000


@dataclass
class Scene:
    """Who is there."""

    base: Base
    jo: Laptop
    """Leads the inspection of Cambridgeshire; the account ``jo`` is hers."""
    sam: Laptop
    """Inspects there."""
    kit: Laptop
    """Worked there and was revoked, with changes that came afterwards."""
    liz: Laptop
    """Leads the inspection of Essex, which is none of Jo's."""


def a_scene(base: Base) -> Scene:
    """Fill an empty base."""
    now_ms = base.now_ms()
    laptops = {
        name: Laptop(name, inspection=ESSEX if name == "liz" else CAMBRIDGE, now_ms=now_ms)
        for name in ("jo", "sam", "kit", "liz")
    }
    for laptop in laptops.values():
        laptop.now_ms -= int(timedelta(days=2).total_seconds() * 1000)
    scene = Scene(base, **laptops)
    with base.database.begin() as connection:
        connection.execute(
            insert(pack).values(sha256=PACK, id="spr-2012", version="1.0.0", archive=b"")
        )
        for name, laptop in laptops.items():
            connection.execute(
                insert(device).values(
                    id=laptop.device,
                    recipient=f"age1{'q' * 58}",
                    person=laptop.person,
                    initials=f"{name[0]}S".upper(),
                    name=f"Inspector {name.capitalize()}",
                    label=f"Laptop {len(name) * 7}, stores",
                    certificate="",
                    enrolled_ms=now_ms - 72 * _HOUR_MS,
                    seen_ms=now_ms - _HOUR_MS,
                    ahead_ms=7 * 60_000 if name == "sam" else 200,
                )
            )
        for which, lead in ((CAMBRIDGE, scene.jo), (ESSEX, scene.liz)):
            connection.execute(
                insert(inspection).values(
                    id=which, pack=PACK, opened_ms=now_ms - 60 * _HOUR_MS, opened_by=lead.device
                )
            )
            staffing.put(connection, which, lead.device, "lead", now_ms, BY_COMMAND)
        for laptop in (scene.sam, scene.kit):
            staffing.put(connection, CAMBRIDGE, laptop.device, "inspector", now_ms, BY_COMMAND)
    _work(scene)
    _files(scene)
    _backup(scene)
    an_account(base, "kim")
    an_account(base, "jo", Role.LEAD, scene.jo.person)
    return scene


def _work(scene: Scene) -> None:
    for laptop, force in ((scene.jo, "Cambridgeshire Constabulary"), (scene.liz, "Essex Police")):
        details = Details(Named(force), PackPin("spr-2012", "1.0.0", PACK), read("Sept 2013"))
        laptop.record(InspectionDescribed(details), subject(Subject.INSPECTION))
        for number in range(3):
            laptop.answer(f"Seen {number}")
    for number, size in ((1, 3 * PART_SIZE + 5), (2, 40_000), (3, 1_200)):
        scene.sam.record(
            EvidenceAdded(
                EvidenceFile(
                    f"SS/{number}",
                    f"return {number}.pdf",
                    _sha256(f"file {number}"),
                    size,
                    "application/pdf",
                    thumbnail=Thumbnail(_sha256(f"thumbnail {number}"), 120, 90),
                )
            ),
            subject(Subject.EVIDENCE, hashlib.sha256(f"{number}".encode()).hexdigest()[:32]),
        )
    scene.kit.answer("Before it was lost")
    for laptop in (scene.jo, scene.sam, scene.kit, scene.liz):
        _push(scene.base, laptop)
    late = [scene.kit.answer("The custody sergeant was <b>not</b> trained", ()) for _ in range(2)]
    with scene.base.database.begin() as connection:
        now_ms = scene.base.now_ms()
        devices.revoke(connection, scene.kit.device, now_ms, BY_COMMAND, "Left on a train")
        lines = [line_of(each) for each in late]
        journal.take(connection, CAMBRIDGE, scene.jo.device, lines, now_ms)


def _push(base: Base, laptop: Laptop) -> None:
    with base.database.begin() as connection:
        lines = [line_of(each) for each in laptop.recorded]
        journal.take(connection, laptop.inspection, laptop.device, lines, base.now_ms())


def _files(scene: Scene) -> None:
    with scene.base.database.begin() as connection:
        for what, state, size in (
            ("file 1", "arriving", 3 * PART_SIZE + 5),
            ("file 2", "verified", 40_000),
            ("file 3", "damaged", 1_200),
            ("thumbnail 1", "verified", 900),
            ("thumbnail 2", "verified", 900),
        ):
            connection.execute(
                update(file)
                .where(file.c.sha256 == _sha256(what))
                .values(state=state, size_bytes=size)
            )
        connection.execute(
            insert(part).values(
                inspection=CAMBRIDGE,
                sha256=_sha256("file 1"),
                number=2,
                size_bytes=PART_SIZE,
                digest="0" * 64,
            )
        )


def _backup(scene: Scene) -> None:
    base = scene.base
    made_ms = base.now_ms() - 10 * _HOUR_MS
    with base.database.begin() as connection:
        connection.execute(
            insert(backup).values(id="b" * 32, made_ms=made_ms, place="/backups/2026-11-26")
        )
        line = f'{{"lines":{{"{"a" * 32}":[3,"{"b" * 64}"]}},"loose":{{}}}}'
        connection.execute(
            insert(backed_up).values(inspection=CAMBRIDGE, backup="b" * 32, vector=line, lacks="[]")
        )
        connection.execute(
            insert(transfer).values(
                bundle="d" * 32,
                volume=1,
                volumes=2,
                state="taken",
                size_bytes=1_200_000,
                device=scene.sam.device,
                inspection=CAMBRIDGE,
                authorised_by="Inspector Jo",
                stick="Stick 4, blue",
                imported_ms=made_ms,
                imported_by="kim",
                digest="0" * 64,
            )
        )
        epoch = settings.epoch(connection)
        for laptop in (scene.jo, scene.sam):
            receipts.issue(connection, base.keys, epoch, CAMBRIDGE, laptop.device, base.now_ms())


def _sha256(what: str) -> Sha256:
    return Sha256(hashlib.sha256(what.encode()).hexdigest())

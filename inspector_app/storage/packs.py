"""Copies of the packs that inspections are pinned to."""

from sqlalchemy import Connection, insert, select

from inspector_app.domain.errors import NotFound
from inspector_app.domain.ids import Sha256
from inspector_app.storage.tables import table
from inspector_app.texts import tr

_pack = table("pack")


class PackCopies:
    """The pinned packs, whole, so that an inspection opens without ``checklists/``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, sha256: Sha256, id_: str, version: str, archive: bytes) -> None:
        """Keep a copy; one that is already kept stays as it is."""
        self._connection.execute(
            insert(_pack).prefix_with("OR IGNORE"),
            {"sha256": sha256, "id": id_, "version": version, "archive": archive},
        )

    def has(self, sha256: Sha256) -> bool:
        """Return whether a copy is kept here."""
        wanted = select(_pack.c.sha256).where(_pack.c.sha256 == sha256)
        return self._connection.execute(wanted).first() is not None

    def archive(self, sha256: Sha256) -> bytes:
        """Return the copy's bytes.

        Raises:
            NotFound: no such pack is kept here.
        """
        wanted = select(_pack.c.archive).where(_pack.c.sha256 == sha256)
        row = self._connection.execute(wanted).first()
        if row is None:
            raise NotFound(
                tr("The checklist with SHA-256 {sha256} is not on this laptop.").format(
                    sha256=sha256[:12]
                )
            )
        archive: bytes = row[0]
        return archive

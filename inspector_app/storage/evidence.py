"""Where the encrypted files of the evidence lie, and the keys that open them."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from inspector_app.domain.errors import NotFound
from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.storage.statements import Statement, driver_of
from inspector_app.storage.tables import table
from inspector_app.texts import tr

_blob = table("blob")
_PLACE = Statement(
    select(_blob.c.sha256, _blob.c.name, _blob.c.key, _blob.c.format, _blob.c.size_bytes).where(
        _blob.c.inspection == bindparam("inspection"), _blob.c.sha256 == bindparam("sha256")
    )
)


@dataclass(frozen=True, slots=True, repr=False)
class BlobPlace:
    """One encrypted file: its name in the vault and the key that alone opens it."""

    sha256: Sha256
    """Over the plain bytes."""
    name: str
    key: bytes
    """32 bytes; destroying it destroys the file."""
    format: int
    size_bytes: int
    """Of the plain file."""


class BlobPlaces:
    """The files of each inspection, by what they hold."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, inspection: InspectionId, place: BlobPlace) -> None:
        """Remember where a file lies.

        The same bytes written anew, after their file went missing, replace what was known.
        """
        self._connection.execute(
            insert(_blob).prefix_with("OR REPLACE"),
            {
                "inspection": inspection,
                "sha256": place.sha256,
                "name": place.name,
                "key": place.key,
                "format": place.format,
                "size_bytes": place.size_bytes,
            },
        )

    def find(self, inspection: InspectionId, sha256: Sha256) -> BlobPlace | None:
        """Return where the file lies, or None when it is not on this laptop."""
        driver = driver_of(self._connection)
        row = _PLACE.run(driver, inspection=inspection, sha256=sha256).fetchone()
        return None if row is None else BlobPlace(*row)

    def get(self, inspection: InspectionId, sha256: Sha256) -> BlobPlace:
        """Return where the file lies.

        Raises:
            NotFound: it is not on this laptop.
        """
        if (place := self.find(inspection, sha256)) is None:
            raise NotFound(
                tr(
                    "The evidence file with SHA-256 {sha256}… is not on this laptop: fetch it from "
                    "base, or bring the laptops together with the files."
                ).format(sha256=sha256[:12])
            )
        return place

    def key_of(self, name: str) -> bytes | None:
        """Return the key of the file with this name in the vault, or None."""
        wanted = select(_blob.c.key).where(_blob.c.name == name)
        row = self._connection.execute(wanted).first()
        return None if row is None else row[0]

    def names(self) -> frozenset[str]:
        """Return the names of all encrypted files that something refers to."""
        return frozenset(row[0] for row in self._connection.execute(select(_blob.c.name)))

    def all_of(self, inspection: InspectionId) -> tuple[BlobPlace, ...]:
        """Return where all files of an inspection lie."""
        wanted = select(_blob).where(_blob.c.inspection == inspection).order_by(_blob.c.name)
        return tuple(
            BlobPlace(Sha256(row.sha256), row.name, row.key, row.format, row.size_bytes)
            for row in self._connection.execute(wanted)
        )

    def after(self, name: str) -> tuple[InspectionId, BlobPlace] | None:
        """Return the file whose name comes next, in whichever inspection; None: there is none."""
        wanted = select(_blob).where(_blob.c.name > name).order_by(_blob.c.name).limit(1)
        row = self._connection.execute(wanted).first()
        if row is None:
            return None
        place = BlobPlace(Sha256(row.sha256), row.name, row.key, row.format, row.size_bytes)
        return InspectionId(row.inspection), place

    def sizes(self, after: str = "") -> tuple[int, int]:
        """Return how many files come after a name, and the bytes of their plain contents."""
        wanted = select(func.count(), func.coalesce(func.sum(_blob.c.size_bytes), 0))
        count, size = self._connection.execute(wanted.where(_blob.c.name > after)).one()
        return int(count), int(size)

    def count(self, inspection: InspectionId) -> int:
        """Return how many files of an inspection are here."""
        wanted = select(func.count()).select_from(_blob).where(_blob.c.inspection == inspection)
        return int(self._connection.execute(wanted).scalar_one())

    def forget(self, inspection: InspectionId, sha256: Sha256) -> None:
        """Destroy the key of a file; its encrypted bytes can never be opened again."""
        self._connection.execute(
            delete(_blob).where(_blob.c.inspection == inspection, _blob.c.sha256 == sha256)
        )

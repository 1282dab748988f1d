"""The rows, as the encrypted database holds them. Nothing outside ``storage`` may see a row.

The journal (``change``, ``body``) is the truth; ``version``, ``superseded`` and ``purged`` are its
fold, kept step by step and rebuilt at will, and so is ``passage``; the rest is this laptop's own.
"""

from sqlalchemy import Index, Table
from sqlmodel import Field, SQLModel


class ChangeRow(SQLModel, table=True):
    """What a change's header says, to be asked for; never altered, never deleted."""

    __tablename__ = "change"
    __table_args__ = (
        Index("change_chain", "chain", "sequence"),
        Index("change_subject", "inspection", "subject"),
        Index("change_device", "device", "position"),
        Index("change_stamp", "wall_ms", "counter"),
    )
    position: int | None = Field(default=None, primary_key=True)
    """Order of arrival on this laptop."""
    id: str = Field(unique=True)
    inspection: str
    chain: str
    sequence: int
    device: str
    author: str
    time_ms: int
    wall_ms: int
    counter: int
    kind: str
    kind_version: int
    subject: str
    pack: str
    signature: bytes


class HeaderRow(SQLModel, table=True):
    """A change's signed header, byte for byte; never altered, never deleted.

    By itself, since every opening of the vault reads all headers through, and nothing else.
    """

    __tablename__ = "header"
    position: int = Field(primary_key=True, foreign_key="change.position")
    header: bytes


class BodyRow(SQLModel, table=True):
    """A change's body; deleted by a purge and by nothing else."""

    __tablename__ = "body"
    change_id: str = Field(primary_key=True, foreign_key="change.id")
    salt: bytes
    body: bytes


class QuarantineRow(SQLModel, table=True):
    """A change that is kept but not admitted: its device is not known here."""

    __tablename__ = "quarantine"
    change_id: str = Field(primary_key=True, foreign_key="change.id")


class VersionRow(SQLModel, table=True):
    """A change that no admitted change supersedes: what stands about its subject."""

    __tablename__ = "version"
    inspection: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    change_id: str = Field(primary_key=True)


class SupersededRow(SQLModel, table=True):
    """A change that an admitted change names as superseded, whether it has arrived or not."""

    __tablename__ = "superseded"
    inspection: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    change_id: str = Field(primary_key=True)


class PurgedRow(SQLModel, table=True):
    """A change whose body an admitted change destroys, whether it has arrived or not."""

    __tablename__ = "purged"
    inspection: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    change_id: str = Field(primary_key=True)


class PassageRow(SQLModel, table=True):
    """Words that can be searched, and their place; their index is kept by triggers."""

    __tablename__ = "passage"
    __table_args__ = (Index("passage_subject", "inspection", "subject"),)
    id: int | None = Field(default=None, primary_key=True)
    inspection: str
    subject: str
    kind: str
    number: str
    section: str
    line: str
    words: str
    is_established: bool
    in_conflict: bool
    is_withheld: bool


class FileReadRow(SQLModel, table=True):
    """An evidence item whose file was read for its text."""

    __tablename__ = "file_read"
    inspection: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    sha256: str


class BlobRow(SQLModel, table=True):
    """An encrypted file of the vault, with the key that alone opens it."""

    __tablename__ = "blob"
    __table_args__ = (Index("blob_name", "name"),)
    inspection: str = Field(primary_key=True)
    sha256: str = Field(primary_key=True)
    name: str
    key: bytes
    format: int
    size_bytes: int


class PackRow(SQLModel, table=True):
    """A copy of a pack that an inspection is pinned to."""

    __tablename__ = "pack"
    sha256: str = Field(primary_key=True)
    id: str
    version: str
    archive: bytes


class PersonRow(SQLModel, table=True):
    """Somebody's name, sealed with a key of its own."""

    __tablename__ = "person"
    id: str = Field(primary_key=True)
    nonce: bytes
    sealed_name: bytes


class PersonKeyRow(SQLModel, table=True):
    """The key of a name; deleting it erases the name for good."""

    __tablename__ = "person_key"
    id: str = Field(primary_key=True)
    key: bytes


class IdentityRow(SQLModel, table=True):
    """A signing identity for PDF summaries, its key wrapped by its inspector's own PIN."""

    __tablename__ = "identity"
    id: str = Field(primary_key=True)
    person: str
    kind: str
    label: str
    certificate: bytes
    secret: str
    """What the adapter needs to reach the key: the wrapped key, or where the card is."""


class SettingRow(SQLModel, table=True):
    """A setting of this laptop and vault; settings are not journalled."""

    __tablename__ = "setting"
    key: str = Field(primary_key=True)
    value: str


def table(name: str) -> Table:
    """Return the table of that name."""
    return SQLModel.metadata.tables[name]

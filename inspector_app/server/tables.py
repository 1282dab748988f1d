"""The rows of base's database, alike in SQLite and PostgreSQL. Nothing outside ``server`` sees one.

``change`` is the truth, as on the laptops; ``chain``, ``purged`` and ``file`` are
worked out of them. All instants are milliseconds UTC by base's clock, unless a column says whose.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

METADATA = MetaData()

# Grows by itself in both engines: SQLite numbers rows of its own INTEGER type alone.
_Position = BigInteger().with_variant(Integer, "sqlite")

setting = Table(
    "setting",
    METADATA,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),  # JSON
)

# Laptops and people

device = Table(
    "device",
    METADATA,
    Column("id", String(64), primary_key=True),  # its Ed25519 key
    Column("recipient", String, nullable=False),  # its age key
    Column("person", String(32), nullable=False),
    Column("initials", String(4), nullable=False),
    Column("name", String, nullable=False),  # the inspector's
    Column("label", String, nullable=False),  # the laptop's, as the administrator calls it
    Column("certificate", Text, nullable=False),  # PEM
    Column("enrolled_ms", BigInteger, nullable=False),
    Column("revoked_ms", BigInteger),
    Column("replaced_by", String(64)),  # the device that the same person enrolled instead
    Column("seen_ms", BigInteger),  # last signed request
    Column("ahead_ms", BigInteger),  # its clock less base's, then
)
certificate = Table(  # every one that was issued, so that revoking a laptop revokes all of them
    "certificate",
    METADATA,
    Column("serial", String(40), primary_key=True),  # hexadecimal
    Column("device", String(64), nullable=False, index=True),
    Column("issued_ms", BigInteger, nullable=False),
)
invitation = Table(
    "invitation",
    METADATA,
    Column("secret_hash", String(64), primary_key=True),  # SHA-256: the secret itself is not kept
    Column("label", String, nullable=False),
    Column("initials", String(4)),  # None: those the laptop introduces itself with
    Column("replaces", String(64)),
    Column("made_ms", BigInteger, nullable=False),
    Column("expires_ms", BigInteger, nullable=False),
    Column("used_ms", BigInteger),
    Column("used_by", String(64)),  # the device, which may ask again should the answer be lost
)
nonce = Table(
    "nonce",
    METADATA,
    Column("device", String(64), primary_key=True),
    Column("nonce", String(64), primary_key=True),
    Column("seen_ms", BigInteger, nullable=False, index=True),
)
account = Table(  # of those who administer base
    "account",
    METADATA,
    Column("name", String, primary_key=True),
    Column("role", String, nullable=False),  # admin, lead
    Column("password_hash", String, nullable=False),  # Argon2id
    Column("person", String(32)),  # a lead's, to find the inspections of theirs
    Column("made_ms", BigInteger, nullable=False),
)
session = Table(
    "session",
    METADATA,
    Column("token_hash", String(64), primary_key=True),
    Column("account", String, ForeignKey("account.name", ondelete="CASCADE"), nullable=False),
    Column("begun_ms", BigInteger, nullable=False),
    Column("seen_ms", BigInteger, nullable=False),
)
attempt = Table(  # failed ones, for the rate limits
    "attempt",
    METADATA,
    Column("position", _Position, primary_key=True, autoincrement=True),
    Column("what", String, nullable=False, index=True),
    Column("at_ms", BigInteger, nullable=False),
)
event = Table(  # what was done at base and by whom, for the administrator
    "event",
    METADATA,
    Column("position", _Position, primary_key=True, autoincrement=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("who", String, nullable=False),  # an account, a device, or "spr-base"
    Column("what", String, nullable=False),  # past participle: device-enrolled, member-added
    Column("about", String, nullable=False, default=""),
    Column("words", Text, nullable=False, default=""),
)

# Inspections

inspection = Table(
    "inspection",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("pack", String(64), nullable=False),
    Column("opened_ms", BigInteger, nullable=False),
    Column("opened_by", String(64), nullable=False),
    Column("membership", BigInteger, nullable=False, default=0),  # the list's number
    Column("mark", BigInteger, nullable=False, default=0),  # grows with all that a laptop may see
)
member = Table(
    "member",
    METADATA,
    Column("inspection", String(32), ForeignKey("inspection.id"), primary_key=True),
    Column("device", String(64), ForeignKey("device.id"), primary_key=True),
    Column("role", String, nullable=False),  # lead, inspector
    Column("since_ms", BigInteger, nullable=False),
    Column("left_ms", BigInteger),
    # What the laptop said last of its own.
    Column("lacks", Text),  # JSON list of SHA-256; None: it never said
    Column("forgot_ms", BigInteger),
    Column("told_ms", BigInteger),
    Index("member_device", "device"),
)
pack = Table(
    "pack",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("id", String, nullable=False),
    Column("version", String, nullable=False),
    Column("archive", LargeBinary, nullable=False),
    Column("came_from", String(64), index=True),  # the laptop; None: a transfer file brought it
)
person_name = Table(  # outside the journal, as on the laptops
    "person_name",
    METADATA,
    Column("inspection", String(32), ForeignKey("inspection.id"), primary_key=True),
    Column("person", String(32), primary_key=True),
    Column("name", String),  # None: erased, and never taken in again
)

# The journal

change = Table(
    "change",
    METADATA,
    Column("position", _Position, primary_key=True, autoincrement=True),  # of no meaning outside
    Column("id", String(64), unique=True, nullable=False),
    Column("inspection", String(32), nullable=False),
    Column("chain", String(32), nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("device", String(64), nullable=False),
    Column("author", String(32), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("time_ms", BigInteger, nullable=False),  # by the laptop's clock
    Column("wall_ms", BigInteger, nullable=False),  # by its logical clock
    Column("is_whole", Boolean, nullable=False),  # its body is here, or was purged: it is told
    Column("header", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("salt", LargeBinary),  # None, like the body, once it was destroyed
    Column("body", LargeBinary),
    Column("came_from", String(64), nullable=False),  # the device that brought it
    Column("came_ms", BigInteger, nullable=False),
    Index("change_chain", "inspection", "chain", "sequence"),
    Index("change_kind", "inspection", "kind"),
    Index("change_subject", "inspection", "subject"),
)
brought = Table(  # what a laptop brought by itself and base did not have
    "brought",
    METADATA,
    Column("inspection", String(32), primary_key=True),
    Column("device", String(64), primary_key=True),
    Column("changes", BigInteger, nullable=False),
    Column("bytes", BigInteger, nullable=False),  # as they came
)
chain = Table(
    "chain",
    METADATA,
    Column("inspection", String(32), primary_key=True),
    Column("chain", String(32), primary_key=True),
    Column("device", String(64), nullable=False),
    Column("length", BigInteger, nullable=False),  # changes from the first on, each on the last
    Column("tip", String(64), nullable=False),  # the last of these; empty: the first is not here
    Column("is_line", Boolean, nullable=False),  # False: gaps or forks; told change by change
    Column("is_forked", Boolean, nullable=False),
    # By the laptop's logical clock, of all that is here; to notice that it went back in time.
    Column("first_ms", BigInteger, nullable=False),
    Column("last_ms", BigInteger, nullable=False),
    Column("follows", String(64), index=True),  # what the first names; None: that is not here
    Column("went_back", Boolean, nullable=False),
    Index("chain_device", "device", "first_ms"),
    sqlite_with_rowid=False,  # all of an inspection's lie together: every pull reads them
)
purged = Table(  # changes whose bodies an obeyed purge destroys, arrived or not
    "purged",
    METADATA,
    Column("inspection", String(32), primary_key=True),
    Column("change", String(64), primary_key=True),
    Column("subject", String, primary_key=True),  # a purge reaches no further than its own
    Column("purge", String(64), nullable=False, index=True),
)
waiting_purge = Table(  # kept and relayed, and not obeyed as yet
    "waiting_purge",
    METADATA,
    Column("inspection", String(32), primary_key=True),
    Column("change", String(64), primary_key=True),
    Column("is_told", Boolean, nullable=False),  # that its author may not destroy what it names
)
held = Table(  # kept apart for the lead inspector; told to nobody
    "held",
    METADATA,
    Column("change", String(64), primary_key=True),
    Column("inspection", String(32), nullable=False, index=True),
    Column("device", String(64), nullable=False),
    Column("line", LargeBinary, nullable=False),  # as it came: one WireChange
    Column("came_from", String(64), nullable=False),
    Column("came_ms", BigInteger, nullable=False),
    Column("reason", String, nullable=False),  # revoked, left, unknown
)

# Files

file = Table(
    "file",
    METADATA,
    Column("inspection", String(32), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("size_bytes", BigInteger),  # None: a thumbnail, until it is offered
    Column("is_thumbnail", Boolean, nullable=False),
    Column(
        "state", String, nullable=False
    ),  # lacking, arriving, verifying, verified, damaged, purged
    Column("upload", String),  # what the object store calls the arriving one
    Column("writer", String(32)),  # the only process that wrote to it so far; None: any may have
    Column("named_by", String(64), nullable=False),  # the change
    Column("is_destroyed", Boolean, nullable=False, default=False),  # a purged one's bytes are gone
    Index("file_state", "inspection", "state"),
)
part = Table(  # written after the bytes lie on the disk itself
    "part",
    METADATA,
    Column("inspection", String(32), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("number", Integer, primary_key=True),  # from 1
    Column("size_bytes", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),  # SHA-256 of the part, or of all to its end
    Column("tag", String),  # the object store's
)

# Safe keeping

receipt = Table(  # the last one for each laptop and inspection
    "receipt",
    METADATA,
    Column("inspection", String(32), primary_key=True),
    Column("device", String(64), primary_key=True),
    Column("issued_ms", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("signature", String, nullable=False),
)
backup = Table(
    "backup",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("made_ms", BigInteger, nullable=False),
    Column("place", String, nullable=False),
)
backed_up = Table(  # how far the last backup reaches
    "backed_up",
    METADATA,
    Column("inspection", String(32), primary_key=True),
    Column("backup", String(32), nullable=False),
    Column("vector", Text, nullable=False),  # JSON, a VectorForm
    Column("lacks", Text, nullable=False),  # JSON list of SHA-256 that it does not hold
)
transfer = Table(  # what came by a transfer file, volume by volume
    "transfer",
    METADATA,
    Column("digest", String(64), primary_key=True),  # SHA-256 of the file
    Column("state", String, nullable=False),  # taken; apart: the file itself is kept too
    Column("reason", String, nullable=False, default=""),  # why it is apart
    Column("device", String(64), nullable=False),  # that signed it
    Column("size_bytes", BigInteger, nullable=False),
    Column("imported_ms", BigInteger, nullable=False),
    Column("imported_by", String, nullable=False),
    # As it says within; None where nobody has looked.
    Column("bundle", String(32), index=True),
    Column("volume", Integer),
    Column("volumes", Integer),  # None: only its last volume tells
    Column("inspection", String(32)),
    Column("authorised_by", String),
    Column("stick", String),
)

# What base tells inspections of each other

comparison = Table(  # each that was ever told: what a later one may tell depends on all of them
    "comparison",
    METADATA,
    Column("position", _Position, primary_key=True, autoincrement=True),
    Column("key", String, nullable=False, index=True),  # checklist and comparison: spr-2012/needed
    Column("about", String, nullable=False, index=True),  # what is compared, whoever asks
    Column("issued_ms", BigInteger, nullable=False),
    Column("figures", Text, nullable=False),  # JSON, by force; never leaves base
    Column("told", Text, nullable=False),  # JSON: what is alike for every inspection
)
comparison_told = Table(  # what each inspection is told now
    "comparison_told",
    METADATA,
    Column("inspection", String(32), primary_key=True),
    Column("force", String, nullable=False),  # as ``figures`` name it
    Column("told", Text, nullable=False),  # JSON list of Compared
)

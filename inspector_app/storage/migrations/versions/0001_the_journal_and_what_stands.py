"""The journal, its fold, and this laptop's own tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

GUARDS = {
    "change_is_never_altered": "BEFORE UPDATE ON change",
    "change_is_never_deleted": "BEFORE DELETE ON change",
    "header_is_never_altered": "BEFORE UPDATE ON header",
    "header_is_never_deleted": "BEFORE DELETE ON header",
    "body_is_never_altered": "BEFORE UPDATE ON body",
}


def upgrade() -> None:
    op.create_table(
        "change",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("inspection", sa.String, nullable=False),
        sa.Column("chain", sa.String, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("device", sa.String, nullable=False),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("time_ms", sa.Integer, nullable=False),
        sa.Column("wall_ms", sa.Integer, nullable=False),
        sa.Column("counter", sa.Integer, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("kind_version", sa.Integer, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("pack", sa.String, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "header",
        sa.Column("position", sa.Integer, sa.ForeignKey("change.position"), primary_key=True),
        sa.Column("header", sa.LargeBinary, nullable=False),
    )
    op.create_index("change_chain", "change", ["chain", "sequence"])
    op.create_index("change_subject", "change", ["inspection", "subject"])
    op.create_index("change_device", "change", ["device", "position"])
    op.create_index("change_stamp", "change", ["wall_ms", "counter"])
    op.create_table(
        "body",
        sa.Column("change_id", sa.String, sa.ForeignKey("change.id"), primary_key=True),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "quarantine",
        sa.Column("change_id", sa.String, sa.ForeignKey("change.id"), primary_key=True),
    )
    for name in ("version", "superseded", "purged"):
        op.create_table(
            name,
            sa.Column("inspection", sa.String, primary_key=True),
            sa.Column("subject", sa.String, primary_key=True),
            sa.Column("change_id", sa.String, primary_key=True),
            sqlite_with_rowid=False,
        )
    op.create_table(
        "blob",
        sa.Column("inspection", sa.String, primary_key=True),
        sa.Column("sha256", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("format", sa.Integer, nullable=False),
        sa.Column("size_bytes", sa.Integer, nullable=False),
    )
    op.create_index("blob_name", "blob", ["name"])
    op.create_table(
        "pack",
        sa.Column("sha256", sa.String, primary_key=True),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("version", sa.String, nullable=False),
        sa.Column("archive", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("nonce", sa.LargeBinary, nullable=False),
        sa.Column("sealed_name", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "person_key",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("key", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "identity",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("label", sa.String, nullable=False),
        sa.Column("certificate", sa.LargeBinary, nullable=False),
        sa.Column("secret", sa.String, nullable=False),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )
    # REPLACE would delete the old body, which deleting itself may do: a purge does.
    op.execute(
        "CREATE TRIGGER body_is_never_replaced BEFORE INSERT ON body "
        "WHEN EXISTS (SELECT 1 FROM body WHERE change_id = NEW.change_id) "
        "BEGIN SELECT RAISE(IGNORE); END"
    )
    for name, when in GUARDS.items():
        op.execute(
            f"CREATE TRIGGER {name} {when} "
            "BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END"
        )

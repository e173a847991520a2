"""The audit can only grow, and its entries are bound to each other by seals.

On SQLite a table that is altered by copying loses its triggers: a later migration that copies one of these two tables
has to make them anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("audit_entry", "audit_seal")
KEYS = {"audit_entry": ("id", "mark"), "audit_seal": ("position", "entry_id")}
REFUSAL = "the audit only grows: its rows are neither changed nor deleted"


def upgrade() -> None:
    op.add_column("audit_entry", sa.Column("unit_id", sa.Integer(), nullable=True))
    op.add_column("audit_entry", sa.Column("mark", sa.String(length=110), nullable=True))
    op.create_index("ix_audit_entry_unit", "audit_entry", ["unit_id", "at"])
    op.create_index("ix_audit_entry_at", "audit_entry", ["at"])
    op.create_index("uq_audit_entry_mark", "audit_entry", ["mark"], unique=True)
    op.create_table(
        "audit_seal",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit_seal")),
    )
    op.create_index("uq_audit_seal_entry_id", "audit_seal", ["entry_id"], unique=True)
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"DROP TRIGGER {table}_only_grows ON {table}")
            op.execute(f"DROP TRIGGER {table}_is_not_emptied ON {table}")
        op.execute("DROP FUNCTION refuse_to_change_the_audit()")
    else:
        for table in TABLES:
            for act in ("update", "delete", "insert"):
                op.execute(f"DROP TRIGGER {table}_refuses_{act}")
    op.drop_index("uq_audit_seal_entry_id", "audit_seal")
    op.drop_table("audit_seal")
    op.drop_index("uq_audit_entry_mark", "audit_entry")
    op.drop_index("ix_audit_entry_at", "audit_entry")
    op.drop_index("ix_audit_entry_unit", "audit_entry")
    op.drop_column("audit_entry", "mark")
    op.drop_column("audit_entry", "unit_id")


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_to_change_the_audit() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_to_change_the_audit()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_audit()"
        )


def _guard_sqlite() -> None:
    for table in TABLES:
        for act in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{act} BEFORE {act.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        # INSERT OR REPLACE deletes a standing row without asking the trigger above.
        stands = " OR ".join(f"{key} = NEW.{key}" for key in KEYS[table])
        op.execute(
            f"CREATE TRIGGER {table}_refuses_insert BEFORE INSERT ON {table} "  # noqa: S608 - all names are ours
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {stands}) BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )

"""Used links of mails, tasks taken on, calendar feeds."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "link_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_link_use_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_use")),
    )
    with op.batch_alter_table("link_use", schema=None) as batch_op:
        batch_op.create_index("ix_link_use_account_id", ["account_id"], unique=False)
        batch_op.create_index("ix_link_use_at", ["at"], unique=False)
        batch_op.create_index("uq_link_use_thing", ["notice_id", "subject_kind", "subject_id"], unique=True)

    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_fetched_on", sa.Date(), nullable=True),
        sa.Column("hour_began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetches", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_calendar_feed_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.create_index("ix_calendar_feed_account_id", ["account_id"], unique=False)
        batch_op.create_index(
            "uq_calendar_feed_living",
            ["account_id"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "task_receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("lead", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_task_receipt_by_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_receipt_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_receipt")),
    )
    with op.batch_alter_table("task_receipt", schema=None) as batch_op:
        batch_op.create_index("ix_task_receipt_by_id", ["by_id"], unique=False)
        batch_op.create_index("uq_task_receipt_lead", ["task_id", "lead"], unique=True)


def downgrade() -> None:
    for table in ("task_receipt", "calendar_feed", "link_use"):
        op.drop_table(table)

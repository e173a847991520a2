"""Files of tasks that wait to be confirmed, and what somebody calls the columns of theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "task_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_task_file_account_id")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_task_file_committee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_file")),
    )
    with op.batch_alter_table("task_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_file_account_id"), ["account_id"], unique=False)

    op.create_table(
        "task_heading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("column", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_task_heading_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_heading")),
        sa.UniqueConstraint("account_id", "heading", name="uq_task_heading_account_id_heading"),
    )


def downgrade() -> None:
    op.drop_table("task_heading")
    with op.batch_alter_table("task_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_file_account_id"))
    op.drop_table("task_file")

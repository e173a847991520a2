"""When an end was entered, what stands beside a post, and files of people that wait to be confirmed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXTS = ("position_title", "organization", "phone")


def upgrade() -> None:
    op.create_table(
        "people_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("links_given_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_people_file_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_file")),
    )
    with op.batch_alter_table("people_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_file_account_id"), ["account_id"], unique=False)
    for table in ("seat", "post"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("to_on_before", sa.Date(), nullable=True))
            batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("area_assignment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("post", schema=None) as batch_op:
        for name in TEXTS:
            batch_op.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("post", schema=None) as batch_op:
        for name in TEXTS:
            batch_op.alter_column(name, existing_type=sa.String(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("post", schema=None) as batch_op:
        for name in reversed(TEXTS):
            batch_op.drop_column(name)
    with op.batch_alter_table("area_assignment", schema=None) as batch_op:
        batch_op.drop_column("ended_at")
    for table in ("post", "seat"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("ended_at")
            batch_op.drop_column("to_on_before")
    with op.batch_alter_table("people_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_file_account_id"))
    op.drop_table("people_file")

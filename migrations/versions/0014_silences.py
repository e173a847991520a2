"""Pauses in urging on, and which case is noted under one."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_silence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_by_name", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_name", sa.String(), nullable=False),
        sa.Column("ended_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_case_silence_days")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_case_silence_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_silence")),
    )
    with op.batch_alter_table("case_silence", schema=None) as batch_op:
        batch_op.create_index("ix_case_silence_unit_id", ["unit_id"], unique=False)
        batch_op.create_index("ix_case_silence_to_on", ["to_on"], unique=False)

    op.create_table(
        "case_silence_indicator",
        sa.Column("silence_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["silence_id"], ["case_silence.id"], name=op.f("fk_case_silence_indicator_silence_id")),
        sa.ForeignKeyConstraint(["indicator"], ["indicator.code"], name=op.f("fk_case_silence_indicator_indicator")),
        sa.PrimaryKeyConstraint("silence_id", "indicator", name=op.f("pk_case_silence_indicator")),
    )

    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("taken_back_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("silence_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_case_silence_id"), "case_silence", ["silence_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_case_silence_id"), ["silence_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_silence_id"))
        batch_op.drop_constraint(op.f("fk_case_silence_id"), type_="foreignkey")
        batch_op.drop_column("silence_id")
        batch_op.drop_column("taken_back_on")
    op.drop_table("case_silence_indicator")
    op.drop_table("case_silence")

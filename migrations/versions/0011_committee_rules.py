"""What a committee has settled for itself about deadlines and more time."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "committee_rules",
        sa.Column("committee_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("extensions", sa.Integer(), nullable=True),
        sa.Column("notice_days", sa.Integer(), nullable=True),
        sa.Column("strict", sa.Boolean(), nullable=True),
        sa.Column("moves", sa.Boolean(), nullable=True),
        sa.CheckConstraint("extensions BETWEEN 0 AND 9", name=op.f("ck_committee_rules_extensions")),
        sa.CheckConstraint("notice_days BETWEEN 0 AND 60", name=op.f("ck_committee_rules_notice_days")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_committee_rules_committee_id")),
        sa.PrimaryKeyConstraint("committee_id", name=op.f("pk_committee_rules")),
    )


def downgrade() -> None:
    op.drop_table("committee_rules")

"""How committees are renewed, which seat follows which, and what agencies are called when."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reconstitution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("entered_by_name", sa.String(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_reconstitution_committee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconstitution")),
    )
    with op.batch_alter_table("reconstitution", schema=None) as batch_op:
        batch_op.create_index("ix_reconstitution_committee_id", ["committee_id", "effective_on"], unique=False)

    op.create_table(
        "seat_succession",
        sa.Column("seat_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("reconstitution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_seat_succession_seat_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["seat.id"], name=op.f("fk_seat_succession_successor_id")),
        sa.ForeignKeyConstraint(
            ["reconstitution_id"], ["reconstitution.id"], name=op.f("fk_seat_succession_reconstitution_id")
        ),
        sa.PrimaryKeyConstraint("seat_id", name=op.f("pk_seat_succession")),
    )
    with op.batch_alter_table("seat_succession", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_seat_succession_successor_id"), ["successor_id"], unique=False)
        batch_op.create_index(op.f("ix_seat_succession_reconstitution_id"), ["reconstitution_id"], unique=False)

    op.create_table(
        "agency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("merged_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(merged_into_id IS NULL) = (merged_on IS NULL)", name=op.f("ck_agency_merged")),
        sa.CheckConstraint("merged_into_id != id", name=op.f("ck_agency_other")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["agency.id"], name=op.f("fk_agency_merged_into_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
    )
    op.create_table(
        "agency_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_agency_name_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_name")),
    )
    with op.batch_alter_table("agency_name", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_agency_name_agency_id"), ["agency_id"], unique=False)


def downgrade() -> None:
    op.drop_table("agency_name")
    op.drop_table("agency")
    op.drop_table("seat_succession")
    op.drop_table("reconstitution")

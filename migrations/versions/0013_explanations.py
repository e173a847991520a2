"""What units say of a case they are behind in, and what they promise."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "explanation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("episode", sa.Integer(), nullable=False),
        sa.Column("filing", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("cause_text", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reached", sa.BigInteger(), nullable=True),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("filed_by", sa.Integer(), nullable=False),
        sa.Column("filed_by_name", sa.String(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_by_name", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'accepted', 'returned', 'overtaken')", name=op.f("ck_explanation_state")
        ),
        sa.CheckConstraint(
            "cause IN ('left_poverty', 'thin_network', 'part_time_agents', 'far_from_people', 'workers_away', "
            "'small_firms', 'figures_unchecked', 'other')",
            name=op.f("ck_explanation_cause"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_explanation_case_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_explanation_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_explanation")),
    )
    with op.batch_alter_table("explanation", schema=None) as batch_op:
        batch_op.create_index("uq_explanation_filing", ["case_id", "filing"], unique=True)

    op.create_table(
        "commitment_milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("explanation_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("figure", sa.BigInteger(), nullable=True),
        sa.Column("figure_on", sa.Date(), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'kept', 'missed')", name=op.f("ck_commitment_milestone_state")),
        sa.ForeignKeyConstraint(
            ["explanation_id"], ["explanation.id"], name=op.f("fk_commitment_milestone_explanation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_milestone")),
    )
    with op.batch_alter_table("commitment_milestone", schema=None) as batch_op:
        batch_op.create_index("uq_commitment_milestone_due_on", ["explanation_id", "due_on"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("commitment_milestone", schema=None) as batch_op:
        batch_op.drop_index("uq_commitment_milestone_due_on")
    op.drop_table("commitment_milestone")
    with op.batch_alter_table("explanation", schema=None) as batch_op:
        batch_op.drop_index("uq_explanation_filing")
    op.drop_table("explanation")

"""Where a database came from, and mail that is held after a restore until somebody confirms it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STATES = "'queued', 'leased', 'sent', 'failed', 'dead', 'cancelled'"


def upgrade() -> None:
    op.create_table(
        "restored",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restored")),
    )
    _let_states_be(f"{STATES}, 'held'")


def downgrade() -> None:
    # What is held may not leave by itself: it is cancelled.
    op.execute("UPDATE delivery SET state = 'cancelled' WHERE state = 'held'")
    _let_states_be(STATES)
    op.drop_table("restored")


def _let_states_be(states: str) -> None:
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_delivery_state"), type_="check")
        batch_op.create_check_constraint(op.f("ck_delivery_state"), f"state IN ({states})")

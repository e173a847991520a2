"""How people show who they are: second factor, when it was shown last, from where."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _widen_sessions()
    _widen_accounts()
    _widen_links()
    _widen_keys()
    op.create_table(
        "second_factor",
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed_secret", sa.String(), nullable=False),
        sa.Column("enrolled_at", MOMENT, nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_second_factor_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index("ix_recovery_code_account_id", "recovery_code", ["account_id"])
    op.create_table(
        "former_password",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("replaced_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_former_password_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_password")),
    )
    op.create_index("ix_former_password_account_id", "former_password", ["account_id"])
    op.create_table(
        "account_news",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("sealed_path", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_news_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_news")),
    )
    op.create_index("ix_account_news_account_id", "account_news", ["account_id"])
    op.create_index("ix_account_news_told_at", "account_news", ["told_at"])


def downgrade() -> None:
    op.drop_table("account_news")
    op.drop_table("former_password")
    op.drop_table("recovery_code")
    op.drop_table("second_factor")
    with op.batch_alter_table("account") as batch_op:
        batch_op.drop_column("password_is_short")
        batch_op.drop_column("password_set_at")
    with op.batch_alter_table("api_token") as batch_op:
        batch_op.drop_column("last_used_on")
        batch_op.drop_column("label")
    # A link for a new password would last as long as an invitation.
    op.execute("DELETE FROM invitation WHERE purpose = 'reset'")
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.drop_constraint(op.f("ck_invitation_purpose"), type_="check")
        batch_op.drop_column("purpose")
    # What waits for a code would be signed in where nobody knows of codes.
    op.execute("DELETE FROM signed_in_session WHERE awaits_code")
    with op.batch_alter_table("signed_in_session") as batch_op:
        for column in ("awaits_code", "network", "proven_at"):
            batch_op.drop_column(column)


def _widen_sessions() -> None:
    with op.batch_alter_table("signed_in_session") as batch_op:
        batch_op.add_column(sa.Column("proven_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("network", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("awaits_code", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE signed_in_session SET proven_at = begun_at")
    with op.batch_alter_table("signed_in_session") as batch_op:
        batch_op.alter_column("proven_at", existing_type=MOMENT, nullable=False)
        batch_op.alter_column("network", existing_type=sa.String(), server_default=None)
        batch_op.alter_column("awaits_code", existing_type=sa.Boolean(), server_default=None)


def _widen_links() -> None:
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.String(), nullable=False, server_default="invitation"))
        batch_op.create_check_constraint("purpose", "purpose IN ('invitation', 'reset')")
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.alter_column("purpose", existing_type=sa.String(), server_default=None)


def _widen_keys() -> None:
    with op.batch_alter_table("api_token") as batch_op:
        batch_op.add_column(sa.Column("label", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("last_used_on", sa.Date(), nullable=True))
    with op.batch_alter_table("api_token") as batch_op:
        batch_op.alter_column("label", existing_type=sa.String(), server_default=None)


def _widen_accounts() -> None:
    with op.batch_alter_table("account") as batch_op:
        batch_op.add_column(sa.Column("password_set_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("password_is_short", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE account SET password_set_at = created_at WHERE password_hash IS NOT NULL")
    with op.batch_alter_table("account") as batch_op:
        batch_op.alter_column("password_is_short", existing_type=sa.Boolean(), server_default=None)

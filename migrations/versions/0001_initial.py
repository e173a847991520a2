"""The tables of the first rooms."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("thing_kind", sa.String(), nullable=False),
        sa.Column("thing_id", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entry_actor", ["actor_id"], unique=False)
        batch_op.create_index("ix_audit_entry_thing", ["thing_kind", "thing_id"], unique=False)

    op.create_table(
        "cell",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("parent_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("last_month", sa.Integer(), nullable=False),
        sa.Column("newest_on", sa.Date(), nullable=True),
        sa.Column("rolled", sa.Integer(), nullable=False),
        sa.Column("provisional", sa.Integer(), nullable=False),
        sa.Column("about", sa.Integer(), nullable=False),
        sa.Column("suspect", sa.Integer(), nullable=False),
        sa.Column("m1", sa.BigInteger(), nullable=True),
        sa.Column("m2", sa.BigInteger(), nullable=True),
        sa.Column("m3", sa.BigInteger(), nullable=True),
        sa.Column("m4", sa.BigInteger(), nullable=True),
        sa.Column("m5", sa.BigInteger(), nullable=True),
        sa.Column("m6", sa.BigInteger(), nullable=True),
        sa.Column("m7", sa.BigInteger(), nullable=True),
        sa.Column("m8", sa.BigInteger(), nullable=True),
        sa.Column("m9", sa.BigInteger(), nullable=True),
        sa.Column("m10", sa.BigInteger(), nullable=True),
        sa.Column("m11", sa.BigInteger(), nullable=True),
        sa.Column("m12", sa.BigInteger(), nullable=True),
        sa.Column("d1", sa.Date(), nullable=True),
        sa.Column("d2", sa.Date(), nullable=True),
        sa.Column("d3", sa.Date(), nullable=True),
        sa.Column("d4", sa.Date(), nullable=True),
        sa.Column("d5", sa.Date(), nullable=True),
        sa.Column("d6", sa.Date(), nullable=True),
        sa.Column("d7", sa.Date(), nullable=True),
        sa.Column("d8", sa.Date(), nullable=True),
        sa.Column("d9", sa.Date(), nullable=True),
        sa.Column("d10", sa.Date(), nullable=True),
        sa.Column("d11", sa.Date(), nullable=True),
        sa.Column("d12", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("year", "parent_id", "unit_id", "indicator", name=op.f("pk_cell")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "indicator",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit_of_measure", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("numerators", sa.String(), nullable=False),
        sa.Column("denominator", sa.String(), nullable=False),
        sa.Column("aggregation", sa.String(), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("strictness", sa.String(), nullable=False),
        sa.Column("official_by", sa.String(), nullable=False),
        sa.CheckConstraint("aggregation IN ('sum', 'recompute', 'none')", name=op.f("ck_indicator_aggregation")),
        sa.CheckConstraint("direction IN ('up', 'down')", name=op.f("ck_indicator_direction")),
        sa.CheckConstraint(
            "kind IN ('stock', 'flow', 'ratio', 'threshold', 'parameter')", name=op.f("ck_indicator_kind")
        ),
        sa.CheckConstraint("official_by IN ('import', 'acceptance')", name=op.f("ck_indicator_official_by")),
        sa.CheckConstraint("strictness IN ('<', '<=', '>=')", name=op.f("ck_indicator_strictness")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_indicator")),
    )
    op.create_table(
        "plan",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cut_off_day", sa.Integer(), nullable=True),
        sa.Column("rhythm", sa.String(), nullable=False),
        sa.CheckConstraint("rhythm IN ('monthly', 'quarterly')", name=op.f("ck_plan_rhythm")),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_plan")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_attempt_email", ["email_key", "at"], unique=False)
        batch_op.create_index("ix_sign_in_attempt_network", ["network", "at"], unique=False)

    op.create_table(
        "sweep_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sweep_run")),
    )
    with op.batch_alter_table("sweep_run", schema=None) as batch_op:
        batch_op.create_index("uq_sweep_run_slot", ["name", "slot"], unique=True)

    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("axis", sa.String(), nullable=False),
        sa.Column("lineage", sa.Integer(), nullable=True),
        sa.CheckConstraint("axis IN ('territory', 'sector', 'collection', 'staff')", name=op.f("ck_unit_axis")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_lineage"), ["lineage"], unique=False)

    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("scope IN ('read', 'write', 'admin')", name=op.f("ck_api_token_scope")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_api_token_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_token_account_id"), ["account_id"], unique=False)

    op.create_table(
        "case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("episode", sa.Integer(), nullable=False),
        sa.Column("previous_state", sa.String(), nullable=True),
        sa.Column("next_look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("evidence_locked", sa.Boolean(), nullable=False),
        sa.Column("last_locked_on", sa.Date(), nullable=True),
        sa.Column("locked_periods", sa.Integer(), nullable=False),
        sa.Column("provisional_count", sa.Integer(), nullable=False),
        sa.Column("notified_step", sa.Integer(), nullable=False),
        sa.Column("told_step", sa.Integer(), nullable=False),
        sa.Column("clock_from", sa.Date(), nullable=True),
        sa.Column("last_notified_on", sa.Date(), nullable=True),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("review_reminders", sa.Integer(), nullable=False),
        sa.Column("resolved_on", sa.Date(), nullable=True),
        sa.Column("suppressed_by", sa.String(), nullable=False),
        sa.Column("close_reason", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("severity IN ('LAG', 'SEVERE')", name=op.f("ck_case_severity")),
        sa.CheckConstraint(
            "state IN ('PENDING', 'OPEN', 'ACKED', 'EXPLAINED', 'COMMITTED', 'RECOVERING', 'RESOLVED', 'CLOSED')",
            name=op.f("ck_case_state"),
        ),
        sa.ForeignKeyConstraint(["indicator"], ["indicator.code"], name=op.f("fk_case_indicator")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_case_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
    )
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_next_look_at"), ["next_look_at"], unique=False)
        batch_op.create_index("ix_case_unit_id", ["unit_id", "indicator", "year"], unique=False)
        batch_op.create_index("ix_case_pair", ["indicator", "year", "state"], unique=False)
        batch_op.create_index(
            "uq_case_fingerprint",
            ["fingerprint"],
            unique=True,
            sqlite_where=sa.text("state NOT IN ('RESOLVED', 'CLOSED')"),
            postgresql_where=sa.text("state NOT IN ('RESOLVED', 'CLOSED')"),
        )

    op.create_table(
        "committee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("standing_agency", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_committee_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee")),
    )
    with op.batch_alter_table("committee", schema=None) as batch_op:
        batch_op.create_index("uq_committee_unit_id_name", ["unit_id", "name"], unique=True)

    op.create_table(
        "figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("qualifier", sa.String(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("span", sa.String(), nullable=False),
        sa.Column("entered_value", sa.BigInteger(), nullable=True),
        sa.Column("published_text", sa.String(), nullable=False),
        sa.Column("published_percent", sa.String(), nullable=False),
        sa.Column("published_remaining", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("warning", sa.String(), nullable=False),
        sa.Column("warning_settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_reason", sa.String(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("origin IN ('official', 'self_reported')", name=op.f("ck_figure_origin")),
        sa.CheckConstraint(
            "qualifier IN ('exact', 'more_than', 'less_than', 'about', 'at_least', 'rounded')",
            name=op.f("ck_figure_qualifier"),
        ),
        sa.CheckConstraint("span IN ('ytd', 'month')", name=op.f("ck_figure_span")),
        sa.CheckConstraint("state IN ('draft', 'submitted', 'returned', 'accepted')", name=op.f("ck_figure_state")),
        sa.ForeignKeyConstraint(["indicator"], ["indicator.code"], name=op.f("fk_figure_indicator")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_figure_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure")),
    )
    with op.batch_alter_table("figure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_figure_receipt"), ["receipt"], unique=False)
        batch_op.create_index(
            "uq_figure_revision", ["unit_id", "indicator", "as_of", "origin", "revision"], unique=True
        )

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_invitation_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_account_id"), ["account_id"], unique=False)

    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("cut_off_on", sa.Date(), nullable=False),
        sa.Column("cumulative", sa.BigInteger(), nullable=True),
        sa.Column("percent", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(cumulative IS NULL) <> (percent IS NULL)", name=op.f("ck_milestone_one_of_two")),
        sa.CheckConstraint("unit_id IS NOT NULL OR percent IS NOT NULL", name=op.f("ck_milestone_general_in_percent")),
        sa.ForeignKeyConstraint(["indicator"], ["indicator.code"], name=op.f("fk_milestone_indicator")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_milestone_unit_id")),
        sa.ForeignKeyConstraint(["year"], ["plan.year"], name=op.f("fk_milestone_year")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index("ix_milestone_pair", ["indicator", "year", "unit_id", "cut_off_on"], unique=False)

    op.create_table(
        "not_applicable",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("document_number", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["indicator"], ["indicator.code"], name=op.f("fk_not_applicable_indicator")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_not_applicable_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_not_applicable")),
    )
    with op.batch_alter_table("not_applicable", schema=None) as batch_op:
        batch_op.create_index("ix_not_applicable_pair", ["unit_id", "indicator"], unique=False)

    op.create_table(
        "idempotency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("request_sha256", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_idempotency_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotency")),
    )
    with op.batch_alter_table("idempotency", schema=None) as batch_op:
        batch_op.create_index("uq_idempotency_key", ["account_id", "key"], unique=True)
        batch_op.create_index("ix_idempotency_created_at", ["created_at"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dedupe_key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column(
            "unit_path",
            sa.String(collation="C").with_variant(sa.String(collation="BINARY"), "sqlite"),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["recipient_id"], ["account.id"], name=op.f("fk_notice_recipient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_notice_dedupe_key")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_recipient_id", ["recipient_id", "read_at"], unique=False)
        batch_op.create_index("ix_notice_subject", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "placement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit_type", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column(
            "path",
            sa.String(collation="C").with_variant(sa.String(collation="BINARY"), "sqlite"),
            nullable=False,
        ),
        sa.Column("host_unit_id", sa.Integer(), nullable=True),
        sa.Column(
            "search_key",
            sa.String(collation="C").with_variant(sa.String(collation="BINARY"), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "name_key",
            sa.String(collation="C").with_variant(sa.String(collation="BINARY"), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "tone_key",
            sa.String(collation="C").with_variant(sa.String(collation="BINARY"), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "sort_key",
            sa.String(collation="C").with_variant(sa.String(collation="BINARY"), "sqlite"),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("latitude", sa.Numeric(precision=9, scale=6, asdecimal=False), nullable=True),
        sa.Column("longitude", sa.Numeric(precision=9, scale=6, asdecimal=False), nullable=True),
        sa.Column("area_km2", sa.Numeric(precision=12, scale=4, asdecimal=False), nullable=True),
        sa.Column("resolution", sa.String(), nullable=False),
        sa.Column("resolution_date", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to",
            name=op.f("ck_placement_validity"),
        ),
        sa.ForeignKeyConstraint(["host_unit_id"], ["unit.id"], name=op.f("fk_placement_host_unit_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_placement_parent_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_placement_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
    )
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.create_index("ix_placement_code", ["code", "valid_from"], unique=False)
        batch_op.create_index("ix_placement_parent", ["parent_id", "valid_from"], unique=False)
        batch_op.create_index("ix_placement_path", ["path"], unique=False)
        batch_op.create_index("ix_placement_name_key", ["name_key"], unique=False)
        batch_op.create_index("ix_placement_search_key", ["search_key"], unique=False)
        batch_op.create_index("ix_placement_tone_key", ["tone_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "role IN ('reporter', 'reviewer', 'supervisor', 'administrator')", name=op.f("ck_post_role")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_post_account_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_post_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "signed_in_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("browser", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_signed_in_session_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signed_in_session_token_hash")),
    )
    with op.batch_alter_table("signed_in_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signed_in_session_account_id"), ["account_id"], unique=False)

    op.create_table(
        "succession",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("predecessor_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=False),
        sa.Column("extent", sa.String(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=True),
        sa.Column("document_number", sa.String(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.CheckConstraint("extent IN ('whole', 'main part', 'part')", name=op.f("ck_succession_extent")),
        sa.ForeignKeyConstraint(["predecessor_id"], ["unit.id"], name=op.f("fk_succession_predecessor_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["unit.id"], name=op.f("fk_succession_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_succession")),
    )
    with op.batch_alter_table("succession", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_succession_successor_id"), ["successor_id"], unique=False)
        batch_op.create_index("uq_succession_pair", ["predecessor_id", "successor_id", "effective_on"], unique=True)

    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("request_hash", sa.String(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_submission_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_receipt"), ["receipt"], unique=False)
        batch_op.create_index("ix_submission_report", ["unit_id", "as_of"], unique=False)
        batch_op.create_index("uq_submission_key", ["account_id", "key"], unique=True)

    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("assigner", sa.String(), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("strictness", sa.String(), nullable=False),
        sa.CheckConstraint("strictness IN ('<', '<=', '>=')", name=op.f("ck_target_strictness")),
        sa.ForeignKeyConstraint(["indicator"], ["indicator.code"], name=op.f("fk_target_indicator")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_target_unit_id")),
        sa.ForeignKeyConstraint(["year"], ["plan.year"], name=op.f("fk_target_year")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
    )
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.create_index("uq_target_assigner", ["unit_id", "indicator", "year", "assigner"], unique=True)
        batch_op.create_index(
            "uq_target_primary",
            ["unit_id", "indicator", "year"],
            unique=True,
            sqlite_where=sa.text("is_primary"),
            postgresql_where=sa.text("is_primary"),
        )

    op.create_table(
        "case_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("from_state", sa.String(), nullable=False),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_change_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_change")),
    )
    with op.batch_alter_table("case_change", schema=None) as batch_op:
        batch_op.create_index("uq_case_change_seq", ["case_id", "seq"], unique=True)

    op.create_table(
        "channel_state",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("probe_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_channel_state")),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_token", sa.String(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("channel IN ('inbox', 'email')", name=op.f("ck_delivery_channel")),
        sa.CheckConstraint(
            "state IN ('queued', 'leased', 'sent', 'failed', 'dead', 'cancelled')",
            name=op.f("ck_delivery_state"),
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_delivery_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index("ix_delivery_next_try_at", ["state", "next_try_at"], unique=False)
        batch_op.create_index("uq_delivery_channel", ["notice_id", "channel"], unique=True)

    op.create_table(
        "seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("position_title", sa.String(), nullable=False),
        sa.Column("organization", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(), nullable=False),
        sa.CheckConstraint(
            "role IN ('chair', 'standing_vice_chair', 'vice_chair', 'member', 'secretariat')",
            name=op.f("ck_seat_role"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_seat_account_id")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_seat_committee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
    )
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.create_index("ix_seat_account_id", ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_seat_committee_id"), ["committee_id"], unique=False)

    op.create_table(
        "target_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("document_number", sa.String(), nullable=False),
        sa.Column("document_date", sa.Date(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('initial', 'supplement', 'adjustment', 'reallocation', 'merger')",
            name=op.f("ck_target_revision_kind"),
        ),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_target_revision_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_revision")),
    )
    with op.batch_alter_table("target_revision", schema=None) as batch_op:
        batch_op.create_index("ix_target_revision_target_id", ["target_id", "effective_on"], unique=False)

    op.create_table(
        "area_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_area_assignment_seat_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_area_assignment_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_assignment")),
    )
    with op.batch_alter_table("area_assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_area_assignment_seat_id"), ["seat_id"], unique=False)
        batch_op.create_index("ix_area_assignment_unit_id", ["unit_id"], unique=False)

    op.create_table(
        "cover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("by_seat_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["by_seat_id"], ["seat.id"], name=op.f("fk_cover_by_seat_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_cover_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover")),
    )
    with op.batch_alter_table("cover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cover_by_seat_id"), ["by_seat_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cover_seat_id"), ["seat_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("cover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cover_seat_id"))
        batch_op.drop_index(batch_op.f("ix_cover_by_seat_id"))

    op.drop_table("cover")
    with op.batch_alter_table("area_assignment", schema=None) as batch_op:
        batch_op.drop_index("ix_area_assignment_unit_id")
        batch_op.drop_index(batch_op.f("ix_area_assignment_seat_id"))

    op.drop_table("area_assignment")
    with op.batch_alter_table("target_revision", schema=None) as batch_op:
        batch_op.drop_index("ix_target_revision_target_id")

    op.drop_table("target_revision")
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_committee_id"))
        batch_op.drop_index("ix_seat_account_id")

    op.drop_table("seat")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index("uq_delivery_channel")
        batch_op.drop_index("ix_delivery_next_try_at")

    op.drop_table("delivery")
    op.drop_table("channel_state")
    with op.batch_alter_table("case_change", schema=None) as batch_op:
        batch_op.drop_index("uq_case_change_seq")

    op.drop_table("case_change")
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_target_primary",
            sqlite_where=sa.text("is_primary"),
            postgresql_where=sa.text("is_primary"),
        )
        batch_op.drop_index("uq_target_assigner")

    op.drop_table("target")
    with op.batch_alter_table("succession", schema=None) as batch_op:
        batch_op.drop_index("uq_succession_pair")
        batch_op.drop_index(batch_op.f("ix_succession_successor_id"))

    op.drop_table("succession")
    with op.batch_alter_table("signed_in_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signed_in_session_account_id"))

    op.drop_table("signed_in_session")
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_unit_id"))
        batch_op.drop_index(batch_op.f("ix_post_account_id"))

    op.drop_table("post")
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_unit_id"))
        batch_op.drop_index("ix_placement_tone_key")
        batch_op.drop_index("ix_placement_search_key")
        batch_op.drop_index("ix_placement_name_key")
        batch_op.drop_index("ix_placement_path")
        batch_op.drop_index("ix_placement_parent")
        batch_op.drop_index("ix_placement_code")

    op.drop_table("placement")
    with op.batch_alter_table("idempotency", schema=None) as batch_op:
        batch_op.drop_index("ix_idempotency_created_at")
        batch_op.drop_index("uq_idempotency_key")

    op.drop_table("idempotency")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_subject")
        batch_op.drop_index("ix_notice_recipient_id")

    op.drop_table("notice")
    with op.batch_alter_table("not_applicable", schema=None) as batch_op:
        batch_op.drop_index("ix_not_applicable_pair")

    op.drop_table("not_applicable")
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.drop_index("ix_milestone_pair")

    op.drop_table("milestone")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_account_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index("uq_submission_key")
        batch_op.drop_index("ix_submission_report")
        batch_op.drop_index(batch_op.f("ix_submission_receipt"))

    op.drop_table("submission")
    with op.batch_alter_table("figure", schema=None) as batch_op:
        batch_op.drop_index("uq_figure_revision")
        batch_op.drop_index(batch_op.f("ix_figure_receipt"))

    op.drop_table("figure")
    with op.batch_alter_table("committee", schema=None) as batch_op:
        batch_op.drop_index("uq_committee_unit_id_name")

    op.drop_table("committee")
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_case_fingerprint",
            sqlite_where=sa.text("state NOT IN ('RESOLVED', 'CLOSED')"),
            postgresql_where=sa.text("state NOT IN ('RESOLVED', 'CLOSED')"),
        )
        batch_op.drop_index("ix_case_unit_id")
        batch_op.drop_index(batch_op.f("ix_case_next_look_at"))

    op.drop_table("case")
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_token_account_id"))

    op.drop_table("api_token")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_lineage"))

    op.drop_table("unit")
    with op.batch_alter_table("sweep_run", schema=None) as batch_op:
        batch_op.drop_index("uq_sweep_run_slot")

    op.drop_table("sweep_run")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_attempt_network")
        batch_op.drop_index("ix_sign_in_attempt_email")

    op.drop_table("sign_in_attempt")
    op.drop_table("plan")
    op.drop_table("indicator")
    op.drop_table("cell")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entry_thing")
        batch_op.drop_index("ix_audit_entry_actor")

    op.drop_table("audit_entry")
    op.drop_table("account")

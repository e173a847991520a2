"""Tasks and what happens to them, meetings and visits, difficulties and proposals."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    key = sa.String(collation="C").with_variant(sa.String(collation="BINARY"), "sqlite")
    op.create_table(
        "task_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("code", key, nullable=False),
        sa.Column("rhythm", sa.String(), nullable=False),
        sa.Column("due_rule", sa.String(), nullable=False),
        sa.Column("template", sa.JSON(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("made_to", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "rhythm IN ('weekly', 'monthly', 'quarterly', 'half_yearly', 'yearly')", name=op.f("ck_task_series_rhythm")
        ),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_task_series_committee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_series")),
    )
    with op.batch_alter_table("task_series", schema=None) as batch_op:
        batch_op.create_index("ix_task_series_committee_id", ["committee_id"], unique=False)

    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_to", sa.Date(), nullable=True),
        sa.Column("visited_unit_id", sa.Integer(), nullable=True),
        sa.Column("chaired_by", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("search_key", key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(kind = 'visit') = (visited_unit_id IS NOT NULL)", name=op.f("ck_meeting_visited")),
        sa.CheckConstraint("kind IN ('meeting', 'visit')", name=op.f("ck_meeting_kind")),
        sa.CheckConstraint("state IN ('planned', 'held', 'cancelled')", name=op.f("ck_meeting_state")),
        sa.CheckConstraint("period_to >= period_from", name=op.f("ck_meeting_period")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_meeting_committee_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_meeting_document_id")),
        sa.ForeignKeyConstraint(["visited_unit_id"], ["unit.id"], name=op.f("fk_meeting_visited_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_document_id", ["document_id"], unique=False)
        batch_op.create_index("ix_meeting_held_on", ["committee_id", "held_on", "id"], unique=False)
        batch_op.create_index("ix_meeting_visited_unit_id", ["visited_unit_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("organization", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("substitute", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state IN ('invited', 'present', 'absent', 'excused', 'substitute')", name=op.f("ck_attendance_state")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_attendance_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index("ix_attendance_meeting_id", ["meeting_id", "id"], unique=False)

    op.create_table(
        "conclusion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('task', 'standing', 'other')", name=op.f("ck_conclusion_kind")),
        sa.ForeignKeyConstraint(["indicator"], ["indicator.code"], name=op.f("fk_conclusion_indicator")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_conclusion_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conclusion")),
    )
    with op.batch_alter_table("conclusion", schema=None) as batch_op:
        batch_op.create_index("uq_conclusion_position", ["meeting_id", "position"], unique=True)

    op.create_table(
        "meeting_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("return_reason", sa.String(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_meeting_paper_document_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_paper_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_paper")),
    )
    with op.batch_alter_table("meeting_paper", schema=None) as batch_op:
        batch_op.create_index("uq_meeting_paper_document", ["meeting_id", "document_id"], unique=True)

    op.create_table(
        "meeting_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["meeting_paper.id"], name=op.f("fk_meeting_comment_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_comment")),
    )
    with op.batch_alter_table("meeting_comment", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_comment_paper_id", ["paper_id", "id"], unique=False)

    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("code", key, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("deliverable", sa.String(), nullable=False),
        sa.Column("responsibility", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("is_standing", sa.Boolean(), nullable=False),
        sa.Column("lead_kind", sa.String(), nullable=False),
        sa.Column("lead_unit_id", sa.Integer(), nullable=True),
        sa.Column("lead_seat_id", sa.Integer(), nullable=True),
        sa.Column("lead_account_id", sa.Integer(), nullable=True),
        sa.Column("lead_name", sa.String(), nullable=False),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column("reporter_id", sa.Integer(), nullable=True),
        sa.Column("assigned_by", sa.Integer(), nullable=True),
        sa.Column("assigned_by_name", sa.String(), nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("original_due_on", sa.Date(), nullable=True),
        sa.Column("due_wording", sa.String(), nullable=False),
        sa.Column("done_sent_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancel_reason", sa.String(), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("period_on", sa.Date(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("indicator", sa.String(), nullable=True),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("source_text", sa.String(), nullable=False),
        sa.Column("excerpt", sa.String(), nullable=False),
        sa.Column("conclusion_id", sa.Integer(), nullable=True),
        sa.Column("search_key", key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(lead_kind = 'unit') = (lead_unit_id IS NOT NULL)"
            " AND (lead_kind = 'seat') = (lead_seat_id IS NOT NULL)"
            " AND (lead_kind = 'account') = (lead_account_id IS NOT NULL)",
            name=op.f("ck_task_one_lead"),
        ),
        sa.CheckConstraint("lead_kind IN ('unit', 'seat', 'account', 'name')", name=op.f("ck_task_lead_kind")),
        sa.CheckConstraint("urgency IN ('normal', 'urgent', 'very_urgent', 'flash')", name=op.f("ck_task_urgency")),
        sa.CheckConstraint("(accepted_on IS NULL) = (done_sent_on IS NULL)", name=op.f("ck_task_accepted_was_sent")),
        sa.CheckConstraint("due_on >= assigned_on", name=op.f("ck_task_due_after_assignment")),
        sa.ForeignKeyConstraint(["assigned_by"], ["account.id"], name=op.f("fk_task_assigned_by")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_task_committee_id")),
        sa.ForeignKeyConstraint(["conclusion_id"], ["conclusion.id"], name=op.f("fk_task_conclusion_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_task_document_id")),
        sa.ForeignKeyConstraint(["handler_id"], ["account.id"], name=op.f("fk_task_handler_id")),
        sa.ForeignKeyConstraint(["indicator"], ["indicator.code"], name=op.f("fk_task_indicator")),
        sa.ForeignKeyConstraint(["lead_account_id"], ["account.id"], name=op.f("fk_task_lead_account_id")),
        sa.ForeignKeyConstraint(["lead_seat_id"], ["seat.id"], name=op.f("fk_task_lead_seat_id")),
        sa.ForeignKeyConstraint(["lead_unit_id"], ["unit.id"], name=op.f("fk_task_lead_unit_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["task.id"], name=op.f("fk_task_parent_id")),
        sa.ForeignKeyConstraint(["replaced_by_id"], ["task.id"], name=op.f("fk_task_replaced_by_id")),
        sa.ForeignKeyConstraint(["reporter_id"], ["account.id"], name=op.f("fk_task_reporter_id")),
        sa.ForeignKeyConstraint(["series_id"], ["task_series.id"], name=op.f("fk_task_series_id")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_task_target_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_task_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index("ix_task_conclusion_id", ["conclusion_id"], unique=False)
        batch_op.create_index("ix_task_document_id", ["document_id"], unique=False)
        batch_op.create_index("ix_task_due_on", ["committee_id", "due_on", "id"], unique=False)
        batch_op.create_index("ix_task_handler_id", ["handler_id"], unique=False)
        batch_op.create_index("ix_task_lead_account_id", ["lead_account_id"], unique=False)
        batch_op.create_index("ix_task_lead_seat_id", ["lead_seat_id"], unique=False)
        batch_op.create_index("ix_task_lead_unit_id", ["lead_unit_id"], unique=False)
        batch_op.create_index("ix_task_open", ["accepted_on", "cancelled_on", "due_on"], unique=False)
        batch_op.create_index("ix_task_parent_id", ["parent_id"], unique=False)
        batch_op.create_index("ix_task_reporter_id", ["reporter_id"], unique=False)
        batch_op.create_index("ix_task_unit_id", ["unit_id"], unique=False)
        batch_op.create_index("uq_task_code", ["committee_id", "code"], unique=True)
        batch_op.create_index("uq_task_period", ["series_id", "period_on"], unique=True)

    op.create_table(
        "meeting_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("presented_by", sa.String(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_item_meeting_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_meeting_item_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_item")),
    )
    with op.batch_alter_table("meeting_item", schema=None) as batch_op:
        batch_op.create_index("uq_meeting_item_position", ["meeting_id", "position"], unique=True)

    op.create_table(
        "petition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("difficulty", sa.String(), nullable=False),
        sa.Column("proposal", sa.String(), nullable=False),
        sa.Column("addressee_kind", sa.String(), nullable=False),
        sa.Column("addressee_unit_id", sa.Integer(), nullable=True),
        sa.Column("addressee_seat_id", sa.Integer(), nullable=True),
        sa.Column("addressee_account_id", sa.Integer(), nullable=True),
        sa.Column("addressee_name", sa.String(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("search_key", key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_by_name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(addressee_kind = 'unit') = (addressee_unit_id IS NOT NULL)"
            " AND (addressee_kind = 'seat') = (addressee_seat_id IS NOT NULL)"
            " AND (addressee_kind = 'account') = (addressee_account_id IS NOT NULL)",
            name=op.f("ck_petition_one_addressee"),
        ),
        sa.CheckConstraint(
            "addressee_kind IN ('unit', 'seat', 'account', 'name')", name=op.f("ck_petition_addressee_kind")
        ),
        sa.ForeignKeyConstraint(
            ["addressee_account_id"], ["account.id"], name=op.f("fk_petition_addressee_account_id")
        ),
        sa.ForeignKeyConstraint(["addressee_seat_id"], ["seat.id"], name=op.f("fk_petition_addressee_seat_id")),
        sa.ForeignKeyConstraint(["addressee_unit_id"], ["unit.id"], name=op.f("fk_petition_addressee_unit_id")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_petition_committee_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_petition_document_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_petition_meeting_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_petition_task_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_petition_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition")),
    )
    with op.batch_alter_table("petition", schema=None) as batch_op:
        batch_op.create_index("ix_petition_addressee_seat_id", ["addressee_seat_id"], unique=False)
        batch_op.create_index("ix_petition_addressee_unit_id", ["addressee_unit_id"], unique=False)
        batch_op.create_index("ix_petition_meeting_id", ["meeting_id"], unique=False)
        batch_op.create_index("ix_petition_open", ["answered_on", "withdrawn_on", "due_on"], unique=False)
        batch_op.create_index("ix_petition_task_id", ["task_id"], unique=False)
        batch_op.create_index("ix_petition_unit_id", ["unit_id", "id"], unique=False)

    op.create_table(
        "task_coordinator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'unit') = (unit_id IS NOT NULL)"
            " AND (kind = 'seat') = (seat_id IS NOT NULL)"
            " AND (kind = 'account') = (account_id IS NOT NULL)",
            name=op.f("ck_task_coordinator_one_party"),
        ),
        sa.CheckConstraint("kind IN ('unit', 'seat', 'account', 'name')", name=op.f("ck_task_coordinator_kind")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_task_coordinator_account_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_task_coordinator_seat_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_coordinator_task_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_task_coordinator_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_coordinator")),
    )
    with op.batch_alter_table("task_coordinator", schema=None) as batch_op:
        batch_op.create_index("ix_task_coordinator_account_id", ["account_id"], unique=False)
        batch_op.create_index("ix_task_coordinator_seat_id", ["seat_id"], unique=False)
        batch_op.create_index("ix_task_coordinator_unit_id", ["unit_id"], unique=False)
        batch_op.create_index("uq_task_coordinator_position", ["task_id", "position"], unique=True)

    op.create_table(
        "task_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=False),
        sa.Column("wanted_on", sa.Date(), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_by_name", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'approved', 'refused', 'withdrawn')", name=op.f("ck_task_extension_state")
        ),
        sa.CheckConstraint("wanted_on > due_before", name=op.f("ck_task_extension_later")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_extension_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_extension")),
    )
    with op.batch_alter_table("task_extension", schema=None) as batch_op:
        batch_op.create_index("uq_task_extension_seq", ["task_id", "seq"], unique=True)
        batch_op.create_index(
            "uq_task_extension_waiting",
            ["task_id"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "task_handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("from_name", sa.String(), nullable=False),
        sa.Column("to_name", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('handler', 'lead', 'post', 'reporter')", name=op.f("ck_task_handover_kind")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_handover_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_handover")),
    )
    with op.batch_alter_table("task_handover", schema=None) as batch_op:
        batch_op.create_index("ix_task_handover_task_id", ["task_id", "id"], unique=False)

    op.create_table(
        "task_progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("difficulty", sa.String(), nullable=False),
        sa.Column("proposal", sa.String(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_task_progress_percent")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_task_progress_document_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_progress_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_progress")),
    )
    with op.batch_alter_table("task_progress", schema=None) as batch_op:
        batch_op.create_index("ix_task_progress_task_id", ["task_id", "id"], unique=False)

    op.create_table(
        "task_submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_by_name", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("evaluation", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'accepted', 'returned', 'withdrawn')", name=op.f("ck_task_submission_state")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_task_submission_document_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_submission_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_submission")),
    )
    with op.batch_alter_table("task_submission", schema=None) as batch_op:
        batch_op.create_index("uq_task_submission_seq", ["task_id", "seq"], unique=True)
        batch_op.create_index(
            "uq_task_submission_waiting",
            ["task_id"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )


def downgrade() -> None:
    op.drop_table("task_submission")
    op.drop_table("task_progress")
    op.drop_table("task_handover")
    op.drop_table("task_extension")
    op.drop_table("task_coordinator")
    op.drop_table("petition")
    op.drop_table("meeting_item")
    op.drop_table("task")
    op.drop_table("meeting_comment")
    op.drop_table("meeting_paper")
    op.drop_table("conclusion")
    op.drop_table("attendance")
    op.drop_table("meeting")
    op.drop_table("task_series")

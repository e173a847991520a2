"""The register of documents, with files, links and how committees count."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    key = sa.String(collation="C").with_variant(sa.String(collation="BINARY"), "sqlite")
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=True),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("number_suffix", sa.String(), nullable=False),
        sa.Column("symbol", sa.String(), nullable=False),
        sa.Column("symbol_key", key, nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("issuer_key", key, nullable=False),
        sa.Column("issuer_search", key, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("series", key, nullable=True),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("search_key", key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'signed')", name=op.f("ck_document_state")),
        sa.CheckConstraint(
            "state = 'signed' OR (number IS NULL AND issued_on IS NULL)", name=op.f("ck_document_signed_first")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_document_number")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_document_unit_id")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_document_committee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index("ix_document_issued_on", ["unit_id", "issued_on"], unique=False)
        batch_op.create_index("ix_document_written", ["number", "symbol_key"], unique=False)
        batch_op.create_index(
            "uq_document_number",
            ["unit_id", "type", "number", "number_suffix", "symbol_key", "issuer_key", "year"],
            unique=True,
        )
        batch_op.create_index(
            "uq_document_series", ["committee_id", "series", "year", "number", "number_suffix"], unique=True
        )

    op.create_table(
        "document_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("stored_as", sa.String(), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=True),
        sa.Column("uploaded_by_name", sa.String(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_file_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_file")),
        sa.UniqueConstraint("stored_as", name=op.f("uq_document_file_stored_as")),
    )
    with op.batch_alter_table("document_file", schema=None) as batch_op:
        batch_op.create_index("uq_document_file_version", ["document_id", "part", "version"], unique=True)

    op.create_table(
        "document_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("linked_by_name", sa.String(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_link_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_link")),
    )
    with op.batch_alter_table("document_link", schema=None) as batch_op:
        batch_op.create_index("ix_document_link_thing", ["kind", "thing_id"], unique=False)
        batch_op.create_index("uq_document_link_thing", ["document_id", "kind", "thing_id"], unique=True)

    op.create_table(
        "document_numbering",
        sa.Column("committee_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("per_type", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_document_numbering_committee_id")),
        sa.PrimaryKeyConstraint("committee_id", name=op.f("pk_document_numbering")),
    )


def downgrade() -> None:
    op.drop_table("document_numbering")
    op.drop_table("document_link")
    op.drop_table("document_file")
    op.drop_table("document")

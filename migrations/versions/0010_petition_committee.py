"""Which committee a proposal is addressed to, for those that were raised before it was asked."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SEAT = sa.table("seat", sa.column("id", sa.Integer), sa.column("committee_id", sa.Integer))
COMMITTEE = sa.table("committee", sa.column("id", sa.Integer), sa.column("unit_id", sa.Integer))
MEETING = sa.table("meeting", sa.column("id", sa.Integer), sa.column("committee_id", sa.Integer))
PLACEMENT = sa.table(
    "placement", sa.column("unit_id", sa.Integer), sa.column("path", sa.String), sa.column("valid_to", sa.Date)
)
PETITION = sa.table(
    "petition",
    *(
        sa.column(name, sa.Integer)
        for name in ("id", "unit_id", "committee_id", "addressee_unit_id", "addressee_seat_id", "meeting_id")
    ),
)


def upgrade() -> None:
    found = op.get_bind()
    asked = found.execute(sa.select(PETITION).where(PETITION.c.committee_id.is_(None))).all()
    if not asked:
        return
    of_seat = _pairs(SEAT.c.id, SEAT.c.committee_id)
    of_meeting = _pairs(MEETING.c.id, MEETING.c.committee_id)
    # Of several committees of a unit the first one; a unit stands where it stood last.
    of_unit = _pairs(COMMITTEE.c.unit_id, COMMITTEE.c.id, COMMITTEE.c.id.desc())
    paths = _pairs(PLACEMENT.c.unit_id, PLACEMENT.c.path, PLACEMENT.c.valid_to.is_(None), PLACEMENT.c.valid_to)
    for row in asked:
        line = [int(one) for one in paths.get(row.unit_id, "").split("/") if one and int(one) != row.unit_id]
        above = (of_unit.get(one) for one in (*reversed(line), row.unit_id))
        named = of_seat.get(row.addressee_seat_id) or of_unit.get(row.addressee_unit_id)
        committee_id = named or of_meeting.get(row.meeting_id) or next((one for one in above if one), None)
        if committee_id is not None:
            here = sa.update(PETITION).where(PETITION.c.id == row.id)
            found.execute(here.values(committee_id=committee_id))


def _pairs(key: sa.ColumnElement, value: sa.ColumnElement, *order: sa.ColumnElement) -> dict:
    return {row[0]: row[1] for row in op.get_bind().execute(sa.select(key, value).order_by(*order))}


def downgrade() -> None:
    """Nothing is taken back: the column was there before, and what reads it takes a committee where there is one."""

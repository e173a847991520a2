"""What the tests of the outbox write: an officer, and notices to them."""

from __future__ import annotations

from datetime import UTC, datetime

from committee.accounts.models import Account
from committee.core.db import db, transaction
from committee.domain.access import Actor
from committee.notify.models import Delivery
from committee.notify.operations import Recipient, announce

NINE = datetime(2024, 10, 28, 2, 0, tzinfo=UTC)  # in Hanoi
TIMETABLE = Actor(account_id=None, name="timetable")


def officer(email: str = "can.bo@huulung.vn", name: str = "Nông Thị Hậu") -> Recipient:
    """Enter a person who signs in, and return whom to write to."""
    with transaction():
        account = Account(email=email, full_name=name, created_at=NINE)
        db.session.add(account)
        db.session.flush()
        return Recipient(account.id, email)


def write(recipient: Recipient, key: str = "first", **changed: object) -> int | None:
    """Write a notice about case 7, and return its id."""
    wanted = {
        "kind": "step",
        "recipient": recipient,
        "subject": ("case", 7),
        "title": "Xã Hữu Lũng chậm tiến độ BHXH tự nguyện",
        "body": "Đến 28/10/2024 còn thiếu 77 người so với mốc. Đề nghị giải trình trước ngày 05/11/2024.",
        "facts": {"indicator": "si_voluntary", "missing": 77},
        "dedupe_key": key,
        "not_before": NINE,
        "by": TIMETABLE,
        "now": NINE,
    }
    with transaction():
        return announce(**(wanted | changed))


def mail(notice_id: int) -> Delivery:
    """Return the mail of a notice as it stands now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(Delivery).filter_by(notice_id=notice_id, channel="email").one()

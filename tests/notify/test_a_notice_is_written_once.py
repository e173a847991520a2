"""A notice is a row with a key: written once, taken back while it waits, read once, kept for thirteen months."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from committee.audit.models import AuditEntry
from committee.core.db import db, transaction
from committee.domain.errors import DomainError, NotFound
from committee.notify import operations, queries
from committee.notify.models import Delivery
from tests.notify.writing import NINE, TIMETABLE, mail, officer, write

MONDAY_HALF_PAST_SEVEN = datetime(2024, 11, 4, 0, 30, tzinfo=UTC)


def test_the_inbox_has_it_at_once_and_the_mail_waits_for_its_hour(app):
    notice = write(officer(), not_before=MONDAY_HALF_PAST_SEVEN)

    kept = {row.channel: row for row in queries.deliveries()}
    assert (kept["inbox"].state, kept["inbox"].sent_at) == ("sent", NINE)
    assert (kept["email"].state, kept["email"].next_try_at) == ("queued", MONDAY_HALF_PAST_SEVEN)
    assert {row.notice_id for row in kept.values()} == {notice}


def test_the_same_key_a_second_time_writes_nothing(app):
    hau = officer()
    write(hau, "step|1|00001")

    again = write(hau, "step|1|00001", title="another title")

    assert again is None
    announced = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "announce")
    assert (len(queries.notices()), len(queries.deliveries()), db.session.scalar(announced)) == (1, 2, 1)


def test_two_sweeps_at_once_write_each_record_once(app):
    hau = officer()
    keys = [f"step|1|{number:05d}" for number in range(60)]

    def sweep(order: list[str]) -> None:
        with app.app_context():
            for key in order:
                write(hau, key)

    sweeps = [threading.Thread(target=sweep, args=(order,)) for order in (keys, keys[::-1], keys[30:] + keys[:30])]
    for one in sweeps:
        one.start()
    for one in sweeps:
        one.join()

    assert sorted(row.dedupe_key for row in queries.notices()) == keys
    assert len(queries.deliveries()) == 2 * len(keys)


def test_nothing_stands_if_its_cause_is_refused(app):
    hau = officer()

    def cause() -> None:
        with transaction():
            write(hau)
            raise DomainError("No.")

    with pytest.raises(DomainError):
        cause()

    assert queries.notices() == []


def test_what_waits_is_taken_back_and_what_is_on_its_way_is_not(app):
    hau = officer()
    waiting, leased, other = write(hau, "a"), write(hau, "b"), write(hau, "c", subject=("case", 8))
    with transaction():
        db.session.query(Delivery).filter_by(notice_id=leased, channel="email").update({"state": "leased"})

    with transaction():
        taken_back = operations.cancel_pending(subject=("case", 7), by=TIMETABLE, now=NINE)

    assert taken_back == 1
    assert [mail(notice).state for notice in (waiting, leased, other)] == ["cancelled", "leased", "queued"]


def test_the_audit_of_mail_taken_back_says_what_became_of_which(app):
    hau = officer()
    states = {write(hau, "a"): "held", write(hau, "b"): "failed", write(hau, "c"): "queued", write(hau, "d"): "held"}
    with transaction():
        for notice, state in states.items():
            db.session.query(Delivery).filter_by(notice_id=notice, channel="email").update({"state": state})

    with transaction():
        assert operations.cancel_pending(subject=("case", 7), by=TIMETABLE, now=NINE) == 4

    told = db.session.scalars(select(AuditEntry.facts).where(AuditEntry.action == "cancel mail")).all()
    assert {(facts["before"]["state"], facts["count"]) for facts in told} == {("held", 2), ("failed", 1), ("queued", 1)}
    assert {facts["after"]["state"] for facts in told} == {"cancelled"}


def test_a_notice_is_read_once_and_by_its_recipient(app):
    hau, other = officer(), officer("khac@bacson.vn", "Hoàng Văn Thụ")
    notice = write(hau)

    with pytest.raises(NotFound), transaction():
        operations.mark_read(notice_id=notice, account_id=other.account_id, now=NINE)
    for minutes in (5, 9):
        with transaction():
            operations.mark_read(notice_id=notice, account_id=hau.account_id, now=NINE + timedelta(minutes=minutes))

    assert queries.notice_to(hau.account_id, notice).read_at == NINE + timedelta(minutes=5)
    assert queries.notice_to(other.account_id, notice) is None


def test_the_unread_stand_first_then_the_newest(app):
    hau = officer()
    written = [write(hau, str(hour), now=NINE + timedelta(hours=hour)) for hour in range(3)]
    with transaction():
        operations.mark_read(notice_id=written[2], account_id=hau.account_id, now=NINE)

    page = queries.inbox_of(hau.account_id, unread_only=False, limit=10, offset=0)

    assert [row.id for row in page] == [written[1], written[0], written[2]]
    assert queries.count_inbox(hau.account_id, unread_only=True) == 2


def test_a_mail_that_was_given_up_can_be_sent_again_with_the_same_message_id(app):
    notice = write(officer())
    before = mail(notice).message_id
    with transaction():
        db.session.query(Delivery).filter_by(channel="email").update({"state": "dead", "next_try_at": None})

    with transaction():
        operations.send_again(delivery_id=mail(notice).id, by=TIMETABLE, now=NINE)

    assert (mail(notice).state, mail(notice).message_id) == ("queued", before)
    with pytest.raises(DomainError), transaction():
        operations.send_again(delivery_id=mail(notice).id, by=TIMETABLE, now=NINE)


def test_pruning_leaves_what_is_young_and_what_has_not_ended(app):
    hau = officer()
    old, young, waiting = write(hau, "old"), write(hau, "young", now=NINE + timedelta(days=2)), write(hau, "waiting")
    with transaction():
        db.session.query(Delivery).filter(Delivery.notice_id != waiting).update({"state": "sent"})

    with transaction():
        pruned = operations.prune(before=NINE + timedelta(days=1))

    assert pruned == 1
    assert {row.id for row in queries.notices()} == {young, waiting}
    assert old not in {row.notice_id for row in queries.deliveries()}

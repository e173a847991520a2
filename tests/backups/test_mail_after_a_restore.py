"""Row R24: mail that was waiting in a backup does not leave by itself once the backup is restored."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from committee.core import clock
from committee.core.db import db, transaction
from committee.domain.access import Actor
from committee.escalation.sweep import sweep
from committee.notify.channels import PageChannel
from committee.notify.delivery import deliver_one, take_one
from committee.notify.models import Delivery
from committee.notify.operations import cancel_pending
from tests.backups.keeping import done, refused, run
from tests.escalation.lagging import ask, morning, person, province, report, sweep_on
from tests.notify.test_pages_of_notices import as_administrator, as_person, opened, send
from tests.notify.writing import NINE, officer, write

pytestmark = pytest.mark.slow
BY = Actor.command_line()


@pytest.fixture
def restored(app: Flask, tmp_path: Path) -> Flask:
    """A backup was taken while three mails waited, one of them being sent; all left, and then it was restored."""
    hau = officer()
    for key in ("leased", "queued", "failed"):
        write(hau, key)
    write(hau, "sent before")
    assert take_one(kind="email", now=NINE) is not None
    with transaction():
        for state, number in (("failed", 3), ("sent", 4)):
            delivery = db.session.scalars(select(Delivery).where(Delivery.notice_id == number, mails())).one()
            delivery.state, delivery.sent_at = state, NINE if state == "sent" else None
    done(app, "backup", tmp_path / "b.zip")
    while deliver_one(PageChannel(), now=NINE) is not None:
        pass
    told = done(app, "restore", tmp_path / "b.zip", "--replace")
    assert "3 thư đang chờ gửi khi sao lưu được giữ lại" in told.stderr
    return app


def mails() -> object:
    return Delivery.channel == "email"


def states() -> list[str]:
    db.session.rollback()
    db.session.expire_all()
    return [row.state for row in db.session.scalars(select(Delivery).where(mails()).order_by(Delivery.id))]


def test_row_r24_no_letter_older_than_the_backup_leaves_again(restored: Flask) -> None:
    assert deliver_one(PageChannel(), now=NINE) is None
    assert states() == ["held", "held", "held", "sent"]


@pytest.mark.one_engine
def test_row_r24_what_is_written_afterwards_goes_out(restored: Flask) -> None:
    write(officer("moi@huulung.vn"), "new")

    assert deliver_one(PageChannel(), now=NINE) == "sent"
    assert states() == ["held", "held", "held", "sent", "sent"]


@pytest.mark.one_engine
def test_the_ledger_lists_them_and_lets_them_go_by_command(restored: Flask) -> None:
    listed = done(restored, "deliveries", "list", "--state", "held", "--format", "json").stdout
    one = done(restored, "deliveries", "release", "1" if '"id": 1' in listed else "2")
    rest = done(restored, "deliveries", "discard", "--all")

    assert listed.count('"state": "held"') == 3
    assert "Đã xếp lại 1 thư vào hàng chờ gửi." in one.stdout
    assert "Đã bỏ 2 thư." in rest.stdout
    assert sorted(states()) == ["cancelled", "cancelled", "queued", "sent"]


@pytest.mark.one_engine
def test_only_what_is_held_can_be_let_go(restored: Flask) -> None:
    assert "chờ xác nhận" in refused(restored, "deliveries", "release", "999")
    assert "--all" in refused(restored, "deliveries", "discard")
    assert run(restored, "deliveries", "release", "x").exit_code == 2


@pytest.mark.one_engine
def test_an_administrator_lets_them_go_on_the_page(restored: Flask) -> None:
    client = as_administrator(restored)
    page = opened(client, "/outbox")

    code = send(client, page, "/outbox/held/sending")

    assert "3 thư chờ xác nhận" in page
    assert code == 303
    assert states()[:4] == ["queued", "queued", "queued", "sent"]
    assert "Chờ xác nhận</" not in opened(client, "/outbox")


@pytest.mark.one_engine
def test_an_administrator_discards_them_on_the_page(restored: Flask) -> None:
    client = as_administrator(restored)

    assert send(client, opened(client, "/outbox"), "/outbox/held/discarding") == 303
    assert states() == ["cancelled", "cancelled", "cancelled", "sent"]


@pytest.mark.one_engine
def test_nobody_else_lets_them_go(restored: Flask) -> None:
    client = as_person(restored, officer("khac@bacson.vn", "Hoàng Văn Thụ"))
    page = opened(client, "/notices")

    assert send(client, page, "/outbox/held/sending") == 404
    assert send(client, page, "/outbox/held/discarding") == 404
    assert states() == ["held", "held", "held", "sent"]


@pytest.mark.one_engine
def test_what_is_settled_meanwhile_takes_its_letter_back(restored: Flask) -> None:
    with transaction():
        cancel_pending(subject=("case", 7), by=BY, now=NINE)

    assert states() == ["cancelled", "cancelled", "cancelled", "sent"]


def test_row_r24_what_a_missed_sweep_says_again_is_held_and_the_next_ones_is_not(app: Flask, tmp_path: Path) -> None:
    _, communes = province(2)
    ask(communes, target=1000)
    person("bao.cao@huulung.vn", communes[0], "reporter")
    report(communes[0], date(2024, 9, 30), 600)
    clock.stop_at(morning(date(2024, 10, 8)))
    done(app, "backup", tmp_path / "b.zip")
    sweep_on(date(2024, 10, 9))
    sent = mail_ids()
    clock.stop_at(morning(date(2024, 10, 10)))
    done(app, "restore", tmp_path / "b.zip", "--replace")

    sweep(effective_at=morning(date(2024, 10, 9)), by=BY, now=clock.now())

    assert mail_ids() == sent
    assert states() == ["held"]
    write(officer("moi@huulung.vn"), "new", about=clock.now() + timedelta(seconds=1))
    assert states() == ["held", "queued"]


def mail_ids() -> list[str]:
    return list(db.session.scalars(select(Delivery.message_id).where(mails())))

"""What arrives at a real mail server, and what the ledger says afterwards."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from committee.accounts.models import Account
from committee.core.db import db, transaction
from committee.notify.channels import Letter, Outcome, PageChannel, SmtpChannel, channel_of, compose
from committee.notify.delivery import deliver_one, mark, take_one
from committee.notify.models import Delivery
from tests.mail_server import MailServer
from tests.notify.writing import NINE, mail, officer, write

FROM = "don-doc@bhxh.example"


@pytest.fixture
def server():
    with MailServer() as running:
        yield running


def by_mail(server: MailServer) -> SmtpChannel:
    return SmtpChannel("127.0.0.1", server.port, FROM, limit_seconds=5)


def test_vietnamese_arrives_as_it_was_written(app, server):
    notice = write(officer())

    state = deliver_one(by_mail(server), now=NINE)

    letter = server.sink.letters[0]
    assert state == "sent"
    assert letter["Subject"] == "Xã Hữu Lũng chậm tiến độ BHXH tự nguyện"
    assert letter["To"].addresses[0].display_name == "Nông Thị Hậu"
    assert letter["To"].addresses[0].addr_spec == "can.bo@huulung.vn"
    assert letter["Date"] == "Mon, 28 Oct 2024 09:00:00 +0700"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"] == mail(notice).message_id
    assert letter.get_content().replace("\r\n", "\n") == (
        "Đến 28/10/2024 còn thiếu 77 người so với mốc. Đề nghị giải trình trước ngày 05/11/2024.\n\n"
        f"Mở thông báo: http://localhost:8000/notices/{notice}\n"
        "Thư này do hệ thống gửi tự động, đề nghị không trả lời thư.\n"
    )
    assert (mail(notice).state, mail(notice).attempts, mail(notice).sent_at) == ("sent", 1, NINE)


def test_nothing_is_sent_before_its_hour(app, server):
    notice = write(officer(), not_before=NINE + timedelta(minutes=1))

    assert deliver_one(by_mail(server), now=NINE) is None
    assert deliver_one(by_mail(server), now=NINE + timedelta(minutes=1)) == "sent"
    assert mail(notice).state == "sent"


@pytest.mark.parametrize(
    "evil", ["Hậu\r\nBcc: all@example.vn", "Hậu\nBcc: all@example.vn", "Hậu\x0b\x85\u2028Bcc: all@example.vn"]
)
def test_no_name_and_no_title_can_add_a_header(evil):
    letter = Letter("can.bo@huulung.vn", evil, evil, "thân thư", "<a@bhxh.example>")

    message = compose(letter, sender=FROM, now=NINE)

    assert message["Bcc"] is None
    assert set(message.keys()) == {
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "X-Auto-Response-Suppress",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
    }
    assert b"\nBcc:" not in message.as_bytes()


@pytest.mark.parametrize("address", ["", "no-at", "a@b@c", "can bo@huulung.vn", "x@y.vn\r\nBcc: all@example.vn"])
def test_an_address_that_cannot_be_one_is_given_up_at_once(app, server, address):
    hau = officer()
    notice = write(hau)
    with transaction():
        db.session.query(Delivery).update({"address": address})

    assert deliver_one(by_mail(server), now=NINE) == "dead"
    assert mail(notice).last_error == "The address cannot be that of a mail."
    assert server.sink.kept == []


def test_mail_to_a_person_who_left_is_cancelled_and_the_next_one_goes(app, server):
    gone, stays = officer("nghi.huu@huulung.vn"), officer()
    first, second = write(gone, "first"), write(stays, "second")
    with transaction():
        db.session.query(Account).filter_by(id=gone.account_id).update({"disabled_at": NINE})

    assert deliver_one(by_mail(server), now=NINE) == "sent"
    assert [mail(first).state, mail(second).state] == ["cancelled", "sent"]
    assert len(server.sink.kept) == 1


def test_a_lease_that_ran_out_is_taken_up_under_the_same_message_id(app, server):
    notice = write(officer())
    assert take_one(kind="email", now=NINE) is not None

    assert deliver_one(by_mail(server), now=NINE + timedelta(seconds=119)) is None
    assert deliver_one(by_mail(server), now=NINE + timedelta(seconds=120)) == "sent"
    assert server.sink.letters[0]["Message-ID"] == mail(notice).message_id
    assert mail(notice).attempts == 2


def test_a_late_mark_does_not_overwrite_the_one_who_took_over(app, server):
    notice = write(officer())
    zombie = take_one(kind="email", now=NINE)
    deliver_one(by_mail(server), now=NINE + timedelta(minutes=3))

    state = mark(zombie, Outcome("failed", "too late"), kind="email", now=NINE + timedelta(minutes=4), rng=Random(1))

    assert state == "lost"
    assert (mail(notice).state, mail(notice).last_error) == ("sent", "")


def test_two_dispatchers_at_once_send_each_mail_once(app, server):
    hau = officer()
    for number in range(40):
        write(hau, f"key {number}")
    server.sink.pause = (0.0, 0.01)
    channel = by_mail(server)

    def dispatch() -> None:
        with app.app_context():
            while deliver_one(channel, now=NINE):
                pass

    dispatchers = [threading.Thread(target=dispatch) for _ in range(2)]
    for dispatcher in dispatchers:
        dispatcher.start()
    for dispatcher in dispatchers:
        dispatcher.join()

    arrived = Counter(letter["Message-ID"] for letter in server.sink.letters)
    assert len(arrived) == 40
    assert set(arrived.values()) == {1}


def test_without_a_mail_server_the_demo_keeps_mail_on_its_page_and_production_lets_it_wait(app):
    settings = app.extensions["settings"]

    assert channel_of(replace(settings, mode="production", smtp_host="")) is None
    assert isinstance(channel_of(replace(settings, mode="demo", smtp_host="")), PageChannel)
    assert isinstance(channel_of(replace(settings, mode="demo", smtp_host="mail.vn")), SmtpChannel)

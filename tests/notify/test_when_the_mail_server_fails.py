"""Each way a mail server can fail: tried again, given up, or waited for; and never longer than the limit."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random

import pytest

from committee.core.db import db
from committee.notify import checks
from committee.notify.channels import SmtpChannel
from committee.notify.delivery import deliver_one
from committee.notify.models import ChannelState
from tests.mail_server import MailServer, free_port
from tests.notify.writing import NINE, mail, officer, write

MINUTE = timedelta(minutes=1)


def channel(port: int, seconds: float = 5) -> SmtpChannel:
    return SmtpChannel("127.0.0.1", port, "don-doc@bhxh.example", limit_seconds=seconds)


def failures() -> int:
    db.session.expire_all()
    state = db.session.get(ChannelState, "email")
    return state.failures if state else 0


@pytest.mark.parametrize(
    ("answer", "to_recipient", "state"),
    [
        ("250 OK", "250 OK", "sent"),
        ("451 try later", "250 OK", "failed"),
        ("250 OK", "451 greylisted", "failed"),
        ("550 refused", "250 OK", "dead"),
        ("250 OK", "550 no such user", "dead"),
        ("554 spam", "250 OK", "dead"),
    ],
)
def test_an_answer_about_the_letter_decides_about_the_letter_alone(app, answer, to_recipient, state):
    notice = write(officer())
    with MailServer() as server:
        server.sink.answer, server.sink.to_recipient = answer, to_recipient

        assert deliver_one(channel(server.port), now=NINE) == state

    said = "" if state == "sent" else (to_recipient if answer == "250 OK" else answer)
    assert (mail(notice).state, mail(notice).last_error) == (state, said)
    assert failures() == 0


def test_a_letter_whose_answer_was_lost_is_sent_again_under_the_same_id(app):
    notice = write(officer())
    with MailServer() as server:
        server.sink.hang_up = True
        assert deliver_one(channel(server.port), now=NINE) == "failed"

        server.sink.hang_up = False
        assert deliver_one(channel(server.port), now=NINE + 2 * MINUTE) == "sent"

    assert {letter["Message-ID"] for letter in server.sink.letters} == {mail(notice).message_id}
    assert len(server.sink.kept) == 2
    assert failures() == 0


def test_a_refused_connection_is_tried_again_after_about_a_minute(app):
    notice = write(officer())

    assert deliver_one(channel(free_port()), now=NINE, rng=Random(3)) == "failed"

    wait = mail(notice).next_try_at - NINE
    assert timedelta(seconds=48) <= wait <= timedelta(seconds=72)
    assert failures() == 1


def test_a_server_that_stays_away_for_72_hours_ends_in_the_dead_letters(app):
    notice = write(officer())
    nobody, now, tries = channel(free_port()), NINE, 0

    while (state := deliver_one(nobody, now=now, rng=Random(3))) != "dead":
        assert state == "failed"
        now, tries = mail(notice).next_try_at, tries + 1

    assert timedelta(hours=68) < now - NINE <= timedelta(hours=72)
    assert 20 < tries < 40
    assert mail(notice).state == "dead"


def silent(talk: socket.socket) -> None:
    talk.recv(1)


def byte_by_byte(talk: socket.socket) -> None:
    for letter in b"220 " + b"x" * 400:
        talk.sendall(bytes([letter]))
        time.sleep(0.05)


def hanging_after_data(talk: socket.socket) -> None:
    talk.sendall(b"220 here\r\n")
    for answer in (b"250 hello", b"250 sender", b"250 recipient", b"354 go on"):
        talk.recv(1000)
        talk.sendall(answer + b"\r\n")
    while talk.recv(4096):
        pass


def closing_its_doors(talk: socket.socket) -> None:
    talk.sendall(b"421 too busy\r\n")


@contextmanager
def behaving(behaviour: Callable[[socket.socket], None]) -> Iterator[int]:
    """Serve one conversation and give the port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            talk, _ = listening.accept()
            with talk:
                try:
                    behaviour(talk)
                except OSError:
                    return

        thread = threading.Thread(target=serve)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(timeout=30)


@pytest.mark.one_engine
@pytest.mark.parametrize("behaviour", [silent, byte_by_byte, hanging_after_data, closing_its_doors])
def test_no_server_holds_a_worker_longer_than_the_limit(app, behaviour):
    notice = write(officer())
    with behaving(behaviour) as port:
        began = time.monotonic()
        state = deliver_one(channel(port, seconds=1), now=NINE)
        took = time.monotonic() - began

    assert state == "failed"
    assert took < 1.8
    assert mail(notice).state == "failed"
    assert failures() == 1


def test_after_five_failures_one_probe_a_minute_until_it_works_again(app):
    hau = officer()
    for number in range(9):
        write(hau, f"key {number}")
    nobody = channel(free_port())

    attempts = [deliver_one(nobody, now=NINE) for _ in range(7)]
    probes = [deliver_one(nobody, now=NINE + after) for after in (MINUTE / 2, MINUTE, MINUTE, 1.5 * MINUTE)]

    assert attempts == ["failed"] * 5 + [None, None]
    assert probes == [None, "failed", None, None]
    assert checks.troubles(NINE + MINUTE)[0].startswith("Thư điện tử không gửi đi được từ 09:00 28/10/2024.")
    with MailServer() as server:
        later = [deliver_one(channel(server.port), now=NINE + 3 * MINUTE) for _ in range(10)]
    assert later == ["sent"] * 9 + [None]
    assert failures() == 0


def test_what_was_given_up_and_what_waits_is_said_in_words(app):
    write(officer())

    assert checks.troubles(NINE + timedelta(minutes=14)) == []
    assert checks.troubles(NINE + timedelta(minutes=15)) == [
        "Thư đang chờ gửi từ 09:00 28/10/2024 vì chưa khai báo máy chủ thư. Xin đặt biến SMTP_HOST."
    ]

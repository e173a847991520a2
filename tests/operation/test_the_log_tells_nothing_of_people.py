"""The log says what happened and where, and nothing that anybody typed, is called or must keep (row 62)."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask, request
from sqlalchemy import text

from committee.accounts import operations as accounts
from committee.core import clock
from committee.core.db import db, transaction
from committee.core.log import log, set_up_log
from committee.jobs import deliver
from committee.jobs.ledger import Run
from committee.notify.channels import SmtpChannel
from committee.notify.delivery import deliver_one
from committee.notify.links import PATH, Act, as_fact, links_of
from committee.tasks.operations.feeds import make_feed
from committee.web.factory import create_app
from config import read_settings
from tests.cast import BY, EVERYBODY, PASSWORD, REPORTER, SECRETARIAT, Cast
from tests.conftest import House
from tests.mail_server import MailServer, free_port
from tests.notify.writing import NINE, officer, write
from tests.web.browser import Browser

WRONG = "sai-mat-khau-cua-toi-2024"
TYPED = "gia-tri-go-vao-98765"


@pytest.fixture
def broken(house: House, app: Flask) -> Iterator[Flask]:
    """The same house with three doors behind which things go wrong, each quoting what it was given."""
    broken = create_app(read_settings(house.environ()))
    broken.config["PROPAGATE_EXCEPTIONS"] = False
    for endpoint in ("units.index", "work.index", "figures.index"):
        view = broken.view_functions[endpoint]
        broken.view_functions[endpoint] = crash_of(endpoint, view.policy)
    clock.stop_at(NINE)
    yield broken
    with broken.app_context():
        db.session.remove()
        db.engine.dispose()


def crash_of(endpoint: str, policy):
    def crash() -> str:
        typed = request.args.get("q", "")
        if endpoint == "units.index":
            raise ValueError(f"cannot read {typed}")
        if endpoint == "work.index":
            db.session.execute(text("SELECT * FROM account WHERE email = :email AND none = 1"), {"email": typed})
        raise RuntimeError(typed) from ValueError(typed)

    crash.policy = policy
    return crash


def test_row_62_no_secret_and_nobody_is_in_the_log(
    app: Flask, broken: Flask, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    planted = {WRONG, TYPED, PASSWORD, *(one for person in EVERYBODY for one in (person.email, person.name))}
    with transaction():
        invitation = accounts.invite(account_id=cast.accounts[REPORTER], by=BY, now=NINE)
        key = accounts.make_token(account_id=cast.accounts[SECRETARIAT], scope="write", days=30, by=BY, now=NINE)
        calendar = make_feed(account_id=cast.accounts[REPORTER], by=BY, now=NINE)
    facts = as_fact([Act(0, ("task", 1))])
    link = links_of(notice_id=1, account_id=1, door="", facts=facts, now=NINE)[0].removeprefix(PATH)
    planted |= {invitation, key, calendar, link}

    planted |= at_the_door(Browser(broken), invitation)
    behind_it(broken, key)
    with_the_mail(app)
    from_elsewhere(Browser(broken), calendar, link)

    lines = read_log(capsys)
    assert len([line for line in lines if line["event"] == "request"]) >= 12
    assert len([line for line in lines if line["event"] in ("crash", "database error")]) == 3
    told = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    assert [secret for secret in planted if secret in told] == []


def at_the_door(browser: Browser, invitation: str) -> set[str]:
    """Sign in wrongly and rightly, open an invitation, and crash three pages; return the secrets the browser holds."""
    browser.sign_in(REPORTER, WRONG)
    browser.open(f"/invitations/{invitation}")
    browser.ask("GET", f"/invitations/{invitation}x")
    browser.ask("GET", f"/password-reset/{invitation}")
    browser.sign_in(REPORTER)
    token = browser.page.find(".//input[@name='csrf_token']")[0].get("value")
    for path in ("/units", "/", "/figures", f"/nothing/{TYPED}"):
        browser.ask("GET", f"{path}?q={TYPED}&email={REPORTER.email}")
    return {browser.cookie(), token}


def behind_it(broken: Flask, key: str) -> None:
    """Let a program send what is refused, with a right key and with a wrong one."""
    program = broken.test_client()
    for shown in (key, f"{key}x"):
        program.post(
            "/api/v1/imports/figures",
            data={"file": (io.BytesIO(f"unit_code,{TYPED}\n{TYPED},1\n".encode()), f"{TYPED}.csv")},
            headers={"Authorization": f"Bearer {shown}", "Idempotency-Key": TYPED},
        )


def from_elsewhere(browser: Browser, calendar: str, link: str) -> None:
    """Read a calendar by its address, and open and send the link of a mail, rightly and wrongly."""
    for secret in (calendar, f"{calendar}x"):
        browser.ask("GET", f"/calendar/{secret}.ics")
    for secret in (link, f"{link}x"):
        browser.ask("GET", f"{PATH}{secret}")
        browser.ask("POST", f"{PATH}{secret}/progress", data={"progress-text": TYPED})


def with_the_mail(app: Flask) -> None:
    """Let mail be refused by its recipient's name, by no server, and for an address that cannot be one."""
    write(officer(f"{TYPED}@xa.example", REPORTER.name))
    with MailServer() as server:
        server.sink.to_recipient = f"451 {REPORTER.email} greylisted"
        deliver_one(SmtpChannel("127.0.0.1", server.port, "a@b.example", limit_seconds=5), now=NINE)
    deliver_one(SmtpChannel("127.0.0.1", free_port(), "a@b.example", limit_seconds=5), now=NINE)
    write(officer(f"{TYPED}@", REPORTER.name), "another key")
    deliver_one(SmtpChannel("127.0.0.1", free_port(), "a@b.example", limit_seconds=5), now=NINE)
    deliver.run(Run(clock.today(), NINE, NINE, lambda: False))


def test_a_request_is_one_line_with_its_route_reference_and_moment(
    app: Flask, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()

    Browser(app).ask("GET", "/invitations/mot-lien-ket-rieng")

    line = next(one for one in read_log(capsys) if one["event"] == "request")
    assert (line["method"], line["route"], line["status"]) == ("GET", "/invitations/<token>", 404)
    assert re.fullmatch(r"[0-9A-F]{8}", line["reference"])
    assert datetime.fromisoformat(line["timestamp"]).utcoffset().total_seconds() == 0


def test_the_reference_on_the_page_finds_the_crash(
    broken: Flask, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    browser = Browser(broken)
    browser.sign_in(REPORTER)

    page = browser.ask("GET", f"/units?q={TYPED}")

    crash = [one for one in read_log(capsys) if one["event"] == "crash"][-1]
    assert page.status_code == 500
    assert crash["reference"] in page.text
    assert crash["exception"][0]["exc_type"] == "ValueError"
    assert crash["exception"][0]["frames"][-1]["name"] == "crash"


def test_row_62_what_breaks_a_line_is_written_as_letters(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_log()
    breaking = 'a\r\n{"event": "forged"}\u2028\u2029\x85\x1b[2J\x00\u202e\ud800'

    log.warning("tried", typed=breaking)
    # Without the half of a character: the runner of the tests keeps what libraries say, and cannot write that.
    logging.getLogger("library").warning("said\r\n%s and %d", breaking.removesuffix("\ud800"), 3)

    told = capsys.readouterr().err
    assert len(told.splitlines()) == 2
    first, second = (json.loads(line) for line in told.splitlines())
    assert first["typed"] == breaking
    assert (second["event"], second["logger"]) == ("said\r\n… and 3", "library")
    assert "\x1b" not in told


def read_log(capsys: pytest.CaptureFixture[str]) -> list[dict]:
    """Return the lines of the log; what else was written to standard error is no JSON."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]

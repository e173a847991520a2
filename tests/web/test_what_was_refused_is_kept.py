"""Row 61: every refusal stands in the audit, and none can fill it or change the answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from committee.accounts import operations as accounts
from committee.audit import operations as audit
from committee.audit.models import AuditEntry
from committee.core import clock
from committee.core.db import db, transaction
from tests import cast as people

pytestmark = pytest.mark.one_engine
NEW = "một mật khẩu mới khá dài"


def refused() -> list[tuple[str, str, Any, Any]]:
    """Return (who, what was asked for, the status, how often) of every refusal."""
    rows = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "refused").order_by(AuditEntry.id))
    return [(row.actor_name, row.thing_id, row.facts.get("status"), row.facts.get("times", 1)) for row in rows]


def key_of(cast, person: people.Person, scope: str) -> dict[str, str]:
    with transaction():
        token = accounts.make_token(
            account_id=cast.accounts[person], scope=scope, days=1, by=people.BY, now=clock.now()
        )
    return {"Authorization": f"Bearer {token}"}


def test_row_61_a_thing_that_may_not_be_seen_is_noted_like_one_that_is_absent(browser_of):
    browser = browser_of(people.REPORTER)

    assert browser.ask("GET", "/cases/4711").status_code == 404
    assert browser.ask("GET", "/units/31318").status_code == 404

    assert refused() == [(people.REPORTER.name, "/cases/4711", 404, 1), (people.REPORTER.name, "/units/31318", 404, 1)]


def test_row_61_a_form_without_its_token_is_noted(browser_of):
    browser = browser_of(people.REPORTER)

    assert browser.ask("POST", "/sign-out").status_code == 400

    assert refused() == [(people.REPORTER.name, "/sign-out", 400, 1)]


def test_row_61_a_strangers_form_without_its_token_is_noted_under_its_route(client):
    assert client.ask("POST", "/sign-in").status_code == 400

    assert refused() == [("stranger", "/sign-in", 400, 1)]


def test_row_61_a_form_that_a_rule_refuses_is_noted_with_the_sentence(browser_of):
    browser = browser_of(people.REPORTER)
    browser.open("/account")

    browser.press("Đổi mật khẩu", present="không phải mật khẩu này", password=NEW, again=NEW)

    last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (last.action, last.thing_id) == ("refused", "/account/password")
    assert last.facts["refusals"] == ["Mật khẩu hiện tại chưa đúng."]


def test_row_61_a_key_of_the_wrong_scope_or_none_at_all_is_noted(app, cast, client):
    headers = key_of(cast, people.REPORTER, "read")

    assert client.ask("POST", "/api/v1/figures", headers=headers, json=[]).status_code == 403
    assert client.ask("GET", "/api/v1/units/99999", headers=headers).status_code == 404
    assert client.ask("GET", "/api/v1/standings", headers={"Authorization": "Bearer nothing"}).status_code == 401
    assert client.ask("GET", "/api/v1/standings").status_code == 401

    assert refused() == [
        (people.REPORTER.name, "/api/v1/figures", 403, 1),
        (people.REPORTER.name, "/api/v1/units/99999", 404, 1),
        ("stranger", "/api/v1/standings", 401, 1),
    ]


def test_a_refusal_of_a_program_is_noted_once(app, cast, client):
    headers = key_of(cast, people.REPORTER, "write")

    answer = client.ask("POST", "/api/v1/figures", headers=headers, json={"figures": []})

    assert answer.status_code in (403, 422)
    assert len(refused()) == 1


def test_the_same_asked_again_and_again_fills_no_table(browser_of):
    browser = browser_of(people.REPORTER)
    for _ in range(25):
        browser.ask("GET", "/cases/4711")
    clock.stop_at(clock.now() + timedelta(minutes=1))
    browser.ask("GET", "/cases/4711")

    assert [times for *_rest, times in refused()] == [1, 10, 1]


def test_a_link_that_lets_somebody_in_is_not_kept(app, browser_of):
    browser = browser_of(people.REPORTER)

    browser.ask("POST", "/invitations/geheim")

    assert "geheim" not in str(refused())


def test_an_audit_that_fails_does_not_change_the_answer(browser_of, monkeypatch):
    browser = browser_of(people.REPORTER)

    def fail(**_options: object) -> None:
        raise OperationalError("INSERT", {}, Exception("disk full"))

    monkeypatch.setattr(audit, "record_refusal", fail)

    assert browser.ask("GET", "/cases/4711").status_code == 404
    assert browser.open("/account").status == 200


def test_row_61_a_table_that_is_taken_away_is_noted(browser_of):
    browser = browser_of(people.CHAIR)

    browser.ask("GET", "/units/93?format=csv")

    last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (last.action, last.actor_name, last.thing_id) == ("exported", people.CHAIR.name, "standings below 93")
    assert last.facts == {"format": "csv", "rows": 0}
    assert last.unit_id is not None


def test_row_61_people_taken_away_on_the_command_line_are_noted(app, cast):
    run = app.test_cli_runner().invoke
    for arguments in (
        ["people", "list"],
        ["people", "list", "--format", "json"],
        ["deliveries", "list", "--format", "json"],
    ):
        assert run(args=arguments).exit_code == 0

    kept = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "exported").order_by(AuditEntry.id)).all()
    assert [(row.thing_id, row.facts["rows"]) for row in kept] == [("people list", 9), ("deliveries list", 0)]

"""The audit is verified and searched on the command line, sealed by the timetable, and its head leaves the house."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from committee.accounts.operations import add_account
from committee.audit.models import AuditEntry
from committee.audit.queries import head
from committee.core import clock
from committee.core.db import db, transaction
from committee.domain.access import Actor
from committee.jobs.ticker import run_by_hand
from committee.jobs.timetable import job_named
from committee.members.operations import give_role
from committee.notify.models import Notice
from tests.audit.writing import NINE, tamper, write

BY = Actor.command_line()


@pytest.fixture
def run(app):
    """Run a command and return its result."""

    def command(*arguments: str):
        db.session.remove()
        return app.test_cli_runner().invoke(args=["audit", *arguments])

    return command


def an_administrator() -> int:
    with transaction():
        account_id = add_account(email="quan.tri@langson.vn", name="Lê Văn Quản", by=BY, now=NINE)
        give_role(account_id=account_id, unit_id=None, role="administrator", by=BY, now=NINE)
    return account_id


def test_row_61_a_clean_audit_is_sealed_and_counted(run):
    write(3)

    result = run("verify")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[-1] == "3 dòng, 3 đã niêm phong, 0 sai lệch"
    assert f"Đầu chuỗi: 3:{head().hash}" in result.stdout


def test_row_61_a_tampered_entry_is_named_and_the_exit_code_says_so(run):
    write(3)
    run("verify")
    tamper("UPDATE audit_entry SET actor_name = 'ai đó' WHERE id = 2")

    result = run("verify")
    told = json.loads(run("verify", "--format", "json").stdout)

    assert result.exit_code == 1
    assert result.stderr == "Dòng 2 đã bị sửa sau khi niêm phong ở vị trí 2.\n"
    assert result.stdout.splitlines()[-1] == "3 dòng, 3 đã niêm phong, 1 sai lệch"
    assert [(one["kind"], one["entry"]) for one in told["deviations"]] == [("changed", 2)]


def test_row_61_a_kept_head_is_accepted_back(run):
    write(3)
    run("verify")
    kept = f"3:{head().hash}"
    write(2)

    assert run("verify", "--anchor", kept).exit_code == 0
    assert run("verify", "--head", head().hash).exit_code == 0
    tamper("DELETE FROM audit_seal WHERE position > 2", "DELETE FROM audit_entry WHERE id > 2")

    assert run("verify").exit_code == 0
    result = run("verify", "--anchor", kept)
    assert result.exit_code == 1
    assert "phần cuối đã bị cắt" in result.stderr
    assert run("verify", "--head", "abc").exit_code == 2


def test_entries_are_searched_by_who_what_and_when(run):
    person = an_administrator()
    write(2, by=Actor(person, "Lê Văn Quản"))
    write(1, now=NINE + timedelta(days=2))

    def found(*options: str) -> list[int]:
        return [entry["id"] for entry in json.loads(run("search", "--format", "json", *options).stdout)]

    ids = {row.id: row for row in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))}
    acts = [number for number, row in ids.items() if row.action == "target changed"]
    assert found("--action", "target changed") == acts[::-1]
    assert found("--thing", "target:1") == [acts[1]]
    assert found("--from", "29/10/2024", "--to", "30/10/2024") == [acts[2]]
    assert found("--action", "target changed", "--to", "28/10/2024", "--limit", "1") == [acts[1]]
    assert set(found("--person", "quan.tri@langson.vn")) == {acts[0], acts[1], 1}


def test_a_search_as_csv_keeps_the_facts_and_is_noted(run):
    write(1)

    rows = list(csv.DictReader(io.StringIO(run("search", "--format", "csv").stdout)))

    assert [(row["id"], row["thing"], row["at"]) for row in rows] == [("1", "target:0", "2024-10-28T09:00:00+07:00")]
    assert json.loads(rows[0]["facts"])["after"]["value"] == 1
    last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (last.action, last.thing_id, last.facts) == ("exported", "audit search", {"format": "csv", "rows": 1})


def test_a_search_for_nobody_is_refused(run):
    result = run("search", "--person", "ai.do@example.vn")

    assert result.exit_code == 1
    assert "ai.do@example.vn" in result.stderr


def test_the_timetable_seals_what_was_written(app):
    write(4)

    assert run_by_hand(job_named("seal")) == [{"sealed": 4}]
    assert run_by_hand(job_named("seal")) == [{}]


def test_the_nightly_auditor_turns_health_red(app):
    write(3)
    run_by_hand(job_named("seal"))
    tamper("DELETE FROM audit_entry WHERE id = 2")

    done = run_by_hand(job_named("verify"))
    health = app.test_cli_runner().invoke(args=["health"])

    assert done == [
        {"troubles": ["Dòng 2 đã mất; dòng này được niêm phong ở vị trí 2."], "audit_deviations": 1},
    ]
    assert health.exit_code == 1
    assert "Nhật ký sai lệch so với niêm phong ở 1 chỗ." in health.stderr


def test_an_entry_that_waits_for_more_than_an_hour_turns_health_red(app):
    write(1)
    clock.stop_at(NINE + timedelta(minutes=59))
    assert app.test_cli_runner().invoke(args=["health"]).exit_code == 0

    clock.stop_at(NINE + timedelta(minutes=61))

    result = app.test_cli_runner().invoke(args=["health"])
    assert result.exit_code == 1
    assert "Nhật ký chưa được niêm phong từ 09:00 ngày 28/10/2024." in result.stderr


def test_row_61_the_head_goes_to_the_administrators_once_a_week(app):
    person = an_administrator()

    first = run_by_hand(job_named("anchor"))
    clock.stop_at(NINE + timedelta(days=1))
    second = run_by_hand(job_named("anchor"))
    clock.stop_at(NINE + timedelta(days=7))
    third = run_by_hand(job_named("anchor"))

    assert [run[-1]["told"] for run in (first, second, third)] == [1, 0, 1]
    notices = db.session.scalars(select(Notice).order_by(Notice.id)).all()
    assert [notice.recipient_id for notice in notices] == [person, person]
    assert first[-1]["head"] in notices[0].body
    assert app.test_cli_runner().invoke(args=["audit", "verify", "--anchor", first[-1]["head"]]).exit_code == 0

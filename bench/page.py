"""The page of a province with 148 communes × 6 indicators, signed in, against the same ranking from bare WSGI and SQL.

Goal (docs/performance.md): at least 0,85 of its requests a second. Both must show the same numbers.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable

import psycopg
from flask import Flask
from sqlalchemy import text

from bench.houses import NOW, engines, house, province
from bench.measure import line, paired
from committee.accounts.operations import add_account, begin_session
from committee.core.db import db, transaction
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.members.operations import give_role
from committee.standings.queries import newest_below
from committee.units.queries import unit_on

CODE = "si_voluntary"
ROW = re.compile(r"Xã Số (\d+).*?([\d.]+)</td>.*?([\d.]+)</td>", re.DOTALL)


def run() -> None:
    """Measure on each engine that is there."""
    for engine in engines():
        with house(engine) as app:
            ids = province()
            browser = _signed_in(app, ids[0])
            bare = _bare(engine, str(db.engine.url.render_as_string(hide_password=False)), ids[0])
            page = browser(f"/units/92?indicator={CODE}")
            assert _numbers(page) == _numbers(bare()), "the two pages differ"
            ours, other = paired(lambda: browser(f"/units/92?indicator={CODE}"), bare, runs=15)  # noqa: B023
            line(f"province page, 148 communes × 6, {engine}", ours, other, other / ours, "≥ 0,85")
            _rows(engine, ids[0])


def _rows(engine: str, unit: int) -> None:
    """Measure the standings of all children, with levels and ranks, against reading the same cells raw."""
    parent = unit_on(unit, day_of(NOW))
    assert parent

    def scan() -> int:
        return len(
            db.session.execute(text("SELECT * FROM cell WHERE parent_id = :p AND year >= 2023"), {"p": unit}).all()
        )

    def standings() -> int:
        return sum(len(one.rows) for one in newest_below(parent, day_of(NOW)))

    assert scan() == 2 * standings(), "a row each for this year and the last"
    ours, other = paired(standings, scan, runs=15)
    line(f"148 × 6 standings with rank ÷ raw scan, {engine}", ours, other, ours / other, "≤ 1,3")


def _signed_in(app: Flask, unit: int) -> Callable[[str], str]:
    by = Actor.command_line()
    with transaction():
        account = add_account(email="chair@example.vn", name="Bench", by=by, now=NOW)
        give_role(account_id=account, unit_id=unit, role="chair", by=by, now=NOW)
        secret = begin_session(account_id=account, network="bench", browser="bench", by=by, now=NOW)
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = secret
        session["_fresh"] = True

    def fetch(address: str) -> str:
        answer = client.get(address)
        assert answer.status_code == 200, answer.status
        return answer.text

    return fetch


def _bare(engine: str, url: str, unit: int) -> Callable[[], str]:
    connection = (
        sqlite3.connect(url.removeprefix("sqlite:///"), check_same_thread=False)
        if engine == "sqlite"
        else psycopg.connect(url.replace("postgresql+psycopg", "postgresql"))
    )
    mark = "?" if engine == "sqlite" else "%s"
    sql = (
        "SELECT p.name, c.indicator, c.m10, r.value FROM cell c JOIN placement p ON p.unit_id = c.unit_id "
        "JOIN target t ON t.unit_id = c.unit_id AND t.indicator = c.indicator AND t.year = c.year "
        f"JOIN target_revision r ON r.target_id = t.id WHERE c.year = 2024 AND c.parent_id = {mark}"
    )

    def application(_environ: dict[str, str], start: Callable[..., object]) -> list[bytes]:
        cursor = connection.cursor()
        cursor.execute(sql, (unit,))
        rows = [(name, actual, target) for name, code, actual, target in cursor.fetchall() if code == CODE]
        rows.sort(key=lambda row: -row[1] / row[2])
        body = "".join(
            f"<tr><td>{at}</td><th>{name}</th><td>{_count(actual)}</td><td>{_count(target)}</td>"
            f"<td>{actual * 100 / target:.2f}</td><td>{_count(max(0, target - actual))}</td></tr>"
            for at, (name, actual, target) in enumerate(rows, start=1)
        )
        start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [f"<!doctype html><title>92</title><table>{body}</table>".encode()]

    return lambda: b"".join(application({}, lambda *_: None)).decode()


def _count(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _numbers(page: str) -> dict[str, tuple[str, str]]:
    table = page[page.rfind("<table") :]
    return {name: (actual, target) for name, actual, target in ROW.findall(table)}

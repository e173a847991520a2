"""Neither the history, nor the database, nor what stands beside the static files can be fetched (row 63)."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import pytest
from flask import Flask

from committee.core.db import db
from tests.web.served import served

pytestmark = pytest.mark.one_engine
WAYS = (
    "/{}", "/static/{}", "/static/../{}", "/static/..%2f{}", "/static/%2e%2e/{}", "/static/..\\{}", "/static//{}",
    "/../{}", "//{}", "/./{}", "/static/....//{}", "/static/%252e%252e/{}", "/static/vendor/../../{}",
    "/static/{}%00.css",
)  # fmt: skip
NAMES = (
    ".git/config", ".git/HEAD", "config.py", "app.py", "pyproject.toml", "instance/secret_key",
    "instance/don-doc.sqlite3",
    "test.sqlite3", "don-doc.sqlite3", "backup.zip", "secret_key", "migrations/env.py", "templates/layout.html",
    "etc/passwd", "uv.lock", "data/holidays.csv", "gunicorn.conf.py", "committee/core/db.py",
)  # fmt: skip
INSIDE = (b"[core]", b"SQLite format", b"import annotations", b"root:x:", b"[project]", b"ref: refs/", b"{% ")


def test_row_63_no_way_leads_beside_the_pages(app: Flask) -> None:
    db.session.remove()
    with served(app) as address:
        answers = {way.format(name): fetch(address, way.format(name)) for name in NAMES for way in WAYS}

    assert {path: status for path, (status, _) in answers.items() if status not in (302, 308, 400, 404)} == {}
    assert [path for path, (_, body) in answers.items() if any(word in body for word in INSIDE)] == []


def fetch(address: str, path: str) -> tuple[int, bytes]:
    """Ask for the path as it is: no client of ours tidies it up."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    connection.putrequest("GET", path, skip_host=False)
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found

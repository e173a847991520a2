"""Every address of the house, taken from its own list of routes, and what of the database changed meanwhile."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import html5lib
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from committee.audit.models import AuditEntry
from committee.core.db import Base, db
from tests.cast import Person
from tests.hostile.town import Town
from tests.web.browser import Browser

SAFE = {"GET", "HEAD", "OPTIONS"}
API, STATIC = "/api/", "static"
# Looking leaves these traces and no others: that somebody was refused, that somebody took a copy away.
# When a session, a key or a calendar was last used, and how often within the hour, by which a door slows down.
SEEN = {"seen_at", "last_used_on", "last_fetched_on", "hour_began_at", "fetches"}
TRACES = {"refused", "exported"}
MOST_LINKS = 30


def rules(app: Flask) -> list[Rule]:
    """Return every route, those of programs and of files included."""
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ())))


def address(rule: Rule, town: Town, person: Person) -> str:
    """Return an address of the route behind which something stands that `person` would open."""
    gaps = {name: town.good(name, person, rule.endpoint) for name in rule._converters}
    gaps |= {name: int_or(gaps[name]) for name, kind in rule._converters.items() if "Integer" in type(kind).__name__}
    _, path = rule.build({**(rule.defaults or {}), **gaps}, append_unknown=False)
    return path


def int_or(value: object) -> int:
    return value if isinstance(value, int) else 1


def to_read(app: Flask, town: Town, person: Person) -> list[str]:
    """Return an address of every page that is only read."""
    return [path for _endpoint, path in pages(app, town, person)]


def pages(app: Flask, town: Town, person: Person) -> list[tuple[str, str]]:
    """Return (endpoint, address) of every page that is only read."""
    found = [rule for rule in rules(app) if "GET" in (rule.methods or ()) and not rule.rule.startswith(API)]
    asked = {"tasks.several": f"?act=reminder&task={town.good('task_id', person)}"}  # a page about nothing but these
    return [
        (rule.endpoint, address(rule, town, person) + asked.get(rule.endpoint, ""))
        for rule in found
        if rule.endpoint != STATIC
    ]


def to_ask(app: Flask, town: Town, person: Person) -> list[str]:
    """Return an address of every page that is only read, without the question it is usually asked."""
    return [path.partition("?")[0] for path in to_read(app, town, person)]


def to_write(app: Flask, town: Town, person: Person) -> list[tuple[str, str]]:
    """Return (method, address) of everything outside the API that is sent and not only read."""
    return [
        (method, address(rule, town, person))
        for rule in rules(app)
        for method in sorted((rule.methods or set()) - SAFE)
        if not rule.rule.startswith(API)
    ]


def walked(browser: Browser, starts: list[str], *, most: int = MOST_LINKS) -> Iterator[tuple[str, TestResponse]]:
    """Open all pages at `starts`, and of what they link to within the house `most` more, each once."""
    waiting, seen = list(dict.fromkeys(starts)), set(starts)
    most += len(seen)
    while waiting and len(seen) - len(waiting) < most:
        where = waiting.pop(0)
        answer = browser.ask("GET", where)
        yield where, answer
        for link in links_of(answer, where):
            if link not in seen:
                seen.add(link)
                waiting.append(link)
        answer.close()


def links_of(answer: TestResponse, where: str) -> list[str]:
    """Return the addresses within the house that a page links to or sends one to."""
    if answer.status_code in (301, 302, 303):
        return [own for own in [own_path(answer.headers["Location"], where)] if own]
    if answer.mimetype != "text/html":
        return []
    root = html5lib.parse(answer.text, namespaceHTMLElements=False)
    links = (own_path(link.get("href", ""), where) for link in root.iter("a"))
    return [link for link in links if link and not link.startswith("/static/")]


def own_path(link: str, where: str) -> str:
    parts = urlsplit(urldefrag(urljoin(f"http://localhost{where}", link)).url)
    if parts.netloc != "localhost":
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def fingerprint() -> dict[str, str]:
    """Return a hash of every table as it stands, but for when somebody was last seen and the traces of looking."""
    db.session.rollback()
    db.session.expire_all()
    found = {}
    for table in Base.metadata.sorted_tables:
        columns = [column for column in table.columns if column.name not in SEEN]
        rows = select(*columns)
        if table.name == AuditEntry.__tablename__:
            rows = rows.where(table.c.action.not_in(TRACES))
        content = sorted(repr(tuple(row)) for row in db.session.execute(rows))
        found[table.name] = hashlib.sha256("\n".join(content).encode("utf-8", "surrogatepass")).hexdigest()
    db.session.rollback()
    return found


def changed(before: dict[str, str]) -> list[str]:
    """Return the tables that are not as they were."""
    after = fingerprint()
    return [name for name, was in before.items() if after[name] != was]

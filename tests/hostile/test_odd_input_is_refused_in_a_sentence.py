"""Nothing anybody can send makes the house fall over: SQL, bytes nobody keeps, far too much of anything."""

from __future__ import annotations

import ast
import json
import os
import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.architecture.source import modules, place, tree
from tests.cast import ADMINISTRATOR, REPORTER, SECRETARIAT, Person
from tests.hostile.addresses import API, STATIC, address, changed, fingerprint, rules, to_ask, to_write
from tests.hostile.town import Town
from tests.web.browser import Browser

LONG = os.environ.get("DON_DOC_TEST_TIER") == "long"
SQL = (
    "'", "''", '"', "`", "\\", "';--", "' OR '1'='1", "' OR 1=1--", '" OR ""="', "1 OR 1=1", "1; DROP TABLE account",
    "'; DROP TABLE account;--", "' UNION SELECT NULL--", "1' AND SLEEP(1)--", "1 AND pg_sleep(1)", "%", "_", "%%%",
    "%s", "%(id)s", ":id", "$1", "?", "')) OR (('1'='1", "1/**/OR/**/1=1", "0x27", "CHAR(39)", "id DESC", "name; --",
    "(SELECT 1)",
)  # fmt: skip
ODD = (
    "\x00", "a\x00b", "\ufffe", "\U0010ffff", "\u202e", "a" * 300, "9" * 30, "-1", "2147483648", "9223372036854775808",
    "1e309", "NaN", "1/0", "../../etc/passwd", "..%2f..%2f", "\r\nX: y", "{{7*7}}", "${7*7}", "[]", "{}", "null",
    "true", "٣", "①", "²", "0", "", " ",
)  # fmt: skip
BYTES = ("%ff", "%c0%80", "%ed%a0%80", "%00", "%", "%u0041", "%e2%82", "%f5%80%80%80")
GAPS = ("'", "' OR 1=1--", "2147483648", "99999999999999999999", "٣", "-1")
FIELDS = (
    "q", "as_of", "indicator", "unit", "parent", "state", "year", "page", "method", "percent", "next", "unread",
    "limit", "cursor", "format", "dry_run", "version", "reason", "key", "email", "password", "current",
    "assigner", "document_number", "document_date", "value_si_voluntary", "answer_si_voluntary", "reason_si_voluntary",
    "value_6", "reading_6", "report", "then", "act", "role", "name", "person", "from", "to", "action",
)  # fmt: skip
MEGABYTE = "x" * 1_000_000


@pytest.fixture
def visitor(browser_in: Callable[[Person], Browser]) -> Browser:
    return browser_in(SECRETARIAT)


def broken(status: int, path: str) -> bool:
    return status >= 500 and path != "/readyz"


def token_of(browser: Browser) -> str:
    return browser.page.find(".//input[@name='csrf_token']")[0].get("value")


def test_row_45_no_parameter_of_any_page_is_sql(app: Flask, town: Town, visitor: Browser) -> None:
    paths, wrong = [*to_ask(app, town, SECRETARIAT)], []
    payloads = [*SQL, *ODD]
    for path in paths:
        for name in FIELDS:
            few = payloads if LONG else ()
            wrong += [
                (path, name, one)
                for one in few
                if broken(visitor.ask("GET", path, query_string={name: one}).status_code, path)
            ]
        for turn in range(3):
            every = {name: payloads[(number * 5 + turn * 7) % len(payloads)] for number, name in enumerate(FIELDS)}
            every.pop("next" if turn else "format")
            wrong += [(path, every)] if broken(visitor.ask("GET", path, query_string=every).status_code, path) else []

    assert wrong == []


def some(payloads: tuple[str, ...], number: int, *, every: int) -> tuple[str, ...]:
    """Return one in `every`, beginning elsewhere for each number, so that each is tried somewhere; all in `--long`."""
    return payloads if LONG else payloads[number % every :: every]


def test_row_45_no_field_of_any_form_is_sql(app: Flask, town: Town, visitor: Browser) -> None:
    token, wrong = token_of(visitor), []
    for person in (SECRETARIAT, REPORTER):
        for number, (method, path) in enumerate(to_write(app, town, person)):
            if "sign-out" in path or path.endswith("/end"):
                continue
            for one in some((*SQL, *ODD), number, every=18):
                said = {"csrf_token": token, **dict.fromkeys(FIELDS, one)}
                if broken(visitor.ask(method, path, data=said).status_code, path):
                    wrong.append((path, one))

    assert wrong == []


def test_row_45_no_gap_of_any_address_is_sql(app: Flask, town: Town, visitor: Browser) -> None:
    key = {"Authorization": f"Bearer {town.keys[SECRETARIAT, 'admin']}"}
    wrong = []
    for rule in rules(app):
        if not rule._converters or rule.endpoint == STATIC:
            continue
        where = address(rule, town, SECRETARIAT)
        for number, gap in enumerate(part for part in where.split("/") if part):
            for one in some((*BYTES, *GAPS), number + len(where), every=5):
                path = where.replace(f"/{gap}", f"/{one}", 1)
                headers = key if where.startswith(API) else {}
                status = visitor.client.get(path, headers=headers).status_code
                wrong += [(path, status)] if broken(status, path) else []

    assert wrong == []


@pytest.mark.one_engine
def test_row_45_a_number_too_large_for_an_id_names_nothing_whatever_is_asked_of_it(
    app: Flask, visitor: Browser
) -> None:
    token, asked = token_of(visitor), {}
    for rule in rules(app):
        if "<int:" not in rule.rule:
            continue
        for method in sorted(rule.methods - {"OPTIONS", "HEAD"}):
            for number in ("2147483648", "99999999999999999999"):
                path = re.sub(r"<(int:)?[^>]*>", lambda gap, number=number: number if gap[1] else "x", rule.rule)
                data = {"csrf_token": token} if method != "GET" else None
                asked[method, path] = visitor.ask(method, path, data=data).status_code

    assert len(asked) > 60
    assert {call: status for call, status in asked.items() if status not in (404, 401)} == {}
    assert {status for (_, path), status in asked.items() if not path.startswith(API)} == {404}


def test_row_45_no_parameter_of_the_api_is_sql(app: Flask, town: Town) -> None:
    client, wrong = app.test_client(), []
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {town.keys[SECRETARIAT, 'admin']}"
    before = fingerprint()
    for one in (*SQL, *ODD)[:: 1 if LONG else 6]:
        asked = dict.fromkeys(("unit", "parent", "indicator", "as_of", "state", "year", "limit", "cursor"), one)
        figure = {"unit_code": one, "indicator": one, "as_of": one, "value": one, "origin": one}
        answers = [
            client.get("/api/v1/cases", query_string=asked),
            client.get("/api/v1/standings", query_string={"unit": one, "indicator": one}),
            client.get("/api/v1/standings", query_string={"parent": one}),
            client.get("/api/v1/cases", query_string={"unit": one}),
            client.get("/api/v1/cases", query_string={"indicator": one}),
            client.get("/api/v1/notices", query_string={"unread": one}),
            client.post("/api/v1/figures", json=figure),
            client.post("/api/v1/figures", json=[{**figure, "as_of": "2024-10-25"}] * 2),
            client.post("/api/v1/cases/1/acknowledgement", json={"version": one}),
        ]
        wrong += [(one, answer.request.path) for answer in answers if answer.status_code >= 500]

    assert wrong == []
    assert changed(before) == []


@pytest.mark.one_engine
@pytest.mark.parametrize("header", ["Authorization", "Cookie", "User-Agent", "Accept-Language", "Referer", "Range"])
def test_row_53_no_header_is_too_odd(app: Flask, town: Town, header: str) -> None:
    odd = (
        "",
        " ",
        "Bearer",
        "Bearer \udcff",
        "Basic x",
        "\xff" * 40,
        "x" * 60_000,
        "'; DROP TABLE account",
        "bytes=9-1,--",
    )
    known = ("session=x", "session=.eJw.x.x", "__Host-session=;;;", "session=" + "a" * 4000)

    answers = [
        app.test_client().get(path, headers={header: value.encode("latin-1", "replace").decode("latin-1")})
        for value in (*odd, *known)
        for path in ("/sign-in", "/units", "/api/v1/units/93")
    ]

    assert {answer.status_code for answer in answers} <= {200, 302, 400, 401, 406, 416}


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("body", "kind", "statuses"),
    [
        (b"[" * 100_000, "application/json", {400}),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "application/json", {400, 422}),
        (b'{"unit_code": "\\ud800", "indicator": "x", "as_of": "2024-10-25", "value": 1}', "application/json", {422}),
        (b'{"unit_code": "a\\u0000", "indicator": "x", "as_of": "2024-10-25", "value": 1}', "application/json", {422}),
        (b'{"unit_code": 1, "unit_code": 2}', "application/json", {400, 422}),
        (b"\xff\xfe{", "application/json", {400}),
        (b"NaN", "application/json", {400}),
        (b"1e999", "application/json", {422}),
        (b'"' + b"9" * 400_000 + b'"', "application/json", {422}),
        (b"9" * 5000, "application/json", {400, 422}),
        (b"{}", "text/plain", {415}),
        (b"{}", "application/xml", {415}),
        (b"{}", "", {415}),
        (b"a=1", "application/x-www-form-urlencoded", {415}),
        (b"--x\r\n", "multipart/form-data; boundary=x", {415}),
        (b"{}", "application/json; charset=utf-7", {422}),
        (b"x" * 5_300_000, "application/json", {413}),
    ],
)
def test_row_53_a_body_nobody_meant_is_refused(
    app: Flask, town: Town, body: bytes, kind: str, statuses: set[int]
) -> None:
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {town.keys[SECRETARIAT, 'admin']}"

    answer = client.post("/api/v1/figures", data=body, content_type=kind)

    assert answer.status_code in statuses
    assert set(json.loads(answer.text)["error"]) == {"code", "message", "details"}


@pytest.mark.one_engine
@pytest.mark.parametrize("person", [REPORTER, ADMINISTRATOR], ids=lambda person: person.role)
def test_row_53_too_much_of_anything_is_refused(
    app: Flask, town: Town, browser_in: Callable[[Person], Browser], person: Person
) -> None:
    browser = browser_in(person)
    token, before, answers = token_of(browser), fingerprint(), {}
    in_parts = {"content_type": "multipart/form-data"}
    fields = {f"f{at}": "x" for at in range(2_000)}
    for method, path in to_write(app, town, person):
        if "sign-out" in path or path.endswith("/end"):
            continue
        answers[path, "a megabyte"] = browser.ask(method, path, data={"csrf_token": token, "reason": MEGABYTE})
        answers[path, "six"] = browser.ask(method, path, data={"csrf_token": token, "reason": MEGABYTE * 6})
        answers[path, "parts"] = browser.ask(method, path, data={"csrf_token": token, **fields}, **in_parts)
        answers[path, "not a form"] = browser.ask(method, path, data=b"{}", content_type="application/json")
        answers[path, "broken"] = browser.ask(method, path, data=b"--x", content_type="multipart/form-data; boundary=x")

    wrong = {call: answer.status_code for call, answer in answers.items() if broken(answer.status_code, call[0])}
    assert wrong == {}
    assert {answers[call].status_code for call in answers if call[1] in ("a megabyte", "six", "parts")} == {413}
    assert {answers[call].status_code for call in answers if call[1] in ("not a form", "broken")} == {400}
    assert changed(before) == []


@pytest.mark.one_engine
def test_row_53_ten_thousand_fields_that_nobody_asked_for_are_left_alone(
    app: Flask, town: Town, visitor: Browser
) -> None:
    many = "&".join([f"csrf_token={token_of(visitor)}", *(f"f{number}=x" for number in range(10_000))])
    paths = [path for _, path in to_write(app, town, SECRETARIAT) if "sign-out" not in path and path[-4:] != "/end"]

    answers = [
        visitor.ask("POST", path, data=many, content_type="application/x-www-form-urlencoded").status_code
        for path in paths[:: 1 if LONG else 4]
    ]

    assert max(answers) < 500


@pytest.mark.one_engine
def test_row_45_no_statement_is_put_together_from_texts() -> None:
    found = [
        place(path, node)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in ("text", "exec_driver_sql", "literal_column")
        and not is_method_of_a_row(node)
        and node.args
        and not is_plain(node.args[0])
    ]

    assert [where for where in found if not where.startswith(tuple(REVIEWED))] == []


# A statement with our own constants in it: each looked at by a person.
REVIEWED = {
    "committee/core/db.py": "BEGIN with one of three words of its own",
    "committee/escalation/operations/evaluation.py": "the condition that the index of living cases is made with",
}


def is_method_of_a_row(node: ast.Call) -> bool:
    """Return whether this is `row.text(column)`, which reads a cell of a file."""
    return isinstance(node.func, ast.Attribute) and node.func.attr == "text"


def is_plain(node: ast.AST) -> bool:
    """Return whether what is said there is a constant, or constants joined."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return is_plain(node.left) and is_plain(node.right)
    return (isinstance(node, ast.Constant) and isinstance(node.value, str)) or (
        isinstance(node, ast.Name) and node.id.isupper()
    )


@pytest.mark.one_engine
def test_row_45_nothing_is_ordered_by_what_somebody_asks_for() -> None:
    asked = {"args", "form", "values", "get_json", "getattr"}

    found = [
        place(path, node)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "order_by"
        for inner in ast.walk(node)
        if getattr(inner, "id", getattr(inner, "attr", "")) in asked
    ]

    assert found == []

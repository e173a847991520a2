"""Whatever breaks behind whichever door: a reference and not a word of the inside (row 60)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from committee.accounts import operations as accounts
from committee.core import doors
from committee.core.db import db, transaction
from committee.web.factory import create_app
from config import read_settings
from tests.architecture.test_routes import address
from tests.cast import ADMINISTRATOR, BY, Cast
from tests.conftest import MORNING, House
from tests.web.browser import Browser

pytestmark = pytest.mark.one_engine
INSIDE = ("Traceback", 'File "', "SELECT secret_column", "/srv/don-doc/inside.py", "RuntimeError", "sqlalchemy")


@pytest.fixture
def all_broken(house: House, app: Flask) -> Iterator[Flask]:
    """The same house, in which every view raises and no form needs its token to get that far."""
    broken = create_app(read_settings(house.environ()))
    broken.config.update(PROPAGATE_EXCEPTIONS=False, WTF_CSRF_METHODS=set())
    for endpoint in broken.view_functions:
        broken.view_functions[endpoint] = crash_of(doors.policy_of(broken, endpoint))
    yield broken
    with broken.app_context():
        db.session.remove()
        db.engine.dispose()


def crash_of(policy: doors.Policy):
    def crash(**_values: object) -> str:
        raise RuntimeError("SELECT secret_column FROM account at /srv/don-doc/inside.py")

    crash.policy = policy
    return crash


def test_row_60_no_answer_shows_the_inside_and_every_one_has_a_reference(
    app: Flask, all_broken: Flask, cast: Cast
) -> None:
    browser = Browser(app)
    browser.sign_in(ADMINISTRATOR)
    signed_in = Browser(all_broken)
    signed_in.client.set_cookie("session", browser.cookie())
    with transaction():
        key = accounts.make_token(account_id=cast.accounts[ADMINISTRATOR], scope="admin", days=1, by=BY, now=MORNING)

    wrong = {}
    tried = 0
    for rule, method in doors_of(all_broken):
        shown = {"Authorization": f"Bearer {key}"} if rule.rule.startswith("/api/") else {}
        answer = signed_in.ask(method, address(rule), headers=shown)
        tried += 1
        leaks = [word for word in INSIDE if word in answer.text]
        if answer.status_code != 500 or leaks or not has_reference(answer):
            wrong[f"{method} {rule.rule}"] = (answer.status_code, leaks, answer.text[:200])

    assert wrong == {}
    assert tried >= 40


def doors_of(app: Flask) -> list[tuple[Rule, str]]:
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if rule.endpoint != "static"
    ]


def has_reference(answer: TestResponse) -> bool:
    said = answer.json["error"]["message"] if answer.is_json else answer.text
    return "Mã tra cứu:" in said

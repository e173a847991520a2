"""/metrics tells how the house is doing to its own machine or whoever shows the token; to others it does not exist."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from committee.core import clock
from committee.core.db import db
from committee.jobs.ticker import run_by_hand
from committee.jobs.timetable import job_named
from committee.web.factory import create_app
from config import read_settings
from tests.cast import REPORTER, Cast
from tests.conftest import House
from tests.notify.writing import NINE, officer, write
from tests.web.browser import Browser

Started = Callable[..., Flask]


@pytest.fixture
def started(house: House, app: Flask) -> Iterator[Started]:
    """Starts the same house with other settings."""
    houses: list[Flask] = []

    def start(**environ: str) -> Flask:
        houses.append(create_app(read_settings({**house.environ(), **environ})))
        return houses[-1]

    yield start
    for other in houses:
        with other.app_context():
            db.session.remove()
            db.engine.dispose()


def scrape(app: Flask, *, network: str = "127.0.0.1", **headers: str):
    browser = Browser(app)
    browser.client.environ_base["REMOTE_ADDR"] = network
    return browser.ask("GET", "/metrics", headers=headers)


def figures(app: Flask) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Return every sample by its name and labels."""
    answer = scrape(app)
    assert answer.status_code == 200
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_what_waits_what_is_open_and_what_has_run_is_told(app: Flask, cast: Cast) -> None:
    write(officer())
    assert figures(app)["don_doc_unsealed_audit_entries", ()] > 0
    [facts] = run_by_hand(job_named("verify"))
    run_by_hand(job_named("seal"))
    clock.stop_at(NINE + timedelta(hours=2))

    found = figures(app)

    assert found["don_doc_database_up", ()] == 1
    assert found["don_doc_deliveries", (("state", "queued"),)] == 1
    assert found["don_doc_deliveries", (("state", "sent"),)] == 1  # the inbox is a way too
    assert found["don_doc_oldest_delivery_seconds", ()] == 7200
    assert found["don_doc_unsealed_audit_entries", ()] == 0
    assert found["don_doc_open_cases", (("level", "SEVERE"),)] == 0
    assert found["don_doc_job_age_seconds", (("job", "verify"),)] == 7200
    assert found["don_doc_troubles", ()] == len(facts["troubles"])


def test_requests_are_counted_by_route_and_never_by_address(app: Flask, cast: Cast) -> None:
    before = figures(app)
    browser = Browser(app)
    browser.sign_in(REPORTER)
    for link in ("mot", "hai"):
        browser.ask("GET", f"/invitations/{link}")

    found = figures(app)

    def grown(name: str, **labels: str) -> float:
        key = (name, tuple(sorted(labels.items())))
        return found[key] - before.get(key, 0)

    assert grown("don_doc_requests_total", method="GET", route="/invitations/<token>", status="404") == 2
    assert grown("don_doc_requests_total", method="POST", route="/sign-in", status="303") == 1
    assert grown("don_doc_request_seconds_count", route="/invitations/<token>") == 2
    told = scrape(app).text
    assert not [word for word in (REPORTER.email, REPORTER.name, "/mot", "/hai") if word in told]


def test_a_strange_method_makes_no_series_of_its_own(app: Flask) -> None:
    for number in range(5):
        Browser(app).ask(f"X{number}", f"/nothing/{number}")

    told = scrape(app).text
    assert 'method="X1"' not in told
    assert 'method="other",route="(no such page)"' in told


def test_from_elsewhere_it_does_not_exist(app: Flask) -> None:
    assert scrape(app).status_code == 200
    assert scrape(app, network="::1").status_code == 200
    for network in ("10.0.0.5", "203.0.113.7"):
        assert scrape(app, network=network).status_code == 404


def test_with_a_token_the_token_alone_counts(started: Started) -> None:
    house = started(METRICS_TOKEN="mot-ma-rieng-cho-may-theo-doi")

    assert scrape(house).status_code == 404
    assert scrape(house, Authorization="Bearer sai").status_code == 404
    assert scrape(house, Authorization="Bearer đúng không").status_code == 404
    assert scrape(house, network="10.0.0.5", Authorization="Bearer mot-ma-rieng-cho-may-theo-doi").status_code == 200


def test_behind_a_proxy_that_was_not_counted_nobody_is_taken_for_this_machine(started: Started) -> None:
    public = {"BASE_URL": "https://dondoc.tinh.example"}

    assert scrape(started(**public)).status_code == 404
    behind = started(**public, PROXY_HOPS="1")
    assert scrape(behind).status_code == 200
    assert scrape(behind, **{"X-Forwarded-For": "203.0.113.7"}).status_code == 404
    assert scrape(behind, **{"X-Forwarded-For": "127.0.0.1, 203.0.113.7"}).status_code == 404


@pytest.mark.one_engine
def test_a_database_that_is_gone_is_a_figure_too(app: Flask) -> None:
    db.session.execute(text("DROP TABLE delivery"))
    db.session.commit()

    found = figures(app)

    assert found["don_doc_database_up", ()] == 0
    assert any(name == "don_doc_build" for name, _ in found)

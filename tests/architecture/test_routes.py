"""Every route says who it is open to, and turns a stranger away where it is not open to strangers."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from werkzeug.routing import Rule

from committee.core import doors
from committee.web import factory
from config import read_settings

if TYPE_CHECKING:
    from tests.conftest import House

pytestmark = pytest.mark.one_engine
EXAMPLES = {"int": 1, "IntegerConverter": 1, "DateConverter": "2024-10-28"}


def test_row_1_every_route_declares_a_policy(house: House) -> None:
    endpoints = {rule.endpoint for rule in house.app.url_map.iter_rules()}

    assert [name for name in sorted(endpoints) if doors.policy_of(house.app, name) is None] == []


def test_a_stranger_is_turned_away_from_every_closed_route(house: House) -> None:
    house.renew()
    closed = [rule for rule in house.app.url_map.iter_rules() if not doors.policy_of(house.app, rule.endpoint).public]

    let_in = {
        f"{method} {rule.rule}": answer
        for rule in closed
        for method, answer in answers_to_a_stranger(house, rule)
        if not is_refusal(*answer)
    }

    assert let_in == {}


def test_row_1_a_route_without_a_policy_stops_the_start(monkeypatch: pytest.MonkeyPatch, house: House) -> None:
    monkeypatch.setattr(
        factory, "register_commands", lambda app: app.add_url_rule("/open", endpoint="open_door", view_func=str)
    )

    with pytest.raises(doors.RouteWithoutPolicy, match="open_door"):
        factory.create_app(read_settings(house.environ()))


def answers_to_a_stranger(house: House, rule: Rule) -> list[tuple[str, tuple[int, str]]]:
    """Return (method, (status, where to)) of every method of a route for somebody who has not signed in."""
    methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    found = []
    for method, client in product(methods, [house.app.test_client()]):
        answer = client.open(address(rule), method=method)
        found.append((method, (answer.status_code, answer.headers.get("Location", ""))))
    return found


def address(rule: Rule) -> str:
    """Return an address of the route, with something likely in every gap."""
    values = {name: EXAMPLES.get(type(converter).__name__, "1") for name, converter in rule._converters.items()}
    _domain, path = rule.build(values)
    return path


def is_refusal(status: int, location: str) -> bool:
    """Return whether an answer turns the stranger away: to the sign-in page, by 401, or as if nothing were there."""
    return status in {401, 403, 404} or (status in {302, 303} and "sign-in" in location)

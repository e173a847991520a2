"""Who administers an installation in which nothing stands yet is told what to do first."""

from __future__ import annotations

from flask import Flask

from committee.accounts import operations as accounts
from committee.core import clock
from committee.core.db import db, transaction
from committee.members import operations as members
from tests.cast import ADMINISTRATOR, BY, CHAIR, Cast, Person, enrol, password_hash
from tests.web.browser import Browser, Page

SECOND = Person("quan.tri.2@haugiang.example", "Phạm Văn Khôi", "administrator", None)


def administrator(person: Person) -> None:
    now = clock.now()
    with transaction():
        account_id = accounts.add_account(email=person.email, name=person.name, by=BY, now=now)
        accounts.set_password(account_id=account_id, password_hash=password_hash(), keep_session=None, by=BY, now=now)
        members.give_role(account_id=account_id, unit_id=None, role="administrator", by=BY, now=now)
        enrol(account_id)
    db.session.remove()


def steps(page: Page) -> list[str | None]:
    return [link.get("href") for link in page.find(".//section[@id='first-steps']//a")]


def test_the_first_administrator_is_led_to_the_units_and_to_adding_people(app: Flask, client: Browser) -> None:
    administrator(ADMINISTRATOR)
    client.sign_in(ADMINISTRATOR)

    page = client.open("/")

    assert "Những việc đầu tiên" in page.text
    assert "python3 run.py flask units import units.csv" in page.text
    assert steps(page) == ["/people/new", "/people/import"]
    for link in steps(page):
        assert client.open(str(link)).status == 200

    administrator(SECOND)
    page = client.open("/")
    assert "python3 run.py flask units import units.csv" in page.text
    assert steps(page) == []


def test_nobody_is_shown_them_where_units_and_people_stand(cast: Cast, browser_of) -> None:
    for person in (ADMINISTRATOR, CHAIR):
        assert "Những việc đầu tiên" not in browser_of(person).open("/").text

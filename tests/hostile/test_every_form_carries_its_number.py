"""Every form of every page carries a one-time number, and what is written by it is written once."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from committee.accounts.models import FormPress
from committee.audit.models import AuditEntry
from committee.core.db import db
from tests.cast import ADMINISTRATOR, REPORTER, SECRETARIAT, Person
from tests.hostile.addresses import to_read
from tests.hostile.forms import forms_on
from tests.hostile.town import Town
from tests.web.browser import Browser

pytestmark = pytest.mark.one_engine
NUMBER = re.compile(r"[A-Za-z0-9_-]{22}")
OF_STRANGERS = ("/act/", "/invitations/", "/password-reset", "/reset")  # their links are used up by themselves


def test_every_form_that_writes_as_it_stands_writes_once(
    app: Flask, town: Town, browser_in: Callable[[Person], Browser]
) -> None:
    """Each form is filled in, pressed, and pressed again where that wrote: the second press writes nothing."""
    wrote, wrong = set(), []

    for person in (REPORTER, SECRETARIAT, ADMINISTRATOR):
        browser = browser_in(person)
        for path, form in forms_on(browser, to_read(app, town, person)):
            if form.method != "POST" or path.startswith(OF_STRANGERS):
                continue
            assert NUMBER.fullmatch(form.holds.get("once", "")), (path, form.action)
            said, before = form.filled("Một lời"), written()
            first = form.send(browser, said)
            after = written()
            if after == before:
                continue
            wrote.add(form.action)
            second = form.send(browser, said)
            led = second.headers.get("Location"), first.headers.get("Location", second.headers.get("Location"))
            if (second.status_code, written()) != (303, after) or led[0] != led[1]:
                wrong.append((path, form.action, first.status_code, second.status_code, led))

    assert wrong == []
    assert len(wrote) >= 20, sorted(wrote)


def written() -> tuple[int | None, int | None]:
    """Return the last act in the audit, refusals and wrong passwords aside, and how many presses were written."""
    db.session.rollback()
    acts = select(func.max(AuditEntry.id)).where(AuditEntry.action.not_in(("refused", "sign in refused")))
    return db.session.scalar(acts), db.session.scalar(select(func.count()).select_from(FormPress))

"""What was looked at before a transaction is looked at again in it: a password changed meanwhile, a link used twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from committee.accounts import door, operations
from committee.core.db import db, transaction
from committee.domain.errors import NotFound
from tests.cast import BY, PASSWORD, REPORTER, Cast, password_hash
from tests.conftest import MORNING


def test_an_old_password_begins_nothing_once_it_was_changed(cast: Cast) -> None:
    account_id = cast.accounts[REPORTER]
    was = password_hash()
    with transaction():
        opened = operations.still_opens(account_id=account_id, password_hash=was)
        operations.set_password(account_id=account_id, password_hash="another", keep_session=None, by=BY, now=MORNING)

    with transaction():
        opens = operations.still_opens(account_id=account_id, password_hash=was)

    assert (opened, opens) == (True, False)


def test_nobody_is_let_in_once_the_account_is_closed(cast: Cast) -> None:
    account_id = cast.accounts[REPORTER]
    with transaction():
        operations.disable(account_id=account_id, by=BY, now=MORNING)

    with transaction():
        assert not operations.still_opens(account_id=account_id, password_hash=password_hash())
    with pytest.raises(door.NotLetIn):
        door.let_in(email=REPORTER.email, password=PASSWORD, network="", browser="", now=MORNING)


def test_of_two_who_use_one_link_at_once_one_comes_too_late(app: Flask, cast: Cast) -> None:
    with transaction():
        token = operations.invite(account_id=cast.accounts[REPORTER], by=BY, now=MORNING)
    both = Barrier(2)

    def use(password: str) -> str:
        with app.app_context():
            both.wait()
            try:
                with transaction():
                    operations.accept_invitation(token=token, password_hash=password, now=MORNING)
            except NotFound:
                return "too late"
            finally:
                db.session.remove()
            return "in time"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(use, ("first", "second"))) == ["in time", "too late"]

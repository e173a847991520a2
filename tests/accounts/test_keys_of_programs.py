"""A key lets a program act as a person, within its scope, until it ends."""

from __future__ import annotations

from datetime import timedelta

from committee.accounts import operations
from committee.accounts.queries import account_of_token
from committee.core import clock
from committee.core.db import transaction
from tests.cast import BY, REPORTER, Cast
from tests.conftest import MORNING


def key(cast: Cast) -> str:
    with transaction():
        return operations.make_token(account_id=cast.accounts[REPORTER], scope="write", days=7, by=BY, now=clock.now())


def test_a_key_names_its_person_and_scope_until_its_last_moment(cast: Cast) -> None:
    secret = key(cast)

    assert account_of_token(secret, MORNING + timedelta(days=7, seconds=-1)) == (cast.accounts[REPORTER], "write")
    assert account_of_token(secret, MORNING + timedelta(days=7)) is None
    assert account_of_token(secret + "x", MORNING) is None


def test_the_keys_of_a_disabled_person_open_nothing(cast: Cast) -> None:
    secret = key(cast)
    with transaction():
        operations.disable(account_id=cast.accounts[REPORTER], by=BY, now=clock.now())

    assert account_of_token(secret, MORNING) is None

"""Telling the owners of accounts what happened to them."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext

from committee.accounts import operations, queries
from committee.accounts.models import AccountNews
from committee.accounts.operations.news import EMAIL_CHANGED, FACTOR_GONE, FACTOR_SET, RESET_ASKED, WORD_SET
from committee.core.db import transaction
from committee.core.formatting import vn_moment
from committee.domain.access import Actor
from committee.notify.operations import Recipient, announce

# Kind of news: title, body. `moment` is when it happened.
WORDS = {
    WORD_SET: (
        lazy_gettext("Your password was changed"),
        lazy_gettext(
            "The password of your account was changed at %(moment)s. If it was not you, tell an administrator at once."
        ),
    ),
    FACTOR_SET: (
        lazy_gettext("A second factor was set up"),
        lazy_gettext(
            "A second factor was set up for your account at %(moment)s. If it was not you, tell an administrator "
            "at once."
        ),
    ),
    FACTOR_GONE: (
        lazy_gettext("Your second factor was taken away"),
        lazy_gettext(
            "The second factor of your account was taken away at %(moment)s. If you did not ask for it, tell an "
            "administrator at once."
        ),
    ),
    EMAIL_CHANGED: (
        lazy_gettext("Your e-mail was changed"),
        lazy_gettext(
            "The e-mail of your account was changed at %(moment)s. If you did not ask for it, tell an administrator "
            "at once."
        ),
    ),
    RESET_ASKED: (
        lazy_gettext("A new password was asked for"),
        lazy_gettext(
            "At %(moment)s somebody asked for a new password for your account. The link in the mail works once, "
            "within 30 minutes. If it was not you, do nothing: the present password stays."
        ),
    ),
}


def tell_account_news(*, now: datetime) -> int:
    """Write the notices of what happened to accounts and was not told yet; return how many."""
    told = 0
    for news in queries.untold_news():
        with transaction():
            sealed = news.sealed_path  # taken before it is wiped
            if operations.take_news(news_id=news.id, now=now):
                _announce(news, sealed, now)
                told += 1
    return told


def _announce(news: AccountNews, sealed: str, now: datetime) -> None:
    title, body = WORDS[news.kind]
    announce(
        kind="account",
        recipient=Recipient(news.account_id, news.address),
        subject=("account", news.account_id),
        title=str(title),
        body=str(body) % {"moment": vn_moment(news.at)},
        facts={"news": news.kind, **({"sealed_path": sealed} if sealed else {})},
        dedupe_key=f"account-news/{news.id}",
        not_before=now,
        by=Actor.timetable(),
        now=now,
    )

"""Send the mail that is due."""

from __future__ import annotations

from collections import Counter

from committee.core import clock
from committee.core.settings import current_settings
from committee.jobs.ledger import Facts, Run
from committee.notify.account_news import tell_account_news
from committee.notify.channels import channel_of
from committee.notify.delivery import deliver_one


def run(run: Run) -> Facts:
    """Tell the owners of accounts what happened to them, then send one mail after the other until none is due.

    Returns how many ended in which state.
    """
    tell_account_news(now=clock.now())
    channel = channel_of(current_settings())
    ended: Counter[str] = Counter()
    while channel is not None and not run.stopping():
        state = deliver_one(channel, now=clock.now())
        if state is None:
            break
        ended[state] += 1
    return dict(ended)

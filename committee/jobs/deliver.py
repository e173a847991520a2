"""Send the mail that is due."""

from __future__ import annotations

from collections import Counter

from committee.core import clock
from committee.core.settings import current_settings
from committee.jobs.ledger import Facts, Run
from committee.notify.channels import channel_of
from committee.notify.delivery import deliver_one


def run(run: Run) -> Facts:
    """Send one mail after the other until none is due; return how many ended in which state."""
    channel = channel_of(current_settings())
    ended: Counter[str] = Counter()
    while channel is not None and not run.stopping():
        state = deliver_one(channel, now=clock.now())
        if state is None:
            break
        ended[state] += 1
    return dict(ended)

"""What the nightly auditor and the health page ask of the outbox."""

from __future__ import annotations

from datetime import datetime, timedelta

from committee.core.settings import current_settings
from committee.core.words import gettext
from committee.domain.calendar import HANOI
from committee.notify import queries
from committee.notify.channels import channel_of
from committee.notify.delivery import FAILURES_BEFORE_PROBING, LEASE

LATE_AFTER = timedelta(minutes=15)


def troubles(now: datetime) -> list[str]:
    """Return one sentence for everything in the outbox that somebody must look at; empty while all is well."""
    return [*channel_troubles(), *_waiting(now), *_leases(now), *_dead()]


def channel_troubles() -> list[str]:
    """Return one sentence for every channel that fails by itself."""
    return [
        gettext(
            "E-mail has not been going out since %(since)s. Last: %(error)s",
            since=_said(trouble.failing_since),
            error=said_of(trouble.last_error),
        )
        for trouble in queries.troubled_channels(FAILURES_BEFORE_PROBING)
    ]


def said_of(error: str) -> str:
    """Return an error of a delivery in the reader's language; what a mail server answered stays as it was."""
    return gettext(error) if error else ""


def _waiting(now: datetime) -> list[str]:
    oldest = queries.oldest_queued(now)
    if oldest is None or now - oldest < LATE_AFTER:
        return []
    if channel_of(current_settings()) is None:
        said = "Mail has been waiting since %(since)s because no mail server is named. Set SMTP_HOST."
    else:
        said = "The oldest mail that is due has been waiting since %(since)s. Check that the jobs process runs."
    return [gettext(said, since=_said(oldest))]


def _leases(now: datetime) -> list[str]:
    stuck = queries.leases_out_of_time(now - LEASE)
    return [gettext("%(count)d deliveries were begun and never finished.", count=stuck)] if stuck else []


def _dead() -> list[str]:
    dead = queries.count_deliveries().get("dead", 0)
    return [gettext("%(count)d mails could not be delivered and were given up.", count=dead)] if dead else []


def _said(moment: datetime) -> str:
    return moment.astimezone(HANOI).strftime("%H:%M %d/%m/%Y")

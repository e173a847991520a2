"""Give the head of the audit's chain out of the house: once a week to the administrators and into the log.

Whoever keeps it can ask later whether the chain still holds it; so nobody can make the chain anew unseen.
"""

from __future__ import annotations

from committee.audit.queries import head
from committee.audit.sealing import seal
from committee.core.db import transaction
from committee.core.log import log
from committee.core.words import gettext
from committee.domain.access import Actor
from committee.domain.chain import Seal
from committee.jobs.ledger import Facts, Run
from committee.members.queries import administrators
from committee.notify.operations import Recipient, announce

KIND = "audit_head"


def run(run: Run) -> Facts:
    """Tell the head to whoever has not been told this week; return it, and how many were told."""
    seal(everything=True, stopping=run.stopping, now=run.now)
    last = head()
    if last is None:
        return {}
    told = 0
    with transaction():
        for person in administrators(run.day):
            told += _tell(Recipient(person.account_id, person.email), last, run)
    if told:
        log.info("head of the audit", position=last.position, hash=last.hash)
    return {"head": f"{last.position}:{last.hash}", "told": told}


def _tell(person: Recipient, last: Seal, run: Run) -> bool:
    week = "{}-W{:02}".format(*run.day.isocalendar())
    anchor = f"{last.position}:{last.hash}"
    notice = announce(
        kind=KIND,
        recipient=person,
        subject=("audit", last.position),
        title=gettext("The head of the audit: keep this message"),
        body=gettext(
            "The audit holds %(count)d sealed entries. Its head is\n\n%(anchor)s\n\nKeep this message outside the "
            "system. Whether the chain still holds this head is told by: flask audit verify --anchor %(anchor)s",
            count=last.position,
            anchor=anchor,
        ),
        facts={"position": last.position, "hash": last.hash},
        dedupe_key=f"{KIND}|{week}|{person.account_id}",
        not_before=run.now,
        by=Actor.timetable(),
        now=run.now,
    )
    return notice is not None

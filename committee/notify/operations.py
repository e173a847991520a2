"""Writing notices: in the transaction of their cause, each once, with the deliveries they need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, insert, select, update

from committee.audit.limits import refuse_too_often
from committee.audit.operations import Act, record, record_all
from committee.core.backups.models import restored_since
from committee.core.batches import batches
from committee.core.db import db
from committee.core.rows import insert_unless_known, rows_changed
from committee.core.settings import current_settings
from committee.domain.access import Actor
from committee.domain.case_keys import message_id
from committee.domain.errors import DomainError, NotFound
from committee.notify.links import LASTS, Link
from committee.notify.links_used import door_now
from committee.notify.models import Delivery, LinkUse, Notice

BATCH = 500
PENDING = ("held", "failed", "queued")
HELD_BACK = "What it was about is not urged on for a while."
ENDED = ("sent", "dead", "cancelled")


class LinkIsOver(DomainError):
    """A link of a mail was used, or is too old."""


@dataclass(frozen=True)
class Recipient:
    """Whom a notice goes to: an account and the address its mail is sent to."""

    account_id: int
    email: str


def announce(
    *,
    kind: str,
    recipient: Recipient,
    subject: tuple[str, int],
    title: str,
    body: str,
    facts: Mapping[str, Any],
    dedupe_key: str,
    not_before: datetime,
    unit_path: str = "",
    channels: Sequence[str] = ("inbox", "email"),
    about: datetime | None = None,
    by: Actor,
    now: datetime,
) -> int | None:
    """Write a notice with its deliveries and return its id, or None if one with this `dedupe_key` stands already.

    `subject` is the kind and id of what it is about, `unit_path` the path of that thing's unit. Mail leaves at
    `not_before` at the earliest; the inbox has the notice at once. `about` is the moment it speaks of where that lies
    back: if a backup was restored since, the mail may have left before, and is held until somebody confirms it.
    """
    row = {
        "dedupe_key": dedupe_key,
        "kind": kind,
        "recipient_id": recipient.account_id,
        "subject_kind": subject[0],
        "subject_id": subject[1],
        "unit_path": unit_path,
        "title": title,
        "body": body,
        "facts": dict(facts),
        "created_at": now,
    }
    notice_id: int | None = insert_unless_known(Notice, row, key=["dedupe_key"])
    if notice_id is None:
        return None
    sent_as = message_id(dedupe_key, mail_domain())
    held = about is not None and restored_since(about)
    beginnings = [_beginning(channel, not_before, now, held=held) for channel in channels]
    common = {"notice_id": notice_id, "address": recipient.email, "message_id": sent_as, "queued_at": now}
    db.session.execute(insert(Delivery), [common | one for one in beginnings])
    told = {"kind": kind, "key": dedupe_key, "recipient": recipient.account_id}
    thing = ("notice", notice_id)
    record(action="announce", thing=thing, facts=told, unit_id=_unit_of(unit_path), by=by, now=now)
    return notice_id


def _beginning(channel: str, not_before: datetime, now: datetime, *, held: bool) -> dict[str, Any]:
    # The row is the in-app notice: nothing is left to send.
    if channel == "inbox":
        return {
            "channel": channel, "state": "sent", "attempts": 1, "due_at": now, "sent_at": now, "next_try_at": None
        }  # fmt: skip
    due = max(not_before, now)
    if held:
        return {
            "channel": channel, "state": "held", "attempts": 0, "due_at": due, "sent_at": None, "next_try_at": None
        }  # fmt: skip
    return {
        "channel": channel, "state": "queued", "attempts": 0, "due_at": due, "sent_at": None, "next_try_at": due
    }  # fmt: skip


def mail_domain() -> str:
    """Return the domain of our own address, which every Message-ID ends in."""
    return current_settings().smtp_from.strip("<> ").rpartition("@")[2]


def _unit_of(path: str) -> int | None:
    """Return the unit whose path this is, None for the whole installation."""
    return int(path.rstrip("/").rpartition("/")[2]) if path else None


def cancel_pending(*, subject: tuple[str, int], unit_id: int | None = None, by: Actor, now: datetime) -> int:
    """Take back the mail about `subject` of `unit_id` that nobody is sending at this moment; return how many.

    What is leased is on its way and is left alone.
    """
    about = select(Notice.id).where(Notice.subject_kind == subject[0], Notice.subject_id == subject[1])
    total = 0
    for state in ("held", "failed", "queued"):  # what somebody lets go meanwhile is queued, and found there
        cancelled = rows_changed(
            update(Delivery)
            .where(Delivery.notice_id.in_(about), Delivery.state == state)
            .values(state="cancelled", next_try_at=None, last_error="What it was about is settled.")
        )
        if cancelled:
            facts = {"count": cancelled, "before": {"state": state}, "after": {"state": "cancelled"}}
            record(action="cancel mail", thing=subject, facts=facts, unit_id=unit_id, by=by, now=now)
        total += cancelled
    return total


def take_back_mail(
    *, subject_kind: str, units: Mapping[int, int], kinds: Collection[str], by: Actor, now: datetime
) -> set[int]:
    """Take back unsent mail of some kinds about many things, {id: its unit}; return those about which there was any.

    What is leased is on its way and is left alone. The inbox keeps what it has.
    """
    about: dict[int, int] = {}
    for some in batches(units):
        of_them = (Notice.subject_kind == subject_kind, Notice.subject_id.in_(some), Notice.kind.in_(kinds))
        rows = select(Delivery.id, Notice.subject_id).join(Notice, Notice.id == Delivery.notice_id)
        found = db.session.execute(rows.where(*of_them, Delivery.state.in_(PENDING)))
        about |= {row.id: row.subject_id for row in found}
    taken: list[int] = []
    for some in batches(about):
        back = update(Delivery).where(Delivery.id.in_(some), Delivery.state.in_(PENDING)).returning(Delivery.id)
        taken += db.session.scalars(back.values(state="cancelled", next_try_at=None, last_error=HELD_BACK))
    counted = Counter(about[delivery_id] for delivery_id in taken)
    facts = {"before": {"state": "queued"}, "after": {"state": "cancelled"}}
    acts = [Act("cancel mail", (subject_kind, one), {"count": n, **facts}, units[one]) for one, n in counted.items()]
    record_all(acts, by=by, now=now)
    return set(counted)


def mark_read(*, notice_id: int, account_id: int, now: datetime) -> None:
    """Note when the recipient first read a notice; reading it again changes nothing."""
    mine = select(Notice.id).where(Notice.id == notice_id, Notice.recipient_id == account_id)
    if db.session.scalar(mine) is None:
        raise NotFound("There is no such notice.")
    rows_changed(update(Notice).where(Notice.id == notice_id, Notice.read_at.is_(None)).values(read_at=now))


def mark_answered(*, subject: tuple[str, int], account_id: int, now: datetime) -> None:
    """Note as read what a person was told so far of a thing that they have answered."""
    kind, subject_id = subject
    told = (Notice.subject_kind == kind, Notice.subject_id == subject_id, Notice.recipient_id == account_id)
    rows_changed(update(Notice).where(*told, Notice.read_at.is_(None)).values(read_at=now))


def use_link(*, link: Link, act: str, unit_path: str = "", by: Actor, now: datetime) -> None:
    """Use up a link for `act`, or raise `LinkIsOver`: it was used or is too old. Of two at once one comes too late."""
    refuse_old_link(link, now=now)
    kind, subject_id = link.subject
    row = {
        "notice_id": link.notice_id,
        "subject_kind": kind,
        "subject_id": subject_id,
        "account_id": link.account_id,
        "act": act,
        "at": now,
    }
    if insert_unless_known(LinkUse, row, key=["notice_id", "subject_kind", "subject_id"]) is None:
        raise LinkIsOver("This link has been used: it works once.")
    facts = {"notice": link.notice_id, "act": act}
    record(action="use link", thing=link.subject, facts=facts, unit_id=_unit_of(unit_path), by=by, now=now)


def refuse_old_link(link: Link, *, now: datetime) -> None:
    """Raise `LinkIsOver` for a link that has outlasted its time, its person's password or e-mail, or the database.

    After a restore nobody knows which links were used since the backup was taken.
    """
    if link.is_over(now):
        raise LinkIsOver("This link is older than %(days)d days and opens nothing any more.", days=LASTS.days)
    if door_now(link.account_id) != link.door:
        raise LinkIsOver(
            "Your e-mail or password was changed after this mail was sent: the link opens nothing any more."
        )
    if restored_since(link.made_at):
        raise LinkIsOver(
            "The system was restored from a backup after this mail was sent: the link opens nothing any more."
        )


def send_again(*, delivery_id: int, by: Actor, now: datetime) -> None:
    """Queue a mail anew that had been given up; it keeps its Message-ID. Raises `TooOften` where it is many."""
    refuse_too_often("send again", by=by, now=now)
    queued = rows_changed(
        update(Delivery)
        .where(Delivery.id == delivery_id, Delivery.state == "dead", Delivery.channel == "email")
        .values(state="queued", due_at=now, next_try_at=now)
    )
    if not queued:
        raise DomainError("Only a mail that has been given up can be sent again. Reload the page to see its state.")
    path = db.session.scalar(select(Notice.unit_path).join(Delivery).where(Delivery.id == delivery_id)) or ""
    facts = {"before": {"state": "dead"}, "after": {"state": "queued"}}
    record(action="send again", thing=("delivery", delivery_id), facts=facts, unit_id=_unit_of(path), by=by, now=now)


def hold_waiting(*, by: Actor, now: datetime) -> int:
    """Hold all mail that waits, was being sent or was to be tried again; return how many.

    For a restored database: nobody knows which of it has left since the backup was taken.
    """
    held = rows_changed(
        update(Delivery)
        .where(Delivery.state.in_(("queued", "leased", "failed")))
        .values(state="held", next_try_at=None, lease_token=None, lease_until=None)
    )
    if held:
        record(action="hold mail", thing=("delivery", "all"), facts={"count": held}, by=by, now=now)
    return held


def release_held(*, delivery_ids: Sequence[int] | None, by: Actor, now: datetime) -> int:
    """Queue held mail anew, all of it without `delivery_ids`; return how many. It keeps its Message-ID."""
    change = {"state": "queued", "due_at": now, "next_try_at": now}
    return _let_go("release mail", change, delivery_ids=delivery_ids, by=by, now=now)


def discard_held(*, delivery_ids: Sequence[int] | None, by: Actor, now: datetime) -> int:
    """Take back held mail, all of it without `delivery_ids`; return how many."""
    change = {"state": "cancelled", "last_error": "Discarded after a restore."}
    return _let_go("discard mail", change, delivery_ids=delivery_ids, by=by, now=now)


def _let_go(
    action: str, change: Mapping[str, Any], *, delivery_ids: Sequence[int] | None, by: Actor, now: datetime
) -> int:
    chosen = update(Delivery).where(Delivery.state == "held")
    if delivery_ids is not None:
        chosen = chosen.where(Delivery.id.in_(delivery_ids))
    changed = rows_changed(chosen.values(**change))
    if delivery_ids is not None and changed != len(set(delivery_ids)):
        raise DomainError("Only mail that is held after a restore can be released or discarded. See: deliveries list")
    if changed:
        ids = sorted(delivery_ids) if delivery_ids is not None else "all"
        record(action=action, thing=("delivery", "held"), facts={"count": changed, "ids": ids}, by=by, now=now)
    return changed


def prune(*, before: datetime) -> int:
    """Delete up to 500 notices written before `before` whose deliveries have all ended; return how many.

    `before` must lie more than 13 months back: until then the row is what keeps a notice from being written twice. That
    a link was used is forgotten with it.
    """
    pending = exists().where(Delivery.notice_id == Notice.id, Delivery.state.not_in(ENDED))
    old = list(db.session.scalars(select(Notice.id).where(Notice.created_at < before, ~pending).limit(BATCH)))
    db.session.execute(delete(Delivery).where(Delivery.notice_id.in_(old)))
    db.session.execute(delete(Notice).where(Notice.id.in_(old)))
    db.session.execute(delete(LinkUse).where(LinkUse.at < before))
    return len(old)

"""The inbox, the ledger of what was sent, and in a demonstration the mail that would have left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.formatting import count, vn_date
from committee.core.paging import page_of
from committee.core.settings import current_settings
from committee.core.words import gettext
from committee.domain.access import Actor
from committee.domain.errors import NotFound
from committee.notify import access, checks, operations, queries
from committee.notify.channels import PageChannel, channel_of
from committee.notify.links import links_of
from committee.notify.links_used import door_now
from committee.notify.wording import CHANNELS, LOOKS, STATES, mail_text

blueprint = Blueprint("notify", __name__)

SIZE = 30
# What of a notice's facts is shown, in this order; the rest is for whoever runs the rule again.
FACTS = {
    "unit_name": lazy_gettext("Unit"),
    "indicator_name": lazy_gettext("Indicator"),
    "unit_of_measure": lazy_gettext("Counted in"),
    "actual": lazy_gettext("Actual"),
    "actual_as_of": lazy_gettext("As of"),
    "milestone": lazy_gettext("Milestone"),
    "milestone_on": lazy_gettext("Day of the milestone"),
    "shortfall": lazy_gettext("Still missing"),
    "target": lazy_gettext("Target"),
    "step": lazy_gettext("Step"),
    "opened_on": lazy_gettext("Followed up since"),
    "asked_until": lazy_gettext("Answer due on"),
    "due_on": lazy_gettext("Due on"),
}
# Where the thing stands that a notice is about: the page, and the name of its id there (none: the reader's own page).
SUBJECTS = {
    "case": ("escalation.show", "case_id", lazy_gettext("Open the case")),
    "task": ("tasks.show", "task_id", lazy_gettext("Open the task")),
    "work": ("work.index", "", lazy_gettext("Open “My work”")),
}


@blueprint.get("/notices")
@doors.signed_in
def index() -> str:
    account_id = _account_id()
    unread_only = request.args.get("unread") == "1"
    unread = queries.count_inbox(account_id, unread_only=True)
    total = queries.count_inbox(account_id, unread_only=False)
    page = page_of(request.args.get("page"), total=unread if unread_only else total, size=SIZE)
    shown = queries.inbox_of(account_id, unread_only=unread_only, limit=SIZE, offset=page.offset)
    return render_template(
        "notify/inbox.html",
        groups=[
            (gettext("Not yet read"), "unread", [notice for notice in shown if notice.read_at is None]),
            (gettext("Already read"), "read", [notice for notice in shown if notice.read_at is not None]),
        ],
        page=page,
        total=total,
        unread=unread,
        unread_only=unread_only,
        sees_ledger=access.may_see_ledger(doors.current_viewer()),
    )


@blueprint.get("/notices/<int:notice_id>")
@doors.signed_in
def show(notice_id: int) -> str:
    notice = access.own_notice(doors.current_viewer(), notice_id)
    return render_template("notify/notice.html", notice=notice, rows=_facts(notice), subject=_subject(notice))


@blueprint.post("/notices/<int:notice_id>/reading")
@doors.signed_in
def mark_read(notice_id: int) -> Response:
    notice = access.own_notice(doors.current_viewer(), notice_id)
    with transaction():
        operations.mark_read(notice_id=notice.id, account_id=_account_id(), now=clock.now())
    return redirect(url_for("notify.index"), 303)


@blueprint.get("/outbox")
@doors.signed_in
def ledger() -> str:
    within = access.ledger_reach(doors.current_viewer())
    state = request.args.get("state") if request.args.get("state") in STATES else None
    counts = queries.count_deliveries(within=within)
    page = page_of(request.args.get("page"), total=counts.get(state, 0) if state else sum(counts.values()), size=SIZE)
    rows = queries.deliveries(within=within, state=state, limit=SIZE, offset=page.offset)
    return render_template(
        "notify/ledger.html",
        rows=[replace(row, last_error=checks.said_of(row.last_error)) for row in rows],
        counts=counts,
        state=state,
        page=page,
        states=STATES,
        looks=LOOKS,
        channels=CHANNELS,
        troubles=checks.channel_troubles(),
        sees_mail=_keeps_mail(),
    )


@blueprint.post("/outbox/<int:delivery_id>/sending")
@doors.signed_in
def send_again(delivery_id: int) -> Response:
    viewer = doors.current_viewer()
    delivery = access.delivery_in_reach(viewer, delivery_id)
    with transaction():
        operations.send_again(delivery_id=delivery.id, by=Actor(viewer.account_id, viewer.name), now=clock.now())
    flash(gettext("The mail is queued again."), "done")
    return redirect(url_for("notify.ledger"), 303)


@blueprint.post("/outbox/held/sending")
@doors.signed_in
def release_held() -> Response:
    viewer = doors.current_viewer()
    held = access.held_in_reach(viewer)
    with transaction():
        released = operations.release_held(delivery_ids=held, by=Actor(viewer.account_id, viewer.name), now=clock.now())
    flash(gettext("%(count)d mails are queued again.", count=released), "done")
    return redirect(url_for("notify.ledger"), 303)


@blueprint.post("/outbox/held/discarding")
@doors.signed_in
def discard_held() -> Response:
    viewer = doors.current_viewer()
    held = access.held_in_reach(viewer)
    with transaction():
        discarded = operations.discard_held(
            delivery_ids=held, by=Actor(viewer.account_id, viewer.name), now=clock.now()
        )
    flash(gettext("%(count)d mails were discarded.", count=discarded), "done")
    return redirect(url_for("notify.ledger"), 303)


@blueprint.get("/mails")
@doors.signed_in
def sent_mail() -> str:
    _refuse_without_page()
    page = page_of(request.args.get("page"), total=queries.count_sent_mail(), size=SIZE)
    return render_template("notify/mails.html", mails=queries.sent_mail(limit=SIZE, offset=page.offset), page=page)


@blueprint.get("/mails/<int:delivery_id>")
@doors.signed_in
def one_mail(delivery_id: int) -> str:
    _refuse_without_page()
    mail = queries.one_mail(delivery_id)
    if mail is None:
        raise NotFound("There is no such mail.")
    return render_template("notify/mail.html", mail=mail, text=_text_of(mail))


def _account_id() -> int:
    account_id = doors.current_viewer().account_id
    if account_id is None:
        raise NotFound("There is no such page.")
    return account_id


def _text_of(mail: queries.MailRow) -> str:
    if current_settings().mode != "demo":
        return mail_text(mail.notice_id, mail.body)
    # In a demonstration everybody may come in as anybody; elsewhere nobody reads another one's links here.
    to, door = mail.recipient_id, door_now(mail.recipient_id)
    links = links_of(notice_id=mail.notice_id, account_id=to, door=door, facts=mail.facts, now=clock.now())
    return mail_text(mail.notice_id, mail.body, links=links)


def _keeps_mail() -> bool:
    return isinstance(channel_of(current_settings()), PageChannel)


def _refuse_without_page() -> None:
    if not _keeps_mail():
        raise NotFound("There is no such page.")


def _facts(notice: queries.NoticeRow) -> list[tuple[str, str]]:
    known = {name: notice.facts[name] for name in FACTS if notice.facts.get(name) is not None}
    return [(str(FACTS[name]), _said(value)) for name, value in known.items()]


def _said(value: Any) -> str:
    """Return a fact as officials write it; facts are kept as JSON, so a day is ISO text."""
    if isinstance(value, int):
        return count(value)
    try:
        return vn_date(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _subject(notice: queries.NoticeRow) -> tuple[str, str] | None:
    """Return the words and the address of the page of what the notice is about, or None while it has none."""
    page, gap, words = SUBJECTS.get(notice.subject_kind, ("", "", ""))
    if page not in current_app.view_functions:
        return None
    where: dict[str, Any] = {gap: notice.subject_id} if gap else {}
    return str(words), url_for(page, **where)

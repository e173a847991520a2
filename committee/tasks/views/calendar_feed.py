"""A person's calendar address: seen, made, renewed, revoked; and what a program reads there."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.settings import current_settings
from committee.core.words import gettext
from committee.domain.access import Actor
from committee.domain.errors import NotFound
from committee.members.queries import viewer_of
from committee.tasks.access import eyes_of
from committee.tasks.calendar_of import calendar_of
from committee.tasks.operations import feeds as operations
from committee.tasks.queries import feeds as queries

blueprint = Blueprint("calendar", __name__)


@blueprint.get("/account/calendar")
@doors.signed_in
def own() -> str:
    return _page()


@blueprint.post("/account/calendar")
@doors.sensitive
def make() -> str:
    by = _actor()
    with transaction():
        secret = operations.make_feed(account_id=by.account_id or 0, by=by, now=clock.now())
    return _page(f"{current_settings().base_url}{url_for('calendar.read', secret=secret)}")


@blueprint.post("/account/calendar/revocation")
@doors.signed_in
def revoke() -> AnyResponse:
    by = _actor()
    with transaction():
        operations.revoke_feed(account_id=by.account_id or 0, by=by, now=clock.now())
    flash(gettext("The calendar address is revoked: it opens nothing any more."), "done")
    return redirect(url_for("calendar.own"), 303)


@blueprint.get("/calendar/<secret>.ics")
@doors.anyone
def read(secret: str) -> AnyResponse:
    feed = queries.feed_with(secret)
    if feed is None:
        raise NotFound("There is no such calendar.")
    with transaction():
        operations.note_fetch(feed_id=feed.id, now=clock.now())
    today = clock.today()
    response = make_response(calendar_of(eyes_of(viewer_of(feed.account_id, today), on=today)))
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.add_etag()
    return response.make_conditional(request)


def _actor() -> Actor:
    viewer = doors.current_viewer()
    if viewer.account_id is None:
        raise NotFound("There is no such page.")
    return Actor(viewer.account_id, viewer.name)


def _page(address: str = "") -> str:
    feed = queries.feed_of(_actor().account_id or 0)
    return render_template("tasks/calendar_address.html", feed=feed, address=address)

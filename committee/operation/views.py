"""What whoever looks after the installation opens: the figures for programs, and the pages for people."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.core import clock
from committee.core.db import transaction
from committee.core.doors import anyone, current_viewer, sensitive, signed_in
from committee.core.hosts import is_loopback
from committee.core.settings import current_settings
from committee.core.words import gettext
from committee.domain.access import Actor
from committee.domain.errors import DomainError, NotFound
from committee.escalation.readiness import checks
from committee.operation.access import keeper
from committee.operation.forms import PlanForm
from committee.operation.gauges import everything
from committee.operation.health import facts_shown, jobs_shown
from committee.operation.shown import settings_shown
from committee.targets import operations
from committee.targets.queries import plan_of, plans

blueprint = Blueprint("operation", __name__)

TEXT = "text/plain; version=0.0.4; charset=utf-8"


@blueprint.get("/metrics")
@anyone
def metrics() -> Response:
    """Give the figures of operation to this machine, or to whoever shows the token; for others they do not exist."""
    if not _may_read_figures():
        raise NotFound("There is no such page.")
    return Response(everything(clock.now(), current_settings().metrics_folder), content_type=TEXT)


@blueprint.get("/health")
@signed_in
def health() -> str:
    keeper(current_viewer())
    now = clock.now()
    return render_template(
        "operation/health.html", checks=checks(now), jobs=jobs_shown(now), facts_of_house=facts_shown(), now=now
    )


@blueprint.get("/settings")
@signed_in
def settings() -> str:
    keeper(current_viewer())
    return render_template("operation/settings.html", rows=settings_shown(current_settings()), plans=plans())


@blueprint.get("/settings/plans/<int:year>")
@signed_in
def plan(year: int) -> str:
    keeper(current_viewer())
    found = plan_of(year)
    form = PlanForm(cut_off_day=str(found.cut_off_day or ""), rhythm=found.rhythm)
    return render_template("operation/plan.html", form=form, year=year)


@blueprint.post("/settings/plans/<int:year>")
@sensitive
def change_plan(year: int) -> AnyResponse | tuple[str, int]:
    viewer = keeper(current_viewer())
    form, by = PlanForm(), Actor(viewer.account_id, viewer.name)
    if form.validate_on_submit():
        try:
            with transaction():
                _set_plan(year, form, by)
        except DomainError as error:
            form.refuse(error, "cut_off_day")
        else:
            flash(gettext("The plan of %(year)d was changed.", year=year), "done")
            return redirect(url_for("operation.settings"), 303)
    return render_template("operation/plan.html", form=form, year=year), 422


def _set_plan(year: int, form: PlanForm, by: Actor) -> None:
    """Set what was typed; an empty day is the month's end, what is no number is refused like a day that is none."""
    typed = form.cut_off_day.data
    day = int(typed) if typed.isdecimal() and typed.isascii() else 0
    operations.change_plan(
        year=year, cut_off_day=day if typed else None, rhythm=form.rhythm.data, by=by, now=clock.now()
    )


def _may_read_figures() -> bool:
    settings = current_settings()
    if settings.metrics_token:
        kind, _, shown = request.headers.get("Authorization", "").partition(" ")
        return kind.casefold() == "bearer" and hmac.compare_digest(shown.encode(), settings.metrics_token.encode())
    # Behind a proxy that was not counted every visitor seems to come from this machine.
    knows_visitors = settings.proxy_hops > 0 or is_loopback(urlsplit(settings.base_url).hostname or "")
    # Whoever was passed on is no reader on this machine, even if too few addresses came along to say from where.
    is_passed_on = "X-Forwarded-For" in request.headers
    return knows_visitors and not is_passed_on and is_loopback(request.remote_addr or "")

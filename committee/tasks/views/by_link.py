"""Acting from a mail by its link, without signing in: a page that changes nothing, and what is sent from it, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.accounts import operations
from committee.accounts.operations import WaitBeforeSigningIn
from committee.accounts.views.entrance import network_of_request, refused
from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.forms import Form
from committee.core.words import sentence
from committee.domain.errors import DomainError
from committee.notify.links import Link, read_link
from committee.notify.links_used import use_of
from committee.notify.operations import LinkIsOver, refuse_old_link, use_link
from committee.tasks.by_link import ClosedLink, Opened, opened
from committee.tasks.by_link_words import ACTS
from committee.tasks.forms.by_link import ExtensionForm, ProgressForm, ReceiptForm, SubmissionForm
from committee.tasks.operations.extending import ask_extension
from committee.tasks.operations.receipts import take_on
from committee.tasks.operations.working import report_progress, submit
from committee.tasks.queries.receipts import not_taken_on
from committee.tasks.reminder_words import urgency_mark

blueprint = Blueprint("by_link", __name__)

Act = Callable[[Opened, datetime], object]
FORMS: dict[str, type[Form]] = {
    "receipt": ReceiptForm,
    "progress": ProgressForm,
    "submission": SubmissionForm,
    "extension": ExtensionForm,
}
GONE = 410


@blueprint.get("/act/<token>")
@doors.anyone
def show(token: str) -> AnyResponse:
    link = read_link(token)
    if use_of(link) is not None:
        return _over(link, 200)
    try:
        refuse_old_link(link, now=clock.now())
        return _page(token, opened(link, on=clock.today()), None, 200)
    except (ClosedLink, LinkIsOver) as error:
        return _over(link, GONE, error)


@blueprint.post("/act/<token>/receipt")
@doors.anyone
def take(token: str) -> AnyResponse:
    def act(who: Opened, now: datetime) -> None:
        take_on(task_id=who.task.id, by=who.by, now=now)

    return _done(token, "receipt", ReceiptForm(prefix="receipt-"), act)


@blueprint.post("/act/<token>/progress")
@doors.anyone
def progress(token: str) -> AnyResponse:
    form = ProgressForm(prefix="progress-")

    def act(who: Opened, now: datetime) -> None:
        percent = form.read_percent()
        report_progress(task_id=who.task.id, percent=percent, text=form.text.data, by=who.by, now=now)

    return _done(token, "progress", form, act)


@blueprint.post("/act/<token>/submission")
@doors.anyone
def submission(token: str) -> AnyResponse:
    form = SubmissionForm(prefix="submission-")

    def act(who: Opened, now: datetime) -> None:
        submit(task_id=who.task.id, product=form.product.data, text=form.text.data, by=who.by, now=now)

    return _done(token, "submission", form, act)


@blueprint.post("/act/<token>/extension")
@doors.anyone
def extension(token: str) -> AnyResponse:
    form = ExtensionForm(prefix="extension-")

    def act(who: Opened, now: datetime) -> None:
        ask_extension(task_id=who.task.id, wanted_on=form.read_day(), reason=form.reason.data, by=who.by, now=now)

    return _done(token, "extension", form, act)


def _done(token: str, name: str, form: Form, act: Act) -> AnyResponse:
    """Do `act` and use up the link in one transaction, or show what speaks against it; nothing is then changed."""
    link, status = read_link(token), 422
    try:
        tried = _open_try(link)
        if form.validate():
            _act(link, name, act, tried)
            return redirect(url_for("by_link.show", token=token), 303)
        _forgive(tried)
    except (ClosedLink, LinkIsOver) as error:
        return _over(link, GONE, error)
    except DomainError as error:
        status = refused(form, error)
        if not isinstance(error, WaitBeforeSigningIn):
            _forgive(tried)
    return _page_again(token, link, form, status)


def _act(link: Link, name: str, act: Act, tried: int) -> None:
    now = clock.now()
    with transaction():
        who = opened(link, on=clock.today())
        use_link(link=link, act=name, unit_path=who.task.committee_unit.path, by=who.by, now=now)
        act(who, now)
        operations.take_back_try(try_id=tried)


def _open_try(link: Link) -> int:
    """Count a try to use a link, so that one that is over is not tried again and again."""
    key = f"link:{link.notice_id}/{link.subject[1]}"
    with transaction():
        return operations.open_try(email=key, network=f"link:{network_of_request()}", now=clock.now())


def _forgive(tried: int) -> None:
    """Take back a try by a good link: what was typed was not accepted, and may be corrected."""
    with transaction():
        operations.take_back_try(try_id=tried)


def _page_again(token: str, link: Link, form: Form, status: int) -> AnyResponse:
    try:
        return _page(token, opened(link, on=clock.today()), form, status)
    except ClosedLink as error:
        return _over(link, GONE, error)


def _page(token: str, who: Opened, form: Form | None, status: int) -> AnyResponse:
    """Show what may be done; `form` is the one that was refused."""
    forms: dict[str, Form] = {name: kind(prefix=f"{name}-", formdata=None) for name, kind in FORMS.items()}
    forms |= {name: form for name, kind in FORMS.items() if form is not None and isinstance(form, kind)}
    page = render_template(
        "tasks/by_link.html",
        token=token,
        who=who.by.name,
        task=who.task,
        forms=forms,
        form=form or forms["receipt"],
        is_new=who.task.id in not_taken_on([who.task.id]),
        urgency=urgency_mark(who.task.urgency),
    )
    return _kept_private(make_response(page, status))


def _over(link: Link, status: int, error: DomainError | None = None) -> AnyResponse:
    """Say what was done by a link, or why it opens nothing any more, and lead to the door."""
    used = use_of(link)
    done = str(ACTS[used.act]) if used else ""
    said = "" if error is None else sentence(error)
    page = render_template("tasks/link_over.html", done=done, at=used.at if used else None, said=said)
    return _kept_private(make_response(page, status))


def _kept_private(response: AnyResponse) -> AnyResponse:
    """Keep the address out of indexes and out of what other pages are told; forms need to say their own origin."""
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response

"""A person's own second factor: setting it up, its codes on paper, taking it away."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from committee.accounts import codes, factors, operations
from committee.accounts.codes import Offer
from committee.accounts.forms import OfferForm
from committee.accounts.views.entrance import blueprint
from committee.accounts.views.proof import go_on_with
from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.seals import BrokenSeal
from committee.core.settings import current_settings
from committee.core.words import gettext
from committee.domain.access import Actor
from committee.domain.errors import DomainError
from committee.domain.sign_in import roles_held, wants_second_factor


@blueprint.get("/account/second-factor")
@doors.signed_in
def second_factor() -> Response:
    factor = factors.factor_of(current_user.account_id)
    page = render_template("accounts/second_factor.html", factor=factor, is_wanted=_is_wanted())
    return make_response(page)


@blueprint.get("/account/second-factor/new")
@doors.sensitive
def new_second_factor() -> Response:
    return _offer_page(OfferForm(formdata=None), codes.new_offer(current_user.email), 200)


@blueprint.post("/account/second-factor/new")
@doors.sensitive
def set_second_factor() -> Response:
    form, person, now = OfferForm(), current_user, clock.now()
    try:
        offer = codes.offer_of(form.sealed.data, person.email)
        step = codes.step_shown(offer.secret, codes.digits_of(form.code.data), after=0, now=now)
    except BrokenSeal:
        offer, step = codes.new_offer(person.email), None
    if step is None:
        form.refuse(DomainError("This is not the code the app shows now. Type the six digits you see."), "code")
        return _offer_page(form, offer, 422)
    paper = codes.new_paper_codes()
    hashes = codes.hashes_of(paper)
    with transaction():
        operations.enrol_second_factor(
            account_id=person.account_id,
            sealed_secret=codes.sealed(offer.secret),
            step=step,
            code_hashes=hashes,
            keep_session=person.session_id,
            by=_actor(),
            now=now,
        )
        secret = operations.renew_session(session_id=person.session_id, by=_actor(), now=now)
    go_on_with(secret)
    return _paper_page(paper)


@blueprint.post("/account/second-factor/recovery-codes")
@doors.sensitive
def renew_recovery_codes() -> Response:
    paper = codes.new_paper_codes()
    hashes = codes.hashes_of(paper)
    with transaction():
        operations.renew_recovery_codes(
            account_id=current_user.account_id, code_hashes=hashes, by=_actor(), now=clock.now()
        )
    return _paper_page(paper)


@blueprint.post("/account/second-factor/removal")
@doors.sensitive
def remove_second_factor() -> AnyResponse:
    if _is_wanted():
        raise DomainError("Your role asks for a second factor: it can be replaced, not removed.")
    person = current_user
    with transaction():
        operations.remove_second_factor(
            account_id=person.account_id, keep_session=person.session_id, by=_actor(), now=clock.now()
        )
    flash(gettext("The second factor is removed. Other browsers were signed out."), "done")
    return redirect(url_for("accounts.second_factor"), 303)


def _is_wanted() -> bool:
    roles = roles_held(doors.current_viewer())
    return current_settings().second_factor == "required" and wants_second_factor(roles)


def _actor() -> Actor:
    return Actor(current_user.account_id, current_user.name)


def _offer_page(form: OfferForm, offer: Offer, status: int) -> Response:
    form.sealed.data, form.code.data = offer.sealed, ""
    page = render_template(
        "accounts/new_second_factor.html",
        form=form,
        offer=offer,
        is_wanted=_is_wanted() and not current_user.has_second_factor,
        is_other_time=clock.set_to() is not None,
    )
    return make_response(page, status)


def _paper_page(paper: list[str]) -> Response:
    return make_response(render_template("accounts/recovery_codes.html", codes=paper, person=current_user))

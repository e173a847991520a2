"""The door of a demonstration: one press, and a visitor is somebody it shows. Nowhere else is there such a route."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from committee.accounts import operations, queries
from committee.accounts.views.entrance import begin, browser, demo_people, network_of_request
from committee.core import clock, doors
from committee.core.db import transaction
from committee.domain.access import Actor
from committee.domain.errors import NotFound

blueprint = Blueprint("demo_door", __name__)


@blueprint.post("/sign-in/demo")
@doors.anyone
def sign_in_as_shown() -> AnyResponse:
    """Let a visitor of the demonstration be one of the people it shows."""
    known = queries.account_with_email(request.form.get("email", ""))
    if known is None or known.is_disabled or known.email not in {person.email for person in demo_people()}:
        raise NotFound("There is no such page.")
    by = Actor(known.account_id, known.name)
    with transaction():
        secret = operations.begin_session(
            account_id=known.account_id, network=network_of_request(), browser=browser(), by=by, now=clock.now()
        )
    return begin(secret)
